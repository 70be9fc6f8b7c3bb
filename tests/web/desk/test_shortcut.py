"""The menu entry: it starts the desk, whatever signs are in the name of a folder or of a favourite."""

from __future__ import annotations

import plistlib
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handouts.cli import window
from handouts.web.desk import shortcut
from handouts.web.desk.shortcut import MODULE, make_shortcut

ODD = '50% of "A" $HOME `x` \\ é'


def desktop_words(line: str) -> list[str]:
    """The words of an Exec line, as the specification of menu entries reads them."""
    value = line.removeprefix("Exec=").replace("\\\\", "\\")
    words = [""]
    inside = escaped = False
    for char in value:
        if escaped or (char not in '"\\ ') or (char == " " and inside):
            words[-1] += char
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            inside = not inside
        else:
            words.append("")
    return [word.replace("%%", "%") for word in words]


def test_on_linux_it_is_a_menu_entry_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    made = make_shortcut(["--favourite", ODD], ODD, "linux")
    lines = made.read_text("utf-8").splitlines()
    assert made.parent == tmp_path / "applications"
    assert "Terminal=false" in lines
    exec_line = next(line for line in lines if line.startswith("Exec="))
    assert desktop_words(exec_line) == [sys.executable, "-m", MODULE, "--favourite", ODD]


def test_on_macos_it_is_an_application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    made = make_shortcut(["--favourite", ODD], "Calf: left", "darwin")
    about = plistlib.loads((made / "Contents" / "Info.plist").read_bytes())
    program = made / "Contents" / "MacOS" / about["CFBundleExecutable"]
    assert made.suffix == ".app"
    assert program.stat().st_mode & 0o111
    assert shlex.split(program.read_text("utf-8").splitlines()[1])[1:] == [
        sys.executable,
        "-m",
        MODULE,
        "--favourite",
        ODD,
    ]


def test_on_windows_no_name_is_part_of_what_powershell_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, Any]] = []
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.setattr(shortcut.subprocess, "run", lambda words, env, **_: asked.append((words, env)))
    made = make_shortcut(["--favourite", ODD], ODD, "win32")
    words, env = asked[0]
    assert ODD not in " ".join(words)
    assert env["HANDOUTS_LINK"] == str(made)
    assert env["HANDOUTS_ARGUMENTS"] == subprocess.list2cmdline(["-m", MODULE, "--favourite", ODD])
    assert not set(made.name) & set('<>:"/|?*\\')


def test_the_menu_s_program_is_the_command_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr("handouts.cli.main.main", given.append)
    monkeypatch.setattr(sys, "argv", ["handouts-desk", "--content", "mine", "--clinic", "clinic.toml"])
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    window.main()
    assert given == [["--content", "mine", "desk", "--clinic", "clinic.toml"]]


def test_why_the_desk_did_not_open_is_said_in_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(window.webbrowser, "open", opened.append)
    monkeypatch.setattr(window.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["handouts-desk", "--clinic", str(tmp_path / "none<.toml")])
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    with pytest.raises(SystemExit):
        window.main()
    [page] = tmp_path.glob("*.html")
    assert opened == [page.as_uri()]
    assert "none&lt;.toml: no such clinic file" in page.read_text("utf-8")
