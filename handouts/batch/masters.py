"""Masters: the ordinary renderer lays out each layout once; other rows of that layout are its bytes with other text.

While the renderer lays a row out it notes every question it asks of personal text: does it fit, how many lines does
it take? A row whose setting is the same and whose texts give the same answers has the same layout. The first row of a
layout is rendered as it would be alone, so a layout that only one row needs costs nothing extra. From its file the
constant part is kept, with nothing personal in it. Whether text set here is the same as the renderer's is checked with
`==` on that first row: a layout that fails is never used, and its rows are all rendered in the ordinary way.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from handouts.batch.make import Sources
from handouts.batch.row import Row
from handouts.batch.typeset import CannotSetError, Typesetter, cut
from handouts.handout import note_lines
from handouts.render.pdf import painted, personal_characters
from handouts.render.personal import Block, Fits, Line, Question, blocks_of, questions
from handouts.tagged import FileParts

KEPT = 160
"""Masters in memory, about 250 kB each; the oldest makes room."""
REMEMBERED = 32
"""Files rendered in the ordinary way that are kept until the print run has had them."""


@dataclass(frozen=True)
class Made:
    """A file: its bytes in one or two parts, its digest, and its master and personal streams if it came from one."""

    parts: tuple[bytes, ...]
    sha256: str
    master: Master | None = None
    streams: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.parts))


@dataclass(frozen=True)
class Master:
    """A finished layout: everything in the file but the personal text."""

    parts: FileParts
    frames: tuple[tuple[str, str, str, Line | Block], ...]
    """For each place: the text's key, what stands in its stream before and after the text, and the place."""

    @cached_property
    def digest(self) -> Any:
        """The digest of the constant part, to go on from."""
        return hashlib.sha256(self.parts.head)


Answered = tuple[int, ...]
Asked = tuple[Question, ...]


@dataclass
class Family:
    """Rows that have the same setting and the same personal texts; they differ in how long these are."""

    typesetter: Typesetter
    layouts: dict[Asked, dict[Answered, Master | None]] = field(default_factory=dict)
    """By what was asked, then by the answers."""


class Masters:
    """Makes files, most of them from masters."""

    def __init__(self, sources: Sources, ordinary: bool = False) -> None:
        self.sources, self.ordinary = sources, ordinary
        self._families: dict[Hashable, Family] = {}
        self._typesetters: dict[Hashable, Typesetter] = {}
        self._rendered: deque[tuple[Row, Made]] = deque(maxlen=REMEMBERED)
        self._kept: deque[tuple[dict[Answered, Master | None], Answered]] = deque()

    def make(self, row: Row) -> Made:
        """The file of a row; asked again soon, for the print run, it is not rendered again."""
        for before, made in self._rendered:
            if before is row:
                return made
        made = self._make(row)
        if made.master is None:
            self._rendered.append((row, made))
        return made

    def _make(self, row: Row) -> Made:
        texts = personal_texts(row)
        if self.ordinary or not texts:
            return self._ordinary(row)
        family = self._family(row, texts)
        for asked, layouts in family.layouts.items():
            answers = tuple([family.typesetter.answer(q, texts[q.key]) for q in asked])
            if answers in layouts:
                master = layouts[answers]
                try:
                    return self._ordinary(row) if master is None else fill(master, family.typesetter, texts)
                except CannotSetError:
                    return self._ordinary(row)
        return self._first(row, family, texts)

    def _ordinary(self, row: Row) -> Made:
        data = self.sources.ordinary(row)
        return Made((data,), hashlib.sha256(data).hexdigest())

    def _family(self, row: Row, texts: Mapping[str, str]) -> Family:
        whole = "".join(texts.values())
        key = (row.setting, tuple(texts), blocks_of(whole))
        family = self._families.get(key)
        if family is None:
            if len(self._families) >= 4 * KEPT:
                self._families.clear()
                self._kept.clear()
            reserve = personal_characters(whole, self.sources.theme.styles(row.setting.page.print))
            fonts = tuple(reserve.items())
            if fonts not in self._typesetters:
                self._typesetters[fonts] = Typesetter(reserve)
            family = self._families[key] = Family(self._typesetters[fonts])
        return family

    def _first(self, row: Row, family: Family, texts: Mapping[str, str]) -> Made:
        """Render the first row of a layout, and keep the layout as a master if it can be one."""
        with questions() as answers:
            data, canvas = painted(self.sources.document(row), self.sources.theme, row.setting.page)
        made = Made((data,), hashlib.sha256(data).hexdigest())
        if canvas.file_parts is None or not all(answers[q] for q in answers if isinstance(q, Fits)):
            return made  # what does not fit its place has a layout of its own
        typesetter = family.typesetter
        master = _master(canvas.file_parts, canvas.variable_texts, texts)
        if any(typesetter.answer(q, texts[q.key]) != answers[q] for q in answers):
            return made
        try:
            if master is not None and b"".join(fill(master, typesetter, texts).parts) != data:
                master = None
        except CannotSetError:
            return made
        layouts = family.layouts.setdefault(tuple(answers), {})
        layouts[tuple(answers.values())] = master
        self._kept.append((layouts, tuple(answers.values())))
        if len(self._kept) > KEPT:
            oldest, answered = self._kept.popleft()
            oldest.pop(answered, None)
        return made


def personal_texts(row: Row) -> dict[str, str]:
    """A row's personal texts by their keys, as the handout names them."""
    texts = {key: text for key, text in (("name", row.name), ("date", row.date)) if text}
    if row.note:
        texts.update((f"note.{index}", line) for index, line in enumerate(note_lines(row.note)))
    return texts


def _master(parts: FileParts, streams: Sequence[str], texts: Mapping[str, str]) -> Master | None:
    """A master from a finished file; None unless every text stands in one place."""
    frames = []
    for variable, stream in zip(parts.variables, streams, strict=True):
        framed = cut(stream, variable.about)
        if framed is None:
            return None
        frames.append((variable.key, framed[0], framed[2], variable.about))
    keys = [frame[0] for frame in frames]
    return Master(parts, tuple(frames)) if sorted(keys) == sorted(texts) else None


def fill(master: Master, typesetter: Typesetter, texts: Mapping[str, str]) -> Made:
    """The file of a master with these texts."""
    streams = [before + typesetter.operators(texts[key], place) + after for key, before, after, place in master.frames]
    head, rest = master.parts.with_texts(streams)
    digest = master.digest.copy()
    digest.update(rest)
    return Made((head, rest), digest.hexdigest(), master, tuple(streams))
