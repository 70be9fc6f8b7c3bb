"""Where rows are made besides this process: other processes of this machine, or an existing Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import Any

from handouts.batch.press.masters import Press
from handouts.batch.work import inherit
from handouts.errors import HandoutsError

Submit = Callable[..., Any]
"""Starts a function elsewhere and returns a future, something with `result()`."""
Handler = Callable[[int, FrameType | None], Any] | signal.Handlers


FORKS = sys.platform == "linux"
"""Whether a process can be forked safely; elsewhere it starts anew and lays everything out again."""
WORTH_IT = 2_000 if FORKS else 10_000
"""Rows from which more than one process is faster."""
STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that ask a process to end; not every system has all of them."""
USEFUL = 4
"""Processes that are started when nobody says how many; the disk is the limit soon."""


def how_many(rows: int) -> int:
    """How many processes make so many rows soonest."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(ours, USEFUL) if rows >= WORTH_IT else 1


@contextmanager
def workers(count: int, press: Press) -> Iterator[Submit | None]:
    """What runs a function in one of `count` processes; None for this process alone.

    The processes begin with the first submission. Forked ones go on with the masters the press has by then, which no
    other process could be sent.
    """
    if count == 1:
        yield None
        return
    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    own = (press if FORKS else None,)  # a fork takes it as it is; a process that starts anew would need it pickled
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=own)
    try:
        yield pool.submit
    finally:
        with handling(signal.SIG_IGN):  # a second Ctrl-C while the pool is waited for would hang it, and us
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[tuple[Submit, int]]:
    """What runs a function on a Dask cluster, and how many threads that has.

    A task whose worker is lost is run again on another; it writes the same file. Raises HandoutsError when there is
    no cluster at the address, or none of its workers.
    """
    try:
        import distributed
    except ImportError as error:
        raise HandoutsError('for --dask, install the extra: pip install "handouts[dask]"') from error
    try:
        connect: Any = distributed.Client
        client = connect(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise HandoutsError(f"{address}: no Dask scheduler answers there") from error
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise HandoutsError(f"{address}: the cluster has no workers")

        def submit(function: Callable[..., Any], *arguments: Any) -> Any:
            return client.submit(function, *arguments, pure=False)

        yield submit, threads
    finally:
        client.close()


@contextmanager
def handling(handler: Handler) -> Iterator[None]:
    """Meanwhile every signal that asks to stop has this handler. Only the main thread can say so; others leave it."""
    before = {number: signal.signal(number, handler) for number in STOPPING if current_thread() is main_thread()}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _begin(press: Press | None) -> None:
    """Take over the press. Ctrl-C is left to the first process, which sees to the others; without it they end."""
    inherit(press)
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
