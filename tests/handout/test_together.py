"""Several muscles in one handout: every warning once, each muscle's own pages, one dose, at most four ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handouts.approval.standing import Reviewer, Standing
from handouts.content.library import Library, Muscle
from handouts.content.safety import safety_of
from handouts.errors import HandoutsError
from handouts.handout.document import Block, Document, Dose, Paragraph, Steps, TickBox, WarningBox, plain
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.handout.ways import MOST_WAYS
from handouts.review.judge import joint_standing
from handouts.review.words import spoken
from handouts.style.fonts import text_width
from handouts.style.words import Locale, Strings
from tests.printed import walk

PAIR = ("gastrocnemius", "soleus")
SAME = Options(pressure=(3, 4), seconds=(30, 60), hold=30, rounds=(1, 3), side="left")


def muscles(library: Library, names: Sequence[str]) -> list[Muscle]:
    return [library.muscle(name, "en") for name in names]


@pytest.fixture(scope="module")
def one(library: Library, strings: Strings, locale: Locale) -> Document:
    first, *beside = muscles(library, PAIR)
    return handout(first, strings, locale, Options(side="left"), None, beside)


@pytest.fixture(scope="module")
def three(library: Library, strings: Strings, locale: Locale) -> Document:
    first, *beside = muscles(library, (*PAIR, "upper-trapezius"))
    return handout(first, strings, locale, SAME, None, beside)


def blocks(document: Document, kind: type[Block]) -> list[Block]:
    return [each for part in document.parts for each in walk(part.blocks) if isinstance(each, kind)]


def text_of(document: Document, part: str) -> str:
    found = [each for each in document.parts if each.id == part]
    return " ".join(plain(each.text) for each in walk(found[0].blocks) if hasattr(each, "text") and each.text)


def test_every_warning_of_every_muscle_is_in_it_once(library: Library, three: Document) -> None:
    wanted = {warning.key for each in muscles(library, (*PAIR, "upper-trapezius")) for warning in each.warnings}
    first, *beside = muscles(library, (*PAIR, "upper-trapezius"))
    union = {warning.key: warning for each in (first, *beside) for warning in each.warnings}
    safety = safety_of(replace(first, warnings=tuple(union.values())))
    assert {key for full in safety.full for line in full.lines for key in line.items} == wanted
    [ticks] = blocks(three, TickBox)
    said = [plain(item) for group in ticks.groups for item in group.items]
    assert len(said) == len(set(said)) == len(safety.ticks)


def test_a_box_that_is_too_long_to_be_read_takes_a_page_for_now_and_one_for_today(three: Document) -> None:
    now, today = [each for each in blocks(three, WarningBox) if isinstance(each, WarningBox)]
    assert [tier.label for tier in now.tiers] == ["Call now"]
    assert [tier.label for tier in today.tiers] == ["Get help today: go to", "Get help today: call"] or len(
        today.tiers
    ) == 2
    assert now.closing == today.closing
    assert [part.id for part in three.parts][:3] == ["safe", "warnings", "warnings-today"]


def test_the_warnings_stand_above_all_steps(three: Document) -> None:
    ids = [part.id for part in three.parts]
    assert ids.index("warnings-today") < ids.index("check") < ids.index("massage")


def test_there_is_one_dose_and_it_is_the_one_of_all(one: Document) -> None:
    assert len(blocks(one, Dose)) == 1


def test_each_muscle_has_its_own_pages_for_spots_and_anatomy(one: Document) -> None:
    ids = [part.id for part in one.parts]
    for name in PAIR:
        assert f"find-{name}" in ids
        assert f"muscle-{name}" in ids


def test_how_to_find_one_leads_to_the_page_of_the_first_muscle(one: Document) -> None:
    said = " ".join(plain(each.text) for each in blocks(one, Paragraph) if isinstance(each, Paragraph))
    assert "{page:find}" not in said
    assert "{page:find-gastrocnemius}" in said


def test_a_way_that_muscles_share_stands_once_and_says_what_is_each_muscle_s_own(one: Document) -> None:
    [massage] = [part for part in one.parts if part.id == "massage"]
    [steps] = [each for each in walk(massage.blocks) if isinstance(each, Steps)]
    first = plain(steps.items[0].text)
    assert first.startswith("Sit on the floor. For your calf muscle: Rest your calf on the roller.")
    assert "For your deep calf muscle: Rest your lower calf on the roller." in first
    assert plain(steps.items[2].text) == "Lift your bottom a little."


def test_no_picture_has_words_that_are_true_of_one_muscle_only(one: Document) -> None:
    [massage] = [part for part in one.parts if part.id == "massage"]
    [steps] = [each for each in walk(massage.blocks) if isinstance(each, Steps)]
    for step in steps.items:
        made = step.picture(240, 160, 10) if step.picture else None
        if made and "For your" in plain(step.text):
            assert "upper half only" not in [getattr(shape, "text", "") for shape in made.shapes]


def test_nobody_does_more_than_four_ways_and_what_is_left_out_is_told(three: Document) -> None:
    assert len(blocks(three, Steps)) >= MOST_WAYS
    assert three.left_out
    titles = [each.split(": ")[1] for each in three.left_out]
    assert "Pinch it, sitting down" not in titles


def test_somebody_who_cannot_get_down_keeps_a_way(three: Document, one: Document) -> None:
    for document in (one, three):
        said = " ".join(plain(each.text) for each in blocks(document, Paragraph) if isinstance(each, Paragraph))
        assert (
            "Cannot get down? Use a stool and a ball" in said or "Cannot get down? Massage it with your thumbs" in said
        )


@pytest.mark.parametrize(
    ("names", "options", "says"),
    [
        (
            ("gastrocnemius", "upper-trapezius"),
            Options(),
            "have different doses (seconds 30-60 and 20-30; hold 30 and 20",
        ),
        (PAIR, Options(layout="do"), "leave --layout do out"),
        (("gastrocnemius",) * 5, Options(), "one handout takes at most 4 muscles, not 5"),
    ],
)
def test_what_does_not_go_together_is_refused_with_the_reason(
    library: Library, strings: Strings, locale: Locale, names: Sequence[str], options: Options, says: str
) -> None:
    first, *beside = muscles(library, names)
    with pytest.raises(HandoutsError, match=says.replace("(", r"\(")):
        handout(first, strings, locale, options, None, beside)


def test_a_muscle_that_is_not_massaged_does_not_stand_beside_one_that_is(
    library: Library, strings: Strings, locale: Locale
) -> None:
    first, other = muscles(library, PAIR)
    kept = replace(other, facts=other.facts.model_copy(update={"self_treatment": "C"}))
    with pytest.raises(HandoutsError, match="do not go together: one is massaged, the other must not be"):
        handout(first, strings, locale, Options(), None, [kept])


def test_a_handout_of_one_muscle_is_as_it_was(library: Library, strings: Strings, locale: Locale) -> None:
    calf = library.muscle("gastrocnemius", "en")
    assert handout(calf, strings, locale, Options()).parts == handout(calf, strings, locale, Options(), None, ()).parts


def test_the_foot_of_a_page_has_room_for_the_codes_of_four_muscles(
    library: Library, strings: Strings, locale: Locale
) -> None:
    first, *beside = muscles(library, (*PAIR, "upper-trapezius"))
    codes = " ".join(["PV5-YAP-RA8"] * 4)
    made = handout(first, strings, locale, replace(SAME, standing=replace(APPROVED, code=codes)), None, beside)
    assert text_width(made.footer, "R", 11) < 500
    assert made.footer.endswith(codes)


APPROVED = Standing("approved", Reviewer("A"), code="AAAA")


def test_it_is_approved_only_when_each_muscle_is() -> None:
    draft = Standing("draft", code="BBBB", content="x", why="nobody has approved it")
    both = joint_standing([APPROVED, draft])
    assert (both.state, both.code, both.content) == ("draft", "AAAA BBBB", "")
    assert joint_standing([APPROVED, replace(APPROVED, code="CCCC")]).approved


def test_two_reviewers_are_both_named() -> None:
    both = joint_standing([APPROVED, replace(APPROVED, reviewer=Reviewer("B", "GP"))])
    assert str(both.reviewer) == "A, B, GP"


@pytest.mark.parametrize("names", [("gastrocnemius", "levator-scapulae"), ("levator-scapulae", "gastrocnemius")])
def test_the_most_careful_number_of_spots_holds_for_all(
    names: tuple[str, ...], library: Library, strings: Strings, locale: Locale
) -> None:
    first, *beside = muscles(library, names)
    options = replace(SAME, techniques=("thumbs", "fingers"), sheets=(1, 2))
    said = " ".join(spoken(handout(first, strings, locale, options, None, beside)))
    assert "30 seconds, at most 2 spots" in said
    assert "at most 2 in all" in said
    assert "at most 3" not in said
