"""A thumb that presses: the joint angles of a hand by least squares.

The thumb pad goes to a point on the leg, its tip turned into the skin; the other fingers rest on given
points; nothing may enter the leg; the wrist stays relaxed with regard to a given direction of the forearm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares
from scipy.spatial.transform import Rotation

from handouts.artwork.body.body import Array, Body
from handouts.artwork.body.hands import FINGERS, Grip, Hand, frames_of, skin_hand
from handouts.artwork.body.mesh import Surface
from handouts.artwork.body.pose import align, rotation, unit

FOREARM_BONES = ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02")  # skin near the elbow follows
RELAXED_BEND = 32.0  # degrees at the wrist that cost nothing
LARGEST_BEND = 44.0
STAGES = ((12.0, 25), (50.0, 25), (140.0, 70))  # weight of entering the leg, number of evaluations
SIZES = np.r_[[0.02] * 3, [0.3] * 3, [15.0] * 13, 5.0]  # typical size of a change of each unknown
# Joint limits in degrees: thumb base, thumb joints, knuckles, middle joints, fan
LOWER = np.r_[[-45.0] * 3, -8, -22, [-8.0] * 4, [0.0] * 4, -3]
UPPER = np.r_[[45.0] * 3, 40, 40, [80.0] * 4, [75.0] * 4, 5]
RELAXED = np.r_[[0.0] * 3, 8, 4, [25.0] * 4, [25.0] * 4, 2]
EASE = np.r_[[0.010] * 3, 0.010, 0.010, [0.004] * 4, [0.006] * 4, 0.02]  # pull towards the relaxed joints


@dataclass(frozen=True)
class Wish:
    """What the hand should do, in world coordinates (metres, unit vectors)."""

    point: Array  # on the skin, under the thumb pad
    normal: Array  # of the skin there, outwards
    thumb: Array  # direction of the last thumb bone
    fingers: Array  # (4, 3) skin points for the pads of fingers 2..5
    forearm: Array  # from the elbow to the wrist
    starts: Sequence[tuple[Array, Array]]  # tried: direction of the fingers, direction out of the palm


@dataclass(frozen=True)
class Pressed:
    """A solved hand with its measures."""

    hand: Hand
    grip: Grip
    frames: Array
    pad_error: float  # mm between thumb pad and its point
    depth: float  # mm, deepest place of the hand inside the leg
    bend: float  # degrees between forearm and hand
    forearm: Array  # direction from the elbow to the wrist
    cost: float


def _unpack(x: Array, start: Array) -> Grip:
    turn = np.asarray(Rotation.from_rotvec(x[3:6]).as_matrix()) @ start
    return Grip(x[:3], turn, x[6:9], x[9:11], x[11:15], x[15:19], float(x[19]))


def _basis(along: Array, out: Array) -> Array:
    out = unit(out - (out @ along) * along)
    return np.stack([along, out, np.cross(along, out)], axis=1)


class _Costs:
    """The residuals of one hand on one leg; ``entering`` grows from stage to stage."""

    def __init__(self, hand: Hand, wish: Wish, skin: Surface) -> None:
        self.hand, self.wish, self.skin = hand, wish, skin
        self.entering = STAGES[0][0]
        self.start = np.eye(3)
        thumb = hand.finger(1) > 0
        self.limit = np.where(thumb, -0.0015, -0.0003)  # a pressing thumb sinks in a little
        self.palm = np.flatnonzero(~thumb)
        self.last = hand.bone("finger1-3")
        self.neighbours = [(hand.pads[n], hand.pads[n + 1]) for n in FINGERS[:-1]]

    def __call__(self, x: Array) -> Array:
        hand, wish = self.hand, self.wish
        frames = frames_of(hand, _unpack(x, self.start))
        points = skin_hand(hand, frames)
        distance = self.skin.distance(points)
        turn = frames[self.last, :3, :3]
        along = frames[0, :3, :3] @ hand.along
        entering = np.clip(distance - self.limit, -0.03, 0.0)
        entering[np.abs(distance) > 0.03] = 0.0  # the nearest tangent plane says nothing that far away
        pads = [hand.pads[n] for n in FINGERS]
        behind = x[:3] - np.outer([0.05, 0.10, 0.15, 0.20], wish.forearm)
        gaps = [np.linalg.norm(points[a] - points[b]) for a, b in self.neighbours]
        return np.concatenate([
            600 * (points[hand.pads[1]] - wish.point),
            [2.5 * max(0.0, float(turn @ hand.thumb_pad @ wish.normal) + 0.75)],
            1.6 * (turn @ hand.thumb_along - wish.thumb),
            self.entering * entering,
            (np.array([45.0, 45.0, 45.0, 30.0])[:, None] * (points[pads] - wish.fingers)).ravel(),
            40 * distance[pads],
            [12 * max(0.0, float(distance[self.palm].min()))],
            60 * np.maximum(0.0, 0.035 - self.skin.distance(behind)),
            80 * np.maximum(0.0, 0.017 - np.array(gaps)),
            [6 * max(0.0, float(np.cos(np.radians(RELAXED_BEND)) - along @ wish.forearm))],
            EASE * (x[6:] - RELAXED),
            0.006 * np.diff(x[11:15]),
            0.006 * np.diff(x[15:19]),
        ])  # fmt: skip


def press(hand: Hand, wish: Wish, skin: Surface) -> Pressed:
    """Solve the hand from each start and return the cheapest result."""
    costs = _Costs(hand, wish, skin)
    best: tuple[float, Array, Array] | None = None
    for fingers, palm in wish.starts:
        costs.start = _basis(unit(fingers), palm) @ _basis(hand.along, hand.palm).T
        x = np.r_[wish.point, [0.0] * 3, RELAXED]
        pad = skin_hand(hand, frames_of(hand, _unpack(x, costs.start)))[hand.pads[1]]
        x[:3] += wish.point - pad
        lower, upper = np.r_[x[:3] - 0.3, [-7.0] * 3, LOWER], np.r_[x[:3] + 0.3, [7.0] * 3, UPPER]
        for weight, evaluations in STAGES:
            costs.entering = weight
            inside = np.clip(x, lower + 1e-6, upper - 1e-6)
            found = least_squares(costs, inside, bounds=(lower, upper), max_nfev=evaluations, x_scale=SIZES)
            x = np.asarray(found.x, dtype=np.float64)
        if best is None or found.cost < best[0]:
            best = (float(found.cost), x, costs.start)
    assert best is not None, "a wish needs at least one start"
    # rounded, so that noise in the last digits on another machine does not change the picture
    x = np.r_[best[1][:6].round(5), best[1][6:].round(2)]
    return _measured(hand, _unpack(x, best[2]), wish, skin, best[0])


def _measured(hand: Hand, grip: Grip, wish: Wish, skin: Surface, cost: float) -> Pressed:
    frames = frames_of(hand, grip)
    points = skin_hand(hand, frames)
    along = frames[0, :3, :3] @ hand.along
    bend = float(np.degrees(np.arccos(np.clip(along @ wish.forearm, -1, 1))))
    forearm = wish.forearm
    if bend > LARGEST_BEND:  # the forearm yields: nobody sees its elbow
        forearm = rotation(np.cross(wish.forearm, along), bend - LARGEST_BEND) @ wish.forearm
        bend = LARGEST_BEND
    distance = skin.distance(points)
    near = np.abs(distance) < 0.03
    return Pressed(
        hand=hand,
        grip=grip,
        frames=frames,
        pad_error=1000 * float(np.linalg.norm(points[hand.pads[1]] - wish.point)),
        depth=1000 * max(0.0, -float(distance[near].min())),
        bend=bend,
        forearm=forearm,
        cost=cost,
    )


def forearm_frames(body: Body, pressed: Pressed) -> dict[str, Array]:
    """Return the frames of a rigid forearm behind a solved hand; the elbow and the shoulder are not used."""
    side, hand = pressed.hand.side, pressed.hand
    rest = unit(hand.heads[0] - body.heads[f"lowerarm01.{side}"])
    turn = pressed.frames[0, :3, :3]
    frame = np.eye(4)
    frame[:3, :3] = align(turn @ rest, pressed.forearm) @ turn
    frame[:3, 3] = pressed.grip.wrist - frame[:3, :3] @ hand.heads[0]
    return {f"{bone}.{side}": frame for bone in FOREARM_BONES}
