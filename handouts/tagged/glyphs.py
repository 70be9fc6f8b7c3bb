"""Text as glyphs that somebody else has chosen and placed: letters that join, stack, or run from right to left.

A run of glyphs is painted with a font of its own (Type 0, Identity-H: the code is the glyph's number). What is copied
or searched comes from the ToUnicode map and, where glyphs and characters are not one to one, from an ActualText.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from reportlab.pdfbase import pdfdoc

from .canvas import TaggedCanvas
from .document import COMPRESS


class GlyphFont(Protocol):
    """A TrueType font whose glyphs are known by number; lengths are thousandths of its size."""

    name: str
    ascent: float
    descent: float
    box: tuple[float, ...]

    def glyph(self, char: str) -> int:
        """The number of a character's usual glyph; 0 when there is none."""

    def character(self, glyph: int) -> str:
        """The character whose usual glyph this is; empty when it is nobody's."""

    def advance(self, glyph: int) -> float:
        """The width of a glyph."""

    def subset(self, glyphs: Collection[int]) -> bytes:
        """A TrueType file with some glyphs, each with the number that it has in the whole font."""


class Glyph(NamedTuple):
    """A glyph: how far from the pen it stands and how far the pen moves on, in thousandths of the font's size.

    `cluster` is the place in the text of the characters that it stands for, alone or with others, and `text` is them.
    """

    number: int
    x: float
    y: float
    advance: float
    cluster: int
    text: str


@dataclass(frozen=True)
class GlyphRun:
    """Glyphs of one font in the order in which they stand, from left to right; `start` is the place of their text."""

    font: GlyphFont
    glyphs: tuple[Glyph, ...]
    text: str
    start: int = 0
    right_to_left: bool = False

    @property
    def width(self) -> float:
        """In thousandths of the font's size."""
        return sum(glyph.advance for glyph in self.glyphs)


def paint_glyphs(canvas: TaggedCanvas, x: float, y: float, size: float, runs: Sequence[GlyphRun]) -> None:
    """Paint one line of runs, given in the order in which they stand, from (x, y) on. The caller has opened a tag.

    Programs that read text out take right-to-left letters to be in the order in which they stand, also those of an
    ActualText, and turn them round. So these are told glyph by glyph, and only what is no single glyph has an
    ActualText; left-to-right words that are not one glyph a character have one as a whole. Runs and words are painted
    in the order in which they are read.
    """
    placed = []
    for run in runs:
        placed.append((run, x))
        x += run.width * size / 1000
    code = ["BT"]
    for run, left in sorted(placed, key=lambda each: each[0].start):
        font = _font_of(canvas, run)
        code.append(f"{font.internal} {_number(size)} Tf")
        pen = _Pen(code, y, size)
        for word in _words(run, left, size):
            (_paint_backward if run.right_to_left else _paint_forward)(pen, font, word)
    code.append("ET")
    canvas.write("\n".join(code))


Placed = tuple[Glyph, float]
"""A glyph, and where the pen is."""


