"""Small line drawings for the causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor

from handouts.page.look import Look

_ICONS: dict[str, Sequence[Sequence[tuple[float, ...]]]] = {
    # strokes in a square of 34: (x, y) starts or continues a line, six numbers are a Bezier curve
    "load": (
        ((2, 3), (10, 3), (10, 11), (18, 11), (18, 19), (26, 19), (26, 27), (33, 27)),
        ((8, 17), (8, 32)),
        ((3, 27), (8, 32), (13, 27)),
    ),
    "cold": (
        ((2, 11), (22, 11), (29, 11, 29, 2, 23, 3)),
        ((2, 18), (27, 18), (34, 18, 34, 29, 27, 28)),
        ((2, 25), (15, 25), (20, 25, 20, 32, 15, 31.5)),
    ),
    "short": (
        (
            (31.5, 17),
            (31.5, 25, 25, 31.5, 17, 31.5),
            (9, 31.5, 2.5, 25, 2.5, 17),
            (2.5, 9, 9, 2.5, 17, 2.5),
            (25, 2.5, 31.5, 9, 31.5, 17),
        ),
        ((17, 26), (17, 17), (24, 13)),
    ),
}


def icon(canvas: Any, look: Look, kind: str, x: float, top: float, size: float) -> None:
    """The drawing called `kind` in a square of `size` points, its upper left corner at (x, top)."""
    canvas.saveState()
    canvas.translate(x, top - size)
    canvas.scale(size / 34, size / 34)
    canvas.setStrokeColor(HexColor(look.page["accent"]))
    canvas.setLineWidth(2)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for stroke in _ICONS[kind]:
        for index, numbers in enumerate(stroke):
            if len(numbers) == 6:
                path.curveTo(*numbers)
            elif index:
                path.lineTo(*numbers)
            else:
                path.moveTo(*numbers)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
