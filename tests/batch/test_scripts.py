"""Rosters with names and notes in other letters."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from handouts.shaping.faces import installed

from ..tagged.crosscheck import problems
from .conftest import Batch
from .test_print_run import pages

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not installed("Arab"), reason="needs the fonts of the extra: handouts[scripts]"),
]
CALF = {"muscle": "gastrocnemius", "layout": "do"}
ROWS = [
    {**CALF, "id": "1", "name": "Ann Quill", "note": "Start low."},
    {**CALF, "id": "2", "name": "Adébáyọ̀ Ọ̀ṣun", "note": "Ẹ jọ̀ọ́.", "date": "2026-11-23"},
    {**CALF, "id": "3", "name": "محمد الهاشمي"},
    {**CALF, "id": "4", "name": "Zoë Møller", "note": "שלום (30).\nStart low."},
    {**CALF, "id": "5", "name": "محمد الهاشمي", "copies": "2"},
]


@pytest.mark.parametrize("options", [(), ("--print", "giant")])
def test_every_file_is_the_ordinary_renderers(batch: Batch, tmp_path: Path, options: tuple[str, ...]) -> None:
    made = []
    for more in ((), ("--ordinary",)):
        result = batch(ROWS if not options else ROWS[:3], *options, *more)
        assert result.exit_code == 0, result.output
        made.append({path.name: path.read_bytes() for path in sorted((tmp_path / "out").glob("*.pdf"))})
        for path in (tmp_path / "out").iterdir():
            path.unlink()
    assert len(made[0]) == len(ROWS if not options else ROWS[:3])
    assert made[0] == made[1]


def test_a_row_in_other_letters_may_be_the_one_that_is_compared(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "random", lambda: 0.0)  # the last row is the one that is drawn
    assert batch(ROWS).exit_code == 0


def test_a_print_run_has_each_page_as_it_is_alone_and_each_font_once(batch: Batch, tmp_path: Path) -> None:
    run = tmp_path / "run.pdf"
    assert batch(ROWS, "--merge", str(run)).exit_code == 0
    parts = []
    for name in ("1", "2", "3", "4", "5", "5"):
        parts += pages(pypdfium2.PdfDocument(tmp_path / "out" / f"{name}.gastrocnemius.en.pdf"))
    assert pages(pypdfium2.PdfDocument(run)) == parts
    assert problems(run) == []
    with pikepdf.open(run) as pdf:
        names = [
            str(each.FontName)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each and "NotoSansArabic" in str(each.FontName)
        ]
    assert len(names) == 1


@pytest.mark.usefixtures("core_fonts")
def test_a_row_without_its_font_is_told_and_never_spelled(batch: Batch, tmp_path: Path) -> None:
    result = batch(ROWS[:1] + ROWS[2:3])
    assert result.exit_code == 3
    told = (tmp_path / "out" / "errors.csv").read_text("utf-8")
    assert "has Arabic letters that no font here prints" in told
    assert "handouts[scripts]" in told
    assert "\u0645" not in told + result.output
    assert [path.name for path in (tmp_path / "out").glob("*.pdf")] == ["1.gastrocnemius.en.pdf"]


@pytest.mark.parametrize(("name", "loads"), [("Zoë Nguyễn", False), ("Adébáyọ̀", True)])
def test_shaping_is_loaded_when_it_is_needed(tmp_path: Path, name: str, loads: bool) -> None:
    command = ["pdf", "gastrocnemius", "--layout", "do", "--patient-name", name, "-o", str(tmp_path / "one.pdf")]
    run = f"main({command!r}, standalone_mode=False)"
    code = f"import sys; from handouts.cli.main import main; {run}; print('handouts.shaping.shape' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == str(loads)
