"""Draws scenes into art files: what the command ``handouts artwork`` calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    "closeup": ("closeup_view", "CloseupScene"),
    "muscle": ("muscle_view", "OverlayScene"),
    "person": ("person_view", "PersonScene"),
    "plate": ("plate_view", "PlateScene"),
    "soles": ("soles_view", "SolesScene"),
    "view": ("body_view", "ViewScene"),
}

PLATES = "bones_"  # how the names of plates begin


def _module(name: str) -> Any:
    """Import a drawing module; it needs numpy and its friends, which a plain installation lacks."""
    try:
        return import_module(f"handouts.artwork.scenes.{name}")
    except ModuleNotFoundError as error:
        raise FileNotFoundError(
            f'Drawing needs the package {error.name}; run: pip install "handouts[artwork]"'
        ) from error


def scene_class(kind: str) -> type[Any]:
    """What a scene of a kind may say. Raises FileNotFoundError when the extra for drawing is not installed."""
    module_name, spec_name = KINDS[kind]
    found: type[Any] = getattr(_module(module_name), spec_name)
    return found


def draw_scene(name: str, scenes_dir: Path, art_dir: Path | None = None) -> Drawing:
    """Read, check and draw one scene; a muscle is drawn on the plate in ``art_dir``."""
    table = scenes.read_scene(name, scenes_dir)
    kind = table.get("kind")
    if kind not in KINDS:
        raise ValueError(f"{name}.toml: the key 'kind' must be one of {', '.join(sorted(KINDS))}, not {kind!r}.")
    module_name, spec_name = KINDS[kind]
    module = _module(module_name)
    spec = scenes.parse(getattr(module, spec_name), table, f"{name}.toml")
    more: tuple[Any, ...] = ()
    if kind == "view":
        more = (_surfaces(scenes_dir),)
    elif kind == "muscle":
        more = (scenes_dir, [*([art_dir] if art_dir else []), scenes_dir.parent / "art"])
    try:
        drawing: Drawing = module.draw(name, spec, *more)
    except (ValueError, FileNotFoundError) as error:
        if kind not in ("muscle", "plate"):
            raise
        raise type(error)(f"{name}.toml: {error}") from None
    return drawing


def _surfaces(scenes_dir: Path) -> Surfaces:
    """The surfaces of the content folder that the scenes are in, and the packaged ones."""
    return read_surfaces((scenes_dir.parent / SURFACES, data_dir("content") / SURFACES))


def draw(
    scene_ids: Sequence[str] | None, scenes_dir: Path, art_dir: Path, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Path]:
    """Draw the named scenes, with both bodies (none named: all), and return each file when it is written.

    The same scenes make the same bytes. ``tell`` hears what was measured of each person and hand.

    Raises ValueError for a scene that cannot be drawn and FileNotFoundError for a missing scene or body model.
    """
    asked = scene_ids or scenes.scene_ids(scenes_dir)
    names = dict.fromkeys(each for name in asked for each in scenes.bodies(name, scenes_dir))
    first = sorted(names, key=lambda name: not name.startswith(PLATES))  # a plate before the muscles on it
    art_dir.mkdir(parents=True, exist_ok=True)
    for name in first:
        drawing = draw_scene(name, scenes_dir, art_dir)
        yield drawing.write(art_dir)
        for measure in drawing.measures:
            tell(measure)
