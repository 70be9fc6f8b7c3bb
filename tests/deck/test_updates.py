"""Release after release into one learner's collection: nothing lost, nothing doubled, only what changed is updated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.deck.cards import make_deck
from handouts.deck.ledger import Ledger, ledger_problems, release
from handouts.deck.package import Package, apkg_bytes, pack
from handouts.drawing.shapes import Group, circle
from handouts.drawing.shapes import Path as Outline
from handouts.errors import ContentError
from handouts.style.theme import load_theme
from tests.deck.world import (
    FIRST,
    TEMPLATES,
    WORDS,
    Learner,
    Pair,
    Publisher,
    cloze,
    library,
    packed,
    picture,
    question,
    renamed,
)

CARDS: tuple[Pair, ...] = (
    question("ask", "Which way?", "Down.", reverse="What is down?"),
    question("other", "Which nerve?", "The tibial nerve."),
    question("third", "Which artery?", "The sural arteries."),
    cloze("gap", "From [[1::knee]] to [[2::heel]]."),
    picture("points", "pain-map", topic="trigger-points"),
    picture("places", "attachments", topic="attachments"),
)
FRESH = ("testus.ask", "testus.other", "testus.third", "testus.gap", "testus.points", "testus.places")


class Story:
    """A learner who has the first release, answered a card of each note, and edited one note."""

    def __init__(self, folder: Path) -> None:
        self.publisher = Publisher()
        self.learner = Learner(folder)
        first = packed(library(CARDS))
        assert self.learner.take(self.publisher.publish(first)) == {"new": len(CARDS)}
        self.answered = {key: self.learner.answer(key) for key in FRESH}
        self.learner.edit("testus.other", "Extra", "My own words")
        self.cards = self.learner.col.card_count()

    def update(self, package: Package, *, updated: int, new: int = 0) -> None:
        """Publish and import; exactly that many notes change, and all that must stay stays."""
        counts = self.learner.take(self.publisher.publish(package))
        assert counts.get("conflicting", 0) == 0, counts
        assert (counts.get("updated", 0), counts.get("new", 0)) == (updated, new), counts
        self.check()

    def check(self) -> None:
        """History and the learner's own words are there, and there is one note type of each kind."""
        learner = self.learner
        for key, card in self.answered.items():
            kept = learner.col.get_card(card)
            assert kept.reps == 1
            assert kept.note()["Key"] == key
        assert learner.col.db.scalar("select count() from revlog") == len(self.answered)
        assert learner.note("testus.other")["Extra"] == "My own words"
        names = sorted(n.name for n in learner.col.models.all_names_and_ids() if n.name.startswith("Handouts"))
        assert names == ["Handouts Cloze (en)", "Handouts Picture (en)", "Handouts Question (en)"]
        assert learner.problems() == []


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    story = Story(tmp_path)
    yield story
    story.learner.col.close()


def with_card(card: Pair) -> tuple[Pair, ...]:
    """The cards, the one of that id replaced."""
    return tuple(card if old[0].id == card[0].id else old for old in CARDS)


def test_nothing_changed_means_nothing_updated(story: Story) -> None:
    story.update(packed(library(CARDS)), updated=0)


def test_a_changed_text_updates_that_note_alone(story: Story) -> None:
    story.update(packed(library(with_card(question("ask", "Which way?", "DOWN.", reverse="What is down?")))), updated=1)
    assert story.learner.note("testus.ask")["Answer"] == "DOWN."


def test_a_changed_template_and_style_reach_the_learner_and_update_no_note(story: Story, tmp_path: Path) -> None:
    own = tmp_path / "own" / "anki"
    own.mkdir(parents=True)
    page = (TEMPLATES[0] / "anki" / "question.html").read_text("utf-8")
    (own / "question.html").write_text(page.replace('<div class="answer">', '<p>NEW PAGE</p><div class="answer">'))
    (own / "card.css").write_text((TEMPLATES[0] / "anki" / "card.css").read_text("utf-8") + ".new-style {}\n")
    story.update(packed(library(CARDS), templates=(own.parent, *TEMPLATES)), updated=0)
    assert "NEW PAGE" in story.learner.sides()["testus.ask/1"][1]
    for key in FRESH:
        assert ".new-style" in story.learner.note(key).note_type()["css"]


