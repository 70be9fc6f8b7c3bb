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
from typing import Any

from handouts.approval.day import is_today, today
from handouts.approval.standing import Standing, State
from handouts.batch.roster.cells import (
    Fault,
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
from handouts.batch.roster.columns import CHOICES, COLUMNS, DOSE
from handouts.batch.roster.table import Record
from handouts.clinic.choices import ON_PAPER, Choices, addon_ids, technique_ids
from handouts.content.dose import LIMITS, read_span
from handouts.content.library import Library
from handouts.errors import ContentError, HandoutsError, likely
from handouts.handout.options import SHEETS, Options, long_date, usual_sheets
from handouts.handout.together import check_together
from handouts.page.pdf import PdfOptions
from handouts.style.plaintext import JOINERS, UNREADABLE, UNSEEN_KINDS, named, not_printed, plain_text, simpler_signs
from handouts.style.words import Locale

LONGEST_NAME, LONGEST_MESSAGE = 80, 12_000
"""Characters."""
MOST_COPIES = 99
MOST_NAMED = 40
"""Muscles that a message names."""
MOST_SIGNS = 10
"""Different signs that are told of."""
NAMED: Mapping[str, str] = {"technique": "techniques", "with": "addons"}
"""Columns that name ways of massage and exercises, and the options that take them."""
ALSO = {"gray": "grey", "color": "colour", "us letter": "letter", "do sheet": "do"}
"""Other ways to write a choice."""
SIDES = {
    "left": (
        "l",
        "li",
        "links",
        "linke",
        "linkes",
        "linke seite",
        "gauche",
        "izquierda",
        "izquierdo",
        "izq",
    ),
    "right": ("r", "re", "rechts", "rechte", "rechtes", "rechte seite", "droite", "droit", "derecha", "derecho", "der"),
    "both": ("l/r", "r/l", "l+r", "r+l", "l & r", "beide", "beidseits", "beide seiten", "les deux", "ambos", "ambas"),
}
"""The same in German, French and Spanish. A letter that may be two words, such as G or D, is not among them."""
_PARTS = ("side", "leg", "foot", "thigh", "hip", "shoulder", "arm", "hand")
ALSO |= {word: side for side, words in SIDES.items() for word in words}
ALSO |= {f"{side} {part}": side for side in ("left", "right") for part in _PARTS}
AND = "+"
"""Between the ids of several muscles in one handout."""
_AND = re.compile(r"\s*[+;,&\n]\s*")
"""What may stand between muscles in a cell."""
MOST_SETTINGS = 4096
"""Settings that are remembered."""
ERRORS = frozenset(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"])
"""What spreadsheets write where a formula has no result."""
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_PERSONAL = frozenset({"id", "name", "date", "note", "copies"})


@dataclass(frozen=True)
class Setting:
    """All that a row wants apart from the person: rows with the same setting differ only in personal text."""

    muscle: str
    """Its id; the ids of several in one handout, with + between them."""
    lang: str
    options: Options
    page: PdfOptions

    @property
    def muscles(self) -> tuple[str, ...]:
        """The ids of its muscles."""
        return tuple(self.muscle.split(AND))


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


class _Faults(list[Fault]):
    def __init__(self, row: int) -> None:
        super().__init__()
        self.row = row

    def add(self, column: str, wrong: str, todo: str) -> None:
        self.append(Fault(self.row, column, wrong, todo))


class RowReader:
    """Checks the rows of one roster, in their order. `choices` and `lang` hold where a cell is empty.

    `other_order` is a row, if there is one, whose date has day and month the other way round than the locale.
    """

    def __init__(
        self,
        library: Library,
        choices: Choices,
        lang: str,
        other_order: int | None = None,
        standing: StandingOf | None = None,
    ) -> None:
        self.other_order = other_order
        self._standing_of, self._reviewed = standing, dict[tuple[Setting, date | None], Setting]()
        self._drafts: dict[str, list[int]] = {}
        self.library, self.choices, self.lang, self.locale = library, choices, lang, choices.locale
        self._muscles: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._settings: dict[tuple[str, ...], Setting | list[tuple[str, str, str]]] = {}
        self._files: dict[int, int] = {}
        self._signs: dict[tuple[str, str, str], list[int]] = {}
        self._day = lru_cache(maxsize=1024)(read_date)
        self._long_date = lru_cache(maxsize=1024)(_long_date)  # most rows of a roster have one of a few dates

    def read(self, record: Record) -> Row | tuple[Fault, ...]:
        """The row, or everything that is wrong with it."""
        if record.faults:
            return record.faults
        faults = _Faults(record.row)
        cells = {column: self._clean(column, cell, faults) for column, cell in record.cells.items() if cell}
        setting = self._setting(cells, faults)
        id_ = self._id(cells, faults)
        row = None
        name, message = cells.get("name", ""), cells.get("note", "")
        _check_text("name", name, LONGEST_NAME, faults)
        _check_text("note", message, LONGEST_MESSAGE, faults)
        date = self._date(cells.get("date", ""), faults)
        copies = _copies(cells.get("copies", ""), faults)
        if setting is not None and not faults:
            setting = self._judged(setting, cells.get("date", ""), faults)
        if setting is not None and not faults:
            row = Row(record.row, id_, setting, name, date, message, copies)
            self._check_file(row, faults)
        if row is not None and not faults:
            return row
        listed = listed_id(record.cells.get("id", ""), record.cells.get("name", ""))
        return tuple(replace(fault, id=listed) for fault in faults)

    def _judged(self, setting: Setting, written: str, faults: _Faults) -> Setting:
        """The setting with what its sheet may say about its review on the row's day."""
        if self._standing_of is None:
            return setting
        day = None
        if written:
            day = today() if is_today(written) else self._day(written, month_comes_first(self.locale))
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

    def _clean(self, column: str, cell: str, faults: _Faults) -> str:
        """A cell's text as it can be printed; of the patient's words, single signs are left out and told."""
        if _PLAIN.fullmatch(cell):
            return _checked(column, " ".join(cell.split()), faults)
        if _TWICE.search(cell):
            wrong = "has letters of UTF-8 that were read as Windows-1252: one letter became two"
            faults.add(column, wrong, "read it as UTF-8 where the roster was made, and look at the cell")
            return ""
        own = column in ("name", "note")
        if own and len(cell) > 2 * LONGEST_MESSAGE:
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

    def told(self) -> list[str]:
        """What was changed in cells so that they can be printed: the sign, never the cell."""
        lines = [f"{alias}: {muscle}" for alias, muscle in list(self._aliases.items())[:MOST_SIGNS]]

        lines += [f"made as a draft: {why} ({in_rows(rows)})" for why, rows in self._drafts.items()]
        for (column, sign, instead), rows in self._signs.items():
            what = f"is printed as {instead}" if instead else "is left out"
            lines.append(f"{column}: {named([sign])} {what}: the font has no such sign ({in_rows(rows)})")
        return lines

    def _setting(self, cells: Mapping[str, str], faults: _Faults) -> Setting | None:
        """The row's setting; there are few different ones, so each is checked once."""
        key = tuple([cells.get(column, "") for column in COLUMNS if column not in _PERSONAL])
        found = self._settings.get(key)
        if found is None:
            own = _Faults(0)
            made = self._new_setting(cells, own)
            found = made if made is not None and not own else [(f.column, f.wrong, f.todo) for f in own]
            if len(self._settings) >= MOST_SETTINGS:
                self._settings.clear()
            self._settings[key] = found
        if isinstance(found, Setting):
            return found
        for fault in found:
            faults.add(*fault)
        return None

    def _check_muscle(self, muscle: str, lang: str, faults: _Faults) -> None:
        try:
            self.library.muscle(muscle, lang)
        except ContentError as error:
            count = len(error.problems)
            problems = "1 problem" if count == 1 else f"{count} problems"
            faults.add("muscle", f"is not finished: {problems}", f"`handouts check {muscle}` names them")

    def _new_setting(self, cells: Mapping[str, str], faults: _Faults) -> Setting | None:
        muscles = self._muscles_of(cells.get("muscle", ""), faults)
        lang = cells.get("lang", "").replace("_", "-").casefold() or self.lang
        for muscle in muscles:
            known = self.library.languages(muscle)
            if lang in known:
                self._check_muscle(muscle, lang, faults)
            else:
                what = f"there is no such language for this muscle{likely(lang, known)}"
                faults.add("lang", what, f"use {', '.join(known)}")
                break
        chosen = {column: _choice(column, cells.get(column, ""), faults) for column in CHOICES}
        page: dict[str, Any] = {c: chosen[c] for c in ON_PAPER if chosen[c]}
        options: dict[str, Any] = {c: chosen[c] for c in ("side", "layout") if chosen[c]}
        for column in DOSE:
            if span := _span(column, cells.get(column, ""), faults):
                options[column] = span
        for column, key in NAMED.items():
            if names := tuple(dict.fromkeys(filter(None, _AND.split(cells.get(column, "").strip())))):
                options[key] = names
        for muscle in muscles if not faults else ():
            self._check_fit(muscle, options, faults)
        if faults or not muscles:
            return None
        choices = self.choices
        if choices.file and (choices.file.safety or choices.file.bullets) and lang != choices.file.lang:
            faults.add("lang", "the clinic's own warnings are in another language", f"use {choices.file.lang}")
        page_ = replace(choices.page, **page)
        asked = SHEETS.get(chosen["sheets"]) or choices.options.sheets
        options["sheets"] = usual_sheets(asked, page_.print)
        asked_for = choices.options_of(
            [self.library.facts[name] for name in muscles], replace(choices.options, **options)
        )
        setting = Setting(AND.join(muscles), lang, asked_for, page_)
        self._check_names(setting, faults)
        return setting

    def _check_fit(self, muscle: str, options: dict[str, Any], faults: _Faults) -> None:
        """A muscle in the middle has no sides; one that must not be massaged has no dose."""
        facts = self.library.facts[muscle]
        if facts.midline and options.get("side", self.choices.options.side) != "both":
            faults.add("side", "this muscle lies in the middle of the body", "leave the side out")
        for column in DOSE if not facts.massaged else ():
            if column in options:
                faults.add(column, "this muscle must not be massaged, so it has no dose", "leave it empty")
        limit = facts.dose.pressure_limit
        if not faults and "pressure" in options and options["pressure"][1] > limit:
            faults.add("pressure", f"is above the limit of {limit} for this muscle", f"write {limit} or less")

    def _check_names(self, setting: Setting, faults: _Faults) -> None:
        """The techniques and exercises are those of the muscles, and several muscles go together."""
        muscles = [self.library.muscle(name, setting.lang) for name in setting.muscles]
        for column, known in (("technique", technique_ids), ("with", addon_ids)):
            there = list(dict.fromkeys(name for muscle in muscles for name in known(muscle.facts)))
            for name in getattr(setting.options, NAMED[column]):
                if name not in there:
                    what = f"has a name that this muscle has not{likely(name, there)}"
                    faults.add(column, what, f"use {', '.join(there) or 'none'}")
                    return
        if len(muscles) > 1:
            try:
                check_together(muscles, setting.options)
            except HandoutsError as error:
                faults.add("muscle", str(error), "write a row for each muscle")

    def _muscles_of(self, text: str, faults: _Faults) -> tuple[str, ...]:
        """The muscle of a cell, or several of them, each once; none where one is not known."""
        known = self.library.ids()
        todo = f"write one of {', '.join(known[:MOST_NAMED])}" + (" or another" if len(known) > MOST_NAMED else "")
        if not text:
            faults.add("muscle", "is empty", f"{todo}, or give --muscle for all rows")
            return ()
        try:
            return (self._muscle(text),)
        except ContentError:
            raise
        except HandoutsError as error:
            names = [name for name in _AND.split(text) if name]
            if len(names) < 2:
                faults.add("muscle", str(error), todo)
                return ()
        try:
            return tuple(dict.fromkeys(map(self._muscle, names)))
        except HandoutsError as error:
            faults.add("muscle", str(error), todo)
            return ()

    def _muscle(self, text: str) -> str:
        """The id of a muscle. Raises HandoutsError when none is called so."""
        if text not in self._muscles:
            muscle, alias = self.library.find(text)
            self._muscles[text] = muscle
            if alias:
                self._aliases[alias] = muscle
        return self._muscles[text]

    def _id(self, cells: Mapping[str, str], faults: _Faults) -> str:
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

    def _date(self, text: str, faults: _Faults) -> str:
        if not text:
            return ""
        if is_today(text):
            return long_date(today(), self.locale)
        month_first = month_comes_first(self.locale)
        if self.other_order is not None and either_way(text):
            order = "the day" if month_first else "the month"
            faults.add("date", f"could have {order} first, as row {self.other_order} has", "write it as 2026-11-23")
            return ""
        try:
            return self._long_date(text, month_first, self.locale)
        except NoDateError as error:
            wrong, _, todo = str(error).partition("; ")
            faults.add("date", wrong, todo)
            return ""

    def _check_file(self, row: Row, faults: _Faults) -> None:
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


def _checked(column: str, text: str, faults: _Faults) -> str:
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


def _check_text(column: str, text: str, longest: int, faults: _Faults) -> None:
    if len(text) > longest:
        faults.add(column, f"has {len(text)} characters", f"shorten it to {longest}")


def _choice(column: str, text: str, faults: _Faults) -> str:
    word = " ".join(text.casefold().split()).rstrip(".")
    word = ALSO.get(word, word)
    if word and word not in CHOICES[column]:
        faults.add(
            column, f"is none of the choices{likely(word, CHOICES[column])}", f"use {', '.join(CHOICES[column])}"
        )
        return ""
    return word


def _copies(text: str, faults: _Faults) -> int:
    text = whole(text)
    if not text:
        return 1
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= MOST_COPIES:
        faults.add("copies", f"is no whole number from 1 to {MOST_COPIES}", "correct it or leave it empty")
        return 1
    return int(text)


def _span(column: str, text: str, faults: _Faults) -> tuple[int, int] | None:
    low, high = LIMITS[column]
    if not text:
        return None
    try:
        return read_span(column, re.sub(r"\s*to\s*", "-", whole(text)))
    except HandoutsError:  # its message would show what is in the cell
        if column == "hold":
            faults.add(
                column, f"is no number from {low} to {high}", f"write one number such as {low}, or leave it empty"
            )
            return None
        faults.add(
            column,
            f"is no number or range from {low} to {high}",
            f"write it as {low} or {low} to {high}, or leave it empty (a spreadsheet makes a date of 3-4)",
        )
        return None
