"""The list of mistakes, for whoever mends a roster: `errors.csv` of a batch, and what the desk saves; they are alike.

It names the roster's own headings, muscles as people call them, and no option of a command. It repeats no cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from handouts.batch.roster.cells import Fault
from handouts.content.library import Library
from handouts.errors import ContentError

HEAD = ("row", "id", "column", "what is wrong", "what to do")
PLAIN: Sequence[tuple[str, str]] = (
    (r", or give --muscle for all rows", ", or choose one for all rows"),
    (r", or give --locale", ", or choose the country"),
    (r"`handouts check --approvals FILE` says what", "have it signed again"),
    (r"`handouts check \S+` names them", "choose another handout"),
    (r"(sign|signed)( again)? (?:it )?with `handouts approve[^`]*`", r"\1\2"),
)
"""What is said otherwise to somebody who has a spreadsheet before them, and no command line."""


class MuscleTitles:
    """What muscles are called in a language, behind their ids in a message."""

    def __init__(self, library: Library, lang: str) -> None:
        self._library, self._lang = library, lang

    def put_in(self, text: str) -> str:
        """The message with the name of each muscle behind its id, as one knows it who does not know the ids."""
        return self._ids.sub(lambda found: f"{found[0]}{self._title(found[2])}", text)

    @cached_property
    def _ids(self) -> re.Pattern[str]:
        ids = "|".join(map(re.escape, sorted(self._library.ids(), key=len, reverse=True)))
        return re.compile(rf"('?)(?<![-\w])({ids})(?![-\w])\1")

    def _title(self, muscle: str) -> str:
        with suppress(ContentError, KeyError):  # it has no words in this language
            return f" ({self._library.words[muscle, self._lang].plain_name})"
        return ""


class MistakeList:
    """Lines of a list of mistakes. `headings` is what the roster calls our columns, as `Header.listed` has it; it may
    be filled when the first row has been read.
    """

    def __init__(self, titles: MuscleTitles, headings: Mapping[str, str]) -> None:
        self._titles, self._headings = titles, headings

    @property
    def head(self) -> bytes:
        """The first line."""
        return _lines([HEAD])

    def lines(self, faults: Sequence[Fault]) -> bytes:
        """A line for each fault."""
        return _lines([self._line(each) for each in faults])

    def _line(self, fault: Fault) -> Sequence[object]:
        column = self._headings.get(fault.column, fault.column)
        said = (self._titles.put_in(in_plain_words(text)) for text in (fault.wrong, fault.todo))
        return (fault.row, fault.id, column, *said)


def in_plain_words(text: str, words: Sequence[tuple[str, str]] = PLAIN) -> str:
    """A message without options and commands."""
    for pattern, instead in words:
        text = re.sub(pattern, instead, text)
    return text


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