def test_a_spare_becomes_a_field_and_a_new_kind_of_card(story: Story) -> None:
    story.update(renamed(packed(library(CARDS)), "question", "Spare 1", "Mnemonic", "Toes down"), updated=1)
    assert story.learner.note("testus.ask")["Mnemonic"] == "Toes down"
    assert story.learner.col.card_count() == story.cards + 1
    assert "Toes down" in story.learner.sides()["testus.ask/3"][0]


@pytest.mark.parametrize(("kind", "field"), [("question", "Extra"), ("cloze", "Text"), ("occlusion", "Comments")])
def test_a_renamed_field_keeps_everything(story: Story, kind: str, field: str) -> None:
    package = renamed(packed(library(CARDS)), kind, field, "New Name")
    counts = story.learner.take(story.publisher.publish(package))
    assert counts == {"duplicate": len(CARDS)}
    key = {"question": "testus.ask", "cloze": "testus.gap", "occlusion": "testus.points"}[kind]
    assert "New Name" in story.learner.note(key)
    assert story.learner.problems() == []
    for card in story.answered.values():
        assert story.learner.col.get_card(card).reps == 1
    if field == "Extra":
        assert story.learner.note("testus.other")["New Name"] == "My own words"


def test_notes_are_added_and_retired(story: Story) -> None:
    cards = (
        *with_card(cloze("gap", "From [[1::knee]] to [[2::heel]].", retired=True)),
        question("more", "What else?", "This."),
    )
    story.update(packed(library(cards), story.publisher.ledger), updated=1, new=1)
    note = story.learner.note("testus.gap")
    assert "_retired" in note.tags
    assert "knee" in note["Text"]
    assert story.learner.col.find_notes("tag:_retired") == [note.id]


def test_a_new_picture_has_a_new_name_and_updates_its_note_alone(story: Story) -> None:
    deck = make_deck(library(CARDS), [], WORDS)
    pictures = dict(deck.pictures)
    figure = pictures["testus-attachments"]
    dot = Outline(circle(5, 5, 3), fill="ink")
    pictures["testus-attachments"] = replace(figure, shapes=(*figure.shapes, Group((dot,))))
    package = pack(
        replace(deck, pictures=pictures), TEMPLATES, load_theme(TEMPLATES).palette("colour", "medium"), Ledger()
    )
    old = story.learner.note("testus.places")["Image"]
    counts = story.learner.take(story.publisher.publish(package))
    assert (counts.get("updated"), counts.get("conflicting")) == (1, None)
    assert story.learner.note("testus.places")["Image"] != old
    unused = story.learner.col.media.check().unused
    assert [name for name in unused if not name.startswith("handouts-testus-attachments-")] == []


def test_a_new_gap_and_a_new_mask_add_a_card_and_renumber_none(story: Story) -> None:
    cards = with_card(cloze("gap", "From [[3::the back of the]] [[1::knee]] to [[2::heel]]."))
    story.update(packed(library(cards)), updated=1)
    assert story.learner.col.card_count() == story.cards + 1
    assert 'data-cloze="knee"' in story.learner.sides()["testus.gap/1"][0]


def test_masks_keep_their_numbers_when_the_figure_lists_them_otherwise(story: Story) -> None:
    deck = make_deck(library(CARDS), [], WORDS)
    turned = tuple(replace(note, masks=note.masks[::-1]) for note in deck.notes)
    palette = load_theme(TEMPLATES).palette("colour", "medium")
    package = pack(replace(deck, notes=turned), TEMPLATES, palette, story.publisher.ledger)
    for key, ordinals in package.snapshot.ordinals.items():
        assert ordinals.items() <= story.publisher.ledger.ordinals[key].items()
    assert not ledger_problems(story.publisher.ledger, package.snapshot)


