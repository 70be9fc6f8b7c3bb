"""The bones with their numbers: each number leads to the place that the muscle's file gives for it."""

from __future__ import annotations

import itertools

import pytest

from handouts.content.model import Marked
from handouts.drawing.art import WHOLE
from handouts.drawing.shapes import Figure, Group, Text
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from tests.figures.geometry import inside, leaders
from tests.printed import library, muscle

SPECS = {spec.id: spec for spec in muscle().facts.figures if isinstance(spec, Marked)}
SIZES = ((200.0, 110.0, 11.5), (340.0, 260.0, 11.5), (505.0, 320.0, 21.0))
CASES = list(itertools.product(SPECS, ("right", "left"), SIZES))


def made(figure_id: str, side: str, size: tuple[float, float, float]) -> Figure:
    width, height, label = size
    return make_figure(muscle(), figure_id, FigureStyle(width, height, label, side))  # type: ignore[arg-type]


def test_there_is_a_figure_of_the_attachments() -> None:
    assert SPECS
    assert len(muscle().facts.attachments) > 1


@pytest.mark.parametrize(("figure_id", "side", "size"), CASES)
def test_each_number_leads_to_the_place_of_its_attachment(
    figure_id: str, side: str, size: tuple[float, float, float]
) -> None:
    figure = made(figure_id, side, size)
    spec = SPECS[figure_id]
    drawing = muscle().art.layered(spec.art, spec.overlay)
    parts = [shape for shape in figure.shapes if isinstance(shape, Group)]
    shown = spec.panels or (WHOLE,)
    assert len(parts) == len(shown)
    numbers = {shape.text: (shape.x, shape.y) for shape in figure.shapes if isinstance(shape, Text)}
    for attachment in muscle().facts.attachments:
        where = next(k for k, shares in enumerate(shown) if drawing.shows(attachment.anchor, shares))
        at = inside(parts[where], lambda point: point)(drawing.anchors[attachment.anchor])
        (end,) = (end for start, end in leaders(figure.shapes) if start == pytest.approx(at, abs=0.01))
        nearest = min(numbers, key=lambda text: abs(numbers[text][0] - end[0]) + abs(numbers[text][1] - end[1]))
        assert nearest == str(attachment.mark), f"{attachment.id} has the number {nearest}"


@pytest.mark.parametrize(("figure_id", "side", "size"), CASES)
def test_the_numbers_are_those_of_the_facts_each_once(
    figure_id: str, side: str, size: tuple[float, float, float]
) -> None:
    texts = [shape.text for shape in made(figure_id, side, size).shapes if isinstance(shape, Text)]
    assert sorted(texts) == sorted(str(attachment.mark) for attachment in muscle().facts.attachments)


@pytest.mark.parametrize("name", library().ids())
def test_no_professional_name_is_cut_off(name: str) -> None:
    """Those of the cards stand in one line or two, and the lowest one beside the edge."""
    shown = muscle(name)
    for spec in (each for each in shown.facts.figures if isinstance(each, Marked)):
        for person in ("man", "woman"):
            style = FigureStyle(500, 400, 16, pro=True, person=person)
            figure = make_figure(shown, spec.id, style)
            labels = [box for key, box in figure.regions.items() if key.startswith("label.")]
            assert labels
            assert all(top >= 0 and bottom <= figure.height + 0.01 for _, top, _, bottom in labels)
