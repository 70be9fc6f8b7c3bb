"""The facts of one muscle, `muscle.toml`: what it may say, and nothing else.

A place on the body is `[along, across]` on a surface of `content/body/surfaces.toml`, which `frame` names: on `leg`,
along is 0 at the knee and 1 at the ankle, across is in degrees about the leg (0 back, + outer side, - inner side); on
`back`, along is 0 at the hips and 1 at the foot of the neck, across is in cm from the midline.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handouts.content.model.base import Grade, Id, Item, Name, Source, Strict, Text

Size = Annotated[float, Field(ge=0.001, le=1000)]
"""Half of an oval, in the units of its surface."""
Coordinate = Annotated[float, Field(ge=-1000, le=1000)]
"""On a surface, whose own limits are narrower."""
Mark = Annotated[int, Field(ge=1, le=99)]
Part = Annotated[float, Field(ge=-1, le=2)]
LEAST_PART = 0.02


def _in_order(crop: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if crop[2] - crop[0] < LEAST_PART or crop[3] - crop[1] < LEAST_PART:
        raise ValueError("is no part of a picture: write [left, top, right, bottom], from 0 to 1")
    return crop


Crop = Annotated[tuple[Part, Part, Part, Part], AfterValidator(_in_order)]
"""The part of a picture that is shown: left, top, right, bottom, 0-1 of its size."""

Topic = Literal[
    "anatomy",
    "attachments",
    "innervation",
    "blood-supply",
    "functions",
    "causes",
    "trigger-points",
    "symptoms",
    "palpation",
    "self-massage",
    "safety",
    "evidence",
]


class Codes(Strict):
    """Terminology codes. Only verified codes are written down; an unverified one is left out."""

    ta98: str | None = None
    ta2: str | None = None
    fma: str | None = None
    uberon: str | None = None


class Attachment(Item):
    """An origin or the insertion; `mark` is its number in the attachments figure, `anchor` its place there."""

    kind: Literal["origin", "insertion"]
    mark: Mark
    anchor: str


class Function(Item):
    """What the muscle does; only `main` and `secondary` functions are distinguished, as in the literature."""

    rank: Literal["main", "secondary"]


class Zone(Strict):
    """An area of referred pain on the skin: an oval (centre and half axes) or a closed outline of points."""

    id: Id
    kind: Literal["essential", "spillover"]
    frame: Id
    oval: tuple[Coordinate, Coordinate, Size, Size] | None = None
    outline: tuple[tuple[Coordinate, Coordinate], ...] = ()

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if (self.oval is None) == (len(self.outline) < 3):
            raise ValueError(
                "a zone needs either oval = [along, across, half along, half across] or an outline of 3 or more points"
            )
        return self


class TriggerPoint(Item):
    """A trigger point: its number on the map, its approximate place, and the zones it refers pain to.

    With `press = false` it is shown but must not be pressed. `place_unverified` says that no source that was read
    gives the exact place.
    """

    mark: Mark
    frame: Id
    at: tuple[Coordinate, Coordinate]
    head: Id | None = None
    press: bool = True
    place_unverified: bool = False
    zones: tuple[Zone, ...]


class Cause(Item):
    """Something that can set trigger points off, with examples and the conditions that make it likelier."""

    icon: Literal["load", "cold", "short"]
    examples: tuple[Id, ...] = ()
    conditions: tuple[Id, ...] = ()


class Step(Strict):
    """One action. `figure` is the picture that shows it; `added` as in Item.

    `crop` is the part of the picture that counts, as (left, top, right, bottom), 0-1 of the figure; `label` says that
    the words have a short word for the picture.
    """

    id: Id
    figure: Id | None = None
    crop: Crop | None = None
    label: bool = False
    added: bool = False


class Variant(Strict):
    """A way to do a technique, with its own picture: `start` first, `later` once the body has got used to it."""

    id: Id
    when: Literal["start", "later"]
    figure: Id


class Technique(Item):
    """Finding the muscle, or massaging it, as numbered steps."""

    use: Literal["find", "massage"]
    tool: Literal["hand", "roller", "thumbs", "ball"]
    position: Literal["floor", "chair"]
    figures: tuple[Id, ...] = ()
    variants: tuple[Variant, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)


Range = tuple[Annotated[int, Field(ge=0, le=3600)], Annotated[int, Field(ge=0, le=3600)]]


class Dose(Strict):
    """Default dose; a clinician may change every value. Pressure is on a 0-10 pain scale."""

    pressure: Range
    pressure_limit: Annotated[int, Field(ge=1, le=10)]
    seconds: Range
    hold_seconds: Annotated[int, Field(ge=10, le=90)] = 30
    stroke_seconds: Range
    rounds: Range
    times_first_week: Annotated[int, Field(ge=1, le=10)]
    times_later: Annotated[int, Field(ge=1, le=10)]
    review_weeks: Range
    evidence: Grade
    sources: tuple[Id, ...] = ()


class Note(Item):
    """Something good to know: a note of the source material, a risk, or another option."""

    kind: Literal["note", "risk", "option"]


GuideKind = Literal["spot", "not-spot", "cramp", "tools", "before", "after", "round", "go-on", "better", "review"]
"""What a guide is about: how a tight spot feels, what is none, first aid for cramp, what to use, what to do before and
after, what a round is, when to go on to the next week, what to do when it is better, what may be looked at."""


class Guide(Item):
    """A short list of things to know or to do, in the order of its points."""

    kind: GuideKind
    points: tuple[Id, ...] = Field(min_length=1)


class Amount(Strict):
    """A number in the dose of an add-on, and how far it may go."""

    usual: Annotated[int, Field(le=3600)]
    least: int
    most: Annotated[int, Field(le=3600)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.least <= self.usual <= self.most:
            raise ValueError(f"needs least, usual and most in this order: {self.least}, {self.usual}, {self.most}")
        return self


class Addon(Item):
    """An exercise that is printed only when it is asked for. `instead` is an easier way to do it.

    `dose` names the numbers that its words have in braces.
    """

    steps: tuple[Step, ...] = Field(min_length=1)
    instead: tuple[Step, ...] = ()
    dose: dict[Name, Amount] = {}


class Clinician(Strict):
    """The sheet for the clinician who gives the handout: other causes to think of, a tick list, and the evidence.

    Its table of trigger points follows from the trigger points themselves.
    """

    differential: tuple[Item, ...] = ()
    ticks: tuple[Id, ...] = ()
    lines: tuple[Item, ...] = ()


GROUPS = (
    "attachments",
    "functions",
    "situations",
    "symptoms",
    "trigger_points",
    "causes",
    "techniques",
    "guides",
    "addons",
    "notes",
    "certainty",
    "cards",
)
"""The lists of items that a muscle's facts and its words have under the same name, with the same ids."""


