"""XLSX: the rows of a workbook's sheets, streamed. Formulas give their last result; merged cells are a fault."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from posixpath import normpath
from typing import BinaryIO

from handouts.batch.roster.cells import LONGEST_CELL, Fault, cell_text, column_letters, merged, with_format
from handouts.batch.roster.commas import Cells
from handouts.batch.roster.packed import Attributes, Elements, Packed
from handouts.batch.roster.workbook import SheetName, SheetRow
from handouts.errors import HandoutsError, few

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_PADDING = 4_000_000
"""Empty cells between those that have something in them."""
MOST_CHARACTERS = 64_000_000
"""Characters of all texts that cells share."""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s+[^<>]*?ref=["']\$?[A-Z]+\$?(\d{1,7}):\$?[A-Z]+\$?(\d{1,7})["']""")
_PLACE = re.compile(r"([A-Z]{1,3})\d+", re.ASCII)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WHOLE_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
"""Formats of dates and times that have no code."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
_NO_DATE = re.compile(r"_.|\*.|\[[^\]]*\]|general|standard")
_TRUE = ("1", "true")


class Xlsx:
    """A workbook in XLSX. Raises HandoutsError when it is none."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.packed = Packed(file, name)
        start = self._linked("_rels/.rels", "")
        book = next((part for kind, part in start.values() if kind == "officeDocument"), "xl/workbook.xml")
        if not self.packed.has(book):
            raise HandoutsError(f"{name}: is no .xlsx: save it as .xlsx or CSV")
        folder, _, last = book.rpartition("/")
        links = self._linked(f"{folder}/_rels/{last}.rels".lstrip("/"), folder)
        self.parts: list[str] = []
        self.sheets: list[SheetName] = []
        self._days = datetime(1899, 12, 30)
        for element, said in self.packed.read(book, Elements("sheet", "workbookPr")):
            if element == "workbookPr":
                self._days = datetime(1904, 1, 1) if said.get("date1904") in _TRUE else self._days
                continue
            kind, part = links.get(said.get("id", ""), ("", ""))
            if kind == "worksheet" and self.packed.has(part):
                self.parts.append(part)
                self.sheets.append(SheetName(said.get("name", ""), said.get("state", "visible") != "visible"))
        others = {kind: part for kind, part in links.values() if self.packed.has(part)}
        self._texts = self._read_texts(others.get("sharedStrings", ""))
        self._formats = self._read_formats(others.get("styles", ""))
        self._merged: dict[str, list[tuple[int, int]]] = {}
        self._told: list[str] = []

    def _linked(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        """The kinds and names of the parts that another part links to, by their ids."""
        links: dict[str, tuple[str, str]] = {}
        if self.packed.has(part):
            for _, said in self.packed.read(part, Elements("Relationship")):
                target = said.get("Target", "").replace("\\", "/")
                place = target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}").lstrip("/")
                links[said.get("Id", "")] = (said.get("Type", "").rpartition("/")[2], place)
        return links

    def _read_texts(self, part: str) -> list[str]:
        texts: list[str] = []
        left = MOST_CHARACTERS
        if part:
            for text in self.packed.read(part, _Texts()):
                left -= len(text)
                if left < 0:
                    raise self.packed.too_large()
                texts.append(text)
        return texts

    def _read_formats(self, part: str) -> list[str]:
        """The number format of each cell style; "date" for dates."""
        codes: dict[str, str] = {}
        styles: list[str] = []
        if part:
            for element, said in self.packed.read(part, _Styles()):
                if element == "numFmt":
                    codes[said.get("numFmtId", "")] = said.get("formatCode", "")
                else:
                    styles.append(said.get("numFmtId", "0"))
        return [_format(number, codes.get(number, "")) for number in styles]

    def rows(self, sheet: int) -> Iterator[SheetRow]:
        """The rows of a sheet; empty ones may be missing."""
        part = self.parts[sheet]
        if part not in self._merged:
            self._merged[part] = _ranges(self.packed, part)
        ranges = self._merged[part]
        handler = _Rows(self)
        for row in self.packed.read(part, handler):
            place = bisect(ranges, (row.number, LAST_ROW + 1)) - 1
            if place >= 0 and ranges[place][1] >= row.number:
                row = row._replace(cells=merged(row.number))
            yield row
        self._told = hidden_columns(handler.hidden_columns, handler.used_columns)

    def told(self) -> list[str]:
        """What people should know of the sheet that was read last."""
        return self._told

    def value(self, kind: str, text: str, style: str) -> str | None:
        """What a cell shows; None when it is a formula that failed."""
        if kind == "s":
            place = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
            if not 0 <= place < len(self._texts):
                raise self.packed.damaged()
            return self._texts[place]
        if kind == "e":
            return None
        if kind == "b":
            return "yes" if text.strip() in _TRUE else "no"
        if kind == "d":
            return text.strip().partition("T")[0]
        return unescaped(text) if kind in ("str", "inlineStr") else self._number(text.strip(), style)

    def _number(self, text: str, style: str) -> str:
        place = int(style) if style.isdecimal() and len(style) < 9 else 0
        form = self._formats[place] if place < len(self._formats) else ""
        try:
            number = float(text)
        except ValueError:
            return text
        if form == "date":
            try:
                return str((self._days + timedelta(days=number)).date())
            except (OverflowError, ValueError):
                return text
        if "0" in form and abs(number) < 1e15 and number == int(number):
            return with_format(int(number), form)
        return text if _WHOLE_NUMBER.fullmatch(text) else cell_text(number)


