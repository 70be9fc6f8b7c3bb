"""The command `handouts`: options, paths and the terminal. Everything heavy is imported inside the commands.

Exit codes: 0 done, 1 a file or a value is wrong, 2 an option or a command is; `batch` also ends with 3 when some rows
could not be made, and with 130 when it was interrupted.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import click

from handouts import __version__
from handouts.cli import terminal
from handouts.cli.approve import approve_command, withdraw_command
from handouts.cli.artwork import artwork
from handouts.cli.batch import batch_command
from handouts.cli.build import build_command
from handouts.cli.chart import chart_command
from handouts.cli.check import check
from handouts.cli.clinic import clinic_command
from handouts.cli.command import Commands
from handouts.cli.deck import deck_command
from handouts.cli.desk import desk_command
from handouts.cli.figure import figure_command
from handouts.cli.find import find_command
from handouts.cli.help import completion, help_command
from handouts.cli.html import html_command
from handouts.cli.lookup import list_command, show_command
from handouts.cli.new import new
from handouts.cli.options import GENERAL, FilePath, option
from handouts.cli.pdf import pdf_command
from handouts.cli.preview import preview
from handouts.cli.schema import schema
from handouts.cli.site import site_command
from handouts.cli.verify import verify_command

if TYPE_CHECKING:
    from pathlib import Path

EXIT_CODES = """\b
Exit codes:
  0    done
  1    a file or a value is wrong, or something was left out
  2    an option or a command is wrong
  3    batch: some rows could not be made
  130  batch: interrupted; what was made is whole
"""


def _help_width() -> int:
    return max(min(terminal.columns(), 100) - 2, 50)


@click.group(
    "handouts",
    cls=Commands,
    epilog=EXIT_CODES,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "terminal_width": _help_width(),
        "show_default": True,
        "token_normalize_func": str.lower,
    },
)
@click.version_option(__version__, "-V", "--version", message="handouts %(version)s")
@option(GENERAL, "--content", type=FilePath("dir"), multiple=True, metavar="DIR", help="Your own content, used first.")
@option(
    GENERAL, "--templates", type=FilePath("dir"), multiple=True, metavar="DIR", help="Your own templates, used first."
)
@click.pass_context
def main(ctx: click.Context, content: tuple[Path, ...], templates: tuple[Path, ...]) -> None:
    """Patient handouts and Anki decks about muscles and their trigger points.

    \b
    handouts list                        the muscles there are
    handouts pdf gastrocnemius           one handout
    handouts help pdf                    how a command is used

    What was written is printed, one path a line.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows a question mark
    ctx.obj = (content, templates)


COMMANDS = (
    *(
        pdf_command,
        deck_command,
        batch_command,
        figure_command,
        build_command,
        html_command,
        site_command,
        chart_command,
        desk_command,
    ),
    *(list_command, find_command, show_command),
    *(clinic_command, approve_command, verify_command, withdraw_command, help_command, completion),
    *(new, preview, check, artwork, schema),
)
for each in COMMANDS:
    main.add_command(each)

if __name__ == "__main__":
    sys.exit(main())
