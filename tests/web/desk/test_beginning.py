"""What the page begins with, and what a click on the body leads to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.style.choices import DOSE_KEYS, Person
from handouts.web.desk.desk import Desk
from tests.web.desk.conftest import Post, posting


def test_every_muscle_can_be_chosen_with_its_ways_and_its_limit(desk: Desk, post: Post) -> None:
    start = post("/api/start").said
    assert [each["id"] for each in start["muscles"]] == desk.library.ids()
    calf = next(each for each in start["muscles"] if each["id"] == "gastrocnemius")
    assert (calf["part"], calf["limit"]) == ("leg", 5)
    assert [each["id"] for each in calf["ways"]] == ["roller", "thumbs", "chair"]
    assert [each["key"] for each in start["dose"]] == list(DOSE_KEYS)


def test_every_area_stands_in_the_list_and_leads_to_muscles_or_to_none(post: Post) -> None:
    areas = post("/api/start").said["areas"]
    found = {area["id"]: post("/api/where", {"area": area["id"]}).said["hits"] for area in areas}
    assert len(found) > 50
    assert any(found.values())
    assert [hit["main"] for hits in found.values() for hit in hits if hits[0]["main"] < hit["main"]] == []


def test_the_side_that_is_clicked_on_a_whole_body_is_the_side(post: Post) -> None:
    whole = {view["id"]: view for view in post("/api/body").said["whole"]}
    back, front = whole["body_back"], whole["body_front"]
    leg = 0.78 * back["height"]
    sides = [
        post("/api/where", {"view": view["id"], "x": share * view["width"], "y": leg}).said["side"]
        for view in (back, front)
        for share in (0.36, 0.64)
    ]
    assert sides == ["left", "right", "right", "left"]


def test_a_click_in_a_mirrored_picture_finds_what_the_right_side_has(post: Post) -> None:
    width = next(view["width"] for view in post("/api/body").said["views"] if view["id"] == "leg_posterior")
    right = post("/api/where", {"view": "leg_posterior", "x": 0.4 * width, "y": 300, "side": "right"}).said
    left = post("/api/where", {"view": "leg_posterior", "x": 0.6 * width, "y": 300, "side": "left"}).said
    assert right["hits"]
    assert left == {**right, "side": "left"}


@pytest.mark.parametrize("person", ["man", "woman"])
def test_a_place_that_is_clicked_has_the_name_it_has_in_the_list(desk: Desk, post: Post, person: Person) -> None:
    """In the body that is shown, which is that of the handout's figures."""
    view = next(view for view in desk.views(person) if view.id == "head_side")
    shown = next(view for view in post("/api/body", {"body": person}).said["views"] if view["id"] == "head_side")
    assert shown["svg"] == view.svg
    named = {}
    for name in ("ear", "eye", "temple", "jaw-angle", "top-of-head"):
        ring = view.areas[name].rings[0]
        x, y = (sum(place[axis] for place in ring) / len(ring) for axis in (0, 1))
        asked = {"view": view.id, "x": x, "y": y, "side": "right", "body": person}
        named[name] = post("/api/where", asked).said["area"]
    assert named == {name: name for name in named}
    assert post("/api/where", {"view": view.id, "x": 1, "y": 1, "side": "right"}).said["area"] == ""


def test_a_click_where_no_side_is_said_says_none(post: Post) -> None:
    at = {"view": "leg_posterior", "x": 150, "y": 300}
    right = post("/api/where", {**at, "side": "right"}).said
    assert post("/api/where", {**at, "side": "both"}).said == {**right, "side": "both"}


def test_in_a_picture_of_both_sides_each_half_is_its_side(post: Post) -> None:
    """A back has both shoulders: what lies on the right one is found on the left one as well, as the left side's."""
    view = next(view for view in post("/api/body").said["views"] if view["id"] == "trunk_back")
    assert view["rightHalf"] == "right"
    found: dict[str, dict[float, list[Any]]] = {"left": {}, "right": {}}
    for share in (0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9):
        at = {"view": "trunk_back", "x": share * view["width"], "y": 0.3 * view["height"]}
        answer = post("/api/where", {**at, "side": "right"}).said
        assert answer == post("/api/where", {**at, "side": "left"}).said
        found[answer["side"]][round(min(share, 1 - share), 1)] = answer["hits"]
    assert any(found["right"].values())
    assert found["left"] == found["right"]


def test_what_is_usual_in_the_clinic_is_chosen_at_first(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    text = 'name = "Hillside"\nlocale = "en-GB"\n[options]\nink = "grey"\nsheets = "1-2"\nbody = "woman"\n'
    clinic.write_text(text, "utf-8")
    start = posting(Desk((data_dir("content"),), (data_dir("templates"),), clinic))("/api/start").said
    usual = start["usual"]
    assert (start["clinic"], start["sheets"]) == ("Hillside", "1-2")
    assert (usual["ink"], usual["body"], usual["locale"], usual["layout"]) == ("grey", "woman", "en-GB", "full")


def test_a_favourite_of_the_clinic_is_a_button_with_all_that_it_chooses(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    text = '[favourites."Calf, short"]\nmuscle = "gastrocnemius"\nlayout = "do"\ndose = {pressure = "2-3", hold = 30}\n'
    clinic.write_text(text, "utf-8")
    desk = Desk((data_dir("content"),), (data_dir("templates"),), clinic, favourite="Calf, short")
    start = posting(desk)("/api/start").said
    chosen = {"muscle": ["gastrocnemius"], "layout": "do", "dose": {"pressure": "2 to 3", "hold": "30"}}
    assert start["favourites"] == [{"name": "Calf, short", "chosen": chosen}]
    assert start["favourite"] == "Calf, short"
    with pytest.raises(HandoutsError, match="did you mean 'Calf, short'"):
        Desk((data_dir("content"),), (data_dir("templates"),), clinic, favourite="Calf short")
