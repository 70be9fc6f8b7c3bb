"""What somebody changes while the desk is open is told: the desk goes on with what it has read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handouts.web.desk.changed import Watched
from handouts.web.desk.desk import Desk

from .conftest import Post


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    (tmp_path / "clinic.toml").write_text('name = "Riverside"\n')
    (tmp_path / "content").mkdir()
    return Watched(tmp_path / "clinic.toml", tmp_path / "approvals.toml", [tmp_path / "content"])


def kinds(watched: Watched) -> list[str]:
    return [line.split(" ha")[0] for line in watched.told()]


def test_of_what_is_as_it_was_nothing_is_told(watched: Watched) -> None:
    assert watched.told() == []


def test_a_clinic_file_that_is_written_again_as_long_as_it_was_has_changed(watched: Watched, tmp_path: Path) -> None:
    os.utime(tmp_path / "clinic.toml", ns=(1, 1))
    assert kinds(watched) == ["The clinic’s file"]


def test_a_clinic_file_that_is_gone_has_changed(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").unlink()
    assert kinds(watched) == ["The clinic’s file"]


def test_approvals_that_were_not_there_before_are_told(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "approvals.toml").write_text("")
    assert kinds(watched) == ["The approvals"]


def test_content_that_is_new_is_told(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "content" / "muscle.toml").write_text("")
    assert kinds(watched) == ["The content or the templates"]


def test_the_page_is_told_when_it_says_that_it_is_open(
    desk: Desk, post: Post, watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post("/api/alive").said == {"told": []}
    monkeypatch.setattr(desk, "watched", watched)
    (tmp_path / "clinic.toml").write_text('name = "Lakeside"\n')
    (said,) = post("/api/alive").said["told"]
    assert said.startswith("The clinic’s file has changed since the desk was opened. Until the desk is closed and")
