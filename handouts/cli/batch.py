"""The command `handouts batch`: its options, and what it says. The work is imported when it starts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from handouts.cli import names, terminal
from handouts.cli.clinic import given
from handouts.cli.options import RESULT, ROSTER, RUN, FilePath, muscle_meant, option, together
from handouts.cli.terminal import fail, listed, show, tell, warn, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.batch.progress import Progress
    from handouts.batch.run import Job, Summary
    from handouts.clinic.columns import Template

SOME_FAILED, INTERRUPTED = 3, 130


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
    from handouts.batch.roster.columns import COLUMNS, plain_name
    from handouts.clinic.columns import read_template
    from handouts.errors import likely

    made: dict[str, Template] = {}
    for value in values:
        column, sign, source = value.partition("=")
        column = plain_name(column)
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
        help="The muscle of every row that names none.",
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


def batch(
    ctx: click.Context,
    content: tuple[Path, ...],
    templates: tuple[Path, ...],
    roster: str | None,
    lang: str,
    options: dict[str, Any],
) -> None:
    """Run the command, then leave with its exit code."""
    if options["sample"] is not None:
        _write_sample(options["sample"], content)
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
        fail("stopped. What was made is whole; go on with --resume")
        ctx.exit(INTERRUPTED)
    ctx.exit(SOME_FAILED if summary.wrong else 0)


def _write_sample(file: str, content: tuple[Path, ...]) -> None:
    """Write the sample; never over a file that is there. Raises HandoutsError."""
    from pathlib import Path

    from handouts.batch.roster.sample import sample_csv, sample_workbook
    from handouts.cli.keep import write_new

    if file == "-":
        show(sample_csv().rstrip("\n"))
        return
    path = Path(file)
    match path.suffix.lower():
        case ".csv":
            data = sample_csv().encode()
        case ".xlsx":
            from handouts.content.reader import open_library

            library = open_library(content)
            data = sample_workbook(library.ids(), sorted({lang for _, lang in library.words}))
        case _:
            raise click.UsageError(f"--sample {file}: name a file that ends in .xlsx or .csv")
    wrote(write_new(path, data))


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
    from handouts.batch.roster.columns import Columns
    from handouts.batch.run import Job
    from handouts.clinic.choices import choose
    from handouts.content.reader import open_library
    from handouts.style.theme import load_theme

    content = tuple(folder.resolve() for folder in content)
    library = open_library(content)
    choices = choose(options, given(ctx), templates, load_theme(templates), library, lang)
    press = Press(Sources(plan_of(content, templates, choices, options["ordinary"]), library))
    for line in choices.told:
        tell(line)
    if choices.file:
        right = [name for name, known in library.words if known == lang and name not in library.unfinished(lang)]
        for line in choices.notices([library.muscle(name, lang) for name in right]):
            warn(line)
    muscle = muscle_meant(library, options["muscle"]) if options["muscle"] is not None else ""
    columns = Columns(options["columns"], choices.file.columns.templates if choices.file else {}, muscle)
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
        columns=columns,
        merge=options["merge"],
    )


def _run(job: Job, roster: str, options: dict[str, Any]) -> Summary:
    from handouts.batch.progress import Progress
    from handouts.batch.roster.source import open_roster
    from handouts.batch.roster.table import rows_about
    from handouts.batch.run import dry_run
    from handouts.batch.workers import how_many

    with open_roster(roster) as file:
        about = rows_about(file) // (job.shard[1] if job.shard else 1)
        progress = Progress(sys.stderr, about, silent=terminal.quiet())
        try:
            if options["dry_run"]:
                summary = dry_run(job, file, progress)
            else:
                jobs = options["jobs"] or how_many(progress.total)
                summary = _run_somewhere(job, file, progress, jobs, options["dask"])
        except OSError as error:
            progress.close()
            from handouts.writing import reason

            place = error.filename2 or job.address
            raise HandoutsError(f"{place}: {reason(error)}. What was made is whole; go on with --resume") from error
        seconds = progress.close()
    _tell(job, summary, seconds, options)
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


def _tell(job: Job, summary: Summary, seconds: float, options: dict[str, Any]) -> None:
    """What became of the rows: a summary for people, or JSON."""
    from handouts.batch.manifest import shard_name

    dry = options["dry_run"]
    manifest = f"{job.address}/{shard_name('manifest.jsonl', job.shard)}"
    if options["form"] == "json":
        from handouts.cli.report import batch_json

        show(batch_json(summary, dry_run=dry, manifest=manifest))
        return
    for line in summary.told:
        warn(f"{job.name}: {line}")
    if summary.damaged:
        lines = "1 line" if summary.damaged == 1 else f"{summary.damaged:,} lines"
        warn(
            f"{shard_name('manifest.jsonl', job.shard)}: {lines} of the run before could not be read: those handouts "
            "were made again, nothing else need be done"
        )
    for fault in summary.faults:
        listed(str(fault))
    more = summary.wrong - len({fault.row for fault in summary.faults})
    if more > 0:
        where = "" if dry else f": see {shard_name('errors.csv', job.shard)}"
        listed(f"... and {more:,} more rows{where}")
    _tell_of_files(job, summary, dry)
    _tell_counts(summary, seconds, dry)
    if not dry:
        wrote(manifest)
        for path in summary.printed:
            wrote(path)


def _tell_of_files(job: Job, summary: Summary, dry: bool) -> None:
    """Files that somebody should look at: a print run whose handouts share sheets, files of other runs."""
    if summary.backs:
        warn(f"{job.merge}: {summary.backs}")
    if summary.others:
        count = len(summary.others)
        files = "1 PDF file" if count == 1 else f"{count:,} PDF files"
        warn(
            f"{files} in {job.address} {'is' if count == 1 else 'are'} not of this roster, such as "
            f"{summary.others[0]}: an earlier run's, perhaps for another person. Look, or use an empty folder"
        )
    if job.merge and not dry and not summary.printed:
        earlier = "; the file there is an earlier one" if job.merge.exists() else ""
        warn(f"{job.merge}: no print run was made{earlier}")


def _tell_counts(summary: Summary, seconds: float, dry: bool) -> None:
    parts = [f"{summary.made:,} {'would be made' if dry else 'made'}"]
    parts += [f"{summary.kept:,} there already"] if summary.kept else []
    parts += [f"{summary.wrong:,} wrong"] if summary.wrong else []
    rate = f", {summary.rows / seconds:,.0f} a second" if seconds > 0.05 else ""
    text = f"{summary.rows:,} {'row' if summary.rows == 1 else 'rows'}: {', '.join(parts)} ({seconds:.1f} s{rate})"
    (listed if summary.wrong else tell)(text)


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
