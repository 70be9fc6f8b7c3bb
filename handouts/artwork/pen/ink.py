"""Ink: silhouettes, occluding contours and surface lines as tapered, filled strokes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from handouts.artwork.body.body import Array, Index, Mask
from handouts.artwork.body.frames import Finder, visible
from handouts.artwork.pen import curves
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import Raster

Edge = tuple[int, int]


def stroke_path(
    points: Array,
    width: float,
    *,
    taper: float = 0.35,
    thinnest: float = 0.12,
    error: float = 0.75,
    step: float = 2.0,
) -> str:
    """Return the outline of a stroke that swells over the share ``taper`` of its length at both ends.

    All strokes run round in the same sense, so that crossing strokes in one path do not cancel.
    """
    line = curves.resample(points, step)
    at = np.linspace(0, 1, len(line))
    swell = np.sin(np.minimum(1, np.minimum(at, 1 - at) / taper) * np.pi / 2)
    half = width * (thinnest + (1 - thinnest) * swell) / 2
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * half[:, None]
    there, back = curves.fit_open(line + across, error), curves.fit_open((line - across)[::-1], error)
    if not there or not back:
        return ""
    return curves.path(there, closed=False) + "L" + curves.path(back, closed=True)[1:]


@dataclass(frozen=True)
class Pen:
    """Line weights in art units. Interior lines are a little lighter than the silhouette."""

    outline: float = 4.0
    inner: float = 3.2
    shortest: float = 26.0  # shorter interior lines are dropped
    margin: float = 4.5  # interior lines this close to the silhouette are dropped
    tolerance: float = 3.0  # depth slack in the visibility test


def draw_outline(drawing: Drawing, mask: Mask, width: float, *, allowed: Mask | None = None, role: str = "ink") -> None:
    """Draw the silhouette of a mask, leaving out the picture's border and pixels that are not allowed."""
    rows, columns = mask.shape
    for outline in curves.mask_outlines(mask):
        line = curves.smooth_closed(curves.resample(outline, 1.5), 1.8)
        x, y = line[:, 0], line[:, 1]
        keep = (x > 3) & (y > 3) & (x < columns - 3) & (y < rows - 3)
        if allowed is not None:
            keep &= allowed[_pixels(line, mask.shape)]
        for part in curves.open_runs(line, keep):
            taper, thinnest = (0.004, 0.75) if len(part) == len(line) else (0.03, 0.2)
            drawing.fill(stroke_path(part, width, taper=taper, thinnest=thinnest), role)


def _pixels(line: Array, shape: tuple[int, ...]) -> tuple[Index, Index]:
    x = np.clip(line[:, 0].astype(np.int64), 0, shape[1] - 1)
    y = np.clip(line[:, 1].astype(np.int64), 0, shape[0] - 1)
    return y, x


def _crossings(raster: Raster, skip: Mask | None) -> tuple[dict[Edge, Array], list[tuple[Edge, Edge]]]:
    """Find where the surface turns away from the viewer: points on mesh edges and the pieces joining them."""
    mesh = raster.mesh
    facing = mesh.normals @ raster.view.camera.towards
    front = facing[mesh.triangles] > 0
    mixed = np.flatnonzero(front.any(axis=1) & ~front.all(axis=1))
    if skip is not None:
        mixed = mixed[~skip[mesh.triangles[mixed]].any(axis=1)]
    points: dict[Edge, Array] = {}
    pieces: list[tuple[Edge, Edge]] = []
    for triangle in mesh.triangles[mixed].tolist():
        crossed: list[Edge] = []
        for a, b in ((triangle[0], triangle[1]), (triangle[1], triangle[2]), (triangle[2], triangle[0])):
            if (facing[a] > 0) != (facing[b] > 0):
                edge = (a, b) if a < b else (b, a)
                if edge not in points:
                    share = facing[edge[0]] / (facing[edge[0]] - facing[edge[1]])
                    points[edge] = raster.points[edge[0]] * (1 - share) + raster.points[edge[1]] * share
                crossed.append(edge)
        if len(crossed) == 2:
            pieces.append((crossed[0], crossed[1]))
    return points, pieces


def _chains(pieces: list[tuple[Edge, Edge]]) -> list[list[Edge]]:
    """Join pieces end to end, beginning at loose ends."""
    joined: dict[Edge, list[Edge]] = defaultdict(list)
    for a, b in pieces:
        joined[a].append(b)
        joined[b].append(a)
    used: set[frozenset[Edge]] = set()
    chains: list[list[Edge]] = []
    for start in sorted(joined, key=lambda e: (len(joined[e]), e)):
        for following in joined[start]:
            if frozenset((start, following)) in used:
                continue
            used.add(frozenset((start, following)))
            chain = [start, following]
            while True:
                onward = [e for e in joined[chain[-1]] if frozenset((chain[-1], e)) not in used]
                if not onward:
                    break
                used.add(frozenset((chain[-1], onward[0])))
                chain.append(onward[0])
            chains.append(chain)
    return chains


