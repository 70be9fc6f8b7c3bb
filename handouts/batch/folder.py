"""Where the files go: a folder of this machine, or an fsspec address. A file is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Protocol

from handouts.errors import HandoutsError
from handouts.files import open_file, read_bytes
from handouts.writing import SAFE, open_part, place_part, reason, sweep

_BINARY = getattr(os, "O_BINARY", 0)
MOST_BYTES = 4 << 30
"""Of a file that is read back; a print run is not."""


class Folder(Protocol):
    """A place for files with plain names."""

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file whole; raises OSError and leaves nothing behind when that fails."""

    def digest(self, name: str) -> str | None:
        """A file's SHA-256; None when it is not there."""

    def names(self) -> list[str]:
        """The names of everything that is there."""

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None when it is not there."""

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""

    def append(self, name: str) -> IO[bytes]:
        """Open a file to add lines at its end."""

    def sweep(self) -> None:
        """Remove what a process that was lost had not written whole, and nothing else."""


def open_folder(address: str) -> Folder:
    """The folder of a path or an address such as s3://bucket/run. Raises HandoutsError when it cannot be used."""
    path = local_path(address)
    return RemoteFolder(address) if path is None else LocalFolder(path)


def local_path(address: str) -> Path | None:
    """The folder of this machine that an address means; None for one elsewhere."""
    address = address.removeprefix("file://")
    return None if "://" in address else Path(address)


class LocalFolder:
    """A folder of this machine, made when it is not there; a link to a folder will do, a link in it is not followed."""

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HandoutsError(f"{path}: cannot be used as the folder: {reason(error)}") from error
        self._start = f"{path}{os.sep}"
        self.sweep()

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write to a temporary file beside it and rename."""
        handle, temporary = open_part(self._start)
        try:
            try:
                _write_all(handle, parts)
            except BaseException:
                os.close(handle)
                raise
            place_part(handle, temporary, self._start + name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def digest(self, name: str) -> str | None:
        """A file's digest."""
        try:
            with open_file(Path(self._start + name)) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, ValueError):  # not there, or something that is no file: it is made again
            return None

    def names(self) -> list[str]:
        """What is there."""
        return os.listdir(self._start)  # noqa: PTH208

    def read(self, name: str) -> bytes | None:
        """A file's bytes."""
        try:
            return read_bytes(Path(self._start + name), MOST_BYTES)
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file."""
        Path(self._start + name).unlink(missing_ok=True)

    def append(self, name: str) -> IO[bytes]:
        """Open a file to add to."""
        handle = os.open(self._start + name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY | SAFE, 0o666)
        return os.fdopen(handle, "ab")

    def sweep(self) -> None:
        """Remove temporary files that nobody is writing, of this run and of earlier ones."""
        sweep(self._start)


def _write_all(handle: int, parts: Iterable[bytes]) -> None:
    """Write everything: a nearly full disk takes a part and says so only the next time."""
    left = [memoryview(part) for part in parts if part]
    while left:
        done = os.writev(handle, left[:512]) if hasattr(os, "writev") else os.write(handle, left[0])
        while left and done >= len(left[0]):
            done -= len(left.pop(0))
        if left and done:
            left[0] = left[0][done:]


class RemoteFolder:
    """An fsspec address; a file appears there when it is complete, as object stores do it."""

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ImportError as error:
            raise HandoutsError('for such an address, install the extra: pip install "handouts[dask]"') from error
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
            self._files.makedirs(self._root, exist_ok=True)
        except (OSError, ValueError, ImportError) as error:
            raise HandoutsError(f"{address}: cannot be used as the folder: {error}") from error
        self._part = f".handouts-{os.urandom(8).hex()}-"
        """How the temporary files of this run begin, whichever process writes them."""

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write in one piece, then move into place."""
        path, temporary = self._path(name), self._path(f"{self._part}{os.urandom(8).hex()}.part")
        self._files.pipe_file(temporary, b"".join(parts))
        self._files.mv(temporary, path)

    def digest(self, name: str) -> str | None:
        """A file's digest."""
        data = self.read(name)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def names(self) -> list[str]:
        """What is there."""
        return [str(path).rpartition("/")[2] for path in self._files.ls(self._root, detail=False)]

    def read(self, name: str) -> bytes | None:
        """A file's bytes."""
        try:
            data: bytes = self._files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return data

    def remove(self, name: str) -> None:
        """Remove a file."""
        if self._files.exists(self._path(name)):
            self._files.rm_file(self._path(name))

    def append(self, name: str) -> IO[bytes]:
        """Open a file that is written when it is closed, with what it had before at its start."""
        before = self.read(name) or b""
        opened: IO[bytes] = self._files.open(self._path(name), "wb")
        opened.write(before)
        return opened

    def sweep(self) -> None:
        """Remove the temporary files of this run: nothing can be locked there, and another run may be writing."""
        for name in self.names():
            if name.startswith(self._part):
                self.remove(name)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"
