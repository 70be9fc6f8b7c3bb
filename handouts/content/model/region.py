"""The regions of the body: `content/body/regions.toml`, and their words, `content/body/regions/<lang>.toml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from handouts.content.model.base import Id, Strict, Text

_ID = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
Need = Annotated[str, StringConstraints(pattern=rf"^{_ID}(\.{_ID})?$")]
"""A safety module, or one warning of it: `leg-clot`, `spine-cord-cauda.saddle`."""


def _low_to_high(pair: tuple[float, float]) -> tuple[float, float]:
    if pair[0] >= pair[1]:
        raise ValueError(f"must go from a smaller to a larger number, not from {pair[0]:g} to {pair[1]:g}")
    return pair


Limits = Annotated[tuple[float, float], AfterValidator(_low_to_high)]


class PlaceRule(Strict):
    """Warnings that a muscle needs when one of its trigger points lies in an area of a surface."""

    id: Id
    surface: Id
    along: Limits
    across: Limits
    safety: tuple[Need, ...] = Field(min_length=1)

    def holds(self, frame: str, at: tuple[float, float]) -> bool:
        """Whether a place on a surface lies in the area."""
        inside = self.along[0] <= at[0] <= self.along[1] and self.across[0] <= at[1] <= self.across[1]
        return frame == self.surface and inside


class ToolRule(Strict):
    """Warnings that a muscle needs when the tool of a technique lies under another region of the body."""

    under: Id
    safety: tuple[Need, ...] = Field(min_length=1)


class KeepOff(Strict):
    """A place that must never be pressed. Its sign stands in every drawing of a person that shows the place."""

    id: Id
    surface: Id
    at: tuple[float, float]

    @property
    def anchor(self) -> str:
        """What a drawing calls the place when it does not have the surface."""
        return self.id.replace("-", "_")


class Every(Strict):
    """What every handout needs, whatever its region."""

    safety: tuple[Need, ...] = Field(min_length=1)


class Region(Strict):
    """What is true of every muscle of a region; the file's head says what each key means."""

    views: tuple[str, ...] = Field(min_length=1)
    massage: Id
    safety: tuple[Need, ...] = ()
    may: tuple[Need, ...] = ()
    places: tuple[PlaceRule, ...] = ()
    tools: tuple[ToolRule, ...] = ()
    keep_off: tuple[KeepOff, ...] = ()


class RegionWords(Strict):
    """The words of a region in one language; the file's head says what each key means."""

    name: Text
    part: Text
    left: Text
    right: Text
    this: Text
    other: Text
    middle: Text
    tick_left: Text
    tick_right: Text
    left_shown: Text
    right_shown: Text
    both_shown: Text
    yours: Text
