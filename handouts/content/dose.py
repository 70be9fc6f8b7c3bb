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
    "rounds": (1, 5),
    "times": (1, 4),
    "weeks": (1, 12),
}
UNITS = {"pressure": "of 10", "seconds": "seconds", "rounds": "rounds", "times": "times a day", "weeks": "weeks"}


def read_span(key: str, value: object) -> Span:
    """A number, a text such as `3-4` or a list of two, within what is sensible. Raises HandoutsError."""
    if key not in LIMITS:
        raise HandoutsError(f"no dose value {key!r}{likely(key, LIMITS)} (there is: {', '.join(LIMITS)})")
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
        raise HandoutsError(f"{key} is a whole number, or two such as {key}=2-3, not {str(value)[:30]!r}")
    low, high = numbers[0], numbers[-1]
    least, most = LIMITS[key]
    if low > high:
        raise HandoutsError(f"{key} goes from {low} to {high}: the smaller number comes first")
    if low < least or high > most:
        raise HandoutsError(f"{key} is {_words(low, high)} {UNITS[key]}; it may be {least} to {most}")
    return low, high


def read_words(words: Iterable[str]) -> dict[str, Span]:
    """The spans in `key=value` words; later ones win. Raises HandoutsError."""
    spans: dict[str, Span] = {}
    for word in words:
        for part in word.replace(",", " ").split():
            key, sign, value = part.partition("=")
            if not sign:
                raise HandoutsError(f"{part[:30]!r} is no dose value: write it as in pressure=3-4")
            spans[key] = read_span(key, value)
    return spans


def with_dose(text: str, dose: Dose) -> str:
    """A step's words with the times of the dose in place of `{hold}`, `{stroke_low}` and `{stroke_high}`, in seconds.

    Raises ValueError for anything else with a brace.
    """
    times = {"hold": dose.hold_seconds, "stroke_low": dose.stroke_seconds[0], "stroke_high": dose.stroke_seconds[1]}

    def time(match: re.Match[str]) -> str:
        if match[1] not in times:
            known = ", ".join(f"{{{name}}}" for name in times)
            raise ValueError(f"has {match[0]}{likely(match[1], times)} (a step may have {known})")
        return str(times[match[1]])

    filled = re.sub(r"\{([^{}]*)\}", time, text)
    if "{" in filled or "}" in filled:
        raise ValueError("has a single brace; times are written as {hold}")
    return filled


def changed_dose(dose: Dose, spans: Mapping[str, Span], muscle: str) -> Dose:
    """A muscle's dose with other values; a spot is never held longer than the whole area is massaged.

    Raises HandoutsError for a pressure above the muscle's own limit.
    """
    changes: dict[str, object] = {key: spans[key] for key in ("pressure", "seconds", "rounds") if key in spans}
    if "seconds" in spans:
        changes["hold_seconds"] = min(dose.hold_seconds, spans["seconds"][1])
    if "times" in spans:
        changes["times_first_week"], changes["times_later"] = spans["times"]
    high = spans.get("pressure", dose.pressure)[1]
    if high > dose.pressure_limit:
        raise HandoutsError(
            f"dose: pressure {high} is above the limit of {muscle}, which is {dose.pressure_limit} of 10"
        )
    return dose.model_copy(update=changes)


def _words(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"
