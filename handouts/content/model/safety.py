"""Safety modules, shared by muscles: `module.toml` and its `<lang>.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from handouts.content.model.base import Id, Item, Source, Strict, Text

Tier = Literal["now", "today", "check", "stop", "never", "note"]
"""What a warning asks for: call now, get help today, check with us first, stop at once, never press here, know it."""

Route = Literal["hospital", "advice"]
"""Where "get help today" leads: straight to hospital, or to the advice line."""

Group = Literal["blood", "leg", "neck", "shoulder", "health"]
"""The heading of the tick list that a warning of tier `check` stands under."""

EVERYWHERE = "all"
"""The region of a safety module that every handout needs."""


class SafetyItem(Item):
    """One warning. `tier` says what it asks for; the keys below it belong to some tiers only.

    The warning box has one bullet for each danger: the items of tier `now` or `today` that are signs of the same
    danger name the same `bullet`.
    """

    tier: Tier
    route: Route | None = None
    """For tier `today`, and needed there."""
    bullet: Id | None = None
    """For tiers `now` and `today`, and needed there."""
    group: Group | None = None
    """For tier `check`, and needed there."""
    regions: tuple[Id, ...] = ()
    """The regions that have this item, when not all of the module's."""


class SafetyFacts(Strict):
    """`module.toml` of a safety module."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    regions: tuple[Id, ...] = Field(min_length=1)
    """Where it may be used; `all`: every handout needs it."""
    sources: tuple[Source, ...] = Field((), max_length=1000)
    items: tuple[SafetyItem, ...] = Field(min_length=1)


class SafetyWords(Strict):
    """A warning in words. `{limit}` and `{emergency}` are filled in; `**...**` marks strong words.

    `text` is the full words, for the sheet of all warning signs; it goes on from "if", or names a place. `short`
    stands beside the steps and in the tick list, where `tick` may be shorter still; what is to be done after a stop is
    `next`. `pro` is for the clinician.
    """

    text: Text
    short: str = ""
    tick: str = ""
    next: str = ""
    pro: str = ""


class BulletWords(Strict):
    """A bullet of the warning box: the signs of one danger, joined by "or"."""

    text: Text


class SafetyLanguage(Strict):
    """`<lang>.toml` of a safety module."""

    lang: Text
    bullets: dict[Id, BulletWords] = {}
    items: dict[Id, SafetyWords]


def items_for(module: SafetyFacts, region: str) -> list[SafetyItem]:
    """The warnings of a module that a handout for a region has."""
    return [item for item in module.items if not item.regions or region in item.regions]
