"""A left figure is the right one's mirror image: the drawing, and everything that stands on it."""

from __future__ import annotations

from functools import cache

import pytest

from handouts.drawing.shapes import Figure, Group, Path, Pattern, Point
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from tests.figures.geometry import mapped, middle
from tests.printed import muscle

NEAR = 0.05
"""Points; path data is written with two decimals."""
FIGURES = [spec.id for spec in muscle().facts.figures]
STYLES = [
    FigureStyle(width=width, height=260, label=label, person=person)  # type: ignore[arg-type]
    for width, label, person in ((340, 11.5, "man"), (340, 11.5, "woman"), (505, 21.0, "man"))
] + [FigureStyle(width=250, height=150, label=11.5, frame=True)]
"""The last one is that of the steps: a frame in which a drawing is placed, cut and signed."""
each_figure = pytest.mark.parametrize("figure_id", FIGURES)
each_style = pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.label:g}-{style.person}-{style.frame}")


@cache
def both(figure_id: str, style: FigureStyle) -> tuple[Figure, Figure]:
    """The right and the left figure."""
    from dataclasses import replace

    sides = (replace(style, side="right", letter="R"), replace(style, side="left", letter="L"))
    right, left = (make_figure(muscle(), figure_id, each) for each in sides)
    return right, left


def drawings(figure: Figure) -> list[list[Point]]:
    """The points of each drawing in the figure."""
    groups = [shape for shape in figure.shapes if isinstance(shape, Group) and shape.key]
    return [[point for _, places in mapped([group]) for point in places] for group in groups]


def axes(figure_id: str, style: FigureStyle) -> list[tuple[Point, Point, float]]:
    """Of each drawing: from where to where it reaches in the right figure, and where its mirror stands, doubled."""
    right, left = both(figure_id, style)
    found = []
    for one, other in zip(drawings(right), drawings(left), strict=True):
        xs, ys = [x for x, _ in one], [y for _, y in one]
        found.append(((min(xs), min(ys)), (max(xs), max(ys)), one[0][0] + other[0][0]))
    return found


def mirrored(point: Point, figure_id: str, style: FigureStyle) -> Point:
    """Where a place of the right figure has to be in the left one."""
    for (left, top), (right, bottom), twice in axes(figure_id, style):
        if left - 3 <= point[0] <= right + 3 and top - 3 <= point[1] <= bottom + 3:
            return twice - point[0], point[1]
    raise AssertionError(f"{point} is on no drawing of {figure_id}")


def marks(figure: Figure) -> list[Point]:
    """The middles of what points at the body: crosses, the ends of leaders, places never to press."""
    return [
        middle(places)
        for shape, places in mapped([shape for shape in figure.shapes if not isinstance(shape, Group)])
        if isinstance(shape, Path)
        and (shape.stroke in ("x.mark", "keep-off") or (shape.fill == "leader" and len(places) > 4))
    ]


def patterns(figure: Figure) -> list[list[Point]]:
    return [places for shape, places in mapped(figure.shapes) if isinstance(shape, Pattern)]


@each_style
@each_figure
def test_every_point_of_a_drawing_is_mirrored(figure_id: str, style: FigureStyle) -> None:
    right, left = both(figure_id, style)
    ones, others = drawings(right), drawings(left)
    assert ones
    for one, other, (_, _, twice) in zip(ones, others, axes(figure_id, style), strict=True):
        assert len({round(x) for x, _ in one}) > 5
        wrong = [
            (a, b) for a, b in zip(one, other, strict=True) if max(abs(a[0] + b[0] - twice), abs(a[1] - b[1])) > NEAR
        ]
        assert wrong == []


@each_style
@each_figure
def test_every_mark_is_mirrored(figure_id: str, style: FigureStyle) -> None:
    right, left = both(figure_id, style)
    expected = sorted(mirrored(point, figure_id, style) for point in marks(right))
    found = marks(left)
    assert len(found) == len(expected)
    for x, y in expected:
        assert any(abs(x - a) < NEAR and abs(y - b) < NEAR for a, b in found), f"nothing at {x:.1f}, {y:.1f}"


@each_style
def test_every_zone_of_pain_is_mirrored(style: FigureStyle) -> None:
    right, left = both("pain-map", style)
    ones, others = patterns(right), patterns(left)
    assert len(ones) > 6
    for one, other in zip(ones, others, strict=True):
        twice = mirrored(middle(one), "pain-map", style)[0] + middle(one)[0]
        assert all(abs(a[0] + b[0] - twice) < NEAR and abs(a[1] - b[1]) < NEAR for a, b in zip(one, other, strict=True))


@each_style
@each_figure
def test_named_places_are_mirrored(figure_id: str, style: FigureStyle) -> None:
    """Flashcards cover these places, so they have to be where the drawing is."""
    right, left = both(figure_id, style)
    names = [name for name in right.regions if name.startswith(("x.", "zone.", "spot.", "anchor."))]
    assert {name for name in left.regions if name.split(".")[0] in ("x", "zone", "spot", "anchor")} == set(names)
    for name in names:
        x0, y0, x1, y1 = right.regions[name]
        x, _ = mirrored(((x0 + x1) / 2, (y0 + y1) / 2), figure_id, style)
        half = (x1 - x0) / 2
        assert left.regions[name] == pytest.approx((x - half, y0, x + half, y1), abs=NEAR), name


def test_the_marks_are_there_to_be_mirrored() -> None:
    found = {name: len(marks(both(name, STYLES[0])[0])) for name in FIGURES}
    assert found["pain-map"] >= 4
    assert found["muscle"] == 6
    assert found["attachments"] == 3
    assert found["roller-normal"] == found["chair"] == 2
