"""Where the shapes of a figure are, whatever groups they stand in. Points, y down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from handouts.drawing.shapes import Group, Path, Pattern, Point, Shape, Text

Place = Callable[[Point], Point]


def mapped(shapes: Sequence[Shape], place: Place = lambda point: point) -> Iterator[tuple[Shape, list[Point]]]:
    """Every path, pattern and text with its points in the figure."""
    for shape in shapes:
        match shape:
            case Path():
                yield shape, [place(point) for point in points(shape.d)]
            case Pattern():
                yield shape, [place(point) for point in shape.outline]
            case Text():
                yield shape, [place((shape.x, shape.y))]
            case Group():
                yield from mapped(shape.shapes, inside(shape, place))


def inside(group: Group, outer: Place) -> Place:
    """From a group's own units to the figure's."""

    def place(point: Point) -> Point:
        x = group.across - point[0] if group.flip else point[0]
        return outer((group.dx + group.scale * x, group.dy + group.scale * point[1]))

    return place


def points(d: str) -> list[Point]:
    """The points of path data, control points of curves included."""
    numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", d)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def middle(places: Sequence[Point]) -> Point:
    """The middle of the smallest box around the points."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def leaders(shapes: Sequence[Shape]) -> list[tuple[Point, Point]]:
    """The lines that lead from a label or a number to its place."""
    found = []
    for shape, places in mapped(shapes):
        if isinstance(shape, Path) and shape.stroke == "leader" and shape.fill is None and len(places) == 2:
            found.append((places[0], places[1]))
    return found


def cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Whether two lines have a point in common."""

    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = first, second
    return turn(a, b, c) * turn(a, b, d) <= 0 and turn(c, d, a) * turn(c, d, b) <= 0
