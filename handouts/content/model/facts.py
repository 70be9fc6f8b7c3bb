"""The facts of one muscle, `muscle.toml`: what it may say, and nothing else.

A place on the body is `[along, across]` on a surface of `content/body/surfaces.toml`, which `frame` names: on `leg`,
along is 0 at the knee and 1 at the ankle, across is in degrees about the leg (0 back, + outer side, - inner side); on
`back`, along is 0 at the hips and 1 at the foot of the neck, across is in cm from the midline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from handouts.content.model.base import Grade, Id, Item, Name, Shareable, Strict, Text
from handouts.content.model.cards import Card
from handouts.content.model.region import KeepOff

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


class Codes(Strict):
    """Terminology codes. Only verified codes are written down; an unverified one is left out."""

    ta98: str | None = None
    """Terminologia Anatomica of 1998, such as `"A04.7.02.044"`."""
    ta2: str | None = None
    """Terminologia Anatomica 2, a number written as text."""
    fma: str | None = None
    """Foundational Model of Anatomy, such as `"FMA:22541"`."""
    uberon: str | None = None
    """Uberon, such as `"UBERON:0001388"`."""


class Attachment(Item):
    """An origin or the insertion; `mark` is its number in the attachments figure, `anchor` its place there."""

    kind: Literal["origin", "insertion"]
    """Where the muscle starts, or where it ends."""
    mark: Mark
    """Its number in the attachments figure, 1 to 99; each number once."""
    anchor: str
    """The named place in that figure's drawing where the number stands, such as `"origin_medial"`."""


class Function(Shareable):
    """What the muscle does; only `main` and `secondary` functions are distinguished, as in the literature."""

    rank: Literal["main", "secondary"]
    """A main function, or one that it only helps with."""


class Zone(Strict):
    """An area of referred pain on the skin: an oval (centre and half axes) or a closed outline of points."""

    id: Id
    """Its name; no two zones of a muscle share one."""
    kind: Literal["essential", "spillover"]
    """`essential`: where nearly everybody feels it, the main pain area; `spillover`: where it may spread."""
    frame: Id
    """The surface of the body it lies on, such as `"leg"` or `"back"`: one of content/body/surfaces.toml."""
    oval: tuple[Coordinate, Coordinate, Size, Size] | None = None
    """An oval: `[along, across, half its length, half its width]` in the units of the surface. Or write `outline`."""
    outline: tuple[tuple[Coordinate, Coordinate], ...] = ()
    """A closed outline: 3 or more places `[along, across]` in order. Or write `oval`."""

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
    """Its number on the map, 1 to 99; each number once, the commonest point first."""
    frame: Id
    """The surface of the body it lies on, such as `"leg"`: one of content/body/surfaces.toml."""
    at: tuple[Coordinate, Coordinate]
    """Its approximate place `[along, across]` on the surface, such as `[0.235, -40]`."""
    head: Id | None = None
    """The origin (an attachment's id) of the head of the muscle that it lies in; none for a muscle of one head."""
    press: bool = True
    """`false`: it is shown, but nobody must press there."""
    place_unverified: bool = False
    """`true`: no source that was read gives the exact place."""
    zones: tuple[Zone, ...]
    """The areas where its pain is felt; usually one essential zone, and spillover zones if any are described."""


class Cause(Shareable):
    """Something that can set trigger points off, with examples and the conditions that make it likelier."""

    icon: Id
    """The small picture beside it: one of content/shared/icons.toml."""
    examples: tuple[Id, ...] = ()
    """Ids of the examples, in order; the words follow its intro."""
    conditions: tuple[Id, ...] = ()
    """Ids of what makes it likelier; the words follow "More likely when"."""


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


class Note(Shareable):
    """Something good to know: a note of the source material, a risk, or another option."""

    kind: Literal["note", "risk", "option"]
    """`note`: good to know; `risk`: what may go wrong; `option`: something else to try."""


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


