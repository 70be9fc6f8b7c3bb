"""Help: commands in the order of use, options under headings, every default shown."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from handouts import __version__
from handouts.cli.command import COMMANDS
from handouts.cli.main import main
from handouts.cli.options import HEADINGS, heading_of


def every_command() -> Iterator[tuple[str, click.Command]]:
    for name, command in main.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            for inner, each in command.commands.items():
                yield f"{name} {inner}", each


EVERY = dict(every_command())


def said(*args: str) -> str:
    result = CliRunner().invoke(main, list(args), terminal_width=100)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_therapists_commands_come_first_and_the_authors_last() -> None:
    listed = re.findall(r"^  ([a-z]+)  ", said("--help").partition("General:")[0], re.MULTILINE)
    assert listed[:4] == ["pdf", "deck", "batch", "figure"]
    assert listed[-5:] == ["new", "preview", "check", "artwork", "schema"]
    assert sorted(listed) == sorted(main.commands)


def test_every_command_stands_under_a_heading() -> None:
    assert {getattr(command, "heading", "") for command in main.commands.values()} == set(COMMANDS)


def test_the_line_of_every_command_is_whole() -> None:
    listed = CliRunner().invoke(main, ["--help"], terminal_width=78).output.partition("Make:")[2]
    assert "..." not in listed


@pytest.mark.parametrize("name", EVERY)
def test_every_option_stands_under_a_heading(name: str) -> None:
    command = EVERY[name]
    options = [each for each in command.get_params(click.Context(command)) if isinstance(each, click.Option)]
    assert {each.opts[-1] for each in options if heading_of(each) not in HEADINGS} == set()
    shown = re.findall(r"^(\w[\w ]+):$", said(*name.split(), "--help"), re.MULTILINE)
    assert [heading for heading in shown if heading in HEADINGS] == [
        heading for heading in HEADINGS if heading in map(heading_of, options)
    ]


@pytest.mark.parametrize("name", EVERY)
def test_every_default_is_shown(name: str) -> None:
    text = re.sub(r"\s+", " ", said(*name.split(), "--help"))
    for each in EVERY[name].params:
        if (
            isinstance(each, click.Option)
            and isinstance(each.default, str | float)
            and each.default not in (True, False, "")
        ):
            assert f"[default: {each.default}" in text, each.opts


@pytest.mark.parametrize("name", EVERY)
def test_every_option_says_what_it_does(name: str) -> None:
    assert [each.opts for each in EVERY[name].params if isinstance(each, click.Option) and not each.help] == []


@pytest.mark.parametrize("name", EVERY)
def test_help_with_a_name_is_the_commands_own_help(name: str) -> None:
    assert said("help", *name.split()) == said(*name.split(), "--help")


def test_help_alone_lists_the_commands() -> None:
    assert said("help") == said("--help")


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_version(flag: str) -> None:
    assert said(flag) == f"handouts {__version__}\n"


def test_exit_codes_are_in_the_help() -> None:
    codes = said("--help").partition("Exit codes:")[2]
    assert re.findall(r"^ +(\d+) ", codes, re.MULTILINE) == ["0", "1", "2", "3", "130"]


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "handouts", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: handouts [OPTIONS] COMMAND")
