"""Exports as other programs write them, made here and now: people, numbers and addresses are invented.

Each is a file's bytes and the cells that a reader must find in it, row by row, empty rows left out.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Cells = list[str]


class Export(NamedTuple):
    """A program's file: its name, its bytes, and what stands in it."""

    name: str
    data: bytes
    header: int
    """The number of the row that names the columns."""
    rows: dict[int, Cells]
    """The rows from the header on, by number."""


PEOPLE = [
    ("Ada", "Bergstr\u00f6m", "1001", datetime.date(1980, 2, 3), "left"),
    ("Bo", "O'Neill, Jr.", "1002", datetime.date(1975, 12, 24), "right"),
    ("Zo\u00eb", "M\u00fcller", "1003", datetime.date(2001, 7, 9), ""),
]


def cliniko() -> Export:
    """CSV in UTF-8 with LF; only cells that need it in quotation marks; ISO dates; notes with lines."""
    header = ["Id", "First Name", "Last Name", "Date Of Birth", "Muscle", "Side", "Notes"]
    rows = [
        [id_, first, last, str(born), "gastrocnemius", side, "Line one\nLine two"]
        for first, last, id_, born, side in PEOPLE
    ]
    return _csv("patients-export.csv", [header, *rows], ",", "\n", "utf-8")


def jane() -> Export:
    """CSV with a byte-order mark and CRLF; every cell in quotation marks."""
    header = ["Patient Number", "First Name", "Last Name", "Birth Date", "Street Address", "Muscle"]
    rows = [
        [id_, first, last, f"{born:%B} {born.day}, {born.year}", "1 Sample Road\r\nSampletown", "gastrocnemius"]
        for first, last, id_, born, _ in PEOPLE
    ]
    return _csv("Patient List.csv", [header, *rows], ",", "\r\n", "utf-8-sig", everything=True)


def tm3() -> Export:
    """CSV in Windows-1252 with a report's title above the header; the day comes first."""
    title = [["Patient List Report"], ["Printed:", "23/11/2026 10:04"], []]
    header = ["Ref", "Forename", "Surname", "DOB", "Muscle"]
    rows = [[id_, first, last, f"{born:%d/%m/%Y}", "gastrocnemius"] for first, last, id_, born, _ in PEOPLE]
    return _csv("tm3.csv", [*title, header, *rows], ",", "\r\n", "cp1252")


def german_excel() -> Export:
    """CSV of a German Excel: semicolons, Windows-1252, dates with dots, decimal commas."""
    header = ["Muscle", "Nachname", "Datum", "Druck", "Gr\u00f6\u00dfe"]
    rows = [["gastrocnemius", last, f"{born:%d.%m.%Y}", "4,0", "1,80"] for _, last, _, born, _ in PEOPLE]
    return _csv("Patienten.csv", [header, *rows], ";", "\r\n", "cp1252")


def french_excel() -> Export:
    """CSV of a French Excel with its separator in the first line."""
    header = ["Muscle", "Pr\u00e9nom", "Nom", "N\u00e9(e) le", "C\u00f4t\u00e9"]
    rows = [["gastrocnemius", first, last, f"{born:%d/%m/%Y}", side] for first, last, _, born, side in PEOPLE]
    made = _csv("patients.csv", [header, *rows], ";", "\r\n", "cp1252")
    moved = {number + 1: cells for number, cells in made.rows.items()}
    return made._replace(data=b"sep=;\r\n" + made.data, header=2, rows=moved)


def google_sheets() -> Export:
    """CSV of Google Sheets: UTF-8, CRLF, LF inside a cell, no line end behind the last row."""
    header = ["muscle", "name", "date", "note"]
    rows = [["gastrocnemius", f"{first} {last}", str(born), "One.\nTwo."] for first, last, _, born, _ in PEOPLE]
    made = _csv("Roster - Sheet1.csv", [header, *rows], ",", "\r\n", "utf-8")
    return made._replace(data=made.data.removesuffix(b"\r\n"))


