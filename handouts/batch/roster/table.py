"""A roster's rows, one at a time: CSV, XLSX and JSON lines. What each cell means is `row`'s business.

A row's number is the one a spreadsheet shows: the header is row 1, empty lines count. In JSON lines it is the line.
"""

from __future__ import annotations

import io
import itertools
import json
import math
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, Any, BinaryIO, Literal

from handouts.batch.roster.cells import Fault, cell_text, column_letters, has_other_order, in_rows
from handouts.batch.roster.columns import MOST_SAID, MOST_TITLES, Columns, Header, read_header
from handouts.batch.roster.commas import Cells, bounded_lines, comma_rows
from handouts.batch.roster.encoding import CHUNK, encoding_of
from handouts.batch.roster.header import first_rows, header_place, is_blank
from handouts.batch.roster.opened import dimension_rows, open_book, packed_format, text_chunks
from handouts.batch.roster.titles import COLUMNS, bare_title
from handouts.batch.roster.workbook import book_rows
from handouts.errors import HandoutsError

WEB_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style")
"""How the spreadsheets begin that some programs write in HTML or XML and call .xls."""
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
    columns: Columns = field(default_factory=Columns)
    """Which column is which, as far as somebody said."""
    header: int = 0
    """The number of the row that is the header; 0: found."""
    unseen: list[int] = field(default_factory=list)
    """Rows that the spreadsheet or its filter hides, once they are read."""
    headings: dict[str, str] = field(default_factory=dict)
    """By our columns: what a list of mistakes calls them, once the header is read."""


def read_records(file: BinaryIO, name: str, asked: Asked | None = None) -> Generator[Record]:
    """The rows of a roster in their order, empty ones left out. `name` is for messages and tells JSON lines from CSV.

    Raises HandoutsError when nothing can be read: no header, an unknown column, no spreadsheet at all.
    """
    asked = asked or Asked()
    match format_of(file, name):
        case "xlsx" | "ods" | "xls" as kind:
            if asked.encoding:
                asked.told.append("--encoding is for text files, such as CSV, and is not used here")
            if kind == "xls" and asked.hidden == "skip":
                raise HandoutsError(
                    f"{name}: which rows are hidden cannot be seen in a file of this kind: save it as .xlsx, or leave "
                    "out --hidden skip"
                )
            book = open_book(file, name, kind)
            rows = book_rows(
                book,
                name,
                asked.worksheet,
                asked.hidden == "skip",
                asked.told,
                partial(_header_number, columns=asked.columns),
                asked.unseen,
            )
            with closing(rows):
                yield from _named(rows, name, asked)
        case "jsonl":
            with text_of(file, name, asked) as text:
                yield from _json_records(text, asked)
        case "csv":
            with text_of(file, name, asked) as text:
                yield from _named(comma_rows(text, partial(header_score, columns=asked.columns)), name, asked)


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
    quiet = replace(asked, told=[], unseen=[])
    first = None
    with closing(read_records(file, name, quiet)) as records:
        for record in records:
            if has_other_order(record.cells.get("date", ""), month_first):
                first = record.row
                break
    file.seek(0)
    return first


def format_of(file: BinaryIO, name: str) -> Format:
    """What a roster's file is; it is left at its start. Raises HandoutsError when it can be none."""
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
def text_of(file: BinaryIO, name: str, asked: Asked) -> Iterator[IO[str]]:
    """The file as text; it stays open, to be read once more."""
    if asked.worksheet:
        asked.told.append("has no sheets: --worksheet is not used here")
    encoding = encoding_of(file, name, asked.encoding, asked.told)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        if not file.closed:  # a run that was stopped has closed it before these rows are given up
            text.detach()


# --- a table: header and rows --------------------------------------------------------------------------------


def _named(rows: Iterable[tuple[int, Cells]], name: str, asked: Asked) -> Iterator[Record]:
    """Rows with the names of their columns. Empty last cells may be missing; a cell without a column is a fault."""
    rows = iter(rows)
    first = first_rows(rows)
    if asked.header:
        place = next((at for at, (number, _) in enumerate(first) if number == asked.header), -1)
    else:
        place = header_place(first, partial(header_score, columns=asked.columns), name)
    number, cells = (
        first[place] if place >= 0 else max(first, key=lambda row: _known(row[1], asked.columns), default=(0, ()))
    )
    if isinstance(cells, Fault):
        raise HandoutsError(f"{name}: {cells}")
    if not cells:
        raise HandoutsError(f"{name}: is empty: the first row names the columns, {', '.join(COLUMNS)}")
    header = read_header(cells, name, asked.columns, asked.told)
    asked.headings.update(header.listed())
    if above := [row for row, _ in first[:place]]:
        columns = ", ".join(header.found)
        asked.told.append(
            f"row {number} is taken as the header ({columns}); what is above it is not read ({in_rows(above)})"
        )
    for number, cells in itertools.chain(first[place + 1 :], rows):
        if isinstance(cells, Fault):
            yield Record(number, faults=(cells,))
        elif all(is_blank(cell) for cell in cells):
            continue
        elif faults := _nameless(number, cells, header):
            yield Record(number, faults=faults)
        else:
            yield _record(number, header.cells(cells))