def _format(number: str, code: str) -> str:
    if not code:
        return "date" if number.isdecimal() and int(number[:9]) in _DATE_IDS else ""
    plain = _QUOTED.sub("", code[:1000]).casefold().partition(";")[0]
    if re.search(r"\[[hms]+\]", plain):  # hours that go beyond a day
        return ""
    plain = _NO_DATE.sub("", plain)
    return "date" if re.search("[dmyhs]", plain) else code


def _ranges(packed: Packed, part: str) -> list[tuple[int, int]]:
    """The rows that merged cells cover, as ranges that do not meet; they stand behind all rows."""
    found: list[tuple[int, int]] = []
    rest = b""
    for piece in packed.pieces(part):
        whole = rest + piece
        if b"mergeCell " in whole:
            found += [(int(match[1]), int(match[2])) for match in _MERGED.finditer(whole)]
        rest = whole[whole.rfind(b"<") :][-1000:]  # a tag may go on in the next piece
    made: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(last, made[-1][1]))
        else:
            made.append((first, last))
    return made


def hidden_columns(hidden: Sequence[tuple[int, int]], used: Sequence[int]) -> list[str]:
    """A line when columns that have something in them are hidden, counted from 1."""
    shut = [column for column in used if any(first <= column <= last for first, last in hidden[:1000])]
    names = few([column_letters(column - 1) for column in shut], 10)
    if not shut:
        return []
    return [f"{'a column is' if len(shut) == 1 else f'{len(shut)} columns are'} hidden and read too ({names})"]


