"""Making some rows: what one process, one worker or one cluster node does. The same rows give the same files."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from threading import Lock

from handouts.batch.folder import Folder
from handouts.batch.manifest import Entry, made_entry
from handouts.batch.plan import Plan, Sources
from handouts.batch.press.masters import Press
from handouts.batch.roster.cells import Fault
from handouts.batch.roster.row import Row
from handouts.writing import reason

Done = Entry | Fault
"""What became of a row: its file's entry, or why there is none."""
STOPS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT}
"""Errors after which no other row could be written either."""
_ONE = Lock()
"""ReportLab and the press are not for several threads, which a cluster's worker may have."""
_process_press: Press | None = None
"""The press of a process that makes rows for another one, so that its masters serve all chunks."""


def inherit(press: Press | None) -> None:
    """In a forked process: go on with the masters that the first one has; None to start without any."""
    global _process_press
    _process_press = press


def make_rows(plan: Plan, folder: Folder, rows: Sequence[Row]) -> list[Done]:
    """Make the files of some rows for another process or machine; a process without a press makes its own.

    Raises OSError when the folder cannot be written.
    """
    with _ONE:
        press = _process_press
        if press is None or (press.plan.key, press.plan.ordinary) != (plan.key, plan.ordinary):
            press = Press(Sources(plan))
            inherit(press)
        return [make_row(press, folder, row) for row in rows]


def make_row(press: Press, folder: Folder, row: Row) -> Done:
    """Make and write one row's file. Raises OSError when the folder cannot be written any more."""
    try:
        file = press.make(row)
    except Exception as error:  # one row must not stop the others; the message may hold what the row says
        return Fault(row.number, "", f"could not be made ({type(error).__name__})", "make it alone to see why", row.id)
    try:
        folder.write(row.file, file.parts)
    except OSError as error:
        if error.errno in STOPS:
            raise
        return Fault(row.number, "", f"could not be written ({reason(error)})", "look at the folder", row.id)
    return made_entry(row, file.sha256, file.size, press.sources.version(row.setting), press.inputs.digest(row))
