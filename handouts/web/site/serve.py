"""A site shown on this machine alone, with the headers that a host should send as well."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from handouts.errors import HandoutsError
from handouts.writing import reason

HOST = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
"""Beside the policy that each page has in its head; docs/site.md lists them for other hosts."""


class _Handler(SimpleHTTPRequestHandler):
    """Files of one folder; no list of what is in a folder, nothing logged."""

    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".webmanifest": "application/manifest+json",
        ".apkg": "application/octet-stream",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
    }
    server_version, sys_version = "handouts", ""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """No list: only what a site has."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down about who reads what."""


def server_of(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder, on this machine alone; port 0 is any that is free. Raises HandoutsError."""
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise HandoutsError(f"--port: {port} cannot be used: {reason(error)}; leave it out for a free one") from error


def serve(folder: Path, port: int, told: Callable[[str], None]) -> None:
    """Show the site of a folder until Ctrl-C; the address is told. Raises HandoutsError when the port is taken."""
    with server_of(folder, port) as server:
        told(f"http://{HOST}:{server.server_address[1]}/")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
