"""What a new muscle takes from another one: how that is built, what it shares by name, and no sentence of it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from handouts.author.schema import Schema, named_entries, schema
from handouts.author.toml import is_flat, list_text, table_text
from handouts.content.library import Library
from handouts.files import content_name, read_toml

COPIED = ("causes", "techniques", "dose", "guides", "addons", "notes", "certainty", "clinician")
"""What is taken: how it is built, and no sentence."""


class Rest(NamedTuple):
    """What stands in the files of a new muscle besides its places: lists with an entry a line, tables, and words."""

    lists: str
    facts: str
    words: str


def like_another(library: Library, like: str) -> Rest:
    """What is taken from another muscle: its facts of some kinds, and the keys of their words without the words.

    Raises HandoutsError when there is no such muscle, ContentError when its files cannot be read.
    """
    name, _ = library.find(like)
    folder = library.folder(name)
    facts, words = (read_toml(folder / file, content_name(folder / file)) for file in ("muscle.toml", "en.toml"))
    figures = [each for each in facts.get("figures", ()) if each.get("kind") == "scene" or "shared" in each]
    taken = {kind: facts[kind] for kind in COPIED if kind in facts} | ({"figures": figures} if figures else {})
    built = {kind: _without_claims(entries) for kind, entries in taken.items()}
    flat = {kind: entries for kind, entries in built.items() if kind != "figures" and is_flat(entries)}
    lists = [f"\n# --- as {name} is built: keep what fits this muscle; grades and sources are its own ---\n"]
    lists += [f"# TODO: {kind}\n{list_text(kind, entries)}" for kind, entries in flat.items()]
    parts = [f"\n# --- as {name} is built ---\n"]
    for kind in (each for each in built if each not in flat):
        parts.append(f"\n# TODO: {kind}: keep what fits this muscle; grades and sources are its own.")
        parts.append(table_text(kind, built[kind]))
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
    return Rest("\n".join(lists), "\n".join(parts), "".join(keys))


def _without_claims(entry: Any) -> Any:
    """How something is built, without the other muscle's sources; a grade is common practice until it is known."""
    if isinstance(entry, dict):
        if "shared" in entry:  # its grade is that of the shared one, whose sources it takes
            entry = {key: value for key, value in entry.items() if key != "evidence"}
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