def _seen(raster: Raster, line: Array, tolerance: float) -> Mask:
    """Test points (x, y, depth) against the z-buffer's 3x3 neighbourhood."""
    rows, columns = raster.mask.shape
    x, y = line[:, 0].astype(np.int64), line[:, 1].astype(np.int64)
    inside = (line[:, 0] >= 0) & (line[:, 1] >= 0) & (x < columns) & (y < rows)
    free = np.zeros(len(line), dtype=np.int64)
    total = np.zeros(len(line), dtype=np.int64)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            px, py = x + dx, y + dy
            ok = inside & (px >= 0) & (py >= 0) & (px < columns) & (py < rows)
            depth = raster.depth[np.where(ok, py, 0), np.where(ok, px, 0)]
            total += ok
            free += ok & (depth <= line[:, 2] + tolerance)
    return np.asarray(inside & ((free >= 3) | (2 * free > total)))


def contours(
    raster: Raster, *, shortest: float = 25.0, tolerance: float = 2.5, skip: Mask | None = None
) -> list[Array]:
    """Return the visible occluding contours as lines (x, y, depth). ``skip`` leaves out mesh vertices.

    Gaps below about 5 units are bridged; bridging by vertex count would draw lines across thin fingers.
    """
    points, pieces = _crossings(raster, skip)
    found: list[Array] = []
    for chain in _chains(pieces):
        line = np.array([points[e] for e in chain])
        along = curves.lengths(line[:, :2])
        if along[-1] < shortest:
            continue
        at = np.arange(0, along[-1], 1.5)
        line = np.stack([np.interp(at, along, line[:, k]) for k in range(3)], axis=1)
        seen = np.pad(_seen(raster, line, tolerance), 4, mode="edge")
        seen = ndimage.binary_closing(seen, iterations=2)[4:-4]
        for part in curves.runs(seen, 4):
            if curves.length(line[part, :2]) > shortest:
                found.append(line[part])
    return found


def draw_contours(
    drawing: Drawing,
    raster: Raster,
    mask: Mask,
    pen: Pen,
    *,
    allowed: Mask | None = None,
    skip: Mask | None = None,
    role: str = "ink",
) -> None:
    """Draw the interior contours inside a mask; not along the silhouette and only where allowed."""
    depth_in = ndimage.distance_transform_edt(mask)
    for line in contours(raster, shortest=pen.shortest, tolerance=pen.tolerance, skip=skip):
        xy = line[:, :2]
        pixels = _pixels(xy, mask.shape)
        keep = depth_in[pixels] > pen.margin
        if allowed is not None:
            keep &= allowed[pixels]
        if not keep.any():
            continue
        keep = ndimage.binary_dilation(keep, iterations=4) & mask[pixels]
        if allowed is not None:
            keep &= allowed[pixels]
        for part in curves.runs(keep, 5):
            stroke = xy[part]
            if curves.length(stroke) > pen.shortest:
                smooth = curves.smooth_open(curves.resample(stroke, 2.0), 4)
                drawing.fill(stroke_path(smooth, pen.inner), role)


def draw_edge(
    drawing: Drawing, part: Mask, width: float, keep_outside: Mask, *, shortest: int = 22, role: str = "ink"
) -> None:
    """Draw a part's edge (a hem, a hand) where the pixels just outside it are in ``keep_outside``."""
    for outline in curves.mask_outlines(part, blur=1.2, smallest=60):
        line = curves.smooth_closed(curves.resample(outline, 1.5), 2.0)
        along = np.gradient(line, axis=0)
        outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
        outward /= np.maximum(np.linalg.norm(outward, axis=1, keepdims=True), 1e-6)
        if curves.area(line) < 0:
            outward = -outward
        keep = keep_outside[_pixels(line + 4 * outward, part.shape)]
        for piece in curves.open_runs(line, keep):
            if len(piece) > shortest:
                drawing.fill(stroke_path(piece, width, taper=0.1), role)


def draw_surface_line(
    drawing: Drawing,
    raster: Raster,
    grid: Finder,
    places: npt.ArrayLike,
    width: float,
    *,
    role: str = "ink.soft",
    allowed: Mask | None = None,
) -> None:
    """Draw a soft line through surface coordinates (t, angle) where the camera sees it."""
    points, normals = grid.at(curves.spline(places, steps=14))
    xy, seen = visible(raster, points, normals, facing=0.08)
    if allowed is not None:
        seen &= allowed[raster.at(xy)]
    for part in curves.runs(seen, 5):
        if curves.length(xy[part]) < 6 * width:
            continue
        line = curves.smooth_open(curves.resample(xy[part], 1.5), 7)
        drawing.fill(stroke_path(line, width, taper=0.45, thinnest=0.05), role)
