"""Options for a clinic and a therapist, shared by the commands that make handouts; and `handouts clinic`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import names
from handouts.cli.command import LOOK_UP, Command, Commands
from handouts.cli.options import (
    CLINIC,
    LOOK,
    PERSON,
    RESULT,
    WHAT,
    FilePath,
    is_standard_output,
    option,
    output_option,
    together,
)
from handouts.cli.terminal import standard_output, tell, warn, wrote
from handouts.style.choices import LAYOUTS, PRINTS

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.clinic.choices import Choices
    from handouts.content.library import Muscle

_DOSE_WORD = r"[A-Za-z_]+="


class HandoutCommand(Command):
    """A command whose `--dose` takes all the `key=value` words that follow it."""

    def put_right(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command line as it was meant."""
        return list(spread_dose(super().put_right(ctx, args)))


def spread_dose(args: Sequence[str]) -> Iterator[str]:
    """`--dose a=1 b=2` as `--dose a=1 --dose b=2`."""
    state = "outside"
    for arg in args:
        if state == "value":
            state = "more"
        elif state == "more" and re.match(_DOSE_WORD, arg):
            yield "--dose"
        else:
            state = "value" if arg == "--dose" else "more" if arg.startswith("--dose=") else "outside"
        yield arg


def _dose_words(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    if any(word.startswith("-") for word in words):
        raise click.BadParameter("needs values, such as --dose pressure=3-4 seconds=60")
    return words


clinic_options = together(
    option(
        CLINIC,
        "--clinic",
        type=FilePath(),
        metavar="FILE",
        help="Your clinic's own: name, logo, colour, usual choices; see `handouts clinic init`.",
    ),
    option(
        LOOK,
        "--print",
        type=click.Choice(PRINTS, case_sensitive=False),
        default="normal",
        help="Size of print: 12.5, 18 or 24 point.",
    ),
    option(
        WHAT,
        "--layout",
        type=click.Choice(LAYOUTS, case_sensitive=False),
        default="full",
        help="The whole handout; the short sheet: warnings, steps, dose on one page, the tick list on its back; "
        "or the sheet for the clinician.",
    ),
    option(
        WHAT,
        "--sheets",
        type=click.Choice(["1", "1-2", "1-3", "1-4", "4"]),
        help="Sheet 1 is safe to give alone, 1-2 are the usual handout, 4 has all warnings in full words. "
        "All when not given; in large and giant print 1-2.",
    ),
    option(
        WHAT,
        "--checked-by",
        metavar="NAME",
        help="Who has gone through the tick list with the patient: the short sheet says so and leaves it out.",
    ),
    option(
        WHAT,
        "--technique",
        "techniques",
        metavar="NAMES",
        complete=names.complete_techniques,
        help="Only these ways to massage, the first one first, such as chair,thumbs; all when not given.",
    ),
    option(
        WHAT,
        "--with",
        "addons",
        metavar="NAMES",
        complete=names.complete_addons,
        help="Exercises to print as well, such as stretch,heel-raise.",
    ),
    option(
        WHAT,
        "--dose",
        multiple=True,
        metavar="KEY=VALUE...",
        callback=_dose_words,
        complete=names.complete_dose,
        help="Your own dose, such as: --dose pressure=3-4 seconds=60 hold=30 rounds=2 times=1-2 weeks=3",
    ),
    option(
        LOOK,
        "--duplex/--no-duplex",
        help="A blank page at the end when needed, so that the next handout starts a new sheet.",
    ),
)

personal_options = together(
    option(PERSON, "--patient-name", metavar="NAME", help="Printed on the page, and nowhere else."),
    option(PERSON, "--date", metavar="DATE", help="Printed on the page, such as 2026-03-01, or today."),
    option(PERSON, "--note", metavar="TEXT", help="A note to the patient: plain text of any length."),
    option(
        RESULT,
        "--protect",
        is_flag=True,
        help="Encrypt with a password (AES-256); asked for unless --password-file is given. "
        "An encrypted file cannot be archival PDF/A; it stays accessible PDF/UA.",
    ),
    option(
        RESULT,
        "--password-file",
        type=FilePath(),
        metavar="FILE",
        help="The first line of this file is the password for --protect.",
    ),
)


def password(asked: dict[str, Any]) -> str | None:
    """The password for `--protect`: from its file, or asked for twice at the terminal; None when not wanted."""
    file: Path | None = asked.get("password_file")
    if not asked.get("protect"):
        if file:
            raise click.UsageError("--password-file is for --protect, which is not given")
        return None
    from handouts.clinic.protect import check_password, read_password

    if file:
        secret = read_password(file)
    elif sys.stdin.isatty():
        secret = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        raise click.UsageError("--protect asks for a password at a terminal: without one, name a --password-file")
    check_password(secret)
    return secret


def given(ctx: click.Context) -> set[str]:
    """The options that stood on the command line."""
    source = click.core.ParameterSource.COMMANDLINE
    return {name for name in ctx.params if ctx.get_parameter_source(name) is source}


def say_notices(wishes: Choices, muscles: Sequence[Muscle], said: set[str] | None = None) -> None:
    """Tell what was changed so that it can be printed, and warn of what somebody should look at.

    What stands in `said` is not said again; what is said is added to it.
    """
    said = set() if said is None else said
    for say, lines in ((tell, wishes.told), (warn, wishes.notices(muscles))):
        for line in lines:
            if line not in said:
                say(line)
        said.update(lines)


@click.group("clinic", cls=Commands, heading=LOOK_UP, epilog="\b\nExample:\n  handouts clinic init -o clinic.toml")
def clinic_command() -> None:
    """Your clinic's own: name, logo, colour, usual choices."""


@clinic_command.command("init", epilog="\b\nExample:\n  handouts clinic init -o clinic.toml")
@output_option("File, or - for standard output.", default="clinic.toml")
@option(RESULT, "--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def init(ctx: click.Context, output: Path, force: bool) -> None:
    """Write a commented clinic file to start from."""
    from handouts.clinic.file import sample
    from handouts.errors import HandoutsError
    from handouts.files import data_dir
    from handouts.writing import write_whole

    own: tuple[Path, ...] = ctx.obj[1]
    data = sample((*own, data_dir("templates"))).encode()
    if is_standard_output(output):
        standard_output(data, "")
        return
    if os.path.lexists(output) and not force:
        raise HandoutsError(f"{output} is there already: name another file with -o, or write over it with --force")
    wrote(write_whole(output, data))
