"""A roster is read whatever wrote it; a row that cannot be read is named and takes no other row with it."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from typing import Any

import pytest

from handouts.batch.roster.cells import LONGEST_CELL, column_letters
from handouts.batch.roster.columns import Columns
from handouts.batch.roster.encoding import known_encoding
from handouts.batch.roster.table import (
    Asked,
    Record,
    other_order_row,
    read_records,
    rows_about,
)
from handouts.clinic.columns import Template
from handouts.errors import HandoutsError


def read(data: str | bytes, name: str = "roster.csv") -> list[Record]:
    return list(read_records(io.BytesIO(data.encode() if isinstance(data, str) else data), name))


def cells(data: str | bytes, name: str = "roster.csv") -> list[dict[str, str]]:
    return [record.cells for record in read(data, name)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found(mark: str) -> None:
    assert cells(f"muscle{mark}name\ncalf{mark}Ann\n") == [{"muscle": "calf", "name": "Ann"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    text = "muscle,name\r\ncalf,Zoë Müller – “Zo”\r\n"
    assert cells(text.encode(encoding)) == [{"muscle": "calf", "name": "Zoë Müller – “Zo”"}]


def test_windows_1252_is_told_with_its_letters_and_no_name() -> None:
    asked = Asked()
    list(read_records(io.BytesIO("muscle,name\ncalf,Zoë Müller\ncalf,José\n".encode("cp1252")), "x.csv", asked))
    (line,) = asked.told
    assert line.startswith("is not UTF-8 and was read as Windows-1252, with é ë ü; if names have other letters")
    for data in ("muscle,name\ncalf,Zoë\n".encode(), b"muscle\ncalf\n", "muscle\ncalf\n".encode("utf-16")):
        list(read_records(io.BytesIO(data), "x.csv", asked))
    assert len(asked.told) == 1


NAMES = {
    "cp1250": ["Łukasz Dąbrowski", "Jiří Dvořák", "Zażółć Gęś", "Őri Tünde"],
    "iso8859-2": ["Łukasz Dąbrowski", "Šárka Nováková"],
    "cp1251": ["Иван Петров"],
    "cp1253": ["Γιώργος Παπαδόπουλος"],
    "mac-roman": ["Zoë Müller", "José Nuñez", "Françoise’s"],
}


@pytest.mark.parametrize("encoding", NAMES)
def test_what_is_no_windows_1252_is_asked_for(encoding: str) -> None:
    data = "\r\n".join(["muscle,name", *[f"calf,{name}" for name in NAMES[encoding]]]).encode(encoding)
    with pytest.raises(HandoutsError) as caught:
        read(data)
    said = str(caught.value)
    assert f"{encoding} (" in said
    assert not any(word in said for name in NAMES[encoding] for word in name.split())
    assert len(said) < 1500
    asked = Asked(encoding=encoding)
    rows = list(read_records(io.BytesIO(data), "x.csv", asked))
    assert [row.cells["name"] for row in rows] == NAMES[encoding]
    letters = sorted({char for name in NAMES[encoding] for char in name if not char.isascii()})
    assert asked.told == [f"read as {encoding}, with {' '.join(letters)}"]


def test_one_odd_word_is_no_other_encoding() -> None:
    rows = [f"calf,Zoë{'x' * (number % 60)}" for number in range(60)] + ["calf,McÉvoy"]
    assert len(read("\n".join(["muscle,name", *rows]).encode("cp1252"))) == 61


@pytest.mark.parametrize("asked", ["windows-1250", "CP1250", "cp1250", "Windows 1250"])
def test_an_encoding_has_many_names(asked: str) -> None:
    assert known_encoding(asked) == "cp1250"


@pytest.mark.parametrize("asked", ["cp9999", "rot13", "base64", "punycode", "", "utf-7", "a\0b"])
def test_what_is_no_encoding_is_refused(asked: str) -> None:
    with pytest.raises(HandoutsError, match="no such encoding"):
        known_encoding(asked)


@pytest.mark.parametrize("asked", ["utf-16", "utf-32"])
def test_what_is_not_in_the_encoding_that_was_asked_for_is_told(asked: str) -> None:
    with pytest.raises(HandoutsError, match=f"r.csv: is not {asked}: leave out --encoding, or give {asked}-le"):
        list(read_records(io.BytesIO(b"muscle,name\ncalf,Ann\n"), "r.csv", Asked(encoding=asked)))


@pytest.mark.parametrize(("asked", "written"), [("utf-16", "utf-16-le"), ("utf-16", "utf-16-be"), ("", "utf-32")])
def test_utf16_and_utf32_are_read_with_a_mark_or_without(asked: str, written: str) -> None:
    file = io.BytesIO("muscle,name\ncalf,Zo\u00eb\n".encode(written))
    assert [each.cells["name"] for each in read_records(file, "r.csv", Asked(encoding=asked))] == ["Zo\u00eb"]


def test_a_sheet_that_was_asked_for_in_a_text_file_is_told() -> None:
    asked = Asked(worksheet="Patients")
    list(read_records(io.BytesIO(b"muscle\ncalf\n"), "r.csv", asked))
    assert asked.told == ["has no sheets: --worksheet is not used here"]


def test_a_key_of_json_that_may_be_another_is_named() -> None:
    (record,) = read('{"muscle": "calf", "Side": "left", "Seite": "rechts"}', "r.jsonl")
    assert "key 'Side' and 'Seite' both mean side" in str(record.faults[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("text", ["11/23/2026", "1-31-2026", "01/13/2026 10:00"])
def test_a_date_in_the_other_order_is_found(text: str, encoding: str) -> None:
    padding = "".join(f"calf,{number},11/3/2026,\n" for number in range(3, 90_000 if encoding == "utf-8" else 90))
    table = f"muscle,id,date,note\ncalf,1,3/4/2026,since 11/23/2026\n{padding}calf,2,{text},\n"
    file = io.BytesIO(table.encode(encoding))
    assert other_order_row(file, "x.csv", Asked(), month_first=False) == table.count("\n")
    assert other_order_row(file, "x.csv", Asked(), month_first=True) is None
    assert file.tell() == 0


def test_a_date_in_the_other_order_is_found_where_the_month_comes_first() -> None:
    file = io.BytesIO(b"muscle,date\ncalf,11/3/2026\ncalf,23/11/2026\n")
    assert other_order_row(file, "x.csv", Asked(), month_first=True) == 3
    assert other_order_row(file, "x.csv", Asked(), month_first=False) is None


def test_damaged_utf8_is_not_read_as_something_else() -> None:
    data = "muscle,name\ncalf,Zoë\ncalf,B".encode() + b"\xff\xfe\n" + "calf,José\n".encode()
    assert [row["name"] for row in cells(data)] == ["Zoë", "B\ufffd\ufffd", "José"]


def test_headers_forgive_case_spaces_and_marks() -> None:
    assert cells("\ufeffMuscle , NAME,,Side\ncalf,Ann,,left\n") == [{"muscle": "calf", "name": "Ann", "side": "left"}]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("muscle,nmae", "column 'nmae' is unknown, and may be 'name'"),
        ("muscle,Patient", "may be 'name': say --column name=\"Patient\", or --column name= to leave it out"),
        ("muscle,language", "may be 'lang'"),
        ("muscle,name,Name", "twice"),
        ("muscel,name", "no column `muscle`; did you mean 'muscle'?"),
    ],
)
def test_a_wrong_header_is_explained(header: str, said: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        read(f"{header}\ncalf,x,y\n")
    assert said in str(caught.value)


@pytest.mark.parametrize("cut", ["calf,{0},{0},{0},{0},{0},{0},left\n", "calf" + ",{0}" * 6 + "\n"])
def test_a_row_that_is_much_too_long_is_not_made_without_its_end(cut: str) -> None:
    columns = ["muscle", "name", "note", "lang", "paper", "print", "ink", "side"]
    records = read(",".join(columns) + "\n" + cut.format("x" * 60_000) + "calf,B\n")
    assert [record.row for record in records] == [2, 3]
    assert any("\ufffd" in cell for cell in records[0].cells.values())


def test_what_is_said_of_a_header_is_bounded() -> None:
    slips = [f"{'weeks'[:at]}{letter}{'weeks'[at:]}" for at in range(5) for letter in "abcdfghijlmnopqrtuv"]
    with pytest.raises(HandoutsError, match=f"and {len(slips) - 20} more") as caught:
        read(",".join(["muscle", *slips]) + "\ncalf\n")
    assert len(str(caught.value)) < 4000
    (record,) = read(json.dumps(dict.fromkeys(slips, 1)), "x.jsonl")
    assert len(record.faults) == 20
    asked = Asked()
    header = ",".join(["muscle", *[f"column{number}" + "x" * 100 for number in range(1000)]])
    list(read_records(io.BytesIO(f"{header}\ncalf\n".encode()), "x", asked))
    assert "and 980 more" in asked.told[0]
    assert len(asked.told[0]) < 2000
    with pytest.raises(HandoutsError, match="20,001 cells"):
        read("muscle" + ",x" * 20_000 + "\n")


def test_a_roster_without_a_header_quotes_nobody() -> None:
    with pytest.raises(HandoutsError) as caught:
        read("calf,Johanna Schmidt\ncalf,Ada Lovelace\n")
    assert "Schmidt" not in str(caught.value)
    assert "no column `muscle`" in str(caught.value)


@pytest.mark.parametrize("data", ["", "\n\n", "\ufeff", "# only a comment\n"])
def test_an_empty_file_is_said_to_be_empty(data: str) -> None:
    with pytest.raises(HandoutsError, match="empty"):
        read(data)


def test_empty_lines_are_left_out_and_counted() -> None:
    records = read("muscle,name\n\ncalf,A\n,\n\ncalf,B\n")
    assert [(record.row, record.cells["name"]) for record in records] == [(3, "A"), (6, "B")]


@pytest.mark.parametrize("ends", [["\n"], ["\r\n"], ["\r"], ["\n", "\r", "\r\n"], ["\r", "\r", "\n"]])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_kind_of_line_end_ends_a_row(ends: list[str], encoding: str) -> None:
    lines = ["muscle,id", *(f"calf,{number}" for number in range(1, 8))]
    text = "".join(line + ends[index % len(ends)] for index, line in enumerate(lines))
    records = read(text.encode(encoding))
    assert [(record.row, record.cells["id"]) for record in records] == [(n + 1, str(n)) for n in range(1, 8)]
    if encoding == "utf-8":
        assert rows_about(io.BytesIO(text.encode())) == 7


def test_a_line_may_end_between_two_pieces_that_are_read() -> None:
    for padding in range(1, 9):
        text = "muscle,id\r\n" + "calf,123456789\r\n" * 2000 + "calf," + "1" * padding + "\r" + "calf,2\r\n" * 9000
        assert [record.cells["muscle"] for record in read(text)] == ["calf"] * 11_001
        assert rows_about(io.BytesIO(text.encode())) == 11_001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_rows_are_counted_not_lines(end: str, encoding: str) -> None:
    row = f'calf,"One ""good"" leg.{end}Two.{end}{end}Three.",1{end}'
    data = f"muscle,note,id{end}{row * 3000}".encode(encoding)
    assert rows_about(io.BytesIO(data)) == 3000
    assert rows_about(io.BytesIO(data[: -len(end)])) == 3000
    assert rows_about(io.BytesIO(data + b'calf,5",x')) > 3000, "a quotation mark alone: every line counts"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_a_quoted_cell_may_have_any_line_end(end: str) -> None:
    records = read(f'muscle,note,id\ncalf,"One.{end}Two.",1\ncalf,,2\n')
    assert [(record.row, record.cells["id"]) for record in records] == [(2, "1"), (3, "2")]
    assert records[0].cells["note"] == f"One.{end}Two."


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_json_lines_may_have_any_line_end(end: str) -> None:
    text = "".join(f'{{"muscle": "calf", "id": {number}}}{end}' for number in range(3))
    assert [row["id"] for row in cells(text, "x.jsonl")] == ["0", "1", "2"]


def test_comments_stand_above_the_header_only() -> None:
    records = read('# a, comment\n"# another",x\nmuscle,id\ncalf,#12\n#x,1\n')
    assert [record.cells for record in records] == [{"muscle": "calf", "id": "#12"}, {"muscle": "#x", "id": "1"}]


def test_rows_that_are_too_long_are_named_and_the_others_kept() -> None:
    records = read("muscle,id,name\ncalf,1\ncalf,2,B\ncalf,3,C,Secret\ncalf,4,E,\n")
    assert [(record.row, bool(record.faults)) for record in records] == [(2, False), (3, False), (4, True), (5, False)]
    said = str(records[2].faults[0])
    assert said.startswith("row 4, column D: is beyond the header: the row has 4 cells, the header has 3")
    assert "Secret" not in said


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_empty_last_cells_may_be_missing(end: str) -> None:
    rows = cells(end.join(["muscle;id;name;note", "calf", "calf;1", "calf;2;B", "calf;3;C;D", ""]))
    assert rows == [
        {"muscle": "calf"},
        {"muscle": "calf", "id": "1"},
        {"muscle": "calf", "id": "2", "name": "B"},
        {"muscle": "calf", "id": "3", "name": "C", "note": "D"},
    ]


@pytest.mark.parametrize("header", ["", " ", "\u200b", "\u00a0", '"\n"'])
def test_a_cell_under_an_empty_header_is_named(header: str) -> None:
    records = read(f"muscle,{header},id\ncalf,Stop it Ann,1\ncalf,,2\ncalf, ,3\ncalf\n")
    assert [(record.row, bool(record.faults)) for record in records] == [(2, True), (3, False), (4, False), (5, False)]
    said = str(records[0].faults[0])
    assert "row 2, column B" in said
    assert "Ann" not in said


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize(
    "header",
    ["\u200bid", "id\u00a0", "\ufeffid", "i\u00add", "\u202aid\u202c", "\u2060id\u2009", " ID\u202f", '"id\n"'],
)
def test_what_is_invisible_in_a_header_does_not_matter(header: str) -> None:
    assert cells(f"{header},muscle\n7,calf\n") == [{"id": "7", "muscle": "calf"}]


@pytest.mark.parametrize("broken", ['calf,"open', 'calf,"a "b" c"', 'calf,"' + "x" * (LONGEST_CELL + 1) + '"'])
def test_a_broken_quotation_costs_one_row(broken: str) -> None:
    records = read(f'muscle,name\ncalf,A\n{broken}\ncalf,"B"\ncalf,C\n')
    good = [record.cells["name"] for record in records if not record.faults]
    assert good == ["A", "B", "C"]
    assert [record.row for record in records if record.faults] == [3]


def test_a_note_may_have_lines_and_separators() -> None:
    record = read('muscle,note,name\r\ncalf,"one, two\r\n""three""",B\r\n')[0]
    assert record.cells["note"] == 'one, two\r\n"three"'


