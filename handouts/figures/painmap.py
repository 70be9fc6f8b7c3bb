"""The pain map: views of the body side by side, with zones, trigger points and a legend.

What is drawn is readable without colour: essential zones are solid with hatching, spillover zones are dotted and
outlined, every trigger point is an X with a white halo and a number beside the limb (contrast measured on skin).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import replace as dataclasses_replace
from itertools import combinations
from typing import Any

from handouts.content.model import FigureWords, PainMap, TriggerPoint, View, Zone
from handouts.content.places import is_for, mark_place, shows_zone, window, zone_parts
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import (
    Box,
    Figure,
    Group,
    Path,
    Point,
    Shape,
    bounds,
    line,
    smooth,
)
from handouts.errors import HandoutsError
from handouts.figures.legend import add_legend, zone_shapes
from handouts.figures.marks import (
    LEADER,
    X_ARM,
    X_HALO,
    not_here,
    number_in_circle,
    number_radius,
    spread,
    view_name,
    view_name_width,
    x_mark,
)
from handouts.figures.style import FigureStyle
from handouts.figures.viewrow import ViewRoom, ViewRow

LEAST_MARK = 0.6
"""Of a mark beside another, times its size in normal print."""


@dataclass(frozen=True)
class Placed:
    """A drawing placed in a figure: art units to points."""

    drawing: Drawing
    scale: float
    dx: float
    dy: float
    flip: bool
    clip: Box

    def point(self, place: Point) -> Point:
        """Where a place in art units is in the figure."""
        x = self.drawing.width - place[0] if self.flip else place[0]
        return x * self.scale + self.dx, place[1] * self.scale + self.dy

    def group(self) -> Group:
        """The drawing itself, as one shape."""
        return Group(
            self.drawing.layers,
            self.scale,
            self.dx,
            self.dy,
            self.flip,
            self.drawing.width,
            self.clip,
            key=self.drawing.id,
            reach=self.drawing.reach,
        )


def pain_map(
    spec: PainMap,
    drawings: Sequence[Drawing],
    points: Sequence[TriggerPoint],
    names: Sequence[str],
    style: FigureStyle,
    title: str,
    alt: str,
) -> Figure:
    """Lay the views out in one row, bottom aligned, names below them, the legend last.

    Raises HandoutsError when the width of `style` has no room for the numbers.
    """
    flip = style.side == "left"
    row = _view_row(spec, drawings, points, names, style).in_width(style.width)
    height = min(style.height, row.height(style.width))
    if height <= 0:
        raise HandoutsError(f"{spec.id}: {style.width:g} points are too narrow for its numbers")
    spare = (style.width - row.width(height)) / len(row.views)
    shapes: list[Shape] = []
    regions: dict[str, Box] = {}
    x = spare / 2
    for view, drawing, room, name in zip(spec.views, drawings, row.views, names, strict=True):
        left, right = room.sides(height)
        wide = height * room.wide
        start = x + left - room.middle * wide
        box = (start, height * (1 - room.high), start + wide, height)
        shapes += _view(view, _place(view, drawing, box, flip), points, style, regions)
        regions[f"view.{view.id}"] = box
        half = view_name_width(name, style.label) / 2
        middle = min(max(x + left, half), style.width - half)  # of names that run into each other none is cut
        shapes += view_name(middle, height + style.label * 1.25, name, style.letter, style.label)
        x += left + right + row.gap + spare
    bottom = height + style.label * 1.65
    if style.legend:
        bottom = add_legend(shapes, bottom + 5 * style.unit, style, not all(point.press for point in points))
    return Figure(spec.id, style.width, bottom, tuple(shapes), title, alt, regions)


def _view_row(
    spec: PainMap, drawings: Sequence[Drawing], points: Sequence[TriggerPoint], names: Sequence[str], style: FigureStyle
) -> ViewRow:
    """The room that each view needs."""
    flip = style.side == "left"
    room = 2 * number_radius(style.label) + 14 * style.unit
    views = []
    for view, drawing, name in zip(spec.views, drawings, names, strict=True):
        before, after = _sides(view, drawing, points, style, flip)
        left, top, right, bottom = window(view, drawing)
        views.append(
            ViewRoom(
                view.height,
                (right - left) / (bottom - top) * view.height,
                room if before else 0.0,
                room if after else 0.0,
                _name_middle(view, drawing, flip),
                view_name_width(name, style.label) / 2,
            )
        )
    _, top, _, bottom = window(spec.views[0], drawings[0])
    return ViewRow(tuple(views), 12 * style.unit, bottom - top)


def _place(view: View, drawing: Drawing, box: Box, flip: bool) -> Placed:
    left, top, right, bottom = window(view, drawing)
    scale = (box[3] - box[1]) / (bottom - top)
    start = drawing.width - right if flip else left
    return Placed(drawing, scale, box[0] - start * scale, box[1] - top * scale, flip, box)


def _wanted(view: View, point: TriggerPoint, style: FigureStyle) -> bool:
    return (style.marks is None or point.mark in style.marks) and is_for(view, point)


def _marks(
    view: View, drawing: Drawing, points: Sequence[TriggerPoint], style: FigureStyle
) -> list[tuple[TriggerPoint, Point]]:
    """The trigger points marked in a view, with their places in art units, from top to bottom."""
    found = []
    for point in points:
        if _wanted(view, point, style) and (place := mark_place(view, drawing, point)):
            found.append((point, place))
    return sorted(found, key=lambda pair: (pair[1][1], pair[0].mark))


def _sides(
    view: View, drawing: Drawing, points: Sequence[TriggerPoint], style: FigureStyle, flip: bool
) -> tuple[bool, bool]:
    """Whether numbers stand to the left and to the right of a view."""
    middle = _limb_middle(view, drawing)
    sides = {(place[0] < middle) != flip for _, place in _marks(view, drawing, points, style)}
    return True in sides, False in sides


def _limb_middle(view: View, drawing: Drawing) -> float:
    """The middle of the limb in art units, where numbers change sides; of the view, when it is not of a limb.

    What a view is of is the first surface that it has.
    """
    left, _, right, _ = window(view, drawing)
    surface = next(iter(drawing.frames.values()), None)
    along = surface.body.middle if surface else None
    if surface is None or along is None or (span := surface.span(along)) is None:
        return (left + right) / 2
    return (surface.place(along, span[0])[0] + surface.place(along, span[1])[0]) / 2


def _name_middle(view: View, drawing: Drawing, flip: bool) -> float:
    """Where the middle of a view's name stands, as a share of the view: below the limb, or in the middle."""
    if len(drawing.frames) > 1:
        return 0.5
    left, _, right, _ = window(view, drawing)
    share = (_limb_middle(view, drawing) - left) / (right - left)
    return 1 - share if flip else share


