"""The files of a site, one after the other: handouts in their forms, then the pages that lead to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from handouts.approval.standing import Standing
from handouts.clinic.choices import Choices
from handouts.content.library import Library, Muscle
from handouts.deck.release import Edition, deck_bytes
from handouts.errors import ContentError, Problem
from handouts.files import data_dir
from handouts.handout.document import Document
from handouts.handout.options import Options, usual_sheets
from handouts.handout.plan import handout
from handouts.page.pages import Layouts
from handouts.page.pdf import to_pdf
from handouts.style.choices import Layout, Print
from handouts.style.theme import Theme
from handouts.style.words import Strings
from handouts.web.page import html_page
from handouts.web.site.listed import (
    GONE,
    INDEX,
    Listed,
    address_of,
    groups_of,
    names_of,
    region_pages,
    said_of,
    whole_pictures,
)

PAPER: Mapping[str, tuple[str, Print, Layout]] = {
    "handout.pdf": ("site.pdf", "normal", "full"),
    "large.pdf": ("site.large", "large", "full"),
    "one-page.pdf": ("site.short", "normal", "do"),
}
"""The files of a handout on paper: what each is called, its print and its layout."""
CARDS = "cards.apkg"
File = tuple[str, bytes]
"""A file's place in the site, and what is in it."""


@dataclass(frozen=True)
class Site:
    """What a site is made of. `muscles` are in the clinic's words; `cards` are those that have a deck, by id."""

    library: Library
    templates: tuple[Path, ...]
    theme: Theme
    strings: Strings
    wishes: Choices
    muscles: Sequence[Muscle]
    cards: Mapping[str, Standing] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """Where old addresses lead now, from the site's root: to an address of the site, or they are `GONE`."""

    @property
    def lang(self) -> str:
        """The language of all its words."""
        return self.strings.lang

    @property
    def name(self) -> str:
        """What it is called."""
        clinic = self.wishes.clinic.name
        return self.strings("site.title_of", clinic=clinic) if clinic else self.strings("site.title")


def site_files(site: Site) -> Iterator[File]:
    """Every file of the site; the same site gives the same files.

    Raises ContentError when a sheet is not approved and has to be, HandoutsError when one cannot be made.
    """
    layouts, listed = Layouts(), []
    for muscle in site.muscles:
        sheet = _document(site, muscle, "normal", "full")
        folder = address_of(muscle.id, site.lang)
        for name, (_, size, layout) in PAPER.items():
            document = sheet if name == "handout.pdf" else _document(site, muscle, size, layout)
            yield folder + name, to_pdf(document, site.theme, replace(site.wishes.page, print=size), layouts)
        if muscle.id in site.cards:
            yield folder + CARDS, _deck(site, muscle.id)
        listed.append(_listed(site, muscle, sheet, folder))
        yield folder + INDEX, _twin(site, sheet, listed[-1]).encode()
    yield from _pages(site, listed)


def _document(site: Site, muscle: Muscle, size: Print, layout: Layout) -> Document:
    """A sheet of a muscle, with what it may say about its review."""
    wishes = site.wishes
    sheets = usual_sheets(wishes.options.sheets, size) if layout == "full" else None
    addons = wishes.options.addons if layout == "full" else ()
    asked = replace(wishes.options, layout=layout, sheets=sheets, addons=addons)
    options = _without_addons(wishes.options_of([muscle.facts], asked), layout)
    standing = wishes.standing(muscle, site.strings, options)
    if wishes.require_approved and not standing.approved:
        name = f"{muscle.id} ({muscle.lang}, {wishes.locale.tag})"
        raise ContentError([Problem(name, "", f"is not approved: {standing.why}")])
    return handout(muscle, site.strings, wishes.locale, replace(options, standing=standing), wishes.clinic)


def _without_addons(options: Options, layout: Layout) -> Options:
    """The short sheet has no room for exercises."""
    return options if layout == "full" else replace(options, addons=())


def _deck(site: Site, muscle: str) -> bytes:
    standing = {muscle: site.cards[muscle]} if site.cards[muscle].approval else {}
    return deck_bytes(Edition(site.library, site.templates, site.lang, (muscle,), standings=standing))


def _listed(site: Site, muscle: Muscle, sheet: Document, folder: str) -> Listed:
    s, words = site.strings, muscle.words
    forms = {s(said): name for name, (said, _, _) in PAPER.items()}
    if muscle.id in site.cards:
        forms[s("site.cards")] = CARDS
    return Listed(
        id=muscle.id,
        title=words.title,
        also=f"{words.name} – {words.subtitle}",
        words=said_of(site.library, muscle, s),
        folder=folder,
        status=sheet.status,
        version=muscle.facts.version,
        forms=forms,
    )


