"""Posing: joint angles, linear blend skinning, two-bone reach for the arms, hands and thumbs.

A rotation is about the REST WORLD axes, taken in the parent's frame: x is flexion in the sagittal plane
(``x = -90`` at ``upperleg01`` lifts the thigh to the front, ``x = +90`` at ``lowerleg01`` bends the knee),
y is turning, z is spreading. Lengths in metres, angles in degrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from handouts.artwork.body.body import Array, Body

AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


def unit(vector: npt.ArrayLike) -> Array:
    """Return the vector with length 1."""
    v = np.asarray(vector, dtype=np.float64)
    return np.asarray(v / np.linalg.norm(v))


def rotation(axis: str | npt.ArrayLike, degrees: float) -> Array:
    """Return the 3x3 rotation about ``x``, ``y``, ``z`` or any vector."""
    x, y, z = unit(AXES[axis] if isinstance(axis, str) else axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def turns(text: str) -> Array:
    """Return the rotation written as ``"z8.5 x-7"``; the rightmost turn is applied first."""
    total = np.eye(3)
    for part in text.split():
        try:
            axis, degrees = part[0], float(part[1:])
            total = total @ rotation(axis, degrees)
        except (ValueError, KeyError):
            raise ValueError(f"{part!r} is not a turn like x-90 (axis x, y or z and degrees)") from None
    return total


def align(start: npt.ArrayLike, end: npt.ArrayLike) -> Array:
    """Return the smallest rotation that takes one direction to another."""
    a, b = unit(start), unit(end)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    return np.eye(3) if sine < 1e-9 else rotation(axis, float(np.degrees(np.arctan2(sine, a @ b))))


def hand_axes(body: Body, side: str) -> tuple[Array, Array, Array]:
    """Return the rest hand's unit axes: along the fingers, towards the index side, out of the palm."""
    joints = body.heads
    along = unit(joints[f"finger3-1.{side}"] - joints[f"wrist.{side}"])
    across = joints[f"finger2-1.{side}"] - joints[f"finger5-1.{side}"]
    across = unit(across - (across @ along) * along)
    palm = np.cross(across, along) if side == "R" else np.cross(along, across)
    return along, across, unit(palm)


