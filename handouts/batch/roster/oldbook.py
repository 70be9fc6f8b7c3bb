"""XLS and XLSB, by python-calamine in a process of its own, whose time and memory are limited.

calamine makes a whole sheet at once, with a place for every cell between the first and the last one: a file of a few
bytes may ask for gigabytes, and then the process ends and not this one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import IO, Any, BinaryIO

from handouts.batch.roster.cells import LONGEST_CELL, cell_text, merged
from handouts.batch.roster.workbook import SheetName, SheetRow
from handouts.child import bound, command
from handouts.errors import HandoutsError

LARGEST = 64 << 20
"""Bytes of a file; old sheets have at most 65,536 rows."""
SECONDS, MEGABYTES = 9, 600
"""What the process may take."""
HEAD = 2000
"""Rows of each sheet that are read at once; most rosters have no more."""


class OldBook:
    """A workbook in XLS or XLSB. Raises HandoutsError when it is none, or when the extra is not installed."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        try:
            import python_calamine  # noqa: F401
        except ImportError as error:
            raise HandoutsError(
                'to read .xls, install the extra: pip install "handouts[spreadsheets]" (or save it as .xlsx or CSV)'
            ) from error
        self._file, self.name = file, name
        self.sheets: list[SheetName] = []
        self._heads: list[list[SheetRow]] = []
        for said in self._asked(-1):
            if isinstance(said, str):
                raise HandoutsError(f"{name}: {said}")
            if isinstance(said, dict):
                self.sheets.append(SheetName(said["name"], said["hidden"]))
                self._heads.append([])
            else:
                self._heads[-1].append(_row(said))

    def rows(self, sheet: int) -> Iterator[SheetRow]:
        """The rows of a sheet; empty ones may be missing."""
        head = self._heads[sheet]
        yield from head
        if len(head) == HEAD:
            for said in self._asked(sheet):
                if isinstance(said, list):
                    yield _row(said)

    def told(self) -> list[str]:
        """What people should know of the sheet that was read last."""
        return [
            "hidden rows, number formats such as 00123 and formulas that failed cannot be seen in a file of this kind: "
            "look at the ids, or save it as .xlsx"
        ]

    def _asked(self, sheet: int) -> Iterator[Any]:
        """What the other process says: of a sheet, the rows behind its head; with -1, all sheets and their heads."""
        self._file.seek(0)
        data = self._file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise HandoutsError(f"{self.name}: is too large for an old spreadsheet: save it as .xlsx or CSV")
        process = subprocess.Popen(
            **command("handouts.batch.roster.oldbook", str(sheet)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        pipe, process.stdin = process.stdin, None  # the thread closes it
        assert pipe is not None
        assert process.stdout is not None
        Thread(target=_give, args=(pipe, data), daemon=True).start()
        with process, process.stdout:
            try:
                for line in process.stdout:
                    with suppress(ValueError):  # a line that is cut off where the process ended
                        yield json.loads(line)
            except GeneratorExit:
                process.kill()
                raise
        if process.returncode:
            raise HandoutsError(
                f"{self.name}: is no readable spreadsheet, or a much too large one: save it again without a "
                "password, as .xlsx or CSV"
            )


def _give(pipe: IO[bytes], data: bytes) -> None:
    """Give the process the file through a pipe, never by way of a disk; it may end before it has all."""
    with suppress(OSError), pipe:
        pipe.write(data)


def _row(said: list[Any]) -> SheetRow:
    number, is_merged, *cells = said
    return SheetRow(number, merged(number) if is_merged else cells)


def main() -> None:
    """In the other process: say as JSON lines what the workbook on standard input has."""
    import io

    bound(SECONDS, MEGABYTES)
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    asked = int(sys.argv[1])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        _say("is protected with a password: save it without one")
        return
    except Exception:
        _say("is no readable spreadsheet: save it again without a password, as .xlsx or CSV")
        return
    place = -1
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        place += 1
        if asked < 0:
            _say({"name": sheet.name, "hidden": sheet.visible != SheetVisibleEnum.Visible})
        if asked in (-1, place):
            _say_rows(book.get_sheet_by_name(sheet.name), asked >= 0)


def _say_rows(sheet: Any, behind_head: bool) -> None:
    if sheet.start is None:
        return
    joined = {row for first, last in sheet.merged_cell_ranges or () for row in range(first[0], last[0] + 1)}
    count = 0
    for number, values in enumerate(sheet.iter_rows(), sheet.start[0]):
        cells = [cell_text(value)[: LONGEST_CELL + 1] for value in values]
        while cells and not cells[-1]:
            del cells[-1]
        count += bool(cells)
        if cells and (count > HEAD) == behind_head:
            _say([number + 1, number in joined, *[""] * sheet.start[1], *cells])
        if count > HEAD and not behind_head:
            return


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


if __name__ == "__main__":
    main()
