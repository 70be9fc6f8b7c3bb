"""A roster's rows, one at a time: CSV, XLSX and JSON lines. What each cell means is `row`'s business.

A row's number is the one a spreadsheet shows: the header is row 1, empty lines count. In JSON lines it is the line.
"""

from __future__ import annotations

import io
import itertools
import json
import math
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, Literal

from handouts.batch.roster.cells import Fault, Shown, cell_text, has_other_order, in_rows
from handouts.batch.roster.commas import Cells, bounded_lines, comma_rows
from handouts.batch.roster.encoding import CHUNK, encoding_of
from handouts.batch.roster.header import INVISIBLE, first_rows, header_place, is_blank
from handouts.batch.roster.opened import dimension_rows, open_book, packed_format, text_chunks
from handouts.batch.roster.workbook import book_rows
from handouts.errors import HandoutsError, likely
from handouts.style.choices import INKS, PAPERS, PATIENT_LAYOUTS, PRINTS, SHEET_RANGES, SHOWN, SKINS

CHOICES: Mapping[str, tuple[str, ...]] = {
    "side": SHOWN,
    "paper": PAPERS,
    "print": PRINTS,
    "ink": INKS,
    "layout": PATIENT_LAYOUTS,
    "sheets": SHEET_RANGES,
    "skin": SKINS,
}
DOSE = ("pressure", "seconds", "hold", "times", "weeks")
COLUMNS = ("muscle", "id", "name", "date", "note", "lang", *CHOICES, *DOSE, "copies")
MEANT = {
    "patient": "name",
    "patient name": "name",
    "full name": "name",
    "surname": "name",
    "patient id": "id",
    "number": "id",
    "no": "id",
    "comment": "note",
    "remark": "note",
    "text": "note",
    "language": "lang",
    "leg": "side",
    "size": "print",
    "colour": "ink",
    "color": "ink",
    "sheet": "layout",
    "repeats": "times",
    "amount": "copies",
}
"""What people call a column, and what it is called here; only to say so."""
MOST_SAID = 20
"""Things that are said of one header or one row."""
WEB_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")
"""How the spreadsheets begin that some programs write in HTML or XML and call .xls."""
MOST_COLUMNS = 1000
"""Cells of a header that are looked at; a wider one is no roster's."""
_MONTH_FIRST = re.compile(rb"(?:0?[1-9]|1[0-2])([-/]) ?(?:1[3-9]|2\d|3[01])\1")
_DAY_FIRST = re.compile(rb"(?:1[3-9]|2\d|3[01])([-/]) ?(?:0?[1-9]|1[0-2])\1")
Format = Literal["csv", "jsonl", "xlsx", "ods", "xls"]


@dataclass(frozen=True)
class Record:
    """One row as it stands in the roster: its cells by column, or what made it unreadable."""

    row: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Asked:
    """How a roster is to be read, and lines for the people who asked: what was found and taken."""

    hidden: Literal["make", "skip"] = "make"
    """What becomes of the rows that a spreadsheet or its filter hides."""
    encoding: str = ""
    """What a text file is read as; empty: found from its bytes."""
    worksheet: str = ""
    """The sheet of a workbook; empty: the only one with a header."""
    told: list[str] = field(default_factory=list)


def read_records(file: BinaryIO, name: str, asked: Asked | None = None) -> Generator[Record]:
    """The rows of a roster in their order, empty ones left out. `name` is for messages and tells JSON lines from CSV.

    Raises HandoutsError when nothing can be read: no header, an unknown column, no spreadsheet at all.
    """
    asked = asked or Asked()
    match _format(file, name):
        case "xlsx" | "ods" | "xls" as kind:
            book = open_book(file, name, kind)
            rows = book_rows(book, name, asked.worksheet, asked.hidden == "skip", asked.told, _header_number)
            with closing(rows):
                yield from _named(rows, name, asked.told)
        case "jsonl":
            with _text(file, name, asked) as text:
                yield from _json_records(text)
        case "csv":
            with _text(file, name, asked) as text:
                yield from _named(comma_rows(text, header_score), name, asked.told)


