"""What single cells of a roster mean: dates, ids that are safe as file names; and what is wrong with a row.

A fault never quotes a cell: a cell may hold somebody's name.
"""

from __future__ import annotations

import math
import operator
import os
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handouts.errors import few

LONGEST_CELL = 65536
"""Characters; spreadsheets allow half of it. In a CSV a longer one is almost always a quotation mark never closed."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the row's number in the roster, the column (may be empty), and what to do about it."""

    row: int
    column: str
    wrong: str
    todo: str
    id: str = ""
    """The row's id, where it is certain that it is no name."""

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.wrong}: {self.todo}"


class Faults(list[Fault]):
    """What is wrong with one row."""

    def __init__(self, row: int) -> None:
        super().__init__()
        self.row = row

    def add(self, column: str, wrong: str, todo: str) -> None:
        """Add one thing."""
        self.append(Fault(self.row, column, wrong, todo))


def merged(row: int) -> Fault:
    """The fault of a row in which cells are merged: only the first row of them has what is meant for all."""
    return Fault(row, "", "has merged cells", "unmerge them and fill in every row")


def in_rows(rows: Sequence[int], shown: int = 5) -> str:
    """Rows' numbers for a message: the first ones, then a count."""
    return f"{'row' if len(rows) == 1 else 'rows'} {few([str(row) for row in rows], shown)}"


