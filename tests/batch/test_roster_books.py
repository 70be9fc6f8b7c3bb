"""Workbooks: the sheet that is the roster is found, what a program hides is told, ODS and XLS say the same as XLSX."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from handouts.batch.roster import oldbook
from handouts.batch.roster.table import Asked, Record, other_order_row, read_records
from handouts.errors import HandoutsError
from tests.batch.exports import ods, ods_row, ods_table


def told(data: bytes, name: str = "x.xlsx", **asked: Any) -> tuple[list[Record], list[str]]:
    said = Asked(**asked)
    return list(read_records(io.BytesIO(data), name, said)), said.told


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book(**sheets: list[list[Any]]) -> Any:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


ROSTER: list[list[Any]] = [["muscle", "id"], ["calf", 1], ["calf", 2]]


@pytest.mark.parametrize(
    "above",
    [
        [["Patients in May"]],
        [["Patients in May", None, None, "page 1"], [], ["Made by", "Ann"]],
        [[None, "The muscle clinic"], ["Name", "Sample Clinic"], ["date", "23/11/2026"]],
    ],
)
@pytest.mark.parametrize("merged", [False, True])
def test_what_stands_above_the_header_is_left_out_and_told(above: list[list[Any]], merged: bool) -> None:
    made = book(Patients=[*above, *ROSTER])
    if merged:
        made.active.merge_cells("A1:D1")
    rows, lines = told(saved(made))
    first = len(above) + 1
    assert [(record.row, record.cells["id"]) for record in rows] == [(first + 1, "1"), (first + 2, "2")]
    which = (
        "row 1"
        if len(above) == 1
        else "rows 1, 3"
        if [] in above
        else "rows 1, 2, 3"
        if not (merged and above[0][0] is None)
        else "rows 2, 3"
    )
    assert lines == [f"row {first} is taken as the header (muscle, id); what is above it is not read ({which})"]


def test_titles_above_the_header_of_a_csv_are_left_out_and_told() -> None:
    data = 'Patients; May\r\n\r\n"Printed ""today""";1,5\r\nmuscle;id\r\ncalf;1\r\n'
    rows, lines = told(data.encode(), "x.csv")
    assert [(record.row, record.cells) for record in rows] == [(5, {"muscle": "calf", "id": "1"})]
    assert lines == ["row 4 is taken as the header (muscle, id); what is above it is not read (rows 1, 3)"]


def test_a_broken_quotation_above_the_header_costs_nothing() -> None:
    rows, _ = told(b'"Report" of May,x\nmuscle,id\ncalf,1\n', "x.csv")
    assert [record.cells for record in rows] == [{"muscle": "calf", "id": "1"}]


def test_two_rows_that_could_be_the_header_are_asked_about() -> None:
    with pytest.raises(HandoutsError, match="rows 1 and 3 could both be the header"):
        told(b"muscle\n\nmuscle,id\ncalf,1\n", "x.csv")


def test_a_header_that_comes_again_is_one_bad_row() -> None:
    rows, _ = told(b"muscle,id\ncalf,1\nMuscle,ID\ncalf,2\n", "x.csv")
    assert [record.cells["id"] for record in rows] == ["1", "ID", "2"]


def test_the_only_sheet_with_a_header_is_the_roster() -> None:
    rows, lines = told(saved(book(Notes=[["Call Ann"]], Patients=[["Title"], *ROSTER])))
    assert [record.cells["id"] for record in rows] == ["1", "2"]
    assert lines[0] == "has 2 sheets; 'Patients' is read, the only one with a header that is known"


def test_one_of_two_rosters_must_be_chosen() -> None:
    data = saved(book(May=ROSTER, June=[*ROSTER, ["calf", 3]]))
    with pytest.raises(HandoutsError, match=r"2 sheets have .* --worksheet: 'May', 'June'"):
        told(data)
    rows, lines = told(data, worksheet=" june")
    assert [record.cells["id"] for record in rows] == ["1", "2", "3"]
    assert lines == []
    with pytest.raises(HandoutsError, match="no sheet 'Juni'; did you mean 'June'"):
        told(data, worksheet="Juni")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_told_and_read_only_when_asked_for(state: str) -> None:
    made = book(Old=ROSTER, May=ROSTER)
    made["Old"].sheet_state = state
    _, lines = told(saved(made))
    assert lines == [
        "has 2 sheets; 'May' is read, the only one with a header that is known but for hidden ones "
        "(--worksheet reads them): 'Old'"
    ]
    made["May"]["A1"] = "x"
    with pytest.raises(HandoutsError, match=r"only a hidden sheet .* 'Old'"):
        told(saved(made))
    assert len(told(saved(made), worksheet="Old")[0]) == 2


