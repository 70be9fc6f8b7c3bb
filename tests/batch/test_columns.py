"""Any export is a roster: which column is which is understood, or said, or asked; nothing is guessed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from handouts.batch.roster.columns import Columns
from handouts.batch.roster.row import Row, RowReader
from handouts.batch.roster.table import Asked, Record, read_records
from handouts.batch.roster.titles import COLUMNS
from handouts.clinic.choices import Choices
from handouts.clinic.columns import ClinicColumns, read_template
from handouts.content.library import Library
from handouts.errors import HandoutsError


def read(data: str, name: str = "roster.csv", **said: Any) -> tuple[list[Record], list[str]]:
    """The records of a roster and what is told, for `--column` as `asked` and [columns] as `usual`."""
    for key in ("asked", "usual"):
        said[key] = {column: read_template(text) for column, text in said.get(key, {}).items()}
    asked = Asked(columns=Columns(**said))
    return list(read_records(io.BytesIO(data.encode()), name, asked)), asked.told


def one(data: str, **said: Any) -> dict[str, str]:
    """The cells of a roster's only row."""
    (record,), _ = read(data, **said)
    assert not record.faults, record.faults
    return record.cells


def wrong(data: str, **said: Any) -> str:
    with pytest.raises(HandoutsError) as caught:
        read(data, **said)
    return str(caught.value)


def test_every_column_can_be_named_in_a_clinics_file() -> None:
    assert {field.alias or name for name, field in ClinicColumns.model_fields.items()} == set(COLUMNS)


def test_a_column_takes_its_name_from_another_one() -> None:
    assert one("Muscle,Client\ncalf,Ann Lee\n", asked={"name": "client"}) == {"muscle": "calf", "name": "Ann Lee"}


@pytest.mark.parametrize(
    ("template", "cells", "made"),
    [
        ("{First Name} {Last Name}", "Ann,Lee", "Ann Lee"),
        ("{last name}, {FIRST-NAME}", "Ann,Lee", "Lee, Ann"),
        ("{Last Name}, {First Name}", ",Lee", "Lee"),
        ("{Last Name}, {First Name}", "Ann,", "Ann"),
        ("Dear {First Name} {Last Name}!", "Ann,Lee", "Dear Ann Lee!"),
        ("Dear {First Name} {Last Name}!", ",", ""),
        ("{First Name}", "Ann,Lee", "Ann"),
        ("First Name", "Ann,Lee", "Ann"),
    ],
)
def test_a_name_is_put_together_from_several_columns(template: str, cells: str, made: str) -> None:
    row = one(f"muscle,First Name,Last Name\ncalf,{cells}\n", asked={"name": template})
    assert row["name"] == made


@pytest.mark.parametrize("text", ["{First Name", "First} Name", "{}", "{ } x", "{a{b}}", "x" * 201])
def test_a_template_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(HandoutsError):
        read_template(text)


def test_a_template_with_a_missing_column_names_the_likely_one() -> None:
    said = wrong("muscle,First Name,Last Name\ncalf,A,B\n", asked={"name": "{Frist Name} {Last Name}"})
    assert "--column name: no column 'Frist Name'; did you mean 'first name'?" in said
    said = wrong("muscle,First,First\ncalf,A,B\n", asked={"name": "First"})
    assert "--column name: column 'First' is there twice" in said


def test_what_is_named_for_one_column_is_not_taken_for_another() -> None:
    row = one("muscle,Date,Name\ncalf,2026-11-23,Ann\n", asked={"note": "On {Date}"})
    assert row == {"muscle": "calf", "name": "Ann", "note": "On 2026-11-23"}


def test_nothing_is_taken_for_a_column_that_is_closed() -> None:
    rows, told = read("muscle,Note,Comments,weeek\ncalf,Owes us,x,3\n", asked={"note": "", "weeks": ""})
    assert rows[0].cells == {"muscle": "calf"}
    assert told == ["columns read: muscle; not used: Note, Comments, weeek"]


def test_a_clinics_columns_give_way_to_our_own_names_and_to_the_command_line() -> None:
    usual = {"name": "{First} {Last}"}
    assert one("muscle,First,Last\ncalf,Ann,Lee\n", usual=usual)["name"] == "Ann Lee"
    assert one("muscle,name\ncalf,Ann\n", usual=usual)["name"] == "Ann"
    assert one("muscle,First,Last\ncalf,Ann,Lee\n", usual=usual, asked={"name": "Last"})["name"] == "Lee"
    assert "[columns] name: no column 'First'" in wrong("muscle,Last,name\ncalf,Lee,Ann\n", usual=usual)


