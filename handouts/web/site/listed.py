"""What the pages of a site list: handouts, regions, sore places, each with the words by which it is found.

Addresses are from the site's root; `where` a page is, `folder` its place with a / at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handouts.content.library import Library, Muscle
from handouts.content.referral import Referral, read_area_words, read_areas, referrals, words_of
from handouts.drawing.shapes import Box, num
from handouts.figures.areamap import window
from handouts.style.choices import Person
from handouts.style.theme import Palette
from handouts.style.words import Strings
from handouts.web.body import BodyView, Side, body_views, views_of, whole_body
from handouts.web.paths import in_steps

INDEX = "index.html"
SEEN = 0.7
"""Of a drawing's height: so much is seen at least, and all its width, so that one knows what it is."""
GONE = "gone"
"""Where an old address leads that leads nowhere any more."""


@dataclass(frozen=True)
class Listed:
    """A handout in the lists. `forms` are the other forms of it in its folder, by what they are called."""

    id: str
    title: str
    also: str
    words: str
    folder: str
    status: str
    version: str
    forms: Mapping[str, str]

    @property
    def page(self) -> str:
        """Its page."""
        return self.folder + INDEX


@dataclass(frozen=True)
class Cause:
    """A muscle that may send pain to a place, and how."""

    page: str
    title: str
    how: str


@dataclass(frozen=True)
class SorePlace:
    """An area where it can hurt, with the muscles that may be the cause, the likeliest first."""

    id: str
    title: str
    words: str
    found: tuple[Cause, ...]


@dataclass(frozen=True)
class Link:
    """An outline in a picture, as SVG path data, that leads somewhere."""

    href: str
    name: str
    path: str
    beside: bool = False
    """Whether it is of another part of the body than the picture."""


@dataclass(frozen=True)
class Picture:
    """A drawing of the body with links, and what of it is seen.

    `silhouette` is all of it that is body, where links are cut to that.
    """

    name: str
    window: str
    svg: str
    links: tuple[Link, ...]
    silhouette: str = ""


@dataclass(frozen=True)
class RegionPage:
    """A part of the body with its sore places and the pictures that show them."""

    id: str
    title: str
    heading: str
    folder: str
    shown: str
    areas: tuple[SorePlace, ...]
    views: tuple[Picture, ...]

    @property
    def page(self) -> str:
        """Its page."""
        return self.folder + INDEX


@dataclass(frozen=True)
class Group:
    """Handouts of one part of the body."""

    title: str
    muscles: tuple[Listed, ...]


def address_of(muscle: str, lang: str) -> str:
    """The folder of a handout: it stands in QR codes, so it never changes."""
    return f"{muscle}/{lang}/"


def search_words(texts: Iterable[str], strings: Strings) -> str:
    """The words by which something is found: in small letters, without accents, without words that say nothing."""
    small = set(words_of(strings("site.small_words")))
    return " ".join(dict.fromkeys(word for text in texts for word in words_of(text) if word not in small))


def said_of(library: Library, muscle: Muscle, strings: Strings) -> str:
    """The words by which a handout is found: names, what people call it, complaints, the part of the body."""
    words = muscle.words
    called = [alias.name for alias in library.aliases.values() if muscle.id in alias.muscles]
    names = (muscle.id, words.name, words.plain_name, *words.synonyms, words.title, words.subtitle)
    feelings = tuple(words.symptoms.values())
    return search_words((*names, *called, *feelings, muscle.region_words.name, muscle.region_words.part), strings)


def groups_of(library: Library, muscles: Sequence[Muscle], listed: Sequence[Listed]) -> tuple[Group, ...]:
    """Handouts by the part of the body that they are about, in the order of the regions, then by title."""
    regions = {muscle.id: muscle.facts.region for muscle in muscles}
    found = []
    for region in library.regions.by_id:
        here = sorted((each for each in listed if regions[each.id] == region), key=lambda each: each.title)
        if here:
            name = library.region_words(muscles[0].lang)[region].name
            found.append(Group(capital(name), tuple(here)))
    return tuple(found)


