"""What the solver knows of a staged scene, judged: how exactly hands press, how deep they go, how far joints bend.

The limits are data: `content/body/limits.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from handouts.artwork.body.body import Array
from handouts.artwork.body.pose import Pose
from handouts.artwork.body.press import Pressed
from handouts.artwork.scenes.scene import parse
from handouts.files import data_dir


@dataclass(frozen=True)
class Measure:
    """One measure of a scene: what was measured, where, and how much is allowed."""

    name: str
    where: str
    value: float
    limit: float
    unit: str
    advice: str

    @property
    def fails(self) -> bool:
        """Whether it is beyond its limit."""
        return self.value > self.limit

    def said(self) -> str:
        """Return the measure in words: `thumb R: pad error 0.8 mm (at most 2)`."""
        return f"{self.where}: {self.name} {self.value:.1f} {self.unit} (at most {self.limit:g})"


@dataclass(frozen=True)
class Limit:
    """How much of a measure is allowed, and what to do beyond it."""

    most: float
    unit: str
    advice: str


@dataclass(frozen=True)
class Limits:
    """The file: limits of measures, and of joints: degrees of turn about x, y and z, smallest and largest."""

    measures: dict[str, Limit]
    joints: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def limits() -> Limits:
    """Read the limits. Raises ValueError, which names file and key, when they are not right."""
    path: Path = data_dir("content") / "body" / "limits.toml"
    try:
        return parse(Limits, tomllib.loads(path.read_text("utf-8")), path.name)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}.") from None


def measure(name: str, where: str, value: float) -> Measure:
    """Return a measure with its limit."""
    limit = limits().measures[name]
    return Measure(name, where, value, limit.most, limit.unit, limit.advice)


def of_hands(pressed: Mapping[str, Pressed]) -> Iterator[Measure]:
    """Measure hands that press."""
    for key, hand in pressed.items():
        where = f"hand {key}"
        yield measure("pad error", where, hand.pad_error)
        yield measure("depth", where, hand.depth)
        yield measure("wrist bend", where, hand.bend)


def check_joints(pose: Pose, turns: Mapping[str, str], where: str) -> None:
    """Raise ValueError when a joint that the scene turns is bent further than joints bend."""
    for bone in turns:
        name = bone.partition(".")[0]
        allowed = limits().joints.get(name)
        if allowed is None:
            continue
        for axis, degrees in zip("xyz", _angles(pose.rotations[bone]), strict=True):
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
