"""How a zone of pain is drawn, and what tells the meaning of each sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.drawing.shapes import Figure, Path, Pattern, Point, Shape, Text, rounded
from handouts.figures.marks import not_here, x_mark
from handouts.figures.style import LABEL, FigureStyle
from handouts.style.fonts import text_width

HATCH_SPACING, HATCH_WIDTH = 4.6, 0.8
DOT_SPACING, DOT_RADIUS = 5.2, 0.85
RIM, KEY_LINE = 1.0, 3.4


def zone_shapes(points: Sequence[Point], outline: str, essential: bool, unit: float = 1.0) -> Iterator[Shape]:
    """One zone: a white line around it on darker skin, the fill, the pattern, the dark outline."""
    yield Path(outline, stroke="pain.key", width=KEY_LINE * unit)
    yield Path(outline, fill="pain.core" if essential else "pain.spill")
    if essential:
        yield Pattern("hatch", tuple(points), HATCH_SPACING * unit, HATCH_WIDTH * unit, "pain.hatch")
    else:
        yield Pattern("dots", tuple(points), DOT_SPACING * unit, DOT_RADIUS * unit, "pain.dot")
    yield Path(outline, stroke="pain.rim", width=RIM * unit)


SIGNS = ("essential", "spillover", "x", "off")
"""What a legend explains, in its order: main pain, where it may spread, a spot to press, a spot not to press."""


def legend_figure(words: tuple[str, str, str, str], width: float, label: float, title: str) -> Figure:
    """Swatches with their meaning, of all signs. What has no words is left out."""
    size, unit = label * 1.04, label / LABEL
    shapes: list[Shape] = []
    shown = [pair for pair in zip(SIGNS, words, strict=True) if pair[1]]
    last = _add_swatches(shapes, shown, 1.0, width, size, unit, 17 * unit)
    return Figure(
        "legend", width, last + 15 * unit, tuple(shapes), title, f"{title}: {', '.join(filter(None, words))}", {}
    )


def add_legend(shapes: list[Shape], top: float, style: FigureStyle, off: bool) -> float:
    """Swatches with their meaning, as many on a line as there is room for. Returns the bottom.

    `off`: a spot that must not be pressed is among those shown.
    """
    assert style.legend is not None
    unit = style.unit
    shown = [pair for pair in zip(SIGNS, style.legend, strict=False) if pair[0] != "off" or off]
    return _add_swatches(shapes, shown, top, style.width, style.label * 1.08, unit, 18 * unit) + 14 * unit


def _add_swatches(
    shapes: list[Shape],
    shown: Sequence[tuple[str, str]],
    top: float,
    width: float,
    size: float,
    unit: float,
    gap: float,
) -> float:
    """Signs with their meaning, in lines of a width. Returns the top of the last line."""
    x, y = 0.0, top
    for sign, meaning in shown:
        wide = 22 * unit if sign in ("essential", "spillover") else 12 * unit
        need = wide + 6 * unit + text_width(meaning, "R", size)
        if x > 0 and x + need > width:
            x, y = 0.0, y + 1.45 * size
        shapes += swatch(sign, x, y, unit)
        shapes.append(Text(x + wide + 6 * unit, y + 10.6 * unit, meaning, size, weight="R"))
        x += need + gap
    return y


def swatch(kind: str, x: float, y: float, unit: float) -> Iterator[Shape]:
    """A legend sample, 22 x 13 points at normal size, its top left corner at (x, y)."""
    if kind in ("x", "off"):
        mark = x_mark if kind == "x" else not_here
        yield from mark((x + 6 * unit, y + 6.5 * unit), unit)
        return
    box = (x, y, x + 22 * unit, y + 13 * unit)
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    inner = [(px + (1 if px == x else -1) * 0.5, py) for px, py in corners]
    yield from zone_shapes(inner, rounded(box, 3 * unit), kind == "essential", unit)
