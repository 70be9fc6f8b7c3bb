"""The two boxes that come before any step: the warning box, and the list to go through with the clinician.

They differ without colour: one has a solid bar with a stop sign, the other an outline and empty squares.
"""

from __future__ import annotations

from collections.abc import Sequence

from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, Frame, Outline, Para, Row, Stack
from handouts.page.forms import TICK, write_on
from handouts.page.lists import Balanced, bullets, squares
from handouts.page.look import Look, rule, stop_sign, wide
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
LABEL_COLUMN = 29 * MM
PAD = 3.4 * MM


def warning_box(block: doc.WarningBox, look: Look, parent: Element) -> Box:
    """The warning box: its tiers below each other, or side by side, the last line on solid colour."""
    sect = parent.add("Sect", title=block.title)
    bar = _bar(block.title, look, sect)
    tiers = [_tier(tier, look, sect.add("Sect", title=_words(tier)), block.columns) for tier in block.tiers]
    inside: list[Box] = []
    if block.columns and not look.stacked:
        inside.append(_Tiers(tiers, look))
    else:
        inside += _divided(tiers, look)
    if block.remark:
        inside.append(Para(doc.rich(block.remark), look, sect.add("P"), "label", gap=look.gap(4)))
    foot = _solid(Para(block.closing, look, sect.add("P"), "h3", _on_bar(look)), look) if block.closing else None
    outline = Outline("alert", (3.0 if look.stacked else 2.25) * (0.7 if look.bare else 1.0))
    frame = Frame(Stack(inside), look, outline, PAD * min(look.unit, 1.3), look.gap(9), bar, foot)
    frame.place = doc.WARNINGS
    return frame


class _Tiers(Box):
    """Tiers in two columns, the first ones in the first, as low as can be."""

    whole = True

    def __init__(self, tiers: Sequence[Box], look: Look) -> None:
        self.tiers, self.look = tiers, look
        self._best: tuple[float, Row] | None = None

    def _row(self, width: float) -> Row:
        if self._best is None or self._best[0] != width:
            rows = [
                Row([Stack(_divided(part, self.look)) for part in parts], (share, 2 - share), 4 * MM)
                for parts in ((self.tiers[:count], self.tiers[count:]) for count in range(1, len(self.tiers)))
                for share in (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)
            ]
            self._best = (width, min(rows, key=lambda row: row.height(width)))
        return self._best[1]

    def height(self, width: float) -> float:
        """The height of the higher column."""
        return self._row(width).height(width)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """Paint the columns."""
        self._row(width).draw(canvas, x, top, width)


def _words(tier: doc.TierRow) -> str:
    return f"{tier.label} {tier.number}".strip()


def _bar(title: str, look: Look, sect: Element) -> Box:
    unit = look.unit
    words = Para(doc.rich(title), look, sect.add("H2"), "h2", _on_bar(look), bookmark=1)

    def height(width: float) -> float:
        return words.height(width - 42 * unit) + 5.5 * unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        stop_sign(canvas, look, x + 19 * unit, top - height(width) / 2, 9 * unit, _on_bar(look), _bar_mark(look))
        words.draw(canvas, x + 36 * unit, top - 1.6 * unit, width - 42 * unit)

    return Drawn(height, paint)


def _on_bar(look: Look) -> str:
    """The colour of what stands on a bar, which has only an outline where ink is saved."""
    return "alert" if look.bare else "paper"


def _bar_mark(look: Look) -> str:
    return "paper" if look.bare else "alert"


def _solid(words: Para, look: Look) -> Box:
    pad = PAD * min(look.unit, 1.3)

    def height(width: float) -> float:
        return words.height(width - 2 * pad) + 5 * look.unit

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        words.draw(canvas, x + pad, top - 1.5 * look.unit, width - 2 * pad)

    return Drawn(height, paint)


def _divided(tiers: Sequence[Box], look: Look) -> list[Box]:
    """Tiers with a line above each but the first; no tier is ever split while it fits on a page."""
    return [_below_line(tier, look) if index else tier for index, tier in enumerate(tiers)]


def _below_line(tier: Box, look: Look) -> Box:
    room = look.gap(4)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        rule(canvas, look, x, top, x + width, top, 0.9, "alert")

    stack = Stack([Drawn(room, paint), tier], look.gap(4.5))
    stack.whole = True
    return stack


