"""Frames: where the places of a surface lie in a picture, and which of them it shows.

``SurfaceGrid`` finds places about a limb on a posed mesh; ``surfaces.py`` has the planes, and says what a place is.
"""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.interpolate import LinearNDInterpolator

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.pen.export import Frame
from handouts.artwork.pen.raster import Raster
from handouts.drawing.body import BodySurface


def angle_between(angle: npt.ArrayLike, centre: npt.ArrayLike) -> Array:
    """Return ``angle - centre`` wrapped to -180..180 degrees."""
    return np.asarray((np.asarray(angle) - np.asarray(centre) + 180) % 360 - 180, dtype=np.float64)


class Finder(Protocol):
    """Finds places of a surface on a posed mesh."""

    def at(self, places: npt.ArrayLike) -> tuple[Array, Array]:
        """Return positions (metres) and normals of (along, across) pairs; NaN where there is no surface."""


class SurfaceGrid:
    """Finds the posed position and normal of surface coordinates by interpolating mesh vertices."""

    def __init__(self, mesh: Mesh, t: Array, angle: Array, keep: Mask, t_range: tuple[float, float]) -> None:
        chosen = keep & (t > t_range[0] - 0.05) & (t < t_range[1] + 0.05)
        values = np.hstack([mesh.vertices, mesh.normals])[chosen]
        # unroll the leg with a margin on both sides, so that the seam at the front is covered
        unrolled = [np.column_stack([t[chosen], angle[chosen] / 90 + turn]) for turn in (0, -4, 4)]
        where, what = np.vstack(unrolled), np.vstack([values] * 3)
        near = np.abs(where[:, 1]) < 2.6
        self._find = LinearNDInterpolator(where[near], what[near])

    def at(self, places: npt.ArrayLike) -> tuple[Array, Array]:
        """Return positions (metres) and normals of (t, angle) pairs; NaN where there is no surface."""
        pairs = np.asarray(places, dtype=np.float64).reshape(-1, 2)
        found = self._find(np.column_stack([pairs[:, 0], angle_between(pairs[:, 1], 0) / 90]))
        return found[:, :3], found[:, 3:]


def visible(
    raster: Raster, points: Array, normals: Array, *, facing: float = 0.02, slack: float = 0.006
) -> tuple[Array, Mask]:
    """Return picture positions of surface points and whether each is seen (slack in metres)."""
    view = raster.view
    placed = view.project(points)
    xy = placed[:, :2]
    with np.errstate(invalid="ignore"):
        inside = (xy >= 0).all(axis=1) & (xy[:, 0] < view.width) & (xy[:, 1] < view.height)
        front = normals @ view.camera.towards > facing
        nearest = raster.depth[raster.at(xy)] < placed[:, 2] + slack * view.scale
    return xy, np.asarray(inside & front & nearest)


BESIDE = 0.04  # metres around the picture in which a plane's places are known as well
FACING = 0.05  # the least cosine between skin and camera at which a plane's place counts as seen
JUMP = 0.018  # metres in the picture between neighbours on a plane: between them there is no skin
FINE = 0.25  # cm: how finely the edge of what a view shows of a plane is looked for


def sample(
    raster: Raster, finder: Finder, surface: BodySurface, centre: float, allowed: Mask, *, slanting: bool = False
) -> Frame:
    """Sample a surface for one view, as its rows and columns say; ``centre`` is the place in the middle of the view.

    A plane that is seen from the side, ``slanting``, is sampled twice as closely.
    """
    first, last, step = surface.rows
    span, column = surface.columns
    if slanting:
        step, column = step / 2, column / 2
    rows = np.arange(first, last + 1e-3, step)
    if surface.goes_round:
        return _slim(frame_of(raster, finder, centre, rows, span=span, step=column, allowed=allowed), column)
    return _flat_frame(raster, finder, centre, rows, np.arange(-span, span + 1e-3, column) + centre, allowed)


def _slim(frame: Frame, step: float) -> Frame:
    """Leave out what a view does not show of a limb, but for a margin of one column."""
    columns, intervals = cast(list[float], frame["across"]), cast(list[list[float] | None], frame["visible"])
    grid: list[list[list[float] | None]] = []
    for row, interval in zip(cast(list[list[list[float] | None]], frame["xy"]), intervals, strict=True):
        low, high = (interval[0] - step, interval[1] + step) if interval else (0.0, -1.0)
        grid.append([place if low <= at <= high else None for place, at in zip(row, columns, strict=True)])
    along = np.array(cast(list[float], frame["along"]))
    return _trimmed(cast(float, frame["centre"]), along, np.array(columns), grid, intervals)


def _flat_frame(raster: Raster, finder: Finder, centre: float, rows: Array, columns: Array, allowed: Mask) -> Frame:
    """Sample a plane. What a view does not show of it is left out, but for a margin of one column.

    A column beyond the edge of what is seen is where the line through the last two seen places would meet it, so that
    the way to the edge can be interpolated.
    """
    fine = np.arange(columns[0], columns[-1] + 1e-3, FINE)
    grid: list[list[list[float] | None]] = []
    intervals: list[list[float] | None] = []
    for row in rows:
        points, normals = finder.at(np.column_stack([np.full(len(fine), row), fine]))
        xy, seen = visible(raster, points, normals, facing=FACING, slack=0.008)
        seen &= allowed[raster.at(xy)]
        seen |= _beside(raster, xy) & (normals @ raster.view.camera.towards > FACING)
        seen &= ~np.isnan(points).any(axis=1)
        closed = ndimage.binary_closing(seen, iterations=2)
        jumps = np.flatnonzero(np.hypot(*np.diff(xy, axis=0).T) > JUMP * raster.view.scale)
        closed[jumps + 1] = False
        run = _longest_run(closed)
        if run is None or run[1] - run[0] < 4:
            intervals.append(None)
            grid.append([None] * len(columns))
            continue
        intervals.append([round(float(fine[run[0]]), 2), round(float(fine[run[1]]), 2)])
        known = np.flatnonzero(seen[run[0] : run[1] + 1]) + run[0]
        grid.append(_flat_row(columns, fine[known], xy[known]))
    return _trimmed(centre, rows, columns, grid, intervals)


