"""Setting personal text: its lines, and the operators that paint them, as the renderer writes them.

Plain text is set here; anything else (letters beyond Western Europe's, words wider than the line, hard spaces) is set
by ReportLab itself on a canvas that never becomes a file. Either way the result is the renderer's, byte for byte.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, chain

from reportlab.lib.rl_accel import fp_str
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from handouts.page.personal import (
    USUAL,
    Fits,
    Height,
    Line,
    Lines,
    Note,
    Question,
    plain_paragraph,
    repaint,
    repaint_paragraph,
)
from handouts.page.shaped import ShapedParagraph
from handouts.style.fonts import register_fonts
from handouts.tagged import Element, canvas_maker

SetLines = list[tuple[float, list[str]]]
"""Lines as ReportLab breaks them: the width left over in points (less than nothing when squeezed), and the words."""
CACHED = 8192
"""Texts whose setting is kept, in this process alone; people are often told the same."""
SURROUNDINGS = 256
"""Surroundings of a piece that are kept, one for each combination of line counts."""


class CannotSetError(Exception):
    """The text cannot be set apart from its document."""


@dataclass(frozen=True)
class Piece:
    """A piece of variable data of a finished layout: where it stands, and what stands around its texts."""

    keys: tuple[str, ...]
    place: Line | Note
    mcid: int
    surroundings: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)
    """By the number of lines of each paragraph, since these move what follows."""


class Typesetter:
    """Sets text for documents in which the same characters are reserved: `reserve` has them by font."""

    def __init__(self, reserve: Mapping[str, str]) -> None:
        register_fonts()
        self._canvas = canvas_maker(Element("Document"), title="-", lang="en", reserve=reserve)(io.BytesIO())
        self._fonts: dict[tuple[str, float, float], tuple[str, dict[int, str]]] = {}
        self._lines = lru_cache(maxsize=CACHED)(self._new_lines)
        self._hard = lru_cache(maxsize=CACHED)(self._set_by_reportlab)
        self._units = lru_cache(maxsize=4 * CACHED)(self._new_units)

    def forget(self) -> None:
        """Forget the texts whose setting was kept."""
        for each in (self._lines, self._hard, self._units):
            each.cache_clear()

    def answer(self, question: Question, texts: Mapping[str, str]) -> int:
        """What the renderer finds when it asks this of the texts. Raises CannotSetError."""
        if isinstance(question, Fits):
            return int(0.001 * question.size * self._units(texts[question.key], question.font) <= question.room)
        if isinstance(question, Height):
            raise CannotSetError
        return sum([self._count(texts[key], question) for key in question.keys])

    def stream(self, piece: Piece, texts: Mapping[str, str]) -> str:
        """The content stream of a piece of variable data with these texts. Raises CannotSetError."""
        own = [texts[key] for key in piece.keys]
        if isinstance(piece.place, Line):
            counts: tuple[int, ...] = ()
            bodies = [self._line(own[0], piece.place)]
        else:
            counts = tuple([self._count(text, lines) for text, lines in zip(own, piece.place.lines, strict=True)])
            bodies = [self._body(text, lines) for text, lines in zip(own, piece.place.lines, strict=True)]
        around = piece.surroundings.get(counts)
        if around is None:
            painted = repaint(self._canvas, piece.place, piece.mcid, own)
            around, expected = cut(painted, piece.place)
            if bodies != expected:
                raise CannotSetError
            if len(piece.surroundings) < SURROUNDINGS:
                piece.surroundings[counts] = around
        if len(bodies) == 1:
            return f"{around[0]}{bodies[0]}{around[1]}"
        return "".join([*chain.from_iterable(zip(around, bodies, strict=False)), around[-1]])

    # --- lines ---

    def _count(self, text: str, place: Lines) -> int:
        """How many lines a text takes."""
        lines = self._lines(text, place.width, place.style)
        return len(lines) if lines is not None else self._hard(text, place.width, place.style)[0]

    def _new_lines(self, text: str, width: float, style: ParagraphStyle) -> SetLines | None:
        """Plain text broken into lines as ReportLab's Paragraph.breakLines does it; None when that does more."""
        if not _plain(text):
            return None
        font, size = style.fontName, style.fontSize
        scale, units = 0.001 * size, self._units
        words = text.split()
        own = [scale * units(word, font) for word in words]
        if own and max(own) > width:
            return None
        space = scale * units(" ", font)
        return [(extra, words[start:end]) for start, end, extra in broken(own, width, space, style.spaceShrinkage)]

    def _new_units(self, text: str, font: str) -> float:
        """The width of a text at a font size of 1,000, added up as ReportLab does it."""
        face = pdfmetrics.getFont(font).face
        known, default = face.charWidths.get, face.defaultWidth
        return float(sum([known(ord(char), default) for char in text]))

    # --- operators ---

    def _line(self, text: str, place: Line) -> str:
        """The operators of one line."""
        if not _plain(text):
            return cut(repaint(self._canvas, place, 0, [text]), place)[1][0]
        font, codes = self._coded(place.font, place.size, 1.2 * place.size)
        return f"{font}({text.translate(codes)} ) Tj T*"

    def _body(self, text: str, place: Lines) -> str:
        """The operators of a paragraph."""
        style = place.style
        lines = self._lines(text, place.width, style)
        if lines is None:
            return self._hard(text, place.width, style)[1]
        font, codes = self._coded(style.fontName, style.fontSize, style.leading)
        parts = []
        for extra, words in lines:
            operator = f"{font}({' '.join(words).translate(codes)} ) Tj T*\n"
            squeezed = extra <= -1e-8 and len(words) > 1
            parts.append(f"{fp_str(extra / float(len(words) - 1))} Tw\n{operator}0 Tw\n" if squeezed else operator)
            font = ""  # stays set
        return "".join(parts)

    def _set_by_reportlab(self, text: str, width: float, style: ParagraphStyle) -> tuple[int, str]:
        """How many lines, and the operators, by ReportLab on a canvas that never becomes a file."""
        paragraph = plain_paragraph(text, style, Element("P"))
        if isinstance(paragraph, ShapedParagraph):
            raise CannotSetError
        paragraph.wrap(width, 1e6)
        return len(paragraph.blPara.lines), _paragraph(repaint_paragraph(self._canvas, width, style, text))

    def _coded(self, name: str, size: float, leading: float) -> tuple[str, dict[int, str]]:
        """The operators that set a font, and the code of every plain character in it."""
        found = self._fonts.get((name, size, leading))
        if found is None:
            internal, codes = self._canvas.codes(name, USUAL)
            found = self._fonts[name, size, leading] = (f"{internal} {fp_str(size)} Tf {fp_str(leading)} TL ", codes)
        return found


