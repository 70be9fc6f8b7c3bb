"""Scenes are data: read ``content/scenes/<id>.toml``, apply its ``base``, and check it against a dataclass.

A scene with ``base = "other"`` starts as a copy of that scene, with a list as a copy of several, the later above
the earlier. Tables are merged key by key, everything else (numbers, texts, lists) replaces the base's value;
``remove = ["ball", "pose.head"]`` takes out what a base has. A key nobody knows is an error that names the file and
the key.

A scene with a table ``[second]`` is two drawings: itself and ``<id>_f``, the second body, for which that table (with
bases of its own) lies above all others.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from handouts.errors import likely

Spec = TypeVar("Spec")
Table = dict[str, Any]


NOT_SCENES = ("grips",)
"""Data files that lie among the scenes."""
SECOND = "_f"
SECOND_TABLE = "second"


@dataclass(frozen=True)
class Window:
    """The part of the body that is shown: metres to each side of a joint, as the camera sees it."""

    joint: str
    left: float
    right: float
    up: float
    down: float


def read_table(path: Path) -> Table:
    """Read a data file. Raises ValueError, which names the file and the line, when it is not readable."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: {error}.") from None


def scene_ids(folder: Path) -> list[str]:
    """Return the names of all scenes in a folder and below, sorted, second bodies among them.

    Files whose names start with ``_`` are only bases.
    """
    named = [path.stem for path in folder.rglob("*.toml")]
    files = [name for name in named if not name.startswith("_") and name not in NOT_SCENES]
    return sorted({each for name in files for each in bodies(name, folder)})


def bodies(name: str, folder: Path) -> tuple[str, ...]:
    """Return the drawings that a scene makes: itself and, where it has a table for it, the second body."""
    if _file_of(name, folder) is None or SECOND_TABLE not in _merged(name, folder):
        return (name,)
    return name, name + SECOND


def read_scene(name: str, folder: Path) -> Table:
    """Return the scene's table with its bases merged in; ``base``, ``remove`` and ``second`` are taken out.

    Raises ValueError for a file that is not right and FileNotFoundError for one that is not there.
    """
    if _file_of(name, folder) is None and name.endswith(SECOND):
        first = name.removesuffix(SECOND)
        if _file_of(first, folder) is not None:
            return _second_body(first, folder)
    table = _merged(name, folder)
    table.pop(SECOND_TABLE, None)
    return table


def _second_body(first: str, folder: Path) -> Table:
    table = _merged(first, folder)
    second = table.pop(SECOND_TABLE, None)
    if not isinstance(second, dict):
        raise FileNotFoundError(
            f"There is no scene {first + SECOND!r}: {first}.toml has no table [second], which says how the second body "
            'differs (it may be just base = "_second_body").'
        )
    return _laid_on(table, second, f"{first}.toml: second", folder, (first,))


def _file_of(name: str, folder: Path) -> Path | None:
    return next(iter(sorted(folder.rglob(f"{name}.toml"))), None)


def _merged(name: str, folder: Path, seen: tuple[str, ...] = ()) -> Table:
    """Return a file's table on top of its bases, its table for the second body still in it."""
    path = _file_of(name, folder)
    if name in seen:
        raise ValueError(f"{name}.toml: the bases go in a circle: {' -> '.join((*seen, name))}.")
    if path is None:
        asked = f" (the base of {seen[-1]})" if seen else ""
        likely_name = likely(name, (file.stem for file in folder.rglob("*.toml")))
        raise FileNotFoundError(f"There is no scene {name!r}{asked} in {folder}{likely_name}.")
    return _laid_on({}, read_table(path), path.name, folder, (*seen, name))


def _laid_on(below: Table, table: Table, where: str, folder: Path, seen: tuple[str, ...]) -> Table:
    """Lay a table and its bases on another table; ``remove`` takes away what is below the table's own keys."""
    bases, remove = table.pop("base", []), table.pop("remove", [])
    for base in [bases] if isinstance(bases, str) else bases:
        below = _merge(below, _merged(str(base), folder, seen))
    for key in [remove] if isinstance(remove, str) else remove:
        below = _without(below, str(key).split("."), f"{where}: remove: {key!r}")
    return _merge(below, table)


def _without(table: Table, path: Sequence[str], where: str) -> Table:
    """Return the table without one entry; the names of bones have a dot of their own, so the rest is tried as one."""
    key, rest = path[0], path[1:]
    whole = ".".join(path)
    if whole in table:
        return {name: value for name, value in table.items() if name != whole}
    if not rest or not isinstance(table.get(key), dict):
        raise ValueError(f"{where} is in none of the bases (there is: {', '.join(sorted(table))}).")
    return {**table, key: _without(table[key], rest, where)}


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
            known_keys = ", ".join(sorted(known))
            raise ValueError(f"{where}: unknown key {key!r}{likely(key, known)} (known: {known_keys}).")
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
