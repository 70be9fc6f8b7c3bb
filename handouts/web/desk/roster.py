"""A spreadsheet of patients, read as far as what somebody has decided about it allows.

The page sends the file each time, with what has been decided about it; nothing of it is kept here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from handouts.batch.mistakes import PLAIN, MuscleTitles, in_plain_words
from handouts.batch.plan import Sources
from handouts.batch.press.masters import Press
from handouts.batch.roster.cells import Fault, Faults, either_way, has_other_order
from handouts.batch.roster.columns import Columns
from handouts.batch.roster.muscles import AND, MuscleNames
from handouts.batch.roster.row import Row, RowReader, month_comes_first
from handouts.batch.roster.sight import look_at
from handouts.batch.roster.table import Asked, Record, read_records
from handouts.batch.roster.titles import COLUMNS
from handouts.batch.roster.uses import Uses
from handouts.clinic.choices import Choices
from handouts.errors import ContentError, HandoutsError
from handouts.web.desk.desk import Desk

MOST_ROWS = 5000
IT = "the spreadsheet"
"""What messages call the file: its name may be somebody's."""
HERE: Sequence[tuple[str, str]] = (
    (r", or give --muscle for all rows", ", or choose above the handout for rows that name none"),
    (r", or give --locale", ", or choose the country above"),
    (r", or give --encoding.*", ""),
    (r"CSV, XLSX, ODS, XLS or JSON lines", "a spreadsheet: .xlsx, .ods, .xls or .csv"),
    (r"give --encoding \(.*\)", "save it as UTF-8 (in Excel: CSV UTF-8) or as .xlsx"),
    (r"install the extra: pip install .*? \(or (.*?)\)", r"\1"),
    (r"save it as \.xlsx, or leave out --hidden skip", "save it as .xlsx, or have those rows printed too"),
    *PLAIN,
)
"""What is said otherwise here than on the command line."""
ON_THE_PAGE = r"columns read|muscle: |row \d+ is taken as the header|[\d,]+ rows? (is|are) hidden"
"""Lines about a file that the page shows in another way."""


@dataclass
class Decided:
    """What the page says of a file: each is empty until somebody has chosen it."""

    sheet: str = ""
    header: int = 0
    uses: dict[int, str] = field(default_factory=dict)
    """By the place of a column: which of ours it is, or "" for none."""
    muscle: str = ""
    """The handout of rows that name none: the id of a muscle, or of two with + between them."""
    order: str = ""
    """What comes first in dates: day or month."""
    skip_hidden: bool = False
    without: int = 0
    """With how many wrong rows left out somebody wants the run."""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Decided:
        """What was sent; what is of another kind was not chosen."""
        uses = asked.get("uses")
        return cls(
            sheet=_text(asked, "sheet"),
            header=_number(asked, "header"),
            uses={
                int(at): column
                for at, column in (uses.items() if isinstance(uses, dict) else ())
                if at.isdecimal() and len(at) < 6 and (column in COLUMNS or column == "")
            },
            muscle=_text(asked, "muscle"),
            order=_text(asked, "order"),
            skip_hidden=asked.get("skip_hidden") is True,
            without=_number(asked, "without"),
        )


@dataclass(frozen=True)
class Question:
    """What is to be decided before anything is printed: the field on the page, and a sentence."""

    field: str
    words: str


