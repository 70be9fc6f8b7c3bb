"""A roster's rows, one at a time: CSV, XLSX and JSON lines. What each cell means is `row`'s business.

A row's number is the one a spreadsheet shows: the header is row 1, empty lines count. In JSON lines it is the line.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal

from handouts.batch.roster.cells import Fault, cell_text, has_other_order
from handouts.batch.roster.columns import (
    COLUMNS,
    INVISIBLE,
    MOST_SAID,
    MOST_TITLES,
    Columns,
    Header,
    plain_name,
    read_header,
)
from handouts.batch.roster.encoding import CHUNK, encoding_of
from handouts.errors import HandoutsError

LONGEST_CELL = 65536
"""Characters; a longer cell is almost always a quotation mark that is never closed."""
_MONTH_FIRST = re.compile(rb"(?:0?[1-9]|1[0-2])([-/]) ?(?:1[3-9]|2\d|3[01])\1")
_DAY_FIRST = re.compile(rb"(?:1[3-9]|2\d|3[01])([-/]) ?(?:0?[1-9]|1[0-2])\1")
Format = Literal["csv", "jsonl", "xlsx"]


@dataclass(frozen=True)
class Record:
    """One row as it stands in the roster: its cells by column, or what made it unreadable."""

    row: int
    cells: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@contextmanager
def open_roster(source: str) -> Iterator[BinaryIO]:
    """The roster's bytes, for a path or `-` for standard input; can be read from the start again.

    Raises HandoutsError when there is no such file.
    """
    if source == "-":
        # names may be inside: what does not fit in memory goes to a file that has no name and dies with us
        with tempfile.SpooledTemporaryFile(max_size=64 << 20) as kept:
            while chunk := sys.stdin.buffer.read(CHUNK):
                kept.write(chunk)
            kept.seek(0)
            yield kept  # type: ignore[misc]
        return
    path = Path(source)
    try:
        opened = path.open("rb")
    except IsADirectoryError as error:
        raise HandoutsError(f"{source}: is a folder, not a roster") from error
    except OSError as error:
        raise HandoutsError(f"{source}: cannot be read: {error.strerror or error}") from error
    with opened:
        yield opened


@dataclass(frozen=True)
class Asked:
    """How a roster is to be read, and lines for the people who asked: what was found and taken."""

    hidden: Literal["make", "skip"] = "make"
    """What becomes of the rows that a spreadsheet or its filter hides."""
    encoding: str = ""
    """What a text file is read as; empty: found from its bytes."""
    told: list[str] = field(default_factory=list)
    columns: Columns = field(default_factory=Columns)
    """Which column is which, as far as somebody said."""


def read_records(file: BinaryIO, name: str, asked: Asked | None = None) -> Generator[Record]:
    """The rows of a roster in their order, empty ones left out. `name` is for messages and tells JSON lines from CSV.

    Raises HandoutsError when nothing can be read: no header, an unknown column, no spreadsheet at all.
    """
    asked = asked or Asked()
    match _format(file, name):
        case "xlsx":
            from handouts.batch.roster.sheet import sheet_rows

            rows = sheet_rows(file, name, asked.hidden == "skip", asked.told)
            yield from _named(rows, name, asked)
        case "jsonl":
            with _text(file, name, asked) as text:
                yield from _json_records(text, asked)
        case "csv":
            with _text(file, name, asked) as text:
                yield from _named(_csv_rows(text, asked.columns), name, asked)


def other_order_row(file: BinaryIO, name: str, asked: Asked, month_first: bool) -> int | None:
    """The first row whose date has day and month the other way round; the file is left at its start.

    A quick look at the bytes spares most rosters the second reading.
    """
    packed = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    if packed:
        from handouts.batch.roster.sheet import text_chunks

        chunks = text_chunks(file)
    else:
        chunks = iter(lambda: file.read(CHUNK), b"")
    looks, tail, found = _DAY_FIRST if month_first else _MONTH_FIRST, b"", False
    for chunk in chunks:
        piece = tail + chunk.replace(b"\0", b"")  # UTF-16 has a zero beside every digit
        if looks.search(piece):
            found = True
            break
        tail = piece[-12:]
    file.seek(0)
    if not found:
        return None
    quiet = replace(asked, told=[])
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
        return "xlsx"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise HandoutsError(f"{name}: is an old or protected spreadsheet: save it as .xlsx or CSV, without a password")
    if start.startswith((b"%PDF", b"\x1f\x8b", b"\x89PNG")):
        raise HandoutsError(f"{name}: is no roster: give CSV, XLSX or JSON lines")
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

Cells = Sequence[str] | Fault


def _named(rows: Iterable[tuple[int, Cells]], name: str, asked: Asked) -> Iterator[Record]:
    """Rows with the names of their columns. Empty last cells may be missing; a cell without a column is a fault."""
    header: Header | None = None
    for number, cells in rows:
        if isinstance(cells, Fault):
            if header is None:
                raise HandoutsError(f"{name}: {cells}")
            yield Record(number, faults=(cells,))
        elif all(is_blank(cell) for cell in cells):
            continue
        elif header is None:
            if INVISIBLE.sub("", cells[0]).lstrip().startswith("#"):
                continue
            header = read_header(cells, name, asked.columns, asked.told)
        elif faults := _nameless(number, cells, header.titles):
            yield Record(number, faults=faults)
        else:
            yield _record(number, header.cells(cells))
    if header is None:
        raise HandoutsError(f"{name}: is empty: the first row names the columns, {', '.join(COLUMNS)}")


def _record(number: int, cells: dict[str, str] | None) -> Record:
    if cells is None:
        todo = "fill it in, or take the row out of the roster"
        return Record(number, faults=(Fault(number, "", "has nothing in the columns that are read", todo),))
    return Record(number, cells)


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


def is_blank(cell: str) -> bool:
    """Whether nothing in a cell can be seen."""
    return not cell or cell.isspace() or not INVISIBLE.sub("", cell).strip()


# --- CSV -----------------------------------------------------------------------------------------------------


class _Lines:
    """Lines of a file that can be put back, so that one broken row does not swallow the next."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._back = iter(lines), list[str]()
        self.used: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._lines)
        self.used.append(line)
        return line.replace("\0", "\ufffd") if "\0" in line else line

    def put_back(self) -> None:
        """Put back all used lines but the first."""
        self._back.extend(reversed(self.used[1:]))


