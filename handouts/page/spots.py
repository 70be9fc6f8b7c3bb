"""The pain map as panels: one for each trigger point, with its own views, pain and mark, and one legend below.

Their numbers are in reading order. A panel sets its picture below its words or beside them, whichever shows the body
larger. A spot whose pain is shown in three views or more has a row of its own; the others stand in pairs, and the first
of them alone where they are odd.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from handouts.figures.viewrow import ViewRow
from handouts.handout import document as doc
from handouts.page.boxes import Box, FigureBox, Frame, Item, Outline, Para, Row, Stack
from handouts.page.forms import write_on
from handouts.page.look import Look, disc, put
from handouts.page.outline import heading_element
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
GAP = 2.6 * MM
ONE_HIGH, PAIR_HIGH = 80 * MM, 62 * MM
"""Of a panel that is the only one in normal print, and of two side by side that are the only ones."""
FIRST_HIGH, MORE_HIGH = 92 * MM, 62 * MM
"""Of the row of the first spot where there are two rows, and of the row below it."""
EACH_HIGH = 58 * MM
"""Of each row where there are three."""
LARGE_HIGH, LARGE_FAR, LARGE_NEAR = 138 * MM, 108 * MM, 88 * MM
"""In large print, where panels stand below each other, of a spot with several views, a far one with a single view, and
another one: larger pictures, which give way less than others."""
MOST = 1.6
"""How much higher than that a panel becomes where its page has room to spare."""
STEP, GAIN = 8, 0.3
"""Points that are tried at a time, and the share of them by which a view must become higher."""
WORTH = 1.25
"""Times as high a view must become for two panels to stand below each other."""
MANY_VIEWS = 3
"""So many views need a row of their own."""
TEXT = (0.3, 0.36, 0.42, 0.48, 0.54, 0.6)
"""Shares of a panel's width that its words may have when the picture stands beside them."""
ALIKE = 0.95
"""Pictures at least that large beside the largest are as good, and the widest words are better."""
LEAST_TEXT = 34 * MM
LEAST_VIEW = 24 * MM
"""The least width of words beside a picture, and the least height of a picture below them."""


def spots(block: doc.Spots, look: Look, parent: Element) -> list[Box]:
    """The panels in the rows that their number asks for, and the legend."""
    rows: list[Box] = []
    made: list[SpotPanel] = []
    grid = [(spot,) for spot in block.items] if look.stacked else list(_grid(block.items, look))
    for number, row in enumerate(grid):
        high = _high(grid, number, look)
        panels = [SpotPanel(spot, look, parent, high, len(row)) for spot in row]
        made += panels
        gap = look.gap(6) if look.stacked else GAP
        make_row = _Pair if len(block.items) == len(panels) == 2 else Row
        rows.append(make_row(panels, (1.0,) * len(row), GAP, gap, even=True))
    far = next((panel for panel in made if panel.spot.far), None)
    for panel in made:
        panel.like = None if panel.spot.far else far
    label = look.styles["label"].size
    rows[-1].keep_next = look.stacked
    legend = FigureBox(lambda width: block.legend(width, 0.0, label), look, parent.add("Figure"), look.gap(5))
    return [*rows, legend]


def _grid(items: Sequence[doc.Spot], look: Look) -> Iterator[tuple[doc.Spot, ...]]:
    """The spots in rows, in the order of their numbers."""
    label = look.styles["label"].size
    for alone, some in groupby(items, lambda spot: len(spot.row(0.0, label, 0.0).views) >= MANY_VIEWS):
        rest = list(some)
        across = 1 if alone else 3 if len(rest) > 4 else 2
        if len(rest) % 2 and across == 2:
            yield (rest.pop(0),)
        yield from (tuple(rest[start : start + across]) for start in range(0, len(rest), across))


def _high(grid: Sequence[Sequence[doc.Spot]], number: int, look: Look) -> float:
    """How high a row of panels is meant to be."""
    if look.stacked:
        (spot,) = grid[number]
        several = len(spot.row(0.0, look.styles["label"].size, 0.0).views) > 1
        high = LARGE_HIGH if several else LARGE_FAR if spot.far else LARGE_NEAR
        return high * max(look.picture_scale, 0.9) * max(look.unit / 1.5, 1.0)
    scale = min(look.picture_scale, 1.0)  # a page with room to spare stretches them
    if len(grid) == 1:
        return (ONE_HIGH if len(grid[0]) == 1 else PAIR_HIGH) * scale
    if len(grid) > 2:
        return EACH_HIGH * scale
    pairs = len(grid[0]) > 1
    return ((FIRST_HIGH + MORE_HIGH) / 2 if pairs else MORE_HIGH if number else FIRST_HIGH) * scale


