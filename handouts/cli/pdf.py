"""The command `pdf`: handouts on paper, each on its own or several muscles in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handouts.cli import names
from handouts.cli.clinic import HandoutCommand, clinic_options, given, password, personal_options, say_notices
from handouts.cli.command import EXAMPLE, MAKE, loose_word
from handouts.cli.look import look_options, page_options
from handouts.cli.options import (
    FILE_OR_FOLDER,
    RESULT,
    WHAT,
    file_named,
    is_standard_output,
    lang_option,
    option,
    output_option,
    some_muscles_argument,
)
from handouts.cli.review import in_one_handout, review_options, reviewed
from handouts.cli.sources import library_of, meant, templates_of
from handouts.cli.terminal import standard_output, tell, warn, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    "pdf",
    cls=HandoutCommand,
    heading=MAKE,
    epilog=EXAMPLE + "handouts pdf gastrocnemius --locale en-GB --side left -o calf.pdf",
)
@some_muscles_argument
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@personal_options
@option(WHAT, "--one", is_flag=True, help="All MUSCLES in one handout: one warning box, one dose.")
@option(RESULT, "--open", "opened", is_flag=True, help="Open what was made, in the program that shows PDF here.")
@output_option(FILE_OR_FOLDER)
@click.pass_context
def pdf_command(
    ctx: click.Context, /, muscles: tuple[str, ...], lang: str, output: Path, opened: bool, **options: Any
) -> None:
    """Make the handout of each MUSCLE, or one of all (--one)."""
    loose_word(ctx, muscles, lambda name: names.is_muscle(ctx, name))
    muscles = meant(library_of(ctx), muscles)
    if is_standard_output(output):
        if opened or (len(muscles) > 1 and not options["one"]):
            raise click.UsageError("-o -: takes one handout, and leaves --open out")
        [data] = _pdfs(ctx, muscles, lang, output, options).values()
        standard_output(data, "a PDF")
        return
    for path in make_pdfs(ctx, muscles, lang, output, options):
        wrote(path)
        if opened and click.launch(str(path)):
            raise HandoutsError(f"{path}: was made; no program was found that opens it: open it yourself")


def make_pdfs(
    ctx: click.Context, muscles: tuple[str, ...], lang: str, output: Path, options: dict[str, Any], folder: bool = False
) -> list[Path]:
    """Write the handouts; nothing is written unless all could be made."""
    from handouts.cli.keep import write_beside
    from handouts.writing import write_whole

    made = _pdfs(ctx, muscles, lang, output, options, folder)
    write = write_whole if folder or "output" in given(ctx) else write_beside
    return [write(path, data) for path, data in made.items()]


def _pdfs(
    ctx: click.Context, muscles: tuple[str, ...], lang: str, output: Path, options: dict[str, Any], folder: bool = False
) -> dict[Path, bytes]:
    """The handouts by the files they go to."""
    from handouts.clinic.choices import choose
    from handouts.handout.plan import handout
    from handouts.page.layouts import Layouts
    from handouts.page.pdf import left_out, to_pdf
    from handouts.style.theme import load_theme
    from handouts.style.words import load_strings

    library, templates = library_of(ctx), templates_of(ctx)
    chosen = [library.muscle(name, lang) for name in dict.fromkeys(muscles)]
    in_one = bool(options.pop("one", False)) and len(chosen) > 1
    one_file = not folder and output.suffix.lower() == ".pdf"
    if one_file and len(chosen) > 1 and not in_one:
        raise click.UsageError(f"{output} is one file, but {len(chosen)} handouts are to be made: name a folder")
    theme, strings = load_theme(templates), load_strings(templates, lang)
    wishes = choose(options, given(ctx), templates, theme, library, lang, muscles)
    say_notices(wishes, chosen)
    made: dict[Path, bytes] = {}
    layouts = Layouts()
    each = reviewed(wishes, chosen, strings)
    to_make = [in_one_handout(each, wishes)] if in_one else [([muscle], asked) for muscle, asked in each]
    for (muscle, *beside), asked in to_make:
        document = handout(muscle, strings, wishes.locale, asked, wishes.clinic, beside)
        for title in document.left_out:
            tell(strings("several.left_out", title=title))
        name = f"{document.id}.{lang}.pdf"
        path = output / name if folder else file_named(output, name)
        made[path] = to_pdf(document, theme, wishes.page, layouts)
        if missing := left_out(document, theme, wishes.page, layouts):
            warn(strings("short.told", muscle=document.id, names=", ".join(missing)))
    if secret := password(options):
        from handouts.clinic.protect import protected

        made = {path: protected(data, secret) for path, data in made.items()}
    return made
