"""Draws scenes into art files: what the command ``handouts artwork`` calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.artwork.scenes import scene as scenes
from handouts.drawing.body import SURFACES, Surfaces, read_surfaces
from handouts.files import data_dir

if TYPE_CHECKING:
    from handouts.artwork.pen.export import Drawing

# A scene's kind names its dataclass; the module also offers draw(name, scene) -> Drawing.
KINDS = {
    "anatomy": ("anatomy", "AnatomyScene"),
    "closeup": ("closeup_view", "CloseupScene"),
    "person": ("person_view", "PersonScene"),
    "soles": ("soles_view", "SolesScene"),
    "view": ("body_view", "ViewScene"),
}


def _module(name: str) -> Any:
    """Import a drawing module; it needs numpy and its friends, which a plain installation lacks."""
    try:
        return import_module(f"handouts.artwork.scenes.{name}")
    except ModuleNotFoundError as error:
        raise FileNotFoundError(
            f'Drawing needs the package {error.name}; run: pip install "handouts[artwork]"'
        ) from error


def draw_scene(name: str, scenes_dir: Path) -> Drawing:
    """Read, check and draw one scene."""
    table = scenes.read_scene(name, scenes_dir)
    kind = table.get("kind")
    if kind not in KINDS:
        raise ValueError(f"{name}.toml: the key 'kind' must be one of {', '.join(sorted(KINDS))}, not {kind!r}.")
    module_name, spec_name = KINDS[kind]
    module = _module(module_name)
    spec = scenes.parse(getattr(module, spec_name), table, f"{name}.toml")
    drawing: Drawing = module.draw(name, spec, _surfaces(scenes_dir)) if kind == "view" else module.draw(name, spec)
    return drawing


def _surfaces(scenes_dir: Path) -> Surfaces:
    """The surfaces of the content folder that the scenes are in, and the packaged ones."""
    return read_surfaces((scenes_dir.parent / SURFACES, data_dir("content") / SURFACES))


def draw(scene_ids: Sequence[str] | None, scenes_dir: Path, art_dir: Path) -> Iterator[Path]:
    """Draw the named scenes, with both bodies (none named: all), and tell each file when it is written.

    The same scenes make the same bytes.

    Raises ValueError for a scene that cannot be drawn and FileNotFoundError for a missing scene or body model.
    """
    asked = scene_ids or scenes.scene_ids(scenes_dir)
    names = dict.fromkeys(each for name in asked for each in scenes.bodies(name, scenes_dir))
    art_dir.mkdir(parents=True, exist_ok=True)
    for name in names:
        yield draw_scene(name, scenes_dir).write(art_dir)
