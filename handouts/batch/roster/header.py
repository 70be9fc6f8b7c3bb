"""Where a table's header is: exports of other programs have a title, an address or a date above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handouts.batch.roster.cells import Fault
from handouts.batch.roster.commas import LOOKED_THROUGH, Cells, Score
from handouts.errors import HandoutsError

UNSEEN = re.compile("[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff]")
"""What cannot be seen and comes along when text is copied from a web page."""
_WORDS = re.compile(r"[\W_]+")


def is_blank(cell: str) -> bool:
    """Whether nothing in a cell can be seen."""
    return not cell or cell.isspace() or not UNSEEN.sub("", cell).strip()


def first_rows(rows: Iterator[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    """The rows among which the header is looked for, without empty ones and the comments above all others."""
    first: list[tuple[int, Cells]] = []
    for number, cells in rows:
        blank = not isinstance(cells, Fault) and all(is_blank(cell) for cell in cells)
        if not blank and (first or isinstance(cells, Fault) or not _is_comment(cells)):
            first.append((number, cells))
        if len(first) == LOOKED_THROUGH:
            break
    return first


def header_place(first: Sequence[tuple[int, Cells]], score: Score, name: str) -> int:
    """Which of the first rows is the header: the first one with a score; -1 when none has one.

    Raises HandoutsError when another row has other columns and could be the header as well.
    """
    scores = [0 if isinstance(cells, Fault) else score(cells) for _, cells in first]
    headers = [place for place, found in enumerate(scores) if found]
    for place in headers[1:]:
        if scores[place] > 1 and _words(first[place][1]) != _words(first[headers[0]][1]):
            both = f"rows {first[headers[0]][0]} and {first[place][0]}"
            raise HandoutsError(f"{name}: {both} could both be the header: delete what is above the right one")
    return headers[0] if headers else -1


def _words(cells: Cells) -> set[str]:
    """The cells of a header, for comparison: a report may say it again on every page."""
    return set() if isinstance(cells, Fault) else {_WORDS.sub(" ", cell[:100]).strip().casefold() for cell in cells}


def _is_comment(cells: Sequence[str]) -> bool:
    """Whether a row begins with #, as those above the header of the sample do."""
    return UNSEEN.sub("", cells[0][:100]).lstrip().startswith("#")