def test_the_separator_may_be_said() -> None:
    assert cells("sep=;\r\nmuscle;note\r\ncalf;a, b, c\r\n") == [{"muscle": "calf", "note": "a, b, c"}]


def test_zero_bytes_do_not_stop_the_reading() -> None:
    assert [row["name"] for row in cells("muscle,name\ncalf,A\0B\ncalf,C\n")] == ["A\ufffdB", "C"]


def test_json_lines() -> None:
    lines = ['{"Muscle": "calf", "seconds": 30.0, "note": null}', "", "[1]", "{", '{"muscle": ["a"]}', '{"nmae": 1}']
    records = read("\ufeff" + "\n".join(lines), "x.jsonl")
    assert records[0].cells == {"muscle": "calf", "seconds": "30", "note": ""}
    assert [(record.row, len(record.faults)) for record in records] == [(1, 0), (3, 1), (4, 1), (5, 1), (6, 1)]
    assert "may be 'name'" in str(records[4].faults[0])


def test_json_is_known_by_its_start_too() -> None:
    assert cells('{"muscle": "calf"}\n', "-") == [{"muscle": "calf"}]


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0old", b"\x89PNG"])
def test_other_files_are_refused(start: bytes) -> None:
    with pytest.raises(HandoutsError):
        read(start + b" " * 100)


