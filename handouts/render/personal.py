"""Text for one person only: where it stands, and how it is painted, again and again, with other words.

It is painted as variable data (see `handouts.tagged`), so that two people's handouts of the same layout are the same
bytes but for that text. Font codes are given out before anything is painted, by a rule that knows only which blocks
of Unicode the text has characters of; so they do not depend on its wording either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from handouts.fonts import register_fonts
from handouts.tagged import Element, TaggedCanvas, TaggedParagraph

BLOCK = 7
"""Bits: characters are reserved in blocks of 128."""
USUAL = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)])) + "–—‘’‚“”„•…′″€"
"""What is always reserved: ASCII, Latin-1 and the punctuation that word processors make of ASCII. One font subset."""


_USUAL = frozenset(USUAL)


@dataclass(frozen=True)
class Line:
    """One line that begins at `x` on the baseline `base`, in points.

    `room` is what is free for it; `usual` says whether its neighbours stand where they do without any text.
    """

    x: float
    base: float
    font: str
    size: float
    colour: str
    room: float
    usual: bool


@dataclass(frozen=True)
class Block:
    """A paragraph with its upper left corner at (x, top), in points."""

    x: float
    top: float
    width: float
    style: ParagraphStyle


@dataclass(frozen=True)
class Fits:
    """What a layout asks of a text: does it fit in one line's room?"""

    key: str
    room: float
    font: str
    size: float


@dataclass(frozen=True)
class Lines:
    """What a layout asks of a text: how many lines does it take in a width?"""

    key: str
    width: float
    font: str
    size: float
    style: ParagraphStyle = field(compare=False)


Question = Fits | Lines
Answers = dict[Question, int]
_ANSWERS: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def questions() -> Iterator[Answers]:
    """Everything that is asked of personal text meanwhile. The same answers make the same layout."""
    answers: Answers = {}
    token = _ANSWERS.set(answers)
    try:
        yield answers
    finally:
        _ANSWERS.reset(token)


def asked(question: Question, answer: int) -> None:
    """Note a question whose answer a layout depends on."""
    answers = _ANSWERS.get()
    if answers is not None:
        answers[question] = answer


def blocks_of(text: str) -> frozenset[int]:
    """The blocks of Unicode that are reserved for a text, besides what is usual."""
    return frozenset() if text.isascii() else frozenset(ord(char) >> BLOCK for char in set(text) - _USUAL)


def reserved(blocks: frozenset[int], font: str) -> str:
    """The characters that a font gives codes to first: the usual ones, then all it has of some blocks, in order."""
    register_fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    codes = (code for block in sorted(blocks) for code in range(block << BLOCK, (block + 1) << BLOCK))
    return USUAL + "".join(chr(code) for code in codes if code in known and 160 != code >= 32)


def stream(canvas: TaggedCanvas, key: str, about: object) -> AbstractContextManager[None]:
    """What to paint text in: a stream of its own when it is for one person, the page's when it has no key."""
    return canvas.variable(key, about) if key else nullcontext()


def paint_line(canvas: TaggedCanvas, key: str, line: Line, text: str) -> None:
    """Paint a line of text. The caller has opened a tag."""
    with stream(canvas, key, line):
        canvas.setFillColor(HexColor(line.colour))
        canvas.setFont(line.font, line.size)
        canvas.drawString(line.x, line.base, text)


def paint_block(canvas: TaggedCanvas, key: str, block: Block, paragraph: Any) -> None:
    """Paint a paragraph, which has its own tag."""
    high = float(paragraph.wrapOn(canvas, block.width, 1e6)[1])
    with stream(canvas, key, block):
        paragraph.drawOn(canvas, block.x, block.top - high)


def plain_paragraph(text: str, style: ParagraphStyle, element: Element) -> TaggedParagraph:
    """A paragraph in which nothing is a mark. ReportLab would take its markup apart at every escaped character."""
    paragraph = TaggedParagraph("-", style, element)
    paragraph.frags[0].text = text
    return paragraph


def repaint(canvas: TaggedCanvas, about: Line | Block, mcid: int, text: str) -> str:
    """The content stream of a place with other text in it; `canvas` has the same reserved characters."""
    element = Element("P")

    def paint() -> None:
        if isinstance(about, Line):
            with canvas.tag(element):
                paint_line(canvas, "again", about, text)
        else:
            paint_block(canvas, "again", about, plain_paragraph(text, about.style, element))

    return canvas.variable_text(paint, mcid)
