"""The schema of content files: what is packaged keeps to it, and a mistake is found while it is typed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from handouts.author.page import page_of_keys
from handouts.author.schema import KINDS, NAMES, as_json, schema
from handouts.author.schema_shared import FILES as TABLES
from handouts.content.library import Library
from handouts.files import data_dir

jsonschema = pytest.importorskip("jsonschema", reason="the schema is tried with the package jsonschema")
CONTENT = data_dir("content")
PROJECT = Path(__file__).parents[2]


def kind_of(path: Path) -> str:
    if path.parent.parent.name == "muscles":
        return {"muscle.toml": "muscle", "trace.toml": "trace"}.get(path.name, "words")
    if path.parent.parent.name == "shared":
        return f"shared-{path.parent.name}" + ("" if path.name == "facts.toml" else "-words")
    if path.parent.name in ("shared", "body"):
        return path.stem
    if path.parent.parent.name == "body":
        return f"{path.parent.name}-words"
    return "safety" if path.name == "module.toml" else "safety-words"


FILES = sorted(
    path
    for pattern in ("muscles/*/*", "safety/*/*", "shared/*/*", "shared/*", "body/*/*", "body/regions", "body/areas")
    for path in CONTENT.glob(f"{pattern}.toml")
)


def faults(kind: str, said: dict[str, Any], library: Library | None = None) -> list[str]:
    """What a JSON Schema validator finds; dates are written as an editor sees them."""
    validator = jsonschema.Draft202012Validator(schema(kind, library))
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(json.loads(as_text(said)))]


def as_text(said: dict[str, Any]) -> str:
    return json.dumps(said, default=str)


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_packaged_file_keeps_to_the_schema(path: Path, library: Library) -> None:
    assert faults(kind_of(path), read(path), library) == []


@pytest.mark.parametrize("kind", [*KINDS, *TABLES])
def test_every_schema_is_one(kind: str, library: Library) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind, library))


def test_a_misspelt_key_is_found(library: Library) -> None:
    said = read(CONTENT / "muscles/gastrocnemius/muscle.toml")
    said["trigger_points"][0]["zones"][0]["ovl"] = [0, 0, 1, 1]
    found = faults("muscle", said, library)
    assert len(found) == 1
    assert "ovl" in found[0]
    assert "trigger_points[0].zones[0]" in found[0]


@pytest.mark.parametrize("key", ["region", "safety", "frame"])
def test_a_name_that_the_library_does_not_know_is_found(key: str, library: Library) -> None:
    said = read(CONTENT / "muscles/gastrocnemius/muscle.toml")
    where = said["trigger_points"][0] if key == "frame" else said
    where[key] = ["nowhere"] if key == "safety" else "nowhere"
    assert [fault for fault in faults("muscle", said, library) if "nowhere" in fault]


def test_a_source_may_be_new(library: Library) -> None:
    said = read(CONTENT / "muscles/gastrocnemius/muscle.toml")
    said["symptoms"][0]["sources"] = ["nobody-2031"]
    assert faults("muscle", said, library) == []


def test_a_source_that_is_known_is_offered(library: Library) -> None:
    assert "simons-travell" in as_json(schema("muscle", library))


def test_what_is_shared_is_offered_where_it_may_be_taken(library: Library) -> None:
    made = schema("muscle", library)["$defs"]
    offered = {
        name: json.dumps(made[each["properties"]["shared"]["$ref"].removeprefix("#/$defs/")])
        for name, each in made.items()
        if "$ref" in each.get("properties", {}).get("shared", {})
    }
    assert "heel-stroke" in offered["Technique"]
    assert "heel-stroke" not in offered["Guide"]
    assert "start-low" in offered["Note"]
    assert "usual" in offered["Dose"]


def test_a_misspelt_key_of_a_shared_file_is_found(library: Library) -> None:
    said = read(CONTENT / "shared/techniques/facts.toml")
    said["roller"]["tol"] = "roller"
    assert [fault for fault in faults("shared-techniques", said, library) if "tol" in fault]
    regions = read(CONTENT / "body/regions.toml")
    regions["lower-leg"]["vews"] = []
    assert [fault for fault in faults("regions", regions, library) if "vews" in fault]


def test_every_key_is_explained() -> None:
    for kind in (*KINDS, *TABLES):
        made = schema(kind)
        for table in [made, *made["$defs"].values()]:
            silent = [key for key, node in table.get("properties", {}).items() if not node.get("description")]
            assert silent == [], (kind, table.get("title"))


@pytest.mark.parametrize("kind", [name for name in NAMES if name.startswith("scene-")])
def test_a_scene_has_a_schema_that_finds_a_misspelt_key(kind: str) -> None:
    pytest.importorskip("shapely", reason="schemas of scenes need the extra [artwork]")
    assert faults(kind, {"kind": kind.removeprefix("scene-"), "base": "roller_normal"}) == []
    assert faults(kind, {"kidn": kind.removeprefix("scene-")})


def test_the_page_about_keys_is_made_from_the_schema() -> None:
    same = (PROJECT / "docs/muscle.md").read_text("utf-8") == page_of_keys()
    assert same, "a key or its explanation has changed: handouts schema --page docs/muscle.md"
