"""A desk that is served in a thread of this process, and what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Any, NamedTuple

import pytest

from handouts.files import data_dir


class Request(NamedTuple):
    """What somebody asked of the desk, and the status it was refused with; 0 when it was let through."""

    method: str
    path: str
    headers: dict[str, str]
    refused: int


class Served:
    """The desk at `origin`; `address()` is one to open, each good once; `requests` are all that there were."""

    def __init__(self, address: Callable[[], str], requests: list[Request]) -> None:
        self.address, self.requests = address, requests
        self.origin = address().partition("/#")[0]
        self.port = int(self.origin.rpartition(":")[2])


@contextmanager
def served(**more: Any) -> Iterator[Served]:
    """A desk with the packaged content; `more` is what else the desk is told, such as `clinic`."""
    from handouts.web.desk.desk import Desk
    from handouts.web.desk.guard import Guard
    from handouts.web.desk.serve import serve

    requests: list[Request] = []
    refusal = Guard.refusal

    def noted(guard: Guard, method: str, path: str, query: bytes, headers: Any) -> Any:
        refused = refusal(guard, method, path, query, headers)
        said = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers}
        requests.append(Request(method, path, said, refused.status if refused else 0))
        return refused

    desk = Desk((data_dir("content"),), (data_dir("templates"),), **more)
    ready: Queue[Callable[[], str]] = Queue()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Guard, "refusal", noted)
        server = threading.Thread(target=serve, args=(desk, 0, ready.put))
        server.start()
        try:
            yield Served(ready.get(timeout=60), requests)
        finally:
            desk.closing.set()
            server.join(timeout=60)
