"""Record -> Row: every cell checked, everything that is wrong with a row found at once.

A fault says what to do and never repeats a cell, since a cell in the wrong column may hold a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from handouts.approval.day import is_today, today
from handouts.approval.standing import Standing, State
from handouts.batch.roster.cells import (
    WRITE_DATE,
    Fault,
    Faults,
    NoDateError,
    UnsafeIdError,
    either_way,
    file_key,
    in_rows,
    listed_id,
    names_person,
    read_date,
    safe_id,
    whole,
)
from handouts.batch.roster.setting import MOST_SETTINGS, Setting, SettingReader
from handouts.batch.roster.table import Record
from handouts.clinic.choices import LONGEST_NAME, LONGEST_NOTE, Choices
from handouts.content.library import Library
from handouts.errors import HandoutsError
from handouts.handout.options import Options, long_date
from handouts.style.plaintext import JOINERS, UNREADABLE, UNSEEN_KINDS, named, not_printed, plain_text, simpler_signs
from handouts.style.words import Locale

MOST_COPIES = 99
MOST_SIGNS = 10
"""Different signs that are told of."""
ERRORS = frozenset(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"])
"""What spreadsheets write where a formula has no result."""
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)


@dataclass(frozen=True)
class Row:
    """A row that can be made."""

    number: int
    id: str
    setting: Setting
    name: str
    date: str
    message: str
    """The clinic's own words to the patient: the column `note`."""
    copies: int = 1

    @cached_property
    def options(self) -> Options:
        """The handout's options with the personal text."""
        return replace(self.setting.options, patient_name=self.name, date=self.date, note=self.message)

    @cached_property
    def file(self) -> str:
        """The name of the row's file."""
        return f"{self.id or self.number}.{self.setting.muscle}.{self.setting.lang}.pdf"


StandingOf = Callable[[Setting, date | None], Standing]
"""What a row may say about its review; the day is None where it has none."""
NOT_APPROVED: Mapping[State, tuple[str, str, str]] = {
    "draft": ("muscle", "nobody has approved it", "have it signed with `handouts approve`"),
    "changed": ("muscle", "it has changed since it was approved", "`handouts check --approvals FILE` says what"),
    "withdrawn": ("muscle", "its approval was withdrawn", "have it signed again with `handouts approve`"),
    "expired": ("date", "the approval ends before the row's day", "have it signed again with `handouts approve`"),
    "place": ("muscle", "this place was not signed", "sign it with `handouts approve --locale`"),
    "dose": ("muscle", "its dose is outside what was signed", "write a signed dose, or have this one signed"),
}
"""The column, what is wrong and what to do, by what became of an approval."""


