"""A site in a folder: what a run before made there is known by `site.json`, and nothing else is touched.

All files are made before the first is written. An address of a page is never lost in silence: it is made again, or it
has moved, or it is said to be gone; else nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import Field

from handouts import __version__
from handouts.batch.folder import LocalFolder
from handouts.batch.lock import only_run
from handouts.errors import ContentError, HandoutsError, Problem, few, likely
from handouts.files import Exact, read_json, read_toml
from handouts.web.site.listed import GONE, INDEX
from handouts.writing import reason

NAME = "site.json"
_ADDRESS = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*/)+")


class _Kept(Exact):
    """What `site.json` says: the files by their SHA-256, of a run that was broken off those before it, and moves."""

    made_by: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    unfinished: dict[str, str] = Field(default_factory=dict)
    moved: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """What a run did to a folder: files that are new or other now, that were the same, that are no longer there."""

    written: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[str, ...]


def read_moved(path: Path) -> dict[str, str]:
    """A file of moved addresses: `"old/en/" = "new/en/"`, or `"gone"`. Raises ContentError with all that is wrong."""
    problems, found = [], {}
    for old, new in read_toml(path, path.name).items():
        if not _ADDRESS.fullmatch(old):
            problems.append(Problem(path.name, old, 'is no address: write the folder of a page, such as "soleus/en/"'))
        elif not isinstance(new, str) or not (new == GONE or _ADDRESS.fullmatch(new)):
            what = f'leads nowhere: write an address of the site, such as "soleus/en/", or "{GONE}"'
            problems.append(Problem(path.name, old, what))
        else:
            found[old] = new
    if problems:
        raise ContentError(problems)
    return found


def publish(
    folder: Path,
    moved: Mapping[str, str],
    make: Callable[[Mapping[str, str]], Iterable[tuple[str, bytes]]],
) -> Published:
    """Make a site and write it. `make` gets all moves, of runs before too, and gives the files.

    Raises HandoutsError when a file that is not ours is in the way or an old address would be lost, and what `make`
    raises; then nothing is written.
    """
    place = LocalFolder(folder)
    with only_run(folder), tempfile.TemporaryFile() as spool:
        kept = _read(folder)
        moves = {**kept.moved, **moved}
        made = _Made(spool, make(moves))
        _check_moves(moves, made.digests)
        _check_addresses(kept, made.digests)
        there = _check_ours(folder, place, kept, made.digests)
        try:
            return _write(folder, place, kept, moves, made, there)
        except OSError as error:
            raise HandoutsError(f"{folder}: cannot be written: {reason(error)}") from error


class _Made:
    """Files that were made and wait to be written: on the disk, without a name, so that they need no memory."""

    def __init__(self, spool: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
        self._spool = spool
        self._places: dict[str, tuple[int, int]] = {}
        self.digests: dict[str, str] = {}
        for name, data in files:
            self._places[name] = spool.tell(), len(data)
            self.digests[name] = hashlib.sha256(data).hexdigest()
            spool.write(data)

    def read(self, name: str) -> bytes:
        """A file's bytes."""
        at, length = self._places[name]
        self._spool.seek(at)
        return self._spool.read(length)


def _read(folder: Path) -> _Kept:
    """What the run before said. Raises ContentError when it is damaged: without it nothing is known to be ours."""
    if not (folder / NAME).exists():
        return _Kept()
    return read_json(folder / NAME, str(folder / NAME), _Kept)


def _check_moves(moves: Mapping[str, str], made: Mapping[str, str]) -> None:
    """Each move leads to a page that is made. Raises ContentError."""
    pages = [name.removesuffix(INDEX) for name in made if name.endswith("/" + INDEX)]
    problems = [
        Problem("moved addresses", old, f"leads to {new!r}, which is no page of the site{likely(new, pages)}")
        for old, new in moves.items()
        if new != GONE and (new not in pages or new == old)
    ]
    if problems:
        raise ContentError(problems)


def _check_addresses(kept: _Kept, made: Mapping[str, str]) -> None:
    """Every page of the run before is made again, if only to say where it went. Raises HandoutsError."""
    lost = [name.removesuffix(INDEX) for name in kept.files if name.endswith(INDEX) and name not in made]
    if lost:
        first = lost[0]
        raise HandoutsError(
            f"addresses that people may have would be lost: {few(lost, 10)}; say where each went in a file for --moved,"
            f' such as: "{first}" = "{GONE}"'
        )


def _check_ours(folder: Path, place: LocalFolder, kept: _Kept, made: Mapping[str, str]) -> dict[str, str | None]:
    """What is in the folder under the names of files made now or before, by digest.

    Raises HandoutsError when something else is in the way, or a folder in it is a link that leads away.
    """
    there = {name: place.digest(name) for name in {**kept.files, **kept.unfinished, **made}}
    links = sorted({str(each) for name in there for each in (folder / name).parents if _is_link_in(each, folder)})
    if links:
        raise HandoutsError(f"{few(links, 5)}: is a link, which may lead out of the folder; take it away")
    foreign = [
        name
        for name in made
        if _is_something(folder / name)
        and there[name] not in (kept.files.get(name, ""), kept.unfinished.get(name, ""), made[name])
    ]
    if foreign:
        raise HandoutsError(
            f"{folder}: is in the way, and not from here, or was changed since: {few(sorted(foreign), 10)}; take it"
            " away, or name another folder with -o"
        )
    return there


def _is_link_in(path: Path, folder: Path) -> bool:
    return path != folder and folder in path.parents and path.is_symlink()


def _is_something(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _write(
    folder: Path,
    place: LocalFolder,
    kept: _Kept,
    moves: Mapping[str, str],
    made: _Made,
    there: Mapping[str, str | None],
) -> Published:
    """Write what differs, take away what is no longer made; while that goes on, `site.json` has both states."""
    digests = dict(sorted(made.digests.items()))
    changed = [name for name in digests if there[name] != digests[name]]
    old = {**kept.files, **kept.unfinished}
    gone = [name for name in sorted(old) if name not in digests and there.get(name) == old[name]]
    if changed or gone:
        _say(place, _Kept(made_by=__version__, files=digests, unfinished=old, moved=dict(moves)))
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        place.write(name, [made.read(name)])
    for name in gone:
        place.remove(name)
        with suppress(OSError):  # other files are there
            (folder / name).parent.rmdir()
    _say(place, _Kept(made_by=__version__, files=digests, moved=dict(moves)))
    return Published(tuple(changed), tuple(name for name in digests if name not in changed), tuple(gone))


def _say(place: LocalFolder, kept: _Kept) -> None:
    data = {name: value for name, value in kept.model_dump().items() if value}
    place.write(NAME, [(json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()])
