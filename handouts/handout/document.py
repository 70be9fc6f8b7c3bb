"""The neutral document: a few kinds of block, in reading order. Renderers match on them exhaustively.

A document is a list of parts. A part is set on a page of its own when it fits there; otherwise it flows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from handouts.drawing.shapes import Figure
from handouts.logo.read import Logo


@dataclass(frozen=True)
class Run:
    """A stretch of text, strong or not."""

    text: str
    strong: bool = False


Rich = tuple[Run, ...]


def rich(text: str) -> Rich:
    """Text whose strong words are marked with `**`, as runs."""
    parts = re.split(r"\*\*", text)
    return tuple(Run(part, strong=bool(index % 2)) for index, part in enumerate(parts) if part)


def plain(text: Rich) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


WARNING_PAGE = "{warning_page}"
"""Stands in a running head for the number of the page that the warning box is on."""

Compose = Callable[[float, float, float], Figure]
"""Composes a figure for a width, a greatest height and a label size, all in points."""


@dataclass(frozen=True)
class Field:
    """Something to fill in: a label with a line, or with the value already there; or a box to tick."""

    label: str
    value: str = ""
    kind: Literal["line", "tick"] = "line"
    ticked: bool = False
    share: float = 1.0
    """Width as a share of the row's free width."""
    personal: str = ""
    """What the value is called when it is for one person only, such as "name"."""


@dataclass(frozen=True)
class Letterhead:
    """Who gives the handout: name and address to the left, contact to the right, a logo file's bytes or nothing."""

    name: str
    address: tuple[str, ...]
    contact: tuple[str, ...]
    logo: Logo | None = None
    alt: str = ""
    compact: bool = False
    """One line: the name and the first contact."""


@dataclass(frozen=True)
class Title:
    """The document's heading."""

    title: str
    also: str
    subtitle: str
    lead: Rich
    by: Letterhead | None = None
    """A letterhead that stands at the end of the title's line where it fits there, else above."""


@dataclass(frozen=True)
class WriteOn:
    """One row of fields to fill in by hand."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; `badge` is a letter in a disc, `icon` a small drawing before it."""

    text: Rich
    badge: str = ""
    icon: Literal["", "load", "cold", "short"] = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `tick` adds a box to tick with that label at the end of its last line."""

    text: Rich
    style: Literal["body", "lead", "small"] = "body"
    tick: str = ""
    personal: str = ""
    """What the text is called when it is for one person only, such as "note.1"."""


@dataclass(frozen=True)
class Bullets:
    """An unordered list."""

    items: tuple[Rich, ...]


@dataclass(frozen=True)
class Keyed:
    """A list whose items have a short label of their own, such as the number of a trigger point."""

    items: tuple[tuple[str, Rich], ...]


@dataclass(frozen=True)
class Steps:
    """A numbered list of actions."""

    items: tuple[Rich, ...]
    start: int = 1


@dataclass(frozen=True)
class TierRow:
    """One level of urgency in the warning box."""

    label: str
    number: str
    items: tuple[Rich, ...]
    urgent: bool = True


@dataclass(frozen=True)
class WarningBox:
    """The warning box; `compact` sets each tier as one paragraph with the number in the text."""

    title: str
    tiers: tuple[TierRow, ...]
    compact: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure, composed for the width it is given; `height` is its greatest height in points in normal print."""

    compose: Compose
    height: float
    caption: Rich = ()
    tick: str = ""
    framed: bool = False


@dataclass(frozen=True)
class Columns:
    """Blocks side by side; `weights` are columns of a grid with as many columns. Stacked in large print.

    With `snug` the first column is only as wide as its pictures.
    """

    cells: tuple[tuple[Block, ...], ...]
    weights: tuple[int, ...]
    snug: bool = False


@dataclass(frozen=True)
class Scale:
    """The 0-10 pain scale with the range to aim for and the limit."""

    low: int
    high: int
    limit: int
    none: str
    aim: str
    limit_word: str
    too_much: str
    alt: str


@dataclass(frozen=True)
class Dose:
    """Rows of label and value, each with a line to write another value on."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Diary:
    """Two weeks of boxes to tick; `short` is one row only."""

    weeks: tuple[str, str]
    day: str
    rows: tuple[str, ...]
    alt: str
    short: bool = False


@dataclass(frozen=True)
class Sources:
    """The works that are listed."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """An outlined box with a heading; `beside` sets the heading to the left of the text, not above it."""

    title: str
    blocks: tuple[Block, ...]
    beside: bool = False


@dataclass(frozen=True)
class QrCode:
    """A QR code of a public address, with a sentence beside it. Never of anything about a person."""

    url: str
    text: Rich
    alt: str


@dataclass(frozen=True)
class Section:
    """A headed section; `remark` stands to the right of the heading, with a stop sign when it is an alert."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    remark: str = ""


Block = (
    Letterhead
    | Title
    | WriteOn
    | Heading
    | Paragraph
    | Bullets
    | Keyed
    | Steps
    | WarningBox
    | Picture
    | Columns
    | Scale
    | Dose
    | Diary
    | Sources
    | Panel
    | QrCode
    | Section
)


@dataclass(frozen=True)
class Part:
    """Blocks that belong together; `running` and `alert` stand at the top of its pages after the first page."""

    id: str
    blocks: tuple[Block, ...]
    running: str = ""
    alert: bool = False
    one_page: bool = False
    """Whether it must be one page, so that type may be a little smaller if nothing else helps."""
    joins: bool = False
    """Whether it stands at the end of the part before it, or of the next one that it fits on a page with."""
    extra: tuple[Block, ...] = ()
    """Blocks at the end that are left out where they would not fit on the one page."""


@dataclass(frozen=True)
class Document:
    """A whole handout. `title` names the file for a reader; nothing in it names a patient."""

    id: str
    lang: str
    title: str
    subject: str
    author: str
    running: str
    footer: str
    status: str
    page_number: str
    parts: tuple[Part, ...]
    imprint: str = ""
    """A clinic's own line at the foot of every page."""
    personal: str = ""
    """Everything in it that is for one person only."""
