"""Draws scenes into art files: what the command ``handouts artwork`` calls."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from handouts.artwork.export import Drawing
from handouts.artwork.scene import parse, read_scene, scene_ids

# A scene's kind names its dataclass; the module also offers draw(name, scene) -> Drawing.
KINDS = {
    "anatomy": ("anatomy", "AnatomyScene"),
    "closeup": ("closeup_view", "CloseupScene"),
    "leg": ("leg_view", "LegScene"),
    "person": ("person_view", "PersonScene"),
}


def draw_scene(name: str, scenes_dir: Path) -> Drawing:
    """Read, check and draw one scene."""
    table = read_scene(name, scenes_dir)
    kind = table.get("kind")
    if kind not in KINDS:
        raise ValueError(f"{name}.toml: the key 'kind' must be one of {', '.join(sorted(KINDS))}, not {kind!r}.")
    module_name, spec_name = KINDS[kind]
    module = import_module(f"handouts.artwork.{module_name}")
    scene = parse(getattr(module, spec_name), table, f"{name}.toml")
    drawing: Drawing = module.draw(name, scene)
    return drawing


def draw(scene_ids_wanted: Sequence[str] | None, scenes_dir: Path, art_dir: Path) -> list[Path]:
    """Draw the named scenes (none named: all) and return the files written; same scenes, same bytes."""
    names = list(scene_ids_wanted) if scene_ids_wanted else scene_ids(scenes_dir)
    art_dir.mkdir(parents=True, exist_ok=True)
    return [draw_scene(name, scenes_dir).write(art_dir) for name in names]
