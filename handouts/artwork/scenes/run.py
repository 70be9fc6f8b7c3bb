"""Draws scenes into art files: what the command ``handouts artwork`` calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.artwork.scenes import scene as scenes
from handouts.artwork.scenes.limits import judge, measure
from handouts.artwork.scenes.measured import (
    MEASURED,
    Record,
    check_inputs,
    inputs_of,
    read_record,
    record_file,
    write_record,
)
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


def read(name: str, scenes_dir: Path) -> tuple[str, Any, Any]:
    """Read and check a scene; return its kind, the module that draws it, and what the scene says.

    Raises ValueError for a scene that is not right and FileNotFoundError for one that is not there.
    """
    table = scenes.read_scene(name, scenes_dir)
    kind = table.get("kind")
    if kind not in KINDS:
        raise ValueError(f"{name}.toml: the key 'kind' must be one of {', '.join(sorted(KINDS))}, not {kind!r}.")
    module_name, spec_name = KINDS[kind]
    module = _module(module_name)
    return kind, module, scenes.parse(getattr(module, spec_name), table, f"{name}.toml")


def draw_scene(name: str, scenes_dir: Path, art_dir: Path | None = None) -> Drawing:
    """Read, check and draw one scene; a muscle is drawn on the plate in ``art_dir``."""
    kind, module, spec = read(name, scenes_dir)
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

    The same scenes make the same bytes. ``tell`` hears what was measured of each person and hand; it is remembered
    beside the drawings.

    Raises ValueError for a scene that cannot be drawn and FileNotFoundError for a missing scene or body model.
    """
    names = _named(scene_ids, scenes_dir)
    first = sorted(names, key=lambda name: not name.startswith(PLATES))  # a plate before the muscles on it
    art_dir.mkdir(parents=True, exist_ok=True)
    for name in first:
        drawing = draw_scene(name, scenes_dir, art_dir)
        yield drawing.write(art_dir)
        if drawing.measures:
            record = Record(inputs_of(name, scenes_dir), tuple(drawing.measures))
            write_record(name, record, art_dir)
        for found in drawing.measures:
            tell(measure(*found).said())


def measure_again(
    scene_ids: Sequence[str] | None, scenes_dir: Path, art_dir: Path, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Path]:
    """Stage the named scenes of people, both bodies (none named: all), and write what is measured; draw nothing.

    For when the code that stages was changed, not the scenes: a scene that was changed has to be drawn. Raises
    ValueError for such a scene and for one that is beyond a limit.
    """
    for name in _named(scene_ids, scenes_dir):
        if scenes.read_scene(name, scenes_dir).get("kind") not in MEASURED:
            continue
        if record_file(name, art_dir).exists():
            check_inputs(name, scenes_dir, read_record(name, art_dir))
        _, module, spec = read(name, scenes_dir)
        measures = module.measured(name, spec)
        judge(measures, f"{name}.toml")
        record = Record(inputs_of(name, scenes_dir), tuple(each.found for each in measures))
        yield write_record(name, record, art_dir)
        for each in measures:
            tell(each.said())


def _named(scene_ids: Sequence[str] | None, scenes_dir: Path) -> Iterable[str]:
    """The named scenes, with both bodies; all, when none is named."""
    asked = scene_ids or scenes.scene_ids(scenes_dir)
    return dict.fromkeys(each for name in asked for each in scenes.bodies(name, scenes_dir))
