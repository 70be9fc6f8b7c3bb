"""Options of `batch`, and how their values are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli import names
from handouts.cli.options import RESULT, ROSTER, RUN, FilePath, option, together
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from handouts.clinic.columns import Template


def _shard(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    first, _, last = value.partition("/")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 10_000):
        raise click.BadParameter("write it as 3/16: the third of sixteen")
    return int(first), int(last)


def _encoding(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from handouts.batch.roster.encoding import known_encoding

    try:
        return known_encoding(value)
    except HandoutsError as error:
        raise click.BadParameter(str(error)) from None


def _columns(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, Template]:
    if not values:
        return {}
    from handouts.batch.roster.titles import COLUMNS, bare_title
    from handouts.clinic.columns import read_template
    from handouts.errors import likely

    made: dict[str, Template] = {}
    for value in values:
        column, sign, source = value.partition("=")
        column = bare_title(column)
        if not sign or column not in COLUMNS:
            why = likely(column, COLUMNS) if sign else '; write it as name="Patient" or name="{First Name} {Last Name}"'
            raise click.BadParameter(f"{column[:40]!r} is no column of a roster{why} (there is: {', '.join(COLUMNS)})")
        if column in made:
            raise click.BadParameter(f"{column} is given twice")
        try:
            made[column] = read_template(source)
        except HandoutsError as error:
            raise click.BadParameter(f"{column}: {error}") from None
    return made


batch_options = together(
    option(
        ROSTER,
        "--muscle",
        complete=names.complete_muscle,
        metavar="MUSCLE",
        help="The muscle of every row that names none, or two in one handout: calf+soleus.",
    ),
    option(
        ROSTER,
        "--column",
        "columns",
        multiple=True,
        callback=_columns,
        metavar="OURS=THEIRS",
        help='Which column is which: --column name="Patient", --column name="{First Name} {Last Name}"; '
        "--column note= takes nothing for it. Repeat it for other columns.",
    ),
    option(
        RESULT,
        "--merge",
        type=FilePath(),
        metavar="FILE.pdf",
        help="Also one print run of all handouts, with a bookmark for each; with --duplex, each on sheets of its own.",
    ),
    option(
        ROSTER,
        "--encoding",
        callback=_encoding,
        metavar="NAME",
        help="What a CSV roster is written in, such as cp1250; when not given, UTF-8, UTF-16 or Windows-1252 is found.",
    ),
    option(
        ROSTER,
        "--hidden",
        type=click.Choice(["make", "skip"], case_sensitive=False),
        default="make",
        help="Rows that a spreadsheet or its filter hides: make them too, or leave them out.",
    ),
    option(
        ROSTER,
        "--worksheet",
        metavar="NAME",
        help="The sheet of a workbook; when not given, the only one with a header that is known.",
    ),
    option(RUN, "--dry-run", is_flag=True, help="Check every row and make nothing."),
    option(RUN, "--resume", is_flag=True, help="Make only what is missing or changed since the last run."),
    option(
        RUN,
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="NUMBER",
        help="Processes; when not given, one for few rows and several for thousands.",
    ),
    option(
        RUN, "--shard", callback=_shard, metavar="N/M", help="Only every M-th row, from the N-th: for a job runner."
    ),
    option(
        RUN,
        "--dask",
        metavar="ADDRESS",
        help="Make the rows on this Dask cluster, such as tcp://10.0.0.5:8786; the folder must be one that all see.",
    ),
    option(RUN, "--ordinary", is_flag=True, help="Every row through the ordinary renderer: slow, the same files."),
    option(
        ROSTER,
        "--sample",
        type=str,
        is_flag=False,
        flag_value="-",
        metavar="[FILE]",
        help="Write a sample roster and stop: to the terminal, or to FILE.csv, or FILE.xlsx with drop-down choices.",
    ),
)
