"""Boxes: what is laid out. A box says how high it is in a width, may split over pages, and draws itself.

All lengths are points. `top` is the y of the upper edge, y up, as on a PDF page. Every box that says something
carries the structure element it belongs to; lines and fills are painted outside any tag and so become artifacts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from handouts.drawing.pdf import paint_figure
from handouts.drawing.shapes import Figure
from handouts.handout.document import Rich, Run, plain
from handouts.page.look import Look
from handouts.page.personal import Lines, Note, asked, paint_paragraph, plain_paragraph, questions
from handouts.tagged import Element, TaggedCanvas, TaggedParagraph


class Box:
    """Something laid out in a width."""

    gap: float = 0.0
    """Space above, not at the top of a page."""
    keep_next: bool = False
    """Whether it must not be the last on a page."""
    anchor: str = ""
    """A name for the place where it begins."""

    def height(self, width: float) -> float:
        """The height in this width."""
        raise NotImplementedError

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Paint with the upper left corner at (x, top)."""
        raise NotImplementedError

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        """The part that fits in `room` and the rest; None when nothing sensible fits."""
        return None

    def unfold(self) -> Box:
        """The same without things side by side, for when it is higher than a page."""
        return self

    def snug(self, width: float) -> float:
        """The width that its pictures need, 0 when there is none."""
        return 0.0


class Para(Box):
    """A paragraph."""

    personal: str = ""
    """What it is called when it is for one person only."""

    def __init__(
        self,
        text: Rich,
        look: Look,
        element: Element,
        style: str = "body",
        colour: str = "ink",
        gap: float = 0.0,
        bookmark: int | None = None,
        keep_next: bool = False,
    ) -> None:
        self._words, self._style = markup(text), look.paragraph(style, colour)
        self._text = text
        self._element, self._bookmark = element, bookmark
        self._set(None, gap)
        self.keep_next = keep_next

    def _set(self, paragraph: Any, gap: float) -> None:
        self._paragraph, self.gap = paragraph, gap
        self._size: tuple[float, float] | None = None

    @property
    def paragraph(self) -> Any:
        """The flowable. Most paragraphs are only measured, as a layout is tried out, so it is made when needed."""
        if self._paragraph is None and self.personal:
            self._paragraph = plain_paragraph(plain(self._text), self._style, self._element)
        elif self._paragraph is None:
            self._paragraph = TaggedParagraph(self._words, self._style, self._element, self._bookmark)
        return self._paragraph

    def height(self, width: float) -> float:
        if self._size is None or self._size[0] != width:
            if self._paragraph is None and not self.personal:
                self._size = (width, _height(self._words, self._style, width))
            else:
                self._size = (width, float(self.paragraph.wrap(width, 1e6)[1]))
        if self.personal:
            style, count = self.paragraph.style, round(self._size[1] / self.paragraph.style.leading)
            asked(Lines((self.personal,), width, style.fontName, style.fontSize, style), count, count)
        return self._size[1]

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        paint_paragraph(canvas, self.paragraph, x, top, width)

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        self.height(width)
        parts = self.paragraph.split(width, room)
        if len(parts) != 2:
            return None
        first, rest = Para.__new__(Para), Para.__new__(Para)
        first._set(parts[0], self.gap)
        rest._set(parts[1], 0.0)
        rest.keep_next = self.keep_next
        first.personal = rest.personal = self.personal
        return first, rest


@lru_cache(maxsize=16384)
def _height(words: str, style: ParagraphStyle, width: float) -> float:
    """The height of a paragraph; the same ones are measured over and over, in one handout and the next."""
    return float(TaggedParagraph(words, style).wrap(width, 1e6)[1])


def markup(text: Rich | str) -> str:
    """Runs as ReportLab paragraph markup, everything escaped."""
    runs = (Run(text),) if isinstance(text, str) else text
    parts = []
    for run in runs:
        words = escape(run.text).replace("\n", "<br/>")
        parts.append(f"<b>{words}</b>" if run.strong else words)
    return "".join(parts)


