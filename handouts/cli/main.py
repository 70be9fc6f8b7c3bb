"""The command `handouts`: options, paths and the terminal. Everything heavy is imported inside the commands.

Exit codes: 0 done, 1 a file or a value is wrong, 2 an option or a command is; `batch` also ends with 3 when some rows
could not be made, and with 130 when it was interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts import __version__
from handouts.cli.approve import approve_options, verify_options, withdraw_options
from handouts.cli.batch import batch_options
from handouts.cli.clinic import (
    HandoutCommand,
    clinic_command,
    clinic_options,
    given,
    password,
    personal_options,
)
from handouts.cli.options import FilePath, together
from handouts.cli.review import review_options
from handouts.errors import ContentError, HandoutsError
from handouts.style.choices import INKS, PAPERS, PERSONS, SHOWN, SIDES, SKINS

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.approval.standing import Standing
    from handouts.clinic.choices import Choices
    from handouts.content.library import Library

Command = TypeVar("Command", bound=Callable[..., Any])
EXAMPLE = "\b\nExample:\n  "
MOST_NAMED = 200
"""Names in one message; of more, their number."""


class _Group(click.Group):
    """Says what a person meant when a command's name is not quite right, and ends every error in one clear line."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        from handouts.errors import likely

        if args and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"no command {args[0]!r}{likely(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors of ours and of the file system become lines on stderr and exit code 1."""
        try:
            return super().invoke(ctx)
        except ContentError as error:
            click.echo("\n".join(str(problem) for problem in error.problems), err=True)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''} found", err=True)
        except HandoutsError as error:
            click.echo(f"Error: {error}", err=True)
        except (BrokenPipeError, click.exceptions.Exit, click.Abort, click.ClickException):
            raise  # Click's own; or the reader of our output went away, which Click ends quietly
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {place}{error.strerror or error}", err=True)
        except Exception as error:
            if os.environ.get("HANDOUTS_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            click.echo(f"Error: this should not happen ({what}). HANDOUTS_DEBUG=1 shows where.", err=True)
        ctx.exit(1)


def _help_width() -> int:
    """Columns for help. Click would ask shutil, which takes longer to load than all the commands."""
    try:
        columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
    except (ValueError, OSError):  # not a terminal
        columns = 80
    return max(min(columns, 100) - 2, 50)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _help_width()})
