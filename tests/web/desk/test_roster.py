"""The screen of spreadsheets: an export is printed as the command prints it; what is not certain is asked first."""

from __future__ import annotations

import io
import json
import random
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.web.desk import check, roster, runs
from handouts.web.desk.desk import Desk
from tests.batch.exports import EXPORTS

from .conftest import Post

GB = {"locale": "en-GB", "sheets": "1"}
CLICKS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "Cliniko": ({"Appointment Date": "date"}, "gastrocnemius"),
    "Jane": ({"Notes": ""}, "gastrocnemius"),
    "TM3": ({"Ref": "id", "Title": "name", "Appt Date": "date"}, "gastrocnemius"),
    "German Excel, CSV": ({"Patienten-Nr": "id"}, ""),
    "German Excel, XLSX": ({"Patienten-Nr": "id"}, ""),
    "French Excel": ({"N° dossier": "id", "Nom": "name", "Prénom": "name"}, ""),
    "Google Sheets": ({"Which leg?": "side"}, "gastrocnemius"),
    "LibreOffice, CSV": ({"Nombre": "name", "Apellidos": "name"}, ""),
    "LibreOffice, ODS": ({}, "gastrocnemius"),
    "Excel report": ({}, "gastrocnemius"),
}
"""What a clerk chooses: the use of columns by their headings, and the handout of rows that name none."""


def pieces(answer: bytes | Iterator[bytes]) -> tuple[list[dict[str, Any]], bytes]:
    """What the pieces of an answer say, and all of their bytes."""
    rest = answer if isinstance(answer, bytes) else b"".join(answer)
    said, whole = [], b""
    while rest:
        line, _, rest = rest.partition(b"\n")
        said.append(json.loads(line))
        whole, rest = whole + rest[: said[-1]["bytes"]], rest[said[-1]["bytes"] :]
    return said, whole


def uses(found: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, str]:
    """Choices by the place of their columns, as the page sends them."""
    return {str(each["at"]): chosen[each["title"]] for each in found["columns"] if each["title"] in chosen}


def look(desk: Desk, data: bytes | str, **asked: Any) -> dict[str, Any]:
    return check.look(desk, asked, data.encode() if isinstance(data, str) else data)


QUICK = ("TM3",)


@pytest.mark.parametrize(
    "program", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in EXPORTS]
)
def test_an_export_is_printed_as_the_command_prints_it(desk: Desk, tmp_path: Path, program: str) -> None:
    export = EXPORTS[program]()
    chosen, muscle = CLICKS[program]
    asked: dict[str, Any] = {"choices": GB, "muscle": muscle}
    asked["uses"] = uses(look(desk, export.data, **asked), chosen)
    found = look(desk, export.data, **asked)
    assert not found["questions"], found
    assert found["handouts"] == len(export.printed)
    asked["without"] = found["wrong"]
    said, pdf = pieces(runs.print_run(desk, asked, export.data))
    assert said[-1]["end"]
    path, printed = tmp_path / export.name, tmp_path / "print.pdf"
    path.write_bytes(export.data)
    options = ("--locale", "en-GB", "--sheets", "1", "-o", str(tmp_path / "out"), "--merge", str(printed))
    result = CliRunner().invoke(main, ["batch", str(path), *export.options, *options])
    assert result.exit_code == (3 if found["wrong"] else 0), result.output
    assert pdf == printed.read_bytes()


@pytest.mark.long
def test_single_files_are_those_of_the_command(desk: Desk, tmp_path: Path) -> None:
    data = b"muscle,id,name\ncalf,7,Ann Lee\nsoleus,8,Bo Ek\n"
    _, packed = pieces(runs.single_files(desk, {"choices": GB}, data))
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    options = ("--locale", "en-GB", "--sheets", "1", "-o", str(tmp_path / "out"))
    assert CliRunner().invoke(main, ["batch", str(path), *options]).exit_code == 0
    with zipfile.ZipFile(io.BytesIO(packed)) as made:
        assert made.testzip() is None
        assert {name: made.read(name) for name in made.namelist()} == {
            file.name: file.read_bytes() for file in (tmp_path / "out").glob("*.pdf")
        }


