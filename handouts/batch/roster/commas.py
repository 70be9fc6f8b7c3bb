"""The rows of a text with separators: commas, semicolons or tabs, quotation marks round a cell that has one in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from handouts.batch.roster.cells import LONGEST_CELL, Fault

LONGEST_LINE = 4 * LONGEST_CELL
MOST_LINES = 1000
"""Lines of one row; a note that may be printed has far fewer."""
MOST_BROKEN = 500
"""Rows whose quotation marks do not match, each of which is looked for further down; then a row ends with its line."""
LOOKED_THROUGH = 30
"""The header is looked for in so many rows: exports have a title or an address above it."""
Cells = Sequence[str] | Fault
Score = Callable[[Sequence[str]], int]
"""How much a row is like a header; 0 when it is none."""


class _Lines:
    """Lines of a file that can be put back, so that one broken row does not swallow the next."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._back = iter(lines), list[str]()
        self.used: list[str] = []
        self.most = MOST_LINES

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.used) == self.most:
            raise StopIteration  # inside quotation marks: the reader finds that they are not closed
        line = self._back.pop() if self._back else next(self._lines)
        self.used.append(line)
        return line.replace("\0", "\ufffd") if "\0" in line else line

    def put_back(self) -> None:
        """Put back all used lines but the first."""
        self._back.extend(reversed(self.used[1:]))


def comma_rows(text: IO[str], score: Score) -> Iterator[tuple[int, Cells]]:
    """Row numbers and cells; a row that cannot be read is a fault, and the next line begins the next row."""
    before = csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(bounded_lines(text))
    number = broken = 0
    try:
        delimiter, skip = _delimiter(lines, score)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            lines.used.clear()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                lines.put_back()
                broken += 1
                lines.most = 1 if broken >= MOST_BROKEN else MOST_LINES
                todo = 'close every quotation mark and write one inside a cell twice, as in "the ""good"" leg"'
                yield number, Fault(number, "", "its quotation marks do not match, or a cell is much too long", todo)
                continue
            if number > skip:
                yield number, cells
    finally:
        csv.field_size_limit(before)


def _delimiter(lines: _Lines, score: Score) -> tuple[str, int]:
    """The separator and how many rows to leave out, from the first lines up to the header; they are put back."""
    peeked: list[str] = []
    best: tuple[int, int, str] = (0, 0, ",")
    skip = 0
    for line in lines:
        peeked.append(line)
        word = line.strip('\ufeff\r\n "').casefold()
        if len(peeked) == 1 and re.fullmatch(r"sep=[,;\t]", word):
            best, skip = (0, 0, word[-1]), 1
            break
        if word and not word.startswith("#"):
            here = max((_like_header(line, mark, score) for mark in ",;\t"), key=lambda found: found[:2])
            best = max(best, here, key=lambda found: found[:2])  # without a header, the line with the most cells
        if best[0] or len(peeked) == LOOKED_THROUGH:
            break
    lines.used = ["", *peeked]
    lines.put_back()
    lines.used = []
    return best[2], skip


def _like_header(line: str, mark: str, score: Score) -> tuple[int, int, str]:
    cells = [cell.strip().strip('"') for cell in line[:LONGEST_CELL].split(mark)]
    return score(cells), len(cells), mark


def bounded_lines(text: IO[str]) -> Iterator[str]:
    """Lines with their ends: LF, CRLF or a lone CR, as old Macs and some databases write."""
    while line := text.readline(LONGEST_LINE):
        cut = len(line) == LONGEST_LINE and not line.endswith(("\n", "\r"))
        yield line + "\0" if cut else line  # what follows is lost, and the row's check must say so
        while cut and line and not line.endswith(("\n", "\r")):
            line = text.readline(LONGEST_LINE)  # the rest of a line that is far too long