class RowReader:
    """Checks the rows of one roster, in their order. `choices` and `lang` hold where a cell is empty.

    `other_order` is a row, if there is one, whose date has day and month the other way round than the locale.
    `month_first` says how 3/4/2026 is read; when it is not given, the locale does.
    """

    def __init__(
        self,
        library: Library,
        choices: Choices,
        lang: str,
        other_order: int | None = None,
        standing: StandingOf | None = None,
        month_first: bool | None = None,
    ) -> None:
        self.other_order = other_order
        self._standing_of, self._reviewed = standing, dict[tuple[Setting, date | None], Setting]()
        self._drafts: dict[str, list[int]] = {}
        self.choices, self.locale = choices, choices.locale
        self._month_first = month_comes_first(self.locale) if month_first is None else month_first
        self._settings = SettingReader(library, choices, lang)
        self._files: dict[int, int] = {}
        self._people: dict[int, int] = {}
        self._again: dict[int, list[int]] = {}
        self._signs: dict[tuple[str, str, str], list[int]] = {}
        self._day = lru_cache(maxsize=1024)(read_date)
        self._long_date = lru_cache(maxsize=1024)(_long_date)  # most rows of a roster have one of a few dates

    def read(self, record: Record) -> Row | tuple[Fault, ...]:
        """The row, or everything that is wrong with it."""
        if record.faults:
            return record.faults
        faults = Faults(record.row)
        cells = {column: self._clean(column, cell, faults) for column, cell in record.cells.items() if cell}
        setting = self._settings.read(cells, faults)
        id_ = self._id(cells, faults)
        row = None
        name, message = cells.get("name", ""), cells.get("note", "")
        _check_text("name", name, LONGEST_NAME, faults)
        _check_text("note", message, LONGEST_NOTE, faults)
        date = self._date(cells.get("date", ""), faults)
        copies = _copies(cells.get("copies", ""), faults)
        if setting is not None and not faults:
            setting = self._judged(setting, cells.get("date", ""), faults)
        if setting is not None and not faults:
            row = Row(record.row, id_, setting, name, date, message, copies)
            self._check_file(row, faults)
        if row is not None and not faults:
            self._note_again(row)
            return row
        listed = listed_id(record.cells.get("id", ""), record.cells.get("name", ""))
        return tuple(replace(fault, id=listed) for fault in faults)

    def _judged(self, setting: Setting, written: str, faults: Faults) -> Setting:
        """The setting with what its sheet may say about its review on the row's day."""
        if self._standing_of is None:
            return setting
        day = None
        if written:
            day = today() if is_today(written) else self._day(written, self._month_first)
        if len(self._reviewed) >= MOST_SETTINGS:
            self._reviewed.clear()
        if (setting, day) not in self._reviewed:
            options = replace(setting.options, standing=self._standing_of(setting, day))
            self._reviewed[setting, day] = replace(setting, options=options)
        found = self._reviewed[setting, day]
        standing = found.options.standing
        if self.choices.require_approved and not standing.approved:
            faults.add(*NOT_APPROVED[standing.state])
        elif standing.approval and not standing.approved:
            self._drafts.setdefault(NOT_APPROVED[standing.state][1], []).append(faults.row)
        return found

    def _clean(self, column: str, cell: str, faults: Faults) -> str:
        """A cell's text as it can be printed; of the patient's words, single signs are left out and told."""
        if _PLAIN.fullmatch(cell):
            return _checked(column, " ".join(cell.split()), faults)
        if _TWICE.search(cell):
            wrong = "has letters of UTF-8 that were read as Windows-1252: one letter became two"
            faults.add(column, wrong, "read it as UTF-8 where the roster was made, and look at the cell")
            return ""
        own = column in ("name", "note")
        if own and len(cell) > 2 * LONGEST_NOTE:
            return cell  # it is refused for its length, before more time goes into it
        simpler, changed = simpler_signs(cell, private=column == "note") if own else (cell, {})
        try:
            text = plain_text(simpler, column, lines=column == "note", shaped=own)
        except HandoutsError:  # its message would show what is in the cell
            faults.add(column, *_unprintable(cell))
            return ""
        for sign, instead in changed.items():
            self._tell_sign(faults.row, column, sign, instead)
        return _checked(column, text, faults)

    def _tell_sign(self, row: int, column: str, sign: str, instead: str) -> None:
        if (column, sign, instead) in self._signs or len(self._signs) < MOST_SIGNS:
            self._signs.setdefault((column, sign, instead), []).append(row)

    def _note_again(self, row: Row) -> None:
        """Note a row that says of the same person all that an earlier one says: it may have been exported twice."""
        if not row.name or len(self._again) >= MOST_SIGNS:
            return
        key = hash((row.setting, row.name, row.date, row.message))
        first = self._people.setdefault(key, row.number)
        if first != row.number:
            self._again.setdefault(first, []).append(row.number)

    def told(self) -> list[str]:
        """What was changed in cells so that they can be printed: the sign, never the cell. And rows that are twins."""
        lines = [f"{alias}: {muscle}" for alias, muscle in list(self._settings.names.aliases.items())[:MOST_SIGNS]]

        lines += [f"made as a draft: {why} ({in_rows(rows)})" for why, rows in self._drafts.items()]
        for (column, sign, instead), rows in self._signs.items():
            what = f"is printed as {instead}" if instead else "is left out"
            lines.append(f"{column}: {named([sign])} {what}: the font has no such sign ({in_rows(rows)})")
        for first, rows in self._again.items():
            lines.append(
                f"row {first} stands there again, and is made again ({in_rows(rows)}): delete it if once is enough"
            )
        return lines

    def _id(self, cells: Mapping[str, str], faults: Faults) -> str:
        text = whole(cells.get("id", ""), commas=False)
        if not text:
            return ""
        try:
            made = safe_id(text)
        except UnsafeIdError as error:
            faults.add("id", str(error), "use letters, digits, hyphen, dot and underscore")
            return ""
        if names_person(made, cells.get("name", "")):
            faults.add("id", "has a part of the name in it, and ids become file names", "use a number")
            return ""
        return made

    def _date(self, text: str, faults: Faults) -> str:
        if not text:
            return ""
        if is_today(text):
            return long_date(today(), self.locale)
        month_first = self._month_first
        if self.other_order is not None and either_way(text):
            order = "the day" if month_first else "the month"
            faults.add("date", f"could have {order} first, as row {self.other_order} has", WRITE_DATE)
            return ""
        try:
            return self._long_date(text, month_first, self.locale)
        except NoDateError as error:
            wrong, _, todo = str(error).partition("; ")
            faults.add("date", wrong, todo)
            return ""

    def _check_file(self, row: Row, faults: Faults) -> None:
        """Two rows must not make the same file; the first one keeps it."""
        key = hash(file_key(row.file))
        first = self._files.setdefault(key, row.number)
        if first != row.number:
            what = "this id and muscle" if row.id else "this row's number as an id"
            faults.add("id", f"row {first} has {what} already", "give every row an id of its own")


