"""The sample roster: a workbook that helps to fill it in, and that runs as it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.batch.roster.sample import ABOUT, LAST, sample_csv, sample_workbook
from handouts.batch.roster.titles import CHOICES, COLUMNS
from handouts.cli.main import main
from handouts.content.reader import load
from handouts.files import data_dir

from .conftest import Batch

openpyxl = pytest.importorskip("openpyxl")


def sample(*args: str) -> Result:
    return CliRunner().invoke(main, ["batch", "--sample", *args])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "sample.xlsx"
    result = sample(str(path))
    assert (result.exit_code, result.stdout) == (0, f"{path}\n"), result.output
    return path


def choices(sheet: Any) -> dict[str, Any]:
    """The choices of each column, by its name."""
    found = {}
    for each in sheet.data_validations.dataValidation:
        (cells,) = each.sqref.ranges
        assert (cells.min_row, cells.max_row) == (2, LAST)
        found[sheet.cell(1, cells.min_col).value] = each
    return found


def test_every_column_is_explained() -> None:
    assert ABOUT.keys() == set(COLUMNS)
    assert all(f"# {column}" in sample_csv() for column in COLUMNS)


def test_the_workbook_has_drop_down_choices(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    found = choices(book["Roster"])
    assert found.keys() == {"muscle", "lang", *CHOICES}
    for column, words in CHOICES.items():
        assert found[column].formula1 == f'"{",".join(words)}"'
    assert found["lang"].formula1 == '"en"'
    assert all(each.type == "list" and each.errorStyle == "warning" for each in found.values()), "calf is right too"
    area = found["muscle"].formula1.partition("!")[2].replace("$", "")
    cells = book["Notes"][area]
    listed = [cell.value for (cell,) in cells] if isinstance(cells, tuple) else [cells.value]
    assert listed == load([data_dir("content")]).ids()


def test_nothing_that_is_typed_becomes_something_else(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Roster"]
    forms = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert {name for name, form in forms.items() if form == "@"} == {
        *("id", "sheets", "pressure", "seconds", "hold", "times", "weeks")
    }
    assert forms["date"] == "yyyy-mm-dd"


def test_the_workbook_runs_as_it_is_and_as_it_is_filled_in(workbook: Path, batch: Batch, tmp_path: Path) -> None:
    result = batch(workbook.read_bytes(), "--dry-run", name="roster.xlsx")
    assert result.exit_code == 0, result.output
    assert "2 rows: 2 would be made" in result.stderr
    book, out = openpyxl.load_workbook(workbook), io.BytesIO()
    sheet = book["Roster"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for column, value in {"muscle": "Wade", "id": "00123", "name": "Zoë", "sheets": "1-2", "side": "links"}.items():
        sheet.cell(4, place[column], value)
    book.save(out)
    result = batch(out.getvalue(), "--locale", "en-GB", name="roster.xlsx")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").glob("*.pdf")) == [
        f"{id_}.gastrocnemius.en.pdf" for id_ in ("00123", "1001", "1002")
    ]


def test_a_sample_is_never_written_over_a_file(tmp_path: Path) -> None:
    for name in ("r.xlsx", "r.csv"):
        (tmp_path / name).write_text("mine")
        result = sample(str(tmp_path / name))
        assert result.exit_code == 1
        assert "is there already" in result.stderr
        assert (tmp_path / name).read_text() == "mine"
    assert sample(str(tmp_path / "r.ods")).exit_code == 2


def test_a_sample_may_be_csv_in_a_file_or_on_the_terminal(tmp_path: Path) -> None:
    assert sample(str(tmp_path / "new.csv")).exit_code == 0
    assert (tmp_path / "new.csv").read_text() == sample().stdout == sample("-").stdout == sample_csv()


def test_a_workbook_has_the_same_bytes_every_time() -> None:
    assert sample_workbook(["a"], ["en"]) == sample_workbook(["a"], ["en"])
    many = [f"muscle-{number}" for number in range(300)]
    sheet = openpyxl.load_workbook(io.BytesIO(sample_workbook(many, ["en"])))["Notes"]
    assert [row[0].value for row in sheet["C2:C301"]] == many
