"""Which column of a roster is which of ours: by our names, by the same words in other languages, or as somebody said.

Other columns are left out, and told. What looks like a slip of the pen for one of ours, or could mean two things, is
never guessed: it is an error that says how to say which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from handouts.batch.roster.cells import Formatted, as_shown, column_letters
from handouts.batch.roster.header import UNSEEN
from handouts.batch.roster.titles import (
    ASKED,
    COLUMNS,
    FIRST_NAMES,
    KNOWN,
    LAST_NAMES,
    LONGEST_TITLE,
    MAY_BE,
    PARTS,
    VOCABULARY,
    WHOLE_NAMES,
    bare_title,
    known_column,
    nearly,
    title_key,
    within,
)
from handouts.clinic.columns import Template
from handouts.errors import HandoutsError, few, likely

MOST_SAID = 20
"""Things that are said of one header or one row."""
MOST_COLUMNS = 16_384
"""No spreadsheet has more."""
MOST_TITLES = 1000
"""Titles that are looked through for what was meant."""


@dataclass(frozen=True)
class Columns:
    """What somebody said of a roster's columns."""

    asked: Mapping[str, Template] = field(default_factory=dict)
    """By `--column`: it holds."""
    usual: Mapping[str, Template] = field(default_factory=dict)
    """By the clinic's file: it holds where the roster has the columns; a roster with our own names needs none."""
    muscle: str = ""
    """The muscle of rows that name none."""
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Where the columns of `asked` stand, by our columns, when somebody has pointed at them; else by their names."""
    passed: frozenset[int] = frozenset()
    """Where columns without a name stand that somebody has seen, and wants nothing of."""

    def known(self, cells: Sequence[str]) -> int:
        """How many cells are the name of a column that is known or was named: a header has several."""
        templates = (*self.asked.values(), *self.usual.values())
        named = {title_key(name) for template in templates for name in template.names}
        return sum(bool(known_column(cell)) or title_key(cell) in named for cell in cells)

    def familiar(self, cells: Sequence[str]) -> int:
        """How many cells are known, or may be one of ours, or a part of a name: that may be a header as well."""
        return self.known(cells) + sum(title_key(cell) in MAY_BE for cell in cells)

    def names_muscle(self, cells: Sequence[str]) -> bool:
        """Whether a cell is the name of the column of muscles, known or named."""
        said = self.asked.get("muscle") or self.usual.get("muscle")
        named = {title_key(name) for name in said.names} if said else set()
        return any(known_column(cell) == "muscle" or title_key(cell) in named for cell in cells)


class Wrong(NamedTuple):
    """What is wrong with a header: the column's title ("" when it is not one's), what is wrong, what to do."""

    title: str
    what: str
    todo: str = ""
    column: str = ""
    """The column of ours that it is about."""
    places: tuple[int, ...] = ()
    """Where those of the roster's columns stand that it is about."""
    halves: bool = False
    """Whether they are a first and a last name."""