def month_comes_first(locale: Locale) -> bool | None:
    """Whether dates of a locale have the month first; None when no locale was given."""
    return None if locale.tag == "plain" else locale.date.startswith("%B")


def _long_date(text: str, month_first: bool | None, locale: Locale) -> str:
    return long_date(read_date(text, month_first), locale)


# --- cells ---------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[ -~]*")
_AFTER = re.escape("".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)))
_SIGNS = re.escape("".join(char for char in bytes(range(0x82, 0xC0)).decode("cp1252", "ignore") if not char.isalpha()))
_TWICE = re.compile(
    f"\u00c3[{_AFTER}]|\u00c2[{_SIGNS}]|\u00e2\u20ac[{_AFTER}]|(?<=[^\\W\\d_])[\u00c4\u00c5][{_SIGNS}](?=[^\\W\\d_])"
    "|[\u00c4\u00c5][\u0152\u0160\u017d\u0178](?=[a-z])"
)
"""UTF-8 that was read as Windows-1252, in letters that no language puts side by side."""


def _checked(column: str, text: str, faults: Faults) -> str:
    """A cell's text, if it is not what a spreadsheet writes for a formula."""
    if text in ERRORS:
        faults.add(column, "is a formula that failed", "mend it in the spreadsheet, or paste values only")
    if text.startswith("="):
        faults.add(column, "is a formula, not its result", "paste values only")
    return text


def _unprintable(cell: str) -> tuple[str, str]:
    """What is wrong with a cell that cannot be printed, and what to do; a fault must not spell a name."""
    if UNREADABLE in cell:
        return "has a character that could not be read", "save the roster as UTF-8 and look at this cell"
    if any(unicodedata.category(char) in UNSEEN_KINDS and not char.isspace() and char not in JOINERS for char in cell):
        return "has a control or invisible character", "type the cell again"
    problem = not_printed(" ".join(cell.split()))
    if problem is None:
        return "has letters that cannot stand here", "write it in other letters"
    return ("has signs that the font cannot print", problem[1]) if "U+" in problem[0] else problem


def _check_text(column: str, text: str, longest: int, faults: Faults) -> None:
    if len(text) > longest:
        faults.add(column, f"has {len(text)} characters", f"shorten it to {longest}")


def _copies(text: str, faults: Faults) -> int:
    text = whole(text)
    if not text:
        return 1
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= MOST_COPIES:
        faults.add("copies", f"is no whole number from 1 to {MOST_COPIES}", "correct it or leave it empty")
        return 1
    return int(text)
