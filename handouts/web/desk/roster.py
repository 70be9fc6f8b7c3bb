"""The second screen, a spreadsheet of patients: what is in it, what is still to be decided, what is wrong with rows.

The page sends the file each time, with what has been decided about it; nothing of it is kept here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from handouts.batch.manifest import error_lines
from handouts.batch.plan import Sources
from handouts.batch.press.masters import Press
from handouts.batch.roster.cells import Fault, as_shown, column_letters, either_way, has_other_order
from handouts.batch.roster.columns import COLUMNS
from handouts.batch.roster.row import Row, RowReader, month_comes_first
from handouts.batch.roster.sight import AMONG, Sight, look_at
from handouts.batch.roster.table import Asked, Record, read_records
from handouts.batch.roster.uses import Doubt, Uses
from handouts.clinic.choices import Choices
from handouts.errors import HandoutsError
from handouts.web.desk.desk import Desk

MOST_ROWS = 5000
MOST_SHOWN = 200
"""Mistakes in the table; the list of mistakes has all."""
MOST_COLUMNS = 200
"""Columns in the table; no program exports as many."""
EXAMPLES = 2
LONGEST_SHOWN = 80
"""Characters of a cell on the screen."""
IT = "the spreadsheet"
"""What messages call the file: its name may be somebody's."""
LABELS: Mapping[str, str] = {
    "muscle": "which handout (muscle)",
    "id": "the clinic’s number (id)",
    "name": "the patient’s name",
    "date": "date",
    "note": "a message to the patient",
    "side": "side: left or right",
    "lang": "language",
    "paper": "paper size",
    "print": "print size",
    "ink": "ink",
    "layout": "layout",
    "sheets": "sheets",
    "skin": "skin in the pictures",
    "technique": "ways to massage",
    "with": "exercises as well",
    "pressure": "pressure, of 10",
    "seconds": "seconds on a strip",
    "hold": "seconds on a sore spot",
    "times": "times a day",
    "weeks": "weeks",
    "copies": "copies",
}
"""What the page calls our columns."""
HERE: Sequence[tuple[str, str]] = (
    (r", or give --muscle for all rows", ", or choose above the handout for rows that name none"),
    (r", or give --locale", ", or choose the country above"),
    (r", or give --encoding.*", ""),
    (r"CSV, XLSX, ODS, XLS or JSON lines", "a spreadsheet: .xlsx, .ods, .xls or .csv"),
    (r"give --encoding \(.*\)", "save it as UTF-8 (in Excel: CSV UTF-8) or as .xlsx"),
    (r"install the extra: pip install .*? \(or (.*?)\)", r"\1"),
    (r"save it as \.xlsx, or leave out --hidden skip", "save it as .xlsx, or have those rows printed too"),
    (r"`handouts check \S+` names them", "choose another handout"),
    (r"`handouts check --approvals FILE` says what", "have it signed again"),
    (r"(sign|signed)( again)? (?:it )?with `handouts approve[^`]*`", r"\1\2"),
)
"""What is said otherwise here than on the command line."""


