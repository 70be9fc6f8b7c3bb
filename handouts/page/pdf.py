"""Document -> PDF: its pages laid out, then drawn; every page after the first has a head, all have a foot."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.pagesizes import A4, LETTER

from handouts.errors import HandoutsError
from handouts.handout.document import Document
from handouts.page.layouts import Layouts, Looks
from handouts.page.look import Look
from handouts.page.origin import schema_of
from handouts.page.pages import Pages, numbered_pages
from handouts.page.personal import blocks_of, reserved
from handouts.style.choices import Ink, Paper, Print, Skin
from handouts.style.fonts import font_name, register_fonts, simple
from handouts.style.theme import Style, Theme
from handouts.tagged import TaggedCanvas, TaggedError, canvas_maker

SIZES: dict[Paper, tuple[float, float]] = {"a4": A4, "letter": LETTER}
SHORT: tuple[Literal["short", "least"], ...] = ("short", "least")


@dataclass(frozen=True)
class PdfOptions:
    """How a document is printed."""

    paper: Paper = "a4"
    print: Print = "normal"
    ink: Ink = "colour"
    skin: Skin = "light"
    accent: str | None = None
    duplex: bool = False
    """Whether a blank page at the end makes the number of pages even."""


def to_pdf(
    document: Document, theme: Theme, options: PdfOptions | None = None, layouts: Layouts | None = None
) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-2a file; the same input gives the same bytes.

    Who makes many hands the same `layouts` down: it saves work, and changes nothing. Raises HandoutsError when what
    must be one page cannot be.
    """
    return painted(document, theme, options, layouts)[0]


def left_out(
    document: Document, theme: Theme, options: PdfOptions | None = None, layouts: Layouts | None = None
) -> tuple[str, ...]:
    """What a sheet that must be one page does without in this print, in the document's words."""
    if not any(part.drops for part in document.parts):
        return ()
    options, layouts = options or PdfOptions(), layouts or Layouts()
    pages = Pages(document, looks_of(theme, options, layouts), SIZES[options.paper], layouts)
    return tuple(name for each in pages.fitted for name in each.dropped)


def painted(
    document: Document, theme: Theme, options: PdfOptions | None = None, layouts: Layouts | None = None
) -> tuple[bytes, TaggedCanvas]:
    """The document as a file, and the canvas it was painted on."""
    options, layouts = options or PdfOptions(), layouts or Layouts()
    register_fonts()
    pages = numbered_pages(document, looks_of(theme, options, layouts), SIZES[options.paper], layouts)
    return _paint(pages, options, range(1, pages.count + 1))


def first_page(document: Document, theme: Theme, options: PdfOptions, layouts: Layouts) -> tuple[bytes, int]:
    """The first page alone as a file, and how many pages there are: for whoever looks at it while they still choose.

    Raises HandoutsError as `to_pdf` does, but for what is wrong on another page only as it is painted.
    """
    register_fonts()
    pages = numbered_pages(document, looks_of(theme, options, layouts), SIZES[options.paper], layouts)
    return _paint(pages, options, range(1, 2))[0], pages.count


def _paint(pages: Pages, options: PdfOptions, numbers: range) -> tuple[bytes, TaggedCanvas]:
    """These pages as a file, and the canvas they were painted on."""
    document = pages.document
    buffer = io.BytesIO()
    maker = canvas_maker(
        pages.root,
        title=document.title,
        lang=document.lang,
        author=document.author,
        subject=document.subject,
        duplex="DuplexFlipLongEdge" if options.duplex else None,
        reserve=personal_characters(document.personal, pages.look.styles),
        date=document.written,
        schema=schema_of(document),
    )
    canvas = maker(buffer, pagesize=SIZES[options.paper], pageCompression=1)
    try:
        for number in numbers:
            _draw(canvas, pages, number)
            canvas.showPage()
    except TaggedError as error:  # a character that the font lacks; `handouts check` names its file and key
        raise HandoutsError(f"{document.id}: {error}") from error
    if options.duplex and len(numbers) % 2:
        canvas.showPage()  # blank, not counted: the back of the last sheet
    canvas.save()
    return buffer.getvalue(), canvas


def _draw(canvas: TaggedCanvas, pages: Pages, number: int) -> None:
    """Draw one page; the status in its foot is said on the first page only."""
    margins, page = pages.margins, pages.page(number)
    if number > 1:
        with canvas.artifact("Pagination", "Header"):
            margins.draw_head(canvas, page.part, pages.numbers)
    for item, top in page.boxes:
        item.draw(canvas, margins.left, top, margins.width)
    with canvas.artifact("Pagination", "Footer"):
        margins.draw_foot(canvas, number, pages.count, pages.status if number == 1 else None)


def looks_of(theme: Theme, options: PdfOptions, layouts: Layouts) -> Looks:
    """The looks of a print, the same objects for the same theme and options."""

    def make() -> Looks:
        usual = Look(
            theme.styles(options.print),
            theme.page(options.ink, options.accent),
            theme.palette(options.ink, options.skin),
            stacked=options.print != "normal",
        )
        if usual.stacked:
            return Looks(usual, usual, usual)
        short, least = (replace(usual, styles=theme.styles(name)) for name in SHORT)
        return Looks(usual, short, least)

    return layouts.looks.recall((theme,), options, make)


def personal_characters(texts: Iterable[str], styles: Mapping[str, Style]) -> dict[str, str]:
    """The characters that the typeface's fonts for personal text get codes for before anything is painted."""
    own = "".join(text for text in texts if simple(text))
    faces = {font_name(styles[style].weight) for style in ("value", "body")} if own else set()
    return {face: reserved(blocks_of(own), face) for face in sorted(faces)}
