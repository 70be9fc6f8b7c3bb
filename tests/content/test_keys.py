"""Every key that an author may write is explained where it is declared."""

from typing import Any

import pytest
from pydantic import BaseModel

from handouts.content import model

MODELS = [each for name in model.__all__ if isinstance(each := getattr(model, name), type)]


@pytest.mark.parametrize("table", [each for each in MODELS if issubclass(each, BaseModel)])
def test_every_key_says_in_a_sentence_what_it_is(table: Any) -> None:
    silent = [key for key, field in table.model_fields.items() if not (field.description or "").rstrip().endswith(".")]
    assert not silent
