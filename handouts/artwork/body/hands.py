"""A hand cut out of the body: its joints as a short list of numbers, and fast skinning of its vertices alone.

The solver in ``press`` moves such a hand; the pictures need the resulting bone frames. Lengths in metres,
angles in degrees. Finger 1 is the thumb, 2 the index, 5 the little finger.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from handouts.artwork.body.body import HAND, Array, Body, Index, Mask
from handouts.artwork.body.pose import hand_axes, rotation, unit

FINGERS = (2, 3, 4, 5)
BONE_SHARE = (1.0, 0.55)  # how the bend of a finger's middle joint is shared with its end joint


@dataclass(frozen=True)
class Hand:
    """One hand of a rest body. Only vertices that belong to the hand for the most part are kept."""

    side: str
    bones: tuple[str, ...]  # wrist first, parents before children
    parents: tuple[int, ...]  # index into bones; -1 for the wrist
    heads: Array  # (bones, 3) rest joints
    ends: dict[int, Array]  # rest tip of each finger
    vertices: Array  # (n, 3) rest
    weights: Array  # (n, bones), rows sum to 1
    owner: Index  # (n,) the bone that moves a vertex most
    pads: dict[int, int]  # vertex in the middle of each finger pad
    along: Array  # rest directions: wrist to knuckles,
    across: Array  # towards the index side,
    palm: Array  # out of the palm
    thumb_axis: Array  # rest axis about which the thumb bends
    thumb_along: Array  # rest direction of the last thumb bone
    thumb_pad: Array  # rest direction out of the thumb pad
    sign: float = field(default=1.0)  # +1 right, -1 left: the sense of a finger bend

    def finger(self, number: int) -> Array:
        """Return per vertex whether it belongs to a finger, as 0 or 1."""
        mine = [b.startswith(f"finger{number}") for b in self.bones]
        return np.asarray(mine, dtype=np.float64)[self.owner]

    def contact(self, part: str) -> Contact:
        """Return what touches of a part: ``1`` .. ``5`` a finger's pad, ``knuckle2`` .. ``knuckle5``, ``heel``."""
        if part.isdigit():
            finger = int(part)
            out = self.thumb_pad if finger == 1 else self.palm
            return Contact(self.pads[finger], self.bone(f"finger{finger}-3"), out)
        if part == "heel":
            height = (self.vertices - self.heads[0]) @ self.along
            near = np.flatnonzero((height > 0.008) & (height < 0.035) & (self.finger(1) == 0))
            return Contact(int(near[np.argmax((self.vertices[near] - self.heads[0]) @ self.palm)]), 0, self.palm)
        first, middle = (self.bone(f"finger{part.removeprefix('knuckle')}-{n}") for n in (1, 2))
        out = unit(unit(self.heads[middle] - self.heads[first]) - self.palm)
        near = np.flatnonzero(np.linalg.norm(self.vertices - self.heads[middle], axis=1) < 0.02)
        return Contact(int(near[np.argmax((self.vertices[near] - self.heads[middle]) @ out)]), first, out)

    def bone(self, name: str) -> int:
        """Return the index of a bone given without its side, for instance ``finger1-3``."""
        return self.bones.index(f"{name}.{self.side}")


@dataclass(frozen=True)
class Contact:
    """A place of the hand that touches: a vertex, the bone it goes with, and the rest direction out of the hand."""

    vertex: int
    bone: int
    out: Array


PARTS = ("1", "2", "3", "4", "5", "knuckle2", "knuckle3", "knuckle4", "knuckle5", "heel")


@dataclass(frozen=True)
class Grip:
    """The joints of a hand: where the wrist is, how the hand is turned, how each finger is bent (degrees)."""

    wrist: Array  # world position
    turn: Array  # 3x3 world rotation from the rest hand
    thumb_base: Array  # rotation vector of the thumb's saddle joint
    thumb_bends: Array  # its two other joints
    knuckles: Array  # fingers 2..5
    curls: Array  # middle joints of fingers 2..5; the end joints follow
    fan: float  # spread of the fingers


