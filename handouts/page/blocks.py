"""Document blocks -> boxes, with the structure element of everything that is said, in reading order.

Lengths are points at a body size of 12.5 and grow with it. The grid has six columns with a gutter of 14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from handouts.drawing.shapes import Figure
from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, FigureBox, Frame, Item, Para, Personal, Row, Stack
from handouts.page.forms import diary, dose, scale
from handouts.page.icons import icon
from handouts.page.letterhead import letterhead, letterhead_corner
from handouts.page.lists import bullets, keyed, sources, steps
from handouts.page.look import Look, disc, put, rule, stop_sign, wide
from handouts.page.qr import qr_code
from handouts.page.writeon import write_on
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
            return [bullets(block, look, parent)]
        case doc.Keyed():
            return [keyed(block, look, parent)]
        case doc.Steps():
            return [steps(block, look, parent)]
        case doc.WarningBox():
            return [_warning_box(block, look, parent)]
        case doc.Picture():
            return [_picture(block, look, parent)]
        case doc.Columns():
            return _columns(block, look, parent)
        case doc.Scale():
            return [scale(block, look, parent)]
        case doc.Dose():
            return [dose(block, look, parent)]
        case doc.Diary():
            return [diary(block, look, parent)]
        case doc.Sources():
            return [sources(block, look, parent)]
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


# --- headings and text ---------------------------------------------------------------------------------------


def _section(block: doc.Section, look: Look, parent: Element) -> list[Box]:
    sect = parent.add("Sect", title=block.title)
    head = _section_head(block, look, sect)
    boxes = make_boxes(block.blocks, look, sect)
    if look.stacked:
        _bind_pictures(boxes)
    return [head, *boxes]


def _bind_pictures(boxes: Sequence[Box]) -> None:
    """In large print pictures stay with the text that follows them, and a scale or diary with what introduces it."""
    for index, (box_, following) in enumerate(pairwise(boxes)):
        if isinstance(box_, Para) and type(following) is Drawn and not following.keep_next:
            box_.keep_next = True
        if _is_picture(box_) and not following.keep_next:
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
    after = look.gap(6)

    def beside(width: float) -> bool:
        return remark is not None and wide(look, block.title, "h2") + wide(look, block.remark, "label") + 16 <= width

    def height(width: float) -> float:
        extra = remark.height(width) + look.gap(3) if remark and not beside(width) else 0.0
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
            remark.draw(canvas, x, y - title.height(width) - look.gap(3), width)

    return Drawn(height, paint, look.gap(SECTION_GAP), keep_next=True)


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

    boxes: list[Box] = [*before, Drawn(height, paint, look.gap(4), keep_next=True)]
    if block.subtitle:
        subtitle = Para(doc.rich(block.subtitle), look, parent.add("P"), "subtitle", "accent", keep_next=True)
        subtitle.gap = look.gap(0.5)
        boxes.append(subtitle)
    if block.lead:
        boxes.append(Para(block.lead, look, parent.add("P"), "lead", gap=look.gap(4)))
    return boxes


def _heading(block: doc.Heading, look: Look, parent: Element) -> Box:
    unit, style = look.unit, look.styles["h3"]
    gap = look.gap(5)
    if block.badge:
        element = parent.add("H3")
        text = Para(block.text, look, element, "body")

        def badge(canvas: TaggedCanvas, x: float, top: float) -> None:
            disc(canvas, look, x + 9 * unit, top - 8.6 * unit, 9 * unit, "accent")
            with canvas.tag(element):
                put(canvas, look, x + 9 * unit, top - 13 * unit, block.badge, "h3", "paper", "middle", 12.5 * unit)

        item = Item(text, 25 * unit, badge, look.gap(2), least=20 * unit)
        item.keep_next = True
        return item
    heading = Para(block.text, look, parent.add("H3"), "h3", gap=gap, keep_next=True)
    if not block.icon:
        return heading
    size = 30 * unit

    def paint_icon(canvas: TaggedCanvas, x: float, top: float) -> None:
        icon(canvas, look, block.icon, x, top, size)

    lift = (size - style.leading) / 2
    middle = Stack([Drawn(lift, lambda *_: None), heading])
    heading.gap = 0.0
    item = Item(middle, 40 * unit, paint_icon, gap, least=size + 3 * unit)
    item.keep_next = True
    return item


def _paragraph(block: doc.Paragraph, look: Look, parent: Element) -> Box:
    colour = "ink2" if block.style == "small" else "ink"
    para = Para(block.text, look, parent.add("P"), block.style, colour, gap=look.gap(4))
    para.personal = block.personal
    return para


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
        tiers.append(Para(doc.rich(block.remark), look, sect.add("P"), "label", gap=look.gap(4)))
    line = 3.0 if look.stacked else 2.25
    frame = Frame(Stack(tiers), look, "alert", line, 12 * unit, Drawn(bar_height, bar), look.gap(10))
    frame.anchor = "warning"
    return frame


def _divider(look: Look) -> Box:
    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        rule(canvas, look, x, top, x + width, top, 0.75)

    return Drawn(0.0, paint, look.gap(5), keep_next=True)


def _tier(tier: doc.TierRow, look: Look, sect: Element, compact: bool) -> list[Box]:
    """The label and number to the left of the items, above them in large print; compact, all in one paragraph."""
    colour = "alert"
    if compact and not look.stacked:
        runs: list[doc.Run] = [doc.Run(f"{tier.label}:", True)]
        for item in tier.items:
            runs += [doc.Run("  •\u00a0", True), *item]
        return [Para(tuple(runs), look, sect.add("P"), gap=look.gap(4))]
    head = sect.add("H3")
    if look.stacked:
        words = tier.label + (": " if tier.number and not tier.number[0].isdigit() else " ") + tier.number
        style = "h2" if look.stacked else "h3"
        label = Para(doc.rich(words), look, head, style, colour, gap=look.gap(4), keep_next=True)
        items = bullets(doc.Bullets(tier.items), look, sect, gap=2)
        return [label, items]
    names: list[Box] = [Para(doc.rich(tier.label), look, head, "h3", colour)]
    if tier.number:
        big = wide(look, tier.number, "number") <= 82 * look.unit and tier.urgent
        number = Para(
            doc.rich(tier.number), look, sect.add("P"), "number" if big else "value", colour if big else "ink"
        )
        names.append(number)
    items = bullets(doc.Bullets(tier.items), look, sect, gap=2)
    row = Row([Stack(names), items], (90, 387), 8 * look.unit, look.gap(5))
    return [row]


def _panel(block: doc.Panel, look: Look, parent: Element) -> Box:
    paragraphs = [each for each in block.blocks if isinstance(each, doc.Paragraph) and each.personal]
    frame = _panel_frame(block, look, parent)
    if not paragraphs:
        return frame
    keys = tuple(each.personal for each in paragraphs)
    empty = replace(block, blocks=())  # what is kept of the panel has nothing personal in it

    def again(texts: Sequence[str]) -> Box:
        others = (doc.Paragraph((doc.Run(text),), personal=key) for key, text in zip(keys, texts, strict=True))
        return _panel_frame(replace(empty, blocks=tuple(others)), look, Element("Document"))

    return Personal(frame, again)


def _panel_frame(block: doc.Panel, look: Look, parent: Element) -> Frame:
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
    return Frame(content, look, "rule", 0.75, 12 * look.unit, gap=look.gap(12))


# --- pictures and columns ------------------------------------------------------------------------------------


def _picture(block: doc.Picture, look: Look, parent: Element) -> Box:
    element = parent.add("Figure")
    limit = block.height * look.picture_scale * (1.6 if look.stacked else 1.0)
    label = look.styles["label"].size

    def compose(width: float) -> Figure:
        return block.compose(width, limit, label)

    picture = FigureBox(compose, look, element, look.gap(3))
    if not block.caption and not block.tick:
        return picture
    picture.keep_next = True
    return Stack([picture, _caption(block, look, parent)], picture.gap)


def _caption(block: doc.Picture, look: Look, parent: Element) -> Box:
    """The caption, with a box to tick at the right, or below where there is no room."""
    caption = Para(block.caption, look, parent.add("P"), gap=look.gap(2)) if block.caption else None
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
        return above if beside(width) else above + tick.height(width) + look.gap(3)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if caption:
            caption.draw(canvas, x, top, width)
        if beside(width):
            tick.draw(canvas, x + width - need, top + (tick.height(need) - caption.height(width)) / 2, need)  # type: ignore[union-attr]
        else:
            tick.draw(canvas, x, top - (caption.height(width) if caption else 0.0) - look.gap(3), width)

    return Drawn(height, paint, look.gap(2))


def _columns(block: doc.Columns, look: Look, parent: Element) -> list[Box]:
    """Cells side by side; in large print, boxes one after the other."""
    cells = [_stack(cell, look, parent) for cell in block.cells]
    gap = look.gap(4)
    pictures_only = all(len(cell) == 1 and isinstance(cell[0], doc.Picture) for cell in block.cells)
    if look.stacked and not pictures_only:
        children: list[Box] = []
        for cell in cells:
            for index, child in enumerate(cell.children):
                if index == 0 and children:
                    child.gap = max(child.gap, look.gap(6))
                children.append(child)
        if children:
            children[0].gap = max(children[0].gap, gap)
        return children
    return [Row(cells, block.weights, GUTTER, gap, block.snug)]
