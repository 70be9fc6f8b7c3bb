"""The release ledger: what learners already have, and when each part of it last changed.

Anki updates a note or a note type only when its time is newer than the learner's. A constant time would never update
anybody; the present time would overwrite every learner's own edits. So the time of each note is written down, and
moves only in a release that changes the note. The ledger also remembers what can never change again without harm:
keys, kinds, ordinals of gaps and masks, deck names, and the fields and templates of note types.

It is kept as `ledger.json` in the content folder, because it is about the content: it is reviewed with it, packaged
with it, and a person's own content folder has its own. What is not released yet, or changed since, gets the time of
the last release plus one second: the same in every build, newer than what a learner has, older than the next release.
A second local build with other changes has that same time, so a collection that took the first needs a release.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator

from handouts.approval.day import LATEST
from handouts.errors import ContentError, HandoutsError, Problem
from handouts.files import Exact, read_json
from handouts.writing import write_whole

NAME = "ledger.json"
FORMAT = 2
"""Of the file; 1 was that of a deck which nobody had imported."""
EXTRA = ("typed", "spoken")
"""Kinds of notes that are made from those of the main deck, and are not counted."""
BEFORE_ALL = 1_760_000_000
"""The time of notes before the first release (October 2025)."""

Entry = dict[str, Any]
_SECTIONS = ("decks", "note_types", "media", "ordinals", "notes")


@dataclass(frozen=True)
class Snapshot:
    """What a deck of one language would give to a learner, as hashes. Keys start with the language.

    notes: guid -> key, kind, hash, retired. note_types: key -> id, fields, templates, hash. media: name -> hash.
    ordinals: note key -> gap, mask or reverse -> ordinal. decks: written key -> name. `complete`: nothing left out.
    """

    lang: str
    notes: Mapping[str, Entry]
    note_types: Mapping[str, Entry]
    media: Mapping[str, Entry]
    ordinals: Mapping[str, Mapping[str, int]]
    decks: Mapping[str, str]
    complete: bool = True


@dataclass(frozen=True)
class Ledger:
    """Everything ever released. `releases` are in order: version, time, and what each brought."""

    releases: tuple[Entry, ...] = ()
    decks: Mapping[str, str] = field(default_factory=dict)
    note_types: Mapping[str, Entry] = field(default_factory=dict)
    media: Mapping[str, Entry] = field(default_factory=dict)
    ordinals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The time of the last release."""
        return int(self.releases[-1]["time"]) if self.releases else BEFORE_ALL

    def note_time(self, guid: str, digest: str) -> int:
        """When the note last changed for a learner; just after the last release when it is new or changed."""
        return self._time(self.notes.get(guid), digest)

    def note_type_time(self, key: str, digest: str) -> int:
        """When the note type last changed for a learner."""
        return self._time(self.note_types.get(key), digest)

    def _time(self, entry: Entry | None, digest: str) -> int:
        return int(entry["time"]) if entry and entry["hash"] == digest else self.last + 1

    def updated_in(self, guid: str, digest: str) -> str:
        """The version of the release that last changed a note; nothing when none did, or when it has changed since."""
        entry = self.notes.get(guid)
        return str(entry["updated"]) if entry and entry["hash"] == digest else ""

    def ordinals_of(self, key: str, names: Iterable[str]) -> dict[str, int]:
        """The ordinals of a note's masks: the released ones stay, new ones follow, a gone one is never given again."""
        ordinals = dict(self.ordinals.get(key, {}))
        names = list(names)
        for name in names:
            ordinals.setdefault(name, max(ordinals.values(), default=0) + 1)
        return {name: ordinals[name] for name in names}

    def changes(self, snapshot: Snapshot) -> Entry:
        """How many notes of the main deck are new, changed and retired compared with what was released."""
        counts = {"new": 0, "changed": 0, "retired": 0}
        for guid, note in snapshot.notes.items():
            old = self.notes.get(guid)
            if note["kind"] in EXTRA:
                continue
            if old is None:
                counts["new"] += 1
            elif note["retired"] and not old["retired"]:
                counts["retired"] += 1
            elif note["hash"] != old["hash"]:
                counts["changed"] += 1
        return counts


