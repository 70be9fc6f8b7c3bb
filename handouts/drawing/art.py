"""Drawings of the body: `content/art/*.json` -> Drawing. A drawing shows the right side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator, model_validator

from handouts.drawing.body import Surfaces, read_surfaces
from handouts.drawing.shapes import Box, Path, Point, Shape
from handouts.drawing.surface import Surface
from handouts.errors import ContentError, Problem, likely
from handouts.files import Exact, content_name, read_json

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
"""All of a drawing, as shares of it."""


@dataclass(frozen=True)
class Drawing:
    """A drawing in art units, y down."""

    id: str
    width: float
    height: float
    layers: tuple[Shape, ...]
    anchors: Mapping[str, Point]
    boxes: Mapping[str, Box]
    """`keep`: what a frame of any shape must show; `label`: a strip left free for a word."""
    frames: Mapping[str, Surface]
    plate: str | None = None
    """The drawing that this one lies on."""

    def under(self, overlay: Drawing) -> Drawing:
        """This drawing with another one on top of it."""
        layers, anchors = (*self.layers, *overlay.layers), {**self.anchors, **overlay.anchors}
        return replace(self, id=f"{self.id}+{overlay.id}", layers=layers, anchors=anchors)

    def area(self, shares: Box) -> Box:
        """A part of the drawing in art units, given as shares of it."""
        left, top, right, bottom = shares
        return left * self.width, top * self.height, right * self.width, bottom * self.height

    def shows(self, anchor: str, shares: Box) -> bool:
        """Whether an anchor lies in a part of the drawing."""
        (x, y), (left, top, right, bottom) = self.anchors[anchor], self.area(shares)
        return left <= x <= right and top <= y <= bottom

    @property
    def reach(self) -> Box:
        """The drawing with room around it: lines on its edge are half outside."""
        room = 0.1 * max(self.width, self.height)
        return -room, -room, self.width + room, self.height + room


_NUMBER = r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?"
FARTHEST = 100_000
"""Art units: no place of a drawing is farther away, no drawing larger."""
MOST_LAYERS, MOST_STEPS = 5_000, 500
LONGEST_PATHS = 1_000_000
"""Characters of all paths of a drawing: twenty times the usual, and drawn within 700 MB."""
_GAP = r"(?:[\s,]+|(?=-))"
_PAIR = rf"{_NUMBER}{_GAP}{_NUMBER}"
_THREE = rf"{_PAIR}{_GAP}{_PAIR}{_GAP}{_PAIR}"
_PATH = re.compile(
    rf"\s*(?=M)(?:(?:[ML]\s*{_PAIR}(?:{_GAP}{_PAIR})*|C\s*{_THREE}(?:{_GAP}{_THREE})*|Z)\s*)+",
)


def _path_data(d: str) -> str:
    if not _PATH.fullmatch(d):
        raise ValueError("is no path data: write M, L, C and Z, each with its numbers")
    return d


def _rising(values: list[float]) -> list[float]:
    if any(first >= second for first, second in pairwise(values)):
        raise ValueError("must rise from each number to the next")
    return values


def _sides(values: list[float]) -> list[float]:
    if values[0] >= values[2] or values[1] >= values[3]:
        raise ValueError("is no box: write left, top, right, bottom")
    return values


_Place = Annotated[float, Field(ge=-FARTHEST, le=FARTHEST)]
_Size = Annotated[float, Field(ge=1, le=FARTHEST)]
_Two = Annotated[list[_Place], Field(min_length=2, max_length=2)]
_Four = Annotated[list[_Place], Field(min_length=4, max_length=4), AfterValidator(_sides)]
_Steps = Annotated[list[_Place], Field(min_length=2, max_length=MOST_STEPS), AfterValidator(_rising)]


class _LayerFile(Exact):
    d: Annotated[str, AfterValidator(_path_data)]
    fill: str | None = None
    stroke: str | None = None
    width: float = Field(1.0, ge=0, le=FARTHEST)
    evenodd: bool = False
    opacity: float = Field(1.0, ge=0, le=1)
    round: bool = False


class _FrameFile(Exact):
    centre: _Place
    along: _Steps
    across: _Steps
    xy: list[list[_Two | None]] = Field(max_length=MOST_STEPS)
    visible: list[_Two | None] = Field(max_length=MOST_STEPS)

    @model_validator(mode="after")
    def _lengths_agree(self) -> _FrameFile:
        for name, rows in (("xy", len(self.xy)), ("visible", len(self.visible))):
            if rows != len(self.along):
                raise ValueError(f"{name} has {rows} rows, but along has {len(self.along)} numbers")
        for row in self.xy:
            if len(row) != len(self.across):
                raise ValueError(f"a row of xy has {len(row)} places, but across has {len(self.across)} numbers")
        return self


class _DrawingFile(Exact):
    id: str
    width: _Size
    height: _Size
    side: str = "right"
    plate: str | None = None
    layers: list[_LayerFile] = Field(max_length=MOST_LAYERS)
    anchors: dict[str, _Two] = Field(default_factory=dict)
    boxes: dict[str, _Four] = Field(default_factory=dict)
    frames: dict[str, _FrameFile] = Field(default_factory=dict)

    @field_validator("layers")
    @classmethod
    def _not_too_long(cls, layers: list[_LayerFile]) -> list[_LayerFile]:
        if sum(len(layer.d) for layer in layers) > LONGEST_PATHS:
            raise ValueError(f"has paths of more than {LONGEST_PATHS:,} characters")
        return layers


@lru_cache(maxsize=256)  # all there are: with fewer places, who reads them in turn finds none again
def read_drawing(path: FilePath, surface_files: tuple[FilePath, ...]) -> Drawing:
    """Read a drawing, whose frames are surfaces of those files.

    Raises ContentError, with everything that is wrong, when the file is not one.
    """
    surfaces = read_surfaces(surface_files)
    data = read_json(path, content_name(path), _DrawingFile)
    if unknown := [name for name in data.frames if name not in surfaces]:
        words = [f"no surface {name!r} in content/body/surfaces.toml{likely(name, surfaces)}" for name in unknown]
        keys = [f"frames.{name}" for name in unknown]
        raise ContentError(Problem(content_name(path), key, said) for key, said in zip(keys, words, strict=True))
    return Drawing(
        id=data.id,
        width=data.width,
        height=data.height,
        layers=tuple(Path(**layer.model_dump()) for layer in data.layers),
        anchors={name: _point(place) for name, place in data.anchors.items()},
        boxes={name: (box[0], box[1], box[2], box[3]) for name, box in data.boxes.items()},
        frames={name: _frame(frame, surfaces, name) for name, frame in data.frames.items()},
        plate=data.plate,
    )


def _frame(data: _FrameFile, surfaces: Surfaces, name: str) -> Surface:
    return Surface(
        body=surfaces[name],
        centre=data.centre,
        along=tuple(data.along),
        across=tuple(data.across),
        xy=tuple(tuple(_point(place) if place else None for place in row) for row in data.xy),
        visible=tuple(_point(span) if span else None for span in data.visible),
    )


def _point(pair: Sequence[float]) -> Point:
    return pair[0], pair[1]
