"""ODS: the rows of an OpenDocument spreadsheet's sheets, streamed; LibreOffice and Google Sheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from handouts.batch.roster.cells import LONGEST_CELL, Fault, Formatted, cell_text, merged
from handouts.batch.roster.packed import Attributes, Packed
from handouts.batch.roster.sheet import LAST_COLUMN, LAST_ROW, hidden_columns
from handouts.batch.roster.workbook import SheetName, SheetRow
from handouts.errors import HandoutsError

HEAD = 200
"""Rows of each sheet that are kept from the first look, which finds the header; most rosters have no more."""
MOST_CELLS = 8_000_000
"""Cells that have something in them, with those that are repeated."""
MOST_ALIKE = 10_000
"""Rows that are the same and not empty: the file says them once and how often they are repeated."""
_CONTENT = "content.xml"
_ASIDE = frozenset(["annotation", "frame", "custom-shape", "g", "rect", "line", "ruby-text", "tracked-changes"])
"""What stands in a cell or beside the tables and is no text of a cell."""
_ID = re.compile(r"[A-Za-z/() -]*0*(\d+)", re.ASCII)
"""A whole number with zeros or fixed signs in front, as a number format shows it."""


class Ods:
    """An OpenDocument spreadsheet. Raises HandoutsError when it is none."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.packed = Packed(file, name)
        if not self.packed.has(_CONTENT):
            raise HandoutsError(f"{name}: is no spreadsheet: save it as .ods, .xlsx or CSV")
        self.sheets: list[SheetName] = []
        self._heads: list[list[SheetRow]] = []
        self._told: list[str] = []
        self._all = _Tables(self.packed)
        for sheet, row in self.packed.read(_CONTENT, self._all):
            self._heads += [[] for _ in range(sheet + 1 - len(self._heads))]
            if len(self._heads[sheet]) < HEAD:
                self._heads[sheet].append(row)
        self.sheets = self._all.names
        self._heads += [[] for _ in range(len(self.sheets) - len(self._heads))]

    def rows(self, sheet: int) -> Iterator[SheetRow]:
        """The rows of a sheet; empty ones are missing."""
        head = self._heads[sheet]
        yield from head
        if len(head) == HEAD:
            rows = (row for table, row in self.packed.read(_CONTENT, _Tables(self.packed)) if table == sheet)
            yield from islice(rows, HEAD, None)
        self._told = hidden_columns(self._all.hidden_columns.get(sheet, []), sorted(self._all.used.get(sheet, ())))

    def told(self) -> list[str]:
        """What people should know of the sheet that was read last."""
        return self._told


