"""Frames as the product reads them."""

from __future__ import annotations

from typing import Any

from handouts.drawing.body import SURFACES, Surfaces, read_surfaces
from handouts.drawing.shapes import Point
from handouts.drawing.surface import Surface
from handouts.files import data_dir


def surfaces() -> Surfaces:
    """The packaged surfaces of the body."""
    return read_surfaces((data_dir("content") / SURFACES,))


def as_surface(frame: dict[str, Any], name: str) -> Surface:
    """A frame of a drawing, as it stands in its file."""
    return Surface(
        body=surfaces()[name],
        centre=frame["centre"],
        along=tuple(frame["along"]),
        across=tuple(frame["across"]),
        xy=tuple(tuple(place and (place[0], place[1]) for place in row) for row in frame["xy"]),
        visible=tuple(span and (span[0], span[1]) for span in frame["visible"]),
    )


def sees(surface: Surface, place: Point) -> bool:
    """Whether a place can be seen at all, however near to the edge."""
    span = surface.span(place[0])
    return span is not None and span[0] <= surface.unwrap(place[1]) <= span[1]
