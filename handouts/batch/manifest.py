"""manifest.jsonl and errors.csv: what was made of which row, and what is wrong with the others. No names in either.

While a batch runs, lines are added to the manifest; at its end it is written again in the roster's order, each row
once. After a crash it says what is there; a line that was not finished is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from handouts.batch.folder import Folder
from handouts.batch.mistakes import MistakeList
from handouts.batch.roster.cells import Fault
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.errors import HandoutsError
from handouts.writing import reason

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LONGEST_LINE, LARGEST = 10_000, 2**53
_FORMS: dict[str, str | None] = {
    "row": None,
    "id": r".+",
    "file": r"[^./\\][^/\\]*\.pdf",
    "sha256": r"[0-9a-f]{64}",
    "size": None,
    "content": r".+",
    "inputs": r"[0-9a-f]{32}",
    "status": r"made|failed",
}
"""What each value of an entry looks like; None: a whole number."""
_MADE = ("file", "sha256", "size", "content", "inputs")
FLUSH = 0.2
"""Seconds after which lines are handed to the operating system: what a killed process may have to make again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the manifest. `inputs` is a digest of all that decides the file's content."""

    row: int
    id: str | None
    file: str | None
    sha256: str | None
    size: int | None
    content: str | None
    inputs: str | None
    status: str

    def line(self) -> bytes:
        """The entry as a line."""
        return (_ENCODE({name: getattr(self, name) for name in self.__slots__}) + "\n").encode()


def made_entry(row: Row, digest: str, size: int, content: str, inputs: str) -> Entry:
    """The entry of a row whose file is there."""
    return Entry(row.number, row.id or None, row.file, digest, size, content, inputs, "made")


def failed_entry(number: int) -> Entry:
    """The entry of a row that could not be made; its cells may be anything, so none is repeated."""
    return Entry(number, None, None, None, None, None, None, "failed")


def shard_name(name: str, shard: tuple[int, int] | None) -> str:
    """The name of a shard's own file: manifest.3-of-16.jsonl."""
    if shard is None:
        return name
    stem, _, ending = name.partition(".")
    return f"{stem}.{shard[0]}-of-{shard[1]}.{ending}"


class Inputs:
    """Digests of what decides a row's file: its cells, the content and the clinic; not the other rows."""

    def __init__(self, context: str) -> None:
        self._start = hashlib.sha256(context.encode())
        self._settings: dict[Setting, bytes] = {}

    def digest(self, row: Row) -> str:
        """The digest of one row."""
        setting = self._settings.get(row.setting)
        if setting is None:
            if len(self._settings) > 4096:
                self._settings.clear()
            setting = self._settings[row.setting] = repr(row.setting).encode()
        whole = self._start.copy()
        whole.update(setting)
        whole.update("\0".join(("", row.name, row.date, row.message)).encode())
        return whole.hexdigest()[:32]


class Manifest:
    """The manifest of a run in a folder. `kept` has the entries of the run before, by row, when resuming."""

    def __init__(self, folder: Folder, name: str, resume: bool) -> None:
        self._folder, self._name = folder, name
        self.kept: dict[int, Entry] = {}
        self.damaged = 0
        """Lines of the manifest before that are not ours any more; their rows are made again."""
        if resume:
            self._take(self._before())
        self._again = bool(self.kept)
        folder.write(name, [entry.line() for entry in self.kept.values()])
        self._out: IO[bytes] = folder.append(name)
        self._seen: list[bytes] = []
        self.complete = False
        self._flushed = time.monotonic()

    def _before(self) -> bytes:
        try:
            return self._folder.read(self._name) or b""
        except OSError as error:
            said = f"{self._name}: cannot be read: {reason(error)}: take it out of the folder, or leave --resume out"
            raise HandoutsError(said) from error

    def _take(self, data: bytes) -> None:
        """Keep the entries of a run before; a last line that was not finished is no damage."""
        *lines, _ = data.split(b"\n")
        for line in lines:
            entry = read_entry(line)
            if entry is not None:
                self.kept[entry.row] = entry
            elif line.strip():
                self.damaged += 1

    def add(self, entry: Entry) -> None:
        """Add what became of a row; rows come in the roster's order."""
        line = entry.line()
        if self._again:
            self._seen.append(line)
        if self.kept.pop(entry.row, None) == entry:
            return  # its line is there
        self._out.write(line)
        now = time.monotonic()
        if now - self._flushed > FLUSH:
            self._out.flush()
            self._flushed = now

    def close(self) -> None:
        """Write out; a complete run's manifest has each of its rows once and no others."""
        self._out.close()
        if self.complete and self._again:
            self._folder.write(self._name, self._seen)


def read_entry(line: bytes) -> Entry | None:
    """The entry in a line of a manifest; None when it is torn, or not as we write it to the last sign."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        data = json.loads(line)
        if not isinstance(data, dict) or data.keys() != _FORMS.keys():
            return None
        if not all(_is_right(data[name], form) for name, form in _FORMS.items()):
            return None
        if data["row"] is None or data["status"] is None:
            return None
        entry = Entry(**data)
        ours = entry.line() == line + b"\n"
    except (ValueError, RecursionError):
        return None
    made = all(data[name] is not None for name in _MADE)
    failed = all(data[name] is None for name in (*_MADE, "id"))
    return entry if ours and (made if entry.status == "made" else failed) else None


def _is_right(value: object, form: str | None) -> bool:
    if form is None:
        return value is None or (type(value) is int and 0 <= value <= LARGEST)
    return value is None or (isinstance(value, str) and re.fullmatch(form, value) is not None)


class ErrorList:
    """errors.csv: row, id, column, what is wrong, what to do. The file exists only when something is wrong."""

    def __init__(self, folder: Folder, name: str, mistakes: MistakeList) -> None:
        self._folder, self._name, self._mistakes = folder, name, mistakes
        self._out: IO[bytes] | None = None
        folder.remove(name)

    def add(self, faults: Sequence[Fault]) -> None:
        """Add the faults of a row."""
        if self._out is None:
            self._out = self._folder.append(self._name)
            self._out.write(self._mistakes.head)
        self._out.write(self._mistakes.lines(faults))

    def close(self) -> None:
        """Write out."""
        if self._out is not None:
            self._out.close()