class Header:
    """The columns of one roster. `wrong` is everything that is wrong with them; `asks` is true when that may be told,
    because it is a header and not somebody's data. `reads` says which of our columns is made of which place in a row.
    """

    def __init__(self, cells: Sequence[str], columns: Columns) -> None:
        self.titles = [bare_title(cell) for cell in cells]
        self.wrong: list[Wrong] = []
        self._columns = columns
        self.shown = [" ".join(UNSEEN.sub("", cell).split())[:LONGEST_TITLE] for cell in cells]
        self._keys = [title_key(cell) for cell in cells]
        self._places: dict[str, list[int]] = {}
        for index, key in enumerate(self._keys):
            self._places.setdefault(key, []).append(index)
        self._made: dict[str, tuple[Template, list[int]]] = {}
        self._closed = {column for column, template in self._said().items() if not template.names}
        self._templates()
        used = {index for _, indexes in self._made.values() for index in indexes}
        self._rest = [index for index, key in enumerate(self._keys) if self.titles[index] and index not in used]
        self._implicit()
        self._check_names()
        self._check_slips()
        self.asks = bool(self.wrong) and self._is_header()
        self._direct = [(column, indexes[0]) for column, (t, indexes) in self._made.items() if t.between == ("", "")]
        self.reads = {index: column for column, (_, indexes) in self._made.items() for index in indexes}
        self._joined = [(column, *made) for column, made in self._made.items() if made[0].between != ("", "")]

    def says(self, index: int) -> bool:
        """Whether it is known what becomes of the cells of a column."""
        there = index < len(self.titles) and bool(self.titles[index])
        return there or index in self.reads or index in self._columns.passed

    def made_of(self, column: str) -> tuple[Template, list[int]] | None:
        """What one of our columns is made of, and where that stands; None where there is none."""
        return self._made.get(column)

    def listed(self) -> dict[str, str]:
        """Our columns as a list of mistakes names them: the roster's title, and ours behind it.

        A title that may be a patient's cell, since somebody has pointed at the columns of a row that may be no header,
        or that a spreadsheet may take for a formula, is not repeated: the column's letters are.
        """
        known = Columns(usual=self._columns.usual).known(self.shown)
        certain = not self._columns.places or known > 1 or not PARTS.isdisjoint(self._keys)
        return {column: self._listed(column, indexes, certain) for column, (_, indexes) in self._made.items()}

    def _listed(self, column: str, indexes: Sequence[int], certain: bool) -> str:
        titles = [self.shown[at] for at in indexes]
        if not (certain and all(titles) and titles[0][0].isalnum()):
            titles = [f"column {column_letters(at)}" for at in indexes]
        title = " + ".join(titles)
        return title if title.casefold() == column else f"{title} ({column})"

    @property
    def found(self) -> list[str]:
        """Our columns that there are, in the roster's order."""
        return sorted(self._made, key=lambda column: min(self._made[column][1]))

    def cells(self, cells: Sequence[str]) -> dict[str, str] | None:
        """A row's cells by our columns; None for a row in which nothing that is read stands."""
        there = len(cells)
        made = {column: cells[index] for column, index in self._direct if index < there}
        for column, template, indexes in self._joined:
            parts = [cells[index] if index < there else "" for index in indexes]
            made[column] = template.fill([as_shown(part) for part in parts] if column == "id" else parts)
        if isinstance(shown := made.get("id"), Formatted):
            made["id"] = shown.shown  # the clinic knows the id as it is on the screen
        if self._columns.muscle and not made.get("muscle", "").strip():
            if not any(cell.strip() for cell in made.values()):
                return None
            made["muscle"] = self._columns.muscle
        return made

    def told(self) -> list[str]:
        """Lines that say what was taken for what, and what was left out; none for a roster in our own words."""
        others = [self.shown[index] for index, title in enumerate(self.titles) if title and index not in self.reads]
        own = all(self.shown[indexes[0]].casefold() == column for column, (_, indexes) in self._made.items())
        lines = []
        if others or not own:
            read = [self._told(column) for column in self.found]
            unused = f"; not used: {few(others, MOST_SAID)}" if others else ""
            lines.append(f"columns read: {', '.join(read)}{unused}")
        if self._columns.muscle and "muscle" in self._made:
            lines.append(f"muscle: {self._columns.muscle} where the cell is empty")
        return lines

    def _told(self, column: str) -> str:
        template, indexes = self._made[column]
        source = self.shown[indexes[0]] if template.between == ("", "") else template.text
        return column if source.casefold() == column else f"{column} ({source})"

    # --- finding out ---

    def _said(self) -> dict[str, Template]:
        return {**self._columns.usual, **self._columns.asked}

    def _is_header(self) -> bool:
        """Whether it is a header and no row of somebody's data: it has a word that headers have, or that was named."""
        named = {title_key(name) for template in self._said().values() for name in template.names}
        return not (VOCABULARY | named).isdisjoint(self._keys)

    def _templates(self) -> None:
        """Take the columns that somebody named. Those of the clinic's file give way to a column with our own name."""
        # a row of somebody's data, which may be what we have, is never quoted as what may have been meant
        titles = [title[:LONGEST_TITLE] for title in self.titles[:MOST_TITLES]] if self._is_header() else []
        for column, template in self._said().items():
            pointed = self._columns.places.get(column, ())
            places = [[at] for at in pointed] or [self._places.get(title_key(name), []) for name in template.names]
            by_clinic = column not in self._columns.asked
            if by_clinic and not any(places) and any(KNOWN.get(key) == column for key in self._keys):
                continue
            where = f"[columns] {column}" if by_clinic else f"--column {column}"
            for name, found in zip(template.names, places, strict=True):
                if not found:
                    what = f"{where}: no column {name!r}{likely(bare_title(name), titles)}"
                    self.wrong.append(Wrong("", what, column=column))
                elif len(found) > 1:
                    what = f"{where}: column {name!r} is there {_times(len(found))}"
                    self.wrong.append(Wrong("", what, column=column))
            if places and all(len(found) == 1 for found in places):
                self._made[column] = (template, [found[0] for found in places])

    def _implicit(self) -> None:
        """Take the columns whose names are ours, or the same in another language."""
        found: dict[str, list[int]] = {}
        for index in self._rest:
            column = KNOWN.get(self._keys[index], "")
            if column and column not in self._made and column not in self._closed and not self._failed(column):
                found.setdefault(column, []).append(index)
        for column, indexes in found.items():
            if len(indexes) == 1:
                title = self.shown[indexes[0]]
                self._made[column] = (Template(title, (title,), ("", "")), indexes)
            elif len({self._keys[index] for index in indexes}) == 1:
                what = f"is there {_times(len(indexes))}"
                self.wrong.append(Wrong(self.shown[indexes[0]], what, "leave one out", column, tuple(indexes)))
            else:
                titles = [self.shown[index] for index in indexes]
                what = f"and {' and '.join(map(repr, titles[1:]))} both mean {column}"
                todo = f"say which: {_way(column, titles[0])}"
                self.wrong.append(Wrong(titles[0], what, todo, column, tuple(indexes)))

    def _failed(self, column: str) -> bool:
        """Whether somebody named columns for it that are not there."""
        asked = self._columns.asked.get(column)
        return asked is not None and bool(asked.names)

    def _check_names(self) -> None:
        """A name may be in two columns: never print half of it, or none of it, without a word."""
        if "name" in self._closed or self._failed("name"):
            return
        taken = self._made.get("name")
        if taken and (taken[0] is self._said().get("name") or self._keys[taken[1][0]] in WHOLE_NAMES):
            return
        parts = {self._keys[index]: index for index in self._rest if self._keys[index] in PARTS}
        patients = [index for index in self._rest if ASKED.get(self._keys[index]) == "name"]
        halves = [parts[key] for key in (*FIRST_NAMES, *LAST_NAMES) if key in parts]
        if taken and (parts or patients):
            self.wrong.append(self._half_a_name(taken[1][0], parts, halves, patients))
        elif parts and not patients:
            way = " ".join(f"{{{self.shown[index]}}}" for index in halves)
            title = self.shown[min(parts.values())]
            todo = f"say {_way('name', way)}, or {_way('name', '')} to print no name"
            both = not parts.keys().isdisjoint(FIRST_NAMES) and not parts.keys().isdisjoint(LAST_NAMES)
            what = "is a part of the name, and no column is the whole name"
            self.wrong.append(Wrong(title, what, todo, "name", tuple(halves), both and len(halves) == 2))

    def _half_a_name(self, taken: int, parts: Mapping[str, int], halves: list[int], patients: list[int]) -> Wrong:
        """A column called name, beside one that is a part of a name, or a patient."""
        title = self.shown[taken]
        first = next((self.shown[parts[key]] for key in FIRST_NAMES if key in parts), "")
        last = next((self.shown[parts[key]] for key in LAST_NAMES if key in parts), "")
        way = f"{{{first or title}}} {{{last or title}}}" if parts else self.shown[patients[0]]
        beside = self.shown[min(parts.values()) if parts else patients[0]]
        todo = f"say which it is: {_way('name', way)}, or {_way('name', title)}"
        what = f"may be a part of the name or somebody else's, beside {beside!r}"
        return Wrong(title, what, todo, "name", (taken, *(halves or patients)))

    def _check_slips(self) -> None:
        """A column that may be one of ours which is missing must be explained."""
        parts = any(self._keys[index] in PARTS for index in self._rest)  # asked about already
        for index in self._rest:
            inside = within(self._keys[index])
            column = nearly(self._keys[index]) or ("" if parts and inside == "name" else inside)
            if column and column not in self._made and column not in self._closed and not self._failed(column):
                todo = f"say {_way(column, self.shown[index])}, or {_way(column, '')} to leave it out"
                what = f"is unknown, and may be {column!r}"
                self.wrong.append(Wrong(self.shown[index], what, todo, column, (index,)))


