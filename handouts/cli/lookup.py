"""The commands that look something up, and the author's: list, show, check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from handouts.cli import names, terminal
from handouts.cli.command import AUTHORS, EXAMPLE, LOOK_UP, Command
from handouts.cli.options import CLINIC, WHAT, WORDS, FilePath, format_option, lang_option, option
from handouts.cli.sources import clinic_choices, content_of, end_with, library_of, meant, templates_of
from handouts.cli.terminal import show
from handouts.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path


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


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts check gastrocnemius")
@click.argument("muscles", type=WORDS, nargs=-1, shell_complete=names.complete_muscle)
@option(CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Check a clinic file as well, and its warnings.")
@option(
    CLINIC,
    "--approvals",
    type=FilePath(),
    metavar="FILE",
    help="Say what has changed since it was signed, old and new words.",
)
@option(CLINIC, "--trust", type=FilePath(), metavar="PUBKEY", help="The key that approvals must be signed with.")
@format_option
@click.pass_context
def check(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    clinic: Path | None,
    approvals: Path | None,
    trust: Path | None,
    form: str,
) -> None:
    """Validate content and templates; print every problem at once. Exit code 1 if there is any."""
    from handouts.check.gate import check_all

    chosen = meant(library_of(ctx), muscles) if muscles else ()
    report = check_all(content_of(ctx), templates_of(ctx), chosen, clinic)
    if approvals:
        from handouts.cli.approve import judged

        choices = clinic_choices(ctx, {"clinic": clinic, "approvals": approvals})
        said, found = judged(library_of(ctx), templates_of(ctx), choices, trust)
        report = report.with_more(said, found)
    if form == "json":
        from handouts.cli.report import check_json

        show(check_json(report))
        ctx.exit(1 if report.problems else 0)
    if not terminal.quiet():
        for line in report.lines:
            show(line)
    if report.problems:
        raise ContentError(report.problems)
