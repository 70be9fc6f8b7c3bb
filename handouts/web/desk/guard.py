"""Who may talk to the desk: its own page in this machine's browser, and nobody else.

Everything is refused unless it is allowed here; no handler decides about that. Another site in the same browser is
told apart by Host, Origin and Sec-Fetch-Site, another program by the key, which no cookie carries: so nothing is sent
along by itself.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, MutableMapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

CODE_SECONDS = 120
MOST_BYTES = 20 << 20
LINGER_SECONDS = 5
"""How long what is too large is still read and thrown away, so that its sender reads the answer."""
KEY_PATH = "/api/key"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; frame-src blob:; object-src 'self' blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Refusal(NamedTuple):
    """Why a request is not answered: the status of HTTP, and a sentence that repeats nothing of it."""

    status: int
    words: str


NOT_OURS = Refusal(421, "This is not the address of the desk.")
ANOTHER_SITE = Refusal(403, "Another site asked.")
NO_QUERY = Refusal(400, "The desk takes nothing in its address.")
NO_SUCH_WAY = Refusal(405, "The desk does not answer that.")
TOO_LARGE = Refusal(413, f"That is more than the desk takes: at most {MOST_BYTES >> 20} MB.")
NO_KEY = Refusal(401, "This page belongs to a desk that was closed. Close the page, and start the desk again.")


class Keys:
    """The key of this run, and codes that give it once."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(32)
        self._codes: dict[str, float] = {}

    def new_code(self) -> str:
        """A code for the address that the browser opens; it ends at its first use, or after two minutes."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = time.monotonic() + CODE_SECONDS
        return code

    def redeem(self, code: str) -> str | None:
        """The key for a code; None when it is used up, too old or none of ours."""
        found = next((known for known in self._codes if _same(known, code)), None)
        return self._key if found and self._codes.pop(found) > time.monotonic() else None

    def fits(self, key: str) -> bool:
        """Whether it is the key of this run."""
        return _same(self._key, key)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


class Guard:
    """ASGI: lets through what our own page asks, with its whole body in memory; `pages` need no key.

    `heard` is called at each request that was let through.
    """

    def __init__(self, app: App, keys: Keys, port: int, pages: Collection[str], heard: Callable[[], None]) -> None:
        self.app, self.keys, self.pages, self.heard = app, keys, frozenset(pages), heard
        self.host = f"127.0.0.1:{port}"

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Refuse, or pass on; every answer gets the headers."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        if scope["type"] != "http":
            return

        async def answer(message: Message) -> None:
            await send(_with_headers(message))

        refused = self.refusal(scope["method"], scope["path"], scope["query_string"], scope["headers"])
        body = None if refused else await _body(receive)
        if refused or body is None:
            await _refuse(answer, receive, refused or TOO_LARGE)
            return
        self.heard()
        await self.app(scope, _again(body, receive), answer)

    def refusal(self, method: str, path: str, query: bytes, headers: Sequence[tuple[bytes, bytes]]) -> Refusal | None:
        """Why a request is refused; None when it is let through."""
        had: dict[str, list[str]] = {}
        for name, value in headers:
            had.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        if had.get("host") != [self.host]:
            return NOT_OURS
        if had.get("origin", [f"http://{self.host}"]) != [f"http://{self.host}"]:
            return ANOTHER_SITE
        is_page = path in self.pages
        from_where = (["same-origin"], ["none"]) if is_page else (["same-origin"],)
        if had.get("sec-fetch-site", ["same-origin"]) not in from_where:  # none: somebody opened the address
            return ANOTHER_SITE
        if query:
            return NO_QUERY
        if method not in (("GET", "HEAD") if is_page else ("POST",)):
            return NO_SUCH_WAY
        length = had.get("content-length", ["0"])[0]
        if not length.isdecimal() or int(length[:20]) > MOST_BYTES:
            return TOO_LARGE
        if not is_page and path != KEY_PATH and not self.keys.fits(had.get("x-desk-key", [""])[0]):
            return NO_KEY
        return None


def _with_headers(message: Message) -> Message:
    if message["type"] != "http.response.start":
        return message
    ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    return {**message, "headers": [*message.get("headers", []), *ours]}


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large, or its sender has gone."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES or message["type"] == "http.disconnect":
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What the application reads: the body in one piece, then what comes after it."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def read() -> Message:
        return left.pop() if left else await receive()

    return read


async def _refuse(answer: Send, receive: Receive, refused: Refusal) -> None:
    """Say it, and hear out the sender for a while: who is cut off in the middle reads no answer."""
    words = refused.words.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"connection", b"close"),
    ]
    await answer({"type": "http.response.start", "status": refused.status, "headers": headers})
    await answer({"type": "http.response.body", "body": words, "more_body": True})
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(_thrown_away(receive), LINGER_SECONDS)
    await answer({"type": "http.response.body", "body": b""})


async def _thrown_away(receive: Receive) -> None:
    while (message := await receive()).get("more_body") and message["type"] == "http.request":
        pass
