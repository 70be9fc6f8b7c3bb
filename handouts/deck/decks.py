"""Which deck a card belongs to, and its place in the learning order.

Anki takes new cards deck by deck in the order of their names, so names are numbered as one should learn. They come
from written ids and are frozen once released: Anki finds a deck by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from handouts.content.library import Muscle
from handouts.content.model import Card, Topic
from handouts.deck.words import DeckWords

SUBDECKS: Mapping[str, tuple[Topic, ...]] = {
    "anatomy": ("anatomy", "attachments", "innervation", "blood-supply", "functions", "relations", "contrast"),
    "trigger-points": ("trigger-points", "causes", "symptoms", "palpation", "tests", "differential", "evidence"),
    "self-care": ("self-massage", "dose", "safety"),
}
"""Few subdecks. A topic never moves: cards that a learner has stay where they are, and only new ones would move."""
BASICS, WHICH, RETIRED = "basics", "which", "retired"
"""Decks that belong to no muscle: shared cards, cards whose answer is the muscle, cards that are no longer asked."""
_LATER = {name: place for place, name in enumerate((BASICS, *SUBDECKS, WHICH, RETIRED))}


def muscle_deck(words: DeckWords, muscle: Muscle) -> str:
    """The name of a muscle's deck, inside the deck of its region."""
    return f"{region_deck(words, muscle)}::{_capital(muscle.id.replace('-', ' '))}"


def region_deck(words: DeckWords, muscle: Muscle) -> str:
    """The name of the deck of a muscle's region."""
    return f"{words.decks.root}::{_capital(muscle.region_words.name)}"


def retired_deck(words: DeckWords) -> tuple[str, str]:
    """The deck of cards that are no longer asked: its written key, and its name."""
    return RETIRED, f"{words.decks.root}::{words.decks.retired}"


def which_deck(words: DeckWords, region: str, name: str) -> tuple[str, str]:
    """The deck of the cards of a region whose answer is a muscle: its written key, and its name."""
    return f"{region}.{WHICH}", f"{words.decks.root}::{_capital(name)}::{words.decks.which}"


def extra_deck(words: DeckWords, kind: str) -> str:
    """The name of a deck of the extra package."""
    return f"{words.decks.extra}::{getattr(words.decks, kind)}"


def deck_of(words: DeckWords, card: Card, muscle: Muscle | None) -> tuple[str, str]:
    """The deck of a card: its written key, and its name. `muscle` is None for a shared card.

    A card whose answer is the muscle stands in no deck that is called so: Anki shows the name above the card.
    """
    if card.retired:
        return retired_deck(words)
    if muscle is None:
        return f"shared.{BASICS}", f"{words.decks.root}::{words.decks.basics}"
    if card.asks == "muscle":
        return which_deck(words, muscle.facts.region, muscle.region_words.name)
    group = next(name for name, topics in SUBDECKS.items() if card.topic in topics)
    name = str(getattr(words.decks, group.replace("-", "_")))
    return f"{muscle.id}.{group}", f"{muscle_deck(words, muscle)}::{name}"


def place_in_order(card: Card, key: str, muscle: int) -> tuple[int, ...]:
    """What sorts cards as they are learned: the basics, muscle by muscle from basic to fine, which muscle it is.

    `key` is the written key of the card's deck, `muscle` the place of its muscle among all.
    """
    group = key.rpartition(".")[2]
    apart = group in (BASICS, WHICH, RETIRED)
    return (0 if group == BASICS else 1 + apart, 0 if apart else muscle, _LATER[group], TOPICS[card.topic])


def place_of_index(key: str, region: int) -> tuple[int, ...]:
    """The same of a card of the index by pain, which comes after all muscles; `region` is the place of its region."""
    return (2, 0, _LATER[key.rpartition(".")[2]], len(get_args(Topic)) + region)


TOPICS: Mapping[Topic, int] = {topic: place for place, topic in enumerate(get_args(Topic))}
"""The place of each topic in the learning order."""


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


__all__ = [
    "SUBDECKS",
    "TOPICS",
    "deck_of",
    "extra_deck",
    "muscle_deck",
    "place_in_order",
    "place_of_index",
    "region_deck",
    "retired_deck",
    "which_deck",
]
