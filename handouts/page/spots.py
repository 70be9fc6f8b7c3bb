"""The pain map as panels: one for each trigger point, with its own views, pain and mark, and one legend below.

A point whose pain lies far away has the wide panel; the others share a column, or a grid of like panels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handouts.drawing.shapes import Figure
from handouts.handout import document as doc
from handouts.page.boxes import Box, Drawn, FigureBox, Frame, Item, Outline, Para, Row, Stack
from handouts.page.forms import write_on
from handouts.page.look import Look, disc, put
from handouts.page.outline import heading_element
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
GAP = 2.6 * MM
HIGH = 80 * MM
"""Of a row of panels in normal print."""
FAR_HIGH, NEAR_HIGH = 92 * MM, 62 * MM
"""Of the panel of a spot whose pain lies far away, and of the row of two below it."""
LARGE_HIGH, LARGE_NEAR = 138 * MM, 88 * MM
"""The same in large print, where panels stand below each other: larger pictures, which give way less than others."""


def spots(block: doc.Spots, look: Look, parent: Element) -> list[Box]:
    """The panels in the rows that their number asks for, and the legend."""
    far = [spot for spot in block.items if spot.far]
    near = [spot for spot in block.items if not spot.far]
    scale = _Scale()
    rows: list[Box] = []
    if look.stacked:
        for spot in (*far, *near):
            high = (LARGE_HIGH if spot.far else LARGE_NEAR) * max(look.picture_scale, 0.9) * max(look.unit / 1.5, 1.0)
            panel = _panel(spot, look, parent, high, scale, wide=spot.far)
            panel.gap = look.gap(6)
            rows.append(panel)
    elif len(far) == 1 and 1 <= len(near) <= 2:
        rows.append(_panel(far[0], look, parent, FAR_HIGH * look.picture_scale, scale, wide=True))
        rows += _grid(near, look, parent, scale)
    else:
        rows = _grid((*far, *near), look, parent, scale)
    label = look.styles["label"].size
    legend = FigureBox(lambda width: block.legend(width, 0.0, label), look, parent.add("Figure"), look.gap(5))
    return [*rows, legend]


def _grid(items: Sequence[doc.Spot], look: Look, parent: Element, scale: _Scale) -> list[Box]:
    """One panel alone, two side by side, else two or three in a row."""
    count = len(items)
    across = 1 if count == 1 else 3 if count > 4 else 2
    high = (
        HIGH if count == 1 else NEAR_HIGH if count == 2 else (FAR_HIGH + NEAR_HIGH) / 2 if count <= 4 else 62 * MM
    ) * look.picture_scale
    rows: list[Box] = []
    for start in range(0, count, across):
        cells = [
            _panel(spot, look, parent, high, scale, wide=spot.far or count > 2)
            for spot in items[start : start + across]
        ]
        rows.append(Row(cells, (1.0,) * across, GAP, GAP))
    return rows


class _Scale:
    """The scale that the first panel's limb is drawn at, which the others keep: points for a unit of art."""

    value = 0.0


def _panel(spot: doc.Spot, look: Look, parent: Element, high: float, scale: _Scale, wide: bool) -> Box:
    """Number and place, what hurts, the picture below or to the right, and the box to tick."""
    unit = look.unit
    sect = parent.add("Sect", title=spot.title)
    heading = heading_element(sect)
    title = Para(doc.rich(spot.title), look, heading, "h3")
    lead = (len(spot.marks) * 7.4 * MM + 1 * MM) * min(unit, 1.6)
    head = Item(title, lead, _numbers(spot.marks, look, heading), least=6.6 * MM * min(unit, 1.6))
    text = Para(spot.text, look, sect.add("P"), gap=look.gap(2))
    element = sect.add("Figure")
    last: Box
    if spot.tick:
        last = write_on((doc.Field(spot.tick, kind="tick"),), look, sect)
    else:
        last = Para((doc.Run(spot.warning, True),), look, sect.add("P"), "value", "alert")
    label = look.styles["label"].size
    pad = 2.4 * MM * min(unit, 1.4)
    share = 0.47 if len(spot.marks) == 1 else 0.58  # numbers on both sides need room

    def picture(width: float, height: float) -> Figure:
        figure = spot.picture(width, height, label, 0.0 if spot.far else scale.value)
        if spot.far:
            scale.value = figure.scale
        return figure

    def words_width(width: float) -> float:
        return (1.0 if wide else 1 - share) * (width - 2 * pad)

    def words_height(width: float) -> float:
        return head.height(width - 2 * pad) + text.gap + text.height(words_width(width))

    def figure_of(width: float) -> Figure:
        if wide:
            room = high - words_height(width) - last.height(width) - 2 * pad - 2 * look.gap(3) - 1.7 * label
            return picture(width - 2 * pad, max(room, 40.0))
        return picture(share * (width - 2 * pad), high - head.height(width - 2 * pad) - 1.6 * pad - 1.7 * label)

    def height(width: float) -> float:
        return max(high, words_height(width) + last.height(words_width(width)) + 2.4 * pad)

    def paint(canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        tall = height(width)
        frame = Frame(Stack([]), look, Outline("rule", 0.9), 0.0)
        frame.least = tall
        frame.draw(canvas, x, top, width)
        figure = figure_of(width)
        shown = FigureBox(lambda _: figure, look, element)
        y = top - 0.7 * pad
        head.draw(canvas, x + pad, y, width - 2 * pad)
        y -= head.height(width - 2 * pad) + text.gap
        text.draw(canvas, x + pad, y, words_width(width))
        bottom = top - tall + 0.7 * pad
        if wide:
            shown.draw(canvas, x + pad, bottom + last.height(width) + look.gap(3) + figure.height, width - 2 * pad)
        else:
            shown.draw(canvas, x + width - pad - figure.width, bottom + figure.height, figure.width)
        last.draw(canvas, x + pad, bottom + last.height(words_width(width)), words_width(width))

    drawn = Drawn(height, paint)
    drawn.whole = True
    return drawn


def _numbers(marks: Sequence[int], look: Look, heading: Element) -> Callable[[TaggedCanvas, float, float], None]:
    """The outlined circles with the spots' numbers: unlike a step's, since they mean something else."""
    unit = min(look.unit, 1.6)
    radius = 3.2 * MM * unit

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        for index, mark in enumerate(marks):
            middle = x + radius + index * 7.4 * MM * unit
            disc(canvas, look, middle, top - radius, radius, "paper", "ink", 1.3 * unit)
            with canvas.tag(heading):
                base = top - radius - 4.3 * unit
                put(canvas, look, middle, base, str(mark), "h3", "ink", "middle", 12.5 * unit)

    return paint
