"""Other processes of this machine to make rows in."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from handouts.batch.run import Submit


@contextmanager
def workers(count: int) -> Iterator[Submit | None]:
    """What runs a function in one of `count` processes; None for this process alone."""
    if count == 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy whatever threads and files there are
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_ignore_interrupt)
    try:
        yield pool.submit
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ignore_interrupt() -> None:
    """Ctrl-C reaches every process of the terminal; the first one sees to the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
