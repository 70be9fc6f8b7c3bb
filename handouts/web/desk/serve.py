"""Serving the desk on this machine alone, until somebody closes it or no page has been open for a while."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from handouts.errors import HandoutsError
from handouts.web.desk.app import application
from handouts.web.desk.beginning import prepare
from handouts.web.desk.desk import Desk
from handouts.web.desk.guard import Keys

TICK_SECONDS = 5.0
IDLE_SECONDS = 15 * 60
"""An open page says every minute that it is there."""


class Watch:
    """Counts ticks since the page was heard of. Time that the machine was asleep is none."""

    def __init__(self) -> None:
        self.ticks = 0

    def heard(self) -> None:
        """The page is there."""
        self.ticks = 0

    def until_closed(self, closing: threading.Event) -> None:
        """Wait until the desk is closed, or nobody has been there for long."""
        while not closing.wait(TICK_SECONDS) and self.ticks * TICK_SECONDS < IDLE_SECONDS:
            self.ticks += 1


def listen(port: int) -> socket.socket:
    """A socket of this machine alone; port 0 is any free one. Raises HandoutsError when the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(("127.0.0.1", port))
        made.listen()  # now, so that a browser which is quicker than the server waits for it
    except OSError:
        made.close()
        raise HandoutsError(f"--port: {port} is taken, or not allowed; leave it out for any free one") from None
    return made


def serve(desk: Desk, port: int, ready: Callable[[Callable[[], str]], None]) -> None:
    """Serve until the desk is closed: by its button, by Ctrl-C, or after 15 minutes without its page.

    `ready` gets a function that makes addresses to open, each good for one use. Raises HandoutsError when the port is
    taken.
    """
    keys, watch = Keys(), Watch()
    listening = listen(port)
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        application(desk, keys, port, watch.heard),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what goes wrong within may have a name in it
        access_log=False,
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=16 << 10,
    )
    server = uvicorn.Server(config)

    def end() -> None:
        watch.until_closed(desk.closing)
        server.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    desk.worker.submit(prepare, desk)
    ready(lambda: f"http://127.0.0.1:{port}/#{keys.new_code()}")
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    desk.closing.set()
