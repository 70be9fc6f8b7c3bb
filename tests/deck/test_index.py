"""The index by pain: a card for each area that is a muscle's main pain area, in the deck of all muscles only."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.content.library import Library
from handouts.content.referral import read_areas, referrals
from handouts.deck.cards import Deck, Note, load_deck_words, make_deck
from handouts.deck.ledger import Ledger
from handouts.deck.package import pack
from handouts.style.theme import Theme


@pytest.fixture(scope="module")
def deck(library: Library, templates: tuple[Path, ...]) -> Deck:
    return make_deck(library, (), load_deck_words(templates, "en"))


def index(deck: Deck, retired: bool = False) -> dict[str, Note]:
    notes = [note for note in deck.notes if note.key.startswith("area.") and note.retired == retired]
    return {note.key.removeprefix("area."): note for note in notes}


def test_an_area_that_is_nobody_s_main_pain_has_a_retired_card_without_a_picture(deck: Deck) -> None:
    retired = index(deck, retired=True)
    assert retired["groin"].words.answer == "None of this deck."
    assert {note.deck for note in retired.values()} == {"Muscles::Retired"}
    assert not set(retired) & set(index(deck))
    assert [note.key for note in retired.values() if note.front] == []


def test_retired_cards_of_the_index_are_in_no_package_that_never_had_them(
    deck: Deck, templates: tuple[Path, ...], theme: Theme
) -> None:
    package = pack(deck, templates, theme.palette(), Ledger())
    assert [note.key for note in package.notes if note.key == "en.area.groin"] == []
    assert [note.key for note in package.notes if note.key == "en.area.arch"] == ["en.area.arch"]


def test_there_is_a_card_for_each_area_that_is_somebody_s_main_pain(deck: Deck, library: Library) -> None:
    facts = [library.facts[name] for name in library.ids()]
    wanted = {
        name
        for name, area in read_areas(library.roots).items()
        if any(each.kind == "essential" for each in referrals(area, facts))
    }
    assert set(index(deck)) == wanted


def test_the_answer_names_the_muscles_and_the_rest_may_spread_there(deck: Deck) -> None:
    words = index(deck)["arch"].words
    asked = "which muscle or muscles of this deck classically refer their main pain there?"
    assert words.question == f"Pain at the arch of the foot: {asked}"
    assert words.answer.startswith("Gastrocnemius")
    assert words.extra == "May spread there: Soleus."


def test_no_front_names_a_muscle_of_the_answer(deck: Deck) -> None:
    for note in index(deck).values():
        shown = " ".join((note.words.question, note.muscle, note.deck, note.front_alt)).casefold()
        assert [name for name in note.words.answer.casefold().split(", ") if name in shown] == []


def test_its_picture_says_where_and_shows_the_whole_view(deck: Deck) -> None:
    note = index(deck)["arch"]
    assert note.front == note.back == "area-arch"
    assert note.front_alt == "Pain at the arch of the foot"
    figure = deck.pictures["area-arch"]
    left, top, right, bottom = next(box for name, box in figure.regions.items() if name.startswith("area.arch"))
    assert (right - left) * (bottom - top) < 0.5 * figure.width * figure.height


def test_it_stands_after_all_muscles_and_rests_on_their_sources(deck: Deck) -> None:
    keys = [note.key for note in deck.notes]
    first = min(keys.index(f"area.{name}") for name in index(deck))
    last = max(at for at, note in enumerate(deck.notes) if "::1 Anatomy" in note.deck)
    assert first > last
    assert all(note.sources for note in index(deck).values())


def test_a_deck_of_some_muscles_has_no_index(library: Library, templates: tuple[Path, ...]) -> None:
    assert index(make_deck(library, ["gastrocnemius"], load_deck_words(templates, "en"))) == {}


def test_a_deck_of_some_topics_has_no_index(library: Library, templates: tuple[Path, ...]) -> None:
    assert index(make_deck(library, (), load_deck_words(templates, "en"), subset=["anatomy"])) == {}
