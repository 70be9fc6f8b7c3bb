"""Places on the body: what `check` says of them, and that it is what the map draws."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from handouts.content.library import Art, Muscle
from handouts.content.model import PainMap, Zone
from handouts.content.places import check_places
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from handouts.style.choices import Person


def moved(calf: Muscle, views: dict[str, object] | None = None, **changes: object) -> Muscle:
    """The calf with its first trigger point alone, changed, and with its map's views changed."""
    point = calf.facts.trigger_points[0].model_copy(update=changes)
    figures = []
    for spec in calf.facts.figures:
        if isinstance(spec, PainMap):
            spec = spec.model_copy(update={"views": tuple(v.model_copy(update=views or {}) for v in spec.views)})
        figures.append(spec)
    facts = calf.facts.model_copy(update={"trigger_points": (point,), "figures": tuple(figures)})
    return replace(calf, facts=facts)


def said(muscle: Muscle) -> list[str]:
    return [f"{p.key}: {p.message}" for p in check_places(muscle.facts, "muscle.toml", muscle.art)]


def marked(muscle: Muscle) -> bool:
    """Whether some view of the map has the mark, on the one body and on the other."""
    figures = [make_figure(muscle, "pain-map", FigureStyle(person=person)) for person in get_args(Person)]
    return all(any(name.startswith("x.1.") for name in figure.regions) for figure in figures)


@pytest.mark.parametrize("along", [-0.5, -0.44, -0.3, 0.1, 0.6, 1.04, 1.15])
@pytest.mark.parametrize("across", [-180, -170, -140, -110, -60, 0, 60, 66, 72, 78, 84, 90, 130])
def test_a_mark_is_on_the_map_or_check_says_that_it_is_not(calf: Muscle, along: float, across: float) -> None:
    muscle = moved(calf, at=(along, across), zones=())
    assert marked(muscle) == (said(muscle) == [])


@pytest.mark.parametrize("crop", [(0, 0, 1, 0.45), (0, 0.5, 1, 1), (0.5, 0, 1, 1), (0, 0, 0.5, 1)])
def test_a_mark_outside_the_part_that_a_view_shows_is_told(calf: Muscle, crop: tuple[float, ...]) -> None:
    muscle = moved(calf, {"crop": crop}, zones=())
    assert marked(muscle) == (said(muscle) == [])


def test_a_mark_that_no_view_is_for_is_told(calf: Muscle) -> None:
    assert said(moved(calf, {"marks": (2,)}, zones=()))
    assert said(moved(calf, {"marks": (1, 2)}, zones=())) == []


def test_a_place_that_only_the_second_body_lacks_is_told(calf: Muscle, tmp_path: Path) -> None:
    """The handout is made with either body, so both maps must have the mark."""
    content = Path(shutil.copytree(data_dir("content"), tmp_path / "content"))
    for name in ("leg_posterior", "leg_medial"):
        path = content / "art" / f"{name}_f.json"
        drawing = json.loads((content / "art" / f"{name}.json").read_text("utf-8"))
        drawing["frames"] = {}
        path.write_text(json.dumps({**drawing, "id": f"{name}_f"}), "utf-8")
    (line,) = said(moved(replace(calf, art=Art((content / "art",))), zones=()))
    assert line.startswith(
        "trigger_points[medial-belly].at: 0.235, -40 degrees is on no view of the pain map: none shows"
    )


def test_the_calfs_own_places_are_all_drawn(calf: Muscle) -> None:
    assert said(calf) == []


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ({"frame": "lge"}, "frame: no surface 'lge'; did you mean 'leg'? (there is: "),
        ({"oval": (1.4, 0, 0.1, 10)}, "oval: 1.4 is off the surface: along goes from -0.6 to 1.2 on 'leg'"),
        ({"oval": (0.3, 150, 0.1, 10)}, "oval: the zone is on no view of the pain map: hidden, cut off or too near"),
        ({"frame": "front", "oval": (0.5, 3, 0.1, 3)}, "oval: the zone is on no view of the pain map: none shows 'fr"),
        (
            {"oval": None, "outline": ((0.1, 0), (0.2, 200), (0.3, 0))},
            "outline: 200 degrees is off the surface: across goes from -180 to 180 degrees on 'leg'",
        ),
    ],
)
def test_what_is_wrong_with_a_zone_is_one_line_with_its_key(calf: Muscle, zone: dict[str, object], words: str) -> None:
    right = Zone(id="zone", kind="essential", frame="leg", oval=(0.3, 0, 0.1, 10))
    (line,) = said(moved(calf, zones=(right.model_copy(update=zone),)))
    assert line.startswith(f"trigger_points[medial-belly].zones[zone].{words}")


def test_a_trigger_point_on_an_unknown_surface_is_told_once(calf: Muscle) -> None:
    (line,) = said(moved(calf, frame="foots", zones=()))
    assert line.startswith("trigger_points[medial-belly].frame: no surface 'foots'; did you mean 'foot'?")
