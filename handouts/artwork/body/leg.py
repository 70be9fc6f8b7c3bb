"""The right leg on its own: posed, subdivided and modelled (calf relief, ankles, sole)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import FOOT, LEG, Array, Body, Shape, load_body
from handouts.artwork.body.frames import SurfaceGrid
from handouts.artwork.body.mesh import Mesh, build_mesh
from handouts.artwork.body.pose import Pose, unit
from handouts.artwork.body.relief import bell, model, relief_fields, reliefs
from handouts.artwork.body.surfaces import coordinates, foot_axes, packaged

LEG_SHAPE = Shape(
    male=0.6,
    muscle=0.70,
    weight=0.46,
    targets={"legs/r-lowerleg-muscle-incr": 0.42, "legs/r-upperleg-muscle-incr": 0.2},
)
TOE_FULLNESS = (0.08, 0.19, 0.18, 0.17, 0.18)  # big to little: share by which a toe is thickened
TOE_SHORTENING = (0.16, 0.28, 0.26, 0.24, 0.20)
HEEL_WIDENING = 0.24
STANDING = {"upperleg01.R": "y-12 z8.5 x5.5", "lowerleg01.R": "z-3.5 x-7", "foot.R": "z-3 x2"}


@dataclass(frozen=True)
class Leg:
    """A posed right leg; fields ``t``, ``angle`` (leg), ``s``, ``sole`` (foot), ``leg``, ``foot`` 0..1."""

    body: Body
    pose: Pose
    mesh: Mesh

    def grid(self, t_range: tuple[float, float] = (-0.55, 1.12)) -> SurfaceGrid:
        """Return the finder for leg coordinates on the posed surface."""
        f = self.mesh.fields
        return SurfaceGrid(self.mesh, f["t"], f["angle"], f["leg"] > 0.5, t_range)

    def foot_grid(self) -> SurfaceGrid:
        """Return the finder for foot coordinates on the posed surface."""
        f = self.mesh.fields
        return SurfaceGrid(self.mesh, f["s"], f["sole"], f["foot"] > 0.3, (0.02, 1.0))


def plain_foot(body: Body, vertices: Array, side: str = "R") -> Array:
    """Return rest vertices with an everyday foot: round, wide heel, shorter and fuller toes.

    The base mesh has a heel as narrow as a barefoot dancer's and toes with daylight between them.
    """
    vertices = vertices.copy()
    for toe in range(1, 6):
        last = 2 if toe == 1 else 3
        root, tip = body.heads[f"toe{toe}-1.{side}"], body.tails[f"toe{toe}-{last}.{side}"]
        share = body.weight_of(f"toe{toe}", side=side)
        along = unit((tip - root) * (1, 0, 1))
        reach = (vertices - root) @ along
        aside = (vertices - root) - reach[:, None] * along
        fuller = TOE_FULLNESS[toe - 1] * aside * (1, 0.35, 1)
        shorter = -TOE_SHORTENING[toe - 1] * np.clip(reach, 0, None)[:, None] * along
        vertices += share[:, None] * (fuller + shorter)
    height = packaged()["foot"].ground
    assert height is not None
    axes = foot_axes(body, height.height, side)
    foot = np.clip(body.weight_of(*FOOT, side=side) * 1.4, 0, 1)
    offset = vertices - axes.origin
    s, out = offset @ axes.forward / axes.length, offset @ axes.outward
    low = np.clip((0.05 - offset[:, 1]) / 0.05, 0, 1)
    wider = HEEL_WIDENING * bell(s, 0.06, 0.10, 0.17) * low
    return np.asarray(vertices + (foot * out * wider)[:, None] * axes.outward)


def leg_fields(body: Body, rest: Array) -> dict[str, Array]:
    """Return the surface coordinates of (subdivided) rest points of the right leg."""
    t, angle = coordinates(packaged()["leg"], body, rest)
    s, sole = coordinates(packaged()["foot"], body, rest)
    return {"t": t, "angle": angle, "s": s, "sole": sole}


def sculpt_calf(mesh: Mesh, amount: Array) -> Mesh:
    """Model the calf of a mesh that has fields ``t`` and ``angle``; ``amount`` 0..1 per vertex limits it."""
    height = reliefs()["calf"].height(mesh.fields["t"], mesh.fields["angle"])
    return mesh.moved(mesh.vertices + mesh.normals * (height * amount)[:, None])


def build_leg(shape: Shape = LEG_SHAPE, turns: dict[str, str] | None = None, levels: int = 2) -> Leg:
    """Build the right leg in a pose (default: standing), modelled and ready to draw."""
    body = load_body(shape)
    pose = Pose(body)
    pose.set_turns(STANDING if turns is None else turns)
    cage = {
        "rest": body.vertices,
        "leg": body.weight_of(*LEG, side="R"),
        "foot": body.weight_of(*FOOT, side="R"),
        **relief_fields(body),
    }
    mesh = build_mesh(pose.skin(plain_foot(body, body.vertices)), body.quads, cage, levels)
    mesh.fields.update(leg_fields(body, mesh.fields["rest"]))
    return Leg(body, pose, model(mesh.part(mesh.fields["leg"] > 0.5), body))
