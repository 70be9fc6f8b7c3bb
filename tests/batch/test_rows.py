"""Every cell is checked; a fault says what to do and never repeats a cell, which may hold a name."""

from __future__ import annotations

import pytest

from handouts.batch.roster.cells import Fault, NoDateError, UnsafeIdError, names_person, read_date, safe_id
from handouts.batch.roster.row import Row, RowReader
from handouts.batch.roster.table import Record
from handouts.clinic.choices import LONGEST_NOTE, Choices
from handouts.content.library import Library


@pytest.fixture
def reader(library: Library, choices: Choices) -> RowReader:
    return RowReader(library, choices, "en")


def good(reader: RowReader, **cells: str) -> Row:
    row = reader.read(Record(2, {"muscle": "gastrocnemius", **cells}))
    assert isinstance(row, Row), row
    return row


def faults(reader: RowReader, **cells: str) -> tuple[Fault, ...]:
    made = reader.read(Record(2, {"muscle": "gastrocnemius", **cells}))
    assert not isinstance(made, Row)
    return made


def test_a_full_row(reader: RowReader) -> None:
    row = good(
        reader,
        muscle=" Gastrocnemius ",
        id="A 12",
        name="  Zoë   Müller ",
        date="3/4/2026",
        note="One.\r\n\r\nTwo.",
        side="L",
        paper="Letter",
        ink="gray",
        layout="do sheet",
        pressure="3 to 4",
        seconds="30",
        copies="2",
    )
    assert row.file == "A_12.gastrocnemius.en.pdf"
    assert (row.name, row.date, row.message) == ("Zoë Müller", "3 April 2026", "One.\n\nTwo.")
    options, page = row.options, row.setting.page
    assert (options.side, options.layout, options.pressure, options.seconds) == ("left", "do", (3, 4), (30, 30))
    assert (page.paper, page.ink, row.copies) == ("letter", "grey", 2)


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "José Nuñez", "Łukasz Dąbrowski", "O’Neil", "Straße", "Ærø £5", "Ayşe", "Čapek"]
)
def test_utf8_that_was_read_twice_is_noticed(reader: RowReader, name: str) -> None:
    assert good(reader, name=name).name == name
    twice = name.encode().decode("cp1252", "replace")
    assert "one letter became two" in str(faults(reader, name=twice)[0]) or "\ufffd" in twice


@pytest.mark.parametrize("note", ["Ä… no", "GRÖSSE Ä", "Ã", "â € 5", "São João", "ÂNGELA", "Ångström Å–Ä", "« Â »"])
def test_real_letters_are_not_taken_for_utf8_read_twice(reader: RowReader, note: str) -> None:
    assert good(reader, note=note).message == note


@pytest.mark.parametrize(
    "text",
    [
        "Mon 23/11/2026",
        "Monday, 23 November 2026",
        "23/11/2026 09:30",
        "23.11.2026 09:30:15",
        "2026-11-23T09:30:00.123Z",
        "2026-11-23 09:30:00+01:00",
        "Nov 23, 2026, 9:30 am",
        "Mon., 23 Nov 2026 9:30 PM",
    ],
)
def test_a_date_may_have_its_weekday_and_a_time(text: str) -> None:
    assert read_date(text, month_first=False).isoformat() == "2026-11-23"


def test_what_could_have_the_month_first_is_refused_when_another_row_has(library: Library, choices: Choices) -> None:
    reader = RowReader(library, choices, "en", other_order=7)
    (fault,) = faults(reader, date="11/3/2026")
    assert (
        str(fault)
        == "row 2, date: could have the month first, as row 7 has: write it as year-month-day, in figures: YYYY-MM-DD"
    )
    for text, day in [("23/11/2026", "23"), ("3.11.2026", "3"), ("11/11/2026", "11"), ("2026-11-03", "3")]:
        assert good(reader, id=f"n{day}{len(text)}", date=text).date == f"{day} November 2026"


@pytest.mark.parametrize("zeros", [".0", ".00"])
def test_a_whole_number_may_have_a_point(reader: RowReader, zeros: str) -> None:
    row = good(reader, id=f"1002{zeros}", pressure=f"4{zeros}", seconds="30,0", copies=f"2{zeros}")
    assert (row.id, row.options.pressure, row.options.seconds, row.copies) == ("1002", (4, 4), (30, 30), 2)
    assert good(reader, id="1002.5").id == "1002.5"
    assert "no whole number" in str(faults(reader, copies="1.5")[0])


