"""What is said and where: results and messages apart, nothing that steers a terminal, JSON for other programs."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.batch.progress import Progress
from handouts.cli import terminal
from handouts.cli.main import main

CLI = Path(terminal.__file__).parent
STEERING = "\x1b[31m"
ROSTER = "muscle,id,name,note\ngastrocnemius,1,Zoe Quill,\nnowhere,2,Zoe Quill,\n"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def on_terminal(*args: str, **variables: str) -> str:
    """What a terminal shows of `handouts`, run in it."""
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "60", **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "handouts", *args], stdout=theirs, stderr=theirs, stdin=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not more:
            break
        shown += more
    os.close(ours)
    process.wait()
    return shown.decode().replace("\r\n", "\n")


def test_only_one_module_writes() -> None:
    assert [path.name for path in sorted(CLI.glob("*.py")) if "click.echo(" in path.read_text("utf-8")] == [
        "terminal.py"
    ]


# --- quiet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [True, False])
def test_quiet_says_nothing_when_all_is_well(tmp_path: Path, before: bool) -> None:
    words = ["figure", "gastrocnemius", "pain-map", "-o", str(tmp_path / "map.svg")]
    result = run(*(["-q", *words] if before else [*words, "--quiet"]))
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "map.svg").exists()


def test_quiet_leaves_what_is_wrong(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER)
    result = run("batch", roster, "-q", "--dry-run")
    assert result.exit_code == 3
    assert "row 3, muscle: there is no such muscle" in result.stderr
    assert result.stdout == ""
    assert run("show", "nowhere", "-q").output.startswith("Error: 'nowhere': ")


def test_quiet_leaves_what_was_asked_for() -> None:
    assert run("list", "-q").output == run("list").output != ""


# --- standard output -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("pdf gastrocnemius", b"%PDF-1.7"),
        ("figure gastrocnemius pain-map", b"<svg"),
        ("figure gastrocnemius pain-map --format png", b"\x89PNG"),
        ("figure gastrocnemius pain-map --format pdf", b"%PDF-1.7"),
        ("deck", b"PK"),
        ("clinic init", b"# A clinic's own"),
    ],
)
def test_a_dash_sends_it_to_standard_output(
    line: str, start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*line.split(), "-o", "-")
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes.startswith(start)
    assert list(tmp_path.iterdir()) == []


def test_what_goes_to_standard_output_is_the_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "calf.pdf"
    run("pdf", "gastrocnemius", "-o", path)
    assert run("pdf", "gastrocnemius", "-o", "-").stdout_bytes == path.read_bytes()


@pytest.mark.parametrize("line", ["build", "batch roster.csv", "deck --format csv", "deck --release 1.0"])
def test_several_files_do_not_fit_into_it(line: str) -> None:
    result = run(*line.split(), "-o", "-")
    assert result.exit_code == 2
    assert "name a folder" in result.output


def test_a_terminal_is_spared_a_pdf() -> None:
    shown = on_terminal("figure", "gastrocnemius", "pain-map", "--format", "pdf", "-o", "-")
    assert "%PDF" not in shown
    assert "nothing to read on a terminal" in shown


def test_a_figures_ending_and_format_must_agree(tmp_path: Path) -> None:
    result = run("figure", "gastrocnemius", "pain-map", "--format", "png", "-o", tmp_path / "map.svg")
    assert result.exit_code == 1
    assert "ends in .svg, but --format is png" in result.output


# --- opened --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
def test_open_hands_the_file_to_the_program_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    os.mkfifo(heard)
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {heard}\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:{os.environ['PATH']}")
    path = tmp_path / "calf.pdf"
    ear = os.open(heard, os.O_RDONLY | os.O_NONBLOCK)
    assert run("pdf", "gastrocnemius", "--sheets", "4", "--open", "-o", path).exit_code == 0
    assert select.select([ear], [], [], 60)[0], "nothing was opened"
    assert os.read(ear, 4096).decode() == str(path)
    os.close(ear)


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
def test_a_machine_without_such_a_program_is_no_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "calf.pdf"
    result = run("pdf", "gastrocnemius", "--sheets", "4", "--open", "-o", path)
    assert result.exit_code == 1
    assert "was made; no program was found that opens it" in result.stderr
    assert path.exists()


# --- JSON ----------------------------------------------------------------------------------------------------


def dotted(answer: dict[str, Any]) -> set[str]:
    """The keys of an answer, and those of the objects in its lists."""
    inner = {f"{key}.{name}" for key, each in answer.items() if isinstance(each, list) for name in named(each)}
    return {*answer, *inner}


def named(entries: list[Any]) -> set[str]:
    return {name for entry in entries if isinstance(entry, dict) for name in entry}


@pytest.mark.parametrize("command", ["list", "check", "batch"])
def test_the_keys_of_the_json_are_those_of_the_docs(command: str, tmp_path: Path) -> None:
    (tmp_path / "muscles" / "soleus").mkdir(parents=True)
    (tmp_path / "muscles" / "soleus" / "muscle.toml").write_text("id = 1")
    (tmp_path / "roster.csv").write_text(ROSTER)
    words = {"check": ["check", "soleus"], "batch": ["batch", tmp_path / "roster.csv", "--dry-run"]}
    result = run("--content", tmp_path, *words.get(command, [command]), "--format", "json")
    page = (CLI.parents[1] / "docs" / "command-line.md").read_text("utf-8")
    section = page.partition(f"### {command}\n")[2].partition("\n#")[0]
    documented = {
        key for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for key in re.findall("`(.+?)`", row)
    }
    assert dotted(json.loads(result.stdout)) == documented


def test_no_name_is_in_the_json_of_a_batch(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER)
    result = run("batch", roster, "--format", "json", "--dry-run")
    assert result.exit_code == 3
    answer = json.loads(result.stdout)
    assert (answer["rows"], answer["made"], answer["wrong"]) == (2, 1, 1)
    assert answer["faults"][0]["row"] == 3
    assert "Zoe" not in result.output
    assert "Quill" not in result.output


def test_check_in_json_says_what_is_wrong_and_ends_with_one(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text("nmae = 1\n")
    result = run("check", "gastrocnemius", "--clinic", clinic, "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"] == [
        {"file": "clinic.toml", "key": "nmae", "message": "unknown key; did you mean 'name'?"}
    ]


# --- nothing that steers a terminal --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("show", f"gas{STEERING}"),
        (f"gas{STEERING}",),
        ("--content", f"/no{STEERING}where", "list"),
        ("pdf", "gastrocnemius", f"--si{STEERING}"),
        ("pdf", "gastrocnemius", "--side", f"le{STEERING}ft"),
        ("pdf", "gastrocnemius", "--clinic", f"{STEERING}.toml"),
        ("batch", f"{STEERING}.csv"),
        ("figure", "gastrocnemius", f"pain{STEERING}"),
        ("figure", "gastrocnemius", "pain-map", "-o", f"x.{STEERING}"),
    ],
)
def test_nothing_from_outside_steers_the_terminal(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code != 0
    assert "\x1b" not in result.output
    assert "\\x1b" in result.output


@pytest.mark.long
def test_a_muscle_of_a_strange_name_does_not_steer_it_either(tmp_path: Path) -> None:
    folder = tmp_path / "muscles" / f"a{STEERING}b"
    folder.mkdir(parents=True)
    (folder / "muscle.toml").write_text("id = 1")
    for command in ("list", "check"):
        result = run("--content", tmp_path, command)
        assert result.exit_code == 1
        assert "\x1b" not in result.output


def test_a_line_cannot_be_turned_round_or_written_over() -> None:
    assert terminal.clean("a\u202eb\rc\x07d\te\n") == "a\\u202eb\\rc\\x07d\te\n"


# --- colour and width ----------------------------------------------------------------------------------------


def test_a_terminal_gets_colour_and_lines_that_fit() -> None:
    shown = on_terminal("pdf", "gastrocnemius", "--note", "Start", "here")
    assert "\x1b[" in shown
    assert max(len(line) for line in shown.replace("\x1b[31m\x1b[1m", "").replace("\x1b[0m", "").splitlines()) <= 60


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_for_those_who_want_none(variables: dict[str, str]) -> None:
    assert "\x1b" not in on_terminal("pdf", "gastrocnemius", "--note", "Start", "here", **variables)


def test_a_file_gets_neither_colour_nor_folded_lines() -> None:
    assert run("pdf", "gastrocnemius", "--note", "Start", "here").output.count("\n") == 2
    assert "\x1b" not in run("pdf", "gastrocnemius", "--note", "Start", "here").output


@pytest.mark.parametrize(("terminal_is_there", "silent"), [(True, False), (False, False), (True, True)])
def test_progress_is_for_a_terminal_that_wants_it(
    terminal_is_there: bool, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = iter(range(0, 100, 10))
    monkeypatch.setattr("handouts.batch.progress.time.monotonic", lambda: float(next(hours)))
    out = io.StringIO()
    out.isatty = lambda: terminal_is_there  # type: ignore[method-assign]
    progress = Progress(out, 4, silent=silent)
    progress.update(2, 0)
    progress.close()
    assert ("2 of 4 rows" in out.getvalue()) == (terminal_is_there and not silent)
    assert bool(out.getvalue()) == (terminal_is_there and not silent)
