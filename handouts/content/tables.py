"""Files of named tables, each table of one model: regions, areas and their words."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handouts.errors import ContentError, Problem
from handouts.files import content_name, details, explain, read_toml

Parsed = TypeVar("Parsed", bound=BaseModel)
Dated = tuple[tuple[Path, int], ...]
"""Files, and when they were last written."""


def dated(paths: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """The files that are there, and when they were last written: what is remembered of them ends with that."""
    for path in paths:
        if path.is_file():
            yield path, path.stat().st_mtime_ns


def state(path: str, depth: int) -> Iterator[tuple[str, int, int]]:
    """A file, or a folder with what is in it down to a depth: where it is, how long it is, when it was written."""
    with suppress(OSError):  # not there, or a link that leads nowhere
        found = os.stat(path)  # noqa: PTH116 - thousands of them
        yield path, found.st_size, found.st_mtime_ns
        if depth and stat.S_ISDIR(found.st_mode):
            for name in os.listdir(path):  # noqa: PTH208
                yield from state(f"{path}/{name}", depth - 1)


@lru_cache(maxsize=16)
def read_tables(files: Dated, model: type[Parsed]) -> Mapping[str, Parsed]:
    """The tables of some files; the first file that has one wins. Raises ContentError with all that is wrong."""
    found: dict[str, Parsed] = {}
    problems: list[Problem] = []
    for path, _ in files:
        for name, table in tables_of(path, read_toml(path, content_name(path)), model, problems):
            found.setdefault(name, table)
    if problems:
        raise ContentError(problems)
    return found


@lru_cache(maxsize=64)
def read_words(files: Dated, lang: str, model: type[Parsed]) -> Mapping[str, Parsed]:
    """The same of files of words, which say their language as `lang` first. Raises ContentError."""
    found: dict[str, Parsed] = {}
    problems: list[Problem] = []
    for path, _ in files:
        tables = dict(read_toml(path, content_name(path)))
        written = tables.pop("lang", None)
        if written != lang:
            problems.append(Problem(content_name(path), "lang", f"is {written!r}, but the file is called {lang!r}"))
        for name, words in tables_of(path, tables, model, problems):
            found.setdefault(name, words)
    if problems:
        raise ContentError(problems)
    return found


def tables_of(
    path: Path, tables: Mapping[str, Any], model: type[Parsed], problems: list[Problem]
) -> Iterator[tuple[str, Parsed]]:
    """The tables that are right, by name; what is wrong with the others goes into `problems`."""
    for name, table in tables.items():
        try:
            yield name, parsed(path, name, table, model)
        except ContentError as error:
            problems += error.problems


def parsed(path: Path, name: str, table: Any, model: type[Parsed]) -> Parsed:
    """One table. Raises ContentError with everything that is wrong in it."""
    if not isinstance(table, dict):
        raise ContentError([Problem(content_name(path), name, f"must be a table, written as [{name}]")])
    try:
        return model.model_validate(table)
    except ValidationError as error:
        problems = [explain(path, table, model, detail) for detail in details(error)]
        raise ContentError(
            problem._replace(key=f"{name}.{problem.key}" if problem.key else name) for problem in problems
        ) from None
