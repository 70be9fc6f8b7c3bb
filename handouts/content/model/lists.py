"""Open lists, kept as data: tools, positions and small pictures, `content/shared/tools.toml` and its like."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Strict, Text

Stroke = tuple[tuple[float, ...], ...]
Strokes = tuple[Stroke, ...]
"""A line drawing in a square of 34: two numbers start or continue a line, six are a Bezier curve."""


class Tool(Strict):
    """What a technique is done with."""

    about: Text
    """What it is, for authors."""


class Position(Strict):
    """How somebody sits, stands or lies for a technique."""

    about: Text
    """What it is, for authors."""
    floor: bool = False
    """`true`: somebody has to get down to the floor for it, and up again."""


class Icon(Strict):
    """A small line drawing beside a cause."""

    about: Text
    """What it shows, for authors."""
    strokes: Annotated[Strokes, Field(min_length=1)]
    """Lines in a square of 34 points: `[x, y]` starts or continues one, six numbers are a Bezier curve."""
