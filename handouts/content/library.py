"""Reads content folders, validates them, and joins facts and words. Reports every problem at once.

Several folders may be given: for each muscle, safety module and drawing the first folder that has it wins, so that a
person's own folder can add to or replace what is packaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handouts.content.crosscheck import cross_check
from handouts.content.model import (
    BulletWords,
    Facts,
    SafetyFacts,
    SafetyItem,
    SafetyLanguage,
    SafetyWords,
    Source,
    Words,
    items_for,
)
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import content_name, read_toml

Parsed = TypeVar("Parsed", bound=BaseModel)

HOLDS = ("muscles", "safety", "art", "scenes", "ledger.json")
"""What a content folder may hold; it needs one of them."""
LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class SafetyWarning:
    """One warning, joined: the fact, its words, and the words of its bullet in the warning box."""

    module: str
    item: SafetyItem
    words: SafetyWords
    bullet: BulletWords | None = None
    changed: bool = False
    """Whether a clinic changed its words."""
    bullet_changed: bool = False
    """Whether a clinic changed the words of its bullet."""

    @property
    def key(self) -> str:
        """The name by which a clinic file or a test calls it: `module.item`."""
        return f"{self.module}.{self.item.id}"


@dataclass(frozen=True)
class Muscle:
    """One muscle in one language: facts, words, warnings in order, sources by id, and its folder's drawings."""

    facts: Facts
    words: Words
    warnings: tuple[SafetyWarning, ...]
    sources: Mapping[str, Source]
    art: Art

    @property
    def id(self) -> str:
        """The written id, which never changes."""
        return self.facts.id

    @property
    def lang(self) -> str:
        """The language of the words, a BCP 47 tag without region."""
        return self.words.lang


@dataclass(frozen=True)
class Art:
    """The folders that hold drawings, in order of precedence."""

    folders: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """The file of the drawing called `name`. Raises HandoutsError when no folder has it."""
        for folder in self.folders:
            path = folder / f"{name}.json"
            if path.is_file():
                return path
        raise HandoutsError(f"content/art: no drawing {name!r}{likely(name, self.names())}")

    def names(self) -> set[str]:
        """Every drawing there is."""
        return {path.stem for folder in self.folders if folder.is_dir() for path in folder.glob("*.json")}


@dataclass
class Library:
    """All muscles that could be found, by id, each with the languages it has."""

    roots: tuple[Path, ...]
    facts: dict[str, Facts] = field(default_factory=dict)
    words: dict[tuple[str, str], Words] = field(default_factory=dict)
    safety: dict[str, SafetyFacts] = field(default_factory=dict)
    safety_words: dict[tuple[str, str], SafetyLanguage] = field(default_factory=dict)

    @property
    def art(self) -> Art:
        """The drawings of all content folders."""
        return Art(tuple(root / "art" for root in self.roots))

    def ids(self) -> list[str]:
        """The ids of all muscles, sorted."""
        return sorted(self.facts)

    def languages(self, muscle_id: str) -> list[str]:
        """The languages a muscle has words in, sorted."""
        return sorted(lang for known, lang in self.words if known == muscle_id)

    def muscle(self, muscle_id: str, lang: str) -> Muscle:
        """A muscle in a language. Raises HandoutsError, with the likely meant name, when there is none."""
        if muscle_id not in self.facts:
            known = ", ".join(self.ids()) or "none"
            raise HandoutsError(f"no muscle {muscle_id!r}{likely(muscle_id, self.facts)} (there is: {known})")
        if (muscle_id, lang) not in self.words:
            known = ", ".join(self.languages(muscle_id)) or "none"
            raise HandoutsError(f"{muscle_id} has no words in language {lang!r} (there is: {known})")
        facts = self.facts[muscle_id]
        warnings, sources = [], {source.id: source for source in facts.sources}
        for module_id in facts.safety:
            module, words = self.safety[module_id], self.safety_words[module_id, lang]
            for item in items_for(module, facts.region):
                bullet = words.bullets[item.bullet] if item.bullet else None
                warnings.append(SafetyWarning(module_id, item, words.items[item.id], bullet))
            sources.update((source.id, source) for source in module.sources)
        return Muscle(facts, self.words[muscle_id, lang], tuple(warnings), sources, self.art)


