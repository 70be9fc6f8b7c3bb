"""What is filled in by hand: lines and boxes, the pain scale, the dose with its lines, the two-week diary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, Para, Stack
from handouts.page.lists import list_element
from handouts.page.look import Look, box, disc, put, rule, square, wide
from handouts.page.personal import Fits, Line, asked, paint_line
from handouts.page.shaped import depth
from handouts.style.fonts import font_name
from handouts.tagged import Element, TaggedCanvas

LINE_ROOM = 62.0
"""Points at normal size: the shortest line that one can write on (25 mm with its neighbours' share)."""
LONG_ROOM = 120.0
"""The same where something stands that is longer, such as 23 September 2026."""

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
        self._known: dict[float, list[list[_Place]]] = {}

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
        """The rows of fields; worked out each time that they depend on somebody's words, which then are asked for."""
        if any(field.personal and field.value for field, _ in self.fields):
            return self._placed(width)
        if width not in self._known:
            self._known[width] = self._placed(width)
        return self._known[width]

    def _placed(self, width: float) -> list[list[_Place]]:
        """The rows of fields: as if all were empty when every value fits, if need be with more room for each; else by
        the width of the values.
        """
        usual = self._lines(width, LINE_ROOM)
        for room in (LINE_ROOM, LONG_ROOM):
            lines = self._lines(width, room)
            places = [self._row(line, width, room) for line in lines]
            if len(lines) == len(usual) and all(self._fits(place) for line in places for place in line):
                return places
        for place in (place for line in places for place in line if place.field.personal and place.field.value):
            self._ask(place, 0.0)
        return [self._row(line, width) for line in self._lines(width)]

    def _row(self, line: Sequence[tuple[doc.Field, Element]], width: float, room: float = 0.0) -> list[_Place]:
        free = width - sum(self._need(field, room) for field, _ in line) - self._space() * (len(line) - 1)
        shares = sum(field.share for field, _ in line if field.kind == "line")
        places, left = [], 0.0
        for field, element in line:
            own = self._need(field, room) + (free * field.share / shares if field.kind == "line" else 0.0)
            places.append(_Place(field, element, left, own, own - self._before(field) - 2 * self.look.unit))
            left += own + self._space()
        return places

    def _fits(self, place: _Place) -> bool:
        fits = self._value(place.field) <= place.room
        if place.field.personal and place.field.value:
            self._ask(place, place.room)
        return fits

    def _ask(self, place: _Place, room: float) -> None:
        style, fits = self.look.styles["value"], int(self._value(place.field) <= room)
        asked(Fits(place.field.personal, room, font_name(style.weight), style.size), fits, fits)

    def _space(self) -> float:
        return 12 * self.look.unit

    def _value(self, field: doc.Field) -> float:
        return wide(self.look, field.value, "value") if field.value else 0.0

    def _before(self, field: doc.Field) -> float:
        """What stands before a field's value: its label, and a little."""
        return wide(self.look, field.label, _style(field)) + 7 * self.look.unit

    def _need(self, field: doc.Field, room: float) -> float:
        """The width of a field with this room for its value; without one, as much as the value takes."""
        unit = self.look.unit
        if field.kind == "tick":
            return wide(self.look, field.label, _style(field)) + 18 * unit
        value = 0.0 if room or not field.value else self._value(field) + 4 * unit
        return wide(self.look, field.label, _style(field)) + 5 * unit + max((room or LINE_ROOM) * unit, value)

    def _lines(self, width: float, room: float = 0.0) -> list[list[tuple[doc.Field, Element]]]:
        lines: list[list[tuple[doc.Field, Element]]] = [[]]
        used = 0.0
        for field, element in self.fields:
            need = self._need(field, room)
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
            below = min(below, base - depth(field.value, font, size) - 0.6 * look.unit)  # no mark lies on the line
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


def scale(block: doc.Scale, look: Look, parent: Element) -> Box:
    """Eleven cells: the aim framed and bold, the limit named, what is too much hatched. Readable in grey."""
    unit = look.unit
    element = parent.add("Figure", alt=block.alt)
    cell_height = 8 * 72 / 25.4 * unit
    total = cell_height + 18 * unit + 4 * unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.tag(element, bbox=(x, top - total, x + width, top + 2)):
            _scale_cells(canvas, look, block, x, top - 2 * unit - cell_height, width / 11, cell_height)
            _scale_words(canvas, look, block, x, top - 2 * unit - cell_height - 13.5 * unit, width / 11)

    return Drawn(total, paint, look.gap(5))


def _scale_cells(
    canvas: TaggedCanvas, look: Look, block: doc.Scale, x: float, y: float, cell: float, high: float
) -> None:
    unit = look.unit
    for value in range(11):
        left, aim = x + value * cell, block.low <= value <= block.high
        box(canvas, look, left, y, cell, high, "go" if aim else None, "ink", 0.8)
        if value > block.limit:
            canvas.saveState()
            outline = canvas.beginPath()
            outline.rect(left, y, cell, high)
            canvas.clipPath(outline, stroke=0, fill=0)
            canvas.setStrokeColor(HexColor(look.page["alert"]))
            canvas.setLineWidth(0.9)
            shift = -high
            while shift < cell:
                canvas.line(left + shift, y, left + shift + high, y + high)
                shift += 4.4 * unit
            canvas.restoreState()
            disc(canvas, look, left + cell / 2, y + high / 2, min(8.6 * unit, 0.46 * cell), "paper")
        size = 13.5 * unit if aim else 12.5 * unit
        put(
            canvas,
            look,
            left + cell / 2,
            y + high / 2 - 0.36 * size,
            str(value),
            "h3" if aim else "body",
            "ink",
            "middle",
            size,
        )
    low, high_value = block.low, block.high
    box(
        canvas,
        look,
        x + low * cell,
        y - 2 * unit,
        cell * (high_value - low + 1),
        high + 4 * unit,
        None,
        "accent",
        2.6 * unit,
        2 * unit,
    )


def _scale_words(canvas: TaggedCanvas, look: Look, block: doc.Scale, x: float, y: float, cell: float) -> None:
    """The words below the cells. An aim at either end leaves no room for its neighbour, which then is not needed."""
    middle = x + (block.low + block.high + 1) / 2 * cell
    aim = wide(look, block.aim, "h3")
    put(canvas, look, middle, y, block.aim, "h3", "accent", "middle")
    if x + wide(look, block.none, "label") + 4 <= middle - aim / 2:
        put(canvas, look, x, y, block.none, "label", "ink2")
    taken = middle + aim / 2
    if block.high < block.limit:
        limit = wide(look, block.limit_word, "label")
        start = max(x + (block.limit + 0.5) * cell, taken + limit / 2 + 4)
        put(canvas, look, start, y, block.limit_word, "label", "ink", "middle")
        taken = start + limit / 2
    much = wide(look, block.too_much, "h3")
    centre = min(max(x + (block.limit + 11.5) / 2 * cell, taken + much / 2 + 6), x + 11 * cell - much / 2)
    put(canvas, look, centre, y, block.too_much, "h3", "alert", "middle")


def dose(block: doc.Dose, look: Look, parent: Element) -> Box:
    """Label, value, and a line to write another value on, row by row; a dose that is set needs no lines."""
    element = list_element(parent, "None")
    if block.run_in:
        return _run_in(block, look, element)
    unit = look.unit
    label_width = max((wide(look, label) for label, _ in block.rows), default=0.0) + 8 * unit
    rows: list[Box] = []
    for label, value in block.rows:
        entry = element.add("LI")
        name, body = entry.add("Lbl"), entry.add("LBody")
        rows.append(_dose_row(label, value, block.set, look, (name, body), label_width))
    return Stack(rows, look.gap(1))


def _run_in(block: doc.Dose, look: Look, element: Element) -> Box:
    """The rows one after the other, each on one line."""
    pieces = []
    for label, value in block.rows:
        entry = element.add("LI")
        name = Para(doc.rich(label), look, entry.add("Lbl"), "body", "ink2")
        words = Para(doc.rich(value), look, entry.add("LBody"), "value")
        first, second = wide(look, label) + 4, wide(look, value, "value") + 1
        pieces.append((name, words, first, second))
    leading = look.styles["body"].leading
    together = sum(first + second for _, _, first, second in pieces)

    def places(width: float) -> list[tuple[float, int]]:
        spare = (width - together) / max(len(pieces) - 1, 1)
        space = (
            spare if 7 * look.unit <= spare < 14 * look.unit else 14 * look.unit
        )  # closer, if one line is enough then
        found, x, line = [], 0.0, 0
        for _, _, first, second in pieces:
            if x and x + first + second > width + 0.01:
                x, line = 0.0, line + 1
            found.append((x, line))
            x += first + second + space
        return found

    def height(width: float) -> float:
        return (places(width)[-1][1] + 1) * leading

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        for (name, words, first, second), (left, line) in zip(pieces, places(width), strict=True):
            name.draw(canvas, x + left, top - line * leading, first)
            words.draw(canvas, x + left + first, top - line * leading, second + 4)

    return Drawn(height, paint, look.gap(3))


def _dose_row(
    label: str, value: str, is_set: bool, look: Look, elements: tuple[Element, Element], label_width: float
) -> Box:
    unit = look.unit
    name = Para(doc.rich(label), look, elements[0], "body", "ink2")
    words = Para(doc.rich(value), look, elements[1], "value")
    line = 0.0 if is_set else 17 * 72 / 25.4 * unit
    spoken = None if is_set else elements[1].add("Span", actual_text=LINE)

    def room(width: float) -> float:
        return width - label_width - (line + 6 * unit if line else 0.0)

    def height(width: float) -> float:
        return words.height(room(width)) + (3.2 * unit if line else 1.0 * unit)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        name.draw(canvas, x, top, label_width)
        words.draw(canvas, x + label_width, top, room(width))
        if spoken is not None:
            base = top - words.height(room(width)) + 1.5 * unit
            with canvas.tag(spoken):
                rule(canvas, look, x + width - line, base, x + width, base, 0.9, "ink2")

    return Drawn(height, paint)


def diary(block: doc.Diary, look: Look, parent: Element) -> Box:
    """Boxes of at least 10.5 mm; the two weeks below each other where they do not fit side by side."""
    element = parent.add("Figure", alt=block.alt)
    unit = look.unit
    head, tall = 15 * unit, 10.6 * 72 / 25.4 * (1.15 if look.stacked else 1.0) * (0.78 if block.short else 1.0)
    names = (block.day,) if block.short else (block.day, *block.rows)
    left = max(wide(look, name) for name in names) + 8 * unit
    week_bar = 0.0 if block.short else 15 * unit
    rows = max(len(block.rows), 1)

    def one_row(width: float) -> bool:
        return (width - left) / 14 >= 29.8

    def week_height() -> float:
        return week_bar + (0.0 if block.short else head) + rows * tall

    def height(width: float) -> float:
        return week_height() if one_row(width) else 2 * week_height() + 6 * unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.tag(element, bbox=(x, top - height(width), x + width, top)):
            days = 14 if one_row(width) else 7
            cell = (width - left) / days
            for start in range(0, 14, days):
                y = top - (0.0 if start == 0 else week_height() + 6 * unit)
                _diary_week(canvas, look, block, x, y, left, cell, range(start, start + days), (week_bar, head, tall))

    return Drawn(height, paint, look.gap(6))


def _diary_week(
    canvas: TaggedCanvas,
    look: Look,
    block: doc.Diary,
    x: float,
    top: float,
    left: float,
    cell: float,
    days: range,
    sizes: tuple[float, float, float],
) -> None:
    unit = look.unit
    week_bar, head, tall = sizes
    size = look.styles["body"].size
    if not block.short:
        for week in range(days.start // 7, days.stop // 7):
            start = x + left + (week * 7 - days.start) * cell
            put(canvas, look, start + 3 * unit, top - 10 * unit, block.weeks[week], "label")
        top -= week_bar
        put(canvas, look, x, top - 11.5 * unit, block.day, "label", "ink2")
        for row, name in enumerate(block.rows):
            middle = top - head - row * tall - tall / 2
            put(canvas, look, x, middle - 0.35 * size, name)
    body = top - (0.0 if block.short else head)
    if block.short and days.start == 0:  # what to do is said once; the days of the second week go on counting
        put(canvas, look, x, top - tall / 2 - 0.35 * size, block.day)
    for number in days:
        start = x + left + (number - days.start) * cell
        if block.short:
            box(canvas, look, start, body - tall, cell, tall, None, "ink", 0.8)
            least = max(11 * unit, 11)
            put(canvas, look, start + 3 * unit, body - 10 * unit, str(number + 1), "small", "ink2", size=least)
            continue
        box(canvas, look, start, body, cell, head, "tint", "ink", 0.6)
        put(canvas, look, start + cell / 2, top - 11.5 * unit, str(number + 1), "label", align="middle")
        for row in range(len(block.rows)):
            box(canvas, look, start, body - (row + 1) * tall, cell, tall, None, "ink", 0.6)
    if days.start == 0 and days.stop == 14:
        middle, rows = x + left + 7 * cell, max(len(block.rows), 1)
        rule(canvas, look, middle, top + week_bar * 0.85, middle, body - rows * tall, 2, "ink")
