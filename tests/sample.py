"""Cases of which a quick run takes some, and `pytest --all` all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sample(cases: Iterable[Any], every: int) -> list[Any]:
    """The cases of one argument, of which all but the first, and each so many after it, are long."""
    return [case if at % every == 0 else pytest.param(case, marks=pytest.mark.long) for at, case in enumerate(cases)]