class _Tables:
    """The sheets' names and their rows, each with the place of its sheet; the style of a hidden sheet says so."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self.found: list[tuple[int, SheetRow]] = []
        self.names: list[SheetName] = []
        self.hidden_columns: dict[int, list[tuple[int, int]]] = {}
        self.used: dict[int, set[int]] = {}
        self._style, self._hidden_styles = "", set[str]()
        self._table, self._depth, self._aside, self._number, self._column = -1, 0, 0, 0, 0
        self._left = MOST_CELLS
        self._merged = False
        self._in_cell = self._in_text = False
        self._begin_row({})
        self._begin_cell({})

    def start(self, name: str, attributes: Attributes) -> None:
        """A table, row, cell, or what is in it."""
        if name in _ASIDE:
            self._aside += 1
        elif self._aside:
            return
        elif name == "table":
            self._begin_table(attributes)
        elif self._depth != 1:
            self._begin_style(name, attributes)
        elif name == "table-row":
            self._begin_row(attributes)
        elif name == "table-column":
            self._add_column(attributes)
        elif name in ("table-cell", "covered-table-cell"):
            self._in_cell = True
            self._begin_cell(attributes)
            spans = (attributes.get("number-columns-spanned", "1"), attributes.get("number-rows-spanned", "1"))
            self._merged = self._merged or name != "table-cell" or spans != ("1", "1")
        elif self._in_cell:
            self._begin_text(name, attributes)

    def end(self, name: str) -> None:
        """A table, row or cell is whole."""
        if name in _ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        elif name == "table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name == "table-row":
            self._end_row()
        elif name in ("table-cell", "covered-table-cell") and self._in_cell:
            self._in_cell = False
            self._end_cell()
        elif name in ("p", "h"):
            self._in_text = False

    def text(self, text: str) -> None:
        """A part of a cell's text."""
        if self._in_text and not self._aside:
            self._length += len(text)
            if self._length <= LONGEST_CELL:
                self._parts.append(text)

    def _begin_style(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _begin_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth == 1:
            self._table, self._number, self._column = self._table + 1, 0, 0
            hidden = attributes.get("style-name") in self._hidden_styles
            self.names.append(SheetName(attributes.get("name", ""), hidden))

    def _add_column(self, attributes: Attributes) -> None:
        first = self._column + 1
        self._column += _count(attributes.get("number-columns-repeated"), LAST_COLUMN)
        if attributes.get("visibility", "visible") != "visible":
            self.hidden_columns.setdefault(self._table, []).append((first, self._column))

    def _begin_row(self, attributes: Attributes) -> None:
        self._repeated = _count(attributes.get("number-rows-repeated"), LAST_ROW)
        self._hidden = attributes.get("visibility", "visible") != "visible"
        self._cells: list[str] = []
        self._blank, self._merged, self._wrong = 0, False, ""

    def _begin_cell(self, attributes: Attributes) -> None:
        self._said = attributes
        self._parts: list[str] = []
        self._length, self._paragraphs = 0, 0

    def _begin_text(self, name: str, attributes: Attributes) -> None:
        if name in ("p", "h"):
            self._in_text = True
            self._paragraphs += 1
            if self._paragraphs > 1:
                self.text("\n")
        elif name == "s":
            self.text(" " * _count(attributes.get("c"), 100))
        elif name in ("tab", "line-break"):
            self.text("\t" if name == "tab" else "\n")

    def _end_cell(self) -> None:
        value, copies = self._value(), _count(self._said.get("number-columns-repeated"), LAST_COLUMN)
        if not value:
            self._blank += copies
            return
        first = len(self._cells) + self._blank + 1
        if first + copies - 1 > LAST_COLUMN:
            raise self._packed.too_large()
        self._left -= self._blank // 4 + copies
        if self._left < 0:
            raise self._packed.too_large()
        self._cells += [""] * self._blank + [value] * copies
        self._blank = 0
        self.used.setdefault(self._table, set()).update(range(first, first + copies))

    def _value(self) -> str:
        """What a cell shows; a fault of the row is kept."""
        said, shown = self._said, "".join(self._parts)
        kind = said.get("value-type", "")
        if self._length > LONGEST_CELL:
            self._wrong = "has a cell that is much too long: shorten it"
        if "formula" in said and (not kind or shown.startswith(("#", "Err:"))):
            failed = "failed" if shown else "has no result"
            self._wrong = f"has a formula that {failed}: mend it, or paste values only"
        if kind == "date":
            return said.get("date-value", "").partition("T")[0]
        if kind == "boolean":
            return "yes" if said.get("boolean-value") == "true" else "no"
        if kind in ("float", "currency", "percentage"):
            return _number(said.get("value", ""), shown)
        return shown or said.get("string-value", "")[:LONGEST_CELL]

    def _end_row(self) -> None:
        first = self._number + 1
        self._number += self._repeated
        if not self._cells and not self._wrong:
            return
        if self._number > LAST_ROW:
            raise self._packed.damaged()
        self._left -= self._repeated * (len(self._cells) // 4 + 1)
        if self._repeated > MOST_ALIKE or self._left < 0:
            raise self._packed.too_large()
        for number in range(first, self._number + 1):
            self.found.append((self._table, SheetRow(number, self._fault(number) or self._cells, self._hidden)))

    def _fault(self, number: int) -> Fault | None:
        if self._merged:
            return merged(number)
        wrong, _, todo = self._wrong.partition(": ")
        return Fault(number, "", wrong, todo) if wrong else None


def _number(value: str, shown: str) -> str:
    """A number's text; with what is on the screen when that has zeros or fixed signs in front of a whole number."""
    try:
        text = cell_text(float(value))
    except ValueError:
        return shown
    match = _ID.fullmatch(" ".join(shown.split()))
    if match is None or match[1] != text or shown == text:
        return text
    made = Formatted(text)
    made.shown = " ".join(shown.split())
    return made


def _count(text: str | None, most: int) -> int:
    """How often something is repeated; never more than a sheet has."""
    if text is None or not (text.isascii() and text.isdecimal()):
        return 1
    return min(int(text[:8]), most)
