"""The command `new`: the files of a new muscle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts import data_dir
from handouts.cli import names
from handouts.cli.command import AUTHORS, EXAMPLE, Command
from handouts.cli.options import RESULT, WHAT, WORDS, FilePath, option
from handouts.cli.sources import library_of, templates_of
from handouts.cli.terminal import tell, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts new tibialis-anterior --region lower-leg")
@click.argument("muscle", type=WORDS, metavar="ID")
@option(WHAT, "--region", required=True, metavar="REGION", complete=names.complete_region, help="Part of the body.")
@option(
    WHAT,
    "--like",
    default="",
    show_default=False,
    metavar="MUSCLE",
    complete=names.complete_muscle,
    help="Build it as this muscle is built; no sentence is copied.",
)
@option(
    RESULT,
    "-o",
    "--output",
    type=FilePath("dir"),
    metavar="FOLDER",
    help="Content folder; the first --content, or content/ of a checkout, when not given.",
)
@click.pass_context
def new(ctx: click.Context, /, muscle: str, region: str, like: str, output: Path | None) -> None:
    """Write the files of a new muscle ID, to begin with.

    They can be made into a handout at once, and say TODO where something is to be written. Nothing is overwritten.
    """
    from datetime import UTC, datetime

    from handouts.approval.day import now
    from handouts.author.skeleton import new_muscle

    folder = output or _folder(ctx)
    day = datetime.fromtimestamp(now(), UTC).date()
    for path in new_muscle(muscle, region, library_of(ctx), templates_of(ctx), folder, day, like):
        wrote(path)
    own = "" if folder.resolve() == data_dir("content").resolve() else f"--content {folder} "
    tell(f"`handouts {own}preview {muscle}` shows it while you write, `handouts {own}check {muscle}` what is missing")


def _folder(ctx: click.Context) -> Path:
    """The person's own content folder, or that of the checkout they stand in. Raises HandoutsError without either."""
    from pathlib import Path

    own: tuple[Path, ...] = ctx.obj[0]
    if own:
        return own[0]
    here = Path("content")
    if here.is_dir() and here.resolve() == data_dir("content").resolve():
        return here
    raise HandoutsError("name the content folder that gets the files: -o FOLDER; it may be a new one")