@pytest.mark.parametrize(
    "header",
    [
        "muscle,side,date,note,name",
        "Muskel,Seite,Datum,Notiz,Name",
        "Muscle,Côté,Date,Note,Nom",
        "Músculo,Lado,Fecha,Nota,Nombre",
        "MUSCULO,LADO,FECHA,NOTA,Patient_Name",
        "muscle,Cote,date,note,Nom du patient",
    ],
)
def test_the_same_words_in_other_languages_are_known(header: str) -> None:
    rows, told = read(f"{header}\ncalf,l,2026-11-23,Go,Ann\n")
    assert rows[0].cells == {"muscle": "calf", "side": "l", "date": "2026-11-23", "note": "Go", "name": "Ann"}
    assert len(told) == (header != "muscle,side,date,note,name"), "what was taken for what is told in one line"


@pytest.mark.parametrize(
    ("side", "words"),
    [
        ("left", ["L", "l.", "Links", "li.", "gauche", "Izquierda", "izquierdo"]),
        ("right", ["R", "rechts", "re.", "droite", "derecha"]),
        ("both", ["beide", "beidseits", "L/R", "ambos"]),
    ],
)
def test_a_side_is_known_in_other_languages(library: Library, choices: Choices, side: str, words: list[str]) -> None:
    reader = RowReader(library, choices, "en")
    for word in words:
        row = reader.read(Record(2, {"muscle": "calf", "side": word}))
        assert isinstance(row, Row), (word, row)
        assert row.options.side == side


@pytest.mark.parametrize("word", ["G", "D", "I", "B", "one", "lechts"])
def test_a_side_that_may_be_two_things_is_not_guessed(library: Library, choices: Choices, word: str) -> None:
    row = RowReader(library, choices, "en").read(Record(2, {"muscle": "calf", "side": word}))
    assert not isinstance(row, Row)


def test_other_columns_are_told_in_one_line_and_left_out() -> None:
    rows, told = read("muscle,name,Phone,E-Mail,Time,Druck\ncalf,Ann,1,2,10:30,5\n")
    assert rows[0].cells == {"muscle": "calf", "name": "Ann"}
    assert told == ["columns read: muscle, name; not used: Phone, E-Mail, Time, Druck"]


def test_our_own_words_are_not_told() -> None:
    assert read("Muscle,NAME,id\ncalf,Ann,1\n")[1] == []


@pytest.mark.parametrize("title", ["preasure", "presure", "pressrue", "notes", "Noet", "Fechas", "Seiten", "Names"])
def test_a_slip_of_the_pen_is_asked_about(title: str) -> None:
    said = wrong(f"muscle,{title}\ncalf,3\n")
    assert f"column {title!r} is unknown, and may be " in said
    assert f'="{title}", or --column ' in said


@pytest.mark.parametrize("title", ["Status", "Size", "Site", "Rate", "Link", "Time", "State", "Page", "City", "Land"])
def test_usual_columns_of_other_programs_are_no_slips(title: str) -> None:
    assert one(f"muscle,{title}\ncalf,3\n") == {"muscle": "calf"}


def test_a_slip_beside_the_right_column_is_another_column() -> None:
    assert one("muscle,note,notes\ncalf,Go slow,x\n") == {"muscle": "calf", "note": "Go slow"}


@pytest.mark.parametrize(
    ("header", "way"),
    [
        ("Name,Vorname", '--column name="{Vorname} {Name}"'),
        ("Nom,Prénom", '--column name="{Prénom} {Nom}"'),
        ("Nombre,Apellidos", '--column name="{Nombre} {Apellidos}"'),
        ("First Name,Last Name", '--column name="{First Name} {Last Name}"'),
        ("Surname,x", '--column name="{Surname}"'),
        ("Name,Patient", '--column name="Patient", or --column name="Name"'),
        ("Patient,Practitioner", '--column name="Patient"'),
        ('"Name, Vorname",Telefon', '--column name="Name, Vorname"'),
        ("Apellidos y Nombre,x", '--column name="Apellidos y Nombre"'),
    ],
)
def test_half_a_name_or_somebody_elses_is_never_printed(header: str, way: str) -> None:
    assert way in wrong(f"muscle,{header}\ncalf,a,b\n")
    assert "name" in one(f"muscle,{header}\ncalf,a,b\n", asked={"name": way.split('"')[1]})
    assert "name" not in one(f"muscle,{header}\ncalf,a,b\n", asked={"name": ""})


