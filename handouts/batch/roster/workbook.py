"""Which sheet of a workbook is the roster, and what its programs hide."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple, Protocol

from handouts.batch.roster.cells import in_rows
from handouts.batch.roster.commas import Cells
from handouts.errors import HandoutsError, few, likely

MOST_SHEETS = 200
"""Sheets that are looked through."""
MOST_NAMED = 10


class SheetRow(NamedTuple):
    """A row with its number, as the spreadsheet shows it, and whether the spreadsheet or its filter hides it."""

    number: int
    cells: Cells
    hidden: bool = False


class SheetName(NamedTuple):
    """A sheet's name on its tab."""

    name: str
    hidden: bool = False


class Book(Protocol):
    """A workbook, whatever its format."""

    sheets: list[SheetName]

    def rows(self, sheet: int) -> Iterator[SheetRow]:
        """The rows of a sheet; empty ones may be missing."""

    def told(self) -> list[str]:
        """What people should know of the sheet that was read last."""


FindHeader = Callable[[Iterator[tuple[int, Cells]]], int]
"""The number of the row that is the header; 0 when there is none."""


def book_rows(
    book: Book,
    name: str,
    worksheet: str,
    skip_hidden: bool,
    told: list[str],
    header: FindHeader,
    unseen: list[int],
) -> Generator[tuple[int, Cells]]:
    """Row numbers and cells of the sheet that is the roster; lines to `told` of what is hidden, and
    the numbers of those rows to `unseen`.

    `worksheet` is the name of the sheet that is wanted; empty: the only one with a header. Raises HandoutsError.
    """
    sheet, first = _chosen(book, name, worksheet, told, header)
    for row in book.rows(sheet):
        if row.hidden and row.number > first and (not isinstance(row.cells, Sequence) or any(row.cells)):
            unseen.append(row.number)
            if skip_hidden:
                continue
        yield row.number, row.cells
    if unseen:
        told.append(_hidden_line(unseen, skip_hidden))
    told += book.told()


def _chosen(book: Book, name: str, worksheet: str, told: list[str], header: FindHeader) -> tuple[int, int]:
    """The sheet that is the roster, and the number of its header; 0 when it has none."""
    sheets = book.sheets[:MOST_SHEETS]
    if not sheets:
        raise HandoutsError(f"{name}: has no sheet: save it as .xlsx or CSV")
    if worksheet:
        place = _named(sheets, name, worksheet)
        return place, _header_of(book, place, header)
    if len(sheets) == 1:
        return 0, _header_of(book, 0, header)
    headers = {place: _header_of(book, place, header) for place in range(len(sheets))}
    found = [place for place, row in headers.items() if row]
    seen = [place for place in found if not sheets[place].hidden]
    unseen = [place for place in found if sheets[place].hidden]
    if len(seen) > 1:
        raise HandoutsError(
            f"{name}: {len(seen)} sheets have a header that is known: give one of them with --worksheet: "
            f"{_names(sheets, seen)}"
        )
    if unseen and not seen:
        raise HandoutsError(
            f"{name}: only a hidden sheet has a header that is known: give it with --worksheet: "
            f"{_names(sheets, unseen)}"
        )
    if not seen:
        return next((place for place, sheet in enumerate(sheets) if not sheet.hidden), 0), 0
    line = f"has {len(book.sheets)} sheets; {sheets[seen[0]].name!r} is read, the only one with a header that is known"
    if unseen:
        line += f" but for hidden ones (--worksheet reads them): {_names(sheets, unseen)}"
    told.append(line)
    return seen[0], headers[seen[0]]


def _header_of(book: Book, sheet: int, header: FindHeader) -> int:
    return header((row.number, row.cells) for row in book.rows(sheet))


def _named(sheets: Sequence[SheetName], name: str, worksheet: str) -> int:
    keys = [" ".join(sheet.name.casefold().split()) for sheet in sheets]
    asked = " ".join(worksheet.casefold().split())
    if asked in keys:
        return keys.index(asked)
    guess = likely(worksheet, [sheet.name for sheet in sheets])
    raise HandoutsError(
        f"{name}: has no sheet {worksheet[:60]!r}{guess} (there is: {_names(sheets, range(len(sheets)))})"
    )


def _names(sheets: Sequence[SheetName], places: Sequence[int]) -> str:
    return few([repr(sheets[place].name[:60]) for place in places], MOST_NAMED)


def _hidden_line(rows: Sequence[int], skipped: bool) -> str:
    """What is said of hidden rows, whatever became of them."""
    count = "1 row is hidden" if len(rows) == 1 else f"{len(rows):,} rows are hidden"
    done = "and left out" if skipped else "in the spreadsheet and made too; --hidden skip leaves them out"
    return f"{count} {done} ({in_rows(rows)})"
