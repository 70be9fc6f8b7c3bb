"""A paragraph broken into lines."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate, pairwise

from handouts.shaping.bidi import levels, paragraph_level
from handouts.shaping.faces import country_of, script_of
from handouts.shaping.shape import is_mark, shape
from handouts.tagged import GlyphRun

WORDS_TOGETHER = frozenset(["Thai", "Laoo", "Khmr", "Mymr"])
"""Scripts that put no space between words: where one ends only a dictionary knows."""
_ANYWHERE = frozenset(["Hani", "Hira", "Kana", "Bopo", "Yiii"])
"""Scripts that break between any two characters, but for the following ones."""
_NEVER_FIRST = frozenset(
    "、。，．！？：；）」』】〕〉》〗〙〟ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ・…‥”’)]}!?.,:;%"
)
_NEVER_LAST = frozenset("（「『【〔〈《〖〘〝“‘([{")
_BREAK_AFTER = frozenset(" \u200b\u1361\u0f0b\u2013\u2014\u2010")
_VIRAMA = 9
"""The combining class of signs that join a letter to the next one."""


@lru_cache(maxsize=64)
def set_lines(text: str, weight: str, room: float) -> tuple[tuple[str, tuple[GlyphRun, ...]], ...]:
    """The lines of a paragraph whose widest may be `room`, in thousandths of its size, with their glyphs.

    Together the lines are the text. A word that is wider than a line is broken between letters: nothing is lost and
    nothing sticks out.
    """
    paragraph = _Paragraph(text, weight)
    found, at = [], 0
    while at < len(text):
        end = paragraph.line_end(at, room)
        found.append((text[at:end], paragraph.shaped(at, end)))
        at = end
    return tuple(found)


class _Paragraph:
    """A paragraph as a whole: what its lines have from their surroundings."""

    def __init__(self, text: str, weight: str) -> None:
        self.text, self.weight = text, weight
        self.base = paragraph_level(text)
        self.levels = levels(text, self.base)
        self.country = country_of(text)
        self.breaks = breaks(text)
        glyphs = [glyph for run in shape(text, weight) for glyph in run.glyphs]
        self.advances = [0.0] * len(text)
        for glyph in glyphs:
            self.advances[glyph.cluster] += glyph.advance  # what several characters make counts at the first of them
        self.letters = [*sorted({glyph.cluster for glyph in glyphs} - {0}), len(text)]

    def line_end(self, start: int, room: float) -> int:
        """Where the line ends that begins at `start`; it has at least one letter with its marks."""
        used, most = 0.0, start
        while most < len(self.text):
            used += self.advances[most]
            if used > room and self.text[most] != " ":
                break
            most += 1
        ends: Sequence[int] = self.breaks[bisect_right(self.breaks, start) : bisect_right(self.breaks, most)]
        ends = ends or self._letter_ends(start, most)
        for end in reversed(ends):
            if self.width(start, end) <= room:  # by itself a line may be a little wider than as a part
                return end
        return (self._letter_ends(start, len(self.text)) or [len(self.text)])[0]

    def _letter_ends(self, start: int, most: int) -> list[int]:
        """Where letters end that are not joined to the next one: the last resort."""
        places = self.letters[bisect_right(self.letters, start) : bisect_right(self.letters, most)]
        return [at for at in places if unicodedata.combining(self.text[at - 1]) != _VIRAMA]

    def width(self, start: int, end: int) -> float:
        """How wide a line is without the spaces at its end."""
        return sum(run.width for run in self.shaped(start, start + len(self.text[start:end].rstrip())))

    def shaped(self, start: int, end: int) -> tuple[GlyphRun, ...]:
        """A line's glyphs; its last spaces stand at its end, whatever the direction before them (UAX #9, L1)."""
        line, level = self.text[start:end], self.levels[start:end]
        spaces = len(line) - len(line.rstrip())
        level[len(line) - spaces :] = [self.base] * spaces
        return shape(line, self.weight, level, self.country)


@lru_cache(maxsize=256)
def breaks(text: str) -> tuple[int, ...]:
    """The places where a line may end, the end of the text among them."""
    if any(script_of(char) in WORDS_TOGETHER for char in text) and find_spec("icu4py"):
        return _by_dictionary(text)
    found = [at + 1 for at, (char, after) in enumerate(pairwise(text)) if _may_break(char, after)]
    return (*found, len(text))


def _may_break(char: str, after: str) -> bool:
    if after == " ":
        return False
    if char in _BREAK_AFTER:
        return True
    if after in _NEVER_FIRST or char in _NEVER_LAST or is_mark(after):
        return False
    return _is_wide(char) or _is_wide(after)


def _is_wide(char: str) -> bool:
    return script_of(char) in _ANYWHERE or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff60"


def _by_dictionary(text: str) -> tuple[int, ...]:
    from icu4py.breakers import LineBreaker

    return tuple(accumulate(len(piece) for piece in LineBreaker(text, "en")))  # its own places count UTF-16
