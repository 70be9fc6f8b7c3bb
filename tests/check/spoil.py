"""Spoils a copy of the packaged content: one value of one file is changed, by its key."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from handouts.check.finding import Finding
from handouts.check.gate import findings
from handouts.check.rules import ROOMS
from handouts.content.reader import open_library
from handouts.files import data_dir

MUSCLE = "gastrocnemius"
GONE = object()
"""The value of a key that is to be taken out."""


def changed(root: Path, file: str, key: str, change: Callable[[Any], Any]) -> None:
    """Change what a file has under a key. `items[a]` is the entry of a list whose id is `a`."""
    path = root / file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        source = data_dir("templates" if file.startswith("plain/") else "content") / file
        shutil.copytree(source.parent, path.parent, dirs_exist_ok=True)
    data = tomllib.loads(path.read_text("utf-8"))
    here: Any = data
    *steps, last = re.findall(r"[^.\[\]]+", key)
    for step in steps:
        here = _inside(here, step)
    if isinstance(here, list):
        last = next(n for n, entry in enumerate(here) if entry["id"] == last)  # type: ignore[assignment]
    old = here[last] if isinstance(here, list) or last in here else _shared(file, (*steps, last))
    new = change(old)
    if new is GONE:
        del here[last]
    else:
        here[last] = new
    path.write_text(_file(data), "utf-8")


def _shared(file: str, steps: Sequence[str]) -> Any:
    """What a muscle's words take from the shared ones under a key, to be said by themselves; else an empty text."""
    if not file.startswith("muscles/") or file.endswith("muscle.toml"):
        return ""
    here: Any = open_library([data_dir("content")]).words[MUSCLE, Path(file).stem].model_dump()
    for step in steps:
        here = here.get(step, "") if isinstance(here, dict) else ""
    return here


def _inside(here: Any, step: str) -> Any:
    if isinstance(here, list):
        return next(entry for entry in here if entry.get("id") == step)
    return here.setdefault(step, {})


def _file(data: dict[str, Any]) -> str:
    """A TOML file, an entry of a table or a list to a line: what stands on one line has a most."""
    plain = [f"{json.dumps(name)} = {_toml(value)}" for name, value in data.items() if not isinstance(value, dict)]
    for name, table in data.items():
        if isinstance(table, dict):
            plain += [f"[{json.dumps(name)}]", *(f"{json.dumps(key)} = {_toml(entry)}" for key, entry in table.items())]
    return "\n".join(plain)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(name)} = {_toml(entry)}" for name, entry in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ",\n".join(map(_toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def judge(root: Path, rule: str = "", lang: str = "en") -> list[Finding]:
    """What is found about the calf when a folder comes before the packaged content and templates.

    With a rule, by its room alone; all rooms make the gate.
    """
    own = [root] if any((root / kind).exists() for kind in ("muscles", "safety", "shared", "body")) else []
    rooms = [room for room in ROOMS if not rule or rule in {each.id for each in room.RULES}]
    library = open_library([*own, data_dir("content")])
    return findings(library, MUSCLE, lang, (root, data_dir("templates")), [room.judge for room in rooms])
