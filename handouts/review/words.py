"""Every sentence that a handout can print, say or show, in every configuration: walked from the neutral documents.

The documents are made for a place and a clinic whose own words are names in brackets, such as ⟨advice⟩, so that one
list serves all places. Numbers of a dose are the usual ones; how far they may go is signed apart.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from typing import Any, get_args

from handouts.approval.standing import Standing
from handouts.content.library import Muscle
from handouts.drawing.shapes import Figure, texts
from handouts.handout.document import Document, Run, plain
from handouts.handout.options import SHEETS, Clinic, Options
from handouts.handout.plan import handout
from handouts.style.choices import Shown
from handouts.style.words import Locale, Strings

NOT_WORDS = frozenset({"id", "style", "sign", "icon", "personal", "link", "kind", "mark", "part"})
"""Fields of blocks whose text is a name for us, and never printed."""
NOT_OF_A_PAGE = frozenset({"lang", "subject", "author", "origin", "page_number", "footer", "status", "imprint"})
"""Fields of a document that are the sheet's own and not the muscle's: its number, its version, its review."""
_A_WORD = re.compile(r"\w")
_WRITTEN = date(2000, 1, 1)
_SIDES: tuple[Shown, ...] = get_args(Shown)


def placeless(has_numbers: bool = True, closed: bool = True) -> Locale:
    """A place whose words are their own names."""
    return Locale(
        tag="-",
        emergency="⟨emergency⟩",
        hospital="⟨hospital⟩",
        advice="⟨advice⟩",
        closed="⟨closed⟩" if closed else "",
        paper="a4",
        date="⟨date⟩",
        checked=_WRITTEN,
        source="-",
        emergency_is_number=has_numbers,
        advice_is_number=has_numbers,
        closed_number=not has_numbers,
    )


CLINIC = Clinic("⟨clinic⟩", ("⟨address⟩",), "⟨phone⟩", ("⟨contact⟩",), content_url="https://clinic.example/{muscle}")
"""A clinic whose words are their own names."""


def configurations(muscle: Muscle) -> Iterator[tuple[Options, Locale, Clinic]]:
    """What has to be asked for so that everything that can be printed is printed at least once."""
    exercises = tuple(addon.id for addon in muscle.facts.addons)
    ways = tuple(each.id for each in muscle.facts.techniques if each.use == "massage")
    dose = muscle.facts.dose
    own = Options(
        pressure=dose.pressure,
        seconds=dose.seconds,
        hold=dose.hold_seconds,
        rounds=dose.rounds,
        times=(dose.times_first_week, dose.times_later),
    )
    usual, vague = placeless(), placeless(has_numbers=False)
    for side in _SIDES:
        for layout in ("full", "do", "clinician"):
            yield Options(side=side, layout=layout), usual, CLINIC
        yield Options(side=side, addons=exercises, sheets=SHEETS["1-2"], note="-"), vague, Clinic()
    for sheets in SHEETS.values():
        yield Options(sheets=sheets), usual, CLINIC
        yield Options(sheets=sheets, addons=exercises, note="-"), vague, Clinic()
    yield Options(layout="do", checked_by="⟨name⟩", note="-"), usual, CLINIC
    yield Options(layout="do", sheets=(1,)), vague, Clinic(letterhead=False)
    yield Options(), placeless(closed=False), CLINIC
    for name in exercises:
        yield Options(addons=(name,)), usual, CLINIC
    for name in ways:
        rest = tuple(each for each in ways if each != name)
        for layout in ("full", "do"):
            yield Options(layout=layout, techniques=(name,)), usual, CLINIC  # type: ignore[arg-type]
        yield Options(techniques=(name, *rest)), usual, CLINIC
        yield Options(techniques=(name, *rest), sheets=(1,)), usual, CLINIC
        for other in muscle.words.techniques[name].others:
            yield Options(techniques=(name, other)), usual, CLINIC
            yield Options(techniques=(other, name)), usual, CLINIC
        for other in (each for each in rest if each not in muscle.words.techniques[name].others):
            yield Options(techniques=(other, name)), usual, CLINIC
            break
    if not muscle.facts.massaged:
        return
    for weeks in ((1, 1), (2, 2), (3, 3), (2, 4)):
        yield dataclasses.replace(own, weeks=weeks), usual, CLINIC
    ranges = ((2, 3), (3, 3)), ((30, 60), (40, 40)), ((1, 1), (2, 2), (3, 3), (1, 3)), ((2, 2), (1, 3))
    for pressure, seconds, times, rounds in product(*ranges):
        if (rounds[0] < rounds[1]) == (times[0] < times[1]):  # no sentence has both
            numbers = Options(pressure=pressure, seconds=seconds, times=times, rounds=rounds, sheets=SHEETS["1-2"])
            yield numbers, usual, CLINIC


def documents(muscle: Muscle, strings: Strings) -> Iterator[tuple[Options, Document]]:
    """The handouts that hold everything, as nobody's: without version, date and review."""
    facts = muscle.facts.model_copy(update={"version": "0.0.0", "written": _WRITTEN})
    bare = dataclasses.replace(muscle, facts=facts)
    for options, locale, clinic in configurations(muscle):
        yield options, handout(bare, strings, locale, dataclasses.replace(options, standing=Standing()), clinic)


