"""Lists -> boxes: bullets, squares to tick, sources; each item with its label and body for a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from handouts.handout import document as doc
from handouts.page.boxes import Box, Item, Para, Stack
from handouts.page.look import Look, put, square
from handouts.tagged import Element, TaggedCanvas

GUTTER = 4.9 * 72 / 25.4


def list_element(parent: Element, numbering: str) -> Element:
    """The structure element of a list; `numbering` is Disc, Decimal or None (ISO 32000-1, 14.8.5.5)."""
    return parent.add("L", attributes={"O": "List", "ListNumbering": numbering})


def bullets(block: doc.Bullets, look: Look, parent: Element, gap: float = 2.8, first_gap: float = 2.0) -> Box:
    """An unordered list, in one column or in columns that are read one after the other."""
    size = look.styles["small" if block.small else "body"].size
    element = list_element(parent, "Disc")
    items: list[Box] = []
    for text in block.items:
        entry = element.add("LI")
        label = entry.add("Lbl")
        body = Para(text, look, entry.add("LBody"), "small" if block.small else "body")
        items.append(Item(body, 0.88 * size, _bullet(look, label, "small" if block.small else "body"), look.gap(gap)))
    if block.columns > 1 and not look.stacked:
        return Balanced([items], block.columns, look.gap(first_gap))
    return Stack(items, look.gap(first_gap))


class Balanced(Box):
    """Items in columns, in their order, so that the highest column is as low as can be.

    `groups` begin a column together where that costs little; otherwise columns break between items, but never after
    one that must not be the last.
    """

    def __init__(self, groups: Sequence[Sequence[Box]], columns: int, gap: float) -> None:
        self.groups, self.columns, self.gap = [list(group) for group in groups], columns, gap
        self._known: tuple[float, list[list[Box]]] | None = None

    def _wide(self, width: float) -> float:
        return (width + GUTTER) / self.columns - GUTTER

    def _cells(self, width: float) -> list[list[Box]]:
        """The boxes of each column."""
        if self._known is None or self._known[0] != width:
            wide = self._wide(width)
            apart = self._fewest([[each] for group in self.groups for each in group], wide)
            whole = self._fewest(self.groups, wide)
            cheap = _highest(whole, wide) <= WORTH * _highest(apart, wide)
            self._known = (width, whole if cheap else apart)
        return self._known[1]

    def _fewest(self, blocks: Sequence[Sequence[Box]], wide: float) -> list[list[Box]]:
        """The blocks in the lowest columns that hold them."""
        everything = [each for block in blocks for each in block]
        heights = {each: each.height(wide) for each in everything}
        low, high, best = 0.0, _stacked(everything, heights), [everything]
        for _ in range(24):
            limit = (low + high) / 2
            filled = self._filled(blocks, heights, limit)
            low, high, best = (limit, high, best) if filled is None else (low, limit, filled)
        return best

    def _filled(
        self, blocks: Sequence[Sequence[Box]], heights: Mapping[Box, float], limit: float
    ) -> list[list[Box]] | None:
        """The blocks in columns no higher than the limit, None when there are too few columns."""
        cells: list[list[Box]] = [[]]
        waiting: list[Box] = []
        for block in blocks:
            waiting += block
            if block[-1].keep_next:
                continue
            if cells[-1] and _stacked([*cells[-1], *waiting], heights) > limit:
                cells.append([])
            cells[-1] += waiting
            waiting = []
            if _stacked(cells[-1], heights) > limit:
                return None
        cells[-1] += waiting
        return cells if len(cells) <= self.columns else None

    def height(self, width: float) -> float:
        """The height of the highest column."""
        return _highest(self._cells(width), self._wide(width))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Paint the columns."""
        wide = self._wide(width)
        for index, cell in enumerate(self._cells(width)):
            Stack(cell).draw(canvas, x + index * (wide + GUTTER), top, wide)

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        """Items that fit in columns in the room, and the rest."""
        items = [each for group in self.groups for each in group]
        fits = 0
        for count in range(1, len(items)):
            if items[count - 1].keep_next:
                continue
            if Balanced([items[:count]], self.columns, 0.0).height(width) > room:
                break
            fits = count
        if fits < 2:
            return None
        return Balanced([items[:fits]], self.columns, self.gap), Balanced([items[fits:]], self.columns, 0.0)


WORTH = 1.12
"""Columns may be this much higher when no group is torn for it."""


def _stacked(boxes: Sequence[Box], heights: Mapping[Box, float]) -> float:
    """The height of boxes one below the other, as a Stack has it, from heights that are known."""
    return sum(box.gap for box in boxes[1:]) + sum(heights[box] for box in boxes)


def _highest(cells: Sequence[Sequence[Box]], wide: float) -> float:
    return max(Stack(cell).height(wide) for cell in cells)


def squares(
    items: Sequence[doc.Rich], look: Look, parent: Element, spoken: str, gap: float = 2.8, style: str = "body"
) -> list[Box]:
    """Conditions with a square to tick before each; `spoken` is what a reader says for the square."""
    unit = look.unit
    side = 4 * 72 / 25.4 * unit
    element = list_element(parent, "None")
    made: list[Box] = []
    for text in items:
        entry = element.add("LI")
        label = entry.add("Lbl").add("Span", actual_text=spoken)
        body = Para(text, look, entry.add("LBody"), style)
        made.append(
            Item(
                body,
                7.2 * 72 / 25.4 * unit,
                _square(look, label, side),
                look.gap(gap),
                least=side + 1 if style == "body" else 0.0,
            )
        )
    return made


def _square(look: Look, label: Element, side: float) -> Callable[[TaggedCanvas, float, float], None]:
    style = look.styles["body"]

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        middle = top - 0.5 * style.leading - 0.06 * style.size
        with canvas.tag(label):
            square(canvas, look, x + 0.6, middle - side / 2, side)

    return paint


def _bullet(look: Look, label: Element, name: str) -> Callable[[TaggedCanvas, float, float], None]:
    style = look.styles[name]

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.tag(label):
            put(canvas, look, x, top - style.size, "•", name)

    return paint


def sources(block: doc.Sources, look: Look, parent: Element) -> Stack:
    """The works that are listed, in small type."""
    element = list_element(parent, "None")
    items: list[Box] = [
        Para(doc.rich(text), look, element.add("LI").add("LBody"), "small", gap=look.gap(2)) for text in block.items
    ]
    return Stack(items)
