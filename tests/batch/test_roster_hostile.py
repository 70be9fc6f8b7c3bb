"""Whatever a roster is, it is read within bounds or refused in a line; one row never takes the others with it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from handouts.batch.roster import cells, commas, packed, source
from handouts.batch.roster.cells import UnsafeIdError, safe_id
from handouts.batch.roster.source import open_roster
from handouts.batch.roster.table import Record, read_records
from handouts.errors import HandoutsError
from tests.batch.conftest import Batch
from tests.batch.exports import EXPORTS, ods, ods_row, ods_table


def read(data: bytes | str, name: str) -> list[Record]:
    return list(read_records(io.BytesIO(data.encode() if isinstance(data, str) else data), name))


def workbook(change: Callable[[str], str], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A small roster with one of its parts changed."""
    book, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for row in [["muscle", "id"], ["calf", 1]]:
        book.active.append(row)
    book.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, change(text) if name == part else text)
    return out.getvalue()


def rows(xml: str) -> Callable[[str], str]:
    return lambda text: text.replace("</sheetData>", xml + "</sheetData>")


# --- CSV -----------------------------------------------------------------------------------------------------


def test_quotation_marks_that_are_never_closed_are_looked_for_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each such row was once read to the end of the file: 20,000 of them took 45 seconds."""
    given = 0

    class Lines(commas._Lines):
        def __next__(self) -> str:
            nonlocal given
            given += 1
            return super().__next__()

    monkeypatch.setattr(commas, "_Lines", Lines)
    monkeypatch.setattr(commas, "MOST_BROKEN", 10)
    monkeypatch.setattr(commas, "MOST_LINES", 50)
    found = read("muscle,id,note\n" + 'a",b,"\n' * 2000 + "calf,7,\n", "x.csv")
    assert len(found) == 2001
    assert all(record.faults for record in found[:-1])
    assert found[-1].cells["id"] == "7"
    assert given < 2 * 2000 + 10 * 50 + 100


def test_a_note_with_many_lines_is_no_broken_quotation() -> None:
    note = "\n".join(["line"] * (commas.MOST_LINES - 1))
    found = read(f'muscle,note\ncalf,"{note}"\ncalf,x\n', "x.csv")
    assert [record.cells["note"] for record in found] == [note, "x"]


@pytest.mark.parametrize(
    "data",
    [
        "muscle," + "x" * 5_000_000 + "\ncalf,1\n",
        "x" * 5_000_000,
        "," * 1_000_000,
        b"\0" * 1_000_000,
        b"\xff\xfe" + b"\0" * 1_000_000,
        "muscle," + ",".join(f"c{number}" for number in range(100_000)) + "\ncalf\n",
        ("x" * 200_000 + "\n") * 40,
    ],
)
def test_what_is_no_header_is_refused_in_a_line_of_bounded_length(data: bytes | str) -> None:
    with pytest.raises(HandoutsError) as caught:
        read(data, "x.csv")
    assert len(str(caught.value)) < 3000


@pytest.mark.parametrize("start", [b"<html><table>", b"<!DOCTYPE html>", b'\n<?xml version="1.0"?>', b"<TABLE>"])
def test_a_web_page_that_is_called_a_spreadsheet_is_named(start: bytes) -> None:
    with pytest.raises(HandoutsError, match="is a web page"):
        read(start, "x.xls")


# --- JSON lines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "9" * 5000,
        "[" * 100_000,
        '{"a":' * 20_000 + "1" + "}" * 20_000,
        "true",
    ],
)
def test_a_value_that_is_none_is_one_bad_row(bad: str) -> None:
    line = '{"muscle": "calf", "id": 7}'
    found = read(f'{line}\n{{"muscle": "calf", "id": {bad}}}\n{line}\n', "x.jsonl")
    assert [bool(record.faults) for record in found] == [False, True, False]


def test_a_key_that_is_there_twice_is_not_lost_unseen() -> None:
    found = read('{"muscle": "calf", "id": 1, "id": 2}\n', "x.jsonl")
    assert "key 'id' is there twice" in str(found[0].faults[0])


@pytest.mark.long
def test_half_a_character_never_ends_a_batch(batch: Batch, tmp_path: Path) -> None:
    lines = [
        {"muscle": "gastrocnemius", "id": id_, "note": note}
        for id_, note in [("1", ""), ("\ud800", ""), ("3", "x\udfff"), ("4", "")]
    ]
    result = batch("".join(json.dumps(line) + "\n" for line in lines), name="roster.jsonl")
    assert result.exit_code == 3
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 2
    with (tmp_path / "out" / "errors.csv").open(newline="", encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_an_id_that_no_file_name_can_have_here_is_one_bad_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a locale that knows ASCII only, as on some servers."""
    monkeypatch.setattr(cells.os, "fsencode", lambda name: name.encode("ascii"))
    assert safe_id("Zoe 2") == "Zoe_2"
    with pytest.raises(UnsafeIdError, match="file names cannot have in this computer"):
        safe_id("Zo\u00eb2")


