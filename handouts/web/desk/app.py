"""The desk's addresses: a fixed list. A request has a line of JSON, and after it the bytes of a file if it has one."""

from __future__ import annotations

import json
from asyncio import Lock, get_running_loop
from collections.abc import AsyncIterator, Callable, Generator, Mapping
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir
from handouts.web.desk import beginning, check, patient, runs
from handouts.web.desk.desk import Desk
from handouts.web.desk.guard import KEY_PATH, Guard, Keys

Asked = dict[str, Any]
Handler = Callable[[Desk, Asked, bytes], Any]
"""What answers: the desk, the object that was sent, the bytes after it -> bytes of a file, or what JSON can say, or
pieces of bytes that are sent one by one: between two of them others are answered.
"""
PAGES: Mapping[str, tuple[str, str]] = {
    "/": ("desk.html", "text/html"),
    "/desk.css": ("desk.css", "text/css"),
    "/desk.js": ("desk.js", "text/javascript"),
    "/common.js": ("common.js", "text/javascript"),
    "/body.js": ("body.js", "text/javascript"),
    "/patient.js": ("patient.js", "text/javascript"),
    "/preview.js": ("preview.js", "text/javascript"),
    "/paper.js": ("paper.js", "text/javascript"),
    "/fields.js": ("fields.js", "text/javascript"),
    "/forall.js": ("forall.js", "text/javascript"),
    "/roster.js": ("roster.js", "text/javascript"),
    "/pieces.js": ("pieces.js", "text/javascript"),
    "/roster.css": ("roster.css", "text/css"),
}
"""What is the same for everybody, and needs no key."""
PIECES = "application/octet-stream"
GONE = 499
"""The status of an answer that nobody waits for."""
NOT_UNDERSTOOD = "The desk did not understand this."


class Address(NamedTuple):
    """A path, what answers there, and the kind of the file that it answers with."""

    path: str
    handler: Handler
    media: str = "application/json"


def alive(desk: Desk, _: Asked, __: bytes) -> Asked:
    """The page is still open, and what it should say of files that have changed meanwhile."""
    return {"told": desk.watched.told()}


def close(desk: Desk, _: Asked, __: bytes) -> Asked:
    """Somebody has pressed the button that closes the desk."""
    desk.closing.set()
    return {}


ROUTES = (
    Address("/api/alive", alive),
    Address("/api/close", close),
    Address("/api/start", beginning.start),
    Address("/api/body", beginning.body),
    Address("/api/where", beginning.where),
    Address("/api/page", patient.page),
    Address("/api/pdf", patient.pdf, "application/pdf"),
    Address("/api/html", patient.html, "text/html"),
    Address("/api/next", patient.forget),
    Address("/api/check", check.look),
    Address("/api/mistakes", check.mistakes, "text/csv"),
    Address("/api/print-run", runs.print_run),
    Address("/api/single-files", runs.single_files),
    Address("/api/sample", runs.sample, "application/octet-stream"),
)


def application(desk: Desk, keys: Keys, port: int, heard: Callable[[], None]) -> Guard:
    """The ASGI application; `heard` is called at each request of our own page."""
    one_at_a_time = Lock()

    def answering(address: Address) -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            line, _, data = (await request.body()).partition(b"\n")
            async with one_at_a_time:
                if await request.is_disconnected():  # a newer question has come meanwhile
                    return Response(status_code=GONE)
                made = await get_running_loop().run_in_executor(desk.worker, answered, desk, address, line, data)
            return made if isinstance(made, Response) else StreamingResponse(sent(made), media_type=PIECES)

        return answer

    async def sent(pieces: Generator[bytes]) -> AsyncIterator[bytes]:
        try:
            while True:
                async with one_at_a_time:
                    piece = await get_running_loop().run_in_executor(desk.worker, following, pieces)
                if not piece:
                    return
                yield piece
        finally:  # also when nobody waits for the rest
            desk.worker.submit(pieces.close)

    async def key(request: Request) -> Response:
        try:
            found = keys.redeem(str(_object(await request.body())["code"]))
        except (ValueError, KeyError, RecursionError):
            found = None
        return _said({"key": found}, 200 if found else 401)

    routes = [Route(path, _page(*file), methods=["GET"]) for path, file in PAGES.items()]
    routes += [Route(address.path, answering(address), methods=["POST"]) for address in ROUTES]
    routes.append(Route(KEY_PATH, key, methods=["POST"]))
    return Guard(Starlette(routes=routes), keys, port, PAGES, heard)


def answered(desk: Desk, address: Address, line: bytes, data: bytes) -> Response | Generator[bytes]:
    """The answer to a request, whatever goes wrong. What nobody foresaw may hold a name: of that nothing is said."""
    try:
        made = address.handler(desk, _object(line), data)
        if isinstance(made, Generator):
            return made
        return Response(made, media_type=address.media) if isinstance(made, bytes) else _said(made)
    except ContentError as error:
        return _said({"error": "\n".join(map(str, error.problems[:10])), "field": error.field}, 422)
    except HandoutsError as error:
        return _said({"error": patient.plain(str(error)), "field": error.field}, 422)
    except Exception as error:
        return _said({"error": f"{NOT_UNDERSTOOD} ({type(error).__name__})", "field": ""}, 400)


def _said(made: Any, status: int = 200) -> Response:
    """An answer in JSON that is all ASCII: half of a surrogate pair, as a browser may send it, has no UTF-8."""
    return Response(json.dumps(made, allow_nan=False, separators=(",", ":")), status, media_type="application/json")


def following(pieces: Generator[bytes]) -> bytes:
    """The next piece of an answer, or a last one that says what went wrong; empty at the end."""
    try:
        return next(pieces, b"")
    except HandoutsError as error:
        said = patient.plain(str(error))
    except Exception as error:
        said = f"{NOT_UNDERSTOOD} ({type(error).__name__})"
    return json.dumps({"error": said, "bytes": 0}).encode() + b"\n"


def _object(line: bytes) -> Asked:
    made = json.loads(line or b"{}")
    if not isinstance(made, dict):
        raise ValueError("no object")
    return made


def _page(name: str, media: str) -> Callable[[Request], Any]:
    body = (data_dir("templates") / "desk" / name).read_bytes()

    async def answer(_: Request) -> Response:
        return Response(body, media_type=media)

    return answer
