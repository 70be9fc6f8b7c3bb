"""Tables as TOML text, as an author writes it: plain keys, short lists in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def table_text(name: str, value: Any) -> str:
    """A table, a list of tables or a value under its name, with a line break at the end."""
    return "\n".join(_lines(name, value)) + "\n"


def list_text(name: str, items: Sequence[Mapping[str, Any]]) -> str:
    """A list of tables with an entry a line. It stands above the first header of a file."""
    return "\n".join((f"{_key(name)} = [", *(f"    {value_text(each)}," for each in items), "]")) + "\n"


def is_flat(items: Any) -> bool:
    """Whether a value is a list of tables each of which fits in a line."""
    return isinstance(items, list) and all(isinstance(each, dict) and _fits(each) for each in items)


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for each in value:
            yield from ("", f"[[{name}]]", *_body(name, each))
    elif isinstance(value, dict):
        body = list(_body(name, value))
        yield from (*(("", f"[{name}]") if body and body[0] else ()), *body)
    else:
        yield f"{_key(name)} = {value_text(value)}"


def _body(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Values first, tables after them: what stands below a header belongs to it. Small tables are written as values."""
    inside = {}
    for key, value in table.items():
        if not isinstance(value, dict) or _short(value) or (_is_leaf(value) and _fits(value, len(key) + 3)):
            yield f"{_key(key)} = {value_text(value)}"
        elif _is_leaf(value) and "." in name:
            yield from (f"{_key(key)}.{_key(each)} = {value_text(entry)}" for each, entry in value.items())
        else:
            inside[key] = value
    for key, value in inside.items():
        yield from _lines(f"{name}.{_key(key)}", value)


def _is_leaf(table: Mapping[str, Any]) -> bool:
    return bool(table) and not any(isinstance(value, dict) for value in table.values())


def _fits(table: Mapping[str, Any], before: int = 4) -> bool:
    line = value_text(table)
    return "\n" not in line and len(line) + before <= WIDTH


def _short(table: Mapping[str, Any]) -> bool:
    return bool(table) and all(isinstance(value, int | float | bool) for value in table.values())


def value_text(value: Any) -> str:
    """A value, long lists over several lines."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {value_text(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        items = [value_text(each) for each in value]
        line = f"[{', '.join(items)}]"
        return line if len(line) < WIDTH - 20 else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f"{value:g}"


def _key(name: str) -> str:
    return name if all(map(_PLAIN.fullmatch, name.split("."))) else json.dumps(name)
