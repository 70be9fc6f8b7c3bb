"""Options with the heading under which help lists them, and types that load nothing until a value is given."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.cli.names import complete_language, complete_muscle

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from handouts.content.library import Library

FILE_OR_FOLDER = "File or folder; - for standard output. When it is not given, no other file in output/ is replaced."
MOST_NAMED = 200
"""Names in one message; of more, their number."""
Decorated = TypeVar("Decorated", bound=Callable[..., Any])

# Headings of help, in its order. Every option is made with one; see `option`.
WHAT, PERSON, LOOK, CLINIC = "What is printed", "For this person", "How it looks", "Your clinic"
SIGNED = "What is signed"
ROSTER, RUN, RESULT, GENERAL = "The roster", "The run", "What comes out", "General"
HEADINGS = (SIGNED, ROSTER, WHAT, PERSON, LOOK, CLINIC, RUN, RESULT, GENERAL)

Complete = Callable[[click.Context, click.Parameter, str], Sequence[str]]


class Words(click.types.StringParamType):
    """Words in any letters, as they were typed, though Python was told that the terminal knows English ones only."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The text; as it is when it was no UTF-8."""
        try:
            return os.fsencode(value).decode("utf-8") if isinstance(value, str) else value
        except UnicodeError:
            return value


WORDS = Words()
"""For everything that is no file's name: the system wants those as they came."""


class Option(click.Option):
    """An option that knows its heading."""

    def __init__(self, *args: Any, heading: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.heading = heading


def option(heading: str, *names: str, complete: Complete | None = None, **attributes: Any) -> Callable[[Any], Any]:
    """Make an option that stands under a heading of help; `complete` gives the values that a shell offers."""
    if complete:
        attributes["shell_complete"] = complete
    switch = attributes.get("is_flag") or any("/" in name for name in names)
    if not switch and isinstance(attributes.get("default", ""), str):
        attributes.setdefault("type", WORDS)
    return click.option(*names, cls=Option, heading=heading, **attributes)


def heading_of(parameter: click.Parameter) -> str:
    """The heading an option was made with; empty for one that was made without. Click's own are general."""
    if set(parameter.opts) & {"--help", "--version"}:
        return GENERAL
    return str(getattr(parameter, "heading", ""))


def together(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    """Several options as one decorator, in the order in which help lists them."""
    return lambda command: functools.reduce(lambda made, option: option(made), reversed(options), command)


class FilePath(click.ParamType):  # type: ignore[type-arg]  # generic since Click 8.5
    """A file or a folder, as a Path. Whether it is there is for whoever opens it."""

    def __init__(self, kind: str = "file") -> None:
        self.name = "path"
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path that was written."""
        from pathlib import Path

        try:
            possible = b"\0" not in os.fsencode(value)
        except UnicodeError:
            possible = False
        if not possible:
            self.fail("has signs that no file's name can have", param, ctx)
        return Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[Any]]:
        """Let the shell complete files, or folders only."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type=self.kind)]


muscle_argument = click.argument("muscle", type=WORDS, shell_complete=complete_muscle)
muscles_argument = click.argument(
    "muscles", type=WORDS, nargs=-1, metavar="[MUSCLE]...", shell_complete=complete_muscle
)
"""None, one or several; all when none is named."""
some_muscles_argument = click.argument(
    "muscles", type=WORDS, nargs=-1, required=True, metavar="MUSCLE...", shell_complete=complete_muscle
)
lang_option = option(
    WHAT, "--lang", default="en", metavar="LANG", complete=complete_language, help="Language of the words."
)
langs_option = option(
    WHAT,
    "--lang",
    "langs",
    multiple=True,
    metavar="LANG",
    complete=complete_language,
    help="Language of the words; may be given several times. All there are when not given.",
)
format_option = option(
    RESULT,
    "--format",
    "form",
    type=click.Choice(["table", "json"], case_sensitive=False),
    default="table",
    help="For people, or JSON for other programs.",
)


def output_option(text: str, kind: str = "file", default: str | None = "output") -> Callable[[Any], Any]:
    """`-o`: where it goes."""
    metavar = "FOLDER" if kind == "dir" else "PATH"
    return option(RESULT, "-o", "--output", type=FilePath(kind), default=default, metavar=metavar, help=text)


def muscle_meant(library: Library, name: str) -> str:
    """The id of the muscle that a name on the command line means; another name of it is told. Raises HandoutsError."""
    from handouts.cli.terminal import tell
    from handouts.errors import ContentError, HandoutsError, few

    try:
        muscle, alias = library.find(name)
    except ContentError:
        raise
    except HandoutsError as error:
        there = few(library.ids(), MOST_NAMED) or "none"
        raise HandoutsError(f"{name[:60]!r}: {error} (there is: {there})") from None
    if alias:
        tell(f"{name}: {muscle}")
    return muscle


def is_standard_output(path: Path) -> bool:
    """Whether `-o -` was given."""
    return str(path) == "-"


def file_named(output: Path, name: str) -> Path:
    """The file that `-o` names, or the file of that name in the folder it names."""
    ending = name[name.rindex(".") :]
    if output.suffix.lower() == ending or is_standard_output(output):
        return output
    if output.suffix and not output.is_dir():
        raise click.UsageError(f"{output}: name a folder, or a file that ends in {ending}")
    return output / name