# --- spreadsheets --------------------------------------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def laughing(text: str) -> str:
    return LAUGHS + text.partition("?>")[2] if text.startswith("<?xml") else LAUGHS + text


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        (rows('<row r="2000000000"><c><v>1</v></c></row>'), "xl/worksheets/sheet1.xml", "no readable spreadsheet"),
        (rows('<row><c r="ZZZ9"><v>1</v></c></row>'), "xl/worksheets/sheet1.xml", "no readable spreadsheet"),
        (rows('<row r="9"><c t="s"><v>99</v></c></row>'), "xl/worksheets/sheet1.xml", "no readable spreadsheet"),
        (rows("<a>" * 60_000), "xl/worksheets/sheet1.xml", "millions of cells"),
        (rows('<row><c r="XFD1"><v>1</v></c></row>' * 300), "xl/worksheets/sheet1.xml", "millions of cells"),
        (rows(" " * (20 << 20)), "xl/worksheets/sheet1.xml", "unpack to 20 MB"),
        (laughing, "xl/worksheets/sheet1.xml", "no readable spreadsheet"),
        (laughing, "xl/workbook.xml", "no readable spreadsheet"),
        (laughing, "xl/styles.xml", "no readable spreadsheet"),
        (lambda text: text.replace("<sheets>", "<x>"), "xl/workbook.xml", "no readable spreadsheet"),
        (lambda text: '<?xml version="1.0" encoding="klingon"?><a/>', "xl/styles.xml", "no readable spreadsheet"),
    ],
)
def test_a_workbook_that_would_take_too_much_is_refused(change: Callable[[str], str], part: str, said: str) -> None:
    with pytest.raises(HandoutsError, match=said):
        read(workbook(change, part), "x.xlsx")


def test_a_row_far_down_is_read_without_those_between() -> None:
    found = read(workbook(rows('<row r="1048576"><c><v>1</v></c></row>')), "x.xlsx")
    assert [record.row for record in found] == [2, 1_048_576]


@pytest.mark.parametrize("style", ["99", "-1", "9" * 5000, "\u00b2"])
def test_a_style_that_there_is_not_is_no_style(style: str) -> None:
    found = read(workbook(rows(f'<row><c t="str"><v>calf</v></c><c s="{style}"><v>7</v></c></row>')), "x.xlsx")
    assert found[-1].cells["id"] == "7"


@pytest.mark.parametrize("number", ["NaN", "1e400", "-inf", "9" * 400])
def test_a_number_that_is_none_is_said_as_spreadsheets_say_it(number: str) -> None:
    found = read(workbook(rows(f'<row><c t="str"><v>calf</v></c><c><v>{number}</v></c></row>')), "x.xlsx")
    assert found[-1].cells["id"] == "#NUM!"