@pytest.mark.parametrize(
    ("column", "cell", "printed", "said"),
    [
        ("note", "\uf0b7 Rest.\n\uf0b7 Stop.", "• Rest.\n• Stop.", "note: U+F0B7 is printed as •"),
        ("note", "\uf0a7 Rest.", "• Rest.", "printed as •"),
        ("note", "Rest.\uf04a", "Rest.", "note: U+F04A is left out"),
        ("note", "Well done 😀!", "Well done !", "(U+1F600) is left out"),
        ("note", "Yes 👍🏽 and \U0001f469\u200d\u2695\ufe0f.", "Yes and .", "(U+1F3FD) is left out"),
        ("note", "1\ufe0f\u20e3 Rest.", "1 Rest.", "left out"),
        ("note", "37 ℃", "37 °C", "is printed as °C"),
        ("note", "\u200eRest.\u202c", "Rest.", "left out"),
        ("name", "Ann 😀", "Ann", "name: 😀 grinning face (U+1F600) is left out"),
        ("name", "Anne\u2011Marie", "Anne-Marie", ""),
    ],
)
@pytest.mark.usefixtures("core_fonts")
def test_a_sign_that_cannot_be_printed_is_replaced_or_left_out_and_told(
    reader: RowReader, column: str, cell: str, printed: str, said: str
) -> None:
    row = good(reader, **{column: cell})
    assert {"name": row.name, "note": row.message}[column] == printed
    told = "\n".join(reader.told())
    assert said in told
    assert bool(told) or not said
    assert "Rest" not in told
    assert "Ann" not in told


@pytest.mark.usefixtures("core_fonts")
def test_what_is_told_of_signs_is_bounded(reader: RowReader) -> None:
    for number in range(2, 202):
        reader.read(Record(number, {"muscle": "gastrocnemius", "note": "a 😀" + chr(0x1F600 + number % 60)}))
    told = reader.told()
    assert len(told) == 10
    assert "rows 2, 3, 4, 5, 6 and 195 more" in told[0]


def test_a_cell_of_millions_of_letters_is_refused_at_once(reader: RowReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.batch.roster.row.plain_text", lambda *_, **__: pytest.fail("read all of it"))
    assert "has 3000000 characters" in str(faults(reader, note="\u0628" * 3_000_000)[0])


@pytest.mark.usefixtures("core_fonts")
def test_a_letter_is_never_left_out(reader: RowReader) -> None:
    assert 'has Hebrew letters that no font here prints: pip install "handouts[scripts]"' in str(
        faults(reader, note="Rest 😀 \u05e9")[0]
    )
    assert reader.told() == []


def test_without_an_id_the_row_number_is_the_name(reader: RowReader) -> None:
    assert good(reader).file == "2.gastrocnemius.en.pdf"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("muscle", "gastrocnemus", "did you mean 'gastrocnemius'?"),
        ("muscle", "", "is empty"),
        ("lang", "xx", "no such language"),
        ("side", "letf", "did you mean 'left'?"),
        ("print", "huge", "none of the choices"),
        ("pressure", "11", "from 1 to 5"),
        ("pressure", "4-3", "from 1 to 5"),
        ("times", "often", "no number"),
        ("copies", "0", "from 1 to 99"),
        ("date", "31.02.2026", "no such day"),
        ("date", "soon", "no date"),
        ("note", "=A1&B1", "formula"),
        ("note", "bell \x07", "control"),
        ("note", "x" * (LONGEST_NOTE + 1), "characters"),
        ("note", "na\ufffdve", "could not be read"),
        ("name", "ᏣᎳᎩ", "has Cherokee letters that no font here prints"),
        ("name", "Ann\u200d\u200d\u200d\u200dש", "many invisible characters in a row"),
        ("name", "\u0301 Ann", "a mark without a letter"),
        ("name", "Ann \u2a01", "signs"),
        ("name", "Ann \uf0b7", "invisible"),
        ("name", "x" * 81, "81 characters"),
        ("id", "../x", "file name"),
        ("id", "a/b", "file name"),
        ("id", "C:x", "file name"),
        ("id", "con", "Windows"),
        ("id", "..", "dot"),
        ("id", "x" * 100, "longer"),
    ],
)
def test_a_bad_cell_is_named(reader: RowReader, column: str, cell: str, said: str) -> None:
    (fault,) = faults(reader, **{column: cell})
    assert (fault.row, fault.column) == (2, column)
    assert said in fault.wrong
    assert fault.todo
    assert len(cell) < 3 or cell not in f"{fault.wrong} {fault.todo}"


def test_all_faults_of_a_row_at_once(reader: RowReader) -> None:
    found = faults(reader, muscle="x", side="y", date="z", id="/", copies="none")
    assert [fault.column for fault in found] == ["muscle", "side", "id", "date", "copies"]


