"""Tables as TOML text, as an author writes it: plain keys, short lists in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

WIDTH = 118
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def table_text(name: str, value: Any) -> str:
    """A table, a list of tables or a value under its name, with a line break at the end."""
    return "\n".join(_lines(name, value)) + "\n"


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for each in value:
            yield from ("", f"[[{name}]]", *_body(name, each))
    elif isinstance(value, dict):
        values = [each for each in value.values() if not isinstance(each, dict) or _short(each)]
        yield from (*(("", f"[{name}]") if values else ()), *_body(name, value))
    else:
        yield f"{_key(name)} = {value_text(value)}"


def _body(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Values first, tables after them: what stands below a header belongs to it."""
    inside = {key: value for key, value in table.items() if isinstance(value, dict) and not _short(value)}
    for key, value in table.items():
        if key not in inside:
            yield f"{_key(key)} = {value_text(value)}"
    for key, value in inside.items():
        yield from _lines(f"{name}.{_key(key)}", value)


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
