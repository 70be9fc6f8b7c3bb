"""Grips: how a hand takes hold of a place, as `content/scenes/grips.toml` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from handouts.artwork.body.body import Array
from handouts.artwork.body.hands import PARTS
from handouts.artwork.body.mesh import Surface
from handouts.artwork.body.places import Spot, walk
from handouts.artwork.body.pose import rotation, unit
from handouts.artwork.body.press import RELAXED, Touch, Wish
from handouts.artwork.scenes.scene import parse, read_table
from handouts.errors import likely
from handouts.files import data_dir

Vector = tuple[float, float, float]
SUNK = 0.0025  # metres: how far the skin gives way under a pad that presses


@dataclass(frozen=True)
class Bends:
    """Degrees at which joints feel well: knuckles, middle joints of the fingers, the thumb's two joints."""

    knuckles: float = 25.0
    middle: float = 25.0
    thumb: float = 8.0


@dataclass(frozen=True)
class GripSpec:
    """A grip; the head of the file says what the keys mean."""

    press: dict[str, tuple[float, float]]
    starts: tuple[tuple[Vector, Vector], ...]
    rest: dict[str, tuple[float, float]] = field(default_factory=dict)
    thumb: Vector | None = None
    bends: Bends = field(default_factory=Bends)
    close: float = 5.0  # degrees by which the fingers may close up


@lru_cache(maxsize=1)
def grips() -> Mapping[str, GripSpec]:
    """Read the file. Raises ValueError, which names file and key, when it is not right."""
    path: Path = data_dir("content") / "scenes" / "grips.toml"
    table = read_table(path)
    found = {name: parse(GripSpec, entry, f"{path.name}: {name}") for name, entry in table.items()}
    for name, grip in found.items():
        for part in (*grip.press, *grip.rest):
            if part not in PARTS:
                raise ValueError(f"{path.name}: {name}: a hand has no part {part!r} (it has: {', '.join(PARTS)}).")
        if not grip.press or not grip.starts:
            raise ValueError(f"{path.name}: {name}: needs a part that presses and a start.")
    return found


def grip_of(name: str, where: str) -> GripSpec:
    """Return a grip by name. Raises ValueError for a name that is not known."""
    known = grips()
    if name not in known:
        there = ", ".join(sorted(known))
        raise ValueError(
            f"{where}: no grip {name!r} in content/scenes/grips.toml{likely(name, known)} (there is: {there})."
        )
    return known[name]


def wish_of(grip: GripSpec, spot: Spot, side: str, turn: float, forearm: Array, skin: Surface) -> Wish:
    """Return what a hand should do to take hold of a place.

    ``turn``: degrees from the way along the surface to "ahead", as seen from outside, clockwise. ``forearm`` is the
    direction from the elbow to the wrist. The points to touch are found by walking over the skin.
    """
    ahead = rotation(spot.out, -turn) @ spot.along
    aside = np.cross(spot.out, ahead) * (1.0 if side == "R" else -1.0)

    def world(v: Vector) -> Array:
        return unit(v[0] * ahead + v[1] * spot.out + v[2] * aside)

    touches = [
        _touch(part, place, presses, spot, ahead, aside, skin)
        for presses, places in ((True, grip.press), (False, grip.rest))
        for part, place in places.items()
    ]
    b = grip.bends
    relaxed = (*RELAXED[:3], b.thumb, b.thumb / 2, *[b.knuckles] * 4, *[b.middle] * 4, RELAXED[-1])
    return Wish(
        touches=touches,
        forearm=forearm,
        starts=[(world(along), world(palm)) for along, palm in grip.starts],
        thumb=world(grip.thumb) if grip.thumb else None,
        close=grip.close,
        relaxed=relaxed,
    )


def _touch(
    part: str, place: tuple[float, float], presses: bool, spot: Spot, ahead: Array, aside: Array, skin: Surface
) -> Touch:
    way = place[0] * ahead + place[1] * aside
    length = float(np.hypot(*place)) / 100
    point, normal = walk(skin, spot.point, unit(way), length) if length > 0 else (spot.point, spot.out)
    return Touch(part, point - (SUNK * normal if presses else 0.0), normal, presses)
