"""What the second screen shows of a spreadsheet: sheets, columns, what is to be decided, which rows are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from handouts.batch.mistakes import MistakeList
from handouts.batch.roster.cells import Fault, as_shown, column_letters
from handouts.batch.roster.sight import AMONG
from handouts.batch.roster.table import Record
from handouts.batch.roster.titles import COLUMNS, DOSE
from handouts.batch.roster.uses import Doubt
from handouts.errors import few
from handouts.web.desk.desk import Desk
from handouts.web.desk.roster import Roster

MOST_SHOWN = 200
"""Mistakes in the table; the list of mistakes has all."""
MOST_COLUMNS = 200
"""Columns in the table; no program exports as many."""
LEAST_ALIKE = 3
"""Rows that have the same mistake, before it is said once for all of them."""
EXAMPLES = 2
UNFIT = "The clinic’s file names columns for {} that are not here."
FOR_ALL = frozenset({"side", "technique", "with", *DOSE})
"""Columns that may be wrong for a muscle, though the row leaves them empty: they are chosen for all rows."""
ABOVE = "chosen above, for all"
LONGEST_SHOWN = 80
"""Characters of a cell on the screen."""
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


def look(desk: Desk, asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What the page shows of a spreadsheet: sheets, columns, what is to be decided, how many rows, what is wrong."""
    roster = Roster(desk, asked, data)
    faults = list(_lines(roster))
    sight = roster.sight
    return {
        "sheets": [{"name": sheet.name, "hidden": sheet.hidden} for sheet in sight.sheets],
        "sheet": sight.sheet,
        "header": sight.header,
        "headers": [{"row": row, "says": _few_cells(cells)} for row, cells in sight.first[:AMONG]],
        "columns": _columns(roster),
        "labels": [[column, LABELS[column]] for column in COLUMNS],
        "own": _own(roster),
        "muscles": roster.muscles,
        "questions": [{"field": each.field, "words": each.words} for each in roster.questions],
        "order": roster.order,
        "rows": len(roster.records),
        "good": len(roster.rows),
        "handouts": roster.handouts,
        "first": _first(roster),
        "drafts": sum(not row.setting.options.standing.approved for row in roster.rows),
        "wrong": len(roster.wrong),
        "faults": faults[:MOST_SHOWN],
        "more": max(0, len(faults) - MOST_SHOWN),
        "hidden": len(roster.unseen),
        "told": [*roster.told, *(UNFIT.format(column) for column in roster.uses.unfit)],
    }


def _own(roster: Roster) -> dict[str, Any]:
    """Of which of our columns rows say something themselves: what the spreadsheet calls it, and how many do."""
    titles = {column: roster.uses.title(column) for column in COLUMNS}
    counts = {column: roster.own(column) for column, title in titles.items() if title}
    return {column: {"title": titles[column], "rows": count} for column, count in counts.items() if count}


def mistakes(desk: Desk, asked: dict[str, Any], data: bytes) -> bytes:
    """The list of mistakes, for whoever mends the spreadsheet, as `batch` writes it: none of the cells is in it."""
    roster = Roster(desk, asked, data)
    listed = MistakeList(roster.titles, roster.headings)
    return listed.head + listed.lines([fault for _, each in roster.wrong for fault in each])


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


def _lines(roster: Roster) -> Iterator[dict[str, Any]]:
    """The mistakes by row; first those that most rows have alike, each once: the column is likely something else."""
    alike: dict[tuple[str, str, str], list[tuple[Record, Fault]]] = {}
    for record, each in roster.wrong:
        for fault in each:
            alike.setdefault((fault.column, fault.wrong, fault.todo), []).append((record, fault))
    least = max(LEAST_ALIKE, len(roster.records) / 2)
    often = {kind: pairs for kind, pairs in alike.items() if len(pairs) >= least}
    yield from (_shown(roster, pairs) for pairs in often.values())
    for record, each in roster.wrong:
        for fault in each:
            if (fault.column, fault.wrong, fault.todo) not in often:
                yield _shown(roster, [(record, fault)])


def _shown(roster: Roster, alike: Sequence[tuple[Record, Fault]]) -> dict[str, Any]:
    """A mistake with its cells, for the eyes of whoever has the spreadsheet open.

    Where most rows have it, `unused` are the places of the column, which may not be used.
    """
    fault, many = alike[0][1], len(alike)
    cells = dict.fromkeys(" ".join(record.cells.get(fault.column, "").split()) for record, _ in alike)
    used, title = roster.uses.used, roster.uses.title(fault.column)
    places = [at for at, column in enumerate(used) if column and column == fault.column]
    above = fault.column in FOR_ALL and not any(roster.says(record, fault.column) for record, _ in alike)
    return {
        "row": str(fault.row) if many == 1 else f"{many:,} rows: {few([str(each.row) for _, each in alike], 5)}",
        "column": LABELS[fault.column] if above else title or fault.column,
        "ours": LABELS[fault.column] if title and title != fault.column and not above else "",
        "cell": ABOVE if above else few([_short(cell) for cell in cells if cell], 3),
        "wrong": roster.named(fault.wrong),
        "todo": roster.named(fault.todo),
        "unused": places if many > 1 and not above else [],
    }


def _first(roster: Roster) -> str:
    """Who has the first handout, to see that names and dates are what they should be."""
    if not roster.rows:
        return ""
    row = roster.rows[0]
    titles = [roster.sources.library.words[muscle, row.setting.lang].plain_name for muscle in row.setting.muscles]
    side = "" if row.setting.options.side == "both" else row.setting.options.side
    return ", ".join(filter(None, (row.name, row.date, side, " and ".join(titles))))


def _few_cells(cells: Sequence[str]) -> str:
    return _short(", ".join(filter(None, (" ".join(cell.split()) for cell in cells[:8]))))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}\u2026"
