"""What names in braces, such as `{hold}` or `{this}`, stand for in a muscle's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from handouts.content.model import Dose, Facts, RegionWords
from handouts.style.braces import fill
from handouts.style.choices import Shown

Model = TypeVar("Model", bound=BaseModel)


HANDOUT_NAMES = (
    *("hold", "stroke_low", "stroke_high", "seconds", "aim", "limit", "review", "most_spots"),
    *("this", "other", "part", "region", "This", "Other", "Part", "Region", "advice"),
)
"""What a handout fills in: its dose, its side and region, whom to call. No word of a muscle's own is called so."""
UNFILLED = (
    *("lang", "name", "plain_name", "say", "synonyms", "title", "subtitle", "short_title", "do_title"),
    *("clinician", "cards"),
)
"""Words without braces: they stand where nothing is chosen, such as in a file's own data or in a deck."""


def fill_all(model: Model, values: Mapping[str, str], leave: Collection[str] = ()) -> Model:
    """A model with every text in it filled, at any depth, but for the fields to leave as they are.

    Raises ValueError as `fill` does.
    """
    changes = {name: _filled(getattr(model, name), values) for name in type(model).model_fields if name not in leave}
    return model.model_copy(update=changes)


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return fill(value, values)
    if isinstance(value, BaseModel):
        return fill_all(value, values)
    if isinstance(value, dict):
        return {key: _filled(entry, values) for key, entry in value.items()}
    if isinstance(value, tuple):
        return tuple(_filled(entry, values) for entry in value)
    return value


def dose_values(dose: Dose, to: str = "–") -> dict[str, str]:
    """The numbers of a dose by the names that words have for them; `to` stands between the ends of a range."""

    def span(low: int, high: int) -> str:
        return str(low) if low == high else f"{low}{to}{high}"

    return {
        "hold": str(dose.hold_seconds),
        "stroke_low": str(dose.stroke_seconds[0]),
        "stroke_high": str(dose.stroke_seconds[1]),
        "seconds": span(*dose.seconds),
        "aim": span(*dose.pressure),
        "limit": str(dose.pressure_limit),
        "review": span(*dose.review_weeks),
        "most_spots": str(dose.spots),
    }


def values_of(facts: Facts, dose: Dose, to: str = "–") -> dict[str, str]:
    """The numbers that words may name: those of the dose and those of the add-ons."""
    addons = {name: str(amount.usual) for addon in facts.addons for name, amount in addon.dose.items()}
    return {**dose_values(dose, to), **addons}


def region_values(said: RegionWords, shown: Shown, midline: bool = False) -> dict[str, str]:
    """What `{this}` and `{other}` stand for when a handout shows one side, or is for either; and names of the region.

    A muscle in the middle has no other side.
    """
    pairs: Mapping[Shown, tuple[str, str]] = {
        "left": (said.left, said.right),
        "right": (said.right, said.left),
        "both": (said.this, said.other),
    }
    this, other = (said.middle, "") if midline else pairs[shown]
    values = {"this": this, "other": other, "part": said.part, "region": said.name}
    values |= {_capital(name): _capital(value) for name, value in values.items()}
    return {name: value for name, value in values.items() if value}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def known_values(facts: Facts, said: RegionWords, group: str) -> dict[str, str]:
    """Every name that a text of this group of words may have in braces, with some value.

    Figures have the sides only: they are also made on their own, where nothing else is chosen.
    """
    sides = region_values(said, "both", facts.midline)
    return sides if group == "figures" else {**values_of(facts, facts.dose), **sides, "advice": "advice"}
