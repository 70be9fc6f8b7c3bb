"""A handout under a password: AES-256, with everything that assistive technology needs still allowed.

An encrypted file cannot be PDF/A (ISO 19005-2, 6.1.3), so the claim is taken out; it stays PDF/UA (ISO 14289-1, 7.16).
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import select
import time
from pathlib import Path

from handouts.errors import HandoutsError
from handouts.files import open_file

SHORTEST, LONGEST = 8, 127
"""Characters at least, bytes at most (ISO 32000-2, 7.6.4.3.3)."""
READ, PATIENCE = 4096, 10
"""Bytes in which the first line must end, and seconds that another program may take to say it."""


def protected(data: bytes, password: str) -> bytes:
    """The file encrypted. Raises HandoutsError for a password that is too short, or when pikepdf is not there."""
    try:
        import pikepdf
    except ImportError:
        raise HandoutsError('--protect needs pikepdf: pip install "handouts[protect]"') from None
    check_password(password)
    allowed = pikepdf.Permissions(
        accessibility=True,
        extract=True,
        print_lowres=True,
        print_highres=True,
        modify_annotation=False,
        modify_assembly=False,
        modify_form=False,
        modify_other=False,
    )
    # an owner password of its own, known to nobody: with the reader's password nothing more can be done
    encryption = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6, allow=allowed)
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for key in ("pdfaid:part", "pdfaid:conformance"):
                if key in xmp:
                    del xmp[key]
        pdf.save(buffer, encryption=encryption)
    return buffer.getvalue()


def check_password(password: str) -> None:
    """A password that is long enough and can be typed. Raises HandoutsError, never with the password."""
    if len(password) < SHORTEST:
        raise HandoutsError(f"the password is too short: {SHORTEST} characters at least")
    if len(password.encode("utf-8", "replace")) > LONGEST:
        raise HandoutsError(f"the password is too long: {LONGEST} bytes at most")
    if not password.isprintable():
        raise HandoutsError("the password has characters that cannot be typed")


def read_password(path: Path) -> str:
    """The first line of a file. Raises HandoutsError."""
    try:
        text = (_from_pipe(path) if path.is_fifo() else _start_of(path)).decode("utf-8-sig")
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise HandoutsError(f"{path}: is not text") from None
    lines = text.splitlines()
    if not lines:
        raise HandoutsError(f"{path}: is empty; the password is its first line")
    return lines[0]


def _start_of(path: Path) -> bytes:
    with open_file(path) as file:
        return file.read(READ)


def _from_pipe(path: Path) -> bytes:
    """What another program says, such as a password manager in `<(pass show clinic)`; waits ten seconds at most."""
    handle, data, end = os.open(path, os.O_RDONLY | os.O_NONBLOCK), b"", time.monotonic() + PATIENCE
    try:
        while b"\n" not in data and len(data) < READ:
            if not select.select([handle], [], [], max(end - time.monotonic(), 0))[0]:
                raise OSError(errno.ETIMEDOUT, f"nothing came out of it in {PATIENCE} seconds")
            piece = os.read(handle, READ)
            if not piece:
                break
            data += piece
    finally:
        os.close(handle)
    return data