def ledger_path(roots: Sequence[Path]) -> Path:
    """The ledger of the first content folder that has one, or where the first folder's would be."""
    return next((root / NAME for root in roots if os.path.lexists(root / NAME)), roots[0] / NAME)


def _known_format(number: int) -> int:
    if number != FORMAT:
        raise ValueError(f"{number} is not known to this version of handouts")
    return number


def _known_time(seconds: int) -> int:
    if not 0 <= seconds < LATEST:
        raise ValueError(f"{seconds} is no time in seconds from 1970 to 2100")
    return seconds


_Time = Annotated[int, AfterValidator(_known_time)]


class _Release(Exact):
    version: str
    time: _Time
    new: int
    changed: int
    retired: int


class _NoteType(Exact):
    id: int
    fields: list[int]
    templates: list[int]
    hash: str
    time: _Time


class _Media(Exact):
    hash: str
    time: _Time


class _Note(Exact):
    key: str
    kind: str
    hash: str
    retired: bool
    updated: str
    time: _Time


class _LedgerFile(Exact):
    format: Annotated[int, AfterValidator(_known_format)]
    releases: list[_Release]
    decks: dict[str, str]
    note_types: dict[str, _NoteType]
    media: dict[str, _Media]
    ordinals: dict[str, dict[str, int]]
    notes: dict[str, _Note]


def read_ledger(path: Path) -> Ledger:
    """Read a ledger; an empty one when there is no file. Raises ContentError with everything that is wrong in it."""
    if not os.path.lexists(path):
        return Ledger()
    data = read_json(path, f"content/{NAME}", _LedgerFile).model_dump()
    return Ledger(tuple(data["releases"]), **{name: data[name] for name in _SECTIONS})


def write_ledger(path: Path, ledger: Ledger) -> Path:
    """Write a ledger: sorted, one entry a line, so that a review sees what a release changes."""
    return write_whole(path, ledger_text(ledger).encode())


