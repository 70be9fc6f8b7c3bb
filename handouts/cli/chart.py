"""The command `chart`: for a clinician, the areas of a region and the muscles that refer pain to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli import names
from handouts.cli.command import EXAMPLE, MAKE, Command
from handouts.cli.options import LOOK, WORDS, file_named, is_standard_output, lang_option, option, output_option
from handouts.cli.sources import library_of, sound, templates_of
from handouts.cli.terminal import standard_output, wrote
from handouts.style.choices import INKS, PAPERS, Ink, Paper

if TYPE_CHECKING:
    from pathlib import Path


@click.command("chart", cls=Command, heading=MAKE, epilog=EXAMPLE + "handouts chart lower-leg")
@click.argument("region", type=WORDS, shell_complete=names.complete_region)
@lang_option
@option(LOOK, "--paper", type=click.Choice(PAPERS, case_sensitive=False), default="a4", help="Paper.")
@option(
    LOOK,
    "--ink",
    type=click.Choice(INKS, case_sensitive=False),
    default="colour",
    help="Colours, greys, or lines only.",
)
@output_option("File, or - for standard output; output/REGION-chart.LANG.pdf when not given.", default=None)
@click.pass_context
def chart_command(ctx: click.Context, /, region: str, lang: str, paper: Paper, ink: Ink, output: Path | None) -> None:
    """Make a chart of REGION: where it hurts, which muscles.

    One page for the clinician: numbered areas, and the muscles that refer pain to each.
    """
    from pathlib import Path

    from handouts.cli.keep import write_beside
    from handouts.handout.chart import chart
    from handouts.page.pdf import PdfOptions, to_pdf
    from handouts.style.theme import load_theme
    from handouts.style.words import load_strings
    from handouts.writing import write_whole

    library, templates = library_of(ctx), templates_of(ctx)
    document = chart(library, region, sound(library, lang)[0], load_strings(templates, lang), lang)
    data = to_pdf(document, load_theme(templates), PdfOptions(paper=paper, ink=ink))
    if output and is_standard_output(output):
        standard_output(data, "a PDF")
        return
    write = write_whole if output else write_beside
    wrote(write(file_named(output or Path("output"), f"{document.id}.{lang}.pdf"), data))
