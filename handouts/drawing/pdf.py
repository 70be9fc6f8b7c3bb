"""Figure -> PDF path operators on a ReportLab canvas."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from handouts.drawing.shapes import Figure, Group, Path, Pattern, Shape, Text, num
from handouts.style.fonts import font_name, register_fonts
from handouts.style.theme import Palette

_OPERATORS = {"M": "m", "L": "l", "C": "c"}
_COMMAND = re.compile(r"([MLCZ])([^MLCZ]*)")


def paint_figure(canvas: Any, figure: Figure, palette: Palette, x: float, y: float) -> None:
    """Paint the figure with its top left corner at (x, y) of the canvas, y up, in points."""
    register_fonts()
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, x, y)
    _paint(canvas, figure.shapes, palette)
    canvas.restoreState()


@lru_cache(maxsize=512)
def path_operators(d: str, whole: bool = False) -> str:
    """M L C Z path data as PDF path construction operators (ISO 32000-1, 8.5.2), if asked for in whole numbers."""
    d = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.0f}", d) if whole else d
    parts = []
    for command, numbers in _COMMAND.findall(d):
        if command == "Z":
            parts.append("h")
            continue
        values = re.sub(r"[\s,]+", " ", re.sub(r"(?<=\d)-", " -", numbers)).strip().split(" ")
        size = 6 if command == "C" else 2
        for start in range(0, len(values), size):
            operator = "l" if command == "M" and start else _OPERATORS[command]
            parts.append(" ".join(values[start : start + size]) + " " + operator)
    return " ".join(parts)


def _paint(canvas: Any, shapes: Sequence[Shape], palette: Palette, whole: bool = False) -> None:
    for shape in shapes:
        match shape:
            case Path():
                _path(canvas, shape, palette, whole)
            case Pattern():
                _path(canvas, shape.path, palette)
            case Text():
                _text(canvas, shape, palette)
            case Group():
                _group(canvas, shape, palette)


def _colour(colour: str, operator: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return f"{red:.3g} {green:.3g} {blue:.3g} {operator}"


def _path(canvas: Any, path: Path, palette: Palette, whole: bool = False) -> None:
    fill = palette.get(path.fill) if path.fill else None
    stroke = palette.get(path.stroke) if path.stroke else None
    if not path.d or (fill is None and stroke is None):
        return
    canvas.saveState()
    if fill:
        canvas.write(_colour(fill, "rg"))
        if path.opacity != 1:
            canvas.setFillAlpha(path.opacity)
    if stroke:
        canvas.write(f"{_colour(stroke, 'RG')} {num(path.width)} w 1 j {1 if path.round else 0} J")
    paint = "B" if fill and stroke else ("f" if fill else "S")
    canvas.write(f"{path_operators(path.d, whole)} {paint}{'*' if path.evenodd and fill else ''}")
    canvas.restoreState()


def _text(canvas: Any, text: Text, palette: Palette) -> None:
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, text.x, text.y)
    canvas.setFillColor(palette.get(text.role, palette["text"]))
    canvas.setFont(font_name(text.weight), text.size)
    draw = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}
    draw[text.align](0, 0, text.text)
    canvas.restoreState()


def _group(canvas: Any, group: Group, palette: Palette) -> None:
    canvas.saveState()
    if group.clip:
        x0, y0, x1, y1 = group.clip
        canvas.write(f"{num(x0)} {num(y0)} {num(x1 - x0)} {num(y1 - y0)} re W n")
    k = group.scale
    if group.flip:
        canvas.transform(-k, 0, 0, k, group.dx + k * group.across, group.dy)
    elif k != 1 or group.dx or group.dy:
        canvas.transform(k, 0, 0, k, group.dx, group.dy)
    if group.reach:
        colours = hashlib.md5(repr(sorted(palette.items())).encode(), usedforsecurity=False).hexdigest()
        # a unit of a drawing is at most half a point on any page: its places need no fractions
        canvas.form_xobject(
            f"{group.key}.{colours}", group.reach, lambda canvas: _paint(canvas, group.shapes, palette, whole=True)
        )
    else:
        _paint(canvas, group.shapes, palette)
    canvas.restoreState()