def _beside(raster: Raster, xy: Array) -> Mask:
    """Return which places lie just outside the picture: a zone that its border cuts goes on there."""
    view, room = raster.view, BESIDE * raster.view.scale
    x, y = np.nan_to_num(xy, nan=-1e9).T
    near = (x > -room) & (y > -room) & (x < view.width + room) & (y < view.height + room)
    inside = (x >= 0) & (y >= 0) & (x < view.width) & (y < view.height)
    return np.asarray(near & ~inside)


def _flat_row(columns: Array, fine: Array, xy: Array) -> list[list[float] | None]:
    """Return a row's places at the columns: interpolated, and one column beyond each end extrapolated."""
    step = columns[1] - columns[0]
    row: list[list[float] | None] = []
    for column in columns:
        if not fine[0] - step < column < fine[-1] + step:
            row.append(None)
            continue
        place = [float(np.interp(column, fine, xy[:, k])) for k in (0, 1)]
        for end, inner in ((0, min(4, len(fine) - 1)), (-1, max(-5, -len(fine)))):
            if (column < fine[0]) if end == 0 else (column > fine[-1]):
                slope = (xy[end] - xy[inner]) / (fine[end] - fine[inner])
                place = [float(v) for v in xy[end] + slope * (column - fine[end])]
        row.append([round(v, 1) for v in place])
    return row


def _trimmed(
    centre: float,
    rows: Array,
    columns: Array,
    grid: list[list[list[float] | None]],
    intervals: list[list[float] | None],
) -> Frame:
    """Leave out rows and columns at the borders of which nothing is seen, but for one row."""
    used = [i for i, interval in enumerate(intervals) if interval is not None]
    if len(used) < 2:
        raise ValueError("the view shows nothing of the surface")
    low, high = max(used[0] - 1, 0), used[-1] + 2
    wide = [k for k in range(len(columns)) if any(row[k] is not None for row in grid)]
    left, right = wide[0], wide[-1] + 1
    return {
        "centre": float(centre),
        "along": [round(float(row), 3) for row in rows[low:high]],
        "across": [round(float(column), 2) for column in columns[left:right]],
        "xy": [row[left:right] for row in grid[low:high]],
        "visible": intervals[low:high],
    }


def _longest_run(seen: Mask) -> tuple[int, int] | None:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], seen.astype(np.int8), [0]])))
    runs = [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return max(runs, key=lambda run: run[1] - run[0]) if runs else None


def frame_of(
    raster: Raster,
    grid: Finder,
    centre: float,
    ts: Array,
    *,
    span: float = 115.0,
    step: float = 5.0,
    allowed: Mask | None = None,
) -> Frame:
    """Sample a surface frame for one view: positions on a (t, angle) grid and the visible interval per t."""
    angles = np.arange(-span, span + 1, step) + centre
    rows: list[list[list[float] | None]] = []
    intervals: list[list[float] | None] = []
    for t in ts:
        points, normals = grid.at(np.column_stack([np.full(len(angles), t), angles]))
        known = ~np.isnan(points).any(axis=1)
        xy, seen = visible(raster, points, normals, facing=-0.01, slack=0.008)
        seen &= known
        if allowed is not None:
            seen &= allowed[raster.at(xy)]
        rows.append([[round(float(x), 1), round(float(y), 1)] if not np.isnan(x) else None for x, y in xy])
        intervals.append(_interval(angles, seen))
    return {
        "centre": float(centre),
        "along": [round(float(t), 3) for t in ts],
        "across": [float(a) for a in angles],
        "xy": rows,
        "visible": _smooth_intervals(intervals),
    }


def _interval(angles: Array, seen: Mask) -> list[float] | None:
    """Return the seen interval around the middle of the view."""
    if not seen.any():
        return None
    index = np.flatnonzero(seen)
    low = high = int(index[np.argmin(np.abs(index - len(angles) // 2))])
    while low > 0 and seen[low - 1]:
        low -= 1
    while high + 1 < len(angles) and seen[high + 1]:
        high += 1
    return [float(angles[low]), float(angles[high])]


def _smooth_intervals(intervals: list[list[float] | None]) -> list[list[float] | None]:
    known = [i for i, interval in enumerate(intervals) if interval is not None]
    if len(known) <= 6:
        return intervals
    table = np.array([intervals[i] for i in known])
    table = ndimage.median_filter(table, (5, 1), mode="nearest")
    table = ndimage.gaussian_filter1d(table, 1.0, axis=0, mode="nearest")
    smoothed: list[list[float] | None] = [None] * len(intervals)
    for i, pair in zip(known, table, strict=True):
        smoothed[i] = [round(float(pair[0]), 1), round(float(pair[1]), 1)]
    return smoothed
