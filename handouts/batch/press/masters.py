"""The press of a run: the ordinary renderer sets each layout once; other rows of it are its bytes with other text.

While the renderer lays a row out it records every question it asks of personal text (does it fit, how many lines does
it take?) and which answers make no difference. A row with the same setting and such answers has the same layout. The
first row of a layout is rendered as it would be alone, so a layout that only one row needs costs nothing extra. From
its file the constant part is kept, with nothing personal in it. Whether text set here is the same as the renderer's is
checked with `==` on that first row: a layout that fails is never used, and its rows are all rendered in the ordinary
way.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from handouts.batch.manifest import Inputs
from handouts.batch.plan import Sources
from handouts.batch.press.typeset import CannotSetError, Piece, Typesetter
from handouts.batch.roster.row import Row
from handouts.handout.options import note_lines
from handouts.page.layouts import Layouts
from handouts.page.pdf import painted, personal_characters
from handouts.page.personal import Answers, Fits, Note, Question, blocks_of, questions
from handouts.style.fonts import simple
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
    pieces: tuple[Piece, ...]

    @cached_property
    def digest(self) -> Any:
        """The digest of the constant part, to go on from."""
        return hashlib.sha256(self.parts.head)


Ranges = tuple[tuple[int, int, int], ...]
"""The answers that lead to a layout: the place of the question among the family's, the least and greatest answer."""


@dataclass(frozen=True)
class Layout:
    """The answers that lead to a layout, and its master; None when its rows take the ordinary renderer."""

    ranges: Ranges
    master: Master | None


@dataclass
class Family:
    """Rows that have the same setting and the same personal texts; they differ in how long these are."""

    typesetter: Typesetter
    questions: list[Question] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)

    def ranges(self, answers: Answers) -> Ranges:
        """The answers by the places of their questions; a question that is new to the family gets the next place."""
        self.questions += [question for question in answers if question not in self.questions]
        return tuple((self.questions.index(q), least, most) for q, (least, most) in answers.items())

    def find(self, texts: Mapping[str, str]) -> Layout | None:
        """The layout of a row. Raises CannotSetError."""
        known: list[int | None] = [None] * len(self.questions)
        return next((layout for layout in self.layouts if self._within(layout.ranges, texts, known)), None)

    def _within(self, ranges: Ranges, texts: Mapping[str, str], known: list[int | None]) -> bool:
        for index, least, most in ranges:
            answer = known[index]
            if answer is None:
                answer = known[index] = self.typesetter.answer(self.questions[index], texts)
            if not least <= answer <= most:
                return False
        return True

    def agrees(self, ranges: Ranges, texts: Mapping[str, str]) -> bool:
        """Whether the typesetter answers for these texts as the renderer did. Raises CannotSetError."""
        return self._within(ranges, texts, [None] * len(self.questions))


