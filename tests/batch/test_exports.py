"""From what a clerk's program exports to a print run in one command; each name on its own pages."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest

from .conftest import Batch


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
        '"Patient Number","Patient Name","Treatment","Date","Notes","Total"',
        '"501","Nuñez, José","Massage","2026-11-23","prefers mornings, see 2""","$90.00"',
        '"502","Park, Ji-woo","Massage","2026-11-24","",""',
        '"","","","","","$90.00"',
        end="\n",
    ).encode("utf-8-sig"),
    ("--muscle", "gastroc", "--column", "note="),
    {"501": ("Nuñez, José", "23 November 2026"), "502": ("Park, Ji-woo",)},
    ("row 4: has nothing in the columns that are read", "name (Patient Name)"),
)
TM3 = Export(
    "tm3.csv",
    lines(
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
    ("Windows-1252, with â ü",),
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
    from datetime import datetime

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
EXPORTS = {
    "Cliniko": lambda: CLINIKO,
    "Jane": lambda: JANE,
    "TM3": lambda: TM3,
    "German Excel, CSV": german_csv,
    "German Excel, XLSX": german_xlsx,
    "French Excel": lambda: FRENCH,
    "Google Sheets": lambda: GOOGLE,
    "LibreOffice": lambda: LIBRE,
}


def printed(path: Path) -> dict[str, str]:
    """The words of each patient's pages, by the bookmark."""
    document = pypdfium2.PdfDocument(path)
    starts = [(item.get_title(), item.get_dest().get_index()) for item in document.get_toc()]
    ends = [at for _, at in starts[1:]] + [len(document)]
    return {
        title: " ".join("".join(document[n].get_textpage().get_text_range() for n in range(at, end)).split())
        for (title, at), end in zip(starts, ends, strict=True)
    }


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_printed_in_one_command(batch: Batch, tmp_path: Path, program: str) -> None:
    export = EXPORTS[program]()
    options = ("--locale", "en-GB", "--sheets", "1", "--merge", str(tmp_path / "print.pdf"))
    result = batch(export.data, *export.options, *options, name=export.name)
    assert result.exit_code == (3 if program == "Jane" else 0), result.output
    found = printed(tmp_path / "print.pdf")
    assert list(found) == list(export.printed)
    for title, text in found.items():
        for other, words in export.printed.items():
            assert (words[0] in text) == (other == title), f"{words[0]} on the pages of {title}"
        missing = [word for word in export.printed[title] if word not in text]
        assert not missing, text[:1500]
    for told in export.told:
        assert told in result.stderr
    for words in export.printed.values():
        assert words[0] not in result.output, "a name is on the page and nowhere else"


def test_a_clinic_writes_its_columns_down_once(batch: Batch, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text('name = "Riverside"\n[columns]\nname = "{Forename} {Surname}"\nid = "Ref"\nnote = ""\n', "utf-8")
    options = ("--clinic", str(clinic), "--muscle", "calf", "--dry-run")
    result = batch(TM3.data, *options, name="tm3.csv")
    assert result.exit_code == 0, result.output
    assert "columns read: id (Ref), name ({Forename} {Surname}), side; not used: Title, DOB, Appt Date, Reason" in (
        result.stderr
    )
    clinic.write_text('name = "Riverside"\n[columns]\nnmae = "x"\nid = "{Ref"\n', "utf-8")
    result = batch(TM3.data, *options, name="tm3.csv")
    assert result.exit_code == 1
    assert "clinic.toml: columns.nmae: unknown key; did you mean 'name'?" in result.stderr
    assert "clinic.toml: columns.id: has a brace without its partner" in result.stderr
