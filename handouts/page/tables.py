"""A table -> a box: real rows and cells for a reader, thin lines on paper; a row is never split."""

from __future__ import annotations

from handouts.handout import document as doc
from handouts.page.boxes import Box, Para, Stack
from handouts.page.look import Look, box, rule, wide
from handouts.tagged import Element, TaggedCanvas

PAD = 4.0


def table(block: doc.Table, look: Look, parent: Element) -> Box:
    """The rows, each as high as its highest cell; parted only where it is higher than a page."""
    element = parent.add("Table")
    style = "small" if block.small else "body"
    columns = _Columns(block, look, style)
    rows: list[Box] = [_TableRow(_head(block, look, element, style), columns, look, head=True)]
    for cells in block.rows:
        line = element.add("TR")
        made: list[Para] = []
        for index, text in enumerate(cells):
            cell = line.add("TD" if index else "TH")
            if not index:
                cell.set_attribute("Table", "Scope", "Row")
            runs = text if index else tuple(doc.Run(run.text, True, run.link) for run in text)
            made.append(Para(runs, look, cell.add("P"), style))
        rows.append(_TableRow(made, columns, look))
    whole = Stack(rows, look.gap(4))
    whole.whole = True  # on the next page nobody would know the columns
    return whole


def _head(block: doc.Table, look: Look, element: Element, style: str) -> list[Para]:
    line = element.add("TR")
    made = []
    for text in block.head:
        cell = line.add("TH")
        cell.set_attribute("Table", "Scope", "Column")
        made.append(Para((doc.Run(text, True),), look, cell.add("P"), style))
    return made


class _Columns:
    """How wide the columns are: by their weights, but none too narrow for its longest word where that can be."""

    def __init__(self, block: doc.Table, look: Look, style: str) -> None:
        self.weights = block.weights
        rows = [tuple(doc.rich(text) for text in block.head), *block.rows]
        words = [[word for row in rows for word in doc.plain(row[i]).split()] for i in range(len(block.weights))]
        size = look.styles[style].size
        self.least = [
            max((wide(look, word, "h3", size) for word in column), default=0.0) + 2 * PAD + 1 for column in words
        ]

    def spans(self, width: float) -> list[tuple[float, float]]:
        """The left edge and the width of each column."""
        wanted = [weight * width / sum(self.weights) for weight in self.weights]
        wider = [max(each, least) for each, least in zip(wanted, self.least, strict=True)]
        spare = [each - least for each, least in zip(wider, self.least, strict=True)]
        over = sum(wider) - width
        if 0 < over <= sum(spare):
            wanted = [each - over * room / sum(spare) for each, room in zip(wider, spare, strict=True)]
        spans, start = [], 0.0
        for each in wanted:
            spans.append((start, each))
            start += each
        return spans


class _TableRow(Box):
    """Cells side by side with lines around them."""

    whole = True

    def __init__(self, cells: list[Para], columns: _Columns, look: Look, head: bool = False) -> None:
        self.cells, self.columns, self.look, self.head = cells, columns, look, head
        self.keep_next = head

    def height(self, width: float) -> float:
        spans = self.columns.spans(width)
        return max(c.height(wide - 2 * PAD) for c, (_, wide) in zip(self.cells, spans, strict=True)) + 1.2 * PAD

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        high = self.height(width)
        box(canvas, self.look, x, top - high, width, high, "tint" if self.head else None, "rule", 0.75)
        for cell, (left, room) in zip(self.cells, self.columns.spans(width), strict=True):
            if left:
                rule(canvas, self.look, x + left, top, x + left, top - high, 0.75)
            cell.draw(canvas, x + left + PAD, top - 0.4 * PAD, room - 2 * PAD)
