"""A roster before it is read: its sheets, the row that seems to name the columns, some rows to see what is in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from handouts.batch.roster.cells import Fault
from handouts.batch.roster.columns import MOST_TITLES, Columns
from handouts.batch.roster.commas import Cells, comma_rows
from handouts.batch.roster.header import first_rows
from handouts.batch.roster.opened import open_book
from handouts.batch.roster.table import Asked, format_of, header_score, text_of
from handouts.batch.roster.workbook import MOST_SHEETS, Book, SheetName
from handouts.errors import HandoutsError

AMONG = 10
"""The header is one of so many rows, unless somebody points at a later one."""
Numbered = tuple[int, Sequence[str]]
"""A row's number, as the spreadsheet shows it, and its cells."""


@dataclass(frozen=True)
class Sight:
    """What is seen of a table. `header` is 0 where there is no row, and where nobody has said yet which sheet it is."""

    sheets: tuple[SheetName, ...] = ()
    """Those of a workbook; a text file has none."""
    sheet: str = ""
    """The one that is looked at; "" where several could be the roster."""
    header: int = 0
    """The number of the row that names the columns."""
    cells: Sequence[str] = ()
    """That row."""
    first: tuple[Numbered, ...] = ()
    """The first rows that have anything in them, the header among them."""

    @property
    def behind(self) -> list[Sequence[str]]:
        """The rows behind the header."""
        return [cells for number, cells in self.first if number > self.header]


def look_at(file: BinaryIO, name: str, columns: Columns, sheet: str = "", header: int = 0) -> Sight:
    """Look at a table; the file is left at its start. `sheet` and `header` hold where somebody has chosen them.

    Raises HandoutsError when it is none.
    """
    kind = format_of(file, name)
    if kind == "jsonl":
        raise HandoutsError(f"{name}: is no spreadsheet: save it as .xlsx, .ods or CSV")
    if kind == "csv":
        asked = Asked(columns=columns)
        with text_of(file, name, asked) as text:
            first = _first(comma_rows(text, lambda cells: header_score(cells, columns)))
        file.seek(0)
        sight = _sight((), "", first, columns, header)
        if any(unicodedata.category(char) == "Cc" for char in "".join(sight.cells) if char not in "\t\r\n"):
            raise HandoutsError(f"{name}: is no text, and no spreadsheet: save it as .xlsx, .ods or CSV")
        return sight
    book = open_book(file, name, kind)
    sheets = tuple(book.sheets[:MOST_SHEETS])
    place, first = _roster_of(book, sheets, columns, sheet)
    file.seek(0)
    return _sight(sheets, "" if place < 0 else sheets[place].name, first, columns, header)


def _first(rows: Iterator[tuple[int, Cells]]) -> list[Numbered]:
    return [(number, cells) for number, cells in first_rows(rows) if not isinstance(cells, Fault)]


def _roster_of(book: Book, sheets: Sequence[SheetName], columns: Columns, wanted: str) -> tuple[int, list[Numbered]]:
    """Which sheet is the roster, and its first rows; -1 where several could be it."""
    for place, each in enumerate(sheets):
        if wanted and each.name == wanted:
            return place, _first_of(book, place)
    seen = {place: _first_of(book, place) for place, each in enumerate(sheets) if not each.hidden}
    known = [place for place, first in seen.items() if any(columns.known(cells[:MOST_TITLES]) for _, cells in first)]
    filled = known or [place for place, first in seen.items() if first]
    if len(filled) == 1:
        return filled[0], seen[filled[0]]
    return -1, []


def _first_of(book: Book, place: int) -> list[Numbered]:
    return _first((row.number, row.cells) for row in book.rows(place))


def _sight(
    sheets: tuple[SheetName, ...], sheet: str, first: Sequence[Numbered], columns: Columns, header: int
) -> Sight:
    def worth(row: Numbered) -> tuple[bool, int, int, int]:
        cells = row[1][:MOST_TITLES]
        filled = sum(bool(cell.strip()) for cell in cells)
        return columns.names_muscle(cells), columns.known(cells), columns.familiar(cells), filled

    chosen = next((row for row in first if row[0] == header), None) or max(first[:AMONG], key=worth, default=(0, ()))
    return Sight(sheets, sheet, *chosen, tuple(first))
