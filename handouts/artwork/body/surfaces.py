"""Finds the surfaces of the body, `content/body/surfaces.toml`, on the body model.

A place is named once and found in every pose and view: coordinates are computed on the mesh at rest and carried along,
so that neither pose nor camera matters. Metres and degrees; places on a plane are in shares and cm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import cKDTree

from handouts.artwork.body.body import FOOT, Array, Body, Mask
from handouts.artwork.body.frames import SurfaceGrid
from handouts.artwork.body.mesh import Mesh, vertex_normals
from handouts.artwork.body.pose import rotation, unit
from handouts.artwork.pen.camera import Camera, View, look
from handouts.artwork.pen.raster import rasterize
from handouts.drawing.body import SURFACES, BodySurface, Ground, Limb, Plane, Surfaces, read_surfaces
from handouts.errors import likely
from handouts.files import data_dir

COVERED = 0.3
"""Skin belongs to a surface when at least this share of it moves with the surface's bones."""
REST_SCALE = 500.0  # pixels per metre of the picture that says what a plane's camera sees
GAP = 0.015  # metres: a place further from all skin than this is in the air, between arm and trunk
AIR = 0.009  # metres: the same for the point found, between the side of the neck and the jaw behind it
RIM = 0.15  # the least cosine between skin and a plane's camera: further round, a plane says little of a place


@lru_cache(maxsize=1)
def packaged() -> Surfaces:
    """Return the surfaces that come with the package."""
    return read_surfaces((data_dir("content") / SURFACES,))


def joint(body: Body, name: str) -> Array:
    """Return a joint of the body at rest; ``name:tip`` is the far end of a bone."""
    bone, _, end = name.partition(":")
    return body.tails[bone] if end == "tip" else body.heads[bone]


def unknown_bones(surface: BodySurface, body: Body) -> Iterator[str]:
    """What a surface calls by a name that no bone of the body has: its key and the name."""
    for prefix in surface.bones:
        if not body.bones_of(prefix):
            yield f"bones: the body has no bone whose name begins with {prefix!r}"
    named: dict[str, list[str]] = {}
    if surface.limb is not None:
        named = {"limb.joints": surface.limb.joints}
    if surface.plane is not None:
        named = {f"plane.{key}": getattr(surface.plane, key) for key in ("low", "high", "zero")}
    for key, names in named.items():
        for name in names:
            bone = name.removesuffix(":tip")
            if bone not in body.heads:
                yield f"{key}: the body has no bone named {bone!r}{likely(bone, body.heads)}"


def coordinates(surface: BodySurface, body: Body, points: Array) -> tuple[Array, Array]:
    """Return (along, across) of points of the body at rest."""
    if surface.limb is not None:
        return _limb_coordinates(surface.limb, body, points)
    if surface.ground is not None:
        return _ground_coordinates(surface.ground, body, points)
    assert surface.plane is not None
    return _plane_coordinates(surface.plane, body, points)


def leg_coordinates(body: Body, points: Array) -> tuple[Array, Array]:
    """Return (along, across) of points of the body at rest on the right leg."""
    return coordinates(packaged()["leg"], body, points)


def _limb_coordinates(limb: Limb, body: Body, points: Array) -> tuple[Array, Array]:
    first, zero, one = (joint(body, name) for name in limb.joints)
    outward = float(np.sign(zero[0]))
    lower, upper = unit(one - zero), unit(zero - first)
    size = float(np.linalg.norm(one - zero))
    below = (points - zero) @ lower / size
    along = np.where(below < 0, (points - zero) @ upper / size, below)
    axis = np.where((below < 0)[:, None], upper, lower)
    # the limb at rest is turned out a little: turn "back" with it
    back = rotation("y", -limb.zero * outward) @ np.array([0.0, 0.0, -1.0])
    back = back - (axis @ back)[:, None] * axis
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    behind = np.interp(along, *np.array(limb.behind).T) if limb.behind else np.zeros(len(along))
    offset = points - (zero + axis * (along * size)[:, None] + back * behind[:, None])
    lateral = np.cross(axis, back)
    lateral *= np.sign(lateral[:, :1] * outward)
    across = np.degrees(np.arctan2((offset * lateral).sum(axis=1), (offset * back).sum(axis=1)))
    return along, across


@dataclass(frozen=True)
class FootAxes:
    """The rest foot's own axes: origin at the back of the heel, unit directions and its length in metres."""

    origin: Array
    forward: Array
    outward: Array
    length: float


def foot_axes(body: Body, height: float, side: str = "R") -> FootAxes:
    """Find the axis of the rest foot, from the heel to the first toes, ``height`` above the ground."""
    foot = body.vertices[body.weight_of(*FOOT, side=side) > 0.6]
    ground = foot[:, 1].min()
    low = foot[foot[:, 1] < ground + 0.06]
    toes = np.mean([body.tails[f"toe{n}-{2 if n == 1 else 3}.{side}"] for n in (1, 2, 3)], axis=0)
    heel = low[np.argsort(low[:, 2])[:12]].mean(axis=0)
    forward = unit((toes - heel) * (1, 0, 1))
    along = (low - heel) @ forward
    origin = heel + forward * along.min()
    origin[1] = ground + height
    outward = np.cross([0.0, 1.0, 0.0], forward)
    outward *= np.sign(outward[0]) * (-1.0 if side == "R" else 1.0)
    return FootAxes(origin, forward, outward, float(along.max() - along.min()))


