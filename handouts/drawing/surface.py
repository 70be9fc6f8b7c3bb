"""From places on the body's surface to places in a drawing.

A surface maps coordinates (along it and across it; see `content/body/surfaces.toml`) to art units, and says what of it
can be seen. Zones and trigger points are written once in surface coordinates and land where they belong in every view.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from handouts.drawing.body import BodySurface
from handouts.drawing.shapes import Point
from handouts.errors import HandoutsError

MIN_WIDTH = {"degrees": 2.0, "cm": 0.3}
"""What is narrower than this at the edge of a view is not drawn there."""
LEAST_SHARE = 0.3
"""A view that shows less of a zone than this does not show it at all: a sliver at the edge says nothing."""


@dataclass(frozen=True, eq=False)
class Surface:
    """A surface of the body as a drawing shows it: rows along it, columns across it, None where there is no skin.

    `centre`, `across` and `visible` (the smallest and largest visible place of each row) are in the unit of the body's
    surface, degrees or cm; `along` runs from 0 to 1 between two landmarks; `xy` is in art units.
    """

    body: BodySurface
    centre: float
    along: tuple[float, ...]
    across: tuple[float, ...]
    xy: tuple[tuple[Point | None, ...], ...]
    visible: tuple[Point | None, ...]
    _zones: dict[tuple[Point, ...], list[list[Point]]] = field(default_factory=dict, repr=False)
    """Parts of zones that were asked for: the same at every size."""

    @cached_property
    def _rows(self) -> list[list[tuple[float, Point]]]:
        return [
            [(across, point) for across, point in zip(self.across, row, strict=True) if point is not None]
            for row in self.xy
        ]

    def unwrap(self, across: float) -> float:
        """The place across; on a limb the angle, in degrees, turned to within half a turn of the middle of the view."""
        if not self.body.goes_round:
            return across
        return (across - self.centre + 180) % 360 - 180 + self.centre

    def span(self, along: float) -> Point | None:
        """The smallest and largest visible place across; None where nothing is visible."""
        low, share = self._row(along)
        if low is None:
            return None
        first, second = self.visible[low], self.visible[min(low + 1, len(self.along) - 1)]
        if first is None or second is None:
            return first if share < 0.5 else second
        return _mix(first, second, share)

    def shows(self, place: Point) -> bool:
        """Whether a mark at the place is drawn: it can be seen, and is not too near to the edge of what can be seen.

        This is the one rule: what asks whether a mark is on a map, and what draws the map, both ask here.
        """
        span = self.span(place[0])
        return span is not None and span[0] + self.body.edge < self.unwrap(place[1]) < span[1] - self.body.edge

    def place(self, along: float, across: float) -> Point:
        """The place in art units; hidden places give the nearest visible one.

        Raises HandoutsError where nothing of the surface is visible.
        """
        low, share = self._row(min(max(along, self.along[0]), self.along[-1]))
        assert low is not None
        rows = [low, min(low + 1, len(self.along) - 1)]
        places = [self._between(self._rows[row], self.unwrap(across)) for row in rows if self._rows[row]]
        if len(places) == 1:
            return places[0]
        if not places:
            raise HandoutsError(f"the drawing shows nothing at {along:.2f} along the surface")
        return _mix(places[0], places[1], share)

    def zone(self, outline: Sequence[Point]) -> list[list[Point]]:
        """The visible parts of a zone as closed outlines in art units.

        The zone's outline is taken as a smooth closed curve; in each row it must be one stretch.
        """
        key = tuple(outline)
        if key not in self._zones:
            self._zones[key] = self._zone(key)
        return self._zones[key]

    def _zone(self, outline: Sequence[Point]) -> list[list[Point]]:
        ring = smooth_ring(unbroken(outline) if self.body.goes_round else outline)
        start, end = min(along for along, _ in ring), max(along for along, _ in ring)
        steps = max(int((end - start) / 0.012), 24)
        # half cosine spacing: close together at the rounded ends
        shares = (0.5 - 0.5 * math.cos(math.pi * min(max(step / steps, 0.004), 0.996)) for step in range(steps + 1))
        rows = [start + (end - start) * share for share in shares]
        stretches = [(along, stretch) for along in rows if (stretch := _stretch(ring, along))]
        whole = sum(stretch[1] - stretch[0] for along, stretch in stretches if self.span(along))
        parts: list[list[Point]] = []
        seen = 0.0
        for turn in self._turns(ring):
            turned, width = self._parts([(along, (low + turn, high + turn)) for along, (low, high) in stretches])
            parts += turned
            seen += width
        if seen < LEAST_SHARE * whole:
            return []
        return [part for part in parts if len(part) > 8]

    def _turns(self, ring: Sequence[Point]) -> list[float]:
        """Whole turns by which a zone may come into the view; the zone is turned as one, so that it stays whole."""
        if not self.body.goes_round:
            return [0.0]
        middle = (min(across for _, across in ring) + max(across for _, across in ring)) / 2
        nearest = 360.0 * round((self.centre - middle) / 360)
        return [nearest, nearest - 360, nearest + 360]

    def _parts(self, stretches: Sequence[tuple[float, Point]]) -> tuple[list[list[Point]], float]:
        """The visible parts of a zone, given as a stretch for each row, and how much of all stretches is visible."""
        parts: list[list[Point]] = []
        left: list[Point] = []
        right: list[Point] = []
        seen = 0.0
        for along, stretch in stretches:
            span = self.span(along)
            if span:
                low, high = max(stretch[0], span[0]), min(stretch[1], span[1])
                seen += max(high - low, 0.0)
                if high - low > min(MIN_WIDTH[self.body.unit], 0.5 * (stretch[1] - stretch[0])):
                    left.append(self.place(along, low))
                    right.append(self.place(along, high))
                    continue
            if left:
                parts.append(left + right[::-1])
                left, right = [], []
        if left:
            parts.append(left + right[::-1])
        return parts, seen

    def _row(self, along: float) -> tuple[int | None, float]:
        """The grid row below a place and the share of the way to the next; None outside the frame."""
        rows = self.along
        if not rows[0] <= along <= rows[-1]:
            return None, 0.0
        low = bisect_right(rows, along + 1e-9) - 1
        if low == len(rows) - 1:
            return low, 0.0
        return low, (along - rows[low]) / (rows[low + 1] - rows[low])

    @staticmethod
    def _between(row: Sequence[tuple[float, Point]], across: float) -> Point:
        if across <= row[0][0]:
            return row[0][1]
        for (a0, p0), (a1, p1) in pairwise(row):
            if across <= a1:
                return _mix(p0, p1, (across - a0) / (a1 - a0))
        return row[-1][1]


def unbroken(outline: Sequence[Point]) -> list[Point]:
    """An outline on a limb without the jump from 180 to -180 degrees: each point is as near as can be to the last."""
    ring = [outline[0]]
    for along, across in outline[1:]:
        ring.append((along, across - 360 * round((across - ring[-1][1]) / 360)))
    return ring


def oval_outline(along: float, across: float, half_along: float, half_across: float) -> list[Point]:
    """An oval in surface coordinates as an outline of 16 points."""
    turns = [2 * math.pi * k / 16 for k in range(16)]
    return [(along + half_along * math.cos(turn), across + half_across * math.sin(turn)) for turn in turns]


def smooth_ring(points: Sequence[Point], each: int = 8) -> list[Point]:
    """A closed Catmull-Rom curve through the points, `each` samples from one point to the next."""
    ring: list[Point] = []
    count = len(points)
    for i in range(count):
        p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        for k in range(each):
            u = k / each
            ring.append((_catmull(p0[0], p1[0], p2[0], p3[0], u), _catmull(p0[1], p1[1], p2[1], p3[1], u)))
    return ring


def _catmull(a: float, b: float, c: float, d: float, u: float) -> float:
    return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)))


def _stretch(ring: Sequence[Point], along: float) -> Point | None:
    crossings = list(_crossings(ring, along))
    return (min(crossings), max(crossings)) if len(crossings) > 1 else None


def _crossings(ring: Sequence[Point], along: float) -> Iterator[float]:
    for (t0, a0), (t1, a1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (t0 <= along) != (t1 <= along):
            yield a0 + (a1 - a0) * (along - t0) / (t1 - t0)


def _mix(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