class View(Strict):
    """One view in a pain map: the drawing, and the part of it shown as (left, top, right, bottom), 0-1 of the art."""

    id: Id
    art: str
    crop: Crop = (0, 0, 1, 1)
    height: Annotated[float, Field(gt=0, le=1)] = 1
    """Printed height as a share of the figure's height."""
    marks: tuple[int, ...] | None = None
    """The trigger points that this view shows, with their zones; every visible one when not given."""


class Label(Strict):
    """A label beside a drawing, led to an anchor of the art; `at` is its height, 0-1 of the figure."""

    id: Id
    anchor: str
    side: Literal["left", "right"] = "right"
    at: Annotated[float, Field(ge=0, le=1)]
    strong: bool = False


class PainMap(Strict):
    """Views of the body with every trigger point and zone that they show."""

    kind: Literal["pain-map"]
    id: Id
    views: tuple[View, ...] = Field(min_length=1)


class Labelled(Strict):
    """A drawing with labels beside it."""

    kind: Literal["labelled"]
    id: Id
    art: str
    labels: tuple[Label, ...] = Field(min_length=1)


class Marked(Strict):
    """A drawing with numbered attachment marks on it."""

    kind: Literal["attachments"]
    id: Id
    art: str


class Scene(Strict):
    """A drawing of a person or a hand doing a step; `letter` prints which leg it shows on a close view."""

    kind: Literal["scene"]
    id: Id
    art: str
    letter: bool = False


FigureSpec = Annotated[PainMap | Labelled | Marked | Scene, Field(discriminator="kind")]


class Card(Item):
    """One flashcard: one fact. Its id is frozen for ever: the learner's history hangs on it.

    `claim` names the item that the handout says the same of, such as `notes.start-low`: both have the same grade.
    """

    kind: Literal["question", "cloze", "pain-map", "attachments"]
    topic: Topic
    figure: Id | None = None
    trigger_point: Id | None = None
    claim: str | None = None
    reverse: bool = False
    retired: bool = False


class Deviation(Strict):
    """Where our wording departs from the source material, for the clinician who reviews it."""

    id: Id
    source_says: Text
    we_say: Text
    why: Text


class Facts(Strict):
    """The facts of one muscle: `muscle.toml`."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    written: date
    licence: Text
    author: Text
    region: Id
    latin: Text
    codes: Codes = Codes()
    safety: tuple[Id, ...] = Field(min_length=1)
    sisters: tuple[Id, ...] = ()
    sources: tuple[Source, ...] = Field((), max_length=1000)
    attachments: tuple[Attachment, ...]
    functions: tuple[Function, ...]
    situations: tuple[Item, ...] = ()
    symptoms: tuple[Item, ...]
    trigger_points: tuple[TriggerPoint, ...]
    causes: tuple[Cause, ...]
    techniques: tuple[Technique, ...]
    dose: Dose
    guides: tuple[Guide, ...] = ()
    addons: tuple[Addon, ...] = ()
    notes: tuple[Note, ...] = ()
    certainty: tuple[Item, ...] = ()
    clinician: Clinician = Clinician()
    figures: tuple[FigureSpec, ...] = ()
    cards: tuple[Card, ...] = ()
    deviations: tuple[Deviation, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _nobody_signs_here(cls, data: Any) -> Any:
        """Content cannot call itself reviewed: only an approval says that, and it is bound to the words."""
        for key in ("status", "review") if isinstance(data, dict) else ():
            if key in data:
                raise ValueError(f"{key!r} no longer stands here: take it out; `handouts approve` records a review")
        return data