def names_of(muscles: Sequence[Muscle], listed: Sequence[Listed]) -> list[tuple[str, str]]:
    """Every muscle by both its names, in the order of the alphabet, with the page of its handout."""
    pages = {each.id: each.page for each in listed}
    names = {(capital(name), pages[m.id]) for m in muscles for name in (m.words.name, m.words.plain_name)}
    return sorted(names, key=lambda pair: (pair[0].casefold(), pair[1]))


def region_pages(
    library: Library,
    muscles: Sequence[Muscle],
    listed: Sequence[Listed],
    strings: Strings,
    palette: Palette,
    person: Person,
) -> tuple[RegionPage, ...]:
    """A page for each region of the body to which one of the muscles may send pain."""
    lang, facts = strings.lang, [muscle.facts for muscle in muscles]
    areas, words, said = read_areas(library.roots), read_area_words(library.roots, lang), library.region_words(lang)
    pages = {each.id: each for each in listed}
    causes = {name: _causes(referrals(area, facts), pages, strings) for name, area in areas.items()}
    known = {name: area.region for name, area in areas.items() if causes[name]}
    views = body_views(library, lang, [muscle.id for muscle in muscles], palette, person)
    found = []
    for region in dict.fromkeys(known.values()):
        name = said[region].name
        places = tuple(
            SorePlace(
                id=area,
                title=strings("site.area", area=words[area].name),
                words=search_words((words[area].name, *words[area].also, name), strings),
                found=causes[area],
            )
            for area, its in known.items()
            if its == region
        )
        pictures = tuple(
            _picture(view, region, known, lang)
            for view in views_of(views, region)
            if any(known.get(area) == region for area in view.areas)
        )
        heading, folder = strings("site.region", region=name), region_folder(region, lang)
        found.append(RegionPage(region, capital(name), heading, folder, said[region].both_shown, places, pictures))
    return tuple(found)


def whole_pictures(
    library: Library, regions: Sequence[RegionPage], lang: str, palette: Palette, person: Person
) -> tuple[Picture, ...]:
    """The pictures of a whole body, each region with a page a link to it on both sides."""
    pages = {region.id: region for region in regions}
    found = []
    for view in whole_body(library, lang, palette, person):
        links = tuple(
            Link(pages[region].page, pages[region].title, view.path(region, side))
            for region in view.regions
            if region in pages
            for side in _SIDES
        )
        box = (0.0, 0.0, view.width, view.height)
        found.append(Picture(view.name, _view_box(box), in_steps(view.svg), links, view.silhouette))
    return tuple(found)


_SIDES: tuple[Side, ...] = ("left", "right")


def region_folder(region: str, lang: str) -> str:
    """The folder of a region's page."""
    return f"where/{region}/{lang}/"


def _causes(found: Iterable[Referral], pages: Mapping[str, Listed], strings: Strings) -> tuple[Cause, ...]:
    return tuple(
        Cause(
            page=pages[each.muscle].page,
            title=pages[each.muscle].title,
            how=strings("site.main" if each.kind == "essential" else "site.spread"),
        )
        for each in found
    )


def _picture(view: BodyView, region: str, known: Mapping[str, str], lang: str) -> Picture:
    """A view whose areas lead to what is said about them, on this page or on that of another region."""
    root = "../../../"
    links = tuple(
        Link(f"{root}{region_folder(known[name], lang)}{INDEX}#{name}", each.name, path, known[name] != region)
        for name, each in view.areas.items()
        if name in known
        for path in ([each.path, each.mirrored(view.width).path] if view.right_half else [each.path])
    )
    here = [each for name, each in view.areas.items() if known.get(name) == region]
    here += [each.mirrored(view.width) for each in here if view.right_half]
    _, top, _, bottom = window([ring for each in here for ring in each.rings], view.width, view.height, SEEN)
    return Picture(view.name, _view_box((0.0, top, view.width, bottom)), in_steps(view.svg), links)


def _view_box(box: Box) -> str:
    left, top, right, bottom = box
    return " ".join(map(num, (left, top, right - left, bottom - top)))


def capital(text: str) -> str:
    """A text with a capital letter at its start."""
    return text[:1].upper() + text[1:]