class Press:
    """Makes the files of one run, most of them from masters; all that the run remembers is here and ends with it.

    `remembered` files that no master made are kept until the print run has had them; they have names in them.
    """

    def __init__(self, sources: Sources, remembered: int = REMEMBERED, layouts: Layouts | None = None) -> None:
        self.sources, self.plan, self.inputs = sources, sources.plan, Inputs(sources.plan.key)
        self.layouts = layouts or Layouts()
        self._families: dict[Hashable, Family] = {}
        self._typesetters: dict[Hashable, Typesetter] = {}
        self._rendered: deque[tuple[Row, Made]] = deque(maxlen=remembered)
        self._kept: deque[tuple[Family, Layout]] = deque()

    def make(self, row: Row) -> Made:
        """The file of a row; the print run wants it soon after, and then it is not rendered again."""
        for before, made in self._rendered:
            if before is row:
                return made
        made = self._make(row)
        if made.master is None:
            self._rendered.append((row, made))
        return made

    def ready(self, row: Row) -> Made | None:
        """The file of a row if one like it has been rendered, which differs in personal text only; otherwise None."""
        texts = personal_texts(row)
        if not self._may_fill(texts):
            return None
        family = self._family(row, texts)
        try:
            layout = family.find(texts)
            return fill(layout.master, family.typesetter, texts) if layout and layout.master else None
        except CannotSetError:
            return None

    def forget(self) -> None:
        """Forget all personal text; layouts and masters have none, and stay."""
        self._rendered.clear()
        for typesetter in self._typesetters.values():
            typesetter.forget()

    def _make(self, row: Row) -> Made:
        if made := self.ready(row):
            return made
        texts = personal_texts(row)
        if not self._may_fill(texts):
            return self._ordinary(row)
        family = self._family(row, texts)
        try:
            known = family.find(texts)
        except CannotSetError:
            return self._ordinary(row)
        return self._ordinary(row) if known else self._first(row, family, texts)

    def _may_fill(self, texts: Mapping[str, str]) -> bool:
        """Whether text may be set into a master: there is some, and its letters are the typeface's own."""
        return bool(texts) and not self.plan.ordinary and all(map(simple, texts.values()))

    def _ordinary(self, row: Row) -> Made:
        data = self.sources.ordinary(row, self.layouts)
        return Made((data,), hashlib.sha256(data).hexdigest())

    def _family(self, row: Row, texts: Mapping[str, str]) -> Family:
        whole = "".join(texts.values())
        key = (row.setting, tuple(texts), blocks_of(whole))
        family = self._families.get(key)
        if family is None:
            if len(self._families) >= 4 * KEPT:
                self._families.clear()
                self._typesetters.clear()
                self._kept.clear()
            reserve = personal_characters(texts.values(), self.sources.theme.styles(row.setting.page.print))
            fonts = tuple(reserve.items())
            if fonts not in self._typesetters:
                self._typesetters[fonts] = Typesetter(reserve)
            family = self._families[key] = Family(self._typesetters[fonts])
        return family

    def _first(self, row: Row, family: Family, texts: Mapping[str, str]) -> Made:
        """Render the first row of a layout, and keep the layout as a master if it can be one."""
        with questions() as answers:
            data, canvas = painted(self.sources.document(row), self.sources.theme, row.setting.page, self.layouts)
        made = Made((data,), hashlib.sha256(data).hexdigest())
        if canvas.file_parts is None or any(isinstance(q, Fits) and not q.room for q in answers):
            return made  # text that is too long for its place changes the layout, and hardly another row has the same
        ranges = family.ranges(answers)
        try:
            if not family.agrees(ranges, texts):
                return made
            master = _master(canvas.file_parts, texts)
            if master is not None and b"".join(fill(master, family.typesetter, texts).parts) != data:
                master = None
        except CannotSetError:
            return made
        layout = Layout(ranges, master)
        family.layouts.append(layout)
        self._kept.append((family, layout))
        if len(self._kept) > KEPT:
            oldest, dropped = self._kept.popleft()
            oldest.layouts = [layout for layout in oldest.layouts if layout is not dropped]
        return made


def personal_texts(row: Row) -> dict[str, str]:
    """A row's personal texts by their keys, as the handout names them."""
    texts = {key: text for key, text in (("name", row.name), ("date", row.date)) if text}
    if row.message:
        texts.update((f"note.{index}", line) for index, line in enumerate(note_lines(row.message)))
    return texts


def _master(parts: FileParts, texts: Mapping[str, str]) -> Master | None:
    """A master from a finished file; None unless every text stands in one place."""
    pieces = []
    for variable in parts.variables:
        keys = [lines.keys[0] for lines in variable.about.lines] if isinstance(variable.about, Note) else [variable.key]
        pieces.append(Piece(tuple(keys), variable.about, variable.mcid))
    keys = [key for piece in pieces for key in piece.keys]
    return Master(parts, tuple(pieces)) if sorted(keys) == sorted(texts) else None


def fill(master: Master, typesetter: Typesetter, texts: Mapping[str, str]) -> Made:
    """The file of a master with these texts. Raises CannotSetError."""
    streams = [typesetter.stream(piece, texts) for piece in master.pieces]
    head, rest = master.parts.with_texts(streams)
    digest = master.digest.copy()
    digest.update(rest)
    return Made((head, rest), digest.hexdigest(), master, tuple(streams))
