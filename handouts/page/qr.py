"""A QR code as one vector path, with its sentence and its address beside it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor

from handouts.handout.document import QrCode
from handouts.page.boxes import Box, Drawn, Para, Stack
from handouts.page.look import Look, wide
from handouts.tagged import Element, TaggedCanvas, TaggedParagraph

SIDE = 23 / 25.4 * 72
"""Points: 23 mm in every print size; a camera needs no large print."""
LEVEL = "m"


def modules(url: str) -> list[list[bool]]:
    """The rows of dark and light squares, without the quiet zone."""
    import segno

    code = segno.make_qr(url, error=LEVEL, boost_error=False)
    return [[bool(dark) for dark in row] for row in code.matrix]


def qr_code(block: QrCode, look: Look, parent: Element) -> list[Box]:
    """The code with what it is for beside it, and below them the address for somebody without a camera."""
    figure = parent.add("Figure", alt=block.alt)
    rows = modules(block.url)
    quiet = 4 * SIDE / len(rows)  # ISO/IEC 18004: four squares of white all around
    words = Para(block.text, look, parent.add("P"), "small")
    least = 60 * look.unit

    def beside(width: float) -> bool:
        return width - SIDE - quiet >= least

    def height(width: float) -> float:
        if beside(width):
            return max(SIDE + quiet, words.height(width - SIDE - quiet))
        return SIDE + quiet + words.height(width)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.tag(figure, bbox=(x, top - SIDE, x + SIDE, top)):
            _squares(canvas, rows, x, top)
        if beside(width):
            words.draw(canvas, x + SIDE + quiet, top, width - SIDE - quiet)
        else:
            words.draw(canvas, x, top - SIDE - quiet, width)

    code = Drawn(height, paint, 2 * look.unit + quiet / 2)
    return [Stack([code, _Address(block.url, look, parent.add("P"))], code.gap)]


class _Address(Box):
    """The address as a link; where it is too long for a line it breaks after a slash."""

    def __init__(self, url: str, look: Look, element: Element) -> None:
        self.url, self.look, self.element = url, look, element
        self._paragraph: TaggedParagraph | None = None  # made once: it adds its link to the element

    def height(self, width: float) -> float:
        return float(self._in(width).wrap(width, 1e6)[1])

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        paragraph = self._in(width)
        high = float(paragraph.wrapOn(canvas, width, 1e6)[1])
        paragraph.drawOn(canvas, x, top - high)

    def _in(self, width: float) -> TaggedParagraph:
        if self._paragraph is None:
            lines = [""]
            for piece in re.findall(r"[^/]*/|[^/]+", self.url.removeprefix("https://").rstrip("/")):
                if lines[-1] and wide(self.look, lines[-1] + piece, "small") > width:
                    lines.append("")
                lines[-1] += piece
            words = "<br/>".join(escape(line) for line in lines)
            style = self.look.paragraph("small", "ink2")
            self._paragraph = TaggedParagraph(f"<a href={quoteattr(self.url)}>{words}</a>", style, self.element)
        return self._paragraph


def _squares(canvas: TaggedCanvas, rows: list[list[bool]], x: float, top: float) -> None:
    """Neighbours in a row are one rectangle, so that no hairline of white runs between them."""
    size = SIDE / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start: int | None = None
        for column, dark in enumerate([*row, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * size, top - (number + 1) * size, (column - start) * size, size)
                start = None
    canvas.saveState()
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
