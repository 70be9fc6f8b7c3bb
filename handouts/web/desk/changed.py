"""Files that the desk reads once, when it is opened: who changes them later is told that it goes on with the old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

GOES_ON = "Until the desk is closed and opened again, it goes on with what it read before."
Seen = Mapping[str, Mapping[Path, tuple[int, int]]]


class Watched:
    """The clinic's file, its approvals (which may be there later), and folders, as they were at first."""

    def __init__(self, clinic: Path | None, approvals: Path | None, folders: Iterable[Path]) -> None:
        self._clinic, self._approvals, self._folders = clinic, approvals, tuple(folders)
        self._before = self._seen()

    def told(self) -> list[str]:
        """A sentence for each kind of file that is not as it was, and what follows; nothing when all are."""
        now = self._seen()
        changed = (what for what, states in now.items() if states != self._before[what])
        return [f"{what} changed since the desk was opened. {GOES_ON}" for what in changed]

    def _seen(self) -> Seen:
        content = (path for folder in self._folders for path in folder.rglob("*"))
        kinds: Mapping[str, Iterable[Path | None]] = {
            "The clinic’s file has": [self._clinic],
            "The approvals have": [self._approvals],
            "The content or the templates have": content,
        }
        return {what: dict(_states(paths)) for what, paths in kinds.items()}


def _states(paths: Iterable[Path | None]) -> Iterator[tuple[Path, tuple[int, int]]]:
    """When each file was written last, and how long it is; what is not there is left out."""
    for path in filter(None, paths):
        try:
            found = path.stat()
        except OSError:
            continue
        yield path, (found.st_mtime_ns, found.st_size)
