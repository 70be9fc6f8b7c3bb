"""Closed and full streams, a wrong clock, a folder that is gone: the program works or says one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.cli.main import main

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")]
HANDOUTS = f'"{sys.executable}" -m handouts'


def shell(folder: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in a folder; `handouts` in it is the program, `$?` is echoed to stderr by the line itself."""
    packages = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        ["sh", "-c", command.replace("handouts ", f"{HANDOUTS} ")],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": packages, **variables},
        encoding="utf-8",
        errors="replace",
    )


def test_closed_streams_end_up_in_no_file(tmp_path: Path) -> None:
    """Else the handout would be opened as number 1, and what is printed would be written into it."""
    done = shell(tmp_path, "handouts pdf gastrocnemius -o out/ <&- >&- 2>&-; echo $? >code")
    assert done.returncode == 0
    assert (tmp_path / "code").read_text() == "0\n"
    data = (tmp_path / "out" / "gastrocnemius.en.pdf").read_bytes()
    assert data.startswith(b"%PDF-1.7")
    assert data.endswith(b"%%EOF\n")


def test_a_batch_needs_no_stream(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("muscle,id\ngastrocnemius,1\n")
    shell(tmp_path, "handouts batch r.csv -o out <&- >&- 2>&-; echo $? >code")
    assert (tmp_path / "code").read_text() == "0\n"
    assert (tmp_path / "out" / "manifest.jsonl").read_bytes().startswith(b'{"row":2,"id":"1"')


def test_a_closed_standard_input_is_an_empty_roster(tmp_path: Path) -> None:
    done = shell(tmp_path, "handouts batch - -o out <&-")
    assert done.returncode == 1
    assert "standard input: is empty" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", ["list", "--help", "show gastrocnemius", "batch --sample"])
def test_a_full_standard_output_is_one_line(tmp_path: Path, command: str) -> None:
    done = shell(tmp_path, f"handouts {command} >/dev/full")
    assert done.returncode == 1
    assert done.stderr == "Error: standard output cannot be written: the disk is full\n"


def test_a_reader_that_goes_away_is_no_error_to_read_about(tmp_path: Path) -> None:
    done = shell(tmp_path, "handouts show gastrocnemius | head -n 1")
    assert done.stderr == ""
    assert done.stdout.startswith("gastrocnemius")


@pytest.mark.parametrize("said", ["text", "-5", "1.5", "1e20", "9" * 6000, "4102444800", "١٢"])
def test_a_wrong_source_date_epoch_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    result = CliRunner().invoke(main, ["pdf", "gastrocnemius", "-o", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: SOURCE_DATE_EPOCH: '{said[:30]}' is no number of seconds")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("said", ["", " "])
def test_an_empty_source_date_epoch_is_none(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    assert CliRunner().invoke(main, ["list"]).exit_code == 0


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    done = shell(tmp_path, "mkdir gone; cd gone; rmdir ../gone; handouts list")
    assert done.returncode == 1
    assert "Error: the folder you are in is no longer there: go to another one with cd\n" in done.stderr


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_name_is_understood_where_only_english_letters_are(tmp_path: Path) -> None:
    import pypdfium2

    done = shell(tmp_path, "handouts pdf gastrocnemius --patient-name 'Jo Müller' -o out/", **ASCII)
    assert (done.returncode, done.stderr) == (0, "")
    pages = pypdfium2.PdfDocument(tmp_path / "out" / "gastrocnemius.en.pdf")
    assert "Jo Müller" in "".join(page.get_textpage().get_text_range() for page in pages)


def test_a_column_and_a_sheet_are_understood_where_only_english_letters_are(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Пациенты"
    book.active.append(["muscle", "Имя"])
    book.active.append(["calf", "Иван"])
    book.save(tmp_path / "r.xlsx")
    options = "--worksheet Пациенты --column name=Имя --dry-run"
    done = shell(tmp_path, f"handouts batch r.xlsx {options}; handouts batch r.xlsx {options} --muscle икра", **ASCII)
    assert "columns read: muscle, name (" in done.stderr
    assert "1 row: 1 would be made" in done.stderr
    assert "udc" not in done.stderr


def test_an_id_that_is_no_file_name_there_stops_nobody_else(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("muscle,id\ngastrocnemius,ü\ngastrocnemius,2\n", "utf-8")
    done = shell(tmp_path, "handouts batch r.csv -o out", **ASCII)
    assert done.returncode == 3
    assert (
        "row 2, id: has letters that file names cannot have in this computer's locale: use letters, digits"
        in done.stderr
    )
    assert [path.name for path in (tmp_path / "out").glob("*.pdf")] == ["2.gastrocnemius.en.pdf"]


def test_neither_home_nor_a_temporary_folder_is_needed(tmp_path: Path) -> None:
    done = shell(tmp_path, "unset HOME; handouts deck -o out/", TMPDIR="/nowhere")
    assert (done.returncode, done.stderr) == (0, "")