def libreoffice_csv() -> Export:
    """CSV of LibreOffice: UTF-8, LF, texts in quotation marks and numbers not."""
    header = ["muscle", "id", "name"]
    rows = [["gastrocnemius", id_, f"{first} {last}"] for first, last, id_, _, _ in PEOPLE]
    lines = [",".join(f'"{cell}"' if not cell.isdecimal() else cell for cell in row) for row in [header, *rows]]
    data = "".join(f"{line}\n" for line in lines).encode()
    return Export("roster.csv", data, 1, dict(enumerate([header, *rows], 1)))


def libreoffice_ods() -> Export:
    """ODS of LibreOffice: a title, empty rows said once, a date, an id with zeros in front, rows to the sheet's end."""
    body = [ods_row("Patients in November"), '<table:table-row table:number-rows-repeated="2"/>']
    header = ["muscle", "id", "date", "note"]
    body.append(ods_row(*header))
    rows = []
    for _, last, id_, born, _ in PEOPLE:
        number = f'office:value-type="float" office:value="{id_}"'
        day = f'office:value-type="date" office:date-value="{born}"'
        body.append(ods_row("gastrocnemius", (number, f"00{id_}"), (day, f"{born:%d/%m/%y}"), last))
        rows.append(["gastrocnemius", id_, str(born), last])
    body.append('<table:table-row table:number-rows-repeated="1048567"/>')
    numbered = dict(enumerate([header, *rows], 4))
    return Export("roster.ods", ods(ods_table("Roster", *body)), 4, numbered)


def excel_report() -> Export:
    """XLSX with a merged title, a date, and a sheet of notes behind."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Patients"
    header = ["muscle", "id", "date", "note"]
    rows: list[list[Any]] = [["gastrocnemius", int(id_), born, last] for _, last, id_, born, _ in PEOPLE]
    for row in [["Patients in November"], ["Sample Clinic", None, "1 Sample Road"], [], header, *rows]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    book.create_sheet("Notes").append(["Ask for the new addresses"])
    out = io.BytesIO()
    book.save(out)
    made = [[muscle, str(id_), str(born), last] for muscle, id_, born, last in rows]
    return Export("report.xlsx", out.getvalue(), 4, dict(enumerate([header, *made], 4)))


EXPORTS: Sequence[Callable[[], Export]] = (
    cliniko,
    jane,
    tm3,
    german_excel,
    french_excel,
    google_sheets,
    libreoffice_csv,
    libreoffice_ods,
    excel_report,
)


def _csv(name: str, rows: list[Cells], mark: str, end: str, encoding: str, *, everything: bool = False) -> Export:
    lines = [mark.join(_quoted(cell, mark, everything) for cell in row) for row in rows]
    data = "".join(f"{line}{end}" for line in lines).encode(encoding)
    header = next(number for number, row in enumerate(rows, 1) if any(cell.casefold() == "muscle" for cell in row))
    return Export(name, data, header, {n: row for n, row in enumerate(rows, 1) if n >= header})


def _quoted(cell: str, mark: str, everything: bool) -> str:
    if everything or any(sign in cell for sign in (mark, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def ods(*tables: str, styles: str = "") -> bytes:
    """An OpenDocument spreadsheet of these tables."""
    names = ["office", "style", "table", "text"]
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", f"<office:document-content {spaces}>{styles}{body}</office:document-content>")
    return out.getvalue()


def ods_table(name: str, *rows: str, attributes: str = "") -> str:
    """A sheet."""
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def ods_row(*cells: str | tuple[str, str], attributes: str = "") -> str:
    """A row of texts, or of cells given as their attributes and what they show."""
    made = ""
    for cell in cells:
        said, shown = ('office:value-type="string"', cell) if isinstance(cell, str) else cell
        lines = "".join(f"<text:p>{line}</text:p>" for line in shown.split("\n")) if shown else ""
        made += f"<table:table-cell {said}>{lines}</table:table-cell>"
    return f"<table:table-row {attributes}>{made}</table:table-row>"
