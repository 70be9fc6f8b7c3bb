"""Where the packaged templates and content are, in a wheel and in a checkout; reading TOML; and writing files whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from handouts.errors import ContentError, HandoutsError, Problem

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The packaged folder `name` ("templates" or "content"): inside the wheel, or beside the package in a checkout."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def content_name(path: Path) -> str:
    """A path as a person knows it: from the content folder on."""
    parts = path.parts
    for kind in ("muscles", "safety", "art"):
        if kind in parts:
            return "/".join(("content", *parts[parts.index(kind) :]))
    return str(path)


def read_toml(path: Path, shown_name: str) -> dict[str, Any]:
    """What a TOML file says. Raises ContentError, which calls the file `shown_name`, when it cannot be read."""
    import tomllib  # here, so that --help need not load it

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ContentError([Problem(shown_name, "", f"cannot be read: {error.strerror or error}")]) from error
    except (ValueError, RecursionError) as error:
        raise ContentError([Problem(shown_name, "", f"is not readable TOML: {error}")]) from error


def write_whole(path: Path, data: bytes) -> Path:
    """Write `data` to `path` through a temporary file beside it, so that nobody ever sees half a file.

    Raises HandoutsError when the folder cannot be made or written.
    """
    with whole_file(path) as temporary:
        temporary.write_bytes(data)
    return path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; renamed to it when the block ends well, removed when it does not."""
    import tempfile  # here, so that --help need not load it

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    except (FileExistsError, NotADirectoryError) as error:
        raise HandoutsError(f"{path}: cannot be written: {error.filename} is a file, not a folder") from error
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be written: {error.strerror or error}") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        temporary.unlink(missing_ok=True)
