"""What a patient does: ways to find and to massage the muscle, the dose, what stands around it, exercises."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from handouts.content.model.base import Grade, Id, Name, Shareable, Strict
from handouts.content.model.figures import Crop


class Step(Strict):
    """One action. `figure` is the picture that shows it; `added` as in Item.

    `crop` is the part of the picture that counts, as (left, top, right, bottom), 0-1 of the figure; `label` says that
    the words have a short word for the picture.
    """

    id: Id
    """Its name within these steps, such as `"lift"`."""
    figure: Id | None = None
    """The id of the figure beside it; none when it needs no picture."""
    crop: Crop | None = None
    """The part of the picture that counts: `[left, top, right, bottom]`, each 0 to 1 of the figure."""
    label: bool = False
    """`true`: a short word stands in the picture; the words have it under `labels`."""
    added: bool = False
    """`true`: it goes beyond the source material."""


class Variant(Strict):
    """A way to do a technique, with its own picture: `start` first, `later` once the body has got used to it."""

    id: Id
    """Its name, such as `"normal"`."""
    when: Literal["start", "later"]
    """`start`: from the first day; `later`: once the body has got used to it."""
    figure: Id
    """The id of the figure that shows it."""


class Technique(Shareable):
    """Finding the muscle, or massaging it, as numbered steps."""

    use: Literal["find", "massage"]
    """`find`: how to find the muscle; `massage`: how to massage it. The first of each is printed first."""
    under: Id | None = None
    """The region of the body that the tool lies under, when that is not the muscle's own: `foot`."""
    tool: Id
    """What is used: one of content/shared/tools.toml."""
    position: Id
    """How the patient sits, stands or lies: one of content/shared/positions.toml."""
    figures: tuple[Id, ...] = ()
    """Ids of the figures that may be printed with it, the most telling one first."""
    variants: tuple[Variant, ...] = ()
    """Ways to do it, with less and with more pressure; usually none or two."""
    steps: tuple[Step, ...] = Field(min_length=1)
    """What to do, in order, one action a step; at least one, about five are read."""


Range = tuple[Annotated[int, Field(ge=0, le=3600)], Annotated[int, Field(ge=0, le=3600)]]


class Dose(Strict):
    """Default dose; a clinician may change every value. Pressure is on a 0-10 pain scale."""

    shared: Id | None = None
    """The shared dose that completes this one."""
    pressure: Range
    """Aim, lowest and highest, on the 0 to 10 pain scale, such as `[3, 4]`."""
    pressure_limit: Annotated[int, Field(ge=1, le=10)]
    """Never above this on the 0 to 10 pain scale."""
    seconds: Range
    """Seconds on one strip of the muscle, lowest and highest, such as `[30, 60]`."""
    hold_seconds: Annotated[int, Field(ge=10, le=90)] = 30
    """Seconds still on one sore spot, 10 to 90."""
    spots: Annotated[int, Field(ge=1, le=5)] = 3
    """So many sore spots at most are held at one time."""
    stroke_seconds: Range
    """Seconds that one slow stroke takes, lowest and highest, such as `[2, 4]`."""
    rounds: Range
    """Rounds at one time, lowest and highest, such as `[1, 3]`."""
    times_first_week: Annotated[int, Field(ge=1, le=10)]
    """Times a day in week 1."""
    times_later: Annotated[int, Field(ge=1, le=10)]
    """Times a day from week 2."""
    review_weeks: Range
    """Weeks until the clinician looks again, lowest and highest, such as `[2, 4]`."""
    evidence: Grade
    """How well these numbers are supported."""
    sources: tuple[Id, ...] = ()
    """Ids of the works they rest on."""


NO_DOSE = Dose(
    pressure=(0, 0),
    pressure_limit=1,
    seconds=(0, 0),
    stroke_seconds=(0, 0),
    rounds=(0, 0),
    times_first_week=1,
    times_later=1,
    review_weeks=(0, 0),
    evidence="practice",
)
"""Of a muscle that is not massaged."""


GuideKind = Literal["spot", "not-spot", "cramp", "tools", "before", "after", "round", "go-on", "better", "review"]
"""What a guide is about: how a tight spot feels, what is none, first aid for cramp, what to use, what to do before and
after, what a round is, when to go on to the next week, what to do when it is better, what may be looked at."""


class Guide(Shareable):
    """A short list of things to know or to do, in the order of its points."""

    kind: GuideKind
    """What it is about. Only the first guide of a kind is printed."""
    points: tuple[Id, ...] = Field(min_length=1)
    """Ids of its points, in order; at least one."""


class Amount(Strict):
    """A number in the dose of an add-on, and how far it may go."""

    usual: Annotated[int, Field(le=3600)]
    """What is printed when the clinician says nothing."""
    least: int
    """The least a clinician may choose."""
    most: Annotated[int, Field(le=3600)]
    """The most a clinician may choose."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.least <= self.usual <= self.most:
            raise ValueError(f"needs least, usual and most in this order: {self.least}, {self.usual}, {self.most}")
        return self


class Addon(Shareable):
    """An exercise that is printed only when it is asked for. `instead` is an easier way to do it.

    `dose` names the numbers that its words have in braces.
    """

    steps: tuple[Step, ...] = Field(min_length=1)
    """What to do, in order, one action a step."""
    instead: tuple[Step, ...] = ()
    """The steps of an easier way; none when there is none."""
    dose: dict[Name, Amount] = {}
    """Its numbers by name, such as `stretch_hold = { usual = 10, least = 10, most = 30 }`; the words have
    `{stretch_hold}`."""
