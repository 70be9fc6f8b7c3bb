"""Limits of what is measured of a staged scene: how exactly hands press, how deep they go, how far joints bend.

The limits are data: `content/body/limits.toml`. Nothing here needs the body model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from handouts.artwork.scenes.scene import parse, read_table
from handouts.files import data_dir

Found = tuple[str, str, float]
"""A measure without its limit: its name, where it was measured, its value."""


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

    @property
    def found(self) -> Found:
        """What is remembered of it."""
        return self.name, self.where, round(self.value, 2)

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
    return parse(Limits, read_table(path), path.name)


def measure(name: str, where: str, value: float) -> Measure:
    """Return a measure with its limit."""
    limit = limits().measures[name]
    return Measure(name, where, value, limit.most, limit.unit, limit.advice)


def judge(measures: Iterable[Measure], where: str) -> None:
    """Raise ValueError, which names the first measure beyond its limit and what to do, if there is one."""
    for found in measures:
        if found.fails:
            raise ValueError(f"{where}: {found.said()}: {found.advice}.")
