"""Staging: bring a posed person into contact with the floor, props and their own leg.

A scene gives joint angles; what has to touch is then settled by turning joints or lowering hands until it does.
World axes: x to the subject's left, y up, z to the front; metres and degrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import brentq

from handouts.artwork.body.body import HAND, Array, Body, Mask
from handouts.artwork.body.clothing import Outfit
from handouts.artwork.body.grips import GripSpec, Vector, grip_of, wish_of
from handouts.artwork.body.hands import named_frames, take_hand
from handouts.artwork.body.mesh import Surface, build_mesh
from handouts.artwork.body.person import person_mesh
from handouts.artwork.body.places import Place, PosedSkin, Spot
from handouts.artwork.body.pose import Pose, rotation, unit
from handouts.artwork.body.press import Pressed, press

ARM_REACH_SLACK = 0.012  # metres a hand may stay short of its place
SCAN_STEP = 4.0  # degrees; the first contact from the low end of the range counts
FLOOR_SINK = 0.002  # a resting hand's flesh gives way


@dataclass(frozen=True)
class Settle:
    """Turn joints until a part of the body reaches a level or touches another part.

    ``turn``: degrees about x per degree of the turn, by bone. ``part`` and ``on``: bone prefixes with a side,
    for instance ``foot.L``. ``level``: ``floor`` or ``seat``; without it, ``part`` comes to lie on ``on``.
    """

    turn: dict[str, float]
    part: tuple[str, ...]
    level: str | None = None
    on: tuple[str, ...] = ()
    gap: float = 0.0  # metres, below 0 the flesh gives way
    range: tuple[float, float] = (-40.0, 40.0)
    axis: str = "x"


@dataclass(frozen=True)
class HandPlace:
    """A resting hand: wrist at a joint plus an offset, then lowered onto a level or a part of the body."""

    joint: str
    offset: Vector
    fingers: Vector
    palm: Vector
    elbow: Vector
    level: str | None = None
    on: tuple[str, ...] = ()
    curl: float = -4.0
    fan: float = 0.0
    thumb: Vector = (0.0, 0.0, 34.0)  # spread, bend, oppose


@dataclass(frozen=True)
class PressPlace:
    """A hand that takes hold of a place of the body: a grip of ``grips.toml``, and what differs from it here.

    ``turn``: degrees from the way along the surface to the grip's "ahead", clockwise as seen from outside. ``elbow``
    is a world direction. ``forearm`` is the direction, in the surface's own axes (along, out, across), for which the
    wrist is eased (without it: the real one).
    """

    side: str
    grip: str
    place: Place
    elbow: Vector
    turn: float = 0.0
    forearm: Vector | None = None
    press: dict[str, tuple[float, float]] = field(default_factory=dict)
    rest: dict[str, tuple[float, float]] = field(default_factory=dict)
    thumb: Vector | None = None
    starts: tuple[tuple[Vector, Vector], ...] = ()

    def spec(self, where: str) -> GripSpec:
        """Return the grip with what differs from it."""
        grip = grip_of(self.grip, f"{where}.grip")
        return replace(
            grip,
            press=grip.press | self.press,
            rest=grip.rest | self.rest,
            thumb=self.thumb or grip.thumb,
            starts=self.starts or grip.starts,
        )


@dataclass(frozen=True)
class Held:
    """How a hand holds a stick: how deep it is in it (metres), and how far the wrist is bent (degrees)."""

    depth: float
    bend: float


@dataclass
class Stage:
    """A person being staged: the pose, heights of ``floor`` and ``seat``, and bone frames that were solved."""

    pose: Pose
    levels: dict[str, float] = field(default_factory=dict)
    frames: dict[str, Array] = field(default_factory=dict)
    pressed: dict[str, Pressed] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)  # metres that a resting hand ends before its place
    spots: dict[str, Spot] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)

    def skin(self) -> Array:
        """Return the posed cage."""
        return self.pose.skin(frames=self.frames)

    def level(self, name: str) -> float:
        """Return the height of a level, or say which are known."""
        if name not in self.levels:
            raise ValueError(f"There is no level {name!r} here (known: {', '.join(sorted(self.levels))}).")
        return self.levels[name]


def part_mask(body: Body, parts: tuple[str, ...]) -> Mask:
    """Return the vertices that belong to bones given as prefixes with an optional side (``foot.L``, ``root``)."""
    total = np.zeros(len(body.vertices))
    for part in parts:
        prefix, _, side = part.partition(".")
        weight = body.weight_of(prefix, side=side or None)
        if not weight.any():
            raise ValueError(f"No part of the body is called {part!r}.")
        total += weight
    return total > 0.5


def lowest(stage: Stage, parts: tuple[str, ...], near_z: tuple[float, float] | None = None) -> float:
    """Return the lowest height of some parts, optionally only within a range of z."""
    skin = stage.skin()
    chosen = part_mask(stage.pose.body, parts)
    if near_z is not None:
        chosen &= (skin[:, 2] > near_z[0]) & (skin[:, 2] < near_z[1])
    return float(skin[chosen, 1].min())


def _surface(stage: Stage, parts: tuple[str, ...]) -> Surface:
    """Return a part's posed skin, subdivided once so that the nearest vertex is near."""
    body = stage.pose.body
    mesh = build_mesh(stage.skin(), body.quads, {"part": part_mask(body, parts).astype(np.float64)}, 1)
    return Surface.of(mesh, mesh.fields["part"] > 0.5)


