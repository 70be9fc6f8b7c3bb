"""Lists -> boxes: bullets, squares to tick, sources; each item with its label and body for a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

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
        chunks = list(_inseparable(blocks))
        sizes = [_size(chunk, wide) for chunk in chunks]
        low, high = 0.0, sum(gap + high for gap, high in sizes)
        starts: list[int] = []
        for _ in range(24):
            limit = (low + high) / 2
            filled = self._starts(chunks, sizes, limit)
            low, high, starts = (limit, high, starts) if filled is None else (low, limit, filled)
        edges = [0, *starts, len(chunks)]
        return [[box for chunk in chunks[first:end] for box in chunk] for first, end in pairwise(edges)]

    def _starts(
        self, chunks: Sequence[Sequence[Box]], sizes: Sequence[tuple[float, float]], limit: float
    ) -> list[int] | None:
        """Which chunks begin a column when none is higher than the limit, None when there are too few columns."""
        starts: list[int] = []
        high = 0.0
        for number, (gap, size) in enumerate(sizes):
            if chunks[number][-1].keep_next:  # the last of all, which waits in vain for one more
                break
            taller = high + gap + size
            if number and taller > limit:
                starts.append(number)
                taller = size
            high = taller if number else size
            if high > limit:
                return None
        return starts if len(starts) < self.columns else None

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


def _inseparable(blocks: Sequence[Sequence[Box]]) -> Iterator[list[Box]]:
    """The boxes of blocks that stay in one column: a block, and the next one where the last of it must not be last."""
    waiting: list[Box] = []
    for block in blocks:
        waiting += block
        if not block[-1].keep_next:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _size(boxes: Sequence[Box], wide: float) -> tuple[float, float]:
    """The gap above boxes one below the other, and their height, as a Stack has it."""
    return boxes[0].gap, sum(box.gap for box in boxes[1:]) + sum(box.height(wide) for box in boxes)


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
