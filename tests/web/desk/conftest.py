"""A desk for the tests of this folder; skipped where the extra `desk` is not installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra `desk`")
pytest.importorskip("uvicorn", reason="needs the extra `desk`")

from handouts.files import data_dir
from handouts.web.desk.app import application
from handouts.web.desk.desk import Desk
from handouts.web.desk.guard import Keys
from tests.web.desk.asgi import HOST, PORT, Answer, ask

Post = Callable[..., Answer]


@pytest.fixture(scope="package")
def desk() -> Desk:
    return Desk((data_dir("content"),), (data_dir("templates"),))


def posting(desk: Desk) -> Post:
    """Ask a desk as its page does: a path, an object or a line of bytes, and the bytes of a file."""
    keys = Keys()
    app = application(desk, keys, PORT, lambda: None)
    headers = {"Host": HOST, "X-Desk-Key": keys.redeem(keys.new_code()) or ""}

    def post(path: str, asked: Any = None, data: bytes = b"") -> Answer:
        line = asked if isinstance(asked, bytes) else json.dumps(asked or {}).encode()
        return ask(app, "POST", path, headers, line + (b"\n" + data if data else b""))

    return post


@pytest.fixture(scope="package")
def post(desk: Desk) -> Post:
    return posting(desk)