def other_order_row(file: BinaryIO, name: str, asked: Asked, month_first: bool) -> int | None:
    """The first row whose date has day and month the other way round; the file is left at its start.

    A quick look at the bytes spares most rosters the second reading.
    """
    looks, tail, found = _DAY_FIRST if month_first else _MONTH_FIRST, b"", False
    for chunk in text_chunks(file):
        piece = tail + chunk.replace(b"\0", b"")  # UTF-16 has a zero beside every digit
        if looks.search(piece):
            found = True
            break
        tail = piece[-12:]
    file.seek(0)
    if not found:
        return None
    quiet = Asked(asked.hidden, asked.encoding, asked.worksheet)
    first = None
    with closing(read_records(file, name, quiet)) as records:
        for record in records:
            if has_other_order(record.cells.get("date", ""), month_first):
                first = record.row
                break
    file.seek(0)
    return first


def _format(file: BinaryIO, name: str) -> Format:
    start = file.read(4096)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return packed_format(file, name)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if start.startswith((b"%PDF", b"\x1f\x8b", b"\x89PNG")):
        raise HandoutsError(f"{name}: is no roster: give CSV, XLSX, ODS, XLS or JSON lines")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(WEB_PAGES):
        raise HandoutsError(f"{name}: is a web page, whatever its name says: open it and save it as .xlsx or CSV")
    if name.lower().endswith((".jsonl", ".ndjson", ".json")) or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return "jsonl"
    return "csv"


@contextmanager
def _text(file: BinaryIO, name: str, asked: Asked) -> Iterator[IO[str]]:
    """The file as text; it stays open, to be read once more."""
    encoding = encoding_of(file, name, asked.encoding, asked.told)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        if not file.closed:  # a run that was stopped has closed it before these rows are given up
            text.detach()


# --- a table: header and rows --------------------------------------------------------------------------------


def _named(rows: Iterable[tuple[int, Cells]], name: str, told: list[str]) -> Iterator[Record]:
    """Rows with the names of their columns. Empty last cells may be missing; a cell without a column is a fault."""
    rows = iter(rows)
    first = first_rows(rows)
    place = header_place(first, header_score, name)
    number, cells = first[place] if place >= 0 else max(first, key=lambda row: _known(row[1]), default=(0, ()))
    if isinstance(cells, Fault):
        raise HandoutsError(f"{name}: {cells}")
    if not cells:
        raise HandoutsError(f"{name}: is empty: the first row names the columns, {', '.join(COLUMNS)}")
    header = header_columns(cells, name)
    if above := [row for row, _ in first[:place]]:
        columns = ", ".join(column for column in header if column)
        told.append(f"row {number} is taken as the header ({columns}); what is above it is not read ({in_rows(above)})")
    for number, cells in itertools.chain(first[place + 1 :], rows):
        if isinstance(cells, Fault):
            yield Record(number, faults=(cells,))
        elif all(is_blank(cell) for cell in cells):
            continue
        elif faults := _nameless(number, cells, header):
            yield Record(number, faults=faults)
        else:
            named = {column: cell for column, cell in zip(header, cells, strict=False) if column}
            if isinstance(shown := named.get("id"), Shown):
                named["id"] = shown.shown  # the clinic knows the id as it is on the screen
            yield Record(number, named)


def header_score(cells: Sequence[str]) -> int:
    """How many cells name a column, if one of them is `muscle`; 0 when the row is no header."""
    names = [plain_name(cell) for cell in cells[:MOST_COLUMNS] if len(cell) < 100]
    return sum(name in COLUMNS for name in names) if "muscle" in names else 0


def _known(cells: Cells) -> int:
    """How many cells name a column; a row that cannot be read may be the header, too."""
    if isinstance(cells, Fault):
        return 1
    return sum(plain_name(cell[:100]) in COLUMNS for cell in cells[:MOST_COLUMNS])


def _header_number(rows: Iterator[tuple[int, Cells]]) -> int:
    """The number of the row that is a header, among the first ones; 0 when there is none."""
    first = first_rows(rows)
    return next((number for number, cells in first if not isinstance(cells, Fault) and header_score(cells)), 0)


def _nameless(number: int, cells: Sequence[str], header: Sequence[str]) -> tuple[Fault, ...]:
    """A fault when a cell has no column: it stands under an empty header, or beyond the header's last cell."""
    if len(cells) <= len(header) and "" not in header:
        return ()
    for index, cell in enumerate(cells):
        if is_blank(cell) or (index < len(header) and header[index]):
            continue
        place = f"column {column_letters(index)}"
        if index < len(header):
            todo = f"name the column in the header ({', '.join(COLUMNS)}), or empty the cell"
            return (Fault(number, place, "the cell has something in it and its column has no name", todo),)
        wrong = f"is beyond the header: the row has {len(cells)} cells, the header has {len(header)}"
        todo = "name the column in the header or empty the cell; put a cell with a separator in it in quotation marks"
        return (Fault(number, place, wrong, todo),)
    return ()