def test_a_cell_in_the_wrong_column_is_not_repeated(reader: RowReader) -> None:
    name = "Johanna Schmidt"
    for column in ("muscle", "lang", "side", "pressure", "date", "copies", "paper"):
        assert "Schmidt" not in " ".join(map(str, faults(reader, **{column: name})))


def test_an_id_must_not_be_the_name(reader: RowReader) -> None:
    (fault,) = faults(reader, id="schmidt-3", name="Johanna Schmidt")
    assert "schmidt" not in str(fault).lower()
    assert not names_person("12-a", "Al Li")


@pytest.mark.parametrize("id_", ["1001", "P-00123", "CLI-7", "3f2a9bcd-11", "007.0"])
def test_a_fault_has_the_rows_id(reader: RowReader, id_: str) -> None:
    found = faults(reader, id=id_, name="Johanna Schmidt", date="soon", side="up")
    assert [fault.id for fault in found] == [id_.removesuffix(".0")] * 2


@pytest.mark.parametrize("id_", ["Schmidt", "schmidt-3", "Johanna1980", "Ann Lee 7", "../7", "x" * 90 + "1", "1,5;2"])
def test_a_faults_id_is_never_a_name(reader: RowReader, id_: str) -> None:
    for name in ("Johanna Schmidt", "Johanna Schmidt\x07"):
        assert {fault.id for fault in faults(reader, id=id_, name=name, date="soon")} == {""}
    assert {fault.id for fault in faults(reader, id="Lee-7", name="Ann Lee\x07")} == {""}


def test_marks_of_direction_and_joiners(reader: RowReader) -> None:
    (fault,) = faults(reader, name="Ann\u202eeel")
    assert "invisible" in fault.wrong
    assert good(reader, name="Ann\u200b Lee\ufeff").name == "Ann Lee"


def test_the_second_row_of_a_file_is_wrong(reader: RowReader) -> None:
    good(reader, id="a1")
    made = reader.read(Record(9, {"muscle": "gastrocnemius", "id": "A1"}))
    assert not isinstance(made, Row)
    assert "row 2" in made[0].wrong


def test_a_row_number_taken_as_an_id(reader: RowReader) -> None:
    good(reader, id="9")
    made = reader.read(Record(9, {"muscle": "gastrocnemius"}))
    assert not isinstance(made, Row)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-23", "2026-11-23T10:00:00", "23/11/2026", "23.11.2026", "23 Nov 2026", "23-Nov-26"),
        *("November 23, 2026", "46349"),
    ],
)
def test_dates_in_many_forms(text: str) -> None:
    assert read_date(text, None).isoformat() == "2026-11-23"


def test_a_date_must_be_certain() -> None:
    with pytest.raises(NoDateError, match="either way"):
        read_date("3/4/2026", None)
    assert read_date("3/4/2026", False).isoformat() == "2026-04-03"
    assert read_date("3/4/2026", True).isoformat() == "2026-03-04"
    assert read_date("4/4/2026", None).isoformat() == "2026-04-04"
    assert read_date("3.4.2026", None).isoformat() == "2026-04-03"


@pytest.mark.parametrize(("text", "month_first"), [("11/23/2026", False), ("23/11/2026", True), ("23-11-2026", True)])
def test_a_date_against_the_locale_is_refused(text: str, month_first: bool) -> None:
    """Other dates of such a roster would be read the wrong way without a word."""
    with pytest.raises(NoDateError, match="as dates here are read"):
        read_date(text, month_first)
    assert read_date(text, not month_first).isoformat() == "2026-11-23"


def test_dates_with_dots_have_the_day_first_everywhere() -> None:
    assert read_date("23.11.2026", True).isoformat() == "2026-11-23"


@pytest.mark.parametrize("text", ["#REF!", "#N/A", " #DIV/0! "])
@pytest.mark.parametrize("column", ["name", "note", "date"])
def test_failed_formulas_are_no_text_for_patients(reader: RowReader, column: str, text: str) -> None:
    assert faults(reader, **{column: text})[0].wrong == "is a formula that failed"


@pytest.mark.parametrize("text", ["", "Ünal_7", "a.b-c", "12"])
def test_ids_that_stay(text: str) -> None:
    assert safe_id(text) == text


@pytest.mark.parametrize("text", ["a\\b", "a\0b", ".hidden", "-rf", "x.", "nul.txt", "a*", "😀"])
def test_ids_that_are_refused(text: str) -> None:
    with pytest.raises(UnsafeIdError):
        safe_id(text)
