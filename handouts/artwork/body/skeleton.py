"""The skeleton of a posed body: bone meshes, placed by the table ``content/body/skeleton.toml``.

The table's head says what its keys mean. A place is carried by a bone of the rig, so that every pose works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from handouts.artwork.body.body import Array, Index
from handouts.artwork.body.bone_mesh import bone_mesh
from handouts.artwork.body.mesh import Mesh, triangulate, vertex_normals
from handouts.artwork.body.pose import Pose, rotation, unit
from handouts.artwork.scenes.scene import parse, read_table
from handouts.errors import likely
from handouts.files import data_dir

Vector = tuple[float, float, float]

FROM_MESH = np.array([[0.0, 0, -1], [0, 1, 0], [1, 0, 0]])  # forward, up, right -> left, up, front
MIRROR = np.array([-1.0, 1, 1])
SKINS = {"back": (2, -1.0), "front": (2, 1.0), "top": (1, 1.0)}  # axis and direction out of the body
NEAR = 4  # the cage is coarse (20 mm): the skin behind a place is the mean of its nearest vertices there
FACING = 0.25


@dataclass(frozen=True)
class Place:
    """A place of the body, as the table's head says."""

    bone: str
    joint: str
    at: Vector = (0.0, 0.0, 0.0)
    skin: str | None = None
    deep: float = 0.0


@dataclass(frozen=True)
class BoneMesh:
    """How one mesh lies within its group."""

    mesh: str | None = None
    flip: bool = False
    at: Vector = (0.0, 0.0, 0.0)
    z: float = 0.0
    smooth: int | None = None
    thicken: float = 0.0


@dataclass(frozen=True)
class Group:
    """Bones that are placed together, by one similarity."""

    points: tuple[Vector, ...]
    places: tuple[Place, ...]
    bones: dict[str, BoneMesh]
    side: Vector | None = None
    up: Vector | None = None
    roll_by: str | None = None
    cross: tuple[float, float] = (1.0, 1.0)
    mirror: bool = False
    smooth: int = 0


@lru_cache(maxsize=1)
def groups() -> Mapping[str, Group]:
    """Read the table. Raises ValueError, which names file and key, when it is not right."""
    path = data_dir("content") / "body" / "skeleton.toml"
    table = read_table(path)
    found = {name: parse(Group, entry, f"{path.name}: {name}") for name, entry in table.items()}
    for name, group in found.items():
        _check(group, f"{path.name}: {name}")
    return found


def _check(group: Group, where: str) -> None:
    if len(group.points) != len(group.places) or len(group.points) < 2:
        raise ValueError(f"{where}: points and places must be equally many, two or more.")
    if len(group.points) == 2 and (group.side is None) == (group.up is None):
        raise ValueError(f"{where}: two points leave the bones free to roll: write one of side and up.")
    for place in group.places:
        if place.skin is not None and place.skin not in SKINS:
            raise ValueError(f"{where}: skin must be one of {', '.join(SKINS)}, not {place.skin!r}.")


class Placer:
    """Finds places of the table in a posed body."""

    def __init__(self, pose: Pose) -> None:
        self.body, self.pose = pose.body, pose
        self._normals = vertex_normals(self.body.vertices, triangulate(self.body.quads))

    def _name(self, bone: str, side: str) -> str:
        """The rig's name of a bone or joint. Raises ValueError when it has none such."""
        for name in (bone, f"{bone}.{side}"):
            if name in self.body.parents:
                return name
        raise ValueError(f"The body has no bone {bone!r}{likely(bone, self.body.parents)}.")

    def rest(self, place: Place, side: str) -> Array:
        """Return the place in the rest pose, metres."""
        joint = self._name(place.joint, side)
        own = joint[-1] if joint.endswith((".R", ".L")) else side
        out = -1.0 if own == "R" else 1.0
        point = self.body.heads[joint] + np.array(place.at) * (out, 1, 1) / 1000
        if place.skin is not None:
            axis, sign = SKINS[place.skin]
            point[axis] = self._skin(point, axis, sign) - sign * place.deep / 1000
        return point

    def _skin(self, point: Array, axis: int, sign: float) -> float:
        """Return how far out the skin lies that faces this way, beside a point."""
        aside = np.delete(self.body.vertices - point, axis, axis=1)
        away = np.where(sign * self._normals[:, axis] > FACING, np.linalg.norm(aside, axis=1), np.inf)
        near = np.argsort(away, kind="stable")[:NEAR]
        weight = 1 / (away[near] + 0.004)
        return float(weight @ self.body.vertices[near, axis] / weight.sum())

    def point(self, place: Place, side: str) -> Array:
        """Return the place in the pose, metres."""
        return self.pose.point(self._name(place.bone, side), self.rest(place, side))

    def direction(self, bone: str, vector: Vector, side: str) -> Array:
        """Return a rest direction (out, up, front) as a bone turns it."""
        out = 1.0 if side == "L" else -1.0
        return np.asarray(self.pose.turn_of(self._name(bone, side)) @ (np.array(vector) * (out, 1, 1)))


