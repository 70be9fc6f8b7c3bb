"""The files of a new muscle: they can be made into a handout at once, and say at each place what to write."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from handouts.author.schema import ENDING, Schema, named_entries, schema, write_schemas
from handouts.author.toml import table_text
from handouts.content.library import Library
from handouts.content.model import Region
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Point
from handouts.errors import HandoutsError, likely
from handouts.files import content_name, read_text, read_toml
from handouts.style.choices import PERSONS
from handouts.writing import write_whole

SCHEMAS = ".schema"
"""The folder of a content folder that has the schemas."""
ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
COPIED = ("causes", "techniques", "dose", "guides", "addons", "notes", "certainty", "clinician")
"""What a muscle that is like another one takes from it: how it is built, and no sentence."""
LONGEST_TEMPLATE = 1 << 16


def new_muscle(
    muscle: str, region: str, library: Library, templates: tuple[Path, ...], folder: Path, day: date, like: str = ""
) -> list[Path]:
    """Write the files of a new muscle, and the schemas for the editor, into a content folder.

    Raises HandoutsError for an id that is none or is taken, for a region or a model that does not exist.
    """
    if not ID.fullmatch(muscle):
        raise HandoutsError(f"{muscle!r} is no id: small letters, digits and hyphens, such as tibialis-anterior")
    target = folder / "muscles" / muscle
    if muscle in library.facts or os.path.lexists(target):
        raise HandoutsError(f"{muscle} is there already: choose another id, or write in its files")
    if region not in library.regions.by_id:
        known = ", ".join(sorted(library.regions.by_id))
        raise HandoutsError(f"no region {region!r}{likely(region, library.regions.by_id)} (there is: {known})")
    facts, words = _texts(muscle, region, library, templates, day, like)
    written = [write_whole(target / "muscle.toml", facts.encode()), write_whole(target / "en.toml", words.encode())]
    write_schemas(folder / SCHEMAS, library, ("muscle", "words"))
    return written


def _texts(
    muscle: str, region: str, library: Library, templates: tuple[Path, ...], day: date, like: str
) -> tuple[str, str]:
    about = library.regions.by_id[region]
    views = [(name.replace("_", "-"), name) for name in about.views]
    frame, place, oval = _first_place(library, about)
    values = {
        "id": muscle,
        "region": region,
        "today": day.isoformat(),
        "schema": f"../../{SCHEMAS}/muscle{ENDING}",
        "words_schema": f"../../{SCHEMAS}/words{ENDING}",
        "safety": _list([*_modules(library, about)]),
        "frame": frame,
        "at": _list(place),
        "oval": _list(oval),
        "views": "\n".join(f'    {{ id = "{name}", art = "{art}" }},' for name, art in views),
        "view_words": "\n".join(f'{name} = "TODO: what this view is called"' for name, _ in views),
    }
    facts, words = (Template(_template(templates, name)).substitute(values) for name in ("muscle", "en"))
    if like:
        more, said = _like(library, like)
        return facts + more, words + said
    return facts + _template(templates, "muscle-rest"), words + _template(templates, "en-rest")


def _template(templates: tuple[Path, ...], name: str) -> str:
    path = next(path for folder in templates if (path := folder / "new" / f"{name}.toml").is_file())
    return read_text(path, f"templates/new/{name}.toml", LONGEST_TEMPLATE)


def _list(values: Any) -> str:
    return "[" + ", ".join(f'"{each}"' if isinstance(each, str) else f"{each:g}" for each in values) + "]"


def _modules(library: Library, region: Region) -> Iterator[str]:
    """The safety modules that every muscle of the region needs, each once."""
    needs = (*region.safety, *library.regions.every, region.massage)
    yield from dict.fromkeys(need.partition(".")[0] for need in needs)


# --- a first place -------------------------------------------------------------------------------------------


def _first_place(library: Library, region: Region) -> tuple[str, Point, tuple[float, ...]]:
    """A surface, and a place and an oval on it that the first view shows on every body, in the middle of the view."""
    drawings = [library.art.drawing(region.views[0], person) for person in PERSONS]
    found = [each for name in drawings[0].frames for each in _places(name, drawings)]
    if not found:
        raise HandoutsError(f"the view {region.views[0]!r} shows no place on the body")
    _, frame, place = min(found)
    wide = drawings[0].frames[frame].body.edge or 10.0
    return frame, place, (*place, 0.04, round(wide, 1))


def _places(name: str, drawings: list[Drawing]) -> Iterator[tuple[float, str, Point]]:
    """Places on a surface that all the drawings show, each with its distance from the middle of the first."""
    first = drawings[0]
    frame = first.frames[name]
    for along in frame.along:
        span = frame.span(along)
        if span is None:
            continue
        place = (round(along, 2), round((span[0] + span[1]) / 2, 1))
        if all(name in each.frames and each.frames[name].shows(place) for each in drawings):
            x, y = frame.place(*place)
            yield (x / first.width - 0.5) ** 2 + (y / first.height - 0.5) ** 2, name, place


# --- like another one ----------------------------------------------------------------------------------------


def _like(library: Library, like: str) -> tuple[str, str]:
    """What is taken from another muscle: its facts of some kinds, and the keys of their words without the words.

    Raises HandoutsError when there is no such muscle, ContentError when its files cannot be read.
    """
    name, _ = library.find(like)
    folder = library.folder(name)
    facts, words = (read_toml(folder / file, content_name(folder / file)) for file in ("muscle.toml", "en.toml"))
    figures = [each for each in facts.get("figures", ()) if each.get("kind") == "scene" or "shared" in each]
    taken = {kind: facts[kind] for kind in COPIED if kind in facts} | ({"figures": figures} if figures else {})
    parts = [f"\n# --- as {name} is built ---\n"]
    for kind, entries in taken.items():
        parts.append(f"\n# TODO: {kind}: keep what fits this muscle; grades and sources are its own.")
        parts.append(table_text(kind, _without_claims(entries)))
    drawn = {each.get("id") for each in figures}
    said = {kind: words[kind] for kind in (*COPIED, "fill") if kind in words}
    said["figures"] = {key: entry for key, entry in words.get("figures", {}).items() if key in drawn}
    said["clinician"] = {key: entry for key, entry in words.get("clinician", {}).items() if key != "trigger_points"}
    if "fill" in said:  # they stand within sentences
        said["fill"] = {key: f"TODO {key}" for key in said["fill"]}
    made = schema("words")
    keys = [
        table_text(
            kind, said[kind] if kind == "fill" else _to_write(said[kind], made["properties"].get(kind, {}), made)
        )
        for kind in said
    ]
    return "\n".join(parts), "".join(keys)


def _without_claims(entry: Any) -> Any:
    """How something is built, without the other muscle's sources; a grade is common practice until it is known."""
    if isinstance(entry, dict):
        kept = {key: _without_claims(value) for key, value in entry.items() if key != "sources"}
        return kept | ({"evidence": "practice"} if "evidence" in kept else {})
    return [_without_claims(each) for each in entry] if isinstance(entry, list) else entry


def _to_write(said: Any, node: Schema, made: Schema, hint: str = "") -> Any:
    """The same keys, and at each what is to be written there, as the schema explains it."""
    hint = node.get("description", "") or hint
    node = made["$defs"].get(node.get("$ref", "").removeprefix("#/$defs/"), node)
    if isinstance(said, dict):
        inside, entries = node.get("properties", {}), named_entries(node)
        return {key: _to_write(each, inside.get(key, entries), made, hint) for key, each in said.items()}
    if isinstance(said, list):
        return [_to_write(each, {}, made, hint) for each in said]
    return f"TODO: {_plain(hint)}{_braces(said)}"


def _plain(hint: str) -> str:
    """The first sentence of an explanation, without marks."""
    first = re.split(r"[.:] |[.:]$", re.sub(r"[`\[\]]|( each)?, by id", "", hint))[0]
    return first or "write this"


def _braces(text: str) -> str:
    """The names that the text of the other muscle has filled in: this one may need them too."""
    names = dict.fromkeys(re.findall(r"\{(\w+)\}", text))
    return f"; it may have {' and '.join(f'{{{name}}}' for name in names)}" if names else ""
