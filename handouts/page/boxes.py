"""Boxes: what is laid out. A box says how high it is in a width, may split over pages, and draws itself.

All lengths are points. `top` is the y of the upper edge, y up, as on a PDF page. Every box that says something
carries the structure element it belongs to; lines and fills are painted outside any tag and so become artifacts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from handouts.drawing.pdf import paint_figure
from handouts.drawing.shapes import Figure
from handouts.handout.document import Rich, Run, plain
from handouts.page.look import Look, box, rule
from handouts.page.personal import Height, Lines, Note, asked, paint_paragraph, plain_paragraph, questions
from handouts.page.shaped import ShapedParagraph
from handouts.tagged import Element, TaggedCanvas, TaggedParagraph


class Box:
    """Something laid out in a width."""

    gap: float = 0.0
    """Space above, not at the top of a page."""
    keep_next: bool = False
    """Whether it must not be the last on a page."""
    whole: bool = False
    """Whether it is never split as long as it fits on an empty page."""
    fills: bool = False
    """Whether it may be drawn as high as its neighbours, which `least` says."""
    least: float = 0.0
    place: str = ""
    """What it is called by words that name its page."""

    def height(self, width: float) -> float:
        """The height in this width."""
        raise NotImplementedError

    def give(self, width: float) -> float:
        """How much higher it may well become where its page has room to spare: a picture that becomes larger."""
        return 0.0

    def stretch(self, extra: float, width: float) -> None:
        """Become so much higher, at most what it gives."""

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Paint with the upper left corner at (x, top)."""
        raise NotImplementedError

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        """The part that fits in `room` and the rest; None when nothing sensible fits.

        What must stay whole is not torn when it fits in the height of an empty `page`.
        """
        return None

    def unfold(self) -> Box:
        """The same without things side by side, for when it is higher than a page."""
        return self


class Para(Box):
    """A paragraph."""

    personal: str = ""
    """What it is called when it is for one person only."""
    own: bool = False
    """Whether its words are the clinic's, in letters that the typeface has not; no marks are in them."""

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
        text = look.said(text)
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
        if self._paragraph is None and (self.personal or self.own):
            self._paragraph = plain_paragraph(plain(self._text), self._style, self._element, self.own)
        elif self._paragraph is None:
            self._paragraph = TaggedParagraph(self._words, self._style, self._element, self._bookmark)
        return self._paragraph

    def height(self, width: float) -> float:
        if self._size is None or self._size[0] != width:
            if self._paragraph is None and not self.personal and not self.own:
                self._size = (width, _height(self._words, self._style, width))
            else:
                self._size = (width, float(self.paragraph.wrap(width, 1e6)[1]))
        if self.personal and isinstance(self.paragraph, ShapedParagraph):
            high = round(1000 * self._size[1])
            asked(Height(self.personal, width), high, high)
        elif self.personal:
            style, count = self.paragraph.style, round(self._size[1] / self.paragraph.style.leading)
            asked(Lines((self.personal,), width, style.fontName, style.fontSize, style), count, count)
        return self._size[1]

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        paint_paragraph(canvas, self.paragraph, x, top, width)

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
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
        if run.link:
            words = f"<a href={quoteattr(run.link)}>{words}</a>"
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

    def give(self, width: float) -> float:
        return sum(child.give(width) for child in self.children)

    def stretch(self, extra: float, width: float) -> None:
        gives = [child.give(width) for child in self.children]
        for child, give in zip(self.children, gives, strict=True):
            if give > 0:
                child.stretch(extra * give / sum(gives), width)

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        used, fits = 0.0, 0
        for child in self.children:
            need = (child.gap if fits else 0.0) + child.height(width)
            if used + need > room:
                break
            used += need
            fits += 1
        first, rest = self.children[:fits], self.children[fits:]
        if rest and not (rest[0].whole and rest[0].height(width) <= page):
            halves = rest[0].split(width, room - used - (rest[0].gap if fits else 0.0), page)
            if halves:
                first, rest = [*first, halves[0]], [halves[1], *rest[1:]]
        while first and rest and first[-1].keep_next:
            rest.insert(0, first.pop())
        if not first or not rest:
            return None
        return Stack(first, self.gap), Stack(rest, 0.0, self.keep_next)

    def unfold(self) -> Box:
        return Stack([child.unfold() for child in self.children], self.gap, self.keep_next)


class Row(Box):
    """Boxes side by side, their tops aligned, as wide as their shares of the width say.

    With `even` all of them are drawn as high as the highest; with `middle` lower ones stand in the middle.
    """

    whole = True

    def __init__(
        self,
        cells: Sequence[Box],
        weights: Sequence[float],
        gutter: float,
        gap: float = 0.0,
        even: bool = False,
        middle: bool = False,
    ) -> None:
        self.cells, self.weights, self.gutter, self.gap = list(cells), weights, gutter, gap
        self.even, self.middle = even, middle

    def spans(self, width: float) -> list[tuple[float, float]]:
        """The left edge and the width of each cell."""
        column = (width + self.gutter) / sum(self.weights)
        edges, start = [], 0.0
        for weight in self.weights:
            edges.append((start * column, weight * column - self.gutter))
            start += weight
        return edges[: len(self.cells)]

    def height(self, width: float) -> float:
        spans = self.spans(width)
        return max(cell.height(wide) for cell, (_, wide) in zip(self.cells, spans, strict=True))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = self.height(width)
        for cell, (left, wide) in zip(self.cells, self.spans(width), strict=True):
            down = (high - cell.height(wide)) / 2 if self.middle else 0.0
            if self.even and cell.fills:
                cell.least = high
            cell.draw(canvas, x + left, top - down, wide)

    def give(self, width: float) -> float:
        high = self.height(width)
        pairs = zip(self.cells, self.spans(width), strict=True)
        return max(cell.height(wide) + cell.give(wide) - high for cell, (_, wide) in pairs)

    def stretch(self, extra: float, width: float) -> None:
        high = self.height(width) + extra
        for cell, (_, wide) in zip(self.cells, self.spans(width), strict=True):
            cell.stretch(high - cell.height(wide), wide)

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

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        halves = self.body.split(width - self.indent, room, page) if room >= self.least else None
        if halves is None:
            return None
        return Item(halves[0], self.indent, self.marker, self.gap), Item(halves[1], self.indent, None)


