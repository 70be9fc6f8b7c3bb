"""Types of arguments that load nothing until one is given: `--help` should cost little more than Click."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.content.library import Library

Command = TypeVar("Command", bound=Callable[..., Any])
MOST_NAMED = 200
"""Names in one message; of more, their number."""


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order in which help lists them."""
    return lambda command: functools.reduce(lambda made, option: option(made), reversed(options), command)


class FilePath(click.ParamType):  # type: ignore[type-arg]  # generic since Click 8.5
    """A file or a folder, as a Path. Whether it is there is for whoever opens it."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path that was written."""
        from pathlib import Path

        return Path(value)


def muscle_meant(library: Library, name: str) -> str:
    """The id of the muscle that a name on the command line means; another name of it is told. Raises HandoutsError."""
    from handouts.errors import ContentError, HandoutsError

    try:
        muscle, alias = library.find(name)
    except ContentError:
        raise
    except HandoutsError as error:
        known = library.ids()
        there = ", ".join(known[:MOST_NAMED]) + (f" and {len(known) - MOST_NAMED} more" if known[MOST_NAMED:] else "")
        raise HandoutsError(f"{name[:60]!r}: {error} (there is: {there or 'none'})") from None
    if alias:
        click.echo(f"{name}: {muscle}", err=True)
    return muscle
