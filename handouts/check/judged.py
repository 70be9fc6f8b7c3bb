"""One muscle in one language as the judges see it: its texts in reading order, with the file and the key of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from handouts.check.plain import Plain, load_plain
from handouts.content.library import Library, Muscle
from handouts.content.model import AddonWords, GuideWords, TechniqueWords, Words
from handouts.content.safety import safety_of
from handouts.content.spoken import spoken
from handouts.content.todo import MARK
from handouts.handout.document import Document
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.style.choices import Layout
from handouts.style.words import Strings, load_locale, load_strings

Kind = Literal["prose", "full", "alt", "heading"]
"""Sentences of the pages; full words of a warning, which are lists; text alternatives; titles and labels."""


@dataclass(frozen=True)
class Said:
    """One text that a patient reads or hears, in a section that has a reading grade of its own."""

    section: str
    file: str
    key: str
    text: str
    kind: Kind = "prose"


@dataclass(frozen=True, eq=False)
class Judged:
    """A muscle in a language, and what it is judged by. `plain` is None where a language has no word lists yet."""

    library: Library
    muscle: Muscle
    templates: tuple[Path, ...]
    strings: Strings
    plain: Plain | None
    layouts: Layouts = field(default_factory=Layouts)
    """What is known of the pages, for whoever sets the very documents of `made`."""
    _made: dict[Layout, Document] = field(init=False, default_factory=dict)

    @property
    def lang(self) -> str:
        """The language of the words."""
        return self.muscle.lang

    @property
    def facts_file(self) -> str:
        """The file of the facts, as a person knows it."""
        return f"content/muscles/{self.muscle.id}/muscle.toml"

    @property
    def words_file(self) -> str:
        """The file of the words."""
        return f"content/muscles/{self.muscle.id}/{self.lang}.toml"

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every sentence a patient reads or hears, filled in for either side, in the order of the handout.

        What is still to be written is not judged yet: it is a finding of its own.
        """
        return tuple(each for each in _prose(self) if MARK not in each.text)

    @cached_property
    def headings(self) -> tuple[Said, ...]:
        """Titles and labels: too short for a reading grade, but held to the same words."""
        return tuple(each for each in _headings(self) if MARK not in each.text)

    @property
    def document(self) -> Document:
        """The whole handout, for either side and without a place's numbers. Raises HandoutsError when none is made."""
        return self.made("full")

    def made(self, layout: Layout) -> Document:
        """A layout of the handout, made once. Raises HandoutsError when the muscle has none."""
        if layout not in self._made:
            locale = load_locale(self.templates, None)
            self._made[layout] = handout(self.muscle, self.strings, locale, Options(layout=layout))
        return self._made[layout]

    @property
    def printed(self) -> list[Said]:
        """The sentences that are printed; text alternatives, long and easy, must not hide them."""
        return [each for each in self.said if each.kind != "alt"]


def judged(library: Library, muscle: str, lang: str, templates: tuple[Path, ...]) -> Judged:
    """A muscle to judge. Raises ContentError when it, or what it is judged by, is not right."""
    return Judged(
        library, library.muscle(muscle, lang), templates, load_strings(templates, lang), load_plain(templates, lang)
    )


def joined(items: Mapping[str, str]) -> str:
    """A list in one line."""
    return ", ".join(items.values())


def _prose(about: Judged) -> Iterator[Said]:
    muscle, file = about.muscle, about.words_file
    said = spoken(muscle, "both", muscle.facts.dose, "your doctor", " to ").words

    def say(key: str, text: str, section: str = "") -> Iterator[Said]:
        if text.strip():
            yield Said(section or key.split(".")[0], file, key, text)

    yield from say("purpose", said.purpose)
    for key, text in said.symptoms.items():
        yield from say(f"symptoms.{key}", text)
    for key, point in said.trigger_points.items():
        yield from say(f"trigger_points.{key}", f"{point.place} {point.pain}")
    yield from say("spots_note", said.spots_note)
    yield from _box(about)
    for key, technique in said.techniques.items():
        yield from _technique(file, f"techniques.{key}", technique)
    for key, guide in said.guides.items():
        yield from _guide(file, f"guides.{key}", guide)
    for key, addon in said.addons.items():
        yield from _addon(file, f"addons.{key}", addon)
    yield from _warnings(about)
    yield from _background(said, say)
    for key, figure in said.figures.items():
        yield from say(f"figures.{key}.caption", figure.caption, "captions")
        yield Said("figures", file, f"figures.{key}.alt", figure.alt, "alt")


