"""Fields to fill in by hand, as many on a line as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handouts.handout import document as doc
from handouts.page.boxes import Box
from handouts.page.look import Look, put, rule, square, wide
from handouts.page.personal import Fits, Line, asked, paint_line
from handouts.style.fonts import font_name
from handouts.tagged import Element, TaggedCanvas

LINE_ROOM = 62.0
"""Points at normal size: the shortest line that one can write on (25 mm with its neighbours' share)."""


LINE, TICK, TICKED = "____", "☐", "☑"
"""What a reader says for a line to write on, and for an empty and a ticked square."""


def write_on(fields: Sequence[doc.Field], look: Look, parent: Element) -> Box:
    """A box of fields; each is a paragraph of its own for a reader, which says the line or the square as well."""
    return _WriteOn([(field, parent.add("P")) for field in fields], look)


@dataclass(frozen=True)
class _Place:
    """A field's place in its row, with the room for its value; lengths in points."""

    field: doc.Field
    element: Element
    left: float
    width: float
    room: float


class _WriteOn(Box):
    """Fields keep their places whatever is written in them, as long as it fits there."""

    def __init__(self, fields: Sequence[tuple[doc.Field, Element]], look: Look) -> None:
        self.fields, self.look = fields, look
        self.gap = look.gap(6)
        self.row = 18 * look.unit

    def height(self, width: float) -> float:
        count = len(self._places(width))
        return count * self.row + (count - 1) * 4 * self.look.unit

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        for line in self._places(width):
            for place in line:
                paint = self._tick if place.field.kind == "tick" else self._field
                paint(canvas, place, x + place.left, top - 13 * self.look.unit)
            top -= self.row + 4 * self.look.unit

    def _places(self, width: float) -> list[list[_Place]]:
        """The rows of fields: as if all were empty when every value fits, else with room for the values."""
        usual = [self._row(line, width, True) for line in self._lines(width, True)]
        if all(self._fits(place) for line in usual for place in line):
            return usual
        return [self._row(line, width, False) for line in self._lines(width, False)]

    def _row(self, line: Sequence[tuple[doc.Field, Element]], width: float, usual: bool) -> list[_Place]:
        free = width - sum(self._need(field, usual) for field, _ in line) - self._space() * (len(line) - 1)
        shares = sum(field.share for field, _ in line if field.kind == "line")
        places, left = [], 0.0
        for field, element in line:
            own = self._need(field, usual) + (free * field.share / shares if field.kind == "line" else 0.0)
            room = own - self._before(field) - 2 * self.look.unit
            places.append(_Place(field, element, left, own, room))
            left += own + self._space()
        return places

    def _fits(self, place: _Place) -> bool:
        fits = self._value(place.field) <= place.room
        if place.field.personal and place.field.value:
            style = self.look.styles["value"]
            asked(Fits(place.field.personal, place.room, font_name(style.weight), style.size), int(fits), int(fits))
        return fits

    def _space(self) -> float:
        return 12 * self.look.unit

    def _value(self, field: doc.Field) -> float:
        return wide(self.look, field.value, "value") if field.value else 0.0

    def _before(self, field: doc.Field) -> float:
        """What stands before a field's value: its label, and a little."""
        return wide(self.look, field.label, _style(field)) + 7 * self.look.unit

    def _need(self, field: doc.Field, usual: bool) -> float:
        unit = self.look.unit
        if field.kind == "tick":
            return wide(self.look, field.label, _style(field)) + 18 * unit
        value = 0.0 if usual or not field.value else self._value(field) + 4 * unit
        return wide(self.look, field.label, _style(field)) + 5 * unit + max(LINE_ROOM * unit, value)

    def _lines(self, width: float, usual: bool) -> list[list[tuple[doc.Field, Element]]]:
        lines: list[list[tuple[doc.Field, Element]]] = [[]]
        used = 0.0
        for field, element in self.fields:
            need = self._need(field, usual)
            if lines[-1] and used + self._space() + need > width:
                lines.append([])
                used = 0.0
            used += need + (self._space() if lines[-1] else 0.0)
            lines[-1].append((field, element))
        return lines

    def _field(self, canvas: TaggedCanvas, place: _Place, x: float, base: float) -> None:
        look, field = self.look, place.field
        start = x + wide(look, field.label, _style(field)) + (5 * look.unit if field.label else 0.0)
        colour = "accent" if field.strong else "ink2"
        with canvas.tag(place.element):
            if field.label:
                put(canvas, look, x, base, field.label, _style(field), colour)
            if field.value:
                style = look.styles["value"]
                squeeze = min(1.0, place.room / self._value(field))  # a name longer than the page is wide
                font, size, ink = font_name(style.weight), style.size * squeeze, look.page["ink"]
                line = Line(start + 2 * look.unit, base, font, size, ink)
                paint_line(canvas, field.personal, line, field.value)
        below = base - 2 * look.unit
        if field.value:
            rule(canvas, look, start, below, x + place.width, below, 0.9, "ink2")
            return
        with canvas.tag(place.element.add("Span", actual_text=LINE)):
            rule(canvas, look, start, below, x + place.width, below, 0.9, "ink2")

    def _tick(self, canvas: TaggedCanvas, place: _Place, x: float, base: float) -> None:
        field, element = place.field, place.element
        look, unit = self.look, self.look.unit
        side = 4 * 72 / 25.4 * unit
        with canvas.tag(element.add("Span", actual_text=TICKED if field.ticked else TICK)):
            square(canvas, look, x + 0.5, base - 1.6 * unit, side)
            if field.ticked:
                put(canvas, look, x + 0.5 + side / 2, base + 0.4 * unit, "✓", "h3", "ink", "middle", 13 * unit)
        with canvas.tag(element):
            put(canvas, look, x + 16 * unit, base, field.label, _style(field))


def _style(field: doc.Field) -> str:
    """The text style of a field's label."""
    return "value" if field.strong else "body"
