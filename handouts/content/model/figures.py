"""The pictures of a muscle: the tables `[[figures]]` of `muscle.toml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from handouts.content.model.base import Id, Strict

Part = Annotated[float, Field(ge=-1, le=2)]
LEAST_PART = 0.02


def _in_order(crop: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if crop[2] - crop[0] < LEAST_PART or crop[3] - crop[1] < LEAST_PART:
        raise ValueError("is no part of a picture: write [left, top, right, bottom], from 0 to 1")
    return crop


Crop = Annotated[tuple[Part, Part, Part, Part], AfterValidator(_in_order)]
"""The part of a picture that is shown: left, top, right, bottom, 0-1 of its size."""


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