def similarity(points: Array, places: Array) -> tuple[Array, Array]:
    """Return the matrix and the shift that take points to places with the least squares (Umeyama)."""
    middle, goal = points.mean(axis=0), places.mean(axis=0)
    u, stretch, v = np.linalg.svd((places - goal).T @ (points - middle))
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(u @ v))])
    size = (stretch * sign).sum() / ((points - middle) ** 2).sum()
    matrix = size * (u * sign) @ v
    return matrix, goal - matrix @ middle


def _basis(axis: Array, beside: Array) -> Array:
    """Return unit columns: the axis, the direction beside it made square to it, and across both."""
    along = unit(axis)
    aside = unit(beside - (beside @ along) * along)
    return np.stack([along, aside, np.cross(along, aside)], axis=1)


def fit(group: Group, placer: Placer, side: str) -> tuple[Array, Array]:
    """Return the matrix and the shift (metres) that take a group's mesh, in the body's axes, into the posed body."""
    mirror = MIRROR if side == "L" else np.ones(3)
    points = np.array(group.points) @ FROM_MESH.T * mirror / 1000
    places = np.array([placer.point(place, side) for place in group.places])
    if len(points) > 2:
        return similarity(points, places)
    axis, wanted = points[1] - points[0], places[1] - places[0]
    size = np.linalg.norm(wanted) / np.linalg.norm(axis)
    own = np.array([0.0, 1, 0]) if group.up is not None else np.array([-1.0, 0, 0]) * mirror
    beside = group.up or group.side
    assert beside is not None
    roll = placer.direction(group.roll_by or group.places[0].bone, beside, side)
    matrix = size * _basis(wanted, roll) @ np.diag([1.0, *group.cross]) @ _basis(axis, own).T
    return matrix, places[0] - matrix @ points[0]


def _in_group(name: str, bone: BoneMesh, smooth: int) -> tuple[Array, Index]:
    """Return a bone's mesh where it lies within its group: metres, the body's axes, right side."""
    vertices, faces = bone_mesh(bone.mesh or name, smooth if bone.smooth is None else bone.smooth)
    if bone.thicken:
        vertices = vertices + bone.thicken * vertex_normals(vertices, faces)
    if bone.flip:
        vertices, faces = vertices * (1, 1, -1), faces[:, ::-1]
    forward, up, turn = bone.at
    local = vertices @ FROM_MESH.T @ rotation("x", -turn).T + (-bone.z, up, forward)
    return local / 1000, faces


def skeleton(pose: Pose, names: Sequence[str], sides: str = "RL") -> dict[str, Mesh]:
    """Return the posed bones of the named groups, one mesh per bone; paired ones end in ``.R`` and ``.L``.

    Raises ValueError for a group that the table does not have.
    """
    placer, table, found = Placer(pose), groups(), dict[str, Mesh]()
    for name in names:
        if name not in table:
            raise ValueError(f"groups: there are no bones {name!r} in skeleton.toml{likely(name, table)}.")
        group = table[name]
        for side in sides if group.mirror else "R":
            matrix, shift = fit(group, placer, side)
            for bone, own in group.bones.items():
                local, faces = _in_group(bone, own, group.smooth)
                if group.mirror and side == "L":
                    local, faces = local * MIRROR, faces[:, ::-1]
                vertices = local @ matrix.T + shift
                key = f"{bone}.{side}" if group.mirror else bone
                found[key] = Mesh(vertices, faces, vertex_normals(vertices, faces), {})
    return found


def joined(meshes: Sequence[Mesh]) -> Mesh:
    """Return several meshes as one; its field ``part`` is the number of the mesh."""
    start = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes[:-1])])
    part = np.repeat(np.arange(float(len(meshes))), [len(mesh.vertices) for mesh in meshes])
    return Mesh(
        np.vstack([mesh.vertices for mesh in meshes]),
        np.vstack([mesh.triangles + first for mesh, first in zip(meshes, start, strict=True)]),
        np.vstack([mesh.normals for mesh in meshes]),
        {"part": part},
    )
