"""Cross-checks of a muscle: its facts, its words in each language, the warnings it needs, and the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from handouts.content.cards import check_card_words
from handouts.content.crosscheck.cards import check_cards
from handouts.content.crosscheck.common import check_marks, duplicates, missing_sources, same_ids
from handouts.content.crosscheck.regions import check_every, check_region
from handouts.content.filling import UNFILLED, dose_values, known_values
from handouts.content.library import Art, Library
from handouts.content.model import (
    GROUPS,
    Facts,
    FigureWords,
    Labelled,
    Marked,
    PainMap,
    RegionWords,
    SafetyFacts,
    Words,
)
from handouts.content.places import check_places
from handouts.content.regions import allowed, items_for, needed
from handouts.content.shared import Tables
from handouts.content.texts import texts
from handouts.drawing.art import WHOLE, Drawing
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.style.braces import fill


def check_muscle(
    library: Library, facts: Facts, where: str, words: Mapping[str, tuple[str, Words]]
) -> Iterator[Problem]:
    """What is wrong between a muscle's facts, its words by language (each with its file's name), and the library."""
    yield from _check_facts(facts, where, library, library.art.names())
    for lang, (spoken, said) in words.items():
        region, _ = _region_words(library, facts, lang)
        yield from _check_words(facts, said, spoken, region)


def missing_words(library: Library, facts: Facts, languages: Iterable[str]) -> Iterator[Problem]:
    """The region and the safety modules of a muscle that have no words in a language that it speaks."""
    for lang in languages:
        _, problems = _region_words(library, facts, lang)
        yield from problems
        for module_id in facts.safety:
            if module_id in library.safety and (module_id, lang) not in library.safety_words:
                name = f"content/safety/{module_id}/{lang}.toml"
                yield Problem(name, "", f"is missing: {facts.id} needs it in {lang!r}, and warnings never fall back")


def _check_composition(facts: Facts, where: str, library: Library) -> Iterator[Problem]:
    """A muscle has the safety modules it must have, none that is not for its region, and every tier."""
    for module_id in facts.safety:
        if module_id not in library.safety:
            yield Problem(where, "safety", f"no safety module {module_id!r}{likely(module_id, library.safety)}")
    try:
        regions = library.regions
    except ContentError as error:
        yield from error.problems
        return
    if facts.region not in regions.by_id:
        known = ", ".join(regions.by_id) or "none"
        message = f"no region {facts.region!r}{likely(facts.region, regions.by_id)} (there is: {known})"
        yield Problem(where, "region", message)
        return
    yield from check_every(library)
    yield from check_region(library, facts.region)
    may = allowed(regions, regions.by_id[facts.region])
    for module_id in facts.safety:
        if module_id in library.safety and module_id not in may:
            yield Problem(where, "safety", f"{module_id!r} is not for the region {facts.region!r}: take it out")
    missing = {each.module: each.why for each in reversed(needed(regions, facts)) if each.module not in facts.safety}
    for module_id, why in reversed(missing.items()):
        yield Problem(where, "safety", f"{module_id!r} is missing: {why}")
    yield from _check_self_treatment(facts, where, {*regions.every, regions.by_id[facts.region].massage})
    modules = _readable(library, facts.safety)
    tiers = {item.tier for module in modules for item in items_for(module, regions, facts)}
    for tier in ("now", "today", "check", *(("stop",) if facts.massaged else ()), "never"):
        if tier not in tiers and len(modules) == len(facts.safety):
            yield Problem(where, "safety", f"no warning of tier {tier!r}: a handout without it must not be made")


def _check_self_treatment(facts: Facts, where: str, general: set[str]) -> Iterator[Problem]:
    """What a muscle may not have, or must have, because of its self-treatment; `general` modules are no help."""
    if facts.self_treatment == "B" and not set(facts.safety) - general:
        yield Problem(where, "self_treatment", "is 'B': then a safety module says what is special about this muscle")
    if facts.massaged:
        return
    for technique in facts.techniques:
        message = "nobody may press a muscle whose self_treatment is 'C': take it out"
        yield Problem(where, f"techniques[{technique.id}]", message)
    for point in facts.trigger_points:
        if point.press:
            message = "must be false: nobody may press a muscle whose self_treatment is 'C'"
            yield Problem(where, f"trigger_points[{point.id}].press", message)


def _check_facts(facts: Facts, where: str, library: Library, art: set[str]) -> Iterator[Problem]:
    figures = [figure.id for figure in facts.figures]
    lists = {key: [item.id for item in getattr(facts, key)] for key in (*GROUPS, "deviations")}
    lists |= {
        "figures": figures,
        "zones": [zone.id for point in facts.trigger_points for zone in point.zones],
        "addons.dose": [*(name for addon in facts.addons for name in addon.dose), *dose_values(facts.dose)],
        "clinician.differential": [item.id for item in facts.clinician.differential],
        "clinician.ticks": [*facts.clinician.ticks],
        "clinician.lines": [item.id for item in facts.clinician.lines],
    }
    for key, ids in lists.items():
        yield from duplicates(where, key, ids)
    for technique in facts.techniques:
        yield from duplicates(where, f"techniques[{technique.id}].steps", (step.id for step in technique.steps))
    marks = [str(point.mark) for point in facts.trigger_points]
    yield from duplicates(where, "trigger_points.mark", marks)

    cited = [(f"{key}[{item.id}]", item.sources) for key, item in facts.items()]
    yield from missing_sources(where, library.lists.sources, [*cited, ("dose", facts.dose.sources)])

    yield from _check_lists(facts, where, library)
    for key, figure in figure_references(facts):
        if figure not in figures:
            yield Problem(where, key, f"no figure {figure!r}{likely(figure, figures)}")
    for spec in facts.figures:
        views = [(f"figures[{spec.id}].views[{v.id}]", v.art) for v in spec.views] if isinstance(spec, PainMap) else []
        for key, name in views or [(f"figures[{spec.id}].art", getattr(spec, "art", ""))]:
            if name not in art:
                yield Problem(where, key, f"no drawing {name!r} in content/art{likely(name, art)}")
            elif isinstance(spec, Labelled | Marked):
                yield from _check_layers(spec, facts, where, library.art)
    yield from check_cards(facts, where)
    heads = {a.id for a in facts.attachments if a.kind == "origin"}
    for point in facts.trigger_points:
        if point.head is not None and point.head not in heads:
            yield Problem(
                where, f"trigger_points[{point.id}].head", f"no origin {point.head!r}{likely(point.head, heads)}"
            )
    yield from check_places(facts, where, library.art)
    yield from _check_composition(facts, where, library)
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


def _check_lists(facts: Facts, where: str, library: Library) -> Iterator[Problem]:
    """Tools, positions and small pictures that no list has."""
    lists = library.lists
    named: list[tuple[str, str, Tables[Any]]] = []
    named += [(f"techniques[{each.id}].tool", each.tool, lists.tools) for each in facts.techniques]
    named += [(f"techniques[{each.id}].position", each.position, lists.positions) for each in facts.techniques]
    named += [(f"causes[{cause.id}].icon", cause.icon, lists.icons) for cause in facts.causes]
    for key, name, known in named:
        if name not in known:
            yield Problem(where, key, f"no {name!r} in {known.file}{likely(name, known)}")


def _readable(library: Library, modules: Iterable[str]) -> list[SafetyFacts]:
    """The safety modules that are there and can be read; what is wrong with the others is told elsewhere."""
    found = []
    for module_id in modules:
        with suppress(KeyError, ContentError):
            found.append(library.safety[module_id])
    return found


def _check_layers(spec: Labelled | Marked, facts: Facts, where: str, art: Art) -> Iterator[Problem]:
    """The overlay lies on this drawing, and what is led to is there and seen."""
    known = art.names()
    if spec.overlay is not None and spec.overlay not in known:
        said = f"no drawing {spec.overlay!r} in content/art{likely(spec.overlay, known)}"
        yield Problem(where, f"figures[{spec.id}].overlay", said)
        return
    try:
        drawing = art.layered(spec.art, spec.overlay)
    except ContentError as error:
        yield from error.problems
    except HandoutsError as error:
        yield Problem(where, f"figures[{spec.id}].overlay", str(error).removeprefix("content/art: "))
    else:
        yield from _check_anchors(spec, facts, where, drawing)


def _check_anchors(spec: Labelled | Marked, facts: Facts, where: str, drawing: Drawing) -> Iterator[Problem]:
    if isinstance(spec, Labelled):
        named = [(f"figures[{spec.id}].labels[{label.id}].anchor", label.anchor) for label in spec.labels]
    else:
        named = [(f"attachments[{a.id}].anchor", a.anchor) for a in facts.attachments]
    for key, anchor in named:
        if anchor not in drawing.anchors:
            hint = likely(anchor, drawing.anchors)
            yield Problem(where, key, f"the drawing {drawing.id!r} has no anchor {anchor!r}{hint}")
        elif isinstance(spec, Marked) and not any(drawing.shows(anchor, panel) for panel in spec.panels or (WHOLE,)):
            yield Problem(where, f"figures[{spec.id}].panels", f"no panel shows {anchor!r}")


def figure_references(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every figure that is named, with the key that names it."""
    for technique in facts.techniques:
        key = f"techniques[{technique.id}]"
        yield from ((f"{key}.figures", figure) for figure in technique.figures)
        yield from ((f"{key}.variants[{v.id}].figure", v.figure) for v in technique.variants)
        yield from ((f"{key}.steps[{s.id}].figure", s.figure) for s in technique.steps if s.figure)
    for addon in facts.addons:
        steps = (*addon.steps, *addon.instead)
        yield from ((f"addons[{addon.id}].steps[{s.id}].figure", s.figure) for s in steps if s.figure)
    for card in facts.cards:
        if card.figure:
            yield f"cards[{card.id}].figure", card.figure