def unescaped(text: str) -> str:
    """A cell's text with the characters for which XML has no form, such as _x000D_ for a carriage return."""
    if "_x" not in text:
        return text
    made = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Texts:
    """The texts that cells share, without the readings of Japanese words."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._inside = self._reading = False

    def start(self, name: str, attributes: Attributes) -> None:
        """A text, or a part of it."""
        if name == "si":
            self._parts, self._length = [], 0
        elif name == "rPh":
            self._reading = True
        self._inside = name == "t" and not self._reading

    def end(self, name: str) -> None:
        """The text is whole."""
        self._inside = False
        if name == "rPh":
            self._reading = False
        elif name == "si":
            self.found.append(unescaped("".join(self._parts)))

    def text(self, text: str) -> None:
        """A part of the text."""
        if self._inside and self._length <= LONGEST_CELL:
            self._parts.append(text)
            self._length += len(text)


class _Styles(Elements):
    """The number formats, and which of them each cell style has."""

    def __init__(self) -> None:
        super().__init__("numFmt")
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        """A format, or a style of cells."""
        super().start(name, attributes)
        if name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.found.append((name, attributes))

    def end(self, name: str) -> None:
        """The styles of cells end, and those of other things may follow."""
        if name == "cellXfs":
            self._inside = False


class _Rows:
    """The rows of a sheet."""

    def __init__(self, book: Xlsx) -> None:
        self.book = book
        self.found: list[SheetRow] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self._used: set[int] = set()
        self._padding = MOST_PADDING
        self._number = 0
        self._hidden = self._in_row = self._in_cell = self._inside = self._reading = False
        self._cells: list[str] = []
        self._fault: Fault | None = None
        self._clear()

    @property
    def used_columns(self) -> list[int]:
        """The columns that have something in them, counted from 1."""
        return sorted(self._used)

    def _clear(self) -> None:
        self._kind, self._style, self._column = "n", "", 0
        self._formula = self._has_value = False
        self._parts: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """A row, a cell, or what is in it."""
        if self._in_cell:
            self._reading = self._reading or name == "rPh"
            self._inside = (name == "v" or (name == "t" and self._kind == "inlineStr")) and not self._reading
            self._formula = self._formula or name == "f"
        elif name == "c" and self._in_row:
            self._begin_cell(attributes)
        elif name == "row":
            self._in_row, self._cells, self._fault = True, [], None
            number = attributes.get("r", "")
            self._number = int(number[:8]) if number.isascii() and number.isdecimal() else self._number + 1
            self._hidden = attributes.get("hidden") in _TRUE
            if self._number > LAST_ROW:
                raise self.book.packed.damaged()
        elif name == "col" and attributes.get("hidden") in _TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.append((int(first[:8]), int(last[:8])))

    def _begin_cell(self, attributes: Attributes) -> None:
        self._clear()
        self._in_cell = True
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        place = _PLACE.fullmatch(attributes.get("r", ""))
        self._column = _column(place[1]) if place else len(self._cells) + 1
        if self._column > LAST_COLUMN:
            raise self.book.packed.damaged()

    def end(self, name: str) -> None:
        """A cell or a row is whole."""
        self._inside = False
        if name == "rPh":
            self._reading = False
        elif name == "c" and self._in_cell:
            self._in_cell = False
            self._end_cell()
        elif name == "row" and self._in_row:
            self._in_row = False
            cells: Cells = self._fault or self._cells
            if cells:
                self.found.append(SheetRow(self._number, cells, self._hidden))

    def _end_cell(self) -> None:
        text = "".join(self._parts)
        value = self.book.value(self._kind, text, self._style) if text else ""
        if value is None:
            self._fault = Fault(self._number, "", "has a formula that failed", "mend it, or paste values only")
        elif self._length > LONGEST_CELL:
            self._fault = Fault(self._number, "", "has a cell that is much too long", "shorten it")
        elif self._formula and not value and self._kind not in ("s", "str"):
            # a result that is an empty text is one; a program that calculates nothing stores no type of result either
            todo = "open the file, save it, or paste values only"
            self._fault = Fault(self._number, "", "has a formula without a result", todo)
        if value:
            missing = self._column - len(self._cells)
            if missing > 0:
                self._padding -= missing
                if self._padding < 0:
                    raise self.book.packed.too_large()
                self._cells += [""] * missing
            self._cells[self._column - 1] = value
            self._used.add(self._column)

    def text(self, text: str) -> None:
        """A part of a cell's text."""
        if self._inside:
            self._length += len(text)
            if self._length <= LONGEST_CELL:
                self._parts.append(text)


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
