"""What is made of a spreadsheet: the print run, or a ZIP of single files. It is sent while it grows.

The answer is pieces: a line of JSON that says how far it is, and the bytes that have come since. Nothing is written to
a disk, and the whole is never in memory here. The last line says `end`; without it the whole is not whole.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any, BinaryIO, cast

from handouts.batch.print_run.file import PrintFile, backs_told, run_title
from handouts.batch.roster.row import Row
from handouts.errors import HandoutsError
from handouts.web.desk.desk import Desk
from handouts.web.desk.roster import Roster

PIECE_SECONDS = 0.2
"""The time of a piece: between two of them others are answered, and somebody may stop."""
MOST_FILES = 500
"""Single files in one ZIP."""
DAY = (2020, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP, so that the same rows give the same bytes."""


class Growing:
    """A file that is given away while it is written."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Add bytes."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        """The bytes since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def print_run(desk: Desk, asked: dict[str, Any], data: bytes) -> Generator[bytes]:
    """All handouts as one PDF, as `handouts batch --merge` writes it. Raises HandoutsError while rows are wrong."""
    roster = _decided(desk, asked, data)
    return _printed(roster)


def single_files(desk: Desk, asked: dict[str, Any], data: bytes) -> Generator[bytes]:
    """A ZIP of one PDF a row, named as `handouts batch` names them. Raises HandoutsError while rows are wrong."""
    roster = _decided(desk, asked, data)
    if len(roster.rows) > MOST_FILES:
        raise HandoutsError(
            f"At most {MOST_FILES} single files are made at once, and there are {len(roster.rows):,}: make the print "
            "run, or share the rows out among several spreadsheets."
        )
    return _packed(roster)


def sample(desk: Desk, _: dict[str, Any], __: bytes) -> bytes:
    """A spreadsheet to start from: a workbook, or CSV where nothing here can write one."""
    from handouts.batch.roster.sample import sample_csv, sample_workbook

    with suppress(HandoutsError):
        return sample_workbook(desk.library.ids(), sorted({lang for _, lang in desk.library.words}))
    return sample_csv().encode()


def _decided(desk: Desk, asked: dict[str, Any], data: bytes) -> Roster:
    """The spreadsheet, when all is decided, and the page left out as many wrong rows as there are."""
    roster = Roster(desk, asked, data)
    for question in roster.questions:
        raise HandoutsError(question.words, field=question.field)
    if len(roster.wrong) != roster.decided.without:
        many = "1 row must be corrected" if len(roster.wrong) == 1 else f"{len(roster.wrong):,} rows must be corrected"
        raise HandoutsError(f"{many} first, or left out.", field="wrong")
    if not roster.rows:
        raise HandoutsError("No row can be printed.", field="wrong")
    return roster


def _printed(roster: Roster) -> Generator[bytes]:
    out = Growing()
    file = PrintFile(cast(BinaryIO, out), run_title(roster.sources.titles(roster.lang)), roster.lang)
    press = roster.press()

    def add(row: Row) -> None:
        made = press.make(row)
        for copy in range(row.copies):
            file.add(row, made, copy)

    yield from _pieces(roster.rows, out, add)
    file.finish()
    backs = f"{told}; for that, tick “Printed on both sides”." if (told := backs_told(file.backs)) else ""
    yield _piece(out.take(), end=True, pages=file.pages, backs=backs)


def _packed(roster: Roster) -> Generator[bytes]:
    out, press = Growing(), roster.press()
    with zipfile.ZipFile(cast(BinaryIO, out), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:

        def add(row: Row) -> None:
            packed.writestr(zipfile.ZipInfo(row.file, DAY), b"".join(press.make(row).parts), 8, 1)

        yield from _pieces(roster.rows, out, add)
    yield _piece(out.take(), end=True)


def _pieces(rows: Sequence[Row], out: Growing, add: Callable[[Row], None]) -> Generator[bytes]:
    began = monotonic()
    for done, row in enumerate(rows, 1):
        try:
            add(row)
        except Exception as error:  # its message may hold what the row says
            what = f"Row {row.number} could not be made ({type(error).__name__}): make it alone to see why."
            raise HandoutsError(what) from None
        if monotonic() - began >= PIECE_SECONDS:
            yield _piece(out.take(), done=done, of=len(rows))
            began = monotonic()


def _piece(data: bytes, **said: Any) -> bytes:
    return json.dumps({**said, "bytes": len(data)}).encode() + b"\n" + data