def load(roots: Sequence[Path]) -> Library:
    """Read and check every muscle and safety module under `roots`. Raises ContentError with all problems."""
    reader = _Reader(tuple(roots))
    library = reader.read()
    problems = reader.problems + list(cross_check(library, reader.paths))
    if problems:
        raise ContentError(sorted(set(problems)))
    return library


class _Reader:
    """Collects what could be read, and every problem on the way."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots
        self.problems: list[Problem] = []
        self.paths: dict[tuple[str, ...], str] = {}

    def read(self) -> Library:
        library = Library(self.roots)
        for module_id, folder in self._folders("safety", "module.toml"):
            facts = self._parse(folder / "module.toml", SafetyFacts, module_id)
            if facts:
                library.safety[module_id] = facts
                self.paths["safety", module_id] = content_name(folder / "module.toml")
            for lang, path in _languages(folder):
                if words := self._parse(path, SafetyLanguage, lang, "lang"):
                    library.safety_words[module_id, lang] = words
                    self.paths["safety", module_id, lang] = content_name(path)
        for muscle_id, folder in self._folders("muscles", "muscle.toml"):
            muscle = self._parse(folder / "muscle.toml", Facts, muscle_id)
            if muscle:
                library.facts[muscle_id] = muscle
                self.paths["muscle", muscle_id] = content_name(folder / "muscle.toml")
            languages = list(_languages(folder))
            for lang, path in languages:
                if spoken := self._parse(path, Words, lang, "lang"):
                    library.words[muscle_id, lang] = spoken
                    self.paths["muscle", muscle_id, lang] = content_name(path)
            if not languages:
                self.problems.append(
                    Problem(content_name(folder), "", "has no words: add a language file such as en.toml")
                )
        if not library.facts and not self.problems:
            places = ", ".join(str(root / "muscles") for root in self.roots)
            self.problems.append(Problem(places, "", "no muscle found: expected <id>/muscle.toml"))
        return library

    def _folders(self, kind: str, main: str) -> Iterator[tuple[str, Path]]:
        """Each item's folder, from the first root that has it, by id."""
        found: dict[str, Path] = {}
        for root in self.roots:
            if not root.is_dir():
                self.problems.append(Problem(str(root), "", "no such content folder"))
                continue
            if not any((root / name).exists() for name in HOLDS):
                self.problems.append(
                    Problem(str(root), "", f"holds none of {', '.join(HOLDS)}: is it a content folder?")
                )
                continue
            if not (root / kind).is_dir():
                continue
            for folder in sorted(path for path in (root / kind).iterdir() if path.is_dir()):
                if (folder / main).is_file():
                    found.setdefault(folder.name, folder)
                elif any(folder.glob("*.toml")):
                    self.problems.append(Problem(content_name(folder), "", f"{main} is missing"))
        yield from sorted(found.items())

    def _parse(self, path: Path, model: type[Parsed], name: str, key: str = "id") -> Parsed | None:
        """Read one TOML file into `model`, whose `key` must be `name`; None, and problems noted, when it cannot be."""
        try:
            data = read_toml(path, content_name(path))
        except ContentError as error:
            self.problems += error.problems
            return None
        try:
            parsed = model.model_validate(data)
        except ValidationError as error:
            self.problems += [explain(path, data, model, dict(detail)) for detail in error.errors()]
            return None
        if getattr(parsed, key) != name:
            what = "folder" if key == "id" else "file"
            self.problems.append(
                Problem(content_name(path), key, f"is {getattr(parsed, key)!r}, but the {what} is called {name!r}")
            )
        return parsed


def _languages(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*.toml")):
        if LANGUAGE.match(path.stem):
            yield path.stem, path


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