def test_the_tags_of_all_parts_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_TAGS", 400)
    assert read(workbook(lambda text: text), "x.xlsx")
    with pytest.raises(HandoutsError, match="millions of cells"):
        read(workbook(rows("<row><c/></row>" * 150)), "x.xlsx")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ods_row("calf", attributes='table:number-rows-repeated="1048000"'), "millions of cells"),
        (ods_row(('table:number-columns-repeated="16384" office:value-type="string"', "x")) * 600, "millions of cells"),
        (ods_row(('table:number-columns-repeated="16384"', ""), "x"), "millions of cells"),
        (ods_row("calf", attributes='table:number-rows-repeated="1048576"'), "no readable spreadsheet"),
        ("<table:table>" * 60_000, "millions of cells"),
    ],
)
def test_an_opendocument_sheet_that_would_take_too_much_is_refused(row: str, said: str) -> None:
    with pytest.raises(HandoutsError, match=said):
        read(ods(ods_table("May", ods_row("muscle"), row)), "x.ods")


def test_entities_of_an_opendocument_sheet_are_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(ods(ods_table("May", ods_row("muscle"))))) as before,
        zipfile.ZipFile(out, "w") as z,
    ):
        z.writestr("content.xml", laughing(before.read("content.xml").decode()))
    with pytest.raises(HandoutsError, match="no readable spreadsheet"):
        read(out.getvalue(), "x.ods")


# --- where it comes from -------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_roster(path: str) -> None:
    with pytest.raises(HandoutsError, match="is no file"), open_roster(path):
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such pipes")
def test_a_pipe_into_which_nobody_writes_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "PATIENCE", 0.01)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(HandoutsError, match="nobody writes"), open_roster(str(tmp_path / "pipe")):
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such pipes")
def test_a_pipe_is_read_to_its_end() -> None:
    """As in a shell: handouts batch <(a command)."""
    end, begin = os.pipe()
    os.write(begin, b"muscle\ncalf\n")
    os.close(begin)
    with open_roster(f"/dev/fd/{end}") as file:
        assert file.read() == b"muscle\ncalf\n"
        file.seek(0)
        assert len(list(read_records(file, "x"))) == 1
    os.close(end)


def test_a_file_that_is_too_large_for_a_roster_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 1 << 20)
    with (tmp_path / "x.csv").open("wb") as file:
        file.truncate((1 << 20) + 1)
    with pytest.raises(HandoutsError, match="more than 1 MB"), open_roster(str(tmp_path / "x.csv")):
        pass


@pytest.mark.parametrize("path", [".", "\0", "x" * 5000])
def test_what_is_no_path_of_a_file_is_refused(path: str) -> None:
    with pytest.raises(HandoutsError), open_roster(path):
        pass


# --- anything at all -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("program", EXPORTS)
def test_a_damaged_roster_is_read_or_refused(program: str) -> None:
    """Some of a longer trial's changes: bytes lost, doubled, changed; in the parts of a packed file too."""
    export, chance = EXPORTS[program](), random.Random(7)
    for _ in range(60):
        data = damaged(export.data, chance)
        if export.data.startswith(b"PK") and chance.random() < 0.8:
            data = repacked(export.data, chance)
        said = refusal(data, export.name)
        assert said is None or 0 < len(said) < 3000


def refusal(data: bytes, name: str) -> str | None:
    """What is said when a roster cannot be read; any other error is the test's."""
    try:
        read(data, name)
    except HandoutsError as error:
        return str(error)
    return None


def damaged(data: bytes, chance: random.Random) -> bytes:
    place, length = chance.randrange(len(data)), chance.choice([1, 2, 9, 90])
    piece = chance.choice([b"", data[place : place + length] * 2, chance.randbytes(length), b'"', b"<", b"\xff\xfe"])
    return data[:place] + piece + data[place + length :]


def repacked(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        chosen = chance.choice(before.namelist())
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, damaged(part, chance) if name == chosen and part else part)
    return out.getvalue()
