"""The files of a site, one after the other: handouts in their forms, then the pages that lead to them.

A site has one language or several. Each has its own pages, which lead to the same page in the others; the first one's
list of handouts is what the site opens with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from handouts.approval.standing import Standing
from handouts.clinic.choices import Choices
from handouts.content.library import Library, Muscle
from handouts.deck.release import Edition, deck_bytes
from handouts.errors import ContentError, HandoutsError, Problem
from handouts.files import data_dir
from handouts.handout.document import Document
from handouts.handout.options import Options, usual_sheets
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.page.pdf import to_pdf
from handouts.style.choices import Layout, Person, Print
from handouts.style.theme import Palette, Theme
from handouts.style.words import Strings
from handouts.web.page import Place, call, html_page
from handouts.web.site.icons import ICONS, icon
from handouts.web.site.languages import Languages, about_folder, list_folder
from handouts.web.site.listed import (
    GONE,
    INDEX,
    Group,
    Listed,
    RegionPage,
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
USUAL: tuple[Print, Layout] = ("normal", "full")
"""Print and layout of the page, and of the first of its papers."""
CARDS = "cards.apkg"
File = tuple[str, bytes]
"""A file's place in the site, and what is in it."""


@dataclass(frozen=True)
class Site:
    """What a site is made of, in one of its languages.

    `muscles` are in the clinic's words; `cards` are those that have a deck, by id.
    """

    library: Library
    templates: tuple[Path, ...]
    theme: Theme
    strings: Strings
    wishes: Choices
    muscles: Sequence[Muscle]
    cards: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language of its words."""
        return self.strings.lang

    @property
    def name(self) -> str:
        """What it is called."""
        clinic = self.wishes.clinic.name
        return self.strings("site.title_of", clinic=clinic) if clinic else self.strings("site.title")


Failed = Callable[[str, HandoutsError], None]


def site_files(sites: Sequence[Site], moved: Mapping[str, str], failed: Failed) -> Iterator[File]:
    """Every file of a site in its languages, the first of which it opens in; the same sites give the same files.

    `moved` is where old addresses lead now, from the site's root: to an address of the site, or they are `GONE`.
    `failed` is told each PDF and deck that could not be made, by its place in the site; nothing leads to it then.
    Raises ContentError when a sheet is not approved and has to be, HandoutsError when a page cannot be made.
    """
    edition, first = hashlib.sha256(), []
    for name, data in _all_pages(sites, moved, failed):
        edition.update(name.encode() + hashlib.sha256(data).digest())
        if name.startswith(_LISTS) or name == INDEX:
            first.append(name)
        yield name, data
    languages = _languages(sites)
    yield from _World(sites[0], languages).files(edition.hexdigest()[:16], first)


_LISTS = ("all/", "where/", "about/")
"""Pages that a phone keeps before they are opened."""


def _languages(sites: Sequence[Site]) -> Languages:
    return Languages({site.lang: site.strings("language") for site in sites})


def _all_pages(sites: Sequence[Site], moved: Mapping[str, str], failed: Failed) -> Iterator[File]:
    """All but what pages share."""
    languages = _languages(sites)
    for site in sites:
        languages.add(site.lang, (address_of(muscle.id, site.lang) for muscle in site.muscles))
    lists = []
    for site in sites:
        listed: list[Listed] = []
        for muscle in site.muscles:
            yield from _handout(site, languages, muscle, listed, failed)
        lists.append(_lists(site, listed))
        languages.add(site.lang, (region.folder for region in lists[-1].regions))
    titles: dict[str, str] = {}
    for each in lists:
        yield from _pages(each, languages)
        titles |= each.titles(languages)
    worlds = {site.lang: _World(site, languages) for site in sites}
    for old, new in moved.items():
        if old not in titles:  # it may be a page again
            page = "" if new == GONE else new + INDEX
            yield worlds[languages.of(old)].page(old, "moved.html", page=page, title=titles.get(new, new))


# --- a handout in its forms ------------------------------------------------------------------------------------------


def _handout(site: Site, languages: Languages, muscle: Muscle, listed: list[Listed], failed: Failed) -> Iterator[File]:
    """A muscle's PDFs, cards and page; it is listed with those that could be made."""
    sheet, folder, forms = _document(site, muscle, *USUAL), address_of(muscle.id, site.lang), {}
    for name, (said, make) in _forms(site, muscle, sheet).items():
        try:
            data = make()
        except ContentError:  # not approved, or cards that must not go out: nothing is made
            raise
        except HandoutsError as error:
            failed(folder + name, error)
        else:
            forms[said] = name
            yield folder + name, data
    listed.append(_listed(site, muscle, sheet, folder, forms))
    yield folder + INDEX, _twin(site, languages, sheet, listed[-1]).encode()