@dataclass(frozen=True)
class _Set:
    """How a panel is set in a width; lengths in points."""

    beside: bool
    words: float
    """The width of its words."""
    room: float
    """The width that the picture has."""
    high: float
    """The height that it has below it."""
    view: float
    """How high its highest view is."""
    least: float
    """How high the panel must be for its words."""


class SpotPanel(Box):
    """Number and place, what hurts, the picture below or to the right, and the box to tick."""

    whole = True
    fills = True

    def __init__(self, spot: doc.Spot, look: Look, parent: Element, high: float, across: int) -> None:
        self.spot, self.look, self.high, self.across = spot, look, high, across
        self.like: SpotPanel | None = None
        self.most = MOST * high
        self.sect = parent.add("Sect", title=spot.title)
        heading = heading_element(self.sect)
        self.unit = min(look.unit, 1.6)
        title = Para(doc.rich(spot.title), look, heading, "h3")
        lead = (len(spot.marks) * 7.4 * MM + 1 * MM) * self.unit
        self.head = Item(title, lead, _numbers(spot.marks, look, heading), least=6.6 * MM * self.unit)
        self.text = Para(spot.text, look, self.sect.add("P"), gap=look.gap(2))
        self.element = self.sect.add("Figure")
        self.last: Box
        if spot.tick:
            self.last = write_on((doc.Field(spot.tick, kind="tick"),), look, self.sect)
        else:
            self.last = Para((doc.Run(spot.warning, True),), look, self.sect.add("P"), "value", "alert")
        self.label = look.styles["label"].size
        self.names = 1.7 * self.label
        self.pad = 2.4 * MM * min(look.unit, 1.4)
        self._known: dict[tuple[float, float], _Set] = {}

    # --- how it is set ---

    def height(self, width: float) -> float:
        """As high as is meant, or as its words need; in large print no higher than a picture of that width can use."""
        way = self._set(width)
        unused = max(way.high - way.view, 0.0) if self.look.stacked else 0.0
        return max(self.high - unused, self.least, way.least)

    def _set(self, width: float) -> _Set:
        """The way that shows the body largest, of those whose words fit; of none, the lowest."""
        high = max(self.high, self.least)
        if (width, high) not in self._known:
            ways = list(self._ways(width, high))
            fit = [way for way in ways if way.least <= high + 0.01]
            best = min(ways, key=lambda way: way.least)
            if fit:
                largest = max(way.view for way in fit)
                best = max((way for way in fit if way.view >= ALIKE * largest), key=lambda way: way.words)
            self._known[width, high] = best
        return self._known[width, high]

    def _ways(self, width: float, high: float) -> Iterator[_Set]:
        inner = width - 2 * self.pad
        head, last = self.head.height(inner), self.last.height(inner)
        words = head + self.text.gap + self.text.height(inner)
        around = last + 2 * self.pad + 2 * self.look.gap(3) + self.names
        room = max(high - words - around, 40.0)
        view = min(room, self._row(width, room).height(inner))
        yield _Set(False, inner, inner, room, view, words + around + LEAST_VIEW * self.look.unit)
        tall = high - head - 1.6 * self.pad - self.names
        if tall < LEAST_VIEW:
            return
        row = self._row(width, tall)
        for share in TEXT:
            text, between = share * inner, 2 * MM
            if text < LEAST_TEXT * min(self.look.unit, 1.4):
                continue
            view = min(tall, row.height(inner - text - between))
            if view < LEAST_VIEW / 2:
                continue
            wide = inner - row.width(view) - between
            least = head + self.text.gap + self.text.height(wide) + self.last.height(wide) + 2.4 * self.pad
            yield _Set(True, wide, inner - wide - between, tall, view, least)

    def _row(self, width: float, high: float) -> ViewRow:
        return self.spot.row(high, self.label, self._scale(width))

    def _scale(self, width: float) -> float:
        """The scale that the first panel's limb is drawn at, which the others keep; 0 for none."""
        if self.like is None:
            return 0.0
        line = self.across * (width + GAP)
        return self.like.scale(line / self.like.across - GAP)

    def scale(self, width: float) -> float:
        """Points for a unit of art in the first view of its picture."""
        way = self._set(width)
        return self._row(width, way.high).scale(way.view)

    def view(self, width: float) -> float:
        """How high its picture's highest view is."""
        return self._set(width).view

    # --- as high as there is room ---

    def give(self, width: float) -> float:
        """How much higher it may become: as long as the body becomes larger by a good part of it."""
        now, before, best = self.height(width), self.high, 0
        view = self._set(width).view
        for step in range(STEP, round(self.most - now) + 1, STEP):
            self.high = now + step
            if (larger := self._set(width).view) >= view + GAIN * (step - best):
                best, view = step, larger
        self.high = before
        return float(best)

    def stretch(self, extra: float, width: float) -> None:
        """Become so much higher."""
        self.high = self.height(width) + extra

    # --- drawn ---

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Paint frame, number and place, words, picture, and the box to tick."""
        tall, way, pad = self.height(width), self._set(width), self.pad
        frame = Frame(Stack([]), self.look, Outline("rule", 0.9), 0.0)
        frame.least = tall
        frame.draw(canvas, x, top, width)
        inner = width - 2 * pad
        figure = self.spot.picture(way.room, way.high, self.label, self._scale(width))
        shown = FigureBox(lambda _: figure, self.look, self.element)
        y = top - 0.7 * pad
        self.head.draw(canvas, x + pad, y, inner)
        y -= self.head.height(inner) + self.text.gap
        self.text.draw(canvas, x + pad, y, way.words)
        bottom, last = top - tall + 0.7 * pad, self.last.height(way.words)
        if way.beside:
            shown.draw(canvas, x + width - pad - figure.width, bottom + figure.height, figure.width)
        else:
            shown.draw(canvas, x + pad, bottom + last + self.look.gap(3) + figure.height, inner)
        self.last.draw(canvas, x + pad, bottom + last, way.words)


class _Pair(Row):
    """The only two panels, side by side; below each other where the page has room to spare and this shows more."""

    apart = False

    def height(self, width: float) -> float:
        if not self.apart:
            return super().height(width)
        return sum(cell.height(width) for cell in self.cells) + self.gutter

    def spans(self, width: float) -> list[tuple[float, float]]:
        """The left edge and the width of each panel."""
        return [(0.0, width)] * 2 if self.apart else super().spans(width)

    def give(self, width: float) -> float:
        more, most = self._apart(width)
        return most if more else super().give(width)

    def stretch(self, extra: float, width: float) -> None:
        more, _ = self._apart(width)
        if not more or extra < more:
            super().stretch(min(extra, super().give(width)), width)
            return
        self._part(ONE_HIGH)
        for panel in self.panels:
            panel.stretch(min((extra - more) / 2, panel.give(width)), width)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if not self.apart:
            super().draw(canvas, x, top, width)
            return
        for cell in self.cells:
            cell.draw(canvas, x, top, width)
            top -= cell.height(width) + self.gutter

    @property
    def panels(self) -> list[SpotPanel]:
        """The two."""
        return [cell for cell in self.cells if isinstance(cell, SpotPanel)]

    def _apart(self, width: float) -> tuple[float, float]:
        """How much higher it becomes with the panels below each other, and at most; 0 where that shows no more."""
        if self.apart:
            return 0.0, 0.0
        before, highs = self.height(width), [panel.high for panel in self.panels]
        views = [panel.view(wide) for panel, (_, wide) in zip(self.panels, self.spans(width), strict=True)]
        self._part(ONE_HIGH)
        larger = min(panel.view(width) / view for panel, view in zip(self.panels, views, strict=True))
        more = self.height(width) - before
        most = more + 2 * min(panel.give(width) for panel in self.panels)
        self.apart = False
        for panel, high in zip(self.panels, highs, strict=True):
            panel.high, panel.across = high, 2
        return (more, most) if larger >= WORTH else (0.0, 0.0)

    def _part(self, high: float) -> None:
        """Set the panels below each other, each so high."""
        self.apart = True
        for panel in self.panels:
            panel.high, panel.across = high, 1


def _numbers(marks: Sequence[int], look: Look, heading: Element) -> Callable[[TaggedCanvas, float, float], None]:
    """The outlined circles with the spots' numbers: unlike a step's, since they mean something else."""
    unit = min(look.unit, 1.6)
    radius = 3.2 * MM * unit

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        for index, mark in enumerate(marks):
            middle = x + radius + index * 7.4 * MM * unit
            disc(canvas, look, middle, top - radius, radius, "paper", "ink", 1.3 * unit)
            with canvas.tag(heading):
                base = top - radius - 4.3 * unit
                put(canvas, look, middle, base, str(mark), "h3", "ink", "middle", 12.5 * unit)

    return paint
