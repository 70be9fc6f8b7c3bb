"""The way from places on the body to places in a drawing."""

from __future__ import annotations

import pytest

from handouts.library import load
from handouts.paths import data_dir
from handouts.surface import Drawing, Frame, Surface, oval_outline, read_drawing

SQUARE = Frame(
    centre=0.0,
    t=(0.0, 1.0),
    angle=(-90.0, 0.0, 90.0),
    xy=(((0, 0), (50, 0), (100, 0)), ((0, 200), (50, 200), (100, 200))),
    visible=((-90.0, 90.0), (-90.0, 90.0)),
)


def drawing(name: str) -> Drawing:
    return read_drawing(load([data_dir("content")]).art.path(name))


@pytest.mark.parametrize(
    ("place", "point"),
    [((0, -90), (0, 0)), ((1, 90), (100, 200)), ((0.5, 0), (50, 100)), ((0.25, 45), (75, 50)), ((0.25, 405), (75, 50))],
)
def test_places_are_interpolated(place: tuple[float, float], point: tuple[float, float]) -> None:
    assert Surface(SQUARE).xy(*place) == pytest.approx(point)


def test_what_is_on_the_other_side_is_not_shown() -> None:
    surface = Surface(SQUARE)
    assert surface.shows(0.5, 80)
    assert not surface.shows(0.5, 120)
    assert not surface.shows(1.5, 0)


def test_a_zone_over_the_edge_is_cut_at_the_edge() -> None:
    (part,) = Surface(SQUARE).zone(oval_outline(0.5, 80, 0.2, 40))
    assert max(x for x, _ in part) == pytest.approx(100)
    assert min(x for x, _ in part) == pytest.approx(50 + 50 * 40 / 90, abs=1)
    assert Surface(SQUARE).zone(oval_outline(0.5, 125, 0.2, 40)) == []


def test_inner_and_outer_side_lie_where_they_do_on_a_right_leg_seen_from_behind() -> None:
    posterior = Surface(drawing("leg_posterior").frames["leg"])
    inner, outer = posterior.xy(0.3, -40), posterior.xy(0.3, 40)
    assert inner[0] < outer[0], "seen from behind, the inner side of a right leg is to the left"
    assert posterior.xy(0.1, 0)[1] < posterior.xy(0.9, 0)[1], "the knee is above the ankle"


def test_the_same_place_is_at_the_same_height_in_two_views() -> None:
    back, inner = drawing("leg_posterior"), drawing("leg_medial")
    place = (0.25, -40)
    heights = [Surface(d.frames["leg"]).xy(*place)[1] / d.height for d in (back, inner)]
    assert heights[0] == pytest.approx(heights[1], abs=0.02)


def test_the_big_toe_of_a_right_sole_is_on_the_inner_side() -> None:
    sole = Surface(drawing("leg_plantar").frames["foot"])
    toes, heel = sole.xy(0.9, 0)[1], sole.xy(0.1, 0)[1]
    assert toes < heel, "toes up"
    assert sole.xy(0.5, -60)[0] > sole.xy(0.5, 60)[0], "seen from below, the inner side of a right foot is to the right"
