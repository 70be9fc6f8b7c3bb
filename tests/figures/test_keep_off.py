"""Places that must never be pressed are data: drawings of people mark them where they show them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.content.library import Muscle
from handouts.content.model import KeepOff
from handouts.drawing.shapes import Path, Shape
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from tests.figures.geometry import mapped
from tests.printed import library
from tests.printed import muscle as muscle_of


def signs(muscle: Muscle, figure: str) -> int:
    """How many crossed-out rings a figure has."""
    shapes: tuple[Shape, ...] = make_figure(muscle, figure).shapes
    return sum(isinstance(shape, Path) and shape.stroke == "keep-off" for shape in shapes) // 2


MM = 72 / 25.4
FRAMES = [
    (86.7, 51.0),
    (86.7, 44.0),
    (86.7, 38.0),
    (56.1, 40.0),
    (56.1, 28.0),
    (62.0, 58.0),
    (96.0, 57.0),
    (178.0, 76.0),
]
"""Of all print sizes, in mm."""


@pytest.mark.parametrize("name", library().ids())
def test_a_sign_is_wholly_in_its_frame_and_one_that_is_told_of_is_there(name: str) -> None:
    muscle = muscle_of(name)
    steps = {(step.figure, step.crop) for each in muscle.facts.techniques for step in each.steps if step.figure}
    for figure_id, crop in sorted(steps, key=str):
        told = "crossed-out ring" in muscle.words.figures[figure_id].alt
        for wide, high in FRAMES:
            style = FigureStyle(width=wide * MM, height=high * MM, frame=True, crop=crop)
            rings = [
                place
                for shape, places in mapped(make_figure(muscle, figure_id, style).shapes)
                if isinstance(shape, Path) and shape.stroke == "keep-off"
                for place in places
            ]
            assert all(0 <= x <= style.width and 0 <= y <= style.height for x, y in rings), (figure_id, wide, high)
            assert rings or not told, (figure_id, wide, high)


def test_the_hollow_of_the_knee_is_marked_where_a_drawing_shows_it(calf: Muscle) -> None:
    assert signs(calf, "roller-roll") == 1
    assert signs(calf, "thumbs") == 0


def test_a_region_without_the_place_has_no_sign(calf: Muscle) -> None:
    bare = replace(calf, region=calf.region.model_copy(update={"keep_off": ()}))
    assert signs(bare, "roller-roll") == 0


def test_a_muscle_may_name_a_place_of_its_own(calf: Muscle) -> None:
    """One that the drawing has as an anchor."""
    keep = KeepOff(id="sore-spot", surface="leg", at=(0.3, 0.0))
    own = replace(calf, facts=calf.facts.model_copy(update={"keep_off": (keep,)}))
    assert signs(own, "roller-hold") == signs(calf, "roller-hold") + 1
