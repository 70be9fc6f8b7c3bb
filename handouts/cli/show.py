"""Muscle -> plain text: everything there is about a muscle, readable in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from handouts.content.library import Muscle
from handouts.content.model import Grade, Item, PainMap
from handouts.content.references import references
from handouts.content.spoken import spoken
from handouts.style.words import Strings


def to_text(muscle: Muscle, width: int = 96) -> str:
    """All facts and words of a muscle, headings underlined, ids in brackets, grades and sources behind."""
    lines: list[str] = []
    muscle = spoken(muscle, "both", muscle.facts.dose, "for advice")
    for line in _lines(muscle):
        indent = len(line) - len(line.lstrip(" "))
        follow = " " * (indent + (2 if line.lstrip().startswith(("- ", "X")) else 0))
        lines += textwrap.wrap(line, width, subsequent_indent=follow) or [""]
    return "\n".join(lines).replace("**", "") + "\n"


def sources_text(muscle: Muscle, strings: Strings) -> str:
    """The list of sources, one a line, with a heading that says of which version."""
    facts = muscle.facts
    head = f"{muscle.words.title} ({muscle.words.name}), {facts.version}"
    return "\n".join((head, "", *references(muscle, strings))) + "\n"


def _lines(muscle: Muscle) -> Iterator[str]:
    facts, words = muscle.facts, muscle.words
    yield from _head(f"{words.name} ({facts.latin})", "=")
    yield f"{words.title}: {words.subtitle}"
    yield f"version {facts.version}, written {facts.written}, language {words.lang}, {facts.licence}"
    if codes := [f"{name.upper()} {code}" for name, code in facts.codes.model_dump().items() if code]:
        yield ", ".join(codes)
    if facts.sisters:
        yield f"sisters: {', '.join(facts.sisters)}"
    yield ""
    yield words.purpose
    yield from _head("Warnings")
    for warning in muscle.warnings:
        item = warning.item
        tier = f"{item.tier}, {item.route}" if item.route else item.tier
        then = f" -> {warning.words.next}" if warning.words.next else ""
        box = f" [bullet: {warning.module}.{item.bullet}]" if item.bullet else ""
        yield f"- {tier}: {warning.words.text}{then} [{warning.key}]{box}{_support(item)}"
    yield from _head("Anatomy")
    yield f"{words.anatomy} {words.anatomy_in_short}"
    for name, items, said in (
        ("Attachments", facts.attachments, words.attachments),
        ("Functions", facts.functions, words.functions),
        ("Situations", facts.situations, words.situations),
        ("Symptoms", facts.symptoms, words.symptoms),
        ("How sure", facts.certainty, words.certainty),
    ):
        if items:
            yield from _head(name)
            yield from _items(items, said)
    yield from _head("Trigger points")
    for point in facts.trigger_points:
        spoken = words.trigger_points[point.id]
        at = f"{point.frame} {muscle.art.surfaces()[point.frame].said(point.at)}"
        yield f"X{point.mark} {spoken.place} {spoken.pain} [{point.id}] at {at}{_support(point)}"
        for zone in point.zones:
            yield f"  - {zone.kind} zone on the {zone.frame} [{zone.id}]"
    yield from _head("Causes")
    for cause in facts.causes:
        told = words.causes[cause.id]
        yield f"{told.title}. {told.intro} [{cause.id}]{_support(cause)}"
        yield from (f"  - {told.examples[name]}" for name in cause.examples)
        if cause.conditions:
            yield f"  more so if {told.worse} " + ", ".join(told.conditions[name] for name in cause.conditions)
    yield from _techniques(muscle)
    yield from _head("Dose")
    yield ", ".join(
        f"{key.replace('_', ' ')} {' to '.join(str(v) for v in value) if isinstance(value, tuple) else value}"
        for key, value in facts.dose.model_dump(exclude={"sources", "evidence", "shared"}).items()
    )
    yield from _guides(muscle)
    yield from _head("Notes")
    for note in facts.notes:
        yield f"- {words.notes[note.id].title} {words.notes[note.id].text} [{note.id}]{_support(note)}"
    yield from _figures(muscle)
    yield from _cards(muscle)
    yield from _head("Where the wording departs from the source material")
    for deviation in facts.deviations:
        theirs, ours = deviation.source_says, deviation.we_say
        yield f"- {deviation.id}: it says “{theirs}”, we say “{ours}”, because {deviation.why}"
    yield from _head("Sources")
    for source in sorted(muscle.sources.values(), key=lambda source: source.id):
        yield f"- {source.id}: {source.citation}"


def _techniques(muscle: Muscle) -> Iterator[str]:
    for technique in muscle.facts.techniques:
        said = muscle.words.techniques[technique.id]
        yield from _head(f"{said.title} [{technique.id}]")
        yield f"{technique.use} with {technique.tool}, {technique.position}{_support(technique)}"
        if said.intro:
            yield said.intro
        for variant in technique.variants:
            told = said.variants[variant.id]
            yield f"- {told.call} {told.name}. {told.caption} {told.caution} [{variant.id}]"
        for number, step in enumerate(technique.steps, 1):
            text = said.steps[step.id]
            yield f"  {number}. {text} [{step.id}]{' (added)' if step.added else ''}"


def _guides(muscle: Muscle) -> Iterator[str]:
    """What stands around the massage, the exercises, and the clinician's sheet."""
    facts, words = muscle.facts, muscle.words
    for guide in facts.guides:
        listed = words.guides[guide.id]
        yield from _head(f"{listed.title} [guides.{guide.id}]")
        yield f"{guide.kind}{_support(guide)}"
        yield from filter(None, (listed.intro, *(f"- {listed.points[name]}" for name in guide.points), listed.closing))
    for addon in facts.addons:
        told = words.addons[addon.id]
        yield from _head(f"{told.title} [addons.{addon.id}]")
        yield f"{told.caution}{_support(addon)}"
        yield from (f"  {number}. {told.steps[step.id]}" for number, step in enumerate(addon.steps, 1))
        yield from (f"  {told.instead_title}: {told.instead[step.id]}" for step in addon.instead)
    sheet = words.clinician
    yield from _head("For the clinician")
    for item in facts.clinician.differential:
        row = sheet.differential[item.id]
        yield f"- {row.think}: {row.clue}; {row.next} [{item.id}]{_support(item)}"
    yield from (f"- [ ] {sheet.ticks[name]} [{name}]" for name in facts.clinician.ticks)
    yield from (f"- {sheet.lines[item.id]} [{item.id}]{_support(item)}" for item in facts.clinician.lines)


