"""The surfaces of the body, on which every place is written: `content/body/surfaces.toml`.

The file's head says what each key means. What a drawing shows of a surface is a `Surface` of `drawing/surface.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator

from handouts.errors import ContentError, Problem
from handouts.files import Exact, content_name, explain, read_toml

SURFACES = "body/surfaces.toml"
"""Where a content folder has them."""
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _low_to_high(pair: list[float]) -> list[float]:
    if pair[0] >= pair[1]:
        raise ValueError(f"must go from a smaller to a larger number, not from {pair[0]:g} to {pair[1]:g}")
    return pair


Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
Limits = Annotated[Pair, AfterValidator(_low_to_high)]
Joints = Annotated[list[str], Field(min_length=1)]


class Limb(Exact):
    """Coordinates about an axis through three joints."""

    joints: Annotated[list[str], Field(min_length=3, max_length=3)]
    zero: float
    behind: list[Pair] = Field(default_factory=list)


class Ground(Exact):
    """Coordinates about an axis along the foot, above the ground."""

    height: Annotated[float, Field(gt=0)]


class Plane(Exact):
    """Coordinates as a camera sees the body at rest."""

    azimuth: float
    elevation: float = 0.0
    turned: bool = False
    length: Annotated[float, Field(gt=0)]
    low: Joints
    high: Joints
    zero: Joints


class BodySurface(Exact):
    """One surface of the body; exactly one of `limb`, `ground` and `plane` finds it on the body model."""

    unit: Literal["degrees", "cm"]
    along: Limits
    across: Limits
    edge: Annotated[float, Field(ge=0)]
    bones: Annotated[list[str], Field(min_length=1)]
    side: Literal["right", "both"] = "both"
    middle: float | None = None
    rows: Annotated[list[float], Field(min_length=3, max_length=3)]
    columns: Annotated[list[float], Field(min_length=2, max_length=2)]
    limb: Limb | None = None
    ground: Ground | None = None
    plane: Plane | None = None

    @model_validator(mode="after")
    def _found_one_way(self) -> BodySurface:
        found = [name for name in ("limb", "ground", "plane") if getattr(self, name) is not None]
        if len(found) != 1:
            raise ValueError(f"needs one of limb, ground and plane; it has {' and '.join(found) or 'none'}")
        if (self.unit == "cm") != (self.plane is not None):
            raise ValueError("a plane is measured in cm, what goes round a limb in degrees")
        return self

    @property
    def goes_round(self) -> bool:
        """Whether `across` comes back to where it began after 360 degrees."""
        return self.unit == "degrees"

    def said(self, place: tuple[float, float]) -> str:
        """A place in words for an author: `0.235, -40 degrees`."""
        return f"{place[0]:g}, {place[1]:g} {self.unit}"

    def off(self, place: tuple[float, float]) -> str:
        """What is wrong with a place that is not on the surface; nothing when it is."""
        for name, value, (low, high) in (("along", place[0], self.along), ("across", place[1], self.across)):
            if not low <= value <= high:
                unit = f" {self.unit}" if name == "across" else ""
                return f"{value:g}{unit} is off the surface: {name} goes from {low:g} to {high:g}{unit}"
        return ""

    def holds(self, half_along: float, half_across: float) -> bool:
        """Whether an oval with these half axes is no larger than the surface."""
        sizes = ((half_along, self.along), (half_across, self.across))
        return all(2 * half <= high - low for half, (low, high) in sizes)


Surfaces = Mapping[str, BodySurface]


@lru_cache(maxsize=16)
def read_surfaces(files: tuple[Path, ...]) -> Surfaces:
    """The surfaces of some files; the first file that has one wins, a file that is not there has none.

    Raises ContentError with everything that is wrong.
    """
    found: dict[str, BodySurface] = {}
    problems: list[Problem] = []
    for path in files:
        if path.is_file():
            for name, table in read_toml(path, content_name(path)).items():
                try:
                    found.setdefault(name, _surface(path, name, table))
                except ContentError as error:
                    problems += error.problems
    if problems:
        raise ContentError(problems)
    return MappingProxyType(found)


def _surface(path: Path, name: str, table: Any) -> BodySurface:
    if not NAME.fullmatch(name):
        words = "is no name for a surface: write small letters and digits, joined by -"
        raise ContentError([Problem(content_name(path), name, words)])
    if not isinstance(table, dict):
        raise ContentError([Problem(content_name(path), name, f"must be a table, written as [{name}]")])
    try:
        return BodySurface.model_validate(table)
    except ValidationError as error:
        raise ContentError(_problems(path, name, table, error)) from error


def _problems(path: Path, name: str, table: dict[str, Any], error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        problem = explain(path, table, BodySurface, dict(detail))
        yield problem._replace(key=f"{name}.{problem.key}" if problem.key else name)
