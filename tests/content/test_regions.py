"""Regions of the body: which warnings a muscle needs, and the words for its sides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from handouts.content.library import Library, Muscle
from handouts.content.model import RegionWords
from handouts.content.reader import all_problems, load, problems_of
from handouts.content.regions import items_for, needed
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words, lost, safety_of
from handouts.files import data_dir

MUSCLE = "muscles/gastrocnemius/muscle.toml"
REGIONS, WORDS = "body/regions.toml", "body/regions/en.toml"
EVERYTHING = ("general-health", "skin")
NECK = ("neck-artery-stroke", "heart-chest", "neck-nerve", "spine-cord-cauda", "region-massage")
SHOULDER = ("heart-chest", "neck-artery-stroke", "shoulder-chest", "neck-nerve", "spine-cord-cauda", "region-massage")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the packaged content, to be spoilt."""
    return Path(shutil.copytree(data_dir("content"), tmp_path / "content"))


def spoil(content: Path, name: str, old: str, new: str) -> None:
    path = content / name
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def said(content: Path) -> list[str]:
    return [str(problem) for problem in problems_of([content], ["gastrocnemius"])]


def moved(content: Path, region: str, modules: Sequence[str]) -> None:
    """The calf with another region and its modules."""
    path = content / MUSCLE
    text = path.read_text("utf-8").replace('region = "lower-leg"', f'region = "{region}"', 1)
    names = ", ".join(f'"{name}"' for name in (*EVERYTHING, *modules))
    path.write_text(re.sub(r"^safety = \[.*?\]", f"safety = [{names}]", text, flags=re.M | re.S), "utf-8")


def in_region(content: Path, region: str, modules: Sequence[str]) -> Muscle:
    moved(content, region, modules)
    return load([content]).muscle("gastrocnemius", "en")


@pytest.mark.parametrize("module", ["leg-clot", "leg-circulation", "leg-compartment", "leg-injury", "leg-massage"])
def test_a_lower_leg_muscle_without_a_module_of_its_region_does_not_pass(content: Path, module: str) -> None:
    spoil(content, MUSCLE, f'"{module}"', '"skin"')
    expected = f"safety: '{module}' is missing: every muscle of the region 'lower-leg' needs it"
    assert any(expected in message for message in said(content)), said(content)


def test_a_module_of_which_single_warnings_are_needed_may_not_be_missing(content: Path) -> None:
    spoil(content, MUSCLE, '"spine-cord-cauda", ', "")
    assert any("'spine-cord-cauda' is missing: every muscle" in message for message in said(content))


def test_a_misspelt_region_is_named_with_the_likely_one(content: Path) -> None:
    spoil(content, MUSCLE, 'region = "lower-leg"', 'region = "lower-legg"')
    expected = "muscle.toml: region: no region 'lower-legg'; did you mean 'lower-leg'? (there is: lower-leg, "
    assert any(expected in message for message in said(content)), said(content)


def test_a_module_of_another_region_is_refused(content: Path) -> None:
    spoil(content, MUSCLE, '"leg-clot", ', '"leg-clot", "heart-chest", ')
    assert any("'heart-chest' is not for the region 'lower-leg'" in message for message in said(content))


def test_a_trigger_point_at_the_fibular_neck_asks_for_the_nerve(content: Path) -> None:
    spoil(content, MUSCLE, "at = [0.215, 43]", "at = [0.15, 50]")
    expected = "'fibular-nerve' is missing: trigger point 'lateral-belly' lies in 'fibular-neck' of 'lower-leg'"
    assert any(expected in message for message in said(content)), said(content)
    spoil(content, MUSCLE, '"leg-clot", ', '"leg-clot", "fibular-nerve", ')
    assert not [message for message in said(content) if "safety" in message]


def test_a_tool_under_the_foot_asks_for_the_foot(content: Path) -> None:
    spoil(content, MUSCLE, 'shared = "roller"', 'shared = "roller"\nunder = "foot"')
    expected = "'foot-diabetes' is missing: technique 'roller' has its tool under the foot"
    assert any(expected in message for message in said(content)), said(content)


