"""The body as a picture to click in: where it hurts -> which muscles may refer pain there.

One begins on a whole body (`whole_body`, `region_at`), goes on to the views of a region (`body_views`), and asks what
lies under a place (`rank`). The same without a picture is `by_area`. Nothing here knows a server or a page.
All lengths are art units of a drawing, which shows the right side, y down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handouts.content.library import Library
from handouts.content.model import Area, Facts
from handouts.content.places import zone_parts
from handouts.content.referral import Kind, read_area_words, read_areas, read_view_words, read_whole, referrals
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Point, bounds, distance, inside, polygon, smooth
from handouts.drawing.surface import LEAST_SHARE
from handouts.drawing.svg import painted
from handouts.errors import HandoutsError, likely
from handouts.figures.areamap import choose_views, seen_well
from handouts.files import data_dir
from handouts.style.choices import Person
from handouts.style.theme import Palette, load_theme

Side = Literal["left", "right"]
Rings = tuple[tuple[Point, ...], ...]
NEAR = 0.028
"""Of the drawing's height: a click so far beside a zone still means it. About the width of a finger."""
IN_THE_MIDDLE = 0.03
"""Of a drawing's width: how far from its middle the midline of a body may be that is shown from both sides."""
FRONT, BACK = "body_front", "body_back"
"""The drawings of a whole body."""


@dataclass(frozen=True)
class Outline:
    """A named place on a view: `path` is SVG path data."""

    name: str
    rings: Rings

    @property
    def path(self) -> str:
        """The place as SVG path data."""
        return "".join(_curve(ring) for ring in self.rings)

    def mirrored(self, width: float) -> Outline:
        """The same on the other side of a drawing of that width."""
        return Outline(self.name, tuple(tuple(_mirrored(ring, width)) for ring in self.rings))


@dataclass(frozen=True)
class ZoneOutline:
    """A zone of a muscle's trigger point as it lies in a view."""

    muscle: str
    point: str
    mark: int
    zone: str
    kind: Kind
    rings: Rings

    @property
    def path(self) -> str:
        """The zone as SVG path data."""
        return "".join(_curve(ring) for ring in self.rings)

    @property
    def size(self) -> float:
        """How large it is, in square art units."""
        return sum(_area(ring) for ring in self.rings)

    def away(self, x: float, y: float) -> float:
        """How far a place is from the zone; 0 inside it."""
        return _away(self.rings, x, y)


@dataclass(frozen=True)
class BodyView:
    """A view of a part of the body.

    `svg` is the drawing's inside as markup, without ids. `areas` are those it shows well, by id. `regions` are those
    for which it is one of the views to show.
    """

    id: str
    name: str
    regions: tuple[str, ...]
    width: float
    height: float
    svg: str
    areas: Mapping[str, Outline]
    zones: tuple[ZoneOutline, ...]
    right_half: Side | None = None
    """Where the right side of the body is in the picture of a view of both sides; None where one side is shown."""

    def side_of(self, x: float) -> Side | None:
        """The side of the body that a place in the unmirrored picture is on; None where either side may be meant."""
        return None if self.right_half is None else _half(self.right_half, x, self.width)

    def area_at(self, x: float, y: float, side: Side = "right") -> str | None:
        """The area at a place, the smallest of several, or the nearest one near it. `side` is as for `rank`."""
        across = self.width - x if side == "left" else x
        away = {name: (_away(each.rings, across, y), sum(map(_area, each.rings))) for name, each in self.areas.items()}
        nearest = min(away, key=lambda name: away[name], default=None)
        return nearest if nearest and away[nearest][0] <= NEAR * self.height else None


@dataclass(frozen=True)
class WholeView:
    """A picture of a whole body. `regions` are outlines on its right side; mirrored, they are those on the left.

    `silhouette` is path data of all that is body, to which outlines are to be cut.
    """

    id: str
    name: str
    width: float
    height: float
    svg: str
    silhouette: str
    regions: Mapping[str, Outline]
    right_half: Side

    def path(self, region: str, side: Side) -> str:
        """A region on one side of the body as path data."""
        rings = self.regions[region].rings
        return "".join(polygon(ring if side == "right" else _mirrored(ring, self.width)) for ring in rings)


@dataclass(frozen=True)
class Hit:
    """A muscle that may refer pain to a place, by the best of its zones there; `inside` it or only near it."""

    muscle: str
    kind: Kind
    mark: int
    point: str
    zone: str
    inside: bool


# --- the views -----------------------------------------------------------------------------------------------------


