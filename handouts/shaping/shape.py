"""Text -> glyphs in the order in which they are painted, from left to right. HarfBuzz chooses and places them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from handouts.shaping.bidi import levels, visual_order
from handouts.shaping.faces import (
    EAST_ASIAN,
    EMOJI,
    LANGUAGES,
    LATIN,
    NEED_EXTRA,
    Face,
    choose,
    country_of,
    face,
    installed,
    script_name,
    script_of,
)
from handouts.tagged import Glyph, GlyphRun

SPACES = frozenset("\n\t ")
MOST_MARKS = 6
"""On one letter: more stand on the lines around it."""
MARKS_OF_DIRECTION = frozenset("\u200e\u200f\u061c")
JOINERS = frozenset("\u200c\u200d")
DOTTED_CIRCLE = "\u25cc"
"""What HarfBuzz puts under a mark that has no letter."""
CONTEXT = 8
"""Characters on either side that a run's letters may join."""
KEPT = 512
"""Lines whose glyphs are kept, in this process alone: a name is measured more than once, then painted."""


def is_mark(char: str) -> bool:
    """Whether a character stands on, under or around the one before it."""
    return unicodedata.category(char)[0] == "M"


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end that must be in one font: a character, its marks, and what is joined to it."""
    starts, before, half_a_flag = [], "", False
    for index, char in enumerate(text):
        flag_letter = "\U0001f1e6" <= char <= "\U0001f1ff"
        joined = is_mark(char) or char in JOINERS or "\U0001f3fb" <= char <= "\U0001f3ff"
        joined |= before == "\u200d" and char >= "\u2190"  # emoji; letters have a joiner behind them as well
        if index == 0 or not (joined or (half_a_flag and flag_letter)):
            starts.append(index)
        half_a_flag = flag_letter and not half_a_flag
        before = char
    return pairwise([*starts, len(text)])


def _scripts(text: str) -> list[str | None]:
    """The script of each character; those that many scripts use take the one before, at the start the one after."""
    own = [script_of(char) for char in text]
    last = next((script for script in own if script), None)
    for index, script in enumerate(own):
        last = own[index] = script or last
    return own


@dataclass(frozen=True)
class Unprintable:
    """Characters that no font prints, each once, and what to say of them without spelling them."""

    characters: str
    scripts: tuple[str, ...]
    """The names of their scripts, such as "Arabic"."""
    extras: tuple[str, ...]
    """What to install for them: "scripts", "cjk"."""


def unprintable(text: str) -> Unprintable | None:
    """What of a text no installed font prints, or None."""
    country, scripts = country_of(text), _scripts(text)
    lost: dict[str, None] = {}
    names: dict[str, None] = {}
    extras: dict[str, None] = {}
    for start, end in clusters(text):
        cluster = text[start:end]
        if cluster[0] in SPACES | MARKS_OF_DIRECTION or choose(cluster, scripts[start], country):
            continue
        lost.update(dict.fromkeys(cluster))
        script = script_of(cluster[0]) or (EMOJI if cluster >= "\U0001f000" else None)
        if name := script_name(cluster[0]):
            names[name] = None
        extra = NEED_EXTRA.get(script or "")
        if extra and not installed(country if script in EAST_ASIAN else script or ""):
            extras[extra] = None
    return Unprintable("".join(lost), tuple(names), tuple(extras)) if lost else None


def has_loose_marks(text: str) -> bool:
    """Whether a mark of a line has no letter to stand on, or one that it cannot join. All must be printable."""
    before, marks = " ", 0
    for char in text:
        marks = marks + 1 if is_mark(char) else 0
        if marks and (before == " " or marks > MOST_MARKS):
            return True
        if not marks and char not in JOINERS:
            before = char
    for run in shape(text, "R"):
        circle = run.font.glyph(DOTTED_CIRCLE)
        if circle and any(glyph.number == circle and DOTTED_CIRCLE not in glyph.text for glyph in run.glyphs):
            return True
    return False


def width(text: str, weight: str) -> float:
    """How wide a line is, in thousandths of its size."""
    return sum(run.width for run in shape(text, weight))


def ink(runs: Sequence[GlyphRun]) -> tuple[float, float]:
    """How far a line reaches below its baseline and above it, in thousandths of its size."""
    low = high = 0.0
    for run in runs:
        assert isinstance(run.font, Face)
        for glyph in run.glyphs:
            below, above = run.font.ink(glyph.number)
            low, high = min(low, below + glyph.y), max(high, above + glyph.y)
    return low, high


def shape(
    text: str, weight: str, level: Sequence[int] | None = None, country: str | None = None
) -> tuple[GlyphRun, ...]:
    """The glyphs of one line in a weight ("R", "S", "B").

    A part of a paragraph has its levels and its country's Chinese characters from the whole, others from itself.
    Every character must be printable: see `unprintable`.
    """
    return _shape(text, weight, tuple(levels(text) if level is None else level), country or country_of(text))


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    key: str
    script: str | None
    level: int


@lru_cache(maxsize=KEPT)
def _shape(text: str, weight: str, level: tuple[int, ...], country: str) -> tuple[GlyphRun, ...]:
    pieces = list(_pieces(text, country, level))
    if not pieces:
        return ()
    order = visual_order([piece.level for piece in pieces])
    return tuple(_run(text, pieces[index], weight, country) for index in order)


def _pieces(text: str, country: str, level: Sequence[int]) -> Iterator[_Piece]:
    """Stretches of one font, script and level, in the order in which they are read."""
    scripts = _scripts(text)
    last: _Piece | None = None
    for start, end in clusters(text):
        if text[start] in SPACES | MARKS_OF_DIRECTION:  # those of an emoji font are as wide as an emoji
            key: str | None = last.key if last and last.key != EMOJI else LATIN
        else:
            key = choose(text[start:end], scripts[start], country)
        if key is None:
            raise ValueError("a character that no font has")
        if last and (last.key, last.script, last.level) == (key, scripts[start], level[start]):
            last = _Piece(last.start, end, key, last.script, last.level)
            continue
        if last:
            yield last
        last = _Piece(start, end, key, scripts[start], level[start])
    if last:
        yield last


def _run(text: str, piece: _Piece, weight: str, country: str) -> GlyphRun:
    import uharfbuzz as hb

    font, backward = face(piece.key, weight), bool(piece.level % 2)
    buffer = hb.Buffer()
    first = max(piece.start - CONTEXT, 0)
    around = [ord(char) for char in text[first : piece.end + CONTEXT]]
    buffer.add_codepoints(around, piece.start - first, piece.end - piece.start)
    buffer.direction = "rtl" if backward else "ltr"
    if piece.script:
        buffer.script = piece.script
    buffer.language = LANGUAGES[country] if piece.script in EAST_ASIAN else "und"
    # what is copied from right-to-left text is told glyph by glyph, so letters stay apart where they may
    hb.shape(font.font, buffer, {"liga": False, "dlig": False} if backward else {})
    glyphs = tuple(_glyphs(buffer, font, text[first : piece.end], first))
    return GlyphRun(font, glyphs, text[piece.start : piece.end], piece.start, backward)


def _glyphs(buffer: Any, font: Face, text: str, first: int) -> Iterator[Glyph]:
    """The glyphs of a buffer whose text is the last part of `text`, which begins at `first` in the line."""
    infos = buffer.glyph_infos
    starts = sorted({info.cluster for info in infos})
    texts = {start: text[start:stop] for start, stop in pairwise([*starts, len(text)])}
    for info, place in zip(infos, buffer.glyph_positions, strict=True):
        if not info.codepoint:
            raise ValueError(f"{font.name} has no glyph for a character it is said to have")
        yield Glyph(
            info.codepoint,
            place.x_offset * font.scale,
            place.y_offset * font.scale,
            place.x_advance * font.scale,
            first + info.cluster,
            texts[info.cluster],
        )