def _tier(tier: doc.TierRow, look: Look, sect: Element, narrow: bool) -> Box:
    """What to do and whom to call in a column to the left, or above the signs where there is no room for one."""
    head = sect.add("H3")
    number = (doc.Run(tier.number, link=tier.link),) if tier.number else ()
    if look.stacked or narrow:
        style = "h2" if look.stacked else "h3"
        label = Para((*doc.rich(f"{tier.label} "), *number), look, head, style, "alert", keep_next=True)
        lead = [Para(tier.lead, look, sect.add("P"), "value", gap=look.gap(1), keep_next=True)] if tier.lead else []
        field = [write_on((doc.Field(tier.field),), look, sect)] if tier.field else []
        for each in field:
            each.gap, each.keep_next = look.gap(1), True
        signs = bullets(doc.Bullets(tier.items), look, sect, gap=1.0 if narrow else 2.4, first_gap=1.0)
        stack = Stack([label, *lead, *field, signs, *_tier_foot(tier, look, sect)])
        stack.whole = True
        return stack
    names: list[Box] = [Para(doc.rich(tier.label), look, head, "h3", "alert")]
    if tier.number:
        size = next((s for s in ("number", "h2", "h3") if wide(look, tier.number, s) <= LABEL_COLUMN), "h3")
        names.append(Para(number, look, sect.add("P"), size, "alert"))
    if tier.lead:
        names.append(Para(tier.lead, look, sect.add("P"), "label", "ink", gap=look.gap(2)))
    if tier.field:
        names.append(Para(doc.rich(tier.field), look, sect.add("P"), "label", gap=look.gap(1)))
        names.append(write_on((doc.Field(""),), look, sect))
    signs = bullets(doc.Bullets(tier.items), look, sect, gap=2.2, first_gap=0)
    right = Stack([signs, *_tier_foot(tier, look, sect)])
    return Row([Stack(names), right], (LABEL_COLUMN + 4 * MM, 505.4 - LABEL_COLUMN - 2 * PAD), 4 * MM)


def _tier_foot(tier: doc.TierRow, look: Look, sect: Element) -> list[Box]:
    """What to do when nobody answers, with a line to write a number on where one is needed."""
    if not tier.foot and not tier.foot_line:
        return []
    if tier.foot_line:
        made = write_on((doc.Field(doc.plain(tier.foot)),), look, sect)
        made.gap = look.gap(1)
        return [made]
    return [Para(tier.foot, look, sect.add("P"), "value", gap=look.gap(2.5))]


# --- the tick box --------------------------------------------------------------------------------------------


def tick_box(block: doc.TickBox, look: Look, parent: Element) -> Box:
    """Groups of conditions with their squares in balanced columns, then what to fill in when all was gone through."""
    sect = parent.add("Sect", title=block.title)
    head = _tick_head(block, look, sect)
    lead = Para(block.lead, look, sect.add("P"), gap=look.gap(1.5), keep_next=True)
    style = "small" if block.small else "body"
    groups = [_group(group, look, sect, style) for group in block.groups]
    inside: list[Box] = [lead]
    if look.stacked:
        inside += groups
    else:
        for group in groups:
            group.children[0].gap = group.gap
        inside.append(Balanced([group.children for group in groups], block.columns, look.gap(3)))
    if block.remark:
        inside.append(Para(doc.rich(block.remark), look, sect.add("P"), "label", gap=look.gap(3)))
    if block.fields:
        inside.append(_signed(block, look, sect))
    pad = PAD * min(look.unit, 1.3)
    return Frame(Stack(inside), look, Outline("accent", 1.5), pad, look.gap(9), head)


def _tick_head(block: doc.TickBox, look: Look, sect: Element) -> Box:
    """The heading, which stands again where the box goes on; whom to call to its right where there is room."""
    unit = look.unit
    pad = PAD * min(unit, 1.3)
    title = Para(doc.rich(block.title), look, sect.add("H2"), "h2", "accent", bookmark=1)
    number = doc.plain(block.phone)
    label = f"{block.phone_label} {number}".strip()
    need = 0.0
    if not block.phone_label:
        phone: Box = Stack([])
    elif number:
        phone = Para((doc.Run(f"{block.phone_label} "), *block.phone), look, sect.add("P"), "label")
        need = wide(look, label, "label") + 2
    else:
        phone = write_on((doc.Field(block.phone_label),), look, sect)
        need = 150 * unit

    def beside(width: float) -> bool:
        return wide(look, block.title, "h2") + need + 14 <= width - 2 * pad

    def height(width: float) -> float:
        below = 0.0 if beside(width) else phone.height(width - 2 * pad) + 2 * unit
        return title.height(width - 2 * pad) + 4 * unit + below

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        y = top - 3.5 * unit
        title.draw(canvas, x + pad, y, width - 2 * pad)
        if beside(width):
            drop = look.styles["h2"].size - look.styles["label"].size if number else 4 * unit
            phone.draw(canvas, x + width - pad - need, y - drop, need)
        else:
            phone.draw(canvas, x + pad, y - title.height(width - 2 * pad) - 2 * unit, width - 2 * pad)

    return _Clear(height, paint)


class _Clear(Drawn):
    """A heading bar without a fill."""

    clear = True


def _group(group: doc.TickGroup, look: Look, sect: Element, style: str) -> Stack:
    sect = sect.add("Sect", title=group.title) if group.title else sect
    made: list[Box] = []
    if group.title:
        made.append(Para(doc.rich(group.title), look, sect.add("H3"), "h3", "accent", keep_next=True))
    items = squares(group.items, look, sect, TICK, gap=2.4 if style == "body" else 1.0, style=style)
    items[0].gap = look.gap(1.2)
    stack = Stack([*made, *items], look.gap(5))
    stack.whole = True
    return stack


def _signed(block: doc.TickBox, look: Look, sect: Element) -> Box:
    """A line, and below it what to fill in."""

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        rule(canvas, look, x, top, x + width, top, 0.75)

    rows = [write_on(fields, look, sect) for fields in block.fields]
    for row in rows:
        row.gap = look.gap(5)
    stack = Stack([Drawn(0.0, paint), *rows], look.gap(5))
    stack.whole = True
    return stack