def _twin(site: Site, sheet: Document, listed: Listed) -> str:
    root, page = "../" * listed.folder.count("/"), site.wishes.page
    return html_page(
        sheet,
        site.theme,
        site.strings,
        ink=page.ink,
        skin=page.skin,
        accent=page.accent,
        links=listed.forms,
        site=root,
    )


# --- the pages that lead to handouts ---------------------------------------------------------------------------------


def _pages(site: Site, listed: Sequence[Listed]) -> Iterator[File]:
    palette, person = site.theme.palette(site.wishes.page.ink, site.wishes.page.skin), site.wishes.options.person
    regions = region_pages(site.library, site.muscles, listed, site.strings, palette, person)
    groups = groups_of(site.library, site.muscles, listed)
    statuses = {each.status for each in listed}
    world = _World(site)
    yield world.page(
        "",
        "home.html",
        whole=whole_pictures(site.library, regions, site.lang, palette, person),
        regions=regions,
        groups=groups,
        names=names_of(site.muscles, listed),
        status=statuses.pop() if len(statuses) == 1 else "",
    )
    for region in regions:
        yield world.page(region.folder, "region.html", region=region)
    about = f"about/{site.lang}/"
    yield world.page(
        about,
        "about.html",
        muscles=[each for group in groups for each in group.muscles],
        sources=_sources(site.muscles),
        licences=list(dict.fromkeys(muscle.facts.licence for muscle in site.muscles)),
    )
    titles = {each.folder: each.title for each in listed} | {each.folder: each.heading for each in regions}
    titles |= {about: site.strings("site.about"), "": site.strings("site.home")}
    for old, new in site.moved.items():
        if old not in titles:  # it may be a page again
            page = "" if new == GONE else new + INDEX
            yield world.page(old, "moved.html", page=page, title=titles.get(new, new))
    first = [INDEX, "site.css", "site.js", "site.webmanifest", "icon.svg", about + INDEX]
    yield from world.files([*first, *(region.page for region in regions)])


def _sources(muscles: Sequence[Muscle]) -> list[Any]:
    """Every work that one of the muscles or its warnings rests on, once, in order of its text."""
    found = {source.id: source for muscle in muscles for source in muscle.sources.values()}
    return sorted(found.values(), key=lambda source: source.citation.casefold())


class _World:
    """Writes the site's own pages, and the files that all pages share."""

    def __init__(self, site: Site) -> None:
        self.site = site
        folders = [folder / kind for folder in site.templates for kind in ("site", "html")]
        folders += [data_dir("templates") / kind for kind in ("site", "html")]
        self._files = jinja2.Environment(
            loader=jinja2.FileSystemLoader(list(dict.fromkeys(folders))),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        wishes = site.wishes
        self._files.globals.update(
            s=site.strings, lang=site.lang, name=site.name, clinic=wishes.clinic, locale=wishes.locale
        )

    def page(self, folder: str, template: str, **values: Any) -> File:
        """A page in a folder of the site, "" for its root."""
        root = "../" * folder.count("/")
        return folder + INDEX, self._files.get_template(template).render(root=root, **values).encode()

    def files(self, first: Sequence[str]) -> Iterator[File]:
        """Style, script, icon and what a phone needs to keep the site; `first` are the files that it keeps at once."""
        page = self.site.wishes.page
        style = self._files.get_template("site.css").render(page=self.site.theme.page(page.ink, page.accent))
        yield "site.css", style.encode()
        yield "site.js", self._source("site.js")
        yield "icon.svg", self._source("icon.svg")
        worker = self._files.get_template("worker.js").render(first=Markup(json.dumps(first, ensure_ascii=False)))
        yield "worker.js", worker.encode()
        yield "site.webmanifest", (json.dumps(self._manifest(), ensure_ascii=False, indent=1) + "\n").encode()

    def _source(self, name: str) -> bytes:
        loader = self._files.loader
        assert loader is not None
        return loader.get_source(self._files, name)[0].encode()

    def _manifest(self) -> dict[str, Any]:
        colours = self.site.theme.page(self.site.wishes.page.ink, self.site.wishes.page.accent)
        return {
            "name": self.site.name,
            "short_name": self.site.wishes.clinic.name or self.site.strings("site.home"),
            "lang": self.site.lang,
            "dir": self.site.strings("dir"),
            "start_url": INDEX,
            "scope": "./",
            "display": "minimal-ui",
            "background_color": colours["paper"],
            "theme_color": colours["accent"],
            "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
        }
