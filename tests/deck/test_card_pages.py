"""What a card looks like: its parts, its words, and colours that can be read by day and by night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.deck.ledger import Ledger
from handouts.deck.note_types import note_types
from handouts.deck.package import apkg_bytes
from handouts.deck.words import load_deck_words
from handouts.style.theme import contrast
from tests.deck.world import TEMPLATES, WORDS, Learner, cloze, library, packed, picture, question

CSS = (TEMPLATES[0] / "anki" / "card.css").read_text("utf-8")
CARDS = (
    question("ask", "Which way?", "Down.", hint="Not up.", extra="More.", sources=["simons-travell"]),
    question("back", "What lies here?", "The muscle.", figure="muscle", reverse="And?", reverse_answer="The other."),
    cloze("gap", "A [[1::heel::bone]] bone.", hint="Low.", topic="safety"),
    picture("point", "pain-map", trigger_point="medial-belly", evidence="traditional", topic="trigger-points"),
    picture("places", "attachments", topic="attachments"),
    question("unsure", topic="evidence", evidence="contested"),
)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, str]]]:
    learner = Learner(tmp_path_factory.mktemp("pages"))
    learner.take(apkg_bytes(packed(library(CARDS)), Ledger()))
    yield learner.sides()
    learner.col.close()


def variables(selector: str) -> dict[str, str]:
    """The colours that a rule of the style sheet sets."""
    rule = re.search(re.escape(selector) + r"[^{]*\{([^}]*)\}", CSS)
    assert rule, selector
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", rule[1]))


DAY, NIGHT = variables("\n.card"), variables(".card.nightMode")


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    ("front", "back"),
    [("ink", "paper"), ("mute", "paper"), ("accent", "paper"), ("alert", "paper"), ("ink", "tint"), ("mute", "tint")],
)
def test_text_has_at_least_the_contrast_of_aa(colours: dict[str, str], front: str, back: str) -> None:
    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("line", ["line", "accent", "alert"])
def test_lines_that_say_something_can_be_seen(colours: dict[str, str], line: str) -> None:
    assert contrast(colours[line], colours["paper"]) >= 3


def test_night_has_every_colour_of_the_day_under_both_names() -> None:
    assert set(NIGHT) == set(DAY)
    for name in (".card.nightMode", ".card.night_mode", ".nightMode .card", ".night_mode .card"):
        assert name in CSS


def test_masks_are_told_apart_without_colour() -> None:
    rule = re.search(r"#image-occlusion-canvas \{([^}]*--[^}]*)\}", CSS)
    assert rule
    values = dict(re.findall(r"--([a-z-]+): ([^;]+);", rule[1]))
    assert contrast(values["active-shape-color"], values["inactive-shape-color"]) >= 3
    assert values["active-shape-border"].split()[0] != values["inactive-shape-border"].split()[0]
    assert values["highlight-shape-color"].endswith("00")


def test_style_is_for_phones_and_both_directions() -> None:
    assert "min-height: 44px" in CSS
    assert '[dir="rtl"]' in CSS
    assert "overflow-wrap: anywhere" in CSS
    assert "max-width: 100%; height: auto" in CSS
    assert not re.search(r"margin-left|margin-right|border-left|border-right|text-align: left", CSS)
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_only_picture_cards_have_a_script_and_it_is_ankis_own_setup(sides: dict[str, tuple[str, str]]) -> None:
    for name, pages in sides.items():
        for page in pages:
            scripts = re.findall(r"<script.*?</script>", page, re.DOTALL)
            assert len(scripts) == name.startswith("testus.places")
            assert all("anki.imageOcclusion.setup()" in script for script in scripts)
            assert "http" not in re.sub(r'<a href="https://[^"]+">', "", page)


def test_every_side_has_language_direction_muscle_and_topic(sides: dict[str, tuple[str, str]]) -> None:
    for pages in sides.values():
        for page in pages:
            assert 'lang="en" dir="ltr"' in page
            assert '<span class="muscle">Testus</span>' in page
            assert '<span class="topic">' in page


def test_a_hint_waits_in_details_on_the_front_alone(sides: dict[str, tuple[str, str]]) -> None:
    for name in ("testus.ask/1", "testus.gap/1"):
        front, back = sides[name]
        assert re.search(r"<details class=\"hint\"><summary>Hint</summary>", front)
        assert "<details" not in back
    assert "<details" not in sides["testus.unsure/1"][0]


def test_the_answer_carries_evidence_and_source(sides: dict[str, tuple[str, str]]) -> None:
    front, back = sides["testus.ask/1"]
    assert "Down." not in front
    assert "Source: Travell, Simons 1993" in back
    assert '<span class="evidence">Well supported</span>' in back
    assert "Source" not in sides["testus.unsure/1"][1]


def test_what_experts_do_not_agree_on_says_so(sides: dict[str, tuple[str, str]]) -> None:
    assert WORDS.caveats["contested"] in sides["testus.unsure/1"][1]
    assert "caveat" not in sides["testus.ask/1"][1]
    for grade in ("contested", "traditional"):
        assert re.search(rf"\.grade-{grade} \.evidence[^{{]*\{{ border-style: dashed", CSS)


def test_a_retired_card_says_so_on_both_sides() -> None:
    for side in ("front", "back"):
        page = getattr(note_types(WORDS, TEMPLATES)["question"].pages[0], side)
        assert '{{#Retired}}<div class="sign">{{Retired}}</div>{{/Retired}}' in page


def test_safety_is_marked_by_a_sign_as_well_as_by_colour(sides: dict[str, tuple[str, str]]) -> None:
    assert "topic-safety" in sides["testus.gap/1"][0]
    assert '.topic-safety .topic::before { content: "! "' in CSS


def test_pictures_stand_on_a_light_panel_and_the_map_has_its_legend(sides: dict[str, tuple[str, str]]) -> None:
    front, back = sides["testus.point/1"]
    assert contrast(NIGHT["panel"], NIGHT["paper"]) > 10
    assert '<div class="picture"><img' in front
    assert '<div id="answer">\n<div class="picture"><img' in back
    assert "Main pain" in back
    assert "Main pain" not in front
    assert "<img" not in sides["testus.back/1"][0]
    assert "<img" in sides["testus.back/1"][1]
    assert "<img" in sides["testus.back/2"][1]


def test_a_legend_shows_the_cross_or_the_ring_and_never_both(sides: dict[str, tuple[str, str]]) -> None:
    assert '<div class="legend map">' in sides["testus.point/1"][1]
    assert ".legend .kept-off, .legend.no-press .pressed { display: none; }" in CSS
    assert ".legend.no-press .kept-off { display: inline-flex; }" in CSS


def test_a_reverse_card_asks_the_other_way_round(sides: dict[str, tuple[str, str]]) -> None:
    front, back = sides["testus.back/2"]
    assert "And?" in front
    assert "What lies here?" not in front + back
    assert '<div class="answer">The other.</div>' in back


def test_of_the_answers_of_a_picture_only_that_of_the_card_is_there(sides: dict[str, tuple[str, str]]) -> None:
    answers = [re.findall(r'<div class="answer">(.*?)</div>', sides[f"testus.places/{n}"][1]) for n in (1, 2, 3)]
    assert answers == [["Medial head"], ["Lateral head"], ["Insertion"]]
    assert not any("Lateral head" in front for front, _ in sides.values())


def test_masks_are_in_the_page_and_out_of_sight(sides: dict[str, tuple[str, str]]) -> None:
    front, back = sides["testus.places/2"]
    assert front.count('data-shape="rect"') == 3
    assert re.search(r'class="cloze" data-ordinal="2" data-shape="rect"', front)
    assert 'class="cloze-highlight" data-ordinal="2"' in back
    assert ".shapes { display: none; }" in CSS


def test_a_language_from_right_to_left_turns_the_card(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = (TEMPLATES[0] / "anki" / "en.toml").read_text("utf-8").replace('"ltr"', '"rtl"')
    (tmp_path / "anki" / "en.toml").write_text(text, "utf-8")
    folders = (tmp_path, *TEMPLATES)
    learner = Learner(tmp_path)
    package = packed(library([question("ask", "שאלה?", "תשובה.")]), None, folders, load_deck_words(folders, "en"))
    learner.take(apkg_bytes(package, Ledger()))
    front, back = learner.sides()["testus.ask/1"]
    assert 'dir="rtl"' in front
    assert "תשובה." in back
    learner.col.close()
