"""A roster to start from: commented CSV, or a workbook with drop-down choices. Both can be run as they are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from handouts.batch.roster.titles import CHOICES, COLUMNS, DOSE
from handouts.content.dose import LIMITS
from handouts.errors import HandoutsError

ABOUT: Mapping[str, str] = {
    "muscle": "its name, or what people call it, such as calf; it must be filled in, unless --muscle is given;"
    " several in one handout: gastrocnemius + soleus",
    "id": "part of the file name; a number of yours, never a name. Without it, the row's number is used",
    "name": "printed on the page, and goes nowhere else",
    "date": "2026-11-23, 23 Nov 2026 or a spreadsheet's date",
    "note": "your own words for this person, up to 12,000 characters",
    "lang": "language of the words, such as en",
    **{column: ", ".join(words) for column, words in CHOICES.items()},
    "technique": "ways of massage, the first one first, such as chair + thumbs; all when empty",
    "with": "exercises that are printed as well, such as stretch",
    "pressure": "of 10: a number such as 4, or 3 to 4",
    "seconds": "for each strip of the muscle: 30, or 30 to 60",
    "hold": f"seconds on one sore spot: a number from {LIMITS['hold'][0]} to {LIMITS['hold'][1]}",
    "times": "a day: 2, or 1 to 2",
    "weeks": "how long: 3, or 2 to 4",
    "copies": "in the print run (--merge)",
}
"""What each column is for. An empty cell is what the command or the clinic says."""
ROWS: Sequence[Mapping[str, str]] = (
    {
        **{"muscle": "gastrocnemius", "id": "1001", "name": "Sample Person", "date": "2026-11-23", "side": "left"},
        **{"note": "Begin with the chair, not the floor.", "pressure": "3 to 4", "seconds": "30", "times": "2"},
        **{"weeks": "3", "copies": "1"},
    },
    {"muscle": "gastrocnemius", "id": "1002", "side": "right", "copies": "1"},
)
HEAD = (
    "A roster: one row is one handout. Take the two sample rows out.",
    "Columns may stand in any order; leave out those you do not need. Other columns do no harm, they are not read.",
    "Empty cells are what the command or the clinic says.",
)
LAST = 2000
"""The last row of the workbook that has drop-down choices."""
WIDTHS = {"muscle": 18, "id": 12, "name": 26, "date": 13, "note": 48}
FORMATS = {"date": "yyyy-mm-dd", "copies": "0", **dict.fromkeys(("id", "sheets", *DOSE), "@")}
"""Number formats; text for what a spreadsheet would change: 00123 to 123, 1-2 to a day in February."""
_TIME = (2020, 1, 1, 0, 0, 0)


def sample_csv() -> str:
    """The commented CSV."""
    used = list(dict.fromkeys(column for row in ROWS for column in row))
    columns = [column for column in COLUMNS if column in used]
    lines = [f"# {line}" for line in HEAD]
    lines += [f"# {column:<9} {ABOUT[column]}" for column in COLUMNS]
    lines += [",".join(columns)]
    lines += [",".join(_quoted(row.get(column, "")) for column in columns) for row in ROWS]
    return "\n".join(lines) + "\n"


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def sample_workbook(muscles: Sequence[str], languages: Sequence[str]) -> bytes:
    """The workbook, whose drop-down choices have these muscles and languages.

    Raises HandoutsError when openpyxl is not there.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font, PatternFill
    except ImportError as error:
        raise HandoutsError('to write .xlsx, install the extra: pip install "handouts[spreadsheets]"') from error
    book = Workbook()
    roster, notes = book.active, book.create_sheet("Notes")
    roster.title = "Roster"
    for index, column in enumerate(COLUMNS, 1):
        letter = roster.cell(1, index, column).column_letter
        head, dimension = roster.cell(1, index), roster.column_dimensions[letter]
        head.font, head.fill = Font(bold=True), PatternFill("solid", start_color="DDE8EA")
        dimension.width = WIDTHS.get(column, 10)
        dimension.number_format = FORMATS.get(column, "General")
        for number, row in enumerate(ROWS, 2):
            cell = roster.cell(number, index, _value(column, row.get(column, "")))
            cell.number_format, cell.alignment = (
                FORMATS.get(column, "General"),
                Alignment(vertical="top", wrap_text=column == "note"),
            )
    roster.freeze_panes = "A2"
    _add_notes(notes, muscles)
    lists = {"muscle": f"Notes!$C$2:$C${len(muscles) + 1}", "lang": _list(languages)}
    lists |= {column: _list(words) for column, words in CHOICES.items()}
    for column, formula in lists.items():
        _add_choices(roster, column, formula)
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


def _value(column: str, text: str) -> Any:
    from datetime import date

    if column == "date" and text:
        return date.fromisoformat(text)
    return int(text) if column == "copies" else text or None


def _list(words: Sequence[str]) -> str:
    return f'"{",".join(words)}"'


def _add_choices(sheet: Any, column: str, formula: str) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(COLUMNS.index(column) + 1)
    # a warning and no refusal: other words are understood too, such as calf or L
    choices = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True, errorStyle="warning")
    choices.errorTitle, choices.error = column, "This is none of the choices. The handout may not be made."
    sheet.add_data_validation(choices)
    choices.add(f"{letter}2:{letter}{LAST}")


def _add_notes(sheet: Any, muscles: Sequence[str]) -> None:
    """What each column is for, and the muscles. No cell is the bare name of a column: this is no roster."""
    for number, line in enumerate((*HEAD, "", *(f"{column}: {ABOUT[column]}" for column in COLUMNS)), 1):
        sheet.cell(number, 1, line)
    for number, line in enumerate(("Muscles there are", *muscles), 1):
        sheet.cell(number, 3, line)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 110, 24


def _same_bytes(data: bytes) -> bytes:
    """The workbook without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2020-01-01T00:00:00Z", part)
            after.writestr(zipfile.ZipInfo(name, _TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