def ledger_text(ledger: Ledger) -> str:
    """The ledger as it is written to a file."""

    def dump(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    parts = [f'"format": {FORMAT}', '"releases": [' + _lines(dump(entry) for entry in ledger.releases) + "]"]
    for name in _SECTIONS:
        entries: Mapping[str, Any] = getattr(ledger, name)
        by_key = sorted(entries.items(), key=lambda pair: (_key(pair[1]), pair[0]))
        parts.append(f'"{name}": {{' + _lines(f"{dump(key)}: {dump(value)}" for key, value in by_key) + "}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _key(value: Any) -> str:
    """Notes are sorted by their key, which people read, and not by guid."""
    return str(value.get("key", "")) if isinstance(value, dict) else ""


def _lines(entries: Iterable[str]) -> str:
    text = ",\n  ".join(entries)
    return f"\n  {text}\n" if text else ""


def ledger_problems(ledger: Ledger, snapshot: Snapshot, where: str = f"content/{NAME}") -> list[Problem]:
    """Everything in the snapshot that would harm learners who have an earlier release."""
    problems = [*_note_problems(ledger, snapshot), *_ordinal_problems(ledger, snapshot)]
    for key, name in snapshot.decks.items():
        if ledger.decks.get(key, name) != name:
            text = f"was released as {ledger.decks[key]!r} and is now {name!r}: old cards would stay behind"
            problems.append((f"decks[{key}]", text))
    for key, entry in snapshot.note_types.items():
        old = ledger.note_types.get(key)
        for part in ("id", "fields", "templates"):
            if old and old[part] != entry[part]:
                text = f"{part} changed: Anki would copy the note type; rename a spare instead"
                problems.append((f"note_types[{key}]", text))
    for name, entry in snapshot.media.items():
        if name in ledger.media and ledger.media[name]["hash"] != entry["hash"]:
            problems.append((f"media[{name}]", "was released with other content under the same name"))
    return [Problem(where, key, text) for key, text in problems]


def _note_problems(ledger: Ledger, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    for guid, old in ledger.notes.items():
        key, note = old["key"], snapshot.notes.get(guid)
        if not key.startswith(f"{snapshot.lang}."):
            continue
        if note is None:
            if snapshot.complete and old["kind"] in EXTRA:
                text = "a card that could be typed or heard stays so; else retire it and write a card with a new id"
                yield f"notes[{key}]", f"was released and is gone: {text}"
            elif snapshot.complete:
                yield f"notes[{key}]", "was released and is gone: keep the card and mark it retired = true"
        elif old["retired"] and not note["retired"]:
            yield f"notes[{key}]", "was retired: its key must not be used again, write a card with a new id"
        elif old["kind"] != note["kind"]:
            text = f"was released as a {old['kind']} and is now a {note['kind']}: retire it, write a card with a new id"
            yield f"notes[{key}]", text


def _ordinal_problems(ledger: Ledger, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    keys = {note["key"] for note in snapshot.notes.values()}
    for key, old in ledger.ordinals.items():
        if key not in keys:
            continue
        now = snapshot.ordinals.get(key, {})
        for name, ordinal in old.items():
            if name in now and now[name] != ordinal:
                yield f"ordinals[{key}]", f"{name!r} was released as {ordinal} and is now {now[name]}: never renumber"
        gone = sorted(set(old.values()) - set(now.values()))
        if gone:
            numbers = ", ".join(str(number) for number in gone)
            yield f"ordinals[{key}]", f"number {numbers} was released and is gone: its card would be left without text"


def release(ledger: Ledger, snapshots: Sequence[Snapshot], *, version: str, time: int) -> Ledger:
    """The ledger after a release at `time` (seconds since 1970): what changed gets that time, the rest keeps its own.

    Raises ContentError when the release would harm learners, HandoutsError when version or time cannot be.
    """
    problems = [problem for snapshot in snapshots for problem in ledger_problems(ledger, snapshot)]
    if problems:
        raise ContentError(problems)
    for snapshot in snapshots:
        if not snapshot.complete:
            raise HandoutsError("a release takes the whole deck: all muscles and all topics")
    if any(entry["version"] == version for entry in ledger.releases):
        raise HandoutsError(f"version {version} is released already: give the next version")
    if time <= ledger.last + 1:
        raise HandoutsError(f"the release time {time} is not later than the last release ({ledger.last})")
    counts = [ledger.changes(snapshot) for snapshot in snapshots]
    entry = {"version": version, "time": time, **{name: sum(count[name] for count in counts) for name in counts[0]}}
    for snapshot in snapshots:
        ledger = _take(ledger, snapshot, version, time)
    return replace(ledger, releases=(*ledger.releases, entry))


def _take(ledger: Ledger, snapshot: Snapshot, version: str, time: int) -> Ledger:
    def stamped(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, Entry]:
        times = {
            key: old[key]["time"] if key in old and old[key]["hash"] == entry["hash"] else time
            for key, entry in new.items()
        }
        return {**old, **{key: {**entry, "time": times[key]} for key, entry in new.items()}}

    def updated(guid: str, entry: Entry) -> str:
        """The version that changed the note: this one, an earlier one, or none."""
        old = ledger.notes.get(guid)
        return "" if old is None else str(old["updated"]) if old["hash"] == entry["hash"] else version

    ordinals = {key: {**ledger.ordinals.get(key, {}), **given} for key, given in snapshot.ordinals.items()}
    notes = {guid: {**entry, "updated": updated(guid, entry)} for guid, entry in snapshot.notes.items()}
    return replace(
        ledger,
        decks={**ledger.decks, **snapshot.decks},
        note_types=stamped(ledger.note_types, snapshot.note_types),
        media=stamped(ledger.media, snapshot.media),
        ordinals={**ledger.ordinals, **ordinals},
        notes=stamped(ledger.notes, notes),
    )


__all__ = [
    "Ledger",
    "Snapshot",
    "ledger_path",
    "ledger_problems",
    "ledger_text",
    "read_ledger",
    "release",
    "write_ledger",
]
