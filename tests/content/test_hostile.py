"""Numbers that no muscle has are refused with file and key, and a thousand mistakes are told as fast as one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from handouts.content.reader import open_library
from handouts.drawing.art import read_drawing
from handouts.errors import MOST_PROBLEMS, ContentError
from handouts.files import data_dir

NAME = "muscles/gastrocnemius/muscle.toml"


def problems(folder: Path, old: str, new: str) -> list[str]:
    """What is said of the packaged muscle with a change in its facts."""
    shutil.copytree(data_dir("content"), folder / "content")
    path = folder / "content" / NAME
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        open_library((folder / "content",)).muscle("gastrocnemius", "en")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("at = [0.235, -40]", "at = [nan, -40]", "trigger_points["),
        ("at = [0.235, -40]", "at = [0.235, inf]", "trigger_points["),
        ("oval = [0.47, -61, 0.16, 40]", "oval = [0.47, -61, 1e300, 40]", "trigger_points["),
        ("oval = [0.47, -61, 0.16, 40]", "oval = [0.47, -61, 5, 40]", "trigger_points["),
        ("oval = [0.47, -61, 0.16, 40]", "oval = [0.47, -61, 0.16, 1e-9]", "trigger_points["),
        ("crop = [0, 0.18, 1, 0.86]", "crop = [0, 0.18, 1e9, 0.86]", "figures["),
        ("crop = [0, 0.18, 1, 0.86]", "crop = [1, 0.18, 1, 0.86]", "figures["),
        ("mark = 1", "mark = 99999999999999999999", "attachments["),
        ("mark = 1", "mark = -1", "attachments["),
        ("[dose]\n", "[dose]\nseconds = [9999999, 9999999]\n", "dose.seconds"),
    ],
)
def test_a_number_that_no_muscle_has_is_refused_by_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    found = problems(tmp_path, old, new)
    assert any(line.startswith(f"content/{NAME}: {key}") for line in found), found


def test_thousands_of_mistakes_are_cut_short(tmp_path: Path) -> None:
    unknown = "".join(f"lateral_head_{number} = 1\n" for number in range(5000))
    assert len(problems(tmp_path, "id = ", f"{unknown}id = ")) == MOST_PROBLEMS


def test_the_paths_of_a_drawing_are_bounded(tmp_path: Path) -> None:
    drawing = json.loads((data_dir("content") / "art" / "leg_plantar.json").read_text("utf-8"))
    drawing["layers"].append({"d": "M0 0" + "L1 1" * 250_000, "fill": "ink"})
    (tmp_path / "large.json").write_text(json.dumps(drawing), "utf-8")
    with pytest.raises(ContentError, match="layers: has paths of more than 1,000,000 characters"):
        read_drawing(tmp_path / "large.json", ())
