"""Text for one person only: where it stands, and how it is painted, again and again, with other words.

It is painted as variable data (see `handouts.tagged`), so that two people's handouts of the same layout are the same
bytes but for that text. Font codes are given out before anything is painted, by a rule that knows only which blocks
of Unicode the text has characters of; so they do not depend on its wording either.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import floor
from typing import Any, Generic, TypeVar

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from handouts.errors import HandoutsError
from handouts.page.shaped import ShapedParagraph, paint_text
from handouts.style.fonts import register_fonts, simple
from handouts.tagged import Element, TaggedCanvas, TaggedParagraph

Value = TypeVar("Value")

BLOCK = 7
"""Bits: characters are reserved in blocks of 128."""
USUAL = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)])) + "–—‘’‚“”„•…′″€"
"""What is always reserved: ASCII, Latin-1 and the punctuation that word processors make of ASCII. One font subset."""


_USUAL = frozenset(USUAL)


@dataclass(frozen=True)
class Line:
    """One line that begins at `x` on the baseline `base`, in points."""

    x: float
    base: float
    font: str
    size: float
    colour: str


@dataclass(frozen=True)
class Fits:
    """What a layout asks of a text: does it fit in one line's room? With none, the layout goes by the text's width."""

    key: str
    room: float
    font: str
    size: float


@dataclass(frozen=True)
class Lines:
    """What a layout asks of some texts: how many lines do they take in a width, all together?"""

    keys: tuple[str, ...]
    width: float
    font: str
    size: float
    style: ParagraphStyle = field(compare=False)


@dataclass(frozen=True)
class Height:
    """What a layout asks of a text whose lines are as high as its letters: how high is it in a width?

    In thousandths of a point. No two rows are the same to it, so their handouts are set one by one.
    """

    key: str
    width: float


@dataclass(frozen=True)
class Note:
    """Personal paragraphs in their frame, its upper left corner at (x, top), in points.

    `lines` has each paragraph's key, width and style; `paint` draws it with other texts.
    """

    lines: tuple[Lines, ...]
    x: float
    top: float
    width: float
    paint: Callable[[TaggedCanvas, Note, Sequence[str]], None] = field(compare=False)


Question = Fits | Lines | Height
Range = tuple[int, int]
Answers = dict[Question, Range]
"""From the least to the greatest answer with which everything is where it is."""
MANY = 1 << 30
_ANSWERS: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def questions() -> Iterator[Answers]:
    """Everything that is asked of personal text meanwhile. Answers in the same ranges make the same layout."""
    answers: Answers = {}
    token = _ANSWERS.set(answers)
    try:
        yield answers
    finally:
        _ANSWERS.reset(token)


def asked(question: Question, least: int, most: int) -> None:
    """Note a question whose answer a layout depends on, and the answers that make no difference."""
    answers = _ANSWERS.get()
    if answers is not None:
        before = answers.get(question, (least, most))
        answers[question] = max(before[0], least), min(before[1], most)


def has_room(answers: Answers, spare: float) -> bool:
    """Whether a box has room when `spare` points are left beside it; less than nothing when they are missing.

    `answers` are what its height depends on. A box with personal paragraphs asks here only whether these are short
    enough, so that many lengths make one layout.
    """
    lines = [question for question in answers if isinstance(question, Lines)]
    alike = len({(question.width, question.font, question.size) for question in lines}) == 1
    if not alike or any(isinstance(question, Height) for question in answers):
        _pass_on(answers)  # nothing personal, or several texts whose lines cannot be counted together
        return spare >= 0
    _pass_on({question: answers[question] for question in answers if question not in lines})
    style, width = lines[0].style, lines[0].width
    leading = float(style.leading)
    count = sum(answers[question][0] for question in lines)
    most = count + floor(spare / leading + 1e-6)
    keys = tuple(key for question in lines for key in question.keys)
    fits = count <= most
    asked(Lines(keys, width, style.fontName, style.fontSize, style), *((0, most) if fits else (most + 1, MANY)))
    return fits


def height_of(answers: Answers) -> float:
    """How high personal paragraphs are together, in points."""
    return sum(
        least * (0.001 if isinstance(question, Height) else question.style.leading)
        for question, (least, _) in answers.items()
        if isinstance(question, Height | Lines)
    )


class Memory(Generic[Value]):
    """At most `size` results, each of the very objects that it was made from; the oldest goes first.

    Nothing that depends on personal text is kept, nor what it was made from.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[Hashable, tuple[tuple[object, ...], Value]] = {}

    def recall(self, made_from: tuple[object, ...], key: Hashable, make: Callable[[], Value]) -> Value:
        """What `make` makes of these objects and this key; kept when it asks nothing of personal text."""
        name = (*map(id, made_from), key)
        if kept := self._kept.get(name):
            return kept[1]
        with questions() as answers:
            made = make()
        _pass_on(answers)
        if not answers:
            if len(self._kept) >= self._size:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = (made_from, made)  # with the objects, so that no other gets the `id` of one meanwhile
        return made


