"""The command `handouts`: options, paths and the terminal. Everything heavy is imported inside the commands.

Exit codes: 0 done, 1 a file or a value is wrong, 2 an option or a command is; `batch` also ends with 3 when some rows
could not be made, and with 130 when it was interrupted.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts import __version__
from handouts.cli import names, terminal
from handouts.cli.approve import approve_command, verify_command, withdraw_command
from handouts.cli.artwork import artwork
from handouts.cli.batch import batch_options
from handouts.cli.chart import chart_command
from handouts.cli.check import check
from handouts.cli.clinic import (
    HandoutCommand,
    clinic_command,
    clinic_options,
    given,
    password,
    personal_options,
)
from handouts.cli.command import EXAMPLE, MAKE, Commands, loose_word
from handouts.cli.find import find_command
from handouts.cli.help import completion, help_command
from handouts.cli.html import html_command
from handouts.cli.look import look_options, page_options
from handouts.cli.lookup import list_command, show_command
from handouts.cli.new import new
from handouts.cli.options import (
    CLINIC,
    GENERAL,
    LOOK,
    RESULT,
    WHAT,
    WORDS,
    FilePath,
    format_option,
    is_standard_output,
    lang_option,
    option,
    output_option,
)
from handouts.cli.preview import preview
from handouts.cli.review import in_one_handout, review_options, reviewed, reviewed_cards
from handouts.cli.schema import schema
from handouts.cli.sources import clinic_choices, content_of, end_with, library_of, meant, sound, templates_of
from handouts.cli.terminal import standard_output, tell, warn, wrote
from handouts.errors import HandoutsError
from handouts.style.choices import SIDES

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.approval.standing import Standing
    from handouts.content.library import Library

OUTPUT = "File or folder; - for standard output. When it is not given, no other file in output/ is replaced."
ONE_FILE = (".apkg", ".csv", ".json", ".txt", ".zip")
"""Endings of one file, where a folder is wanted."""
EXIT_CODES = """\b
Exit codes:
  0    done
  1    a file or a value is wrong, or something was left out
  2    an option or a command is wrong
  3    batch: some rows could not be made
  130  batch: interrupted; what was made is whole
"""


def _help_width() -> int:
    return max(min(terminal.columns(), 100) - 2, 50)


@click.group(
    "handouts",
    cls=Commands,
    epilog=EXIT_CODES,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "terminal_width": _help_width(),
        "show_default": True,
        "token_normalize_func": str.lower,
    },
)
@click.version_option(__version__, "-V", "--version", message="handouts %(version)s")
@option(GENERAL, "--content", type=FilePath("dir"), multiple=True, metavar="DIR", help="Your own content, used first.")
@option(
    GENERAL, "--templates", type=FilePath("dir"), multiple=True, metavar="DIR", help="Your own templates, used first."
)
@click.pass_context
def main(ctx: click.Context, content: tuple[Path, ...], templates: tuple[Path, ...]) -> None:
    """Patient handouts and Anki decks about muscles and their trigger points.

    \b
    handouts list                        the muscles there are
    handouts pdf gastrocnemius           one handout
    handouts help pdf                    how a command is used

    What was written is printed, one path a line.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows a question mark
    ctx.obj = (content, templates)


# --- commands ------------------------------------------------------------------------------------------------


@main.command(
    cls=HandoutCommand,
    heading=MAKE,
    epilog=EXAMPLE + "handouts pdf gastrocnemius --locale en-GB --side left -o calf.pdf",
)
@click.argument(
    "muscles", type=WORDS, nargs=-1, required=True, metavar="MUSCLE...", shell_complete=names.complete_muscle
)
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@personal_options
@option(WHAT, "--one", is_flag=True, help="All MUSCLES in one handout: one warning box, one dose.")
@option(RESULT, "--open", "opened", is_flag=True, help="Open what was made, in the program that shows PDF here.")
@output_option(OUTPUT)
@click.pass_context
def pdf(ctx: click.Context, /, muscles: tuple[str, ...], lang: str, output: Path, opened: bool, **options: Any) -> None:
    """Make the handout of each MUSCLE, or one of all (--one)."""
    loose_word(ctx, muscles, lambda name: names.is_muscle(ctx, name))
    muscles = meant(library_of(ctx), muscles)
    if is_standard_output(output):
        if opened or (len(muscles) > 1 and not options["one"]):
            raise click.UsageError("-o -: takes one handout, and leaves --open out")
        [data] = _pdfs(ctx, muscles, lang, output, options).values()
        standard_output(data, "a PDF")
        return
    for path in _make_pdfs(ctx, muscles, lang, output, options):
        wrote(path)
        if opened and click.launch(str(path)):
            raise HandoutsError(f"{path}: was made; no program was found that opens it: open it yourself")


