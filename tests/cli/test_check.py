"""`handouts check`: what fails and what does not, and how it is said to people, to programs and to GitHub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.check.finding import Finding
from handouts.check.gate import Report
from handouts.check.rules import RULES
from handouts.cli.main import main
from handouts.cli.report import check_github
from tests.check.spoil import MUSCLE, changed

EN = f"muscles/{MUSCLE}/en.toml"


def check(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--content", str(root), "check", MUSCLE, *words])


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """A calf with a warning and no error."""
    changed(tmp_path, EN, "spots_note", lambda old: f"{old} Rest prior to sport.")
    return tmp_path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A calf with an error."""
    changed(tmp_path, EN, "spots_note", lambda old: f"{old} It always helps.")
    return tmp_path


def test_a_warning_is_told_and_does_not_fail(hard: Path) -> None:
    result = check(hard)
    assert result.exit_code == 0
    assert f"Careful: content/{EN}: spots_note: has 'prior to'" in result.stderr
    assert "1 warning" in result.stdout


def test_a_warning_fails_when_it_is_to_be_strict(hard: Path) -> None:
    result = check(hard, "--strict")
    assert result.exit_code == 1
    assert "Careful" not in result.stderr
    assert f"content/{EN}: spots_note: has 'prior to'" in result.stderr
    assert "1 problem found" in result.stderr


def test_an_error_fails(wrong: Path) -> None:
    result = check(wrong)
    assert result.exit_code == 1
    assert "promises with 'always'" in result.stderr


@pytest.mark.parametrize(("words", "code", "count"), [((), 0, 0), (("--strict",), 1, 1)])
def test_json_has_every_finding_and_what_of_them_fails(
    hard: Path, words: tuple[str, ...], code: int, count: int
) -> None:
    result = check(hard, "--format", "json", *words)
    said: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == code
    assert len(said["problems"]) == count
    (finding,) = (each for each in said["findings"] if each["severity"] != "notice")
    assert (finding["rule"], finding["severity"]) == ("words.banned", "warning")
    assert finding["key"] == "spots_note"


@pytest.mark.parametrize(("words", "command"), [((), "warning"), (("--strict",), "error")])
def test_github_gets_a_line_for_each_finding(hard: Path, words: tuple[str, ...], command: str) -> None:
    result = check(hard, "--format", "github", *words)
    (line,) = (each for each in result.stdout.splitlines() if not each.startswith("::notice"))
    assert line.startswith(f"::{command} file=content/{EN},title=spots_note [words.banned]::has 'prior to'")
    assert result.exit_code == (1 if words else 0)


def test_github_gets_one_line_whatever_a_text_has_in_it() -> None:
    finding = Finding("a,b:c", "k", "r", "error", "50 %\r\n::error::x", "", "")
    assert check_github(Report((), (finding,))) == (
        "::error file=a%2Cb%3Ac,title=k [r]::50 %25%0D%0A::error::x"
    )  # fmt: skip


def test_the_rules_are_said_all_a_room_or_one() -> None:
    def said(*words: str) -> str:
        result = CliRunner().invoke(main, ["check", "--rules", *words])
        assert result.exit_code == 0
        return result.stdout

    everything = said()
    assert all(f"{name} (" in everything for name in RULES)
    assert said("words.term").startswith("words.term (warning)\n  why:    ")
    assert said("codes").count("why: ") == sum(name.startswith("codes.") for name in RULES)


def test_an_unknown_rule_gets_the_likely_meant_one() -> None:
    result = CliRunner().invoke(main, ["check", "--rules", "words.trem"])
    assert result.exit_code == 1
    assert "no rule 'words.trem'; did you mean 'words.term'?" in result.stderr
