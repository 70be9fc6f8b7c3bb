"""Reading content: what is right loads, what is wrong is named, all of it at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from handouts.content.library import Library
from handouts.content.model import Tier
from handouts.content.reader import load, open_library
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir

SURFACES = "body/surfaces.toml"
MUSCLE = "muscles/gastrocnemius/muscle.toml"
WORDS = "muscles/gastrocnemius/en.toml"
WAYS, DOSE = "shared/techniques/en.toml", "shared/dose/facts.toml"
ADDONS, ADDON_WORDS = "shared/addons/facts.toml", "shared/addons/en.toml"
GUIDE_WORDS = "shared/guides/en.toml"
CLOT, CLOT_WORDS = "safety/leg-clot/module.toml", "safety/leg-clot/en.toml"
SPINE, STOP_WORDS = "safety/spine-cord-cauda/module.toml", "safety/leg-massage/en.toml"


@pytest.fixture
def content(two_muscles: Path, tmp_path: Path) -> Path:
    """A copy of the packaged content with two muscles, to be spoilt; its drawings are the packaged ones."""
    made = Path(shutil.copytree(two_muscles, tmp_path / "content", ignore=shutil.ignore_patterns("art", "scenes")))
    for folder in ("art", "scenes"):
        (made / folder).symlink_to(data_dir("content") / folder)
    return made


def spoil(content: Path, name: str, old: str, new: str) -> None:
    path = content / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def messages(content: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load([content])
    return [str(problem) for problem in caught.value.problems]


def test_the_packaged_content_loads() -> None:
    library = load([data_dir("content")])
    muscle = library.muscle("gastrocnemius", "en")
    assert [point.mark for point in muscle.facts.trigger_points] == [1, 2, 3, 4]
    assert {warning.item.tier for warning in muscle.warnings} == set(get_args(Tier))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (MUSCLE, 'latin = "', 'latine = "', "gastrocnemius/muscle.toml: latine: unknown key; did you mean 'latin'?"),
        (MUSCLE, 'latin = "', 'latine = "', "gastrocnemius/muscle.toml: latin: is missing"),
        (
            MUSCLE,
            'id = "held-short"',
            'id = "Held Short"',
            "causes[Held Short].id: 'Held Short' is not of the right form",
        ),
        (MUSCLE, 'id = "held-short"', 'id = "overload"', "causes[overload]: is written twice"),
        (MUSCLE, 'evidence = "traditional"', 'evidence = "tradition"', "'tradition' is none of"),
        (MUSCLE, 'figure = "find-inner"', 'figure = "find-iner"', "no figure 'find-iner'; did you mean 'find-inner'?"),
        (MUSCLE, 'art = "leg_medial"', 'art = "leg_media"', "no drawing 'leg_media' in content/art; did"),
        (MUSCLE, 'anchor = "soleus"', 'anchor = "solaeus"', "has no anchor 'solaeus'; did you mean 'soleus'?"),
        (MUSCLE, '"leg-clot"', '"leg-cloth"', "no safety module 'leg-cloth'; did you mean 'leg-clot'?"),
        (
            MUSCLE,
            "at = [0.215, 43]",
            "at = [0.215, 120]",
            "trigger_points[lateral-belly].at: 0.215, 120 degrees is on no view of the pain map: hidden",
        ),
        (
            MUSCLE,
            "at = [0.215, 43]",
            "at = [4.2, 43]",
            "lateral-belly].at: 4.2 is off the surface: along goes from -0.6 to 1.2 on 'leg'",
        ),
        (SURFACES, "edge = 12", "edgy = 12", "content/body/surfaces.toml: leg.edgy: unknown key; did you mean 'edge'?"),
        (SURFACES, "[leg]", "[shin]", "content/body/surfaces.toml: leg.unit: is missing"),
        (
            MUSCLE,
            'frame = "leg"',
            'frame = "lge"',
            "trigger_points[medial-belly].frame: no surface 'lge'; did you mean",
        ),
        (MUSCLE, 'frame = "foot"', 'frame = "fot"', "zones[inner-arch].frame: no surface 'fot'; did you mean 'foot'?"),
        (DOSE, "pressure = [3, 4]", "pressure = [4, 3]", "dose/facts.toml: usual.pressure: runs from 4 down to 3"),
        (MUSCLE, "version = ", 'status = "reviewed"\nversion = ', "'status' no longer stands here: take it out"),
        (WORDS, 'cramps = "', 'cramp = "', "symptoms.cramps: words are missing"),
        (WORDS, 'cramps = "', 'cramp = "', "symptoms.cramp: nothing has this id; did you mean 'cramps'?"),
        (WORDS, "**outer half**", "**outer half", "odd number of '**' marks"),
        (WAYS, "on it for {hold} seconds", "on it for {holds} seconds", "has {holds}; did you mean 'hold'"),
        (
            WAYS,
            "on it for {hold} seconds",
            "on it for {hold seconds",
            "roller.steps.sore-spot: has a single brace",
        ),
        (
            WORDS,
            "Easing tight spots yourself",
            "Easing tight spots for {hold} seconds",
            "has {hold}; nothing is filled",
        ),
        (WORDS, "The thumbs press in", "The thumbs press for {hold} seconds", "figures.thumbs.alt: has {hold}"),
        (WORDS, "Close view of the back of {this}", "Close view of {thsi}", "has {thsi}; did you mean 'this'?"),
        (
            ADDON_WORDS,
            "{stretch_hold} seconds",
            "{strech_hold} seconds",
            "has {strech_hold}; did you mean 'stretch_hold'?",
        ),
        (ADDONS, "usual = 10, least = 10, most = 30", "usual = 40, least = 10, most = 30", "in this order: 10, 40, 30"),
        (DOSE, "hold_seconds = 30", "hold_seconds = 91", "usual.hold_seconds: input should be less than or equal"),
        (
            MUSCLE,
            'claim = "functions.point-foot"',
            'claim = "functions.point-fot"',
            "did you mean 'functions.point-foot'?",
        ),
        (GUIDE_WORDS, 'straighten = "', 'straigten = "', "guides/en.toml: cramp.points.straighten: words are missing"),
        (
            "shared/differential/en.toml",
            "[dvt]",
            "[dtv]",
            "differential/en.toml: dvt: words are missing",
        ),
        ("shared/ticks/en.toml", 'teach-back = "', 'teachback = "', "clinician.ticks.teach-back: words are missing"),
        (ADDON_WORDS, 'wall = "', 'walk = "', "addons/en.toml: stretch.steps.wall: words are missing"),
        (WORDS, "**outer half**", "<b>outer half</b>", "has markup"),
        (CLOT_WORDS, "[items.clot-pain]", "[items.clot-pains]", "items.clot-pain: words are missing"),
        (CLOT, 'bullet = "vein"\n', "", "items[clot-vein].bullet: is missing: every warning of tier 'now' or 'today'"),
        (CLOT, 'bullet = "lungs"\n', "", "items[lung-breath].bullet: is missing: every warning of tier 'now'"),
        (CLOT, 'bullet = "vein"', 'bullet = "veins"', "en.toml: bullets.veins: words are missing"),
        (CLOT, 'bullet = "vein"', 'bullet = "clot"', "en.toml: bullets.vein: no warning is in this bullet"),
        (CLOT, 'bullet = "vein"', 'bullet = "lungs"', "items[clot-vein].bullet: 'lungs' has 'lung-breath' of another"),
        (CLOT, 'route = "advice"\n', "", "items[clot-pain].route: is missing: a warning of tier 'today' says where"),
        (
            CLOT,
            'route = "advice"',
            'route = "hospital"',
            "items[clot-swelling].bullet: 'clot' has 'clot-pain' of another",
        ),
        (CLOT, 'route = "advice"', 'route = "home"', "items[clot-pain].route: 'home' is none of hospital, advice"),
        (CLOT, 'tier = "now"', 'tier = "now"\nroute = "advice"', "route: does not belong to a warning of tier 'now'"),
        (CLOT, 'group = "blood"\n', "", "items[clot-new-weak].group: is missing: a warning of tier 'check' stands in"),
        (CLOT, 'group = "blood"', 'group = "bloood"', "group: 'bloood' is none of"),
        (CLOT, 'tier = "note"', 'tier = "note"\ngroup = "blood"', "group: does not belong to a warning of tier 'note'"),
        (
            CLOT,
            'tier = "note"',
            'tier = "note"\nbullet = "clot"',
            "bullet: does not belong to a warning of tier 'note'",
        ),
        (
            CLOT,
            'tier = "now"',
            'tier = "emergency"',
            "items[lung-breath].tier: 'emergency' is none of now, today, check",
        ),
        (CLOT, 'version = "', 'regions = ["foot"]\nversion = "', "module.toml: regions no longer stands here"),
        (WORDS, 'lang = "en"', 'lang = "en"\nsides = {}', "en.toml: [sides] no longer stands here: take it out"),
        (MUSCLE, '"skin", ', "", "muscle.toml: safety: 'skin' is missing: every handout needs it"),
        (STOP_WORDS, 'next = "get help today"\n', "", "items.s-swell.next: is missing: who stops must know what to do"),
        (CLOT_WORDS, 'pro = "PE: dys', 'next = "x"\npro = "PE: dys', "items.lung-breath.next: does not belong"),
        (CLOT_WORDS, 'pro = "PE: dys', 'tick = "x"\npro = "PE: dys', "items.lung-breath.tick: does not belong"),
        (STOP_WORDS, 'short = "hollow behind the knee"\n', "", "items.n-knee.short: is missing"),
        (STOP_WORDS, "above {limit} out", "above {limt} out", "has {limt}; did you mean 'limit'?"),
        (STOP_WORDS, "above {limit} out", "above {limit out", "has a { or } without its partner"),
        (CLOT_WORDS, "**A blood clot", "A blood clot", "odd number of '**' marks"),
        (CLOT_WORDS, "cough up blood", "cough up <b>blood</b>", "items.lung-blood.text: has markup"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_what_was_meant(
    content: Path, name: str, old: str, new: str, expected: str
) -> None:
    spoil(content, name, old, new)
    assert any(expected in message for message in messages(content)), messages(content)


def test_every_problem_is_reported_at_once(content: Path) -> None:
    spoil(content, MUSCLE, '"leg-clot"', '"leg-cloth"')
    spoil(content, WORDS, 'cramps = "', 'cramp = "')
    (content / "safety/leg-injury/en.toml").write_text("lang = \n", "utf-8")
    found = messages(content)
    assert any("leg-cloth" in m for m in found)
    assert any("symptoms.cramps" in m for m in found)
    assert any("leg-injury/en.toml: is not readable TOML" in m for m in found)


def test_a_figure_can_be_had_while_the_drawing_of_another_one_is_missing(content: Path) -> None:
    spoil(content, MUSCLE, 'art = "thumbs"', 'art = "thumbz"')
    library = open_library([content])
    assert library.muscle("gastrocnemius", "en", "pain-map").id == "gastrocnemius"
    for figure in ("thumbs", ""):
        with pytest.raises(ContentError, match="no drawing 'thumbz'"):
            library.muscle("gastrocnemius", "en", figure)


@pytest.mark.parametrize("tier", ["now", "today", "check", "stop", "never"])
def test_a_muscle_without_a_tier_of_warnings_is_refused(content: Path, tier: str) -> None:
    """Each item of that tier is made a note."""
    for path in content.glob("safety/*/module.toml"):
        path.write_text(path.read_text("utf-8").replace(f'tier = "{tier}"', 'tier = "note"'), "utf-8")
    assert any(f"no warning of tier {tier!r}" in m for m in messages(content))


def test_warnings_never_fall_back_to_another_language(content: Path) -> None:
    folder = content / "muscles/gastrocnemius"
    (folder / "de.toml").write_text((folder / "en.toml").read_text("utf-8").replace('lang = "en"', 'lang = "de"', 1))
    assert any("content/safety/leg-clot/de.toml: is missing" in m for m in messages(content))


def test_an_empty_folder_says_what_was_expected(tmp_path: Path) -> None:
    assert "holds none of muscles" in messages(tmp_path)[0]
    (tmp_path / "muscles").mkdir()
    assert "no muscle found" in messages(tmp_path)[0]


def test_a_persons_own_folder_comes_first(content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(content / "muscles", own / "muscles")
    spoil(own, WORDS, 'title = "Your calf muscle"', 'title = "Mine"')
    library = load([own, content])
    assert library.muscle("gastrocnemius", "en").words.title == "Mine"


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda library: library.muscle("gastrocnemus", "en"), "did you mean 'gastrocnemius'?"),
        (lambda library: library.muscle("gastrocnemius", "xx"), "no words in language 'xx' (there is: en)"),
        (lambda library: library.art.path("leg_post"), "no drawing 'leg_post'"),
    ],
)
def test_what_does_not_exist_is_said_with_what_does(ask: Callable[[Library], object], expected: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        ask(load([data_dir("content")]))
    assert expected in str(caught.value)


def test_another_muscle_needs_no_python(content: Path) -> None:
    """Two points in other places, one technique, no labelled figure: the schema holds more than the calf."""
    source, target = content / "muscles/gastrocnemius", content / "muscles/second-calf"
    shutil.copytree(source, target)
    for path in target.glob("*.toml"):
        text = (
            path.read_text("utf-8")
            .replace('id = "gastrocnemius"', 'id = "second-calf"')
            .replace('name = "gastrocnemius"', 'name = "second-calf"')
        )
        path.write_text(text, "utf-8")
    assert {"gastrocnemius", "second-calf"} <= set(load([content]).ids())
