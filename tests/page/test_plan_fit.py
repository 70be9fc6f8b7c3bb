"""A muscle of any size keeps its handout whole, and is told where the handout breaks its plan of pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from handouts.content.library import Muscle
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.boxes import Box, Frame
from handouts.page.layouts import Layouts
from handouts.page.pages import numbered_pages
from handouts.page.pdf import SIZES, PdfOptions, looks_of
from handouts.page.plan_fit import TooLong, too_long
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from tests.sample import sample

LONG = "It may ache in the calf and spread, and then it may take a while until it goes away. "


LAYOUTS = Layouts()


def is_box(box: Box) -> bool:
    """Whether it is the warning box, or a part of it: a frame with a solid bar."""
    return isinstance(box, Frame) and box.bar is not None and box.outline.stroke == "alert"


def words(muscle: Muscle, **changes: Any) -> Muscle:
    return replace(muscle, words=muscle.words.model_copy(update=changes))


def facts(muscle: Muscle, **changes: Any) -> Muscle:
    return replace(muscle, facts=muscle.facts.model_copy(update=changes))


def longer(muscle: Muscle, key: str, field: str, times: int) -> Muscle:
    """The muscle with so many more sentences in a field of each entry of a group of words."""
    group = getattr(muscle.words, key)
    more = {n: each.model_copy(update={field: getattr(each, field) + " " + LONG * times}) for n, each in group.items()}
    return words(muscle, **{key: more})


def with_points(muscle: Muscle, count: int) -> Muscle:
    """The muscle with so many trigger points, each with its own words."""
    known, said = muscle.facts.trigger_points, muscle.words.trigger_points
    pro = muscle.words.clinician.trigger_points
    points, told, told_pro = [], {}, {}
    for number in range(count):
        like = known[number % len(known)]
        name = f"point-{number}"
        zones = tuple(zone.model_copy(update={"id": f"{zone.id}-{number}"}) for zone in like.zones)
        points.append(like.model_copy(update={"id": name, "mark": number + 1, "zones": zones}))
        told[name], told_pro[name] = said[like.id], pro[like.id]
    clinician = muscle.words.clinician.model_copy(update={"trigger_points": told_pro})
    return words(facts(muscle, trigger_points=tuple(points)), trigger_points=told, clinician=clinician)


def with_ways(muscle: Muscle, count: int) -> Muscle:
    """The muscle with so many ways to massage, of which the first has so many variants."""
    ways = [each for each in muscle.facts.techniques if each.use == "massage"]
    made = [each for each in muscle.facts.techniques if each.use == "find"]
    told = {each.id: muscle.words.techniques[each.id] for each in made}
    for number in range(count):
        like = ways[number % len(ways)]
        name = f"way-{number}"
        made.append(like.model_copy(update={"id": name}))
        told[name] = muscle.words.techniques[like.id]
    return words(facts(muscle, techniques=tuple(made)), techniques=told)


def with_symptoms(muscle: Muscle, count: int) -> Muscle:
    like = muscle.facts.symptoms[0]
    items = tuple(like.model_copy(update={"id": f"symptom-{number}"}) for number in range(count))
    return words(facts(muscle, symptoms=items), symptoms={item.id: LONG.lower() for item in items})


def with_causes(muscle: Muscle, count: int) -> Muscle:
    known = muscle.facts.causes
    causes = tuple(known[n % len(known)].model_copy(update={"id": f"cause-{n}"}) for n in range(count))
    told = {cause.id: muscle.words.causes[known[n % len(known)].id] for n, cause in enumerate(causes)}
    return words(facts(muscle, causes=causes), causes=told)


KINDS: dict[str, Callable[[Muscle], Muscle]] = {
    "long purpose": lambda calf: words(calf, purpose=calf.words.purpose + " " + LONG * 12),
    "long names": lambda calf: words(calf, title="Your long long muscle name " * 4, name="musculus longissimus " * 5),
    "long anatomy": lambda calf: words(calf, anatomy=LONG * 25),
    "many symptoms": lambda calf: with_symptoms(calf, 12),
    "long pain": lambda calf: longer(calf, "trigger_points", "pain", 12),
    "long notes": lambda calf: longer(calf, "notes", "text", 8),
    **{f"{count} trigger points": lambda calf, count=count: with_points(calf, count) for count in (1, 2, 3, 5, 8)},  # type: ignore[misc]
    **{f"{count} ways": lambda calf, count=count: with_ways(calf, count) for count in (1, 2, 4, 6)},  # type: ignore[misc]
    **{f"{count} causes": lambda calf, count=count: with_causes(calf, count) for count in (0, 1, 2, 7)},  # type: ignore[misc]
    "no notes": lambda calf: facts(calf, notes=()),
    "no certainty": lambda calf: facts(calf, certainty=()),
    "no find": lambda calf: facts(calf, techniques=tuple(t for t in calf.facts.techniques if t.use == "massage")),
    "no guides": lambda calf: facts(calf, guides=()),
    "no figures": lambda calf: facts(calf, figures=tuple(f for f in calf.facts.figures if f.kind == "scene")),
}
FITS = {"1 trigger points", "2 trigger points", "3 trigger points", "0 causes", "1 causes", "2 causes"}
FITS |= {"1 ways", "2 ways", "no notes", "no certainty", "no find", "no guides", "no figures"}


@pytest.fixture(scope="module")
def found(strings: Strings, locale: Locale, theme: Theme) -> Callable[[Muscle], list[TooLong]]:
    return lambda muscle: too_long(handout(muscle, strings, locale), theme)


def test_the_calf_keeps_to_the_plan(calf: Muscle, found: Callable[[Muscle], list[TooLong]]) -> None:
    assert not found(calf)


@pytest.mark.parametrize("layout", ["do", "clinician"])
def test_the_calf_keeps_to_the_plan_of_other_layouts(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, layout: Any
) -> None:
    assert not too_long(handout(calf, strings, locale, Options(layout=layout)), theme)


@pytest.mark.parametrize("kind", sample(KINDS, 4))
def test_a_break_of_the_plan_is_told_and_only_that(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, kind: str
) -> None:
    """What is told is what the pages show: nothing, and no part begins later than the plan has it."""
    document = handout(KINDS[kind](calf), strings, locale)
    pages = numbered_pages(document, looks_of(theme, PdfOptions(), LAYOUTS), SIZES["a4"], LAYOUTS)
    late = [name for name, page in pages.numbers for each in name.split("+") if page > PLANNED[each]]
    told = too_long(document, theme)
    assert bool(told) == bool(late), (told, pages.numbers)
    assert not told or kind not in FITS


PLANNED = {"safe": 1, "warnings": 1, "check": 2, "massage": 3, "dose": 4, "find": 5, "others": 7, "keep-going": 8}
PLANNED |= {"muscle": 9, "more": 10, "signs": 11}


@pytest.mark.parametrize(
    ("kind", "part", "page", "block"),
    [
        ("long purpose", "safe", 1, "title"),
        ("long anatomy", "muscle", 9, "anatomy"),
        ("long pain", "find", 5, "pain"),
        ("long notes", "more", 10, "notes"),
        ("7 causes", "more", 10, "causes"),
    ],
)
def test_part_page_and_wordiest_block_are_named(
    calf: Muscle, found: Callable[[Muscle], list[TooLong]], kind: str, part: str, page: int, block: str
) -> None:
    told = {(each.part, each.page, each.block) for each in found(KINDS[kind](calf))}
    assert (part, page, block) in told


def test_lines_are_those_of_body_text(calf: Muscle, found: Callable[[Muscle], list[TooLong]]) -> None:
    (shorter,) = found(words(calf, anatomy=LONG * 20))
    (more,) = found(words(calf, anatomy=LONG * 26))
    assert 0 < shorter.lines < more.lines
    assert shorter.points <= 16 * shorter.lines


@pytest.mark.parametrize("kind", sample(KINDS, 4))
@pytest.mark.parametrize("most", [("normal", 1), ("large", 2)])
def test_the_warning_box_is_not_torn(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, kind: str, most: tuple[Any, int]
) -> None:
    """In large print it is higher than a page, and takes two."""
    document = handout(KINDS[kind](calf), strings, locale, Options(sheets=(1,)))
    pages = numbered_pages(document, looks_of(theme, PdfOptions(print=most[0]), LAYOUTS), SIZES["a4"], LAYOUTS)
    begins = dict(pages.numbers)
    boxes = [
        box
        for page in pages.laid_out[begins["warnings"] - 1 : begins["check"] - 1]
        for box, _ in page.boxes
        if is_box(box)
    ]
    assert 1 <= len(boxes) <= most[1]
