"""The command line as people write it: put right where it can only mean one thing, explained where it cannot."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from handouts.cli.batch_options import batch_options
from handouts.cli.clinic import clinic_options, personal_options
from handouts.cli.main import main
from handouts.cli.mend import MEANT, RENAMED, mended


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@personal_options
@clinic_options
@batch_options
@click.option("--side")
@click.option("--body")
@click.option("-o", "--output")
def options() -> None:
    """Where the options for the tests below are taken from."""


OPTIONS: list[click.Option] = options.__click_params__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["–side", "left"], ["--side", "left"]),
        (["—side=left"], ["--side=left"]),
        (["-–side", "left"], ["--side", "left"]),
        (["−side", "left"], ["--side", "left"]),
        (["––side", "left"], ["--side", "left"]),
        (["–o", "x.pdf"], ["-o", "x.pdf"]),
        (["--side", "“left”"], ["--side", "left"]),
        (["--side=„left“"], ["--side=left"]),
        (["--note", "“Start", "with", "the", "chair”", "calf"], ["--note", "Start with the chair", "calf"]),
        (["--note=«Start", "here»"], ["--note=Start here"]),
        (["--note", "'Start", "here'"], ["--note", "Start here"]),
        (["--figure", "woman"], ["--body", "woman"]),
        (["--figure=woman"], ["--body=woman"]),
    ],
)
def test_what_can_only_mean_one_thing_is_put_right(written: list[str], meant: list[str]) -> None:
    assert mended(written, OPTIONS).args == meant


@pytest.mark.parametrize(
    "written",
    [
        ["--note", "– slowly at first"],
        ["--note", "–side"],
        ["--note", "“Slowly” is the word"],
        ["--note", "“Slowly at first”"],
        ["--note", "“Slowly"],
        ["--note", "it's", "'tis"],
        ["--note", "--nothing-of-ours"],
        ["--note=--side"],
        ["--", "–side", "“a", "b”"],
        ["--dose", "pressure=3", "seconds=60"],
        ["--patient-name", "Anne–Marie"],
        ["/tmp"],
        ["-"],
        ["-o", "-"],
    ],
)
def test_what_was_meant_as_it_stands_is_left_alone(written: list[str]) -> None:
    assert mended(written, OPTIONS).args == written


def test_an_option_of_several_letters_with_one_dash_is_not_taken_for_a_short_one() -> None:
    result = run("pdf", "gastrocnemius", "-output", "calf.pdf")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        2,
        "Error: -output: an option begins with two dashes: --output",
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pdf gastrocnemius --note Start with the chair", 'round a text of several words, such as --note "Start'),
        ("pdf gastrocnemius --patient-name Ann Smith", 'such as --patient-name "Ann Smith"'),
        ("pdf gastrocnemius --patient-name=Zoe Quill", 'such as --patient-name "Ann Smith"'),
        ("pdf --date 23 Nov 2026", 'such as --date "23 Nov 2026"'),
        ("pdf gastrocnemius --technique chair, thumbs", 'such as --technique "chair,thumbs"'),
        ("batch roster.csv --checked-by Zoe Quill", 'such as --checked-by "Ann Smith"'),
        ("pdf gastrocnemius --name Ann", "no option --name; did you mean --patient-name?"),
        ("pdf gastrocnemius --sied left", "no option --sied; did you mean --side?"),
        ("pdf gastrocnemius –sied left", "no option --sied; did you mean --side?"),
        ("pdf gastrocnemius /side left", "/side: an option begins with two dashes: --side"),
        ("pdf gastrocnemius --note --side left", "--note: its value is missing, --side follows"),
        ("pdf gastrocnemius --side", "--side: its value is missing"),
        ("pdf gastrocnemius --side lft", "'left', 'right', 'both'; did you mean 'left'?"),
        ("pdf gastrocnemius --content x", "--content: stands before the command"),
        ("--side left pdf gastrocnemius", "--side: stands after a command"),
        ("list --date today", "no option --date here; `handouts pdf` has it"),
        ("list --side left", "no option --side here; `handouts pdf`"),
        ("pdf", "MUSCLE is missing; there is: "),
        ("figure", "MUSCLE is missing; there is: "),
        ("figure gastrocnemius pain-map --width wide", "--width: 'wide' is no number"),
        ("figure gastrocnemius pain-map --width 1", "--width: 1.0 is not from 40 to 2000"),
        ("batch a.csv b.csv", "more words than are needed: b.csv"),
        ("gastrocnemius", "did you mean `handouts pdf gastrocnemius`?"),
        ("Gastrocnemus", "did you mean `handouts pdf gastrocnemius`?"),
        ("roster.csv", "did you mean `handouts batch roster.csv`?"),
        ("lst", "no command 'lst'; did you mean 'list'?"),
        ("clinic inti", "no command 'inti'; did you mean 'init'?"),
        ("help pfd", "no command 'pfd'; did you mean 'pdf'?"),
    ],
)
def test_what_was_probably_meant_is_said(line: str, said: str) -> None:
    result = run(*line.split())
    assert result.exit_code == 2, result.output
    first, second = result.output.splitlines()
    assert first.startswith("Error: ")
    assert said in first
    assert second.startswith("See: handouts")
    assert second.endswith("--help")


def test_no_option_is_proposed_that_the_command_does_not_have() -> None:
    result = run("list", "--colour", "grey")
    assert result.exit_code == 2
    assert "no option --colour" in result.output
    assert "--ink" not in result.output


@pytest.mark.parametrize("line", ["pdf gastrocnemius --patient-name Zoe Quill", "batch r.csv --checked-by Zoe Quill"])
def test_a_name_without_quotation_marks_is_not_repeated(line: str) -> None:
    output = run(*line.split()).output
    assert "Zoe" not in output
    assert "Quill" not in output


@pytest.mark.parametrize("args", [("PDF", "--HELP"), ("Figure", "-h"), ("Clinic", "Init", "--help")])
def test_capitals_make_no_difference(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 0, result.output


def test_a_value_in_curly_quotation_marks_reaches_the_page(tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    result = run("figure", "gastrocnemius", "“pain-map”", "–Side", "“Left”", "—o", f"“{path}”")
    assert result.output == f"{path}\n"
    assert path.read_text("utf-8").startswith("<svg")


def test_every_other_name_of_an_option_leads_to_one_that_there_is() -> None:
    known = {name for command in main.commands.values() for each in command.params for name in each.opts}
    assert {*MEANT.values(), *RENAMED.values()} <= known
    assert not {f"--{name}" for name in MEANT} & known
