"""The command `desk`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from handouts.cli.command import EXAMPLE, MAKE, Command
from handouts.cli.options import CLINIC, RESULT, RUN, FilePath, option
from handouts.cli.review import review_options
from handouts.cli.sources import content_of, templates_of
from handouts.cli.terminal import show, tell, warn, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

MISSING = "the desk needs Starlette and uvicorn: install handouts with its extra `desk`, such as pip install '.[desk]'"


@click.command("desk", cls=Command, heading=MAKE, epilog=EXAMPLE + "handouts desk --clinic clinic.toml")
@option(CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Your clinic's file, with its favourites.")
@review_options
@option(CLINIC, "--favourite", metavar="NAME", help="Open with this favourite of the clinic's file.")
@option(RESULT, "--shortcut", is_flag=True, help="Make a menu entry that opens the desk with these options, and end.")
@option(RUN, "--no-browser", is_flag=True, help="Open no browser: print the address only.")
@option(RUN, "--port", type=click.IntRange(0, 65535), default=0, help="Port of this machine; 0 is any free one.")
@click.pass_context
def desk_command(
    ctx: click.Context,
    /,
    clinic: Path | None,
    approvals: Path | None,
    require_approved: bool,
    favourite: str | None,
    shortcut: bool,
    no_browser: bool,
    port: int,
) -> None:
    """Make handouts by clicks, on a page in your browser.

    The page is this machine's alone, and nothing about a patient is kept. It ends by its button, by Ctrl-C, or when
    its page was closed for 15 minutes.
    """
    try:
        from handouts.web.desk.serve import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        raise HandoutsError(MISSING) from None
    from handouts.web.desk.desk import Desk

    desk = Desk(content_of(ctx), templates_of(ctx), clinic, approvals, require_approved, favourite or "")
    if shortcut:
        from handouts.web.desk.shortcut import make_shortcut

        files = {"--clinic": clinic, "--approvals": approvals}
        own = [*_folders(ctx), *(word for name, file in files.items() if file for word in (name, str(file.resolve())))]
        own += ["--require-approved"] if require_approved else []
        wrote(make_shortcut([*own, *(["--favourite", favourite] if favourite else [])], favourite or ""))
        return
    serve(desk, port, lambda address: _ready(address, no_browser))


def _folders(ctx: click.Context) -> list[str]:
    """The person's own folders of content and templates, as they stand before the command."""
    kinds = zip(("--content", "--templates"), ctx.obj, strict=True)
    return [word for name, folders in kinds for folder in folders for word in (name, str(folder.resolve()))]


def _ready(address: Callable[[], str], no_browser: bool) -> None:
    """Say where the desk is, and open it."""
    import webbrowser

    show(address())
    tell("The address opens once, within two minutes. Ctrl-C or the page's button closes the desk.")
    if not no_browser and not webbrowser.open(address()):
        warn("no browser was found: open the address yourself")
