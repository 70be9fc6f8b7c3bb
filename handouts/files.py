"""Files: where the packaged folders are; reading TOML and JSON, and saying what is wrong with them; writing whole."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handouts.errors import ContentError, HandoutsError, Problem, likely

Parsed = TypeVar("Parsed", bound=BaseModel)

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The packaged folder `name` ("templates" or "content"): inside the wheel, or beside the package in a checkout."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def content_name(path: Path) -> str:
    """A path as a person knows it: from the content folder on."""
    parts = path.parts
    for kind in ("muscles", "safety", "art", "body"):
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


_SHAPES = {"model_type": "{braces}", "dict_type": "{braces}", "list_type": "[brackets]"}


class Exact(BaseModel):
    """Takes nothing but what is declared: no unknown keys, no text for a number, only finite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def read_json(path: Path, where: str, model: type[Parsed]) -> Parsed:
    """Read one JSON file into `model`; `where` names it in messages. Raises ContentError with all problems."""
    try:
        data: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ContentError([Problem(where, "", f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([Problem(where, "", "is not UTF-8 text")]) from error
    except json.JSONDecodeError as error:
        raise ContentError([Problem(where, "", f"is not readable JSON: {error}")]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise ContentError([Problem(where, "", "is not readable JSON: too large a number or too deep")]) from error
    if not isinstance(data, dict):
        raise ContentError([Problem(where, "", "must be written in {braces}")])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for detail in error.errors():
            problem = explain(path, data, model, dict(detail))._replace(file=where)
            shape = _SHAPES.get(detail["type"])
            message = f"must be written in {shape}" if shape else problem.message.replace(" after validation", "")
            problems.append(problem._replace(message=message))
        raise ContentError(problems) from error


def explain(path: Path, data: Any, model: type[BaseModel], detail: Mapping[str, Any]) -> Problem:
    """A pydantic error as a problem with a key a person can find and, for a wrong key, the likely meant one."""
    location = [part for part in detail["loc"] if part not in ("pain-map", "labelled", "attachments", "scene")]
    key, value = _locate(data, location)
    kind, message = detail["type"], str(detail["msg"])
    if kind == "extra_forbidden":
        message = f"unknown key{likely(str(location[-1]), _keys(model))}"
    elif kind == "missing":
        message = "is missing"
    elif kind == "string_pattern_mismatch":
        message = f"{value!r} is not of the right form: {message.split('pattern ')[-1]}"
    elif kind == "literal_error":
        known = re.findall(r"'([^']+)'", message)
        message = f"{value!r} is none of {', '.join(known)}{likely(str(value), known)}"
    elif kind == "tuple_type":
        message = f"must be a list in [brackets], such as [{value!r}]".replace("'", '"')
    elif kind == "value_error":
        message = message.removeprefix("Value error, ")
    else:
        message = (
            message[:1].lower() + message[1:] + (f" (it is {value!r})" if isinstance(value, str | int | float) else "")
        )
    return Problem(content_name(path), key, message)


def _locate(data: Any, location: Sequence[str | int]) -> tuple[str, Any]:
    """The dotted key of a location, list entries named by their id, and the value there."""
    key, here = "", data
    for part in location:
        if isinstance(part, int):
            entry = here[part] if isinstance(here, list) and part < len(here) else None
            name = entry.get("id", part + 1) if isinstance(entry, dict) else part + 1
            key, here = f"{key}[{name}]", entry
        else:
            if part == "[key]":
                continue
            key = f"{key}.{part}" if key else str(part)
            here = here.get(part) if isinstance(here, dict) else None
    return key, here


def _keys(model: type[BaseModel]) -> set[str]:
    """Every key that occurs in a model, at any depth."""
    names, stack = set[str](), [model]
    seen: set[type[BaseModel]] = set()
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        names |= set(current.model_fields)
        for info in current.model_fields.values():
            stack += list(_models_in(info.annotation))
    return names


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


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
