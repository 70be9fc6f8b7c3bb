"""The schemas of files of named tables: what muscles share, its lists, and the regions of the body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from handouts.content.model import (
    Area,
    AreaWords,
    Card,
    CardWords,
    Dose,
    Every,
    Facts,
    Icon,
    Position,
    Region,
    RegionWords,
    Source,
    Tool,
    ViewWords,
    Words,
)
from handouts.content.shared import DOSE, TICKS
from handouts.content.shared import KINDS as SHARED

Schema = dict[str, Any]
WORDS = "-words"
FILES: Mapping[str, str] = {
    **{f"shared-{kind}": f"shared/{kind}/facts.toml" for kind in (*SHARED, DOSE, "cards")},
    **{f"shared-{kind}{WORDS}": f"shared/{kind}/<lang>.toml" for kind in (*SHARED, TICKS, "cards")},
    **{kind: f"shared/{kind}.toml" for kind in ("sources", "tools", "positions", "icons")},
    **{kind: f"body/{kind}.toml" for kind in ("regions", "areas")},
    **{f"{kind}{WORDS}": f"body/{kind}/<lang>.toml" for kind in ("regions", "areas", "views")},
}
"""Which files each of them is of."""
MODELS: Mapping[str, type[BaseModel]] = {
    "sources": Source,
    "tools": Tool,
    "positions": Position,
    "icons": Icon,
    "regions": Region,
    "regions-words": RegionWords,
    "areas": Area,
    "areas-words": AreaWords,
    "views-words": ViewWords,
    "shared-cards": Card,
    "shared-cards-words": CardWords,
    "shared-dose": Dose,
}


def named_tables(kind: str) -> Schema:
    """The schema of a file in which each table has a name of the author's, and each is alike."""
    if kind in MODELS:
        made = MODELS[kind].model_json_schema()
        definitions = made.pop("$defs", {})
        _without_id(made)
        entry = made
    else:
        whole = (Words if kind.endswith(WORDS) else Facts).model_json_schema()
        definitions = whole.pop("$defs")
        entry = _entry(whole, definitions, kind)
    said = {"type": "object", "properties": {}, "additionalProperties": entry, "$defs": definitions}
    if kind == "regions":
        said["properties"] = {"every": Every.model_json_schema()}
    if kind in ("regions-words", "areas-words", "views-words"):
        said["properties"] = {"lang": {"type": "string", "description": "The language, as the file is called: `en`."}}
    return said


def _entry(whole: Schema, definitions: Schema, kind: str) -> Any:
    """What a table of a shared file may say: all that an item of a muscle may, or a part of it."""
    name = kind.removeprefix("shared-").removesuffix(WORDS)
    *above, last = SHARED.get(name, ("clinician", name))
    for step in above:
        whole = definitions[next(_references(whole["properties"][step]))]
    node = whole["properties"][last]
    entry = node["items"] if "items" in node else next(iter(node.get("patternProperties", {}).values()), None)
    entry = entry or node["additionalProperties"]
    for reference in _references(entry):
        _without_id(definitions[reference])
        definitions[reference].pop("required", None)
    entry.pop("discriminator", None)
    return entry


def _without_id(table: Schema) -> None:
    """The name of a table is its id."""
    table.get("properties", {}).pop("id", None)
    if "required" in table:
        table["required"] = [key for key in table["required"] if key != "id"]


def _references(node: Any) -> Iterator[str]:
    """The tables that a value is, or may be."""
    for each in (node, *node.get("oneOf", ()), *node.get("anyOf", ())):
        if "$ref" in each:
            yield each["$ref"].removeprefix("#/$defs/")
