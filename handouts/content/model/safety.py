"""Safety modules, shared by muscles: `module.toml` and its `<lang>.toml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import Id, Item, Strict, Text

Tier = Literal["now", "today", "check", "stop", "never", "note"]
"""What a warning asks for: call now, get help today, check with us first, stop at once, never press here, know it."""

Route = Literal["hospital", "advice"]
"""Where "get help today" leads: straight to hospital, or to the advice line."""

Group = Literal["blood", "part", "health"]
"""The heading of the tick list that a warning of tier `check` stands under; `part`: the region's own, "Your leg"."""


class SafetyItem(Item):
    """One warning. `tier` says what it asks for; the keys below it belong to some tiers only.

    The warning box has one bullet for each danger: the items of tier `now` or `today` that are signs of the same
    danger name the same `bullet`.
    """

    tier: Tier
    """What the warning asks for."""
    route: Route | None = None
    """Where to go today. Tier `today` needs it, no other has it."""
    bullet: Id | None = None
    """The bullet of the warning box that it is a sign in. Tiers `now` and `today` need it, no other has it."""
    group: Group | None = None
    """The heading of the tick list. Tier `check` needs it, no other has it."""


class SafetyFacts(Strict):
    """`module.toml` of a safety module. Which muscles need it is said in `content/body/regions.toml`."""

    id: Id
    """The module's name; its folder is called so."""
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    """Of the module, such as `"0.2.0"`."""
    items: tuple[SafetyItem, ...] = Field(min_length=1)
    """The warnings, the most urgent first."""

    @model_validator(mode="before")
    @classmethod
    def _regions_say_it(cls, data: Any) -> Any:
        if isinstance(data, dict) and "regions" in data:
            raise ValueError("regions no longer stands here: take it out; content/body/regions.toml says who needs it")
        return data


class SafetyWords(Strict):
    """A warning in words. `{limit}` and `{emergency}` are filled in; `**...**` marks strong words.

    `text` is the full words, for the sheet of all warning signs; it goes on from "if", or names a place. `short`
    stands beside the steps and in the tick list, where `tick` may be shorter still; what is to be done after a stop is
    `next`. `pro` is for the clinician.
    """

    text: Text
    """In full, for the sheet of all warning signs: it goes on from "if", or names a place."""
    short: str = ""
    """Beside the steps and in the tick list. Every tier but `now` and `today` needs it."""
    tick: str = ""
    """For the tick list of tier `check`, when it can be shorter still."""
    next: str = ""
    """What to do after a stop. Tier `stop` needs it, no other has it."""
    pro: str = ""
    """For the clinician, in professional words."""


class BulletWords(Strict):
    """A bullet of the warning box: the signs of one danger, joined by "or"."""

    text: Text
    """The signs, joined by "or"."""


class SafetyLanguage(Strict):
    """`<lang>.toml` of a safety module."""

    lang: Text
    """The language, as the file is called: `"en"`."""
    bullets: dict[Id, BulletWords] = {}
    """The bullets of the warning box, by id."""
    items: dict[Id, SafetyWords]
    """The warnings, by id."""
