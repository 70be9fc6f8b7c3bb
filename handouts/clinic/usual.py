"""What is usual with a clinic: how its handouts look, its dose, and the handouts that it gives most."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, ValidationInfo

from handouts.content.dose import Span, read_span
from handouts.content.model import Id, Strict
from handouts.errors import HandoutsError
from handouts.style.choices import Ink, Layout, Paper, PatientLayout, Person, Print, SheetRange, Shown, Skin
from handouts.style.plaintext import plain_text

Result = TypeVar("Result")
LONGEST_FAVOURITE, MOST_FAVOURITES = 40, 30


def checked(check: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
    """Call one of our own checks; its error becomes one that pydantic collects."""
    try:
        return check(*arguments, **options)
    except HandoutsError as error:
        raise ValueError(str(error).removeprefix(": ")) from None


def _span(value: object, info: ValidationInfo) -> Span:
    return checked(read_span, str(info.field_name), value)


Amount = Annotated[Span | None, BeforeValidator(_span)]


def _names(value: object) -> object:
    """Ids with commas between them, as on the command line, or a list of them."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


Names = Annotated[tuple[Id, ...], BeforeValidator(_names)]


class ClinicOptions(Strict):
    """`[options]`: what a handout looks like when the command line does not say."""

    side: Shown | None = None
    paper: Paper | None = None
    print: Print | None = None
    ink: Ink | None = None
    skin: Skin | None = None
    body: Annotated[Person | None, Field(validation_alias=AliasChoices("body", "figure"))] = None
    """`figure` is what earlier releases called it."""
    layout: PatientLayout | None = None
    sheets: SheetRange | None = None
    technique: Names | None = None
    """Ids of the ways of massage, the first one first; a muscle has those of them that it has, or all of its own."""
    with_: Annotated[Names | None, Field(alias="with")] = None
    """Ids of the exercises that are printed as well, where a muscle has them."""


class ClinicDose(Strict):
    """`[dose]`: the clinic's usual dose; `times` may be two numbers, for the first week and for later."""

    pressure: Amount = None
    seconds: Amount = None
    hold: Amount = None
    rounds: Amount = None
    times: Amount = None
    weeks: Amount = None


def _favourite_name(name: str) -> str:
    """A name that stands on a button."""
    own: str = checked(plain_text, name, "", longest=LONGEST_FAVOURITE, shaped=False)
    if not own:
        raise ValueError("has no name")
    return own


def _muscles(value: object) -> object:
    """Ids of muscles with + or commas between them, or a list of them."""
    return [name.strip() for name in re.split(r"[+,]", value) if name.strip()] if isinstance(value, str) else value


FavouriteName = Annotated[str, AfterValidator(_favourite_name)]


class Favourite(ClinicOptions):
    """`[favourites.NAME]`: a handout that is often given, a button of the desk."""

    muscle: Annotated[tuple[Id, ...], BeforeValidator(_muscles), Field(min_length=1, max_length=2)]
    """The muscle, or two in one handout."""
    layout: Layout | None = None  # type: ignore[assignment]  # the clinician's sheet as well
    lang: Annotated[str | None, Field(pattern=r"^[a-z]{2,3}$")] = None
    locale: str | None = None
    duplex: bool | None = None
    dose: ClinicDose = ClinicDose()
