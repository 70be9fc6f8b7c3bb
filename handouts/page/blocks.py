"""Document blocks -> boxes, with the structure element of everything that is said, in reading order.

Lengths are points at a body size of 12.5 and grow with it. Three widths of frame and no other: the whole, a half, a
third, with a gutter of 4.9 mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from handouts.drawing.shapes import Figure
from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, FigureBox, Frame, Item, Outline, Para, Personal, Row, Stack
from handouts.page.forms import diary, dose, scale, write_on
from handouts.page.icons import icon
from handouts.page.letterhead import letterhead, letterhead_corner
from handouts.page.lists import Balanced, bullets, sources
from handouts.page.look import Look, keep_off_sign, rule, stop_sign, wide
from handouts.page.outline import depth, heading_element
from handouts.page.qr import qr_code
from handouts.page.spots import spots
from handouts.page.steps import steps
from handouts.page.tables import table
from handouts.page.warnings import tick_box, warning_box
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
GUTTER = 4.9 * MM
SECTION_GAP = 3 * MM
TITLE_PICTURE = 58 * MM
LATER_PICTURE = 50 * MM


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
            return [_title(block, look, parent)]
        case doc.WriteOn():
            return [write_on(block.fields, look, parent)]
        case doc.Heading():
            return [_heading(block, look, parent)]
        case doc.Paragraph():
            return [_paragraph(block, look, parent)]
        case doc.Bullets():
            return [bullets(block, look, parent)]
        case doc.Steps():
            return steps(block, look, parent, make_boxes)
        case doc.WarningBox():
            return [warning_box(block, look, parent)]
        case doc.TickBox():
            return [tick_box(block, look, parent)]
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
        case doc.Table():
            return [table(block, look, parent)]
        case doc.Spots():
            return spots(block, look, parent)
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
    if look.stacked or block.breaks:
        _bind(boxes)
    if block.page or look.stacked:
        return [head, *boxes]
    section = Stack([head, *boxes], head.gap)
    section.whole = not block.breaks
    return [section]


def _bind(boxes: Sequence[Box]) -> None:
    """Where a section may be parted what a paragraph introduces stays with it."""
    for box_, following in pairwise(boxes):
        if isinstance(box_, Para) and isinstance(following, Drawn | FigureBox | Stack | Balanced | Row | Item):
            box_.keep_next = True


def _section_head(block: doc.Section, look: Look, sect: Element) -> Box:
    """The heading and the remark to its right, or below it where there is no room; a rule above all but a page's."""
    name = "h1" if block.page else "h2"
    style = look.styles[name]
    tint = "ink" if block.page else "accent"
    title = Para(doc.rich(block.title), look, heading_element(sect), name, tint, bookmark=depth(sect))
    colour = "alert" if block.alert else "ink2"
    words = look.numbered(block.remark)
    remark = Para(doc.rich(words), look, sect.add("P"), "label", colour) if block.remark else None
    sign = 9 * look.unit if block.alert else 0.0
    above = 0.0 if block.page else 0.2 * style.size
    after = look.gap(4)

    def beside(width: float) -> bool:
        need = wide(look, words, "label") + 2.6 * sign
        return remark is not None and wide(look, block.title, name) + need + 12 <= width

    def height(width: float) -> float:
        extra = remark.height(width) + look.gap(2) if remark and not beside(width) else 0.0
        return title.height(width) + above + extra + after

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        if not block.page:
            rule(canvas, look, x, top, x + width, top, 1.5, "accent")
        y = top - above
        title.draw(canvas, x, y, width)
        if remark and beside(width):
            shift = width - wide(look, words, "label")
            # ReportLab sets the first baseline one font size below the top: make both baselines one
            lift = style.size - look.styles["label"].size
            remark.draw(canvas, x + shift - 0.5, y - lift, width - shift + 1)
            middle = y - lift - 0.62 * look.styles["label"].size
            if sign:
                stop_sign(canvas, look, x + shift - 1.5 * sign, middle, sign, "alert", "paper")
        elif remark:
            y -= title.height(width) + look.gap(2)
            if sign:
                stop_sign(canvas, look, x + sign, y - 0.62 * look.styles["label"].size, sign, "alert", "paper")
            remark.draw(canvas, x + 2.4 * sign, y, width - 2.4 * sign)

    return Drawn(height, paint, look.gap(SECTION_GAP), keep_next=True)


