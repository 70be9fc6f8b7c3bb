"""The pictures of cards: a muscle's figures, as wide as a card, and the masks that hide parts of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.content.cards import is_occlusion
from handouts.content.library import Muscle
from handouts.content.model import Card, PainMap
from handouts.deck.words import DeckWords
from handouts.drawing.shapes import Box, Figure, Group
from handouts.errors import HandoutsError
from handouts.figures.compose import find_figure, make_figure
from handouts.figures.style import FigureStyle

WIDTH = 350.0
"""Pictures are composed for a phone, in points that become its pixels: all as wide as a card, so that every label
has its true size."""
HEIGHTS = {"labelled": 470.0, "attachments": 420.0, "pain-map": 300.0, "scene": 300.0}
"""The greatest height by kind of figure: one whose parts are to be told apart is as large as a phone has room for."""
LABEL, MAP_LABEL = 14.5, 13.0
ROOM = 16.0
"""Kept free beside a labelled drawing, for the wider letters of a device that lacks our font."""


@dataclass(frozen=True)
class Mask:
    """What is hidden together on a picture: a written key, boxes in figure units, and what it is in words."""

    key: str
    boxes: tuple[Box, ...]
    answer: str = ""


@dataclass(frozen=True)
class CardPictures:
    """What a card shows: the names of its pictures before and after the answer, what is said of each, its masks."""

    front: str | None = None
    back: str | None = None
    front_alt: str = ""
    back_alt: str = ""
    masks: tuple[Mask, ...] = ()


class Pictures:
    """Composes each picture once and names it."""

    def __init__(self, words: DeckWords) -> None:
        self.words = words
        self.figures: dict[str, Figure] = {}
        self._owners: dict[str, str] = {}

    def of_card(self, muscle: Muscle, card: Card) -> CardPictures:
        """The pictures of a card. Raises HandoutsError when there is no such figure, or nothing in it to hide."""
        if card.kind in ("question", "cloze"):
            if card.figure is None:
                return CardPictures()
            name = self.picture(muscle, card.figure, card.trigger_point or "")
            front = name if card.figure_on == "front" else None
            return CardPictures(front, name, self._title(card, name), self._alt(muscle, card, name))
        figure = card.figure or _only_figure(muscle, card.kind)
        if not is_occlusion(card):
            point, hidden = card.trigger_point or "", "spot" if card.asks == "point" else "pain"
            asked = self.picture(muscle, figure, point, hidden=hidden)
            name = self.picture(muscle, figure, point)
            said = self._point(muscle, point, hidden)
            return CardPictures(asked, name, f"{self.figures[asked].title}. {said}", self._alt(muscle, card, name))
        hidden = "pain" if isinstance(find_figure(muscle, figure), PainMap) else ""
        name = self.picture(muscle, figure, hidden=hidden)
        title = self._title(card, name)
        return CardPictures(
            name, name, title, title, _masks(muscle, figure, self.figures[name], self.words.labels.spot)
        )

    def keep(self, name: str, figure: Figure) -> str:
        """Keep a figure that belongs to no muscle under a name of its own."""
        self.figures[name], self._owners[name] = figure, name
        return name

    def _title(self, card: Card, name: str) -> str:
        """What is said of a picture before the answer: its title, which does not describe it."""
        return self.words.labels.picture if card.asks == "muscle" else self.figures[name].title

    def _alt(self, muscle: Muscle, card: Card, name: str) -> str:
        """What is said of a picture after the answer: what it shows, and of a map of one point only that one."""
        if card.trigger_point:
            return f"{self.figures[name].title}. {self._point(muscle, card.trigger_point)}"
        return self.figures[name].alt

    def _point(self, muscle: Muscle, point_id: str, hidden: str = "") -> str:
        """What a map of one trigger point shows, in professional words where the clinician's sheet has them."""
        words = self.words.labels
        (mark,) = (each.mark for each in muscle.facts.trigger_points if each.id == point_id)
        pro, plain = muscle.words.clinician.trigger_points.get(point_id), muscle.words.trigger_points[point_id]
        if hidden == "pain":
            return f"{words.spot} {mark}."
        place = f"{words.spot} {mark}: {pro.place if pro else plain.place.rstrip(':')}."
        pain = f"{words.main_pain}: {pro.essential}." if pro else plain.pain
        spill = f"{words.may_spread}: {pro.spillover}." if pro and pro.spillover else ""
        return " ".join(filter(None, ["" if hidden == "spot" else place, pain, spill]))

    def picture(self, muscle: Muscle, figure_id: str, point: str = "", hidden: str = "") -> str:
        """Compose a picture and name it. Two pictures of one name are refused: one would hide the other.

        `point` is the one trigger point that a pain map shows; `hidden` is "pain", "spot" or nothing.
        """
        parts = [muscle.id, figure_id, *([point] if point else []), *([f"without-{hidden}"] if hidden else [])]
        name, owner = "-".join(parts), " / ".join(parts)
        if self._owners.setdefault(name, owner) != owner:
            raise HandoutsError(f"two pictures would be called {name!r}: {self._owners[name]} and {owner}")
        if name not in self.figures:
            kind = find_figure(muscle, figure_id).kind
            is_map = kind == "pain-map"
            marks = [each.mark for each in muscle.facts.trigger_points if each.id == point]
            style = FigureStyle(
                width=WIDTH - 2 * ROOM if kind in ("labelled", "attachments") else WIDTH,
                height=HEIGHTS[kind],
                pro=True,
                label=MAP_LABEL if is_map else LABEL,
                letter="" if muscle.facts.midline else self.words.labels.right_letter,
                marks=frozenset(marks) if marks else None,
                zones=hidden != "pain",
                crosses=hidden != "spot",
            )
            self.figures[name] = _card_wide(make_figure(muscle, figure_id, style))
        return name


def _card_wide(figure: Figure) -> Figure:
    """The figure in the middle of a picture as wide as a card; regions moved along.

    Masks over labels reach to the edge of the picture, so that they do not tell how long the word is.
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


def _masks(muscle: Muscle, figure_id: str, picture: Figure, spot: str) -> tuple[Mask, ...]:
    """One mask for each number or label of the figure, over every place where it stands; `spot` says trigger point.

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
    return tuple(Mask(key, tuple(found), _hidden(muscle, figure_id, key, spot)) for key, found in boxes.items())


def _hidden(muscle: Muscle, figure_id: str, key: str, spot: str) -> str:
    """What is under a mask, in professional words where there are some: a label, or a trigger point and its place."""
    if label := muscle.words.figures[figure_id].labels.get(key):
        return label.pro or label.name
    marks = [point.mark for point in muscle.facts.trigger_points if point.id == key]
    if not marks:
        return ""
    pro, plain = muscle.words.clinician.trigger_points.get(key), muscle.words.trigger_points[key]
    return f"{spot} {marks[0]}: {pro.place if pro else plain.place.rstrip(':')}"


__all__ = ["WIDTH", "CardPictures", "Mask", "Pictures"]
