"""Small line drawings for the causes."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor

from handouts.content.model import Strokes
from handouts.page.look import Look


def icon(canvas: Any, look: Look, strokes: Strokes, x: float, top: float, size: float) -> None:
    """A line drawing in a square of `size` points, its upper left corner at (x, top)."""
    canvas.saveState()
    canvas.translate(x, top - size)
    canvas.scale(size / 34, size / 34)
    canvas.setStrokeColor(HexColor(look.page["accent"]))
    canvas.setLineWidth(2)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for stroke in strokes:
        for index, numbers in enumerate(stroke):
            if len(numbers) == 6:
                path.curveTo(*numbers)
            elif index:
                path.lineTo(*numbers)
            else:
                path.moveTo(*numbers)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
