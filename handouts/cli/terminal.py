"""What is said, and where: results go to standard output, everything else to standard error, in one voice.

    Error: what is wrong, where, what to do        always said
    Careful: done, but look at this                always said
    anything else, and what was written            not said with --quiet

Colour is for terminals, and only when NO_COLOR is not set. Signs that could steer a terminal never reach it.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

QUIET = "handouts.quiet"
"""Where a command remembers that it was told to say little."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of a line: an id or a file name may hold them."""


def clean(text: str) -> str:
    """The text with everything that could steer a terminal written out, such as \\x1b."""
    return STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def quiet() -> bool:
    """Whether --quiet was given."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(QUIET))


def show(text: str) -> None:
    """A result that was asked for: always, on standard output."""
    click.echo(clean(text))


def wrote(path: Path | str) -> None:
    """What was written: one path a line, for people and for other programs; those get it as it is."""
    if not quiet():
        click.echo(clean(str(path)) if is_terminal(sys.stdout) else str(path))


def tell(text: str) -> None:
    """Good to know: not with --quiet."""
    if not quiet():
        _say(text)


def warn(text: str) -> None:
    """What must be told: it was done, but somebody has to look."""
    _say(text, "Careful: ", "yellow")


def fail(text: str) -> None:
    """Why it was not done."""
    _say(text, "Error: ", "red")


def listed(text: str) -> None:
    """One of several things that are wrong; their number follows."""
    _say(text)


def _say(text: str, word: str = "", colour: str = "") -> None:
    lines = [_fitted(line) for line in clean(word + text).split("\n")]
    said = "\n".join(lines)
    if word and colours(sys.stderr):
        said = click.style(word.rstrip(), fg=colour, bold=True) + said[len(word.rstrip()) :]
    with suppress(OSError, ValueError):  # standard error may be closed or full: nobody reads it then
        click.echo(said, err=True)


def _fitted(line: str) -> str:
    """A line of a message, folded between words when it is wider than the terminal; whole in a file or a pipe."""
    if not is_terminal(sys.stderr) or len(line) <= (width := columns()):
        return line
    import textwrap

    return textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def is_terminal(stream: Any) -> bool:
    """Whether somebody reads a stream as it comes; not when it is closed or there is none."""
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def colours(stream: Any) -> bool:
    """Whether a stream shows colours and its reader wants them."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How wide the terminal is. Click would ask shutil, which takes longer to load than all the commands."""
    try:
        return int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (AttributeError, ValueError, OSError):  # not a terminal
        return 80


def standard_output(data: bytes, what: str) -> None:
    """Write the bytes of a file to standard output. Raises click.UsageError when that is a terminal.

    Text such as SVG harms no terminal: `what` is empty.
    """
    if what and is_terminal(sys.stdout):
        raise click.UsageError(f"-o -: {what} is nothing to read on a terminal: name a file, or send it on with | or >")
    click.echo(data, nl=False)
