"""What an author writes of a way of massage stands on the page, whichever way comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.content.library import Muscle
from handouts.handout import document as doc
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.style.words import Locale, Strings
from tests.printed import library, muscle, walk, words


@pytest.mark.parametrize("name", library().ids())
def test_remark_and_introduction_of_every_way_are_printed(name: str, strings: Strings, locale: Locale) -> None:
    shown = muscle(name)
    document = handout(shown, strings, locale)
    printed = words(document.parts) + " ".join(
        each.remark for each in walk(document.parts) if isinstance(each, doc.Section)
    )
    for technique in shown.facts.techniques:
        said = shown.words.techniques[technique.id]
        for text in (said.remark, said.intro):
            start = text.split("{")[0].replace("**", "")  # what stands in braces is filled in
            assert start in printed


def several(muscle: Muscle, yes: bool) -> Muscle:
    return replace(muscle, facts=muscle.facts.model_copy(update={"several": yes}))


def test_two_muscles_in_one_are_spoken_of_as_several(calf: Muscle, strings: Strings, locale: Locale) -> None:
    one, two = (words_and_titles(several(calf, yes), strings, locale) for yes in (False, True))
    assert "Your muscle|" in one
    assert "It works hardest when you" in one
    assert "Your muscles|" in two
    assert "Where they are" in two
    assert "They work hardest when you" in two
    assert "Your muscle|" not in two


def words_and_titles(muscle: Muscle, strings: Strings, locale: Locale) -> str:
    document = handout(muscle, strings, locale)
    titles = [each.title for each in walk(document.parts) if isinstance(each, doc.Section)]
    return "|".join([*titles, *(part.tab for part in document.parts), words(document.parts)])


@pytest.mark.parametrize(("spots", "told"), [(3, "at most 3 spots"), (2, "at most 2 spots"), (1, "on one spot")])
def test_the_plan_holds_as_many_spots_as_the_dose_has(
    calf: Muscle, strings: Strings, locale: Locale, spots: int, told: str
) -> None:
    dose = calf.facts.dose.model_copy(update={"spots": spots})
    asked = replace(calf, facts=calf.facts.model_copy(update={"dose": dose}))
    assert told in words(handout(asked, strings, locale, Options(sheets=(1,))).parts)


@pytest.mark.parametrize("name", library().ids())
def test_a_page_sends_only_to_ways_that_are_printed(name: str, strings: Strings, locale: Locale) -> None:
    shown = muscle(name)
    for way, said in shown.words.techniques.items():
        for other, text in said.others.items():
            for options, sends in (
                (Options(techniques=(way, other)), True),
                (Options(techniques=(other, way)), True),
                (Options(techniques=(way, other), sheets=(1,)), False),
                (Options(techniques=(way,)), False),
            ):
                printed = words(handout(shown, strings, locale, options).parts)
                assert (text in printed) is sends, (way, other, options)


def test_several_muscles_send_only_to_their_own_ways_that_are_printed(strings: Strings, locale: Locale) -> None:
    calf, other = muscle("gastrocnemius"), muscle("fibularis-longus-brevis")
    for techniques, sends in ((("thumbs", "chair"), True), (("thumbs", "palm-ball"), False)):
        document = handout(calf, strings, locale, Options(techniques=techniques), None, [other])
        assert ("Sore thumbs? Use the ball." in words(document.parts)) is sends


@pytest.mark.parametrize("name", library().ids())
def test_no_two_steps_show_the_very_same_picture(name: str) -> None:
    """Where steps have pictures of their own, each shows something: another picture, or a part of it from nearer."""
    for technique in muscle(name).facts.techniques:
        shown = [(step.figure, step.crop) for step in technique.steps if step.figure]
        assert len(set(shown)) in (1, len(shown)), technique.id
