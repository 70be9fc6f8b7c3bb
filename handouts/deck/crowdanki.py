"""An Anki package as the folder that the add-on CrowdAnki reads: one JSON file, the pictures, and whose each field is.

The add-on finds decks, note types and deck options by a uuid and notes by their guid. A field that its import settings
call personal is the learner's: an update leaves it alone, which no .apkg can ask for. Whether Anki plans with FSRS is
a setting of the whole collection, which a deck cannot bring; the options carry what FSRS aims at.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from handouts.deck.note_types import OWN
from handouts.deck.package import Model, Package, PackedNote, shown

NAMESPACE = uuid.UUID("6f6b7f0e-52b5-5d0c-9d53-0b9f6a4f8f21")
"""Of every uuid here; never changes."""
RETENTION = 0.9
"""The share of reviews that FSRS aims to be right."""
NOT_WRITTEN = ("id", "mod", "usn", "did")
"""What belongs to a collection and not to a note type."""


def crowdanki_files(package: Package) -> dict[str, bytes]:
    """`deck.json`, `import_config.yaml` and `media/`."""
    files = {
        "deck.json": json.dumps(_root(package), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n",
        "import_config.yaml": _import_config(package).encode(),
    }
    files.update((f"media/{name}", data) for name, data in package.media.items())
    return files


def _uuid(package: Package, *names: str) -> str:
    """The same for the same thing in every release: of its language and its frozen name."""
    return str(uuid.uuid5(NAMESPACE, "/".join((package.lang, *names))))


def _root(package: Package) -> dict[str, Any]:
    """The deck of everything, with note types and deck options."""
    (name,) = {deck.split("::")[0] for deck in package.decks}
    return _deck(package, name) | {
        "deck_configurations": [_options(package, name)],
        "note_models": [_note_model(package, kind) for kind in package.note_types],
    }


def _deck(package: Package, name: str) -> dict[str, Any]:
    """A deck and those inside it, in the order of their names, which is that of learning."""
    notes = [note for note in package.notes if note.deck == name]
    inside = sorted({"::".join(deck.split("::")[: name.count("::") + 2]) for deck in package.decks if _in(deck, name)})
    return {
        "__type__": "Deck",
        "children": [_deck(package, child) for child in inside],
        "crowdanki_uuid": _uuid(package, "deck", name),
        "deck_config_uuid": _uuid(package, "options"),
        "deck_configurations": [],
        "desc": package.decks.get(name, ""),
        "dyn": 0,
        "extendNew": 0,
        "extendRev": 0,
        "media_files": shown(notes),
        "name": name.rpartition("::")[2],
        "note_models": [],
        "notes": [_note(package, note) for note in notes],
    }


def _in(deck: str, name: str) -> bool:
    return deck.startswith(f"{name}::")


def _note(package: Package, note: PackedNote) -> dict[str, Any]:
    return {
        "__type__": "Note",
        "fields": list(note.fields.values()),
        "guid": note.guid,
        "note_model_uuid": _uuid(package, "note type", note.kind),
        "tags": list(note.tags),
    }


def _note_model(package: Package, kind: Any) -> dict[str, Any]:
    written: Mapping[str, Any] = Model(package.note_types[kind], 0).to_json(0, 0)
    own = {key: value for key, value in written.items() if key not in NOT_WRITTEN}
    return own | {"__type__": "NoteModel", "crowdanki_uuid": _uuid(package, "note type", kind)}


def _options(package: Package, name: str) -> dict[str, Any]:
    """Deck options: cards of one note never on one day, and new cards in the order of the deck."""
    return {
        "__type__": "DeckConfig",
        "crowdanki_uuid": _uuid(package, "options"),
        "name": name,
        "autoplay": True,
        "buryInterdayLearning": True,
        "desiredRetention": RETENTION,
        "dyn": False,
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
        "maxTaken": 60,
        "new": {
            "bury": True,
            "delays": [1.0, 10.0],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "newGatherPriority": 0,
        "newSortOrder": 0,
        "replayq": True,
        "rev": {"bury": True, "ease4": 1.3, "hardFactor": 1.2, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200},
        "timer": 0,
    }


def _import_config(package: Package) -> str:
    """The add-on's import window starts with these choices. It is YAML, of which JSON is a part."""
    kinds = {kind.name: {"personal_fields": [OWN]} for kind in package.note_types.values()}
    choices = {"import_message": "", "note_models": kinds, "suggest_tag_imported_cards": False}
    return json.dumps(choices, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


__all__ = ["crowdanki_files"]