def test_all_of_it_in_one_release_after_another(story: Story, tmp_path: Path) -> None:
    own = tmp_path / "own" / "anki"
    own.mkdir(parents=True)
    (own / "card.css").write_text((TEMPLATES[0] / "anki" / "card.css").read_text("utf-8") + ".new-style {}\n")
    cards = (
        *with_card(question("ask", "Which way?", "DOWN.", reverse="What is down?")),
        question("more", "What else?", "This."),
    )
    package = packed(library(cards), templates=(own.parent, *TEMPLATES))
    story.update(renamed(package, "question", "Spare 3", "Read Aloud"), updated=1, new=1)
    cards = (*cards[:-1], question("more", "What?", "This.", retired=True))
    package = packed(library(cards), story.publisher.ledger, templates=(own.parent, *TEMPLATES))
    package = renamed(renamed(package, "question", "Spare 3", "Read Aloud"), "question", "Spare 2", "Mnemonic")
    story.update(package, updated=1)
    story.update(package, updated=0)


def test_a_build_between_releases_updates_and_the_next_release_updates_again(story: Story) -> None:
    draft = packed(library(with_card(question("ask", "Which way?", "Draft.", reverse="What is down?"))))
    assert story.learner.take(apkg_bytes(draft, story.publisher.ledger)).get("updated") == 1
    story.check()
    story.update(
        packed(library(with_card(question("ask", "Which way?", "Final.", reverse="What is down?")))), updated=1
    )
    assert story.learner.note("testus.ask")["Answer"] == "Final."


def test_the_deck_description_tells_what_changed(story: Story) -> None:
    cards = (*with_card(question("ask", "Which way?", "DOWN.", reverse="What is down?")), question("more"))
    publisher = story.publisher
    package = packed(library(cards), publisher.ledger)
    assert "not released yet" in package.decks["Muscles::Lower leg::Testus"]
    publisher.ledger = release(publisher.ledger, [package.snapshot], version="2.0", time=FIRST + 999_999)
    package = packed(library(cards), publisher.ledger)
    story.learner.take(apkg_bytes(package, publisher.ledger))
    text = story.learner.col.decks.by_name("Muscles::Lower leg::Testus")["desc"]
    assert "deck release 2.0" in text
    assert "1 new, 1 changed, 0 retired" in text


def test_a_card_that_could_be_typed_stays_so() -> None:
    publisher = Publisher()
    publisher.publish(packed(library([question("ask", short="down"), question("other")])))
    words = r"en.testus.ask.typed\]: was released and is gone: a card that could be typed or heard stays so"
    with pytest.raises(ContentError, match=words):
        publisher.publish(packed(library([question("ask"), question("other")])))
    retired = packed(library([question("ask", short="down", retired=True), question("other")]), publisher.ledger)
    publisher.publish(retired)
    assert retired.extra
    assert {note.deck for note in retired.extra.notes if note.retired} == {"Muscles extra::Retired"}


@pytest.mark.parametrize(
    ("cards", "words"),
    [
        (CARDS[1:], "en.testus.ask.*is gone"),
        (with_card(question("ask", "Which way?", "Down.")), "en.testus.ask.*number 2 was released and is gone"),
        (with_card(cloze("ask", "A [[1::b]].")), "en.testus.ask.*released as a question"),
        (with_card(cloze("gap", "From [[2::knee]] to [[1::heel]].")), "en.testus.gap.*never renumber"),
        (with_card(cloze("gap", "From [[1::knee]] to heel.")), "en.testus.gap.*number 2 was released"),
    ],
)
def test_a_release_that_would_harm_learners_is_refused(cards: tuple[Pair, ...], words: str) -> None:
    publisher = Publisher()
    publisher.publish(packed(library(CARDS)))
    with pytest.raises(ContentError, match=words):
        publisher.publish(packed(library(cards)))
