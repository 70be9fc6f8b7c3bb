"""The canvas: ReportLab's, and everything painted on it belongs to an element or is an artifact."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from .catalog import Settings, write_catalog
from .document import COMPRESS, FORGET, ArchivalDocument, Info, Outlines, form_resources
from .element import Element
from .errors import TaggedError
from .fonts import embedded
from .marks import Artifact, Begin, BeginVariable, Context, End, EndVariable, PageContent
from .metadata import Schema
from .structure import Drawn, StructureWriter
from .text import TaggedTextObject
from .variable import FileParts, Variable, VariableStream

Rect = tuple[float, float, float, float]
OnPage = Callable[["TaggedCanvas", int, int], object]

_TEXT_OPERATOR = re.compile(r"\bT[jJ]\b")


@dataclass
class _Page:
    """A page whose content is written when the document is saved."""

    page: Any
    number: int
    code: list[str]
    preamble: str
    size: tuple[float, float]
    unrestored: int
    state: dict[str, Any] = field(default_factory=dict)


def canvas_maker(
    root: Element,
    *,
    title: str,
    lang: str,
    author: str | None = None,
    subject: str | None = None,
    keywords: str | Sequence[str] | None = None,
    creator: str | None = None,
    on_page: OnPage | None = None,
    duplex: str | None = None,
    invariant: bool = True,
    strict: bool = True,
    reserve: Mapping[str, str] | None = None,
    date: date | None = None,
    schema: Schema | None = None,
) -> Callable[..., TaggedCanvas]:
    """Return what platypus wants as ``canvasmaker``; it can be called like `Canvas` as well.

    `on_page(canvas, number, count)` runs for every page when the document is saved and the number of pages
    is known; what it paints is an artifact of type Pagination unless it opens a tag or another artifact.
    `duplex` is ``Simplex``, ``DuplexFlipLongEdge`` or ``DuplexFlipShortEdge``. With `invariant` the same
    input gives the same bytes; the date is SOURCE_DATE_EPOCH's, or else `date`, or else 2000-01-01. Without
    `strict`, text outside any tag becomes an artifact, and headings and figures are not checked. `reserve` has
    characters for fonts, by their names, that get their codes before any text is painted: variable text set later
    can count on them. `schema` is metadata of your own, with a seal if it wants one. Raises TaggedError without a
    title or a language.
    """
    if not title.strip():
        raise TaggedError("a tagged document needs a title (ISO 14289-1, 7.1)")
    if not lang.strip():
        raise TaggedError("a tagged document needs a language (ISO 14289-1, 7.2)")
    own = (reserve or {}, date, schema)
    settings = Settings(root, title, lang, author, subject, keywords, creator, on_page, duplex, invariant, strict, *own)

    def make(filename: Any, **options: Any) -> TaggedCanvas:
        return TaggedCanvas(filename, settings, **options)

    return make


def _device_independent(color: Any) -> Any:
    # The output intent is sRGB: gray and RGB have a meaning, CMYK has none (ISO 19005-2, 6.2.4.3).
    if isinstance(color, CMYKColor) or (isinstance(color, (tuple, list)) and len(color) == 4):
        raise TaggedError(f"CMYK colour {color!r}: a document with an sRGB output intent takes RGB or gray")
    return color


class TaggedCanvas(Canvas):  # type: ignore[misc]
    """A ReportLab canvas that writes tagged, archival PDF. Made by `canvas_maker`."""

    _code: list[str]
    _formData: Any
    _pagesize: tuple[float, float]
    _enforceColorSpace: Any
    state_stack: list[Any]

    def __init__(self, filename: Any, settings: Settings, **options: Any) -> None:
        if options.get("encrypt"):
            raise TaggedError("PDF/A must not be encrypted (ISO 19005-2, 6.1.3)")
        self._settings = settings
        self._contexts: list[Context] = []
        self._pages: list[_Page] = []
        self._drawn: dict[Element, Drawn] = {}
        self._parents: dict[int, Element | list[Element]] = {}
        self._shown: dict[int, object] = {}
        self._suppress_links = False
        self._finished = False
        self._bookmark_level = -1
        self._bookmarks = 0
        options["lang"] = settings.lang  # document templates pass None
        options["pdfVersion"] = (1, 7)  # ISO 19005-2 is about PDF 1.7
        if options.get("invariant") is None or settings.invariant:
            options["invariant"] = int(settings.invariant)
        super().__init__(filename, **options)
        if self._enforceColorSpace is None:
            self._enforceColorSpace = _device_independent
        self._doc.__class__ = ArchivalDocument
        self._doc.info.__class__ = Info
        self._doc.outline.__class__ = Outlines
        if settings.date is not None and settings.invariant and not os.environ.get("SOURCE_DATE_EPOCH", "").strip():
            self._doc._timeStamp.YMDhms = (settings.date.year, settings.date.month, settings.date.day, 0, 0, 0)
        for name, characters in settings.reserve.items():
            font = pdfmetrics.getFont(name)
            font.splitString(characters, self._doc)
            font.getSubsetInternalName(0, self._doc)

    # ---- operators ----------------------------------------------------------------------------------------

    def write(self, operators: str) -> None:
        """Add content stream operators as they are; whoever writes them balances q and Q, and paints inside a tag."""
        self._code.append(operators)

    def codes(self, font_name: str, characters: str) -> tuple[str, dict[int, str]]:
        """The name that a font has in this file, and the escaped code of each character in its first subset.

        Raises TaggedError for a character that is in another subset.
        """
        font, found = pdfmetrics.getFont(font_name), {}
        for char in characters:
            ((subset, code),) = font.splitString(char, self._doc)
            if subset:
                raise TaggedError(f"{char!r} is not in the first subset")
            found[ord(char)] = self._escape(code)
        return font.getSubsetInternalName(0, self._doc), found

    # ---- tags --------------------------------------------------------------------------------------------

    @contextmanager
    def tag(self, element: Element, *, bbox: Rect | None = None) -> Iterator[Element]:
        """Tag everything painted inside as content of `element`.

        Inside another tag or artifact the outer one is interrupted. `bbox`, in current coordinates, becomes
        the BBox attribute illustrations need (ISO 32000-1, 14.8.5.4.3). Raises TaggedError inside a form XObject.
        """
        if self._formData:
            raise TaggedError("no tag can be opened inside a form XObject: tag the place where it is painted")
        if bbox is not None:
            box = self._absRect(bbox, 1)
            self._record(element).boxes.append((self._pageNumber, box))
        with self._context(element):
            yield element

    @contextmanager
    def artifact(self, type: str | None = None, subtype: str | None = None) -> Iterator[None]:
        """Leave everything painted inside out of the document: ``artifact("Pagination", "Footer")``."""
        with self._context(Artifact(type, subtype)):
            yield

    @contextmanager
    def _context(self, context: Context) -> Iterator[None]:
        if self._formData:  # content of a form belongs to wherever the form is painted
            yield
            return
        self._code.append(Begin(context))
        self._contexts.append(context)
        try:
            yield
        finally:
            self._contexts.pop()
            self._code.append(End())

    def current_element(self) -> Element | None:
        """Return the element of the innermost open tag, None in an artifact or outside any tag."""
        context = self._contexts[-1] if self._contexts else None
        return context if isinstance(context, Element) else None

    def first_time(self, flowable: object) -> bool:
        """Say whether a flowable is painted for the first time; a repetition is an artifact."""
        if id(flowable) in self._shown:
            return False
        self._shown[id(flowable)] = flowable
        return True

    @contextmanager
    def repeated(self) -> Iterator[None]:
        """Paint what was painted before, as a repeated table header: an artifact, without its links."""
        before, self._suppress_links = self._suppress_links, True
        try:
            with self.artifact("Pagination"):
                yield
        finally:
            self._suppress_links = before

    def bookmark(self, title: str, level: int, y: float | None = None) -> None:
        """Add an outline entry for the current position, or for height `y` in current coordinates.

        Level 0 is the top; a level that skips one is raised to the deepest possible.
        """
        level = max(0, min(level, self._bookmark_level + 1))
        self._bookmark_level = level
        self._bookmarks += 1
        key = f"outline-{self._bookmarks}"
        self.bookmarkHorizontal(key, 0, 0 if y is None else y)
        self.addOutlineEntry(" ".join(title.split()), key, level)

    @contextmanager
    def variable(self, key: str, about: object = None) -> Iterator[None]:
        """Paint in a content stream of its own that stands, uncompressed, at the end of the file: variable data.

        What is painted must leave the rest of the file as it is. `about` is kept with the `Variable` in
        `file_parts`, for whoever makes the same file with other text. Raises TaggedError inside a form XObject.
        """
        if self._formData:
            raise TaggedError("no variable data inside a form XObject")
        self._code.append(BeginVariable(key, about))
        self.saveState()
        try:
            yield
        finally:
            self.restoreState()
            self._code.append(EndVariable())

    def variable_text(self, paint: Callable[[], object], mcid: int) -> str:
        """Return the content stream of the piece of variable data that `paint` paints, leaving the page as it is."""
        before, self._code = self._code, []
        shown, self._shown = self._shown, {}
        try:
            paint()
            content = PageContent(mcid)
            content.write(self._code)
        finally:
            self._code, self._shown = before, shown
        return next(text for mark, text in content.streams() if mark is not None)

    @property
    def file_parts(self) -> FileParts | None:
        """The saved file in parts; None when nothing in it is variable."""
        parts: FileParts | None = self._doc.parts
        return parts

    def form_xobject(self, name: str, box: Rect, draw: Callable[[Any], object]) -> None:
        """Paint a drawing that is stored once: `draw(canvas)` runs the first time only.

        `box` (left, bottom, right, top) cuts off what is outside. Call it inside a tag; tags cannot be opened in
        `draw`, and artifacts have no effect there.
        """
        if not self.hasForm(name):
            self.beginForm(name, *box)
            draw(self)
            self.endForm()
        self.doForm(name)

    # ---- what ReportLab calls ----------------------------------------------------------------------------

    def _make_preamble(self) -> None:
        # Without the initial font ReportLab writes here, an unembedded Helvetica.
        self._preamble = "1 0 0 1 0 0 cm" if self.bottomup else f"1 0 0 -1 0 {self._pagesize[1]:.4f} cm"

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Set the font; one that cannot be embedded raises when text is painted with it, and not before."""
        if embedded(pdfmetrics.getFont(psfontname)):
            super().setFont(psfontname, size, leading)
        else:
            self._fontname, self._fontsize = psfontname, size
            self._leading = size * 1.2 if leading is None else leading

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> TaggedTextObject:
        """Return a text object."""
        return TaggedTextObject(self, x, y, direction)

    def drawText(self, aTextObject: TaggedTextObject) -> None:
        """Paint a text object; text outside any tag or artifact is an error (ISO 14289-1, 7.1)."""
        if self._formData:
            if aTextObject.element is not None:
                raise TaggedError("a tagged paragraph cannot be painted inside a form XObject")
        elif aTextObject.loose and not self._contexts and self._settings.strict:
            text = " ".join(aTextObject.loose)
            raise TaggedError(f"text outside any tag or artifact: {text!r}")
        self._code.append(aTextObject.getCode())

    def addLiteral(self, s: Any, escaped: int = 1) -> None:
        """Add operators as they are. Raises TaggedError for text outside any tag, when that is an error."""
        if self._settings.strict and not (self._contexts or self._formData) and _TEXT_OPERATOR.search(str(s)):
            raise TaggedError(f"text outside any tag or artifact: {str(s)!r}")
        super().addLiteral(s, escaped)

    def setEncrypt(self, encrypt: Any) -> None:
        """Refuse encryption (ISO 19005-2, 6.1.3)."""
        if encrypt:
            raise TaggedError("PDF/A must not be encrypted (ISO 19005-2, 6.1.3)")
        super().setEncrypt(encrypt)

    def endForm(self, **extra_attributes: Any) -> None:
        """End a form XObject, with all its resources."""
        name, shadings = self._formData[0], self._shadingUsed
        super().endForm(**extra_attributes)
        form = self._doc.idToObject[self._doc.getXObjectName(name)]
        form._shadingUsed = shadings
        if form.compression:
            form.Contents, form.compression = pdfdoc.PDFStream(content=form.stream, filters=[COMPRESS]), 0
        form.Resources = form_resources(form)

    def showPage(self) -> None:
        """End the page; its content is written when the document is saved."""
        code, size, preamble = self._code, self._pagesize, self._preamble
        state = {
            key: getattr(self, key)
            for key in ("_formsinuse", "_annotationrefs", "_colorsUsed", "_shadingUsed", "_extgstate")
        }
        unrestored, number = len(self.state_stack), self._pageNumber
        super().showPage()
        page = self._doc.Pages.pages[-1]
        self._pages.append(_Page(page, number, code, preamble, size, unrestored, state))
        self._code.extend(Begin(context) for context in self._contexts)

    def save(self) -> None:
        """Write the file."""
        self._finish()
        super().save()

    def getpdfdata(self) -> bytes:
        """Return the file."""
        self._finish()
        data: bytes = super().getpdfdata()
        return data

    # ---- links -------------------------------------------------------------------------------------------

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:
        """Note the annotation in its element (ISO 14289-1, 7.18.1 and 7.18.5; ISO 32000-1, 14.7.4.3)."""
        if self._suppress_links:
            return
        if isinstance(annotation, pdfdoc.Annotation):
            annotation = annotation.Dict()  # internal links come as objects, URLs as dictionaries
        element = self._link_element or self.current_element()
        if element is None or element.tag not in ("Link", "Annot", "Form"):
            raise TaggedError("annotation outside a Link element: use canvas.tag(link) or a TaggedParagraph")
        contents = self._link_contents or element.alt or element.title
        if contents:
            annotation["Contents"] = pdfdoc.PDFString(contents)
        elif "Contents" not in annotation or str(annotation["Contents"]) == "()":
            raise TaggedError(f"{element!r} needs an alt or a title: what does the link lead to?")
        annotation["F"] = 4  # printed, not hidden (ISO 19005-2, 6.3.2)
        annotation["StructParent"] = key = self._parent_key(element)
        name = name or f"tagged{key}"
        self._record(element).annotations.append((self._pageNumber, self._doc.annotationName(name)))
        super()._addAnnotation(annotation, name, addtopage)

    _link_element: Element | None = None
    _link_contents: str | None = None

    def linkURL(self, url: str, rect: Rect, *args: Any, **options: Any) -> None:
        """Add a link to an address, in an open Link element."""
        if getattr(getattr(url, "element", None), "tag", "") == "Span":
            return  # a passage in another language, see TaggedParagraph
        with self._link(url):
            super().linkURL(str(url), rect, *args, **options)

    def linkRect(self, contents: str, destinationname: str, *args: Any, **options: Any) -> None:
        """Add a link within the document, in an open Link element."""
        with self._link(destinationname):
            super().linkRect(contents, str(destinationname), *args, **options)

    @contextmanager
    def _link(self, target: str) -> Iterator[None]:
        self._link_element = getattr(target, "element", None)
        self._link_contents = getattr(target, "contents", None)
        try:
            yield
        finally:
            self._link_element = self._link_contents = None

    # ---- saving ------------------------------------------------------------------------------------------

    def _record(self, element: Element) -> Drawn:
        return self._drawn.setdefault(element, Drawn())

    def _parent_key(self, owner: Element | list[Element]) -> int:
        key = len(self._parents)
        self._parents[key] = owner
        return key

    def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        if self._contexts:
            raise TaggedError("the document is saved inside an open tag or artifact")
        if all(type(entry) is not str for entry in self._code) and self._pages:
            self._code = []  # tags that were closed right after the last page
        if len(self._code):
            self.showPage()
        for record in self._pages:
            self._write_page(record)
        self._code = []
        tree = StructureWriter(self._doc, self._drawn, self._settings.strict)
        write_catalog(self, self._settings, tree.write(self._settings.root, self._parents))
        self._doc.finish_fonts()

    def _write_page(self, record: _Page) -> None:
        """Write the content of a page, with what `on_page` adds to it."""
        content = PageContent()
        content.write(record.code)
        if self._settings.on_page is not None:
            added = self._run_on_page(record)
            operators = content.finish()
            operators.insert(0, "q")
            operators += ["Q"] * (record.unrestored + 1)
            content.reset()
            content.write(added)
        page = record.page
        streams = content.streams()
        streams[0] = (None, f"{record.preamble}\n{streams[0][1]}")
        references = [self._write_stream(mark, text, record) for mark, text in streams]
        page.Contents = references[0] if len(references) == 1 else pdfdoc.PDFArray(references)
        page.__Refs__ = [key for key in page.__Refs__ if key != "Contents"]  # an array stands in the page itself
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = "/S"  # ISO 14289-1, 7.18.3
        if content.elements:
            page.StructParents = self._parent_key(content.elements)
        for mcid, element in enumerate(content.elements):
            marked = self._record(element).marked
            marked.append((record.number << 32 | mcid, record.number, mcid))

    def _write_stream(self, mark: BeginVariable | None, text: str, record: _Page) -> Any:
        """Make one of a page's content streams."""
        self._doc.updateSignature(text)
        if mark is not None:
            stream = VariableStream(Variable(mark.key, mark.about, record.number, mark.mcid), text)
            return self._doc.add_variable(stream)
        filters = [FORGET] if record.page.compression else None
        return self._doc.Reference(pdfdoc.PDFStream(content=text, filters=filters))

    def _run_on_page(self, record: _Page) -> list[str]:
        """Open a page again and let `on_page` paint on it; return what it painted."""
        assert self._settings.on_page is not None
        counter = self._doc.pageCounter
        self.__dict__.update(record.state)
        self._code, self._formData, self.state_stack = [], None, []
        self._pageNumber = self._doc.pageCounter = record.number
        self._pagesize, self._preamble = record.size, record.preamble
        shared = record.state["_extgstate"]
        self.init_graphics_state()
        self._extgstate._c = shared._c  # names of graphics states go on where the page left off
        with self.artifact("Pagination"):
            self._settings.on_page(self, record.number, len(self._pages))
        for write in (self._setColorSpace, self._setExtGState, self._setXObjects, self._setShadingUsed):
            write(record.page)
        self._setAnnotations(record.page)
        self._doc.pageCounter, self._doc.inObject = counter, None
        return ["q", *self._code, *["Q"] * (len(self.state_stack) + 1)]
