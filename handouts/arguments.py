"""Types of arguments that load nothing until one is given: `--help` should cost little more than Click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path


class FilePath(click.ParamType):  # type: ignore[type-arg]  # generic since Click 8.5
    """A file or a folder, as a Path. Whether it is there is for whoever opens it."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path that was written."""
        from pathlib import Path

        return Path(value)
