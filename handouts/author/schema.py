"""The JSON Schema of content files: what an editor completes and checks while somebody types.

It is made from the content model, whose keys are explained where they are declared. What a library knows by name
(surfaces, regions, safety modules, drawings, sources) is offered; names that an author may add are not demanded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from handouts.artwork.scenes.run import KINDS as SCENES
from handouts.artwork.scenes.run import scene_class
from handouts.author.schema_shared import FILES, named_tables
from handouts.content.library import Library
from handouts.content.model import Facts, SafetyFacts, SafetyLanguage, Trace, Words
from handouts.content.shared import KINDS as SHARED
from handouts.errors import HandoutsError, likely
from handouts.writing import write_whole

SCENE = "scene-"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENDING = ".schema.json"
Schema = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of content file: what it may say, and which files these are."""

    model: type[BaseModel]
    files: str


KINDS: Mapping[str, Kind] = {
    "muscle": Kind(Facts, "muscles/<id>/muscle.toml"),
    "words": Kind(Words, "muscles/<id>/<lang>.toml"),
    "trace": Kind(Trace, "muscles/<id>/trace.toml"),
    "safety": Kind(SafetyFacts, "safety/<id>/module.toml"),
    "safety-words": Kind(SafetyLanguage, "safety/<id>/<lang>.toml"),
}
"""Every kind of file about muscles that has a schema, by the name it is asked for; then come those of scenes."""
NAMES = (*KINDS, *FILES, *(f"{SCENE}{kind}" for kind in SCENES))


def schema(kind: str, library: Library | None = None) -> Schema:
    """The JSON Schema of a kind of content file, with the names that a library knows.

    Raises HandoutsError for a kind that does not exist, or a scene's when the extra for drawing is not installed.
    """
    if kind not in NAMES:
        raise HandoutsError(f"no schema {kind!r}{likely(kind, NAMES)} (there is: {', '.join(NAMES)})")
    made = {"$schema": DIALECT, **_made(kind)}
    plain(made)
    if library:
        _offer(made, library)
    return made


def _made(kind: str) -> Schema:
    if kind in FILES:
        return named_tables(kind)
    return _of_model(kind) if kind in KINDS else _of_scene(kind.removeprefix(SCENE))


def plain(made: Schema) -> Schema:
    """A schema of pydantic's as people read it."""
    for table in tables(made):
        _without_null(table)
        _plainer(table)
    return made


def _of_model(kind: str) -> Schema:
    made = KINDS[kind].model.model_json_schema()
    for table in tables(made):
        _completed_by_shared(table)
        if kind == "words":
            _left_to_shared(table)
    figures = made.get("properties", {}).get("figures", {}).get("items", {})
    if "oneOf" in figures:  # one that is shared has its kind there
        figures["anyOf"] = figures.pop("oneOf")
        figures.pop("discriminator", None)
    return made


def _of_scene(kind: str) -> Schema:
    """A scene may leave out whatever its base says, so nothing in it is demanded."""
    try:
        made = TypeAdapter(scene_class(kind)).json_schema()
    except FileNotFoundError as error:
        raise HandoutsError(str(error)) from error
    for table in tables(made):
        table.pop("required", None)
        table["additionalProperties"] = False
    base = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    about = "The scene or the scenes that this one is a copy of but for what it says itself; the last one wins."
    made["properties"] = {"base": {**base, "description": about}, **made["properties"]}
    return made


def tables(made: Schema) -> Iterator[Schema]:
    """Every table that a schema describes, the file itself first."""
    yield from [made] if "properties" in made else []
    yield from (each for each in made.get("$defs", {}).values() if "properties" in each)


def named_entries(node: Schema) -> Schema:
    """What each entry of a table is whose keys are names of the author's; nothing for other tables."""
    entries = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    return next((each for each in entries if isinstance(each, dict)), {})


def write_schemas(folder: Path, library: Library, kinds: Sequence[str] = ()) -> list[Path]:
    """Write the schemas (none named: all) into a folder, one file each. Raises HandoutsError, OSError."""
    made = {folder / f"{kind}{ENDING}": as_json(schema(kind, library)) for kind in kinds or NAMES}
    return [write_whole(path, text.encode()) for path, text in made.items()]


