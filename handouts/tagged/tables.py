"""Tables: Table, TR, TH and TD; header rows repeat on every page and are tagged once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.platypus import Flowable, Table

from .canvas import TaggedCanvas
from .element import Element
from .errors import TaggedError
from .flowables import TaggedParagraph

#: Markup, or what makes flowables for the cell, given its TH or TD element.
Cell = str | Callable[[Element], Any]


class _Grid(Table):  # type: ignore[misc]
    """The table ReportLab lays out and splits; its lines and backgrounds are artifacts."""

    def draw(self) -> None:
        """Paint the part of the table that stands on this page."""
        if isinstance(self.canv, TaggedCanvas):
            with self.canv.artifact("Layout"):
                super().draw()
        else:
            super().draw()


class TaggedTable(Flowable):  # type: ignore[misc]
    """A table with its structure; `element` is the Table element.

    The first `header_rows` rows are column headers and repeat on every page (painted again they are
    artifacts); the first `header_columns` cells of the other rows are row headers. ``SPAN`` commands of the
    TableStyle become RowSpan and ColSpan. Other options go to ReportLab's Table (colWidths, hAlign, ...).
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Cell]],
        element: Element,
        *,
        cell_style: Any,
        header_style: Any = None,
        header_rows: int = 1,
        header_columns: int = 0,
        style: Any = None,
        **options: Any,
    ) -> None:
        super().__init__()
        if element.tag != "Table":
            raise TaggedError(f"a table needs a Table element, not {element!r}")
        if not rows or len({len(row) for row in rows}) != 1:
            raise TaggedError("a table needs rows of equal length")  # ISO 14289-1, 7.5
        spans = _spans(style, len(rows), len(rows[0]))
        data: list[list[Any]] = []
        for number, row in enumerate(rows):
            row_element = element.add("TR")
            cells: list[Any] = []
            for column, cell in enumerate(row):
                span = spans.get((column, number), (1, 1))
                if span is None:  # covered by the cell that spans it
                    cells.append("")
                    continue
                header = number < header_rows or column < header_columns
                cell_element = row_element.add("TH" if header else "TD")
                if header:  # ISO 14289-1, 7.5: Scope tells which cells a header belongs to
                    scope = "Column" if number < header_rows else "Row"
                    cell_element.set_attribute("Table", "Scope", scope)
                for name, count in (("ColSpan", span[0]), ("RowSpan", span[1])):
                    if count > 1:
                        cell_element.set_attribute("Table", name, count)
                if isinstance(cell, str):
                    text_style = header_style if header and header_style is not None else cell_style
                    cells.append([TaggedParagraph(cell, text_style, cell_element)] if cell else "")
                else:
                    made = cell(cell_element)
                    cells.append(list(made) if isinstance(made, (list, tuple)) else [made])
            data.append(cells)
        self._grid = _Grid(data, repeatRows=header_rows, style=style, **options)
        self.hAlign = self._grid.hAlign
        self.spaceBefore = self._grid.getSpaceBefore()
        self.spaceAfter = self._grid.getSpaceAfter()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Lay the table out."""
        self.width, self.height = self._grid.wrapOn(self.canv, availWidth, availHeight)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Split between rows."""
        parts: list[Any] = self._grid.splitOn(self.canv, availWidth, availHeight)
        return parts

    def draw(self) -> None:
        """Paint the table."""
        self._grid.drawOn(self.canv, 0, 0)


def _spans(style: Any, rows: int, columns: int) -> dict[tuple[int, int], tuple[int, int] | None]:
    """Return (columns, rows) for the first cell of each span, and None for the cells it covers."""
    commands = style.getCommands() if hasattr(style, "getCommands") else style or ()
    spans: dict[tuple[int, int], tuple[int, int] | None] = {}
    for command in commands:
        if command[0] != "SPAN":
            continue
        (left, top), (right, bottom) = command[1], command[2]
        left, right = sorted((left % columns, right % columns))
        top, bottom = sorted((top % rows, bottom % rows))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                spans[column, row] = None
        spans[left, top] = (right - left + 1, bottom - top + 1)
    return spans
