"""What was measured when scenes of people were drawn is judged, and is of today's scenes. Needs no body model."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.artwork.scenes.limits import judge, limits, measure
from handouts.artwork.scenes.measured import FOLDER, MEASURED, check_inputs, inputs_of, read_record, write_record
from handouts.artwork.scenes.scene import read_scene, scene_ids
from handouts.files import data_dir

CONTENT = data_dir("content")
SCENES, ART = CONTENT / "scenes", CONTENT / "art"
PEOPLE = [name for name in scene_ids(SCENES) if read_scene(name, SCENES)["kind"] in MEASURED]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_person_keeps_to_the_limits(name: str) -> None:
    judge((measure(*found) for found in read_record(name, ART).measures), name)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_person_was_drawn_as_the_scene_says_today(name: str) -> None:
    check_inputs(name, SCENES, read_record(name, ART))


def test_nothing_is_remembered_of_scenes_that_are_gone() -> None:
    assert {path.stem for path in (ART / FOLDER).iterdir()} == set(PEOPLE)


def test_something_is_measured_of_each_hand_that_presses() -> None:
    names = {row[0] for row in read_record("trapezius_pinch", ART).measures if row[1] == "hand L"}
    assert names >= {"pad error", "depth", "wrist bend", "reach"}


@pytest.mark.parametrize("body", ["", "_f"])
@pytest.mark.parametrize(("name", "sides"), [("palpate_outer", "R"), ("palpate_inner", "L"), ("thumbs", "LR")])
def test_thumbs_on_the_calf_are_on_their_place_and_not_in_the_leg_and_the_wrist_is_relaxed(
    name: str, sides: str, body: str
) -> None:
    """Closer than the limits of all scenes. The right hand holds the outer side, the left hand the inner one."""
    found = {(measure, where): value for measure, where, value in read_record(name + body, ART).measures}
    assert {where for _, where in found} == {f"hand {side}" for side in sides}
    for side in sides:
        assert found["pad error", f"hand {side}"] < 1.5
        assert found["depth", f"hand {side}"] < 3.5, "mm; a pressing thumb sinks in, nothing goes through the leg"
        assert found["wrist bend", f"hand {side}"] < 45


@pytest.mark.parametrize(("name", "side"), [("seated_find_outer", "R"), ("seated_find_inner", "L")])
@pytest.mark.parametrize("body", ["", "_f"])
def test_who_sits_and_presses_has_the_thumb_on_its_place_and_the_foot_on_the_floor(
    name: str, side: str, body: str
) -> None:
    found = {(measure, where): value for measure, where, value in read_record(name + body, ART).measures}
    assert {where for measure, where in found if measure == "pad error"} == {f"hand {side}"}
    assert found["pad error", f"hand {side}"] < 1.6
    assert found["depth", f"hand {side}"] < 5.0
    assert abs(found["foot in floor", "feet"]) < 1


def test_a_measure_beyond_its_limit_says_scene_measure_limit_and_what_to_do() -> None:
    limit = limits().measures["wrist bend"]
    with pytest.raises(
        ValueError, match=rf"^x\.toml: hand R: wrist bend 120\.0 degrees \(at most {limit.most:g}\): turn"
    ):
        judge([measure("wrist bend", "hand R", 120.0)], "x.toml")
    judge([measure("wrist bend", "hand R", limit.most)], "x.toml")


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    """A copy of the scenes, to be changed."""
    shutil.copytree(SCENES, tmp_path / "scenes")
    shutil.copytree(CONTENT / "body", tmp_path / "body")
    return tmp_path / "scenes"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("scenes/trapezius_pinch.toml", "turn = 180", "turn = 170"),
        ("scenes/poses/_sitting.toml", "x-82", "x-80"),
        ("scenes/grips.toml", "close = 14", "close = 13"),
        ("body/surfaces.toml", "length = ", "length = 1"),
    ],
)
def test_a_scene_that_was_changed_and_not_drawn_again_is_refused(scenes: Path, file: str, old: str, new: str) -> None:
    record = read_record("trapezius_pinch", ART)
    check_inputs("trapezius_pinch", scenes, record)
    path = scenes.parent / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ValueError, match=r"trapezius_pinch: .*changed after it was drawn: draw it again"):
        check_inputs("trapezius_pinch", scenes, record)


def test_limits_are_no_input_of_a_drawing(scenes: Path) -> None:
    before = inputs_of("trapezius_pinch", scenes)
    (scenes.parent / "body" / "limits.toml").unlink()
    assert inputs_of("trapezius_pinch", scenes) == before


def test_what_was_never_measured_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"measures/thumbs\.json is missing: draw the scene"):
        read_record("thumbs", tmp_path)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = replace(read_record("thumbs", ART), inputs="0")
    path = write_record("thumbs", record, tmp_path)
    assert read_record("thumbs", tmp_path) == record
    assert json.loads(path.read_text("utf-8"))["inputs"] == "0"