def take_hand(body: Body, side: str) -> Hand:
    """Cut the hand of one side out of a rest body."""
    bones = tuple(body.bones_of(*HAND, side=side))
    columns = [body.bones.index(b) for b in bones]
    share = np.asarray(body.weights[:, columns].todense(), dtype=np.float64)
    kept = np.flatnonzero(share.sum(axis=1) > 0.6)
    weights = share[kept] / share[kept].sum(axis=1, keepdims=True)
    vertices, owner = body.vertices[kept], weights.argmax(axis=1)
    along, across, palm = hand_axes(body, side)
    joints = [body.heads[f"finger1-{k}.{side}"] for k in (1, 2, 3)] + [body.tails[f"finger1-3.{side}"]]
    middle, last = unit(joints[2] - joints[1]), unit(joints[3] - joints[2])
    axis = unit(np.cross(middle, last))
    thumb_pad = unit(np.cross(axis, last))

    pads = {1: _pad(vertices, owner == bones.index(f"finger1-3.{side}"), joints[2], joints[3], thumb_pad)}
    ends = {1: joints[3]}
    for number in FINGERS:
        name = f"finger{number}-3.{side}"
        ends[number] = body.tails[name]
        pads[number] = _pad(vertices, owner == bones.index(name), body.heads[name], ends[number], palm)
    parents = tuple(bones.index(p) if (p := body.parents[b]) in bones else -1 for b in bones)
    return Hand(
        side=side, bones=bones, parents=parents, heads=np.array([body.heads[b] for b in bones]), ends=ends,
        vertices=vertices, weights=weights, owner=np.asarray(owner, dtype=np.int64), pads=pads, along=along,
        across=across, palm=palm, thumb_axis=axis, thumb_along=last, thumb_pad=thumb_pad,
        sign=1.0 if side == "R" else -1.0,
    )  # fmt: skip


def _pad(vertices: Array, mine: Mask, joint: Array, end: Array, out: Array) -> int:
    """Return the vertex that stands out most towards ``out`` on the outer half of a finger's last bone."""
    length = float(np.linalg.norm(end - joint))
    height = (vertices - joint) @ unit(end - joint)
    candidates = np.flatnonzero(mine & (height > 0.45 * length) & (height < 0.95 * length))
    return int(candidates[np.argmax((vertices[candidates] - joint) @ out)])


def frames_of(hand: Hand, grip: Grip) -> Array:
    """Return the world frame (4x4, from rest to posed) of every bone of the hand."""
    frames = np.empty((len(hand.bones), 4, 4))
    for k, bone in enumerate(hand.bones):
        if hand.parents[k] < 0:
            frames[k] = _about(grip.turn, hand.heads[k])
            frames[k, :3, 3] += grip.wrist - hand.heads[k]
        else:
            frames[k] = frames[hand.parents[k]] @ _about(_joint_turn(hand, grip, bone), hand.heads[k])
    return frames


def _about(turn: Array, joint: Array) -> Array:
    frame = np.eye(4)
    frame[:3, :3] = turn
    frame[:3, 3] = joint - turn @ joint
    return frame


def _joint_turn(hand: Hand, grip: Grip, bone: str) -> Array:
    if not bone.startswith("finger"):
        return np.eye(3)
    finger, joint = int(bone[6]), int(bone[8])
    if finger == 1:
        if joint == 1:
            return np.asarray(Rotation.from_rotvec(np.radians(grip.thumb_base)).as_matrix())
        return rotation(hand.thumb_axis, float(grip.thumb_bends[joint - 2]))
    if joint == 1:
        spread = rotation(hand.palm, hand.sign * grip.fan * (3.2 - finger))
        return spread @ rotation(hand.across, hand.sign * float(grip.knuckles[finger - 2]))
    bend = float(grip.curls[finger - 2]) * BONE_SHARE[joint - 2]
    return rotation(hand.across, hand.sign * bend)


def skin_hand(hand: Hand, frames: Array) -> Array:
    """Return the posed vertices of the hand (n, 3)."""
    mixed = (hand.weights @ frames.reshape(len(hand.bones), 16)).reshape(-1, 4, 4)
    return np.asarray(np.einsum("nij,nj->ni", mixed[:, :3, :3], hand.vertices) + mixed[:, :3, 3])


def named_frames(hand: Hand, frames: Array) -> dict[str, Array]:
    """Return the frames by bone name, as ``Pose.skin`` takes them."""
    return {bone: frames[k] for k, bone in enumerate(hand.bones)}