def column_letters(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, ... Z, AA."""
    letters = ""
    while index >= 0:
        letters, index = chr(ord("A") + index % 26) + letters, index // 26 - 1
    return letters


def header_columns(cells: Sequence[str], name: str) -> list[str]:
    """The columns' names as we call them; "" for a column without a name.

    Raises HandoutsError for an unknown or repeated column and when there is no column `muscle`.
    """
    named = [plain_name(cell) for cell in cells]
    known = [column for column in named if column in COLUMNS]
    unknown = [column for column in named if column and column not in COLUMNS]
    if "muscle" not in known:
        # a first row that is no header may hold a name: nothing of it is quoted
        guesses = (likely(column[:60], ["muscle"]) for column in unknown[:200])
        guess = next((guess for guess in guesses if guess), "")
        raise HandoutsError(f"{name}: no column `muscle`{guess}: the first row names the columns, {', '.join(COLUMNS)}")
    unknown = list(dict.fromkeys(unknown))
    problems = [f"unknown column {column[:60]!r}{_meant(column[:60])}" for column in unknown[:MOST_SAID]]
    problems += [f"column {column!r} is there twice" for column in dict.fromkeys(known) if known.count(column) > 1]
    if problems:
        count = len(problems) + len(unknown[MOST_SAID:])
        more = f"; and {count - MOST_SAID} more" if count > MOST_SAID else ""
        raise HandoutsError(f"{name}: {'; '.join(problems[:MOST_SAID])}{more} (columns: {', '.join(COLUMNS)})")
    return named


def plain_name(cell: str) -> str:
    """A column's name without what does not matter: case, spaces at the ends, hyphens and `_`, what is invisible."""
    return " ".join(re.sub(r"[_\-\u2010-\u2015\s]+", " ", INVISIBLE.sub("", cell)).split()).casefold()


def _meant(column: str) -> str:
    return f"; did you mean {MEANT[column]!r}?" if column in MEANT else likely(column, COLUMNS)


# --- JSON lines ----------------------------------------------------------------------------------------------


def _json_records(text: IO[str]) -> Iterator[Record]:
    found = False
    for number, line in enumerate(bounded_lines(text), 1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        found = True
        yield _json_record(number, line)
    if not found:
        raise HandoutsError("the roster is empty: write one JSON object a line")


def _no_number(text: str) -> None:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(text)  # 1e999
    return number


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that is there twice is kept twice, with an invisible sign, so that nothing is lost unseen."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        made[key + "\u200b" if key in made else key] = value
    return made


def _json_record(number: int, line: str) -> Record:
    try:
        data = json.loads(
            line.strip("\ufeff \t\r\n"), parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_pairs
        )
    except (ValueError, RecursionError):
        return Record(
            number, faults=(Fault(number, "", "is no JSON", "write one JSON object a line, in double quotes"),)
        )
    if not isinstance(data, dict):
        return Record(number, faults=(Fault(number, "", "is no JSON object", 'write {"muscle": "...", ...}'),))
    cells: dict[str, str] = {}
    faults: list[Fault] = []
    for key, value in data.items():
        column = plain_name(key)
        if len(faults) >= MOST_SAID:
            break
        if column not in COLUMNS:
            wrong = f"unknown column{_meant(column[:60])}"
            faults.append(Fault(number, "", wrong, f"use {', '.join(COLUMNS)}"))
        elif column in cells:
            faults.append(Fault(number, column, "is there twice", "leave one out"))
        elif isinstance(value, (dict, list, bool)):
            faults.append(Fault(number, column, "is no text and no number", "write text in quotation marks"))
        else:
            cells[column] = cell_text(value)
    return Record(number, cells, tuple(faults))


def rows_about(file: BinaryIO) -> int:
    """About how many rows there are, by a quick look, for the time left; 0 when that is not known."""
    start = file.read(4096)
    count = 0
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        count = dimension_rows(file)
    else:
        chunk, before = start, b""
        while chunk:
            # a CR that another line end does not follow ends a line too
            count += chunk.count(b"\n") + chunk.count(b"\r") - (before + chunk).count(b"\r\n")
            before = chunk[-1:]
            chunk = file.read(CHUNK)
        count -= before in (b"\n", b"\r")
    file.seek(0)
    return max(count, 0)
