"""Marks on a drawing and beside it: the X of a trigger point, the crossed ring, numbers, names of views and sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.drawing.shapes import Path, Point, Shape, Text, circle, line, rounded
from handouts.figures.style import LABEL
from handouts.style.fonts import text_width

X_ARM, X_WIDTH, X_HALO = 3.4, 2.2, 4.4
LEADER = 0.9
KEEP_OFF, KEEP_OFF_HALO = 5.6, 4.2


def x_mark(place: Point, unit: float = 1.0) -> Iterator[Shape]:
    """The mark of a trigger point: a black X on a white halo."""
    (x, y), a = place, X_ARM * unit
    arms = line(x - a, y - a, x + a, y + a) + line(x - a, y + a, x + a, y - a)
    yield Path(arms, stroke="x.halo", width=X_HALO * unit, round=True)
    yield Path(arms, stroke="x.mark", width=X_WIDTH * unit, round=True)


def number_radius(label: float) -> float:
    """The radius of a number's circle, in points."""
    return 0.76 * label


def number_in_circle(x: float, y: float, text: str, label: float) -> Iterator[Shape]:
    """A bold number in an outlined circle."""
    radius = number_radius(label)
    yield Path(circle(x, y, radius), fill="mark.base", stroke="leader", width=1.2 * label / LABEL)
    yield Text(x, y + 0.37 * label, text, label * 1.05, "middle", weight="B")


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Heights in order moved apart to at least `least`, as little as possible, around their middle."""
    placed: list[list[float]] = []
    for height in heights:
        placed.append([height, 1])
        # merge clusters of labels that would overlap, each centred on what it belongs to
        while len(placed) > 1 and placed[-1][0] - placed[-2][0] < least * (placed[-1][1] + placed[-2][1]) / 2:
            (c1, n1), (c0, n0) = placed.pop(), placed.pop()
            placed.append([(c0 * n0 + c1 * n1) / (n0 + n1), n0 + n1])
    return [centre + (k - (count - 1) / 2) * least for centre, count in placed for k in range(int(count))]


def view_name(x: float, y: float, name: str, letter: str, size: float) -> Iterator[Shape]:
    """A view's name, its middle at x and its baseline at y, with the side's letter in a small box before it."""
    unit, side = size / LABEL, 1.2 * size
    start = x - view_name_width(name, size) / 2
    yield from side_letter(start, y, letter, size)
    yield Text(start + side + 4 * unit, y, name, size)


def view_name_width(name: str, size: float) -> float:
    """How wide a view's name is with its letter, in points."""
    return text_width(name, "S", size) + 1.2 * size + 4 * size / LABEL


def side_letter(x: float, y: float, letter: str, size: float) -> Iterator[Shape]:
    """The letter of the side shown, in a small box that starts at x, its baseline at y."""
    unit, side = size / LABEL, 1.2 * size
    frame = rounded((x, y - 0.98 * size, x + side, y + 0.22 * size), 2 * unit)
    yield Path(frame, fill="mark.base", stroke="leader", width=unit)
    yield Text(x + side / 2, y, letter, size, "middle", weight="B")


def keep_off_reach(unit: float) -> float:
    """How far the sign for a place never to press reaches from its middle, its outline included."""
    return (KEEP_OFF + KEEP_OFF_HALO / 2) * unit


def keep_off(place: Point, unit: float) -> Iterator[Shape]:
    """The sign for a place never to press: a crossed-out ring, unlike any mark of pain."""
    (x, y), r = place, KEEP_OFF * unit
    ring = circle(x, y, r)
    slash = line(x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r)
    yield Path(ring, stroke="x.halo", width=KEEP_OFF_HALO * unit)
    yield Path(ring, fill="mark.base", stroke="keep-off", width=1.7 * unit)
    yield Path(slash, stroke="keep-off", width=1.7 * unit)


def not_here(place: Point, unit: float) -> Iterator[Shape]:
    """The mark of a trigger point that must not be pressed: the same ring, open, so that its pain shows through."""
    (x, y), r = place, 4.4 * unit
    for role, width in (("x.halo", 3.6), ("keep-off", 1.7)):
        yield Path(circle(x, y, r), stroke=role, width=width * unit)
        yield Path(line(x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r), stroke=role, width=width * unit)
