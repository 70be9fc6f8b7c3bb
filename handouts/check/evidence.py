"""The evidence: every claim has a grade and a source, and one fact has one grade."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged
from handouts.content.cards import FACTS_FILE
from handouts.content.crosscheck.cards import claimed
from handouts.content.shared import Shared
from handouts.errors import Problem

NO_SOURCE_NEEDED = ("practice", "expert")
SOURCE = Rule(
    "evidence.source",
    "error",
    "a grade says how well something is supported, so there must be something that supports it",
    "AGREE II, DISCERN 4",
    "every item of a muscle and of its warnings has a source, or is graded `practice` or `expert`: common, or said"
    " by experts, without a study",
    "name the source that was read, or grade it `practice`",
)
CLAIM = Rule(
    "evidence.same-claim",
    "error",
    "one fact has one grade, on the handout and on its card: a student and a patient must not be told different things",
    "our own",
    "a card's `evidence` is that of the item its `claim` names",
    "give both the grade that the sources carry",
)
SHARED = Rule(
    "evidence.same-shared",
    "error",
    "one fact has one grade, in every muscle that has it",
    "our own",
    "an item of `content/shared` that is taken with its sources keeps its `evidence`",
    "take the grade out; if other sources carry it, name them",
)
WORDS = Rule(
    "evidence.contested",
    "warning",
    "what experts do not agree on must be heard as that",
    "CDC Index 11, DISCERN 7",
    "a muscle with a `contested` item has an item under `certainty`, which says so to the patient",
    "add an item under certainty",
)
RULES = (SOURCE, CLAIM, SHARED, WORDS)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about evidence."""
    facts, file = about.muscle.facts, about.facts_file
    items = list(facts.items())
    for key, item in items:
        if not item.sources and item.evidence not in NO_SOURCE_NEEDED:
            yield found(SOURCE, file, f"{key}[{item.id}].sources", f"is graded {item.evidence!r} and has no source")
    for warning in about.muscle.warnings:
        if not warning.item.sources and warning.item.evidence not in NO_SOURCE_NEEDED:
            where, key = f"content/safety/{warning.module}/module.toml", f"items[{warning.item.id}].sources"
            yield found(SOURCE, where, key, f"is graded {warning.item.evidence!r} and has no source")
    yield from _shared_grades(about)
    grades = {f"{key}.{item.id}": item.evidence for key, item in items} | {"dose": facts.dose.evidence}
    for card in facts.cards:
        if card.claim is not None and card.claim in grades and card.evidence != grades[card.claim]:
            what = f"is {card.evidence!r}, but {card.claim} is {grades[card.claim]!r}"
            yield found(CLAIM, file, f"cards[{card.id}].evidence", what)
    for basic in about.muscle.basics if facts.cards else ():
        claim = basic.card.claim
        grade = claimed(about.library, claim) if claim else None
        if grade and basic.card.evidence != grade:
            what = f"is {basic.card.evidence!r}, but {claim} is {grade!r}"
            yield found(CLAIM, FACTS_FILE, f"{basic.card.id}.evidence", what)
    if not facts.certainty and any(item.evidence == "contested" for _, item in items):
        yield found(WORDS, file, "certainty", "is empty, though something is contested")


def _shared_grades(about: Judged) -> Iterator[Finding]:
    """Items whose sources are the shared ones, and whose grade is their own and another."""
    shared, placed = Shared(about.library.roots), about.library.placed
    for key, item in about.muscle.facts.items():
        place = f"{key}[{item.id}]"
        there = placed(Problem(about.facts_file, f"{place}.sources", ""))
        if there.file == about.facts_file:
            continue
        name = there.key.partition(".")[0]
        grade = shared.facts(key.rpartition(".")[2])[name].data.get("evidence", item.evidence)
        if item.evidence != grade:
            what = f"is {item.evidence!r}, but {name!r} in {there.file} is {grade!r}, with the same sources"
            yield found(SHARED, about.facts_file, f"{place}.evidence", what)
