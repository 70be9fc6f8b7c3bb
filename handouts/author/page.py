"""docs/muscle.md: every key of a content file and what it means, made from the schema."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from handouts.author.schema import KINDS, Schema, named_entries, plain, schema
from handouts.content.model import Item

HEAD = """\
# What the files of a muscle may say

Made from the content model by `handouts schema --page docs/muscle.md`; do not write here. `handouts new` makes files
to begin with, and an editor that knows JSON Schema shows the same explanations while you type
([CONTRIBUTING](../CONTRIBUTING.md)).

The files are TOML: `key = value`, text in quotation marks, lists in square brackets, remarks after `#`. `[name]`
begins a table, `[[name]]` one more entry of a list of tables. What must be there is marked; the rest may be left out.
A *name* has small letters, digits and hyphens, such as `inner-calf`. Places on the body are explained in
[CONTRIBUTING](../CONTRIBUTING.md), under "Places and views".
"""
ABOUT = {
    "muscle": "Facts, once for all languages.",
    "words": "The same muscle in words, by the same names, once for each language.",
    "safety": "Warnings, shared by muscles: facts.",
    "safety-words": "Warnings in words.",
}
ANY = 1000
"""A limit that no sensible number reaches."""
FORMS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}


def page_of_keys() -> str:
    """The page, in Markdown."""
    item = plain(Item.model_json_schema())
    parts = [HEAD, f"## In every item\n\n{item['description']}\n", "\n".join(_rows(item, item))]
    for kind, about in ABOUT.items():
        files = KINDS[kind].files.replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f"## {files}\n\n{about}\n")
        made = schema(kind)
        parts += [_section(name, table, made) for name, table in _in_order(made)]
    return "\n".join(parts)


def _in_order(made: Schema) -> Iterator[tuple[str, Schema]]:
    """Every table of a file with the name under which it is written, in the order of its keys, each once."""
    seen: set[str] = set()

    def within(path: str, table: Schema) -> Iterator[tuple[str, Schema]]:
        yield path, table
        for key, node in table["properties"].items():
            for name in _references(node):
                inner = made["$defs"][name]
                if name not in seen and "properties" in inner:
                    seen.add(name)
                    yield from within(_below(path, key, node), inner)

    return within("", made)


def _below(path: str, key: str, node: Schema) -> str:
    """How the table of a key is written: `[dose]`, `[[trigger_points.zones]]`, `[figures.<name>]`."""
    start = path.strip("[]")
    name = f"{start}.{key}" if start else key
    if named_entries(node):
        name += ".<name>"
    return f"[[{name}]]" if "items" in node else f"[{name}]"


def _references(node: Any) -> Iterator[str]:
    """The tables that a value may be, in order."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].removeprefix("#/$defs/")
        for key, value in node.items():
            if key != "discriminator":
                yield from _references(value)
    elif isinstance(node, list):
        for each in node:
            yield from _references(each)


def _section(name: str, table: Schema, made: Schema) -> str:
    """A table: what it is, and a row for each key; what every item has is not said again."""
    common = _common(table)
    kind = table["properties"].get("kind", {}).get("const")
    heading = f"`{name}`" + (f' with `kind = "{kind}"`' if kind else "") if name else "At the top of the file"
    lines = [f"### {heading}", ""]
    if name and common != table["properties"].keys():
        lines += [table.get("description", ""), ""]
    if common:
        lines += ["Like every item it has " + ", ".join(f"`{key}`" for key in common) + ".", ""]
    return "\n".join([*lines, *_rows(table, made, common)])


def _rows(table: Schema, made: Schema, common: Collection[str] = ()) -> list[str]:
    needed = set(table.get("required", ()))
    needed |= {key for way in table.get("anyOf", ()) for key in way["required"] if key != "shared"}
    rows = [
        f"| `{key}`{' *' if key in needed else ''} | {_form(node, made)} | {_cell(node)} |"
        for key, node in table["properties"].items()
        if key not in common
    ]
    if not rows:
        return []
    lines = ["| key | form | meaning |", "|---|---|---|", *rows, ""]
    if needed - set(common):
        lines += ["\\* must be there" + (", unless `shared` is." if "anyOf" in table else "."), ""]
    return lines


def _common(table: Schema) -> Collection[str]:
    """The keys that this table has as every item has them; none when it is no item."""
    keys = Item.model_fields.keys()
    return keys if keys <= table["properties"].keys() else ()


def _cell(node: Schema) -> str:
    said = node.get("description", "").replace("|", "\\|").replace("\n\n", " ")
    default = node.get("default")
    simple = isinstance(default, bool | int | float | str) and default not in ("", False)
    return f"{said} When not given: `{_toml(default)}`." if simple else said


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else f"{value:g}"


def _form(node: Schema, made: Schema) -> str:
    """What a value looks like, in plain words."""
    if "const" in node:
        return f'`"{node["const"]}"`'
    if "enum" in node:
        return ", ".join(f'`"{value}"`' for value in node["enum"])
    if "oneOf" in node or "anyOf" in node:
        forms = dict.fromkeys(_form(way, made) for way in node.get("oneOf") or node["anyOf"])
        return " or ".join(forms)
    if "$ref" in node:
        inner = made["$defs"][node["$ref"].removeprefix("#/$defs/")]
        return "table" if "properties" in inner else _form(inner, made)
    if "prefixItems" in node:
        return f"[{', '.join(_form(each, made) for each in node['prefixItems'])}]"
    if node.get("type") == "array":
        each = _form(node["items"], made)
        return "list of tables" if "table" in each else f"list of {_several(each)}"
    if node.get("type") == "object":
        inside = named_entries(node)
        return f"table: name = {_form(inside, made)}" if inside else "table"
    if node.get("format") == "date":
        return "day"
    return _simple(node)


def _simple(node: Mapping[str, Any]) -> str:
    if "pattern" in node:
        return "name" if str(node["pattern"]).startswith("^[a-z]") else "text"
    form = FORMS.get(str(node.get("type")), "text")
    least, most = node.get("minimum"), node.get("maximum")
    if least is not None and most is not None and most < ANY:
        return f"{form}, {least:g} to {most:g}"
    return form


def _several(form: str) -> str:
    return re.sub(r"^(name|text|number|whole number)\b", r"\1s", form)
