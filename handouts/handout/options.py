"""What may differ from one handout to the next, and what follows from it for a muscle."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from handouts.approval.standing import DRAFT, Standing
from handouts.content.dose import Span, changed_dose
from handouts.content.library import Muscle
from handouts.content.model import Addon, Technique
from handouts.content.model import Dose as DoseFacts
from handouts.errors import HandoutsError, likely
from handouts.logo.read import Logo
from handouts.style.choices import Layout, Person, Print, Shown
from handouts.style.words import Locale

Sheets = tuple[int, ...]
SHEETS: Mapping[str, Sheets] = {"1": (1,), "1-2": (1, 2), "1-3": (1, 2, 3), "1-4": (1, 2, 3, 4), "4": (4,)}
"""What can be asked for. Sheet 1 is safe to give alone, 1-2 are the usual handout, 4 has all warnings in full."""
ALL, USUAL = SHEETS["1-4"], SHEETS["1-2"]
Kind = TypeVar("Kind", Technique, Addon)


@dataclass(frozen=True)
class Options:
    """What may differ from one handout to the next. Empty texts are printed as lines to write on."""

    side: Shown = "both"
    person: Person = "man"
    layout: Layout = "full"
    sheets: Sheets | None = None
    """The sheets that are printed; all when not given."""
    checked_by: str = ""
    """Who went through the tick list with the patient: then the short sheet needs no second page for it."""
    patient_name: str = ""
    date: str = ""
    note: str = ""
    pressure: Span | None = None
    seconds: Span | None = None
    hold: Span | int | None = None
    """Seconds on one spot, one number."""
    rounds: Span | None = None
    times: Span | int | None = None
    """A day: in the first week, and later."""
    weeks: Span | int | None = None
    techniques: tuple[str, ...] = ()
    """Ids of the massage techniques, the first one first; all of the muscle's when empty."""
    addons: tuple[str, ...] = ()
    """Ids of the exercises that are printed as well."""
    standing: Standing = DRAFT
    """What the sheet may say about its review."""

    @property
    def printed(self) -> Sheets:
        """The sheets that are printed."""
        return self.sheets or ALL


@dataclass(frozen=True)
class Clinic:
    """Who gives the handout. Everything may be empty: then there are lines to write on."""

    name: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    contact: tuple[str, ...] = ()
    footer: str = ""
    letterhead: bool = True
    logo: Logo | None = field(default=None, compare=False)
    content_url: str = ""
    """An address for a QR code, `{muscle}` in it standing for the muscle's id."""


def usual_sheets(asked: Sheets | None, print_size: Print) -> Sheets:
    """The sheets of a print size when none were asked for: in large print the muscle and the sources are left out."""
    return asked or (ALL if print_size == "normal" else USUAL)


def dose_of(muscle: Muscle, options: Options) -> DoseFacts:
    """The muscle's dose with what was asked for in its place. Raises HandoutsError for a pressure above its limit."""
    wanted = {key: span(getattr(options, key)) for key in ("pressure", "seconds", "hold", "rounds", "times")}
    if not muscle.facts.massaged and any(wanted.values()):
        raise HandoutsError(f"{muscle.id} must not be massaged, so it has no dose: take the dose out", field="dose")
    return changed_dose(muscle.facts.dose, {key: each for key, each in wanted.items() if each}, muscle.id)


def check_side(muscle: Muscle, side: Shown) -> None:
    """Raises HandoutsError for a side of a muscle that lies in the middle."""
    if side not in muscle.shown:
        raise HandoutsError(
            f"{muscle.id} lies in the middle of the body: it has no {side} side; leave the side out", field="side"
        )


def massages(muscle: Muscle, options: Options) -> tuple[Technique, ...]:
    """The massage techniques of a handout, in its order. Raises HandoutsError, with the likely meant id."""
    known = {technique.id: technique for technique in muscle.facts.techniques if technique.use == "massage"}
    return tuple(_wanted(known, options.techniques or tuple(known), muscle, "technique"))


def addons(muscle: Muscle, options: Options) -> tuple[Addon, ...]:
    """The exercises that are printed as well, in the muscle's order. Raises HandoutsError, with the likely meant id."""
    known = {addon.id: addon for addon in muscle.facts.addons}
    asked = _wanted(known, options.addons, muscle, "add-on")
    return tuple(addon for addon in known.values() if addon in asked)


def _wanted(known: Mapping[str, Kind], names: Sequence[str], muscle: Muscle, what: str) -> list[Kind]:
    for name in names:
        if name not in known:
            there = ", ".join(known) or "none"
            field = "with" if what == "add-on" else what
            raise HandoutsError(
                f"{muscle.id} has no {what} {name!r}{likely(name, known)} (there is: {there})", field=field
            )
    return [known[name] for name in dict.fromkeys(names)]


def span(value: Span | int | None) -> Span | None:
    """A number as a span from itself to itself."""
    return (value, value) if isinstance(value, int) else value


def note_lines(note: str) -> list[str]:
    """The paragraphs of a note."""
    return [line for line in note.split("\n") if line.strip()]


def long_date(day: date, locale: Locale) -> str:
    """A date in words, in the locale's form."""
    month = locale.months[day.month - 1] if locale.months else month_name[day.month]
    return locale.date.replace("%-d", str(day.day)).replace("%B", month).replace("%Y", str(day.year))
