"""Text objects that refuse what an archival file must not hold, and remember whose text they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.textobject import PDFTextObject

from .element import Element
from .errors import TaggedError
from .fonts import embedded, missing_glyphs, without_invisible
from .marks import Begin, End, TaggedText

if TYPE_CHECKING:
    from .canvas import TaggedCanvas


def _shaped(text: Any) -> bool:
    """Say whether this is text in the order of its glyphs, which must be left as it is."""
    return hasattr(text, "__shapeData__") or isinstance(text, bytes)


def separated(line: str) -> str:
    """Return the line with a space at its end."""
    return f"{line} " if line and line[-1] != " " else line


def line_end(line: str, words: Collection[str] | None) -> str:
    """Return what a line that layout broke here needs to read back: a space, nothing, or a soft hyphen.

    `words` are the words of the paragraph if any was divided, else None: all lines were broken at spaces.
    """
    pieces = line.split()
    if words is None or not pieces or line[-1] == " " or any(word.endswith(pieces[-1]) for word in words):
        return " "
    if pieces[-1][-1] == "-" and not any(pieces[-1] in word for word in words):
        return "\xad"  # this hyphen is none of the text's
    return ""


class TaggedTextObject(PDFTextObject):  # type: ignore[misc]
    """A text object of a `TaggedCanvas`."""

    _canvas: TaggedCanvas

    def __init__(self, canvas: TaggedCanvas, x: float = 0, y: float = 0, direction: str | None = None) -> None:
        super().__init__(canvas, x, y, direction)
        self.loose: list[str] = []  # text painted by other means than a TaggedParagraph
        self.element: Element | None = None
        self._last_text = 0

    # ---- fonts -------------------------------------------------------------------------------------------

    def _setFont(self, psfontname: str, size: float) -> None:
        if embedded(pdfmetrics.getFont(psfontname)):
            super()._setFont(psfontname, size)
        else:
            self._fontname, self._fontsize = psfontname, size

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Set the font; one that cannot be embedded raises when text is painted with it, and not before."""
        if embedded(pdfmetrics.getFont(psfontname)):
            super().setFont(psfontname, size, leading)
        else:
            self._fontname, self._fontsize = psfontname, size
            self._leading = size * 1.2 if leading is None else leading
            self._code.append(f"{self._leading:.4f} TL")

    def _formatText(self, text: Any) -> str:
        name = self._fontname
        if isinstance(text, bytes):
            text = text.decode("utf8")
        if not text:
            return ""
        if not embedded(pdfmetrics.getFont(name)):
            raise TaggedError(f"text {text[:60]!r}: {name} is not embedded, set a TrueType font first")
        if not _shaped(text) and not text.isascii():
            text = without_invisible(name, text).replace("\xad", "")
        code: str = super()._formatText(text)
        if "\\000" in code:
            missing = missing_glyphs(name, text)
            if missing:
                codes = ", ".join(f"U+{ord(c):04X}" for c in missing)
                raise TaggedError(f"font {name} has no glyph for {missing!r} ({codes}) in {text[:60]!r}")
        if self.element is None and text.strip():
            self.loose.append(text)
        return code

    def textLine(self, text: Any = "") -> None:
        """Paint a line (drawString does); in an element it ends with a space, to keep words apart."""
        if not _shaped(text) and self._canvas.current_element() is not None:
            text = separated(str(text))
        super().textLine(text)

    # ---- paragraphs --------------------------------------------------------------------------------------

    def begin_element(self, element: Element, first: Element | None, words: Collection[str] | None = None) -> None:
        """Tag everything painted from here on.

        `first` is the link the whole text belongs to, if any; `words` are those of the text if layout divided
        some of them.
        """
        self.element = element
        self._words = words
        self._line = self._hyphen = ""
        self._code.append(Begin(element))
        if first is not None:
            self._code.append(Begin(first))
        self._whole = first is not None

    def _textOut(self, text: str, TStar: int = 0) -> None:
        """Paint a run of a paragraph; `TStar` ends the line.

        Layout drops the space a line was broken at and adds the hyphen a word was divided with. Written out
        as a space and as a soft hyphen, they make words read back as they are (ISO 32000-1, 14.8.2.2.3 on
        hyphenation, 14.8.2.5 on word breaks).
        """
        self._last_text = len(self._code)
        if self.element is None or _shaped(text):
            super()._textOut(text, TStar)
            return
        text = str(text)  # a word with soft hyphens is of a class of its own
        self._line += text
        if self._words is not None and text[-1:] == "-":  # by itself, since it may turn out a soft hyphen
            super()._textOut(text[:-1], 0)
            super()._textOut("-", 0)
            self._hyphen = self._code[-1]
            text = ""
            if not TStar:
                return
        if TStar and self._line:
            end = line_end(self._line, self._words)
            self._line = ""
            if end == " " and text[-1:] != " ":
                text += " "
            elif end == "\xad" and self._code[-1] is self._hyphen:
                self._code.insert(-1, "/Span <</ActualText <FEFF00AD>>> BDC")
                self._code.append("EMC")
        super()._textOut(text, TStar)

    def _linkRecord(self, link: tuple[int, str], what: str) -> None:
        """Paragraphs call this after the first and after the last run of a link on a line."""
        element = getattr(link[1], "element", None)
        if self.element is None or element is None:
            return
        if what == "start":
            self._code.insert(self._last_text, Begin(element))
        else:
            self._code.append(End())

    def getCode(self) -> str:
        """Return the code; with structure elements inside, as a `TaggedText`."""
        if self.element is None:
            code: str = super().getCode()
            return code
        if self._whole:
            self._code.append(End())
        self._code.append(End())
        parts = self._code[1:]
        code = super().getCode()
        return TaggedText(code, parts)