def test_a_muscle_has_the_warnings_that_its_region_names(content: Path) -> None:
    cord = ["cord-hands", "cord-walk"]
    of = {
        "lower-leg": ["saddle", "bladder", "both-legs", "back-leg"],
        "neck": [*cord, "cancer-spine"],
        "shoulder": cord,
    }
    library = load([content])
    for region, expected in of.items():
        facts = library.facts["gastrocnemius"].model_copy(update={"region": region})
        items = items_for(library.safety["spine-cord-cauda"], library.regions, facts)
        assert [item.id for item in items] == expected, region


@pytest.mark.parametrize("region", ["neck", "shoulder"])
def test_a_region_that_tells_of_an_arm_weak_over_days_must_tell_of_a_suddenly_weak_one(region: str) -> None:
    library = load([data_dir("content")])
    facts = library.facts["gastrocnemius"].model_copy(update={"region": region})
    needs = {each.need for each in needed(library.regions, facts)}
    assert "neck-nerve" in needs
    assert needs & {"neck-artery-stroke", "neck-artery-stroke.arm"}


@pytest.mark.parametrize(("region", "modules"), [("neck", NECK), ("shoulder", SHOULDER)])
def test_where_a_numb_arm_means_call_now_no_stop_rule_lets_somebody_wait_with_it(
    content: Path, region: str, modules: Sequence[str]
) -> None:
    stop = safety_of(in_region(content, region, modules)).stop
    assert stop
    waiting = [
        line.text for line in stop if re.search("numb|weak", line.text) and "call {emergency} now" not in line.next
    ]
    assert not waiting


@pytest.mark.parametrize(("region", "modules"), [("neck", NECK), ("shoulder", SHOULDER)])
def test_the_modules_of_neck_and_shoulder_hold_every_tier_and_nothing_of_the_leg(
    content: Path, region: str, modules: Sequence[str]
) -> None:
    muscle = in_region(content, region, modules)
    safety = safety_of(muscle)
    assert not lost(muscle, safety)
    assert all((safety.now, safety.hospital, safety.advice, safety.check, safety.stop, safety.never))
    assert [ticks.group for ticks in safety.check] == ["blood", "part", "health"]
    text = " ".join(f"{line.text} {line.short} {line.next}" for part in safety.full for line in part.lines)
    about_the_leg = re.findall(r"[^.;]*\b(?:calf|calves|knee|foot|toes?|heel|shin|your leg|one leg)\b[^.;]*", text)
    assert not about_the_leg, about_the_leg


@pytest.mark.parametrize(("region", "modules"), [("neck", NECK), ("shoulder", SHOULDER)])
def test_the_warning_box_of_neck_and_shoulder_is_short_enough_to_be_read(
    content: Path, region: str, modules: Sequence[str]
) -> None:
    assert count_words(safety_of(in_region(content, region, modules)).box) <= MOST_WORDS_IN_BOX


def test_every_region_needs_what_exists_and_has_its_words(library: Library) -> None:
    assert not all_problems([data_dir("content")])
    assert set(library.regions.by_id) == set(library.region_words("en"))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (REGIONS, '"leg-clot", "leg-circulation", "leg-compartment"', '"leg-clod"', "no safety module 'leg-clod'; did"),
        (
            REGIONS,
            "cauda.saddle",
            "cauda.sadle",
            "lower-leg.safety: 'spine-cord-cauda' has no warning 'sadle'; did",
        ),
        (REGIONS, '"spine-cord-cauda.saddle", ', "", "has spine-cord-cauda.bladder without spine-cord-cauda.saddle"),
        (REGIONS, '"leg_posterior"', '"leg_posteriour"', "lower-leg.views: no drawing 'leg_posteriour'; did you mean"),
        (
            REGIONS,
            'surface = "leg"',
            'surface = "legg"',
            "places[fibular-neck].surface: no surface 'legg'; did",
        ),
        (REGIONS, "at = [0, 0]", "at = [3, 0]", "keep_off[knee-hollow].at: 3 is off the surface"),
        (REGIONS, "along = [-0.05, 0.2]", "along = [0.2, -0.05]", "along: must go from a smaller to a larger number"),
        (REGIONS, "massage = ", "masage = ", "lower-leg.masage: unknown key; did you mean 'massage'?"),
        (REGIONS, 'under = "foot"', 'under = "foott"', "tools[foott].under: no region 'foott'; did you mean 'foot'?"),
        (REGIONS, '"general-health", "skin"', '"general-health", "skinn"', "every.safety: no safety module 'skinn'"),
        (WORDS, "[lower-leg]", "[lower-log]", "regions/en.toml: lower-leg: is missing: gastrocnemius needs the words"),
        (WORDS, 'part = "leg"', 'part = ""', "regions/en.toml: lower-leg.part: "),
        (WORDS, 'lang = "en"', 'lang = "de"', "regions/en.toml: lang: is 'de', but the file is called 'en'"),
        (REGIONS, "[every]", "[everry]", "regions.toml: everry."),
    ],
)
def test_a_mistake_in_the_regions_is_named_with_file_and_key(
    content: Path, name: str, old: str, new: str, expected: str
) -> None:
    spoil(content, name, old, new)
    assert any(expected in message for message in said(content)), said(content)


