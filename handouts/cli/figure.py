"""The command `figure`: one figure of a muscle on its own, or all of them on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handouts.cli import names
from handouts.cli.command import EXAMPLE, MAKE, Command
from handouts.cli.look import look_options
from handouts.cli.options import (
    LOOK,
    RESULT,
    WHAT,
    WORDS,
    FilePath,
    is_standard_output,
    lang_option,
    muscle_argument,
    option,
    output_option,
)
from handouts.cli.sources import library_of, meant, templates_of
from handouts.cli.terminal import standard_output, wrote
from handouts.style.choices import SIDES

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "figure", cls=Command, heading=MAKE, epilog=EXAMPLE + "handouts figure gastrocnemius pain-map -o pain-map.svg"
)
@muscle_argument
@click.argument(
    "figure_id", type=WORDS, metavar="[FIGURE]", required=False, default="", shell_complete=names.complete_figure
)
@lang_option
@option(WHAT, "--side", type=click.Choice(SIDES, case_sensitive=False), default="right", help="Which side.")
@look_options
@option(LOOK, "--width", type=click.FloatRange(40, 2000), default=340.0, help="Width in points.")
@option(
    RESULT,
    "--format",
    "form",
    type=click.Choice(["svg", "pdf", "png"], case_sensitive=False),
    help="Kind of file; the ending of -o when not given, else SVG.",
)
@output_option(
    "File, or - for standard output; output/MUSCLE.FIGURE.svg when not given.",
    default=None,
)
@click.pass_context
def figure_command(
    ctx: click.Context, /, muscle: str, figure_id: str, lang: str, form: str | None, output: Path | None, **options: Any
) -> None:
    """Make one FIGURE of MUSCLE on its own, as SVG, PDF or PNG.

    Without FIGURE all of them on one sheet, to look at.
    """
    from handouts.cli.keep import write_beside
    from handouts.page.figure_file import export_figure, figure_bytes

    templates, library = templates_of(ctx), library_of(ctx)
    (name,) = meant(library, [muscle])
    drawn = library.muscle(name, lang, figure_id)
    if output and not is_standard_output(output):
        wrote(export_figure(drawn, figure_id, templates, output, form=form, **options))
        return
    form = form or "svg"
    data = figure_bytes(drawn, figure_id, templates, form, **options)
    if output:
        standard_output(data, "" if form == "svg" else f"a {form.upper()}")
        return
    wrote(write_beside(FilePath().convert(f"output/{name}.{figure_id or 'figures'}.{form}", None, None), data))
