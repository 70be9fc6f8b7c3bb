"""Reads content folders: what is asked for is read and checked, with all its problems at once, and nothing else.

Several folders may be given: for each muscle, safety module and drawing the first folder that has it wins, so that a
person's own folder can add to or replace what is packaged.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from handouts.content.crosscheck.cards import check_shared_cards
from handouts.content.crosscheck.muscle import check_muscle, missing_words
from handouts.content.crosscheck.regions import check_region
from handouts.content.crosscheck.safety import check_module
from handouts.content.library import Library
from handouts.content.merge import Merged, merge_facts, merge_words
from handouts.content.model import Facts, SafetyFacts, SafetyLanguage, Words
from handouts.content.referral import area_problems
from handouts.content.shared import Lists, Shared, Tables
from handouts.content.tables import state
from handouts.errors import ContentError, Problem
from handouts.files import content_name, details, explain, read_toml

Parsed = TypeVar("Parsed", bound=BaseModel)
Key = TypeVar("Key")

HOLDS = ("muscles", "safety", "shared", "body", "art", "scenes", "ledger.json", "aliases.toml")
"""What a content folder may hold; it needs one of them."""
MAIN = "muscle.toml"
LANGUAGE = re.compile(r"^[a-z]{2,3}$")


def open_library(roots: Sequence[Path]) -> Library:
    """The library of some folders. A muscle is read and checked when it is asked for, once.

    Raises ContentError when a folder is not there, is no content folder, or holds a muscle without its main file.
    """
    return _reader(roots).library


def load(roots: Sequence[Path]) -> Library:
    """Read and check every muscle and safety module under `roots`. Raises ContentError with all problems."""
    reader = _reader(roots)
    library = reader.library
    if problems := reader.all_problems():
        raise ContentError(problems)
    return Library(
        library.roots,
        dict(library.facts),
        dict(library.words),
        dict(library.safety),
        dict(library.safety_words),
        library.lists,
    )


def problems_of(roots: Sequence[Path], muscles: Sequence[str]) -> list[Problem]:
    """Everything that is wrong with some muscles in all their languages, and with what they refer to."""
    reader = _reader(roots)
    return sorted({problem for name in muscles for problem in reader.muscle_problems(name)})


def all_problems(roots: Sequence[Path]) -> list[Problem]:
    """Everything that is wrong under `roots`, safety modules that no muscle names included."""
    return _reader(roots).all_problems()


def _reader(roots: Sequence[Path]) -> _Reader:
    """What reads some folders; the same one as before if nothing in them was written since."""
    kinds = (str(root / name) for root in roots for name in HOLDS if name != "scenes")
    return _known(tuple(roots), frozenset(each for kind in kinds for each in state(kind, depth=2)))


class Shelf(Mapping[Key, Parsed], Generic[Key, Parsed]):
    """Files by what they are about; each is read when it is asked for, once. Raises ContentError when it is wrong."""

    def __init__(self, files: Mapping[Key, Path], read: Callable[[Path], Parsed]) -> None:
        self.files = files
        self._read = cache(read)

    def __getitem__(self, key: Key) -> Parsed:
        return self._read(self.files[key])

    def __contains__(self, key: object) -> bool:
        return key in self.files

    def __iter__(self) -> Iterator[Key]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


class _Reader:
    """Knows which files there are, and reads them when they are asked for."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots
        problems = list(_root_problems(roots))
        self.folders = {kind: _folders(roots, kind) for kind in ("safety", "muscles")}
        if not self.folders["muscles"] and not problems:
            places = ", ".join(str(root / "muscles") for root in roots)
            problems.append(Problem(places, "", "no muscle found: expected <id>/muscle.toml"))
        if problems:
            raise ContentError(problems)
        self.shared = Shared(roots)
        self.lists = Lists(self.shared)
        self.merged = cache(self._merged)
        self.facts = Shelf(self._mains("muscles", MAIN), lambda path: self._whole(path, Facts))
        self.words = Shelf(self._words("muscles"), lambda path: self._whole(path, Words, "lang"))
        self.safety = Shelf(self._mains("safety", "module.toml"), lambda path: _parse(path, SafetyFacts))
        self.safety_words = Shelf(self._words("safety"), lambda path: _parse(path, SafetyLanguage, "lang"))
        self._checked = cache(self._check)

    @cached_property
    def library(self) -> Library:
        """The library, whose muscles are checked when they are asked for."""
        return Library(
            self.roots,
            self.facts,
            self.words,
            self.safety,
            self.safety_words,
            self.lists,
            check=self._checked,
            placed=self.placed,
        )

    def _merged(self, path: Path) -> Merged:
        """A muscle's file of facts or of words with what it takes from the shared files. Raises ContentError."""
        main, where = path.parent / MAIN, content_name(path)
        if path.name == MAIN:
            return merge_facts(_read(path), where, self.shared)
        data = _read(path)
        try:
            written, facts = read_toml(main, content_name(main)), self.merged(main)
        except ContentError:
            raise ContentError(()) from None  # told with the facts, without which nothing can be said of the words
        return merge_words(data, where, path.stem, written, facts, self.shared)

    def _whole(self, path: Path, model: type[Parsed], key: str = "id") -> Parsed:
        """A muscle's file, completed. Raises ContentError with everything that is wrong with it."""
        merged = self.merged(path)
        problems = list(merged.problems)
        try:
            parsed = _parse(path, model, key, merged.data)
        except ContentError as error:
            problems += map(merged.origins.placed, error.problems)
        if problems:
            raise ContentError(problems)
        return parsed

    def placed(self, problem: Problem) -> Problem:
        """A problem that is told of a muscle's file, told of the shared file where its words or facts stand."""
        path = self._paths.get(problem.file)
        return self.merged(path).origins.placed(problem) if path else problem

    @cached_property
    def _paths(self) -> Mapping[str, Path]:
        """The files of the muscles by the names they are called in problems."""
        return {content_name(path): path for path in (*self.facts.files.values(), *self.words.files.values())}

    def _mains(self, kind: str, main: str) -> dict[str, Path]:
        return {name: folder / main for name, folder in self.folders[kind].items()}

    def _words(self, kind: str) -> dict[tuple[str, str], Path]:
        return {
            (name, path.stem): path
            for name, folder in self.folders[kind].items()
            for path in sorted(folder.glob("*.toml"))
            if LANGUAGE.match(path.stem)
        }

    def _check(self, muscle_id: str, lang: str) -> None:
        spoken = (muscle_id, lang) in self.words
        found = self._problems(muscle_id, (lang,)) if spoken else self.muscle_problems(muscle_id)
        if problems := sorted(set(found)):
            raise ContentError(problems)

    def muscle_problems(self, muscle_id: str) -> Iterator[Problem]:
        """What is wrong with a muscle in all its languages."""
        languages = [lang for name, lang in self.words if name == muscle_id]
        if not languages:
            where = content_name(self.folders["muscles"][muscle_id])
            yield Problem(where, "", "has no words: add a language file such as en.toml")
        yield from self._problems(muscle_id, languages)

    def _problems(self, muscle_id: str, languages: Sequence[str]) -> Iterator[Problem]:
        """What is wrong with a muscle in some languages, and with the safety modules it names."""
        found, readable = self._readable(self.facts, muscle_id)
        yield from found
        modules = self.facts[muscle_id].safety if readable else ()
        for module_id in modules:
            yield from self._module_problems(module_id, languages)
        spoken = []
        for lang in languages:
            found, right = self._readable(self.words, (muscle_id, lang))
            yield from found
            spoken += [lang] if right else []
        if readable:
            where = content_name(self.facts.files[muscle_id])
            said = {
                lang: (content_name(self.words.files[muscle_id, lang]), self.words[muscle_id, lang]) for lang in spoken
            }
            yield from self._list_problems(self.facts[muscle_id])
            yield from missing_words(self.library, self.facts[muscle_id], languages)
            yield from map(self.placed, check_muscle(self.library, self.facts[muscle_id], where, said))

    def _list_problems(self, facts: Facts) -> Iterator[Problem]:
        """What is wrong with the works, positions and pictures that a muscle names, and that are there."""
        named: list[tuple[Tables[Any], set[str]]] = [
            (self.lists.sources, facts.cited()),
            (self.lists.tools, {each.tool for each in facts.techniques}),
            (self.lists.positions, {each.position for each in facts.techniques}),
            (self.lists.icons, {cause.icon for cause in facts.causes}),
        ]
        for tables, names in named:
            for name in sorted(names & set(tables)):
                yield from self._readable(tables, name)[0]

    def _module_problems(self, module_id: str, languages: Sequence[str]) -> Iterator[Problem]:
        if module_id not in self.safety:
            return  # the muscle's own check names it
        found, readable = self._readable(self.safety, module_id)
        yield from found
        for lang in languages:
            if (module_id, lang) in self.safety_words:
                told, right = self._readable(self.safety_words, (module_id, lang))
                yield from told
                if readable and right:
                    where = content_name(self.safety.files[module_id])
                    spoken = content_name(self.safety_words.files[module_id, lang])
                    words = self.safety_words[module_id, lang]
                    yield from check_module(self.safety[module_id], where, words, spoken, self.lists.sources)

    @staticmethod
    def _readable(shelf: Mapping[Key, Parsed], key: Key) -> tuple[tuple[Problem, ...], bool]:
        try:
            shelf[key]
        except ContentError as error:
            return error.problems, False
        return (), True

    def all_problems(self) -> list[Problem]:
        """What is wrong with every muscle and every safety module, in all languages, and with what is shared."""
        found = [problem for name in self.facts for problem in self.muscle_problems(name)]
        found += self.lists.problems()
        for module_id in self.safety:
            languages = [lang for name, lang in self.safety_words if name == module_id]
            found += self._module_problems(module_id, languages)
        found += check_shared_cards(self.library, sorted({lang for _, lang in self.words}))
        return sorted({*found, *self._region_problems(), *area_problems(self.library)})

    def _region_problems(self) -> Iterator[Problem]:
        """What is wrong with the regions of the body, those that no muscle names included."""
        library = self.library
        try:
            for name in library.regions.by_id:
                yield from check_region(library, name)
        except ContentError as error:
            yield from error.problems


