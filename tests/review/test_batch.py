"""A roster asks the same place: rows before and after the end of a review, other doses, places; the same bytes."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.review.conftest import Desk

pytestmark = pytest.mark.long

ROSTER = """\
muscle,id,name,date,layout,pressure
gastrocnemius,1,Zebedee Quixote,2026-06-29,do,
gastrocnemius,2,Sample Person,2026-06-30,do,
gastrocnemius,3,Other Person,1 July 2026,do,
gastrocnemius,4,Third Person,2026-06-30,do,2
gastrocnemius,5,Fourth Person,,do,
gastrocnemius,6,Fifth Person,2026-07-02,do,
"""


def run(desk: Desk, *words: str, fails: bool = False) -> str:
    (desk.folder / "roster.csv").write_text(ROSTER, "utf-8")
    common = (
        "--clinic",
        desk.clinic,
        "--layout",
        "do",
        "--checked-by",
        "Sample Clinician",
        "-o",
        str(desk.folder / "out"),
    )
    return desk.run("batch", str(desk.folder / "roster.csv"), *common, *words, fails=fails).output


def drafts(folder: Path) -> dict[str, bool]:
    """Which of the files call themselves a draft."""
    found = {}
    for path in sorted(folder.glob("?.*.pdf")):
        text = " ".join(pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range().split())
        found[path.name[0]] = "Draft: " in text
        assert found[path.name[0]] != ("Checked by Sample Reviewer" in text)
    return found


def test_each_row_is_judged_on_its_own_day_and_has_the_ordinary_renderers_bytes(desk: Desk) -> None:
    desk.sign(until=date(2026, 6, 30))
    said = run(desk, "--merge", str(desk.folder / "print.pdf"))
    assert drafts(desk.folder / "out") == {"1": False, "2": False, "3": True, "4": True, "5": False, "6": True}
    assert "made as a draft: the approval ends before the row's day (rows 4, 7)" in said
    assert "made as a draft: its dose is outside what was signed (row 5)" in said
    made = {path.name: path.read_bytes() for path in (desk.folder / "out").glob("*.pdf")}
    pages = pypdfium2.PdfDocument(desk.folder / "print.pdf")
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert ["Draft: " in text for text in texts] == [False, False, True, True, False, True]
    run(desk, "--ordinary")
    assert {path.name: path.read_bytes() for path in (desk.folder / "out").glob("*.pdf")} == made
    verdict = desk.run("verify", str(desk.folder / "print.pdf"), "--clinic", desk.clinic).output
    assert "the codes on its pages" in verdict


def test_a_row_of_an_ended_review_is_made_again_when_the_day_has_passed(desk: Desk) -> None:
    """Only the row without a date hangs on today; the others are there already."""
    desk.sign()
    desk.patch.delenv("SOURCE_DATE_EPOCH")  # which would also be the date of new files
    desk.patch.setattr("handouts.clinic.choices.today", lambda: date(2026, 6, 1))
    run(desk)
    assert "6 there already" in run(desk, "--resume")
    desk.patch.setattr("handouts.clinic.choices.today", lambda: date(2028, 6, 1))
    assert "1 made, 5 there already" in run(desk, "--resume")
    assert drafts(desk.folder / "out")["5"]


def test_require_approved_is_the_rows_fault_and_names_no_cell(desk: Desk) -> None:
    desk.sign(until=date(2026, 6, 30))
    run(desk, "--require-approved", fails=True)
    assert sorted(drafts(desk.folder / "out")) == ["1", "2", "5"]
    faults = list(csv.DictReader((desk.folder / "out" / "errors.csv").read_text("utf-8").splitlines()))
    assert [(fault["row"], fault["column"]) for fault in faults] == [("4", "date"), ("5", "muscle"), ("7", "date")]
    assert "July" not in str(faults)
    listed = [json.loads(line) for line in (desk.folder / "out" / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert [entry["status"] for entry in listed] == ["made", "made", "failed", "failed", "made", "failed"]
