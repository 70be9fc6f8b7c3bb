"""Somebody's words in letters that ReportLab cannot set: one line, or a paragraph."""

from __future__ import annotations

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from handouts.style.fonts import simple, weight_of
from handouts.tagged import Element, GlyphRun, TaggedCanvas, paint_glyphs

CLEAR = 0.12
"""What is at least between the letters of two lines, as a share of the type size."""
SetLine = tuple[str, tuple[GlyphRun, ...]]


def paint_text(canvas: TaggedCanvas, x: float, base: float, text: str, font: str, size: float) -> None:
    """One line in one of the typeface's fonts, or in others where that has not its letters."""
    if simple(text):
        canvas.setFont(font, size)
        canvas.drawString(x, base, text)
        return
    from handouts.shaping.bidi import any_right_to_left
    from handouts.shaping.shape import shape

    runs = shape(text, weight_of(font))
    own = canvas.current_element()
    if own is None or not any_right_to_left(text):
        paint_glyphs(canvas, x, base, size, runs)
        return
    with canvas.tag(own.add("Span", actual_text=text)):  # who reads aloud takes it from here, in the order of reading
        paint_glyphs(canvas, x, base, size, runs)


def depth(text: str, font: str, size: float) -> float:
    """How far letters other than the typeface's reach below the baseline, in points; 0 for the typeface's."""
    if simple(text):
        return 0.0
    from handouts.shaping.shape import ink, shape

    return -ink(shape(text, weight_of(font)))[0] * size / 1000


class ShapedParagraph(Flowable):  # type: ignore[misc]
    """A paragraph of plain text, flush left or, when it is read from right to left and not to be `left`, flush right.

    Its lines are as far apart as its letters need, but never closer than the style says. A part of a paragraph, over
    two pages, has its `lines`.
    """

    def __init__(
        self,
        text: str,
        style: ParagraphStyle,
        element: Element,
        left: bool = False,
        lines: tuple[tuple[SetLine, ...], float] | None = None,
    ) -> None:
        super().__init__()
        from handouts.shaping.bidi import any_right_to_left

        self.text, self.style, self.element, self.left = text, style, element, left
        self._lines, self._room = lines or ((), -1.0)
        if any_right_to_left(text):
            element.actual_text = text

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the text into lines."""
        from handouts.shaping.lines import set_lines
        from handouts.shaping.shape import ink

        size = self.style.fontSize
        if self._room != availWidth:
            self._lines = set_lines(self.text, weight_of(self.style.fontName), 1000 * availWidth / size)
            self._room = availWidth
        bounds = [ink(runs) for _, runs in self._lines]
        low = min(below for below, _ in bounds) * size / 1000
        self._rise = max(size, max(above for _, above in bounds) * size / 1000)
        self.leading = max(float(self.style.leading), self._rise - low + CLEAR * size)
        self.width, self.height = availWidth, self.leading * len(self._lines)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """The lines that fit, and the rest; no line stands alone on either side."""
        self.wrap(availWidth, availHeight)
        fit = int(availHeight / self.leading + 1e-6)
        if fit >= len(self._lines):
            return [self]
        fit = min(fit, len(self._lines) - 2)
        if fit < 2:
            return []
        parts = self._lines[:fit], self._lines[fit:]
        return [ShapedParagraph(self.text, self.style, self.element, self.left, (part, availWidth)) for part in parts]

    def draw(self) -> None:
        """Paint the lines, tagged."""
        from handouts.shaping.bidi import paragraph_level

        canvas, size = self.canv, self.style.fontSize
        backward = paragraph_level(self.text) and not self.left
        base = self.height - self._rise
        with canvas.tag(self.element):
            canvas.setFillColor(self.style.textColor)
            for _, runs in self._lines:
                wide = sum(run.width for run in runs) * size / 1000
                paint_glyphs(canvas, self.width - wide if backward else 0.0, base, size, runs)
                base -= self.leading
