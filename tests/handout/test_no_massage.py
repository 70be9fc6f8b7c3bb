"""A muscle that must not be massaged by the patient: what it is and what it may do, and no step that presses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from handouts.content.library import Library, Muscle
from handouts.content.model import Facts
from handouts.content.regions import items_for
from handouts.content.safety import safety_of
from handouts.errors import HandoutsError
from handouts.handout.document import Diary, Dose, Scale, Steps
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.plan_fit import too_long
from handouts.review.words import spoken
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings

PRESSING = r"Stop at once|how hard|Press here|until we say yes|before you massage|Week 1"


@pytest.fixture(scope="module")
def untouched(calf: Muscle, library: Library) -> Muscle:
    """The calf as a muscle that nobody may press."""
    points = tuple(each.model_copy(update={"press": False}) for each in calf.facts.trigger_points)
    changes = {"self_treatment": "C", "techniques": (), "addons": (), "trigger_points": points}
    facts = calf.facts.model_copy(update=changes)
    has = {(name, item.id) for name in facts.safety for item in items_for(library.safety[name], library.regions, facts)}
    warnings = tuple(each for each in calf.warnings if (each.module, each.item.id) in has)
    words = calf.words.model_copy(update={"techniques": {}, "addons": {}})
    return replace(calf, facts=facts, warnings=warnings, words=words)


def blocks(thing: Any) -> list[Any]:
    """A block and everything in it."""
    if isinstance(thing, tuple):
        return [found for each in thing for found in blocks(each)]
    fields = getattr(thing, "__dataclass_fields__", ())
    return [thing, *(found for name in fields for found in blocks(getattr(thing, name)))]


@pytest.mark.parametrize("layout", ["full", "do", "clinician"])
def test_no_layout_has_steps_a_dose_or_a_diary(
    untouched: Muscle, strings: Strings, locale: Locale, layout: Any
) -> None:
    document = handout(untouched, strings, locale, Options(layout=layout))
    found = blocks(tuple(block for part in document.parts for block in part.blocks))
    assert not [type(each).__name__ for each in found if isinstance(each, Steps | Dose | Scale | Diary)]


@pytest.mark.parametrize("layout", ["full", "do"])
def test_nothing_tells_to_press(untouched: Muscle, strings: Strings, locale: Locale, layout: Any) -> None:
    """The muscle's own words are the author's; what the pages add to them says nothing of pressing or stopping."""
    document = handout(untouched, strings, locale, Options(layout=layout))
    own = " ".join(note.text for note in untouched.words.notes.values()) + " ".join(untouched.words.certainty.values())
    said = [line for line in spoken(document) if line not in own]
    assert not [line for line in said if re.search(PRESSING, line)]
    assert any("Do not massage this muscle yourself" in line for line in said)


def test_the_warning_box_and_the_places_never_to_press_stay(untouched: Muscle) -> None:
    safety = safety_of(untouched)
    assert safety.now
    assert safety.never
    assert safety.check
    assert not safety.stop


def test_it_keeps_to_the_plan(untouched: Muscle, strings: Strings, locale: Locale, theme: Theme) -> None:
    assert not too_long(handout(untouched, strings, locale), theme)


def test_a_dose_that_is_asked_for_is_refused(untouched: Muscle, strings: Strings, locale: Locale) -> None:
    with pytest.raises(HandoutsError, match="must not be massaged, so it has no dose"):
        handout(untouched, strings, locale, Options(pressure=(3, 3)))


def test_a_massaged_muscle_needs_a_dose_and_one_that_is_not_needs_none(calf: Muscle) -> None:
    data = {name: getattr(calf.facts, name) for name in Facts.model_fields if name not in ("dose", "figures", "cards")}
    assert not Facts.model_validate({**data, "self_treatment": "C"}).massaged
    with pytest.raises(ValueError, match=r"\[dose\] is missing"):
        Facts.model_validate({**data, "self_treatment": "A"})


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_muscle_in_the_middle_has_no_side_to_ask_for(
    calf: Muscle, strings: Strings, locale: Locale, side: Any
) -> None:
    middle = replace(calf, facts=calf.facts.model_copy(update={"midline": True}))
    with pytest.raises(HandoutsError, match=f"has no {side} side; leave the side out"):
        handout(middle, strings, locale, Options(side=side))


def test_a_muscle_in_the_middle_has_no_boxes_for_a_side_and_no_letter(
    calf: Muscle, strings: Strings, locale: Locale
) -> None:
    words = calf.words.model_copy(update={"figures": _without_other(calf), "addons": {}})
    middle = replace(calf, facts=calf.facts.model_copy(update={"midline": True, "addons": ()}), words=words)
    said = list(spoken(handout(middle, strings, locale)))
    assert "left leg" not in said
    assert not [line for line in said if re.search(r"mirror image|^[LR]\b", line)]


def _without_other(calf: Muscle) -> dict[str, Any]:
    """The words of the figures without `{other}`, which a muscle in the middle does not have."""
    return {
        name: each.model_copy(update={"alt": each.alt.replace("{Other}", "It").replace("{other}", "it")})
        for name, each in calf.words.figures.items()
    }
