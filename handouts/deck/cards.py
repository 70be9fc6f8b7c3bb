"""Library -> Deck: the flashcards as neutral notes. What Anki makes of them is the business of `package`.

A note asks one thing. Its words are content text: `**strong**`, and `[[1::gap]]` or `[[1::gap::hint]]` in a cloze.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from handouts.approval.standing import Standing
from handouts.content.library import Library, Muscle
from handouts.content.model import Card, CardWords, Grade, PainMap, Source, Topic
from handouts.deck.words import DeckWords, load_deck_words
from handouts.drawing.shapes import Box, Figure, Group
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.figures.compose import find_figure, make_figure
from handouts.figures.style import FigureStyle

Kind = Literal["question", "cloze", "occlusion"]

SUBDECKS: Mapping[str, tuple[Topic, ...]] = {
    "anatomy": ("anatomy", "attachments", "innervation", "blood-supply", "functions"),
    "trigger-points": ("trigger-points", "causes", "symptoms", "palpation", "evidence"),
    "self-care": ("self-massage", "safety"),
}
"""Few subdecks. A topic never moves: cards that a learner has stay where they are, and only new ones would move."""

WIDTH, HEIGHT = 350.0, 280.0
"""Pictures are composed for a phone, in points that become its pixels: all as wide as a card, so that every label
has its true size."""
LABEL, MAP_LABEL = 14.5, 13.0
ROOM = 16.0
"""Kept free beside a labelled drawing, for the wider letters of a device that lacks our font."""

GAP = re.compile(r"\[\[(\d+)::(.+?)(?:::((?:(?!::).)+?))?\]\](?!\])", re.DOTALL)
"""A hint follows the last `::`, so that a gap with a hint may have colons of its own."""


@dataclass(frozen=True)
class Gap:
    """One gap of a cloze: its ordinal, which never changes, what is missing, and a hint."""

    ordinal: int
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Mask:
    """What is hidden together on a picture: a written key, and boxes in figure units."""

    key: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Note:
    """One note. `key` is "<muscle>.<card id>"; `front` and `back` name pictures of the deck."""

    kind: Kind
    key: str
    muscle: str
    topic: Topic
    grade: Grade
    deck: str
    tags: tuple[str, ...]
    words: CardWords
    sources: tuple[str, ...] = ()
    front: str | None = None
    back: str | None = None
    legend: bool = False
    masks: tuple[Mask, ...] = ()
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
    maker = _Maker(words)
    muscles = {name: library.muscle(name, words.lang) for name in ids}
    for muscle in muscles.values():
        maker.add(muscle, subset)
    if maker.problems:
        raise ContentError(maker.problems)
    if not maker.notes:
        raise HandoutsError(f"no cards in {', '.join(ids)}" + (f" about {', '.join(subset)}" if subset else ""))
    complete = not subset and set(everything) <= set(ids)
    return Deck(words, tuple(maker.notes), maker.pictures, muscles, maker.decks, complete=complete)


def muscle_deck(words: DeckWords, muscle_id: str) -> str:
    """The name of a muscle's deck. It comes from the written id, because deck names are frozen as ids are."""
    return f"{words.decks.root}::{muscle_id.replace('-', ' ').capitalize()}"


def subdeck(words: DeckWords, topic: Topic) -> tuple[str, str]:
    """The subdeck that a topic belongs to: its written id and its name."""
    group = next(name for name, topics in SUBDECKS.items() if topic in topics)
    return group, str(getattr(words.decks, group.replace("-", "_")))


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
    """The authors' family names, up to the first full stop, and the year: a card has no room for more."""
    citation = " ".join(source.citation.replace("(web reference)", "").split())
    authors, *rest = re.split(r"(?<!^[A-Z])\.(?:\s|$)", citation, maxsplit=1)  # not after a leading initial
    authors = re.sub(r"(?<=\w) [A-Z]{1,2}(?=,|$)", "", authors.strip())
    year = re.compile(r"\b(?:19|20)\d{2}\b")
    years = [] if year.search(authors) else year.findall(" ".join(rest))
    return " ".join([authors, *years[-1:]])