def as_json(made: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _without_null(table: Schema) -> None:
    """TOML has no null: a key that may be missing is left out, so an editor need not offer it."""
    for key, node in table["properties"].items():
        choices = [each for each in node.get("anyOf", ()) if each != {"type": "null"}]
        if len(choices) == 1 and len(choices) < len(node["anyOf"]):
            kept = {name: value for name, value in node.items() if name not in ("anyOf", "default")}
            table["properties"][key] = {**choices[0], **kept}


def _plainer(table: Schema) -> None:
    """Explanations without the line breaks of the source, and no titles that repeat a key."""
    for node in (table, *table["properties"].values()):
        if "description" in node:
            node["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", node["description"])
    for node in table["properties"].values():
        node.pop("title", None)


def _completed_by_shared(table: Schema) -> None:
    """A table that names a shared one need not say what that says."""
    if "shared" in table["properties"] and (needed := table.pop("required", [])):
        table["anyOf"] = [{"required": ["shared"]}, {"required": needed}]


def _left_to_shared(table: Schema) -> None:
    """Words of an item may all be shared: only the texts of the file itself are needed."""
    needed = table.pop("required", [])
    if "lang" in needed:
        table["required"] = [key for key in needed if table["properties"][key].get("type") == "string"]


# --- names that a library knows ------------------------------------------------------------------------------


def _offer(made: Schema, library: Library) -> None:
    """Put the names that a library knows where they are meant."""
    definitions = made.setdefault("$defs", {})
    for place, names in _known(library).items():
        definition = f"known-{place.removeprefix('*.')}"
        for table in list(tables(made)):
            for key, node in table["properties"].items():
                if names and (place == f"{table.get('title')}.{key}" or place == f"*.{key}"):
                    inside = node.get("items", node)
                    definitions.setdefault(definition, _choice(inside, sorted(names), place in CLOSED))
                    for form in ("type", "pattern", "minLength"):
                        inside.pop(form, None)
                    inside["$ref"] = f"#/$defs/{definition}"


CLOSED = {"Zone.frame", "TriggerPoint.frame", "Facts.region", "Facts.safety", "Technique.under"}
"""Keys whose names all stand in a library already. Others, such as sources, an author adds to."""


def _choice(node: Schema, names: list[str], closed: bool) -> Schema:
    """The names as all that a value can be, or as what is offered beside any other of the right form."""
    if closed:
        return {"enum": names}
    form = {key: node[key] for key in ("type", "pattern", "minLength") if key in node}
    return {"anyOf": [{"enum": names}, form]}


def _known(library: Library) -> dict[str, set[str]]:
    """The names that a library knows, by the table and the key where they are meant."""
    frames = set(library.art.surfaces())
    art = library.art.names()
    shown = {name for name in art if not name.endswith("_f")}
    return {
        "TriggerPoint.frame": frames,
        "Zone.frame": frames,
        "Facts.region": set(library.regions.by_id),
        "Facts.safety": set(library.safety),
        "Technique.under": set(library.regions.by_id),
        "Facts.sisters": set(library.facts),
        "*.art": shown,
        "*.sources": set(library.lists.sources),
        "Technique.tool": set(library.lists.tools),
        "Technique.position": set(library.lists.positions),
        "Cause.icon": set(library.lists.icons),
        **{f"{table}.shared": names for table, names in _shared(library).items()},
    }


SHAREABLE = {"functions": "Function", "causes": "Cause", "techniques": "Technique", "guides": "Guide"}
SHAREABLE |= {"addons": "Addon", "notes": "Note"}
"""The tables whose items may be shared, where they are not simply a Shareable."""


def _shared(library: Library) -> dict[str, set[str]]:
    """The names of what muscles share, by the table that may take it."""
    names: dict[str, set[str]] = {}
    for kind in SHARED:
        for table in FIGURES if kind == "figures" else (SHAREABLE.get(kind, "Shareable"),):
            names.setdefault(table, set()).update(library.lists.shared.facts(kind))
    return names | {"Dose": set(library.lists.shared.facts("dose"))}


FIGURES = ("PainMap", "Labelled", "Marked", "Scene")