def _ground_coordinates(ground: Ground, body: Body, points: Array) -> tuple[Array, Array]:
    axes = foot_axes(body, ground.height)
    offset = points - axes.origin
    return offset @ axes.forward / axes.length, np.degrees(np.arctan2(offset @ axes.outward, -offset[:, 1]))


def _landmarks(plane: Plane, body: Body) -> list[Array]:
    """Return the points at which a plane's places are 0 and 1 along, and 0 across."""
    return [np.mean([joint(body, name) for name in names], axis=0) for names in (plane.low, plane.high, plane.zero)]


def plane_camera(plane: Plane, body: Body) -> Camera:
    """Return the camera of a plane on the body at rest."""
    camera = look(plane.azimuth, plane.elevation)
    if not plane.turned:
        return camera
    low, high, _ = (camera.see(point) for point in _landmarks(plane, body))
    roll = float(np.degrees(np.arctan2(high[0] - low[0], high[1] - low[1])))
    return Camera(np.asarray(rotation("z", roll) @ camera.axes))


def _plane_coordinates(plane: Plane, body: Body, points: Array) -> tuple[Array, Array]:
    camera = plane_camera(plane, body)
    low, high, zero = (camera.see(point) for point in _landmarks(plane, body))
    seen = camera.see(points)
    size = high[1] - low[1]
    return (seen[:, 1] - low[1]) / size, plane.length * (seen[:, 0] - zero[0]) / abs(size)


def covers(surface: BodySurface, body: Body) -> Array:
    """Return per vertex of the cage how much of it belongs to the surface, 0..1, its side apart."""
    return body.weight_of(*surface.bones)


class PlaneGrid:
    """Finds the posed position and normal of places on a plane by interpolating the vertices that its camera sees."""

    def __init__(self, mesh: Mesh, along: Array, across: Array, front: Mask, size: float) -> None:
        self._size = size
        flat = np.column_stack([along * size, across / 100])[front]
        self._find = LinearNDInterpolator(flat, np.hstack([mesh.vertices, mesh.normals])[front])
        self._near = cKDTree(flat)
        self._skin = cKDTree(mesh.vertices[front])

    def at(self, places: npt.ArrayLike) -> tuple[Array, Array]:
        """Return positions (metres) and normals of (along, across) pairs; NaN where there is no surface."""
        pairs = np.asarray(places, dtype=np.float64).reshape(-1, 2)
        flat = np.column_stack([pairs[:, 0] * self._size, pairs[:, 1] / 100])
        found = self._find(flat)
        found[self._near.query(flat)[0] > GAP] = np.nan
        known = ~np.isnan(found[:, 0])
        in_air = self._skin.query(found[known, :3])[0] > AIR
        found[np.flatnonzero(known)[in_air]] = np.nan
        return found[:, :3], found[:, 3:]


def grid_of(surface: BodySurface, body: Body, mesh: Mesh, covered: Array) -> SurfaceGrid | PlaneGrid:
    """Return the finder of a surface on a posed mesh with the field ``rest``; ``covered``: see ``covers``."""
    rest = mesh.fields["rest"]
    along, across = coordinates(surface, body, rest)
    keep = covered > COVERED
    if surface.side == "right":
        keep &= rest[:, 0] < 0.004
    if surface.plane is None:
        return SurfaceGrid(mesh, along, across, keep, (surface.along[0], surface.along[1]))
    return PlaneGrid(mesh, along, across, _facing(surface, body, mesh, keep), surface.plane.length / 100)


def _facing(surface: BodySurface, body: Body, mesh: Mesh, keep: Mask) -> Mask:
    """Return which vertices the plane's camera sees on the body at rest, when only the surface's skin is there."""
    assert surface.plane is not None
    rest, camera = mesh.fields["rest"], plane_camera(surface.plane, body)
    alone = replace(mesh.part(keep), vertices=rest, fields={})
    seen = camera.see(rest)
    low, high = seen.min(axis=0) - 0.01, seen.max(axis=0) + 0.01
    view = View(camera, float(low[0]), float(high[0]), float(low[1]), float(high[1]), REST_SCALE)
    raster = rasterize(alone, view)
    placed = view.project(rest)
    nearest = raster.depth[raster.at(placed[:, :2])] < placed[:, 2] + 0.006 * REST_SCALE
    towards = vertex_normals(rest, mesh.triangles) @ camera.towards > RIM
    along, _ = coordinates(surface, body, rest)
    near = (along > surface.along[0] - 0.1) & (along < surface.along[1] + 0.1)
    return np.asarray(keep & nearest & towards & near)
