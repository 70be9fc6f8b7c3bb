"""Commands whose help is grouped, which understand what people type and end every mistake in one clear line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import click

from handouts.cli import terminal
from handouts.cli.mend import mended, no_option, several_words
from handouts.cli.options import GENERAL, HEADINGS, Option, heading_of
from handouts.cli.surroundings import check_epoch, check_folder, let_go_of_stuck_streams, open_closed_streams
from handouts.errors import MOST_PROBLEMS, ContentError, HandoutsError, few, likely

MAKE, LOOK_UP, SIGN, HELP, AUTHORS = "Make", "Look up and set up", "Sign", "Help", "For authors"
COMMANDS = (MAKE, LOOK_UP, SIGN, HELP, AUTHORS)
"""Headings of the list of commands, in its order."""
EXAMPLE = "\b\nExample:\n  "
LOOSE = "handouts.loose"
MOST_CHOICES = 20
"""Names in one message."""
ROSTERS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".jsonl")
PLAINER = {
    r"is not a valid (float|integer)( range)?": r"is no number",
    r"is not in the range (\S+)<=x<=(\S+?)\.?$": r"is not from \1 to \2",
    r"Got unexpected extra arguments? \((.*)\)": r"more words than are needed: \1",
}
"""What Click says, in plainer words."""


HELP_OPTIONS = ["-h", "--help"]


class Mistake(click.UsageError):
    """A mistake on the command line, said in our words, and where help is."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on standard error."""
        terminal.fail(self.message)
        if self.ctx and self.ctx.command_path:
            terminal.listed(f"See: {self.ctx.command_path} --help")


