"""Which leg: the drawings, the letters on them and the words are all of the leg that was asked for."""

from __future__ import annotations

import itertools
import re

import pytest

from handouts.drawing.shapes import Figure, Group, texts
from tests.printed import Preset, document, figures, tagged, walk

LETTERED = {"pain-map", "muscle", "find-outer", "find-inner", "thumbs"}
"""Figures that show a letter on each of their drawings; figures of the whole person have none."""
FULL = {
    *("roller-rest", "roller-lift", "roller-roll", "roller-hold", "roller-turn", "roller-increased"),
    *("pain-map", "seated", "find-outer", "find-inner", "thumbs", "chair", "muscle", "attachments"),
}
SHOWN = {"left": ("L", True), "right": ("R", False), "both": ("R", False)}
CASES = list(itertools.product(SHOWN, ("full", "do"), ("man", "woman")))


def shown(side: str, layout: str = "full", person: str = "man") -> list[Figure]:
    found = figures(document(Preset(side=side, layout=layout, person=person)).parts)  # type: ignore[arg-type]
    return [figure for figure in found if figure.id != "legend"]


def drawings(figure: Figure) -> list[Group]:
    return [shape for shape in figure.shapes if isinstance(shape, Group) and shape.key]


@pytest.mark.parametrize(("side", "layout", "person"), CASES)
def test_every_drawing_is_of_the_leg_that_was_asked_for(side: str, layout: str, person: str) -> None:
    found = shown(side, layout, person)
    names = {figure.id for figure in found}
    assert names == FULL if layout == "full" else len(names) >= 3
    for figure in found:
        assert drawings(figure)
        assert all(drawing.flip == SHOWN[side][1] for drawing in drawings(figure)), figure.id


@pytest.mark.parametrize(("side", "layout", "person"), CASES)
def test_every_letter_is_of_the_leg_that_was_asked_for(side: str, layout: str, person: str) -> None:
    for figure in shown(side, layout, person):
        letters = [text.text for text in texts(figure.shapes) if text.text in ("L", "R")]
        wanted = len(drawings(figure)) if figure.id in LETTERED else 0
        assert letters == [SHOWN[side][0]] * wanted, figure.id


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
@pytest.mark.parametrize("side", SHOWN)
def test_the_letters_are_on_the_page(side: str, size: str) -> None:
    """Three views of the spot whose pain lies far away, one of each other panel and close view, one of the muscle."""
    painted = [node.text.split() for node in tagged(Preset(print=size, side=side)).all("Figure")]  # type: ignore[arg-type]
    letters = [word for words in painted for word in words if word in ("L", "R")]
    assert letters == [SHOWN[side][0]] * (3 + 2 + 3 + (size == "normal"))


@pytest.mark.parametrize("layout", ["full", "do"])
@pytest.mark.parametrize("side", SHOWN)
def test_the_box_of_the_leg_is_ticked(side: str, layout: str) -> None:
    parts = document(Preset(side=side, layout=layout)).parts  # type: ignore[arg-type]
    ticks = {box.label: box.ticked for box in walk(parts) if getattr(box, "kind", "") == "tick"}
    ticks = {label: ticked for label, ticked in ticks.items() if label.endswith(" leg")}
    assert ticks == {"left leg": side == "left", "right leg": side == "right"}


def test_alternatives_of_a_right_handout_name_the_right_leg() -> None:
    assert [figure.id for figure in shown("right") if named(figure)[:1] == ["left"]] == []


def test_no_text_alternative_names_the_other_side() -> None:
    """Where the right handout's says right the left one's says left, and the other way round."""
    other = {"left": "right", "right": "left"}
    right = {figure.id: [other[word] for word in named(figure)] for figure in shown("right")}
    left = {figure.id: named(figure) for figure in shown("left")}
    assert left == right


def named(figure: Figure) -> list[str]:
    """The sides that a figure's text alternative names, in order."""
    return re.findall(r"\b(left|right)\b", figure.alt.lower())
