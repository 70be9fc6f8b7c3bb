"""The therapist's or the clinic's own dose: words such as `pressure=3-4`, and how far each may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from handouts.content.model import Dose
from handouts.errors import HandoutsError, likely

Span = tuple[int, int]
LIMITS: Mapping[str, Span] = {
    "pressure": (1, 5),  # more pain has no more effect (Grabow 2018); a muscle's own limit holds as well
    "seconds": (5, 120),  # studied were 30 to 120
    "hold": (10, 90),  # 90 in the only trial in this muscle (Wilke 2018); 30 is tradition
    "rounds": (1, 5),
    "times": (1, 4),
    "weeks": (1, 12),
}
UNITS = {
    "pressure": "of 10",
    "seconds": "seconds",
    "hold": "seconds",
    "rounds": "rounds",
    "times": "times a day",
    "weeks": "weeks",
}


def read_span(key: str, value: object) -> Span:
    """A number, a text such as `3-4` or a list of two, within what is sensible. Raises HandoutsError."""
    if key not in LIMITS:
        raise HandoutsError(f"no dose value {key!r}{likely(key, LIMITS)} (there is: {', '.join(LIMITS)})", field="dose")
    numbers: list[int] = []
    if isinstance(value, int) and not isinstance(value, bool):
        numbers = [value]
    elif isinstance(value, list | tuple) and all(isinstance(v, int) and not isinstance(v, bool) for v in value):
        numbers = list(value)
    elif isinstance(value, str) and (
        match := re.fullmatch(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?", value, re.ASCII)
    ):
        numbers = [int(part) for part in match.groups() if part]
    if len(numbers) not in (1, 2):
        raise HandoutsError(f"{key} is a whole number, or two such as {key}=2-3, not {str(value)[:30]!r}", field=key)
    low, high = numbers[0], numbers[-1]
    least, most = LIMITS[key]
    if low > high:
        raise HandoutsError(f"{key} goes from {low} to {high}: the smaller number comes first", field=key)
    if low < least or high > most:
        raise HandoutsError(f"{key} is {_words(low, high)} {UNITS[key]}; it may be {least} to {most}", field=key)
    if key == "hold" and low != high:
        raise HandoutsError(f"hold is one number of seconds, such as hold={high}, not {low} to {high}", field=key)
    return low, high


def read_dose(words: Iterable[str]) -> dict[str, Span]:
    """The spans in `key=value` words; later ones win. Raises HandoutsError."""
    spans: dict[str, Span] = {}
    for word in words:
        for part in word.replace(",", " ").split():
            key, sign, value = part.partition("=")
            if not sign:
                raise HandoutsError(f"{part[:30]!r} is no dose value: write it as in pressure=3-4", field="dose")
            spans[key] = read_span(key, value)
    return spans


def changed_dose(dose: Dose, spans: Mapping[str, Span], muscle: str) -> Dose:
    """A muscle's dose with other values. How long a spot is held is a value of its own: `seconds` never changes it.

    Raises HandoutsError for a pressure above the muscle's own limit.
    """
    changes: dict[str, object] = {key: spans[key] for key in ("pressure", "seconds", "rounds") if key in spans}
    if "hold" in spans:
        changes["hold_seconds"] = spans["hold"][1]
    if "times" in spans:
        changes["times_first_week"], changes["times_later"] = spans["times"]
    high = spans.get("pressure", dose.pressure)[1]
    if high > dose.pressure_limit:
        raise HandoutsError(
            f"dose: pressure {high} is above the limit of {muscle}, which is {dose.pressure_limit} of 10",
            field="pressure",
        )
    return dose.model_copy(update=changes)


def _words(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
