"""Making some rows: what one process, one worker or one cluster node does. The same rows give the same files."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import TypeVar

from handouts.batch.folder import Folder, open_folder
from handouts.batch.manifest import Entry, Inputs, made
from handouts.batch.plan import Plan, Sources, sources
from handouts.batch.press.masters import Masters
from handouts.batch.roster.cells import Fault
from handouts.batch.roster.row import Row

Item = TypeVar("Item")
_ONE = Lock()
"""ReportLab and the masters are not for several threads, which a cluster's worker may have."""
Done = Entry | Fault
"""What became of a row: its file's entry, or why there is none."""
STOPS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT}
"""Errors after which no other row could be written either."""


def make_rows(plan: Plan, address: str, rows: Sequence[Row]) -> list[Done]:
    """Make the files of some rows; for another process or machine. Raises OSError when the folder cannot be written."""
    with _ONE:
        return [done for _, done in write_rows(plan, _folder(address), ((None, row) for row in rows)) if done]


def write_rows(
    plan: Plan, folder: Folder, items: Iterable[tuple[Item, Row | None]]
) -> Iterator[tuple[Item, Done | None]]:
    """Make and write the rows of some items; an item without a row comes back in its turn without anything.

    Raises OSError when the folder cannot be written any more.
    """
    source, masters, inputs = tools(plan)
    for item, row in items:
        yield item, None if row is None else _write(row, source, masters, inputs, folder)


def _write(row: Row, source: Sources, masters: Masters, inputs: Inputs, folder: Folder) -> Done:
    try:
        file = masters.make(row)
    except Exception as error:  # one row must not stop the others; the message may hold what the row says
        return Fault(row.number, "", f"could not be made ({type(error).__name__})", "make it alone to see why")
    try:
        folder.write(row.file, file.parts)
    except OSError as error:
        if error.errno in STOPS:
            raise
        return Fault(row.number, "", f"could not be written ({error.strerror})", "look at the folder")
    return made(row, file.sha256, file.size, source.version(row.setting.muscle), inputs.digest(row))


_TOOLS: dict[tuple[str, bool], tuple[Sources, Masters, Inputs]] = {}


def tools(plan: Plan) -> tuple[Sources, Masters, Inputs]:
    """What makes a plan's rows, once for each process, so that masters serve all chunks."""
    key = (plan.key, plan.ordinary)
    if key not in _TOOLS:
        _TOOLS.clear()
        source = sources(plan)
        _TOOLS[key] = (source, Masters(source, plan.ordinary), Inputs(plan.key))
    return _TOOLS[key]


@lru_cache(maxsize=2)
def _folder(address: str) -> Folder:
    return open_folder(address)
