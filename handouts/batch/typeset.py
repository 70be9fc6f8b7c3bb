"""Setting personal text: its lines, and the operators that paint them, as the renderer writes them.

Plain text is set here; anything else (letters beyond Western Europe's, words wider than the line, hard spaces) is set
by ReportLab itself on a canvas that never becomes a file. Either way the result is the renderer's, byte for byte.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import lru_cache

from reportlab.lib.rl_accel import fp_str
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from handouts.fonts import register_fonts
from handouts.render.personal import USUAL, Block, Fits, Line, Lines, Question, plain_paragraph, repaint
from handouts.tagged import Element, canvas_maker

Set = list[tuple[float, list[str]]]
"""Lines as ReportLab breaks them: the width left over in points (less than nothing when squeezed), and the words."""
CACHED = 8192
"""Texts whose setting is kept; people are often told the same."""


class Typesetter:
    """Sets text for documents in which the same characters are reserved: `reserve` has them by font."""

    def __init__(self, reserve: Mapping[str, str]) -> None:
        register_fonts()
        self._canvas = canvas_maker(Element("Document"), title="-", lang="en", reserve=reserve)(io.BytesIO())
        self._fonts: dict[tuple[str, float, float], tuple[str, dict[int, str]]] = {}
        self._line_count = lru_cache(maxsize=CACHED)(self._new_line_count)
        self._body = lru_cache(maxsize=CACHED)(self._new_body)
        self._width = lru_cache(maxsize=4 * CACHED)(pdfmetrics.stringWidth)

    # --- questions that a layout asks of a text ---

    def answer(self, question: Question, text: str) -> int:
        """What the renderer found when it asked this of the text."""
        match question:
            case Fits():
                return int(self._width(text, question.font, question.size) <= question.room)
            case Lines():
                return self._line_count(text, question.width, question.style)

    def _new_line_count(self, text: str, width: float, style: ParagraphStyle) -> int:
        lines = self._lines(text, width, style)
        if lines is not None:
            return len(lines)
        paragraph = plain_paragraph(text, style, Element("P"))
        paragraph.wrap(width, 1e6)
        return len(paragraph.blPara.lines)

    def _lines(self, text: str, width: float, style: ParagraphStyle) -> Set | None:
        """Plain text broken into lines as ReportLab's Paragraph.breakLines does it; None when that does more."""
        if not _plain(text):
            return None
        font, size, word_width = style.fontName, style.fontSize, self._width
        space = word_width(" ", font, size)
        shrink = style.spaceShrinkage * space
        lines: Set = []
        line: list[str] = []
        used = -space
        for word in text.split():
            own = word_width(word, font, size)
            if own > width:
                return None
            longer = used + space + own
            if longer <= width + shrink * len(line) or not line:
                line.append(word)
                used = longer
            else:
                lines.append((width - used, line))
                line, used = [word], own
        if line:
            lines.append((width - used, line))
        return lines

    # --- operators ---

    def operators(self, text: str, place: Line | Block) -> str:
        """What stands in the place's stream between its frame. Raises CannotSetError."""
        if isinstance(place, Block):
            return self._body(text, place.width, place.style)
        if not _plain(text):
            return self._painted(text, place)
        font, codes = self._coded(place.font, place.size, 1.2 * place.size)
        return f"{font}({text.translate(codes)} ) Tj T*"

    def _new_body(self, text: str, width: float, style: ParagraphStyle) -> str:
        lines = self._lines(text, width, style)
        if lines is None:
            return self._painted(text, Block(0, 0, width, style))
        font, codes = self._coded(style.fontName, style.fontSize, style.leading)
        parts = []
        for extra, words in lines:
            operator = f"{font}({' '.join(words).translate(codes)} ) Tj T*\n"
            squeezed = extra <= -1e-8 and len(words) > 1
            parts.append(f"{fp_str(extra / float(len(words) - 1))} Tw\n{operator}0 Tw\n" if squeezed else operator)
            font = ""  # stays set
        return "".join(parts)

    def _painted(self, text: str, place: Line | Block) -> str:
        """The same by ReportLab."""
        framed = cut(repaint(self._canvas, place, 0, text), place)
        if framed is None:
            raise CannotSetError  # such as words with soft hyphens, which have tags of their own
        return framed[1]

    def _coded(self, name: str, size: float, leading: float) -> tuple[str, dict[int, str]]:
        """The operators that set a font, and the code of every plain character in it."""
        found = self._fonts.get((name, size, leading))
        if found is None:
            font, codes = pdfmetrics.getFont(name), {}
            for char in USUAL:
                ((subset, code),) = font.splitString(char, self._canvas._doc)
                if subset:
                    raise ValueError(f"{char!r} is not in the first subset")
                codes[ord(char)] = self._canvas._escape(code)
            internal = font.getSubsetInternalName(0, self._canvas._doc)
            found = self._fonts[name, size, leading] = (f"{internal} {fp_str(size)} Tf {fp_str(leading)} TL ", codes)
        return found


_PLAIN = re.compile(f"[{re.escape(USUAL)}]*")


def _plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None


class CannotSetError(Exception):
    """The text cannot be set apart from its document."""


def cut(stream: str, place: Line | Block) -> tuple[str, str, str] | None:
    """A place's stream as what stands before the text, the text's operators, and what comes after; None if unclear."""
    if stream.count(" BDC") != 1:
        return None
    if isinstance(place, Line):
        start, end = stream.find(" Tm ") + 4, stream.rfind(" ET\n")
    else:
        start, end = stream.find(" BDC\n") + 5, stream.rfind("EMC\nET\n")
    return (stream[:start], stream[start:end], stream[end:]) if 5 <= start + 1 <= end + 1 else None