class Clinician(Strict):
    """The sheet for the clinician who gives the handout: other causes to think of, a tick list, and the evidence.

    Its table of trigger points follows from the trigger points themselves.
    """

    differential: tuple[Shareable, ...] = ()
    """What else it may be, the most dangerous first."""
    ticks: tuple[Id, ...] = ()
    """Ids of the boxes to tick before the handout is given, in order."""
    lines: tuple[Shareable, ...] = ()
    """Lines of evidence."""


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
    """Its name, such as `"back"`; the words name the view under it."""
    art: str
    """The drawing: a view of the body of content/art, such as `"leg_posterior"`."""
    crop: Crop = (0, 0, 1, 1)
    """The part of it that is shown: `[left, top, right, bottom]`, each 0 to 1 of the drawing; all of it when not
    given."""
    height: Annotated[float, Field(gt=0, le=1)] = 1
    """Printed height as a share of the figure's height."""
    marks: tuple[int, ...] | None = None
    """Numbers of the trigger points that this view shows, with their zones; every visible one when not given."""


class Label(Strict):
    """A label beside a drawing, led to an anchor of the art; `at` is its height, 0-1 of the figure."""

    id: Id
    """Its name; the words have the label under it."""
    anchor: str
    """The named place in the drawing that its line leads to."""
    side: Literal["left", "right"] = "right"
    """The side of the drawing that it stands on, as the right side of the body is drawn."""
    at: Annotated[float, Field(ge=0, le=1)]
    """How far down it stands, 0 (top) to 1 (bottom) of the figure."""
    strong: bool = False
    """`true`: in strong letters, for the muscle itself."""


class Figure(Strict):
    """What every figure may say."""

    shared: Id | None = None
    """The shared figure that completes this one."""


class PainMap(Figure):
    """Views of the body with every trigger point and zone that they show."""

    kind: Literal["pain-map"]
    """Views of the body with points and zones."""
    id: Id
    """Its name, usually `"pain-map"`; the handout prints the first pain map."""
    views: tuple[View, ...] = Field(min_length=1)
    """The views, the most telling one first; every trigger point must be visible in one."""


class Labelled(Figure):
    """A drawing with labels beside it."""

    kind: Literal["labelled"]
    """A drawing with labels beside it."""
    id: Id
    """Its name, usually `"muscle"`; the page about the muscle prints it."""
    art: str
    """The drawing of content/art."""
    overlay: str | None = None
    """The muscle that is drawn on it, when `art` is a plate of bones: an overlay of content/art, such as `"soleus"`."""
    labels: tuple[Label, ...] = Field(min_length=1)
    """The labels, from top to bottom."""


class Marked(Figure):
    """A drawing with numbered attachment marks on it."""

    kind: Literal["attachments"]
    """A drawing with the numbers of the attachments."""
    id: Id
    """Its name."""
    art: str
    """The drawing of content/art, which has a place for the anchor of every attachment."""
    overlay: str | None = None
    """The muscle that is drawn on it, when `art` is a plate of bones: an overlay of content/art, such as `"soleus"`."""
    panels: tuple[Crop, ...] = ()
    """Close views instead of all of it, from top to bottom: of each `[left, top, right, bottom]`, 0 to 1 of the art."""


class Scene(Figure):
    """A drawing of a person or a hand doing a step; `letter` prints which side it shows on a close view."""

    kind: Literal["scene"]
    """A drawing of a person or a hand."""
    id: Id
    """Its name, such as `"roller-roll"`; steps call it by this."""
    art: str
    """The drawing of content/art, such as `"roller_roll"`; its second body is the drawing `roller_roll_f`."""
    letter: bool = False
    """`true`: it prints which side it shows, for a close view that does not tell."""


FigureSpec = Annotated[PainMap | Labelled | Marked | Scene, Field(discriminator="kind")]


class Deviation(Strict):
    """Where our wording departs from the source material, for the clinician who reviews it."""

    id: Id
    """Its name."""
    source_says: Text
    """What the source material says."""
    we_say: Text
    """What we say instead."""
    why: Text
    """Why."""