def test_a_large_roster_is_streamed() -> None:
    row = "calf,Ann Example," + "press gently " * 30 + "\n"
    data = io.BytesIO(("muscle,name,note\n" + row * 40_000).encode())  # 17 MB
    tracemalloc.start()
    count = sum(1 for _ in read_records(data, "x.csv"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_000
    assert peak < 8 << 20


def test_about_how_many_rows() -> None:
    data = io.BytesIO(b"muscle\n" + b"calf\n" * 5000)
    assert rows_about(data) == 5000
    assert data.tell() == 0


# --- spreadsheets --------------------------------------------------------------------------------------------

openpyxl = pytest.importorskip("openpyxl")


def workbook(rows: list[list[Any]], merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_a_roster() -> None:
    import datetime

    rows = [
        ["Muscle", "ID", "Date", "Seconds"],
        ["calf", 12, datetime.date(2026, 11, 23), 30.0],
        [],
        ["calf", "13", "x", None],
    ]
    records = read(workbook(rows), "x.xlsx")
    assert [(record.row, record.cells) for record in records] == [
        (2, {"muscle": "calf", "id": "12", "date": "2026-11-23", "seconds": "30"}),
        (4, {"muscle": "calf", "id": "13", "date": "x"}),
    ]
    assert rows_about(io.BytesIO(workbook(rows))) == 3


def test_merged_cells_are_named_by_row() -> None:
    records = read(workbook([["muscle", "id"], ["calf", 1], ["calf", 2], [None, 3], ["calf", 4]], "A3:A4"), "x.xlsx")
    assert [(record.row, bool(record.faults)) for record in records] == [(2, False), (3, True), (4, True), (5, False)]


def test_a_spreadsheets_cell_without_a_column_is_named() -> None:
    rows = [["muscle", None, "id"], ["calf", None, 1], ["calf", "Ann", 2], ["calf", None, 3, "Ann"], ["calf"]]
    records = read(workbook(rows), "x.xlsx")
    assert [str(fault).partition(":")[0] for record in records for fault in record.faults] == [
        "row 3, column B",
        "row 4, column D",
    ]
    assert len(records) == 4


def patched(data: bytes, old: str, new: str) -> bytes:
    """A workbook with something else in its first sheet, as other programs write it."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info in packed.infolist():
            part = packed.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                part, count = re.subn(old.encode(), new.encode(), part)
                assert count == 1
            made.writestr(info, part)
    return out.getvalue()


@pytest.mark.parametrize("result", ["<v></v>", "<v/>", ""])
def test_a_formula_whose_result_is_empty_is_an_empty_cell(result: str) -> None:
    data = workbook(
        [["muscle", "note", "id"], ["calf", '=IF(D2="","",D2)', 1], ['=""', '=""', '=""'], ["calf", "x", 3]]
    )
    for place in ("B2", "A3", "B3", "C3"):  # how programs write a formula without a result varies
        data = patched(data, f'<c r="{place}">.*?</c>', f'<c r="{place}" t="str"><f>D2</f>{result}</c>')
    assert [(record.row, record.cells, record.faults) for record in read(data, "x.xlsx")] == [
        (2, {"muscle": "calf", "note": "", "id": "1"}, ()),
        (4, {"muscle": "calf", "note": "x", "id": "3"}, ()),
    ]


@pytest.mark.parametrize(
    ("value", "form", "id_"),
    [
        (123, "00000", "00123"),
        (0, "000", "000"),
        (123456, "00000", "123456"),
        (123.0, "00000;-00000", "00123"),
        (45, '"P-"0000', "P-0045"),
        (1234567, "000-0000", "123-4567"),
        (34567, "000\\-0000", "003-4567"),
        (12, "[$-409]0000_)", "0012"),
        (7, "#-##00", "-07"),
        (1234, "#,##0", "1234"),
        (1234, "0.00", "1234"),
        (1234, "General", "1234"),
        (1234, "0", "1234"),
        (12, "0%", "12"),
        (12, "0E+00", "12"),
    ],
)
def test_an_id_is_what_the_spreadsheet_shows(value: float, form: str, id_: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["muscle", "id", "seconds"])
    book.active.append(["calf", value, value])
    for place in ("B2", "C2"):
        book.active[place].number_format = form
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue(), "x.xlsx") == [{"muscle": "calf", "id": id_, "seconds": str(int(value))}]


def test_characters_that_xml_cannot_have_are_read() -> None:
    texts = ["One_x000D_\nTwo", "a_x0009_b", "_x005F_x000D_", "_x000d_", "_xD83D__xDE00_", "_xD83D_", "_x00D_ _xyz_"]
    records = cells(workbook([["muscle", "note"], *[["calf", text] for text in texts]]), "x.xlsx")
    assert [row["note"] for row in records] == ["One\r\nTwo", "a\tb", "_x000D_", "\r", "😀", "\ufffd", "_x00D_ _xyz_"]


@pytest.mark.parametrize("hidden", [[3, 4], [1, 3, 4], [3, 4, 5], [3, 4, 50_000]])
def test_hidden_rows_are_made_or_left_out_and_always_told(hidden: list[int]) -> None:
    book = openpyxl.Workbook()
    for row in [["muscle", "id"], ["calf", 1], ["calf", 2], ["calf", 3], [], ["calf", 4]]:
        book.active.append(row)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    made, left_out = Asked(), Asked(hidden="skip")
    assert [r.cells["id"] for r in read_records(io.BytesIO(out.getvalue()), "x.xlsx", made)] == ["1", "2", "3", "4"]
    assert made.told == ["2 rows are hidden in the spreadsheet and made too; --hidden skip leaves them out (rows 3, 4)"]
    assert [r.cells["id"] for r in read_records(io.BytesIO(out.getvalue()), "x.xlsx", left_out)] == ["1", "4"]
    assert left_out.told == ["2 rows are hidden and left out (rows 3, 4)"]


@pytest.mark.parametrize("attributes", ['hidden="true" r="3"', "hidden='1' r='3'", 'r="3" spans="1:2" hidden="1"'])
def test_hidden_rows_are_known_however_they_are_written(attributes: str) -> None:
    data = workbook([["muscle", "id"], ["calf", 1], ["calf", 2], ["calf", 3]])
    data = patched(data, '<row r="3">', f"<row {attributes}>")
    assert [record.row for record in read_records(io.BytesIO(data), "x.xlsx", Asked(hidden="skip"))] == [2, 4]


def test_hidden_rows_far_down_are_known() -> None:
    book = openpyxl.Workbook()
    book.active.append(["muscle", "id"])
    for number in range(2, 20_000):
        book.active.append(["calf", number])
        book.active.row_dimensions[number].hidden = number % 2 == 0
    out = io.BytesIO()
    book.save(out)
    rows = [record.row for record in read_records(io.BytesIO(out.getvalue()), "x.xlsx", Asked(hidden="skip"))]
    assert rows == list(range(3, 20_000, 2))


def test_a_workbooks_date_in_the_other_order_is_found() -> None:
    data = workbook([["muscle", "date"], ["calf", "11/3/2026"], ["calf", "11/23/2026"]])
    assert other_order_row(io.BytesIO(data), "x.xlsx", Asked(), month_first=False) == 3


def test_nothing_of_python_is_shown_for_a_workbook(recwarn: pytest.WarningsRecorder) -> None:
    extension = '<extLst><ext xmlns:x14="x" uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    data = patched(workbook([["muscle", "date"], ["calf", "x"]]), "</worksheet>", extension)
    assert cells(data, "x.xlsx") == [{"muscle": "calf", "date": "x"}]
    assert not recwarn.list


def test_a_formula_without_a_result_is_named() -> None:
    records = read(workbook([["muscle", "id"], ["calf", "=1+1"], ["calf", 2]]), "x.xlsx")
    assert "formula" in str(records[0].faults[0])
    assert records[1].cells["id"] == "2"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = patched(workbook([["muscle"]]), "</worksheet>", " " * (40 << 20))
    with pytest.raises(HandoutsError, match="unpack"):
        read(data, "x.xlsx")


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", workbook([["muscle"]])[:-200]])
def test_a_damaged_spreadsheet_is_refused(data: bytes) -> None:
    with pytest.raises(HandoutsError):
        read(data, "x.xlsx")


def test_another_zip_is_no_spreadsheet() -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(HandoutsError, match="xlsx"):
        read(out.getvalue(), "x.ods")


def test_json_and_csv_say_the_same() -> None:
    row = {"muscle": "calf", "name": "Ann", "note": 'two\nlines, "quoted"'}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    assert cells(out.getvalue()) == cells(json.dumps(row), "x.jsonl")


def test_the_muscle_alone_is_missing_below_a_title() -> None:
    asked = Asked(columns=Columns(usual={"name": Template("Kunde", ("Kunde",), ("", ""))}))
    with pytest.raises(HandoutsError) as caught:
        list(read_records(io.BytesIO(b"Report\n\nKunde;Side\nAnn;left\n"), "r.csv", asked))
    assert "no column `muscle`" in str(caught.value)
    assert "Kunde" not in str(caught.value)
