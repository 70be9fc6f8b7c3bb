"""What a handout says, and in which order."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from handouts.content.filling import dose_values
from handouts.content.library import Muscle
from handouts.content.safety import safety_of
from handouts.errors import HandoutsError
from handouts.handout import document as doc
from handouts.handout.options import SHEETS, Clinic, Options
from handouts.handout.plan import handout
from handouts.style.braces import fill
from handouts.style.words import Locale, Strings
from tests.printed import figures, walk, words


@pytest.fixture
def full(calf: Muscle, strings: Strings, locale: Locale) -> doc.Document:
    return handout(calf, strings, locale)


def test_the_plan_is_one_question_a_page_in_four_sheets(full: doc.Document) -> None:
    assert [(part.sheet, part.id) for part in full.parts] == [
        *((1, name) for name in ("safe", "warnings", "check", "massage", "dose")),
        *((2, name) for name in ("find", "others", "keep-going")),
        *((3, name) for name in ("muscle", "more")),
        (4, "signs"),
    ]


def test_the_plan_is_one_question_a_page(full: doc.Document) -> None:
    assert [part.tab for part in full.parts if part.tab] == [
        "Safe?",
        "Massage",
        "Find",
        "Other ways",
        "Your muscle",
        "More",
        "All signs",
    ]


@pytest.mark.parametrize(
    ("layout", "way", "part"),
    [("full", "Go on to page {page:massage}.", "massage"), ("do", "Go back to page {page:warnings}.", "safe")],
)
def test_who_has_no_tick_goes_to_the_part_with_the_first_step(
    calf: Muscle, strings: Strings, locale: Locale, layout: Any, way: str, part: str
) -> None:
    parts = handout(calf, strings, locale, Options(layout=layout)).parts
    ids = [each.id for each in parts]
    assert way in words(parts[ids.index("check")].blocks)
    assert ("back" in way) == (ids.index(part) < ids.index("check"))


@pytest.mark.parametrize(
    ("sheets", "last"), [((1,), "dose"), ((1, 2), "keep-going"), ((1, 2, 3), "more"), ((4,), "signs")]
)
def test_only_the_sheets_that_were_asked_for_are_there(
    calf: Muscle, strings: Strings, locale: Locale, sheets: tuple[int, ...], last: str
) -> None:
    document = handout(calf, strings, locale, Options(sheets=sheets))
    assert {part.sheet for part in document.parts} == set(sheets)
    assert document.parts[-1].id == last
    assert "It does not replace advice from your clinician" in words(document.parts[-1])
    for page in re.findall(r"\{page:([a-z-]+)\}", words(document.parts)):
        assert page in {part.id for part in document.parts}, "no words lead to a page that is not printed"


@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_warning_box_stands_above_every_massage_step(
    calf: Muscle, strings: Strings, locale: Locale, layout: Any
) -> None:
    document = handout(calf, strings, locale, Options(layout=layout))
    blocks = list(walk(document.parts))
    first_box = next(i for i, block in enumerate(blocks) if isinstance(block, doc.WarningBox))
    first_steps = next(i for i, block in enumerate(blocks) if isinstance(block, doc.Steps))
    assert first_box < first_steps


ALONE = {"full": Options(sheets=SHEETS["1"]), "do": Options(layout="do")}
"""What may be given with nothing else."""


def test_the_short_sheet_says_that_it_replaces_no_advice(calf: Muscle, strings: Strings, locale: Locale) -> None:
    for blocks in _versions(handout(calf, strings, locale, Options(layout="do")).parts[0]):
        assert "This sheet does not replace advice from your clinician" in words(blocks)


def _versions(part: doc.Part) -> list[tuple[doc.Block, ...]]:
    return [part.blocks, *(drop.blocks for drop in part.drops)]


@pytest.mark.parametrize("name", ["1-2", "1-3", "1-4"])
def test_the_handout_says_what_is_not_known_and_that_it_replaces_no_advice(
    calf: Muscle, strings: Strings, locale: Locale, name: str
) -> None:
    text = words(handout(calf, strings, locale, Options(sheets=SHEETS[name])).parts)
    assert "Experts do not fully agree on what tight spots are" in text
    assert "does not replace advice from your clinician" in text


@pytest.mark.parametrize("layout", ["full", "do"])
def test_sheet_one_alone_says_what_is_not_known(calf: Muscle, strings: Strings, locale: Locale, layout: str) -> None:
    assert "Experts do not fully agree" in words(handout(calf, strings, locale, ALONE[layout]).parts)


@pytest.mark.parametrize("layout", ["full", "do"])
def test_sheet_one_stands_alone(calf: Muscle, strings: Strings, locale: Locale, layout: Any) -> None:
    """Warning, dose, stop rules, what is not known, and the disclaimer are on the first sheet of either layout."""
    sheet = tuple(part for part in handout(calf, strings, locale, Options(layout=layout)).parts if part.sheet == 1)
    kinds = {type(block) for block in walk(sheet)}
    assert {doc.WarningBox, doc.TickBox, doc.Steps, doc.Scale, doc.Dose} <= kinds
    assert "Stop at once if:" in {block.title for block in walk(sheet) if isinstance(block, doc.Panel)}
    text = words(sheet)
    for phrase in ("A blood clot can feel like a tight muscle", "Never press here", "Start low:"):
        assert phrase in text
    assert "Experts do not fully agree" in text
    assert "does not replace advice from your clinician" in text


LAYOUTS = [
    *(Options(sheets=sheets) for sheets in (None, (1,), (1, 2), (1, 2, 3))),
    Options(layout="do"),
]


@pytest.mark.parametrize("options", LAYOUTS, ids=lambda options: f"{options.layout}-{options.sheets}")
def test_every_sign_is_in_every_layout(calf: Muscle, strings: Strings, locale: Locale, options: Options) -> None:
    document = handout(calf, strings, locale, options)
    boxes = [block for block in walk(document.parts) if isinstance(block, doc.WarningBox | doc.TickBox | doc.Panel)]
    text = " ".join([*map(_flat, boxes), _flat(document.parts)])
    safety = safety_of(calf, locale.emergency)
    for line in (*safety.box, *safety.ticks, *safety.stop, *safety.never):
        assert _flat(doc.rich(line.short)).rstrip(".") in text, line.items
    for drop in (drop for part in document.parts for drop in part.drops):
        kinds = {type(block) for block in walk(drop.blocks)}
        assert {doc.WarningBox, doc.Steps, doc.Scale, doc.Dose, doc.Panel} <= kinds, drop.names


def _flat(thing: Any) -> str:
    return " ".join(words(thing).replace("**", "").split())


def test_the_tick_list_is_left_out_only_when_somebody_went_through_it(
    calf: Muscle, strings: Strings, locale: Locale
) -> None:
    without = handout(calf, strings, locale, Options(layout="do", checked_by="Jo Brown"))
    assert not any(isinstance(block, doc.TickBox) for block in walk(without.parts))
    assert "Jo Brown went through the list" in words(without.parts)


def test_what_refers_to_a_sheet_that_is_not_printed_says_ask_us(calf: Muscle, strings: Strings, locale: Locale) -> None:
    alone = words(handout(calf, strings, locale, Options(sheets=(1,))).parts)
    assert "How to find one: ask us." in alone
    assert "Ask us for another way." in alone


@pytest.mark.parametrize("sheets", [(1, 2), (1, 2, 3)])
def test_how_sure_we_are_is_said_once_whether_or_not_its_own_sheet_is_printed(
    calf: Muscle, strings: Strings, locale: Locale, sheets: tuple[int, ...]
) -> None:
    sure = calf.words.certainty[calf.facts.certainty[0].id].replace("**", "")
    assert _flat(handout(calf, strings, locale, Options(sheets=sheets)).parts).count(sure) == 1


def test_a_spot_that_must_not_be_pressed_has_no_box_to_tick(full: doc.Document) -> None:
    spots = [block for block in walk(full.parts) if isinstance(block, doc.Spot)]
    assert [(spot.marks, bool(spot.tick), bool(spot.warning)) for spot in spots] == [
        ((1,), True, False),
        ((2,), True, False),
        ((3, 4), False, True),
    ]
    assert [spot.far for spot in spots] == [True, False, False]


def test_more_pressure_is_only_in_the_box_for_later(calf: Muscle, full: doc.Document) -> None:
    (later,) = (block for block in walk(full.parts) if isinstance(block, doc.Panel) and block.kind == "later")
    assert calf.words.techniques["roller"].variants["increased"].caution in words(later)
    steps = " ".join(words(block) for block in walk(full.parts) if isinstance(block, doc.Steps))
    assert "more pressure" not in steps


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
    assert [tier.number or tier.field for tier in box.tiers] == list(numbers)
    assert [tier.link for tier in box.tiers] == [doc.telephone(tier.number) for tier in box.tiers]


def test_a_number_can_be_called_from_the_page(full: doc.Document) -> None:
    box = next(block for block in walk(full.parts) if isinstance(block, doc.WarningBox))
    assert [tier.link for tier in box.tiers] == ["tel:999", "", "tel:111"]


def test_the_clinics_phone_stands_where_ticks_are_to_be_talked_about(
    calf: Muscle, strings: Strings, locale: Locale
) -> None:
    document = handout(calf, strings, locale, clinic=Clinic(name="Hill Clinic", phone="01234 567890"))
    box = next(block for block in walk(document.parts) if isinstance(block, doc.TickBox))
    assert "Any tick? Talk to us first." in doc.plain(box.lead)
    assert box.phone == (doc.Run("01234 567890", link="tel:01234567890"),)


def test_without_a_clinic_there_is_a_line_for_its_phone(calf: Muscle, strings: Strings, locale: Locale) -> None:
    for layout in ("full", "do"):
        document = handout(calf, strings, locale, Options(layout=layout))  # type: ignore[arg-type]
        assert any(field.label == "Phone" for field in walk(document.parts[0]) if isinstance(field, doc.Field))
        assert next(block for block in walk(document.parts) if isinstance(block, doc.TickBox)).phone == ()


@pytest.mark.parametrize("tier", ["now", "today", "check", "stop"])
def test_all_tiers_are_needed(calf: Muscle, strings: Strings, locale: Locale, tier: str) -> None:
    without = dataclasses.replace(calf, warnings=tuple(w for w in calf.warnings if w.item.tier != tier))
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
        assert "{" not in re.sub(r"\{page:[a-z-]+\}", "", text)


def test_every_step_and_every_picture_is_in_the_handout(calf: Muscle, full: doc.Document) -> None:
    text = words(full.parts)
    for technique in calf.facts.techniques:
        for step in calf.words.techniques[technique.id].steps.values():
            step = fill(step, {**dose_values(calf.facts.dose), **calf.sides("both")})
            assert doc.plain(doc.rich(step)) in text.replace("  ", " ") or step.split("**")[0].strip() in text
    composed = {figure.id for figure in figures(full.parts)}
    steps = {step.figure for technique in calf.facts.techniques for step in technique.steps if step.figure}
    later = {way.figure for technique in calf.facts.techniques for way in technique.variants if way.when == "later"}
    assert len(steps) > 8
    assert later
    assert steps | later | {"pain-map", "muscle", "attachments"} <= composed


def test_every_trigger_point_has_its_panel_and_those_not_to_press_say_so(calf: Muscle, full: doc.Document) -> None:
    (spots,) = (block for block in walk(full.parts) if isinstance(block, doc.Spots))
    assert sorted(mark for spot in spots.items for mark in spot.marks) == [p.mark for p in calf.facts.trigger_points]
    kept = {point.mark for point in calf.facts.trigger_points if not point.press}
    for spot in spots.items:
        assert (spot.warning, spot.tick) == (
            ("Do not press", "") if kept & set(spot.marks) else ("", "this is my pain")
        )


def test_the_draft_says_so(full: doc.Document) -> None:
    assert full.status == "Draft: not yet reviewed by a clinician"
    (more,) = (part for part in full.parts if part.id == "more")
    assert full.status in words(more)


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
    assert not [run for run in walk(document.parts) if isinstance(run, doc.Run) and "<b>x</b>" in run.text]
    assert document.message
    (run,) = (run for run in walk(document.message.panel) if isinstance(run, doc.Run))
    assert run == doc.Run("**bold** <b>x</b> & y")


def test_strong_words_become_runs() -> None:
    assert doc.rich("a **b** c") == (doc.Run("a "), doc.Run("b", True), doc.Run(" c"))
    assert doc.plain(doc.rich("a **b** c")) == "a b c"


def test_the_clinicians_sheet_names_the_muscles_beside(calf: Muscle, strings: Strings, locale: Locale) -> None:
    """Those of the library that hurt in the same places: each has a sheet to give instead."""
    said = words(handout(calf, strings, locale, Options(layout="clinician")).parts)
    assert "each with a sheet of its own: soleus, fibularis longus and brevis." in said