def body_views(
    library: Library,
    lang: str,
    muscles: Sequence[str] | None = None,
    palette: Palette | None = None,
    person: Person = "man",
) -> tuple[BodyView, ...]:
    """Every view of the body with the areas and the zones it shows, in the order of the words of the views.

    `muscles` are those whose zones are wanted; all that have words in the language when not given. Raises ContentError,
    or HandoutsError when the language has no words for areas or views.
    """
    areas, words = read_areas(library.roots), read_area_words(library.roots, lang)
    names = read_view_words(library.roots, lang)
    drawings = _drawings(library, names, person)
    well = seen_well(areas, drawings)
    seen = {drawing.id: _all_in(drawing, well[drawing.id]) for drawing in drawings}
    shown = _views_of_regions(library, areas, drawings, seen)
    chosen = [library.facts[name] for name in (_with_words(library, lang) if muscles is None else muscles)]
    colours = palette or _colours()
    return tuple(
        BodyView(
            id=drawing.id,
            name=names[drawing.id].name,
            regions=tuple(region for region, ids in shown.items() if drawing.id in ids),
            width=drawing.width,
            height=drawing.height,
            svg=painted(drawing.layers, colours, drawing.id),
            areas={name: Outline(words[name].name, rings) for name, rings in seen[drawing.id].items()},
            zones=tuple(_zones(chosen, drawing)),
            right_half=_right_half(drawing),
        )
        for drawing in drawings
    )


def views_of(views: Iterable[BodyView], region: str) -> list[BodyView]:
    """The views in which a region is shown."""
    return [view for view in views if region in view.regions]


def whole_body(
    library: Library, lang: str, palette: Palette | None = None, person: Person = "man"
) -> tuple[WholeView, ...]:
    """The pictures of a whole body, from the front and from behind; none where a content folder has no such drawing."""
    names, regions = read_view_words(library.roots, lang), library.region_words(lang)
    whole, known, colours = read_whole(library.roots), library.art.names(), palette or _colours()
    found = []
    for art, corners in (
        (FRONT, {n: each.front for n, each in whole.items()}),
        (BACK, {n: each.back for n, each in whole.items()}),
    ):
        if art not in known or art not in names:
            continue
        drawing, half = library.art.drawing(art, person), _WHOLE_HALF[art]
        found.append(
            WholeView(
                id=art,
                name=names[art].name,
                width=drawing.width,
                height=drawing.height,
                svg=painted(drawing.layers, colours, art),
                silhouette=_silhouette(drawing),
                regions={
                    name: Outline(regions[name].name, (tuple(_corner(drawing, half, *each) for each in places),))
                    for name, places in corners.items()
                    if places
                },
                right_half=half,
            )
        )
    return tuple(found)


_WHOLE_HALF: Mapping[str, Side] = {FRONT: "left", BACK: "right"}
"""Where the right side of the body is in the picture."""


def _drawings(library: Library, names: Iterable[str], person: Person) -> list[Drawing]:
    """The drawings of the views, under the same names for both bodies."""
    known = library.art.names()
    wanted = (name for name in names if name in known and name not in (FRONT, BACK))
    return [replace(library.art.drawing(name, person), id=name) for name in wanted]


def _with_words(library: Library, lang: str) -> list[str]:
    return [name for name in library.ids() if (name, lang) in library.words]


def _colours() -> Palette:
    return load_theme((data_dir("templates"),)).palette()


def _views_of_regions(
    library: Library,
    areas: Mapping[str, Area],
    drawings: Sequence[Drawing],
    seen: Mapping[str, Mapping[str, Rings]],
) -> Mapping[str, set[str]]:
    """The drawings in which each region is shown: its usual views, and what else it takes to show all its areas."""
    found: dict[str, set[str]] = {}
    for region in dict.fromkeys(area.region for area in areas.values()):
        here = {name: area for name, area in areas.items() if area.region == region}
        usual = library.regions.by_id[region].views
        needed = {shown.drawing.id for shown in choose_views(here, drawings, usual)}
        found[region] = {name for name in (*usual, *needed) if here.keys() & seen.get(name, {}).keys()}
    return found


def _zones(muscles: Iterable[Facts], drawing: Drawing) -> Iterator[ZoneOutline]:
    for facts in muscles:
        for point in facts.trigger_points:
            for zone in point.zones:
                if rings := _in(drawing, zone_parts(drawing, zone)):
                    yield ZoneOutline(facts.id, point.id, point.mark, zone.id, zone.kind, rings)


def _right_half(drawing: Drawing) -> Side | None:
    """Where the right side of the body is, in a drawing from the front or from behind that has both sides.

    What a drawing is of is the first surface that it has.
    """
    surface = next(iter(drawing.frames.values()))
    plane, along, edge = surface.body.plane, (surface.along[0] + surface.along[-1]) / 2, surface.body.edge
    if plane is None or surface.body.side == "right" or plane.azimuth not in _RIGHT_HALF:
        return None
    both = surface.shows((along, -edge)) and surface.shows((along, edge))
    off = abs(surface.place(along, 0)[0] - drawing.width / 2)
    return _RIGHT_HALF[plane.azimuth] if both and off < IN_THE_MIDDLE * drawing.width else None


