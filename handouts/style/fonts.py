"""The typeface, from its package: where its files are, and how wide text is in it.

Source Sans Pro (OFL) in three weights: R regular, S semibold, B bold. Static TrueType outlines, so it embeds.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handouts.errors import HandoutsError
from handouts.style.theme import Weight

FACES: dict[Weight, str] = {"R": "Regular", "S": "Semibold", "B": "Bold"}


def font_name(weight: Weight) -> str:
    """The name a face is registered under with ReportLab."""
    return f"SourceSans-{FACES[weight]}"


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
    return float(pdfmetrics.stringWidth(text, font_name(weight), size))


def missing_characters(text: str) -> str:
    """The characters of `text` that the font has no glyph for, each once, in order."""
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    known = pdfmetrics.getFont(font_name("R")).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and c not in "\n\t"))