def _remember_quiet(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.meta[terminal.QUIET] = True


QUIET = Option(
    ("-q", "--quiet"),
    heading=GENERAL,
    is_flag=True,
    expose_value=False,
    callback=_remember_quiet,
    help="Say only what is wrong and what must be told.",
)
"""Every command's, and allowed before the command too."""


class Command(click.Command):
    """A command. `heading` is the part of the list of commands that it stands in."""

    def __init__(self, *args: Any, heading: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.heading = heading

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """How help is asked for; Click keeps the option of whoever asks first, within a group or without."""
        return HELP_OPTIONS

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters; --quiet and --help are every command's."""
        *params, help_option = super().get_params(ctx)
        return [*params, QUIET, help_option]

    def put_right(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The command line as it was meant."""
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        words, loose = mended(args, options)
        ctx.meta[LOOSE] = loose
        return words

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, put right first."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        with explained(ctx):
            return super().parse_args(ctx, self.put_right(ctx, args))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under their headings."""
        write_options(self, ctx, formatter)


class Commands(click.Group):
    """A group of commands in the order of use, which says what was meant when a command's name is not quite right."""

    command_class = Command

    def __init__(self, *args: Any, heading: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.heading = heading

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters; --quiet and --help are every group's."""
        *params, help_option = super().get_params(ctx)
        return [*params, QUIET, help_option]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which help lists them."""
        headings = ["", *COMMANDS]
        return sorted(self.commands, key=lambda name: headings.index(getattr(self.commands[name], "heading", "")))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options that stand before a command."""
        with explained(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0].lower() if args else ""
        if name in self.commands:
            args = [name, *args[1:]]
        elif args and not ctx.resilient_parsing:
            raise Mistake(self._unknown(ctx, args[0]), ctx)
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: click.Context, name: str) -> str:
        if ctx.find_root() is ctx:
            from handouts.cli.names import muscle_like

            if name.lower().endswith(ROSTERS):
                return f"no command {name!r}; did you mean `handouts batch {name}`?"
            near = likely(name.lower(), self.commands)
            muscle = "" if near else muscle_like(ctx, name)
            if muscle:
                return f"no command {name!r}; did you mean `handouts pdf {muscle}`?"
        return f"no command {name!r}{likely(name.lower(), self.commands)}"

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        write_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, under their headings."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        rows: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            command = self.commands[name]
            heading = getattr(command, "heading", "") or "Commands"
            rows.setdefault(heading, []).append((name, command.get_short_help_str(room)))
        _write_sections(formatter, rows)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line, whatever its streams are."""
        open_closed_streams()
        try:
            return super().main(*args, **extra)
        except OSError as error:  # before any command: --help that nobody can be shown
            terminal.fail(_told(error))
            sys.exit(1)
        finally:
            let_go_of_stuck_streams()

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors of ours and of the file system become lines on standard error and exit code 1."""
        try:
            check_epoch()
            check_folder()
            with explained(ctx):
                return super().invoke(ctx)
        except ContentError as error:
            for problem in error.problems[:MOST_PROBLEMS]:
                terminal.listed(str(problem))
            count = len(error.problems)
            more = f", {count - MOST_PROBLEMS} more than are named" if count > MOST_PROBLEMS else ""
            terminal.listed(f"{count} problem{'s' if count > 1 else ''} found{more}")
        except HandoutsError as error:
            terminal.fail(str(error))
        except (BrokenPipeError, click.exceptions.Exit, click.Abort, click.ClickException):
            raise  # Click's own; or the reader of our output went away, which Click ends quietly
        except OSError as error:
            terminal.fail(_told(error))
        except Exception as error:
            if os.environ.get("HANDOUTS_DEBUG"):
                raise
            terminal.fail(f"this should not happen ({type(error).__name__}: {error}). HANDOUTS_DEBUG=1 shows where.")
        ctx.exit(1)


def _told(error: OSError) -> str:
    """An error of the file system: which file, and what is wrong. Without a file it is of standard output."""
    from handouts.writing import reason

    place = error.filename if isinstance(error.filename, str | os.PathLike) else "standard output cannot be written"
    return f"{place}: {reason(error)}"


def write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The options under their headings; one without a heading stands last, under none of ours."""
    rows: dict[str, list[tuple[str, str]]] = {heading: [] for heading in HEADINGS}
    for parameter in command.get_params(ctx):
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
            rows.setdefault(heading_of(parameter) or "Options", []).append(record)
    _write_sections(formatter, rows)


def _write_sections(formatter: click.HelpFormatter, sections: Mapping[str, list[tuple[str, str]]]) -> None:
    """Lists of terms under headings, the second columns one below the other."""
    terms = [len(term) for rows in sections.values() for term, _ in rows if len(term) <= 28]
    for heading, rows in sections.items():
        if rows:
            with formatter.section(heading):
                formatter.write_dl([(term.ljust(max(terms, default=0)), text) for term, text in rows])


# --- mistakes ------------------------------------------------------------------------------------------------


@contextmanager
def explained(ctx: click.Context) -> Iterator[None]:
    """Mistakes that Click finds, in our words."""
    try:
        yield
    except (Mistake, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        where = error.ctx or ctx
        raise Mistake(_said(error, where), where) from None


def _said(error: click.UsageError, ctx: click.Context) -> str:
    loose: Mapping[str, str] = ctx.meta.get(LOOSE, {})
    match error:
        case click.NoSuchOption():
            return no_option(error.option_name, ctx)
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{_name(param)} is missing{_choices(param, ctx)}"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)}: {_plain(error.message)}{_meant(error.message, param)}"
        case click.BadOptionUsage() if "requires" in error.message:
            return f"{error.option_name}: its value is missing"
    if loose and "unexpected extra argument" in error.message:
        return several_words(list(loose.values())[-1])
    return _plain(error.message)


def loose_word(ctx: click.Context, words: tuple[str, ...], known: Callable[[str], bool]) -> None:
    """Explain a word that is nothing we know but follows an option's value. Raises click.UsageError."""
    loose: Mapping[str, str] = ctx.meta.get(LOOSE, {})
    for word in words:
        if word in loose and not known(word):
            raise Mistake(several_words(loose[word]), ctx)


def _name(parameter: click.Parameter) -> str:
    return (
        max(parameter.opts, key=len)
        if isinstance(parameter, click.Option)
        else (parameter.metavar or str(parameter.name).upper()).rstrip(".")
    )


def _plain(message: str) -> str:
    """A sentence of Click's as one of ours: it goes on after a colon and has no full stop."""
    for theirs, ours in PLAINER.items():
        message = re.sub(theirs, ours, message)
    return (message[:1].lower() + message[1:]).removesuffix(".")


def _meant(message: str, parameter: click.Parameter) -> str:
    if not isinstance(parameter.type, click.Choice) or "'" not in message:
        return ""
    return likely(message.split("'")[1].lower(), [str(each) for each in parameter.type.choices])


def _choices(parameter: click.Parameter, ctx: click.Context) -> str:
    """What an argument may be, when a shell could say so as well."""
    items = [item.value for item in parameter.shell_complete(ctx, "") if item.type == "plain"]
    if not items:
        return ""
    return f"; there is: {few(items, MOST_CHOICES)}"
