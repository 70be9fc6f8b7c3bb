"""Surface coordinates: name a place on the leg or foot once, find it in every pose and view.

Leg ``(t, angle)``: t 0 at the knee joint, 1 at the ankle joint (below 0 on the thigh); the angle goes about
the leg in degrees, 0 at the back, + outer (lateral), - inner (medial), 180 front. Foot ``(s, angle)``: s 0 at
the back of the heel, 1 at the tip of the toes; 0 at the sole, - inner, + outer. Both are computed on the rest
mesh and carried along as fields, so that neither pose nor camera matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage
from scipy.interpolate import LinearNDInterpolator

from handouts.artwork.body.body import FOOT, Array, Body, Mask
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.body.pose import rotation, unit
from handouts.artwork.pen.export import Frame
from handouts.artwork.pen.raster import Raster


def angle_between(angle: npt.ArrayLike, centre: npt.ArrayLike) -> Array:
    """Return ``angle - centre`` wrapped to -180..180 degrees."""
    return np.asarray((np.asarray(angle) - np.asarray(centre) + 180) % 360 - 180, dtype=np.float64)


def leg_coordinates(body: Body, points: Array, side: str = "R") -> tuple[Array, Array]:
    """Return (t, angle) of rest points. The axis runs through the middle of the calf, behind the bones."""
    hip, knee, ankle = (body.heads[f"{bone}.{side}"] for bone in ("upperleg01", "lowerleg01", "foot"))
    outward = -1.0 if side == "R" else 1.0
    shin, thigh = unit(ankle - knee), unit(knee - hip)
    size = float(np.linalg.norm(ankle - knee))
    below = (points - knee) @ shin / size
    t = np.where(below < 0, (points - knee) @ thigh / size, below)
    axis = np.where((below < 0)[:, None], thigh, shin)
    # the rest leg is turned out a little: turn "back" with it
    back = rotation("y", -12 * outward) @ np.array([0.0, 0.0, -1.0])
    back = back - (axis @ back)[:, None] * axis
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    behind = np.interp(t, [-0.5, -0.1, 0.25, 0.6, 1.0], [0.004, 0.010, 0.020, 0.010, 0.0])
    offset = points - (knee + axis * (t * size)[:, None] + back * behind[:, None])
    lateral = np.cross(axis, back)
    lateral *= np.sign(lateral[:, :1] * outward)
    angle = np.degrees(np.arctan2((offset * lateral).sum(axis=1), (offset * back).sum(axis=1)))
    return t, angle


@dataclass(frozen=True)
class FootAxes:
    """The rest foot's own axes: origin at the back of the heel, unit directions and its length in metres."""

    origin: Array
    forward: Array
    outward: Array
    length: float


def foot_axes(body: Body, side: str = "R") -> FootAxes:
    """Find the axis of the rest foot, from the heel to the first toes, 24 mm above the ground."""
    foot = body.vertices[body.weight_of(*FOOT, side=side) > 0.6]
    ground = foot[:, 1].min()
    low = foot[foot[:, 1] < ground + 0.06]
    toes = np.mean([body.tails[f"toe{n}-{2 if n == 1 else 3}.{side}"] for n in (1, 2, 3)], axis=0)
    heel = low[np.argsort(low[:, 2])[:12]].mean(axis=0)
    forward = unit((toes - heel) * (1, 0, 1))
    along = (low - heel) @ forward
    origin = heel + forward * along.min()
    origin[1] = ground + 0.024
    outward = np.cross([0.0, 1.0, 0.0], forward)
    outward *= np.sign(outward[0]) * (-1.0 if side == "R" else 1.0)
    return FootAxes(origin, forward, outward, float(along.max() - along.min()))


def foot_coordinates(body: Body, points: Array, side: str = "R") -> tuple[Array, Array]:
    """Return (s, angle) of rest points."""
    axes = foot_axes(body, side)
    offset = points - axes.origin
    s = offset @ axes.forward / axes.length
    return s, np.degrees(np.arctan2(offset @ axes.outward, -offset[:, 1]))


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


def frame_of(
    raster: Raster,
    grid: SurfaceGrid,
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


class FrameReader:
    """Reads an exported frame: where a (t, angle) lies in the picture, and whether the view shows it."""

    def __init__(self, frame: Frame) -> None:
        self.t = np.array(frame["along"], dtype=np.float64)
        self.angle = np.array(frame["across"], dtype=np.float64)
        self.centre = float(frame["centre"])  # type: ignore[arg-type]
        rows = frame["xy"]
        assert isinstance(rows, list)
        self.xy_grid = np.array([[c if c is not None else (np.nan, np.nan) for c in row] for row in rows])
        seen = frame["visible"]
        assert isinstance(seen, list)
        self.interval = np.array([r if r is not None else (np.nan, np.nan) for r in seen], dtype=np.float64)

    def xy(self, t: float, angle: float) -> Array:
        """Return the picture position by bilinear interpolation, NaN outside the frame."""
        a = self.centre + float(angle_between(angle, self.centre))
        column = (a - self.angle[0]) / (self.angle[1] - self.angle[0])
        row = float(np.interp(t, self.t, np.arange(len(self.t))))
        if not self.t[0] <= t <= self.t[-1] or not 0 <= column <= len(self.angle) - 1:
            return np.full(2, np.nan)
        i, j = min(int(row), len(self.t) - 2), min(int(column), len(self.angle) - 2)
        u, v = row - i, column - j
        g = self.xy_grid
        upper = g[i, j] * (1 - v) + g[i, j + 1] * v
        lower = g[i + 1, j] * (1 - v) + g[i + 1, j + 1] * v
        return np.asarray(upper * (1 - u) + lower * u)

    def shows(self, t: float, angle: float) -> bool:
        """Return whether the place is on the visible side of this view."""
        row = int(np.argmin(np.abs(self.t - t)))
        a = self.centre + float(angle_between(angle, self.centre))
        low, high = self.interval[row]
        return bool(low <= a <= high)
