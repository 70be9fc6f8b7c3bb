"""A plate with a 10 mm grid and its landmarks, from which an author reads where a muscle's borders run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from handouts.artwork.pen.grid import Grid
from handouts.artwork.scenes.muscle_view import read_plate
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Figure, Group, Shape, Text, circle, line
from handouts.drawing.shapes import Path as Line

STEP, STRONG = 10, 50
"""Millimetres between two lines, and between two strong ones with their numbers."""
POINTS_PER_MM = 2.4
FAINT, BOLD, NUMBER, DOT = 0.3, 0.8, 6.5, 2.2


def grid_figure(drawing: Drawing, scenes_dir: Path, art_dir: Path) -> Figure:
    """Return the plate with its grid. Raises ValueError when the drawing is no plate."""
    plate = read_plate(drawing.id, scenes_dir, [art_dir])
    scale = POINTS_PER_MM / plate.grid.unit
    width, height = drawing.width * scale, drawing.height * scale
    shapes: list[Shape] = [Group(drawing.layers, scale, clip=(0.0, 0.0, width, height))]
    shapes += _lines(plate.grid, scale)
    for name, place in plate.landmarks.items():
        x, y = scale * place[0], scale * place[1]
        across, up = plate.grid.mm(place)
        shapes.append(Line(circle(x, y, DOT), fill="origin", stroke="paper", width=FAINT))
        shapes.append(Text(x + 2 * DOT, y - DOT, f"{name} {across:.0f}, {up:.0f}", NUMBER, role="origin", weight="B"))
    return Figure(f"{drawing.id}_grid", width, height, tuple(shapes), drawing.id, drawing.id, {})


def _lines(grid: Grid, scale: float) -> Iterator[Shape]:
    corners = grid.mm([(0, 0), (grid.width, 0), (0, grid.height), (grid.width, grid.height)])
    low = np.floor(corners.min(axis=0) / STEP).astype(int) * STEP
    high = np.ceil(corners.max(axis=0) / STEP).astype(int) * STEP
    across, up = (range(low[k], high[k] + 1, STEP) for k in (0, 1))
    for strong, width in ((False, FAINT), (True, BOLD)):
        ends = [((x, low[1]), (x, high[1])) for x in across if (x % STRONG == 0) == strong]
        ends += [((low[0], y), (high[0], y)) for y in up if (y % STRONG == 0) == strong]
        drawn = [scale * grid.xy(pair).ravel() for pair in ends]
        yield Line("".join(line(*map(float, pair)) for pair in drawn), stroke="insertion", width=width)
    for x in across:
        for y in up:
            if x % STRONG == 0 and y % STRONG == 0:
                at = scale * grid.xy((x, y))
                yield Text(float(at[0]) + 1, float(at[1]) - 1, f"{x}, {y}", NUMBER, role="insertion")
