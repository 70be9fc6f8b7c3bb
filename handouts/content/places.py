"""Places on the body in a pain map: whether a view draws them. The map and `check` both ask here.

Whether a place is drawn depends on how near it is to the edge of the surface that a drawing shows, on the part of the
drawing that the view shows, and on the trigger points that the view is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from handouts.content.model import Facts, PainMap, TriggerPoint, View, Zone
from handouts.drawing.art import Drawing
from handouts.drawing.body import Surfaces
from handouts.drawing.shapes import Box, Point
from handouts.drawing.surface import oval_outline
from handouts.errors import ContentError, Problem, likely
from handouts.style.choices import Person

if TYPE_CHECKING:
    from handouts.content.library import Art

PERSONS: tuple[Person, ...] = get_args(Person)
Views = Sequence[tuple[View, Drawing]]
"""Views of a pain map with their drawings."""


def window(view: View, drawing: Drawing) -> Box:
    """The part of a drawing that a view shows, in art units."""
    left, top, right, bottom = view.crop
    return left * drawing.width, top * drawing.height, right * drawing.width, bottom * drawing.height


def mark_place(view: View, drawing: Drawing, point: TriggerPoint) -> Point | None:
    """Where a view has the mark of a trigger point, in art units; None where it has none."""
    surface = drawing.frames.get(point.frame)
    if surface is None or not is_for(view, point) or not surface.shows(point.at):
        return None
    x, y = surface.place(*point.at)
    left, top, right, bottom = window(view, drawing)
    return (x, y) if left < x < right and top < y < bottom else None


def is_for(view: View, point: TriggerPoint) -> bool:
    """Whether a view shows a trigger point and its zones as far as it can."""
    return view.marks is None or point.mark in view.marks


def zone_parts(drawing: Drawing, zone: Zone) -> list[list[Point]]:
    """The parts of a zone that a drawing shows, as outlines in art units."""
    surface = drawing.frames.get(zone.frame)
    return [] if surface is None else surface.zone(outline_of(zone))


def shows_zone(view: View, drawing: Drawing, zone: Zone) -> bool:
    """Whether any of a zone lies in what a view shows."""
    left, top, right, bottom = window(view, drawing)
    places = [place for part in zone_parts(drawing, zone) for place in part]
    return any(left < x < right and top < y < bottom for x, y in places)


def outline_of(zone: Zone) -> list[Point]:
    """A zone's outline in surface coordinates."""
    return oval_outline(*zone.oval) if zone.oval else list(zone.outline)


def check_places(facts: Facts, where: str, art: Art) -> Iterator[Problem]:
    """What is wrong with the places of a muscle: no such surface, off the surface, or drawn in no view of its maps."""
    try:
        surfaces = art.surfaces()
    except ContentError as error:
        yield from error.problems
        return
    maps: list[Views] = []
    try:
        maps = _read_maps(facts, art)
    except ContentError as error:
        yield from error.problems  # no verdict on what a map shows without all of its views
    for keep in facts.keep_off:
        yield from _off_surface(f"keep_off[{keep.id}]", "at", keep.surface, [keep.at], where, surfaces)
    for point in facts.trigger_points:
        key = f"trigger_points[{point.id}]"
        off = list(_off_surface(key, "at", point.frame, [point.at], where, surfaces))
        yield from off
        for views in () if off else maps:
            if not any(mark_place(*view, point) for view in views):
                said = surfaces[point.frame].said(point.at)
                yield Problem(where, f"{key}.at", _in_no_view(point.frame, said, views))
                break
        for zone in point.zones:
            yield from _check_zone(f"{key}.zones[{zone.id}]", zone, point, where, surfaces, maps)


def _read_maps(facts: Facts, art: Art) -> list[Views]:
    """All views of the pain maps, once for each body they are drawn with. Raises ContentError when one is not right."""
    names = art.names()
    specs = [spec for spec in facts.figures if isinstance(spec, PainMap)]
    views = [view for spec in specs for view in spec.views if view.art in names]
    return [[(view, art.drawing(view.art, person)) for view in views] for person in PERSONS if views]


def _check_zone(
    key: str, zone: Zone, point: TriggerPoint, where: str, surfaces: Surfaces, maps: Sequence[Views]
) -> Iterator[Problem]:
    name, places = ("oval", [zone.oval[:2]]) if zone.oval else ("outline", list(zone.outline))
    off = list(_off_surface(key, name, zone.frame, places, where, surfaces))
    yield from off
    if not off and zone.oval and not surfaces[zone.frame].holds(*zone.oval[2:]):
        yield Problem(
            where, f"{key}.oval", f"the oval is larger than {zone.frame!r}: its last two numbers are half axes"
        )
        return
    for views in () if off else maps:
        if not any(is_for(view, point) and shows_zone(view, drawing, zone) for view, drawing in views):
            yield Problem(where, f"{key}.{name}", _in_no_view(zone.frame, "the zone", views))
            return


def _off_surface(
    key: str, name: str, frame: str, places: Sequence[Point], where: str, surfaces: Surfaces
) -> Iterator[Problem]:
    """A surface that does not exist, or the first place that is not on it."""
    if frame not in surfaces:
        known = ", ".join(sorted(surfaces))
        yield Problem(where, f"{key}.frame", f"no surface {frame!r}{likely(frame, surfaces)} (there is: {known})")
        return
    for place in places:
        if said := surfaces[frame].off(place):
            yield Problem(where, f"{key}.{name}", f"{said} on {frame!r}")
            return


def _in_no_view(frame: str, what: str, views: Views) -> str:
    """Why something is drawn nowhere, and what to do."""
    names = [drawing.id for _, drawing in views if frame in drawing.frames]
    if not names:
        return f"{what} is on no view of the pain map: none shows {frame!r}; add a view that does"
    return (
        f"{what} is on no view of the pain map: hidden, cut off or too near to the edge in {', '.join(names)}; "
        "move it or add a view"
    )
