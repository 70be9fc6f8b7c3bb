"""Close-ups of hands on a bent lower leg: builds leg, hands and forearms into one mesh.

The leg stands in its own frame: the shin axis, the direction to the back of the leg and the outer side. Hands
are solved by ``press`` against the posed leg. Lengths in metres, angles in degrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import ARM, LEG, Array, Body, Shape, load_body
from handouts.artwork.body.frames import SurfaceGrid
from handouts.artwork.body.hands import FINGERS, named_frames, take_hand
from handouts.artwork.body.leg import sculpt_calf
from handouts.artwork.body.mesh import Mesh, Surface, build_mesh
from handouts.artwork.body.pose import Pose, rotation, unit
from handouts.artwork.body.press import Pressed, Touch, Wish, forearm_frames, press
from handouts.artwork.body.surfaces import leg_coordinates
from handouts.artwork.pen.camera import Camera, look_along

DENT_DEPTH = 0.0045  # how far a pressing thumb pushes the skin in
DENT_RADIUS = 0.011
# Tried by the solver: fingers forwards with the palm to the leg; fingers up and forwards. For a right hand.
STARTS = (((0.0, -1.0, 0.0), (0.0, -0.2, -0.9)), ((-0.3, -0.8, 0.0), (0.0, -0.5, -0.8)))
FOREARM_CUT = 0.10  # share of the forearm at the elbow that is left out


@dataclass(frozen=True)
class ShinAxes:
    """World directions of the posed right lower leg: knee to ankle, to the back, to the outer side."""

    knee: Array
    down: Array
    back: Array
    outer: Array
    length: float

    def vector(self, down: float, back: float, outer: float) -> Array:
        """Return the unit world direction with these components."""
        return unit(down * self.down + back * self.back + outer * self.outer)


@dataclass(frozen=True)
class HandWish:
    """Where one hand presses and rests: leg coordinates (t, angle), shin components (down, back, outer)."""

    side: str
    thumb: tuple[float, float]
    thumb_along: tuple[float, float, float]
    fingers: tuple[tuple[float, float], ...]  # index to little finger
    forearm: tuple[float, float, float]  # from the elbow to the wrist


@dataclass(frozen=True)
class Closeup:
    """The solved scene. Mesh fields: ``rest``, ``t``, ``angle``, ``leg``, ``arm``, ``left``, ``finger2`` .. ``5``."""

    body: Body
    axes: ShinAxes
    mesh: Mesh
    hands: tuple[Pressed, ...]

    def grid(self) -> SurfaceGrid:
        """Return the finder for leg coordinates."""
        f = self.mesh.fields
        return SurfaceGrid(self.mesh, f["t"], f["angle"], f["leg"] > 0.5, (-0.5, 1.1))


def shin_axes(pose: Pose) -> ShinAxes:
    """Return the axes of the posed right lower leg."""
    knee, ankle = pose.joint("lowerleg01.R"), pose.joint("foot.R")
    down = unit(ankle - knee)
    back = pose.turn_of("lowerleg01.R") @ rotation("y", 12) @ np.array([0.0, 0.0, -1.0])
    back = unit(back - (back @ down) * down)
    outer = np.cross(back, down)
    outer *= -np.sign(outer[0])
    return ShinAxes(knee, down, back, outer, float(np.linalg.norm(ankle - knee)))


def leg_surface(pose: Pose) -> tuple[Surface, SurfaceGrid]:
    """Return the posed, modelled right leg as an obstacle, and the finder for its surface coordinates."""
    body = pose.body
    mesh = build_mesh(pose.skin(), body.quads, {"rest": body.vertices, "leg": body.weight_of(*LEG, side="R")}, 1)
    t, angle = leg_coordinates(body, mesh.fields["rest"])
    mesh.fields.update(t=t, angle=angle)
    on_leg = mesh.fields["leg"] > 0.5
    mesh = sculpt_calf(mesh, on_leg.astype(np.float64))
    keep = on_leg & (t > -0.9) & (t < 1.05)
    return Surface.of(mesh, keep), SurfaceGrid(mesh, t, angle, on_leg, (-0.5, 1.1))


def solve_hand(body: Body, axes: ShinAxes, wish: HandWish, skin: Surface, grid: SurfaceGrid) -> Pressed:
    """Solve one hand on the leg."""
    places, normals = grid.at([wish.thumb, *wish.fingers])
    normal = unit(normals[0])
    side = 1.0 if wish.side == "R" else -1.0
    rests = [
        Touch(str(number), place, unit(out), presses=False)
        for number, place, out in zip(FINGERS, places[1:], normals[1:], strict=True)
    ]
    world = Wish(
        touches=[Touch("1", places[0] - DENT_DEPTH * 0.6 * normal, normal, presses=True), *rests],
        thumb=axes.vector(*wish.thumb_along),
        forearm=axes.vector(*wish.forearm),
        starts=[(axes.vector(*f), axes.vector(p[0], p[1], side * p[2])) for f, p in STARTS],
    )
    return press(take_hand(body, wish.side), world, skin)


def build_closeup(
    shape: Shape,
    turns: Mapping[str, str],
    wishes: Sequence[HandWish],
    *,
    levels: int = 2,
) -> Closeup:
    """Pose the leg, solve the hands and build the mesh that is drawn."""
    body = load_body(shape)
    pose = Pose(body)
    pose.set_turns(turns)
    axes = shin_axes(pose)
    skin, grid = leg_surface(pose)
    hands = tuple(solve_hand(body, axes, wish, skin, grid) for wish in wishes)

    frames: dict[str, Array] = {}
    for hand in hands:
        frames |= forearm_frames(body, hand) | named_frames(hand.hand, hand.frames)
    cage = {"rest": body.vertices, "leg": body.weight_of(*LEG, side="R"), "arm": np.zeros(len(body.vertices))}
    for hand in hands:
        cage["arm"] = np.maximum(cage["arm"], body.weight_of(*ARM, side=hand.hand.side) * _beyond_elbow(body, hand))
    for number in FINGERS:
        cage[f"finger{number}"] = body.weight_of(f"finger{number}")
    cage["left"] = (body.vertices[:, 0] > 0).astype(np.float64)
    mesh = build_mesh(pose.skin(frames=frames), body.quads, cage, levels)
    f = mesh.fields
    t, angle = leg_coordinates(body, f["rest"])
    f.update(t=t, angle=angle)
    mesh = mesh.part((f["leg"] > 0.5) | (f["arm"] > 0.5))
    on_leg = (f["leg"] > 0.5).astype(np.float64)
    mesh = sculpt_calf(mesh, on_leg)
    for wish in wishes:
        mesh = _dent(mesh, grid.at([wish.thumb])[0][0], on_leg)
    return Closeup(body, axes, mesh, hands)


def _beyond_elbow(body: Body, hand: Pressed) -> Array:
    side = hand.hand.side
    elbow, wrist = body.heads[f"lowerarm01.{side}"], body.heads[f"wrist.{side}"]
    share = (body.vertices - elbow) @ (wrist - elbow) / ((wrist - elbow) @ (wrist - elbow))
    return (share > FOREARM_CUT).astype(np.float64)


def _dent(mesh: Mesh, at: Array, amount: Array) -> Mesh:
    """Press the skin in around a point."""
    distance = np.linalg.norm(mesh.vertices - at, axis=1)
    depth = DENT_DEPTH * np.exp(-0.5 * (distance / DENT_RADIUS) ** 2) * amount
    return mesh.moved(mesh.vertices - mesh.normals * depth[:, None])


def camera_on(axes: ShinAxes, azimuth: float, elevation: float, roll: float) -> Camera:
    """Camera by degrees about the shin: azimuth 0 from behind, + outer side; elevation + from the knee."""
    a, e = np.radians(azimuth), np.radians(elevation)
    level = np.cos(a) * axes.back + np.sin(a) * axes.outer
    towards = np.cos(e) * level - np.sin(e) * axes.down
    camera = look_along(towards, -axes.down)
    return Camera(np.asarray(rotation("z", roll) @ camera.axes))
