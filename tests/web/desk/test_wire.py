"""The desk as a stranger meets it who speaks no good HTTP, and what its whole run leaves on the disk: nothing."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.serving import Served, served

KEYLESS, KEY = b"", b"X-Desk-Key: KEY\r\n"
LONG = b"a" * 20_000
WIRE = {
    "no host": (b"GET / HTTP/1.0\r\n\r\n", 421),
    "no host in HTTP/1.1": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.test\r\n\r\n", 400),
    "another name of this machine": (b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 421),
    "no port": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421),
    "the address of another site": (b"GET http://evil.test/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421),
    "a proxy's address": (b"GET http://evil.test/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "a tunnel": (b"CONNECT evil.test:80 HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "up a folder": (b"GET /../../etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "up a folder, in code": (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "up from a file": (b"GET /desk.css/../app.py HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "two slashes": (b"GET //etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "a nought": (b"GET /desk.js%00.html HTTP/1.1\r\nHost: HOST\r\n\r\n", 405),
    "a name in the address": (b"GET /?name=Ada HTTP/1.1\r\nHost: HOST\r\n\r\n", 400),
    "no key": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}", 401),
    "a key that is no text": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nX-Desk-Key: \xff\xfe\r\n\r\n", 401),
    "a key twice": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nX-Desk-Key: a\r\n" + KEY + b"\r\n", 401),
    "asked to be read": (b"GET /api/start HTTP/1.1\r\nHost: HOST\r\n" + KEY + b"\r\n", 405),
    "a preflight": (
        b"OPTIONS /api/start HTTP/1.1\r\nHost: HOST\r\nOrigin: http://evil.test\r\n"
        b"Access-Control-Request-Method: POST\r\nAccess-Control-Request-Private-Network: true\r\n\r\n",
        403,
    ),
    "an origin that is none": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nOrigin: null\r\n" + KEY + b"\r\n", 403),
    "two lengths": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
    "a length below nothing": (b"POST /api/start HTTP/1.1\r\nHost: HOST\r\nContent-Length: -2\r\n\r\n", 400),
    "a length that is too large": (
        b"POST /api/start HTTP/1.1\r\nHost: HOST\r\n" + KEY + b"Content-Length: 22020096\r\n\r\n",
        413,
    ),
    "a chunk of no size": (
        b"POST /api/start HTTP/1.1\r\nHost: HOST\r\n" + KEY + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        400,
    ),
    "a header without an end": (b"GET / HTTP/1.1\r\nHost: HOST\r\nX: " + LONG, 400),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
}
"""What is sent, and the status of the answer."""
ROWS = b"muscle,id,name,note\n" + b"".join(
    b"gastrocnemius,%d,Zebedee Quux,%s\n" % (n, b"slowly " * 85) for n in range(4_500)
)
WATCHED = """
import os, sys

def watch(event, args):
    if event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and args[0] != os.devnull:
        print("WRITES", args[0], file=sys.stderr, flush=True)
    if event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "sqlite3.connect", "subprocess.Popen"):
        print("WRITES", event, *args[:1], file=sys.stderr, flush=True)

sys.addaudithook(watch)
from handouts.cli.main import main
try:
    main(["desk", "--no-browser"])
finally:
    open("control", "w").close()
"""
"""The command, which tells of each file that it opens to write; of one at the very end, which must be found."""


@pytest.fixture(scope="module")
def there() -> Iterator[Served]:
    with served() as made:
        yield made


def ask(port: int, path: str, asked: object, key: str = "", data: bytes = b"") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps(asked).encode() + (b"\n" + data if data else b"")
    connection.request("POST", path, body, {"X-Desk-Key": key} if key else {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def key_of(address: str) -> tuple[int, str]:
    """The port and the key of a desk that was just started."""
    host, _, code = address.partition("/#")
    port = int(host.rpartition(":")[2])
    return port, json.loads(ask(port, "/api/key", {"code": code})[1])["key"]


@pytest.mark.parametrize("case", WIRE)
def test_what_is_no_request_of_our_page_is_refused(there: Served, case: str) -> None:
    sent, status = WIRE[case]
    port, key = key_of(there.address())
    for word, value in ((b"HOST", f"127.0.0.1:{port}"), (b"PORT", str(port)), (b"KEY", key)):
        sent = sent.replace(word, value.encode())
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        answer = line.recv(2000)
    assert int(answer.split(b" ")[1]) == status, answer
    assert b"access-control" not in answer.lower()


def test_who_never_ends_a_request_keeps_nobody_else_waiting(there: Served) -> None:
    port, key = key_of(there.address())
    slow = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(20)]
    for number, line in enumerate(slow):
        head = f"POST /api/alive HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Desk-Key: {key}\r\nContent-Length: 100\r\n\r\n"
        line.sendall(head.encode()[: None if number % 2 else 20])
    assert ask(port, "/api/alive", {}, key) == (200, b'{"told":[]}')
    for line in slow:
        line.close()
    assert ask(port, "/api/alive", {}, key) == (200, b'{"told":[]}')


def test_a_second_request_on_the_same_line_is_guarded_as_well(there: Served) -> None:
    port, key = key_of(there.address())
    one = f"POST /api/alive HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Desk-Key: {key}\r\nContent-Length: 2\r\n\r\n{{}}"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall((one + one.replace(key, "x" * 43)).encode())
        answers = b""
        while answers.count(b"HTTP/1.1 ") < 2 and (more := line.recv(4000)):
            answers += more
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"200", b"401"]


@pytest.mark.long
def test_no_file_is_written_in_a_whole_run(tmp_path: Path) -> None:
    desk = subprocess.Popen(
        [sys.executable, "-B", "-c", WATCHED],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        cwd=tmp_path,
    )
    assert desk.stdout
    port, key = key_of(desk.stdout.readline().strip())
    one = {"muscle": ["gastrocnemius"], "patient-name": "Zebedee Quux", "note": "Quincunx"}
    few = b"\n".join(ROWS.split(b"\n")[:50])
    asked = [ask(port, path, one, key)[0] for path in ("/api/start", "/api/page", "/api/pdf", "/api/html", "/api/next")]
    asked += [ask(port, "/api/check", {}, key, ROWS)[0]]
    asked += [ask(port, path, {}, key, few)[0] for path in ("/api/check", "/api/print-run", "/api/single-files")]
    asked += [ask(port, "/api/close", {}, key)[0]]
    said = desk.communicate(timeout=60)[1]
    assert len(ROWS) > 2_500_000
    assert asked == [200] * len(asked)
    written = [line for line in said.splitlines() if line.startswith("WRITES")]
    assert written == ["WRITES control"]
    assert [path.name for path in tmp_path.iterdir()] == ["control"]
    assert not any(word in said for word in ("Zebedee", "Quux", "Quincunx"))
