"""Whether the pages of a handout keep to its plan: which part is too long for its pages, and by how much.

The plan is of normal print; in large print parts flow as they come. Nothing is ever cut off or torn for the sake of the
plan: a part that is too long takes another page, and whoever wrote it wants to know.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, is_dataclass
from typing import Any

from handouts.handout.document import Block, Document, Part, Run, Section, TickBox, WarningBox
from handouts.page.layouts import Layouts
from handouts.page.pages import SHORTER, TIGHTER, Pages, numbered_pages
from handouts.page.pdf import SIZES, PdfOptions, looks_of
from handouts.style.choices import Paper
from handouts.style.fonts import register_fonts
from handouts.style.theme import Theme


@dataclass(frozen=True)
class TooLong:
    """A part that needs more room than the plan gives it."""

    part: str
    page: int
    """The page that the part begins on when everything keeps to the plan."""
    pages: int
    """How many pages the plan gives it."""
    points: float
    """How much is too much, with the tightest gaps and the lowest frames there are."""
    lines: int
    """The same in lines of body text, at least one."""
    block: str
    """The section or kind of block in it that says most, warnings apart."""


def too_long(document: Document, theme: Theme, paper: Paper = "a4", layouts: Layouts | None = None) -> list[TooLong]:
    """Every part that is too long for its pages. Who has set the very document hands its `layouts` down.

    Raises HandoutsError for a short sheet that cannot be made.
    """
    register_fonts()
    layouts, options = layouts or Layouts(), PdfOptions(paper=paper)
    pages = numbered_pages(document, looks_of(theme, options, layouts), SIZES[paper], layouts)
    return list(_each(pages))


def _each(pages: Pages) -> Iterator[TooLong]:
    page = 1
    for parts in _planned(pages.document.parts):
        planned = sum(part.pages for part in parts)
        points = _excess(pages, parts, planned, first=page == 1) if planned else 0.0
        if points > 0:
            lines = math.ceil(points / pages.look.styles["body"].leading)
            yield TooLong(parts[0].id, page, planned, points, lines, _wordiest(parts))
        page += planned


def _planned(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts, those together that the plan has on the same pages."""
    groups: list[list[Part]] = []
    for part in parts:
        if groups and part.joins and not part.pages:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _excess(pages: Pages, parts: Sequence[Part], planned: int, first: bool) -> float:
    """Points above the room of the planned pages; 0 or less when there is none."""
    head = parts[0]
    if planned > 1:
        return _beyond(pages, head, planned)
    look = pages.looks.least if head.one_page or head.dense else pages.look
    tightest = look.tried(SHORTER if head.one_page else TIGHTER)[-1]
    blocks = [block for part in parts for block in (part.drops[-1].blocks if part.drops else part.blocks)]
    sizes = [pages.size(block, tightest) for block in blocks]
    return sum(gap + high for gap, high in sizes) - (sizes[0][0] if sizes else 0.0) - pages.room(first)


def _beyond(pages: Pages, part: Part, planned: int) -> float:
    """What stands on pages after the planned ones."""
    own = [page for page in pages.laid_out if part.id in page.part.id.split("+")]
    boxes = [box for page in own[planned:] for box, _ in page.boxes]
    return sum(box.height(pages.width) + box.gap for box in boxes)


def _wordiest(parts: Sequence[Part]) -> str:
    """What the block with the most words is called, warnings apart: nobody shortens those."""
    count: dict[str, int] = {}
    for part in parts:
        for block in _inner(part.blocks):
            if not isinstance(block, WarningBox | TickBox):
                name = getattr(block, "id", "") or type(block).__name__.lower()
                count[name] = count.get(name, 0) + _words(block)
    return max(count, key=lambda name: count[name], default=parts[0].id)


def _inner(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, those of a page instead of the page."""
    for block in blocks:
        if isinstance(block, Section) and block.page:
            yield from _inner(block.blocks)
        else:
            yield block


def _words(thing: Any) -> int:
    """The words in a block and in everything in it."""
    if isinstance(thing, Run):
        return len(thing.text.split())
    if isinstance(thing, tuple):
        return sum(map(_words, thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        return sum(_words(getattr(thing, name)) for name in thing.__dataclass_fields__)
    return 0
