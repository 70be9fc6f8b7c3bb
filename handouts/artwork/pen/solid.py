"""Flat outlines with depth: blow an outline up like a balloon and light it as if it were a mesh.

The muscles of the anatomy pictures are drawn outlines, not meshes. Heights are in art units.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage, sparse
from scipy.sparse.linalg import spsolve

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.pose import unit
from handouts.artwork.pen.tones import Style, blur


def polygon_mask(points: Array, shape: tuple[int, int]) -> Mask:
    """Return the pixels whose centre lies inside a closed polyline (even-odd rule)."""
    rows, columns = shape
    crossings = np.zeros((rows, columns + 1), dtype=np.int64)
    x, y = points[:, 0], points[:, 1]
    for k in range(len(points) - 1):
        (x0, y0), (x1, y1) = (x[k], y[k]), (x[k + 1], y[k + 1])
        if y0 == y1:
            continue
        first, last = sorted((y0, y1))
        lines = np.arange(max(0, int(np.ceil(first - 0.5))), min(rows, int(np.ceil(last - 0.5))))
        at = x0 + (lines + 0.5 - y0) * (x1 - x0) / (y1 - y0)
        crossings[lines, np.clip(np.ceil(at - 0.5), 0, columns).astype(np.int64)] += 1
    return np.asarray(np.cumsum(crossings, axis=1)[:, :-1] % 2 == 1)


def inflate(mask: Mask) -> Array:
    """Return the height of a balloon over a mask: a long strip becomes a half cylinder.

    Solves a membrane under even pressure (Poisson's equation, 0 at the edge); the height is sqrt(2 u).
    """
    height = np.zeros(mask.shape)
    if not mask.any():
        return height
    number = np.full(mask.shape, -1, dtype=np.int64)
    rows, columns = np.nonzero(mask)
    number[rows, columns] = np.arange(len(rows))
    padded = np.pad(number, 1, constant_values=-1)
    here, there = [], []
    for dy, dx in ((0, 1), (2, 1), (1, 0), (1, 2)):
        neighbour = padded[rows + dy, columns + dx]
        inside = neighbour >= 0
        here.append(np.flatnonzero(inside))
        there.append(neighbour[inside])
    links = (np.concatenate(here), np.concatenate(there))
    count = len(rows)
    around = sparse.csr_matrix((np.ones(len(links[0])), links), shape=(count, count))
    membrane = spsolve((4 * sparse.identity(count) - around).tocsc(), np.ones(count))
    height[rows, columns] = np.sqrt(2 * np.maximum(membrane, 0))
    return height


def flatten(height: Array, limit: float) -> Array:
    """Limit heights softly: broad places become plateaus, narrow ones stay round."""
    return np.asarray(limit * np.tanh(height / limit))


def lit(height: Array, mask: Mask, style: Style, soften: float = 1.5) -> Array:
    """Return the brightness per pixel, like ``tones.tone`` for a mesh."""
    smooth = ndimage.gaussian_filter(height, soften)
    dy, dx = np.gradient(smooth)
    normals = np.stack([-dx, dy, np.ones_like(height)], axis=2)  # camera axes: right, up, towards the viewer
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    light = unit(style.light)
    brightness = (1 - style.facing) * (normals @ light) + style.facing * normals[..., 2]
    # the slope at the very edge is lost in the softening: take it from a little further inside
    inner = ndimage.binary_erosion(mask, iterations=2)
    if inner.any():
        nearest = ndimage.distance_transform_edt(~inner, return_distances=False, return_indices=True)
        brightness = brightness[tuple(nearest)]
    return blur(brightness, mask, 1.2)
