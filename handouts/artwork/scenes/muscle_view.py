"""A muscle: an overlay on a plate, written in mm on the plate's grid. Kind ``muscle``.

It needs the plate's drawing, not the body: an author sees a change at once. ``docs/plates.md`` shows how one is
written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from handouts.artwork.body.muscles import Mark, Muscle, draw_mark, draw_muscle, draw_translucent, mark_middle
from handouts.artwork.pen.export import Drawing
from handouts.artwork.pen.grid import Grid
from handouts.artwork.scenes.plate_view import PlateScene
from handouts.artwork.scenes.scene import parse, read_scene
from handouts.errors import likely

Place = tuple[float, float]


@dataclass(frozen=True)
class OverlayScene:
    """A scene of kind ``muscle``. The muscles are drawn in the order of ``show``, the deepest first."""

    kind: str
    plate: str
    muscles: dict[str, Muscle]
    show: tuple[str, ...]
    main: tuple[str, ...]  # those that the picture is about; others are browner, tendons pale
    translucent: bool = False  # the main muscles and the tendons as glass, so that the marks on the bones show
    marks: dict[str, Mark] = field(default_factory=dict)
    anchors: dict[str, Place] = field(default_factory=dict)  # where labels lead to, besides the plate's landmarks


@dataclass(frozen=True)
class Plate:
    """A drawn plate: its grid, and where its landmarks lie in the picture."""

    grid: Grid
    landmarks: Mapping[str, Place]


def read_plate(name: str, scenes_dir: Path, art_dirs: Sequence[Path]) -> Plate:
    """Read a plate's scene and its drawing.

    Raises ValueError when there is no such plate, FileNotFoundError when it has not been drawn.
    """
    known = {path.stem for path in scenes_dir.rglob("bones_*.toml")}
    if name not in known:
        raise ValueError(f"plate: there is no plate {name!r} in content/scenes/plates{likely(name, known)}.")
    scene = parse(PlateScene, read_scene(name, scenes_dir), f"{name}.toml")
    path = next((path for folder in art_dirs if (path := folder / f"{name}.json").is_file()), None)
    if path is None:
        raise FileNotFoundError(f"plate: {name} has not been drawn; run: handouts artwork {name}")
    drawn = json.loads(path.read_text("utf-8"))
    anchors = drawn["anchors"]
    for key in (scene.grid.zero, scene.grid.second):
        if key not in anchors:
            raise ValueError(f"plate: the drawing of {name} has no landmark {key!r}; run: handouts artwork {name}")
    zero, second = (np.array(anchors[key]) for key in (scene.grid.zero, scene.grid.second))
    grid = Grid.through(drawn["width"], drawn["height"], zero, second, np.array(scene.grid.second_mm))
    return Plate(grid, anchors)


def draw(name: str, scene: OverlayScene, scenes_dir: Path, art_dirs: Sequence[Path]) -> Drawing:
    """Draw an overlay. Raises ValueError, which names the key, for what the plate or the scene does not have."""
    plate = read_plate(scene.plate, scenes_dir, art_dirs)
    drawing = Drawing(name, plate.grid.width, plate.grid.height, plate=scene.plate)
    for key, names in (("show", scene.show), ("main", scene.main)):
        for name in names:
            if name not in scene.muscles:
                raise ValueError(f"{key}: there is no muscle {name!r}{likely(name, scene.muscles)}.")
    chosen = {name: coloured(scene.muscles[name], name in scene.main) for name in scene.show}
    marks = {key: _placed(key, mark, plate) for key, mark in scene.marks.items()}
    if scene.translucent:
        glass = {key: muscle for key, muscle in chosen.items() if muscle.of != "soleus"}
        draw_translucent(drawing, glass, plate.grid)
    else:
        for muscle in chosen.values():
            draw_muscle(drawing, muscle, plate.grid)
    for mark in marks.values():
        draw_mark(drawing, mark, plate.grid)
    for key, place in scene.anchors.items():
        drawing.anchor(key, plate.grid.xy(place))
    for key, mark in marks.items():
        drawing.anchor(key, plate.grid.xy(mark_middle(mark)))
    return drawing


def coloured(muscle: Muscle, main: bool) -> Muscle:
    """A muscle in its colours: tendons keep theirs."""
    return muscle if muscle.of == "tendon" else replace(muscle, of="muscle" if main else "soleus")


def _placed(key: str, mark: Mark, plate: Plate) -> Mark:
    """A mark in mm of the grid: one that is written from a landmark moves with it."""
    if mark.near is None:
        return mark
    if mark.near not in plate.landmarks:
        known = plate.landmarks
        raise ValueError(f"marks.{key}.near: the plate has no landmark {mark.near!r}{likely(mark.near, known)}.")
    shift = plate.grid.mm(plate.landmarks[mark.near])
    at = None if mark.at is None else (mark.at[0] + shift[0], mark.at[1] + shift[1])
    line = tuple((x + shift[0], y + shift[1]) for x, y in mark.line)
    return replace(mark, at=at, line=line, near=None)
