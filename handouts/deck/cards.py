"""Library -> Deck: the flashcards as neutral notes. What Anki makes of them is the business of `package`.

A note asks one thing. Its words are content text: `**strong**`, and `[[1::gap]]` or `[[1::gap::hint]]` in a cloze.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from handouts.approval.standing import Standing
from handouts.content.cards import FACTS_FILE, SHARED, words_file
from handouts.content.library import Library, Muscle
from handouts.content.model import Card, CardWords, Grade, Source, Topic
from handouts.deck.decks import deck_of, place_in_order, place_of_index, retired_deck
from handouts.deck.index import Index
from handouts.deck.pictures import CardPictures, Mask, Pictures
from handouts.deck.words import DeckWords, load_deck_words
from handouts.drawing.shapes import Figure
from handouts.errors import ContentError, HandoutsError, Problem, likely

Kind = Literal["question", "cloze", "occlusion"]
Legend = Literal["", "map", "no-press"]

GAP = re.compile(r"\[\[(\d+)::(.+?)(?:::((?:(?!::).)+?))?\]\](?!\])", re.DOTALL)
"""A hint follows the last `::`, so that a gap with a hint may have colons of its own."""


@dataclass(frozen=True)
class Gap:
    """One gap of a cloze: its ordinal, which never changes, what is missing, and a hint."""

    ordinal: int
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Note:
    """One note. `key` is "<muscle>.<card id>", or "shared.<card id>"; `front` and `back` name pictures of the deck."""

    kind: Kind
    key: str
    muscle: str
    """What stands at the head of the card: the muscle, or that it is one of the basics."""
    topic: Topic
    grade: Grade
    deck: str
    tags: tuple[str, ...]
    words: CardWords
    sources: tuple[Source, ...] = ()
    front: str | None = None
    back: str | None = None
    front_alt: str = ""
    """What is said of the picture before the answer, which it does not give away."""
    back_alt: str = ""
    legend: Legend = ""
    """What the legend of its map explains: the cross of a spot, or the ring of one that is never pressed."""
    masks: tuple[Mask, ...] = ()
    asks_muscle: bool = False
    """Whether the muscle is the answer, so that no front may show its name."""
    retired: bool = False


@dataclass(frozen=True)
class Deck:
    """Notes in learning order, the pictures they name, and a description for each muscle's deck.

    `decks` gives each subdeck's name by a written key; `complete` is false when only a part was asked for.
    """

    words: DeckWords
    notes: tuple[Note, ...]
    pictures: Mapping[str, Figure]
    muscles: Mapping[str, Muscle]
    decks: Mapping[str, str] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """What each muscle's cards may say about their review; a draft when it is not there."""
    complete: bool = True

    @property
    def lang(self) -> str:
        """The language of the cards."""
        return self.words.lang


def make_deck(
    library: Library,
    muscle_ids: Sequence[str],
    words: DeckWords,
    *,
    subset: Sequence[str] = (),
) -> Deck:
    """The deck of the muscles (none named: all of that language), or of the topics in `subset` alone.

    Raises ContentError with everything that is wrong with the cards, HandoutsError for an unknown muscle or topic.
    """
    topics = get_args(Topic)
    for topic in subset:
        if topic not in topics:
            raise HandoutsError(f"no topic {topic!r}{likely(topic, topics)} (there is: {', '.join(topics)})")
    everything = [name for name in library.ids() if words.lang in library.languages(name)]
    ids = list(dict.fromkeys(muscle_ids)) or everything
    if not ids:
        raise HandoutsError(f"no muscle has words in language {words.lang!r}")
    maker = _Maker(words, library)
    muscles = {name: library.muscle(name, words.lang) for name in ids}
    if any(muscle.facts.cards for muscle in muscles.values()):
        maker.add_basics(muscles.values(), subset)
    for place, muscle in enumerate(muscles.values()):
        maker.add(muscle, subset, place)
    if maker.problems:
        raise ContentError(maker.problems)
    if not maker.placed:
        raise HandoutsError(f"no cards in {', '.join(ids)}" + (f" about {', '.join(subset)}" if subset else ""))
    complete = not subset and set(everything) <= set(ids)
    if complete and len(ids) > 1:
        maker.add_index(ids)
    notes = tuple(note for _, note in sorted(maker.placed, key=lambda pair: pair[0]))
    return Deck(words, notes, maker.pictures.figures, muscles, maker.decks, complete=complete)