def _view(
    view: View, placed: Placed, points: Sequence[TriggerPoint], style: FigureStyle, regions: dict[str, Box]
) -> Iterator[Shape]:
    yield placed.group()
    if style.zones:
        painted: list[Shape] = []
        shown = [point for point in points if _wanted(view, point, style)]
        for kind in ("spillover", "essential"):
            for point in shown:
                for zone in point.zones:
                    if zone.kind == kind:
                        painted += _zone(zone, view, placed, style.unit, regions)
        yield Group(tuple(painted), clip=placed.clip)
    if not style.crosses:
        return
    marks = [(point, placed.point(place)) for point, place in _marks(view, placed.drawing, points, style)]
    unit = _apart([place for _, place in marks], style.mark)
    middle = placed.point((_limb_middle(view, placed.drawing), 0))[0]
    for outward in (-1, 1):
        column = [(p, place) for p, place in marks if (place[0] < middle) == (outward < 0)]
        yield from _numbers(column, outward, placed, style, unit, view, regions)
    for point, place in marks:
        yield from x_mark(place, unit) if point.press else not_here(place, unit)
        reach = (X_ARM + X_HALO / 2) * unit
        regions[f"x.{point.mark}.{view.id}"] = (
            place[0] - reach,
            place[1] - reach,
            place[0] + reach,
            place[1] + reach,
        )


def _apart(places: Sequence[Point], most: float) -> float:
    """How large marks may be, times their size in normal print, so that none lies over another."""
    nearest = min((max(abs(a - c), abs(b - d)) for (a, b), (c, d) in combinations(places, 2)), default=100.0)
    return max(min(most, nearest / (2 * X_ARM + X_HALO)), LEAST_MARK)


def _zone(zone: Zone, view: View, placed: Placed, unit: float, regions: dict[str, Box]) -> Iterator[Shape]:
    for number, part in enumerate(zone_parts(placed.drawing, zone)):
        points = [placed.point(place) for place in part]
        x0, y0, x1, y1 = bounds(points)
        if min(x1 - x0, y1 - y0) < 3 * unit:
            continue
        regions[f"zone.{zone.id}.{view.id}.{number}"] = (x0, y0, x1, y1)
        yield from zone_shapes(points, smooth(points[::2]), zone.kind == "essential", unit)


