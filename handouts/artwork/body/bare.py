"""The body as views of it are drawn: posed, modelled, subdivided, with as much cover as is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handouts.artwork.body import clothing
from handouts.artwork.body.body import Array, Body, Mask
from handouts.artwork.body.clothing import Outfit
from handouts.artwork.body.frames import SurfaceGrid
from handouts.artwork.body.leg import plain_foot
from handouts.artwork.body.mesh import Mesh, build_mesh, triangulate, vertex_normals
from handouts.artwork.body.person import drape
from handouts.artwork.body.pose import Pose
from handouts.artwork.body.relief import model, relief_fields
from handouts.artwork.body.surfaces import PlaneGrid, covers, grid_of
from handouts.drawing.body import BodySurface, Surfaces

SHOWN = 0.5  # a part is drawn where at least this share of the skin moves with its bones
NO_COVER = -1.0


@dataclass(frozen=True)
class Bare:
    """A posed body. Mesh fields: ``rest``, ``shorts``, ``top``, ``hair`` (> 0: covered), and those of its surfaces."""

    body: Body
    pose: Pose
    mesh: Mesh

    def grid(self, name: str, surface: BodySurface) -> SurfaceGrid | PlaneGrid:
        """Return the finder of a surface."""
        return grid_of(surface, self.body, self.mesh, self.mesh.fields[f"on {name}"])

    def shown(self, side: str) -> Mask:
        """Return which vertices belong to the parts that were asked for, on one side or on both."""
        keep = self.mesh.fields["shown"] > SHOWN
        return keep & (self.mesh.fields["rest"][:, 0] < 0.0) if side == "right" else keep


def build(
    pose: Pose,
    cover: Sequence[str],
    outfit: Outfit,
    surfaces: Surfaces,
    parts: Sequence[str],
    fields: Sequence[str] = (),
    levels: int = 2,
) -> Bare:
    """Build the posed body. ``parts``: bones whose skin is shown (none: all), for ``Bare.shown``.

    ``fields``: bones; the mesh has a field of their name, how much of the skin moves with them, 0..1.
    """
    body = pose.body
    rest = body.vertices
    for side in "RL":
        rest = plain_foot(body, rest, side)
    garments = {**clothing.dress(body, outfit), "top": clothing.top(body)}
    worn = {name: garments[name] if name in cover else np.full(len(rest), NO_COVER) for name in clothing.COVERS}
    skin = pose.skin(rest)
    normals = vertex_normals(skin, triangulate(body.quads))
    covered = drape(skin + normals * clothing.thin(worn)[:, None], body.quads, np.maximum(worn["shorts"], worn["top"]))
    cage: dict[str, Array] = {
        "rest": body.vertices,
        "shown": body.weight_of(*parts) if parts else np.ones(len(rest)),
        **worn,
        **{name: body.weight_of(name) for name in fields},
        **{f"on {name}": covers(surface, body) for name, surface in surfaces.items()},
        **relief_fields(body),
    }
    return Bare(body, pose, model(build_mesh(covered, body.quads, cage, levels), body))
