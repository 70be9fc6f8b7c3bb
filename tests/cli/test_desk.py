"""The command `desk`: what it says before the page is there. The server itself has tests of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.cli.main import main

pytest.importorskip("starlette", reason="needs the extra `desk`")
pytest.importorskip("uvicorn", reason="needs the extra `desk`")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, int]]:
    """Instead of a server: what would be served, on which port; it is ready, and closed at once."""
    seen: list[tuple[Any, int]] = []

    def serve(desk: Any, port: int, ready: Callable[[Callable[[], str]], None]) -> None:
        seen.append((desk, port))
        ready(lambda: "http://127.0.0.1:1/#code")

    monkeypatch.setattr("handouts.web.desk.serve.serve", serve)
    return seen


def test_the_address_is_printed_alone_so_that_a_program_can_read_it(served: list[tuple[Any, int]]) -> None:
    done = run("desk", "--no-browser", "--port", "8765")
    assert done.stdout == "http://127.0.0.1:1/#code\n"
    assert "within two minutes" in done.stderr
    assert served[0][1] == 8765


def test_without_a_browser_one_is_told_to_open_the_address(
    served: list[tuple[Any, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    assert "no browser was found: open the address yourself" in run("desk").stderr
    assert served


def test_without_its_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "handouts.web.desk.serve", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = run("desk")
    assert done.exit_code == 1
    assert "install handouts with its extra `desk`" in done.stderr


def test_a_clinic_s_file_with_mistakes_is_told_before_anything_opens(
    served: list[tuple[Any, int]], tmp_path: Path
) -> None:
    (tmp_path / "clinic.toml").write_text('[favourites.Calf]\nmuscle = "claf"\n', "utf-8")
    done = run("desk", "--clinic", str(tmp_path / "clinic.toml"))
    assert (done.exit_code, served) == (1, [])
    assert "clinic.toml: favourites.Calf.muscle: no muscle 'claf'" in done.stderr


def test_the_shortcut_opens_the_desk_with_the_same_options(
    served: list[tuple[Any, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("handouts.web.desk.shortcut.make_shortcut.__defaults__", ("", "linux"))
    (tmp_path / "clinic.toml").write_text('[favourites.Calf]\nmuscle = "soleus"\n', "utf-8")
    (tmp_path / "muscles").mkdir()
    words = ("--clinic", str(tmp_path / "clinic.toml"), "--favourite", "Calf", "--require-approved")
    done = run("--content", str(tmp_path), "desk", *words, "--shortcut")
    assert (done.exit_code, served) == (0, []), done.output
    entry = Path(done.stdout.strip()).read_text("utf-8")
    assert "Name=Handouts desk: Calf\n" in entry
    place = tmp_path.resolve()
    assert f'"--content" "{place}" "--clinic" "{place}/clinic.toml" "--require-approved" "--favourite" "Calf"' in entry
