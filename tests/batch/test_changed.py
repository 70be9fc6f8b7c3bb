"""What a clerk changes is made again, and what is wrong with a row is told in full."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli.main import main

from .conftest import Batch, table

pytestmark = pytest.mark.long

ROW = {
    **{"muscle": "gastrocnemius", "id": "1", "layout": "do", "name": "Ann Quill", "date": "2026-11-23"},
    **{"note": "Begin with the chair.", "side": "left", "paper": "a4", "ink": "colour", "skin": "light"},
    **{"print": "normal", "pressure": "3 to 4", "seconds": "30", "times": "2", "weeks": "3"},
}
CHANGES = {
    **{"name": "Bea Quill", "date": "2026-11-24", "note": "Begin with the ball.", "side": "right", "paper": "letter"},
    **{"ink": "grey", "skin": "deep", "print": "large", "pressure": "2", "seconds": "60", "times": "3", "weeks": "4"},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of that row, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "roster.csv").write_text(table([ROW]), "utf-8")
    result = CliRunner().invoke(main, ["batch", str(folder / "roster.csv"), "-o", str(folder / "out")])
    assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.mark.parametrize("column", CHANGES)
def test_a_row_with_another_cell_is_made_again(batch: Batch, made: Path, tmp_path: Path, column: str) -> None:
    path = tmp_path / "out" / "1.gastrocnemius.en.pdf"
    shutil.copytree(made, tmp_path / "out")
    before = path.read_bytes()
    result = batch([{**ROW, column: CHANGES[column]}], "--resume")
    assert "1 made" in result.stderr, result.stderr
    assert path.read_bytes() != before


def test_a_row_that_is_as_it_was_is_not_made_again(batch: Batch) -> None:
    batch([ROW])
    assert "1 there already" in batch([ROW], "--resume").stderr


def test_every_fault_of_a_row_is_in_the_list_of_errors(batch: Batch, tmp_path: Path) -> None:
    bad = {**ROW, "id": "2", "side": "lfet", "date": "soon", "seconds": "many"}
    assert batch([ROW, bad]).exit_code == 3
    with (tmp_path / "out" / "errors.csv").open() as file:
        listed = [(row["row"], row["column"]) for row in csv.DictReader(file)]
    assert sorted(listed) == [("3", "date"), ("3", "seconds"), ("3", "side")]
