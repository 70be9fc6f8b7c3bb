"""The way from places on the body to places in a drawing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.content.reader import load
from handouts.drawing.art import Drawing, read_drawing
from handouts.drawing.body import read_surfaces
from handouts.drawing.surface import Surface, oval_outline
from handouts.errors import ContentError
from handouts.files import data_dir

SURFACES = (data_dir("content") / "body" / "surfaces.toml",)
LEG, BACK = (read_surfaces(SURFACES)[name] for name in ("leg", "back"))
SQUARE = Surface(
    body=LEG,
    centre=0.0,
    along=(0.0, 1.0),
    across=(-90.0, 0.0, 90.0),
    xy=(((0, 0), (50, 0), (100, 0)), ((0, 200), (50, 200), (100, 200))),
    visible=((-90.0, 90.0), (-90.0, 90.0)),
)


def drawing(name: str) -> Drawing:
    return load([data_dir("content")]).art.drawing(name)


@pytest.mark.parametrize(
    ("place", "point"),
    [((0, -90), (0, 0)), ((1, 90), (100, 200)), ((0.5, 0), (50, 100)), ((0.25, 45), (75, 50)), ((0.25, 405), (75, 50))],
)
def test_places_are_interpolated(place: tuple[float, float], point: tuple[float, float]) -> None:
    assert SQUARE.place(*place) == pytest.approx(point)


def test_what_is_on_the_other_side_is_not_shown() -> None:
    surface = SQUARE
    assert surface.shows((0.5, 77))
    assert not surface.shows((0.5, 120))
    assert not surface.shows((1.5, 0))


def test_a_zone_over_the_edge_is_cut_at_the_edge() -> None:
    (part,) = SQUARE.zone(oval_outline(0.5, 80, 0.2, 40))
    assert max(x for x, _ in part) == pytest.approx(100)
    assert min(x for x, _ in part) == pytest.approx(50 + 50 * 40 / 90, abs=1)
    assert SQUARE.zone(oval_outline(0.5, 125, 0.2, 40)) == []


FRONT = replace(SQUARE, centre=180.0, across=(90.0, 180.0, 270.0), visible=((90.0, 270.0), (90.0, 270.0)))
FLAT = replace(SQUARE, body=BACK, across=(-20.0, 0.0, 20.0), visible=((-16.0, 16.0), (-16.0, 16.0)))


@pytest.mark.parametrize("middle", [180, -180, 175, -172])
def test_a_zone_over_the_seam_of_the_angles_is_whole(middle: float) -> None:
    """180 and -180 degrees are the same place: on the front of the leg a zone may be written over it."""
    (part,) = FRONT.zone(oval_outline(0.5, middle, 0.2, 18))
    width = max(x for x, _ in part) - min(x for x, _ in part)
    assert width == pytest.approx(100 * 36 / 180, abs=1)
    points = [(0.3, 160), (0.5, 165), (0.7, 170), (0.7, -170), (0.5, -165), (0.3, -160)]
    (outline,) = FRONT.zone(points)
    assert 50 + 100 * 14 / 180 < max(x for x, _ in outline) < 50 + 100 * 24 / 180


def test_a_zone_over_the_far_seam_of_a_view_leaves_no_wedge_on_the_other_side() -> None:
    """Seen from behind, a zone on the front is hidden; one that reaches to the outer side is cut once."""
    assert SQUARE.zone(oval_outline(0.5, 180, 0.2, 60)) == []
    (part,) = SQUARE.zone(oval_outline(0.5, 110, 0.2, 80))
    assert min(x for x, _ in part) > 50, "nothing of it on the inner side"


def test_a_zone_round_most_of_the_leg_is_seen_on_both_sides_of_a_view() -> None:
    sides = SQUARE.zone(oval_outline(0.5, 180, 0.2, 175))
    assert sorted(round(sum(x for x, _ in part) / len(part) / 50) for part in sides) == [0, 2]


@pytest.mark.parametrize(("across", "shown"), [(77.9, True), (78.1, False), (-77.9, True), (-78.1, False)])
def test_a_mark_on_a_limb_stays_away_from_the_edge_by_degrees(across: float, shown: bool) -> None:
    assert SQUARE.shows((0.5, across)) == shown


@pytest.mark.parametrize(("across", "shown"), [(15.1, True), (15.3, False), (-15.1, True), (-15.3, False)])
def test_a_mark_on_a_flat_map_stays_away_from_the_edge_by_centimetres(across: float, shown: bool) -> None:
    assert FLAT.shows((0.5, across)) == shown


def test_inner_and_outer_side_lie_where_they_do_on_a_right_leg_seen_from_behind() -> None:
    posterior = drawing("leg_posterior").frames["leg"]
    inner, outer = posterior.place(0.3, -40), posterior.place(0.3, 40)
    assert inner[0] < outer[0], "seen from behind, the inner side of a right leg is to the left"
    assert posterior.place(0.1, 0)[1] < posterior.place(0.9, 0)[1], "the knee is above the ankle"


def test_the_same_place_is_at_the_same_height_in_two_views() -> None:
    back, inner = drawing("leg_posterior"), drawing("leg_medial")
    place = (0.25, -40)
    heights = [d.frames["leg"].place(*place)[1] / d.height for d in (back, inner)]
    assert heights[0] == pytest.approx(heights[1], abs=0.02)


def test_the_big_toe_of_a_right_sole_is_on_the_inner_side() -> None:
    sole = drawing("leg_plantar").frames["foot"]
    toes, heel = sole.place(0.9, 0)[1], sole.place(0.1, 0)[1]
    assert toes < heel, "toes up"
    assert sole.place(0.5, -60)[0] > sole.place(0.5, 60)[0], (
        "seen from below, the inner side of a right foot is to the right"
    )


FRAME = {
    "centre": 0,
    "along": [0, 1],
    "across": [-90, 90],
    "xy": [[[0, 0], [100, 0]], [[0, 200], None]],
    "visible": [[-90, 90], None],
}
ART = {
    "id": "small",
    "width": 100,
    "height": 200,
    "layers": [{"d": "M0 0L1-2,3 4C0 0 1 1.5 2 2Z", "fill": "ink"}],
    "anchors": {"heel": [1, 2]},
    "frames": {"leg": FRAME},
}


def written(folder: Path, text: str) -> Path:
    (folder / "art").mkdir()
    path = folder / "art" / "small.json"
    path.write_text(text, "utf-8")
    return path


def test_a_small_drawing_is_read(tmp_path: Path) -> None:
    small = read_drawing(written(tmp_path, json.dumps({**ART, "boxes": {"keep": [0, 1, 2, 3]}})), SURFACES)
    assert small.anchors == {"heel": (1, 2)}
    assert small.boxes == {"keep": (0, 1, 2, 3)}
    assert small.frames["leg"].xy == (((0, 0), (100, 0)), ((0, 200), None))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"width": 0}, "width: input should be greater than or equal to 1"),
        ({"height": float("nan")}, "height: is no number"),
        ({"width": "wide"}, "width: input should be a valid number"),
        ({"width": 10**400}, "width: is too large a number"),
        ({"width": 1e300}, "width: is too large a number"),
        ({"height": 1e6}, "height: input should be less than or equal to 100000"),
        ({"layers": [{"d": f"M{'9' * 400} 2Z"}]}, r"layers\[1\].d: is no path data"),
        ({"layers": [{"d": "M1 2Z", "width": float("inf")}]}, r"layers\[1\].width: is no number"),
        ({"anchors": {"heel": [-1e9, 0]}}, "anchors.heel"),
        ({"layer": []}, "layer: unknown key; did you mean 'layers'?"),
        ({"layers": [{"d": "M bogus"}]}, r"layers\[1\].d: is no path data"),
        ({"layers": [{"d": "M1 2L3"}]}, r"layers\[1\].d: is no path data"),
        ({"layers": [{"d": "L1 2"}]}, r"layers\[1\].d: is no path data"),
        ({"layers": [{"d": ""}]}, r"layers\[1\].d: is no path data"),
        ({"layers": [{"d": "M1 2Z", "fil": "ink"}]}, r"layers\[1\].fil: unknown key; did you mean 'fill'?"),
        ({"anchors": {"heel": [1]}}, "anchors.heel: "),
        ({"boxes": {"keep": [0, 0, 1]}}, "boxes.keep: "),
        ({"boxes": {"keep": [9, 0, 1, 5]}}, "boxes.keep: is no box: write left, top, right, bottom"),
        ({"frames": {"leg": {**FRAME, "along": []}}}, "frames.leg.along: list should have at least 2 items, not 0"),
        ({"frames": {"leg": {**FRAME, "along": [1, 1]}}}, "frames.leg.along: must rise"),
        ({"frames": {"leg": {**FRAME, "along": [0, 0.5, 1]}}}, "frames.leg: xy has 2 rows, but along has 3 numbers"),
        ({"frames": {"leg": {**FRAME, "across": [-90, 0, 90]}}}, "a row of xy has 2 places, but across has 3"),
        ({"frames": {"leg": {**FRAME, "visible": [None]}}}, "frames.leg: visible has 1 rows"),
        ({"frames": {"leg": {}}}, "frames.leg.centre: is missing"),
        ({"frames": {"lge": FRAME}}, "frames.lge: no surface 'lge' in content/body/surfaces.toml; did you mean 'leg'?"),
    ],
)
def test_a_broken_drawing_is_named_with_its_key(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(ContentError, match="^content/art/small.json: .*" + words):
        read_drawing(written(tmp_path, json.dumps({**ART, **change})), SURFACES)


@pytest.mark.parametrize("text", ["{", "[]", "{}", "[" * 100_000, '{"width": ' + "1" * 5000 + "}"])
def test_what_is_no_drawing_at_all_is_said_in_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContentError, match=r"^content/art/small\.json: ") as caught:
        read_drawing(written(tmp_path, text), SURFACES)
    assert "Error(" not in str(caught.value)


def test_bytes_that_are_no_text_are_no_drawing(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes(b"\xff")
    with pytest.raises(ContentError, match="is not UTF-8 text"):
        read_drawing(path, SURFACES)


@pytest.mark.parametrize("name", ["leg_posterior", "bones_leg_back"])
def test_a_broken_drawing_is_reported_once_and_nothing_follows_from_it(tmp_path: Path, name: str) -> None:
    content = Path(shutil.copytree(data_dir("content"), tmp_path / "content"))
    (content / "art" / f"{name}.json").write_text("{")
    with pytest.raises(ContentError) as caught:
        load([content])
    (problem,) = caught.value.problems
    assert problem.file == f"content/art/{name}.json"
    assert problem.message.startswith("is not readable JSON: ")
