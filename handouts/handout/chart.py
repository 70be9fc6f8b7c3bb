"""The clinician's chart of a region on one page: numbered areas, and the muscles that refer pain to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts import __version__
from handouts.content.library import Library
from handouts.content.model import Area, AreaWords, Facts
from handouts.content.referral import Referral, read_area_words, read_areas, read_view_words, referrals
from handouts.drawing.shapes import Figure
from handouts.errors import HandoutsError, likely
from handouts.figures.areamap import area_map, choose_views
from handouts.figures.style import FigureStyle
from handouts.handout.document import Compose, Document, Part, Picture, Rich, Table, Title, rich
from handouts.style.words import Strings


def chart(library: Library, region: str, muscles: Sequence[str], strings: Strings, lang: str) -> Document:
    """The chart of a region, of the muscles that are named. Raises HandoutsError for a region without areas."""
    s = strings
    areas = {name: area for name, area in read_areas(library.roots).items() if area.region == region}
    said = library.region_words(lang)
    if not areas:
        known = sorted({area.region for area in read_areas(library.roots).values()})
        raise HandoutsError(f"no areas in a region {region!r}{likely(region, known)} (there is: {', '.join(known)})")
    words, name = read_area_words(library.roots, lang), said[region].name
    title = s("chart.title", region=name)
    head = (s("chart.number"), s("chart.area"), s("chart.main"), s("chart.spread"))
    facts = {library.words[each, lang].name: library.facts[each] for each in muscles}
    rows = tuple(_row(n, words[each].name, area, facts, s) for n, (each, area) in enumerate(areas.items(), 1))
    picture = Picture(_picture(library, areas, words, region, s, lang), 290)
    table = Table(head, rows, (0.3, 1.5, 1.6, 1.6), small=True)
    blocks = (
        Title(title, (), "", rich(s("chart.lead"))),
        picture,
        table,
    )
    return Document(
        id=f"{region}-chart",
        lang=lang,
        title=title,
        subject=title,
        author="handouts",
        running=title,
        footer=f"handouts {__version__}",
        status=s("page.draft"),
        page_number=s("page.number", page="{page}", pages="{pages}"),
        parts=(Part("chart", blocks, dense=True, pages=1),),
    )


def _row(number: int, name: str, area: Area, muscles: Mapping[str, Facts], s: Strings) -> tuple[Rich, ...]:
    """`muscles` are the facts by the name that the clinician knows."""
    found = referrals(area, list(muscles.values()))
    names = {facts.id: said for said, facts in muscles.items()}
    main = [each for each in found if each.kind == "essential"]
    spread = [each for each in found if each.kind == "spillover"]
    return tuple(map(rich, (str(number), name, _said(main, names, s), _said(spread, names, s))))


def _said(found: Sequence[Referral], names: Mapping[str, str], s: Strings) -> str:
    return "; ".join([f"{names[each.muscle]}\u00a0{', '.join(map(str, each.marks))}" for each in found]) or s(
        "chart.none"
    )


def _picture(
    library: Library, areas: Mapping[str, Area], words: Mapping[str, AreaWords], region: str, s: Strings, lang: str
) -> Compose:
    """The areas of a region with their numbers, in as few views as show them."""
    usual, name = library.regions.by_id[region].views, library.region_words(lang)[region].name
    names = {name: each.name for name, each in read_view_words(library.roots, lang).items()}
    views = choose_views(areas, [library.art.drawing(name) for name in names if name in library.art.names()], usual)
    numbers = {name: number for number, name in enumerate(areas, 1)}
    alt = s(
        "chart.alt",
        region=name,
        views=s.join([names[view.drawing.id] for view in views]),
        areas=s.join([f"{number} {words[name].name}" for name, number in numbers.items()]),
    )

    def compose(width: float, height: float, label: float) -> Figure:
        style = FigureStyle(width=width, height=height, label=label, letter=s("side.right_letter"))
        return area_map(views, names, numbers, style, s("chart.title", region=name), alt)

    return compose
