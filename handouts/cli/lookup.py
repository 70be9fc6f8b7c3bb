"""The commands that look something up: list, show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from handouts.cli import names, terminal
from handouts.cli.command import EXAMPLE, LOOK_UP, Command
from handouts.cli.options import WHAT, WORDS, format_option, lang_option, option
from handouts.cli.sources import end_with, library_of, meant, templates_of
from handouts.cli.terminal import show

if TYPE_CHECKING:
    pass


@click.command("list", cls=Command, heading=LOOK_UP, epilog=EXAMPLE + "handouts list")
@format_option
@click.pass_context
def list_command(ctx: click.Context, form: str) -> None:
    """List the muscles there are, with their languages and figures."""
    from handouts.cli.report import list_json, list_rows

    library = library_of(ctx)
    unfinished: dict[str, int] = {}
    for lang in dict.fromkeys(["en", *(lang for _, lang in library.words)]):
        unfinished |= library.unfinished(lang)
    sound = [library.facts[name] for name in library.ids() if name not in unfinished]
    if form == "json":
        show(list_json(library, sound, unfinished))
    else:
        for line in list_rows(library, sound, terminal.columns() if terminal.is_terminal(sys.stdout) else 0):
            show(line)
    end_with(ctx, unfinished)


@click.command("show", cls=Command, heading=LOOK_UP, epilog=EXAMPLE + "handouts show gastrocnemius --lang en")
@click.argument("muscle", type=WORDS, shell_complete=names.complete_muscle)
@lang_option
@option(WHAT, "--sources", is_flag=True, help="Only the list of sources, to hand over to who asks for it.")
@click.pass_context
def show_command(ctx: click.Context, /, muscle: str, lang: str, sources: bool) -> None:
    """Show all content of MUSCLE, readable in a terminal."""
    from handouts.cli.show import sources_text, to_text

    library = library_of(ctx)
    (muscle,) = meant(library, [muscle])
    if sources:
        from handouts.style.words import load_strings

        show(sources_text(library.muscle(muscle, lang), load_strings(templates_of(ctx), lang)).rstrip("\n"))
        return
    import shutil

    width = min(shutil.get_terminal_size((96, 24)).columns, 110)
    show(to_text(library.muscle(muscle, lang), width).rstrip("\n"))
