"""What was measured of each scene of people when it was drawn: `content/art/measures/<id>.json`.

Staging takes seconds a scene, judging what is remembered takes none. A record also says of which inputs it is, so that
a scene that was changed and not drawn again is found. Nothing here needs the body model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handouts.artwork.scenes.limits import Found
from handouts.artwork.scenes.scene import read_scene, read_table
from handouts.drawing.body import SURFACES
from handouts.files import data_dir
from handouts.writing import write_whole

FOLDER = "measures"
MEASURED = ("person", "closeup")
"""Kinds of scenes that are measured."""


@dataclass(frozen=True)
class Record:
    """What was measured of a scene, and of which inputs."""

    inputs: str
    measures: tuple[Found, ...]

    def text(self) -> str:
        """Return the file's text: one measure a line."""
        rows = ",\n".join(json.dumps(list(row)) for row in self.measures)
        return f'{{"inputs":"{self.inputs}","measures":[\n{rows}\n]}}\n'


def inputs_of(name: str, scenes_dir: Path) -> str:
    """Return the digest of all data that a scene is staged and drawn from: its merged table, grips and surfaces.

    Limits are not among them: they judge what was measured.
    """
    table = read_scene(name, scenes_dir)
    words = set(_words(table))
    files = {"grips": scenes_dir / "grips.toml", "surfaces": _surfaces_file(scenes_dir)}
    named = {key: {n: v for n, v in read_table(path).items() if n in words} for key, path in files.items()}
    text = json.dumps({"scene": table, **named}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _surfaces_file(scenes_dir: Path) -> Path:
    own = scenes_dir.parent / SURFACES
    return own if own.exists() else data_dir("content") / SURFACES


def _words(value: Any) -> Iterator[str]:
    """All texts in a table: among them are the names of the grips and surfaces that the scene uses."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _words(each)


def record_file(name: str, art_dir: Path) -> Path:
    """Return the file of a scene's record."""
    return art_dir / FOLDER / f"{name}.json"


def read_record(name: str, art_dir: Path) -> Record:
    """Read what was measured of a scene. Raises FileNotFoundError when the scene was never measured."""
    path = record_file(name, art_dir)
    if not path.exists():
        raise FileNotFoundError(f"{name}: {FOLDER}/{path.name} is missing: draw the scene, handouts artwork {name}.")
    found = json.loads(path.read_text(encoding="utf-8"))
    return Record(found["inputs"], tuple((row[0], row[1], float(row[2])) for row in found["measures"]))


def write_record(name: str, record: Record, art_dir: Path) -> Path:
    """Write what was measured of a scene."""
    path = record_file(name, art_dir)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(path, record.text().encode())


def check_inputs(name: str, scenes_dir: Path, record: Record) -> None:
    """Raise ValueError when the scene is no longer what was drawn and measured."""
    if record.inputs != inputs_of(name, scenes_dir):
        raise ValueError(
            f"{name}: the scene, a base, its grip or its surface was changed after it was drawn: "
            f"draw it again, handouts artwork {name}."
        )
