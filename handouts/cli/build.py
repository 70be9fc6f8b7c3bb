"""The command `build`: every handout and the deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handouts.cli.clinic import HandoutCommand, clinic_options
from handouts.cli.command import EXAMPLE, MAKE
from handouts.cli.deck import deck_standings
from handouts.cli.look import look_options, page_options
from handouts.cli.options import is_standard_output, lang_option, output_option
from handouts.cli.pdf import make_pdfs
from handouts.cli.review import review_options
from handouts.cli.sources import end_with, library_of, sound, templates_of
from handouts.cli.terminal import wrote

if TYPE_CHECKING:
    from pathlib import Path


@click.command("build", cls=HandoutCommand, heading=MAKE, epilog=EXAMPLE + "handouts build --locale en-GB")
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@output_option("Folder.", "dir")
@click.pass_context
def build_command(ctx: click.Context, /, lang: str, output: Path, **options: Any) -> None:
    """Make every handout and the deck, into output/."""
    from handouts.deck.release import Edition, write_deck

    if is_standard_output(output):
        raise click.UsageError("-o -: several files are made: name a folder")
    library = library_of(ctx)
    chosen, unfinished = sound(library, lang)
    for path in make_pdfs(ctx, chosen, lang, output / "", options, folder=True):
        wrote(path)
    if with_cards := tuple(name for name in chosen if library.facts[name].cards):
        standings = deck_standings(ctx, library, with_cards, lang, options)
        edition = Edition(library, templates_of(ctx), lang, with_cards, standings=standings)
        for path in write_deck(edition.package(), output / f"muscles.{lang}.apkg", edition.ledger):
            wrote(path)
    end_with(ctx, unfinished)
