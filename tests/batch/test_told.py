"""What a run says of its roster: how it was read, what was changed, what is wrong; a dry run says the same."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.batch.conftest import Batch

pytestmark = pytest.mark.long


def made(text: str) -> str:
    """The last line, without the time."""
    return text.strip().splitlines()[-1].partition(" (")[0]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_a_dry_run_counts_what_a_run_makes(batch: Batch, tmp_path: Path, end: str) -> None:
    roster = end.join(["muscle,id,note", 'gastrocnemius,1,"One.\rTwo."', "gastrocnemius", "gastrocnemius,9", ""])
    assert made(batch(roster, "--dry-run").stderr) == "3 rows: 3 would be made"
    result = batch(roster)
    assert result.exit_code == 0
    assert made(result.stderr.replace("would be made", "made")) == "3 rows: 3 made"
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3


def test_how_a_roster_was_read_is_told(batch: Batch) -> None:
    result = batch("muscle,name\ngastrocnemius,Łukasz Dąbrowski\n".encode("cp1250"), "--dry-run")
    assert result.exit_code == 1
    assert "cp1250 (Windows, Central Europe) has ą Ł" in result.stderr
    result = batch("muscle,name\ngastrocnemius,Łukasz\n".encode("cp1250"), "--dry-run", "--encoding", "Windows-1250")
    assert result.exit_code == 0
    assert "roster.csv: read as cp1250, with Ł\n" in result.stderr
    assert batch("muscle\n", "--encoding", "klingon").exit_code == 2


def test_signs_are_told_without_the_cell(batch: Batch) -> None:
    result = batch('muscle,note\ngastrocnemius,"\uf0b7 Secret."\n', "--dry-run")
    assert result.exit_code == 0
    assert "note: U+F0B7 is printed as •: the font has no such sign (row 2)" in result.stderr
    assert "Secret" not in result.stderr


def test_a_row_that_stands_there_twice_is_made_and_told_without_the_name(batch: Batch) -> None:
    """Somebody may have been exported twice. Who shares a name, or has another muscle, is not meant."""
    rows = ["gastrocnemius,Ada Sample,", "soleus,Ada Sample,", "gastrocnemius,Ada Sample,Chair.", "gastrocnemius,,"]
    result = batch("\n".join(["muscle,name,note", *rows, rows[0], rows[3], rows[0]]), "--dry-run")
    assert "row 2 stands there again, and is made again (rows 6, 8): delete it if once is enough\n" in result.stderr
    assert result.stderr.count("stands there again") == 1
    assert "Ada" not in result.stderr
    assert made(result.stderr) == "7 rows: 7 would be made"


def test_hidden_rows_are_told(batch: Batch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [["muscle", "id"], ["gastrocnemius", 1], ["gastrocnemius", 2]]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(out)
    result = batch(out.getvalue(), "--dry-run", name="roster.xlsx")
    assert "1 row is hidden in the spreadsheet and made too; --hidden skip leaves them out (row 3)" in result.stderr
    assert made(result.stderr) == "2 rows: 2 would be made"
    result = batch(out.getvalue(), "--dry-run", "--hidden", "Skip", name="roster.xlsx")
    assert "1 row is hidden and left out (row 3)" in result.stderr
    assert made(result.stderr) == "1 row: 1 would be made"


def test_one_date_with_the_month_first_stops_all_that_could_have_it(batch: Batch) -> None:
    roster = "muscle,date\ngastrocnemius,11/3/2026\ngastrocnemius,23 Nov 2026\ngastrocnemius,11/23/2026\n"
    result = batch(roster, "--dry-run", "--locale", "en-gb")
    assert (
        "row 2, date: could have the month first, as row 4 has: write it as year-month-day, in figures: YYYY-MM-DD"
        in result.stderr
    )
    assert made(result.stderr) == "3 rows: 1 would be made, 2 wrong"
    assert made(batch(roster, "--dry-run", "--locale", "en-US").stderr) == "3 rows: 3 would be made"


def test_a_dry_run_shows_so_many_faults_and_counts_the_rest(batch: Batch) -> None:
    result = batch("muscle,side\n" + "gastrocnemius,up\n" * 260, "--dry-run")
    assert result.stderr.count("none of the choices") == 200
    assert "... and 60 more rows" in result.stderr


@pytest.mark.parametrize(("hidden", "made_"), [("make", "3 made, 1 wrong"), ("skip", "2 made")])
def test_a_dry_run_counts_hidden_rows_as_a_run_does(batch: Batch, tmp_path: Path, hidden: str, made_: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    rows = [["May"], ["muscle", "id"], ["gastrocnemius", 1], ["gastrocnemius", 2], ["calf?", 3], ["gastrocnemius", 4]]
    for row in rows:
        sheet.append(row)
    sheet.row_dimensions[4].hidden = sheet.row_dimensions[5].hidden = True
    book.create_sheet("Notes").append(["x"])
    book.save(out)
    for dry in (True, False):
        result = batch(out.getvalue(), *(["--dry-run"] if dry else []), "--hidden", hidden, name="roster.xlsx")
        assert made(result.stderr).partition(": ")[2].replace("would be made", "made") == made_
        assert "row 2 is taken as the header (muscle, id)" in result.stderr
        assert "'Sheet' is read" in result.stderr
    assert len(list((tmp_path / "out").glob("*.pdf"))) == int(made_[0])


def test_a_sheet_is_chosen_by_name(batch: Batch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["muscle"])
    book.create_sheet("June").append(["muscle"])
    book["June"].append(["gastrocnemius"])
    book.save(out)
    result = batch(out.getvalue(), "--dry-run", name="roster.xlsx")
    assert result.exit_code == 1
    assert "2 sheets have a header that is known: give one of them with --worksheet: 'Sheet', 'June'" in result.stderr
    result = batch(out.getvalue(), "--dry-run", "--worksheet", "june", name="roster.xlsx")
    assert made(result.stderr) == "1 row: 1 would be made"


def test_today_may_stand_in_a_cell(batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(20_000 * 86_400))
    assert batch("muscle,id,date\ngastrocnemius,1,Today\n").exit_code == 0
    (path,) = (tmp_path / "out").glob("*.pdf")
    assert "4 October 2024" in pypdfium2.PdfDocument(path)[0].get_textpage().get_text_bounded()
