"""How clear a handout is: the items of PEMAT-P and of the CDC Clear Communication Index that a machine can judge.

The whole count, with the items that only a person can judge, is docs/clear-communication.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged
from handouts.check.reading import plain
from handouts.content.model import Technique
from handouts.handout import document as doc

PEMAT = Rule(
    "clear.pemat",
    "warning",
    "materials that meet the items of this instrument are understood, and acted on",
    "PEMAT-P (AHRQ): items 11, 12, 15, 23 and 25; others follow from the rules that they name",
    "every item that applies is met",
    "see the item in docs/clear-communication.md",
)
CDC = Rule(
    "clear.cdc",
    "warning",
    "materials that meet the items of this index are understood, and acted on",
    "CDC Clear Communication Index: items 2, 5, 8, 11, 15, 18 and 19; others follow from the rules that they name",
    "every item that applies is met",
    "see the item in docs/clear-communication.md",
)
RULES = (PEMAT, CDC)
Judge = Callable[[Judged], bool | None]
"""Whether an item is met; None where it does not apply."""
DIFFICULT = re.compile(r"\d+(?:\.\d+)? ?%|\d\.\d|\b1 in \d+")
"""Numbers that patients have no use for."""


@dataclass(frozen=True)
class Item:
    """One item of an instrument: what it asks, and either a judge or the rules that judge it."""

    instrument: Rule
    number: int
    asks: str
    judge: Judge | None = None
    rules: tuple[str, ...] = ()


def _blocks(thing: Any) -> Iterator[Any]:
    """Every block of a document, at any depth."""
    if isinstance(thing, tuple):
        for each in thing:
            yield from _blocks(each)
    elif hasattr(thing, "__dataclass_fields__"):
        yield thing
        for name in thing.__dataclass_fields__:
            yield from _blocks(getattr(thing, name))


def _has(about: Judged, *kinds: type) -> bool:
    return any(isinstance(block, kinds) for block in _blocks(about.document.parts))


def _summary(about: Judged) -> bool | None:
    if about.plain is None or not about.plain.summary:
        return None
    titles = [str(getattr(block, "title", "")) for block in _blocks(about.document.parts)]
    return any(re.match("|".join(about.plain.summary), text, re.IGNORECASE) for text in titles)


def _massage(about: Judged) -> list[Technique]:
    return [each for each in about.muscle.facts.techniques if each.use == "massage"]


def _shown(about: Judged) -> bool | None:
    """Whether the first way to massage has a picture for half of its steps, or one for all."""
    if not (ways := _massage(about)):
        return None
    return sum(step.figure is not None for step in ways[0].steps) * 2 >= len(ways[0].steps)


def _risks(about: Judged) -> bool | None:
    return any(note.kind == "risk" for note in about.muscle.facts.notes) if _massage(about) else None


def _numbers(about: Judged) -> bool:
    return not any(DIFFICULT.search(plain(said.text)) for said in about.printed)


def _strong(about: Judged) -> bool:
    return "**" in about.muscle.words.purpose


ITEMS = (
    Item(PEMAT, 3, "everyday words", rules=("words.jargon", "words.banned", "words.grade", "words.grade-all")),
    Item(PEMAT, 4, "medical words only where they are explained", rules=("words.term",)),
    Item(PEMAT, 5, "active voice", rules=("words.passive",)),
    Item(PEMAT, 11, "a summary, which the heading calls so", _summary),
    Item(PEMAT, 12, "visual cues: a box for the warnings", lambda about: _has(about, doc.WarningBox)),
    Item(PEMAT, 15, "a picture wherever it helps: a pain map", lambda about: _has(about, doc.Spots)),
    Item(PEMAT, 17, "pictures have captions", rules=("figures.caption",)),
    Item(PEMAT, 20, "it says what to do", rules=("steps.verb",)),
    Item(PEMAT, 21, "it speaks to the reader", rules=("words.you",)),
    Item(PEMAT, 22, "small steps", rules=("steps.one-action", "steps.many")),
    Item(PEMAT, 23, "something to fill in: a diary, a list to tick", lambda about: _has(about, doc.Diary, doc.TickBox)),
    Item(PEMAT, 25, "pictures for half of the steps of the first way to massage", _shown),
    Item(CDC, 2, "the main message is marked: strong words in `purpose`", _strong),
    Item(CDC, 5, "a call to action: steps", lambda about: _has(about, doc.Steps) if _massage(about) else None),
    Item(CDC, 6, "active voice", rules=("words.passive",)),
    Item(CDC, 7, "words that the audience uses", rules=("words.jargon", "words.banned")),
    Item(CDC, 8, "lists have bullets or numbers", lambda about: _has(about, doc.Bullets, doc.Steps)),
    Item(CDC, 11, "what is known and not known: items under `certainty`", lambda a: bool(a.muscle.facts.certainty)),
    Item(CDC, 12, "what to do", rules=("steps.verb",)),
    Item(CDC, 15, "numbers that the audience uses: no shares, no decimals", _numbers),
    Item(CDC, 18, "what the risk is: a note of kind `risk`", _risks),
    Item(
        CDC,
        19,
        "risks and benefits: a `risk` note, and `certainty`",
        lambda a: _risks(a) and bool(a.muscle.facts.certainty),
    ),
)


def judge(about: Judged) -> Iterator[Finding]:
    """The items that are not met, but for those that other rules tell."""
    for item in ITEMS:
        if item.judge is not None and item.judge(about) is False:
            name = "PEMAT-P" if item.instrument is PEMAT else "CDC Index"
            yield found(item.instrument, about.words_file, "", f"{name} item {item.number} is not met: {item.asks}")


def score(about: Judged, findings: Iterable[Finding]) -> str:
    """How many of the items that a machine can judge are met, with the percentage."""
    broken = {each.rule for each in findings}
    said = []
    for instrument, name in ((PEMAT, "PEMAT-P"), (CDC, "CDC Index")):
        verdicts = [_is_met(item, about, broken) for item in ITEMS if item.instrument is instrument]
        met, count = verdicts.count(True), len(verdicts) - verdicts.count(None)
        said.append(f"{name} {met} of {count} items that a machine can judge ({100 * met // max(1, count)} %)")
    return f"{about.muscle.id} ({about.lang}): {', '.join(said)}"


def _is_met(item: Item, about: Judged, broken: Collection[str]) -> bool | None:
    return item.judge(about) if item.judge else not set(item.rules) & set(broken)