def column_letters(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, ... Z, AA."""
    letters = ""
    while index >= 0:
        letters, index = chr(ord("A") + index % 26) + letters, index // 26 - 1
    return letters


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,})\.?,?[\s-]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ")
_TIME = re.compile(r",?[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)? ?(?:[ap]\.?m\.?)?(?:z|[+-]\d{2}:?\d{2})?$")
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


def either_way(text: str) -> bool:
    """Whether a date can be read with the day or with the month first, and means another day then."""
    match = _NUMBERS.match(" ".join(text.split()))
    return match is not None and match[2] != "." and int(match[1]) != int(match[3]) and max(_pair(match)) <= 12


def has_other_order(text: str, month_first: bool) -> bool:
    """Whether a date can only be read in the other order: 11/23/2026 where the day comes first."""
    match = _NUMBERS.match(" ".join(text.split()))
    if match is None or match[2] == ".":
        return False
    day, month = reversed(_pair(match)) if month_first else _pair(match)
    return day <= 12 < month <= 31


def _pair(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]), int(match[3])


WRITE_DATE = "write it as year-month-day, in figures: YYYY-MM-DD"
"""What to do about a date; a day as an example would be copied."""


class NoDateError(ValueError):
    """The text is no date; the message says what to write."""


def read_date(text: str, month_first: bool | None) -> date:
    """The day a text means: 2026-11-23, 23/11/2026, 23.11.2026, 23 Nov 2026, 23-Nov-26, Nov 23, 2026, a spreadsheet's
    number.

    `month_first` says how 3/4/2026 is read, and 11/23/2026 is then refused where the day comes first: the dates above
    and below it would be read wrongly. With None it must be certain. Raises NoDateError.
    """
    text = " ".join(text.split()).casefold()
    text = _TIME.sub("", _WEEKDAY.sub("", text))
    year, month, day = _numbers(text, month_first)
    if not 1900 <= year <= 2200:
        raise NoDateError(f"the year is not likely; {WRITE_DATE}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoDateError(f"there is no such day; {WRITE_DATE}") from error


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
            raise NoDateError(f"does not have {order}, as dates here are read; {WRITE_DATE}")
        if match[2] == "." or first > 12 or first == second:
            return year, second, first
        if second > 12:
            return year, first, second
        if month_first is None:
            raise NoDateError(f"day and month could be either way; {WRITE_DATE}, or give --locale")
        return (year, first, second) if month_first else (year, second, first)
    if match := _DAY_FIRST.fullmatch(text):
        return _year(match[3]), _month(match[2]), int(match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return int(match[3]), _month(match[1]), int(match[2])
    if _SERIAL.fullmatch(text):  # days as spreadsheets count them
        day = date(1899, 12, 30) + timedelta(days=int(text))
        return day.year, day.month, day.day
    raise NoDateError(f"is no date; {WRITE_DATE}")


def _year(text: str) -> int:
    """A year; spreadsheets show two digits where the month is a word."""
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(word: str) -> int:
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word) or (word == "sept" and number == 9):
            return number
    raise NoDateError(f"is no date; {WRITE_DATE}")


LONGEST_ID = 80
"""Characters; with muscle and language the file name stays below the 255 bytes of common file systems."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class UnsafeIdError(ValueError):
    """The id cannot be part of a file name; the message says why."""


def safe_id(text: str) -> str:
    """The id as it stands in the file name: spaces become `_`. Raises UnsafeIdError for what could leave the folder."""
    made = "_".join(unicodedata.normalize("NFC", text).split())
    if not made:
        return ""
    if len(made) > LONGEST_ID or len(made.encode()) > 2 * LONGEST_ID:
        raise UnsafeIdError(f"is longer than {LONGEST_ID} characters")
    if not all(char.isalnum() or char in "._-" or unicodedata.combining(char) for char in made):
        raise UnsafeIdError("has characters that a file name cannot have")
    if made[0] in ".-" or made[-1] == ".":
        raise UnsafeIdError("begins with a dot or hyphen, or ends with a dot")
    if _RESERVED.fullmatch(made):
        raise UnsafeIdError("is a name that Windows keeps for itself")
    try:
        os.fsencode(made)
    except UnicodeEncodeError as error:
        raise UnsafeIdError("has letters that file names cannot have in this computer's locale") from error
    return made


def file_key(name: str) -> str:
    """What two file names have in common when a file system may take them for the same file."""
    return unicodedata.normalize("NFC", name.casefold())


def names_person(id_text: str, name: str) -> bool:
    """Whether an id gives away the name: the two share a word of three letters or more."""
    words = set(re.findall(r"[^\W\d_]{3,}", name.casefold()))
    return not words.isdisjoint(re.findall(r"[^\W\d_]{3,}", id_text.casefold()))


_NUMBERED = re.compile(r"(?=.*\d)(?:[^\W_]|[._-])+")
_HEX = re.compile(r"[0-9a-f-]{8,}", re.IGNORECASE)


def listed_id(id_text: str, name: str) -> str:
    """The id as it may stand in a list that others read; "" for what may be a name: words, or a part of `name`."""
    text = whole(id_text.strip(), commas=False)
    word = re.search(r"[^\W\d_]{4,}", text) and not _HEX.fullmatch(text)
    if len(text) > LONGEST_ID or not _NUMBERED.fullmatch(text) or word or names_person(text, name):
        return ""
    return text


def cell_text(value: Any) -> str:
    """A cell's value as text: 4.0 is 4, a date is YYYY-MM-DD, nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"  # as spreadsheets say it
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
    if hasattr(value, "date"):
        return str(value.date())
    return str(value)


class Formatted(str):
    """A number's text, and how the spreadsheet shows it: 123 may be 00123 on the screen."""

    shown: str


def as_shown(cell: str) -> str:
    """A cell's text as the spreadsheet shows it."""
    return cell.shown if isinstance(cell, Formatted) else cell


def with_format(value: int, number_format: str) -> str:
    """A number's text; with what the spreadsheet shows when that differs by zeros in front or by fixed signs."""
    text = str(value)
    shown = _shown(text, _section(value, number_format[:1000])) if value >= 0 else text
    if shown == text:
        return text
    made = Formatted(text)
    made.shown = shown
    return made


def _section(value: int, number_format: str) -> str:
    """The part of a format that is for this number: by its condition, such as [<1000], or for zero the third one."""
    sections: list[str] = _SECTION.findall(number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    if not any(conditions):
        return sections[2] if value == 0 and len(sections) > 2 else sections[0]
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None or _COMPARED[condition[1]](value, float(condition[2])):
            return _CONDITION.sub("", section)
    return ""


def _shown(digits: str, number_format: str) -> str:
    """The digits in the places of a format such as 00000 or "P-"0000; unchanged where it has anything but places."""
    form = _NO_SIGN.sub("", number_format)
    parts = [(m.group(), m.lastgroup) for m in _FORMAT.finditer(form)]
    places = sum(kind == "place" for _, kind in parts)
    if not places or "".join(part for part, _ in parts) != form:
        return digits
    digits = digits.rjust(places, "\0")  # a place without a digit: 0 shows a zero, # nothing
    first, rest = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    made = ""
    for part, kind in parts:
        if kind == "place":
            digit = next(rest)
            made, first = made + first + (digit if digit != "\0" else "0" if part == "0" else ""), ""
        else:
            made += part.strip('"') if kind == "quoted" else part[-1]
    return made


_NO_SIGN = re.compile(r"\[\$-[0-9A-Fa-f]+\]|\[[A-Za-z]+ ?\d*\]|_.")
"""Parts of a format that show nothing: a language, a colour, a space as wide as a sign."""
_SECTION = re.compile(r'((?:"[^"]*"?|\\.|[^;"\\]|\\$)*)(?:;|$)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d{1,15}(?:\.\d{1,9})?)\]", re.ASCII)
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_FORMAT = re.compile(r'(?P<place>[0#])|(?P<quoted>"[^"]*")|(?P<sign>\\.|[-/() ])')
_WHOLE = re.compile(r"(\d{1,15})[.,]0+", re.ASCII)


def whole(text: str, commas: bool = True) -> str:
    """4 for 4.0, which programs write for whole numbers where a column has empty cells; other text as it is."""
    match = _WHOLE.fullmatch(text)
    return match[1] if match and (commas or "." in text) else text
