"""Making some rows: what one process, one worker or one cluster node does. The same rows give the same files."""

from __future__ import annotations

import errno
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import Lock
from types import TracebackType

from handouts.batch.fault import Fault
from handouts.batch.folder import Folder, open_folder
from handouts.batch.make import Plan, Sources, sources
from handouts.batch.manifest import Entry, Inputs, made
from handouts.batch.masters import Masters
from handouts.batch.row import Row

_ONE = Lock()
"""ReportLab and the masters are not for several threads, which a cluster's worker may have."""
Done = Entry | Fault
"""What became of a row: its file's entry, or why there is none."""
STOPS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENOENT}
"""Errors after which no other row could be written either."""
AHEAD = 24
"""Files that are made while others are still being written."""
SWITCH = 5e-5
"""Seconds after which Python lets the writing thread go on; its own 5 ms are longer than a file takes."""


def make_rows(plan: Plan, address: str, rows: Sequence[Row]) -> list[Done]:
    """Make the files of some rows; for another process or machine. Raises OSError when the folder cannot be written."""
    with _ONE:
        return [done for _, done in write_rows(plan, _folder(address), ((None, row) for row in rows)) if done]


def write_rows[Item](
    plan: Plan, folder: Folder, items: Iterable[tuple[Item, Row | None]]
) -> Iterator[tuple[Item, Done | None]]:
    """Make and write the rows of some items; an item without a row comes back in its turn without anything.

    Raises OSError when the folder cannot be written any more.
    """
    waiting: deque[tuple[Item, Callable[[], Done] | None]] = deque()
    with Writer(plan, folder) as writer:
        for item, row in items:
            waiting.append((item, None if row is None else writer.start(row)))
            if len(waiting) > AHEAD:
                first, finish = waiting.popleft()
                yield first, finish() if finish else None
        for first, finish in waiting:
            yield first, finish() if finish else None
