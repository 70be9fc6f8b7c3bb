"""Muscles and tendons: outlines with fibres, solid or translucent, and attachment marks.

Places are mm on the grid of a plate. Borders run from the origin to the insertion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.artwork.body.body import Array
from handouts.artwork.pen import curves
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.grid import Grid
from handouts.artwork.pen.ink import stroke_path
from handouts.artwork.pen.solid import flatten, inflate, lit, polygon_mask
from handouts.artwork.pen.tones import Style, fill_tones

Place = tuple[float, float]
Places = tuple[Place, ...]

FIBRES = {"muscle": "fibre", "soleus": "fibre.soleus", "tendon": "fibre.tendon"}
LINES = {"muscle": "ink.muscle", "soleus": "ink.muscle", "tendon": "ink.tendon"}
STYLE = Style(light=(-0.6, 0.45, 0.65), facing=0.3, levels=(0.57,), highlight=0.868, smallest=60, smooth=4)
SHADE_OPACITY = 0.35  # materials without a shade role of their own are shaded with their fibre colour
OUTLINE = 2.3
FIBRE_WIDTH = 1.5


@dataclass(frozen=True)
class Fibres:
    """Fibres between two lines: how many, and over which share of the length (0 origin .. 1 insertion)."""

    count: int
    left: Places = ()  # the muscle's own borders, when not given
    right: Places = ()
    start: float = 0.06
    end: float = 0.96


@dataclass(frozen=True)
class Muscle:
    """A muscle or tendon between its inner (left) and outer (right) border; ``of`` names its colours."""

    left: Places
    right: Places
    of: str = "muscle"
    fibres: tuple[Fibres, ...] = ()
    flat: float = 14.0
    corner: float = 110.0  # turns sharper than this stay corners


@dataclass(frozen=True)
class Mark:
    """An attachment on a bone: a spot (half axes in mm, turn in degrees clockwise) or a line of some width.

    With ``near`` its places are mm from that landmark of the plate.
    """

    role: str
    at: Place | None = None
    across: float = 5.0
    along: float = 5.0
    turn: float = 0.0
    line: Places = ()
    width: float = 5.0
    near: str | None = None


def outline_of(muscle: Muscle, grid: Grid) -> Array:
    """Return the closed outline in the picture."""
    return grid.curve([*muscle.left, *reversed(muscle.right)], closed=True)


def _scatter(number: int) -> float:
    """Return an even but irregular number 0..1: the golden ratio's multiples, the same at every build."""
    return (0.31 + number * 0.6180339887498949) % 1.0


def draw_fibres(drawing: Drawing, fibres: Fibres, role: str, grid: Grid, opacity: float | None = 0.75) -> None:
    """Draw thin tapered lines between two borders, of uneven length."""
    samples = 160
    at = np.linspace(0, 1, samples)

    def even(line: Array) -> Array:
        share = curves.lengths(line) / curves.length(line)
        return np.stack([np.interp(at, share, line[:, k]) for k in (0, 1)], axis=1)

    left, right = even(grid.curve(fibres.left)), even(grid.curve(fibres.right))
    strokes = []
    for n in range(fibres.count):
        across = (n + 0.5) / fibres.count
        line = left * (1 - across) + right * across
        first = int(samples * (fibres.start + 0.14 * _scatter(3 * n)))
        last = int(samples * (fibres.end - 0.18 * _scatter(3 * n + 1)))
        width = FIBRE_WIDTH * (0.7 + 0.6 * _scatter(3 * n + 2))
        strokes.append(stroke_path(line[first:last], width, taper=0.5, thinnest=0.05, error=0.8))
    drawing.fill("".join(strokes), role, opacity=opacity)


def draw_muscle(drawing: Drawing, muscle: Muscle, grid: Grid) -> None:
    """Draw a solid muscle: tones, fibres, outline."""
    outline = outline_of(muscle, grid)
    mask = polygon_mask(outline, grid.shape)
    values = lit(flatten(inflate(mask), muscle.flat * grid.unit), mask, STYLE, soften=3.0)
    if muscle.of == "muscle":
        fill_tones(drawing, values, mask, "muscle", STYLE)
    else:
        drawing.fill(grid.shape_path(outline, muscle.corner), f"{muscle.of}.base")
        shade = curves.mask_path(mask & (values < STYLE.levels[0]), smallest=80, smooth=3)
        drawing.fill(shade, FIBRES[muscle.of], evenodd=True, opacity=SHADE_OPACITY)
    for group in muscle.fibres:
        own = replace(group, left=group.left or muscle.left, right=group.right or muscle.right)
        draw_fibres(drawing, own, FIBRES[muscle.of], grid)
    if muscle.of == "tendon":  # no line across its end: it runs into the bone
        for border in (muscle.left, muscle.right):
            drawing.fill(stroke_path(grid.curve(border), OUTLINE, taper=0.08, thinnest=0.1), LINES[muscle.of])
    else:
        drawing.stroke(grid.shape_path(outline, muscle.corner), LINES[muscle.of], OUTLINE)


