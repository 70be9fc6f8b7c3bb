"""Exports of other programs are read as they are: every cell, whatever stands above the header."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from handouts.batch.roster.cells import Fault
from handouts.batch.roster.commas import comma_rows
from handouts.batch.roster.encoding import encoding_of
from handouts.batch.roster.header import is_blank
from handouts.batch.roster.opened import open_book, packed_format
from handouts.batch.roster.table import header_score
from handouts.batch.roster.workbook import book_rows
from tests.batch.exports import EXPORTS, Export


def table(export: Export) -> dict[int, list[str]]:
    """The rows that have something in them, by number, without empty cells behind."""
    file = io.BytesIO(export.data)
    if export.name.endswith(("xlsx", "ods")):
        book = open_book(file, export.name, packed_format(file, export.name))
        rows = book_rows(book, export.name, "", False, [], lambda rows: 0)
    else:
        encoding = encoding_of(file, export.name, "", [])
        rows = comma_rows(io.TextIOWrapper(file, encoding, newline=""), header_score)
    whole = {number: cells for number, cells in rows if not isinstance(cells, Fault)}
    return {number: list(cells) for number, cells in whole.items() if not all(is_blank(cell) for cell in cells)}


@pytest.mark.parametrize("make", EXPORTS, ids=lambda make: make.__name__)
def test_every_cell_of_an_export_is_read(make: Callable[[], Export]) -> None:
    export = make()
    found = {number: cells for number, cells in table(export).items() if number >= export.header}
    assert found == export.rows


@pytest.mark.parametrize("make", EXPORTS, ids=lambda make: make.__name__)
def test_the_header_of_an_export_is_found(make: Callable[[], Export]) -> None:
    export = make()
    scores = {number: header_score(cells) for number, cells in export.rows.items()}
    assert [number for number, score in scores.items() if score] == [export.header]
