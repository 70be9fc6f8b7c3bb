"""A whole batch: read, check, make what is missing, list what was made. Bad rows never stop the good ones."""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol, TypeVar

from handouts.batch.folder import Folder, local_path, open_folder
from handouts.batch.lock import only_run
from handouts.batch.manifest import Entry, ErrorList, Manifest, failed_entry, shard_name
from handouts.batch.mistakes import MistakeList, MuscleTitles
from handouts.batch.press.masters import Press
from handouts.batch.print_run.file import PrintRun, run_title
from handouts.batch.progress import Progress
from handouts.batch.roster.cells import Fault
from handouts.batch.roster.columns import Columns
from handouts.batch.roster.row import Row, RowReader, month_comes_first
from handouts.batch.roster.table import Asked, other_order_row, read_records
from handouts.batch.work import Done, make_row, make_rows
from handouts.batch.workers import Submit
from handouts.errors import HandoutsError

CHUNK = 64
"""Rows that another process makes at a time."""
SLOW_CHUNK = 4
"""The same when every row goes through the ordinary renderer; a run that is stopped ends what has begun."""
FIRST_HERE = 256
"""Rows that are made before other processes begin; most layouts are known by then."""


@dataclass(frozen=True)
class Job:
    """One run: where the rows come from, what makes them, where the files go, and which of them are wanted."""

    press: Press
    lang: str
    name: str
    address: str
    shard: tuple[int, int] | None = None
    resume: bool = False
    hidden: Literal["make", "skip"] = "make"
    """What becomes of hidden rows of a spreadsheet."""
    encoding: str = ""
    """What the roster is read as; empty: found from its bytes."""
    worksheet: str = ""
    """The sheet of a workbook; empty: the only one with a header."""
    columns: Columns = field(default_factory=Columns)
    """Which column of the roster is which, as far as somebody said."""
    workers: int = 1
    first_here: int = 0
    """Rows that this process makes before other processes begin."""
    merge: Path | None = None
    """Where the print run goes, if one is wanted."""


@dataclass
class Summary:
    """What became of the rows."""

    made: int = 0
    kept: int = 0
    wrong: int = 0
    printed: list[Path] = field(default_factory=list)
    """The files of the print run."""
    backs: str = ""
    """What is to be known before the print run is printed on both sides."""
    others: list[str] = field(default_factory=list)
    """PDF files in the folder that are of no row: an earlier run's, perhaps another person's under a row's id."""
    damaged: int = 0
    """Lines of the manifest of the run before that could not be read; their rows were made again."""
    told: list[str] = field(default_factory=list)
    """How the roster was read, and what was changed in it so that it can be printed; each a line."""
    faults: list[Fault] = field(default_factory=list)
    """The first ones, to show."""
    shown: int = 10

    @property
    def rows(self) -> int:
        """All rows there were."""
        return self.made + self.kept + self.wrong

    def add(self, faults: Sequence[Fault]) -> None:
        """Count a row that is wrong."""
        self.wrong += 1
        self.faults += faults[: max(0, self.shown - len(self.faults))]


def checked_rows(
    job: Job, file: BinaryIO, told: list[str], headings: dict[str, str] | None = None
) -> Iterator[Row | tuple[Fault, ...]]:
    """The rows of the job's shard, in order, each checked; when they are through, lines to tell are added to `told`.
    Before the first one, `headings` gets what a list of mistakes calls the roster's columns.

    Raises HandoutsError when the roster cannot be read.
    """
    choices = job.press.plan.choices
    asked = Asked(
        job.hidden, job.encoding, job.worksheet, told, job.columns, headings={} if headings is None else headings
    )
    month_first = month_comes_first(choices.locale)
    other = None if month_first is None else other_order_row(file, job.name, asked, month_first)
    sources = job.press.sources
    reader = RowReader(sources.library, choices, job.lang, other, sources.standing)
    found = False
    for record in read_records(file, job.name, asked):
        found = True
        row = reader.read(record)
        if job.shard is None or record.row % job.shard[1] == job.shard[0] % job.shard[1]:
            yield row
    if not found:
        raise HandoutsError(f"{job.name}: has a header and no rows")
    told += reader.told()


