"""What a row wants apart from the person: muscles, language and options, as its cells and the clinic say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handouts.batch.roster.cells import Faults, whole
from handouts.batch.roster.muscles import AND, SEVERAL, MuscleNames
from handouts.batch.roster.titles import CHOICES, COLUMNS, DOSE
from handouts.clinic.choices import ON_PAPER, Choices
from handouts.clinic.known import addon_ids, technique_ids
from handouts.content.dose import LIMITS, read_span
from handouts.content.library import Library
from handouts.errors import ContentError, HandoutsError, likely
from handouts.handout.options import SHEETS, Options, usual_sheets
from handouts.handout.together import check_together
from handouts.page.pdf import PdfOptions

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
MOST_SETTINGS = 4096
"""Settings that are remembered."""
PERSONAL = frozenset({"id", "name", "date", "note", "copies"})
"""Columns that are no part of a setting."""


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


class SettingReader:
    """Reads the settings of a roster's rows. `choices` and `lang` hold where a cell is empty."""

    def __init__(self, library: Library, choices: Choices, lang: str) -> None:
        self.library, self.choices, self.lang = library, choices, lang
        self.names = MuscleNames(library)
        self._read: dict[tuple[str, ...], Setting | list[tuple[str, str, str]]] = {}

    def read(self, cells: Mapping[str, str], faults: Faults) -> Setting | None:
        """The row's setting; there are few different ones, so each is checked once."""
        key = tuple([cells.get(column, "") for column in COLUMNS if column not in PERSONAL])
        found = self._read.get(key)
        if found is None:
            own = Faults(0)
            made = self._new(cells, own)
            found = made if made is not None and not own else [(f.column, f.wrong, f.todo) for f in own]
            if len(self._read) >= MOST_SETTINGS:
                self._read.clear()
            self._read[key] = found
        if isinstance(found, Setting):
            return found
        for fault in found:
            faults.add(*fault)
        return None

    def _check_muscle(self, muscle: str, lang: str, faults: Faults) -> None:
        try:
            self.library.muscle(muscle, lang)
        except ContentError as error:
            count = len(error.problems)
            problems = "1 problem" if count == 1 else f"{count} problems"
            faults.add("muscle", f"is not finished: {problems}", f"`handouts check {muscle}` names them")

    def _new(self, cells: Mapping[str, str], faults: Faults) -> Setting | None:
        muscles = self.names.read(cells.get("muscle", ""), faults)
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
            if names := tuple(dict.fromkeys(filter(None, SEVERAL.split(cells.get(column, "").strip())))):
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
        _check_printed(chosen["sheets"], "addons" in options, setting, faults)
        return setting

    def _check_fit(self, muscle: str, options: dict[str, Any], faults: Faults) -> None:
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

    def _check_names(self, setting: Setting, faults: Faults) -> None:
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


def _check_printed(sheets: str, has_addons: bool, setting: Setting, faults: Faults) -> None:
    """What a row asks for and its layout does not print, as on the command line."""
    options = setting.options
    if sheets and options.layout != "full":
        faults.add("sheets", "is for the whole handout, and this row has another layout", "leave one of the two empty")
    if has_addons and (options.layout != "full" or 2 not in options.printed):
        faults.add("with", "exercises stand on sheet 2 of the whole handout, which is not printed", "leave it empty")


def _choice(column: str, text: str, faults: Faults) -> str:
    word = " ".join(text.casefold().split()).rstrip(".")
    word = ALSO.get(word, word)
    if word and word not in CHOICES[column]:
        faults.add(
            column, f"is none of the choices{likely(word, CHOICES[column])}", f"use {', '.join(CHOICES[column])}"
        )
        return ""
    return word


def _span(column: str, text: str, faults: Faults) -> tuple[int, int] | None:
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