def test_of_sheets_without_a_header_the_first_row_of_the_first_one_seen_is_told_about() -> None:
    made = book(Old=[["x", "y"]], May=[["mucsle", "id"], ["calf", 1]])
    made["Old"].sheet_state = "hidden"
    with pytest.raises(HandoutsError, match="did you mean 'muscle'"):
        told(saved(made))


def test_what_is_said_of_sheets_is_bounded() -> None:
    with pytest.raises(HandoutsError, match=r"'s9' and 20 more$"):
        told(saved(book(**{f"s{number}": ROSTER for number in range(30)})))


def test_a_hidden_column_is_read_and_told() -> None:
    made = book(May=ROSTER)
    made.active.column_dimensions["B"].hidden = True
    made.active.column_dimensions["F"].hidden = True
    rows, lines = told(saved(made))
    assert rows[0].cells["id"] == "1"
    assert lines == ["a column is hidden and read too (B)"]


def test_a_title_that_is_hidden_is_no_hidden_row() -> None:
    made = book(May=[["Title"], *ROSTER])
    made.active.row_dimensions[1].hidden = True
    assert not [line for line in told(saved(made), hidden="skip")[1] if "hidden" in line]


def test_a_strict_workbook_is_read_as_any_other() -> None:
    plain = saved(book(May=[["muscle", "date"], ["calf", datetime.date(2026, 11, 23)]]))
    old, new = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            text = text.replace(f"{old}spreadsheetml/2006/main", f"{new}spreadsheetml/main")
            text = text.replace(f"{old}officeDocument/2006/relationships", f"{new}officeDocument/relationships")
            after.writestr(name, text)
    assert b"purl" in zipfile.ZipFile(out).read("xl/workbook.xml")
    assert told(out.getvalue())[0][0].cells == {"muscle": "calf", "date": "2026-11-23"}


@pytest.mark.parametrize(
    ("value", "form", "id_"),
    [
        (123, "[<1000]00000;0", "00123"),
        (1234, "[<1000]00000;0", "1234"),
        (12, '[>=100]0;[>=10]"P"0000;00000', "P0012"),
        (5, '[>=100]0;[>=10]"P"0000;00000', "00005"),
        (7, "[Red]000;[Blue]-0", "007"),
        (0, "000;-0;00", "00"),
        (7, '000"a;b"', "007a;b"),
    ],
)
def test_an_id_has_the_part_of_a_format_that_is_for_it(value: int, form: str, id_: str) -> None:
    made = book(May=[["muscle", "id"], ["calf", value]])
    made.active["B2"].number_format = form
    assert told(saved(made))[0][0].cells["id"] == id_


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("dd/mm/yyyy", "2026-11-23"),
        ("[$-F800]dddd, mmmm dd, yyyy", "2026-11-23"),
        ("mmm-yy", "2026-11-23"),
        ("General", "46349"),
        ('"day; "0', "46349"),
        ("[h]:mm", "46349"),
        ("\\d0", "46349"),
        ("[Red]0.00", "46349"),
        ("0_m", "46349"),
    ],
)
def test_a_date_is_known_by_its_format(form: str, shown: str) -> None:
    made = book(May=[["muscle", "date"], ["calf", 46349]])
    made.active["B2"].number_format = form
    assert told(saved(made))[0][0].cells["date"] == shown


def test_days_may_be_counted_from_1904() -> None:
    made = book(May=[["muscle", "date"], ["calf", 44887]])
    made.active["B2"].number_format = "yyyy-mm-dd"
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert told(saved(made))[0][0].cells["date"] == "2026-11-23"


