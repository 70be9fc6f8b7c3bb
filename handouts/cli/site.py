"""The command `site`: handouts as a folder of pages for any web server, for a phone, for a QR code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.clinic import given, say_notices
from handouts.cli.command import EXAMPLE, MAKE, Command
from handouts.cli.look import locale_option, look_options
from handouts.cli.options import (
    CLINIC,
    LOOK,
    RESULT,
    WHAT,
    FilePath,
    is_standard_output,
    langs_option,
    muscles_argument,
    option,
    output_option,
)
from handouts.cli.review import review_options, reviewed
from handouts.cli.sources import end_with, library_of, meant, sound, templates_of
from handouts.cli.terminal import show, tell, warn, wrote
from handouts.style.choices import PAPERS

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.approval.standing import Standing
    from handouts.clinic.choices import Choices
    from handouts.content.library import Library
    from handouts.errors import HandoutsError
    from handouts.style.words import Strings
    from handouts.web.site.make import Site

MOST_PORT = 65535


@click.command(
    "site", cls=Command, heading=MAKE, epilog=EXAMPLE + "handouts site -o site --locale en-GB --clinic clinic.toml"
)
@muscles_argument
@langs_option
@locale_option
@option(WHAT, "--cards/--no-cards", default=True, help="Each muscle's Anki cards for students, beside its handout.")
@option(
    LOOK,
    "--paper",
    type=click.Choice(PAPERS, case_sensitive=False),
    help="Paper of the PDFs; the locale's when not given.",
)
@look_options
@option(
    CLINIC,
    "--clinic",
    type=FilePath(),
    metavar="FILE",
    help="Your clinic's own: name, logo, colour, warnings, and the address to which QR codes lead.",
)
@review_options
@option(
    RESULT,
    "--moved",
    type=FilePath(),
    metavar="FILE",
    help='Old addresses and where they lead now: a line "old/en/" = "new/en/", or "gone".',
)
@option(RESULT, "--serve", is_flag=True, help="Show the site on this machine until Ctrl-C.")
@option(
    RESULT, "--port", type=click.IntRange(0, MOST_PORT), default=0, help="For --serve; 0 takes a port that is free."
)
@output_option("Folder of the site.", "dir", "output/site")
@click.pass_context
def site_command(ctx: click.Context, /, muscles: tuple[str, ...], output: Path, **options: Any) -> None:
    """Make a site of handouts of MUSCLES, or of all.

    A folder for any web server, or to open without one: a page for each handout, its PDFs and cards, a body to press
    where it hurts, a search. It takes nothing of a person. Run it again into the same folder: addresses stay.
    """
    from handouts.web.site.folder import publish, read_moved
    from handouts.web.site.make import site_files

    if is_standard_output(output):
        raise click.UsageError("-o -: a site is several files: name a folder")
    if "port" in given(ctx) and not options["serve"]:
        raise click.UsageError("--port is for --serve, which is not given")
    unfinished: dict[str, int] = {}
    sites = _sites(ctx, muscles, options, unfinished)
    failed: list[tuple[str, HandoutsError]] = []
    moved = read_moved(options["moved"]) if options["moved"] else {}
    done = publish(output, moved, lambda moves: site_files(sites, moves, lambda *each: failed.append(each)))
    for name in done.removed:
        warn(f"{output / name}: was of the site and is no longer made: taken away")
    tell(f"{len(done.written)} files written, {len(done.same)} as they were")
    wrote(output / "index.html")
    for name, error in failed:
        warn(f"{output / name}: could not be made, and no page leads to it: {error}; mend that, and run it again")
    if options["serve"]:
        from handouts.web.site.serve import serve

        tell("Ctrl-C ends.")
        serve(output, options["port"], show)
    end_with(ctx, unfinished)
    if failed:
        ctx.exit(1)


def _sites(
    ctx: click.Context, muscles: tuple[str, ...], options: dict[str, Any], unfinished: dict[str, int]
) -> list[Site]:
    """The site in each of its languages; muscles that are not finished are counted."""
    library = library_of(ctx)
    wanted = meant(library, muscles)
    asked: tuple[str, ...] = tuple(dict.fromkeys(options["langs"]))
    told: set[str] = set()
    sites = []
    for lang in asked or _languages(library, wanted):
        if muscles:
            chosen = tuple(name for name in wanted if (name, lang) in library.words) or wanted
            for name in (name for name in wanted if name not in chosen):
                warn(f"{name}: has no words in language {lang!r}, and no page in it")
        else:
            chosen, left_out = sound(library, lang)
            unfinished |= left_out
        sites.append(_site(ctx, library, lang, chosen, options, told))
    if not asked:  # a clinic's site opens in the clinic's language
        sites.sort(key=lambda site: site.wishes.file is not None and site.wishes.file.lang != site.lang)
    return sites


def _languages(library: Library, muscles: Sequence[str]) -> list[str]:
    """The languages that some muscles, or any, have words in: English first."""
    found = {lang for name, lang in library.words if not muscles or name in muscles}
    return sorted(found, key=lambda lang: (lang != "en", lang)) or ["en"]


def _site(
    ctx: click.Context,
    library: Library,
    lang: str,
    muscles: tuple[str, ...],
    options: dict[str, Any],
    told: set[str],
) -> Site:
    """The site in a language. What was told is not told again."""
    from handouts.clinic.choices import choose
    from handouts.style.theme import load_theme
    from handouts.style.words import load_strings
    from handouts.web.site.make import Site

    templates = templates_of(ctx)
    theme, strings = load_theme(templates), load_strings(templates, lang)
    asked = {**options, "side": "both", "layout": "full", "print": "normal"}
    wishes = choose(asked, {*given(ctx), "side", "layout", "print"}, templates, theme, library, lang, muscles)
    chosen = [library.muscle(name, lang) for name in muscles]
    say_notices(wishes, chosen, told)
    _check_address(wishes, lang)
    ours = [muscle for muscle, _ in reviewed(wishes, chosen, strings)]
    cards = _cards(wishes, library, muscles, lang, strings) if options["cards"] else {}
    return Site(library, templates, theme, strings, wishes, ours, cards)


def _check_address(wishes: Choices, lang: str) -> None:
    """Tell when QR codes lead elsewhere than to the pages of the site."""
    address = wishes.clinic.content_url
    if address and not address.replace("{lang}", lang).endswith(f"/{{muscle}}/{lang}/"):
        warn(
            "clinic file: content_url: QR codes do not lead to the pages of this site: end it with"
            f" /{{muscle}}/{lang}/, or with /{{muscle}}/{{lang}}/ for every language"
        )


def _cards(
    wishes: Choices, library: Library, muscles: Sequence[str], lang: str, strings: Strings
) -> dict[str, Standing]:
    """The muscles whose cards stand beside their handouts; where all has to be approved, those whose cards are."""
    found = {name: wishes.deck_standing(library.muscle(name, lang), strings) for name in muscles}
    if not wishes.require_approved:
        return found
    for name, standing in found.items():
        if not standing.approved:
            warn(f"{name} ({lang}), deck: left out, it is not approved: {standing.why}")
    return {name: standing for name, standing in found.items() if standing.approved}
