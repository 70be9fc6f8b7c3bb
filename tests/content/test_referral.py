"""From where it hurts to the muscles: zones and areas meet on surfaces, and people's words find areas."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handouts.content.library import Library
from handouts.content.model import Area, AreaPart, AreaWords, Zone
from handouts.content.reader import open_library
from handouts.content.referral import (
    area_problems,
    areas_called,
    areas_of,
    holds,
    read_area_words,
    read_areas,
    referrals,
)
from handouts.errors import HandoutsError
from handouts.files import data_dir

CONTENT = data_dir("content")


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library([CONTENT])


def muscles_at(library: Library, area: str) -> list[tuple[str, str]]:
    facts = [library.facts[name] for name in library.ids()]
    return [(each.muscle, each.kind) for each in referrals(read_areas(library.roots)[area], facts)]


def test_a_main_pain_area_comes_before_one_where_pain_may_spread(library: Library) -> None:
    found = muscles_at(library, "arch")
    assert found.index(("gastrocnemius", "essential")) < found.index(("soleus", "spillover"))


@pytest.mark.parametrize(
    ("area", "muscle", "kind"),
    [
        ("temple", "upper-trapezius", "spillover"),
        ("heel", "soleus", "essential"),
        ("sacroiliac", "soleus", "essential"),
        ("knee-hollow", "gastrocnemius", "essential"),
        ("side-of-neck", "upper-trapezius", "essential"),
    ],
)
def test_a_muscle_is_found_where_its_classical_pain_is(library: Library, area: str, muscle: str, kind: str) -> None:
    assert (muscle, kind) in muscles_at(library, area)


def test_a_muscle_is_not_found_where_it_refers_no_pain(library: Library) -> None:
    for area in ("thumb", "temple", "groin"):
        assert "gastrocnemius" not in [muscle for muscle, _ in muscles_at(library, area)]


def test_a_muscle_stands_once_by_the_best_of_its_zones(library: Library) -> None:
    found = [muscle for muscle, _ in muscles_at(library, "knee-hollow")]
    assert sorted(set(found)) == sorted(found)


def box(surface: str, along: tuple[float, float], across: tuple[float, float]) -> Area:
    return Area(region="foot", parts=(AreaPart(surface=surface, along=along, across=across),))


def oval(*numbers: float) -> Zone:
    return Zone.model_validate({"id": "z", "kind": "essential", "frame": "leg", "oval": numbers})


def test_a_zone_that_only_touches_an_area_does_not_belong_to_it() -> None:
    areas = {"near": box("leg", (0.0, 0.2), (-30, 30)), "beside": box("leg", (0.0, 0.2), (18, 60))}
    assert areas_of(oval(0.1, 0, 0.05, 20), areas) == ["near"]


def test_a_small_zone_belongs_to_a_large_area_and_a_large_zone_to_a_small_area() -> None:
    assert areas_of(oval(0.5, 0, 0.02, 2), {"calf": box("leg", (0, 1), (-60, 60))}) == ["calf"]
    assert areas_of(oval(0.5, 0, 0.5, 60), {"spot": box("leg", (0.5, 0.52), (0, 4))}) == ["spot"]


def test_a_zone_and_an_area_meet_where_the_degrees_begin_anew() -> None:
    front = {"shin": box("leg", (0, 1), (150, 235))}
    assert areas_of(oval(0.5, -170, 0.1, 20), front) == ["shin"]
    assert areas_of(oval(0.5, 190, 0.1, 20), front) == ["shin"]


def test_an_outline_may_be_written_across_the_place_where_the_degrees_begin_anew() -> None:
    zone = Zone.model_validate(
        {"id": "z", "kind": "essential", "frame": "leg", "outline": [[0.2, 160], [0.8, 160], [0.8, -160], [0.2, -160]]}
    )
    areas = {"front": box("leg", (0.2, 0.8), (150, 210)), "back": box("leg", (0.2, 0.8), (-50, 50))}
    assert areas_of(zone, areas) == ["front"]


def test_an_area_in_front_of_a_limb_goes_on_round() -> None:
    part = AreaPart(surface="leg", along=(0, 1), across=(150, 235))
    assert part.holds((0.5, 170))
    assert part.holds((0.5, -150))
    assert not part.holds((0.5, -100))
    assert not part.holds((0.5, 100))


def test_a_place_in_a_hollow_of_an_outline_is_outside() -> None:
    outline = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
    assert holds(outline, (1.0, 0.5))
    assert not holds(outline, (2.0, 3.0))


def test_every_zone_of_the_library_can_be_found(library: Library) -> None:
    areas = read_areas(library.roots)
    for name in library.ids():
        for point in library.facts[name].trigger_points:
            assert [zone.id for zone in point.zones if not areas_of(zone, areas)] == []


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("pain at the temple", "temple"),
        ("It hurts behind the knee", "knee-hollow"),
        ("my left heel", "heel"),
        ("plantar fascia", "arch"),
        ("lower back", "low-back"),
        ("between the shoulder blades", "between-blades"),
        ("Nacken", None),
        ("temples", "temple"),
        ("tempel", "temple"),
        ("shoulderblade", None),
    ],
)
def test_people_s_words_find_the_area(library: Library, asked: str, first: str | None) -> None:
    found = areas_called(asked, read_area_words(library.roots, "en"))
    assert (found[0] if found else None) == first


def test_small_words_find_nothing(library: Library) -> None:
    words = read_area_words(library.roots, "en")
    assert [asked for asked in ("", "of the", "pain", "my", "!?") if areas_called(asked, words)] == []


def test_a_right_word_is_not_taken_for_a_slip_of_another(library: Library) -> None:
    assert "chin" not in areas_called("shin", read_area_words(library.roots, "en"))


def test_an_area_that_is_called_just_so_stands_alone() -> None:
    names = {"a": "lower back", "b": "back of the lower leg", "c": "heel", "d": "temple", "e": "chest"}
    words = {key: AreaWords(name=name) for key, name in names.items()}
    assert areas_called("lower back", words) == ["a"]


# --- files ---------------------------------------------------------------------------------------------------


def test_the_areas_are_right(library: Library) -> None:
    assert list(area_problems(library)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("areas.toml", 'region = "foot"', 'region = "fot"', "heel.region: no region 'fot'; did you mean 'foot'?"),
        ("areas.toml", 'surface = "foot"', 'surface = "fot"', "heel.parts[1].surface: no surface 'fot'; did you mean"),
        ("areas.toml", "along = [0, 0.25]", "along = [0, 2.5]", "heel.parts[1]: 2.5 is off the surface: along goes"),
        ("areas.toml", "along = [0, 0.25]", "along = [1, 0.25]", "must go from a smaller to a larger number"),
        ("areas/en.toml", "[heel]", "[heels]", "content/body/areas/en.toml: heel: has no words"),
        (
            "areas/en.toml",
            "[heel]",
            "[heels]",
            "content/body/areas/en.toml: heels: no area 'heels'; did you mean 'heel'",
        ),
        ("areas/en.toml", 'lang = "en"', 'lang = "de"', "lang: is 'de', but the file is called 'en'"),
    ],
)
def test_what_is_wrong_with_the_areas_is_told(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    root = tmp_path / "content"
    for name in ("body", "art", "muscles", "safety", "shared"):
        if (CONTENT / name).is_dir() and name != "body":
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(CONTENT / name)
    shutil.copytree(CONTENT / "body", root / "body")
    path = root / "body" / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert says in "\n".join(map(str, area_problems(open_library([root]))))


def test_a_language_without_words_for_areas_is_told(library: Library) -> None:
    with pytest.raises(HandoutsError, match=r"no words in 'xx': write content/body/areas/xx\.toml"):
        read_area_words(library.roots, "xx")
