"""The figures: each has a text alternative that says what it shows, and somebody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged
from handouts.check.reading import plain, sentences, words
from handouts.content.crosscheck.muscle import figure_references
from handouts.content.model import Scene
from handouts.content.referral import areas_of, read_areas
from handouts.errors import ContentError
from handouts.figures.compose import make_figure
from handouts.figures.leaders import tangles
from handouts.figures.style import FigureStyle
from handouts.style.choices import PERSONS, SIDES

WIDE, HIGH = 505.0, 385.0
"""Points: as large as a page shows them."""

ALT = Rule(
    "figures.alt",
    "warning",
    "who cannot see the picture must be able to do the step from its words",
    "WCAG 1.1.1, PDF/UA",
    "`limits.alt_words` words and `limits.alt_sentences` sentences (20 and 2 in English)",
    "say who, in which position, what is touched where, and what moves",
)
REPEATS = Rule(
    "figures.alt-repeats",
    "warning",
    "a screen reader has just said the caption, or the step; the picture's own words must add what it shows",
    "WCAG H37",
    "the alternative is not the caption, the title or a step",
    "say what is seen, not what is done",
)
OPENS = Rule(
    "figures.alt-opens",
    "warning",
    "a screen reader says “figure” by itself",
    "WCAG H37",
    "the list `opens` of the language",
    "begin with what is seen",
)
UNUSED = Rule(
    "figures.unused",
    "warning",
    "a scene that no step, technique or card shows is drawn, translated and checked for nobody",
    "our own",
    "every figure of kind `scene` is named by a technique, a step, a variant or a card",
    "name it where it belongs, or take it out",
)
CAPTION = Rule(
    "figures.caption",
    "warning",
    "a picture of places or parts says nothing without a line that says what it is",
    "PEMAT 17",
    "every pain map and attachments figure has a `caption`",
    "add a caption of one sentence",
)
NOWHERE = Rule(
    "figures.zone-nowhere",
    "warning",
    "who looks for a muscle by where it hurts does not find it by this zone",
    "our own",
    "every zone belongs to an area of `content/body/areas.toml`: a quarter of one lies in the other",
    "look at the zone on the map; if it is right, an area is missing",
)
LEADERS = Rule(
    "figures.leaders",
    "warning",
    "a line that crosses another, or runs over a mark, cannot be followed to its place",
    "our own",
    "pain map, plate and attachments of both sides and both bodies, in usual and professional words",
    "move a label by its `at` or `side`, or a trigger point",
)
RULES = (ALT, REPEATS, OPENS, UNUSED, CAPTION, NOWHERE, LEADERS)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about figures."""
    file, rules, facts, said = about.words_file, about.plain, about.muscle.facts, about.muscle.words
    shown = {name for _, name in figure_references(facts)}
    steps = {_flat(text) for each in said.techniques.values() for text in (*each.steps.values(), *each.short.values())}
    for spec in facts.figures:
        drawn, key = said.figures[spec.id], f"figures.{spec.id}"
        if rules:
            few, short = rules.limits.alt_words, rules.limits.alt_sentences
            if len(words(drawn.alt)) < few or len(sentences(drawn.alt)) < short:
                counts = f"{len(words(drawn.alt))} words in {len(sentences(drawn.alt))}"
                what = f"has {counts}, at least {few} in {short} are needed: {quoted(drawn.alt)}"
                yield found(ALT, file, f"{key}.alt", what)
            if opens := re.match(rf"(?:{'|'.join(rules.opens)})\b", drawn.alt, re.IGNORECASE) if rules.opens else None:
                yield found(OPENS, file, f"{key}.alt", f"begins with {opens[0]!r}: {quoted(drawn.alt)}")
        if _flat(drawn.alt) in {_flat(drawn.caption), _flat(drawn.title)} | steps:
            yield found(REPEATS, file, f"{key}.alt", f"says what stands beside it: {quoted(drawn.alt)}")
        if isinstance(spec, Scene) and spec.id not in shown:
            yield found(UNUSED, about.facts_file, f"figures[{spec.id}]", "is shown nowhere")
        if spec.kind in ("pain-map", "attachments") and not drawn.caption:
            yield found(CAPTION, file, f"{key}.caption", "is missing")
    yield from _zones(about)
    for spec in facts.figures:
        if not isinstance(spec, Scene):
            for what in sorted(set(_tangles(about, spec.id))):
                yield found(LEADERS, about.facts_file, f"figures[{spec.id}]", what)


def _tangles(about: Judged, figure_id: str) -> Iterator[str]:
    """What cannot be followed in any look of a figure."""
    for side, person, pro in product(SIDES, PERSONS, (False, True)):
        style = FigureStyle(width=WIDE, height=HIGH, side=side, person=person, pro=pro)
        for one, other in tangles(make_figure(about.muscle, figure_id, style)):
            yield f"the line to {one!r} crosses {other!r} ({side}, {person})"


def _zones(about: Judged) -> Iterator[Finding]:
    """Zones that nobody finds by where it hurts."""
    try:
        areas = read_areas(about.library.roots)
    except ContentError:
        return  # told with the areas
    for point in about.muscle.facts.trigger_points:
        for zone in point.zones:
            if not areas_of(zone, areas):
                key = f"trigger_points[{point.id}].zones[{zone.id}]"
                yield found(NOWHERE, about.facts_file, key, f"the zone {zone.id!r} lies in no area where it can hurt")


def _flat(text: str) -> str:
    """A text by its words alone."""
    return " ".join(word.casefold() for word in words(plain(text)))