def dry_run(job: Job, file: BinaryIO, progress: Progress) -> Summary:
    """Check everything and make nothing; there is no list of errors, so more of them are shown."""
    summary = Summary(shown=200)
    for row in checked_rows(job, file, summary.told):
        if isinstance(row, Row):
            summary.made += 1
        else:
            summary.add(row)
        progress.update(summary.rows, summary.wrong)
    return summary


def run(job: Job, file: BinaryIO, progress: Progress, submit: Submit | None = None) -> Summary:
    """Make the rows' files, the manifest, the list of errors and, if wanted, the print run.

    `submit` runs `make_rows` elsewhere. Raises HandoutsError when nothing could start, OSError when the folder
    cannot be written any more; what was made until then is in the manifest.
    """
    summary = Summary()
    headings: dict[str, str] = {}
    mistakes = MistakeList(MuscleTitles(job.press.sources.library, job.lang), headings)
    rows = checked_rows(job, file, summary.told, headings)
    first = list(itertools.islice(rows, 1))  # before anything in the folder is touched
    folder = open_folder(job.address)
    with ExitStack() as closing:
        if (path := local_path(job.address)) is not None:
            closing.enter_context(only_run(path, job.shard))
        closing.callback(_swept, folder)
        manifest = closing.enter_context(
            _closing(Manifest(folder, shard_name("manifest.jsonl", job.shard), job.resume))
        )
        summary.damaged = manifest.damaged
        errors = closing.enter_context(_closing(ErrorList(folder, shard_name("errors.csv", job.shard), mistakes)))
        printed = closing.enter_context(_closing(_print_run(job))) if job.merge else None
        sample, files = Sample(), set[str]()
        planned = _planned(job, folder, manifest, itertools.chain(first, rows))
        for outcome in _here(job, folder, planned) if submit is None else _spread(job, folder, submit, planned):
            _record(outcome, summary, manifest, errors)
            if outcome.row is not None and outcome.entry is not None:
                files.add(outcome.row.file)
                sample.offer(outcome.row)
                if printed is not None:
                    with _told_of(job.merge):
                        printed.add(outcome.row, job.press.make(outcome.row))
            progress.update(summary.rows, summary.wrong)
        sample.check(job.press, folder)
        manifest.complete = True
        if printed is not None:
            with _told_of(job.merge):
                summary.printed = printed.finish()
            summary.backs = printed.told()
    if job.shard is None:
        files.update(path.name for path in summary.printed)
        summary.others = sorted(n for n in folder.names() if n.endswith(".pdf") and n[0] != "." and n not in files)
    return summary


def _swept(folder: Folder) -> None:
    """At the end, however it comes: what a worker that was lost on the way had begun to write."""
    with suppress(OSError):
        folder.sweep()


@contextmanager
def _told_of(path: Path | None) -> Iterator[None]:
    """An error while the print run is written names the print run, not the folder."""
    try:
        yield
    except OSError as error:
        raise HandoutsError(f"{path}: cannot be written: {error.strerror or error}; the files are whole") from error


def _print_run(job: Job) -> PrintRun:
    assert job.merge is not None
    return PrintRun(job.merge, run_title(job.press.sources.titles(job.lang)), job.lang)


class Closes(Protocol):
    """What is closed at the end of a run, whatever happened."""

    def close(self) -> None:
        """Write out, or throw away what is not whole."""


Closing = TypeVar("Closing", bound=Closes)


@contextmanager
def _closing(thing: Closing) -> Iterator[Closing]:
    """Close at the end; on a full disk, the error that is told is the first one."""
    try:
        yield thing
    except BaseException:
        with suppress(OSError):
            thing.close()
        raise
    thing.close()


