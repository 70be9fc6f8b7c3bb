"""The typeface, from its package: where its files are, and how wide text is in it.

Source Sans Pro (OFL) in three weights: R regular, S semibold, B bold. Static TrueType outlines, so it embeds. What
somebody writes in other letters, or with marks that it cannot place, is set by `handouts.shaping` in other fonts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.errors import HandoutsError
from handouts.style.theme import Weight

if TYPE_CHECKING:
    from handouts.shaping.shape import Unprintable

FACES: dict[Weight, str] = {"R": "Regular", "S": "Semibold", "B": "Bold"}


def font_name(weight: Weight) -> str:
    """The name a face is registered under with ReportLab."""
    return f"SourceSans-{FACES[weight]}"


def weight_of(name: str) -> Weight:
    """The weight of a face that is registered under `name`."""
    return next(weight for weight in FACES if font_name(weight) == name)


def font_path(weight: Weight) -> Path:
    """The TrueType file of a face. Raises HandoutsError when the font package is missing."""
    try:
        import font_source_sans_pro
    except ImportError as error:
        raise HandoutsError("the font is missing: pip install font-source-sans-pro") from error
    path = Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{FACES[weight]}.ttf"
    if not path.is_file():
        raise HandoutsError(f"the font file {path.name} is missing: reinstall font-source-sans-pro")
    return path


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the three faces known to ReportLab, once; bold of the regular and the semibold face is the bold face."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for weight in FACES:
        pdfmetrics.registerFont(TTFont(font_name(weight), str(font_path(weight))))
    for weight in FACES:
        for bold in (0, 1):
            face = font_name("B") if bold else font_name(weight)
            for italic in (0, 1):
                addMapping(font_name(weight), bold, italic, face)


def text_width(text: str, weight: Weight, size: float) -> float:
    """The width of one line of text, in points."""
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    if not simple(text) and unprintable(text) is None:
        from handouts.shaping.shape import width

        return width(text, weight) * size / 1000
    return float(pdfmetrics.stringWidth(text, font_name(weight), size))


def simple(text: str) -> bool:
    """Whether the typeface prints a text as it is: it has every character, and no mark stands by itself.

    Everything else takes `handouts.shaping`.
    """
    if text.isascii():
        return True
    return not missing_characters(text) and not any(unicodedata.category(char)[0] == "M" for char in text)


def unprintable(text: str) -> Unprintable | None:
    """What of a text no font here prints, or None."""
    if simple(text):
        return None
    from handouts.shaping.shape import unprintable as not_shaped

    return not_shaped(text)


def missing_characters(text: str) -> str:
    """The characters of `text` that the typeface has no glyph for, each once, in order."""
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    known = pdfmetrics.getFont(font_name("R")).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and c not in "\n\t"))
