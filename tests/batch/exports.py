"""Exports as the programs of practices write them, made here and now: people, numbers and addresses are invented.

Each is a file's bytes, the options that it needs, and what must be on the pages and on the screen.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest


@dataclass(frozen=True)
class Export:
    """A file as a program writes it, the options that it needs, and what is to be printed."""

    name: str
    data: bytes
    options: tuple[str, ...]
    printed: dict[str, tuple[str, ...]]
    """By the bookmark: words on the pages."""
    told: tuple[str, ...] = field(default=())


def lines(*rows: str, end: str = "\r\n") -> str:
    return end.join(rows) + end


CLINIKO = Export(
    "appointments.csv",
    lines(
        '"Appointment Date","Time","Patient ID","First Name","Last Name","Date of Birth","Phone","Practitioner"',
        '"23 Nov 2026","10:30am","00017","Zoë","O\'Neil","1980-02-01","+61 2 5550 1234","Dr. Lee"',
        '"24 Nov 2026","11:00am","00018","Ben","Ng","1975-11-30","","Dr. Lee"',
        end="\n",
    ).encode(),
    ("--muscle", "calf", "--column", "name={First Name} {Last Name}", "--column", "date=Appointment Date"),
    {"00017": ("Zoë O'Neil", "23 November 2026"), "00018": ("Ben Ng", "24 November 2026")},
    ("not used: Time, Date of Birth, Phone, Practitioner", "calf: gastrocnemius"),
)
JANE = Export(
    "jane.csv",
    lines(
        '"Patient Number","Patient Name","Street Address","Date","Notes","Total"',
        '"501","Nuñez, José","1 Sample Road\r\nSampletown","2026-11-23","prefers mornings, see 2""","$90.00"',
        '"502","Park, Ji-woo","","2026-11-24","",""',
        '"","","","","","$90.00"',
    ).encode("utf-8-sig"),
    ("--muscle", "gastroc", "--column", "note="),
    {"501": ("Nuñez, José", "23 November 2026"), "502": ("Park, Ji-woo",)},
    ("row 4: has nothing in the columns that are read", "name (Patient Name)"),
)
TM3 = Export(
    "tm3.csv",
    lines(
        "Patient List Report",
        "Printed:,23/11/2026 10:04",
        "",
        "Ref,Title,Forename,Surname,DOB,Appt Date,Side,Reason",
        "A100,Mrs,Siân,Müller,01/02/1980,3/11/2026,L,Calf pain",
        "A101,Mr,Tom,Brown,13/04/1990,23/11/2026,R,",
    ).encode("cp1252"),
    (
        *("--muscle", "calf", "--column", "name={Title} {Forename} {Surname}", "--column", "id=Ref"),
        *("--column", "date=Appt Date"),
    ),
    {
        "A100": ("Mrs Siân Müller", "3 November 2026", "✓ left leg"),
        "A101": ("Mr Tom Brown", "23 November 2026", "✓ right leg"),
    },
    ("Windows-1252, with â ü", "row 4 is taken as the header"),
)
GERMAN = [
    ["Patienten-Nr", "Nachname", "Vorname", "Muskel", "Seite", "Datum", "Notiz", "Krankenkasse"],
    ["00123", "Groß", "Jürgen", "Wade", "links", "23.11.2026", "Langsam beginnen; nie auf den Knochen.", "AOK"],
    ["00124", "Öztürk", "Ayşe", "Wadenmuskel", "re.", "24.11.2026", "", "TK"],
]
GERMAN_OPTIONS = ("--column", "name={Vorname} {Nachname}", "--column", "id=Patienten-Nr")
GERMAN_PRINTED = {
    "00123": ("Jürgen Groß", "23 November 2026", "Langsam beginnen; nie auf den Knochen.", "✓ left leg"),
    "00124": ("Ayşe Öztürk", "24 November 2026", "✓ right leg"),
}


def german_csv() -> Export:
    rows = [";".join(f'"{cell}"' if ";" in cell else cell for cell in row) for row in GERMAN]
    return Export(
        "Wade.csv", lines(*rows).encode("utf-8-sig"), GERMAN_OPTIONS, GERMAN_PRINTED, ("not used: Krankenkasse",)
    )


def german_xlsx() -> Export:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(GERMAN[0])
    for row in GERMAN[1:]:
        book.active.append([int(row[0]), *row[1:5], datetime.strptime(row[5], "%d.%m.%Y"), row[6] or None, row[7]])
        cells = book.active[book.active.max_row]
        cells[0].number_format, cells[5].number_format = "00000", "dddd, dd. mmmm yyyy"
    book.save(out)
    return Export("Wade.xlsx", out.getvalue(), GERMAN_OPTIONS, GERMAN_PRINTED)


