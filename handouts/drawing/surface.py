"""From places on the body's surface to places in a drawing.

A surface maps coordinates (t along the limb, angle about it; see `content.model`) to art units, and says which angles
can be seen at each t. Zones and trigger points are written once in surface coordinates and land where they belong in
every view.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from handouts.drawing.shapes import Point
from handouts.errors import HandoutsError

MIN_WIDTH = 2.0
"""Degrees: what is narrower than this at the edge of a view is not drawn there."""
LEAST_SHARE = 0.3
"""A view that shows less of a zone than this does not show it at all: a sliver at the edge says nothing."""


@dataclass(frozen=True, eq=False)
class Surface:
    """One part of the body as a drawing shows it: rows along t, columns along the angle, None where hidden.

    `centre`, `angle` and `visible` (the smallest and largest visible angle of each row) are in degrees, `t` runs
    from 0 to 1 along the limb, `xy` is in art units.
    """

    centre: float
    t: tuple[float, ...]
    angle: tuple[float, ...]
    xy: tuple[tuple[Point | None, ...], ...]
    visible: tuple[Point | None, ...]
    _zones: dict[tuple[Point, ...], list[list[Point]]] = field(default_factory=dict, repr=False)
    """Parts of zones that were asked for: the same at every size."""

    @cached_property
    def _rows(self) -> list[list[tuple[float, Point]]]:
        return [
            [(angle, point) for angle, point in zip(self.angle, row, strict=True) if point is not None]
            for row in self.xy
        ]

    def unwrap(self, angle: float) -> float:
        """The angle, in degrees, turned to within half a turn of the middle of the view."""
        return (angle - self.centre + 180) % 360 - 180 + self.centre

    def span(self, t: float) -> Point | None:
        """The smallest and largest visible angle at t, in degrees; None where nothing is visible."""
        low, share = self._row(t)
        if low is None:
            return None
        first, second = self.visible[low], self.visible[min(low + 1, len(self.t) - 1)]
        if first is None or second is None:
            return first if share < 0.5 else second
        return _mix(first, second, share)

    def shows(self, t: float, angle: float) -> bool:
        """Whether the place can be seen in this drawing."""
        span = self.span(t)
        return span is not None and span[0] < self.unwrap(angle) < span[1]

    def place(self, t: float, angle: float) -> Point:
        """The place in art units; hidden angles give the nearest visible place."""
        low, share = self._row(min(max(t, self.t[0]), self.t[-1]))
        assert low is not None
        rows = [low, min(low + 1, len(self.t) - 1)]
        places = [self._along(self._rows[row], self.unwrap(angle)) for row in rows if self._rows[row]]
        if len(places) == 1:
            return places[0]
        if not places:
            raise HandoutsError(f"the drawing shows nothing at t = {t:.2f}")
        return _mix(places[0], places[1], share)

    def zone(self, outline: Sequence[Point]) -> list[list[Point]]:
        """The visible parts of a zone as closed outlines in art units.

        The zone's outline is taken as a smooth closed curve; at each t it must be one stretch of angles.
        """
        key = tuple(outline)
        if key not in self._zones:
            self._zones[key] = self._zone(key)
        return self._zones[key]

    def _zone(self, outline: Sequence[Point]) -> list[list[Point]]:
        ring = [(t, self.unwrap(angle)) for t, angle in smooth_ring(outline)]
        start, end = min(t for t, _ in ring), max(t for t, _ in ring)
        steps = max(int((end - start) / 0.012), 24)
        parts: list[list[Point]] = []
        seen, whole = 0.0, 0.0
        left: list[Point] = []
        right: list[Point] = []
        for step in range(steps + 1):
            # half cosine spacing: close together at the rounded ends
            t = start + (end - start) * (0.5 - 0.5 * math.cos(math.pi * min(max(step / steps, 0.004), 0.996)))
            stretch, span = _stretch(ring, t), self.span(t)
            if stretch and span:
                low, high = max(stretch[0], span[0]), min(stretch[1], span[1])
                seen, whole = seen + max(high - low, 0.0), whole + stretch[1] - stretch[0]
                if high - low > min(MIN_WIDTH, 0.5 * (stretch[1] - stretch[0])):
                    left.append(self.place(t, low))
                    right.append(self.place(t, high))
                    continue
            if left:
                parts.append(left + right[::-1])
                left, right = [], []
        if left:
            parts.append(left + right[::-1])
        if seen < LEAST_SHARE * whole:
            return []
        return [part for part in parts if len(part) > 8]

    def _row(self, t: float) -> tuple[int | None, float]:
        """The grid row below t and the share of the way to the next; None outside the frame."""
        rows = self.t
        if not rows[0] <= t <= rows[-1]:
            return None, 0.0
        low = max(index for index, row in enumerate(rows) if row <= t + 1e-9)
        if low == len(rows) - 1:
            return low, 0.0
        return low, (t - rows[low]) / (rows[low + 1] - rows[low])

    @staticmethod
    def _along(row: Sequence[tuple[float, Point]], angle: float) -> Point:
        if angle <= row[0][0]:
            return row[0][1]
        for (a0, p0), (a1, p1) in pairwise(row):
            if angle <= a1:
                return _mix(p0, p1, (angle - a0) / (a1 - a0))
        return row[-1][1]


def oval_outline(t: float, angle: float, half_t: float, half_angle: float) -> list[Point]:
    """An oval in surface coordinates as an outline of 16 points."""
    turns = [2 * math.pi * k / 16 for k in range(16)]
    return [(t + half_t * math.cos(turn), angle + half_angle * math.sin(turn)) for turn in turns]


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


def _stretch(ring: Sequence[Point], t: float) -> Point | None:
    crossings = list(_crossings(ring, t))
    return (min(crossings), max(crossings)) if len(crossings) > 1 else None


def _crossings(ring: Sequence[Point], t: float) -> Iterator[float]:
    for (t0, a0), (t1, a1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (t0 <= t) != (t1 <= t):
            yield a0 + (a1 - a0) * (t - t0) / (t1 - t0)


def _mix(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
