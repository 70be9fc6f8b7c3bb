"""The command `preview`: a folder of pages that shows a muscle while it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli.command import AUTHORS, EXAMPLE, Command
from handouts.cli.options import RESULT, FilePath, lang_option, muscle_argument, option
from handouts.cli.sources import content_of, library_of, meant, templates_of
from handouts.cli.terminal import listed, tell, wrote

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.check.finding import Finding

MOST_TOLD = 5


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts preview gastrocnemius")
@muscle_argument
@lang_option
@option(RESULT, "--once", is_flag=True, help="Make the pages and end; do not wait for changes.")
@option(
    RESULT,
    "-o",
    "--output",
    type=FilePath("dir"),
    metavar="FOLDER",
    help="Folder of the pages; output/preview/MUSCLE when not given.",
)
@click.pass_context
def preview(ctx: click.Context, /, muscle: str, lang: str, once: bool, output: Path | None) -> None:
    """Show MUSCLE in a browser while you write it.

    Pages, figures, cards and findings of `check` as one page, made anew whenever a file changes. Ctrl+C ends it.
    """
    from handouts.author.preview import Preview, watch

    (muscle,) = meant(library_of(ctx), [muscle])
    folder = output or FilePath().convert(f"output/preview/{muscle}", None, None)
    shown = Preview(content_of(ctx), templates_of(ctx), muscle, lang, folder)
    _told(shown.build(), 0)
    wrote(folder / "index.html")
    if once:
        return
    tell("open it in a browser: it follows each change; Ctrl+C ends this")
    try:
        watch(shown, _told)
    except KeyboardInterrupt:
        tell("ended")


def _told(found: list[Finding], seconds: float) -> None:
    """What was found, in short: first what keeps the muscle from being made."""
    broken = [each for each in found if each.rule == "content"]
    for each in broken[:MOST_TOLD]:
        listed(str(each.problem))
    counts = {name: sum(each.severity == name for each in found) for name in ("error", "warning")}
    said = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count)
    tell(f"{said or 'no problem'}" + (f" ({seconds:.1f} s)" if seconds else ""))
