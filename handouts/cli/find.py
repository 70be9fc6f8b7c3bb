"""The command `find`: from where it hurts to the muscles that refer pain there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli import names
from handouts.cli.command import EXAMPLE, LOOK_UP, Command
from handouts.cli.options import WHAT, WORDS, format_option, lang_option, option
from handouts.cli.sources import library_of, sound
from handouts.cli.terminal import show
from handouts.errors import HandoutsError, few, likely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handouts.content.library import Library
    from handouts.content.model import AreaWords
    from handouts.content.referral import Referral

MOST_AREAS = 8
Found = dict[str, list["Referral"]]


@click.command("find", cls=Command, heading=LOOK_UP, epilog=EXAMPLE + 'handouts find "pain at the temple"')
@click.argument("words", type=WORDS, nargs=-1)
@option(
    WHAT,
    "--where",
    metavar="AREA",
    default="",
    show_default=False,
    complete=names.complete_area,
    help="An area of the body by its id, instead of words.",
)
@lang_option
@format_option
@click.pass_context
def find_command(ctx: click.Context, /, words: tuple[str, ...], where: str, lang: str, form: str) -> None:
    """Find the muscles that refer pain to where it hurts.

    WORDS say where, as a person says it. The main pain area of a muscle comes before places where its pain may spread.
    A muscle's own name is found, too.
    """
    from handouts.content.referral import areas_called, read_area_words, read_areas, referrals

    if bool(words) == bool(where):
        raise click.UsageError('say where it hurts: `handouts find "back of the knee"`, or --where with an area')
    library = library_of(ctx)
    areas, called = read_areas(library.roots), read_area_words(library.roots, lang)
    if where and where not in areas:
        raise HandoutsError(f"--where: no area {where!r}{likely(where, areas)} (there is: {few(list(areas), 80)})")
    text = " ".join(words)
    fitting = [where] if where else areas_called(text, called)[:MOST_AREAS]
    muscles = sound(library, lang)[0]
    facts = [library.facts[name] for name in muscles]
    found = {name: referrals(areas[name], facts) for name in fitting}
    named = [] if where else _named(library, text, muscles)
    if not found and not named:
        raise HandoutsError(
            "no area of the body and no muscle is called so: write where it hurts in other words;"
            f" areas are: {few([each.name for each in called.values()], 12)}"
        )
    if form == "json":
        from handouts.cli.report import find_json

        show(find_json(found, called, named))
    else:
        for line in _lines(library, found, called, named, lang):
            show(line)


def _named(library: Library, text: str, muscles: tuple[str, ...]) -> list[str]:
    """The muscle of that name, if there is one."""
    try:
        return [name for name in [library.find(text)[0]] if name in muscles]
    except HandoutsError:
        return []


def _lines(library: Library, found: Found, called: Mapping[str, AreaWords], named: list[str], lang: str) -> list[str]:
    """What was found, for people: an area, and under it a line for each muscle."""
    lines = [f"{library.muscle(name, lang).words.name}: handouts pdf {name}" for name in named]
    width = max((len(each.muscle) for every in found.values() for each in every), default=0)
    empty = [called[name].name for name, every in found.items() if not every]
    for name, every in found.items():
        if every:
            lines += ([""] if lines else []) + [f"Pain at the {called[name].name}"]
            lines += [_line(library, each, width, lang) for each in every]
    if empty and not any(found.values()):
        lines += ([""] if lines else []) + [f"No muscle of the library refers pain to: {', '.join(empty)}."]
    return lines


def _line(library: Library, referral: Referral, width: int, lang: str) -> str:
    kind = "main pain area" if referral.kind == "essential" else "may spread here"
    point = library.words[referral.muscle, lang].trigger_points[referral.point].place.rstrip(":")
    return f"  {referral.muscle:{width}}  {kind}, from spot {referral.mark}: {point}"
