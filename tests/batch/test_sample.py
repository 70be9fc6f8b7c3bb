"""Of every run one row, drawn at random, is compared with the ordinary renderer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from handouts.batch.press.typeset import Piece, Typesetter

from .conftest import Batch

pytestmark = pytest.mark.long

ROWS = [
    {"muscle": "gastrocnemius", "layout": "do", "id": str(number), "name": f"Ann Quill{number}"}
    for number in range(1, 7)
]


def test_a_master_that_went_wrong_is_found_and_said(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random, "random", lambda: 0.0)  # the last row is the one that is drawn
    good = batch(ROWS)
    assert good.exit_code == 0, good.output
    stream = Typesetter.stream

    def wrong(self: Typesetter, piece: Piece, texts: Mapping[str, str]) -> str:
        return stream(self, piece, {key: text.replace("Quill6", "Quell6") for key, text in texts.items()})

    monkeypatch.setattr(Typesetter, "stream", wrong)
    bad = batch(ROWS)
    assert bad.exit_code != 0
    assert "row 7 is not as the ordinary renderer writes it" in bad.stderr
    assert "Quill" not in bad.output


@pytest.mark.parametrize(("chances", "row"), [([0.0, 0.9, 0.9, 0.9, 0.9, 0.9], 2), ([0.0, 0.0, 0.0, 0.9, 0.9, 0.9], 4)])
def test_any_row_may_be_the_one_that_is_compared(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chances: list[float], row: int
) -> None:
    from handouts.batch.plan import Sources

    asked: list[Any] = []
    ordinary = Sources.ordinary
    batch(ROWS)
    drawn = iter(chances)
    monkeypatch.setattr(random, "random", lambda: next(drawn))
    monkeypatch.setattr(Sources, "ordinary", lambda self, row: (asked.append(row.number), ordinary(self, row))[1])
    result = batch(ROWS, "--resume")
    assert result.exit_code == 0, result.output
    assert asked == [row]