def _numbers(
    marks: Sequence[tuple[TriggerPoint, Point]],
    outward: int,
    placed: Placed,
    style: FigureStyle,
    mark: float,
    view: View,
    regions: dict[str, Box],
) -> Iterator[Shape]:
    """Numbers in circles beside the limb, led to their marks; never closer together than they are high."""
    radius = number_radius(style.label)
    edge = (placed.clip[0] if outward < 0 else placed.clip[2]) + outward * (radius + 6 * style.unit)
    heights = spread([place[1] for _, place in marks], 2 * radius + 5 * style.unit)
    for (point, place), y in zip(marks, heights, strict=True):
        start = place[0] + outward * (X_ARM + X_HALO / 2) * mark
        yield Path(line(start, place[1], edge - outward * radius, y), stroke="x.halo", width=3 * LEADER * style.unit)
        yield Path(line(start, place[1], edge - outward * radius, y), stroke="leader", width=LEADER * style.unit)
        yield from number_in_circle(edge, y, str(point.mark), style.label)
        regions[f"mark.{point.mark}.{view.id}"] = (edge - radius, y - radius, edge + radius, y + radius)


def spot_map(
    spec: PainMap,
    drawings: Sequence[Drawing],
    points: Sequence[TriggerPoint],
    names: Sequence[str],
    style: FigureStyle,
    words: FigureWords,
) -> Figure:
    """The map of the marks in `style` alone: every view that has a mark or pain, or one cropped to them."""
    part, drawings, names = _of_spot(spec, drawings, points, names, style)
    figure = pain_map(part, drawings, points, names, style, words.title, words.alt)
    box = figure.regions[f"view.{part.views[0].id}"]
    _, top, _, bottom = window(part.views[0], drawings[0])
    return dataclasses_replace(figure, scale=(box[3] - box[1]) / (bottom - top))


def spot_row(
    spec: PainMap, drawings: Sequence[Drawing], points: Sequence[TriggerPoint], names: Sequence[str], style: FigureStyle
) -> ViewRow:
    """The room that the views of the same map need."""
    part, drawings, names = _of_spot(spec, drawings, points, names, style)
    return _view_row(part, drawings, points, names, style)


def _of_spot(
    spec: PainMap, drawings: Sequence[Drawing], points: Sequence[TriggerPoint], names: Sequence[str], style: FigureStyle
) -> tuple[PainMap, Sequence[Drawing], Sequence[str]]:
    """The map with the views that the marks in `style` need.

    Pain that stays near its mark needs one view only; it is drawn at the style's scale, when one is given, and cropped.
    """
    chosen = [
        (view, drawing, name)
        for view, drawing, name in zip(spec.views, drawings, names, strict=True)
        if _is_needed(view, drawing, points, style)
    ]
    if not is_far(points, style.marks):
        view, drawing, name = chosen[0]
        chosen = [(_cropped(view, drawing, points, style), drawing, name)]
    views, shown, said = zip(*chosen, strict=True)
    return replace(spec, views=views), shown, said


def replace(model: Any, **changes: Any) -> Any:
    """A model of the content with other values."""
    return model.model_copy(update=changes)


def is_far(points: Sequence[TriggerPoint], marks: frozenset[int] | None) -> bool:
    """Whether some main pain of these trigger points lies away from the point itself."""
    for point in points:
        if marks is None or point.mark in marks:
            for zone in point.zones:
                if zone.frame != point.frame:
                    return True
                places = [zone.oval[0]] if zone.oval else [along for along, _ in zone.outline]
                if zone.kind == "essential" and all(abs(along - point.at[0]) > 0.2 for along in places):
                    return True
    return False


def _is_needed(view: View, drawing: Drawing, points: Sequence[TriggerPoint], style: FigureStyle) -> bool:
    if _marks(view, drawing, points, style):
        return True
    wanted = [point for point in points if _wanted(view, point, style)]
    return any(shows_zone(view, drawing, zone) for point in wanted for zone in point.zones)


def _cropped(view: View, drawing: Drawing, points: Sequence[TriggerPoint], style: FigureStyle) -> View:
    """A view cut above and below to what stands around its marks, as high as there is room at the scale."""
    left, top, right, bottom = view.crop
    places = [place for _, place in _marks(view, drawing, points, style)]
    middle = sum(y for _, y in places) / len(places) / drawing.height
    share = style.height / style.scale / drawing.height if style.scale else 0.34
    share = min(share, bottom - top)
    start = min(max(middle - 0.46 * share, top), bottom - share)
    cut: View = replace(view, crop=(left, start, right, start + share), height=1.0)
    return cut
