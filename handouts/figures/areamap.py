"""The map of areas where it can hurt: views of the body side by side, an outline and a number for each area.

It says nothing of a muscle. Each area stands in the view that shows most of it, a marked one in every view.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from handouts.content.model import Area, AreaPart
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Box, Figure, Group, Path, Point, Shape, bounds, smooth
from handouts.errors import HandoutsError
from handouts.figures.legend import zone_shapes
from handouts.figures.marks import number_in_circle, number_radius, view_name
from handouts.figures.painmap import Placed
from handouts.figures.style import FigureStyle

ROOM = 0.1
"""Around the areas of a view, as a share of the larger side of what they fill."""
EDGE = 6
"""Places along each edge of an area, so that it follows the limb."""
MOST_VIEWS = 5
ROUNDS = 40
"""Of moving numbers apart."""
LEAST = 0.45
"""Of a drawing's width and height are seen, so that one knows what it is."""


@dataclass(frozen=True)
class AreaView:
    """A view with the areas that stand in it, as outlines in art units by the area's id."""

    drawing: Drawing
    areas: Mapping[str, Sequence[Sequence[Point]]]
    least: float = LEAST
    """How much of the drawing's width and height is seen at least, 0 to 1."""

    @property
    def box(self) -> Box:
        """What of the drawing is to be seen: all its areas, and some room, within the drawing."""
        rings = [ring for parts in self.areas.values() for ring in parts]
        return window(rings, self.drawing.width, self.drawing.height, self.least)


def window(rings: Iterable[Sequence[Point]], wide: float, high: float, least: float = LEAST) -> Box:
    """What of a drawing of that size is to be seen for some outlines: all of them, and some room, within the drawing.

    `least` of the drawing's width and height is seen, 0 to 1.
    """
    left, top, right, bottom = bounds([place for ring in rings for place in ring])
    room = ROOM * max(right - left, bottom - top)
    across, down = max(right - left + 2 * room, least * wide), max(bottom - top + 2 * room, least * high)
    x = min(max((left + right - across) / 2, 0.0), max(wide - across, 0.0))
    y = min(max((top + bottom - down) / 2, 0.0), max(high - down, 0.0))
    return x, y, min(x + across, wide), min(y + down, high)


def outlines(area: Area, drawing: Drawing) -> list[list[Point]]:
    """An area as outlines in art units, from the one of its parts of which a drawing shows most."""
    found = [
        surface.zone(_edges(part)) for part in area.parts if (surface := drawing.frames.get(part.surface)) is not None
    ]
    return max(found, key=lambda rings: _size(rings, drawing), default=[])


def _edges(part: AreaPart) -> list[Point]:
    """Places along the edges, the corners left out: so they are round."""
    corners = part.corners
    return [
        (a[0] + (b[0] - a[0]) * step / EDGE, a[1] + (b[1] - a[1]) * step / EDGE)
        for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)
        for step in range(1, EDGE)
    ]


def _size(rings: Sequence[Sequence[Point]], drawing: Drawing) -> float:
    """How much of a drawing outlines fill, 0 to 1."""
    total = 0.0
    for ring in rings:
        left, top, right, bottom = bounds(list(ring))
        total += max(right - left, 0.0) * max(bottom - top, 0.0)
    return total / (drawing.width * drawing.height)


def choose_views(areas: Mapping[str, Area], drawings: Sequence[Drawing], usual: Collection[str] = ()) -> list[AreaView]:
    """As few views as show every area, rather the `usual` ones, each area in the one that shows most of it.

    Raises HandoutsError when an area is in no view.
    """
    seen, sizes = _all_outlines(areas, drawings)
    chosen: list[Drawing] = []
    missing = set(areas)
    while missing and len(chosen) < MOST_VIEWS:
        best = max(
            drawings,
            key=lambda d: (len(_well(missing, sizes, d)), d.id in usual, sum(sizes[d.id][n] for n in missing)),
        )
        if not (found := _well(missing, sizes, best)):
            break
        chosen.append(best)
        missing -= found
    if missing:
        raise HandoutsError(f"content/body/areas.toml: no view of the body shows {', '.join(sorted(missing))}")
    shown: list[AreaView] = []
    for drawing in chosen:
        here = [name for name in areas if max(chosen, key=lambda d: sizes[d.id][name]) is drawing]
        shown.append(AreaView(drawing, {name: seen[drawing.id][name] for name in here}))
    return [each for each in shown if each.areas]


Outlines = Mapping[str, Mapping[str, Sequence[Sequence[Point]]]]
"""Of areas by their ids, by the ids of drawings."""


def seen_well(areas: Mapping[str, Area], drawings: Sequence[Drawing]) -> Outlines:
    """The areas that each drawing shows well, as outlines in art units."""
    seen, sizes = _all_outlines(areas, drawings)
    well = {drawing.id: _well(set(areas), sizes, drawing) for drawing in drawings}
    return {id_: {name: rings for name, rings in here.items() if name in well[id_]} for id_, here in seen.items()}


