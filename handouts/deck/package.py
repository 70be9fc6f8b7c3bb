"""Deck -> an Anki package: notes as fields, pictures as media, times from the release ledger, the same bytes always."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import genanki

from handouts.approval.standing import DRAFT
from handouts.deck.cards import Deck, Kind, Note, short_citation
from handouts.deck.decks import muscle_deck
from handouts.deck.fields import cloze_html, gap_names, image_html, mask_html, to_html
from handouts.deck.ledger import BEFORE_ALL, Ledger, Snapshot
from handouts.deck.note_types import IMAGE_OCCLUSION, OCCLUSION_FIELDS, SORT_FIELD, NoteType, digest, note_types
from handouts.drawing.svg import to_svg
from handouts.errors import HandoutsError
from handouts.style.braces import fill
from handouts.style.theme import Palette
from handouts.writing import write_whole

NAMESPACE = "handouts"
"""Part of every guid; never changes."""

LONGEST_NAME = 120


@dataclass(frozen=True)
class PackedNote:
    """A note as Anki has it: fields by name in the order of its note type, as HTML."""

    guid: str
    key: str
    kind: Kind
    deck: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    retired: bool

    @cached_property
    def digest(self) -> str:
        """Changes when anything that a learner has of the note changes; a field's name belongs to the note type."""
        data = [self.kind, list(self.fields.values()), self.tags]
        return digest(json.dumps(data, ensure_ascii=False).encode())


@dataclass(frozen=True)
class Package:
    """Everything that goes into a package file. `decks` maps each deck's name to its description."""

    lang: str
    notes: tuple[PackedNote, ...]
    note_types: Mapping[Kind, NoteType]
    media: Mapping[str, bytes]
    decks: Mapping[str, str]
    snapshot: Snapshot


def pack(deck: Deck, templates: Sequence[Path], palette: Palette, ledger: Ledger) -> Package:
    """Turn a deck into what Anki holds. Raises HandoutsError when a template or a picture's name is wrong."""
    types = note_types(deck.words, templates)
    names, media = _media(deck, palette)
    ordinals: dict[str, Mapping[str, int]] = {}
    packed = []
    for note in deck.notes:
        key = f"{deck.lang}.{note.key}"
        if note.kind == "occlusion":
            ordinals[key] = ledger.ordinals_of(key, [mask.key for mask in note.masks])
        elif note.kind == "cloze":
            ordinals[key] = gap_names(note.words.text)
        elif note.words.reverse:
            ordinals[key] = {"reverse": 2}
        fields = _fields(note, deck, names, ordinals.get(key, {}))
        in_order = {name: fields.pop(name, "") for name in types[note.kind].fields}
        assert not fields, f"no such field: {sorted(fields)}"
        guid = genanki.guid_for(NAMESPACE, deck.lang, note.key)
        packed.append(PackedNote(guid, key, note.kind, note.deck, in_order, note.tags, note.retired))
    snapshot = Snapshot(
        deck.lang,
        {n.guid: {"key": n.key, "kind": n.kind, "hash": n.digest, "retired": n.retired} for n in packed},
        {
            t.key: {
                "id": t.id,
                "fields": list(t.fields.values()),
                "templates": [page.template.id for page in t.pages],
                "hash": t.digest,
            }
            for t in types.values()
        },
        {name: {"hash": digest(data)} for name, data in media.items()},
        ordinals,
        {f"{deck.lang}.{key}": name for key, name in deck.decks.items()},
        deck.complete,
    )
    decks = dict.fromkeys(sorted(deck.decks.values()), "")
    decks.update(
        (muscle_deck(deck.words, muscle), _description(deck, name, ledger, snapshot))
        for name, muscle in deck.muscles.items()
    )
    return Package(deck.lang, tuple(packed), types, media, decks, snapshot)


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


# --- fields --------------------------------------------------------------------------------------------------


def _fields(note: Note, deck: Deck, names: Mapping[str, str], ordinals: Mapping[str, int]) -> dict[str, str]:
    """The fields of a note by name; those that stay empty are left out."""
    words, asked = deck.words, note.words
    notices = [words.labels.retired] if note.retired else []
    notices += [words.labels.contested] if note.grade == "contested" else []
    fields = {
        "Key": to_html(note.key),
        "Muscle": to_html(note.muscle),
        "Topic": to_html(words.topics[note.topic]),
        "Style": f"topic-{note.topic} grade-{note.grade}",
        "Hint": to_html(asked.hint),
        "Extra": to_html(asked.extra),
        "Notice": to_html("\n".join(notices)),
        "Evidence": to_html(words.evidence[note.grade]),
        "Source": to_html("; ".join(map(short_citation, note.sources))),
    }

    def image(name: str | None, answered: bool) -> str:
        """A picture; before the answer its title is all that is said of it."""
        if name is None:
            return ""
        figure = deck.pictures[name]
        return image_html(names[name], figure.alt if answered else figure.title)

    if note.kind == "question":
        fields["Question"], fields["Answer"] = to_html(asked.question), to_html(asked.answer)
        fields["Reverse Question"] = to_html(asked.reverse)
        fields["Picture"], fields["Answer Picture"] = image(note.front, False), image(note.back, True)
        fields["Legend"] = "map" if note.legend else ""
    elif note.kind == "cloze":
        fields["Text"], fields["Answer Picture"] = cloze_html(asked.text), image(note.back, True)
    else:
        assert note.front is not None
        figure = deck.pictures[note.front]
        masks = (mask_html(ordinals[mask.key], mask.boxes, figure) for mask in note.masks)
        fields["Occlusion"], fields["Image"] = "<br>".join(masks), image(note.front, False)
        fields["Header"], fields["Back Extra"] = to_html(asked.question), to_html(asked.answer)
    return fields


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


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with its own time, Anki's image occlusion kind, and the fields each card needs written down."""

    def __init__(self, kind: NoteType, time: int) -> None:
        self.kind, self.time = kind, time
        fields: list[dict[str, Any]] = [{"name": name, "id": number} for name, number in kind.fields.items()]
        if kind.kind == "occlusion":
            for index, entry in enumerate(fields[:OCCLUSION_FIELDS]):
                entry.update(tag=index, preventDeletion=index < OCCLUSION_FIELDS - 1)
        names = list(kind.fields)
        super().__init__(
            kind.id,
            kind.name,
            fields=fields,
            templates=[
                {"name": page.template.name, "id": page.template.id, "qfmt": page.front, "afmt": page.back}
                for page in kind.pages
            ],
            css=kind.css,
            model_type=self.FRONT_BACK if kind.kind == "question" else self.CLOZE,
            sort_field_index=SORT_FIELD[kind.kind],
        )
        self.needs = [[n, "all", [names.index(page.template.needs)]] for n, page in enumerate(kind.pages)]

    @property
    def _req(self) -> list[list[Any]]:
        return self.needs

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
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
    models = {kind: _Model(t, ledger.note_type_time(t.key, t.digest)) for kind, t in package.note_types.items()}
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


__all__ = ["Package", "PackedNote", "apkg_bytes", "pack", "write_apkg"]
