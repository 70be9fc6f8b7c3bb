"""The command `html`: a handout as one web page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handouts.cli.clinic import HandoutCommand, clinic_options, given, say_notices
from handouts.cli.command import EXAMPLE, MAKE
from handouts.cli.look import look_options, page_options
from handouts.cli.options import (
    FILE_OR_FOLDER,
    file_named,
    is_standard_output,
    lang_option,
    output_option,
    some_muscles_argument,
)
from handouts.cli.review import review_options, reviewed
from handouts.cli.sources import library_of, meant, templates_of
from handouts.cli.terminal import standard_output, wrote

if TYPE_CHECKING:
    from pathlib import Path


@click.command("html", cls=HandoutCommand, heading=MAKE, epilog=EXAMPLE + "handouts html gastrocnemius --locale en-GB")
@some_muscles_argument
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@output_option(FILE_OR_FOLDER)
@click.pass_context
def html_command(ctx: click.Context, /, muscles: tuple[str, ...], lang: str, output: Path, **options: Any) -> None:
    """Make the handout of each MUSCLE as a web page.

    One file that needs nothing else, to be read on a phone: the same words as on paper, in the same order. It takes no
    name, no date and no note, since a page goes on.
    """
    from handouts.cli.keep import write_beside
    from handouts.clinic.choices import choose
    from handouts.handout.plan import handout
    from handouts.style.theme import load_theme
    from handouts.style.words import load_strings
    from handouts.web.page import html_page
    from handouts.writing import write_whole

    library, templates = library_of(ctx), templates_of(ctx)
    theme, strings = load_theme(templates), load_strings(templates, lang)
    names_of = meant(library, muscles)
    chosen = [library.muscle(name, lang) for name in names_of]
    wishes = choose(options, given(ctx), templates, theme, library, lang, names_of)
    say_notices(wishes, chosen)
    made: dict[str, str] = {}
    for muscle, asked in reviewed(wishes, chosen, strings):
        document = handout(muscle, strings, wishes.locale, asked, wishes.clinic)
        look = wishes.page
        page = html_page(document, theme, strings, ink=look.ink, skin=look.skin, accent=look.accent)
        made[f"{muscle.id}.{lang}.html"] = page
    if is_standard_output(output):
        if len(made) > 1:
            raise click.UsageError("-o -: takes one handout")
        standard_output("".join(made.values()).encode(), "")
        return
    if output.suffix.lower() == ".html" and len(made) > 1:
        raise click.UsageError(f"{output} is one file, but {len(made)} handouts are to be made: name a folder")
    write = write_whole if "output" in given(ctx) else write_beside
    for name, page in made.items():
        wrote(write(file_named(output, name), page.encode()))
