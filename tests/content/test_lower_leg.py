"""What the muscles of the lower leg say of the nerve at the neck of the fibula: one number, one place."""

from __future__ import annotations

import json
import re
from itertools import chain

import pytest

from handouts.content.library import Library
from handouts.files import data_dir

CONTENT = data_dir("content")
FINGERS = re.compile(r"\b(two|three|four|five)\*{0,2} (?:finger|\*{2}finger)")
ABOUT_THE_BUMP = re.compile(r"bump|fibular head|lies at the bony", re.IGNORECASE)


def test_how_many_fingers_below_the_outer_bump_stay_free_is_one_number_everywhere() -> None:
    """Somebody with two sheets must not read "three" on the one and "four" on the other."""
    files = [*(CONTENT / "muscles").glob("*/en.toml"), *(CONTENT / "safety").glob("*/en.toml")]
    lines = chain.from_iterable(path.read_text("utf-8").splitlines() for path in files)
    said = [match[1] for line in lines if ABOUT_THE_BUMP.search(line) for match in FINGERS.finditer(line.lower())]
    assert len(said) > 10
    assert set(said) == {"four"}


def test_the_neck_of_the_fibula_is_one_place_for_all_muscles(library: Library) -> None:
    places = {
        muscle: keep.at
        for muscle in library.ids()
        for keep in library.muscle(muscle, "en").facts.keep_off
        if keep.id == "fibular-neck"
    }
    assert len(places) > 1
    assert len(set(places.values())) == 1


@pytest.mark.parametrize("body", ["", "_f"])
@pytest.mark.parametrize("scene", ["shin_find", "shin_knuckles", "shin_stick", "fibularis_find", "fibularis_thumb"])
def test_a_picture_of_the_outer_shin_has_the_sign_where_nothing_is_pressed(scene: str, body: str) -> None:
    drawing = json.loads((CONTENT / f"art/{scene}{body}.json").read_text("utf-8"))
    assert "fibular_neck" in drawing["anchors"]


@pytest.mark.parametrize("body", ["", "_f"])
def test_only_the_second_picture_of_the_thumbs_has_the_arrow_of_the_stroke(body: str) -> None:
    fills = {
        name: {
            layer.get("fill", "")
            for layer in json.loads((CONTENT / f"art/{name}{body}.json").read_text("utf-8"))["layers"]
        }
        for name in ("soleus_lap", "soleus_lap_low")
    }
    assert [name for name, its in fills.items() if "motion" in its] == ["soleus_lap"]