FRENCH = Export(
    "Patients.csv",
    lines(
        "sep=;",
        "N° dossier;Nom;Prénom;Muscle;Côté;Date;Observations",
        "77;LEFÈVRE;Hélène;mollet;gauche;03/11/2026;",
        "78;Ménard;Loïc;Mollets;Droite;23/11/2026;rappeler",
    ).encode("cp1252"),
    ("--column", "name={Prénom} {Nom}", "--column", "id=N° dossier"),
    {
        "77": ("Hélène LEFÈVRE", "3 November 2026", "✓ left leg"),
        "78": ("Loïc Ménard", "23 November 2026", "✓ right leg"),
    },
    ("side (Côté)", "not used: Observations", "mollet: gastrocnemius"),
)
GOOGLE = Export(
    "Form responses 1 - Sheet1.csv",
    lines(
        "Timestamp,Full name,Which leg?,Printed,id",
        "11/23/2026 9:15:00,Ada Lovelace,Left,FALSE,1",
        '11/23/2026 9:16:10,"Wei, Ming ",both,TRUE,2',
    )
    .rstrip()
    .encode(),
    ("--muscle", "calf", "--column", "side=Which leg?"),
    {"1": ("Ada Lovelace", "✓ left leg"), "2": ("Wei, Ming",)},
    ("not used: Timestamp, Printed",),
)
LIBRE = Export(
    "roster.csv",
    lines(
        '"id"\t"Nombre"\t"Apellidos"\t"Músculo"\t"Lado"\t"Fecha"\t"Nota"\t""',
        '"9"\t"María"\t"García Ñu"\t"pantorrilla"\t"izquierda"\t"2026-11-23"\t"Uno.\nDos."\t',
        '"10"\t"Iñaki"\t"Sáez"\t"Pantorrillas"\t"derecha"\t"2026-11-24"\t""\t',
        end="\n",
    ).encode("utf-16"),
    ("--column", "name={Nombre} {Apellidos}"),
    {"9": ("María García Ñu", "Uno.", "✓ left leg"), "10": ("Iñaki Sáez", "24 November 2026", "✓ right leg")},
)
REPORT = [
    ("00031", "Ada Bergström", datetime(2026, 11, 23), "left"),
    ("00032", "Bo O'Neill, Jr.", datetime(2026, 12, 24), "right"),
]
REPORT_PRINTED = {
    "00031": ("Ada Bergström", "23 November 2026", "✓ left leg"),
    "00032": ("Bo O'Neill, Jr.", "24 December 2026", "✓ right leg"),
}


def excel_report() -> Export:
    """XLSX with a merged title, and a sheet of notes behind."""
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "Patients"
    for row in [["Patients in November"], ["Sample Clinic", None, "1 Sample Road"], [], ["id", "name", "date", "side"]]:
        sheet.append(row)
    for id_, name, day, side in REPORT:
        sheet.append([int(id_), name, day, side])
        sheet.cell(sheet.max_row, 1).number_format = "00000"
    sheet.merge_cells("A1:D1")
    book.create_sheet("Notes").append(["Ask for the new addresses"])
    book.save(out)
    told = ("'Patients' is read, the only one with a header", "row 4 is taken as the header")
    return Export("report.xlsx", out.getvalue(), ("--muscle", "calf"), REPORT_PRINTED, told)


def libreoffice_ods() -> Export:
    """ODS with a title, empty rows said once, an id with zeros in front, rows to the sheet's end."""
    rows = [ods_row("Patients in November"), '<table:table-row table:number-rows-repeated="2"/>']
    rows.append(ods_row("id", "name", "date", "side"))
    for id_, name, day, side in REPORT:
        number = f'office:value-type="float" office:value="{int(id_)}"'
        date = f'office:value-type="date" office:date-value="{day:%Y-%m-%d}"'
        rows.append(ods_row((number, id_), name, (date, f"{day:%d/%m/%y}"), side))
    rows.append('<table:table-row table:number-rows-repeated="1048567"/>')
    data = ods(ods_table("Roster", *rows))
    return Export("roster.ods", data, ("--muscle", "calf"), REPORT_PRINTED, ("row 4 is taken as the header",))


EXPORTS: Mapping[str, Callable[[], Export]] = {
    "Cliniko": lambda: CLINIKO,
    "Jane": lambda: JANE,
    "TM3": lambda: TM3,
    "German Excel, CSV": german_csv,
    "German Excel, XLSX": german_xlsx,
    "French Excel": lambda: FRENCH,
    "Google Sheets": lambda: GOOGLE,
    "LibreOffice, CSV": lambda: LIBRE,
    "LibreOffice, ODS": libreoffice_ods,
    "Excel report": excel_report,
}


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