def draw_translucent(drawing: Drawing, muscles: Mapping[str, Muscle], grid: Grid) -> None:
    """Draw muscles as tinted glass over the bones. Nothing overlaps: no edge shows through another."""
    shapes = {name: Polygon(outline_of(muscle, grid)).buffer(0) for name, muscle in muscles.items()}
    covered: BaseGeometry = Polygon()
    for name, muscle in reversed(list(muscles.items())):
        seen = shapes[name].difference(covered.buffer(0.6))
        covered = unary_union([covered, shapes[name]])
        opacity = 0.34 if muscle.of == "muscle" else 0.7
        drawing.fill(geometry_path(seen), f"{muscle.of}.base", evenodd=True, opacity=opacity)
        for line in _open_edges(muscle, seen, grid):
            drawing.stroke(curves.path(curves.fit_open(line, 0.6), closed=False), LINES[muscle.of], 1.7)


def _open_edges(muscle: Muscle, seen: BaseGeometry, grid: Grid) -> list[Array]:
    """Return the lines around the visible part: a belly's whole outline, a tendon's two sides."""
    if muscle.of == "muscle":
        edges = unary_union([part.exterior for part in getattr(seen, "geoms", [seen]) if not part.is_empty])
    else:
        sides = unary_union([LineString(grid.curve(border)) for border in (muscle.left, muscle.right)])
        edges = sides.intersection(seen.buffer(0.5))
    lines = [np.asarray(e.coords, dtype=np.float64) for e in getattr(edges, "geoms", [edges]) if e.length > 12]
    return _joined(lines)


def _joined(lines: list[Array]) -> list[Array]:
    """Join two lines that meet end to start (a ring cut at its first point)."""
    for a in range(len(lines)):
        for b in range(len(lines)):
            if a != b and np.allclose(lines[a][-1], lines[b][0]):
                rest = [line for n, line in enumerate(lines) if n not in (a, b)]
                return _joined([*rest, np.vstack([lines[a], lines[b][1:]])])
    return lines


def geometry_path(shape: BaseGeometry) -> str:
    """Return path data of a polygon or several (fill with the even-odd rule)."""
    parts = getattr(shape, "geoms", [shape])
    rings = [
        np.asarray(ring.coords, dtype=np.float64)
        for part in parts
        if part.geom_type == "Polygon" and part.area > 20
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(curves.path(curves.fit_closed(ring, 0.6, 60)) for ring in rings)


def mark_middle(mark: Mark) -> Place:
    """The middle of a mark, to which a number leads. Raises ValueError when it has no place."""
    if mark.line:
        curve = curves.resample(curves.spline(mark.line), 0.2)
        x, y = curve[len(curve) // 2]
        return float(x), float(y)
    if mark.at is None:
        raise ValueError("marks: a mark needs a place: write at = [x, y] or line = [[x, y], ...].")
    return mark.at


def mark_outline(mark: Mark, grid: Grid) -> Array:
    """Return the closed outline of an attachment mark: a line with round ends, or a slightly squared spot."""
    if mark.line:
        shape = LineString(grid.curve(mark.line)).buffer(mark.width / 2 * grid.unit, quad_segs=6)
        return np.asarray(shape.exterior.coords, dtype=np.float64)
    x, y = grid.xy(mark_middle(mark))
    angle = np.linspace(0, 2 * np.pi, 49)
    c, s = np.cos(angle), np.sin(angle)
    spot = np.stack([mark.across * np.sign(c) * np.abs(c) ** 0.85, mark.along * np.sign(s) * np.abs(s) ** 0.85], axis=1)
    turn = np.radians(mark.turn)
    spot = spot @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(spot * grid.unit + (x, y))


def draw_mark(drawing: Drawing, mark: Mark, grid: Grid) -> None:
    """Draw an attachment mark with a paper-coloured rim, so that it stands out on bone and muscle."""
    outline = mark_outline(mark, grid)
    drawing.paint(curves.path(curves.fit_closed(outline, 0.4, 90)), fill=mark.role, stroke="paper", width=2.4)
