"""Flashcards: the cards that all muscles share, `content/shared/cards/`, and what can be wrong with any card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handouts.content.model import Card, CardWords
from handouts.content.shared import FACTS, FOLDER, Shared, Tables
from handouts.errors import ContentError, Problem, likely

CARDS = "cards"
SHARED = "shared"
"""The first part of the key of a shared card, where others have their muscle."""
FACTS_FILE = f"content/{FOLDER}/{CARDS}/{FACTS}"
SAFETY = "safety"
CLOZE_ONLY, NEVER_CLOZE = ("text",), ("question", "answer", "short", "reverse", "reverse_answer")


@dataclass(frozen=True)
class SharedCard:
    """A card that belongs to no muscle, in one language."""

    card: Card
    words: CardWords

    @property
    def module(self) -> str | None:
        """The safety module whose warning it teaches; the card goes where that module goes. None: everywhere."""
        first, _, rest = (self.card.claim or "").partition(".")
        return rest.partition(".")[0] if first == SAFETY else None


def words_file(lang: str) -> str:
    """The file of the words of the shared cards, as a person knows it."""
    return f"content/{FOLDER}/{CARDS}/{lang}.toml"


def shared_cards(shared: Shared, lang: str) -> tuple[SharedCard, ...]:
    """The shared cards in a language, in their order; none when nobody has written words in it.

    Raises ContentError with everything that is wrong with their shape.
    """
    words: Mapping[str, CardWords] = Tables(shared, f"{CARDS}/{lang}.toml", CardWords)
    if not words:
        return ()
    cards: Mapping[str, Card] = Tables(shared, f"{CARDS}/{FACTS}", Card)
    problems: list[Problem] = []
    found = []
    for name in cards:
        if name not in words:
            problems.append(Problem(words_file(lang), name, "words are missing"))
            continue
        try:
            found.append(SharedCard(cards[name], words[name]))
        except ContentError as error:
            problems += error.problems
    problems += [
        Problem(words_file(lang), name, f"nothing has this id{likely(name, cards)}")
        for name in words
        if name not in cards
    ]
    for each in found:
        problems += check_card_words(each.card, each.words, words_file(lang), each.card.id)
    if problems:
        raise ContentError(problems)
    return tuple(found)


def answer_words(text: str) -> int:
    """How many words an answer has: what stands between spaces and has a letter or a digit."""
    return sum(any(sign.isalnum() for sign in word) for word in text.replace("**", "").split())


def is_occlusion(card: Card) -> bool:
    """Whether parts of a picture are covered, one on each card."""
    return card.kind == "attachments" or (card.kind == "pain-map" and card.trigger_point is None)


def check_card_words(card: Card, asked: CardWords, where: str, key: str) -> Iterator[Problem]:
    """What is missing in the words of a card, or does not belong to its kind; `key` is where they stand."""
    needed = ("text",) if card.kind == "cloze" else ("question",) if is_occlusion(card) else ("question", "answer")
    for name in needed:
        if not getattr(asked, name):
            yield Problem(where, f"{key}.{name}", "is missing")
    for name in CLOZE_ONLY if card.kind != "cloze" else NEVER_CLOZE:
        if getattr(asked, name):
            yield Problem(where, f"{key}.{name}", f"does not belong to a card of kind {card.kind!r}")
    for name in ("reverse", "reverse_answer") if card.reverse and card.kind != "cloze" else ():
        if not getattr(asked, name):
            yield Problem(where, f"{key}.{name}", "is missing: the card asks both ways")
    if card.kind == "cloze" and asked.text and not re.search(r"\[\[\d+::.+?\]\]", asked.text):
        yield Problem(where, f"{key}.text", "has no [[1::gap]] to fill")