class Roster:
    """A spreadsheet as far as it can be read with what has been decided. Raises HandoutsError when it is none."""

    def __init__(self, desk: Desk, asked: Mapping[str, Any], data: bytes) -> None:
        if not data:
            raise HandoutsError("The file is empty.", field="file")
        chosen = asked.get("choices") if isinstance(asked.get("choices"), dict) else {}
        self.decided = Decided.of(asked)
        if self.decided.muscle:
            desk.muscles(self.decided.muscle.split(AND))
        self.order = self.decided.order
        """What comes first in dates: as somebody chose, or as only fits them; "" where the country says."""
        self.choices: Choices = desk.choices(chosen or {})
        self.lang = _text(chosen or {}, "lang") or desk.lang
        self._press = desk.press(self.choices)
        self.sources: Sources = self._press.sources
        usual = desk.file.columns.templates if desk.file else {}
        self._file = io.BytesIO(data)
        with _of_the_file():
            self.sight = look_at(self._file, IT, Columns(usual=usual), self.decided.sheet, self.decided.header)
        self.uses = Uses(self.sight.cells, usual, self.decided.uses)
        self.told: list[str] = []
        """What somebody should know of the file, and of how its rows were read."""
        self.unseen: list[int] = []
        """Rows that the spreadsheet hides."""
        self.headings: dict[str, str] = {}
        """What a list of mistakes calls our columns."""
        self.records = [] if self._to_decide else self._records()
        self.rows: list[Row] = []
        self.wrong: list[tuple[Record, tuple[Fault, ...]]] = []
        if self.records and not self.questions:
            self._judge()

    @cached_property
    def _to_decide(self) -> list[Question]:
        """What must be known before the rows can be read."""
        if self.sight.sheets and not self.sight.sheet:
            return [Question("sheet", "Which sheet has the patients?")]
        if not self.sight.header:
            return [Question("file", "No row of headings was found in the file: look at it in a spreadsheet program.")]
        if not any(self.uses.used) and not self.uses.open:
            return [
                Question("uses", "No heading is known. Say below what the columns are, or which row has the headings.")
            ]
        found = []
        if self.uses.open:
            many = len(self.uses.open)
            what = "1 column below" if many == 1 else f"{many} columns below"
            found.append(Question("uses", f"Say what {what} {'is' if many == 1 else 'are'}."))
        if not self.uses.names_muscle and not self.decided.muscle:
            found.append(
                Question(
                    "muscle", "No column says which handout: choose one for all rows, or say below which column does."
                )
            )
        return found

    @cached_property
    def questions(self) -> list[Question]:
        """All that is to be decided before anything is printed."""
        if self._to_decide:
            return self._to_decide
        odd = self._odd_date()
        if odd is None:
            return []
        row, what = odd
        return [Question("order", f"Row {row} has a date {what}. Which way are the dates in this spreadsheet written?")]

    @property
    def handouts(self) -> int:
        """How many there would be."""
        return sum(row.copies for row in self.rows)

    def own(self, column: str) -> int:
        """How many rows say one of our columns themselves, whatever is chosen for all."""
        return sum(self.says(record, column) for record in self.records)

    def says(self, record: Record, column: str) -> bool:
        """Whether a row says one of our columns itself."""
        cell = record.cells.get(column, "")
        return bool(cell.strip()) and cell is not self.decided.muscle  # a row that names no muscle was given this one

    @property
    def muscles(self) -> list[str]:
        """The muscles that rows name themselves, each once."""
        cells = dict.fromkeys(each.cells["muscle"] for each in self.records if self.says(each, "muscle"))
        names = MuscleNames(self.sources.library)
        found: dict[str, None] = {}
        for cell in cells:
            with suppress(ContentError):  # is told of its row
                found |= dict.fromkeys(names.read(" ".join(cell.split()), Faults(0)))
        return list(found)

    def press(self) -> Press:
        """A press for a run of its own, as the command has it: the same bytes, and none of it is kept."""
        return Press(self.sources, remembered=0, layouts=self._press.layouts)

    def _records(self) -> list[Record]:
        told: list[str] = []
        asked = Asked(
            hidden="skip" if self.decided.skip_hidden else "make",
            worksheet=self.sight.sheet,
            told=told,
            columns=self.uses.columns(self.decided.muscle, self._nameless()),
            header=self.sight.header,
            unseen=self.unseen,
            headings=self.headings,
        )
        with _of_the_file():
            records = list(islice(read_records(self._file, IT, asked), MOST_ROWS + 1))
        self.told = [_of_reading(line) for line in told if not re.match(ON_THE_PAGE, line)]
        if len(records) > MOST_ROWS:
            raise HandoutsError(
                f"It has more than {MOST_ROWS:,} rows, and at most {MOST_ROWS:,} are made at once here: nothing was "
                "read. Share it out among several spreadsheets.",
                field="file",
            )
        if not records:
            raise HandoutsError("It has headings and no rows.", field="file")
        return records

    def _nameless(self) -> frozenset[int]:
        """Columns without a heading that the page shows, since there is something in their first rows."""
        titles, behind = self.uses.titles, self.sight.behind
        places = (at for at, title in enumerate(titles) if not title)
        return frozenset(at for at in places if any(at < len(cells) and cells[at].strip() for cells in behind))

    def _odd_date(self) -> tuple[int, str] | None:
        """The first row whose date leaves open how others are meant, and why; None when somebody has said it."""
        if self.order in ("day", "month"):
            return None
        month_first = month_comes_first(self.choices.locale)
        if month_first is None and self._fitting_order():
            return None
        for record in self.records:
            cell = record.cells.get("date", "")
            if month_first is None and either_way(cell):
                return record.row, "that could have the day or the month first"
            if month_first is not None and has_other_order(cell, month_first):
                return record.row, f"with the {'day' if month_first else 'month'} first, unlike dates of this country"
        return None

    def _fitting_order(self) -> bool:
        """Whether dates that fit in one order only say how the open ones are meant, which is then told."""
        dates = {record.row: record.cells.get("date", "") for record in self.records}
        fits = {
            order: [row for row, cell in dates.items() if has_other_order(cell, month_first=order == "day")]
            for order in ("day", "month")
        }
        if bool(fits["day"]) == bool(fits["month"]) or not any(map(either_way, dates.values())):
            return False
        self.order = "day" if fits["day"] else "month"
        self.told.append(
            f"Dates that could be either way are read with the {self.order} first, as in row {fits[self.order][0]}; "
            "choose otherwise if they are not."
        )
        return True

    def _judge(self) -> None:
        """Check every row, as `batch` does."""
        month_first = {"day": False, "month": True}.get(self.order)
        sources = self.sources
        reader = RowReader(sources.library, self.choices, self.lang, None, sources.standing, month_first)
        for record in self.records:
            row = reader.read(record)
            if isinstance(row, Row):
                self.rows.append(row)
            else:
                self.wrong.append((record, row))
        known = sources.library.ids()
        for line in reader.told():
            word, _, muscle = line.rpartition(": ")
            taken = f"“{word}” is taken as {self.named(muscle)}."
            self.told.append(taken if muscle in known else f"{line[:1].upper()}{line[1:]}.")

    def named(self, text: str) -> str:
        """A message in the words of the page; behind the id of a muscle stands its name, as one chooses it there."""
        return self.titles.put_in(plain(text))

    @cached_property
    def titles(self) -> MuscleTitles:
        """What muscles are called."""
        return MuscleTitles(self.sources.library, self.lang)


def plain(text: str) -> str:
    """A message in the words of the page, which has no options."""
    return in_plain_words(text, HERE)


@contextmanager
def _of_the_file() -> Iterator[None]:
    """What is wrong is the file, which one sees, and is said in the words of the page."""
    try:
        yield
    except HandoutsError as error:
        words = plain(str(error).removeprefix(f"{IT}: "))
        raise HandoutsError(f"The file {words[:1].lower()}{words[1:]}.", field="file") from None


def _of_reading(line: str) -> str:
    """A sentence about how the file was read."""
    words = plain(line)
    return f"The file {words}." if words.startswith(("is ", "has ", "read ")) else f"{words[:1].upper()}{words[1:]}."


def _text(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key)
    return value[:200] if isinstance(value, str) else ""


def _number(asked: Mapping[str, Any], key: str) -> int:
    value = asked.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 31 else 0
