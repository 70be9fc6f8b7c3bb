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
    """What the place is called."""
    surface: Id
    """One of `content/body/surfaces.toml`."""
    along: Limits
    """From the lowest to the highest place along the surface."""
    across: Limits
    """From the lowest to the highest place across it."""
    safety: tuple[Need, ...] = Field(min_length=1)
    """Modules, or single warnings of one as `module.item`."""

    def holds(self, frame: str, at: tuple[float, float]) -> bool:
        """Whether a place on a surface lies in the area."""
        inside = self.along[0] <= at[0] <= self.along[1] and self.across[0] <= at[1] <= self.across[1]
        return frame == self.surface and inside


class ToolRule(Strict):
    """Warnings that a muscle needs when the tool of a technique lies under another region of the body."""

    under: Id
    """The region that the tool lies under."""
    safety: tuple[Need, ...] = Field(min_length=1)
    """Modules, or single warnings of one as `module.item`."""


class KeepOff(Strict):
    """A place that must never be pressed. Its sign stands in every drawing of a person that shows the place."""

    id: Id
    """What the place is called."""
    surface: Id
    """One of `content/body/surfaces.toml`."""
    at: tuple[float, float]
    """The place on it, along and across."""

    @property
    def anchor(self) -> str:
        """What a drawing calls the place when it does not have the surface."""
        return self.id.replace("-", "_")


class Every(Strict):
    """What every handout needs, whatever its region."""

    safety: tuple[Need, ...] = Field(min_length=1)
    """Modules, or single warnings of one as `module.item`."""


class Region(Strict):
    """What is true of every muscle of a region of the body."""

    views: tuple[str, ...] = Field(min_length=1)
    """The drawings that the pain map of a new muscle shows at first."""
    massage: Id
    """The safety module with the rules of massage: where never to press, when to stop."""
    safety: tuple[Need, ...] = ()
    """The other modules that each muscle needs, or single warnings of one as `module.item`."""
    may: tuple[Need, ...] = ()
    """Modules, or single warnings of one, that a muscle may have as well."""
    places: tuple[PlaceRule, ...] = ()
    """What is needed when a trigger point lies in some area."""
    tools: tuple[ToolRule, ...] = ()
    """What is needed when a tool lies under another part of the body."""
    keep_off: tuple[KeepOff, ...] = ()
    """Places that get the crossed-out ring."""


class RegionWords(Strict):
    """The words of a region in one language."""

    name: Text
    """The region, `{region}` in a sentence: `"lower leg"`."""
    part: Text
    """What people call it, `{part}` in a sentence, after "your" or "the": `"leg"`."""
    left: Text
    """The left side, `{this}` of a handout for it: `"the left leg"`."""
    right: Text
    """The right side: `"the right leg"`."""
    this: Text
    """`{this}` when the handout is for either side: `"the leg you treat"`."""
    other: Text
    """`{other}` when the handout is for either side: `"the other leg"`."""
    middle: Text
    """`{this}` of a muscle that lies in the middle: `"your leg"`."""
    tick_left: Text
    """Beside a box to tick: `"left leg"`."""
    tick_right: Text
    """Beside a box to tick: `"right leg"`."""
    left_shown: Text
    """Beside pictures of the left side: `"Left leg shown."`."""
    right_shown: Text
    """Beside pictures of the right side."""
    both_shown: Text
    """Beside pictures when the handout is for either side."""
    yours: Text
    """The heading of the tick list's group about this part of the body: `"Your leg"`."""