def test_a_heading_close_to_a_column_is_decided_before_anything_is_printed(desk: Desk) -> None:
    data = "muscle,preasure\ncalf,3 to 4\n"
    found = look(desk, data)
    (column,) = [each for each in found["columns"] if each["title"] == "preasure"]
    assert column["use"] is None
    assert (column["may_be"], column["question"][:17]) == ("pressure", "Perhaps pressure,")
    with pytest.raises(HandoutsError) as caught:
        runs.print_run(desk, {}, data.encode())
    assert caught.value.field == "uses"
    assert look(desk, data, uses={"1": ""})["handouts"] == 1
    assert look(desk, data, uses={"1": "pressure"})["handouts"] == 1


def test_first_and_last_name_are_joined_whichever_stands_first(desk: Desk) -> None:
    for data in ("Surname,First Name,muscle\nLee,Ann,calf\n", "First Name,Surname,muscle\nAnn,Lee,calf\n"):
        read = roster.Roster(desk, {}, data.encode())
        assert [row.name for row in read.rows] == ["Ann Lee"]


def test_one_half_of_a_name_alone_is_asked_about(desk: Desk) -> None:
    found = look(desk, "Surname,muscle\nLee,calf\n")
    assert found["columns"][0]["use"] is None
    assert found["questions"]


def test_two_columns_for_one_side_are_asked_about(desk: Desk) -> None:
    found = look(desk, "muscle,A,B\ncalf,left,right\n", uses={"1": "side", "2": "side"})
    assert "“A” is used as side: left or right already" in found["columns"][2]["question"]
    assert not found["handouts"]


def test_two_columns_of_the_same_heading_are_told_apart_by_their_place(desk: Desk) -> None:
    data = "muscle,Date,Date\ncalf,2026-11-23,2026-11-24\n"
    assert [each["use"] for each in look(desk, data)["columns"]] == ["muscle", None, None]
    read = roster.Roster(desk, {"uses": {"1": "", "2": "date"}}, data.encode())
    assert [row.date for row in read.rows] == ["24 November 2026"]


DATES = "muscle,date\ncalf,3/4/2026\ncalf,11/23/2026\ncalf,5/6/2026\n"


@pytest.mark.parametrize(
    ("order", "dates", "wrong"),
    [("day", ["3 April 2026", "5 June 2026"], 1), ("month", ["4 March 2026", "23 November 2026", "6 May 2026"], 0)],
)
def test_a_month_first_date_among_others_is_asked_about_once(
    desk: Desk, order: str, dates: list[str], wrong: int
) -> None:
    found = look(desk, DATES, choices=GB)
    assert [each["field"] for each in found["questions"]] == ["order"]
    assert "Row 3 has a date with the month first" in found["questions"][0]["words"]
    assert (found["handouts"], found["wrong"], found["faults"]) == (0, 0, [])
    read = roster.Roster(desk, {"choices": GB, "order": order}, DATES.encode())
    assert ([row.date for row in read.rows], len(read.wrong)) == (dates, wrong)


def test_without_a_country_an_open_date_is_asked_about(desk: Desk) -> None:
    for more in ("", "calf,11/23/2026\ncalf,23/11/2026\n"):
        found = look(desk, f"muscle,date\ncalf,3/4/2026\n{more}")
        assert ([each["field"] for each in found["questions"]], found["order"]) == (["order"], "")
    assert not look(desk, "muscle,date\ncalf,23/11/2026\n")["questions"]


@pytest.mark.parametrize(
    ("certain", "order", "read"), [("30/11/2026", "day", "3 April 2026"), ("11/30/2026", "month", "4 March 2026")]
)
def test_an_open_date_is_read_as_the_others_must_be_which_is_told(
    desk: Desk, certain: str, order: str, read: str
) -> None:
    data = f"muscle,date\ncalf,3/4/2026\ncalf,{certain}\n"
    found = look(desk, data)
    assert (found["questions"], found["order"]) == ([], order)
    assert f"read with the {order} first, as in row 3" in found["told"][0]
    assert read in found["first"]
    other = {"day": "month", "month": "day"}[order]
    assert look(desk, data, order=other)["order"] == other