def _forms(site: Site, muscle: Muscle, sheet: Document) -> Mapping[str, tuple[str, Callable[[], bytes]]]:
    """What stands beside the page of a handout: by its file, what it is called and how it is made."""
    layouts, made = Layouts(), dict[str, tuple[str, Callable[[], bytes]]]()
    for name, (said, size, layout) in PAPER.items():
        document = partial(_document, site, muscle, size, layout) if (size, layout) != USUAL else lambda: sheet
        made[name] = site.strings(said), partial(_pdf, site, document, size, layouts)
    if muscle.id in site.cards:
        made[CARDS] = site.strings("site.cards"), partial(_deck, site, muscle.id)
    return made


def _pdf(site: Site, document: Callable[[], Document], size: Print, layouts: Layouts) -> bytes:
    return to_pdf(document(), site.theme, replace(site.wishes.page, print=size), layouts)


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


def _listed(site: Site, muscle: Muscle, sheet: Document, folder: str, forms: Mapping[str, str]) -> Listed:
    words = muscle.words
    return Listed(
        id=muscle.id,
        title=words.title,
        also=f"{words.name} – {words.subtitle}",
        words=said_of(site.library, muscle, site.strings),
        folder=folder,
        status=sheet.status,
        version=muscle.facts.version,
        forms=forms,
    )


def _twin(site: Site, languages: Languages, sheet: Document, listed: Listed) -> str:
    page = site.wishes.page
    place = Place(
        root="../" * listed.folder.count("/"),
        home=languages.home(site.lang) + INDEX,
        forms=listed.forms,
        languages=languages.elsewhere(site.lang, listed.folder),
    )
    return html_page(sheet, site.theme, site.strings, ink=page.ink, skin=page.skin, accent=page.accent, site=place)


# --- the pages that lead to handouts ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lists:
    """What the pages of a language list."""

    site: Site
    listed: Sequence[Listed]
    groups: Sequence[Group]
    regions: Sequence[RegionPage]

    def titles(self, languages: Languages) -> Mapping[str, str]:
        """What its pages are called, by folder."""
        s, lang = self.site.strings, self.site.lang
        lists = dict.fromkeys((languages.home(lang), list_folder(lang)), s("site.home"))
        handouts = {each.folder: each.title for each in self.listed}
        regions = {each.folder: each.heading for each in self.regions}
        return {**handouts, **regions, **lists, about_folder(lang): s("site.about")}


def _lists(site: Site, listed: Sequence[Listed]) -> _Lists:
    palette, person = _look(site)
    regions = region_pages(site.library, site.muscles, listed, site.strings, palette, person)
    return _Lists(site, listed, groups_of(site.library, site.muscles, listed), regions)


def _look(site: Site) -> tuple[Palette, Person]:
    """How the body is painted, and whose it is."""
    return site.theme.palette(site.wishes.page.ink, site.wishes.page.skin), site.wishes.options.person


