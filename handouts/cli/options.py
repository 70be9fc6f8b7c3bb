"""Types of arguments that load nothing until one is given: `--help` should cost little more than Click."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

Command = TypeVar("Command", bound=Callable[..., Any])


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order in which help lists them."""
    return lambda command: functools.reduce(lambda made, option: option(made), reversed(options), command)


class FilePath(click.ParamType):  # type: ignore[type-arg]  # generic since Click 8.5
    """A file or a folder, as a Path. Whether it is there is for whoever opens it."""

    name = "path"

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