@dataclass
class Decided:
    """What the page says of a file: each is empty until somebody has chosen it."""

    sheet: str = ""
    header: int = 0
    uses: dict[int, str] = field(default_factory=dict)
    """By the place of a column: which of ours it is, or "" for none."""
    muscle: str = ""
    """The handout of rows that name none."""
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
        self.decided = Decided.of(asked)
        chosen = asked.get("choices")
        self.choices: Choices = desk.choices(chosen if isinstance(chosen, dict) else {})
        self.lang = _text(chosen, "lang") if isinstance(chosen, dict) else ""
        self.lang = self.lang or desk.lang
        self._press = desk.press(self.choices)
        self.sources: Sources = self._press.sources
        self._file = io.BytesIO(data)
        usual = desk.file.columns.templates if desk.file else {}
        if self.decided.muscle:
            desk.muscles(self.decided.muscle)
        if not data:
            raise HandoutsError("The file is empty.", field="file")
        with _in_plain_words():
            known = Asked().columns
            self.sight: Sight = look_at(
                self._file, IT, replace(known, usual=usual), self.decided.sheet, self.decided.header
            )
        self.uses = Uses(self.sight.cells, usual, self.decided.uses)
        self.told: list[str] = []
        """What somebody should know of the file."""
        self.read: list[str] = []
        """What somebody should know of how its rows were read."""
        self.unseen: list[int] = []
        self.rows: list[Row] = []
        self.wrong: list[tuple[Record, tuple[Fault, ...]]] = []
        self.records = [] if self._to_decide else self._records()
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
            found.append(Question("muscle", "No column says which handout: choose one for all rows."))
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

    def press(self) -> Press:
        """A press for a run of its own, as the command has it: the same bytes, and none of it is kept."""
        return Press(self.sources, remembered=0, layouts=self._press.layouts)

    def _records(self) -> list[Record]:
        asked = Asked(
            hidden="skip" if self.decided.skip_hidden else "make",
            worksheet=self.sight.sheet,
            told=self.told,
            columns=self.uses.columns(self.decided.muscle),
            header=self.sight.header,
            unseen=self.unseen,
        )
        with _in_plain_words():
            records = list(islice(read_records(self._file, IT, asked), MOST_ROWS + 1))
        if len(records) > MOST_ROWS:
            raise HandoutsError(
                f"It has more than {MOST_ROWS:,} rows, and at most {MOST_ROWS:,} are made at once here: nothing was "
                "read. Share it out among several spreadsheets.",
                field="file",
            )
        if not records:
            raise HandoutsError("It has headings and no rows.", field="file")
        return records

    def _odd_date(self) -> tuple[int, str] | None:
        """The first row whose date leaves open how others are meant, and why; None when somebody has said it."""
        if self.decided.order in ("day", "month"):
            return None
        month_first = month_comes_first(self.choices.locale)
        for record in self.records:
            cell = record.cells.get("date", "")
            if month_first is None and either_way(cell):
                return record.row, "that could have the day or the month first"
            if month_first is not None and has_other_order(cell, month_first):
                return record.row, f"with the {'day' if month_first else 'month'} first, unlike dates of this country"
        return None

    def _judge(self) -> None:
        """Check every row, as `batch` does."""
        month_first = {"day": False, "month": True}.get(self.decided.order)
        sources = self.sources
        reader = RowReader(sources.library, self.choices, self.lang, None, sources.standing, month_first)
        for record in self.records:
            row = reader.read(record)
            if isinstance(row, Row):
                self.rows.append(row)
            else:
                self.wrong.append((record, row))
        self.read = reader.told()


