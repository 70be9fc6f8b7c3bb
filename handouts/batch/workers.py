"""Where rows are made besides this process: other processes of this machine, or an existing Dask cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from handouts.errors import HandoutsError

Submit = Callable[..., Any]
"""Starts a function elsewhere and returns a future, something with `result()`."""


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


@contextmanager
def cluster(address: str) -> Iterator[tuple[Submit, int]]:
    """What runs a function on a Dask cluster, and how many threads that has.

    A task whose worker is lost is run again on another; it writes the same file. Raises HandoutsError when there is
    no cluster at the address, or none of its workers.
    """
    try:
        import distributed
    except ImportError as error:
        raise HandoutsError("for --dask, install the extra: pip install 'handouts[dask]'") from error
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


def _ignore_interrupt() -> None:
    """Ctrl-C reaches every process of the terminal; the first one sees to the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
