"""The library: muscles, facts and words joined."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from handouts.content.aliases import Alias, key, read_aliases
from handouts.content.cards import SharedCard, shared_cards
from handouts.content.filling import region_values
from handouts.content.model import (
    BulletWords,
    Facts,
    KeepOff,
    Region,
    RegionWords,
    SafetyFacts,
    SafetyItem,
    SafetyLanguage,
    SafetyWords,
    Source,
    Technique,
    Words,
)
from handouts.content.regions import Regions, items_for, read_region_words, read_regions
from handouts.content.shared import Lists, Shared
from handouts.drawing.art import Drawing, read_drawing
from handouts.drawing.body import SURFACES, Surfaces, read_surfaces
from handouts.errors import ContentError, HandoutsError, Problem, likely, nearest
from handouts.style.choices import SHOWN, Person, Shown

Made = TypeVar("Made")
MOST_KEPT = 1024
"""Figures, words and parts that a muscle keeps; the oldest goes first."""


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
    """One muscle in one language: facts, words, warnings in order, sources by id, its folder's drawings, its region."""

    facts: Facts
    words: Words
    warnings: tuple[SafetyWarning, ...]
    sources: Mapping[str, Source]
    art: Art
    lists: Lists = field(compare=False)
    region: Region
    region_words: RegionWords
    beside: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)
    """The names of the muscles beside it that have words in its language; read only when asked for."""
    _made: dict[Hashable, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def recall(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made from this muscle under a key; made when it is not there. It goes when the muscle goes."""
        if key not in self._made:
            if len(self._made) >= MOST_KEPT:
                del self._made[next(iter(self._made))]
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    @property
    def basics(self) -> tuple[SharedCard, ...]:
        """The shared cards that go with it. Raises ContentError when they are not right."""
        known = self.recall("basics", lambda: shared_cards(self.lists.shared, self.lang))
        return tuple(each for each in known if each.module is None or each.module in self.facts.safety)

    def needs_floor(self, technique: Technique) -> bool:
        """Whether somebody has to get down to the floor for a technique."""
        return self.lists.positions[technique.position].floor

    def printed_sources(self) -> list[Source]:
        """The works that a handout lists: those that are printed, and that something on it cites, not only a card."""
        cited = self.facts.cited(cards=False)
        return [source for source in self.sources.values() if source.printed and source.id in cited]

    @property
    def id(self) -> str:
        """The written id, which never changes."""
        return self.facts.id

    @property
    def keep_off(self) -> tuple[KeepOff, ...]:
        """The places that must never be pressed: the region's, and its own."""
        return (*self.region.keep_off, *self.facts.keep_off)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """The sides that a handout of it may be for; a muscle in the middle has none."""
        return ("both",) if self.facts.midline else SHOWN

    def sides(self, shown: Shown) -> dict[str, str]:
        """What the names of sides and of the region stand for in its words, when a handout shows a side."""
        return region_values(self.region_words, shown, self.facts.midline)

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
            if os.path.lexists(path):
                return path
        raise HandoutsError(f"content/art: no drawing {name!r}{likely(name, self.names())}")

    def drawing(self, name: str, person: Person = "man") -> Drawing:
        """The drawing called `name`, with the body that is asked for where it was drawn with both.

        Raises HandoutsError when no folder has it, ContentError when it is not right.
        """
        if person == "woman" and f"{name}_f" in self.names():
            name = f"{name}_f"
        return read_drawing(self.path(name), self._surface_files)

    def layered(self, name: str, overlay: str | None, person: Person = "man") -> Drawing:
        """The drawing called `name`, with an overlay on it when one is named.

        Raises HandoutsError when a folder lacks one or the overlay belongs on another drawing.
        """
        below = self.drawing(name, person)
        if overlay is None:
            return below
        above = self.drawing(overlay)
        if above.plate != name:
            where = f"the plate {above.plate!r}" if above.plate else "no plate"
            raise HandoutsError(f"content/art: {overlay!r} is drawn on {where}, not on {name!r}")
        return below.under(above)

    def surfaces(self) -> Surfaces:
        """The surfaces of the body, by name. Raises ContentError when their file is not right."""
        return read_surfaces(self._surface_files)

    @property
    def _surface_files(self) -> tuple[Path, ...]:
        return tuple(folder.parent / SURFACES for folder in self.folders)

    def names(self) -> set[str]:
        """Every drawing there is."""
        return {path.stem for folder in self.folders if folder.is_dir() for path in folder.glob("*.json")}


def _right(_muscle: str, _lang: str) -> None:
    """Everything has been checked."""


def _here(problem: Problem) -> Problem:
    """Every file says what it says itself."""
    return problem


def _is_of_another(problem: Problem, figure: str) -> bool:
    """Whether a problem is in the drawing of a figure other than the one that is asked for."""
    return problem.key.startswith("figures[") and not problem.key.startswith(f"figures[{figure}]")


@dataclass
class Library:
    """All muscles that could be found, by id, each with the languages it has."""

    roots: tuple[Path, ...]
    facts: Mapping[str, Facts] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Words] = field(default_factory=dict)
    safety: Mapping[str, SafetyFacts] = field(default_factory=dict)
    safety_words: Mapping[tuple[str, str], SafetyLanguage] = field(default_factory=dict)
    lists: Lists = field(default_factory=lambda: Lists(Shared(())))
    """Every work, tool, position and small picture that items may name."""
    check: Callable[[str, str], None] = _right
    """Raises ContentError when a muscle is not right in a language; asked before it is handed out."""
    placed: Callable[[Problem], Problem] = _here
    """A problem of a muscle's file, with the shared file and key instead where its words or facts stand there."""
    _muscles: dict[tuple[str, str], Muscle] = field(init=False, default_factory=dict, compare=False, repr=False)

    @property
    def art(self) -> Art:
        """The drawings of all content folders."""
        return Art(tuple(root / "art" for root in self.roots))

    @property
    def regions(self) -> Regions:
        """The regions of the body. Raises ContentError when their file is not right."""
        return read_regions(self.roots)

    def basics(self, lang: str) -> tuple[SharedCard, ...]:
        """All shared cards in a language, in their order. Raises ContentError when they are not right."""
        return shared_cards(self.lists.shared, lang)

    def region_words(self, lang: str) -> Mapping[str, RegionWords]:
        """The words of the regions in a language. Raises ContentError when their file is not right."""
        return read_region_words(self.roots, lang)

    def folder(self, muscle_id: str) -> Path:
        """The folder that has the files of a muscle. Raises HandoutsError when none has."""
        for root in self.roots:
            if (root / "muscles" / muscle_id).is_dir():
                return root / "muscles" / muscle_id
        raise HandoutsError(f"no muscle {muscle_id!r}{self._likely(muscle_id)}")

    def ids(self) -> list[str]:
        """The ids of all muscles, sorted."""
        return sorted(self.facts)

    @cached_property
    def aliases(self) -> Mapping[str, Alias]:
        """What people call the muscles, by key. Raises ContentError when an index is wrong."""
        return read_aliases(self.roots)

    def find(self, name: str) -> tuple[str, str]:
        """The id of the muscle that is meant, and the other name that was written for it ("" when it was the id).

        Case, accents, spaces and hyphens do not matter. Raises HandoutsError, which repeats nothing of `name` that is
        not a known name, when no muscle is meant or two are.
        """
        if name in self.facts:
            return name, ""
        for muscle in self.facts:
            if key(muscle) == key(name):
                return muscle, ""
        alias = self.aliases.get(key(name), Alias("", ()))
        fits = [muscle for muscle in alias.muscles if muscle in self.facts]
        if not fits:
            alias = self._called(key(name))
            fits = list(alias.muscles)
        if len(fits) > 1:
            raise HandoutsError(f"{alias.name!r} could be {' or '.join(fits)}: write which")
        if not fits:
            raise HandoutsError(f"there is no such muscle{self._likely(name)}")
        return fits[0], alias.name

    def _called(self, wanted: str) -> Alias:
        """The muscles whose own words call them so: names, plain names and synonyms. Every muscle is read for it."""
        found, called = dict[str, None](), ""
        for muscle, lang in self.words:
            try:
                words = self.words[muscle, lang]
            except ContentError:
                continue  # told to whoever asks for that muscle
            for each in (words.name, words.plain_name, *words.synonyms):
                if key(each) == wanted:
                    found[muscle], called = None, each
        return Alias(called, tuple(found))

    def sisters(self, muscle_id: str) -> list[str]:
        """The muscles beside this one that the library has, in its order."""
        return [name for name in self.facts[muscle_id].sisters if name in self.facts]

    def _likely(self, name: str) -> str:
        """The known name, another name of a muscle perhaps, that is nearest to what was written."""
        others = {other: alias for other, alias in self.aliases.items() if set(alias.muscles) & set(self.facts)}
        known = {key(muscle): muscle for muscle in self.facts}
        known |= {other: alias.name for other, alias in others.items() if other not in known}
        meant = known.get(nearest(key(name)[:60], known, 0.75), "")  # a muscle is not offered for another one
        if not meant:
            return ""
        said = "" if meant in self.facts else f" ({' or '.join(others[key(meant)].muscles)})"
        return f"; did you mean {meant!r}{said}?"

    def languages(self, muscle_id: str) -> list[str]:
        """The languages a muscle has words in, sorted."""
        return sorted(lang for known, lang in self.words if known == muscle_id)

    def muscle(self, muscle_id: str, lang: str, figure: str = "") -> Muscle:
        """A muscle in a language, checked; for one figure alone, though other figures' drawings may still be missing.

        Raises HandoutsError, with the likely meant name, when there is none; ContentError when it is not right.
        """
        if muscle_id not in self.facts:
            known = ", ".join(self.ids()) or "none"
            raise HandoutsError(f"no muscle {muscle_id!r}{self._likely(muscle_id)} (there is: {known})")
        if (muscle_id, lang) not in self.words:
            known = ", ".join(self.languages(muscle_id)) or "none"
            raise HandoutsError(f"{muscle_id} has no words in language {lang!r} (there is: {known})")
        try:
            self.check(muscle_id, lang)
        except ContentError as error:
            wrong = [each for each in error.problems if not (figure and _is_of_another(each, figure))]
            if wrong:
                raise ContentError(wrong) from None
        if (muscle_id, lang) not in self._muscles:
            self._muscles[muscle_id, lang] = self._joined(muscle_id, lang)
        return self._muscles[muscle_id, lang]

    def _joined(self, muscle_id: str, lang: str) -> Muscle:
        """Facts, words and warnings of a muscle that was checked."""
        facts = self.facts[muscle_id]
        warnings = []
        for module_id in facts.safety:
            module, words = self.safety[module_id], self.safety_words[module_id, lang]
            for item in items_for(module, self.regions, facts):
                bullet = words.bullets[item.bullet] if item.bullet else None
                warnings.append(SafetyWarning(module_id, item, words.items[item.id], bullet))
        cited = {*facts.cited(), *(source for warning in warnings for source in warning.item.sources)}
        sources = {name: self.lists.sources[name] for name in self.lists.sources if name in cited}
        region, said = self.regions.by_id[facts.region], self.region_words(lang)[facts.region]
        own, beside = self.words[muscle_id, lang], partial(self._names_beside, muscle_id, lang)
        return Muscle(facts, own, tuple(warnings), sources, self.art, self.lists, region, said, beside)

    def _names_beside(self, muscle_id: str, lang: str) -> tuple[str, ...]:
        """What the muscles beside one are called; a mistake in another's file is no matter of this one."""
        names = []
        for sister in self.sisters(muscle_id):
            with suppress(ContentError):
                names += [self.words[sister, lang].name] if (sister, lang) in self.words else []
        return tuple(names)

    def unfinished(self, lang: str) -> dict[str, int]:
        """How many problems each muscle has that has words in a language and is not right; the others have none."""
        found = {}
        for muscle_id in self.ids():
            try:
                if (muscle_id, lang) in self.words or not self.languages(muscle_id):
                    self.check(muscle_id, lang)
            except ContentError as error:
                found[muscle_id] = len(error.problems)
        return found