@main.command(heading=MAKE, epilog=EXAMPLE + "handouts deck gastrocnemius -o calf.apkg")
@click.argument("muscles", type=WORDS, nargs=-1, shell_complete=names.complete_muscle)
@lang_option
@option(
    WHAT,
    "--subset",
    metavar="TOPICS",
    default="",
    show_default=False,
    complete=names.complete_topics,
    help="Only these topics, such as attachments,causes; all when not given.",
)
@option(
    RESULT,
    "--format",
    "form",
    type=click.Choice(["apkg", "csv", "crowdanki"], case_sensitive=False),
    default="apkg",
    help="CSV for any Anki, without card types of ours; a folder for the add-on CrowdAnki.",
)
@option(
    WHAT,
    "--extra",
    is_flag=True,
    help="The cards to type and to hear instead: a package that a learner may import beside the deck.",
)
@option(RESULT, "--release", metavar="VERSION", help="Publish: note in content/ledger.json what changed, and when.")
@option(
    CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Your clinic's file; approvals.toml stands beside it."
)
@review_options
@output_option(OUTPUT)
@click.pass_context
def deck(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    lang: str,
    subset: str,
    form: str,
    extra: bool,
    release: str | None,
    output: Path,
    **options: Any,
) -> None:
    """Make an Anki deck of the MUSCLES, of all when none is named.

    Import it again after a release: reviews stay, and only notes that changed are updated.
    """
    from handouts.cli.keep import folder_beside, write_beside
    from handouts.deck.crowdanki import crowdanki_files
    from handouts.deck.csv import csv_files
    from handouts.deck.release import Edition, deck_bytes, publish
    from handouts.writing import write_whole

    topics = tuple(topic.strip() for topic in subset.split(",") if topic.strip())
    several = form != "apkg"
    if release is not None and (topics or muscles or several):
        raise click.UsageError("--release publishes everything: leave out muscles, --subset and --format")
    if extra and (release is not None or several):
        raise click.UsageError("--extra is an Anki package, and a release makes both: leave out --release and --format")
    if is_standard_output(output) and (release is not None or several):
        what = "a release" if release is not None else f"the format {form}"
        raise click.UsageError(f"-o -: {what} is several files: name a folder")
    if several and output.suffix.lower() in ONE_FILE and not output.is_dir():
        raise click.UsageError(f"-o {output}: the format {form} is several files: name a folder, such as {output.stem}")
    library = library_of(ctx)
    chosen, unfinished = (meant(library, muscles), {}) if muscles or release else sound(library, lang)
    standings = _deck_standings(ctx, library, chosen or library.ids(), lang, options)
    edition = Edition(library, templates_of(ctx), lang, chosen, topics, standings)
    said = "output" in given(ctx)
    if is_standard_output(output):
        standard_output(deck_bytes(edition, extra=extra), "an Anki package")
        made = []
    elif several:
        files = (csv_files if form == "csv" else crowdanki_files)(edition.package())
        folder = output if said else folder_beside(output / form, files)
        made = [write_whole(folder / name, data) for name, data in files.items()]
    elif release is not None:
        made = publish(edition, release, _file(output, f"muscles.{lang}.apkg"))
    else:
        write = write_whole if said else write_beside
        name = f"muscles.{lang}-extra.apkg" if extra else f"muscles.{lang}.apkg"
        made = [write(_file(output, name), deck_bytes(edition, extra=extra))]
    for path in made:
        wrote(path)
    end_with(ctx, unfinished)


@main.command(cls=HandoutCommand, heading=MAKE, epilog=EXAMPLE + "handouts batch roster.csv --locale en-GB -o run")
@click.argument("roster", required=False, type=click.Path(path_type=str))
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@batch_options
@format_option
@option(
    RESULT,
    "-o",
    "--output",
    type=click.Path(path_type=str),
    default="output",
    metavar="FOLDER",
    help="Folder, or an fsspec address such as s3://...",
)
@click.pass_context
def batch(ctx: click.Context, /, roster: str | None, lang: str, **options: Any) -> None:
    """Make the handouts of a whole ROSTER, a row each.

    ROSTER is CSV, XLSX, ODS, XLS or JSON lines, or - for standard input. One PDF a row, manifest.jsonl and
    errors.csv. Other options hold where a row's cell is empty. Exit code 0: all made, 3: some rows failed, 1: nothing
    could start.
    """
    from handouts.cli.batch import batch as run_batch

    if options["output"] == "-":
        raise click.UsageError("-o -: a batch is many files: name a folder")
    run_batch(ctx, content_of(ctx), templates_of(ctx), roster, lang, options)