def header_score(cells: Sequence[str], columns: Columns | None = None) -> int:
    """How many cells name a column, if there is a muscle or one for all rows; 0 when the row is no header."""
    columns = columns or Columns()
    return columns.known(cells[:MOST_TITLES]) if columns.muscle or columns.names_muscle(cells[:MOST_TITLES]) else 0


def _known(cells: Cells, columns: Columns) -> int:
    """How many cells name a column; a row that cannot be read may be the header, too."""
    return 1 if isinstance(cells, Fault) else columns.known(cells[:MOST_TITLES])


def _header_number(rows: Iterator[tuple[int, Cells]], columns: Columns) -> int:
    """The number of the row that is a header, among the first ones; 0 when there is none."""
    first = first_rows(rows)
    found = (number for number, cells in first if not isinstance(cells, Fault) and header_score(cells, columns))
    return next(found, 0)


def _record(number: int, cells: dict[str, str] | None) -> Record:
    if cells is None:
        todo = "fill it in, or take the row out of the roster"
        return Record(number, faults=(Fault(number, "", "has nothing in the columns that are read", todo),))
    return Record(number, cells)


def _nameless(number: int, cells: Sequence[str], header: Header) -> tuple[Fault, ...]:
    """A fault when a cell has no column: it stands under an empty header, or beyond the header's last cell."""
    there = len(header.titles)
    if len(cells) <= there and "" not in header.titles:
        return ()
    for index, cell in enumerate(cells):
        if is_blank(cell) or header.says(index):
            continue
        place = f"column {column_letters(index)}"
        if index < there:
            todo = f"name the column in the header ({', '.join(COLUMNS)}), or empty the cell"
            return (Fault(number, place, "the cell has something in it and its column has no name", todo),)
        wrong = f"is beyond the header: the row has {len(cells)} cells, the header has {there}"
        todo = "name the column in the header or empty the cell; put a cell with a separator in it in quotation marks"
        return (Fault(number, place, wrong, todo),)
    return ()


# --- JSON lines ----------------------------------------------------------------------------------------------


def _json_records(text: IO[str], asked: Asked) -> Iterator[Record]:
    found, keys = False, _Keys(asked.columns)
    for number, line in enumerate(bounded_lines(text), 1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        found = True
        yield _json_record(number, line, keys)
    if not found:
        raise HandoutsError("the roster is empty: write one JSON object a line")
    asked.told.extend(keys.header({}).told())


class _Keys:
    """The keys of a file's JSON objects; a line may leave out what a line before it has."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._known: dict[str, str] = {}
        self._header: tuple[tuple[str, ...], Header] | None = None

    def whole(self, data: dict[str, Any]) -> dict[str, Any]:
        """An object with empty values for the known keys that it does not have."""
        own = {bare_title(key): key for key in list(data)[:MOST_TITLES]}
        if len(self._known) < MOST_TITLES:
            self._known |= {name: key for name, key in own.items() if name not in self._known}
        return {**data, **{key: None for name, key in self._known.items() if name not in own}}

    def header(self, data: dict[str, Any]) -> Header:
        """The header of such an object; lines with the same keys share it."""
        keys = tuple(data or self._known.values())
        if self._header is None or self._header[0] != keys:
            self._header = (keys, Header(keys, self._columns))
        return self._header[1]


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


def _json_record(number: int, line: str, keys: _Keys) -> Record:
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
    data = keys.whole(data)
    header = keys.header(data)
    faults = [Fault(number, "", f"key {w.title!r} {w.what}" if w.title else w.what, w.todo) for w in header.wrong]
    faults += [
        Fault(number, header.reads[index], "is no text and no number", "write text in quotation marks")
        for index, value in enumerate(data.values())
        if index in header.reads and isinstance(value, (dict, list, bool))
    ]
    if faults:
        return Record(number, faults=tuple(faults[:MOST_SAID]))
    return _record(number, header.cells([cell_text(value) for value in data.values()]))


def rows_about(file: BinaryIO) -> int:
    """About how many rows there are, by a quick look, for the time left; 0 when that is not known."""
    start = file.read(4096)
    count = 0
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        count = dimension_rows(file)
    else:
        file.seek(0)
        count = _line_ends(file)
    file.seek(0)
    return max(count, 0)


def _line_ends(file: BinaryIO) -> int:
    """Ends of rows before the last row: not those inside a quoted cell; LF, CRLF, or a CR alone."""
    quoted = whole = rows = 0
    before = last = b""
    while chunk := file.read(CHUNK):
        chunk = chunk.replace(b"\0", b"")  # UTF-16 has a zero beside every sign
        for index, piece in enumerate(chunk.split(b'"')):
            quoted ^= index > 0
            before = b"" if index else before
            ends = piece.count(b"\n") + piece.count(b"\r") - (before + piece).count(b"\r\n")
            whole += ends
            rows += 0 if quoted else ends
            before = piece[-1:]
        last = chunk[-1:]
    if quoted:  # a quotation mark without its partner: no telling what is inside
        rows = whole
    return rows - (last in (b"\n", b"\r"))
