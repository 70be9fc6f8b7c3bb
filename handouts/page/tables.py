"""A table -> a box: real rows and cells for a reader, thin lines on paper; a row is never split."""

from __future__ import annotations

from handouts.handout import document as doc
from handouts.page.boxes import Box, Para, Stack
from handouts.page.look import Look, box, rule
from handouts.tagged import Element, TaggedCanvas

PAD = 4.0


def table(block: doc.Table, look: Look, parent: Element) -> Box:
    """The rows, each as high as its highest cell; a row is never split."""
    element = parent.add("Table")
    style = "small" if block.small else "body"
    rows: list[Box] = [_TableRow(_head(block, look, element, style), block.weights, look, head=True)]
    for cells in block.rows:
        line = element.add("TR")
        made: list[Para] = []
        for index, text in enumerate(cells):
            cell = line.add("TD" if index else "TH")
            if not index:
                cell.set_attribute("Table", "Scope", "Row")
            runs = text if index else tuple(doc.Run(run.text, True, run.link) for run in text)
            made.append(Para(runs, look, cell.add("P"), style))
        rows.append(_TableRow(made, block.weights, look))
    return Stack(rows, look.gap(4))


def _head(block: doc.Table, look: Look, element: Element, style: str) -> list[Para]:
    line = element.add("TR")
    made = []
    for text in block.head:
        cell = line.add("TH")
        cell.set_attribute("Table", "Scope", "Column")
        made.append(Para((doc.Run(text, True),), look, cell.add("P"), style))
    return made


class _TableRow(Box):
    """Cells side by side with lines around them."""

    whole = True

    def __init__(self, cells: list[Para], weights: tuple[float, ...], look: Look, head: bool = False) -> None:
        self.cells, self.weights, self.look, self.head = cells, weights, look, head
        self.keep_next = head

    def _spans(self, width: float) -> list[tuple[float, float]]:
        total, start, spans = sum(self.weights), 0.0, []
        for weight in self.weights:
            spans.append((start * width / total, weight * width / total))
            start += weight
        return spans

    def height(self, width: float) -> float:
        spans = self._spans(width)
        return max(c.height(wide - 2 * PAD) for c, (_, wide) in zip(self.cells, spans, strict=True)) + 1.2 * PAD

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = self.height(width)
        box(canvas, self.look, x, top - high, width, high, "tint" if self.head else None, "rule", 0.75)
        for cell, (left, wide) in zip(self.cells, self._spans(width), strict=True):
            if left:
                rule(canvas, self.look, x + left, top, x + left, top - high, 0.75)
            cell.draw(canvas, x + left + PAD, top - 0.4 * PAD, wide - 2 * PAD)
