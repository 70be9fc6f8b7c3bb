"""The command `deck`: an Anki deck of some muscles or all, and its releases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import names
from handouts.cli.clinic import given
from handouts.cli.command import EXAMPLE, MAKE, Command
from handouts.cli.options import (
    CLINIC,
    FILE_OR_FOLDER,
    RESULT,
    WHAT,
    FilePath,
    file_named,
    is_standard_output,
    lang_option,
    muscles_argument,
    option,
    output_option,
)
from handouts.cli.review import review_options, reviewed_cards
from handouts.cli.sources import clinic_choices, end_with, library_of, meant, sound, templates_of
from handouts.cli.terminal import standard_output, wrote

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.approval.standing import Standing
    from handouts.content.library import Library

ONE_FILE = (".apkg", ".csv", ".json", ".txt", ".zip")
"""Endings of one file, where a folder is wanted."""


@click.command("deck", cls=Command, heading=MAKE, epilog=EXAMPLE + "handouts deck gastrocnemius -o calf.apkg")
@muscles_argument
@lang_option
@option(
    WHAT,
    "--subset",
    metavar="TOPICS",
    default="",
    show_default=False,
    complete=names.complete_topics,
    help="Only these topics, such as attachments,causes; all when not given.",
)
@option(
    RESULT,
    "--format",
    "form",
    type=click.Choice(["apkg", "csv", "crowdanki"], case_sensitive=False),
    default="apkg",
    help="CSV for any Anki, without card types of ours; a folder for the add-on CrowdAnki.",
)
@option(
    WHAT,
    "--extra",
    is_flag=True,
    help="The cards to type and to hear instead: a package that a learner may import beside the deck.",
)
@option(RESULT, "--release", metavar="VERSION", help="Publish: note in content/ledger.json what changed, and when.")
@option(
    CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Your clinic's file; approvals.toml stands beside it."
)
@review_options
@output_option(FILE_OR_FOLDER)
@click.pass_context
def deck_command(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    lang: str,
    subset: str,
    form: str,
    extra: bool,
    release: str | None,
    output: Path,
    **options: Any,
) -> None:
    """Make an Anki deck of the MUSCLES, of all when none is named.

    Import it again after a release: reviews stay, and only notes that changed are updated.
    """
    from handouts.cli.keep import folder_beside, write_beside
    from handouts.deck.crowdanki import crowdanki_files
    from handouts.deck.csv import csv_files
    from handouts.deck.release import Edition, deck_bytes, publish
    from handouts.writing import write_whole

    topics = tuple(topic.strip() for topic in subset.split(",") if topic.strip())
    several = form != "apkg"
    if release is not None and (topics or muscles or several):
        raise click.UsageError("--release publishes everything: leave out muscles, --subset and --format")
    if extra and (release is not None or several):
        raise click.UsageError("--extra is an Anki package, and a release makes both: leave out --release and --format")
    if is_standard_output(output) and (release is not None or several):
        what = "a release" if release is not None else f"the format {form}"
        raise click.UsageError(f"-o -: {what} is several files: name a folder")
    if several and output.suffix.lower() in ONE_FILE and not output.is_dir():
        raise click.UsageError(f"-o {output}: the format {form} is several files: name a folder, such as {output.stem}")
    library = library_of(ctx)
    chosen, unfinished = (meant(library, muscles), {}) if muscles or release else sound(library, lang)
    standings = deck_standings(ctx, library, chosen or library.ids(), lang, options)
    edition = Edition(library, templates_of(ctx), lang, chosen, topics, standings)
    said = "output" in given(ctx)
    if is_standard_output(output):
        standard_output(deck_bytes(edition, extra=extra), "an Anki package")
        made = []
    elif several:
        files = (csv_files if form == "csv" else crowdanki_files)(edition.package())
        folder = output if said else folder_beside(output / form, files)
        made = [write_whole(folder / name, data) for name, data in files.items()]
    elif release is not None:
        made = publish(edition, release, file_named(output, f"muscles.{lang}.apkg"))
    else:
        write = write_whole if said else write_beside
        name = f"muscles.{lang}-extra.apkg" if extra else f"muscles.{lang}.apkg"
        made = [write(file_named(output, name), deck_bytes(edition, extra=extra))]
    for path in made:
        wrote(path)
    end_with(ctx, unfinished)


def deck_standings(
    ctx: click.Context, library: Library, muscles: Sequence[str], lang: str, options: dict[str, Any]
) -> dict[str, Standing]:
    """What the cards of each muscle may say about their review; nothing when nothing about one is asked for."""
    from handouts.style.words import load_strings

    wanted = {name: options.get(name) for name in ("clinic", "approvals", "require_approved", "date")}
    if not any(wanted.values()):
        return {}
    wishes = clinic_choices(ctx, {**wanted, "lang": lang})
    return reviewed_cards(wishes, library, muscles, lang, load_strings(templates_of(ctx), lang))