def _all_outlines(
    areas: Mapping[str, Area], drawings: Sequence[Drawing]
) -> tuple[Outlines, Mapping[str, Mapping[str, float]]]:
    """Every area in every drawing, and how much of the drawing it fills."""
    seen = {drawing.id: {name: outlines(area, drawing) for name, area in areas.items()} for drawing in drawings}
    sizes = {
        drawing.id: {name: _size(rings, drawing) for name, rings in seen[drawing.id].items()} for drawing in drawings
    }
    return seen, sizes


def _well(names: set[str], sizes: Mapping[str, Mapping[str, float]], drawing: Drawing) -> set[str]:
    """The areas that a drawing shows at least a fifth as large as the drawing that shows them best."""
    return {
        name
        for name in names
        if sizes[drawing.id][name] > 0 and sizes[drawing.id][name] > 0.2 * max(each[name] for each in sizes.values())
    }


def area_map(
    views: Sequence[AreaView],
    names: Mapping[str, str],
    numbers: Mapping[str, int],
    style: FigureStyle,
    title: str,
    alt: str,
) -> Figure:
    """Lay the views out in one row with their names below; `numbers` are those of the areas, none of a marked one.

    `names` are those of the drawings. An area without a number is filled as a place of pain. Raises HandoutsError when
    the width of `style` has no room for the views.
    """
    boxes = [view.box for view in views]
    aspects = [(right - left) / (bottom - top) for left, top, right, bottom in boxes]
    gap = 14 * style.unit
    height = min(style.height - 1.7 * style.label, (style.width - gap * (len(views) - 1)) / sum(aspects))
    if height <= 0:
        raise HandoutsError(f"{style.width:g} points are too narrow for {len(views)} views")
    x = (style.width - height * sum(aspects) - gap * (len(views) - 1)) / 2
    shapes: list[Shape] = []
    regions: dict[str, Box] = {}
    for view, box, aspect in zip(views, boxes, aspects, strict=True):
        clip = (x, 0.0, x + height * aspect, height)
        placed = _placed(view.drawing, box, clip, style.side == "left")
        shapes.append(placed.group())
        shapes.append(Group(tuple(_areas(view, placed, numbers, style, regions)), clip=clip))
        shapes += _numbers(view, placed, numbers, style, regions)
        name = names[view.drawing.id.removesuffix("_f")]
        shapes += view_name((clip[0] + clip[2]) / 2, height + 1.25 * style.label, name, style.letter, style.label)
        x += height * aspect + gap
    return Figure("areas", style.width, height + 1.65 * style.label, tuple(shapes), title, alt, regions)


def _placed(drawing: Drawing, box: Box, clip: Box, flip: bool) -> Placed:
    left, top, right, bottom = box
    scale = (clip[3] - clip[1]) / (bottom - top)
    start = drawing.width - right if flip else left
    return Placed(drawing, scale, clip[0] - start * scale, clip[1] - top * scale, flip, clip)


def _areas(
    view: AreaView, placed: Placed, numbers: Mapping[str, int], style: FigureStyle, regions: dict[str, Box]
) -> Iterator[Shape]:
    for name, rings in view.areas.items():
        for ring in rings:
            points = [placed.point(place) for place in ring]
            regions[f"area.{name}.{view.drawing.id}"] = bounds(points)
            outline = smooth(points[::2])
            if name in numbers:
                yield Path(outline, stroke="x.halo", width=2.6 * style.unit)
                yield Path(outline, stroke="leader", width=0.9 * style.unit)
            else:
                yield from zone_shapes(points, outline, True, style.unit)


def _numbers(
    view: AreaView, placed: Placed, numbers: Mapping[str, int], style: FigureStyle, regions: dict[str, Box]
) -> Iterator[Shape]:
    """A number in the middle of the largest outline of each area; what would overlap is moved apart."""
    radius = number_radius(0.85 * style.label)
    middles: dict[str, Point] = {}
    for name, rings in view.areas.items():
        if name in numbers:
            boxes = [bounds([placed.point(place) for place in ring]) for ring in rings]
            left, top, right, bottom = max(boxes, key=_extent)
            middles[name] = ((left + right) / 2, (top + bottom) / 2)
    for name, (x, y) in _apart(middles, 2 * radius + 2 * style.unit).items():
        yield from number_in_circle(x, y, str(numbers[name]), 0.85 * style.label)
        regions[f"mark.{name}"] = (x - radius, y - radius, x + radius, y + radius)


def _apart(places: dict[str, Point], least: float) -> dict[str, Point]:
    """Places moved from one another until each two are `least` points apart, as little as possible."""
    for _ in range(ROUNDS):
        near = [(a, b) for a, b in combinations(places, 2) if math.dist(places[a], places[b]) < least - 0.01]
        for one, two in near:
            (x0, y0), (x1, y1) = places[one], places[two]
            gap = math.dist((x0, y0), (x1, y1))
            dx, dy = ((x1 - x0) / gap, (y1 - y0) / gap) if gap else (1.0, 0.0)
            step = (least - gap) / 2
            places[one], places[two] = (x0 - dx * step, y0 - dy * step), (x1 + dx * step, y1 + dy * step)
        if not near:
            break
    return places


def _extent(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


__all__ = ["AreaView", "area_map", "choose_views", "outlines", "seen_well", "window"]