_RIGHT_HALF: Mapping[float, Side] = {0: "left", 180: "right"}
"""By the angle that a surface is seen from: 0 from the front, 180 from behind."""


# --- what lies under a place -----------------------------------------------------------------------------------------


def rank(views: Iterable[BodyView], view: str, x: float, y: float, side: Side = "right") -> list[Hit]:
    """The muscles that may refer pain to a place in a view, each once, the likeliest first.

    A place in a main area comes before one near it, then a place where pain may spread, then near such; a small zone
    says more than a large one. `side` "left": the picture is the mirror image. Raises HandoutsError for a view that
    is not there.
    """
    found = _view_called(views, view)
    across = found.width - x if side == "left" else x
    reach = NEAR * found.height
    hits = []
    for zone in found.zones:
        away = zone.away(across, y)
        if away <= reach:
            hit = Hit(zone.muscle, zone.kind, zone.mark, zone.point, zone.zone, away == 0)
            hits.append(((hit.kind == "spillover", not hit.inside, zone.size, hit.muscle, hit.mark), hit))
    best: dict[str, Hit] = {}
    for _, hit in sorted(hits, key=lambda pair: pair[0]):
        best.setdefault(hit.muscle, hit)
    return list(best.values())


def by_area(library: Library, area: str, muscles: Sequence[str] | None = None) -> list[Hit]:
    """The muscles that refer pain to an area, the likeliest first. Raises HandoutsError for an unknown area."""
    areas = read_areas(library.roots)
    if area not in areas:
        raise HandoutsError(f"no area {area!r}{likely(area, areas)}")
    chosen = [library.facts[name] for name in (library.ids() if muscles is None else muscles)]
    return [
        Hit(each.muscle, each.kind, each.mark, each.point, each.zone, True) for each in referrals(areas[area], chosen)
    ]


def region_at(whole: WholeView, x: float, y: float) -> tuple[str, Side] | None:
    """The region of a whole body at a place, or the nearest one near it, and the side; None where there is none."""
    side = _half(whole.right_half, x, whole.width)
    across = x if side == "right" else whole.width - x
    away = {name: _away(each.rings, across, y) for name, each in whole.regions.items()}
    nearest = min(away, key=lambda name: away[name], default=None)
    if nearest is None or away[nearest] > NEAR * whole.height:
        return None
    return nearest, side


def _view_called(views: Iterable[BodyView], name: str) -> BodyView:
    known = {view.id: view for view in views}
    if name not in known:
        raise HandoutsError(f"no view {name!r}{likely(name, known)}")
    return known[name]


# --- outlines --------------------------------------------------------------------------------------------------------


def _all_in(drawing: Drawing, outlines: Mapping[str, Sequence[Sequence[Point]]]) -> Mapping[str, Rings]:
    """The areas of which the picture has enough."""
    return {name: rings for name, parts in outlines.items() if (rings := _in(drawing, parts))}


def _in(drawing: Drawing, parts: Iterable[Sequence[Point]]) -> Rings:
    """The outlines of which the picture has enough: a surface goes on beyond the edge of a drawing."""
    return tuple(tuple(part) for part in parts if _share_in(drawing, part) >= LEAST_SHARE)


def _share_in(drawing: Drawing, part: Sequence[Point]) -> float:
    """How much of the box around an outline is in the picture, 0 to 1."""
    left, top, right, bottom = bounds(part)
    across = max(min(right, drawing.width) - max(left, 0), 0)
    down = max(min(bottom, drawing.height) - max(top, 0), 0)
    return across * down / max((right - left) * (bottom - top), 1e-9)


def _curve(ring: Sequence[Point]) -> str:
    """As a pain map draws it: every second place, on a smooth curve."""
    return smooth(ring[::2])


def _half(right_half: Side, x: float, width: float) -> Side:
    """The side of the body that a place in a picture of both sides is on."""
    return "right" if (x < width / 2) == (right_half == "left") else "left"


def _corner(drawing: Drawing, right_half: Side, out: float, down: float) -> Point:
    """A corner of a region on the right side of a whole body."""
    middle = drawing.width / 2
    return middle + (-out if right_half == "left" else out) * middle, down * drawing.height


def _mirrored(ring: Sequence[Point], width: float) -> list[Point]:
    return [(width - x, y) for x, y in ring]


def _silhouette(drawing: Drawing) -> str:
    """All that is body: the lowest layer of a drawing is its skin without shades."""
    layer = drawing.layers[0]
    return getattr(layer, "d", "")


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True))) / 2


def _away(rings: Rings, x: float, y: float) -> float:
    """How far a place is from an outline; 0 inside it."""
    least = float("inf")
    for ring in rings:
        edges = list(zip(ring, (*ring[1:], ring[0]), strict=True))
        if inside(edges, x, y):
            return 0.0
        least = min(least, *(distance(edge, x, y) for edge in edges))
    return least
