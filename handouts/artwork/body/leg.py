"""The right leg on its own: posed, subdivided and modelled (calf relief, ankles, sole)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import FOOT, LEG, Array, Body, Shape, load_body
from handouts.artwork.body.frames import (
    SurfaceGrid,
    angle_between,
    foot_axes,
    foot_coordinates,
    leg_coordinates,
)
from handouts.artwork.body.mesh import Mesh, build_mesh
from handouts.artwork.body.pose import Pose, unit

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


def bump(values: npt.ArrayLike, centre: float, sigma: float, sigma_above: float | None = None) -> Array:
    """Return a bell curve; ``sigma_above`` gives the side above the centre another width."""
    x = np.asarray(values, dtype=np.float64)
    width = np.where(x < centre, sigma, sigma_above or sigma)
    return np.asarray(np.exp(-0.5 * ((x - centre) / width) ** 2))


def around(angle: Array, centre: float, sigma: float) -> Array:
    """Return a bell curve over angles in degrees."""
    return bump(angle_between(angle, centre), 0, sigma)


def calf_relief(t: Array, angle: Array) -> Array:
    """Return the calf's modelling in metres along the normal: bellies, groove, tendon, hollow of the knee."""
    medial_belly = 0.0085 * bump(t, 0.30, 0.13, 0.085) * around(angle, -58, 30)  # lower and fuller
    lateral_belly = 0.0070 * bump(t, 0.235, 0.11, 0.070) * around(angle, 56, 27)  # ends higher
    groove = -0.0045 * bump(t, 0.26, 0.14, 0.10) * around(angle, 0, 9)
    flat_below_bellies = -0.0045 * bump(t, 0.52, 0.07) * around(angle, 0, 40)
    beside_tendon = -0.0035 * bump(t, 0.80, 0.10) * (around(angle, 32, 14) + around(angle, -32, 14))
    tendon = 0.0030 * bump(t, 0.82, 0.12) * around(angle, 0, 12)
    knee_crease = -0.0040 * bump(t, -0.015, 0.030) * around(angle, 0, 45)
    hamstrings = 0.0030 * bump(t, -0.12, 0.06) * (around(angle, 50, 16) + around(angle, -50, 16))
    bellies = medial_belly + lateral_belly + groove + flat_below_bellies
    return np.asarray(bellies + beside_tendon + tendon + knee_crease + hamstrings)


def knee_relief(t: Array, angle: Array) -> Array:
    """Return the front of the knee in metres: kneecap, its tendon's hollows and the shin's top."""
    cap = 0.0060 * bump(t, -0.060, 0.055) * around(angle, 180, 30)
    beside = -0.0030 * bump(t, 0.03, 0.035) * (around(angle, 140, 14) + around(angle, -140, 14))
    above = -0.0030 * bump(t, -0.19, 0.05) * around(angle, 180, 40)
    shin_top = 0.0020 * bump(t, 0.105, 0.03) * around(angle, 180, 16)
    return np.asarray(cap + beside + above + shin_top)


def ankle_relief(t: Array, angle: Array) -> Array:
    """Return the ankle bones' bumps in metres: the inner one higher and further forward than the outer."""
    inner = 0.006 * bump(t, 0.965, 0.030) * around(angle, -100, 20)
    outer = 0.006 * bump(t, 1.015, 0.030) * around(angle, 88, 20)
    return np.asarray(inner + outer)


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


def plain_foot(body: Body, side: str = "R") -> Array:
    """Return the rest vertices with an everyday foot: round, wide heel, shorter and fuller toes.

    The base mesh has a heel as narrow as a barefoot dancer's and toes with daylight between them.
    """
    vertices = body.vertices.copy()
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
    axes = foot_axes(body, side)
    foot = np.clip(body.weight_of(*FOOT, side=side) * 1.4, 0, 1)
    offset = vertices - axes.origin
    s, out = offset @ axes.forward / axes.length, offset @ axes.outward
    low = np.clip((0.05 - offset[:, 1]) / 0.05, 0, 1)
    wider = HEEL_WIDENING * bump(s, 0.06, 0.10, 0.17) * low
    return np.asarray(vertices + (foot * out * wider)[:, None] * axes.outward)


def leg_fields(body: Body, rest: Array) -> dict[str, Array]:
    """Return the surface coordinates of (subdivided) rest points of the right leg."""
    t, angle = leg_coordinates(body, rest)
    s, sole = foot_coordinates(body, rest)
    return {"t": t, "angle": angle, "s": s, "sole": sole}


def sculpt_calf(mesh: Mesh, amount: Array) -> Mesh:
    """Model the calf of a mesh that has fields ``t`` and ``angle``; ``amount`` 0..1 per vertex limits it."""
    height = calf_relief(mesh.fields["t"], mesh.fields["angle"]) * amount
    return mesh.moved(mesh.vertices + mesh.normals * height[:, None])


def _sculpt_foot(mesh: Mesh) -> Mesh:
    f = mesh.fields
    s, sole, foot = f["s"], f["sole"], f["foot"] > 0.3
    pad = 0.0050 * bump(s, 0.08, 0.11) * around(sole, 0, 62) * foot * np.clip((s + 0.02) / 0.06, 0, 1)
    pad *= np.sqrt(np.abs(np.sin(np.radians(sole))))
    mesh = mesh.moved(mesh.vertices + mesh.normals * pad[:, None])
    lift = 0.013 * bump(s, 0.44, 0.11, 0.13) * around(sole, -42, 30) * foot  # the inner arch
    return mesh.moved(mesh.vertices + np.stack([-0.35 * lift, lift, np.zeros_like(lift)], axis=1))


def build_leg(shape: Shape = LEG_SHAPE, turns: dict[str, str] | None = None, levels: int = 2) -> Leg:
    """Build the right leg in a pose (default: standing), modelled and ready to draw."""
    body = load_body(shape)
    pose = Pose(body)
    pose.set_turns(STANDING if turns is None else turns)
    cage = {
        "rest": body.vertices,
        "leg": body.weight_of(*LEG, side="R"),
        "foot": body.weight_of(*FOOT, side="R"),
    }
    mesh = build_mesh(pose.skin(plain_foot(body)), body.quads, cage, levels)
    mesh.fields.update(leg_fields(body, mesh.fields["rest"]))
    mesh = mesh.part(mesh.fields["leg"] > 0.5)
    on_leg = mesh.fields["leg"] * (1 - np.clip(mesh.fields["foot"] * 1.5, 0, 1))
    mesh = sculpt_calf(mesh, on_leg)
    t, angle = mesh.fields["t"], mesh.fields["angle"]
    bones = (ankle_relief(t, angle) + knee_relief(t, angle)) * mesh.fields["leg"]
    mesh = mesh.moved(mesh.vertices + mesh.normals * bones[:, None])
    return Leg(body, pose, _sculpt_foot(mesh))
