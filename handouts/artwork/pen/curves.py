"""Polylines and Bezier curves in the picture plane: smoothing, outlines of masks, Schneider's fit.

Polylines are (n, 2) arrays in art units; a closed one repeats its first point at the end.
A cubic segment is a (4, 2) array. Path data uses M, L, C and Z only, absolute, at most one decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from contourpy import contour_generator
from scipy import ndimage

from handouts.artwork.body.body import Array, Mask


def number(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _numbers(points: npt.ArrayLike) -> str:
    return " ".join(number(v) for v in np.asarray(points, dtype=np.float64).ravel())


def path(segments: Sequence[Array], closed: bool = True) -> str:
    """Write cubic segments that follow each other as path data."""
    if not segments:
        return ""
    body = "".join("C" + _numbers(s[1:]) for s in segments)
    return f"M{_numbers(segments[0][0])}{body}{'Z' if closed else ''}"


def polygon_path(points: npt.ArrayLike, closed: bool = True) -> str:
    """Write straight lines through points as path data."""
    first, *rest = np.asarray(points, dtype=np.float64)
    return f"M{_numbers(first)}" + "".join("L" + _numbers(p) for p in rest) + ("Z" if closed else "")


def circle_path(x: float, y: float, radius: float) -> str:
    """Write a circle as four cubic segments."""
    return ellipse_path(x, y, radius, radius)


def ellipse_path(x: float, y: float, rx: float, ry: float) -> str:
    """Write an upright ellipse as four cubic segments."""
    k = 0.5523
    turn = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    segments = []
    for (ax, ay), (bx, by) in pairwise(turn):
        unit = [(ax, ay), (ax + k * bx, ay + k * by), (bx + k * ax, by + k * ay), (bx, by)]
        segments.append(np.array(unit) * (rx, ry) + (x, y))
    return path(segments)


def rounded_path(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Write a rectangle with rounded corners."""
    r, k = radius, 0.4477 * radius
    right, low = x + width, y + height
    return (
        f"M{_numbers([x + r, y])}L{_numbers([right - r, y])}"
        f"C{_numbers([right - k, y, right, y + k, right, y + r])}L{_numbers([right, low - r])}"
        f"C{_numbers([right, low - k, right - k, low, right - r, low])}L{_numbers([x + r, low])}"
        f"C{_numbers([x + k, low, x, low - k, x, low - r])}L{_numbers([x, y + r])}"
        f"C{_numbers([x, y + k, x + k, y, x + r, y])}Z"
    )


def lengths(points: Array) -> Array:
    """Return the running length along a polyline, starting at 0."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])


def length(points: Array) -> float:
    """Return the length of a polyline."""
    return float(lengths(points)[-1])


def area(points: Array) -> float:
    """Return the signed area of a closed polyline."""
    x, y = points[:, 0], points[:, 1]
    return float(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def resample(points: Array, step: float) -> Array:
    """Return points at equal distances of about ``step`` along a polyline."""
    along = lengths(points)
    at = np.linspace(0, along[-1], max(3, int(along[-1] / step) + 1))
    return np.stack([np.interp(at, along, points[:, k]) for k in range(points.shape[1])], axis=1)


def smooth_closed(points: Array, sigma: float) -> Array:
    """Blur a closed polyline along itself (sigma in points)."""
    ring = points[:-1] if np.allclose(points[0], points[-1]) else points
    ring = ndimage.gaussian_filter1d(ring, sigma, axis=0, mode="wrap")
    return np.vstack([ring, ring[:1]])


def smooth_open(points: Array, sigma: float) -> Array:
    """Blur an open polyline along itself (sigma in points); the ends stay."""
    if len(points) < 5:
        return points
    blurred = ndimage.gaussian_filter1d(points, sigma, axis=0, mode="nearest")
    blurred[0], blurred[-1] = points[0], points[-1]
    return np.asarray(blurred)


def spline(points: npt.ArrayLike, closed: bool = False, steps: int = 16) -> Array:
    """Return a Catmull-Rom curve through the points, ``steps`` points per span."""
    p = np.asarray(points, dtype=np.float64)
    q = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    u = np.linspace(0, 1, steps, endpoint=False)[:, None]
    spans = [
        0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)
        for a, b, c, d in zip(q, q[1:], q[2:], q[3:], strict=False)
    ]
    curve = np.vstack(spans)
    return np.vstack([curve, curve[:1] if closed else p[-1:]])


def runs(keep: Mask, shortest: int = 2) -> list[slice]:
    """Return the slices of consecutive true values with at least ``shortest`` members."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], keep.astype(np.int8), [0]])))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= shortest]


def open_runs(points: Array, keep: Mask, shortest: int = 6) -> list[Array]:
    """Cut a closed polyline into the stretches where ``keep`` is true (whole, if true everywhere)."""
    if keep.all():
        return [points]
    start = int(np.argmin(keep))
    ring, kept = np.roll(points[:-1], -start, axis=0), np.roll(keep[:-1], -start)
    return [ring[s] for s in runs(kept, shortest)]


def mask_outlines(mask: Mask, blur: float = 1.2, smallest: float = 60.0) -> list[Array]:
    """Return the outlines of a pixel mask as closed polylines; holes run the other way round."""
    pad = 8
    soft = ndimage.gaussian_filter(np.pad(mask.astype(np.float64), pad), blur)
    found: Sequence[Any] = contour_generator(z=soft).lines(0.5)
    lines = (np.asarray(line) - pad + 0.5 for line in found)
    return [line for line in lines if len(line) >= 8 and abs(area(line)) >= smallest]


