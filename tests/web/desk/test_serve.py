"""The desk as a server of this machine: a real one, on a free port."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from handouts.errors import HandoutsError
from handouts.web.desk.desk import Desk
from handouts.web.desk.guard import MOST_BYTES
from handouts.web.desk.serve import IDLE_SECONDS, TICK_SECONDS, Watch, listen, serve


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    desk.closing.clear()
    ready: Queue[str] = Queue()
    server = threading.Thread(target=serve, args=(desk, 0, lambda make: ready.put(make())))
    server.start()
    yield ready.get(timeout=30)
    desk.closing.set()
    server.join(timeout=30)
    assert not server.is_alive()
    desk.closing.clear()


def asked(address: str, path: str, body: bytes = b"{}", **headers: str) -> tuple[int, bytes]:
    port = int(address.split(":")[2].split("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return answer.status, answer.read()


def key_of(address: str) -> str:
    status, body = asked(address, "/api/key", json.dumps({"code": address.partition("#")[2]}).encode())
    assert status == 200
    return str(json.loads(body)["key"])


def test_the_code_stands_where_no_server_sees_it_and_opens_once(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    key = key_of(address)
    assert asked(address, "/api/alive", X_Desk_Key=key) == (200, b'{"told":[]}')
    assert asked(address, "/api/key", json.dumps({"code": address.partition("#")[2]}).encode())[0] == 401


def test_what_is_too_large_is_told_so(address: str) -> None:
    status, said = asked(address, "/api/alive", bytes(MOST_BYTES + 1), X_Desk_Key=key_of(address))
    assert (status, b"20 MB" in said) == (413, True)


def test_chunks_without_an_end_are_cut_off_and_told_so(address: str) -> None:
    port = int(address.split(":")[2].split("/")[0])
    head = f"POST /api/alive HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Desk-Key: {key_of(address)}\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as open_one:
        open_one.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(MOST_BYTES // (1 << 20) + 1):
            open_one.sendall(b"100000\r\n" + bytes(1 << 20) + b"\r\n")
        assert open_one.recv(100).startswith(b"HTTP/1.1 413")


def test_the_button_ends_it(desk: Desk, address: str) -> None:
    assert asked(address, "/api/close", X_Desk_Key=key_of(address))[0] == 200
    assert desk.closing.is_set()


def test_a_port_that_is_taken_is_told() -> None:
    taken = listen(0)
    with pytest.raises(HandoutsError, match="taken"):
        listen(taken.getsockname()[1])
    taken.close()


def test_it_listens_to_this_machine_alone() -> None:
    listening = listen(0)
    assert listening.getsockname()[0] == "127.0.0.1"
    listening.close()


class Clock:
    """Stands for the event of closing: every wait is a tick."""

    def __init__(self, *heard_at: int) -> None:
        self.ticks, self.heard_at, self.watch = 0, heard_at, Watch()

    def wait(self, _: float) -> bool:
        self.ticks += 1
        if self.ticks in self.heard_at:
            self.watch.heard()
        return False


@pytest.mark.parametrize(("heard_at", "ends"), [((), 0), ((12,), 12), ((12, 100), 100)])
def test_it_ends_a_quarter_of_an_hour_after_its_page_was_heard_of(heard_at: tuple[int, ...], ends: int) -> None:
    clock = Clock(*heard_at)
    clock.watch.until_closed(clock)  # type: ignore[arg-type]
    assert clock.ticks == pytest.approx(ends + IDLE_SECONDS / TICK_SECONDS, abs=1)
