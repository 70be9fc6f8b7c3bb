"""The body to click in: views with areas and zones, what lies under a place, and the same as a list."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from handouts.content.library import Library
from handouts.content.referral import read_areas, referrals
from handouts.drawing.shapes import bounds
from handouts.errors import HandoutsError
from handouts.web.body import (
    BodyView,
    Hit,
    Side,
    WholeView,
    ZoneOutline,
    body_views,
    by_area,
    rank,
    region_at,
    views_of,
    whole_body,
)


@pytest.fixture(scope="module")
def views(library: Library) -> tuple[BodyView, ...]:
    return body_views(library, "en")


@pytest.fixture(scope="module", params=["man", "woman"])
def whole(request: pytest.FixtureRequest, library: Library) -> tuple[WholeView, ...]:
    return whole_body(library, "en", person=request.param)


def square(muscle: str, kind: str, left: float, top: float, side: float) -> ZoneOutline:
    ring = ((left, top), (left + side, top), (left + side, top + side), (left, top + side))
    return ZoneOutline(muscle, f"{muscle}-point", 1, f"{muscle}-zone", kind, (ring,))  # type: ignore[arg-type]


def board(*zones: ZoneOutline) -> tuple[BodyView, ...]:
    """A view of 200 by 100 units: near is 2.8 of them."""
    return (BodyView("board", "Board", (), 200, 100, "", {}, zones),)


# --- what lies under a place -----------------------------------------------------------------------------------------


def test_a_main_area_comes_before_spread_and_inside_before_near() -> None:
    found = board(
        square("spread-near", "spillover", 12, 0, 5),
        square("spread-inside", "spillover", 0, 0, 10.5),
        square("main-near", "essential", 12, 0, 6),
        square("main-inside", "essential", 0, 0, 20),
    )
    hits = rank(found, "board", 10, 5)
    assert [hit.muscle for hit in hits] == ["main-inside", "main-near", "spread-inside", "spread-near"]
    assert [hit.inside for hit in hits] == [True, False, True, False]


def test_a_small_zone_comes_before_a_large_one_of_the_same_kind() -> None:
    found = board(square("large", "essential", 0, 0, 30), square("small", "essential", 5, 5, 10))
    assert [hit.muscle for hit in rank(found, "board", 10, 10)] == ["small", "large"]


def test_a_muscle_is_found_once_by_its_best_zone() -> None:
    spread = square("calf", "spillover", 0, 0, 5)
    found = board(spread, replace(square("calf", "essential", 0, 0, 50), mark=3, zone="main"))
    assert rank(found, "board", 2, 2) == [Hit("calf", "essential", 3, "calf-point", "main", True)]


@pytest.mark.parametrize(("x", "found"), [(12.7, True), (12.9, False), (150.0, False)])
def test_near_ends_2_8_percent_of_the_height_beside_a_zone(x: float, found: bool) -> None:
    assert bool(rank(board(square("calf", "essential", 0, 0, 10)), "board", x, 5)) is found


def test_on_a_left_leg_the_picture_is_the_mirror_image(views: tuple[BodyView, ...]) -> None:
    back = next(view for view in views if view.id == "leg_posterior")
    zone = next(each for each in back.zones if each.muscle == "gastrocnemius" and each.kind == "essential")
    left, top, right, bottom = bounds(zone.rings[0])
    x, y = (left + right) / 2, (top + bottom) / 2
    assert rank(views, back.id, x, y) == rank(views, back.id, back.width - x, y, "left")
    assert rank(views, back.id, x, y)[0].muscle == "gastrocnemius"
    assert rank(views, back.id, x, y) != rank(views, back.id, x, y, "left")


def test_a_view_that_is_not_there_is_said_with_the_likely_one(views: tuple[BodyView, ...]) -> None:
    with pytest.raises(HandoutsError, match="leg_posterior"):
        rank(views, "leg_posteriro", 1, 1)


def test_the_arch_lies_on_the_inner_side_of_the_foot_and_not_on_the_outer_ankle(views: tuple[BodyView, ...]) -> None:
    """A zone that crosses the far seam of a view is in it whole or not at all."""
    inner, outer = (next(view for view in views if view.id == name) for name in ("leg_medial", "leg_lateral"))
    arch = {each.zone for each in inner.zones if each.muscle == "gastrocnemius" and each.kind == "essential"}
    assert "arch" in " ".join(arch)
    assert not [each for each in outer.zones if "arch" in each.zone]


# --- the same as a list ----------------------------------------------------------------------------------------------


def test_the_list_of_an_area_is_what_referral_says(library: Library) -> None:
    areas = read_areas(library.roots)
    for name, area in areas.items():
        said = [(each.muscle, each.kind, each.mark, each.zone) for each in referrals(area, library.facts.values())]
        assert [(hit.muscle, hit.kind, hit.mark, hit.zone) for hit in by_area(library, name)] == said


def test_the_list_takes_only_the_muscles_that_are_asked_for(library: Library) -> None:
    assert {hit.muscle for hit in by_area(library, "mid-calf", ["soleus"])} == {"soleus"}


def test_an_area_that_is_not_there_is_said_with_the_likely_one(library: Library) -> None:
    with pytest.raises(HandoutsError, match="did you mean 'arch'"):
        by_area(library, "arhc")


# --- the views -------------------------------------------------------------------------------------------------------


def test_every_area_is_in_a_view_of_its_region(library: Library, views: tuple[BodyView, ...]) -> None:
    for name, area in read_areas(library.roots).items():
        assert any(name in view.areas for view in views_of(views, area.region)), name


def test_main_pain_that_the_list_tells_is_in_a_picture_of_its_region(
    library: Library, views: tuple[BodyView, ...]
) -> None:
    for name, area in read_areas(library.roots).items():
        seen = {(zone.muscle, zone.zone) for view in views_of(views, area.region) for zone in view.zones}
        told = {(hit.muscle, hit.zone) for hit in by_area(library, name) if hit.kind == "essential"}
        assert told <= seen, name


def test_every_zone_of_every_muscle_is_in_a_view(library: Library, views: tuple[BodyView, ...]) -> None:
    shown = {(each.muscle, each.zone) for view in views for each in view.zones}
    for muscle, facts in library.facts.items():
        for point in facts.trigger_points:
            assert {(muscle, zone.id) for zone in point.zones} <= shown


def test_outlines_are_closed_paths_that_are_seen(views: tuple[BodyView, ...]) -> None:
    for view in views:
        for each in (*view.areas.values(), *view.zones):
            assert re.fullmatch(r"(M[-0-9. ]+(C[-0-9. ]+)+Z)+", each.path)
            left, top, right, bottom = bounds([place for ring in each.rings for place in ring])
            assert left < view.width
            assert top < view.height
            assert min(right, bottom) > 0


def test_a_drawing_has_no_ids_that_another_could_have(views: tuple[BodyView, ...]) -> None:
    assert not [view.id for view in views if "id=" in view.svg]


def test_the_second_body_has_the_same_views_and_every_area(library: Library, views: tuple[BodyView, ...]) -> None:
    others = body_views(library, "en", person="woman")
    assert [(view.id, view.right_half) for view in others] == [(view.id, view.right_half) for view in views]
    assert all(one.svg != two.svg for one, two in zip(views, others, strict=True))
    for name, area in read_areas(library.roots).items():
        assert any(name in view.areas for view in views_of(others, area.region)), name


def test_a_back_is_clicked_on_either_side_and_a_leg_is_not(views: tuple[BodyView, ...]) -> None:
    known = {view.id: view for view in views}
    assert (known["trunk_back"].side_of(10), known["trunk_back"].side_of(500)) == ("left", "right")
    assert (known["trunk_front"].side_of(10), known["trunk_front"].side_of(500)) == ("right", "left")
    both = {view.id for view in views if view.right_half}
    assert both == {"trunk_back", "trunk_front", "head_back"}
    assert known["leg_posterior"].side_of(10) is None


# --- a whole body ----------------------------------------------------------------------------------------------------


def test_every_region_with_areas_is_on_a_whole_body(library: Library, whole: tuple[WholeView, ...]) -> None:
    asked = {area.region for area in read_areas(library.roots).values()}
    assert asked == {region for view in whole for region in view.regions}


@pytest.mark.parametrize(
    ("view", "x", "y", "region", "side"),
    [
        (0, 0.40, 0.80, "lower-leg", "right"),  # from the front the right leg is on the left of the picture
        (0, 0.60, 0.80, "lower-leg", "left"),
        (1, 0.40, 0.80, "lower-leg", "left"),
        (1, 0.60, 0.80, "lower-leg", "right"),
        (0, 0.52, 0.11, "jaw", "left"),
        (1, 0.55, 0.40, "back", "right"),
        (1, 0.40, 0.21, "upper-back", "left"),
        (0, 0.10, 0.55, "hand", "right"),
        (1, 0.60, 0.50, "buttock", "right"),
    ],
)
def test_a_click_on_a_whole_body_says_region_and_side(
    whole: tuple[WholeView, ...], view: int, x: float, y: float, region: str, side: Side
) -> None:
    found = whole[view]
    assert region_at(found, x * found.width, y * found.height) == (region, side)


def test_beside_a_whole_body_there_is_no_region(whole: tuple[WholeView, ...]) -> None:
    assert region_at(whole[0], 2, 2) is None


def test_a_region_of_the_left_side_is_the_mirror_image(whole: tuple[WholeView, ...]) -> None:
    front = whole[0]
    places = re.findall(r"[-0-9.]+", front.path("hand", "left"))
    mirrored = re.findall(r"[-0-9.]+", front.path("hand", "right"))
    for x, other in zip(places[::2], mirrored[::2], strict=True):
        assert float(x) + float(other) == pytest.approx(front.width, abs=0.02)