class Facts(Strict):
    """The facts of one muscle: `muscle.toml`."""

    id: Id
    """The muscle's name in all files; its folder is called so. It never changes once released."""
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    """Of these facts and words, such as `"0.1.0"`: major (learners lose progress), minor, patch."""
    written: date
    """The day of the last change to what is said, such as `2026-11-23` (without quotes)."""
    licence: Text
    """`"CC-BY-4.0"` for what is to be packaged."""
    author: Text
    """Who wrote it. A reviewer is not named here: see docs/sign-off.md."""
    region: Id
    """The part of the body, one of `content/body/regions.toml`. It decides which safety modules are needed."""
    midline: bool = False
    """Whether it lies in the middle, so that there is no left and no right one."""
    self_treatment: Literal["A", "B", "C"]
    """`A`: safe with own hands, roller or ball; `B`: with warnings of its own; `C`: no massage, only what to know."""
    several: bool = False
    """Whether it is several muscles in one, so that a handout speaks of "them"."""
    latin: Text
    """The Latin name, such as `"musculus gastrocnemius"`."""
    codes: Codes = Codes()
    """Terminology codes."""
    safety: tuple[Id, ...] = Field(min_length=1)
    """Ids of the safety modules, whose warnings the handout prints; `handouts check` names those that are needed."""
    sisters: tuple[Id, ...] = ()
    """Ids of muscles that the reader may look at next."""
    attachments: tuple[Attachment, ...]
    """Origins and insertions."""
    functions: tuple[Function, ...]
    """What the muscle does, the main functions first."""
    situations: tuple[Shareable, ...] = ()
    """When it works hard, such as running."""
    symptoms: tuple[Shareable, ...]
    """What a patient may notice."""
    trigger_points: tuple[TriggerPoint, ...]
    """The trigger points."""
    keep_off: tuple[KeepOff, ...] = ()
    """Places that must never be pressed, besides those of the region; drawings of people mark them."""
    causes: tuple[Cause, ...]
    """What may set trigger points off."""
    techniques: tuple[Technique, ...] = ()
    """Ways to find it and to massage it."""
    dose: Dose = NO_DOSE
    """The usual dose. Only a muscle whose self-treatment is `C` has none."""
    guides: tuple[Guide, ...] = ()
    """The blocks around the massage, at most one of each kind."""
    addons: tuple[Addon, ...] = ()
    """Exercises that are printed only when they are asked for."""
    notes: tuple[Note, ...] = ()
    """Good to know. The note `start-low` stands before the first step."""
    certainty: tuple[Shareable, ...] = ()
    """How sure we are, a sentence each."""
    clinician: Clinician = Clinician()
    """The clinician's sheet."""
    figures: tuple[FigureSpec, ...] = ()
    """Pictures."""
    cards: tuple[Card, ...] = ()
    """Flashcards."""
    deviations: tuple[Deviation, ...] = ()
    """Where the words depart from the source material."""

    @property
    def massaged(self) -> bool:
        """Whether a patient may massage it."""
        return self.self_treatment != "C"

    @model_validator(mode="before")
    @classmethod
    def _dose_of_a_massage(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("self_treatment") in ("A", "B") and "dose" not in data:
            raise ValueError("[dose] is missing: a muscle that is massaged has a dose")
        return data

    @model_validator(mode="before")
    @classmethod
    def _not_here(cls, data: Any) -> Any:
        """Content cannot call itself reviewed: only an approval says that, and it is bound to the words."""
        for key in ("status", "review") if isinstance(data, dict) else ():
            if key in data:
                raise ValueError(f"{key!r} no longer stands here: take it out; `handouts approve` records a review")
        if isinstance(data, dict) and "sources" in data:
            raise ValueError("'sources' no longer stands here: works stand in content/shared/sources.toml, by their id")
        return data

    def items(self) -> Iterator[tuple[str, Item]]:
        """Every item, with the list that it stands in."""
        for key in GROUPS:
            for item in getattr(self, key):
                yield key, item
        for key in ("differential", "lines"):
            for item in getattr(self.clinician, key):
                yield f"clinician.{key}", item

    def cited(self, cards: bool = True) -> set[str]:
        """The ids of the sources that items cite, those of the `cards` too or not."""
        found = set(self.dose.sources)
        return found.union(*(item.sources for key, item in self.items() if cards or key != "cards"))