def test_what_to_do_about_a_day_that_is_none_shows_no_day_that_could_be_copied(desk: Desk) -> None:
    (fault,) = look(desk, "muscle,date\ncalf,31/02/2026\n")["faults"]
    assert (fault["wrong"], fault["todo"]) == (
        "there is no such day",
        "write it as year-month-day, in figures: YYYY-MM-DD",
    )


def test_a_spreadsheet_that_names_no_muscle_needs_one_for_all_rows(desk: Desk) -> None:
    data = "name,side\nAnn Lee,left\n"
    assert [each["field"] for each in look(desk, data)["questions"]] == ["muscle"]
    assert look(desk, data, muscle="soleus")["handouts"] == 1


def test_a_row_that_ends_early_has_no_examples_for_the_columns_behind(desk: Desk) -> None:
    found = look(desk, "muscle,name,side\ncalf\ncalf,Ann Lee,left\n")
    assert [each["examples"] for each in found["columns"]] == [["calf", "calf"], ["Ann Lee"], ["left"]]


def test_titles_above_headings_that_are_not_ours_are_left_out(desk: Desk) -> None:
    data = "Appointments\nWeek 48,,\n\nClient,Leg,Comments\nAnn Lee,left,\n"
    found = look(desk, data)
    assert found["header"] == 4
    assert [each["title"] for each in found["columns"]] == ["Client", "Leg", "Comments"]
    assert [each["row"] for each in found["headers"]] == [1, 2, 4, 5]
    decided = {"0": "name", "1": "side", "2": "note"}
    assert look(desk, data, muscle="soleus", uses=decided)["handouts"] == 1


def test_somebody_may_point_at_the_row_of_headings(desk: Desk) -> None:
    data = "name,side\nname,side\nAnn Lee,left\n"
    assert look(desk, data, header=2, muscle="soleus")["rows"] == 1


def test_a_workbook_with_two_lists_asks_for_the_sheet(desk: Desk) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for sheet, name in ((book.active, "Ann Lee"), (book.create_sheet("May"), "Bo Ek")):
        sheet.append(["muscle", "name"])
        sheet.append(["calf", name])
    book.save(out)
    found = look(desk, out.getvalue())
    assert [each["field"] for each in found["questions"]] == ["sheet"]
    assert [each["name"] for each in found["sheets"]] == ["Sheet", "May"]
    read = roster.Roster(desk, {"sheet": "May"}, out.getvalue())
    assert [row.name for row in read.rows] == ["Bo Ek"]


def test_hidden_rows_are_counted_and_may_be_left_out(desk: Desk) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["muscle", "id"], ["calf", 1], ["calf", 2]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.save(out)
    assert (look(desk, out.getvalue())["hidden"], look(desk, out.getvalue())["rows"]) == (1, 2)
    assert look(desk, out.getvalue(), skip_hidden=True)["rows"] == 1


def test_a_mistake_says_row_heading_cell_what_is_wrong_and_what_to_do(desk: Desk) -> None:
    found = look(desk, "muscle,Seite\ncalf,lnks\ncalf,left\n")
    assert found["faults"] == [
        {
            "row": "2",
            "column": "Seite",
            "ours": "side: left or right",
            "cell": "lnks",
            "wrong": "is none of the choices",
            "todo": "use left, right, both",
            "unused": [],
        }
    ]
    assert (found["good"], found["wrong"]) == (1, 1)


def test_a_mistake_of_a_whole_row_names_no_column(desk: Desk) -> None:
    (fault,) = look(desk, "name,id,Room\nAnn Lee,1,A\n,,B\n", uses={"2": ""}, muscle="soleus")["faults"]
    assert (fault["row"], fault["column"], fault["ours"]) == ("3", "", "")


def test_wrong_rows_are_left_out_only_with_their_count(desk: Desk) -> None:
    data = b"muscle,side,id\ncalf,lnks,1\ncalf,left,2\ncalf,right,3\n"
    for without in (0, 2):
        with pytest.raises(HandoutsError) as caught:
            runs.print_run(desk, {"without": without}, data)
        assert caught.value.field == "wrong"
    said, pdf = pieces(runs.print_run(desk, {"without": 1, "choices": {"sheets": "1"}}, data))
    assert (said[-1]["end"], len(list(pypdfium2.PdfDocument(pdf).get_toc()))) == (True, 2)
    assert pdf.startswith(b"%PDF")


