"""Deck -> an Anki package: notes as fields, pictures as media, times from the release ledger, the same bytes always."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import genanki

from handouts.approval.standing import DRAFT
from handouts.deck.cards import Deck, Note
from handouts.deck.decks import extra_deck, muscle_deck
from handouts.deck.extra import asked_in_words
from handouts.deck.fields import gap_names
from handouts.deck.filled import filled, filled_in_words
from handouts.deck.ledger import BEFORE_ALL, Ledger, Snapshot
from handouts.deck.note_types import (
    IMAGE_OCCLUSION,
    OCCLUSION_FIELDS,
    SORT_FIELD,
    NoteType,
    TypeKind,
    digest,
    note_types,
)
from handouts.drawing.svg import to_svg
from handouts.errors import HandoutsError
from handouts.style.braces import fill
from handouts.style.theme import Palette
from handouts.writing import write_whole

NAMESPACE = "handouts"
"""Part of every guid; never changes."""

UPDATE = "#Update"
"""Above the versions in Anki's list of tags, and at its top: `#Update::1.2.0`."""
PICTURE = re.compile(r'<img src="([^"]+)"')
LONGEST_NAME = 120


@dataclass(frozen=True)
class PackedNote:
    """A note as Anki has it: fields by name in the order of its note type, as HTML.

    `updated` is the version of the release that last changed it; it becomes a tag, so that learners find what changed.
    """

    guid: str
    key: str
    kind: TypeKind
    deck: str
    fields: Mapping[str, str]
    subjects: tuple[str, ...]
    retired: bool
    updated: str = ""

    @cached_property
    def digest(self) -> str:
        """Changes when anything that a learner has of the note changes; a field's name belongs to the note type."""
        data = [self.kind, list(self.fields.values()), self.subjects]
        return digest(json.dumps(data, ensure_ascii=False).encode())

    @property
    def tags(self) -> tuple[str, ...]:
        """What it is about, and the release that last changed it."""
        return (*self.subjects, *([f"{UPDATE}::{self.updated}"] if self.updated else []))


@dataclass(frozen=True)
class Package:
    """Everything that goes into a package file, and beside it the `extra` package, if it has any note.

    `decks` maps each deck's name to its description. The snapshot is of both packages.
    """

    lang: str
    notes: tuple[PackedNote, ...]
    note_types: Mapping[TypeKind, NoteType]
    media: Mapping[str, bytes]
    decks: Mapping[str, str]
    snapshot: Snapshot
    extra: Package | None = None


def pack(deck: Deck, templates: Sequence[Path], palette: Palette, ledger: Ledger) -> Package:
    """Turn a deck into what Anki holds. Raises HandoutsError when a template or a picture's name is wrong.

    Notes stand in learning order. A retired card is in it only for those who may have it: when it was released.
    """
    types = note_types(deck.words, templates)
    names, files = _media(deck, palette)
    ordinals: dict[str, Mapping[str, int]] = {}
    main: list[PackedNote] = []
    extra: list[PackedNote] = []
    for note in deck.notes:
        guid = guid_of(deck.lang, note.key)
        if note.retired and guid not in ledger.notes:
            continue
        key = f"{deck.lang}.{note.key}"
        given = _ordinals(note, key, ledger)
        if given is not None:
            ordinals[key] = given
        fields = filled(note, deck, names, given or {})
        main.append(_packed(types[note.kind], guid, key, note.deck, fields, note, ledger))
        for asked in asked_in_words(note):
            guid = guid_of(deck.lang, f"{note.key}.{asked.part}")
            if note.retired and guid not in ledger.notes:
                continue
            place = extra_deck(deck.words, "retired" if note.retired else asked.kind)
            fields = filled_in_words(note, asked, deck, names)
            extra.append(_packed(types[asked.kind], guid, f"{key}.{asked.part}", place, fields, note, ledger))
    snapshot = _snapshot(deck, [*main, *extra], types, files, ordinals)
    about = {
        muscle_deck(deck.words, muscle): _description(deck, name, ledger, snapshot)
        for name, muscle in deck.muscles.items()
    }
    about[deck.words.decks.root] = escape(deck.words.description.options)
    beside = {deck.words.decks.extra: escape(deck.words.description.extra)}
    second = _package(deck, extra, types, files, beside, snapshot) if extra else None
    return replace(_package(deck, main, types, files, about, snapshot), extra=second)


def guid_of(lang: str, key: str) -> str:
    """The guid of a note: of its language and its written key, so that words and order may change."""
    return str(genanki.guid_for(NAMESPACE, lang, key))