class _Pen:
    """Writes the operators of glyphs at their places, those that follow each other on one height in one operator."""

    def __init__(self, code: list[str], y: float, size: float) -> None:
        self.code, self.y, self.size = code, y, size
        self._parts: list[str] = []
        self._start = self._at = self._rise = 0.0

    def show(self, glyph: Glyph, pen: float) -> None:
        """Paint a glyph."""
        here = pen + glyph.x * self.size / 1000
        if self._parts and abs(glyph.y - self._rise) > 0.01:
            self.flush()
        if not self._parts:
            self._start = self._at = here
            self._rise = glyph.y
        gap = (self._at - here) * 1000 / self.size
        if abs(gap) > 0.05:
            self._parts.append(_number(gap))
            self._at = here
        self._parts.append(f"<{glyph.number:04X}>")

    def moved(self, width: float) -> None:
        """Note the width of the glyph just painted, which moves the place of the next one."""
        self._at += width * self.size / 1000

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._parts:
            rise = self.y + self._rise * self.size / 1000
            self.code.append(f"1 0 0 1 {_number(self._start)} {_number(rise)} Tm [{''.join(self._parts)}] TJ")
            self._parts = []

    def begin(self, text: str) -> None:
        """Say what the glyphs to come stand for."""
        self.flush()
        self.code.append(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC")

    def end(self) -> None:
        """The end of what was begun."""
        self.flush()
        self.code.append("EMC")


def _words(run: GlyphRun, x: float, size: float) -> Iterator[list[Placed]]:
    """The words of a run in the order in which they are read, each with the space after it."""
    words: dict[int, list[Placed]] = {}
    for glyph in run.glyphs:
        words.setdefault(run.text.count(" ", 0, glyph.cluster - run.start), []).append((glyph, x))
        x += glyph.advance * size / 1000
    for number in sorted(words):
        yield words[number]


def _paint_forward(pen: _Pen, font: _FontOfFile, word: Sequence[Placed]) -> None:
    count = Counter(glyph.cluster for glyph, _ in word)
    plain = all(count[glyph.cluster] == 1 and font.says(glyph) for glyph, _ in word)
    if not plain:
        pen.begin("".join({glyph.cluster: glyph.text for glyph, _ in word}.values()))
    for glyph, x in word:
        pen.show(glyph, x)
        pen.moved(font.font.advance(glyph.number))
    if plain:
        pen.flush()
    else:
        pen.end()


def _paint_backward(pen: _Pen, font: _FontOfFile, word: Sequence[Placed]) -> None:
    count = Counter(glyph.cluster for glyph, _ in word)
    inside: int | None = None
    for glyph, x in word:
        if inside is not None and inside != glyph.cluster:
            pen.end()
            inside = None
        if inside is None and (count[glyph.cluster] > 1 or not font.says(glyph)):
            pen.begin(glyph.text)
            inside = glyph.cluster
            blank = font.blank if count[glyph.cluster] > 1 else 0
            if blank:  # Poppler takes the room from the first glyph to the last, and the first may stand farther on
                pen.show(Glyph(blank, 0, 0, 0, glyph.cluster, " "), x)
                pen.flush()
        pen.show(glyph, x)
        pen.moved(font.font.advance(glyph.number))
    if inside is not None:
        pen.end()
    pen.flush()


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# --- fonts ---------------------------------------------------------------------------------------------------


def _font_of(canvas: TaggedCanvas, run: GlyphRun) -> _FontOfFile:
    """The font of a run in the canvas's file, which now knows the run's glyphs."""
    fonts: list[Any] = canvas._doc.delayedFonts
    for font in fonts:
        if isinstance(font, _FontOfFile) and font.font is run.font:
            break
    else:
        font = _FontOfFile(canvas, run.font)
    font.learn(run)
    return font


class _FontOfFile:
    """A font in one file, with the glyphs that are used there."""

    def __init__(self, canvas: TaggedCanvas, font: GlyphFont) -> None:
        doc = canvas._doc
        self.font = font
        self.fontName = f"glyphs of {font.name}"
        self.said: dict[int, str] = {}
        name = f"G{sum(isinstance(each, _FontOfFile) for each in doc.delayedFonts) + 1}"
        self._internal, self.internal = name, f"/{name}"
        doc.fontMapping[self.fontName] = self.internal
        doc.delayedFonts.append(self)

    @property
    def blank(self) -> int:
        """The number of the space; 0 when there is none."""
        number = self.font.glyph(" ")
        if number:
            self.said.setdefault(number, " ")
        return number

    def learn(self, run: GlyphRun) -> None:
        """Remember the glyphs of a run, each with the text that it stands for when it stands alone."""
        count = Counter(glyph.cluster for glyph in run.glyphs)
        for glyph in run.glyphs:
            if glyph.number not in self.said:
                alone = count[glyph.cluster] == 1
                self.said[glyph.number] = glyph.text if alone else self.font.character(glyph.number) or glyph.text[0]

    def says(self, glyph: Glyph) -> bool:
        """Whether the font's map says of a glyph what it stands for here."""
        return self.said[glyph.number] == glyph.text

    def addObjects(self, doc: Any) -> None:
        """Write the font (ISO 32000-1, 9.7); ReportLab calls this when the file is saved."""
        glyphs = sorted({0, *self.said})
        data = self.font.subset(glyphs)
        digest = hashlib.md5(data, usedforsecurity=False).digest()
        name = "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + self.font.name
        program = pdfdoc.PDFStream(content=data, filters=[COMPRESS])
        program.dictionary["Length1"] = len(data)
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": "/" + name,
            "Flags": 4,
            "ItalicAngle": 0,
            "StemV": 80,
            "Ascent": round(self.font.ascent),
            "Descent": round(self.font.descent),
            "CapHeight": round(self.font.ascent),
            "FontBBox": pdfdoc.PDFArray([round(each) for each in self.font.box]),
            "FontFile2": doc.Reference(program, f"{name} program"),
        }
        widths: list[Any] = []
        for glyph in glyphs:
            widths += [glyph, pdfdoc.PDFArray([round(self.font.advance(glyph), 3)])]
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": "/" + name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(system),
            "CIDToGIDMap": "/Identity",
            "W": pdfdoc.PDFArray(widths),
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"{name} descriptor"),
        }
        to_unicode = pdfdoc.PDFStream(content=_to_unicode(self.said), filters=[COMPRESS])
        whole = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": "/" + name,
            "Encoding": "/Identity-H",
            "ToUnicode": doc.Reference(to_unicode, f"{name} map"),
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(pdfdoc.PDFDictionary(descendant), f"{name} glyphs")]),
        }
        # Poppler finds no ToUnicode in a font that stands in the resources itself: they have a reference
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[self._internal] = doc.Reference(pdfdoc.PDFDictionary(whole), f"{name} font")


def _to_unicode(said: dict[int, str]) -> str:
    """A ToUnicode map (ISO 32000-1, 9.10.3)."""
    rows = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in sorted(said.items())]
    blocks: list[str] = []
    for start in range(0, len(rows), 100):
        block = rows[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end\n",
        ]
    )
