"""Who gives the handout: logo, name and address to the left, contact to the right, a rule below."""

from __future__ import annotations

from handouts.document import Letterhead, Run
from handouts.figure import Figure, Group
from handouts.logo import Logo
from handouts.render.boxes import Box, Drawn, Look, Para, Row, Stack, rule
from handouts.render.pdf_figure import paint_figure
from handouts.tagged import Element, TaggedCanvas

LOGO_WIDTH, LOGO_HEIGHT, LOGO_GAP = 90.0, 30.0, 10.0
"""Points in normal print: the room for a logo, and what is between it and the name."""


def letterhead(block: Letterhead, look: Look, parent: Element, gutter: float) -> Box:
    """The letterhead; in large print the contact stands below the address. The words are the clinic's: no marks."""
    picture = _Picture(block.logo, look, parent.add("Figure", alt=block.alt)) if block.logo else None
    names: list[Box] = []
    if block.name:
        names.append(Para((Run(block.name),), look, parent.add("P"), "h3"))
    names += [Para((Run(line),), look, parent.add("P"), "small", "ink2") for line in block.address]
    contact = Stack([Para((Run(line),), look, parent.add("P"), "label", "ink") for line in block.contact])
    left = Stack(names)
    beside = bool(block.contact) and not look.stacked
    words: Box = Row([left, contact], (4, 2), gutter) if beside else Stack([left, contact])
    shift = picture.width + LOGO_GAP * look.unit if picture else 0.0

    def inner(width: float) -> float:
        return max(words.height(width - shift), picture.height if picture else 0.0)

    def height(width: float) -> float:
        return inner(width) + 7 * look.unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if picture:
            picture.draw(canvas, x, top)
        words.draw(canvas, x + shift, top, width - shift)
        y = top - height(width)
        rule(canvas, look, x, y, x + width, y, 0.75)

    return Drawn(height, paint)


class _Picture:
    """The logo in its room, in greys when the page is."""

    def __init__(self, logo: Logo, look: Look, element: Element) -> None:
        self.element = element
        self.logo = logo.grey() if _is_grey(look) else logo
        self.scale = min(LOGO_WIDTH * look.unit / logo.width, LOGO_HEIGHT * look.unit / logo.height)
        self.width, self.height = logo.width * self.scale, logo.height * self.scale

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.tag(self.element, bbox=(x, top - self.height, x + self.width, top)):
            if self.logo.outlines:
                self._outlines(canvas, x, top)
            else:
                self._pixels(canvas, x, top)

    def _outlines(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        logo = self.logo
        group = Group(logo.outlines, self.scale, clip=(0.0, 0.0, self.width, self.height))
        used = {colour for outline in logo.outlines for colour in (outline.fill, outline.stroke) if colour}
        figure = Figure("logo", self.width, self.height, (group,), "", "", {})
        paint_figure(canvas, figure, {colour: colour for colour in used}, x, top)

    def _pixels(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        size = (int(self.logo.width), int(self.logo.height))
        reader = ImageReader(Image.frombytes("RGB", size, self.logo.pixels))
        canvas.drawImage(reader, x, top - self.height, self.width, self.height)


def _is_grey(look: Look) -> bool:
    alert = look.page["alert"].lstrip("#")  # the one colour no clinic changes
    return alert[0:2] == alert[2:4] == alert[4:6]