@lru_cache(maxsize=4)
def _known(roots: tuple[Path, ...], _: frozenset[tuple[str, int, int]]) -> _Reader:
    return _Reader(roots)


def _root_problems(roots: Sequence[Path]) -> Iterator[Problem]:
    for root in roots:
        if not root.is_dir():
            yield Problem(str(root), "", "no such content folder")
        elif not any((root / name).exists() for name in HOLDS):
            yield Problem(str(root), "", f"holds none of {', '.join(HOLDS)}: is it a content folder?")


def _folders(roots: Sequence[Path], kind: str) -> dict[str, Path]:
    """Each item's folder by id, from the first root that has it, even if its main file is missing."""
    found: dict[str, Path] = {}
    for root in roots:
        folders = sorted(path for path in (root / kind).glob("*") if path.is_dir())
        for folder in folders:
            if any(folder.glob("*.toml")):
                found.setdefault(folder.name, folder)
    return dict(sorted(found.items()))


def _read(path: Path) -> dict[str, Any]:
    """What a TOML file says. Raises ContentError when it is not there or cannot be read."""
    if not os.path.lexists(path):
        raise ContentError([Problem(content_name(path.parent), "", f"{path.name} is missing")])
    return read_toml(path, content_name(path))


def _parse(path: Path, model: type[Parsed], key: str = "id", completed: dict[str, Any] | None = None) -> Parsed:
    """Read one TOML file into `model`, whose `key` names its folder or, for a language, itself.

    `completed` is what the file says with what it takes from others. Raises ContentError with everything that is wrong.
    """
    data = _read(path) if completed is None else completed
    try:
        parsed = model.model_validate(data)
    except ValidationError as error:
        raise ContentError(explain(path, data, model, detail) for detail in details(error)) from None
    what, name = ("folder", path.parent.name) if key == "id" else ("file", path.stem)
    if (written := getattr(parsed, key)) != name:
        raise ContentError([Problem(content_name(path), key, f"is {written!r}, but the {what} is called {name!r}")])
    return parsed