def cloze_parts(text: str) -> list[str | Gap]:
    """Text and gaps in order. Raises HandoutsError when there is no gap, or one that Anki could not fill."""
    parts: list[str | Gap] = []
    end = 0
    for match in GAP.finditer(text):
        number, inside, hint = int(match[1]), match[2], match[3] or ""
        if not 1 <= number <= 99:
            raise HandoutsError(f"gap number {number} is not between 1 and 99")
        if not inside.strip(" *\n\t"):
            raise HandoutsError(f"gap {number} is empty")
        if inside.count("**") % 2 or hint.count("**") % 2:
            raise HandoutsError(f"strong words start or end in the middle of gap {number}: {inside!r}")
        if "[[" in inside:
            raise HandoutsError(f"gap {number} has a gap in it: {inside!r}")
        parts += [text[end : match.start()], Gap(number, inside, hint)]
        end = match.end()
    if not parts:
        raise HandoutsError("has no [[1::gap]] to fill")
    return [part for part in [*parts, text[end:]] if part]


def tag(*names: str) -> str:
    """A hierarchical tag of written ids, the same in every language: `Muscle::Gastrocnemius::Blood-Supply`."""
    return "::".join("-".join(part.capitalize() for part in name.split("-")) for name in names)


def short_citation(source: Source) -> str:
    """Authors and year: a card has no room for more."""
    return source.short


class Where(NamedTuple):
    """The files in which a card stands, and its keys there."""

    words: str
    words_key: str
    facts: str
    facts_key: str


