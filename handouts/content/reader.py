"""Reads content folders, validates them, and reports every problem at once.

Several folders may be given: for each muscle, safety module and drawing the first folder that has it wins, so that a
person's own folder can add to or replace what is packaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from handouts.content.crosscheck import cross_check
from handouts.content.library import Library
from handouts.content.model import Facts, SafetyFacts, SafetyLanguage, Words
from handouts.errors import ContentError, Problem
from handouts.files import content_name, explain, read_toml

Parsed = TypeVar("Parsed", bound=BaseModel)

HOLDS = ("muscles", "safety", "art", "scenes", "ledger.json")
"""What a content folder may hold; it needs one of them."""
LANGUAGE = re.compile(r"^[a-z]{2,3}$")


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