def test_the_list_of_mistakes_has_no_cells(desk: Desk) -> None:
    made = check.mistakes(desk, {}, b"muscle,side,id,name\ncalf,Ann Lee,7,Ann Lee\n,left,8,\n").decode()
    assert "Ann" not in made
    assert '2,7,side,is none of the choices,"use left, right, both"' in made
    assert "3,8,muscle" in made


EXPORTED = "Patient ID,Name,Leg,Comment\n7,Ann Lee,lnks,clf\n"


def test_the_list_of_mistakes_names_the_headings_of_the_spreadsheet_and_our_columns(desk: Desk) -> None:
    made = check.mistakes(desk, {"uses": {"2": "side", "3": "muscle"}}, EXPORTED.encode()).decode()
    assert [line.split(",")[:3] for line in made.splitlines()[1:]] == [
        ["2", "7", "Comment (muscle)"],
        ["2", "7", "Leg (side)"],
    ]


def test_a_heading_that_may_be_a_cell_of_a_patient_is_not_in_the_list_of_mistakes(desk: Desk) -> None:
    data = b"Ann Lee,left,calf\nBo Ek,lnks,calf\nCy Fox,right,calf\n"
    for header in (0, 1):
        asked = {"header": header, "uses": {"0": "name", "1": "side", "2": "muscle"}}
        made = check.mistakes(desk, asked, data).decode()
        assert "column B (side)" in made
        assert "left," not in made.splitlines()[1].removesuffix('"use left, right, both"')


def test_a_heading_that_a_spreadsheet_would_take_for_a_formula_is_not_in_the_list_of_mistakes(desk: Desk) -> None:
    made = check.mistakes(desk, {"uses": {"2": "side"}}, b"muscle,id,=1+1\ncalf,7,lnks\n").decode()
    assert "2,7,column C (side)" in made


def test_more_rows_than_it_takes_are_told_and_none_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_ROWS", 3)
    with pytest.raises(HandoutsError, match="more than 3 rows") as caught:
        look(desk, "muscle\n" + "calf\n" * 4)
    assert caught.value.field == "file"
    assert look(desk, "muscle\n" + "calf\n" * 3)["rows"] == 3


def test_mistakes_beyond_the_table_are_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "MOST_SHOWN", 2)
    found = look(desk, "muscle,side\n" + "calf,x\n" * 5 + "calf,left\n" * 6)
    assert (len(found["faults"]), found["more"], found["wrong"]) == (2, 3, 5)


MOST_WRONG = "muscle,preasure\n" + "calf,normal\ncalf,light\n" * 4 + "clf,3\n"


def test_a_mistake_of_most_rows_is_said_once_with_their_number_and_does_not_bury_another(desk: Desk) -> None:
    first, other = look(desk, MOST_WRONG, uses={"1": "pressure"})["faults"]
    assert (first["row"], first["cell"]) == ("8 rows: 2, 3, 4, 5, 6 and 3 more", "normal, light")
    assert (other["row"], other["cell"], other["unused"]) == ("10", "clf", [])


def test_a_column_that_is_wrong_in_most_rows_may_be_left_out(desk: Desk) -> None:
    (first, _) = look(desk, MOST_WRONG, uses={"1": "pressure"})["faults"]
    assert first["unused"] == [1]
    left = look(desk, MOST_WRONG, uses={str(at): "" for at in first["unused"]})
    assert [each["row"] for each in left["faults"]] == ["10"]


def test_nothing_is_printed_that_nobody_approved_where_that_is_required() -> None:
    strict = Desk((data_dir("content"),), (data_dir("templates"),), require_approved=True)
    found = look(strict, "muscle\ncalf\n")
    assert (found["good"], found["wrong"]) == (0, 1)
    with pytest.raises(HandoutsError, match="No row can be printed"):
        runs.print_run(strict, {"without": 1}, b"muscle\ncalf\n")


def test_the_first_handout_is_shown_as_it_will_be(desk: Desk) -> None:
    data = "First Name,Last Name,muscle,side,date\nAnn,Lee,calf,left,2026-11-23\n"
    assert look(desk, data, choices=GB)["first"] == "Ann Lee, 23 November 2026, left, calf muscle"