class _Maker:
    """Collects notes and pictures, and every problem on the way."""

    def __init__(self, words: DeckWords, library: Library) -> None:
        self.words = words
        self.library = library
        self.placed: list[tuple[tuple[int, ...], Note]] = []
        self.pictures = Pictures(words)
        self.decks: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.keys: dict[str, str] = {}

    def add_basics(self, muscles: Iterable[Muscle], subset: Sequence[str]) -> None:
        """The shared cards that go with some muscles, each once."""
        wanted = {each.card.id: each for muscle in muscles for each in muscle.basics}
        for each in self.library.basics(self.words.lang) if wanted else ():
            if each.card.id in wanted and not (subset and each.card.topic not in subset):
                where = Where(words_file(self.words.lang), each.card.id, FACTS_FILE, each.card.id)
                self._add(each.card, each.words, None, where, 0)

    def add(self, muscle: Muscle, subset: Sequence[str], place: int) -> None:
        """The cards of a muscle, which has this place among all."""
        folder = f"content/muscles/{muscle.id}"
        for card in muscle.facts.cards:
            if not (subset and card.topic not in subset):
                spoken, main = f"{folder}/{muscle.lang}.toml", f"{folder}/muscle.toml"
                where = Where(spoken, f"cards.{card.id}", main, f"cards[{card.id}]")
                self._add(card, muscle.words.cards[card.id], muscle, where, place)

    def add_index(self, muscles: list[str]) -> None:
        """The index by pain: a card for each area that is a muscle's main pain area."""
        for entry in Index(self.library, self.words, muscles).entries():
            deck, name = retired_deck(self.words) if entry.retired else entry.deck
            picture = self.pictures.keep(f"area-{entry.area}", entry.picture) if entry.picture else None
            tags = [tag("evidence", "traditional"), tag("index", entry.region), tag("region", entry.region)]
            note = Note(
                "question",
                f"area.{entry.area}",
                entry.head[:1].upper() + entry.head[1:],
                "differential",
                "traditional",
                name,
                tuple(sorted([*tags, *(["_retired"] if entry.retired else [])])),
                entry.words,
                entry.sources,
                picture,
                picture,
                entry.picture.title if entry.picture else "",
                entry.picture.alt if entry.picture else "",
                asks_muscle=True,
                retired=entry.retired,
            )
            self.decks[deck] = name
            self.placed.append((place_of_index(deck, list(self.library.regions.by_id).index(entry.region)), note))

    def _add(self, card: Card, words: CardWords, muscle: Muscle | None, where: Where, place: int) -> None:
        key = f"{muscle.id if muscle else SHARED}.{card.id}"
        if key in self.keys:
            problem = Problem(where.words, where.facts_key, f"has the key {key!r} of {self.keys[key]}")
            self.problems.append(problem)
            return
        self.keys[key] = f"{where.words}: {where.facts_key}"
        try:
            if card.kind == "cloze":
                cloze_parts(words.text)
        except HandoutsError as error:
            self.problems.append(Problem(where.words, where.words_key, str(error)))
            return
        deck, name = deck_of(self.words, card, muscle)
        try:
            note = self._note(card, words, muscle, key, name)
        except HandoutsError as error:
            self.problems.append(Problem(where.facts, f"{where.facts_key}.figure", str(error)))
            return
        self.decks[deck] = name
        self.placed.append((place_in_order(card, deck, place), note))

    def _note(self, card: Card, words: CardWords, muscle: Muscle | None, key: str, deck: str) -> Note:
        tags = [
            tag("muscle", muscle.id, card.topic) if muscle else tag("basics", card.topic),
            *([tag("region", muscle.facts.region)] if muscle else []),
            tag("evidence", card.evidence),
            *(["_retired"] if card.retired else []),
        ]
        shown = self._shown(card, muscle)
        kind: Kind = "cloze" if card.kind == "cloze" else "occlusion" if shown.masks else "question"
        head = muscle.words.name if muscle else self.words.labels.basics
        return Note(
            kind,
            key,
            head[:1].upper() + head[1:],
            card.topic,
            card.evidence,
            deck,
            tuple(sorted(tags)),
            words if card.reverse else words.model_copy(update={"reverse": "", "reverse_answer": ""}),
            tuple(self.library.lists.sources[source] for source in card.sources),
            shown.front,
            shown.back,
            shown.front_alt,
            shown.back_alt,
            _legend(card, muscle) if kind == "question" else "",
            shown.masks,
            card.asks == "muscle",
            card.retired,
        )

    def _shown(self, card: Card, muscle: Muscle | None) -> CardPictures:
        """The pictures of a card. A shared card has the figure of a muscle that it names, where that is there."""
        if muscle is not None:
            return self.pictures.of_card(muscle, card)
        owner, _, figure = (card.figure or "").partition(".")
        if owner not in self.library.facts or self.words.lang not in self.library.languages(owner):
            return CardPictures()
        try:
            lender = self.library.muscle(owner, self.words.lang, figure)
        except ContentError:
            return CardPictures()  # a muscle that is not finished lends nothing; `check` says what it lacks
        points = {point.id for point in lender.facts.trigger_points}
        if figure not in {spec.id for spec in lender.facts.figures} or card.trigger_point not in {None, *points}:
            return CardPictures()
        return self.pictures.of_card(lender, card.model_copy(update={"figure": figure}))


def _legend(card: Card, muscle: Muscle | None) -> Legend:
    """Which legend belongs to a card: that of a map, by whether its trigger point may be pressed."""
    if card.kind != "pain-map":
        return ""
    kept_off = {point.id for point in muscle.facts.trigger_points if not point.press} if muscle else set()
    return "no-press" if card.trigger_point in kept_off else "map"


__all__ = [
    "Deck",
    "DeckWords",
    "Gap",
    "Mask",
    "Note",
    "cloze_parts",
    "load_deck_words",
    "make_deck",
    "short_citation",
    "tag",
]
