"""Measures a staged scene: how exactly hands press, how deep they go, how far joints bend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.transform import Rotation

from handouts.artwork.body.body import Array
from handouts.artwork.body.mesh import Surface, build_mesh
from handouts.artwork.body.press import Pressed
from handouts.artwork.scenes.limits import Measure, limits, measure

if TYPE_CHECKING:
    from handouts.artwork.scenes.staging import Stage


def of_hands(pressed: Mapping[str, Pressed]) -> Iterator[Measure]:
    """Measure hands that press."""
    for key, hand in pressed.items():
        where = f"hand {key}"
        yield measure("pad error", where, hand.pad_error)
        yield measure("depth", where, hand.depth)
        yield measure("wrist bend", where, hand.bend)


def of_stage(stage: Stage) -> Iterator[Measure]:
    """Measure a staged person: hands that press, resting hands, arms in the trunk, feet and the floor, the wall."""
    yield from of_hands(stage.pressed)
    for key, short in stage.short.items():
        yield measure("reach", f"hand {key}", 1000 * short)
    for side, hold in stage.held.items():
        yield measure("depth", f"hand {side} in the stick", 1000 * max(0.0, hold.depth))
        yield measure("wrist bend", f"hand {side}", hold.bend)
    body = stage.pose.body
    skin = stage.skin()
    mesh = build_mesh(skin, body.quads, {"trunk": body.weight_of(*TRUNK)}, 0)
    trunk = Surface.of(mesh, mesh.fields["trunk"] > 0.9)
    for side in "RL":
        forearm = skin[body.weight_of("lowerarm", side=side) > 0.8]
        inside = -trunk.distance(forearm)
        near = np.linalg.norm(trunk.vertices[trunk.tree.query(forearm)[1]] - forearm, axis=1) < NEAR
        yield measure("arm in body", f"forearm {side}", 1000 * float(inside[near].max(initial=0.0)))
    if "floor" in stage.levels:
        lowest = float(skin[body.weight_of("foot", "toe") > 0.5, 1].min())
        yield measure("foot in floor", "feet", 1000 * max(0.0, stage.level("floor") - lowest))
    if "wall behind" in stage.levels:
        depth = stage.level("wall behind") - float(skin[:, 2].min())
        yield measure("body in wall", "back", 1000 * max(0.0, depth))


TRUNK = ("root", "spine", "pelvis", "breast")
NEAR = 0.06  # metres: the nearest tangent plane says nothing of what is further away


def check_joints(turns: Mapping[str, Array], where: str) -> None:
    """Raise ValueError when a joint is turned (a rotation, by bone) further than joints bend."""
    for bone, turn in turns.items():
        name = bone.partition(".")[0]
        allowed = limits().joints.get(name)
        if allowed is None:
            continue
        for axis, degrees in zip("xyz", _angles(turn), strict=True):
            low, high = allowed.get(axis, (-180.0, 180.0))
            value = -degrees if axis in "yz" and bone.endswith(".L") else degrees
            if not low - 0.5 <= value <= high + 0.5:
                raise ValueError(
                    f"{where}: pose.{bone}: turned {degrees:.0f} degrees about {axis}, but this joint goes from "
                    f"{low:g} to {high:g} (content/body/limits.toml): bend it less, or share it with its neighbours."
                )


def _angles(turn: Array) -> Array:
    """Return the turns about x, y and z that make up a rotation, in degrees."""
    return np.asarray(Rotation.from_matrix(turn).as_euler("XYZ", degrees=True))