class Stack(Box):
    """Boxes one below the other; splits between them, or inside one that can be split."""

    def __init__(self, children: Sequence[Box], gap: float = 0.0, keep_next: bool = False) -> None:
        self.children, self.gap, self.keep_next = list(children), gap, keep_next

    def height(self, width: float) -> float:
        gaps = sum(child.gap for child in self.children[1:])
        return gaps + sum(child.height(width) for child in self.children)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        for index, child in enumerate(self.children):
            top -= child.gap if index else 0.0
            child.draw(canvas, x, top, width)
            top -= child.height(width)

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        used, fits = 0.0, 0
        for child in self.children:
            need = (child.gap if fits else 0.0) + child.height(width)
            if used + need > room:
                break
            used += need
            fits += 1
        first, rest = self.children[:fits], self.children[fits:]
        if rest:
            halves = rest[0].split(width, room - used - (rest[0].gap if fits else 0.0))
            if halves:
                first, rest = [*first, halves[0]], [halves[1], *rest[1:]]
        while first and rest and first[-1].keep_next:
            rest.insert(0, first.pop())
        if not first or not rest:
            return None
        return Stack(first, self.gap), Stack(rest, 0.0, self.keep_next)

    def unfold(self) -> Box:
        return Stack([child.unfold() for child in self.children], self.gap, self.keep_next)

    def snug(self, width: float) -> float:
        return max((child.snug(width) for child in self.children), default=0.0)


class Row(Box):
    """Boxes side by side, their tops aligned, as wide as their weights in a grid of so many columns."""

    def __init__(
        self, cells: Sequence[Box], weights: Sequence[int], gutter: float, gap: float = 0.0, hug: bool = False
    ) -> None:
        self.cells, self.weights, self.gutter, self.gap, self.hug = list(cells), weights, gutter, gap, hug

    def spans(self, width: float) -> list[tuple[float, float]]:
        """The left edge and the width of each cell, on the column grid."""
        if self.hug and (first := self.cells[0].snug(self._grid(width)[0][1])):
            start = first + self.gutter
            return [(0.0, first), (start, width - start)]
        return self._grid(width)

    def _grid(self, width: float) -> list[tuple[float, float]]:
        column = (width + self.gutter) / sum(self.weights)
        edges, start = [], 0
        for weight in self.weights:
            edges.append((start * column, weight * column - self.gutter))
            start += weight
        return edges

    def snug(self, width: float) -> float:
        spans = self._grid(width)
        needs = [cell.snug(wide) for cell, (_, wide) in zip(self.cells, spans, strict=True)]
        if not any(needs):
            return 0.0
        if self.hug:
            return min(sum(needs) + self.gutter * (len(needs) - 1), width)
        column = max((need + self.gutter) / weight for need, weight in zip(needs, self.weights, strict=True))
        return min(column * sum(self.weights) - self.gutter, width)

    def height(self, width: float) -> float:
        spans = self.spans(width)
        return max(cell.height(wide) for cell, (_, wide) in zip(self.cells, spans, strict=True))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        for cell, (left, wide) in zip(self.cells, self.spans(width), strict=True):
            cell.draw(canvas, x + left, top, wide)

    def unfold(self) -> Box:
        cells = [cell.unfold() for cell in self.cells]
        for cell in cells[1:]:
            cell.gap = max(cell.gap, self.gutter * 0.6)
        return Stack(cells, self.gap)


class Item(Box):
    """A list item: a marker in an indent, and what it marks."""

    def __init__(
        self,
        body: Box,
        indent: float,
        marker: Callable[[TaggedCanvas, float, float], None] | None,
        gap: float = 0.0,
        least: float = 0.0,
    ) -> None:
        self.body, self.indent, self.marker, self.gap, self.least = body, indent, marker, gap, least

    def height(self, width: float) -> float:
        return max(self.body.height(width - self.indent), self.least)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if self.marker:
            self.marker(canvas, x, top)
        self.body.draw(canvas, x + self.indent, top, width - self.indent)

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        halves = self.body.split(width - self.indent, room) if room >= self.least else None
        if halves is None:
            return None
        return Item(halves[0], self.indent, self.marker, self.gap), Item(halves[1], self.indent, None)