def _region_words(library: Library, facts: Facts, lang: str) -> tuple[RegionWords | None, tuple[Problem, ...]]:
    """The words of the muscle's region, or what is wrong with them."""
    try:
        words = library.region_words(lang)
        if facts.region in words or facts.region not in library.regions.by_id:
            return words.get(facts.region), ()
    except ContentError as error:
        return None, error.problems
    message = f"is missing: {facts.id} needs the words of its region in {lang!r}"
    return None, (Problem(f"content/body/regions/{lang}.toml", facts.region, message),)


def _check_words(facts: Facts, words: Words, where: str, region: RegionWords | None) -> Iterator[Problem]:
    for key in (*GROUPS, "figures"):
        yield from same_ids(where, key, [item.id for item in getattr(facts, key)], getattr(words, key))
    for cause in facts.causes:
        if said := words.causes.get(cause.id):
            yield from same_ids(where, f"causes.{cause.id}.examples", cause.examples, said.examples)
            yield from same_ids(where, f"causes.{cause.id}.conditions", cause.conditions, said.conditions)
    for technique in facts.techniques:
        if told := words.techniques.get(technique.id):
            key = f"techniques.{technique.id}"
            yield from same_ids(where, f"{key}.steps", [step.id for step in technique.steps], told.steps)
            yield from same_ids(where, f"{key}.variants", [v.id for v in technique.variants], told.variants)
            yield from same_ids(
                where, f"{key}.labels", [step.id for step in technique.steps if step.label], told.labels
            )
            ways = [each.id for each in facts.techniques if each.use == "massage" and each != technique]
            yield from same_ids(where, f"{key}.others", [way for way in ways if way in told.others], told.others)
            short = [step.id for step in technique.steps if step.id in told.short]
            yield from same_ids(where, f"{key}.short", short, told.short)
    yield from _check_guide_words(facts, words, where)
    for spec in facts.figures:
        if drawn := words.figures.get(spec.id):
            yield from _check_figure_words(spec, drawn, facts, where)
    for card in facts.cards:
        if asked := words.cards.get(card.id):
            yield from check_card_words(card, asked, where, f"cards.{card.id}")
    for key, text in texts(words.model_dump()):
        group = key.split(".")[0]
        if region or group in UNFILLED:
            try:
                fill(text, {} if group in UNFILLED or region is None else known_values(facts, region, group))
            except ValueError as error:
                yield Problem(where, key, str(error))
        yield from check_marks(where, key, text)


