"""Files: where the packaged folders are; reading TOML and JSON, and saying what is wrong with them."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handouts import data_dir as data_dir  # found without anything heavy, by shell completion too
from handouts.errors import MOST_PROBLEMS, ContentError, Problem, likely
from handouts.syntax import json_fault, odd_values, toml_fault, too_many_dots

Parsed = TypeVar("Parsed", bound=BaseModel)

MOST_TOML, MOST_JSON = 1 << 20, 5 << 20
"""Bytes; ours have a twentieth."""
MOST_ENTRIES_TOML, MOST_ENTRIES_JSON = 30_000, 150_000
"""Values, lists and tables; ours have a tenth."""
LONGEST_TEXT = 5_000
"""Characters of one text in a TOML file; ours have 400 at most."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
_PIECE = 1 << 20
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


def content_name(path: Path) -> str:
    """A path as a person knows it: from the content folder on."""
    parts = path.parts
    for kind in ("muscles", "safety", "art", "body"):
        if kind in parts:
            return "/".join(("content", *parts[parts.index(kind) :]))
    return str(path)


def open_file(path: Path) -> io.BufferedReader:
    """An ordinary file, opened for reading. Raises OSError for anything else: a pipe or a device would have no end."""
    try:
        handle = os.open(path, _READ | _WITHOUT_WAITING)
    except ValueError as error:
        raise OSError(errno.EINVAL, "its name has a zero byte") from error
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path)) from error
        raise
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file", str(path))
    raise OSError(errno.EINVAL, "it is a pipe or a device, not a file", str(path))


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file. Raises OSError when it cannot be read, or has more than `most`."""
    pieces, length = [], 0
    with open_file(path) as file:
        while piece := file.read(_PIECE):  # not all at once: Python would set aside as much as is allowed
            pieces.append(piece)
            length += len(piece)
            if length > most:
                raise OSError(errno.EINVAL, f"it has more than {most >> 20} MB", str(path))
    return b"".join(pieces)


def read_text(path: Path, shown_name: str, most: int) -> str:
    """The text of a UTF-8 file. Raises ContentError, which calls the file `shown_name`."""
    try:
        data = read_bytes(path, most)
    except OSError as error:
        message = "it is a folder, not a file" if isinstance(error, IsADirectoryError) else error.strerror or str(error)
        raise ContentError([Problem(shown_name, "", f"cannot be read: {message}")]) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(
            [Problem(shown_name, "", "is saved as UTF-16 (Unicode): save it as UTF-8 (in Notepad: Save as, Encoding)")]
        )
    try:
        return io.TextIOWrapper(io.BytesIO(data), "utf-8-sig").read()
    except UnicodeDecodeError:
        line = next((n for n, row in enumerate(data.split(b"\n"), 1) if not _is_utf8(row)), 1)
        message = f"is not UTF-8 text (the first other letter is in line {line}): save it as UTF-8"
        raise ContentError([Problem(shown_name, "", message)]) from None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_toml(path: Path, shown_name: str) -> dict[str, Any]:
    """What a TOML file says. Raises ContentError, which calls the file `shown_name`, when it cannot be read."""
    import tomllib  # here, so that --help need not load it

    text = read_text(path, shown_name, MOST_TOML)
    try:
        if line := too_many_dots(text):
            raise ContentError([Problem(shown_name, "", f"line {line}: has too many dots")])
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ContentError([Problem(shown_name, "", f"is not readable TOML: {toml_fault(text, error)}")]) from error
    if odd := list(islice(odd_values(data, LONGEST_TEXT, MOST_ENTRIES_TOML), MOST_PROBLEMS)):
        raise ContentError(Problem(shown_name, key, message) for key, message in odd)
    return data


_SHAPES = {"model_type": "{braces}", "dict_type": "{braces}", "list_type": "[brackets]"}


class Exact(BaseModel):
    """Takes nothing but what is declared: no unknown keys, no text for a number, only finite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def read_json(path: Path, where: str, model: type[Parsed]) -> Parsed:
    """Read one JSON file into `model`; `where` names it in messages. Raises ContentError with all problems."""
    text = read_text(path, where, MOST_JSON)
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentError([Problem(where, "", f"is not readable JSON: {json_fault(error)}")]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise ContentError([Problem(where, "", "is not readable JSON: too large a number or too deep")]) from error
    if odd := list(islice(odd_values(data, MOST_JSON, MOST_ENTRIES_JSON), MOST_PROBLEMS)):
        raise ContentError(Problem(where, key, message) for key, message in odd)
    if not isinstance(data, dict):
        raise ContentError([Problem(where, "", "must be written in {braces}")])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for detail in details(error):
            problem = explain(path, data, model, detail)._replace(file=where)
            shape = _SHAPES.get(detail["type"])
            message = f"must be written in {shape}" if shape else problem.message.replace(" after validation", "")
            problems.append(problem._replace(message=message))
        raise ContentError(problems) from error


def details(error: ValidationError) -> list[dict[str, Any]]:
    """What pydantic found, as much of it as anybody reads."""
    return [dict(each) for each in error.errors(include_url=False, include_context=False)[:MOST_PROBLEMS]]


def explain(path: Path, data: Any, model: type[BaseModel], detail: Mapping[str, Any]) -> Problem:
    """A pydantic error as a problem with a key a person can find and, for a wrong key, the likely meant one."""
    kinds = ("pain-map", "labelled", "attachments", "scene")  # of figures, which pydantic puts into the place
    location = [part for n, part in enumerate(detail["loc"]) if n == 0 or part not in kinds]
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
