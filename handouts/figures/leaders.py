"""The lines that lead from a number or a label to its place: whether one can be followed without doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from handouts.drawing.shapes import Box, Figure, Path, Point

NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
CLOSE = 1.0
"""Points: lines that end nearer to each other than that lead to one place."""


@dataclass(frozen=True)
class Leader:
    """A line from a place to what says something of it, by the name that the figure has for that."""

    start: Point
    end: Point
    to: str


def leaders(figure: Figure) -> list[Leader]:
    """All leaders of a figure."""
    told = {name: box for name, box in figure.regions.items() if name.split(".")[0] in ("mark", "label", "attachment")}
    found = []
    for shape in figure.shapes:
        if isinstance(shape, Path) and shape.stroke == "leader" and shape.fill is None:
            numbers = [float(number) for number in re.findall(NUMBER, shape.d)]
            if len(numbers) == 4 and told:
                end = (numbers[2], numbers[3])
                found.append(Leader((numbers[0], numbers[1]), end, min(told, key=lambda name: _away(end, told[name]))))
    return found


def tangles(figure: Figure) -> Iterator[tuple[str, str]]:
    """Two leaders that cross, or a leader and the mark of another trigger point that it runs over."""
    lines = leaders(figure)
    for one, other in combinations(lines, 2):
        if _away(one.start, (*other.start, *other.start)) > CLOSE and cross(one.start, one.end, other.start, other.end):
            yield one.to, other.to
    for line in lines:
        for name, box in _marks(figure.regions).items():
            if _away(line.start, box) > CLOSE and _over(line, box):
                yield line.to, name


def _marks(regions: Mapping[str, Box]) -> dict[str, Box]:
    return {name: box for name, box in regions.items() if name.startswith("x.")}


def _away(point: Point, box: Box) -> float:
    """How far a point is from a box; 0 inside."""
    x = max(box[0] - point[0], 0.0, point[0] - box[2])
    y = max(box[1] - point[1], 0.0, point[1] - box[3])
    return max(x, y)


def _over(line: Leader, box: Box) -> bool:
    """Whether a leader runs over the middle half of a box, where its mark's strokes are."""
    left, top, right, bottom = box
    across, down = (right - left) / 4, (bottom - top) / 4
    corners = ((left + across, top + down), (right - across, bottom - down))
    others = ((left + across, bottom - down), (right - across, top + down))
    return any(cross(line.start, line.end, *pair) for pair in (corners, others))


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the line from a to b crosses the line from c to d."""

    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)
