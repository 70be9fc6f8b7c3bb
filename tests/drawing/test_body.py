"""The surfaces of the body: what their file may say, and what is said of a place that is not on one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handouts.drawing.body import SURFACES, read_surfaces
from handouts.errors import ContentError
from handouts.files import data_dir

PACKAGED = data_dir("content") / SURFACES
ARM = """
[arm]
unit = "degrees"
along = [0, 1]
across = [-180, 180]
edge = 12
bones = ["upperarm"]
rows = [0, 1, 0.1]
columns = [90, 10]
[arm.limb]
joints = ["upperarm01.R", "lowerarm01.R", "wrist.R"]
zero = 0
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "content" / "body" / "surfaces.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def test_every_packaged_surface_has_its_rows_and_columns_within_its_limits() -> None:
    for name, surface in read_surfaces((PACKAGED,)).items():
        first, last, step = surface.rows
        assert surface.along[0] <= first < last <= surface.along[1], name
        assert 0 < step <= 0.1, name
        assert surface.columns[1] <= surface.columns[0], name


def test_a_persons_own_folder_replaces_a_surface_and_keeps_the_others(tmp_path: Path) -> None:
    surfaces = read_surfaces((written(tmp_path, ARM), PACKAGED))
    assert surfaces["arm"].columns == [90, 10]
    assert surfaces["leg"] == read_surfaces((PACKAGED,))["leg"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("edge = 12", "edges = 12", "arm.edges: unknown key; did you mean 'edge'?"),
        ("edge = 12", "", "arm.edge: is missing"),
        ("edge = 12", "edge = -1", "arm.edge: input should be greater than or equal to 0"),
        ("along = [0, 1]", "along = [1, 0]", "arm.along: must go from a smaller to a larger number, not from 1 to 0"),
        ('unit = "degrees"', 'unit = "inches"', "arm.unit: 'inches' is none of degrees, cm"),
        ('unit = "degrees"', 'unit = "cm"', "arm: a plane is measured in cm, what goes round a limb in degrees"),
        (
            "[arm.limb]",
            "[arm.ground]\nheight = 0.1\n[arm.limb]",
            "arm: needs one of limb, ground and plane; it has",
        ),
        ("zero = 0", "zero = nan", "arm.limb.zero: is no number"),
        ("[arm]", "[Arm]", "Arm: is no name for a surface"),
        ("[arm]", "hand = 3\n[arm]", "hand: must be a table, written as [hand]"),
        ("[arm]", "[arm", "is not readable TOML"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_key(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_surfaces((written(tmp_path, ARM.replace(old, new, 1)),))
    lines = str(caught.value).splitlines()
    assert all(line.startswith("content/body/surfaces.toml: ") for line in lines)
    assert any(words in line for line in lines), lines


def test_a_place_off_a_surface_is_told_with_the_limits() -> None:
    leg = read_surfaces((PACKAGED,))["leg"]
    assert leg.off((0.3, -40)) == ""
    assert leg.off((-0.7, 0)) == "-0.7 is off the surface: along goes from -0.6 to 1.2"
    assert leg.off((0.3, 181)) == "181 degrees is off the surface: across goes from -180 to 180 degrees"


@pytest.mark.parametrize("path", sorted((data_dir("templates") / "strings").glob("*.toml")), ids=lambda path: path.stem)
def test_every_surface_has_its_words_for_the_clinician(path: Path) -> None:
    words = tomllib.loads(path.read_text("utf-8"))["surface"]
    assert set(words) == set(read_surfaces((PACKAGED,)))
