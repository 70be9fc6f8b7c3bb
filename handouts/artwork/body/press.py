"""A hand that presses: its joint angles by least squares.

Parts of the hand that press go to points on the skin and face it; others rest on given points; nothing may enter the
body; the wrist stays relaxed with regard to a given direction of the forearm.
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
RELAXED = (0.0, 0.0, 0.0, 8.0, 4.0, 25.0, 25.0, 25.0, 25.0, 25.0, 25.0, 25.0, 25.0, 2.0)
EASE = np.r_[[0.010] * 3, 0.010, 0.010, [0.004] * 4, [0.006] * 4, 0.02]  # pull towards the relaxed joints


RESTING = 45.0
LITTLE_FINGER = 30.0
PRESSING = 600.0
SINKS, RESTS = -0.0015, -0.0003  # metres: what presses sinks in a little, the rest lies on the skin
FACES = 0.75, 0.5  # cosine at which a pressing thumb, and another part, faces the skin well enough


@dataclass(frozen=True)
class Touch:
    """Where a part of the hand (see ``Hand.contact``) goes, in world coordinates."""

    part: str
    point: Array
    normal: Array  # of the skin there, outwards
    presses: bool


@dataclass(frozen=True)
class Wish:
    """What the hand should do, in world coordinates (metres, unit vectors)."""

    touches: Sequence[Touch]
    forearm: Array  # from the elbow to the wrist
    starts: Sequence[tuple[Array, Array]]  # tried: direction of the fingers, direction out of the palm
    thumb: Array | None = None  # direction of the last thumb bone
    close: float = float(UPPER[-1])  # degrees by which the fingers may close up
    relaxed: tuple[float, ...] = RELAXED  # joints that cost nothing, in degrees, in the order of LOWER

    @property
    def presses(self) -> list[Touch]:
        """The touches that press."""
        return [touch for touch in self.touches if touch.presses]

    @property
    def rests(self) -> list[Touch]:
        """The touches that only rest."""
        return [touch for touch in self.touches if not touch.presses]


@dataclass(frozen=True)
class Pressed:
    """A solved hand with its measures."""

    hand: Hand
    grip: Grip
    frames: Array
    pad_error: float  # mm between what presses and its point, the largest
    depth: float  # mm, deepest place of the hand inside the body
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
    """The residuals of one hand on one body; ``entering`` grows from stage to stage."""

    def __init__(self, hand: Hand, wish: Wish, skin: Surface) -> None:
        self.hand, self.wish, self.skin = hand, wish, skin
        self.entering = STAGES[0][0]
        self.start = np.eye(3)
        thumb = hand.finger(1) > 0
        self.limit = np.full(len(thumb), RESTS)
        for touch in wish.presses:
            if touch.part[-1].isdigit():
                self.limit[hand.finger(int(touch.part[-1])) > 0] = SINKS
        self.palm = np.flatnonzero(~thumb)
        self.neighbours = [(hand.pads[n], hand.pads[n + 1]) for n in FINGERS[:-1]]
        self.relaxed = np.array(wish.relaxed)
        self.presses = [(touch, hand.contact(touch.part)) for touch in wish.presses]
        self.rests = [(touch, hand.contact(touch.part)) for touch in wish.rests]

    def __call__(self, x: Array) -> Array:
        hand, wish = self.hand, self.wish
        frames = frames_of(hand, _unpack(x, self.start))
        points = skin_hand(hand, frames)
        distance = self.skin.distance(points)
        along = frames[0, :3, :3] @ hand.along
        entering = np.clip(distance - self.limit, -0.03, 0.0)
        entering[np.abs(distance) > 0.03] = 0.0  # the nearest tangent plane says nothing that far away
        behind = x[:3] - np.outer([0.05, 0.10, 0.15, 0.20], wish.forearm)
        gaps = [np.linalg.norm(points[a] - points[b]) for a, b in self.neighbours]
        parts: list[Array] = []
        for touch, contact in self.presses:
            faces = float(frames[contact.bone, :3, :3] @ contact.out @ touch.normal)
            parts.append(PRESSING * (points[contact.vertex] - touch.point))
            parts.append(np.array([2.5 * max(0.0, faces + FACES[touch.part != "1"])]))
        if wish.thumb is not None:
            parts.append(1.6 * (frames[hand.bone("finger1-3"), :3, :3] @ hand.thumb_along - wish.thumb))
        for touch, contact in self.rests:
            weight = LITTLE_FINGER if touch.part == "5" else RESTING
            parts.append(weight * (points[contact.vertex] - touch.point))
        resting = [contact.vertex for _, contact in self.rests]
        return np.concatenate([
            *parts,
            self.entering * entering,
            40 * distance[resting],
            [12 * max(0.0, float(distance[self.palm].min()))],
            60 * np.maximum(0.0, 0.035 - self.skin.distance(behind)),
            80 * np.maximum(0.0, 0.017 - np.array(gaps)),
            [6 * max(0.0, float(np.cos(np.radians(RELAXED_BEND)) - along @ wish.forearm))],
            EASE * (x[6:] - self.relaxed),
            0.006 * np.diff(x[11:15]),
            0.006 * np.diff(x[15:19]),
        ])  # fmt: skip


def press(hand: Hand, wish: Wish, skin: Surface, *, refine: bool = False) -> Pressed:
    """Solve the hand from each start and return the cheapest result; ``refine``: the start is nearly right."""
    costs = _Costs(hand, wish, skin)
    best: tuple[float, Array, Array] | None = None
    for fingers, palm in wish.starts:
        costs.start = _basis(unit(fingers), palm) @ _basis(hand.along, hand.palm).T
        x = np.r_[wish.presses[0].point, [0.0] * 3, wish.relaxed]
        points = skin_hand(hand, frames_of(hand, _unpack(x, costs.start)))
        x[:3] += np.mean([touch.point - points[hand.contact(touch.part).vertex] for touch in wish.presses], axis=0)
        lower, upper = np.r_[x[:3] - 0.3, [-7.0] * 3, LOWER], np.r_[x[:3] + 0.3, [7.0] * 3, UPPER[:-1], wish.close]
        for weight, evaluations in STAGES[-1:] if refine else STAGES:
            costs.entering = weight
            inside = np.clip(x, lower + 1e-6, upper - 1e-6)
            found = least_squares(costs, inside, bounds=(lower, upper), max_nfev=evaluations, x_scale=SIZES)
            x = np.asarray(found.x, dtype=np.float64)
        if best is None or found.cost < best[0]:
            best = (float(found.cost), x, costs.start)
    assert best is not None, "a wish needs a start and a touch that presses"
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
        pad_error=1000
        * max(float(np.linalg.norm(points[hand.contact(t.part).vertex] - t.point)) for t in wish.presses),
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