def read_header(cells: Sequence[str], name: str, columns: Columns, told: list[str]) -> Header:
    """The header of a table; lines to `told` when columns are not in our words.

    Raises HandoutsError with everything that is wrong, and when there is no muscle.
    """
    if len(cells) > MOST_COLUMNS:
        raise HandoutsError(f"{name}: its first row has {len(cells):,} cells: that is no header")
    header = Header(cells, columns)
    if not (header.found or header.asks if columns.muscle else "muscle" in header.found):
        # a first row that is no header may hold a name: nothing of it is quoted, but what somebody has named
        named = "; ".join(wrong.what for wrong in header.wrong if not wrong.title)
        missing = "no column that is known" if columns.muscle else "no column `muscle`"
        guess = "" if columns.muscle else _muscle_guess(header.titles)
        way = "say which is which, such as --column name=..." if columns.muscle else "or give --muscle for all rows"
        named = f"; {named}" if named else ""
        ours = ", ".join(COLUMNS)
        raise HandoutsError(f"{name}: {missing}{guess}: the first row names the columns, {ours}; {way}{named}")
    if header.wrong:
        said = [f"column {w.title!r} {w.what}" if w.title else w.what for w in header.wrong]
        each = [f"{what}: {w.todo}" if w.todo else what for what, w in zip(said, header.wrong, strict=True)]
        raise HandoutsError(f"{name}: {few(each, MOST_SAID, '; ')}")
    told += header.told()
    return header


def _muscle_guess(titles: Sequence[str]) -> str:
    guesses = (likely(title[:LONGEST_TITLE], ["muscle"]) for title in titles[:200])
    return next((guess for guess in guesses if guess), "")


def _way(column: str, source: str) -> str:
    """The option that says it, as one types it."""
    return f'--column {column}="{source}"' if source else f"--column {column}="


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