def test_the_side_is_asked_about_and_a_date_is_not() -> None:
    assert '--column side="Affected side"' in wrong("muscle,Affected side\ncalf,left\n")
    assert '--column side="Körperseite"' in wrong("muscle,Körperseite\ncalf,left\n")
    assert one("muscle,Date of birth,Clinical note\ncalf,1980-01-01,x\n") == {"muscle": "calf"}


def test_an_export_in_which_nothing_is_ours_is_asked_about() -> None:
    said = wrong("Surname,Forename,DOB\nLee,Ann,1980\n", muscle="gastrocnemius")
    assert '--column name="{Forename} {Surname}"' in said
    assert '--column name="Patient"' in wrong("Patient,Start\nAnn,10:30\n", muscle="gastrocnemius")
    assert "no column that is known" in wrong("Patient,Start\nAnn,1\n", muscle="x", asked={"name": ""})


def test_a_whole_name_beside_its_parts_is_the_name() -> None:
    assert one("muscle,First Name,Last Name,Full Name\ncalf,A,B,A B\n")["name"] == "A B"


@pytest.mark.parametrize("header", ["Datum,Date", "Patient Name,Name", "Seite,Side"])
def test_two_columns_that_mean_the_same_are_an_error(header: str) -> None:
    first, second = header.split(",")
    said = wrong(f"muscle,{header}\ncalf,a,b\n")
    assert f"column {first!r} and {second!r} both mean" in said
    assert f'="{first}"' in said


def test_one_muscle_for_all_rows() -> None:
    rows, told = read("Name,Phone\nAnn,1\n\nBen,2\n", muscle="gastrocnemius")
    assert [(r.row, r.cells) for r in rows] == [
        (2, {"name": "Ann", "muscle": "gastrocnemius"}),
        (4, {"name": "Ben", "muscle": "gastrocnemius"}),
    ]
    assert told == ["columns read: name; not used: Phone"]


def test_a_row_that_names_a_muscle_keeps_it() -> None:
    rows, told = read("muscle,name\nsoleus,Ann\n ,Ben\n", muscle="gastrocnemius")
    assert [record.cells["muscle"] for record in rows] == ["soleus", "gastrocnemius"]
    assert told == ["muscle: gastrocnemius where the cell is empty"]


def test_a_row_in_which_nothing_that_is_read_stands_is_no_handout() -> None:
    rows, _ = read("Name,Phone\nAnn,1\n,Total: 1\n", muscle="gastrocnemius")
    assert "nothing in the columns that are read" in rows[1].faults[0].wrong


def test_a_first_row_that_is_no_header_is_not_quoted() -> None:
    said = wrong("Johanna Schmidt,1980\nAda Lovelace,1815\n", muscle="gastrocnemius")
    assert "no column that is known" in said
    assert "Schmidt" not in said
    for said in ({"muscle": "gastrocnemius"}, {}):
        assert "patience" not in wrong("Patience Schmidt,1980\n", asked={"name": "Patient Schmid"}, **said).lower()


def test_json_lines_may_have_other_keys() -> None:
    lines = [{"Patient": "Ann", "Tel": [1]}, {"Patient": None, "Seite": "links"}, {"Seite": "li", "Patient": "Ben"}]
    data = "\n".join(map(json.dumps, lines))
    rows, told = read(data, "x.jsonl", muscle="gastrocnemius", asked={"name": "Patient"})
    assert [(r.cells.get("name"), r.cells.get("side", "")) for r in rows] == [("Ann", ""), ("", "links"), ("Ben", "li")]
    assert told == ["columns read: name (Patient), side (Seite); not used: Tel"]
    rows, _ = read(data, "x.jsonl", muscle="gastrocnemius")
    assert "may be 'name'" in rows[0].faults[0].wrong
    rows, _ = read('{"muscle": "calf", "Name": "Ann"}\n{"NAME": "Ben"}\n', "x.jsonl")
    assert rows[1].cells == {"name": "Ben", "muscle": ""}


def test_the_separator_is_found_by_foreign_words_too() -> None:
    assert one('muskel;"Nom, Prénom"\nWade;"Lee, Ann"\n', asked={"name": "Nom, Prénom"})["name"] == "Lee, Ann"
    assert one("Client\tSeite\nLee, Ann\tlinks\n", asked={"name": "Client"}, muscle="x")["name"] == "Lee, Ann"