def settle(stage: Stage, rule: Settle, where: str) -> float:
    """Turn the rule's joints until its part reaches the level or touches; return the turn in degrees."""
    pose, body = stage.pose, stage.pose.body
    before = {bone: pose.rotations.get(bone, np.eye(3)) for bone in rule.turn}
    chosen = part_mask(body, rule.part)
    surface = None if rule.level else _surface(stage, rule.on)

    def gap(turn: float) -> float:
        pose.set({b: before[b] @ rotation(rule.axis, turn * share) for b, share in rule.turn.items()})
        points = stage.skin()[chosen]
        if surface is not None:
            distance = surface.distance(points)
            return float(distance[np.abs(distance) < 0.08].min(initial=0.08)) - rule.gap
        return float(points[:, 1].min()) - stage.level(rule.level or "") - rule.gap

    low, high = rule.range
    tried = np.linspace(low, high, 2 + int((high - low) / SCAN_STEP))
    found = [gap(float(turn)) for turn in tried]
    for start, end, a, b in zip(tried, tried[1:], found, found[1:], strict=False):
        if a > 0 >= b or a <= 0 < b:
            turn = float(brentq(gap, start, end, xtol=0.01))
            gap(turn)
            return turn
    raise ValueError(f"{where}: {', '.join(rule.part)} does not get there within {low:g}..{high:g} degrees.")


def place_hand(stage: Stage, side: str, place: HandPlace, where: str) -> None:
    """Rest a hand on a level or on a part of the body."""
    pose = stage.pose
    chosen = part_mask(pose.body, tuple(f"{part}.{side}" for part in HAND))
    wrist = pose.joint(place.joint) + np.asarray(place.offset)
    surface = _surface(stage, place.on) if place.on else None
    spread, bend, oppose = place.thumb
    pose.curl(side, place.curl, fan=place.fan)
    pose.thumb(side, spread, bend, oppose)
    if place.level is not None:
        wrist[1] = stage.level(place.level) + 0.04
    for _ in range(6):
        short = pose.reach(side, wrist, place.elbow)
        pose.orient_hand(side, place.fingers, place.palm)
        points = stage.skin()[chosen]
        if surface is not None:
            wrist[1] -= float(surface.distance(points).min()) + FLOOR_SINK
        elif place.level is not None:
            wrist[1] -= float(points[:, 1].min()) - stage.level(place.level) + FLOOR_SINK
    stage.short[side] = short
    if short > ARM_REACH_SLACK:
        raise ValueError(f"{where}: hand {side} ends {100 * short:.0f} cm before its place; lean closer.")


def place_press(stage: Stage, outfit: Outfit, place: PressPlace, where: str) -> None:
    """Let a hand take hold of a place, and let the arm follow from the shoulder."""
    pose = stage.pose
    skin = PosedSkin(pose, person_mesh(pose, outfit, stage.frames))
    spot = skin.spot(place.place, f"{where}.place")
    obstacle = skin.around(spot.point, place.side)
    hand, grip = take_hand(pose.body, place.side), place.spec(where)
    forearm = spot.vector(*place.forearm) if place.forearm else None
    wrist = spot.point + 0.10 * spot.out
    starts: list[tuple[Array, Array]] = []
    for _ in range(2):  # the forearm's direction depends on the wrist and the other way round
        pose.reach(place.side, wrist, place.elbow)
        real = unit(pose.joint(f"wrist.{place.side}") - pose.joint(f"lowerarm01.{place.side}"))
        wish = wish_of(grip, spot, place.side, place.turn, real if forearm is None else forearm, obstacle)
        found = press(hand, replace(wish, starts=starts or wish.starts), obstacle, refine=bool(starts))
        turn, wrist = found.frames[0][:3, :3], found.grip.wrist
        starts = [(turn @ hand.along, turn @ hand.palm)]
    short = stage.short[place.side] = pose.reach(place.side, wrist, place.elbow)
    pose.set_hand_turn(place.side, turn)
    stage.frames.update(named_frames(hand, found.frames))
    stage.pressed[place.side] = replace(found, bend=bend_between(pose, place.side, turn @ hand.along))
    stage.spots[place.side] = spot
    if short > ARM_REACH_SLACK:
        raise ValueError(
            f"{where}: hand {place.side} ends {100 * short:.0f} cm before {place.place.surface} "
            f"{place.place.at[0]:g}, {place.place.at[1]:g}: lean closer, turn the trunk, or choose a nearer place."
        )


def bend_between(pose: Pose, side: str, along: Array) -> float:
    """Return the degrees between the posed forearm and the way along a hand."""
    forearm = unit(pose.joint(f"wrist.{side}") - pose.joint(f"lowerarm01.{side}"))
    return float(np.degrees(np.arccos(np.clip(along @ forearm, -1, 1))))