def _figures(muscle: Muscle) -> Iterator[str]:
    yield from _head("Figures")
    for spec in muscle.facts.figures:
        said = muscle.words.figures[spec.id]
        views = f", views {', '.join(said.views.values())}" if isinstance(spec, PainMap) else ""
        yield f"- {spec.id}: {said.title}{views}. {said.alt}"


def _cards(muscle: Muscle) -> Iterator[str]:
    yield from _head(f"Cards ({len(muscle.facts.cards)})")
    for card in muscle.facts.cards:
        asked = muscle.words.cards[card.id]
        text = asked.text or f"{asked.question} → {asked.answer}"
        yield f"- {card.topic}: {text} [{card.id}]{_support(card)}"
        if asked.extra:
            yield f"  {asked.extra}"


def _items(items: Sequence[Item], said: dict[str, str]) -> Iterator[str]:
    for item in items:
        yield f"- {said[item.id]} [{item.id}]{_support(item)}"


def _support(item: Item) -> str:
    grade: Grade = item.evidence
    added = ", added" if item.added else ""
    sources = f": {', '.join(item.sources)}" if item.sources else ""
    return f" ({grade}{sources}{added})"


def _head(text: str, line: str = "-") -> Iterator[str]:
    if line == "-":
        yield ""
    yield text
    yield line * len(text)
