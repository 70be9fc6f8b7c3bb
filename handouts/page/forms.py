"""What is filled in by hand: the pain scale, the dose with its lines, the two-week diary."""

from __future__ import annotations

from reportlab.lib.colors import HexColor

from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, Stack
from handouts.page.lists import list_element
from handouts.page.look import Look, box, disc, put, rule, wide
from handouts.tagged import Element, TaggedCanvas


def scale(block: doc.Scale, look: Look, parent: Element) -> Box:
    """Eleven cells: the aim framed and bold, the limit named, what is too much hatched. Readable in grey."""
    unit = look.unit
    element = parent.add("Figure", alt=block.alt)
    cell_height = 25 * unit
    total = cell_height + 22 * unit + 4 * unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.tag(element, bbox=(x, top - total, x + width, top + 2)):
            _scale_cells(canvas, look, block, x, top - 2 * unit - cell_height, width / 11, cell_height)
            _scale_words(canvas, look, block, x, top - 2 * unit - cell_height - 16 * unit, width / 11)

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
    """Label, value, and a line to write another value on, row by row."""
    element = list_element(parent, "None")
    unit = look.unit
    label_width = max((wide(look, label) for label, _ in block.rows), default=0.0) + 9 * unit
    rows: list[Box] = []
    for label, value in block.rows:
        entry = element.add("LI")
        name, body = entry.add("Lbl"), entry.add("LBody")
        rows.append(_dose_row(label, value, look, name, body, label_width))
    return Stack(rows, look.gap(1))


def _dose_row(label: str, value: str, look: Look, name: Element, body: Element, label_width: float) -> Box:
    unit, size = look.unit, look.styles["body"].size

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        base = top - size
        with canvas.tag(name):
            put(canvas, look, x, base, label, "body", "ink2")
        with canvas.tag(body):
            put(canvas, look, x + label_width, base, value, "value")
        start = max(x + label_width + wide(look, value, "value") + 8 * unit, x + width - 84 * unit)
        rule(canvas, look, start, base - 2 * unit, x + width, base - 2 * unit, 0.9, "ink2")

    return Drawn(20 * unit, paint)


def diary(block: doc.Diary, look: Look, parent: Element) -> Box:
    """Boxes of at least 10.5 mm; the two weeks below each other where they do not fit side by side."""
    element = parent.add("Figure", alt=block.alt)
    unit = look.unit
    head, tall = 17 * unit, 30.0 if not look.stacked else 34.0
    names = [wide(look, name) for name in (block.day, *block.rows)]
    left = 0.0 if block.short else max(names) + 10 * unit
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
        put(canvas, look, x, top - 12.5 * unit, block.day, "label", "ink2")
        for row, name in enumerate(block.rows):
            middle = top - head - row * tall - tall / 2
            put(canvas, look, x, middle - 0.35 * size, name)
    body = top - (0.0 if block.short else head)
    for number in days:
        start = x + left + (number - days.start) * cell
        if block.short:
            box(canvas, look, start, body - tall, cell, tall, None, "ink", 0.8)
            least = max(10.5 * unit, 10.5)
            put(canvas, look, start + 4 * unit, body - 12 * unit, str(number + 1), "small", "ink2", size=least)
            continue
        box(canvas, look, start, body, cell, head, "tint", "ink", 0.6)
        put(canvas, look, start + cell / 2, top - 12.5 * unit, str(number + 1), "label", align="middle")
        for row in range(len(block.rows)):
            box(canvas, look, start, body - (row + 1) * tall, cell, tall, None, "ink", 0.6)
    if days.start == 0 and days.stop == 14:
        middle, rows = x + left + 7 * cell, max(len(block.rows), 1)
        rule(canvas, look, middle, top + week_bar * 0.85, middle, body - rows * tall, 2, "ink")