def lines(muscle: Muscle, strings: Strings) -> dict[str, None]:
    """Every different sentence of these handouts, in the order in which they are first read."""
    found: dict[str, None] = {}
    for options, document in documents(muscle, strings):
        found |= spoken(document, pictures=options.seconds is None)  # which are the same for every dose
    return found


def spoken(document: Document, pictures: bool = True) -> dict[str, None]:
    """Everything that a document prints, says or shows, block by block; its pictures or none of them."""
    found: dict[str, None] = {}
    for name in _fields(Document):
        if name not in NOT_OF_A_PAGE:
            _hear(getattr(document, name), name, pictures, found)
    return found


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(getattr(kind, "__dataclass_fields__", ()))


def _hear(thing: Any, name: str, pictures: bool, found: dict[str, None]) -> None:
    """Add the texts of a block and of everything in it; a paragraph is one text, whatever is strong in it.

    `pictures`: what its pictures say as well.
    """
    if isinstance(thing, str):
        if name not in NOT_WORDS and _A_WORD.search(thing):
            found[" ".join(thing.split())] = None
    elif isinstance(thing, tuple):
        if thing and all(isinstance(each, Run) for each in thing):
            _hear(plain(thing), name, pictures, found)
        else:
            for each in thing:
                _hear(each, name, pictures, found)
    elif isinstance(thing, Figure):
        _hear(thing.alt, "alt", pictures, found)
        _hear(" ".join(each.text for each in texts(thing.shapes)), "text", pictures, found)
    elif callable(thing) and not isinstance(thing, type):
        if pictures:
            _hear(_composed(thing), name, pictures, found)
    elif type(thing).__module__ == Document.__module__:
        for field in _fields(thing.__class__):
            _hear(getattr(thing, field), field, pictures, found)


def _composed(compose: Callable[..., Figure]) -> Figure:
    """A figure at some size: what it says does not hang on it."""
    made: Figure = compose(250.0, 200.0, 11.5, *(0.0 for _ in range(compose.__code__.co_argcount - 3)))
    return made


def of_a_place(text: str, locale: Locale) -> str:
    """A sentence with the words of a place in it."""
    for name, word in place_words(locale).items():
        text = text.replace(f"⟨{name}⟩", word)
    return text


def place_words(locale: Locale) -> Mapping[str, str]:
    """What a place says: whom to call, and where to go."""
    return {name: getattr(locale, name) for name in ("emergency", "hospital", "advice", "closed")}
