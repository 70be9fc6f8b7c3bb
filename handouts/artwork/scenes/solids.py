"""Solids that a person may hold, or hide in part: painted where they are nearer to the camera than the person.

Lengths in metres, places in world axes. Each pixel is tested: fingers lie before the stick that they hold, the stick
before the shin that it presses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from handouts.artwork.body.body import Array, Mask
from handouts.artwork.body.mesh import Mesh, vertex_normals
from handouts.artwork.body.pose import unit
from handouts.artwork.pen import curves
from handouts.artwork.pen.camera import View
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.raster import EMPTY, Raster, rasterize

ROUND = 40  # corners of a round
FRONT = 200  # pixels: less of a solid before the person is noise of touching surfaces
LINE = 4.5
SMALLEST = 40.0


@dataclass(frozen=True)
class Solid:
    """A mesh in one colour."""

    mesh: Mesh
    role: str
    ink: str


def rod(start: Array, end: Array, radius: float, role: str, ink: str) -> Solid:
    """Return a round rod with rounded ends, from one end to the other."""
    along = unit(end - start)
    aside = unit(np.cross(along, [0.3, 1.0, 0.2]))
    third = np.cross(along, aside)
    turn = np.linspace(0, 2 * np.pi, ROUND, endpoint=False)
    circle = np.cos(turn)[:, None] * aside + np.sin(turn)[:, None] * third
    tilt = np.radians([-88, -60, -30, 0])
    rings = [start + radius * (np.sin(a) * along + np.cos(a) * circle) for a in tilt]
    rings += [end + radius * (np.sin(-a) * along + np.cos(a) * circle) for a in reversed(tilt)]
    return _rings(rings, role, ink)


def ball(middle: Array, radius: float, role: str, ink: str) -> Solid:
    """Return a ball."""
    return rod(middle - 1e-6 * np.array([0.0, 1.0, 0.0]), middle, radius, role, ink)


def _rings(rings: Sequence[Array], role: str, ink: str) -> Solid:
    vertices = np.vstack(rings)
    here = np.arange(ROUND)
    following = (here + 1) % ROUND
    triangles = []
    for number in range(len(rings) - 1):
        a, b = number * ROUND, (number + 1) * ROUND
        triangles += [
            np.stack([a + here, a + following, b + here], axis=1),
            np.stack([a + following, b + following, b + here], axis=1),
        ]
    faces = np.vstack(triangles)
    return Solid(Mesh(vertices, faces, vertex_normals(vertices, faces), {}), role, ink)


def draw_behind(drawing: Drawing, view: View, solids: Sequence[Solid]) -> None:
    """Paint solids before the person is: what is in front of the person is painted once more afterwards."""
    for solid, mask in zip(solids, _nearest(view, solids)[0], strict=True):
        _paint(drawing, mask, solid)


def draw_in_front(drawing: Drawing, person: Raster, solids: Sequence[Solid]) -> None:
    """Paint the parts of solids that are nearer to the camera than the person."""
    masks, depths = _nearest(person.view, solids)
    for solid, mask, depth in zip(solids, masks, depths, strict=True):
        _paint(drawing, _pieces_over(mask & (depth > person.depth), person.mask), solid)


def _nearest(view: View, solids: Sequence[Solid]) -> tuple[list[Mask], list[Array]]:
    """Return what the camera sees of each solid beside the others, and the depth of each."""
    depths = [rasterize(solid.mesh, view).depth for solid in solids]
    nearest = np.max(depths, axis=0) if depths else np.zeros(0)
    return [(depth > EMPTY / 2) & (depth >= nearest) for depth in depths], depths


def _pieces_over(mask: Mask, person: Mask) -> Mask:
    """Return the pieces of a mask that lie on the person: what lies beside is painted already."""
    pieces, count = ndimage.label(mask)
    over = np.bincount(pieces[person & mask].ravel(), minlength=count + 1)
    over[0] = 0
    return np.asarray((over > FRONT)[pieces])


def _paint(drawing: Drawing, mask: Mask, solid: Solid) -> None:
    path = curves.mask_path(mask, blur=0.8, smallest=SMALLEST)
    drawing.paint(path, fill=solid.role, stroke=solid.ink, width=LINE, evenodd=True, rounded=True)
