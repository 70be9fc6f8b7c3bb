"""A contact sheet: all figures of a muscle in one, each under its name, to be looked at together."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.drawing.shapes import Figure, Group, Shape, Text

ACROSS = 3
"""Figures in a row."""
GAP = 14.0


def contact_sheet(figures: Sequence[tuple[str, Figure]], label: float, title: str) -> Figure:
    """Figures in rows of three, as they are, names below; `label` is the size of these, in points.

    Each cell is as wide as the widest figure, each row as high as its highest.
    """
    cell = max(figure.width for _, figure in figures)
    shapes: list[Shape] = []
    y = 0.0
    for start in range(0, len(figures), ACROSS):
        row = figures[start : start + ACROSS]
        height = max(figure.height for _, figure in row)
        for place, (name, figure) in enumerate(row):
            x = place * (cell + GAP)
            shapes.append(Group(figure.shapes, dx=x + (cell - figure.width) / 2, dy=y + height - figure.height))
            shapes.append(Text(x + cell / 2, y + height + 1.4 * label, name, label, "middle"))
        y += height + 2.2 * label + GAP
    columns = min(len(figures), ACROSS)
    alt = f"{title}: {', '.join(name for name, _ in figures)}"
    return Figure("sheet", columns * cell + (columns - 1) * GAP, y - GAP, tuple(shapes), title, alt, {})
