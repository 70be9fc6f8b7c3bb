"""Fields to fill in by hand, as many on a line as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from handouts import document as doc
from handouts.render.boxes import Box, Look, box, put, rule, wide
from handouts.tagged import Element, TaggedCanvas

LINE_ROOM = 62.0
"""Points at normal size: the shortest line that one can write on (25 mm with its neighbours' share)."""


def write_on(fields: Sequence[doc.Field], look: Look, parent: Element) -> Box:
    """A box of fields; each is a paragraph of its own for a reader."""
    return _WriteOn([(field, parent.add("P")) for field in fields], look)


class _WriteOn(Box):
    def __init__(self, fields: Sequence[tuple[doc.Field, Element]], look: Look) -> None:
        self.fields, self.look = fields, look
        self.gap = 9 * look.unit * look.gap_scale
        self.row = 18 * look.unit

    def height(self, width: float) -> float:
        lines = self._lines(width)
        return len(lines) * self.row + (len(lines) - 1) * 4 * self.look.unit

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        for line in self._lines(width):
            free = width - sum(self._need(field) for field, _ in line) - self._space() * (len(line) - 1)
            shares = sum(field.share for field, _ in line if field.kind == "line")
            left = x
            for field, element in line:
                wide_field = self._need(field) + (free * field.share / shares if field.kind == "line" else 0.0)
                paint = self._tick if field.kind == "tick" else self._field
                paint(canvas, field, element, left, top - 13 * self.look.unit, wide_field)
                left += wide_field + self._space()
            top -= self.row + 4 * self.look.unit

    def _space(self) -> float:
        return 12 * self.look.unit

    def _need(self, field: doc.Field) -> float:
        unit = self.look.unit
        if field.kind == "tick":
            return wide(self.look, field.label) + 16 * unit
        value = wide(self.look, field.value, "value") + 4 * unit if field.value else 0.0
        return wide(self.look, field.label, "small") + 5 * unit + max(LINE_ROOM * unit, value)

    def _lines(self, width: float) -> list[list[tuple[doc.Field, Element]]]:
        lines: list[list[tuple[doc.Field, Element]]] = [[]]
        used = 0.0
        for field, element in self.fields:
            need = self._need(field)
            if lines[-1] and used + self._space() + need > width:
                lines.append([])
                used = 0.0
            used += need + (self._space() if lines[-1] else 0.0)
            lines[-1].append((field, element))
        return lines

    def _field(
        self, canvas: TaggedCanvas, field: doc.Field, element: Element, x: float, base: float, width: float
    ) -> None:
        look = self.look
        start = x + wide(look, field.label, "small") + 5 * look.unit
        with canvas.tag(element):
            put(canvas, look, x, base, field.label, "small", "ink2")
            if field.value:
                put(canvas, look, start + 2 * look.unit, base, field.value, "value")
        rule(canvas, look, start, base - 2 * look.unit, x + width, base - 2 * look.unit, 0.9, "ink2")

    def _tick(
        self, canvas: TaggedCanvas, field: doc.Field, element: Element, x: float, base: float, width: float
    ) -> None:
        look, unit = self.look, self.look.unit
        side = 11.5 * unit
        box(canvas, look, x, base - 1.5 * unit, side, side, "paper", "ink", 1.0)
        with canvas.tag(element):
            if field.ticked:
                put(canvas, look, x + side / 2, base + 0.2 * unit, "✓", "h3", "ink", "middle", 13 * unit)
            put(canvas, look, x + 16 * unit, base, field.label)