def _bezier(c: Array, u: Array) -> Array:
    v = u[:, None]
    w = 1 - v
    return np.asarray(w**3 * c[0] + 3 * w * w * v * c[1] + 3 * w * v * v * c[2] + v**3 * c[3])


def _direction(vector: Array) -> Array:
    size = float(np.linalg.norm(vector))
    return vector / size if size > 0 else vector


def _tangent(points: Array, at: int, reach: int = 4) -> Array:
    return _direction(points[min(len(points) - 1, at + reach)] - points[max(0, at - reach)])


def _fit_once(points: Array, u: Array, start: Array, end: Array) -> Array:
    """Least-squares handles of one cubic with given end tangents (Schneider 1990)."""
    a1, a2 = start * (3 * u * (1 - u) ** 2)[:, None], end * (3 * u * u * (1 - u))[:, None]
    b0 = ((1 - u) ** 3 + 3 * u * (1 - u) ** 2)[:, None]
    b1 = (u**3 + 3 * u * u * (1 - u))[:, None]
    rest = points - (points[0] * b0 + points[-1] * b1)
    c00, c01, c11 = (a1 * a1).sum(), (a1 * a2).sum(), (a2 * a2).sum()
    x0, x1 = (a1 * rest).sum(), (a2 * rest).sum()
    determinant = c00 * c11 - c01 * c01
    chord = float(np.linalg.norm(points[-1] - points[0]))
    left = right = 0.0
    if abs(determinant) > 1e-12:
        left, right = (x0 * c11 - x1 * c01) / determinant, (c00 * x1 - c01 * x0) / determinant
    if min(left, right) < 1e-3 * chord or max(left, right) > 3 * chord + 1:
        left = right = chord / 3
    return np.array([points[0], points[0] + start * left, points[-1] + end * right, points[-1]])


def _improve(points: Array, u: Array, cubic: Array) -> Array:
    """One Newton step of the parameters towards the nearest points on the cubic."""
    first = 3 * np.diff(cubic, axis=0)
    second = 2 * np.diff(first, axis=0)
    v = u[:, None]
    off = _bezier(cubic, u) - points
    d1 = (1 - v) ** 2 * first[0] + 2 * (1 - v) * v * first[1] + v * v * first[2]
    d2 = (1 - v) * second[0] + v * second[1]
    slope = (d1 * d1).sum(axis=1) + (off * d2).sum(axis=1)
    safe = np.where(np.abs(slope) > 1e-9, slope, 1.0)
    step = np.where(np.abs(slope) > 1e-9, (off * d1).sum(axis=1) / safe, 0.0)
    better = np.clip(u - step, 0, 1)
    better[0], better[-1] = 0, 1
    return np.asarray(np.maximum.accumulate(better))


def fit_open(points: Array, error: float, start: Array | None = None, end: Array | None = None) -> list[Array]:
    """Fit cubic segments to an open polyline within ``error`` art units."""
    if len(points) < 3:
        third = (points[-1] - points[0]) / 3
        return [np.array([points[0], points[0] + third, points[-1] - third, points[-1]])]
    if start is None:
        start = _direction(points[min(4, len(points) - 1)] - points[0])
    if end is None:
        end = _direction(points[max(0, len(points) - 5)] - points[-1])
    along = lengths(points)
    if along[-1] == 0:
        return []
    u = along / along[-1]
    worst = len(points) // 2
    for _ in range(5):
        cubic = _fit_once(points, u, start, end)
        miss = ((_bezier(cubic, u) - points) ** 2).sum(axis=1)
        worst = int(miss.argmax())
        if miss[worst] <= error * error:
            return [cubic]
        if miss[worst] > 25 * error * error:
            break
        u = _improve(points, u, cubic)
    cut = min(max(worst, 1), len(points) - 2)
    middle = _tangent(points, cut)
    return fit_open(points[: cut + 1], error, start, -middle) + fit_open(points[cut:], error, middle, end)


def _corners(ring: Array, sharpest: float, reach: int = 5) -> list[int]:
    before, after = ring - np.roll(ring, reach, axis=0), np.roll(ring, -reach, axis=0) - ring
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.abs(np.degrees(np.arctan2(cross, (before * after).sum(axis=1))))
    peak = ndimage.maximum_filter1d(turn, 2 * reach + 1, mode="wrap")
    return [int(i) for i in np.flatnonzero((turn > sharpest) & (turn == peak))]


def fit_closed(points: Array, error: float, corner: float = 50.0) -> list[Array]:
    """Fit cubic segments to a closed polyline; turns sharper than ``corner`` degrees stay corners."""
    ring = resample(points, 1.5)[:-1]
    corners = _corners(ring, corner)
    if not corners:
        tangent = _tangent(np.vstack([ring[-6:], ring[:6]]), 6)
        return fit_open(np.vstack([ring, ring[:1]]), error, tangent, -tangent)
    found: list[Array] = []
    for here, there in zip(corners, corners[1:] + corners[:1], strict=True):
        span = ring[here : there + 1] if there > here else np.vstack([ring[here:], ring[: there + 1]])
        if len(span) > 1:
            found += fit_open(span, error)
    return found


def mask_path(mask: Mask, *, blur: float = 1.2, smallest: float = 60.0, smooth: float = 2.0, error: float = 0.9) -> str:
    """Return path data around a pixel mask (fill it with the even-odd rule)."""
    outlines = mask_outlines(mask, blur, smallest)
    return "".join(path(fit_closed(smooth_closed(resample(o, 1.5), smooth), error)) for o in outlines)
