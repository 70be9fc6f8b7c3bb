"""Views of a pain map stand side by side: as high as they can be, and no view's name over another's."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from handouts.drawing.shapes import Text
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.figures.viewrow import ViewRoom, ViewRow
from handouts.style.fonts import text_width
from tests.figures.geometry import mapped
from tests.printed import library, muscle

NARROW = ViewRoom(high=1.0, wide=0.2, before=20.0, after=0.0, middle=0.5, name=40.0)
WIDE = ViewRoom(high=0.5, wide=1.0, before=0.0, after=20.0, middle=0.5, name=10.0)


@pytest.mark.parametrize("width", [150.0, 200.0, 280.0, 400.0])
def test_a_row_of_the_height_that_it_can_have_is_as_wide_as_there_is_room(width: float) -> None:
    row = ViewRow((NARROW, WIDE, NARROW), 12.0)
    assert row.width(row.height(width + 100)) == pytest.approx(width + 100)


def test_a_name_wider_than_its_view_takes_room_from_the_views() -> None:
    unnamed = ViewRoom(1.0, 0.2, 20.0, 0.0, 0.5, 0.0)
    assert ViewRow((NARROW, NARROW), 12.0).height(200) < ViewRow((unnamed, unnamed), 12.0).height(200)


@pytest.mark.parametrize("width", [300.0, 340.0, 505.0])
@pytest.mark.parametrize("name", ["infraspinatus", "upper-trapezius", "gastrocnemius"])
def test_names_of_views_stand_apart(name: str, width: float) -> None:
    spec = next(each for each in muscle(name).facts.figures if each.kind == "pain-map")
    names = muscle(name).words.figures[spec.id].views.values()
    figure = make_figure(muscle(name), spec.id, FigureStyle(width=width))
    places = sorted(
        (at[0], shape.text)
        for shape, (at, *_) in mapped(figure.shapes)
        if isinstance(shape, Text) and shape.text in names
    )
    assert len(places) == len(names)
    for (left, word), (right, _) in pairwise(places):
        assert left + text_width(word, "S", 11.5) + 6 <= right - 18, "the next name's letter stands before it"


def test_where_names_do_not_fit_beside_each_other_none_is_cut() -> None:
    style = FigureStyle(width=288, height=260, label=12.4, legend=False, marks=frozenset({1}), side="left")
    figure = make_figure(muscle("upper-trapezius"), "pain-map", style)
    words = [(at[0], shape.text) for shape, (at, *_) in mapped(figure.shapes) if isinstance(shape, Text)]
    assert "From above" in [word for _, word in words]
    for left, word in words:
        assert left >= 0
        assert left + text_width(word, "S", 12.4) <= 288


@pytest.mark.parametrize("width", [340.0, 505.0])
@pytest.mark.parametrize("name", library().ids())
def test_marks_lie_apart(name: str, width: float) -> None:
    spec = next(each for each in muscle(name).facts.figures if each.kind == "pain-map")
    regions = make_figure(muscle(name), spec.id, FigureStyle(width=width)).regions
    for view in spec.views:
        boxes = [box for key, box in regions.items() if key.startswith("x.") and key.endswith(f".{view.id}")]
        for one, other in combinations(boxes, 2):
            beside = one[2] <= other[0] + 0.01 or other[2] <= one[0] + 0.01
            assert beside or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01


def test_a_map_with_a_spot_not_to_press_says_what_its_sign_means() -> None:
    words = ("Main pain", "May spread", "Press here", "Do not press")
    told = {
        name: "Do not press" in {shape.text for shape in figure.shapes if isinstance(shape, Text)}
        for name in ("infraspinatus", "upper-trapezius")
        if (figure := make_figure(muscle(name), "pain-map", FigureStyle(legend=words)))
    }
    assert told == {"infraspinatus": True, "upper-trapezius": False}
