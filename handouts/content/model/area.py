"""Where it can hurt: `content/body/areas.toml`, the words, `content/body/areas/<lang>.toml`, and all of a body."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from handouts.content.model.base import Id, Strict, Text
from handouts.content.model.region import Limits


class AreaPart(Strict):
    """A rectangle on a surface of the body, on the right side or in the middle."""

    surface: Id
    """One of `content/body/surfaces.toml`."""
    along: Limits
    """From the lowest to the highest place along the surface."""
    across: Limits
    """From the lowest to the highest place across it. About a limb it may go past 180 degrees, and on round."""

    def holds(self, at: tuple[float, float]) -> bool:
        """Whether a place on the part's own surface lies in it. `at` is in the surface's coordinates."""
        low, high = self.across
        across = low + (at[1] - low) % 360 if high > 180 else at[1]
        return self.along[0] <= at[0] <= self.along[1] and low <= across <= high

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Its four corners in order, in the surface's coordinates."""
        (low, high), (left, right) = self.along, self.across
        return (low, left), (high, left), (high, right), (low, right)


class Area(Strict):
    """Where it can hurt, as people say it. Which muscles refer pain there follows from their zones."""

    region: Id
    """The region of the body that it is listed under."""
    parts: tuple[AreaPart, ...] = Field(min_length=1)
    """Where it lies; a part for each surface that has some of it."""


_Share = Annotated[float, Field(ge=0, le=1)]
_Corners = tuple[tuple[_Share, _Share], ...]


class WholePart(Strict):
    """Where a region lies on a picture of a whole body: `content/body/whole.toml`.

    Corners in order, on one half of the picture: how far out from its middle, and down from its top, 0 to 1.
    """

    front: _Corners = ()
    """From the front; nothing where it cannot be seen."""
    back: _Corners = ()
    """From behind."""


class ViewWords(Strict):
    """What a drawing of the body is called in one language."""

    name: Text
    """What stands under the picture: `"Back of leg"`."""


class AreaWords(Strict):
    """The words of an area in one language."""

    name: Text
    """What it is called, after "pain at the": `"arch of the foot"`."""
    also: tuple[Text, ...] = ()
    """Other words that people use for it."""
