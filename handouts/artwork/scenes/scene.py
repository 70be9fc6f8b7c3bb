"""Scenes are data: read ``content/scenes/<id>.toml``, apply its ``base``, and check it against a dataclass.

A scene with ``base = "other"`` starts as a copy of that scene, with a list as a copy of several, the later above
the earlier. Tables are merged key by key, everything else (numbers, texts, lists) replaces the base's value. A key
nobody knows is an error that names the file and the key.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Spec = TypeVar("Spec")
Table = dict[str, Any]


def scene_ids(folder: Path) -> list[str]:
    """Return the names of all scenes in a folder and below, sorted; names that start with ``_`` are only bases."""
    return sorted(path.stem for path in folder.rglob("*.toml") if not path.stem.startswith("_"))


def read_scene(name: str, folder: Path, _seen: tuple[str, ...] = ()) -> Table:
    """Return the scene's table with its bases merged in; ``base`` itself is taken out."""
    path = next(iter(sorted(folder.rglob(f"{name}.toml"))), folder / f"{name}.toml")
    if name in _seen:
        raise ValueError(f"{path.name}: the bases go in a circle: {' -> '.join((*_seen, name))}.")
    if not path.is_file():
        asked = f" (the base of {_seen[-1]})" if _seen else ""
        raise FileNotFoundError(f"There is no scene {name!r}{asked} in {folder}.")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}.") from None
    bases = table.pop("base", [])
    merged: Table = {}
    for base in [bases] if isinstance(bases, str) else bases:
        merged = _merge(merged, read_scene(str(base), folder, (*_seen, name)))
    return _merge(merged, table)


def _merge(below: Table, above: Mapping[str, Any]) -> Table:
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def parse(spec: type[Spec], table: Mapping[str, Any], where: str) -> Spec:
    """Turn a table into the dataclass ``spec``; ``where`` is the file (and key) that errors name."""
    hints = get_type_hints(spec)
    known = {f.name: f for f in fields(cast(Any, spec))}
    for key in table:
        if key not in known:
            raise ValueError(f"{where}: unknown key {key!r} (known: {', '.join(sorted(known))}).")
    values: Table = {}
    for name, field in known.items():
        if name in table:
            values[name] = _value(hints[name], table[name], f"{where}: {name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{where}: the key {name!r} is missing.")
    return spec(**values)


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(option for option in inside if option is not type(None)), value, where)
    if is_dataclass(hint):
        return parse(cast(Any, hint), _expect(value, dict, "a table", where), where)
    if origin is tuple:
        items = _expect(value, list, "a list", where)
        each = inside[:1] * len(items) if inside[-1] is Ellipsis else inside
        if len(each) != len(items):
            raise ValueError(f"{where}: expected {len(each)} values, found {len(items)}.")
        return tuple(_value(h, v, f"{where}[{n}]") for n, (h, v) in enumerate(zip(each, items, strict=True)))
    if origin in (dict, Mapping) or origin is not None:
        pairs = _expect(value, dict, "a table", where)
        return {key: _value(inside[1], item, f"{where}.{key}") for key, item in pairs.items()}
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{where}: expected a number, found {value!r}.")
        return float(value)
    names = {str: "a text", bool: "true or false", int: "a whole number"}
    return _expect(value, hint, names.get(hint, str(hint)), where)


def _expect(value: Any, kind: type, name: str, where: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{where}: expected {name}, found {value!r}.")
    return value