# --- ODS -----------------------------------------------------------------------------------------------------

NUMBER = 'office:value-type="float" office:value="{}"'


def test_an_opendocument_sheet_is_read_as_it_is_shown() -> None:
    body = [
        ods_row("muscle", "id", "date", "note"),
        ods_row(
            "calf",
            (NUMBER.format(123), "00123"),
            ('office:value-type="date" office:date-value="2026-11-23T10:00:00"', "11/23/26"),
            'One.\nTwo<text:s text:c="2"/>three<text:line-break/>four',
        ),
        ods_row("calf", (NUMBER.format("4.0"), "4.00"), "x", "<text:span>a</text:span>b"),
    ]
    rows, lines = told(ods(ods_table("May", *body)), "x.ods")
    first, second = rows
    note = "One.\nTwo  three\nfour"
    assert first.cells == {"muscle": "calf", "id": "00123", "date": "2026-11-23", "note": note}
    assert second.cells == {"muscle": "calf", "id": "4", "date": "x", "note": "ab"}
    assert lines == []


def test_repeated_rows_and_cells_are_counted() -> None:
    body = [
        ods_row("muscle", "id", "note", "name"),
        '<table:table-row table:number-rows-repeated="3"/>',
        ods_row("calf", ('table:number-columns-repeated="2"', ""), "x", attributes='table:number-rows-repeated="2"'),
        ods_row("calf", (f'{NUMBER.format(7)} table:number-columns-repeated="2"', "7")),
        '<table:table-row table:number-rows-repeated="1048569"/>',
    ]
    rows, _ = told(ods(ods_table("May", *body)), "x.ods")
    assert [record.row for record in rows] == [5, 6, 7]
    assert rows[1].cells == {"muscle": "calf", "id": "", "note": "", "name": "x"}
    assert rows[2].cells == {"muscle": "calf", "id": "7", "note": "7"}


def test_a_long_opendocument_sheet_is_read_to_its_end() -> None:
    rows = [ods_row("muscle", "id"), *[ods_row("calf", str(number)) for number in range(1000)]]
    data = ods(ods_table("Notes", ods_row("x")), ods_table("May", *rows), ods_table("More", ods_row("y")))
    assert [record.cells["id"] for record in told(data, "x.ods")[0]] == [str(number) for number in range(1000)]


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_rows_and_columns_of_an_opendocument_sheet_are_known(visibility: str) -> None:
    columns = f'<table:table-column/><table:table-column table:visibility="{visibility}"/>'
    hidden = ods_row("calf", "2", attributes=f'table:visibility="{visibility}"')
    data = ods(ods_table("May", columns, ods_row("muscle", "id"), ods_row("calf", "1"), hidden))
    assert [record.cells["id"] for record in told(data, "x.ods")[0]] == ["1", "2"]
    rows, lines = told(data, "x.ods", hidden="skip")
    assert [record.cells["id"] for record in rows] == ["1"]
    assert lines == ["1 row is hidden and left out (row 3)", "a column is hidden and read too (B)"]


def test_a_hidden_opendocument_sheet_is_known() -> None:
    style = '<style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    old = ods_table("Old", ods_row("muscle"), ods_row("calf"), attributes='table:style-name="t1"')
    data = ods(old, ods_table("May", ods_row("muscle", "id"), ods_row("calf", "1")), styles=style)
    rows, lines = told(data, "x.ods")
    assert rows[0].cells == {"muscle": "calf", "id": "1"}
    assert "but for hidden ones (--worksheet reads them): 'Old'" in lines[0]


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        (('table:number-rows-spanned="2" office:value-type="string"', "1"), "merged cells"),
        (('table:formula="of:=A1"', ""), "a formula that has no result"),
        (('table:formula="of:=1/0" office:value-type="string"', "#DIV/0!"), "a formula that failed"),
        (('table:formula="of:=1/0" office:value-type="string"', "Err:502"), "a formula that failed"),
        ("x" * 70_000, "much too long"),
    ],
)
def test_what_is_wrong_in_an_opendocument_sheet_is_named(cell: str | tuple[str, str], wrong: str) -> None:
    data = ods(ods_table("May", ods_row("muscle", "id"), ods_row("calf", cell), ods_row("calf", "2")))
    rows, _ = told(data, "x.ods")
    assert [wrong in str(fault) for fault in rows[0].faults] == [True]
    assert rows[1].cells["id"] == "2"


