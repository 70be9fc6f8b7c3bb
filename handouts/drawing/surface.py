"""Drawings of the body, and the way from places on its surface to places in a drawing.

A drawing shows the right side. A frame in it maps surface coordinates (t along the limb, angle about it; see
`model`) to art units, and says which angles can be seen at each t. Zones and trigger points are written once in
surface coordinates and land where they belong in every view.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from handouts.drawing.shapes import Box, Path, Point, Shape
from handouts.errors import HandoutsError
from handouts.files import content_name
from handouts.jsonfile import Exact, read_json
from handouts.memory import Memory

MIN_WIDTH = 2.0
"""Degrees: what is narrower than this at the edge of a view is not drawn there."""
LEAST_SHARE = 0.3
"""A view that shows less of a zone than this does not show it at all: a sliver at the edge says nothing."""


@dataclass(frozen=True)
class Frame:
    """A surface frame as exported with a drawing: rows along t, columns along the angle, None where hidden."""

    centre: float
    t: tuple[float, ...]
    angle: tuple[float, ...]
    xy: tuple[tuple[Point | None, ...], ...]
    visible: tuple[Point | None, ...]


@dataclass(frozen=True)
class Drawing:
    """A drawing in art units, y down."""

    id: str
    width: float
    height: float
    layers: tuple[Shape, ...]
    anchors: Mapping[str, Point]
    boxes: Mapping[str, Box]
    """`keep`: what a frame of any shape must show; `label`: a strip left free for a word."""
    frames: Mapping[str, Frame]

    @property
    def reach(self) -> Box:
        """The drawing with room around it: lines on its edge are half outside."""
        room = 0.1 * max(self.width, self.height)
        return -room, -room, self.width + room, self.height + room


_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_GAP = r"(?:[\s,]+|(?=-))"
_PAIR = rf"{_NUMBER}{_GAP}{_NUMBER}"
_THREE = rf"{_PAIR}{_GAP}{_PAIR}{_GAP}{_PAIR}"
_PATH = re.compile(
    rf"\s*(?=M)(?:(?:[ML]\s*{_PAIR}(?:{_GAP}{_PAIR})*|C\s*{_THREE}(?:{_GAP}{_THREE})*|Z)\s*)+",
)


def _path_data(d: str) -> str:
    if not _PATH.fullmatch(d):
        raise ValueError("is no path data: write M, L, C and Z, each with its numbers")
    return d


def _rising(values: list[float]) -> list[float]:
    if any(first >= second for first, second in pairwise(values)):
        raise ValueError("must rise from each number to the next")
    return values


def _sides(values: list[float]) -> list[float]:
    if values[0] >= values[2] or values[1] >= values[3]:
        raise ValueError("is no box: write left, top, right, bottom")
    return values


_Two = Annotated[list[float], Field(min_length=2, max_length=2)]
_Four = Annotated[list[float], Field(min_length=4, max_length=4), AfterValidator(_sides)]
_Steps = Annotated[list[float], Field(min_length=2), AfterValidator(_rising)]


class _LayerFile(Exact):
    d: Annotated[str, AfterValidator(_path_data)]
    fill: str | None = None
    stroke: str | None = None
    width: float = Field(1.0, ge=0)
    evenodd: bool = False
    opacity: float = Field(1.0, ge=0, le=1)
    round: bool = False


class _FrameFile(Exact):
    centre: float
    t: _Steps
    angle: _Steps
    xy: list[list[_Two | None]]
    visible: list[_Two | None]

    @model_validator(mode="after")
    def _lengths_agree(self) -> _FrameFile:
        for name, rows in (("xy", len(self.xy)), ("visible", len(self.visible))):
            if rows != len(self.t):
                raise ValueError(f"{name} has {rows} rows, but t has {len(self.t)} numbers")
        for row in self.xy:
            if len(row) != len(self.angle):
                raise ValueError(f"a row of xy has {len(row)} places, but angle has {len(self.angle)} numbers")
        return self


class _DrawingFile(Exact):
    id: str
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    side: str = "right"
    layers: list[_LayerFile]
    anchors: dict[str, _Two] = Field(default_factory=dict)
    boxes: dict[str, _Four] = Field(default_factory=dict)
    frames: dict[str, _FrameFile] = Field(default_factory=dict)


@lru_cache(maxsize=64)
def read_drawing(path: FilePath) -> Drawing:
    """Read a drawing. Raises ContentError, with everything that is wrong, when the file is not one."""
    data = read_json(path, content_name(path), _DrawingFile)
    return Drawing(
        id=data.id,
        width=data.width,
        height=data.height,
        layers=tuple(Path(**layer.model_dump()) for layer in data.layers),
        anchors={name: _point(place) for name, place in data.anchors.items()},
        boxes={name: (box[0], box[1], box[2], box[3]) for name, box in data.boxes.items()},
        frames={name: _frame(frame) for name, frame in data.frames.items()},
    )


def _frame(data: _FrameFile) -> Frame:
    return Frame(
        centre=data.centre,
        t=tuple(data.t),
        angle=tuple(data.angle),
        xy=tuple(tuple(_point(place) if place else None for place in row) for row in data.xy),
        visible=tuple(_point(span) if span else None for span in data.visible),
    )


def _point(pair: Sequence[float]) -> Point:
    return pair[0], pair[1]


class Surface:
    """Maps surface coordinates of one frame into the drawing it belongs to."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._rows = [
            [(angle, point) for angle, point in zip(frame.angle, row, strict=True) if point is not None]
            for row in frame.xy
        ]

    def unwrap(self, angle: float) -> float:
        """The angle, in degrees, turned to within half a turn of the middle of the view."""
        return (angle - self.frame.centre + 180) % 360 - 180 + self.frame.centre

    def span(self, t: float) -> Point | None:
        """The smallest and largest visible angle at t, in degrees; None where nothing is visible."""
        low, share = self._row(t)
        if low is None:
            return None
        first, second = self.frame.visible[low], self.frame.visible[min(low + 1, len(self.frame.t) - 1)]
        if first is None or second is None:
            return first if share < 0.5 else second
        return _mix(first, second, share)

    def shows(self, t: float, angle: float) -> bool:
        """Whether the place can be seen in this drawing."""
        span = self.span(t)
        return span is not None and span[0] < self.unwrap(angle) < span[1]

    def xy(self, t: float, angle: float) -> Point:
        """The place in art units; hidden angles give the nearest visible place."""
        low, share = self._row(min(max(t, self.frame.t[0]), self.frame.t[-1]))
        assert low is not None
        rows = [low, min(low + 1, len(self.frame.t) - 1)]
        places = [self._along(self._rows[row], self.unwrap(angle)) for row in rows if self._rows[row]]
        if len(places) == 1:
            return places[0]
        if not places:
            raise HandoutsError(f"the frame shows nothing at t = {t:.2f}")
        return _mix(places[0], places[1], share)

    def zone(self, outline: Sequence[Point]) -> list[list[Point]]:
        """The visible parts of a zone as closed outlines in art units.

        The zone's outline is taken as a smooth closed curve; at each t it must be one stretch of angles.
        """
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
                    left.append(self.xy(t, low))
                    right.append(self.xy(t, high))
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
        rows = self.frame.t
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


def surface_of(frame: Frame) -> Surface:
    """The surface of a frame, the same object for the same frame."""
    return _SURFACES.recall((frame,), None, lambda: Surface(frame))


_SURFACES: Memory[Surface] = Memory(256)


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