@click.version_option(__version__, message="handouts %(version)s")
@click.option(
    "--content",
    type=FilePath(),
    multiple=True,
    metavar="DIR",
    help="Your own content folder, used first.",
)
@click.option("--templates", type=FilePath(), multiple=True, metavar="DIR", help="Your own templates, used first.")
@click.pass_context
def main(ctx: click.Context, content: tuple[Path, ...], templates: tuple[Path, ...]) -> None:
    """Patient handouts and Anki decks about muscles and their trigger points.

    \b
    handouts build                       the handouts and the deck, into output/
    handouts pdf gastrocnemius           one handout
    handouts show gastrocnemius          all content of a muscle

    What was written is printed, one path a line.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows a question mark
    ctx.obj = (content, templates)


def _content(ctx: click.Context) -> tuple[Path, ...]:
    own: tuple[Path, ...] = ctx.obj[0]
    from handouts.files import data_dir

    return (*own, data_dir("content"))


def _templates(ctx: click.Context) -> tuple[Path, ...]:
    from handouts.files import data_dir

    own: tuple[Path, ...] = ctx.obj[1]
    for folder in own:
        if not folder.is_dir():
            raise HandoutsError(f"{folder}: no such template folder")
    return (*(folder.resolve() for folder in own), data_dir("templates"))


def _library(ctx: click.Context) -> Library:
    from handouts.content.reader import open_library

    return open_library(_content(ctx))


def _wrote(path: Path) -> None:
    click.echo(str(path))


def _sound(library: Library, lang: str) -> tuple[tuple[str, ...], dict[str, int]]:
    """The muscles of a language that can be used, and how many problems each of the others has."""
    unfinished = library.unfinished(lang)
    return tuple(name for name in library.ids() if name not in unfinished), unfinished


def _end_with(ctx: click.Context, unfinished: dict[str, int]) -> None:
    """Name the muscles that were left out, and end with exit code 1 if there are any."""
    for name, count in list(unfinished.items())[:MOST_NAMED]:
        problems = "1 problem" if count == 1 else f"{count} problems"
        click.echo(f"{name}: left out, not finished: {problems}; `handouts check {name}` names them", err=True)
    if len(unfinished) > MOST_NAMED:
        click.echo(f"and {len(unfinished) - MOST_NAMED} more", err=True)
    if unfinished:
        ctx.exit(1)


# --- options that several commands share ---------------------------------------------------------------------


lang_option = click.option("--lang", default="en", show_default=True, help="Language of the words.")
page_options = together(
    click.option("--locale", metavar="TAG", help="Emergency numbers, paper and dates of a place, such as en-GB."),
    click.option(
        "--paper", type=click.Choice(PAPERS, case_sensitive=False), help="Paper; the locale's when not given."
    ),
    click.option(
        "--side", type=click.Choice(SHOWN, case_sensitive=False), default="both", show_default=True, help="Which leg."
    ),
)
look_options = together(
    click.option(
        "--ink", type=click.Choice(INKS, case_sensitive=False), default="colour", help="Colours, greys, or lines only."
    ),
    click.option(
        "--skin", type=click.Choice(SKINS, case_sensitive=False), default="light", help="Skin in the drawings."
    ),
    click.option(
        "--figure",
        "person",
        type=click.Choice(PERSONS, case_sensitive=False),
        default="man",
        help="Body in the drawings.",
    ),
)


# --- commands ------------------------------------------------------------------------------------------------


@main.command("list", epilog=EXAMPLE + "handouts list")
@click.pass_context
def list_command(ctx: click.Context) -> None:
    """List the muscles there are, with their languages and figures."""
    library = _library(ctx)
    unfinished: dict[str, int] = {}
    for lang in dict.fromkeys(["en", *(lang for _, lang in library.words)]):
        unfinished |= library.unfinished(lang)
    for muscle_id in (name for name in library.ids() if name not in unfinished):
        facts = library.facts[muscle_id]
        languages = ",".join(library.languages(muscle_id))
        click.echo(f"{muscle_id}\t{languages}\t{facts.version}\t{', '.join(f.id for f in facts.figures)}")
    _end_with(ctx, unfinished)


@main.command(epilog=EXAMPLE + "handouts show gastrocnemius --lang en")
@click.argument("muscle")
@lang_option
@click.option("--sources", is_flag=True, help="Only the list of sources, to hand over to who asks for it.")
@click.pass_context
def show(ctx: click.Context, /, muscle: str, lang: str, sources: bool) -> None:
    """Show all content of MUSCLE, readable in a terminal."""
    import shutil

    from handouts.cli.show import sources_text, to_text

    if sources:
        from handouts.style.words import load_strings

        click.echo(sources_text(_library(ctx).muscle(muscle, lang), load_strings(_templates(ctx), lang)), nl=False)
        return
    width = min(shutil.get_terminal_size((96, 24)).columns, 110)
    click.echo(to_text(_library(ctx).muscle(muscle, lang), width), nl=False)


@main.command(epilog=EXAMPLE + "handouts check gastrocnemius")
@click.argument("muscles", nargs=-1)
@click.option("--clinic", type=FilePath(), metavar="FILE", help="Check a clinic file as well, and its warnings.")
@click.option(
    "--approvals", type=FilePath(), metavar="FILE", help="Say what has changed since it was signed, old and new words."
)
@click.option("--trust", type=FilePath(), metavar="PUBKEY", help="The key that approvals must be signed with.")
@click.pass_context
def check(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    clinic: Path | None,
    approvals: Path | None,
    trust: Path | None,
) -> None:
    """Validate content and templates; print every problem at once. Exit code 1 if there is any."""
    from handouts.check.gate import check_all

    report = check_all(_content(ctx), _templates(ctx), muscles, clinic)
    lines, problems = list(report.lines), list(report.problems)
    if approvals:
        from handouts.cli.approve import judged

        choices = _clinic_choices(ctx, {"clinic": clinic, "approvals": approvals})
        said, found = judged(_library(ctx), _templates(ctx), choices, trust)
        lines, problems = lines + said, problems + found
    for line in lines:
        click.echo(line)
    if problems:
        raise ContentError(problems)


def _clinic_choices(ctx: click.Context, asked: dict[str, Any]) -> Choices:
    """What the clinic's file says, and what it has signed, where nothing else is asked for.

    Without a clinic's file it is the one whose words were signed; without a language, that of the clinic's file.
    """
    from handouts.approval.file import read_approvals
    from handouts.clinic.choices import choose
    from handouts.clinic.file import read_clinic
    from handouts.style.theme import load_theme

    templates = _templates(ctx)
    theme = load_theme(templates)
    clinic = asked["clinic"]
    if clinic is None and asked["approvals"]:
        clinic = read_approvals(asked["approvals"]).clinic_file
    wanted = {**asked, "clinic": clinic, "side": "both", "person": "man"}
    lang = asked.get("lang") or (read_clinic(clinic, theme).lang if clinic else "en")
    return choose(wanted, set(), templates, theme, _library(ctx), lang)


@main.command(epilog=EXAMPLE + 'handouts approve gastrocnemius --reviewer "name, role, registration" --locale en-GB')
@click.argument("muscle")
@approve_options
@click.pass_context
def approve(ctx: click.Context, /, muscle: str, **options: Any) -> None:
    """Put your name to MUSCLE: write a reading copy, ask once, record what was signed.

    One approval is for a language and some places, and for every side, sheet, technique and exercise. When any of the
    words, figures, doses or warnings changes, every handout of it is a draft again.
    """
    from handouts.cli.approve import approve as sign

    asked = {**options, "approvals": None}  # what was signed before does not matter
    choices = _clinic_choices(ctx, asked)
    for path in sign(_library(ctx), _templates(ctx), choices, muscle, options):
        click.echo(path)


@main.command(epilog=EXAMPLE + 'handouts withdraw gastrocnemius --reviewer "name, role, registration"')
@click.argument("muscle")
@withdraw_options
@click.pass_context
def withdraw(ctx: click.Context, /, muscle: str, **options: Any) -> None:
    """Withdraw the last approval of MUSCLE: its handouts say that they are not to be used."""
    from handouts.cli.approve import withdraw as take_back

    click.echo(take_back(muscle, options))


@main.command(epilog=EXAMPLE + "handouts verify calf.pdf --clinic clinic.toml")
@click.argument("what", metavar="FILE.pdf|CODE")
@verify_options
@click.pass_context
def verify(ctx: click.Context, /, what: str, **options: Any) -> None:
    """Say what a handout was made from, and whether that is still approved. Exit code 1 unless all of it is right."""
    from handouts.cli.approve import verify as judge

    if not judge(_library(ctx), _templates(ctx), _clinic_choices(ctx, options), what, options):
        ctx.exit(1)


@main.command(cls=HandoutCommand, epilog=EXAMPLE + "handouts pdf gastrocnemius --locale en-GB --side left -o calf.pdf")
@click.argument("muscles", nargs=-1)
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@personal_options
@click.option("-o", "--output", type=FilePath(), default="output", help="File or folder.")
@click.pass_context
def pdf(ctx: click.Context, /, muscles: tuple[str, ...], lang: str, output: Path, **options: Any) -> None:
    """Make the handout of each MUSCLE (of all, when none is named)."""
    names, unfinished = (muscles, {}) if muscles else _sound(_library(ctx), lang)
    for path in _make_pdfs(ctx, names, lang, output, options):
        _wrote(path)
    _end_with(ctx, unfinished)


@main.command(epilog=EXAMPLE + "handouts deck gastrocnemius -o calf.apkg")
@click.argument("muscles", nargs=-1)
@lang_option
@click.option("--subset", metavar="TOPICS", default="", help="Only these topics, such as attachments,causes.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["apkg", "csv"], case_sensitive=False),
    default="apkg",
    help="CSV is Anki's import format.",
)
@click.option("--release", metavar="VERSION", help="Publish: note in content/ledger.json what changed, and when.")
@click.option("--clinic", type=FilePath(), metavar="FILE", help="Your clinic's file; approvals.toml stands beside it.")
@review_options
@click.option("-o", "--output", type=FilePath(), default="output", help="File or folder.")
@click.pass_context
def deck(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    lang: str,
    subset: str,
    form: str,
    release: str | None,
    output: Path,
    **options: Any,
) -> None:
    """Make one Anki deck of the MUSCLES (of all, when none is named).

    Import it again after a release: reviews stay, and only notes that changed are updated.
    """
    from handouts.deck.release import Edition, publish, write_deck, write_deck_csv

    topics = tuple(topic.strip() for topic in subset.split(",") if topic.strip())
    if release is not None and (topics or muscles or form == "csv"):
        raise click.UsageError("--release publishes everything: leave out muscles, --subset and --format")
    library = _library(ctx)
    names, unfinished = (muscles, {}) if muscles or release else _sound(library, lang)
    standings = _deck_standings(ctx, library, names or library.ids(), lang, options)
    edition = Edition(library, _templates(ctx), lang, names, topics, standings)
    if form == "csv":
        made = write_deck_csv(edition, output)
    elif release is not None:
        made = publish(edition, release, _file(output, f"muscles.{lang}.apkg"))
    else:
        made = [write_deck(edition, _file(output, f"muscles.{lang}.apkg"))]
    for path in made:
        _wrote(path)
    _end_with(ctx, unfinished)


def _deck_standings(
    ctx: click.Context, library: Library, muscles: Sequence[str], lang: str, options: dict[str, Any]
) -> dict[str, Standing]:
    """What the cards of each muscle may say about their review; nothing when nothing about one is asked for."""
    from handouts.cli.review import reviewed_cards
    from handouts.style.words import load_strings

    wanted = {name: options.get(name) for name in ("clinic", "approvals", "require_approved", "date")}
    if not any(wanted.values()):
        return {}
    wishes = _clinic_choices(ctx, {**wanted, "lang": lang})
    return reviewed_cards(wishes, library, muscles, lang, load_strings(_templates(ctx), lang))


@main.command(epilog=EXAMPLE + "handouts figure gastrocnemius pain-map -o pain-map.svg")
@click.argument("muscle")
@click.argument("figure_id", metavar="FIGURE")
@lang_option
@click.option(
    "--side", type=click.Choice(SIDES, case_sensitive=False), default="right", show_default=True, help="Which leg."
)
@look_options
@click.option("--width", type=click.FloatRange(40, 2000), default=340.0, show_default=True, help="Width in points.")
@click.option("-o", "--output", type=FilePath(), help="File: .svg, .pdf or .png.")
@click.pass_context
def figure(ctx: click.Context, /, muscle: str, figure_id: str, lang: str, output: Path | None, **options: Any) -> None:
    """Make one FIGURE of MUSCLE on its own, as SVG, PDF or PNG."""
    from handouts.cli.figure import export_figure

    path = output or FilePath().convert(f"output/{muscle}.{figure_id}.svg", None, None)
    _wrote(export_figure(_library(ctx).muscle(muscle, lang), figure_id, _templates(ctx), path, **options))


@main.command(epilog=EXAMPLE + "handouts artwork roller_normal")
@click.argument("scenes", nargs=-1)
@click.option("-o", "--output", type=FilePath(), help="Folder of the drawings; content/art when not given.")
@click.pass_context
def artwork(ctx: click.Context, /, scenes: tuple[str, ...], output: Path | None) -> None:
    """Draw the SCENES anew (all, when none is named) from content/scenes into content/art.

    For authors: needs the extra [artwork] and the body model, see CONTRIBUTING.md.
    """
    try:
        from handouts.artwork.scenes.run import draw

        root = _content(ctx)[0]
        for path in draw(scenes or None, root / "scenes", output or root / "art"):
            _wrote(path)
    except ImportError as error:
        raise HandoutsError(f"{error.name} is missing: drawing needs pip install 'handouts[artwork]'") from error
    except (ValueError, FileNotFoundError) as error:
        raise HandoutsError(str(error)) from error


@main.command(cls=HandoutCommand, epilog=EXAMPLE + "handouts build --locale en-GB")
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@click.option("-o", "--output", type=FilePath(), default="output", help="Folder.")
@click.pass_context
def build(ctx: click.Context, /, lang: str, output: Path, **options: Any) -> None:
    """Make every handout and the deck, into output/."""
    from handouts.deck.release import Edition, write_deck

    library = _library(ctx)
    names, unfinished = _sound(library, lang)
    for path in _make_pdfs(ctx, names, lang, output / "", options, folder=True):
        _wrote(path)
    if names:
        standings = _deck_standings(ctx, library, names, lang, options)
        edition = Edition(library, _templates(ctx), lang, names, standings=standings)
        _wrote(write_deck(edition, output / f"muscles.{lang}.apkg"))
    _end_with(ctx, unfinished)


@main.command(cls=HandoutCommand, epilog=EXAMPLE + "handouts batch roster.csv --locale en-GB -o run")
@click.argument("roster", required=False)
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@batch_options
@click.option("-o", "--output", default="output", metavar="FOLDER", help="Folder, or an fsspec address.")
@click.pass_context
def batch(ctx: click.Context, /, roster: str | None, lang: str, **options: Any) -> None:
    """Make the handouts of a whole ROSTER: CSV, XLSX or JSON lines, or - for standard input.

    One PDF a row, manifest.jsonl and errors.csv. Other options hold where a row's cell is empty. Exit code 0: all
    made, 3: some rows failed, 1: nothing could start.
    """
    from handouts.cli.batch import batch as run_batch

    run_batch(ctx, _content(ctx), _templates(ctx), roster, lang, options)


def _make_pdfs(
    ctx: click.Context, muscles: tuple[str, ...], lang: str, output: Path, options: dict[str, Any], folder: bool = False
) -> list[Path]:
    from handouts.cli.review import reviewed
    from handouts.clinic.choices import choose
    from handouts.handout.plan import handout
    from handouts.page.pages import Layouts
    from handouts.page.pdf import left_out, to_pdf
    from handouts.style.theme import load_theme
    from handouts.style.words import load_strings

    library, templates = _library(ctx), _templates(ctx)
    chosen = [library.muscle(name, lang) for name in dict.fromkeys(muscles)]
    one_file = not folder and output.suffix.lower() == ".pdf"
    if one_file and len(chosen) > 1:
        raise click.UsageError(f"{output} is one file, but {len(chosen)} handouts are to be made: name a folder")
    theme, strings = load_theme(templates), load_strings(templates, lang)
    wishes = choose(options, given(ctx), templates, theme, library, lang, muscles)
    for line in wishes.fewer_signs(chosen):
        click.echo(line, err=True)
    made: dict[Path, bytes] = {}
    layouts = Layouts()
    for muscle, asked in reviewed(wishes, chosen, strings):
        document = handout(muscle, strings, wishes.locale, asked, wishes.clinic)
        name = f"{muscle.id}.{lang}.pdf"
        path = output / name if folder else _file(output, name)
        made[path] = to_pdf(document, theme, wishes.page, layouts)
        if missing := left_out(document, theme, wishes.page, layouts):
            click.echo(strings("short.told", muscle=muscle.id, names=", ".join(missing)), err=True)
    if secret := password(options):
        from handouts.clinic.protect import protected

        made = {path: protected(data, secret) for path, data in made.items()}
    from handouts.files import write_whole

    return [write_whole(path, data) for path, data in made.items()]  # nothing is written unless all could be made


main.add_command(clinic_command)


def _file(output: Path, name: str) -> Path:
    """The file that `-o` names, or the file of that name in the folder it names."""
    ending = name[name.rindex(".") :]
    if output.suffix.lower() == ending:
        return output
    if output.suffix and not output.is_dir():
        raise click.UsageError(f"{output}: name a folder, or a file that ends in {ending}")
    return output / name


if __name__ == "__main__":
    sys.exit(main())
