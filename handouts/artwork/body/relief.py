"""Relief: bumps on the surfaces of the body, as `content/body/relief.toml` lists them. Metres, degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import Array, Body
from handouts.artwork.body.frames import angle_between
from handouts.artwork.body.mesh import Mesh, vertex_normals
from handouts.artwork.body.surfaces import coordinates, packaged, plane_camera
from handouts.artwork.scenes.scene import parse, read_table
from handouts.files import data_dir


@dataclass(frozen=True)
class Bump:
    """A bell-shaped bump; the head of the file says what the keys mean."""

    at: tuple[float, float]
    mm: float
    along: tuple[float, ...]
    across: float


@dataclass(frozen=True)
class Relief:
    """A group of bumps on one surface, of which each is measured on the skin as the group before it left it."""

    surface: str
    bones: tuple[str, ...]
    bumps: tuple[Bump, ...]
    without: tuple[str, ...] = ()
    push: tuple[float, float, float] | None = None

    def height(self, along: Array, across: Array) -> Array:
        """Return how far points of the surface are moved, in metres."""
        goes_round = packaged()[self.surface].goes_round
        total = np.zeros(len(along))
        for b in self.bumps:
            aside = angle_between(across, b.at[1]) if goes_round else across - b.at[1]
            total += 0.001 * b.mm * bell(along, b.at[0], *b.along) * bell(aside, 0, b.across)
        return total


def bell(values: npt.ArrayLike, centre: float, sigma: float, sigma_beyond: float | None = None) -> Array:
    """Return a bell curve; ``sigma_beyond`` gives the side beyond the centre another width."""
    x = np.asarray(values, dtype=np.float64)
    width = np.where(x < centre, sigma, sigma_beyond or sigma)
    return np.asarray(np.exp(-0.5 * ((x - centre) / width) ** 2))


@lru_cache(maxsize=1)
def reliefs() -> Mapping[str, Relief]:
    """Read the file. Raises ValueError, which names file and key, when it is not right."""
    path = data_dir("content") / "body" / "relief.toml"
    table = read_table(path)
    return {name: parse(Relief, entry, f"{path.name}: {name}") for name, entry in table.items()}


def relief_fields(body: Body) -> dict[str, Array]:
    """Return, per vertex of the cage, how much of each group is modelled there, 0..1: fields for ``model``."""
    fields = {}
    for name, relief in reliefs().items():
        amount = body.weight_of(*relief.bones)
        if relief.without:
            amount = amount * (1 - np.clip(1.5 * body.weight_of(*relief.without), 0, 1))
        fields[_field(name)] = amount
    return fields


def _field(group: str) -> str:
    return f"relief {group}"


def model(mesh: Mesh, body: Body) -> Mesh:
    """Model a posed mesh with the fields ``rest`` and those of ``relief_fields``; the left side mirrors the right."""
    rest = mesh.fields["rest"]
    left = rest[:, 0] > 0
    mirrored = rest * np.where(left[:, None], (-1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
    normals = vertex_normals(rest, mesh.triangles)
    for name, relief in reliefs().items():
        surface = packaged()[relief.surface]
        one_sided = surface.side == "right"
        height = relief.height(*coordinates(surface, body, mirrored if one_sided else rest))
        height = height * mesh.fields[_field(name)]
        if surface.plane is not None:
            height *= np.clip(2 * (normals @ plane_camera(surface.plane, body).towards), 0, 1)
        if relief.push is None:
            direction = mesh.normals
        else:
            direction = np.array(relief.push) * np.where(left[:, None] & one_sided, (-1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
        mesh = mesh.moved(mesh.vertices + height[:, None] * direction)
    return mesh