class Sample:
    """One row of a run, drawn at random, to compare with the ordinary renderer."""

    def __init__(self) -> None:
        self.row: Row | None = None
        self._seen = 0

    def offer(self, row: Row) -> None:
        """Take this row with the same chance as every other."""
        self._seen += 1
        if random.random() * self._seen < 1:
            self.row = row

    def check(self, press: Press, folder: Folder) -> None:
        """Compare the row's file with what the ordinary renderer makes of the row alone, with nothing of the run.

        Raises HandoutsError when they are not the same.
        """
        if self.row is None or press.plan.ordinary:
            return
        if folder.read(self.row.file) != press.sources.ordinary(self.row):
            raise HandoutsError(f"row {self.row.number} is not as the ordinary renderer writes it: use --ordinary")


class _Outcome(NamedTuple):
    """What became of a row: a file, or faults. A row that is still to be made has neither."""

    number: int
    row: Row | None = None
    entry: Entry | None = None
    faults: tuple[Fault, ...] = ()
    kept: bool = False

    @property
    def todo(self) -> bool:
        """Whether it is still to be made."""
        return self.entry is None and not self.faults

    def done(self, done: Done) -> _Outcome:
        """The outcome when it has been made, or could not be."""
        if isinstance(done, Fault):
            return _Outcome(self.number, self.row, None, (done,))
        return _Outcome(self.number, self.row, done)


def _planned(
    job: Job, folder: Folder, manifest: Manifest, rows: Iterable[Row | tuple[Fault, ...]]
) -> Iterator[_Outcome]:
    """Say of each row whether it is wrong, there already, or to be made."""
    for row in rows:
        if not isinstance(row, Row):
            yield _Outcome(row[0].row, faults=row)
            continue
        entry = manifest.kept.get(row.number)
        same = entry is not None and (entry.file, entry.inputs) == (row.file, job.press.inputs.digest(row))
        there = same and entry is not None and entry.sha256 == folder.digest(row.file)
        yield _Outcome(row.number, row, entry if there else None, kept=there)


def _here(job: Job, folder: Folder, planned: Iterable[_Outcome]) -> Iterator[_Outcome]:
    """Make what is to be made in this process."""
    for outcome in planned:
        yield outcome.done(make_row(job.press, folder, outcome.row)) if outcome.row and outcome.todo else outcome


def _spread(job: Job, folder: Folder, submit: Submit, planned: Iterator[_Outcome]) -> Iterator[_Outcome]:
    """Make the first rows here, so that forked processes have the usual layouts, and the others elsewhere.

    Chunks are submitted some ahead; results come back in the roster's order.
    """
    yield from _here(job, folder, itertools.islice(planned, job.first_here))
    waiting: deque[tuple[list[_Outcome], Callable[[], list[Done]]]] = deque()
    while True:
        chunk = list(itertools.islice(planned, SLOW_CHUNK if job.press.plan.ordinary else CHUNK))
        if chunk:
            waiting.append((chunk, _begun(job, folder, submit, [each.row for each in chunk if each.todo and each.row])))
        while waiting and (not chunk or len(waiting) > 3 * job.workers):
            outcomes, result = waiting.popleft()
            made: Iterator[Done] = iter(result())
            for outcome in outcomes:
                yield outcome.done(next(made)) if outcome.todo else outcome
        if not chunk:
            return


def _begun(job: Job, folder: Folder, submit: Submit, rows: list[Row]) -> Callable[[], list[Done]]:
    """Have rows made elsewhere; here, when the processes there have been killed."""
    future = None
    with suppress(BrokenExecutor):
        future = submit(make_rows, job.press.plan, folder, rows) if rows else None

    def result() -> list[Done]:
        with suppress(BrokenExecutor):
            if future is not None:
                done: list[Done] = future.result()
                return done
        return [make_row(job.press, folder, row) for row in rows]

    return result


def _record(outcome: _Outcome, summary: Summary, manifest: Manifest, errors: ErrorList) -> None:
    if outcome.entry is None:
        summary.add(outcome.faults)
        errors.add(outcome.faults)
        manifest.add(failed_entry(outcome.number))
        return
    if outcome.kept:
        summary.kept += 1
    else:
        summary.made += 1
    manifest.add(outcome.entry)
