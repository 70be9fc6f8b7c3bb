"""The desk asks the same place: each sheet is judged on its own day, and what may not be printed is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.review.conftest import Desk

pytest.importorskip("starlette", reason="needs the extra `desk`")

from handouts.files import data_dir
from handouts.web.desk.desk import Desk as WebDesk
from tests.web.desk.conftest import posting

SHORT = {"muscle": ["gastrocnemius"], "layout": "do", "checked-by": "Sample Clinician"}


def on_screen(desk: Desk, **more: bool) -> WebDesk:
    return WebDesk(
        (desk.folder / "content", data_dir("content")), (desk.folder / "templates",), Path(desk.clinic), **more
    )


def test_each_sheet_is_judged_on_its_own_day(desk: Desk) -> None:
    desk.sign(until=date(2026, 6, 30))
    post = posting(on_screen(desk))
    statuses = [post("/api/page", {**SHORT, "date": day}).said["status"] for day in ("2026-07-01", "2026-06-30", "")]
    assert [status["approved"] for status in statuses] == [False, True, True]
    assert "ended on 2026-06-30" in statuses[0]["words"]
    assert "Sample Reviewer" in statuses[1]["words"]


@pytest.mark.long
def test_an_approved_sheet_is_the_command_s_byte_for_byte(desk: Desk) -> None:
    desk.sign()
    made, _ = desk.pdf()
    assert posting(on_screen(desk))("/api/pdf", SHORT).body == made


@pytest.mark.long
def test_only_what_is_approved_is_made_where_that_is_asked_for(desk: Desk) -> None:
    desk.sign(until=date(2026, 6, 30))
    post = posting(on_screen(desk, require_approved=True))
    assert post("/api/pdf", SHORT).status == 200
    for path in ("/api/page", "/api/pdf", "/api/html"):
        answer = post(path, {**SHORT, "dose": {"pressure": "2"}})
        assert (answer.status, answer.said["field"]) == (422, "muscle"), path
