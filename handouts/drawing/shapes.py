"""The neutral figure: shapes with roles, in points, y down. Two small painters turn it into PDF and SVG.

A figure is composed at the size it is printed in, so that its text and its line widths are true points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from handouts.style.theme import Weight

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Path:
    """A path: absolute M L C Z data, filled and stroked with roles. Widths in the units around it."""

    d: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    evenodd: bool = False
    opacity: float = 1.0
    round: bool = False


@dataclass(frozen=True)
class Text:
    """One line of text; (x, y) is on the baseline at the start, middle or end of it. `size` in points."""

    x: float
    y: float
    text: str
    size: float
    align: Literal["start", "middle", "end"] = "start"
    role: str = "text"
    weight: Weight = "S"


@dataclass(frozen=True)
class Group:
    """Shapes in units of their own: scaled, then moved by (dx, dy); `flip` mirrors about the middle of `across`.

    `clip` (left, top, right, bottom, in the units around the group) cuts off what is outside.
    """

    shapes: tuple[Shape, ...]
    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0
    flip: bool = False
    across: float = 0.0
    clip: Box | None = None
    key: str = ""
    """Names drawings that occur again and again, so that a painter may write them once."""
    reach: Box | None = None
    """All that the shapes of a named drawing can reach, in their own units."""


@dataclass(frozen=True)
class Pattern:
    """Hatching or dots inside a closed outline, which tell areas apart without colour.

    `spacing` is between lines or dots, `size` a line's width or a dot's radius. Which lines and dots these are is
    worked out when they are painted: while a page is laid out only a figure's size matters.
    """

    kind: Literal["hatch", "dots"]
    outline: tuple[Point, ...]
    spacing: float
    size: float
    role: str

    @cached_property
    def path(self) -> Path:
        """The pattern as a path."""
        if self.kind == "hatch":
            strokes = (line(*start, *end) for start, end in hatch(self.outline, self.spacing))
            return Path("".join(strokes), stroke=self.role, width=self.size)
        spots = (circle(x, y, self.size) for x, y in dots(self.outline, self.spacing, 2 * self.size))
        return Path("".join(spots), fill=self.role)


Shape = Path | Text | Group | Pattern


@dataclass(frozen=True)
class Figure:
    """A picture with its title and its text alternative; `regions` are named boxes in it, in points."""

    id: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    alt: str
    regions: Mapping[str, Box]
    scale: float = 0.0
    """Points for a unit of its art, where it has one drawing or several at one scale."""


def texts(shapes: Sequence[Shape]) -> Iterator[Text]:
    """Every text in the shapes, at any depth."""
    for shape in shapes:
        if isinstance(shape, Text):
            yield shape
        elif isinstance(shape, Group):
            yield from texts(shape.shapes)


def roles(shapes: Sequence[Shape]) -> set[str]:
    """Every role that the shapes are painted with, at any depth."""
    found: set[str] = set()
    for shape in shapes:
        match shape:
            case Path():
                found |= {role for role in (shape.fill, shape.stroke) if role}
            case Group():
                found |= roles(shape.shapes)
            case Text() | Pattern():
                found.add(shape.role)
    return found


# --- path data -----------------------------------------------------------------------------------------------


def num(value: float) -> str:
    """A number as it is written in path data: at most two decimals, no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def polygon(points: Sequence[Point]) -> str:
    """A closed path of straight lines."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line."""
    return f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}"


def circle(x: float, y: float, r: float) -> str:
    """A circle of four Bezier curves."""
    return ellipse(x, y, r, r)


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    """An ellipse of four Bezier curves."""
    kx, ky = 0.5523 * rx, 0.5523 * ry
    curves = (
        (x + rx, y + ky, x + kx, y + ry, x, y + ry),
        (x - kx, y + ry, x - rx, y + ky, x - rx, y),
        (x - rx, y - ky, x - kx, y - ry, x, y - ry),
        (x + kx, y - ry, x + rx, y - ky, x + rx, y),
    )
    return f"M{num(x + rx)} {num(y)}" + "".join("C" + " ".join(num(v) for v in c) for c in curves) + "Z"


def rounded(box: Box, r: float) -> str:
    """A rectangle with rounded corners of radius r."""
    x0, y0, x1, y1 = box
    k = 0.4477 * r
    curve = "M{} {}L{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}Z"
    values: tuple[float, ...] = (x0 + r, y0, x1 - r, y0, x1 - k, y0, x1, y0 + k, x1, y0 + r)
    values += (x1, y1 - r, x1, y1 - k, x1 - k, y1, x1 - r, y1)
    values += (x0 + r, y1, x0 + k, y1, x0, y1 - k, x0, y1 - r)
    values += (x0, y0 + r, x0, y0 + k, x0 + k, y0, x0 + r, y0)
    return curve.format(*(num(v) for v in values))


def smooth(points: Sequence[Point]) -> str:
    """A closed smooth curve through the points (Catmull-Rom as Bezier curves)."""
    count = len(points)
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(count):
        p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        c1 = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        parts.append("C" + " ".join(num(v) for p in (c1, c2, p2) for v in p))
    return "".join(parts) + "Z"


# --- patterns: readable without colour -----------------------------------------------------------------------


def hatch(outline: Sequence[Point], spacing: float) -> list[tuple[Point, Point]]:
    """Parallel lines at 45 degrees, rising to the right, cut to the inside of a closed outline."""
    lines = []
    low = min(x + y for x, y in outline)
    high = max(x + y for x, y in outline)
    count = int((high - low) / spacing)
    for index in range(1, count + 1):
        level = low + (high - low) * index / (count + 1)
        cuts = []
        for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], outline[0]], strict=True):
            a, b = x0 + y0 - level, x1 + y1 - level
            if (a <= 0) != (b <= 0):
                share = a / (a - b)
                cuts.append((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share))
        cuts.sort()
        lines += list(zip(cuts[::2], cuts[1::2], strict=False))
    return lines


def dots(outline: Sequence[Point], spacing: float, margin: float) -> list[Point]:
    """Points on a hexagonal grid inside a closed outline, at least `margin` from its edge."""
    x0, x1 = min(x for x, _ in outline), max(x for x, _ in outline)
    y0, y1 = min(y for _, y in outline), max(y for _, y in outline)
    rows = int((y1 - y0) / (spacing * 0.866)) + 1
    columns = int((x1 - x0) / spacing) + 2
    edges = list(zip(outline, [*outline[1:], outline[0]], strict=True))
    found = []
    for row in range(rows + 1):
        y = y0 + row * spacing * 0.866
        near = [
            edge for edge in edges if min(edge[0][1], edge[1][1]) - margin <= y <= max(edge[0][1], edge[1][1]) + margin
        ]
        for column in range(columns):
            x = x0 + (column + (row % 2) / 2) * spacing
            if inside(near, x, y) and all(distance(edge, x, y) > margin for edge in near):
                found.append((x, y))
    return found


Edge = tuple[Point, Point]


def inside(edges: Sequence[Edge], x: float, y: float) -> bool:
    """Whether the point is inside the closed outline (even-odd); `edges` are all of it that crosses its height."""
    result = False
    for (x0, y0), (x1, y1) in edges:
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            result = not result
    return result


def distance(edge: Edge, x: float, y: float) -> float:
    """The distance from the point to the edge."""
    (x0, y0), (x1, y1) = edge
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(max(((x - x0) * dx + (y - y0) * dy) / length, 0.0), 1.0)
    return math.hypot(x - x0 - share * dx, y - y0 - share * dy)


def bounds(points: Sequence[Point]) -> Box:
    """The smallest box around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