def _background(said: Words, say: Callable[[str, str], Iterator[Said]]) -> Iterator[Said]:
    for key, cause in said.causes.items():
        yield from say(f"causes.{key}", f"{cause.intro} {joined(cause.examples)}.")
        if cause.conditions:
            yield from say(f"causes.{key}.conditions", f"{cause.worse} {joined(cause.conditions)}.")
    for key, note in said.notes.items():
        yield from say(f"notes.{key}", f"{note.title} {note.text}")
    yield from say("anatomy", f"{said.anatomy} {said.anatomy_in_short}")
    for group in ("attachments", "functions", "certainty"):
        for key, text in getattr(said, group).items():
            yield from say(f"{group}.{key}", text)


def _box(about: Judged) -> Iterator[Said]:
    """The lines of the warning box, each in the module that has its words."""
    bullets = {w.key: w.item.bullet for w in about.muscle.warnings}
    for line in safety_of(about.muscle).box:
        module, item = line.items[0].split(".", 1)
        key = f"bullets.{name}.text" if (name := bullets[line.items[0]]) else f"items.{item}.text"
        yield Said("box", _module_file(about, module), key, line.text)


def _warnings(about: Judged) -> Iterator[Said]:
    """The warnings in full and in short words. They are lists of signs: no grade of their own."""
    for warning in about.muscle.warnings:
        file, key, words = _module_file(about, warning.module), f"items.{warning.item.id}", warning.words
        texts = [("text", words.text), ("next", words.next)]
        if warning.item.tier not in ("now", "today"):  # these are printed by the bullets of the box
            texts += [("short", words.short), ("tick", words.tick)]
        yield from (Said("safety", file, f"{key}.{name}", text, "full") for name, text in texts if text)


def _module_file(about: Judged, module: str) -> str:
    return f"content/safety/{module}/{about.lang}.toml"


def _technique(file: str, key: str, technique: TechniqueWords) -> Iterator[Said]:
    for name, text in (("remark", technique.remark), ("intro", technique.intro)):
        if text:
            yield Said(key, file, f"{key}.{name}", text)
    for name, text in technique.others.items():
        yield Said(key, file, f"{key}.others.{name}", text)
    for name, variant in technique.variants.items():
        yield Said(key, file, f"{key}.variants.{name}", f"{variant.caption} {variant.caution}")
    for group, steps in (("steps", technique.steps), ("short", technique.short)):
        for name, text in steps.items():
            yield Said(key, file, f"{key}.{group}.{name}", text)


def _guide(file: str, key: str, guide: GuideWords) -> Iterator[Said]:
    for name, text in (("intro", guide.intro), ("closing", guide.closing), ("short", guide.short)):
        if text:
            yield Said(key, file, f"{key}.{name}", text)
    for name, text in guide.points.items():
        yield Said(key, file, f"{key}.points.{name}", text)


def _addon(file: str, key: str, addon: AddonWords) -> Iterator[Said]:
    if addon.caution:
        yield Said(key, file, f"{key}.caution", addon.caution)
    for group, steps in (("steps", addon.steps), ("instead", addon.instead)):
        for name, text in steps.items():
            yield Said(key, file, f"{key}.{group}.{name}", text)


def _headings(about: Judged) -> Iterator[Said]:
    said, file = about.muscle.words, about.words_file

    def head(key: str, *texts: str) -> Said:
        return Said("headings", file, key, " ".join(filter(None, texts)), "heading")

    for key in ("title", "subtitle", "short_title", "do_title", "plain_name"):
        yield head(key, getattr(said, key))
    for key, cause in said.causes.items():
        yield head(f"causes.{key}.title", cause.title)
    for key, technique in said.techniques.items():
        yield head(f"techniques.{key}.title", technique.title)
        for name, variant in technique.variants.items():
            yield head(f"techniques.{key}.variants.{name}", variant.call, variant.name)
        for name, label in technique.labels.items():
            yield head(f"techniques.{key}.labels.{name}", *label)
    for key, guide in said.guides.items():
        yield head(f"guides.{key}.title", guide.title)
    for key, addon in said.addons.items():
        yield head(f"addons.{key}.title", addon.title, addon.instead_title, *addon.weeks)
    for key, situation in said.situations.items():
        yield head(f"situations.{key}", situation)
    for key, figure in said.figures.items():
        yield head(f"figures.{key}.title", figure.title)
        yield from (head(f"figures.{key}.views.{name}", text) for name, text in figure.views.items())
        yield from (head(f"figures.{key}.labels.{name}", each.name, each.more) for name, each in figure.labels.items())