class Pose:
    """A body with joint rotations. Reading a joint or skinning always reflects the rotations set so far."""

    def __init__(self, body: Body, rotations: Mapping[str, Array] | None = None) -> None:
        self.body = body
        self.shift = np.zeros(3)
        self.rotations: dict[str, Array] = {}
        self.frames: dict[str, Array] = {}
        self.set(rotations or {})

    def set(self, rotations: Mapping[str, Array]) -> None:
        """Set some bones' rotations (3x3, see the module's note) and keep the others."""
        for bone in rotations:
            if bone not in self.body.parents:
                raise ValueError(f"The body has no bone named {bone!r}.")
        self.rotations.update(rotations)
        self._update()

    def set_turns(self, text: Mapping[str, str]) -> None:
        """Set rotations written as text, for instance ``{"lowerleg01.R": "z-3.5 x-7"}``."""
        self.set({bone: turns(value) for bone, value in text.items()})

    def _update(self) -> None:
        """Recompute every bone's world frame (4x4, from rest position to posed position)."""
        identity = np.eye(3)
        for bone in self.body.bones:
            parent, joint = self.body.parents[bone], self.body.heads[bone]
            turn = self.rotations.get(bone, identity)
            local = np.eye(4)
            local[:3, :3] = turn
            local[:3, 3] = joint - turn @ joint
            if parent is None:
                local[:3, 3] += self.shift
                self.frames[bone] = local
            else:
                self.frames[bone] = self.frames[parent] @ local

    def move(self, shift: npt.ArrayLike) -> None:
        """Shift the whole body by a vector in metres."""
        self.shift = self.shift + np.asarray(shift, dtype=np.float64)
        self._update()

    def point(self, bone: str, rest: npt.ArrayLike) -> Array:
        """Carry rest points, (3,) or (n, 3), with a bone."""
        frame = self.frames[bone]
        return np.asarray(np.asarray(rest, dtype=np.float64) @ frame[:3, :3].T + frame[:3, 3])

    def joint(self, bone: str) -> Array:
        """Return the posed joint at which the bone turns."""
        return self.point(bone, self.body.heads[bone])

    def tip(self, bone: str) -> Array:
        """Return the posed far end of the bone."""
        return self.point(bone, self.body.tails[bone])

    def turn_of(self, bone: str) -> Array:
        """Return the bone's world rotation (3x3)."""
        return np.asarray(self.frames[bone][:3, :3])

    def parent_turn(self, bone: str) -> Array:
        """Return the world rotation of the bone's parent."""
        parent = self.body.parents[bone]
        return np.eye(3) if parent is None else self.turn_of(parent)

    def skin(self, vertices: Array | None = None, frames: Mapping[str, Array] | None = None) -> Array:
        """Return the posed cage (13380, 3); ``frames`` overrides the world frames of some bones."""
        world = {**self.frames, **(frames or {})}
        stack = np.stack([world[bone] for bone in self.body.bones]).reshape(len(self.body.bones), 16)
        mixed = (self.body.weights @ stack).reshape(-1, 4, 4)
        rest = self.body.vertices if vertices is None else vertices
        return np.asarray(np.einsum("nij,nj->ni", mixed[:, :3, :3], rest) + mixed[:, :3, 3])

    def aim(self, bone: str, child: str, target: npt.ArrayLike) -> None:
        """Turn a bone so that its child joint points at a world position."""
        rest = self.body.heads[child] - self.body.heads[bone]
        wanted = self.parent_turn(bone).T @ (np.asarray(target, dtype=np.float64) - self.joint(bone))
        self.set({bone: align(rest, wanted)})

    def reach(self, side: str, wrist: npt.ArrayLike, elbow_towards: npt.ArrayLike) -> float:
        """Put the wrist at a world position with the elbow bent towards a direction.

        Returns how far (metres) the target lies beyond the stretched arm; the arm then stops short of it.
        """
        upper, lower, hand = f"upperarm01.{side}", f"lowerarm01.{side}", f"wrist.{side}"
        a, b = self.body.length(upper, lower), self.body.length(lower, hand)
        shoulder, target = self.joint(upper), np.asarray(wrist, dtype=np.float64)
        gap = float(np.linalg.norm(target - shoulder))
        along = (target - shoulder) / gap
        distance = min(gap, 0.995 * (a + b))
        foot = (a * a - b * b + distance * distance) / (2 * distance)
        height = float(np.sqrt(max(0.0, a * a - foot * foot)))
        pole = np.asarray(elbow_towards, dtype=np.float64)
        pole = unit(pole - (pole @ along) * along)
        self.aim(upper, lower, shoulder + foot * along + height * pole)
        self.aim(lower, hand, shoulder + distance * along)
        return gap - distance

    def orient_hand(self, side: str, fingers: npt.ArrayLike, palm: npt.ArrayLike) -> None:
        """Turn the hand: direction of the fingers and direction out of the palm, in world axes.

        The roll is shared with the forearm bones, so that the wrist is not wrung.
        """
        along, _, out = hand_axes(self.body, side)

        def basis(f: Array, n: Array) -> Array:
            n = unit(n - (n @ f) * f)
            return np.stack([f, n, np.cross(f, n)], axis=1)

        wanted = basis(unit(fingers), np.asarray(palm, dtype=np.float64)) @ basis(along, out).T
        self.set_hand_turn(side, wanted)

    def set_hand_turn(self, side: str, world: Array) -> None:
        """Give the hand a world rotation and twist the two forearm bones towards it."""
        wrist, lower, middle = f"wrist.{side}", f"lowerarm01.{side}", f"lowerarm02.{side}"
        _, _, out = hand_axes(self.body, side)
        axis_rest = unit(self.body.heads[wrist] - self.body.heads[lower])
        self.set({middle: np.eye(3)})
        axis = unit(self.joint(wrist) - self.joint(lower))
        now, wish = (v - (v @ axis) * axis for v in (self.turn_of(middle) @ out, world @ out))
        twist = float(np.degrees(np.arctan2(np.cross(now, wish) @ axis, now @ wish)))
        self.set({lower: self.rotations[lower] @ rotation(axis_rest, 0.45 * twist)})
        self.set({middle: rotation(axis_rest, 0.55 * twist)})
        self.set({wrist: self.parent_turn(wrist).T @ world})

    def curl(self, side: str, degrees: float, fingers: Sequence[int] = (2, 3, 4, 5), fan: float = 0.0) -> None:
        """Bend the fingers (2 = index .. 5 = little) by degrees per joint; ``fan`` spreads them apart."""
        sign = 1.0 if side == "R" else -1.0
        _, across, out = hand_axes(self.body, side)
        for finger in fingers:
            for joint, share in ((1, 1.0), (2, 1.0), (3, 0.7)):
                bend = rotation(across, sign * degrees * share)
                spread = rotation(out, sign * fan * (3.2 - finger)) if joint == 1 and fan else np.eye(3)
                self.set({f"finger{finger}-{joint}.{side}": spread @ bend})

    def thumb(self, side: str, spread: float = 0.0, bend: float = 0.0, oppose: float = 0.0) -> None:
        """Place the thumb: ``spread`` < 0 leaves the index; ``oppose`` +30 lies in the palm plane."""
        sign = 1.0 if side == "R" else -1.0
        along, _, out = hand_axes(self.body, side)
        base = rotation(out, sign * spread) @ rotation(along, sign * oppose)
        self.set(
            {
                f"finger1-1.{side}": base,
                f"finger1-2.{side}": rotation(out, sign * bend * 0.6),
                f"finger1-3.{side}": rotation(out, sign * bend),
            }
        )