class Frame(Box):
    """An outlined box around a stack, with an optional title bar; split, each part has its own outline."""

    def __init__(
        self,
        content: Stack,
        look: Look,
        colour: str,
        line: float,
        pad: float,
        bar: Box | None = None,
        gap: float = 0.0,
        rule: bool = False,
    ) -> None:
        self.content, self.look, self.colour, self.line, self.pad = content, look, colour, line, pad
        self.bar, self.gap, self.rule = bar, gap, rule

    def _bar(self, width: float) -> float:
        return self.bar.height(width) if self.bar else 0.0

    def height(self, width: float) -> float:
        return self._bar(width) + self.content.height(width - 2 * self.pad) + 1.3 * self.pad

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = self.height(width)
        colour = HexColor(self.look.page[self.colour])
        radius = 5 * self.look.unit
        canvas.saveState()
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(self.line)
        canvas.roundRect(x, top - high, width, high, radius, stroke=1, fill=0)
        if self.bar:
            outline = canvas.beginPath()
            outline.roundRect(x, top - high, width, high, radius)
            canvas.saveState()
            canvas.clipPath(outline, stroke=0, fill=0)
            canvas.setFillColor(colour)
            canvas.rect(x, top - self._bar(width), width, self._bar(width), stroke=0, fill=1)
            canvas.restoreState()
        canvas.restoreState()
        if self.bar:
            self.bar.draw(canvas, x, top, width)
        inner = top - self._bar(width) - 0.6 * self.pad
        self.content.draw(canvas, x + self.pad, inner, width - 2 * self.pad)

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        halves = self.content.split(width - 2 * self.pad, room - self._bar(width) - 1.3 * self.pad)
        if halves is None:
            return None
        first, rest = halves
        assert isinstance(first, Stack)
        assert isinstance(rest, Stack)
        look, colour, line, pad = self.look, self.colour, self.line, self.pad
        begin = Frame(first, look, colour, line, pad, self.bar, self.gap)
        begin.anchor = self.anchor
        return begin, Frame(rest, look, colour, line, pad)

    def unfold(self) -> Box:
        content = self.content.unfold()
        assert isinstance(content, Stack)
        frame = Frame(content, self.look, self.colour, self.line, self.pad, self.bar, self.gap)
        frame.anchor = self.anchor
        return frame


class Personal(Box):
    """A box with paragraphs for one person only; where it stands whole, it is painted as variable data.

    `again` makes the same box of other texts.
    """

    def __init__(self, inner: Box, again: Callable[[Sequence[str]], Box]) -> None:
        self.inner, self.again, self.gap = inner, again, inner.gap

    def height(self, width: float) -> float:
        return self.inner.height(width)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        again = self.again

        def paint(canvas: TaggedCanvas, place: Note, texts: Sequence[str]) -> None:
            again(texts).draw(canvas, place.x, place.top, place.width)

        with questions() as answers:  # nothing outside the box depends on these any more
            self.inner.height(width)
            lines = tuple(question for question in answers if isinstance(question, Lines))
            with canvas.variable("note", Note(lines, x, top, width, paint)):
                self.inner.draw(canvas, x, top, width)

    def split(self, width: float, room: float) -> tuple[Box, Box] | None:
        return self.inner.split(width, room)

    def unfold(self) -> Box:
        return self.inner.unfold()


class Drawn(Box):
    """A box that is drawn by a function of (canvas, x, top, width), of fixed or computed height."""

    def __init__(
        self,
        height: float | Callable[[float], float],
        paint: Callable[[TaggedCanvas, float, float, float], None],
        gap: float = 0.0,
        keep_next: bool = False,
    ) -> None:
        self._height, self.paint, self.gap, self.keep_next = height, paint, gap, keep_next

    def height(self, width: float) -> float:
        return self._height(width) if callable(self._height) else self._height

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        self.paint(canvas, x, top, width)


class FigureBox(Box):
    """A figure, composed once for each width, with its text alternative."""

    def __init__(
        self,
        compose: Callable[[float], Figure],
        look: Look,
        element: Element,
        gap: float = 0.0,
        keep_next: bool = False,
    ) -> None:
        self.compose, self.look, self.element, self.gap, self.keep_next = compose, look, element, gap, keep_next
        self._figures: dict[float, Figure] = {}

    def figure(self, width: float) -> Figure:
        """The figure in this width."""
        if width not in self._figures:
            self._figures[width] = self.compose(width)
        return self._figures[width]

    def height(self, width: float) -> float:
        return self.figure(width).height

    def snug(self, width: float) -> float:
        return self.figure(width).width

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        figure = self.figure(width)
        self.element.alt = figure.alt
        with canvas.tag(self.element, bbox=(x, top - figure.height, x + figure.width, top)):
            paint_figure(canvas, figure, self.look.figure, x, top)