class _Maker:
    """Collects notes and pictures, and every problem on the way."""

    def __init__(self, words: DeckWords) -> None:
        self.words = words
        self.notes: list[Note] = []
        self.pictures: dict[str, Figure] = {}
        self.decks: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.keys: dict[str, str] = {}
        self.owners: dict[str, str] = {}

    def add(self, muscle: Muscle, subset: Sequence[str]) -> None:
        where = f"content/muscles/{muscle.id}/{muscle.lang}.toml"
        for card in muscle.facts.cards:
            if subset and card.topic not in subset:
                continue
            key = f"{muscle.id}.{card.id}"
            if key in self.keys:
                self.problems.append(Problem(where, f"cards[{card.id}]", f"has the key {key!r} of {self.keys[key]}"))
                continue
            self.keys[key] = f"{where}: cards[{card.id}]"
            try:
                if card.kind == "cloze":
                    cloze_parts(muscle.words.cards[card.id].text)
            except HandoutsError as error:
                self.problems.append(Problem(where, f"cards.{card.id}", str(error)))
                continue
            try:
                self.notes.append(self._note(muscle, card, key))
            except HandoutsError as error:
                facts = f"content/muscles/{muscle.id}/muscle.toml"
                self.problems.append(Problem(facts, f"cards[{card.id}].figure", str(error)))

    def _note(self, muscle: Muscle, card: Card, key: str) -> Note:
        group, name = subdeck(self.words, card.topic)
        deck = f"{muscle_deck(self.words, muscle.id)}::{name}"
        self.decks[f"{muscle.id}.{group}"] = deck
        tags = [
            tag("muscle", muscle.id, card.topic),
            tag("region", muscle.facts.region),
            tag("evidence", card.evidence),
            *(["_retired"] if card.retired else []),
        ]
        words = muscle.words.cards[card.id]
        sources = tuple(short_citation(muscle.sources[source]) for source in card.sources)
        front, back, masks = self._pictures(muscle, card)
        kind: Kind = "cloze" if card.kind == "cloze" else "occlusion" if masks else "question"
        legend = card.kind == "pain-map" and kind == "question"
        shown = muscle.words.name
        return Note(
            kind,
            key,
            shown[:1].upper() + shown[1:],
            card.topic,
            card.evidence,
            deck,
            tuple(sorted(tags)),
            words if card.reverse else words.model_copy(update={"reverse": ""}),
            sources,
            front,
            back,
            legend,
            masks,
            card.retired,
        )

    def _pictures(self, muscle: Muscle, card: Card) -> tuple[str | None, str | None, tuple[Mask, ...]]:
        """The picture before and after the answer, and the masks of an occlusion."""
        if card.kind in ("question", "cloze"):
            return None, self._picture(muscle, card.figure) if card.figure else None, ()
        figure = card.figure or _only_figure(muscle, card.kind)
        if card.trigger_point:
            (mark,) = (point.mark for point in muscle.facts.trigger_points if point.id == card.trigger_point)
            asked = self._picture(muscle, figure, card.trigger_point, mark, zones=False)
            return asked, self._picture(muscle, figure, card.trigger_point, mark), ()
        name = self._picture(muscle, figure, zones=not isinstance(find_figure(muscle, figure), PainMap))
        return name, name, _masks(muscle, figure, self.pictures[name])

    def _picture(
        self, muscle: Muscle, figure_id: str, point: str = "", mark: int | None = None, zones: bool = True
    ) -> str:
        """Compose a picture once and name it. Two pictures of one name are refused: one would hide the other."""
        parts = [muscle.id, figure_id, *([point] if point else []), *([] if zones else ["question"])]
        name, owner = "-".join(parts), " / ".join(parts)
        if self.owners.setdefault(name, owner) != owner:
            raise HandoutsError(f"two pictures would be called {name!r}: {self.owners[name]} and {owner}")
        if name not in self.pictures:
            is_map = isinstance(find_figure(muscle, figure_id), PainMap)
            style = FigureStyle(
                width=WIDTH if is_map else WIDTH - 2 * ROOM,
                height=HEIGHT,
                label=MAP_LABEL if is_map else LABEL,
                letter="" if muscle.facts.midline else self.words.labels.right_letter,
                marks=None if mark is None else frozenset({mark}),
                zones=zones,
            )
            self.pictures[name] = _card_wide(make_figure(muscle, figure_id, style))
        return name


def _card_wide(figure: Figure) -> Figure:
    """The figure in the middle of a picture as wide as a card; regions moved along.

    Masks over labels reach to the edge of the picture, because a device may write them wider than we measured.
    """
    dx = (WIDTH - figure.width) / 2
    regions = {}
    for name, (x0, y0, x1, y1) in figure.regions.items():
        x0, x1 = x0 + dx, x1 + dx
        if name.startswith("label."):
            x0, x1 = (0.0, x1) if x0 + x1 < WIDTH else (x0, WIDTH)
        regions[name] = (x0, y0, x1, y1)
    return replace(figure, width=WIDTH, shapes=(Group(figure.shapes, dx=dx),), regions=regions)


def _only_figure(muscle: Muscle, kind: str) -> str:
    figures = [spec.id for spec in muscle.facts.figures if spec.kind == kind]
    if len(figures) != 1:
        raise HandoutsError(f"give the figure: {muscle.id} has {len(figures)} figures of kind {kind!r}")
    return figures[0]


def _masks(muscle: Muscle, figure_id: str, picture: Figure) -> tuple[Mask, ...]:
    """One mask for each number or label of the figure, over every place where it stands.

    A mask has the written id of what it hides: numbers on a map may change, ids do not.
    """
    points = {str(point.mark): point.id for point in muscle.facts.trigger_points}
    boxes: dict[str, list[Box]] = {}
    for region, box in picture.regions.items():
        kind, thing, *_ = region.split(".")
        if kind in ("mark", "label", "attachment"):
            boxes.setdefault(points[thing] if kind == "mark" else thing, []).append(box)
    if not boxes:
        raise HandoutsError(f"figure {figure_id!r} has no number and no label to hide")
    return tuple(Mask(key, tuple(found)) for key, found in boxes.items())


__all__ = [
    "Deck",
    "DeckWords",
    "Gap",
    "Mask",
    "Note",
    "cloze_parts",
    "load_deck_words",
    "make_deck",
    "muscle_deck",
    "short_citation",
    "tag",
]
