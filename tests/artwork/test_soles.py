"""The leg on the roller from the foot end: toes to the outer side, up, to the inner side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ART = Path(__file__).parents[2] / "content" / "art"
NAMES = pytest.mark.parametrize("name", ["roller_turn", "roller_turn_f"])


@NAMES
def test_each_turn_has_its_sole_above_a_free_strip_for_its_word(name):
    art = json.loads((ART / f"{name}.json").read_text(encoding="utf-8"))
    for turn in ("out", "up", "in"):
        x, y = art["anchors"][turn]
        left, top, right, _ = art["boxes"][f"label_{turn}"]
        assert left < x < right
        assert y < top


@NAMES
def test_the_toes_of_a_right_foot_point_outwards_to_the_left_of_the_picture(name):
    art = json.loads((ART / f"{name}.json").read_text(encoding="utf-8"))
    lean = {turn: art["anchors"][f"{turn}_toes"][0] - art["anchors"][f"{turn}_heel"][0] for turn in ("out", "up", "in")}
    assert lean["out"] < -60
    assert abs(lean["up"]) < 25
    assert lean["in"] > 60
