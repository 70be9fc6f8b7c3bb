"""Every committed art file keeps to the format. Runs without the body model and without numpy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.artwork.pen.roles import MAX_FILE_BYTES, MAX_PATH_BYTES, PATH, ROLES
from handouts.artwork.scenes.scene import scene_ids

CONTENT = Path(__file__).parents[2] / "content"
ART = sorted((CONTENT / "art").glob("*.json"))
FILES = pytest.mark.parametrize("path", ART, ids=lambda p: p.stem)


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_there_is_art():
    assert len(ART) >= 12


@FILES
def test_layers_use_known_roles_and_plain_paths(path):
    for layer in load(path)["layers"]:
        assert set(layer) <= {"d", "fill", "stroke", "width", "evenodd", "opacity", "round"}
        assert "fill" in layer or "stroke" in layer
        assert {layer[k] for k in ("fill", "stroke") if k in layer} <= ROLES
        assert ("stroke" in layer) == ("width" in layer)
        assert PATH.fullmatch(layer["d"]), layer["d"][:60]
        assert layer["d"].startswith("M")


@FILES
def test_file_is_small_and_easy_to_review(path):
    text = path.read_text(encoding="utf-8")
    assert sum(len(layer["d"]) for layer in load(path)["layers"]) <= MAX_PATH_BYTES
    assert len(text) <= MAX_FILE_BYTES
    assert text.endswith("}\n")
    assert text.count("\n") > len(load(path)["layers"])  # one layer a line


@FILES
def test_head_anchors_and_frames(path):
    art = load(path)
    assert art["id"] == path.stem
    assert art["side"] == "right"
    for x, y in art["anchors"].values():
        assert -2 <= x <= art["width"] + 2
        assert -2 <= y <= art["height"] + 2
    for left, top, right, bottom in art.get("boxes", {}).values():
        assert 0 <= left < right <= art["width"]
        assert 0 <= top < bottom <= art["height"]
    for frame in art["frames"].values():
        rows, columns = len(frame["along"]), len(frame["across"])
        assert len(frame["xy"]) == len(frame["visible"]) == rows
        assert all(len(row) == columns for row in frame["xy"])
        assert frame["along"] == sorted(frame["along"])


def test_every_scene_has_its_art():
    assert set(scene_ids(CONTENT / "scenes")) == {p.stem for p in ART}
