"""Places on a posed, dressed body: where they are, what is up and outwards there, and the way over the skin.

A place is written as `{ surface = "back", at = [0.93, 9] }`, on a surface of `content/body/surfaces.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from handouts.artwork.body.body import Array, Body
from handouts.artwork.body.frames import Finder
from handouts.artwork.body.mesh import Mesh, Surface
from handouts.artwork.body.pose import Pose, unit
from handouts.artwork.body.surfaces import covers, grid_of, packaged
from handouts.drawing.body import BodySurface
from handouts.errors import likely

OBSTACLE = 0.35  # metres around a place in which the skin is an obstacle
STEP = 0.003  # metres of one step over the skin


@dataclass(frozen=True)
class Place:
    """A place on a surface of the body: ``at`` is (along, across) in the surface's own units."""

    surface: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A place found on the posed body: its point, and unit directions along the surface, out of it and across it."""

    point: Array
    along: Array
    out: Array
    across: Array

    def vector(self, along: float, out: float, across: float) -> Array:
        """Return the unit world direction with these components."""
        return unit(along * self.along + out * self.out + across * self.across)


def surface_of(place: Place, where: str) -> BodySurface:
    """Return the surface that a place is on. Raises ValueError for an unknown one, and for a place off its surface."""
    known = packaged()
    if place.surface not in known:
        there = ", ".join(sorted(known))
        raise ValueError(
            f"{where}.surface: no surface {place.surface!r} in content/body/surfaces.toml"
            f"{likely(place.surface, known)} (there is: {there})."
        )
    surface = known[place.surface]
    if wrong := surface.off(place.at):
        raise ValueError(f"{where}.at: {place.surface}: {wrong}.")
    return surface


def axis_point(surface: BodySurface, pose: Pose, along: float) -> Array:
    """Return the point of a limb's axis at a place along it, on the posed body."""
    assert surface.limb is not None
    _, zero, one = (pose.joint(name) for name in surface.limb.joints)
    return np.asarray(zero + along * (one - zero))


def limb_joints(name: str, pose: Pose, where: str) -> tuple[Array, Array]:
    """Return the posed joints at 0 and 1 of a limb. Raises ValueError when no such limb is known."""
    limbs = {key: surface.limb for key, surface in packaged().items() if surface.limb is not None}
    if name not in limbs:
        raise ValueError(f"{where}.limb: no limb {name!r}{likely(name, limbs)} (there is: {', '.join(sorted(limbs))}).")
    _, zero, one = limbs[name].joints
    return pose.joint(zero), pose.joint(one)


class PosedSkin:
    """The posed body as hands and props meet it. ``mesh`` needs the field ``rest``."""

    def __init__(self, pose: Pose, mesh: Mesh) -> None:
        self.pose, self.mesh = pose, mesh
        self._finders: dict[str, Finder] = {}

    def finder(self, place: Place, where: str) -> Finder:
        """Return the finder of a place's surface."""
        surface = surface_of(place, where)
        if place.surface not in self._finders:
            covered = _to_mesh(self.pose.body, covers(surface, self.pose.body), self.mesh)
            self._finders[place.surface] = grid_of(surface, self.pose.body, self.mesh, covered)
        return self._finders[place.surface]

    def spot(self, place: Place, where: str) -> Spot:
        """Find a place. Raises ValueError when there is no skin."""
        surface, finder = surface_of(place, where), self.finder(place, where)
        along, across = place.at
        beside = 1.0 if surface.unit == "cm" else 5.0
        points, normals = finder.at([place.at, (along + 0.02, across), (along, across + beside)])
        if np.isnan(points[0]).any():
            raise ValueError(
                f"{where}.at: {surface.said(place.at)} on {place.surface} is in the air: choose a place on skin."
            )
        out = unit(normals[0])
        ahead = points[1] - points[0]
        aside = points[2] - points[0]
        if np.isnan(ahead).any():
            ahead = np.cross(aside, out)
        ahead = unit(ahead - (ahead @ out) * out)
        side = np.cross(ahead, out)
        return Spot(points[0], ahead, out, side if np.isnan(aside).any() or side @ aside > 0 else -side)

    def around(self, point: Array, without: str) -> Surface:
        """Return the skin around a point as an obstacle, without the arm of a side (``R`` or ``L``)."""
        near = np.linalg.norm(self.mesh.vertices - point, axis=1) < OBSTACLE
        return Surface.of(self.mesh, near & (self.mesh.fields[f"arm{without}"] < 0.3))


def walk(skin: Surface, start: Array, direction: Array, length: float) -> tuple[Array, Array]:
    """Go over the skin from a point on it, straight on in a direction; return where one ends and the normal there."""
    point, heading = np.array(start), np.array(direction)
    normal = skin.normals[skin.tree.query(point)[1]]
    for _ in range(max(0, round(length / STEP))):
        heading = unit(heading - (heading @ normal) * normal)
        point = point + STEP * heading
        near, index = skin.tree.query(point, k=6)
        weight = 1 / (near + 1e-4)
        normal = unit((weight[:, None] * skin.normals[index]).sum(axis=0))
        around = (weight[:, None] * skin.vertices[index]).sum(axis=0) / weight.sum()
        point = point - ((point - around) @ normal) * normal
    return point, normal


def _to_mesh(body: Body, values: Array, mesh: Mesh) -> Array:
    """Carry a value per vertex of the cage to the mesh, which was subdivided from it."""
    near, index = cKDTree(body.vertices).query(mesh.fields["rest"], k=4)
    weight = 1 / (near + 1e-5)
    return np.asarray((weight * values[index]).sum(axis=1) / weight.sum(axis=1))
