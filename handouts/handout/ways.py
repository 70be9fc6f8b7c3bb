"""The ways of massage of several muscles: which are printed, and one way's steps for all the muscles that share it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest
from typing import Literal

from handouts.content.model import Technique
from handouts.handout.document import Paragraph, Step, Steps, rich
from handouts.handout.every_sheet import sends_to_another_way
from handouts.handout.say import Say

MOST_WAYS = 4
"""Ways of massage on one handout: nobody does more."""


@dataclass(frozen=True)
class Way:
    """A way of massage and the muscles it is for; of several when they share it."""

    of: tuple[tuple[Say, Technique], ...]

    @property
    def first(self) -> tuple[Say, Technique]:
        """Whose steps and pictures stand first."""
        return self.of[0]

    @property
    def needs_floor(self) -> bool:
        """Whether somebody has to get down to the floor for it."""
        return any(say.muscle.needs_floor(technique) for say, technique in self.of)

    @property
    def muscles(self) -> list[str]:
        """The ids of the muscles it is for."""
        return [say.muscle.id for say, _ in self.of]


def ways(says: Sequence[Say]) -> list[Way]:
    """All ways of massage, each muscle's first one first.

    The same tool in the same position, by the same id, is one way.
    """
    found: dict[tuple[str, ...], list[tuple[Say, Technique]]] = {}
    for rank in zip_longest(*(say.massages for say in says)):
        for say, technique in zip(says, rank, strict=True):
            if technique:
                kind = (technique.id, technique.tool, technique.position)
                found.setdefault(kind, []).append((say, technique))
    return [Way(tuple(of)) for of in found.values()]


def printed_ways(says: Sequence[Say]) -> list[Way]:
    """At most four ways, in order: first one for each muscle, then one that needs no floor, then the others."""
    every = ways(says)
    kept: list[Way] = []
    for way in (*_for_each(every, says), *_off_the_floor(every, says), *every):
        if way not in kept and len(kept) < MOST_WAYS:
            kept.append(way)
    return [way for way in every if way in kept]


def _for_each(every: Sequence[Way], says: Sequence[Say]) -> Iterator[Way]:
    """The first way of each muscle."""
    for say in says:
        yield from [way for way in every if say.muscle.id in way.muscles][:1]


def _off_the_floor(every: Sequence[Way], says: Sequence[Say]) -> Iterator[Way]:
    """The first way of each muscle for somebody who cannot get down; nothing where the very first is one."""
    for say in says:
        own = [way for way in every if say.muscle.id in way.muscles]
        if own and own[0].needs_floor:
            yield from [way for way in own if not way.needs_floor][:1]


def ways_left_out(says: Sequence[Say]) -> list[str]:
    """The titles of the ways that there is no room for."""
    kept = printed_ways(says)
    out = [way.first for way in ways(says) if way not in kept]
    return [f"{say.muscle.id}: {say.muscle.words.techniques[technique.id].title}" for say, technique in out]


def plain_names(says: Sequence[Say]) -> str:
    """What people call the muscles, as a list in a sentence."""
    names = [say.muscle.words.plain_name for say in says]
    add = says[0].strings("several.and")
    return add.join(filter(None, (says[0].strings.join(names[:-1]), names[-1])))


def shared_steps(way: Way) -> Steps:
    """The steps of a way; those that are not the same for all its muscles are said for each."""
    if len(way.of) == 1:
        return way.first[0].steps(way.first[1])
    first, technique = way.first
    steps = first.steps(technique)
    pictures = {step.id: made.picture for step, made in zip(technique.steps, steps.items, strict=True)}
    items = []
    for name in _order(way):
        said, alike = _said(way, name)
        step = next((each for each in technique.steps if each.id == name), None)
        picture = pictures.get(name)
        if step and step.figure and not alike:  # the words in the picture are those of the first muscle
            picture = first.picture(step.figure, frame=True, crop=step.crop)
        items.append(Step(rich(said), picture))
    return replace(steps, items=tuple(items))


def _said(way: Way, step: str) -> tuple[str, bool]:
    """A step in the words of all muscles, and whether they say the same.

    How they begin alike is said once, then what is each muscle's own.
    """
    texts = {
        say.muscle.id: _sentences(say.muscle.words.techniques[each.id].steps[step])
        for say, each in way.of
        if _has(each, step)
    }
    common: list[str] = []
    if len(texts) == len(way.of):
        beginnings = takewhile(lambda group: len(set(group)) == 1, zip(*texts.values(), strict=False))
        common = [group[0] for group in beginnings]
    rest = {name: " ".join(each[len(common) :]) for name, each in texts.items()}
    told = [" ".join(common)] if common else []
    for text in dict.fromkeys(filter(None, rest.values())):
        owners = [say for say, _ in way.of if rest.get(say.muscle.id) == text]
        told.append(f"**{owners[0].strings('several.for', muscles=plain_names(owners))}** {text}")
    return " ".join(told), not any(rest.values())


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+(?=[^a-z])", text)


def _has(technique: Technique, step: str) -> bool:
    return any(each.id == step for each in technique.steps)


def beside_steps(way: Way, printed: Sequence[Way], *parts: Literal["remark", "intro"]) -> Iterator[Paragraph]:
    """What is said of a way beside its steps, once where its muscles say the same, else for each of them.

    It sends only to ways of the same muscle that are printed.
    """
    texts: dict[str, list[Say]] = {}
    for say, technique in way.of:
        words = say.muscle.words.techniques[technique.id]
        there = [other.id for each in printed for owner, other in each.of if owner.muscle.id == say.muscle.id]
        if text := " ".join(
            filter(None, (*(getattr(words, part) for part in parts), sends_to_another_way(say, technique, there)))
        ):
            texts.setdefault(text, []).append(say)
    for text, owners in texts.items():
        whose = f"**{owners[0].strings('several.for', muscles=plain_names(owners))}** "
        yield Paragraph(rich(text if len(owners) == len(way.of) else whose + text))


def _order(way: Way) -> list[str]:
    """The ids of all steps: those of the first muscle, and what others have between, where they have it."""
    order = [step.id for step in way.first[1].steps]
    for _, technique in way.of[1:]:
        at = 0
        for step in technique.steps:
            if step.id in order:
                at = order.index(step.id) + 1
            else:
                order.insert(at, step.id)
                at += 1
    return order
