"""Document blocks -> boxes, with the structure element of everything that is said, in reading order.

Lengths are points at a body size of 12.5 and grow with it. The grid has six columns with a gutter of 14.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, assert_never

from reportlab.lib.colors import HexColor

from handouts import document as doc
from handouts.figure import Figure
from handouts.render.boxes import (
    Box,
    Drawn,
    FigureBox,
    Frame,
    Item,
    Look,
    Para,
    Row,
    Stack,
    box,
    disc,
    put,
    rule,
    stop_sign,
    wide,
)
from handouts.render.letterhead import letterhead, letterhead_corner
from handouts.render.qr import qr_code
from handouts.render.writeon import write_on
from handouts.tagged import Element, TaggedCanvas

GUTTER = 14.0
NARROWEST = 504.0
"""Points: the width of the content on the narrowest paper."""
SECTION_GAP, ITEM_GAP = 12.0, 4.0


def make_boxes(blocks: Sequence[doc.Block], look: Look, parent: Element) -> list[Box]:
    """The boxes of some blocks, one after the other."""
    made: list[Box] = []
    for block in blocks:
        made += make_box(block, look, parent)
    return made


def make_box(block: doc.Block, look: Look, parent: Element) -> list[Box]:
    """The boxes of one block."""
    match block:
        case doc.Letterhead():
            return [letterhead(block, look, parent, GUTTER)]
        case doc.Title():
            return _title(block, look, parent)
        case doc.WriteOn():
            return [write_on(block.fields, look, parent)]
        case doc.Heading():
            return [_heading(block, look, parent)]
        case doc.Paragraph():
            return [_paragraph(block, look, parent)]
        case doc.Bullets():
            return [_bullets(block, look, parent)]
        case doc.Keyed():
            return [_keyed(block, look, parent)]
        case doc.Steps():
            return [_steps(block, look, parent)]
        case doc.WarningBox():
            return [_warning_box(block, look, parent)]
        case doc.Picture():
            return [_picture(block, look, parent)]
        case doc.Columns():
            return _columns(block, look, parent)
        case doc.Scale():
            return [_scale(block, look, parent)]
        case doc.Dose():
            return [_dose(block, look, parent)]
        case doc.Diary():
            return [_diary(block, look, parent)]
        case doc.Sources():
            return [_sources(block, look, parent)]
        case doc.Panel():
            return [_panel(block, look, parent)]
        case doc.QrCode():
            return qr_code(block, look, parent)
        case doc.Section():
            return _section(block, look, parent)
        case _:
            assert_never(block)


def _stack(blocks: Sequence[doc.Block], look: Look, parent: Element) -> Stack:
    return Stack(make_boxes(blocks, look, parent))


def _gap(look: Look, value: float) -> float:
    return value * look.unit * look.gap_scale


# --- headings and text ---------------------------------------------------------------------------------------


def _section(block: doc.Section, look: Look, parent: Element) -> list[Box]:
    sect = parent.add("Sect", title=block.title)
    head = _section_head(block, look, sect)
    boxes = make_boxes(block.blocks, look, sect)
    if look.stacked:
        _bind_pictures(boxes)
    return [head, *boxes]


def _bind_pictures(boxes: Sequence[Box]) -> None:
    """In large print a picture stays with the text that follows it, and a scale or diary with what introduces it."""
    for index, (box_, following) in enumerate(pairwise(boxes)):
        if isinstance(box_, Para) and type(following) is Drawn and not following.keep_next:
            box_.keep_next = True
        if _is_picture(box_) and not _is_picture(following) and not following.keep_next:
            box_.keep_next = True
            if isinstance(following, Para):
                following.keep_next = any(isinstance(after, Stack) for after in boxes[index + 2 : index + 3])


def _is_picture(box_: Box) -> bool:
    inside = box_.children if isinstance(box_, Stack) else box_.cells if isinstance(box_, Row) else []
    return isinstance(box_, FigureBox) or (bool(inside) and _is_picture(inside[0]))


def _section_head(block: doc.Section, look: Look, sect: Element) -> Box:
    """The rule, the heading below it, and the remark to its right, or below it where there is no room."""
    style = look.styles["h2"]
    title = Para(doc.rich(block.title), look, sect.add("H2"), "h2", "accent", bookmark=1)
    remark = Para(doc.rich(block.remark), look, sect.add("P"), "label", "ink2") if block.remark else None
    after = _gap(look, 6)

    def beside(width: float) -> bool:
        return remark is not None and wide(look, block.title, "h2") + wide(look, block.remark, "label") + 16 <= width

    def height(width: float) -> float:
        extra = remark.height(width) + _gap(look, 3) if remark and not beside(width) else 0.0
        return title.height(width) + 0.2 * style.size + extra + after

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        rule(canvas, look, x, top, x + width, top, 1.5, "accent")
        y = top - 0.2 * style.size
        title.draw(canvas, x, y, width)
        if remark and beside(width):
            shift = width - wide(look, block.remark, "label")
            # ReportLab sets the first baseline one font size below the top: make both baselines one
            lift = style.size - look.styles["label"].size
            remark.draw(canvas, x + shift - 0.5, y - lift, width - shift + 1)
        elif remark:
            remark.draw(canvas, x, y - title.height(width) - _gap(look, 3), width)

    return Drawn(height, paint, _gap(look, SECTION_GAP), keep_next=True)


def _title(block: doc.Title, look: Look, parent: Element) -> list[Box]:
    """The title with the other name, and who gives the sheet, on the same line where there is room."""
    by, need = None, 0.0
    before: list[Box] = []
    if block.by:
        by, need = letterhead_corner(block.by, look, parent)
        if look.stacked or wide(look, block.title, "h1") + wide(look, block.also) + need > NARROWEST - 30 * look.unit:
            by, before = None, [letterhead(block.by, look, parent, GUTTER)]
    title = Para(doc.rich(block.title), look, parent.add("H1"), "h1", bookmark=0)
    also = Para(doc.rich(block.also), look, parent.add("P"), "body", "ink2") if block.also else None
    style = look.styles["h1"]

    def beside(width: float) -> bool:
        return wide(look, block.title, "h1") + wide(look, block.also) + 12 * look.unit <= width

    def height(width: float) -> float:
        return title.height(width) + (also.height(width) if also and not beside(width) else 0.0)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        title.draw(canvas, x, top, width)
        if also and beside(width):
            start = wide(look, block.title, "h1") + 10 * look.unit
            # both baselines: ReportLab sets the first one a font size below the top
            also.draw(canvas, x + start, top - style.size + look.styles["body"].size, width - start)
        elif also:
            also.draw(canvas, x, top - title.height(width), width)
        if by:
            by.draw(canvas, x + width - need, top, need)

    boxes: list[Box] = [*before, Drawn(height, paint, _gap(look, 4), keep_next=True)]
    if block.subtitle:
        subtitle = Para(doc.rich(block.subtitle), look, parent.add("P"), "subtitle", "accent", keep_next=True)
        subtitle.gap = _gap(look, 0.5)
        boxes.append(subtitle)
    if block.lead:
        boxes.append(Para(block.lead, look, parent.add("P"), "lead", gap=_gap(look, 4)))
    return boxes


def _heading(block: doc.Heading, look: Look, parent: Element) -> Box:
    unit, style = look.unit, look.styles["h3"]
    gap = _gap(look, 5)
    if block.badge:
        element = parent.add("H3")
        text = Para(block.text, look, element, "body")

        def badge(canvas: TaggedCanvas, x: float, top: float) -> None:
            disc(canvas, look, x + 9 * unit, top - 8.6 * unit, 9 * unit, "accent")
            with canvas.tag(element):
                put(canvas, look, x + 9 * unit, top - 13 * unit, block.badge, "h3", "paper", "middle", 12.5 * unit)

        item = Item(text, 25 * unit, badge, _gap(look, 2), least=20 * unit)
        item.keep_next = True
        return item
    heading = Para(block.text, look, parent.add("H3"), "h3", gap=gap, keep_next=True)
    if not block.icon:
        return heading
    size = 30 * unit

    def icon(canvas: TaggedCanvas, x: float, top: float) -> None:
        _icon(canvas, look, block.icon, x, top, size)

    lift = (size - style.leading) / 2
    middle = Stack([Drawn(lift, lambda *_: None), heading])
    heading.gap = 0.0
    item = Item(middle, 40 * unit, icon, gap, least=size + 3 * unit)
    item.keep_next = True
    return item


def _paragraph(block: doc.Paragraph, look: Look, parent: Element) -> Box:
    colour = "ink2" if block.style == "small" else "ink"
    para = Para(block.text, look, parent.add("P"), block.style, colour, gap=_gap(look, 4))
    para.personal = block.personal
    return para


# --- lists ---------------------------------------------------------------------------------------------------


def _list(parent: Element, numbering: str) -> Element:
    return parent.add("L", attributes={"O": "List", "ListNumbering": numbering})


def _bullets(block: doc.Bullets, look: Look, parent: Element, gap: float = 3.0, first_gap: float = 2.0) -> Stack:
    size = look.styles["body"].size
    element = _list(parent, "Disc")
    items: list[Box] = []
    for text in block.items:
        entry = element.add("LI")
        label = entry.add("Lbl")
        body = Para(text, look, entry.add("LBody"))
        items.append(Item(body, 0.88 * size, _bullet(look, label), _gap(look, gap)))
    return Stack(items, _gap(look, first_gap))


def _bullet(look: Look, label: Element) -> Callable[[TaggedCanvas, float, float], None]:
    style = look.styles["body"]

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.tag(label):
            put(canvas, look, x, top - style.size, "•", "body")

    return paint


def _keyed(block: doc.Keyed, look: Look, parent: Element) -> Stack:
    element = _list(parent, "Decimal")
    indent = max((wide(look, key, "value") for key, _ in block.items), default=0.0) + 5.5 * look.unit
    size = look.styles["body"].size
    items: list[Box] = []
    for key, text in block.items:
        entry = element.add("LI")
        label = entry.add("Lbl")

        def marker(canvas: TaggedCanvas, x: float, top: float, label: Element = label, key: str = key) -> None:
            with canvas.tag(label):
                put(canvas, look, x, top - size, key, "value")

        items.append(Item(Para(text, look, entry.add("LBody")), indent, marker, _gap(look, 0.5)))
    return Stack(items, _gap(look, 1))


def _steps(block: doc.Steps, look: Look, parent: Element) -> Stack:
    unit = look.unit
    element = _list(parent, "Decimal")
    items: list[Box] = []
    for number, text in enumerate(block.items, block.start):
        entry = element.add("LI")
        label = entry.add("Lbl")

        def marker(canvas: TaggedCanvas, x: float, top: float, label: Element = label, number: int = number) -> None:
            middle = top - 9.2 * unit
            disc(canvas, look, x + 8.5 * unit, middle, 8.5 * unit, "paper", "accent", 1.3 * unit)
            with canvas.tag(label):
                put(canvas, look, x + 8.5 * unit, middle - 4.2 * unit, str(number), "h3", "accent", "middle", 12 * unit)

        body = Para(text, look, entry.add("LBody"))
        items.append(Item(body, 25 * unit, marker, _gap(look, ITEM_GAP), least=19 * unit))
    return Stack(items, _gap(look, 4))


def _sources(block: doc.Sources, look: Look, parent: Element) -> Stack:
    element = _list(parent, "None")
    items: list[Box] = [
        Para(doc.rich(text), look, element.add("LI").add("LBody"), "small", gap=_gap(look, 2)) for text in block.items
    ]
    return Stack(items)


# --- the warning box and panels ------------------------------------------------------------------------------


def _warning_box(block: doc.WarningBox, look: Look, parent: Element) -> Box:
    unit = look.unit
    sect = parent.add("Sect", title=block.title)
    title = Para(doc.rich(block.title), look, sect.add("H2"), "h2", "paper", bookmark=1)

    def bar_height(width: float) -> float:
        return title.height(width - 50 * unit) + 6.5 * unit

    def bar(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        middle = top - bar_height(width) / 2
        stop_sign(canvas, look, x + 21 * unit, middle, 10 * unit, "paper", "alert")
        title.draw(canvas, x + 38 * unit, top - 2.2 * unit, width - 50 * unit)

    tiers: list[Box] = []
    for tier in block.tiers:
        if tiers:
            tiers.append(_divider(look))
        tiers += _tier(tier, look, sect.add("Sect", title=tier.label), block.compact)
    if block.remark:
        tiers.append(Para(doc.rich(block.remark), look, sect.add("P"), "label", gap=_gap(look, 4)))
    line = 3.0 if look.stacked else 2.25
    frame = Frame(Stack(tiers), look, "alert", line, 12 * unit, Drawn(bar_height, bar), _gap(look, 10))
    frame.anchor = "warning"
    return frame


def _divider(look: Look) -> Box:
    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        rule(canvas, look, x, top, x + width, top, 0.75)

    return Drawn(0.0, paint, _gap(look, 5), keep_next=True)


def _tier(tier: doc.TierRow, look: Look, sect: Element, compact: bool) -> list[Box]:
    """The label and number to the left of the items, above them in large print; compact, all in one paragraph."""
    colour = "alert"
    if compact and not look.stacked:
        runs: list[doc.Run] = [doc.Run(f"{tier.label}:", True)]
        for item in tier.items:
            runs += [doc.Run("  •\u00a0", True), *item]
        return [Para(tuple(runs), look, sect.add("P"), gap=_gap(look, 4))]
    head = sect.add("H3")
    if look.stacked:
        words = " ".join(part for part in (tier.label, tier.number) if part)
        style = "h2" if look.stacked else "h3"
        label = Para(doc.rich(words), look, head, style, colour, gap=_gap(look, 4), keep_next=True)
        items = _bullets(doc.Bullets(tier.items), look, sect, gap=2)
        return [label, items]
    names: list[Box] = [Para(doc.rich(tier.label), look, head, "h3", colour)]
    if tier.number:
        big = wide(look, tier.number, "number") <= 82 * look.unit and tier.urgent
        number = Para(
            doc.rich(tier.number), look, sect.add("P"), "number" if big else "value", colour if big else "ink"
        )
        names.append(number)
    items = _bullets(doc.Bullets(tier.items), look, sect, gap=2)
    row = Row([Stack(names), items], (90, 387), 8 * look.unit, _gap(look, 5))
    return [row]


def _panel(block: doc.Panel, look: Look, parent: Element) -> Box:
    sect = parent.add("Sect", title=block.title)
    element = sect.add("H3")
    boxes = make_boxes(block.blocks, look, sect)
    if block.beside and not look.stacked:
        indent = wide(look, block.title, "h3") + GUTTER

        def title(canvas: TaggedCanvas, x: float, top: float) -> None:
            with canvas.tag(element):
                put(canvas, look, x, top - look.styles["body"].size, block.title, "h3")

        content = Stack([Item(Stack(boxes), indent, title)])
    else:
        content = Stack([Para(doc.rich(block.title), look, element, "h3", keep_next=True), *boxes])
    return Frame(content, look, "rule", 0.75, 12 * look.unit, gap=_gap(look, 12))


# --- pictures and columns ------------------------------------------------------------------------------------


def _picture(block: doc.Picture, look: Look, parent: Element) -> Box:
    element = parent.add("Figure")
    limit = block.height * look.picture_scale * (1.6 if look.stacked else 1.0)
    label = look.styles["label"].size

    def compose(width: float) -> Figure:
        return block.compose(width, limit, label)

    picture = FigureBox(compose, look, element, _gap(look, 3))
    if not block.caption and not block.tick:
        return picture
    picture.keep_next = True
    return Stack([picture, _caption(block, look, parent)], picture.gap)


def _caption(block: doc.Picture, look: Look, parent: Element) -> Box:
    """The caption, with a box to tick at the right, or below where there is no room."""
    caption = Para(block.caption, look, parent.add("P"), gap=_gap(look, 2)) if block.caption else None
    if not block.tick:
        assert caption is not None
        return caption
    tick = write_on((doc.Field(block.tick, kind="tick"),), look, parent)
    need = wide(look, block.tick) + 16.5 * look.unit
    text = doc.plain(block.caption)

    def beside(width: float) -> bool:
        return caption is not None and wide(look, text) + need + 2 <= width

    def height(width: float) -> float:
        above = caption.height(width) if caption else 0.0
        return above if beside(width) else above + tick.height(width) + _gap(look, 3)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if caption:
            caption.draw(canvas, x, top, width)
        if beside(width):
            tick.draw(canvas, x + width - need, top + (tick.height(need) - caption.height(width)) / 2, need)  # type: ignore[union-attr]
        else:
            tick.draw(canvas, x, top - (caption.height(width) if caption else 0.0) - _gap(look, 3), width)

    return Drawn(height, paint, _gap(look, 2))


def _columns(block: doc.Columns, look: Look, parent: Element) -> list[Box]:
    """Cells side by side; in large print, boxes one after the other."""
    cells = [_stack(cell, look, parent) for cell in block.cells]
    gap = _gap(look, 4)
    pictures_only = all(len(cell) == 1 and isinstance(cell[0], doc.Picture) for cell in block.cells)
    if look.stacked and not pictures_only:
        children: list[Box] = []
        for cell in cells:
            for index, child in enumerate(cell.children):
                if index == 0 and children:
                    child.gap = max(child.gap, _gap(look, 6))
                children.append(child)
        if children:
            children[0].gap = max(children[0].gap, gap)
        return children
    return [Row(cells, block.weights, GUTTER, gap, block.snug)]


# --- dose and diary ------------------------------------------------------------------------------------------


def _scale(block: doc.Scale, look: Look, parent: Element) -> Box:
    """Eleven cells: the aim framed and bold, the limit named, what is too much hatched. Readable in grey."""
    unit = look.unit
    element = parent.add("Figure", alt=block.alt)
    cell_height = 25 * unit
    total = cell_height + 22 * unit + 4 * unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        with canvas.tag(element, bbox=(x, top - total, x + width, top + 2)):
            _scale_cells(canvas, look, block, x, top - 2 * unit - cell_height, width / 11, cell_height)
            _scale_words(canvas, look, block, x, top - 2 * unit - cell_height - 16 * unit, width / 11)

    return Drawn(total, paint, _gap(look, 5))


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
    put(canvas, look, x, y, block.none, "label", "ink2")
    middle = x + (block.low + block.high + 1) / 2 * cell
    put(canvas, look, middle, y, block.aim, "h3", "accent", "middle")
    start = max(
        x + (block.limit + 0.5) * cell,
        middle + wide(look, block.aim, "h3") / 2 + wide(look, block.limit_word, "label") / 2 + 4,
    )
    put(canvas, look, start, y, block.limit_word, "label", "ink", "middle")
    much = max(
        x + (block.limit + 11.5) / 2 * cell,
        start + wide(look, block.limit_word, "label") / 2 + wide(look, block.too_much, "h3") / 2 + 6,
    )
    much = min(much, x + 11 * cell - wide(look, block.too_much, "h3") / 2)
    put(canvas, look, much, y, block.too_much, "h3", "alert", "middle")


def _dose(block: doc.Dose, look: Look, parent: Element) -> Box:
    element = _list(parent, "None")
    unit = look.unit
    label_width = max((wide(look, label) for label, _ in block.rows), default=0.0) + 9 * unit
    rows: list[Box] = []
    for label, value in block.rows:
        entry = element.add("LI")
        name, body = entry.add("Lbl"), entry.add("LBody")
        rows.append(_dose_row(label, value, look, name, body, label_width))
    return Stack(rows, _gap(look, 1))


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


def _diary(block: doc.Diary, look: Look, parent: Element) -> Box:
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

    return Drawn(height, paint, _gap(look, 6))


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


# --- icons ------------------------------------------------------------------------------------


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


def _icon(canvas: Any, look: Look, kind: str, x: float, top: float, size: float) -> None:
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
