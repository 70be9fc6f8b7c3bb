"""Library -> Deck: kinds, keys, tags, decks, pictures and masks, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from handouts.content.model import Source, Topic
from handouts.content.reader import load
from handouts.content.shared import Lists, Shared
from handouts.deck.cards import Deck, Gap, cloze_parts, make_deck, short_citation, tag
from handouts.deck.decks import SUBDECKS
from handouts.deck.pictures import WIDTH
from handouts.deck.words import load_deck_words
from handouts.drawing.shapes import Text
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir
from tests.deck.world import TEMPLATES, Pair, cloze, library, picture, question
from tests.figures.geometry import mapped

WORDS = load_deck_words(TEMPLATES, "en")


def deck(*cards: Pair) -> Deck:
    return make_deck(library(cards), [], WORDS)


@pytest.fixture(scope="module")
def real() -> Deck:
    return make_deck(load([data_dir("content")]), ["gastrocnemius"], WORDS)


def test_each_kind_of_card_becomes_a_kind_of_note() -> None:
    made = deck(
        question("ask"),
        cloze("gap", "The [[1::heel]]."),
        picture("point", "pain-map", trigger_point="medial-belly"),
        picture("points", "pain-map"),
        picture("places", "attachments"),
        picture("parts", "attachments", figure="muscle"),
    )
    assert [note.kind for note in made.notes] == ["question", "cloze", "question", *["occlusion"] * 3]
    assert [note.key for note in made.notes][:2] == ["testus.ask", "testus.gap"]


def test_the_legend_of_a_map_explains_the_sign_that_its_point_has() -> None:
    made = deck(
        picture("pressed", "pain-map", trigger_point="medial-belly"),
        picture("kept-off", "pain-map", trigger_point="medial-head-high"),
        question("ask"),
    )
    assert {note.key: note.legend for note in made.notes} == {
        "testus.pressed": "map",
        "testus.kept-off": "no-press",
        "testus.ask": "",
    }


def test_a_pain_map_card_shows_one_point_without_zones_and_then_with_them() -> None:
    made = deck(picture("point", "pain-map", trigger_point="medial-belly"))
    (note,) = made.notes
    assert (note.front, note.back) == (
        "testus-pain-map-medial-belly-without-pain",
        "testus-pain-map-medial-belly",
    )
    front, back = made.pictures[note.front or ""], made.pictures[note.back or ""]
    assert not [name for name in front.regions if name.startswith("zone.")]
    assert [name for name in back.regions if name.startswith("zone.")]
    assert {name.split(".")[1] for name in back.regions if name.startswith("mark.")} == {"1"}


def test_masks_are_named_by_written_ids_and_cover_every_view() -> None:
    made = deck(picture("points", "pain-map"), picture("parts", "attachments", figure="muscle"))
    points, parts = made.notes
    assert {mask.key for mask in points.masks} >= {"medial-belly", "lateral-belly"}
    assert max(len(mask.boxes) for mask in points.masks) > 1
    assert {"femur", "soleus"} <= {mask.key for mask in parts.masks}
    for note in made.notes:
        figure = made.pictures[note.front or ""]
        for mask in note.masks:
            for x0, y0, x1, y1 in mask.boxes:
                assert 0 <= x0 < x1 <= figure.width
                assert 0 <= y0 < y1 <= figure.height


def test_pictures_are_as_wide_as_a_card(real: Deck) -> None:
    assert {figure.width for figure in real.pictures.values()} == {WIDTH}


def test_a_drawing_with_parts_to_name_is_as_large_as_a_phone_has_room_for() -> None:
    made = deck(picture("parts", "attachments", figure="muscle"), picture("places", "attachments"))
    parts, places = (made.pictures[note.front or ""] for note in made.notes)
    assert parts.height > 1.2 * WIDTH
    assert 250 < places.height <= 1.2 * WIDTH


def test_every_topic_has_its_subdeck() -> None:
    topics = [topic for group in SUBDECKS.values() for topic in group]
    assert sorted(topics) == sorted(get_args(Topic))


def test_decks_and_tags_come_from_written_ids() -> None:
    made = deck(question("ask", topic="blood-supply", evidence="case-reports"))
    (note,) = made.notes
    assert note.deck == "Muscles::Lower leg::Testus::1 Anatomy"
    assert note.tags == ("Evidence::Case-Reports", "Muscle::Testus::Blood-Supply", "Region::Lower-Leg")
    assert tag("muscle", "tibialis-anterior", "self-massage") == "Muscle::Tibialis-Anterior::Self-Massage"


def test_a_retired_card_keeps_its_words_and_has_the_tag() -> None:
    (note,) = deck(question("ask", "Old?", retired=True)).notes
    assert note.retired
    assert "_retired" in note.tags
    assert note.words.question == "Old?"


def test_no_deck_above_a_card_names_the_muscle_that_is_its_answer() -> None:
    (note,) = deck(question("which", "Which muscle?", "The testus.", asks="muscle")).notes
    assert note.asks_muscle
    assert note.deck == "Muscles::Lower leg::Which muscle?"


def test_cards_are_learned_from_basic_to_fine_whatever_their_order_in_the_file() -> None:
    made = deck(
        question("which", asks="muscle", topic="anatomy"),
        question("dose", topic="dose"),
        question("old", retired=True, topic="anatomy"),
        question("point", topic="trigger-points"),
        question("tests", topic="tests"),
        question("nerve", topic="innervation"),
        question("origin", topic="attachments"),
    )
    names = [note.key.removeprefix("testus.") for note in made.notes]
    assert names == ["origin", "nerve", "point", "tests", "dose", "which", "old"]
    decks = [note.deck for note in made.notes if not note.asks_muscle and not note.retired]
    assert decks == sorted(decks)


def test_where_the_point_is_asked_for_the_pain_is_shown_and_no_number() -> None:
    made = deck(picture("back", "pain-map", trigger_point="medial-belly", asks="point"))
    (note,) = made.notes
    front, back = made.pictures[note.front or ""], made.pictures[note.back or ""]
    assert [name for name in front.regions if name.startswith("zone.")]
    assert not [name for name in front.regions if name.startswith(("mark.", "x."))]
    assert [name for name in back.regions if name.startswith("mark.1.")]


def test_a_map_of_one_point_is_described_as_that_point_alone_and_before_the_answer_not_at_all() -> None:
    made = deck(picture("point", "pain-map", trigger_point="lateral-belly"))
    (note,) = made.notes
    assert note.front_alt.endswith("Trigger point 2.")
    assert "lateral belly near its outer border" in note.back_alt
    assert "Main pain: around the point." in note.back_alt
    assert "instep" not in note.back_alt


def test_where_the_point_is_the_answer_the_front_says_the_pain_and_no_place() -> None:
    (note,) = deck(picture("back", "pain-map", trigger_point="medial-belly", asks="point")).notes
    assert "instep" in note.front_alt
    assert "medial belly" not in note.front_alt
    assert "medial belly" in note.back_alt


def test_a_picture_before_the_answer_is_named_and_not_described() -> None:
    named, unnamed = deck(
        question("a", figure="thumbs", figure_on="front"),
        question("b", figure="thumbs", figure_on="front", asks="muscle"),
    ).notes
    assert named.front_alt == "Press with both thumbs"
    assert unnamed.front_alt == WORDS.labels.picture
    assert named.back_alt == unnamed.back_alt
    assert "Two hands hold it" in named.back_alt


def test_labels_on_cards_are_what_professionals_say() -> None:
    made = deck(picture("parts", "attachments", figure="muscle"), picture("places", "attachments"))
    parts, places = (made.pictures[note.front or ""] for note in made.notes)
    written = {shape.text for shape, _ in mapped(parts.shapes) if isinstance(shape, Text)}
    assert {"Calcaneus", "medial head"} <= written
    assert not any("Heel" in text or "Inner" in text for text in written)
    assert "Insertion" in {shape.text for shape, _ in mapped(places.shapes) if isinstance(shape, Text)}


def test_any_figure_stands_on_the_side_that_is_wanted() -> None:
    made = deck(question("a", figure="thumbs"), question("b", figure="thumbs", figure_on="front"))
    a, b = made.notes
    assert (a.front, a.back) == (None, "testus-thumbs")
    assert (b.front, b.back) == ("testus-thumbs", "testus-thumbs")


def test_shared_cards_come_once_and_first(real: Deck) -> None:
    basics = [note for note in real.notes if note.key.startswith("shared.")]
    assert basics
    assert list(real.notes[: len(basics)]) == basics
    assert {note.deck for note in basics} == {"Muscles::0 Basics"}
    assert {note.muscle for note in basics} == {"Basics"}


def test_a_shared_card_stands_without_its_picture_where_the_muscle_that_lends_it_is_missing(real: Deck) -> None:
    source = library([question("ask")])
    source.lists = Lists(Shared((data_dir("content"),)))
    (bare,) = [note for note in make_deck(source, [], WORDS).notes if note.key == "shared.map-cross"]
    (whole,) = [note for note in real.notes if note.key == "shared.map-cross"]
    assert bare.front is None
    assert whole.front == "gastrocnemius-pain-map-medial-belly"


def test_gaps_are_read_and_the_rest_stays_text() -> None:
    assert cloze_parts("a [[1::b]] [c] [[2::d::e]] [[f]]") == [
        "a ",
        Gap(1, "b"),
        " [c] ",
        Gap(2, "d", "e"),
        " [[f]]",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nothing", "to fill"),
        ("[[0::x]]", "not between 1 and 99"),
        ("[[500::x]]", "not between 1 and 99"),
        ("[[1:: ]]", "gap 1 is empty"),
        ("[[1::****]]", "gap 1 is empty"),
        ("**a [[1::b** c]] d**", "middle of gap 1"),
        ("[[1::a [[2::b]] c]]", "gap in it"),
    ],
)
def test_a_cloze_that_anki_could_not_show_is_refused_by_name(text: str, words: str) -> None:
    with pytest.raises(ContentError, match=rf"testus/en\.toml: cards\.gap.*{words}"):
        deck(cloze("gap", text))


def test_two_cards_with_one_key_are_refused_and_both_named() -> None:
    source = library([question("ask")])
    facts = source.facts["testus"]
    source.facts["testus"] = facts.model_copy(update={"cards": facts.cards * 2})
    with pytest.raises(ContentError, match=r"cards\[ask\]: has the key 'testus.ask' of .*cards\[ask\]"):
        make_deck(source, [], WORDS)


def test_two_pictures_of_one_name_are_refused_and_both_named() -> None:
    one, two = library([question("ask", figure="pain-map")], "testus"), library([], "testus-pain")
    facts = two.facts["testus-pain"]
    figures = tuple(f.model_copy(update={"id": "map"}) if f.id == "pain-map" else f for f in facts.figures)
    card, words = question("ask", figure="map")
    one.facts["testus-pain"] = facts.model_copy(update={"figures": figures, "cards": (card,)})
    spoken = two.words["testus-pain", "en"]
    drawn = {**spoken.figures, "map": spoken.figures["pain-map"]}
    one.words["testus-pain", "en"] = spoken.model_copy(update={"figures": drawn, "cards": {"ask": words}})
    with pytest.raises(ContentError, match="testus / pain-map and testus-pain / map"):
        make_deck(one, [], WORDS)


def test_a_picture_card_without_anything_to_hide_is_named() -> None:
    with pytest.raises(ContentError, match=r"muscle\.toml: cards\[x\]\.figure: figure 'thumbs' has no number"):
        deck(picture("x", "attachments", figure="thumbs"))
    with pytest.raises(ContentError, match=r"no figure 'pain-mop'; did you mean 'pain-map'"):
        deck(picture("x", "pain-map", figure="pain-mop"))


def test_a_subset_takes_topics_and_is_not_complete() -> None:
    source = library([question("ask", topic="causes"), question("where", topic="attachments")])
    part = make_deck(source, [], WORDS, subset=["causes"])
    assert [note.key for note in part.notes] == ["testus.ask"]
    assert not part.complete
    assert make_deck(source, [], WORDS).complete
    with pytest.raises(HandoutsError, match="no topic 'cause'; did you mean 'causes'"):
        make_deck(source, [], WORDS, subset=["cause"])
    with pytest.raises(HandoutsError, match="no cards in testus about safety"):
        make_deck(source, [], WORDS, subset=["safety"])


def test_an_unknown_muscle_or_language_is_named() -> None:
    with pytest.raises(HandoutsError, match="did you mean 'testus'"):
        make_deck(library([question("ask")]), ["testu"], WORDS)
    with pytest.raises(HandoutsError, match=r"anki/xx\.toml: no such template"):
        load_deck_words(TEMPLATES, "xx")


def test_card_words_that_are_wrong_are_named(tmp_path: Path) -> None:
    text = (TEMPLATES[0] / "anki" / "en.toml").read_text("utf-8")
    (tmp_path / "anki").mkdir()
    path = tmp_path / "anki" / "en.toml"
    for wrong, words in [
        (text.replace('root = "Muscles"', 'root = "A::B"'), r"en\.toml: decks\.root"),
        (text.replace('safety = "Safety"\n', ""), "missing: topics.safety"),
        (text.replace("[labels]", '[labels]\nhints = "x"'), r"labels\.hints"),
        (text.replace('lang = "en"', 'lang = "de"'), "lang: is 'de', but the file is called 'en'"),
        (text[:-4], "not readable TOML"),
    ]:
        path.write_text(wrong)
        with pytest.raises(ContentError, match=words):
            load_deck_words([tmp_path], "en")


def test_a_card_names_authors_and_year() -> None:
    source = Source(id="x", author=("Davies C", "Davies A"), title="The Trigger Point Therapy Workbook", year=2013)
    assert short_citation(source) == "Davies, Davies 2013"


def test_the_gastrocnemius_has_its_cards(real: Deck) -> None:
    assert {note.kind for note in real.notes} >= {"question", "occlusion"}
    assert {note.topic for note in real.notes} >= {"attachments", "functions", "causes", "trigger-points", "safety"}
    assert all(note.sources for note in real.notes if note.grade == "well-supported" and note.topic != "safety")


def test_the_deck_knows_nothing_of_anki() -> None:
    for name in ("cards.py", "words.py", "ledger.py"):
        text = (Path(__file__).parents[2] / "handouts" / "deck" / name).read_text("utf-8")
        assert "genanki" not in text