def _pass_on(answers: Answers) -> None:
    for question, (least, most) in answers.items():
        asked(question, least, most)


def blocks_of(text: str) -> frozenset[int]:
    """The blocks of Unicode that are reserved for a text, besides what is usual."""
    return frozenset() if text.isascii() else frozenset(ord(char) >> BLOCK for char in set(text) - _USUAL)


def reserved(blocks: frozenset[int], font: str) -> str:
    """The characters that a font gives codes to first: the usual ones, then all it has of some blocks, in order."""
    register_fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    codes = (code for block in sorted(blocks) for code in range(block << BLOCK, (block + 1) << BLOCK))
    return USUAL + "".join(chr(code) for code in codes if code in known and 160 != code >= 32)


def paint_line(canvas: TaggedCanvas, key: str, line: Line, text: str) -> None:
    """Paint a line of text, as variable data when it has a key. The caller has opened a tag."""
    with canvas.variable(key, line) if key else nullcontext():
        canvas.setFillColor(HexColor(line.colour))
        paint_text(canvas, line.x, line.base, text, line.font, line.size)


def paint_paragraph(canvas: TaggedCanvas, paragraph: Any, x: float, top: float, width: float) -> None:
    """Paint a paragraph, which has its own tag. Raises HandoutsError when there is no width for a word."""
    if width < 1:
        raise HandoutsError("theme.toml: its letters are too large for the page: make its text styles smaller")
    high = float(paragraph.wrapOn(canvas, width, 1e6)[1])
    paragraph.drawOn(canvas, x, top - high)


def plain_paragraph(
    text: str, style: ParagraphStyle, element: Element, left: bool = False
) -> TaggedParagraph | ShapedParagraph:
    """A paragraph in which nothing is a mark. ReportLab would take its markup apart at every escaped character.

    One that is read from right to left is flush right, unless everything around it is flush `left`.
    """
    if not simple(text):
        return ShapedParagraph(text, style, element, left)
    paragraph = TaggedParagraph("-", style, element)
    paragraph.frags[0].text = text
    paragraph._plain = text  # by which the ends of lines are told from divided words
    return paragraph


def repaint(canvas: TaggedCanvas, place: Line | Note, mcid: int, texts: Sequence[str]) -> str:
    """The content stream of a place with other texts in it; `canvas` has the same reserved characters."""

    def paint() -> None:
        if isinstance(place, Note):
            with canvas.variable("again"):
                place.paint(canvas, place, texts)
        else:
            with canvas.tag(Element("P")):
                paint_line(canvas, "again", place, texts[0])

    return canvas.variable_text(paint, mcid)


def repaint_paragraph(canvas: TaggedCanvas, width: float, style: ParagraphStyle, text: str) -> str:
    """The content stream of a paragraph of its own."""

    def paint() -> None:
        with canvas.variable("again"):
            paint_paragraph(canvas, plain_paragraph(text, style, Element("P")), 0, 0, width)

    return canvas.variable_text(paint, 0)