def test_another_name_of_a_muscle_is_told(desk: Desk) -> None:
    assert look(desk, "muscle\nWade\n")["told"] == ["“Wade” is taken as gastrocnemius (calf muscle)."]


def test_what_somebody_wrote_for_a_muscle_is_quoted_as_written(desk: Desk) -> None:
    (line,) = look(desk, "muscle\nShoulder blade muscle\n")["told"]
    assert line == "“Shoulder blade muscle” is taken as infraspinatus (shoulder-blade muscle)."


def test_a_muscle_is_named_in_a_remedy_as_on_the_first_screen(desk: Desk) -> None:
    (fault,) = look(desk, "muscle\ngastrocnemus\n")["faults"]
    assert fault["wrong"] == "there is no such muscle; did you mean 'gastrocnemius' (calf muscle)?"
    assert "fibularis-longus-brevis (outer shin muscles), gastrocnemius (calf muscle)" in fault["todo"]
    assert "gastrocnemius (calf muscle)" in check.mistakes(desk, {}, b"muscle\ngastrocnemus\n").decode()


def test_how_the_file_was_read_is_told_in_a_sentence(desk: Desk) -> None:
    (line,) = look(desk, "muscle,name\ngastrocnemius,Müller\n".encode("cp1252"))["told"]
    assert line.startswith("The file is not UTF-8 and was read as Windows-1252, with ü;")


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    with pytest.raises(HandoutsError, match="is no text, and no spreadsheet"):
        look(desk, bytes(range(34)) * 4)


def old_book() -> bytes:
    xlwt = pytest.importorskip("xlwt")
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Patients")
    for row, cells in enumerate((["muscle", "name"], ["calf", "Ann Lee"])):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(out)
    return out.getvalue()


def test_an_old_spreadsheet_never_goes_by_way_of_a_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, None)
    assert look(desk, old_book())["good"] == 1


def test_what_an_old_spreadsheet_hides_is_told(desk: Desk) -> None:
    assert any(line.startswith("Hidden rows, number formats") for line in look(desk, old_book())["told"])


def test_a_column_without_a_heading_can_be_used_and_is_no_mistake(desk: Desk) -> None:
    data = "muscle,\ncalf,Ann Lee\n"
    found = look(desk, data)
    assert [each["title"] for each in found["columns"]] == ["muscle", "column B, which has no heading"]
    assert (found["good"], found["wrong"]) == (1, 0)
    assert look(desk, data, uses={"1": "name"})["first"] == "Ann Lee, calf muscle"


def test_a_cell_far_down_without_a_heading_is_a_mistake(desk: Desk) -> None:
    found = look(desk, "muscle,\n" + "calf,\n" * 40 + "calf,Ann Lee\n")
    assert [(each["row"], each["column"]) for each in found["faults"]] == [("42", "column B")]


def bomb(cell: str) -> bytes:
    """A workbook that is much larger than it looks."""
    openpyxl = pytest.importorskip("openpyxl")
    book, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["muscle", "note"])
    book.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, text.replace("</sheetData>", f"{cell}</sheetData>"))
    return out.getvalue()


