"""Writing where nobody said where: a file that is there and says something else is never replaced."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

from handouts.cli.terminal import tell, warn
from handouts.errors import HandoutsError
from handouts.writing import reason, write_whole


def write_beside(path: Path, data: bytes) -> Path:
    """Write a file under this name; beside one with other bytes under the next free name, path-2, which is told.

    A file that has these bytes already is left as it is. Raises HandoutsError when it cannot be written.
    """
    for candidate in _numbered(path):
        if _holds(candidate, data):
            tell(f"{candidate}: is there already, the same")
            return candidate
        if _claim(candidate):
            break
    _fill(candidate, data)
    if candidate != path:
        warn(f"{path}: is there already, and another one: it stays, this one is {candidate.name}")
    return candidate


def write_new(path: Path, data: bytes) -> Path:
    """Write a file where there is none. Raises HandoutsError when there is one, or it cannot be written."""
    if not _claim(path):
        raise HandoutsError(f"{path}: is there already: name another file, or take it away")
    return _fill(path, data)


def folder_beside(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder for files that belong together: this one, or folder-2 when one of them is there with other bytes."""
    for candidate in _numbered(folder):
        if all(not os.path.lexists(candidate / name) or _holds(candidate / name, files[name]) for name in files):
            break
    if candidate != folder:
        warn(f"{folder}: has other files of these names: they stay, these go to {candidate.name}")
    return candidate


def _fill(path: Path, data: bytes) -> Path:
    """Write a file whose name has been claimed."""
    try:
        return write_whole(path, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _numbered(path: Path) -> itertools.chain[Path]:
    return itertools.chain((path,), (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in itertools.count(2)))


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and has these bytes."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _claim(path: Path) -> bool:
    """Make an empty file of this name, if there is nothing; so two commands at once never take the same name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError:
        if not path.parent.is_dir():
            raise HandoutsError(f"{path}: cannot be written: {path.parent} is a file, not a folder") from None
        return False
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be written: {reason(error)}") from error
    return True
