"""Places that must never be pressed are data: drawings of people mark them where they show them."""

from __future__ import annotations

from dataclasses import replace

from handouts.content.library import Muscle
from handouts.content.model import KeepOff
from handouts.drawing.shapes import Path, Shape
from handouts.figures.compose import make_figure


def signs(muscle: Muscle, figure: str) -> int:
    """How many crossed-out rings a figure has."""
    shapes: tuple[Shape, ...] = make_figure(muscle, figure).shapes
    return sum(isinstance(shape, Path) and shape.stroke == "keep-off" for shape in shapes) // 2


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
