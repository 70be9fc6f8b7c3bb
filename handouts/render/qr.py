"""A QR code as one vector path, with its sentence and its address beside it."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor

from handouts.document import QrCode
from handouts.render.boxes import Box, Drawn, Look, Para, Stack
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
    """The code with what it is for; text to its right where there is room for some words, else below."""
    figure = parent.add("Figure", alt=block.alt)
    rows = modules(block.url)
    quiet = 4 * SIDE / len(rows)  # ISO/IEC 18004: four squares of white all around
    words = Stack([Para(block.text, look, parent.add("P"), "small"), _address(block, look, parent)])
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

    return [Drawn(height, paint, 2 * look.unit + quiet / 2)]


def _address(block: QrCode, look: Look, parent: Element) -> Para:
    """The address as a link, for a reader on a screen and for somebody without a camera; it may break after a slash."""
    paragraph = parent.add("P")
    shown = block.url.removeprefix("https://").rstrip("/")
    link = f"<a href={quoteattr(block.url)}>{escape(shown)}</a>"
    return _Link(TaggedParagraph(link, look.paragraph("small", "ink2"), paragraph), 3 * look.unit)


class _Link(Para):
    def __init__(self, paragraph: TaggedParagraph, gap: float) -> None:
        self._set(paragraph, gap)


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
