"""Files written whole or not at all: beside its target, under a name nobody can foresee, and renamed when it is done.

A temporary file is always a new one (O_EXCL), so that a link which somebody planted is never written through. Renaming
replaces a link that stands in the file's place, not what it leads to. What a process that was killed left behind is
swept by the run it worked for, or by the next one: who writes a file holds a lock on it from before its first byte.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from handouts.errors import HandoutsError

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be removed: as good as a lock
    fcntl = None  # type: ignore[assignment]

PART = re.compile(r"\.handouts-[0-9a-f]{16}\.part")
"""The name of a temporary file."""
SAFE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | SAFE
_LOOK = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | SAFE


def reason(error: OSError) -> str:
    """What an error of the file system says, in words of its own where the system's are dark."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if error.errno == errno.EFBIG:
        return "the file grows larger than this system allows"
    if os.name == "nt" and isinstance(error, PermissionError):
        return "no permission, or the file is open in another program"
    return error.strerror or str(error)


def open_part(start: str) -> tuple[int, str]:
    """A new temporary file: its descriptor, locked, and its path. `start` is a folder and a separator.

    Raises OSError.
    """
    while True:
        path = f"{start}.handouts-{os.urandom(8).hex()}.part"
        try:
            handle = os.open(path, _NEW, 0o666)  # the umask takes away what it should
        except FileExistsError:
            continue  # somebody's file, or a link: not ours
        if _is_ours(handle):
            return handle, path
        os.close(handle)


def _is_ours(handle: int) -> bool:
    """Lock a new file; whether nobody swept it, or is about to, between its making and its locking."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False  # who sweeps has it, and takes it away
    except OSError:
        return True  # a network's disk that knows no locks: nothing is swept there
    return os.fstat(handle).st_nlink > 0


def place_part(handle: int, path: str, target: str) -> None:
    """Close a temporary file and put it in its place. Raises OSError; then the file is still there.

    Closing comes first, because a network's disk may say only then that it is full; a second descriptor holds the
    lock until the file has its name. Windows renames no file that is open.
    """
    if fcntl is None:
        os.close(handle)
        os.replace(path, target)  # noqa: PTH105 - Path costs a third of a small file's write
        return
    lock = os.dup(handle)
    try:
        os.close(handle)
        os.replace(path, target)  # noqa: PTH105
    finally:
        os.close(lock)


def sweep(folder: str | Path) -> None:
    """Remove the temporary files of processes that were killed; those that somebody is writing are locked, and stay."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if PART.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_dead(entry.path)


def _remove_dead(path: str) -> None:
    if fcntl is None:
        os.unlink(path)  # noqa: PTH108
        return
    handle = os.open(path, _LOOK)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            # an error where somebody writes, or where nothing can be locked
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)  # noqa: PTH108
    finally:
        os.close(handle)


@lru_cache(maxsize=64)
def _swept(folder: Path) -> None:
    sweep(folder)


class WholeFile:
    """A file that is there only when all of it has been written to `out` and `place` has been called.

    Raises HandoutsError when the folder cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _swept(path.parent)
            handle, self._part = open_part(f"{path.parent}{os.sep}")
        except (FileExistsError, NotADirectoryError) as error:
            raise HandoutsError(f"{path}: cannot be written: {error.filename} is a file, not a folder") from error
        except OSError as error:
            raise HandoutsError(f"{path}: cannot be written: {reason(error)}") from error
        self._handle: int | None = handle
        self.out: BinaryIO = os.fdopen(handle, "wb", closefd=False)

    def place(self) -> None:
        """Give the file its name. Raises OSError."""
        self.out.close()
        if self._handle is not None:
            handle, self._handle = self._handle, None
            place_part(handle, self._part, str(self.path))

    def discard(self) -> None:
        """Leave nothing behind; does nothing to a file that has its place."""
        with suppress(OSError):  # a full disk says so once more
            self.out.close()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        with suppress(OSError):
            os.unlink(self._part)  # noqa: PTH108


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to; it takes its place when the block ends well, and is gone when it does not.

    Raises HandoutsError when it cannot be written.
    """
    file = WholeFile(path)
    try:
        yield file.out
        file.place()
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be written: {reason(error)}") from error
    finally:
        file.discard()


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, whole or not at all. Raises HandoutsError when it cannot be written."""
    with whole_file(path) as out:
        out.write(data)
    return path