def look(desk: Desk, asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What the page shows of a spreadsheet: sheets, columns, what is to be decided, how many rows, what is wrong."""
    roster = Roster(desk, asked, data)
    faults = [_shown(roster, record, fault) for record, each in roster.wrong for fault in each]
    sight = roster.sight
    return {
        "sheets": [{"name": sheet.name, "hidden": sheet.hidden} for sheet in sight.sheets],
        "sheet": sight.sheet,
        "header": sight.header,
        "headers": [{"row": row, "says": _few_cells(cells)} for row, cells in sight.first[:AMONG]],
        "columns": _columns(roster),
        "labels": [[column, LABELS[column]] for column in COLUMNS],
        "names_muscle": roster.uses.names_muscle,
        "questions": [{"field": each.field, "words": each.words} for each in roster.questions],
        "order": roster.decided.order or any(each.field == "order" for each in roster.questions),
        "rows": len(roster.records),
        "good": len(roster.rows),
        "handouts": roster.handouts,
        "first": _first(roster),
        "drafts": sum(not row.setting.options.standing.approved for row in roster.rows),
        "wrong": len(roster.wrong),
        "faults": faults[:MOST_SHOWN],
        "more": max(0, len(faults) - MOST_SHOWN),
        "hidden": len(roster.unseen),
        "told": _told(roster),
    }


def mistakes(desk: Desk, asked: dict[str, Any], data: bytes) -> bytes:
    """The list of mistakes, for whoever mends the spreadsheet: rows and columns, none of their cells."""
    roster = Roster(desk, asked, data)
    faults = [replace(fault, todo=plain(fault.todo)) for _, each in roster.wrong for fault in each]
    return error_lines() + error_lines(faults)


def plain(text: str) -> str:
    """A message in the words of the page, which has no options."""
    for pattern, words in HERE:
        text = re.sub(pattern, words, text)
    return text


class _in_plain_words:  # noqa: N801
    """What is wrong with a file, said of the file that one sees: its field is the file."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, HandoutsError):
            words = plain(str(error).removeprefix(f"{IT}: "))
            raise HandoutsError(f"The file {words[:1].lower()}{words[1:]}.", field="file") from None


def _columns(roster: Roster) -> list[dict[str, Any]]:
    uses, behind = roster.uses, roster.sight.behind
    made = []
    for at, title in list(enumerate(uses.titles))[:MOST_COLUMNS]:
        cells = (" ".join(as_shown(cells[at]).split()) for cells in behind if at < len(cells))
        examples = [_short(cell) for cell in islice(filter(None, cells), EXAMPLES)]
        if not title and not examples:
            continue
        made.append(
            {
                "at": at,
                "title": title or f"column {column_letters(at)}, which has no heading",
                "examples": examples,
                "use": None if at in uses.open else uses.used[at],
                "may_be": uses.open[at].column if at in uses.open else "",
                "question": _question(uses.open[at]) if at in uses.open else "",
            }
        )
    return made


def _question(doubt: Doubt) -> str:
    label = LABELS[doubt.column]
    if doubt.taken:
        return f"“{doubt.taken}” is used as {label} already: choose one of the two."
    if doubt.others:
        return f"More than one column may be {label}: choose for each what it is."
    return f"Perhaps {label}? Choose what it is, or “not used”."


def _shown(roster: Roster, record: Record, fault: Fault) -> dict[str, Any]:
    """A mistake with its cell, for the eyes of whoever has the spreadsheet open."""
    return {
        "row": fault.row,
        "column": roster.uses.title(fault.column) or fault.column,
        "cell": _short(" ".join(record.cells.get(fault.column, "").split())),
        "wrong": fault.wrong,
        "todo": plain(fault.todo),
    }


def _first(roster: Roster) -> str:
    """Who has the first handout, to see that names and dates are what they should be."""
    if not roster.rows:
        return ""
    row = roster.rows[0]
    titles = [roster.sources.library.words[muscle, row.setting.lang].plain_name for muscle in row.setting.muscles]
    side = "" if row.setting.options.side == "both" else row.setting.options.side
    return ", ".join(filter(None, (row.name, row.date, side, " and ".join(titles))))


def _told(roster: Roster) -> list[str]:
    """Lines worth reading; what the page shows elsewhere is not said again."""
    shown = r"columns read|muscle: |row \d+ is taken as the header|.*\bhidden\b"
    lines = [f"The file {plain(line)}." for line in roster.told if not re.match(shown, line)]
    known = roster.sources.library.ids()
    for line in roster.read:
        word, _, muscle = line.rpartition(": ")
        lines.append(f"“{word}” is taken as {muscle}." if muscle in known else f"{line[:1].upper()}{line[1:]}.")
    lines += [f"The clinic’s file names columns for {column} that are not here." for column in roster.uses.unfit]
    return lines


def _few_cells(cells: Sequence[str]) -> str:
    return _short(", ".join(filter(None, (" ".join(cell.split()) for cell in cells[:8]))))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}\u2026"


def _text(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key)
    return value[:200] if isinstance(value, str) else ""


def _number(asked: Mapping[str, Any], key: str) -> int:
    value = asked.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 31 else 0