def test_a_language_without_words_for_the_region_is_refused(content: Path) -> None:
    folder = content / "muscles/gastrocnemius"
    (folder / "de.toml").write_text((folder / "en.toml").read_text("utf-8").replace('lang = "en"', 'lang = "de"', 1))
    assert any("content/body/regions/de.toml: lower-leg: is missing" in message for message in said(content))


def test_an_own_folder_may_have_a_region_of_its_own(content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(content / "muscles", own / "muscles")
    (own / "body/regions").mkdir(parents=True)
    (own / REGIONS).write_text(
        '[ear]\nviews = ["head_side"]\nmassage = "leg-massage"\nsafety = ["leg-clot"]\n', "utf-8"
    )
    words = dict.fromkeys(RegionWords.model_fields, "ear")
    table = "\n".join(f'{name} = "{word}"' for name, word in words.items())
    (own / WORDS).write_text(f'lang = "en"\n[ear]\n{table}\n', "utf-8")
    moved(own, "ear", ["leg-clot", "leg-massage"])
    assert load([own, content]).muscle("gastrocnemius", "en").region_words.yours == "ear"


def test_a_need_is_told_once_with_the_first_reason(library: Library) -> None:
    found = [each.need for each in needed(library.regions, library.facts["gastrocnemius"])]
    assert len(found) == len(set(found))


def test_sides_and_part_have_the_words_of_the_region(content: Path) -> None:
    neck = in_region(content, "neck", NECK)
    assert neck.sides("left") == {
        "this": "the left side of the neck",
        "other": "the right side of the neck",
        "part": "neck",
        "region": "neck",
        "This": "The left side of the neck",
        "Other": "The right side of the neck",
        "Part": "Neck",
        "Region": "Neck",
    }


def test_a_muscle_in_the_middle_has_no_other_side(content: Path) -> None:
    spoil(content, MUSCLE, 'region = "lower-leg"', 'region = "lower-leg"\nmidline = true')
    assert any("figures.seated.alt: has {Other} (there is {this}" in message for message in said(content)), said(
        content
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('self_treatment = "B"', 'self_treatment = "C"', "techniques[roller]: nobody may press a muscle whose self_tr"),
        ('self_treatment = "B"', 'self_treatment = "C"', "trigger_points[medial-belly].press: must be false"),
        ('self_treatment = "B"', 'self_treatment = "D"', "self_treatment: 'D' is none of A, B, C"),
        ('self_treatment = "B"\n', "", "self_treatment: is missing"),
        ("[[trigger_points]]", '[[keep_off]]\nid = "x"\nsurface = "legg"\nat = [0, 0]\n\n[[trigger_points]]', "'legg'"),
    ],
)
def test_a_mistake_about_treatment_is_named(content: Path, old: str, new: str, expected: str) -> None:
    spoil(content, MUSCLE, old, new)
    assert any(expected in message for message in said(content)), said(content)


def test_a_muscle_with_warnings_of_its_own_needs_a_module_that_has_them(content: Path) -> None:
    spoil(
        content,
        REGIONS,
        "\n[lower-leg]\n",
        '\n[ear]\nviews = ["head_side"]\nmassage = "region-massage"\n\n[lower-leg]\n',
    )
    spoil(content, WORDS, "[lower-leg]", "[ear]")
    moved(content, "ear", ["region-massage"])
    expected = "self_treatment: is 'B': then a safety module says what is special"
    assert any(expected in message for message in said(content)), said(content)
