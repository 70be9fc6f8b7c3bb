"""Cross-checks: what one content file alone cannot say: ids agree, references lead somewhere, warnings are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from handouts.content.dose import with_dose
from handouts.content.model import (
    Card,
    CardWords,
    Facts,
    FigureWords,
    Labelled,
    Marked,
    PainMap,
    SafetyFacts,
    SafetyLanguage,
    Words,
)
from handouts.drawing.art import read_drawing
from handouts.errors import ContentError, Problem, likely

if TYPE_CHECKING:
    from handouts.content.library import Art, Library


def check_module(module: SafetyFacts, where: str, words: SafetyLanguage, spoken: str) -> Iterator[Problem]:
    """What is wrong between a safety module and its words; `where` and `spoken` name the two files."""
    ids = [item.id for item in module.items]
    yield from _duplicates(where, "items", ids)
    cited = [(f"items[{item.id}]", item.sources) for item in module.items]
    yield from _missing_sources(where, {source.id for source in module.sources}, cited)
    yield from _same_ids(spoken, "items", ids, words.items)


def check_muscle(
    library: Library, facts: Facts, where: str, words: Mapping[str, tuple[str, Words]]
) -> Iterator[Problem]:
    """What is wrong between a muscle's facts, its words by language (each with its file's name), and the library."""
    yield from _check_facts(facts, where, library, library.art.names())
    for lang, (spoken, said) in words.items():
        yield from _check_words(facts, said, spoken)
        for module_id in facts.safety:
            if module_id in library.safety and (module_id, lang) not in library.safety_words:
                name = f"content/safety/{module_id}/{lang}.toml"
                yield Problem(name, "", f"is missing: {facts.id} needs it in {lang!r}, and warnings never fall back")


def _check_facts(facts: Facts, where: str, library: Library, art: set[str]) -> Iterator[Problem]:
    figures = [figure.id for figure in facts.figures]
    groups: dict[str, list[str]] = {
        "sources": [source.id for source in facts.sources],
        "attachments": [a.id for a in facts.attachments],
        "functions": [f.id for f in facts.functions],
        "situations": [s.id for s in facts.situations],
        "symptoms": [s.id for s in facts.symptoms],
        "trigger_points": [t.id for t in facts.trigger_points],
        "causes": [c.id for c in facts.causes],
        "techniques": [t.id for t in facts.techniques],
        "notes": [n.id for n in facts.notes],
        "certainty": [c.id for c in facts.certainty],
        "figures": figures,
        "cards": [card.id for card in facts.cards],
        "deviations": [d.id for d in facts.deviations],
        "zones": [zone.id for point in facts.trigger_points for zone in point.zones],
    }
    for key, ids in groups.items():
        yield from _duplicates(where, key, ids)
    for technique in facts.techniques:
        yield from _duplicates(where, f"techniques[{technique.id}].steps", (step.id for step in technique.steps))
    marks = [str(point.mark) for point in facts.trigger_points]
    yield from _duplicates(where, "trigger_points.mark", marks)

    known_sources = {source.id for source in facts.sources}
    cited = [(f"{key}[{item.id}]", item.sources) for key, item in _items(facts)]
    yield from _missing_sources(where, known_sources, [*cited, ("dose", facts.dose.sources)])

    for key, figure in _figure_references(facts):
        if figure not in figures:
            yield Problem(where, key, f"no figure {figure!r}{likely(figure, figures)}")
    for spec in facts.figures:
        views = [(f"figures[{spec.id}].views[{v.id}]", v.art) for v in spec.views] if isinstance(spec, PainMap) else []
        for key, name in views or [(f"figures[{spec.id}].art", getattr(spec, "art", ""))]:
            if name not in art:
                yield Problem(where, key, f"no drawing {name!r} in content/art{likely(name, art)}")
            elif isinstance(spec, Labelled | Marked):
                yield from _check_anchors(spec, facts, where, library.art)
    points = {point.id for point in facts.trigger_points}
    for card in facts.cards:
        if card.trigger_point is not None and card.trigger_point not in points:
            hint = likely(card.trigger_point, points)
            yield Problem(where, f"cards[{card.id}].trigger_point", f"no trigger point {card.trigger_point!r}{hint}")
    heads = {a.id for a in facts.attachments if a.kind == "origin"}
    for point in facts.trigger_points:
        if point.head is not None and point.head not in heads:
            yield Problem(
                where, f"trigger_points[{point.id}].head", f"no origin {point.head!r}{likely(point.head, heads)}"
            )
        yield from _check_on_figure(point.id, point.frame, [point.at], where, facts, library.art)
    for module_id in facts.safety:
        if module_id not in library.safety:
            yield Problem(where, "safety", f"no safety module {module_id!r}{likely(module_id, library.safety)}")
    modules = _readable(library, facts.safety)
    tiers = {item.tier for module in modules for item in module.items}
    for tier in ("emergency", "today", "ask", "stop"):
        if tier not in tiers and len(modules) == len(facts.safety):
            yield Problem(where, "safety", f"no warning of tier {tier!r}: a handout without it must not be made")
    for name, pair in (
        ("pressure", facts.dose.pressure),
        ("seconds", facts.dose.seconds),
        ("stroke_seconds", facts.dose.stroke_seconds),
        ("rounds", facts.dose.rounds),
        ("review_weeks", facts.dose.review_weeks),
    ):
        if pair[0] > pair[1]:
            yield Problem(where, f"dose.{name}", f"runs from {pair[0]} down to {pair[1]}")
    if facts.dose.pressure[1] > facts.dose.pressure_limit:
        yield Problem(where, "dose.pressure", f"goes above the limit of {facts.dose.pressure_limit}")


def _readable(library: Library, modules: Iterable[str]) -> list[SafetyFacts]:
    """The safety modules that are there and can be read; what is wrong with the others is told elsewhere."""
    found = []
    for module_id in modules:
        with suppress(KeyError, ContentError):
            found.append(library.safety[module_id])
    return found


def _check_anchors(spec: Labelled | Marked, facts: Facts, where: str, art: Art) -> Iterator[Problem]:
    try:
        anchors = read_drawing(art.path(spec.art)).anchors
    except ContentError as error:
        yield from error.problems
        return
    if isinstance(spec, Labelled):
        named = [(f"figures[{spec.id}].labels[{label.id}].anchor", label.anchor) for label in spec.labels]
    else:
        named = [(f"attachments[{a.id}].anchor", a.anchor) for a in facts.attachments]
    for key, anchor in named:
        if anchor not in anchors:
            yield Problem(where, key, f"the drawing {spec.art!r} has no anchor {anchor!r}{likely(anchor, anchors)}")


def _check_on_figure(
    name: str, frame: str, places: Iterable[tuple[float, float]], where: str, facts: Facts, art: Art
) -> Iterator[Problem]:
    """A trigger point must be visible in at least one view of a pain map; no verdict without all views."""
    views = [view for spec in facts.figures if isinstance(spec, PainMap) for view in spec.views]
    surfaces, whole = [], True
    for view in views:
        if view.art in art.names():
            try:
                drawing = read_drawing(art.path(view.art))
            except ContentError as error:
                yield from error.problems
                whole = False
                continue
            if frame in drawing.frames:
                surfaces.append(drawing.frames[frame])
    for place in places:
        if whole and surfaces and not any(surface.shows(*place) for surface in surfaces):
            yield Problem(where, f"trigger_points[{name}].at", f"{list(place)} is on no view of the pain map")


def _items(facts: Facts) -> Iterator[tuple[str, Any]]:
    for key in (
        "attachments",
        "functions",
        "situations",
        "symptoms",
        "trigger_points",
        "causes",
        "techniques",
        "notes",
        "certainty",
        "cards",
    ):
        for item in getattr(facts, key):
            yield key, item


def _figure_references(facts: Facts) -> Iterator[tuple[str, str]]:
    for technique in facts.techniques:
        key = f"techniques[{technique.id}]"
        yield from ((f"{key}.figures", figure) for figure in technique.figures)
        yield from ((f"{key}.variants[{v.id}].figure", v.figure) for v in technique.variants)
        yield from ((f"{key}.steps[{s.id}].figure", s.figure) for s in technique.steps if s.figure)
    for card in facts.cards:
        if card.figure:
            yield f"cards[{card.id}].figure", card.figure


def _check_words(facts: Facts, words: Words, where: str) -> Iterator[Problem]:
    plain: tuple[tuple[str, Sequence[Any], Mapping[str, Any]], ...] = (
        ("attachments", facts.attachments, words.attachments),
        ("functions", facts.functions, words.functions),
        ("situations", facts.situations, words.situations),
        ("symptoms", facts.symptoms, words.symptoms),
        ("trigger_points", facts.trigger_points, words.trigger_points),
        ("causes", facts.causes, words.causes),
        ("techniques", facts.techniques, words.techniques),
        ("notes", facts.notes, words.notes),
        ("certainty", facts.certainty, words.certainty),
        ("figures", facts.figures, words.figures),
        ("cards", facts.cards, words.cards),
    )
    for key, items, spoken in plain:
        yield from _same_ids(where, key, [item.id for item in items], spoken)
    for cause in facts.causes:
        if said := words.causes.get(cause.id):
            yield from _same_ids(where, f"causes.{cause.id}.examples", cause.examples, said.examples)
            yield from _same_ids(where, f"causes.{cause.id}.conditions", cause.conditions, said.conditions)
    for technique in facts.techniques:
        if told := words.techniques.get(technique.id):
            key = f"techniques.{technique.id}"
            yield from _same_ids(where, f"{key}.steps", [step.id for step in technique.steps], told.steps)
            yield from _same_ids(where, f"{key}.variants", [v.id for v in technique.variants], told.variants)
            for name, text in told.steps.items():
                try:
                    with_dose(text, facts.dose)
                except ValueError as error:
                    yield Problem(where, f"{key}.steps.{name}", str(error))
    for spec in facts.figures:
        if drawn := words.figures.get(spec.id):
            yield from _check_figure_words(spec, drawn, where)
    for card in facts.cards:
        if asked := words.cards.get(card.id):
            yield from _check_card_words(card, asked, where)
    for key, text in texts(words.model_dump()):
        if ("{" in text or "}" in text) and ".steps." not in key:
            yield Problem(where, key, "has a brace; only steps have times such as {hold}")
        if text.count("**") % 2:
            yield Problem(where, key, "has an odd number of '**' marks: strong words need a start and an end")
        elif re.search(r"<[a-zA-Z/!]", text):
            yield Problem(where, key, "has markup: only **strong** words can be marked")


def _check_figure_words(spec: Any, drawn: FigureWords, where: str) -> Iterator[Problem]:
    views = [view.id for view in spec.views] if isinstance(spec, PainMap) else []
    labels = [label.id for label in spec.labels] if isinstance(spec, Labelled) else []
    yield from _same_ids(where, f"figures.{spec.id}.views", views, drawn.views)
    yield from _same_ids(where, f"figures.{spec.id}.labels", labels, drawn.labels)


def _check_card_words(card: Card, asked: CardWords, where: str) -> Iterator[Problem]:
    key = f"cards.{card.id}"
    needed = ("text",) if card.kind == "cloze" else ("question", "answer")
    for name in needed:
        if not getattr(asked, name):
            yield Problem(where, f"{key}.{name}", "is missing")
    for name in {"question", "answer", "text"} - set(needed):
        if getattr(asked, name):
            yield Problem(where, f"{key}.{name}", f"does not belong to a card of kind {card.kind!r}")
    if card.reverse and not asked.reverse:
        yield Problem(where, f"{key}.reverse", "is missing: the card asks both ways")
    if card.kind == "cloze" and asked.text and not re.search(r"\[\[\d+::.+?\]\]", asked.text):
        yield Problem(where, f"{key}.text", "has no [[1::gap]] to fill")


def texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in nested tables, with its dotted key."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, f"{key}.{name}" if key else name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts(value, key)


def _same_ids(where: str, key: str, wanted: Iterable[str], given: Mapping[str, Any]) -> Iterator[Problem]:
    wanted = list(wanted)
    for name in wanted:
        if name not in given:
            yield Problem(where, f"{key}.{name}", "words are missing")
    for name in given:
        if name not in wanted:
            yield Problem(where, f"{key}.{name}", f"nothing has this id{likely(name, wanted)}")


def _duplicates(where: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(where, f"{key}[{name}]", "is written twice")
        seen.add(name)


def _missing_sources(where: str, known: set[str], cited: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Problem]:
    for key, sources in cited:
        for source in sources:
            if source not in known:
                yield Problem(where, f"{key}.sources", f"no source {source!r}{likely(source, known)}")
