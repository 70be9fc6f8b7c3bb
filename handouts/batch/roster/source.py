"""Where a roster comes from: a file, standard input or a pipe, of a size that can be a roster's."""

from __future__ import annotations

import os
import select
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from handouts.batch.roster.encoding import CHUNK
from handouts.errors import HandoutsError

LARGEST = 512 << 20
"""Bytes; a million rows with long notes have fewer."""
PATIENCE = 10
"""Seconds until something must have come through a pipe."""


@contextmanager
def open_roster(source: str) -> Iterator[BinaryIO]:
    """The roster's bytes, for a path or `-` for standard input; can be read from the start again.

    Raises HandoutsError when there is no such file, or when it can be no roster.
    """
    if source == "-":
        if sys.stdin is None:
            raise HandoutsError("standard input is closed: give the roster's file instead of -")
        with _kept(sys.stdin.buffer, "standard input") as kept:
            yield kept
        return
    path = Path(source)
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise HandoutsError(f"{source}: is a folder, not a roster")
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise HandoutsError(f"{source}: is no file: give a roster")
        opened = _open_pipe(path) if stat.S_ISFIFO(kind) else path.open("rb")
    except (OSError, ValueError) as error:
        raise HandoutsError(f"{source}: cannot be read: {getattr(error, 'strerror', '') or error}") from error
    with opened:
        if stat.S_ISFIFO(kind):
            with _kept(opened, source) as kept:
                yield kept
        elif os.fstat(opened.fileno()).st_size > LARGEST:
            raise _too_large(source)
        else:
            yield opened


@contextmanager
def _kept(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """What comes through a stream, to be read more than once."""
    # names may be inside: what does not fit in memory goes to a file that has no name and dies with us
    with tempfile.SpooledTemporaryFile(max_size=64 << 20) as kept:
        while chunk := stream.read(CHUNK):
            kept.write(chunk)
            if kept.tell() > LARGEST:
                raise _too_large(name)
        kept.seek(0)
        yield kept  # type: ignore[misc]


def _open_pipe(path: Path) -> BinaryIO:
    """A pipe into which somebody writes. Raises HandoutsError when nobody does."""
    opened = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    if not select.select([opened], [], [], PATIENCE)[0]:
        opened.close()
        raise HandoutsError(f"{path}: is a pipe into which nobody writes: give a file")
    os.set_blocking(opened.fileno(), True)
    return opened


def _too_large(name: str) -> HandoutsError:
    return HandoutsError(f"{name}: has more than {LARGEST >> 20} MB: that is no roster; save it again, or in parts")
