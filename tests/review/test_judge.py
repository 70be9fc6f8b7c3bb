"""What voids an approval and what does not: words, figures, doses and warnings do; colours, sizes and dates do not."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from handouts.files import data_dir
from tests.review.conftest import Desk

pytestmark = pytest.mark.long

FACTS = "content/muscles/gastrocnemius/muscle.toml"
WAYS = "content/shared/techniques/facts.toml"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("content/shared/guides/en.toml", "Let the foot hang loose.", "Let the foot hang limp."),
        ("content/shared/figures/en.toml", "A two-way arrow shows", "An arrow shows"),
        ("content/shared/techniques/en.toml", "Lift your bottom a little.", "Lift your bottom."),
        ("content/safety/leg-clot/en.toml", "red", "blue"),
        ("content/safety/leg-clot/module.toml", 'evidence = "well-supported"', 'evidence = "mixed"'),
        ("content/shared/dose/facts.toml", "pressure = [3, 4]", "pressure = [3, 5]"),
        (FACTS, "at = [0.235, -40]", "at = [0.235, -41]"),
        (FACTS, "oval = [0.225, 43, 0.07, 20]", "oval = [0.225, 43, 0.07, 21]"),
        (WAYS, '{ id = "lift", figure = "roller-lift" }', '{ id = "lift", figure = "roller-roll" }'),
        ("templates/strings/en.toml", "More is not better.", "More may be better."),
        ("templates/locales.toml", 'advice = "111"', 'advice = "112"'),
    ],
)
def test_words_figures_doses_and_warnings_void_it(desk: Desk, name: str, before: str, after: str) -> None:
    desk.sign()
    assert desk.standing().approved
    desk.change(name, before, after)
    assert desk.standing().state == "changed"
    desk.change(name, after, before)
    assert desk.standing().approved, "what is as it was signed is signed"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("templates/theme.toml", 'accent = "#0B4F5C"', 'accent = "#5C0B4F"'),
        ("templates/theme.toml", 'body = ["R", 12.5, 16]', 'body = ["R", 12.4, 16]'),
        ("templates/locales.toml", "checked = 2026-11-26", "checked = 2027-11-26"),
        ("templates/strings/en.toml", 'told = "', 'told = "Careful: '),
        (FACTS, 'version = "0.2.0"', 'version = "0.2.1"'),
        (FACTS, "written = 2026-11-23", "written = 2026-11-24"),
    ],
)
def test_a_colour_a_size_a_version_and_a_date_do_not_void_it(desk: Desk, name: str, before: str, after: str) -> None:
    desk.sign()
    code = desk.standing().code
    desk.change(name, before, after)
    assert desk.standing().approved
    assert desk.standing().code == code


def test_a_changed_drawing_voids_it(desk: Desk) -> None:
    desk.sign()
    art = desk.folder / "content" / "art" / "roller_roll.json"
    shutil.copy(data_dir("content") / "art" / art.name, art)
    desk.reread()
    assert desk.standing().approved, "the same drawing in another folder"
    text = art.read_text("utf-8")
    place = re.search(r'"M(\d)', text)
    assert place
    art.write_text(f"{text[: place.start(1)]}1{text[place.start(1) :]}", "utf-8")
    desk.reread()
    assert desk.standing().state == "changed"


def test_it_ends_after_the_day_of_the_next_review_as_the_sheet_is_dated(desk: Desk) -> None:
    desk.sign(until=date(2026, 6, 30))
    assert desk.standing(date="2026-06-30").approved
    for after in ("2026-07-01", "1 July 2026", "1 JULY 2026"):
        assert desk.standing(date=after).state == "expired", after
    desk.on(121)
    assert desk.standing().approved, "30 June, when it has no date"
    desk.on(122)
    assert desk.standing().state == "expired"
    assert desk.standing(date="2026-06-30").approved
    assert desk.standing(date="next week").state == "expired", "words that are no day"


def test_only_the_places_that_were_named_are_signed(desk: Desk) -> None:
    desk.sign("en-GB", "en-IE")
    assert desk.standing(locale="en-IE").approved
    there = desk.standing(locale="en-US")
    assert there.state == "place"
    assert "en-US was not signed (signed: en-GB, en-IE)" in there.why
    desk.change("templates/locales.toml", 'emergency = "112 or 999"', 'emergency = "112"')
    assert desk.standing(locale="en-IE").state == "changed"
    assert desk.standing(locale="en-GB").approved


def test_a_clinics_own_warning_is_part_of_what_is_signed(desk: Desk) -> None:
    path = Path(desk.clinic)
    text = path.read_text("utf-8")
    own = '[safety."leg-clot.clot-swelling"]\ntext = "one calf or one whole leg is newly swollen, even without pain"\n'
    path.write_text(text + own, "utf-8")
    desk.sign()
    assert desk.standing().approved
    path.write_text(text + own.replace("newly swollen", "swollen"), "utf-8")
    assert desk.standing().state == "changed"
    path.write_text(text, "utf-8")
    assert desk.standing().state == "changed", "nor are our own words what was signed"


def test_a_clinics_address_and_colour_are_not_signed_but_its_line_at_the_foot_is(desk: Desk) -> None:
    desk.sign()
    path = Path(desk.clinic)
    text = path.read_text("utf-8")
    path.write_text(text + 'address = ["12 Mill Lane"]\naccent = "#5C0B4F"\nphone = "01632 960 777"\n', "utf-8")
    assert desk.standing().approved
    path.write_text(text + 'footer = "Roll as hard as you can."\n', "utf-8")
    assert desk.standing().state == "changed"


def test_a_dose_that_was_not_signed_voids_that_one_sheet(desk: Desk) -> None:
    desk.sign(dose={"pressure": (2, 4), "weeks": (1, 6)})
    for dose in ("pressure=2-3", "weeks=3", "pressure=2 weeks=1-6"):
        assert desk.standing(dose=dose.split()).approved, dose
    found = desk.standing(dose=["pressure=4-5"])
    assert found.state == "dose"
    assert "pressure 4 to 5 of 10 was not approved: signed is 2 to 4" in found.why
    for dose in ("hold=60", "weeks=7", "times=2-3", "seconds=30-90", "rounds=4"):
        assert desk.standing(dose=[dose]).state == "dose", dose
    assert desk.standing().approved


@pytest.mark.parametrize(
    "asked", [{"layout": "do"}, {"side": "left"}, {"sheets": "4"}, {"addons": "stretch"}, {"techniques": "chair"}]
)
def test_one_approval_is_of_all_sides_sheets_techniques_and_exercises(desk: Desk, asked: dict[str, str]) -> None:
    desk.sign()
    assert desk.standing(**asked).approved
    assert desk.standing(**asked).code == desk.standing().code


def test_the_deck_is_signed_only_when_it_was_asked_for(desk: Desk) -> None:
    desk.sign()
    chosen, muscle, strings = desk.choices()
    assert not chosen.deck_standing(muscle, strings).approved
    desk.sign(deck=True)
    chosen, muscle, strings = desk.choices()
    assert chosen.deck_standing(muscle, strings).approved
    desk.change("content/muscles/gastrocnemius/en.toml", 'answer = "', 'answer = "Surely: ')
    chosen, muscle, strings = desk.choices()
    assert chosen.deck_standing(muscle, strings).state == "changed"
    assert desk.standing().approved, "no card stands on a handout"