def _title(block: doc.Title, look: Look, parent: Element) -> Box:
    """The title with what stands below it, and to the right of all a picture that says nothing of its own."""
    if block.by:
        return _title_by(block, block.by, look, parent)
    lines: list[Box] = [Para(doc.rich(block.title), look, parent.add("H1"), "title", bookmark=0)]
    if block.also:
        lines.append(Para(block.also, look, parent.add("P"), "label", "ink2"))
    if block.subtitle:
        lines.append(Para(doc.rich(block.subtitle), look, parent.add("P"), "subtitle", "accent"))
    if block.lead:
        lines.append(Para(block.lead, look, parent.add("P"), "lead", gap=look.gap(3)))
    words = Stack(lines, keep_next=True)
    if block.picture is None or look.stacked:
        return words
    compose, label = block.picture, look.styles["label"].size
    wanted = TITLE_PICTURE * look.picture_scale
    picture = FigureBox(lambda width: compose(width, wanted, label), look, None)

    def height(width: float) -> float:
        return max(words.height(width - wanted - 8), picture.height(wanted))

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = height(width)
        words.draw(canvas, x, top, width - wanted - 8)
        if not look.bare:  # it says nothing of its own; its room stays, so that all inks have the same pages
            picture.draw(canvas, x + width - wanted, top - high + picture.height(wanted), wanted)

    return Drawn(height, paint, look.gap(4), keep_next=True)


def _title_by(block: doc.Title, by: doc.Letterhead, look: Look, parent: Element) -> Box:
    """The title with the other name after it, and who gives the sheet, on one line where there is room."""
    corner, need = letterhead_corner(by, look, parent)
    title = Para(doc.rich(block.title), look, parent.add("H1"), "title", bookmark=0)
    also = Para(block.also, look, parent.add("P"), "label", "ink2")
    after = wide(look, block.title, "title") + 8
    drop = look.styles["title"].size - look.styles["label"].size  # ReportLab sets the first line one size below the top
    if look.stacked or after + wide(look, doc.plain(block.also), "label") + need + 12 > 505:
        return Stack([letterhead(by, look, parent, GUTTER), title, also], keep_next=True)

    def height(width: float) -> float:
        return max(title.height(width - need), corner.height(need))

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        title.draw(canvas, x, top, width - need)
        also.draw(canvas, x + after, top - drop, width - need - after)
        corner.draw(canvas, x + width - need, top, need)

    return Drawn(height, paint, look.gap(4), keep_next=True)


def _heading(block: doc.Heading, look: Look, parent: Element) -> Box:
    element = parent.add(f"H{min(depth(parent) + 2, 6)}")
    heading = Para(block.text, look, element, "h3", gap=look.gap(4), keep_next=True)
    if not block.icon:
        return heading
    size = 24 * look.unit

    def paint_icon(canvas: TaggedCanvas, x: float, top: float) -> None:
        icon(canvas, look, block.icon, x, top, size)

    lift = (size - look.styles["h3"].leading) / 2
    heading.gap = 0.0
    item = Item(
        Stack([Drawn(lift, lambda *_: None), heading]), 32 * look.unit, paint_icon, look.gap(4), size + 2 * look.unit
    )
    item.keep_next = True
    return item


def _paragraph(block: doc.Paragraph, look: Look, parent: Element) -> Box:
    colour = "ink2" if block.style == "small" else "ink"
    para = Para(block.text, look, parent.add("P"), block.style, colour, gap=look.gap(4))
    para.personal = block.personal
    if not block.sign:
        return para
    radius = 9 * look.unit

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        middle = top - max(radius, 0.62 * look.styles[block.style].leading)
        if block.sign == "stop":
            stop_sign(canvas, look, x + radius, middle, radius, "alert", "paper")
        else:
            keep_off_sign(canvas, look, x + radius, middle, radius)

    item = Item(para, 2.6 * radius, paint, para.gap, least=2 * radius)
    item.keep_next = block.sign == "stop"  # it warns of what follows
    return item


# --- panels --------------------------------------------------------------------------------------------------


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


def _outline(kind: str, look: Look) -> Outline:
    match kind:
        case "tint":
            return Outline("rule" if look.bare else None, 0.75, None if look.bare else "tint")
        case "alert":
            return Outline("alert", 1.0)
        case "later":
            return Outline("accent", 1.2, dash=(3.4, 2.2))
        case _:
            return Outline("rule", 0.9)