def _packed(
    kind: NoteType, guid: str, key: str, deck: str, fields: Mapping[str, str], note: Note, ledger: Ledger
) -> PackedNote:
    assert fields.keys() <= kind.fields.keys(), f"no such field: {sorted(fields.keys() - kind.fields.keys())}"
    in_order = {name: fields.get(name, "") for name in kind.fields}
    packed = PackedNote(guid, key, kind.kind, deck, in_order, note.tags, note.retired)
    return replace(packed, updated=ledger.updated_in(guid, packed.digest))


def _ordinals(note: Note, key: str, ledger: Ledger) -> Mapping[str, int] | None:
    """The number of each card of a note that has several, by what it asks for."""
    if note.kind == "occlusion":
        return ledger.ordinals_of(key, [mask.key for mask in note.masks])
    if note.kind == "cloze":
        return gap_names(note.words.text)
    return {"reverse": 2} if note.words.reverse else None


def _snapshot(
    deck: Deck,
    notes: Sequence[PackedNote],
    types: Mapping[TypeKind, NoteType],
    files: Mapping[str, bytes],
    ordinals: Mapping[str, Mapping[str, int]],
) -> Snapshot:
    return Snapshot(
        deck.lang,
        {n.guid: {"key": n.key, "kind": n.kind, "hash": n.digest, "retired": n.retired} for n in notes},
        {
            t.key: {
                "id": t.id,
                "fields": list(t.fields.values()),
                "templates": [page.template.id for page in t.pages],
                "hash": t.digest,
            }
            for t in types.values()
        },
        {name: {"hash": digest(files[name])} for name in shown(notes)},
        ordinals,
        {f"{deck.lang}.{key}": name for key, name in _deck_names(deck).items()},
        deck.complete,
    )


def _deck_names(deck: Deck) -> dict[str, str]:
    """The name of each deck by a written key, those of the extra package as well."""
    names = {f"extra.{name}": extra_deck(deck.words, name) for name in ("typed", "spoken", "retired")}
    return {**deck.decks, **names}


