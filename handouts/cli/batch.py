"""The command `handouts batch`: its options, and what it says. The work is imported when it starts."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click

from handouts.cli.clinic import given
from handouts.cli.options import FilePath, together
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.batch.progress import Progress
    from handouts.batch.run import Job, Summary

Command = TypeVar("Command", bound=Callable[..., Any])
SOME_FAILED, INTERRUPTED = 3, 130
SAMPLE = """\
# A roster: one row is one handout. Lines like this may stand above the header. Only `muscle` must be filled in.
# id        part of the file name; a number of yours, never a name. Without it, the row's number is used.
# name      printed on the page, and goes nowhere else
# date      2026-11-23, 23 Nov 2026, a spreadsheet's date, or today
# note      your own words for this person, up to 12,000 characters
# lang, side (left, right, both), paper (a4, letter), print (normal, large, giant), ink (colour, grey, saver),
# layout (full, do), sheets (1, 1-2, 1-3, 1-4, 4), skin (light, medium, deep): empty cells are what the command or
# the clinic says
# pressure (of 10), seconds, times (a day), weeks: numbers such as 4 or 3 to 4; hold (seconds on a spot): one number
# copies    in the print run (--merge)
muscle,id,name,date,note,side,pressure,seconds,times,weeks,copies
gastrocnemius,1001,Sample Person,2026-11-23,"Begin with the chair, not the floor.",left,3 to 4,30,2,3,1
gastrocnemius,1002,,,,right,,,,,1
"""


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


batch_options = together(
    click.option(
        "--merge",
        type=FilePath(),
        metavar="FILE.pdf",
        help="Also one print run of all handouts, with a bookmark for each; with --duplex, each on sheets of its own.",
    ),
    click.option(
        "--encoding",
        callback=_encoding,
        metavar="NAME",
        help="What a CSV roster is written in, such as cp1250; when not given, UTF-8, UTF-16 or Windows-1252 is found.",
    ),
    click.option(
        "--hidden",
        type=click.Choice(["make", "skip"], case_sensitive=False),
        default="make",
        show_default=True,
        help="Rows that a spreadsheet or its filter hides: make them too, or leave them out.",
    ),
    click.option(
        "--worksheet",
        metavar="NAME",
        help="The sheet of a workbook; when not given, the only one with a header that is known.",
    ),
    click.option("--dry-run", is_flag=True, help="Check every row and make nothing."),
    click.option("--resume", is_flag=True, help="Make only what is missing or changed since the last run."),
    click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        help="Processes; when not given, one for few rows and several for thousands.",
    ),
    click.option(
        "--shard", callback=_shard, metavar="N/M", help="Only every M-th row, from the N-th: for a job runner."
    ),
    click.option(
        "--dask",
        metavar="ADDRESS",
        help="Make the rows on this Dask cluster, such as tcp://10.0.0.5:8786; the folder must be one that all see.",
    ),
    click.option("--ordinary", is_flag=True, help="Every row through the ordinary renderer: slow, the same files."),
    click.option("--sample", is_flag=True, help="Write a commented sample roster and stop."),
)


def batch(
    ctx: click.Context,
    content: tuple[Path, ...],
    templates: tuple[Path, ...],
    roster: str | None,
    lang: str,
    options: dict[str, Any],
) -> None:
    """Run the command, then leave with its exit code."""
    if options["sample"]:
        click.echo(SAMPLE, nl=False)
        return
    if roster is None:
        raise click.UsageError("name a roster, or - for standard input; --sample writes one")
    from handouts.batch.workers import handling

    job = _job(ctx, content, templates, roster, lang, options)
    check_places(job, roster)
    try:
        with handling(_interrupt):  # a closed terminal and a request to end are as good as Ctrl-C
            summary = _run(job, roster, options)
    except KeyboardInterrupt:
        click.echo("Stopped. What was made is whole; go on with --resume.", err=True)
        ctx.exit(INTERRUPTED)
    ctx.exit(SOME_FAILED if summary.wrong else 0)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _job(
    ctx: click.Context,
    content: tuple[Path, ...],
    templates: tuple[Path, ...],
    roster: str,
    lang: str,
    options: dict[str, Any],
) -> Job:
    from pathlib import Path

    from handouts.batch.plan import Sources, plan_of
    from handouts.batch.press.masters import Press
    from handouts.batch.run import Job
    from handouts.clinic.choices import choose
    from handouts.content.reader import open_library
    from handouts.style.theme import load_theme

    content = tuple(folder.resolve() for folder in content)
    library = open_library(content)
    choices = choose(options, given(ctx), templates, load_theme(templates), library, lang)
    press = Press(Sources(plan_of(content, templates, choices, options["ordinary"]), library))
    for line in choices.told:
        click.echo(line, err=True)
    if choices.file:
        right = [name for name, known in library.words if known == lang and name not in library.unfinished(lang)]
        for line in choices.fewer_signs([library.muscle(name, lang) for name in right]):
            click.echo(line, err=True)
    name = "standard input" if roster == "-" else roster
    output = options["output"] if "://" in options["output"] else str(Path(options["output"]).absolute())
    return Job(
        press,
        lang,
        name,
        output,
        options["shard"],
        options["resume"],
        options["hidden"],
        options["encoding"] or "",
        options["worksheet"] or "",
        merge=options["merge"],
    )


def _run(job: Job, roster: str, options: dict[str, Any]) -> Summary:
    from handouts.batch.progress import Progress
    from handouts.batch.roster.source import open_roster
    from handouts.batch.roster.table import rows_about
    from handouts.batch.run import dry_run
    from handouts.batch.workers import how_many

    with open_roster(roster) as file:
        progress = Progress(sys.stderr, rows_about(file) // (job.shard[1] if job.shard else 1))
        try:
            if options["dry_run"]:
                summary = dry_run(job, file, progress)
            else:
                jobs = options["jobs"] or how_many(progress.total)
                summary = _run_somewhere(job, file, progress, jobs, options["dask"])
        except OSError as error:
            progress.close()
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            what = "the disk is full" if full else error.strerror or str(error)
            raise HandoutsError(f"{job.address}: {what}. What was made is whole; go on with --resume") from error
        seconds = progress.close()
    _tell(job, summary, seconds, options["dry_run"])
    return summary


def _run_somewhere(job: Job, file: BinaryIO, progress: Progress, jobs: int, dask: str | None) -> Summary:
    from dataclasses import replace

    from handouts.batch.run import FIRST_HERE, run
    from handouts.batch.workers import cluster, workers

    if dask is None:
        with workers(jobs, job.press) as submit:
            return run(replace(job, workers=jobs, first_here=FIRST_HERE), file, progress, submit)
    with cluster(dask) as (submit, threads):
        return run(replace(job, workers=threads), file, progress, submit)


def _tell(job: Job, summary: Summary, seconds: float, dry: bool) -> None:
    from handouts.batch.manifest import shard_name

    for line in summary.told:
        click.echo(f"{job.name}: {line}", err=True)
    for fault in summary.faults:
        click.echo(str(fault), err=True)
    more = summary.wrong - len({fault.row for fault in summary.faults})
    if more > 0:
        where = "" if dry else f": see {shard_name('errors.csv', job.shard)}"
        click.echo(f"... and {more:,} more rows{where}", err=True)
    if summary.others:
        count = len(summary.others)
        files = "1 PDF file" if count == 1 else f"{count:,} PDF files"
        click.echo(
            f"Careful: {files} in {job.address} {'is' if count == 1 else 'are'} not of this roster, such as "
            f"{summary.others[0]}: an earlier run's, perhaps for another person. Look, or use an empty folder",
            err=True,
        )
    if job.merge and not dry and not summary.printed:
        earlier = "; the file there is an earlier one" if job.merge.exists() else ""
        click.echo(f"{job.merge}: no print run was made{earlier}", err=True)
    parts = [f"{summary.made:,} {'would be made' if dry else 'made'}"]
    parts += [f"{summary.kept:,} there already"] if summary.kept else []
    parts += [f"{summary.wrong:,} wrong"] if summary.wrong else []
    rate = f", {summary.rows / seconds:,.0f} a second" if seconds > 0.05 else ""
    click.echo(
        f"{summary.rows:,} {'row' if summary.rows == 1 else 'rows'}: {', '.join(parts)} ({seconds:.1f} s{rate})",
        err=True,
    )
    if not dry:
        click.echo(f"{job.address}/{shard_name('manifest.jsonl', job.shard)}")
        for path in summary.printed:
            click.echo(str(path))


def check_places(job: Job, roster: str) -> None:
    """Look at everything that the run will write, before it begins: nothing takes the place of the roster.

    Raises HandoutsError.
    """
    from pathlib import Path

    from handouts.batch.manifest import shard_name

    written = [] if job.merge is None else [job.merge]
    if "://" not in job.address:
        written += [Path(job.address, shard_name(name, job.shard)) for name in ("manifest.jsonl", "errors.csv")]
    for path in written:
        if roster != "-" and path.exists() and Path(roster).exists() and path.samefile(roster):
            raise HandoutsError(f"{path}: is the roster and would be overwritten: choose another folder or name")
    if job.merge is not None:
        _check_print_run(job.merge, Path(job.address))


def _check_print_run(path: Path, folder: Path) -> None:
    if path.suffix.lower() != ".pdf" or path.is_dir():
        raise HandoutsError(f"{path}: cannot be the print run: name a file that ends with .pdf")
    if path.name.count(".") > 2 and path.absolute().parent == folder:
        raise HandoutsError(f"{path}: could be a row's handout: give the print run another name, such as print.pdf")