HOSTILE = {
    "a bomb": lambda: bomb(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{" " * (70 << 20)}</t></is></c></row>'),
    "many rows": lambda: b"muscle\n" + b"calf\n" * 200_000,
    "random bytes": lambda: random.Random(7).randbytes(100_000),
    "a PDF": lambda: b"%PDF-1.7\n" + random.Random(8).randbytes(1000),
    "an old book of rubbish": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(9).randbytes(5000),
    "a torn archive": lambda: b"PK\x03\x04" + random.Random(10).randbytes(500),
    "nothing": lambda: b"",
    "JSON": lambda: b'{"muscle": "calf"}',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_the_file_is_the_answer_is_a_sentence(post: Post, kind: str) -> None:
    data = HOSTILE[kind]()
    for path in ("/api/check", "/api/print-run", "/api/single-files", "/api/mistakes"):
        answer = post(path, {}, data)
        assert answer.status == 422
        assert re.fullmatch(r"(The file|It) [^{}<>]+\.", answer.said["error"]), answer.said
        assert answer.said["field"] == "file"


def test_a_cell_of_five_megabytes_is_a_mistake_of_its_row(post: Post) -> None:
    found = post("/api/check", {}, b"muscle,note\ncalf," + b"x" * 5_000_000 + b"\ncalf,\n").said
    assert (found["good"], found["wrong"]) == (1, 1)
    assert len(found["faults"][0]["cell"]) < 100


NONSENSE = {
    "uses": {"0": [1], "x": "side", "99999": "side", "-1": "id", "1": "no such column"},
    **{"header": 10**30, "sheet": [1], "muscle": {"a": 1}, "order": 5, "without": "x", "choices": [1]},
}


def test_what_is_no_choice_was_not_chosen(desk: Desk) -> None:
    assert look(desk, "muscle\ncalf\n", **NONSENSE) == look(desk, "muscle\ncalf\n")


def test_drafts_are_counted(desk: Desk) -> None:
    assert look(desk, "muscle\ncalf\n")["drafts"] == 1


SAID = [
    "muscle,date,side\n,3/4/2026,left\ncalf,23/11/2026,x\n",
    "muscle,name\ncalf,M\xfcller\n".encode("cp1252"),
    "muscle,name\ncalf,\xa3\xa3\xb9\n".encode("cp1252"),
    b"",
    b"\x00" * 400,
    b"{}",
    b"%PDF-1.7",
    b"\xd0\xcf\x11\xe0" + b"x" * 600,
    b"PK\x03\x04" + b"x" * 600,
    b"<html><table>",
]


@pytest.mark.parametrize("data", SAID)
def test_nobody_is_told_of_options_or_commands(data: str | bytes, desk: Desk) -> None:
    try:
        said = json.dumps(look(desk, data, muscle="" if isinstance(data, str) else "soleus", order="day"))
    except HandoutsError as error:
        said = str(error)
    assert "--" not in said
    assert "`" not in said


def test_a_long_run_is_sent_in_pieces_and_can_be_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "PIECE_SECONDS", 0)
    made = []
    monkeypatch.setattr(runs.PrintFile, "add", lambda *row: made.append(row))
    run = runs.print_run(desk, {"choices": GB}, b"muscle,name\n" + b"calf,Ann Lee\n" * 9)
    assert json.loads(next(run).partition(b"\n")[0])["done"] == 1
    run.close()
    assert len(made) == 1


def test_the_server_sends_a_run_and_what_goes_wrong_in_it(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"muscle,id\ncalf,1\ncalf,2\n"
    said, pdf = pieces(post("/api/print-run", {"choices": GB}, data).body)
    assert pdf.startswith(b"%PDF")
    assert pdf.endswith(b"%%EOF\n")
    assert said[-1]["end"]
    assert post("/api/check", {}, data).said["handouts"] == 2
    assert post("/api/mistakes", {}, data).body == b"row,id,column,what is wrong,what to do\r\n"
    assert post("/api/sample").body

    def fails(*_: object) -> None:
        raise ValueError("Ann Lee")

    monkeypatch.setattr(runs.PrintFile, "add", fails)
    said, _ = pieces(post("/api/print-run", {"choices": GB}, data).body)
    assert "Row 2 could not be made (ValueError)" in said[-1]["error"]
    assert "Ann" not in said[-1]["error"]
    assert "end" not in said[-1]


MISTAKES = """\
Patient ID,Name,Seite,Pressure,Muscle,Date
7,Ann Lee,lnks,,calf,
8,Bo Ek,left,11,soleus,
9,Cy Fox,,,,31/02/2026
10,Di Gow,,,gastrocnemus,
"""


def test_the_list_of_mistakes_is_the_commands(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(MISTAKES)
    options = ("--locale", "en-GB", "-o", str(tmp_path / "out"))
    assert CliRunner().invoke(main, ["batch", str(tmp_path / "roster.csv"), *options]).exit_code == 3
    made = check.mistakes(desk, {"choices": {"locale": "en-GB"}}, MISTAKES.encode())
    assert made == (tmp_path / "out" / "errors.csv").read_bytes()
    text = made.decode()
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == [
        *("Seite (side)", "Pressure", "Muscle", "Date", "Muscle"),
    ]
    assert "did you mean 'gastrocnemius' (calf muscle)?" in text
    assert ", or choose one for all rows" in text
    assert "--" not in text
    assert "Ann" not in text
