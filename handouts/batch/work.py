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
from typing import TypeVar

from handouts.batch.fault import Fault
from handouts.batch.folder import Folder, open_folder
from handouts.batch.make import Plan, Sources, sources
from handouts.batch.manifest import Entry, Inputs, made
from handouts.batch.masters import Masters
from handouts.batch.row import Row

Item = TypeVar("Item")
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


def write_rows(
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


class Writer:
    """Makes rows here and writes their files in a thread of its own, since writing is most of the time."""

    def __init__(self, plan: Plan, folder: Folder) -> None:
        self._source, self._masters, self._inputs = tools(plan)
        self._folder = folder
        self._thread = ThreadPoolExecutor(1)
        self._interval = sys.getswitchinterval()

    def __enter__(self) -> Writer:
        sys.setswitchinterval(SWITCH)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)
        sys.setswitchinterval(self._interval)

    def start(self, row: Row) -> Callable[[], Done]:
        """Make a row's file and begin to write it; the function waits until it is there."""
        try:
            file = self._masters.make(row)
        except Exception as error:  # one row must not stop the others; the message may hold what the row says
            fault = Fault(row.number, "", f"could not be made ({type(error).__name__})", "make it alone to see why")
            return lambda: fault
        writing = self._thread.submit(self._folder.write, row.file, file.parts)
        version, digest, size = self._source.version(row.setting.muscle), file.sha256, file.size

        def finish() -> Done:
            try:
                writing.result()
            except OSError as error:
                if error.errno in STOPS:
                    raise
                return Fault(row.number, "", f"could not be written ({error.strerror})", "look at the folder")
            return made(row, digest, size, version, self._inputs.digest(row))

        return finish


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