def _panel_frame(block: doc.Panel, look: Look, parent: Element) -> Frame:
    sect = parent.add("Sect", title=block.title) if block.title else parent
    element = heading_element(sect) if block.title else None
    least = look.styles["body"].size < 12  # the short sheet has no line to spare
    pad = (3.2 if least else 6.5 if block.kind == "tint" else 7.5) * look.unit
    if block.beside and not look.stacked and element:
        boxes = make_boxes(block.blocks, look, sect)
        indent = wide(look, block.title, "h3") + GUTTER
        name = Para(doc.rich(block.title), look, element, "h3")

        def title(canvas: TaggedCanvas, x: float, top: float) -> None:
            name.draw(canvas, x, top - 1, indent)

        content = Stack([Item(Stack(boxes), indent, title)])
        return Frame(content, look, _outline(block.kind, look), pad, look.gap(SECTION_GAP))
    inside: list[Box] = []
    if element:
        colour = {"alert": "alert", "later": "accent"}.get(block.kind, "accent" if block.mark else "ink")
        name = Para(doc.rich(block.title), look, element, "h3", colour, keep_next=True)
        inside.append(_marked(name, block.mark, look, colour) if block.mark else name)
    inside += make_boxes(block.blocks, look, sect)
    content = Stack(inside)
    if block.picture:
        content = Stack([_beside_picture(block.picture, content, look, sect)])
    return Frame(content, look, _outline(block.kind, look), pad, look.gap(SECTION_GAP))


def _marked(name: Para, mark: str, look: Look, colour: str) -> Box:
    """A heading with a tick or a cross before it."""
    unit = look.unit

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        y = top - 9.5 * unit
        if mark == "yes":
            rule(canvas, look, x, y, x + 3 * unit, y - 4 * unit, 2, colour)
            rule(canvas, look, x + 3 * unit, y - 4 * unit, x + 9 * unit, y + 5 * unit, 2, colour)
        else:
            rule(canvas, look, x, y - 4 * unit, x + 9 * unit, y + 5 * unit, 2, colour)
            rule(canvas, look, x, y + 5 * unit, x + 9 * unit, y - 4 * unit, 2, colour)

    item = Item(name, 15 * unit, paint)
    item.keep_next = True
    return item


def _beside_picture(picture: doc.Picture, words: Box, look: Look, parent: Element) -> Box:
    """Words with a picture to their left; below it in large print."""
    element = parent.add("Figure")
    scale_ = 1.5 if look.stacked else min(look.picture_scale, 1.0)  # words beside it keep their width
    wanted = LATER_PICTURE * scale_
    label = look.styles["label"].size
    drawn = FigureBox(lambda width: picture.compose(width, picture.height * scale_, label), look, element)
    if look.stacked:
        return Stack([words, Stack([drawn], look.gap(4))])
    gap = 7.0

    def height(width: float) -> float:
        return max(drawn.height(wanted), words.height(width - wanted - gap))

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = height(width)
        words.draw(
            canvas, x + wanted + gap, top - (high - words.height(width - wanted - gap)) / 2, width - wanted - gap
        )
        drawn.draw(canvas, x, top - high + drawn.height(wanted), wanted)

    return Drawn(height, paint)


# --- pictures and columns ------------------------------------------------------------------------------------


def _picture(block: doc.Picture, look: Look, parent: Element) -> Box:
    element = parent.add("Figure")
    limit = block.height * (1.4 if look.stacked else look.picture_scale)
    label = look.styles["label"].size

    def compose(width: float) -> Figure:
        return block.compose(width, limit, label)

    picture = FigureBox(compose, look, element, look.gap(3), centred=look.stacked)
    if not block.caption:
        return picture
    picture.keep_next = True
    caption = Para(block.caption, look, parent.add("P"), gap=look.gap(4))
    stack = Stack([picture, caption], picture.gap)
    stack.whole = True
    return stack


def _columns(block: doc.Columns, look: Look, parent: Element) -> list[Box]:
    """Cells side by side; in large print, boxes one after the other."""
    gap = look.gap(4)
    if not look.stacked:
        cells = [_cell(cell, look, parent) for cell in block.cells]
        return [Row(cells, block.weights, GUTTER, gap, block.even, block.middle)]
    children: list[Box] = []
    for blocks in block.cells:
        for index, child in enumerate(make_boxes(blocks, look, parent)):
            if index == 0 and children:
                child.gap = max(child.gap, look.gap(6))
            children.append(child)
    if children:
        children[0].gap = max(children[0].gap, gap)
    return children


def _cell(blocks: Sequence[doc.Block], look: Look, parent: Element) -> Box:
    """A cell; a panel alone in it can be as high as its neighbours."""
    boxes = make_boxes(blocks, look, parent)
    return boxes[0] if len(boxes) == 1 else Stack(boxes)