@main.command(heading=MAKE, epilog=EXAMPLE + "handouts figure gastrocnemius pain-map -o pain-map.svg")
@click.argument("muscle", type=WORDS, shell_complete=names.complete_muscle)
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
def figure(
    ctx: click.Context, /, muscle: str, figure_id: str, lang: str, form: str | None, output: Path | None, **options: Any
) -> None:
    """Make one FIGURE of MUSCLE on its own, as SVG, PDF or PNG.

    Without FIGURE all of them on one sheet, to look at.
    """
    from handouts.cli.figure import export_figure, figure_bytes

    templates, library = templates_of(ctx), library_of(ctx)
    (muscle,) = meant(library, [muscle])
    if output and is_standard_output(output):
        data = figure_bytes(library.muscle(muscle, lang, figure_id), figure_id, templates, form or "svg", **options)
        standard_output(data, "" if form in (None, "svg") else f"a {form.upper()}")
        return
    path = output or FilePath().convert(f"output/{muscle}.{figure_id or 'figures'}.{form or 'svg'}", None, None)
    wrote(export_figure(library.muscle(muscle, lang, figure_id), figure_id, templates, path, form=form, **options))


@main.command(cls=HandoutCommand, heading=MAKE, epilog=EXAMPLE + "handouts build --locale en-GB")
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@output_option("Folder.", "dir")
@click.pass_context
def build(ctx: click.Context, /, lang: str, output: Path, **options: Any) -> None:
    """Make every handout and the deck, into output/."""
    from handouts.deck.release import Edition, write_deck

    if is_standard_output(output):
        raise click.UsageError("-o -: several files are made: name a folder")
    library = library_of(ctx)
    chosen, unfinished = sound(library, lang)
    for path in _make_pdfs(ctx, chosen, lang, output / "", options, folder=True):
        wrote(path)
    if with_cards := tuple(name for name in chosen if library.facts[name].cards):
        standings = _deck_standings(ctx, library, with_cards, lang, options)
        edition = Edition(library, templates_of(ctx), lang, with_cards, standings=standings)
        for path in write_deck(edition.package(), output / f"muscles.{lang}.apkg", edition.ledger):
            wrote(path)
    end_with(ctx, unfinished)


def _deck_standings(
    ctx: click.Context, library: Library, muscles: Sequence[str], lang: str, options: dict[str, Any]
) -> dict[str, Standing]:
    """What the cards of each muscle may say about their review; nothing when nothing about one is asked for."""
    from handouts.style.words import load_strings

    wanted = {name: options.get(name) for name in ("clinic", "approvals", "require_approved", "date")}
    if not any(wanted.values()):
        return {}
    wishes = clinic_choices(ctx, {**wanted, "lang": lang})
    return reviewed_cards(wishes, library, muscles, lang, load_strings(templates_of(ctx), lang))


def _make_pdfs(
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
    from handouts.page.pages import Layouts
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
    for line in wishes.told:
        tell(line)
    for line in wishes.notices(chosen):
        warn(line)
    made: dict[Path, bytes] = {}
    layouts = Layouts()
    each = reviewed(wishes, chosen, strings)
    to_make = [in_one_handout(each, wishes)] if in_one else [([muscle], asked) for muscle, asked in each]
    for (muscle, *beside), asked in to_make:
        document = handout(muscle, strings, wishes.locale, asked, wishes.clinic, beside)
        for title in document.left_out:
            tell(strings("several.left_out", title=title))
        name = f"{document.id}.{lang}.pdf"
        path = output / name if folder else _file(output, name)
        made[path] = to_pdf(document, theme, wishes.page, layouts)
        if missing := left_out(document, theme, wishes.page, layouts):
            warn(strings("short.told", muscle=document.id, names=", ".join(missing)))
    if secret := password(options):
        from handouts.clinic.protect import protected

        made = {path: protected(data, secret) for path, data in made.items()}
    return made


def _file(output: Path, name: str) -> Path:
    """The file that `-o` names, or the file of that name in the folder it names."""
    ending = name[name.rindex(".") :]
    if output.suffix.lower() == ending or is_standard_output(output):
        return output
    if output.suffix and not output.is_dir():
        raise click.UsageError(f"{output}: name a folder, or a file that ends in {ending}")
    return output / name


LOOKED_UP = (list_command, find_command, show_command)
SIGNED = (clinic_command, approve_command, verify_command, withdraw_command)
MADE = (html_command, chart_command)
FOR_AUTHORS = (new, preview, check, artwork, schema)
for each in (*MADE, *LOOKED_UP, *SIGNED, help_command, completion, *FOR_AUTHORS):
    main.add_command(each)

if __name__ == "__main__":
    sys.exit(main())
