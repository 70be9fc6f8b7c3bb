"""The command `schema`: what an editor completes and checks while somebody writes content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli import names
from handouts.cli.command import AUTHORS, EXAMPLE, Command
from handouts.cli.options import RESULT, WORDS, FilePath, option
from handouts.cli.sources import library_of
from handouts.cli.terminal import show, tell, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts schema -o .schema")
@click.argument("kinds", type=WORDS, nargs=-1, metavar="[KIND...]", shell_complete=names.complete_schema)
@option(RESULT, "-o", "--output", type=FilePath("dir"), metavar="FOLDER", help="Write a file for each, all by default.")
@option(RESULT, "--page", type=FilePath(), metavar="FILE", help="Write docs/muscle.md, which explains every key.")
@click.pass_context
def schema(ctx: click.Context, /, kinds: tuple[str, ...], output: Path | None, page: Path | None) -> None:
    """Print a JSON Schema, for an editor to check content by.

    KIND of file is muscle, words, trace, safety, safety-words, shared-techniques, sources, regions, scene-person and
    the like. An editor finds the schema by the first line of a file: #:schema ../../.schema/muscle.schema.json
    """
    from handouts.author.schema import KINDS, as_json, write_schemas
    from handouts.author.schema import schema as schema_of
    from handouts.author.schema_shared import FILES

    library = library_of(ctx)
    if page:
        from handouts.author.page import page_of_keys
        from handouts.writing import write_whole

        wrote(write_whole(page, page_of_keys().encode()))
        return
    if output:
        try:
            written = write_schemas(output, library, kinds)
        except HandoutsError as error:
            if kinds:
                raise
            tell(f"without those of scenes: {error}")
            written = write_schemas(output, library, (*KINDS, *FILES))
        for path in written:
            wrote(path)
        return
    if len(kinds) != 1:
        raise click.UsageError("name one kind to print it, or a folder with -o to write them all")
    show(as_json(schema_of(kinds[0], library)).rstrip("\n"))
