"""The rows of an XLSX file's first sheet, streamed. Formulas give their last result; merged cells are a fault."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from handouts.batch.roster.cells import Fault, cell_text
from handouts.errors import HandoutsError

LARGEST = 1 << 30
"""Bytes a file may unpack to; a roster of 100,000 rows needs about a tenth."""
STEEPEST = 250
"""How many times larger a file may become when it is unpacked."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def sheet_rows(file: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[str] | Fault]]:
    """Row numbers and cells of the first sheet. Raises HandoutsError when it is no workbook, or a zip bomb."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise HandoutsError(
            "to read .xlsx, install the extra: pip install 'handouts[xlsx]' (or save it as CSV)"
        ) from error
    _refuse_bomb(file, name)
    try:
        results = load_workbook(file, read_only=True, data_only=True)
        formulas = load_workbook(file, read_only=True, data_only=False)
        sheet, written = results.worksheets[0], formulas.worksheets[0]
    except Exception as error:  # openpyxl raises whatever its XML and zip readers raise
        raise HandoutsError(
            f"{name}: is no readable .xlsx: save it again, or as CSV ({type(error).__name__})"
        ) from error
    for part in (sheet, written):
        part.reset_dimensions()  # what a file says of its size may be wrong
    merged = _merged_rows(file, sheet)
    rows = zip(sheet.iter_rows(), written.iter_rows(), strict=False)
    number, width = 0, 0
    while True:
        number += 1
        try:
            cells, typed = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise HandoutsError(f"{name}: row {number} cannot be read: save it again, or as CSV") from error
        if number in merged:
            yield number, Fault(number, "", "has merged cells", "unmerge them and fill in every row")
            continue
        line = _line(number, cells, typed)
        if not isinstance(line, Fault):
            width = width or len(line)
            line = [*line, *[""] * (width - len(line))]
        yield number, line


def _line(number: int, cells: Sequence[Any], typed: Sequence[Any]) -> list[str] | Fault:
    values = [cell_text(cell.value) for cell in cells]
    for index, cell in enumerate(typed):
        if cell.data_type == "f" and not values[index]:
            return Fault(number, "", "has a formula without a result", "open the file, save it, or paste values only")
        if cells[index].data_type == "e":
            return Fault(number, "", "has a formula that failed", "mend it, or paste values only")
    return values


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


def _merged_rows(file: BinaryIO, sheet: Any) -> frozenset[int]:
    """The rows that merged cells cover; openpyxl's streaming reader does not tell."""
    found: set[int] = set()
    with zipfile.ZipFile(file) as packed, packed.open(sheet._worksheet_path) as part:
        tail = b""
        while chunk := part.read(1 << 20):
            for match in _MERGED.finditer(tail + chunk):
                first, last = int(match[2]), int(match[4])
                if last - first <= 1_048_576:
                    found.update(range(first, last + 1))
            tail = chunk[-100:]
    return frozenset(found)


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
