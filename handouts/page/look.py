"""How things look: type, colours and gaps, and the few strokes that boxes are drawn with.

All lengths are points, y up. Strokes are painted outside any tag and so become artifacts; who writes has opened one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from handouts.handout.document import Rich, page_of
from handouts.style.fonts import font_name, register_fonts, text_width
from handouts.style.theme import Palette, Style
from handouts.tagged import TaggedCanvas

Scales = tuple[tuple[float, float], ...]
"""Frame scale and gap scale, from the loosest to the tightest."""
BODY = 12.5
"""The body size that lengths in the layout belong to; they grow with the body."""


@dataclass(frozen=True)
class Look:
    """How things look: text styles, the page's colours and the figures', and what may give way to fit a page."""

    styles: Mapping[str, Style]
    page: Palette
    figure: Palette
    stacked: bool = False
    picture_scale: float = 1.0
    gap_scale: float = 1.0
    pages: tuple[tuple[str, int], ...] = ()
    """The page that each part begins on, for words that name it."""
    _tried: dict[Scales, list[Look]] = field(init=False, default_factory=dict, compare=False, repr=False)

    @property
    def unit(self) -> float:
        """How much larger than normal print everything is."""
        return self.styles["body"].size / BODY

    @property
    def bare(self) -> bool:
        """Whether ink is saved: then nothing is filled, and what would be solid has an outline."""
        return self.page["tint"] == self.page["paper"]

    def gap(self, value: float) -> float:
        """A gap of so many points at normal size, as it is in this look."""
        return value * self.unit * self.gap_scale

    def tried(self, scales: Scales) -> list[Look]:
        """The looks with these scales, to be tried in turn; the same objects each time."""
        if scales not in self._tried:
            self._tried[scales] = [replace(self, picture_scale=frames, gap_scale=gaps) for frames, gaps in scales]
        return self._tried[scales]

    def said(self, text: Rich) -> Rich:
        """Text with the numbers of pages in it."""
        if not any("{page:" in run.text for run in text):
            return text
        return tuple(replace(run, text=self.numbered(run.text)) for run in text)

    def numbered(self, text: str) -> str:
        """The same for words alone."""
        for part, number in self.pages:
            text = text.replace(page_of(part), str(number))
        return re.sub(r"\{page:[a-z-]*\}", "8", text)  # not known while the first guess at the pages is made

    def paragraph(self, style: str, colour: str) -> ParagraphStyle:
        """The ReportLab style of a text style in a colour token."""
        return _paragraph_style(self.styles[style], self.page[colour])


@lru_cache(maxsize=64)
def _paragraph_style(style: Style, colour: str) -> ParagraphStyle:
    register_fonts()
    return ParagraphStyle(
        f"{style.weight}{style.size}{colour}",
        fontName=font_name(style.weight),
        fontSize=style.size,
        leading=style.leading,
        textColor=HexColor(colour),
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


def put(
    canvas: TaggedCanvas,
    look: Look,
    x: float,
    y: float,
    text: str,
    style: str = "body",
    colour: str = "ink",
    align: str = "left",
    size: float | None = None,
) -> None:
    """One line of text with its baseline at y. The caller has opened a tag or an artifact."""
    face = look.styles[style]
    canvas.setFillColor(HexColor(look.page[colour]))
    canvas.setFont(font_name(face.weight), size or face.size)
    {"left": canvas.drawString, "right": canvas.drawRightString, "middle": canvas.drawCentredString}[align](x, y, text)


def wide(look: Look, text: str, style: str = "body", size: float | None = None) -> float:
    """How wide one line of text is in a style."""
    return text_width(text, look.styles[style].weight, size or look.styles[style].size)


def rule(
    canvas: TaggedCanvas, look: Look, x0: float, y0: float, x1: float, y1: float, line: float, colour: str = "rule"
) -> None:
    """A straight line."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(look.page[colour]))
    canvas.setLineWidth(line)
    canvas.line(x0, y0, x1, y1)
    canvas.restoreState()


def box(
    canvas: TaggedCanvas,
    look: Look,
    x: float,
    y: float,
    w: float,
    h: float,
    fill: str | None = None,
    stroke: str | None = None,
    line: float = 0.75,
    radius: float = 0.0,
    dash: tuple[float, float] | None = None,
) -> None:
    """A rectangle with its lower left corner at (x, y)."""
    canvas.saveState()
    if dash:
        canvas.setDash(*dash)
    if fill:
        canvas.setFillColor(HexColor(look.page[fill]))
    if stroke:
        canvas.setStrokeColor(HexColor(look.page[stroke]))
        canvas.setLineWidth(line)
    canvas.roundRect(x, y, w, h, radius, stroke=int(bool(stroke)), fill=int(bool(fill)))
    canvas.restoreState()


def disc(
    canvas: TaggedCanvas,
    look: Look,
    x: float,
    y: float,
    r: float,
    fill: str,
    stroke: str | None = None,
    line: float = 1.0,
) -> None:
    """A circle about (x, y)."""
    canvas.saveState()
    canvas.setFillColor(HexColor(look.page[fill]))
    if stroke:
        canvas.setStrokeColor(HexColor(look.page[stroke]))
        canvas.setLineWidth(line)
    canvas.circle(x, y, r, stroke=int(bool(stroke)), fill=1)
    canvas.restoreState()


def stop_sign(canvas: TaggedCanvas, look: Look, x: float, y: float, r: float, fill: str, mark: str) -> None:
    """An octagon with an exclamation mark, about (x, y): a warning without words or colour."""
    corners = [(x + r * cos(pi / 8 + k * pi / 4), y + r * sin(pi / 8 + k * pi / 4)) for k in range(8)]
    canvas.saveState()
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.setFillColor(HexColor(look.page[fill]))
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFillColor(HexColor(look.page[mark]))
    canvas.rect(x - 0.13 * r, y - 0.12 * r, 0.26 * r, 0.68 * r, stroke=0, fill=1)
    canvas.circle(x, y - 0.42 * r, 0.17 * r, stroke=0, fill=1)
    canvas.restoreState()


def keep_off_sign(canvas: TaggedCanvas, look: Look, x: float, y: float, r: float) -> None:
    """A crossed-out ring about (x, y): a place never to press, as it is marked in drawings."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(look.page["alert"]))
    canvas.setFillColor(HexColor(look.page["paper"]))
    canvas.setLineWidth(0.24 * r)
    canvas.circle(x, y, 0.88 * r, stroke=1, fill=1)
    canvas.line(x - 0.6 * r, y + 0.6 * r, x + 0.6 * r, y - 0.6 * r)
    canvas.restoreState()


def square(canvas: TaggedCanvas, look: Look, x: float, y: float, side: float) -> None:
    """An empty square to tick, its lower left corner at (x, y)."""
    box(canvas, look, x, y, side, side, "paper", "ink", 1.1 * look.unit)
