"""A massage stick across a place of the body, and the hands that hold it.

Lengths in metres, angles in degrees, world axes: x to the subject's left, y up, z to the front.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.artwork.body.body import HAND, Array
from handouts.artwork.body.grips import Vector
from handouts.artwork.body.hands import FINGERS
from handouts.artwork.body.places import Place, Spot
from handouts.artwork.body.pose import hand_axes, rotation, unit
from handouts.artwork.scenes.solids import Solid, rod
from handouts.artwork.scenes.staging import ARM_REACH_SLACK, Held, Stage, bend_between, part_mask

HANDLE = 0.12  # metres of the stick at each end that a hand holds
PALM = 0.0235  # metres from the bones of a hand to the skin of the palm
OPENED = tuple((base, middle, 0.3 * middle) for middle in range(0, 70, 8) for base in (0, 16, -16, 32))
"""Degrees by which the joints of a finger are opened, one try after the other, until it is round the stick."""
PRESSED_IN = 0.003  # metres that the flesh of a finger gives way
BELOW = 0.018  # metres from the knuckles down to the middle of what a fist holds


@dataclass(frozen=True)
class Stick:
    """A massage stick: it lies on the skin of ``on``, across it; ``across`` is about the way to its left end."""

    on: Place
    across: Vector = (1.0, 0.0, 0.0)
    length: float = 0.50
    radius: float = 0.015
    sink: float = 0.004


@dataclass(frozen=True)
class Laid:
    """A stick in its place: its middle, the way to its left end."""

    stick: Stick
    middle: Array
    across: Array

    def at(self, along: float) -> Array:
        """Return a point of its axis, metres from the middle towards the left end."""
        return np.asarray(self.middle + along * self.across)

    def solids(self) -> list[Solid]:
        """Return the shaft with its two handles."""
        half, radius = self.stick.length / 2, self.stick.radius
        handles = [
            rod(self.at(s * (half - HANDLE)), self.at(s * half), radius, "ball.base", "ink.ball") for s in (1, -1)
        ]
        shaft = rod(self.at(HANDLE - half), self.at(half - HANDLE), 0.8 * radius, "roller.base", "ink.roller")
        return [shaft, *handles]


def lay(stick: Stick, spot: Spot) -> Laid:
    """Lay a stick on the skin."""
    wish = np.asarray(stick.across)
    across = unit(wish - (wish @ spot.out) * spot.out)
    return Laid(stick, spot.point + (0.8 * stick.radius - stick.sink) * spot.out, across)


@dataclass(frozen=True)
class HoldPlace:
    """A hand that holds the stick's end of its own side: thumbs towards the middle, the back of the hand up.

    ``elbow`` is a world direction; ``bend`` is how far the wrist is bent back.
    """

    elbow: Vector
    end: float = 0.055  # metres from the stick's end to the middle of the palm
    bend: float = 12.0
    curl: Vector = (42.0, 108.0, 30.0)  # knuckles, middle and end joints of the fingers
    thumb: Vector = (10.0, 40.0, 60.0)  # spread, bend, oppose


def place_hold(stage: Stage, laid: Laid, side: str, place: HoldPlace, where: str) -> None:
    """Close a hand round the stick, and let the arm follow from the shoulder."""
    pose, sign = stage.pose, (1.0 if side == "L" else -1.0)
    centre = laid.at(sign * (laid.stick.length / 2 - place.end))
    inwards = -sign * laid.across
    along = hand_axes(pose.body, side)[0]
    pose.thumb(side, *place.thumb)
    knuckle = pose.body.heads[f"finger3-1.{side}"] - pose.body.heads[f"wrist.{side}"]
    reach, away = float(knuckle @ along) - BELOW, PALM + laid.stick.radius
    wrist, ahead, short = centre, along, 0.0
    for _ in range(6):
        short = pose.reach(side, wrist, place.elbow)
        forearm = pose.joint(f"wrist.{side}") - pose.joint(f"lowerarm01.{side}")
        ahead = unit(forearm - (forearm @ inwards) * inwards)
        palm = np.cross(inwards, ahead) if side == "R" else np.cross(ahead, inwards)
        ahead = rotation(np.cross(ahead, palm), -place.bend) @ ahead
        palm = np.cross(inwards, ahead) if side == "R" else np.cross(ahead, inwards)
        pose.orient_hand(side, ahead, palm)
        wrist = centre - reach * ahead - away * palm
    stage.short[side] = short
    for finger in FINGERS:
        _close(stage, laid, side, finger, place.curl)
    stage.held[side] = Held(
        _inside(stage, laid, tuple(f"{part}.{side}" for part in HAND)), bend_between(pose, side, ahead)
    )
    if short > ARM_REACH_SLACK:
        raise ValueError(f"{where}: hand {side} ends {100 * short:.0f} cm before the stick; lean closer.")


def _close(stage: Stage, laid: Laid, side: str, finger: int, curl: Vector) -> None:
    """Close a finger round the stick as far as it goes, at most by ``curl``."""
    pose, sign = stage.pose, (1.0 if side == "L" else -1.0)
    aside = hand_axes(pose.body, side)[1]
    for opened in OPENED:
        for joint, degrees in enumerate(curl, start=1):
            pose.set({f"finger{finger}-{joint}.{side}": rotation(aside, -sign * (degrees - opened[joint - 1]))})
        if _inside(stage, laid, (f"finger{finger}.{side}",)) < PRESSED_IN:
            return


def _inside(stage: Stage, laid: Laid, parts: tuple[str, ...]) -> float:
    """Return how deep parts of the body are in the stick, in metres."""
    away = stage.skin()[part_mask(stage.pose.body, parts)] - laid.middle
    along = away @ laid.across
    near = np.abs(along) < laid.stick.length / 2
    gaps = np.linalg.norm(away - along[:, None] * laid.across, axis=1)[near]
    return laid.stick.radius - float(gaps.min(initial=np.inf))
