"""What a handout says, and in which order."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from handouts.content.dose import with_dose
from handouts.content.library import Muscle
from handouts.errors import HandoutsError
from handouts.handout import document as doc
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.style.words import Locale, Strings
from tests.printed import walk, words


@pytest.fixture
def full(calf: Muscle, strings: Strings, locale: Locale) -> doc.Document:
    return handout(calf, strings, locale)


def test_the_plan_is_check_do_keep_going_more(full: doc.Document) -> None:
    assert [part.id for part in full.parts] == ["check", "do", "keep-going", "more"]


@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_warning_box_stands_above_every_massage_step(
    calf: Muscle, strings: Strings, locale: Locale, layout: Any
) -> None:
    document = handout(calf, strings, locale, Options(layout=layout))
    blocks = list(walk(document.parts))
    first_box = next(i for i, block in enumerate(blocks) if isinstance(block, doc.WarningBox))
    first_steps = next(i for i, block in enumerate(blocks) if isinstance(block, doc.Steps))
    assert first_box < first_steps


@pytest.mark.parametrize("layout", ["full", "do"])
def test_sheet_one_stands_alone(calf: Muscle, strings: Strings, locale: Locale, layout: Any) -> None:
    """Warning, dose, stop rules, what is not known, and the disclaimer are on the first sheet of either layout."""
    sheet = handout(calf, strings, locale, Options(layout=layout)).parts[:2]
    kinds = {type(block) for block in walk(sheet)}
    assert {doc.WarningBox, doc.Steps, doc.Scale, doc.Dose} <= kinds
    text = words(sheet)
    clot = "A blood clot can feel like a tight muscle"
    for phrase in ("Stop at once", clot, "Experts do not fully agree"):
        assert phrase in text
    assert "does not replace advice from your clinician" in text


@pytest.mark.parametrize(
    ("tag", "numbers"),
    [
        ("en-GB", ("999", "A&E", "111")),
        ("en-US", ("911", "an emergency room", "your doctor or nurse line")),
        (None, ("your emergency number", "hospital", "a doctor or advice line")),
    ],
)
def test_numbers_come_from_the_locale(
    calf: Muscle, strings: Strings, templates: Any, tag: str | None, numbers: tuple[str, ...]
) -> None:
    from handouts.style.words import load_locale

    document = handout(calf, strings, load_locale(templates, tag))
    box = next(block for block in walk(document.parts) if isinstance(block, doc.WarningBox))
    printed = [tier.number for tier in box.tiers]
    assert [n for n in printed if n][: len(numbers)] == list(numbers)


def test_the_clinics_phone_stands_with_ask_us_first(calf: Muscle, strings: Strings, locale: Locale) -> None:
    document = handout(calf, strings, locale, clinic=Clinic(name="Hill Clinic", phone="01234 567890"))
    box = next(block for block in walk(document.parts) if isinstance(block, doc.WarningBox))
    assert box.tiers[-1].number == "01234 567890"


def test_all_three_tiers_are_needed(calf: Muscle, strings: Strings, locale: Locale) -> None:
    without = dataclasses.replace(calf, warnings=tuple(w for w in calf.warnings if w.item.tier != "now"))
    with pytest.raises(HandoutsError, match="warning box is not complete"):
        handout(without, strings, locale)


def test_steps_say_the_time_of_the_dose(calf: Muscle, strings: Strings, locale: Locale) -> None:
    """How long a spot is held is a value of its own: no other time changes it, and every step says the same."""
    for asked, hold in (
        (Options(), 30),
        (Options(seconds=(15, 15)), 30),
        (Options(seconds=(90, 120)), 30),
        (Options(hold=60), 60),
        (Options(hold=(90, 90), seconds=(10, 20)), 90),
    ):
        text = words(handout(calf, strings, locale, asked).parts)
        assert f"hold still on it for {hold} seconds" in text
        assert f"Hold for {hold} seconds." in text
        assert set(re.findall(r"[Hh]old (?:still )?(?:on it )?for (\d+) seconds", text)) == {str(hold)}
        assert "2 to 4 seconds each way." in text
        assert "{" not in text


def test_every_step_and_every_picture_is_in_the_handout(calf: Muscle, full: doc.Document) -> None:
    text = words(full.parts)
    for technique in calf.facts.techniques:
        for step in calf.words.techniques[technique.id].steps.values():
            step = with_dose(step, calf.facts.dose)
            assert doc.plain(doc.rich(step)) in text.replace("  ", " ") or step.split("**")[0].strip() in text
    composed = {b.compose(300.0, 200.0, 11.5).id for b in walk(full.parts) if isinstance(b, doc.Picture)}
    wanted = {name for technique in calf.facts.techniques for name in technique.figures} | {"pain-map", "muscle"}
    assert wanted <= composed


def test_the_draft_says_so(full: doc.Document) -> None:
    assert full.status == "Draft: not yet reviewed by a clinician"
    assert full.status in words(full.parts[-1])


def test_asked_for_doses_replace_the_defaults(calf: Muscle, strings: Strings, locale: Locale) -> None:
    options = Options(pressure=(2, 3), seconds=(45, 45), times=3, weeks=6)
    document = handout(calf, strings, locale, options)
    scale = next(block for block in walk(document.parts) if isinstance(block, doc.Scale))
    rows = next(block for block in walk(document.parts) if isinstance(block, doc.Dose)).rows
    assert (scale.low, scale.high) == (2, 3)
    assert next(value for _, value in rows) == "45 seconds"
    assert "3 times a day" in [value for _, value in rows]
    assert "6 weeks" in [value for _, value in rows]


def test_nothing_but_the_write_on_line_holds_the_name(calf: Muscle, strings: Strings, locale: Locale) -> None:
    document = handout(calf, strings, locale, Options(patient_name="Zebedee Quux"))
    fields = [block.value for block in walk(document.parts) if isinstance(block, doc.Field)]
    assert fields.count("Zebedee Quux") == 1
    for text in (document.title, document.subject, document.author, document.running, document.footer):
        assert "Quux" not in text


def test_a_note_is_text_not_markup(calf: Muscle, strings: Strings, locale: Locale) -> None:
    document = handout(calf, strings, locale, Options(note="**bold** <b>x</b> & y"))
    runs = [run for run in walk(document.parts) if isinstance(run, doc.Run) and "<b>x</b>" in run.text]
    assert len(runs) == 1
    assert not runs[0].strong


def test_strong_words_become_runs() -> None:
    assert doc.rich("a **b** c") == (doc.Run("a "), doc.Run("b", True), doc.Run(" c"))
    assert doc.plain(doc.rich("a **b** c")) == "a b c"