def _package(
    deck: Deck,
    notes: Sequence[PackedNote],
    types: Mapping[TypeKind, NoteType],
    files: Mapping[str, bytes],
    about: Mapping[str, str],
    snapshot: Snapshot,
) -> Package:
    """The notes with the note types, pictures and decks that they need, and no others."""
    kinds = {note.kind for note in notes}
    paths = [note.deck.split("::") for note in notes]
    above = {"::".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
    decks = dict.fromkeys(sorted(above), "") | dict(about)
    media = {name: files[name] for name in shown(notes)}
    used = {kind: each for kind, each in types.items() if kind in kinds}
    return Package(deck.lang, tuple(notes), used, media, decks, snapshot)


def shown(notes: Sequence[PackedNote]) -> list[str]:
    """The files that the notes show."""
    return sorted({name for note in notes for text in note.fields.values() for name in PICTURE.findall(text)})


def write_apkg(package: Package, path: Path, ledger: Ledger) -> Path:
    """Write the package as one .apkg file, whole or not at all. Raises HandoutsError when it cannot be written."""
    return write_whole(path, apkg_bytes(package, ledger))


def apkg_bytes(package: Package, ledger: Ledger) -> bytes:
    """The .apkg file: a zip of the collection, the media and their list, with fixed dates."""
    files = {"collection.anki2": _collection(package, ledger)}
    files["media"] = json.dumps({str(n): name for n, name in enumerate(package.media)}, ensure_ascii=False).encode()
    files.update((str(number), data) for number, data in enumerate(package.media.values()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


# --- what goes with the notes ----------------------------------------------------------------------------------


def _media(deck: Deck, palette: Palette) -> tuple[dict[str, str], dict[str, bytes]]:
    """File names by picture name, and files by file name: prefixed, and with the content's hash as its version."""
    used = {name for note in deck.notes for name in (note.front, note.back) if name}
    names: dict[str, str] = {}
    media: dict[str, bytes] = {}
    owners: dict[str, str] = {}
    for name in sorted(used):
        data = to_svg(deck.pictures[name], palette).encode()
        file = f"{NAMESPACE}-{name[:LONGEST_NAME]}-{digest(data)[:8]}.svg"
        if owners.setdefault(file.lower(), name) != name:
            raise HandoutsError(f"two pictures would be the file {file}: {owners[file.lower()]} and {name}")
        names[name], media[file] = file, data
    return names, media


def _description(deck: Deck, muscle_id: str, ledger: Ledger, snapshot: Snapshot) -> str:
    """Version, review, licence and what changed, shown under the deck's name; it updates on import."""
    muscle, words = deck.muscles[muscle_id], deck.words.description
    facts, changes = muscle.facts, ledger.changes(snapshot)
    pending = not ledger.releases or any(changes.values())
    if not pending:
        changes = ledger.releases[-1]
    standing = deck.standings.get(muscle_id, DRAFT)
    state = {"changed": words.changed, "expired": words.expired, "withdrawn": words.withdrawn}.get(
        standing.state, words.unreviewed
    )
    if standing.approved and standing.on and standing.until:
        on, following = standing.on.isoformat(), standing.until.isoformat()
        state = fill(words.reviewed, {"name": str(standing.reviewer), "on": on, "next": following})
    released = words.unreleased if pending else str(ledger.releases[-1]["version"])
    lines = [
        fill(words.about, {"muscle": muscle.words.name}),
        fill(words.version, {"version": facts.version, "release": released}),
        state,
        fill(words.changes, {name: str(changes[name]) for name in ("new", "changed", "retired")}),
        words.options,
        fill(words.licence, {"licence": facts.licence, "author": facts.author}),
    ]
    return "<br>".join(escape(line) for line in lines if line)


# --- genanki -------------------------------------------------------------------------------------------------


class Model(genanki.Model):  # type: ignore[misc]
    """A note type with its own time, Anki's image occlusion kind, and the fields each card needs written down."""

    def __init__(self, kind: NoteType, time: int) -> None:
        self.kind, self.time = kind, time
        fields: list[dict[str, Any]] = [{"name": name, "id": number} for name, number in kind.fields.items()]
        for entry in fields:
            if entry["name"] in kind.described:
                entry["description"] = kind.described[entry["name"]]
        if kind.kind == "occlusion":
            for index, entry in enumerate(fields[:OCCLUSION_FIELDS]):
                entry.update(tag=index, preventDeletion=index < OCCLUSION_FIELDS - 1)
        names = list(kind.fields)
        super().__init__(
            kind.id,
            kind.name,
            fields=fields,
            templates=[
                {
                    "name": page.template.name,
                    "id": page.template.id,
                    "qfmt": page.front,
                    "afmt": page.back,
                    "bqfmt": page.template.row[0],
                    "bafmt": page.template.row[1],
                }
                for page in kind.pages
            ],
            css=kind.css,
            model_type=self.CLOZE if kind.kind in ("cloze", "occlusion") else self.FRONT_BACK,
            sort_field_index=SORT_FIELD[kind.kind],
        )
        self.needs = [[n, "all", [names.index(page.template.needs)]] for n, page in enumerate(kind.pages)]

    @property
    def _req(self) -> list[list[Any]]:
        return self.needs

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """The note type in Anki's own notation."""
        data: dict[str, Any] = super().to_json(self.time, deck_id)
        if self.kind.kind == "occlusion":
            data["originalStockKind"] = IMAGE_OCCLUSION
        return data


class _Note(genanki.Note):  # type: ignore[misc]
    """A note with its own time."""

    time = 0

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:
        super().write_to_db(cursor, self.time, deck_id, id_gen)


def _collection(package: Package, ledger: Ledger) -> bytes:
    """The collection as an SQLite file. Its times are the ledger's and its ids count up from a fixed number."""
    models = {kind: Model(t, ledger.note_type_time(t.key, t.digest)) for kind, t in package.note_types.items()}
    decks = {name: genanki.Deck(_deck_id(name), name, text) for name, text in package.decks.items()}
    for position, note in enumerate(package.notes, 1):
        made = _Note(
            model=models[note.kind], fields=list(note.fields.values()), guid=note.guid, tags=note.tags, due=position
        )
        made.time = ledger.note_time(note.guid, note.digest)
        decks[note.deck].add_note(made)
    with closing(sqlite3.connect(":memory:")) as connection:
        numbers = itertools.count(BEFORE_ALL * 1000)
        genanki.Package(list(decks.values())).write_to_db(connection.cursor(), float(BEFORE_ALL), numbers)
        connection.commit()
        return connection.serialize()


def _deck_id(name: str) -> int:
    """Any number that is the deck's own: Anki finds decks by name, and numbers new ones itself."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") | 1 << 40


__all__ = ["Model", "Package", "PackedNote", "apkg_bytes", "guid_of", "pack", "shown", "write_apkg"]