def _pages(lists: _Lists, languages: Languages) -> Iterator[File]:
    site, regions = lists.site, lists.regions
    statuses = {each.status for each in lists.listed}
    status = statuses.pop() if len(statuses) == 1 else ""
    world, home = _World(site, languages), languages.home(site.lang)
    yield world.page(
        home,
        "home.html",
        whole=whole_pictures(site.library, regions, site.lang, *_look(site)),
        regions=regions,
        groups=lists.groups,
        names=names_of(site.muscles, lists.listed),
        status=status,
    )
    for region in regions:
        yield world.page(region.folder, "region.html", region=region, status=status)
    yield world.page(
        about_folder(site.lang),
        "about.html",
        muscles=[each for group in lists.groups for each in group.muscles],
        sources=_sources(site.muscles),
        licences=list(dict.fromkeys(muscle.facts.licence for muscle in site.muscles)),
    )
    if not home:  # its address stays when another language becomes the first one
        yield world.page(list_folder(site.lang), "moved.html", page=INDEX, title=site.strings("site.home"))


def _sources(muscles: Sequence[Muscle]) -> list[Any]:
    """Every work that one of the muscles or its warnings rests on, once, in order of its text."""
    found = {source.id: source for muscle in muscles for source in muscle.sources.values()}
    return sorted(found.values(), key=lambda source: source.citation.casefold())


class _World:
    """Writes the site's own pages in a language, and the files that all pages share."""

    def __init__(self, site: Site, languages: Languages) -> None:
        self.site, self.languages = site, languages
        folders = [folder / kind for folder in site.templates for kind in ("site", "html")]
        folders += [data_dir("templates") / kind for kind in ("site", "html")]
        self._files = jinja2.Environment(
            loader=jinja2.FileSystemLoader(list(dict.fromkeys(folders))),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._files.filters["call"] = call
        wishes = site.wishes
        self._colours = site.theme.page(wishes.page.ink, wishes.page.accent)
        self._files.globals.update(
            s=site.strings,
            lang=site.lang,
            name=site.name,
            clinic=wishes.clinic,
            locale=wishes.locale,
            page=self._colours,
        )

    def page(self, folder: str, template: str, **values: Any) -> File:
        """A page in a folder of the site, "" for its root."""
        lang, home = self.site.lang, self.languages.home(self.site.lang)
        values |= {"root": "../" * folder.count("/"), "home": home + INDEX, "at_home": folder == home}
        values |= {"languages": self.languages.elsewhere(lang, folder)}
        return folder + INDEX, self._file(template, **values)

    def files(self, edition: str, first: Sequence[str]) -> Iterator[File]:
        """Style, script, signs and what a phone needs to keep the site.

        `edition` is another one when a page is; `first` are the pages that a phone keeps at once.
        """
        yield "site.css", self._file("site.css")
        yield "site.js", self._file("site.js")
        sign = self._file("icon.svg")
        yield "icon.svg", sign
        for size in ICONS:
            yield f"icon-{size}.png", icon(sign.decode(), size, self._colours["accent"])
        kept = [*first, "site.css", "site.js", "site.webmanifest", "icon.svg"]
        yield "worker.js", self._file("worker.js", edition=edition, first=Markup(json.dumps(kept, ensure_ascii=False)))
        yield "site.webmanifest", (json.dumps(self._manifest(), ensure_ascii=False, indent=1) + "\n").encode()

    def _file(self, template: str, **values: Any) -> bytes:
        return self._files.get_template(template).render(**values).encode()

    def _manifest(self) -> dict[str, Any]:
        large = {"src": f"icon-{max(ICONS)}.png", "sizes": f"{max(ICONS)}x{max(ICONS)}", "type": "image/png"}
        return {
            "name": self.site.name,
            "short_name": self.site.wishes.clinic.name or self.site.strings("site.home"),
            "lang": self.site.lang,
            "dir": self.site.strings("dir"),
            "start_url": INDEX,
            "scope": "./",
            "display": "minimal-ui",
            "background_color": self._colours["paper"],
            "theme_color": self._colours["accent"],
            "icons": [
                {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"},
                *({"src": f"icon-{n}.png", "sizes": f"{n}x{n}", "type": "image/png"} for n in ICONS),
                {**large, "purpose": "maskable"},
            ],
        }
