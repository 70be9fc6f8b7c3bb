"""A date as people write it -> a day. Which number is the month must be certain."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,})\.?,?[\s-]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SERIAL = re.compile(r"\d{5}")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


class NoDateError(ValueError):
    """The text is no date; the message says what to write."""


def read_date(text: str, month_first: bool | None) -> date:
    """The day a text means: 2026-11-23, 23/11/2026, 23.11.2026, 23 Nov 2026, 23-Nov-26, Nov 23, 2026, a spreadsheet's
    number.

    `month_first` says how 3/4/2026 is read, and 11/23/2026 is then refused where the day comes first: the dates above
    and below it would be read wrongly. With None it must be certain. Raises NoDateError.
    """
    text = " ".join(text.split()).casefold()
    year, month, day = _numbers(text, month_first)
    if not 1900 <= year <= 2200:
        raise NoDateError("the year is not likely; write it as 2026-11-23")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoDateError("there is no such day; write it as 2026-11-23") from error


def _numbers(text: str, month_first: bool | None) -> tuple[int, int, int]:
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NUMBERS.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if (
            month_first is not None
            and match[2] != "."
            and (second if not month_first else first) > 12 >= min(first, second)
        ):
            order = "the month first" if month_first else "the day first"
            raise NoDateError(f"does not have {order}, as dates of this locale have; write it as 2026-11-23")
        if match[2] == "." or first > 12 or first == second:
            return year, second, first
        if second > 12:
            return year, first, second
        if month_first is None:
            raise NoDateError("day and month could be either way; write it as 2026-11-23, or give --locale")
        return (year, first, second) if month_first else (year, second, first)
    if match := _DAY_FIRST.fullmatch(text):
        return _year(match[3]), _month(match[2]), int(match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return int(match[3]), _month(match[1]), int(match[2])
    if _SERIAL.fullmatch(text):  # days as spreadsheets count them
        day = date(1899, 12, 30) + timedelta(days=int(text))
        return day.year, day.month, day.day
    raise NoDateError("is no date; write it as 2026-11-23")


def _year(text: str) -> int:
    """A year; spreadsheets show two digits where the month is a word."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(word: str) -> int:
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word) or (word == "sept" and number == 9):
            return number
    raise NoDateError("is no date; write it as 2026-11-23")
