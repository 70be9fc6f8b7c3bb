"""One run at a time in a folder: two would replace each other's files and lists.

The lock is the operating system's, on a file that says who holds it. It dies with the process that took it, however
that ends, and with the processes that it began; what is left of the file then stops nobody.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from handouts.errors import HandoutsError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

PATIENCE = 5.0
"""Seconds to wait: the processes of a run that was killed may need a moment to notice."""
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FAR = 1 << 30
"""The byte that Windows locks; what is locked there cannot be read, so it is none of those that say who it is."""
_NAME = re.compile(r"\.handouts(\.\d+-of-\d+)?\.lock")


class HeldError(HandoutsError):
    """Another run holds the lock."""


class _Holder(NamedTuple):
    pid: int
    since: str


@contextmanager
def only_run(folder: Path, shard: tuple[int, int] | None = None, patience: float | None = None) -> Iterator[None]:
    """Meanwhile no other run may work in the folder; other shards may.

    Raises HeldError, which says who is at work there, HandoutsError when the lock's file cannot be made.
    """
    path = folder / (f".handouts.{shard[0]}-of-{shard[1]}.lock" if shard else ".handouts.lock")
    patience = PATIENCE if patience is None else patience
    handle = _wait_for(path, patience)
    try:
        for other in sorted(folder.iterdir()):
            # the whole roster stands against each of its shards, and they against it
            if other != path and _NAME.fullmatch(other.name) and not (shard and other.name != ".handouts.lock"):
                _release(other, _wait_for(other, patience))
        yield
    finally:
        _release(path, handle)


def _wait_for(path: Path, patience: float) -> int | None:
    end = time.monotonic() + patience
    while True:
        try:
            return _take(path)
        except HeldError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.05)


def _take(path: Path) -> int | None:
    """Lock a file, made if need be, and write into it who we are; None where the file system cannot lock.

    Raises HeldError, HandoutsError.
    """
    while True:
        try:
            handle = os.open(path, _OPEN, 0o666)
        except OSError as error:
            raise HandoutsError(f"{path.parent}: cannot be used: {path.name}: {error.strerror or error}") from error
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise HandoutsError(f"{path.parent}: {path.name} is no file: remove it")
            able = _lock(handle)
        except BlockingIOError:
            holder = _holder(handle)
            os.close(handle)
            raise HeldError(_held(path.parent, holder)) from None
        except BaseException:
            os.close(handle)
            raise
        if not able:
            os.close(handle)
            return None
        if _is_there(path, handle):
            with suppress(OSError):  # on a full disk nobody is told who we are
                _write(handle)
            return handle
        os.close(handle)  # whoever held it before us has just taken the file away: lock the next one


def _is_there(path: Path, handle: int) -> bool:
    """Whether the file that was opened is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _release(path: Path, handle: int | None) -> None:
    if handle is None:
        return
    if fcntl is not None:
        path.unlink(missing_ok=True)  # while it is ours
        os.close(handle)
        return
    os.close(handle)  # Windows removes no file that is open; one that somebody else has opened since stays
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _lock(handle: int) -> bool:
    """Lock a file; whether that is possible here. Raises BlockingIOError when somebody else has locked it."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except BlockingIOError:
        raise
    except PermissionError:
        raise BlockingIOError from None  # what Windows says of a locked byte
    except OSError:
        return False  # a network's disk that knows no locks
    return True


def _write(handle: int) -> None:
    who = json.dumps({"pid": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M")})
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, who.encode())


def _holder(handle: int) -> _Holder | None:
    """Who holds the lock; None when the file does not say so, as in the moment in which it is made."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        os.lseek(handle, 0, os.SEEK_SET)
        told = json.loads(os.read(handle, 4096))
        since = str(told["since"])
        if re.fullmatch(r"[\d :-]{1,20}", since):
            return _Holder(int(told["pid"]), since)
    return None


def _held(folder: Path, holder: _Holder | None) -> str:
    who = f" (process {holder.pid}, since {holder.since})" if holder else ""
    return f"{folder}: another run is at work there{who}: wait until it has ended, or name another folder with -o"
