"""Where a run may write: nothing takes the place of the roster, or of a handout."""

from __future__ import annotations

from pathlib import Path

from handouts.batch.manifest import shard_name
from handouts.batch.run import Job
from handouts.errors import HandoutsError


def check_places(job: Job, roster: str) -> None:
    """Look at everything that the run will write, before it begins. Raises HandoutsError."""
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
