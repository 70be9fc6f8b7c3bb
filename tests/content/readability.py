"""Counts how hard a text is to read, and lists the words of a muscle that a patient sees, in reading order.

The counters need no dictionary: syllables are groups of vowels, with a few rules and exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handouts.content.library import Muscle
from handouts.content.model import Words
from handouts.content.safety import safety_of
from handouts.content.spoken import spoken

WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+")
SENTENCE_END = re.compile(r"(?<=[.!?…])(?:\*\*)?\s+")
EXCEPTIONS = {
    word: count
    for count, group in (
        (1, "sole soles one ones eye eyes clothes"),
        (
            2,
            "tired being people someone something sometimes quiet every react reacts barefoot fibre fibres",
        ),
        (3, "serious area areas diary soleus idea physio massages hrt dvt nhs"),
        (4, "diabetes"),
        (6, "physiotherapist physiotherapists"),
    )
    for word in group.split()
}
NUMBERS = {"0": 2, "7": 2, "30": 2, "60": 2, "65": 3, "16": 2, "20": 2, "40": 2, "50": 2, "90": 2, "14": 2}
SILENT = (r"[^aeiouyscxzhgl]es$", r"[^aeioudty]ed$", r"[^aeiouyl]e$", r"[aeiouy]le$", r"[aeiouy]les$")
SPOKEN = (r"(?<![tscg])io(?!u)", r"(?<![tc])ia", r"eo(?!p)", r"(?<!q)u[ao]")


@dataclass(frozen=True)
class Reading:
    """Figures of a text: words, sentences, syllables, and what follows from them."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade: the school year that can read it."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def ease(self) -> float:
        """Flesch reading ease: 0 hard, 100 easy."""
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def length(self) -> float:
        """Mean number of words in a sentence."""
        return self.words / self.sentences


def syllables(word: str) -> int:
    """The number of syllables in an English word, or in a number as it is spoken."""
    word = word.lower().replace("’", "'")
    if word.isdigit():
        return NUMBERS.get(word, len(word))
    word = word.removesuffix("'s")
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = any(re.search(pattern, word) for pattern in SILENT)
    spoken = any(re.search(pattern, word) for pattern in SPOKEN)
    groups += spoken - silent - bool(re.search(r"[^aeiouy]e(?:ly|ful|ment|ness|less|some)", word))
    groups += bool(re.search(r"[aeiouy]ing$", word))
    return max(1, groups)


def plain(text: str) -> str:
    """A text without its marks for strong words and gaps."""
    return re.sub(r"\[\[\d+::(.+?)(?:::.+?)?\]\]", r"\1", text).replace("**", "")


def sentences(text: str) -> list[str]:
    """The sentences of a text; one without a full stop counts. A colon or a dash does not end one."""
    return [part for part in SENTENCE_END.split(plain(text).strip()) if WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text. A word with a hyphen counts as its parts."""
    return WORD.findall(plain(text))


def reading(texts: Iterable[str]) -> Reading:
    """The figures of several texts together."""
    found = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in found for word in words(sentence)]
    return Reading(len(spoken), len(found), sum(syllables(word) for word in spoken))


def joined(items: Mapping[str, str]) -> str:
    """A list as it is printed."""
    return ", ".join([*items.values()][:-1]) + " or " * (len(items) > 1) + "".join([*items.values()][-1:])


def prose(muscle: Muscle) -> Iterator[tuple[str, str]]:
    """Every sentence a patient reads, keyed, in the order of the handout; printed as one, joined as one."""
    said = spoken(muscle, "both", muscle.facts.dose, "your doctor", " to ").words
    yield "purpose", said.purpose
    for key, text in said.symptoms.items():
        yield f"symptoms.{key}", text
    for key, point in said.trigger_points.items():
        yield f"trigger_points.{key}", f"{point.place} {point.pain}"
    yield "spots_note", said.spots_note
    for line in safety_of(muscle).box:
        yield f"box.{'+'.join(line.items)}", line.text
    for warning in muscle.warnings:
        if warning.item.tier in ("now", "today", "check", "note"):
            yield f"safety.{warning.key}", warning.words.text
    for key, technique in said.techniques.items():
        for name, text in (("remark", technique.remark), ("intro", technique.intro)):
            if text:
                yield f"techniques.{key}.{name}", text
        for name, variant in technique.variants.items():
            yield f"techniques.{key}.variants.{name}", f"{variant.caption} {variant.caution}"
        for name, text in (*technique.steps.items(), *technique.short.items()):
            yield f"techniques.{key}.steps.{name}", text
    yield from blocks(said)
    for warning in muscle.warnings:
        if warning.item.tier in ("never", "stop"):
            yield f"safety.{warning.key}", f"{warning.words.text}. {warning.words.next}"
    for key, cause in said.causes.items():
        yield f"causes.{key}", f"{cause.intro} {joined(cause.examples)}."
        if cause.conditions:
            yield f"causes.{key}.conditions", f"More so if {cause.worse} {joined(cause.conditions)}."
    for key, note in said.notes.items():
        yield f"notes.{key}", f"{note.title} {note.text}"
    yield "anatomy", f"{said.anatomy} {said.anatomy_in_short}"
    yield "situations", f"It works hardest when you {joined(said.situations)}."
    for group in ("attachments", "functions", "certainty"):
        yield from ((f"{group}.{key}", text) for key, text in getattr(said, group).items())
    for warning in muscle.warnings:
        if warning.item.tier in ("check", "stop", "never", "note"):
            yield f"safety.{warning.key}.short", warning.words.short
    for key, figure in said.figures.items():
        if figure.caption:
            yield f"figures.{key}.caption", figure.caption
        yield f"figures.{key}.alt", figure.alt


def blocks(said: Words) -> Iterator[tuple[str, str]]:
    """What stands around the massage, and the exercises that may be printed as well."""
    for key, guide in said.guides.items():
        yield f"guides.{key}", " ".join(filter(None, (guide.intro, guide.closing, guide.short)))
        yield from ((f"guides.{key}.points.{name}", text) for name, text in guide.points.items())
    for key, addon in said.addons.items():
        yield f"addons.{key}.caution", addon.caution
        yield from ((f"addons.{key}.steps.{name}", text) for name, text in addon.steps.items())
        yield from ((f"addons.{key}.instead.{name}", text) for name, text in addon.instead.items())


def headings(muscle: Muscle) -> Iterator[tuple[str, str]]:
    """Titles and labels a patient reads: too short to have a reading grade, but held to the same words."""
    said = muscle.words
    for key in ("title", "subtitle", "short_title", "do_title", "plain_name"):
        yield key, getattr(said, key)
    for key, cause in said.causes.items():
        yield f"causes.{key}.title", cause.title
    for key, technique in said.techniques.items():
        yield f"techniques.{key}.title", technique.title
        for name, variant in technique.variants.items():
            yield f"techniques.{key}.variants.{name}", f"{variant.call} {variant.name}"
    for key, guide in said.guides.items():
        yield f"guides.{key}.title", guide.title
    for key, addon in said.addons.items():
        yield f"addons.{key}.title", f"{addon.title} {addon.instead_title} {' '.join(addon.weeks)}"
    for key, figure in said.figures.items():
        yield f"figures.{key}.title", figure.title
        yield from ((f"figures.{key}.views.{name}", text) for name, text in figure.views.items())
        for name, label in figure.labels.items():
            yield f"figures.{key}.labels.{name}", f"{label.name} {label.more}"
