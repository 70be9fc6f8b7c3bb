"""The facts of one muscle, `muscle.toml`: what it may say, and nothing else.

A place on the body is `[along, across]` on a surface of `content/body/surfaces.toml`, which `frame` names: on `leg`,
along is 0 at the knee and 1 at the ankle, across is in degrees about the leg (0 back, + outer side, - inner side); on
`back`, along is 0 at the hips and 1 at the foot of the neck, across is in cm from the midline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from handouts.content.model.base import Id, Item, Shareable, Strict, Text
from handouts.content.model.cards import Card
from handouts.content.model.figures import FigureSpec
from handouts.content.model.region import KeepOff
from handouts.content.model.treatment import NO_DOSE, Addon, Dose, Guide, Technique

Size = Annotated[float, Field(ge=0.001, le=1000)]
"""Half of an oval, in the units of its surface."""
Coordinate = Annotated[float, Field(ge=-1000, le=1000)]
"""On a surface, whose own limits are narrower."""
Mark = Annotated[int, Field(ge=1, le=99)]


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


class Note(Shareable):
    """Something good to know: a note of the source material, a risk, or another option."""

    kind: Literal["note", "risk", "option"]
    """`note`: good to know; `risk`: what may go wrong; `option`: something else to try."""


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
