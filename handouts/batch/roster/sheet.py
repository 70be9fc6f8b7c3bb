"""The rows of an XLSX file's first sheet, streamed. Formulas give their last result; merged cells are a fault."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

from handouts.batch.roster.cells import Fault, cell_text, in_rows, with_format
from handouts.errors import HandoutsError

LARGEST = 1 << 30
"""Bytes a file may unpack to; a roster of 100,000 rows needs about a tenth."""
STEEPEST = 250
"""How many times larger a file may become when it is unpacked."""
_MARKS = re.compile(rb"""<(?:\w+:)?(?:mergeCell ref=["'][A-Z]+(\d+):[A-Z]+(\d+)["']|row\b([^<>]*)>)""")
_NUMBER = re.compile(rb"""\br=["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def sheet_rows(
    file: BinaryIO, name: str, skip_hidden: bool, told: list[str]
) -> Iterator[tuple[int, Sequence[str] | Fault]]:
    """Row numbers and cells of the first sheet; a line to `told` when rows are hidden.

    Raises HandoutsError when it is no workbook, or a zip bomb.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise HandoutsError(
            'to read .xlsx, install the extra: pip install "handouts[xlsx]" (or save it as CSV)'
        ) from error
    _refuse_bomb(file, name)
    try:
        with _quiet():
            results = load_workbook(file, read_only=True, data_only=True)
            formulas = load_workbook(file, read_only=True, data_only=False)
        sheet, written = results.worksheets[0], formulas.worksheets[0]
    except Exception as error:  # openpyxl raises whatever its XML and zip readers raise
        raise HandoutsError(
            f"{name}: is no readable .xlsx: save it again, or as CSV ({type(error).__name__})"
        ) from error
    for part in (sheet, written):
        part.reset_dimensions()  # what a file says of its size may be wrong
    merged, hidden = _marked_rows(file, sheet)
    rows = zip(sheet.iter_rows(), written.iter_rows(), strict=False)
    number, begun, unseen = 0, False, list[int]()
    while True:
        number += 1
        try:
            with _quiet():
                cells, typed = next(rows)
        except StopIteration:
            if unseen:
                told.append(_hidden_line(unseen, skip_hidden))
            return
        except Exception as error:
            raise HandoutsError(f"{name}: row {number} cannot be read: save it again, or as CSV") from error
        line: list[str] | Fault = Fault(number, "", "has merged cells", "unmerge them and fill in every row")
        if number not in merged:
            line = _line(number, cells, typed)
        empty = not isinstance(line, Fault) and not any(line)
        if number in hidden and begun and not empty:
            unseen.append(number)
            if skip_hidden:
                continue
        begun = begun or not empty  # the header counts wherever it is
        yield number, line


def _hidden_line(rows: Sequence[int], skipped: bool) -> str:
    """What is said of hidden rows, whatever became of them."""
    count = "1 row is hidden" if len(rows) == 1 else f"{len(rows):,} rows are hidden"
    done = "and left out" if skipped else "in the spreadsheet and made too; --hidden skip leaves them out"
    return f"{count} {done} ({in_rows(rows)})"


@contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl warns of what it will not keep when it saves; nothing is saved here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _line(number: int, cells: Sequence[Any], typed: Sequence[Any]) -> list[str] | Fault:
    values = [_text(cell) for cell in cells]
    for index, cell in enumerate(typed):
        # a result that is an empty text is one; a program that calculates nothing stores no type of result either
        if cell.data_type == "f" and not values[index] and cells[index].data_type not in ("s", "str"):
            return Fault(number, "", "has a formula without a result", "open the file, save it, or paste values only")
        if cells[index].data_type == "e":
            return Fault(number, "", "has a formula that failed", "mend it, or paste values only")
    return values


def _text(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "n" and type(value) in (int, float) and value == value // 1 and "0" in cell.number_format:
        return with_format(int(value), cell.number_format)
    if isinstance(value, str) and "_x" in value:
        return unescaped(value)
    return cell_text(value)


def unescaped(text: str) -> str:
    """A cell's text with the characters for which XML has no form, such as _x000D_ for a carriage return."""
    made = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _refuse_bomb(file: BinaryIO, name: str) -> None:
    """Sizes are those the zip's directory gives; the zip reader stops there, so a lie helps nobody."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise HandoutsError(f"{name}: is no readable .xlsx: save it again, or as CSV") from error
    full, small = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if full > LARGEST or (full > 10 << 20 and full > STEEPEST * max(small, 1)):
        raise HandoutsError(f"{name}: would unpack to {full >> 20} MB: that is no roster; save it as CSV")
    if not any(m.filename == "xl/workbook.xml" for m in members):
        raise HandoutsError(f"{name}: is no .xlsx: save it as .xlsx or CSV")
    file.seek(0)


def _marked_rows(file: BinaryIO, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """The rows that merged cells cover, and the hidden ones; openpyxl's streaming reader does not tell."""
    merged: set[int] = set()
    hidden: set[int] = set()
    number = 0
    with zipfile.ZipFile(file) as packed, packed.open(sheet._worksheet_path) as part:
        rest = b""
        while chunk := part.read(1 << 20):
            whole, mark, begun = (rest + chunk).rpartition(b"<")  # a tag may go on in the next piece
            for match in _MARKS.finditer(whole):
                if match[3] is None:
                    first, last = int(match[1]), int(match[2])
                    if last - first <= 1_048_576:
                        merged.update(range(first, last + 1))
                    continue
                own = _NUMBER.search(match[3])
                number = int(own[1]) if own else number + 1
                if _HIDDEN.search(match[3]):
                    hidden.add(number)
            rest = (mark + begun)[-65536:]
    return frozenset(merged), frozenset(hidden)


def text_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of all that may be a cell's text, some at a time."""
    try:
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                if name == "xl/sharedStrings.xml" or name.startswith("xl/worksheets/sheet"):
                    with packed.open(name) as part:
                        yield from iter(partial(part.read, 1 << 20), b"")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return  # whoever reads the rows says what is wrong


def sheet_count(file: BinaryIO) -> int:
    """How many sheets a workbook has; 0 when it is none."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    file.seek(0)
    return sum(1 for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name))


def dimension_rows(file: BinaryIO) -> int:
    """How many rows the first sheet says it has, without its header; 0 when it says nothing."""
    try:
        with zipfile.ZipFile(file) as packed, packed.open("xl/worksheets/sheet1.xml") as part:
            match = re.search(rb'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"', part.read(4096))
            return int(match[1]) - 1 if match else 0
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        return 0
