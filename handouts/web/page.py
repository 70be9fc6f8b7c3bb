"""Document -> one web page that needs nothing else: no script, no font and no picture from elsewhere.

It says what the PDF says, in the same order: a page of it is a section with the same number in the words. Lines to
write on are there for who prints the page. Nothing of a person is on it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import jinja2
from markupsafe import Markup

from handouts.drawing.shapes import Figure
from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.handout.document import Block, Compose, ComposeAt, Document, Letterhead, Part, Rich, telephone
from handouts.style.choices import Ink, Skin
from handouts.style.theme import Theme
from handouts.style.words import Strings
from handouts.web.pictures import LABEL, WIDTH, Pictures, is_slim

HIGH = 190.0
"""Pixels at the width of a phone, of the picture of a step."""
SLIM_HIGH = 280.0
"""The same of one that shows somebody who stands."""
HIGHEST = 420.0
_PAGE = re.compile(r"\{page:([a-z0-9-]+)\}")


@dataclass(frozen=True)
class Translation:
    """A page in another language: which, what its speakers call it, and where, from the site's root."""

    lang: str
    name: str
    page: str


@dataclass(frozen=True)
class Place:
    """Where a page is on a site.

    `root` is the way to the site's root, such as `../../`; `home` is the list of handouts in the page's language, from
    there; `forms` are other forms of the page by what they are called, such as a PDF beside it.
    """

    root: str
    home: str
    forms: Mapping[str, str]
    languages: tuple[Translation, ...] = ()


def html_page(
    document: Document,
    theme: Theme,
    strings: Strings,
    *,
    ink: Ink = "colour",
    skin: Skin = "light",
    accent: str | None = None,
    site: Place | None = None,
) -> str:
    """The document as a page; the same input gives the same text.

    `site` is where on a site it is; without one it needs nothing else. Raises HandoutsError when the document has
    something of a person, which no page on the web may have.
    """
    if any(document.personal):
        raise HandoutsError("a web page takes no name, no date and no note: whoever gets it may pass it on")
    pictures = Pictures(theme.palette(ink, skin))
    numbers = page_numbers(document)
    world = _world(pictures, numbers)
    style = world.get_template("handout.css").render(page=theme.page(ink, accent))
    body = world.get_template("handout.html").render(
        document=document,
        pages=_pages(document),
        numbers=numbers,
        s=strings,
        policy=Markup(policy(style, bool(site))),
        style=Markup(style),
        site=site,
    )
    return body.replace("<!--drawings-->", pictures.drawings())


def policy(style: str, on_a_site: bool) -> str:
    """What a page may load: the style that it holds, pictures that it holds; on a site that site's script as well."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    own = " script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self';" if on_a_site else ""
    pictures = "img-src 'self' data:;" if on_a_site else "img-src data:;"
    return f"default-src 'none'; style-src 'sha256-{digest}';{own} {pictures} base-uri 'none'; form-action 'none'"


def page_numbers(document: Document) -> dict[str, int]:
    """The number of the page that each part is on: parts that join another one share its page."""
    numbers: dict[str, int] = {}
    count = 0
    for part in document.parts:
        count += not part.joins or not count
        numbers[part.id] = count
    if document.message:
        numbers["message"] = numbers.get(document.message.part, 1)
    return numbers


def _pages(document: Document) -> list[list[Part]]:
    """The parts, those of a page together."""
    pages: list[list[Part]] = []
    for part in document.parts:
        if part.joins and pages:
            pages[-1].append(part)
        else:
            pages.append([part])
    return pages


def _world(pictures: Pictures, numbers: Mapping[str, int]) -> jinja2.Environment:
    """What the template may call: blocks by kind, rich text, figures."""
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(data_dir("templates") / "html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def text(words: Rich) -> Markup:
        return Markup("").join(_run(run.text, run.strong, run.link, numbers) for run in words)

    def said(words: str) -> Markup:
        return _run(words, False, "", numbers)

    def figure(compose: Compose, height: float = HIGH) -> Markup:
        made = compose(WIDTH, min(height, HIGHEST), LABEL)
        return Markup(pictures.svg(compose(WIDTH, SLIM_HIGH, LABEL) if is_slim(made) else made))

    def spot(compose: ComposeAt) -> Markup:
        return Markup(pictures.svg(compose(WIDTH, 0.9 * WIDTH, LABEL, 0.0)))

    def legend(compose: Compose) -> Markup:
        made: Figure = compose(WIDTH, 0.0, LABEL)
        return Markup(pictures.svg(made))

    world.filters.update(text=text, said=said, call=call)
    world.tests["kind"] = _is_kind
    world.globals.update(figure=figure, spot=spot, legend=legend, logo=_logo, no_such_block=_no_such_block)
    return world


def _is_kind(block: Block, name: str) -> bool:
    return type(block).__name__ == name


def _no_such_block(block: Block) -> str:
    """A kind of block that the page has no words for would be lost in silence."""
    raise HandoutsError(f"templates/html/blocks.html: has nothing for a block of kind {type(block).__name__}")


def _run(text: str, strong: bool, link: str, numbers: Mapping[str, int]) -> Markup:
    """Words, strong or not; numbers of pages lead there, telephone numbers call, Latin is marked as such."""
    made = Markup("").join(_with_pages(text, numbers))
    if link.startswith("lang:"):
        made = Markup('<span lang="{}">{}</span>').format(link.removeprefix("lang:"), made)
    elif link:
        way = Markup(' dir="ltr"') if link.startswith("tel:") else ""
        made = Markup('<a href="{}"{}>{}</a>').format(link, way, made)
    return Markup("<strong>{}</strong>").format(made) if strong else made


def call(number: str) -> Markup:
    """A telephone number to press, or as it is where it is none; its digits keep their order beside any letters."""
    link = telephone(number)
    if not link:
        return Markup("<bdi>{}</bdi>").format(number)
    return Markup('<a href="{}" dir="ltr">{}</a>').format(link, number)


def _with_pages(text: str, numbers: Mapping[str, int]) -> Iterator[Markup]:
    at = 0
    for match in _PAGE.finditer(text):
        yield escape_text(text[at : match.start()])
        number = numbers.get(match[1], 1)
        yield Markup('<a href="#page-{}">{}</a>').format(number, number)
        at = match.end()
    yield escape_text(text[at:])


def escape_text(text: str) -> Markup:
    """Words as they are, whatever signs they have."""
    return Markup(escape(text, quote=False))


def _logo(head: Letterhead) -> str:
    """A logo's pixels as an address that holds the picture itself."""
    if head.logo is None:
        return ""
    buffer = io.BytesIO()
    head.logo.shrunk(480).image().save(buffer, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


__all__ = ["Place", "Translation", "call", "html_page", "page_numbers"]
