"""The command `batch`, and what it says. The work is imported when it starts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from handouts.cli import terminal
from handouts.cli.batch_options import batch_options
from handouts.cli.clinic import HandoutCommand, clinic_options, given
from handouts.cli.command import EXAMPLE, MAKE
from handouts.cli.look import look_options, page_options
from handouts.cli.options import RESULT, format_option, lang_option, muscle_meant, option
from handouts.cli.review import review_options
from handouts.cli.sources import content_of, templates_of
from handouts.cli.terminal import fail, listed, show, tell, warn, wrote
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.batch.progress import Progress
    from handouts.batch.run import Job, Summary
    from handouts.content.library import Library

SOME_FAILED, INTERRUPTED = 3, 130


@click.command(
    "batch", cls=HandoutCommand, heading=MAKE, epilog=EXAMPLE + "handouts batch roster.csv --locale en-GB -o run"
)
@click.argument("roster", required=False, type=click.Path(path_type=str))
@lang_option
@page_options
@look_options
@clinic_options
@review_options
@batch_options
@format_option
@option(
    RESULT,
    "-o",
    "--output",
    type=click.Path(path_type=str),
    default="output",
    metavar="FOLDER",
    help="Folder, or an fsspec address such as s3://...",
)
@click.pass_context
def batch_command(ctx: click.Context, /, roster: str | None, lang: str, **options: Any) -> None:
    """Make the handouts of a whole ROSTER, a row each.

    ROSTER is CSV, XLSX, ODS, XLS or JSON lines, or - for standard input. One PDF a row, manifest.jsonl and
    errors.csv. Other options hold where a row's cell is empty. Exit code 0: all made, 3: some rows failed, 1: nothing
    could start.
    """
    if options["output"] == "-":
        raise click.UsageError("-o -: a batch is many files: name a folder")
    _batch(ctx, content_of(ctx), templates_of(ctx), roster, lang, options)


def _batch(
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
    muscle = _muscles(library, options["muscle"]) if options["muscle"] is not None else ""
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


def _muscles(library: Library, text: str) -> str:
    """The muscle of rows that name none, or several in one handout with + between them. Raises HandoutsError."""
    from handouts.batch.roster.muscles import AND

    return AND.join(dict.fromkeys(muscle_meant(library, name.strip()) for name in text.split(AND)))


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
