"""Who gives the handout: logo, name and address to the left, contact to the right, a rule below."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reportlab.lib.utils import ImageReader

from handouts.handout.document import Letterhead, Run, telephone
from handouts.logo.read import Logo
from handouts.page.boxes import Box, Drawn, Item, Para, Row, Stack
from handouts.page.look import Look, rule, wide
from handouts.style.choices import Print
from handouts.style.fonts import simple
from handouts.tagged import Element, TaggedCanvas

LOGO_WIDTH, LOGO_HEIGHT, LOGO_GAP = 90.0, 30.0, 10.0
"""Points in normal print: the room for a logo, and what is between it and the name."""
LEAST_DPI, GOOD_DPI, PRINTED_DPI = 150, 300, 600
"""Dots an inch of a logo: fewer look coarse; so many look sharp; more cannot be seen and would only fill the file."""
TIMES: dict[Print, float] = {"normal": 1.0, "large": 1.44, "giant": 1.92}
"""How much larger than normal each print is."""
HALF = 240.0
"""Points: nearly the width of the contact beside the name."""
STYLES = (("label", "ink"), ("small", "ink2"))


def letterhead(block: Letterhead, look: Look, parent: Element, gutter: float) -> Box:
    """The letterhead; in large print the contact stands below the address. The words are the clinic's: no marks."""
    picture = _Picture(block.logo, look, parent.add("Figure", alt=block.alt)) if block.logo else None
    names: list[Box] = [_own(block.name, look, parent.add("P"), "h3")] if block.name else []
    names += [_own(line, look, parent.add("P"), "small", "ink2") for line in block.address]
    lines = _lines(block, look)
    contact = Stack([Para(_linked(line, block), look, parent.add("P"), *STYLES[bool(index)]) for index, line in lines])
    shift = picture.width + LOGO_GAP * look.unit if picture else 0.0
    left = Item(Stack(names), shift, picture.draw if picture else None, least=picture.height if picture else 0.0)
    beside = bool(contact.children) and not look.stacked
    words: Box = Row([left, contact], (3, 2.2), gutter) if beside else Stack([left, contact])
    below = 5 * look.unit

    def height(width: float) -> float:
        return words.height(width) + below

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        words.draw(canvas, x, top, width)
        y = top - height(width)
        rule(canvas, look, x, y, x + width, y, 0.75)

    return Drawn(height, paint)


def letterhead_corner(block: Letterhead, look: Look, parent: Element) -> tuple[Box, float]:
    """Name and first contact below each other, the logo before them, and how wide that is."""
    picture = _Picture(block.logo, look, parent.add("Figure", alt=block.alt), 0.85) if block.logo else None
    lines = ((block.name, "value", "ink"), *((line, "small", "ink2") for line in block.contact[:1]))
    paragraphs = [Para(_linked(line, block), look, parent.add("P"), style, colour) for line, style, colour in lines]
    paragraphs[0].own = not simple(block.name)
    words = Stack(paragraphs)
    shift = picture.width + 0.7 * LOGO_GAP * look.unit if picture else 0.0
    need = shift + max(wide(look, line, style) for line, style, _ in lines) + 2
    return Item(words, shift, picture.draw if picture else None, least=picture.height if picture else 0.0), need


def _own(text: str, look: Look, element: Element, style: str, colour: str = "ink") -> Para:
    """A paragraph of the clinic's words, in any letters."""
    paragraph = Para((Run(text),), look, element, style, colour)
    paragraph.own = not simple(text)
    return paragraph


def _linked(line: str, block: Letterhead) -> tuple[Run, ...]:
    """A line of the contact; its telephone number leads to the telephone on a screen."""
    before, number, after = line.partition(block.phone) if block.phone else (line, "", "")
    if not number:
        return (Run(line),)
    runs = (Run(before), Run(number, link=telephone(number)), Run(after))
    return tuple(run for run in runs if run.text)


def _lines(block: Letterhead, look: Look) -> Iterator[tuple[int, str]]:
    """The first contact, then the others on one line if they fit in half a page."""
    yield from enumerate(block.contact[:1])
    others = block.contact[1:]
    together = "  ·  ".join(others)
    if len(others) > 1 and wide(look, together, "small") <= HALF and not look.stacked:
        others = (together,)
    yield from enumerate(others, 1)


def printed_width(logo: Logo, room: float = 1.0) -> float:
    """How wide a logo is printed, in points, where its room is so many times that of normal print."""
    return room * min(LOGO_WIDTH, LOGO_HEIGHT * logo.width / logo.height)


def logo_notices(logo: Logo, print: Print = "normal") -> list[str]:
    """What a clinic should know of its logo as it is printed, one line each."""
    inches = printed_width(logo, TIMES[print]) / 72
    lines = list(logo.told)
    if logo.wide and logo.wide < LEAST_DPI * inches:
        need = math.ceil(GOOD_DPI * inches / 10) * 10
        lines.append(
            f"{logo.name}: has only {logo.wide} pixels across, which is coarse in print "
            f"({logo.wide / inches:.0f} dots an inch): {need} pixels or more look sharp, or SVG"
        )
    return lines


class _Picture:
    """The logo in its room, in greys when the page is."""

    def __init__(self, logo: Logo, look: Look, element: Element, share: float = 1.0) -> None:
        self.element = element
        self.logo = logo.grey() if _is_grey(look) else logo
        room = look.unit * share
        self.width = printed_width(logo, room)
        self.height = self.width * logo.height / logo.width

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.tag(self.element, bbox=(x, top - self.height, x + self.width, top)):
            logo = self.logo.shrunk(round(self.width / 72 * PRINTED_DPI))
            canvas.drawImage(ImageReader(logo.image()), x, top - self.height, self.width, self.height)


def _is_grey(look: Look) -> bool:
    alert = look.page["alert"].lstrip("#")  # the one colour no clinic changes
    return alert[0:2] == alert[2:4] == alert[4:6]
