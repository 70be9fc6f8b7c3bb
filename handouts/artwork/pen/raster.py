"""The z-buffer: per pixel depth, normal and interpolated fields of a mesh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np

from handouts.artwork.body.body import Array, Index, Mask
from handouts.artwork.body.mesh import Mesh
from handouts.artwork.pen.camera import View

EMPTY = -1e9


@dataclass(frozen=True)
class Raster:
    """What the camera sees, per pixel. ``fields`` are (height, width) or (height, width, k)."""

    view: View
    mesh: Mesh
    points: Array  # projected vertices: x, y, depth in art units
    depth: Array
    mask: Mask
    normals: Array  # (height, width, 3), world axes, not normalised
    fields: dict[str, Array]

    def at(self, xy: Array) -> tuple[Index, Index]:
        """Return row and column indices for picture positions, clipped to the picture."""
        rows, columns = self.mask.shape
        x = np.clip(np.nan_to_num(xy[..., 0]).astype(np.int64), 0, columns - 1)
        y = np.clip(np.nan_to_num(xy[..., 1]).astype(np.int64), 0, rows - 1)
        return y, x


@numba.njit(cache=True)
def _fill(points: Array, triangles: Index, values: Array, width: int, height: int):  # type: ignore[no-untyped-def]
    columns = values.shape[1]
    depth = np.full((height, width), EMPTY)
    out = np.zeros((height, width, columns))
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, x1, y1 = points[a, 0], points[a, 1], points[b, 0], points[b, 1]
        x2, y2 = points[c, 0], points[c, 1]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-12:
            continue
        left, right = max(0, int(np.floor(min(x0, x1, x2)))), min(width - 1, int(np.ceil(max(x0, x1, x2))))
        upper, lower = max(0, int(np.floor(min(y0, y1, y2)))), min(height - 1, int(np.ceil(max(y0, y1, y2))))
        for row in range(upper, lower + 1):
            for column in range(left, right + 1):
                px, py = column + 0.5, row + 0.5
                w0 = ((x1 - px) * (y2 - py) - (x2 - px) * (y1 - py)) / area
                w1 = ((x2 - px) * (y0 - py) - (x0 - px) * (y2 - py)) / area
                w2 = 1 - w0 - w1
                if w0 < -1e-9 or w1 < -1e-9 or w2 < -1e-9:
                    continue
                z = w0 * points[a, 2] + w1 * points[b, 2] + w2 * points[c, 2]
                if z > depth[row, column]:
                    depth[row, column] = z
                    for k in range(columns):
                        out[row, column, k] = w0 * values[a, k] + w1 * values[b, k] + w2 * values[c, k]
    return depth, out


def rasterize(mesh: Mesh, view: View, fields: Sequence[str] = ()) -> Raster:
    """Draw the mesh into a z-buffer with the named fields."""
    columns = [mesh.fields[name].reshape(len(mesh.vertices), -1) for name in fields]
    values = np.hstack([mesh.normals, *columns])
    points = view.project(mesh.vertices)
    depth, out = _fill(points, mesh.triangles, np.ascontiguousarray(values), view.width, view.height)
    found: dict[str, Array] = {}
    start = 3
    for name, column in zip(fields, columns, strict=True):
        picture = out[..., start : start + column.shape[1]]
        found[name] = picture[..., 0] if column.shape[1] == 1 else picture
        start += column.shape[1]
    return Raster(view, mesh, points, depth, depth > EMPTY / 2, out[..., :3], found)
