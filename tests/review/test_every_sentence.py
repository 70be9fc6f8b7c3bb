"""Whatever can be printed is in the list that is signed: other places, clinics, doses and choices add no sentence."""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from typing import Any

import pytest

from handouts.content.library import Muscle
from handouts.handout.options import SHEETS, Clinic, Options
from handouts.handout.plan import handout
from handouts.review.words import CLINIC, lines, of_a_place, spoken
from handouts.style.words import Locale, Strings, load_locale, locale_tags

OWN = Clinic(
    "Riverside Physiotherapy",
    ("12 Mill Lane",),
    "01632 960 123",
    ("hello@riverside.example",),
    "",
    content_url="https://r.example/{muscle}",
)
DOSES: list[dict[str, Any]] = [
    {},
    {"weeks": (1, 1)},
    {"weeks": (4, 6)},
    {"pressure": (2, 2), "hold": 60},
    {"seconds": (40, 40), "rounds": (2, 2)},
    {"rounds": (2, 3), "times": (2, 2)},
    {"times": (1, 1), "weeks": (2, 3)},
    {"times": (3, 3)},
    {"times": (2, 3), "rounds": (1, 4)},
    {"times": (1, 4), "weeks": 2},
    {"pressure": (1, 5), "seconds": (20, 90), "rounds": (1, 1)},
]
CHOICES = {
    "side": ("left", "right", "both"),
    "layout": ("full", "do", "clinician"),
    "sheets": (None, *SHEETS.values()),
    "addons": ((), ("stretch",), ("heel-raise",), ("stretch", "heel-raise")),
    "techniques": ((), ("chair",), ("thumbs", "roller"), ("chair", "roller", "thumbs"), ("roller",)),
    "note": ("", "-"),
    "checked_by": ("", "⟨name⟩"),
    "person": ("man", "woman"),
}


def numberless(text: str) -> str:
    """A sentence with a sign in place of each number: how far numbers may go is signed apart."""
    return re.sub(r"\d+", "#", text)


def of_a_clinic(text: str) -> str:
    for name in ("name", "phone"):
        text = text.replace(getattr(CLINIC, name), getattr(OWN, name))
    text = text.replace(CLINIC.address[0], OWN.address[0]).replace(CLINIC.contact[0], OWN.contact[0])
    return text.replace("https://clinic.example/", "https://r.example/")


@pytest.fixture(scope="module")
def places(templates: Any) -> list[Locale]:
    return [load_locale(templates, tag) for tag in (None, *locale_tags(templates))]


@pytest.fixture(scope="module")
def signed(calf: Muscle, strings: Strings, places: list[Locale]) -> dict[str, set[str]]:
    """The sentences that are signed, in the words of each place."""
    found = lines(calf, strings)
    return {place.tag: {numberless(of_a_clinic(of_a_place(line, place))) for line in found} for place in places}


def undated(muscle: Muscle) -> Muscle:
    from datetime import date

    facts = muscle.facts.model_copy(update={"version": "0.0.0", "written": date(2000, 1, 1)})
    return dataclasses.replace(muscle, facts=facts)


def test_every_choice_and_dose_prints_only_what_is_signed(
    calf: Muscle, strings: Strings, places: list[Locale], signed: dict[str, set[str]]
) -> None:
    muscle, drawn = undated(calf), random.Random(7)
    pairs = itertools.combinations(CHOICES, 2)
    wanted = [{a: x, b: y} for a, b in pairs for x, y in itertools.product(CHOICES[a], CHOICES[b])]
    wanted += [{name: drawn.choice(values) for name, values in CHOICES.items()} for _ in range(120)]
    missing: dict[str, object] = {}
    for number, each in enumerate(wanted):
        place, dose = places[number % len(places)], DOSES[number % len(DOSES)]
        options = Options(**{**each, **dose})
        clinic = (OWN, Clinic(), dataclasses.replace(OWN, letterhead=False))[number % 3]
        day = dataclasses.replace(place, date="⟨date⟩")
        said = {numberless(line) for line in spoken(handout(muscle, strings, day, options, clinic))}
        missing.update(dict.fromkeys(said - signed[place.tag], (place.tag, options)))
    assert not missing


def test_the_walk_finds_every_kind_of_words(calf: Muscle, strings: Strings) -> None:
    """A sentence of a step, a warning, a table, a tick, a tab, a text alternative, a label, and one for each side."""
    found = set(lines(calf, strings))
    for said in (
        calf.words.techniques["roller"]
        .short["roll"]
        .replace("{stroke_low}", "2")
        .replace("{stroke_high}", "4")
        .replace("**", ""),
        "Stop. Do not massage. Get help if you have:",
        "the same",
        "Safe?",
        "Tick each day you massage:",
    ):
        assert said in found
    alternatives = [line for line in found if line.startswith("A person sits on the floor")]
    assert any("left leg is straight" in line for line in alternatives)
    assert any("right leg is straight" in line for line in alternatives)
    assert any("Achilles tendon" in line and "Soleus" in line for line in found), "labels inside pictures"