@dataclass(frozen=True)
class Outline:
    """How a frame is drawn: colour tokens of its line and its inside, width of the line and the dashes in points."""

    stroke: str | None
    line: float
    fill: str | None = None
    dash: tuple[float, float] | None = None


class Frame(Box):
    """A box around a stack, with an optional solid bar above and below.

    Split between its children, each part has its own outline and both bars; the bars are spoken once.
    """

    whole = True
    fills = True

    def __init__(
        self,
        content: Stack,
        look: Look,
        outline: Outline,
        pad: float,
        gap: float = 0.0,
        bar: Box | None = None,
        foot: Box | None = None,
    ) -> None:
        self.content, self.look, self.outline, self.pad = content, look, outline, pad
        self.bar, self.foot, self.gap = bar, foot, gap
        self.least = 0.0

    def _bars(self, width: float) -> float:
        return sum(each.height(width) for each in (self.bar, self.foot) if each)

    def height(self, width: float) -> float:
        inside = self.content.height(width - 2 * self.pad) + 1.3 * self.pad
        return max(self._bars(width) + inside, self.least)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = self.height(width)
        radius = 4 * self.look.unit
        style = self.outline
        if style.fill:
            box(canvas, self.look, x, top - high, width, high, style.fill, None, 0, radius)
        solid = [(each, at) for each, at in ((self.bar, top), (self.foot, None)) if each]
        if solid and self.look.bare:
            self._edges(canvas, x, top, width, high)
        elif solid:
            canvas.saveState()
            shape = canvas.beginPath()
            shape.roundRect(x, top - high, width, high, radius)
            canvas.clipPath(shape, stroke=0, fill=0)
            for each, at in solid:
                if getattr(each, "clear", False):
                    continue
                tall = each.height(width)
                canvas.setFillColor(HexColor(self.look.page[style.stroke or "ink"]))
                canvas.rect(x, (at if at is not None else top - high + tall) - tall, width, tall, stroke=0, fill=1)
            canvas.restoreState()
        if style.stroke:
            box(canvas, self.look, x, top - high, width, high, None, style.stroke, style.line, radius, style.dash)
        if self.bar:
            self.bar.draw(canvas, x, top, width)
        inner = top - (self.bar.height(width) if self.bar else 0.0) - 0.6 * self.pad
        self.content.draw(canvas, x + self.pad, inner, width - 2 * self.pad)
        if self.foot:
            self.foot.draw(canvas, x, top - high + self.foot.height(width), width)

    def _edges(self, canvas: TaggedCanvas, x: float, top: float, width: float, high: float) -> None:
        """Lines where solid bars would end."""
        style = self.outline
        for each, y in (
            (self.bar, top - (self.bar.height(width) if self.bar else 0.0)),
            (self.foot, top - high + (self.foot.height(width) if self.foot else 0.0)),
        ):
            if each and not getattr(each, "clear", False):
                rule(canvas, self.look, x, y, x + width, y, style.line, style.stroke or "ink")

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        own = self._bars(width) + 1.3 * self.pad
        halves = self.content.split(width - 2 * self.pad, room - own, page - own)
        if halves is None:
            return None
        first, rest = halves
        assert isinstance(first, Stack)
        assert isinstance(rest, Stack)
        begun = self._part(first, self.gap)
        begun.place = self.place
        return begun, self._part(rest, 0.0)

    def _part(self, content: Stack, gap: float) -> Frame:
        return Frame(content, self.look, self.outline, self.pad, gap, self.bar, self.foot)

    def unfold(self) -> Box:
        content = self.content.unfold()
        assert isinstance(content, Stack)
        unfolded = self._part(content, self.gap)
        unfolded.place = self.place
        return unfolded


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

    def split(self, width: float, room: float, page: float = 0.0) -> tuple[Box, Box] | None:
        return self.inner.split(width, room, page)

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
    """A figure, composed once for each width, with its text alternative; in the middle of its width if `centred`."""

    whole = True

    def __init__(
        self,
        compose: Callable[[float], Figure],
        look: Look,
        element: Element | None,
        gap: float = 0.0,
        centred: bool = False,
    ) -> None:
        self.compose, self.look, self.element, self.gap, self.centred = compose, look, element, gap, centred
        self._figures: dict[float, Figure] = {}

    def figure(self, width: float) -> Figure:
        """The figure in this width."""
        if width not in self._figures:
            self._figures[width] = self.compose(width)
        return self._figures[width]

    def height(self, width: float) -> float:
        return self.figure(width).height

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        figure = self.figure(width)
        x += (width - figure.width) / 2 if self.centred else 0.0
        if self.element is None:
            with canvas.artifact("Layout"):
                paint_figure(canvas, figure, self.look.figure, x, top)
            return
        self.element.alt = figure.alt
        with canvas.tag(self.element, bbox=(x, top - figure.height, x + figure.width, top)):
            paint_figure(canvas, figure, self.look.figure, x, top)