def _check_guide_words(facts: Facts, words: Words, where: str) -> Iterator[Problem]:
    """The words of guides, add-ons and the clinician's sheet."""
    for guide in facts.guides:
        if listed := words.guides.get(guide.id):
            yield from same_ids(where, f"guides.{guide.id}.points", guide.points, listed.points)
    for addon in facts.addons:
        if told := words.addons.get(addon.id):
            key = f"addons.{addon.id}"
            yield from same_ids(where, f"{key}.steps", [step.id for step in addon.steps], told.steps)
            yield from same_ids(where, f"{key}.instead", [step.id for step in addon.instead], told.instead)
    sheet, said = facts.clinician, words.clinician
    pro = [point.id for point in facts.trigger_points] if said.trigger_points else []
    yield from same_ids(where, "clinician.differential", [item.id for item in sheet.differential], said.differential)
    yield from same_ids(where, "clinician.ticks", sheet.ticks, said.ticks)
    yield from same_ids(where, "clinician.trigger_points", pro, said.trigger_points)
    yield from same_ids(where, "clinician.lines", [item.id for item in sheet.lines], said.lines)


def _check_figure_words(spec: Any, drawn: FigureWords, facts: Facts, where: str) -> Iterator[Problem]:
    views = [view.id for view in spec.views] if isinstance(spec, PainMap) else []
    labels = [label.id for label in spec.labels] if isinstance(spec, Labelled) else []
    if isinstance(spec, Marked) and drawn.labels:
        labels = [item.id for item in facts.attachments]
    yield from same_ids(where, f"figures.{spec.id}.views", views, drawn.views)
    yield from same_ids(where, f"figures.{spec.id}.labels", labels, drawn.labels)
