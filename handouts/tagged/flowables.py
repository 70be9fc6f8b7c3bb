"""Flowables that know their structure element: paragraphs and figures."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable, Paragraph

from .canvas import TaggedCanvas
from .element import Element
from .errors import TaggedError
from .fonts import without_invisible
from .text import TaggedTextObject


class LinkTarget(str):
    """The address of a link in a paragraph, which takes its element along to the canvas.

    ReportLab hands the canvas nothing but the address, cut or split by its scheme.
    """

    __slots__ = ("contents", "element")
    element: Element
    contents: str

    def __new__(cls, target: str, element: Element, contents: str) -> LinkTarget:
        """Make the target of one link."""
        link = super().__new__(cls, target)
        link.element = element
        link.contents = contents
        return link

    def __copy__(self) -> LinkTarget:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> LinkTarget:
        return self  # platypus copies paragraphs

    def __getitem__(self, key: Any) -> LinkTarget:
        return LinkTarget(super().__getitem__(key), self.element, self.contents)

    def split(self, sep: str | None = None, maxsplit: Any = -1) -> list[str]:
        """Split, and keep the element in every part."""
        return [LinkTarget(part, self.element, self.contents) for part in super().split(sep, maxsplit)]


class TaggedParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph whose text is the content of `element`, on however many pages.

    Each ``<a href>`` becomes a Link element below it, with the link's annotations (ISO 14289-1, 7.18.5); its
    background, border and underlines are artifacts, and so are inline images: use a `TaggedFigure` for a
    picture that says something. ``<a href="lang:la">`` marks a passage in another language (ISO 14289-1, 7.2)
    as a Span. `bookmark` is the level of an outline entry for the paragraph, 0 being the top.
    """

    def __init__(
        self,
        text: str | None,
        style: Any = None,
        element: Element | None = None,
        bookmark: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(text, style, **options)
        if self.bulletText:
            raise TaggedError("a tagged paragraph has no bullet: use a TaggedList")
        self.element = element
        self.bookmark = bookmark
        self._repeated = False
        self._divided = False  # whether layout divided a word, here or in the paragraph this is a part of
        if text is None:  # a part of a paragraph over pages; `split` does the rest
            return
        for frag in self.frags:
            if hasattr(frag, "text"):
                frag.text = without_invisible(frag.fontName, frag.text)
        self._plain = plain = self.getPlainText()
        self._outline_title = (element.title if element else None) or plain
        if element is not None:
            self._add_links(element)
            if element.actual_text is None and (self.style.wordWrap == "RTL" or self.style.shaping):
                element.actual_text = plain  # shaped text reads back in the order of its glyphs

    def _add_links(self, element: Element) -> None:
        links: dict[int, list[Any]] = {}
        for frag in self.frags:
            for link in getattr(frag, "link", None) or ():
                links.setdefault(link[0], []).append(frag)
        for number, frags in links.items():
            target = next(link[1] for link in frags[0].link if link[0] == number)
            words = " ".join("".join(getattr(frag, "text", "") for frag in frags).split())
            language = target[5:] if target.startswith("lang:") else None
            child = element.add("Span" if language else "Link", lang=language)
            tagged = LinkTarget(target, child, words or target)
            for frag in frags:
                frag.link = [(number, tagged) if link[0] == number else link for link in frag.link]

    def wrap(self, availWidth: float, availHeight: float) -> Any:
        """Break the lines, and remember that words were divided: ReportLab forgets it when it wraps again."""
        size = super().wrap(availWidth, availHeight)
        counts = getattr(self, "_hyphenations", 0), getattr(self, "_splitLongWordCount", 0)
        self._divided = self._divided or any(counts)
        return size

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Split, every part with the same element."""
        parts: list[Any] = super().split(availWidth, availHeight)
        for index, part in enumerate(parts):
            if part is not self:
                part.element = self.element
                part.bookmark = None if index else self.bookmark
                part._outline_title = self._outline_title
                part._plain = self._plain
                part._divided = self._divided
        return parts

    def _words(self) -> frozenset[str]:
        return frozenset(self._plain.replace("\xad", "").split())

    def beginText(self, x: float, y: float) -> Any:
        """Begin the text of the paragraph (called by `drawPara`)."""
        text = self.canv.beginText(x, y)
        if isinstance(text, TaggedTextObject) and self.element is not None and not self._repeated:
            whole = self.blPara.link if self.blPara.kind == 0 and getattr(self.blPara, "link", None) else None
            words = self._words() if self._divided else None
            text.begin_element(self.element, whole[-1][1].element if whole else None, words)
        return text

    def draw(self) -> None:
        """Paint the paragraph; painted again, as in a repeated table header, it is an artifact."""
        canvas = self.canv
        if not isinstance(canvas, TaggedCanvas) or self.element is None:
            super().draw()
            return
        self._repeated = not canvas.first_time(self)
        if self._repeated:
            with canvas.repeated():
                super().draw()
            return
        if self.bookmark is not None:
            canvas.bookmark(self._outline_title, self.bookmark, self.height)
        with canvas.artifact("Layout"):  # background, border, underlines
            super().draw()


class TaggedFigure(Flowable):  # type: ignore[misc]
    """A picture with its element: tagged as a whole, with the box it takes on the page.

    Takes any flowable (a Drawing is one), or a callable that paints on the canvas it is given, with its
    origin at the lower left corner and the width and height said here.
    """

    def __init__(
        self,
        content: Any,
        element: Element,
        width: float | None = None,
        height: float | None = None,
    ) -> None:
        super().__init__()
        self.content = content
        self.element = element
        self._is_flowable = hasattr(content, "wrap") and hasattr(content, "drawOn")
        if not self._is_flowable and (width is None or height is None or not callable(content)):
            raise TypeError("a figure is a flowable, or a callable with a width and a height")
        self.width, self.height = width or 0, height or 0
        self.hAlign = getattr(content, "hAlign", "LEFT")

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Ask the content."""
        if self._is_flowable:
            if hasattr(self.content, "wrapOn") and hasattr(self, "canv"):
                size = self.content.wrapOn(self.canv, availWidth, availHeight)
            else:
                size = self.content.wrap(availWidth, availHeight)
            self.width, self.height = size
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Ask the content."""
        return float(self.content.getSpaceBefore() if hasattr(self.content, "getSpaceBefore") else 0)

    def getSpaceAfter(self) -> float:
        """Ask the content."""
        return float(self.content.getSpaceAfter() if hasattr(self.content, "getSpaceAfter") else 0)

    def draw(self) -> None:
        """Paint the content inside the tag; painted again it is an artifact."""
        canvas = self.canv
        if not isinstance(canvas, TaggedCanvas):
            self._paint(canvas)
        elif canvas.first_time(self):
            with canvas.tag(self.element, bbox=(0, 0, self.width, self.height)):
                self._paint(canvas)
        else:
            with canvas.repeated():
                self._paint(canvas)

    def _paint(self, canvas: Any) -> None:
        if self._is_flowable:
            self.content.drawOn(canvas, 0, 0)
        else:
            self.content(canvas)