def _csv_rows(text: IO[str], columns: Columns) -> Iterator[tuple[int, Cells]]:
    before = csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(_bounded_lines(text))
    number = 0
    try:
        delimiter, skip = _delimiter(lines, columns)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.used.clear()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                lines.put_back()
                todo = 'close every quotation mark and write one inside a cell twice, as in "the ""good"" leg"'
                yield number, Fault(number, "", "its quotation marks do not match, or a cell is much too long", todo)
                continue
            if number > skip:
                yield number, cells
    finally:
        csv.field_size_limit(before)


def _delimiter(lines: _Lines, columns: Columns) -> tuple[str, int]:
    """The separator and how many rows to leave out, from the first lines up to the header; they are put back."""
    peeked: list[str] = []
    delimiter, skip = ",", 0
    for line in lines:
        peeked.append(line)
        word = line.strip("\ufeff\r\n ").casefold()
        if len(peeked) == 1 and re.fullmatch(r"sep=[,;\t]", word.rstrip("\r\n")):
            delimiter, skip = word[-1], 1
            break
        if word and not word.lstrip('"').startswith("#"):
            delimiter = max(",;\t", key=lambda mark: _known(line, mark, columns))
            break
    lines.used = ["", *peeked]
    lines.put_back()
    return delimiter, skip


def _known(line: str, mark: str, columns: Columns) -> tuple[int, int]:
    cells = [cell.strip().strip('"') for cell in line.split(mark)]
    return columns.known(cells), len(cells)


# --- JSON lines ----------------------------------------------------------------------------------------------


def _json_records(text: IO[str], asked: Asked) -> Iterator[Record]:
    found, keys = False, _Keys(asked.columns)
    for number, line in enumerate(_bounded_lines(text), 1):
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
        own = {plain_name(key): key for key in list(data)[:MOST_TITLES]}
        if len(self._known) < MOST_TITLES:
            self._known |= {name: key for name, key in own.items() if name not in self._known}
        return {**data, **{key: None for name, key in self._known.items() if name not in own}}

    def header(self, data: dict[str, Any]) -> Header:
        """The header of such an object; lines with the same keys share it."""
        keys = tuple(data or self._known.values())
        if self._header is None or self._header[0] != keys:
            self._header = (keys, Header(keys, self._columns))
        return self._header[1]


def _bounded_lines(text: IO[str]) -> Iterator[str]:
    """Lines with their ends: LF, CRLF or a lone CR, as old Macs and some databases write."""
    while line := text.readline(4 * LONGEST_CELL):
        cut = len(line) == 4 * LONGEST_CELL and not line.endswith(("\n", "\r"))
        yield line + "\0" if cut else line  # what follows is lost, and the row's check must say so
        while cut and line and not line.endswith(("\n", "\r")):
            line = text.readline(4 * LONGEST_CELL)  # the rest of a line that is far too long


def _no_number(text: str) -> None:
    raise ValueError(text)  # NaN and Infinity are no JSON


def _json_record(number: int, line: str, keys: _Keys) -> Record:
    try:
        data = json.loads(line.strip("\ufeff \t\r\n"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Record(
            number, faults=(Fault(number, "", "is no JSON", "write one JSON object a line, in double quotes"),)
        )
    if not isinstance(data, dict):
        return Record(number, faults=(Fault(number, "", "is no JSON object", 'write {"muscle": "...", ...}'),))
    data = keys.whole(data)
    header = keys.header(data)
    faults = [Fault(number, "", f"a column {wrong}" if title else wrong, todo) for title, wrong, todo in header.wrong]
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
    if start.startswith(b"PK\x03\x04"):
        from handouts.batch.roster.sheet import dimension_rows

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
