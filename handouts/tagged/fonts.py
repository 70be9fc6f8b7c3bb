"""Fonts: what is embedded, and which characters a font can paint."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfmetrics

#: Characters without a shape of their own: they may be left out when the font has no glyph for them.
INVISIBLE = frozenset(
    [
        *(0xAD, 0x61C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0080),
        *range(0xE0100, 0xE01F0),
    ]
)
#: ReportLab paints a space for these
_SPACES = frozenset([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x2028, 0x2029])


def embedded(font: Any) -> bool:
    """Say whether the font program goes into the file (ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4)."""
    return bool(font._dynamicFont) or not getattr(getattr(font, "face", None), "builtIn", True)


def missing_glyphs(font_name: str, text: str) -> str:
    """Return the characters of `text` the registered font has no glyph for, each once, in order.

    Spaces, line ends, soft hyphens, direction marks and other invisible characters do not count. Text with
    a missing glyph cannot be painted on a tagged canvas: ISO 14289-1, 7.21.8 forbids the .notdef glyph.
    """
    font = pdfmetrics.getFont(font_name)
    known = getattr(getattr(font, "face", None), "charToGlyph", None)
    missing: dict[str, None] = {}
    for char in text:
        code = ord(char)
        if code in _SPACES or code in INVISIBLE:
            continue
        if known is None:
            try:
                char.encode("cp1252")
            except UnicodeEncodeError:
                missing[char] = None
        elif code not in known:
            missing[char] = None
    return "".join(missing)


def without_invisible(font_name: str, text: str) -> str:
    """Leave out the invisible characters the font has no glyph for, but soft hyphens: they divide words."""
    if text.isascii():
        return text
    known = getattr(getattr(pdfmetrics.getFont(font_name), "face", None), "charToGlyph", {})
    return "".join(c for c in text if c == "\xad" or ord(c) not in INVISIBLE or (ord(c) in known and c != "\ufeff"))
