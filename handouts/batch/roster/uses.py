"""What each column of a roster is used as, for somebody who sees them on a screen: as it is understood, and their word
over it. What is not certain is a question that stays open until they have answered it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handouts.batch.roster.columns import Columns, Header
from handouts.batch.roster.titles import COLUMNS, is_last_name
from handouts.clinic.columns import Template

JOINED = ("name", "note")
"""Columns of ours that may be made of several."""
CLOSED = Template("", ())
"""Nothing is taken for the column."""


class Doubt(NamedTuple):
    """Why it is not certain what a column is: it may be one of ours."""

    column: str
    """The one of ours that it may be."""
    others: bool
    """Whether other columns may be it as well."""
    taken: str = ""
    """The title of another one that is used as it already."""


class Uses:
    """The uses of a header's columns. `said` is what somebody chose, by place: one of our columns, or "" for none.

    `usual` is what the clinic's file says of columns; a line of it that does not fit this roster is in `unfit`.
    """

    def __init__(self, cells: Sequence[str], usual: Mapping[str, Template], said: Mapping[int, str]) -> None:
        header = Header(cells, Columns(usual=usual, muscle="?"))
        self.unfit = sorted({wrong.column for wrong in header.wrong if not wrong.places})
        if self.unfit:
            usual = {column: template for column, template in usual.items() if column not in self.unfit}
            header = Header(cells, Columns(usual=usual, muscle="?"))
        self.titles: Sequence[str] = header.shown
        self._header, self._usual = header, usual
        self._said = {at: column for at, column in said.items() if 0 <= at < len(cells)}
        self.used = ["" for _ in cells]
        """By place: the column of ours that it is used as."""
        self.open: dict[int, Doubt] = {}
        """By place: what somebody has to decide."""
        self._use()
        self._ask()

    @property
    def names_muscle(self) -> bool:
        """Whether a column says which muscle."""
        return "muscle" in self.used

    def title(self, column: str) -> str:
        """What the roster calls one of our columns; "" where it has none."""
        return " + ".join(self.titles[at] for at, used in enumerate(self.used) if column and used == column)

    def columns(self, muscle: str, passed: frozenset[int] = frozenset()) -> Columns:
        """The same for whoever reads the rows; rows that name no muscle have this one.

        `passed` are columns without a name that somebody has seen.
        """
        asked: dict[str, Template] = {}
        places: dict[str, tuple[int, ...]] = {}
        for column in COLUMNS:
            where = self._places(column)
            asked[column] = self._template(column, where)
            if where:
                places[column] = where
        return Columns(asked=asked, usual=self._usual, muscle=muscle, places=places, passed=passed)

    def _places(self, column: str) -> tuple[int, ...]:
        """Where a column of ours stands; what may be a last name comes behind the others."""
        made = self._header.made_of(column)
        where = [at for at, used in enumerate(self.used) if used == column]
        if made and sorted(made[1]) == where:
            return tuple(made[1])
        return tuple(sorted(where, key=lambda at: column == "name" and is_last_name(self.titles[at])))

    def _template(self, column: str, where: Sequence[int]) -> Template:
        made = self._header.made_of(column)
        if made and tuple(made[1]) == where:
            return made[0]
        names = tuple(self.titles[at] for at in where)
        text = names[0] if len(names) == 1 else " ".join(f"{{{name}}}" for name in names)
        return Template(text, names, ("", *[" "] * (len(names) - 1), "")) if names else CLOSED

    def _use(self) -> None:
        for at, column in self._header.reads.items():
            self.used[at] = column
        for wrong in self._header.wrong:
            for at in wrong.places if wrong.halves else ():
                self.used[at] = wrong.column
        for at, column in self._said.items():
            self.used[at] = column

    def _ask(self) -> None:
        for wrong in self._header.wrong:
            if len(wrong.places) == 1 and wrong.column in self.used:
                continue  # there is one, beyond doubt
            for at in () if wrong.halves else wrong.places:
                if at not in self._said:
                    self.open[at] = Doubt(wrong.column, len(wrong.places) > 1)
        for at in self.open:
            self.used[at] = ""
        for column in COLUMNS:
            where = [at for at, used in enumerate(self.used) if used == column]
            for at in where[1:] if column not in JOINED else ():
                self.open[at] = Doubt(column, others=True, taken=self.titles[where[0]])