Break = tuple[int, int, float]
"""The first word of a line, the first one of the next, and the width left over in points."""
CLOSE = 1e-6
"""Points within which sums are too close to tell apart, since they are not added up in ReportLab's order."""


def broken(own: Sequence[float], width: float, space: float, shrinkage: float) -> list[Break]:
    """Where words of these widths break into lines, whose spaces may give way by a share of `shrinkage`."""
    step = space - shrinkage * space
    ends = list(accumulate([word + step for word in own]))
    breaks: list[Break] = []
    start, before = 0, 0.0
    while start < len(own):
        limit = before + width + step
        end = bisect_right(ends, limit, start)
        if (end < len(own) and ends[end] - limit < CLOSE) or (end > start and limit - ends[end - 1] < CLOSE):
            return broken_one_by_one(own, width, space, shrinkage)
        end = max(end, start + 1)
        count = end - start
        extra = width - (ends[end - 1] - before - count * step + (count - 1) * space)
        if extra < CLOSE:
            extra = width - _natural(own[start:end], space)
        breaks.append((start, end, extra))
        start, before = end, ends[end - 1]
    return breaks


def broken_one_by_one(own: Sequence[float], width: float, space: float, shrinkage: float) -> list[Break]:
    """The same, slower, adding up in ReportLab's order."""
    breaks: list[Break] = []
    shrink = shrinkage * space
    start, used = 0, -space
    for index, word in enumerate(own):
        longer = used + space + word
        if longer <= width + shrink * (index - start) or index == start:
            used = longer
        else:
            breaks.append((start, index, width - used))
            start, used = index, word
    if own:
        breaks.append((start, len(own), width - used))
    return breaks


def _natural(own: Sequence[float], space: float) -> float:
    used = -space
    for word in own:
        used = used + space + word
    return used


_PLAIN = re.compile(f"[{re.escape(USUAL)}]*")


def _plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None


_PARAGRAPH = re.compile(r"/P <</MCID \d+>> BDC\n(.*?)(?=EMC\nET\n)", re.DOTALL)


def cut(stream: str, place: Line | Note) -> tuple[tuple[str, ...], list[str]]:
    """A place's stream as what stands around its texts, and the texts' operators. Raises CannotSetError if unclear."""
    if isinstance(place, Line):
        spans = [(stream.find(" Tm ") + 4, stream.rfind(" ET\n"))]
        clear = stream.count(" BDC") == 1 and 4 <= spans[0][0] <= spans[0][1]
    else:
        spans = [match.span(1) for match in _PARAGRAPH.finditer(stream)]
        clear = len(spans) == len(place.lines)
    if not clear:
        raise CannotSetError
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(stream)]
    around = tuple(stream[start:end] for start, end in zip(starts, ends, strict=True))
    return around, [stream[start:end] for start, end in spans]


def _paragraph(stream: str) -> str:
    """The operators of a paragraph's text in a stream of its own; words with soft hyphens have tags of their own."""
    match = _PARAGRAPH.search(stream)
    if match is None or stream.count(" BDC") != 1:
        raise CannotSetError
    return match[1]