def test_a_comment_in_an_opendocument_cell_is_not_the_cell() -> None:
    comment = "<office:annotation><text:p>secret</text:p></office:annotation>"
    cell = ('office:value-type="string"', "")
    row = ods_row("calf", cell).replace("></table:table-cell>", f">{comment}<text:p>ok</text:p></table:table-cell>")
    assert told(ods(ods_table("May", ods_row("muscle", "note"), row)), "x.ods")[0][0].cells["note"] == "ok"


# --- XLS -----------------------------------------------------------------------------------------------------


def xls(rows: list[list[Any]], merged: bool = False) -> bytes:
    xlwt = pytest.importorskip("xlwt", reason="xlwt makes the old workbooks")
    made = xlwt.Workbook()
    sheet = made.add_sheet("May")
    day, zeros = xlwt.easyxf(num_format_str="DD/MM/YYYY"), xlwt.easyxf(num_format_str="00000")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            form = (
                day if isinstance(value, datetime.date) else zeros if type(value) is int else xlwt.Style.default_style
            )
            sheet.write(number, column, value, form)
    if merged:
        sheet.merge(1, 2, 1, 1)
    made.add_sheet("Old").visibility = 1
    return saved(made)


def test_an_old_workbook_is_read_and_what_cannot_be_known_is_told() -> None:
    pytest.importorskip("python_calamine", reason="the extra spreadsheets is not installed")
    rows = [["Title"], [], ["muscle", "id", "date"], ["calf", 123, datetime.date(2026, 11, 23)], ["calf", 4.0, "x"]]
    found, lines = told(xls(rows), "x.xls")
    assert [(record.row, record.cells) for record in found] == [
        (4, {"muscle": "calf", "id": "123", "date": "2026-11-23"}),
        (5, {"muscle": "calf", "id": "4", "date": "x"}),
    ]
    assert any("number formats such as 00123" in line and "cannot be seen" in line for line in lines)


def test_merged_cells_of_an_old_workbook_are_named() -> None:
    pytest.importorskip("python_calamine", reason="the extra spreadsheets is not installed")
    found, _ = told(xls([["muscle", "id"], ["calf", 1], ["calf"], ["calf", 3]], merged=True), "x.xls")
    assert [bool(record.faults) for record in found] == [True, True, False]


def test_rows_behind_the_first_ones_of_an_old_workbook_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine", reason="the extra spreadsheets is not installed")
    rows = [["muscle", "id"], *[["calf", number] for number in range(oldbook.HEAD + 5)]]
    found, _ = told(xls(rows), "x.xls")
    assert [record.cells["id"] for record in found] == [str(number) for number in range(oldbook.HEAD + 5)]


def test_a_date_of_an_old_workbook_in_the_other_order_is_found() -> None:
    pytest.importorskip("python_calamine", reason="the extra spreadsheets is not installed")
    data = xls([["muscle", "date"], ["calf", "11/3/2026"], ["calf", "11/23/2026"]])
    assert other_order_row(io.BytesIO(data), "x.xls", Asked(), month_first=False) == 3


@pytest.mark.parametrize("length", [8, 600, 3000])
def test_a_damaged_old_workbook_is_refused(length: int) -> None:
    pytest.importorskip("python_calamine", reason="the extra spreadsheets is not installed")
    with pytest.raises(HandoutsError, match="no readable spreadsheet"):
        told(xls(ROSTER)[:length], "x.xls")


def test_hidden_rows_of_an_old_workbook_cannot_be_left_out() -> None:
    with pytest.raises(HandoutsError, match="which rows are hidden cannot be seen"):
        told(xls(ROSTER), "x.xls", hidden="skip")


def test_an_encoding_that_was_asked_for_a_workbook_is_told() -> None:
    _, lines = told(saved(book(Patients=ROSTER)), encoding="cp1250")
    assert lines == ["--encoding is for text files, such as CSV, and is not used here"]
