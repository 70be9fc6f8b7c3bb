"""The commands that look something up: list, show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from handouts.cli import terminal
from handouts.cli.command import EXAMPLE, LOOK_UP, Command
from handouts.cli.options import CLINIC, WHAT, FilePath, format_option, lang_option, muscle_argument, option
from handouts.cli.sources import clinic_choices, end_with, library_of, meant, templates_of
from handouts.cli.terminal import show

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.cli.report import Listed
    from handouts.content.library import Library


@click.command("list", cls=Command, heading=LOOK_UP, epilog=EXAMPLE + "handouts list")
@option(
    CLINIC,
    "--approvals",
    type=FilePath(),
    metavar="FILE",
    help="What your clinic has signed: then it is said what is approved today.",
)
@format_option
@click.pass_context
def list_command(ctx: click.Context, form: str, approvals: Path | None) -> None:
    """List the muscles by region, with languages and review."""
    from handouts.cli.report import list_json, list_rows

    library = library_of(ctx)
    unfinished: dict[str, int] = {}
    for lang in dict.fromkeys(["en", *(lang for _, lang in library.words)]):
        unfinished |= library.unfinished(lang)
    listed = _listed(ctx, library, [name for name in library.ids() if name not in unfinished], approvals)
    if form == "json":
        show(list_json(listed, unfinished))
    else:
        for line in list_rows(listed, terminal.columns() if terminal.is_terminal(sys.stdout) else 0):
            show(line)
    end_with(ctx, unfinished)


def _listed(ctx: click.Context, library: Library, names: list[str], approvals: Path | None) -> list[Listed]:
    """What is said of each muscle, those of a region together in the order of the regions."""
    from handouts.cli.report import Listed

    said, order = library.region_words("en"), list(library.regions.by_id)
    states = _states(ctx, library, names, approvals) if approvals else {}
    listed = [
        Listed(
            facts := library.facts[name],
            tuple(library.languages(name)),
            said[facts.region].name,
            tuple(library.sisters(name)),
            states.get(name, "draft"),
        )
        for name in names
    ]
    return sorted(listed, key=lambda each: order.index(each.facts.region))


def _states(ctx: click.Context, library: Library, names: list[str], approvals: Path) -> dict[str, str]:
    """What the sheets of each muscle may say about their review today."""
    from handouts.style.words import load_strings

    choices = clinic_choices(ctx, {"clinic": None, "approvals": approvals})
    lang = choices.file.lang if choices.file else "en"
    strings = load_strings(templates_of(ctx), lang)
    found: dict[str, str] = {}
    for name in names:
        if lang in library.languages(name):
            muscle = choices.muscle(library.muscle(name, lang))
            found[name] = choices.standing(muscle, strings, choices.handout).state
    return found


@click.command("show", cls=Command, heading=LOOK_UP, epilog=EXAMPLE + "handouts show gastrocnemius --lang en")
@muscle_argument
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
