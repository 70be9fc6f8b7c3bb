"""Options that several commands share: the place, the side, how a page looks."""

from __future__ import annotations

import click

from handouts.cli import names
from handouts.cli.options import LOOK, WHAT, option, together
from handouts.style.choices import INKS, PAPERS, PERSONS, SHOWN, SKINS

locale_option = option(
    WHAT,
    "--locale",
    metavar="TAG",
    complete=names.complete_locale,
    help="Emergency numbers, paper and dates of a place, such as en-GB.",
)
page_options = together(
    locale_option,
    option(
        LOOK, "--paper", type=click.Choice(PAPERS, case_sensitive=False), help="Paper; the locale's when not given."
    ),
    option(WHAT, "--side", type=click.Choice(SHOWN, case_sensitive=False), default="both", help="Which side."),
)
look_options = together(
    option(
        LOOK,
        "--ink",
        type=click.Choice(INKS, case_sensitive=False),
        default="colour",
        help="Colours, greys, or lines only.",
    ),
    option(
        LOOK,
        "--skin",
        type=click.Choice(SKINS, case_sensitive=False),
        default="light",
        help="Skin in the drawings.",
    ),
    option(
        LOOK,
        "--body",
        "person",
        type=click.Choice(PERSONS, case_sensitive=False),
        default="man",
        help="Body in the drawings.",
    ),
)
