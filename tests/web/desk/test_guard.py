"""Who may talk to the desk, as a table: a request, and what becomes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from handouts.web.desk.guard import HEADERS, MOST_BYTES, Guard, Keys
from tests.web.desk.asgi import HOST, PORT, Answer, ask

PAGES = ("/", "/desk.js")
OURS = {"Host": HOST, "Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}


class Behind:
    """What stands behind the guard: it answers everything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})


KEYS = Keys()
KEY = KEYS.redeem(KEYS.new_code()) or ""


def guarded(method: str, path: str, headers: dict[str, str], *parts: bytes) -> tuple[Answer, list[bytes]]:
    behind = Behind()
    return ask(Guard(behind, KEYS, PORT, PAGES, lambda: None), method, path, headers, *parts), behind.asked


TABLE = {
    "the page, as a browser opens it": (200, "GET", "/", {"Host": HOST, "Sec-Fetch-Site": "none"}),
    "a script of the page": (200, "GET", "/desk.js", OURS),
    "the head of the page": (200, "HEAD", "/", OURS),
    "the page's question with its key": (200, "POST", "/api/start", {**OURS, "X-Desk-Key": KEY}),
    "the code for the key, which needs no key": (200, "POST", "/api/key", OURS),
    "a name that leads here by rebinding": (421, "GET", "/", {"Host": f"evil.example:{PORT}"}),
    "localhost by name": (421, "GET", "/", {"Host": f"localhost:{PORT}"}),
    "another port": (421, "GET", "/", {"Host": "127.0.0.1:80"}),
    "no port": (421, "GET", "/", {"Host": "127.0.0.1"}),
    "no host": (421, "GET", "/", {}),
    "another site, with the key": (
        403,
        "POST",
        "/api/start",
        {**OURS, "Origin": "https://evil.example", "X-Desk-Key": KEY},
    ),
    "no site": (403, "POST", "/api/start", {**OURS, "Origin": "null", "X-Desk-Key": KEY}),
    "a program on another port": (403, "POST", "/api/start", {**OURS, "Origin": "http://127.0.0.1:80"}),
    "a picture on another site": (403, "GET", "/", {"Host": HOST, "Sec-Fetch-Site": "cross-site"}),
    "another port of the same machine": (403, "GET", "/desk.js", {"Host": HOST, "Sec-Fetch-Site": "same-site"}),
    "an address that somebody typed, with the key": (
        403,
        "POST",
        "/api/start",
        {"Host": HOST, "Sec-Fetch-Site": "none", "X-Desk-Key": KEY},
    ),
    "no key": (401, "POST", "/api/start", OURS),
    "a wrong key": (401, "POST", "/api/start", {**OURS, "X-Desk-Key": "x" * 43}),
    "a key of other letters": (401, "POST", "/api/start", {**OURS, "X-Desk-Key": "\xff\xfe"}),
    "no key, and no such address": (401, "POST", "/api/nothing", OURS),
    "a name in the page's address": (400, "GET", "/?name=Ada", OURS),
    "a name in another address": (400, "POST", "/api/pdf?name=Ada", {**OURS, "X-Desk-Key": KEY}),
    "a question that is only looked at": (405, "GET", "/api/start", {**OURS, "X-Desk-Key": KEY}),
    "a page that is written to": (405, "POST", "/", {**OURS, "X-Desk-Key": KEY}),
    "what comes before a request of another site": (405, "OPTIONS", "/api/start", {"Host": HOST}),
    "a file of the machine": (405, "GET", "/../../etc/passwd", OURS),
    "a file below a page": (405, "GET", "/desk.js/../guard.py", OURS),
    "too many bytes, as it says": (
        413,
        "POST",
        "/api/check",
        {**OURS, "X-Desk-Key": KEY, "Content-Length": str(MOST_BYTES + 1)},
    ),
    "a length that is none": (413, "POST", "/api/check", {**OURS, "X-Desk-Key": KEY, "Content-Length": "-1"}),
}


@pytest.mark.parametrize("case", TABLE)
def test_only_our_own_page_is_answered(case: str) -> None:
    status, method, path, headers = TABLE[case]
    answer, asked = guarded(method, path, headers)
    assert (answer.status, len(asked)) == (status, int(status == 200))


@pytest.mark.parametrize("case", TABLE)
def test_every_answer_tells_the_browser_to_keep_and_show_nothing_elsewhere(case: str) -> None:
    _, method, path, headers = TABLE[case]
    answer, _ = guarded(method, path, headers)
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("case", TABLE)
def test_a_refusal_repeats_nothing_that_was_sent(case: str) -> None:
    _, method, path, headers = TABLE[case]
    answer, _ = guarded(method, path, headers)
    assert not any(word in answer.body for word in (b"Ada", b"evil", b"passwd", KEY.encode()))


def test_two_hosts_are_none() -> None:
    guard = Guard(Behind(), KEYS, PORT, PAGES, lambda: None)
    refused = guard.refusal("GET", "/", b"", [(b"host", HOST.encode()), (b"host", b"evil.example")])
    assert refused
    assert refused.status == 421


def test_a_body_that_does_not_say_how_long_it_is_ends_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.web.desk.guard.LINGER_SECONDS", 0.01)
    megabyte = bytes(1 << 20)
    headers = {**OURS, "X-Desk-Key": KEY}
    fits, asked = guarded("POST", "/api/check", headers, *[megabyte] * 20)
    assert (fits.status, len(asked[0])) == (200, MOST_BYTES)
    answer, asked = guarded("POST", "/api/check", headers, *[megabyte] * 21)
    assert (answer.status, asked) == (413, [])


def test_a_websocket_is_closed_before_anything_hears_of_it() -> None:
    behind, sent = Behind(), []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/", "headers": [(b"host", HOST.encode())], "query_string": b""}
    asyncio.run(Guard(behind, KEYS, PORT, PAGES, lambda: None)(scope, None, send))  # type: ignore[arg-type]
    assert (sent, behind.asked) == ([{"type": "websocket.close", "code": 1008}], [])


def test_the_page_counts_as_heard_of_only_when_it_was_let_through() -> None:
    heard: list[int] = []
    guard = Guard(Behind(), KEYS, PORT, PAGES, lambda: heard.append(1))
    ask(guard, "POST", "/api/alive", OURS)
    assert heard == []
    ask(guard, "POST", "/api/alive", {**OURS, "X-Desk-Key": KEY})
    assert heard == [1]


def test_a_code_gives_the_key_once() -> None:
    keys = Keys()
    code = keys.new_code()
    key = keys.redeem(code)
    assert key
    assert keys.fits(key)
    assert keys.redeem(code) is None
    assert keys.redeem("") is None
    assert not keys.fits("")


def test_a_code_ends_after_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, now = Keys(), [1000.0]
    monkeypatch.setattr("handouts.web.desk.guard.time.monotonic", lambda: now[0])
    early, late = keys.new_code(), keys.new_code()
    now[0] += 119
    assert keys.redeem(early)
    now[0] += 2
    assert keys.redeem(late) is None
