"""Interface words of a language, and what differs from place to place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.theme import find_template


@dataclass(frozen=True)
class Strings:
    """Interface words; call with a dotted key and the values to fill in."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key. Raises HandoutsError when the language lacks it or a value."""
        if key not in self.words:
            raise HandoutsError(f"templates/strings/{self.lang}.toml: {key}: is missing{likely(key, self.words)}")
        try:
            return self.words[key].format(**values) if values else self.words[key]
        except (KeyError, IndexError, ValueError) as error:
            raise HandoutsError(f"templates/strings/{self.lang}.toml: {key}: has a wrong {{name}}: {error}") from error

    def join(self, items: Sequence[str], last: bool = False) -> str:
        """Items as a list in a sentence; with `last`, the last one is joined by the language's "or"."""
        if last and len(items) > 1:
            return self("list_join").join(items[:-1]) + self("list_last") + items[-1]
        return self("list_join").join(items)


@dataclass(frozen=True)
class Locale:
    """Numbers to call, paper and date format of a place. `advice_is_number` is false for "your doctor"."""

    tag: str
    emergency: str
    advice: str
    paper: Literal["a4", "letter"]
    date: str
    advice_is_number: bool = True


@lru_cache(maxsize=8)
def load_strings(folders: tuple[Path, ...], lang: str) -> Strings:
    """The interface words of a language. Raises HandoutsError when there are none, ContentError when broken."""
    try:
        path = find_template(folders, f"strings/{lang}.toml")
    except HandoutsError as error:
        known = sorted({p.stem for folder in folders for p in (folder / "strings").glob("*.toml")})
        raise HandoutsError(
            f"no interface words in language {lang!r}{likely(lang, known)} (there is: {', '.join(known) or 'none'})"
        ) from error
    words = dict(_flat(_toml(path)))
    problems = [
        Problem(f"templates/strings/{path.name}", key, "is not text")
        for key, value in words.items()
        if not isinstance(value, str)
    ]
    if problems:
        raise ContentError(problems)
    return Strings(lang, words)


@lru_cache(maxsize=8)
def load_locale(folders: tuple[Path, ...], tag: str | None) -> Locale:
    """The locale called `tag`, or the plain one. Raises HandoutsError with the likely meant name."""
    path = find_template(folders, "locales.toml")
    data = _toml(path)
    known = sorted(set(data) - {"plain"})
    if tag is not None and tag not in known:
        raise HandoutsError(f"no locale {tag!r}{likely(tag, known)} (there is: {', '.join(known)})")
    name = tag or "plain"
    try:
        return Locale(name, **data[name])
    except (KeyError, TypeError) as error:
        raise ContentError([Problem("templates/locales.toml", name, f"is not complete: {error}")]) from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError([Problem(f"templates/{path.name}", "", f"is not readable TOML: {error}")]) from error


def _flat(data: Mapping[str, Any], key: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in data.items():
        full = f"{key}.{name}" if key else name
        found += _flat(value, full) if isinstance(value, dict) else [(full, value)]
    return found
