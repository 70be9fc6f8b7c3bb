"""A muscle lies on its plate: one figure of two drawings, mirrored together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.content.library import Art
from handouts.content.model import Labelled
from handouts.drawing.art import WHOLE
from handouts.drawing.shapes import Group
from handouts.errors import HandoutsError
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from tests.printed import muscle

ART = Art((data_dir("content") / "art",))


def test_the_muscle_is_painted_over_the_bones() -> None:
    plate, overlay = ART.drawing("bones_leg_back"), ART.drawing("soleus")
    both = ART.layered("bones_leg_back", "soleus")
    assert both.layers == (*plate.layers, *overlay.layers)
    assert both.anchors == {**plate.anchors, **overlay.anchors}


def test_no_overlay_is_the_drawing_itself() -> None:
    assert ART.layered("bones_leg_back", None) == ART.drawing("bones_leg_back")


def test_an_overlay_on_another_plate_is_refused() -> None:
    with pytest.raises(HandoutsError, match="'soleus' is drawn on the plate 'bones_leg_back', not on 'bones_sole'"):
        ART.layered("bones_sole", "soleus")
    with pytest.raises(HandoutsError, match=r"no drawing 'solius'.*soleus"):
        ART.layered("bones_leg_back", "solius")


def test_the_figure_of_the_muscle_has_both_in_one_group_and_mirrors_them() -> None:
    spec = next(spec for spec in muscle().facts.figures if isinstance(spec, Labelled))
    assert spec.overlay is not None
    layers = ART.layered(spec.art, spec.overlay).layers
    for side in ("right", "left"):
        figure = make_figure(muscle(), spec.id, FigureStyle(side=side))
        group = next(shape for shape in figure.shapes if isinstance(shape, Group))
        assert group.shapes == layers
        assert group.flip == (side == "left")


def test_a_part_of_a_drawing_knows_what_it_shows() -> None:
    drawing = replace(ART.drawing("bones_leg_back"), anchors={"here": (10.0, 10.0)})
    assert drawing.shows("here", WHOLE)
    assert not drawing.shows("here", (0.5, 0.5, 1, 1))
