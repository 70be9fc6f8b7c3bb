"""The neutral document: a few kinds of block, in reading order. Renderers match on them exhaustively.

A document is a list of parts. A part is set on a page of its own when it fits there; otherwise it flows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from handouts.content.model import Strokes
from handouts.drawing.shapes import Figure
from handouts.figures.compose import PictureShape
from handouts.figures.viewrow import ViewRow
from handouts.logo.read import Logo


@dataclass(frozen=True)
class Run:
    """A stretch of text, strong or not.

    `link` is where it leads in a file that is read on a screen, such as tel:999; lang:la is a passage in Latin.
    """

    text: str
    strong: bool = False
    link: str = ""


Rich = tuple[Run, ...]


def rich(text: str) -> Rich:
    """Text whose strong words are marked with `**`, as runs."""
    parts = re.split(r"\*\*", text)
    return tuple(Run(part, strong=bool(index % 2)) for index, part in enumerate(parts) if part)


def plain(text: Rich) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def telephone(number: str) -> str:
    """What a telephone number leads to on a screen; nothing when it is no number."""
    digits = re.sub(r"[^0-9+]", "", number)
    return f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{2,15}", digits) and not re.search("[A-Za-z]", number) else ""


WARNINGS = "warnings"
"""The part that is the warning box, or the box itself in a part with more in it."""


def page_of(part: str) -> str:
    """What stands in text for the number of the page that a part or the warning box begins on; layout puts it there."""
    return f"{{page:{part}}}"


Compose = Callable[[float, float, float], Figure]
"""Composes a figure for a width, a greatest height and a label size, all in points."""
ComposeAt = Callable[[float, float, float, float], Figure]
"""The same at a scale, points for a unit of art; 0 is the scale that fits."""
RowOf = Callable[[float, float, float], ViewRow]
"""The room that the same figure's views need, for a greatest height, a label size and a scale."""


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
    strong: bool = False


@dataclass(frozen=True)
class Letterhead:
    """Who gives the handout: name and address to the left, contact to the right, a logo file's bytes or nothing."""

    name: str
    address: tuple[str, ...]
    contact: tuple[str, ...]
    logo: Logo | None = None
    alt: str = ""
    phone: str = ""
    """The number in the first contact, which leads to the telephone on a screen."""


@dataclass(frozen=True)
class Title:
    """The document's heading, with a picture to its right that says nothing of its own."""

    title: str
    also: Rich
    subtitle: str
    lead: Rich
    picture: Compose | None = None
    by: Letterhead | None = None
    """A letterhead that stands at the end of the title's line where it fits there, else above."""


@dataclass(frozen=True)
class WriteOn:
    """One row of fields to fill in by hand."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section; `icon` is a small drawing before it."""

    text: Rich
    icon: Strokes = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `sign` is the mark before it: a stop sign, or the crossed-out ring of a place never to press."""

    text: Rich
    style: Literal["body", "lead", "small"] = "body"
    sign: Literal["", "stop", "keep-off"] = ""
    personal: str = ""
    """What the text is called when it is for one person only, such as "note.1"."""


@dataclass(frozen=True)
class Bullets:
    """An unordered list; with `columns` its items stand in so many columns."""

    items: tuple[Rich, ...]
    columns: int = 1
    small: bool = False


@dataclass(frozen=True)
class Step:
    """One action, with the picture that shows it."""

    text: Rich
    picture: Compose | None = None


@dataclass(frozen=True)
class Steps:
    """A numbered list of actions, each below its own picture; `picture` is one for all of them, beside them.

    `whole` is how many of the pictures, from the first, show a whole body: these get the wide frames.
    """

    items: tuple[Step, ...]
    start: int = 1
    picture: Compose | None = None
    shape: PictureShape = "close"
    """Of the one picture: a close view, or a whole body that is high or lies."""
    whole: int = 0
    after: tuple[Block, ...] = ()
    """What stands below the steps beside the one picture."""
    under: tuple[Block, ...] = ()
    """What is read before the steps, and stands above them, or below the picture that is beside them all."""
    together: bool = False
    """Whether all pictures stand in one row, steps without one below a neighbour's; a lone one beside all steps."""


@dataclass(frozen=True)
class TierRow:
    """One level of urgency in the warning box: what to do, whom to call, and what the signs are."""

    label: str
    number: str
    items: tuple[Rich, ...]
    lead: Rich = ()
    link: str = ""
    field: str = ""
    """Whom to call when the number is to be written in."""
    foot: Rich = ()
    """What to do when nobody answers, below the signs, with a line to write on if `foot_line`."""
    foot_line: bool = False


@dataclass(frozen=True)
class WarningBox:
    """The warning box. Its last line stands on solid colour; with `columns` the tiers stand side by side."""

    title: str
    tiers: tuple[TierRow, ...]
    closing: Rich = ()
    columns: bool = False
    remark: str = ""


@dataclass(frozen=True)
class TickGroup:
    """Conditions that belong together, each with its square."""

    title: str
    items: tuple[Rich, ...]


@dataclass(frozen=True)
class TickBox:
    """What to go through before the first time: squares to tick, in columns that are balanced by their lines."""

    title: str
    phone: Rich
    """Whom to call; empty is a line to write on."""
    phone_label: str
    lead: Rich
    groups: tuple[TickGroup, ...]
    fields: tuple[tuple[Field, ...], ...] = ()
    """Rows to fill in when all has been gone through."""
    columns: int = 2
    remark: str = ""
    small: bool = False


@dataclass(frozen=True)
class Picture:
    """A figure, composed for the width it is given; `height` is its greatest height in points in normal print."""

    compose: Compose
    height: float
    caption: Rich = ()


@dataclass(frozen=True)
class Columns:
    """Blocks side by side; `weights` are their shares of the width. Stacked in large print.

    With `even` all are as high as the highest.
    """

    cells: tuple[tuple[Block, ...], ...]
    weights: tuple[float, ...]
    even: bool = False
    middle: bool = False
    """Whether lower cells stand in the middle of the height."""


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
    """Rows of label and value, each with a line to write another value on when it is not `set`."""

    rows: tuple[tuple[str, str], ...]
    set: bool = False
    run_in: bool = False
    """Whether the rows stand one after the other on as few lines as they need."""


@dataclass(frozen=True)
class Diary:
    """Two weeks of boxes to tick; `short` is one row only."""

    weeks: tuple[str, str]
    day: str
    rows: tuple[str, ...]
    alt: str
    short: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a row of headings; the first cell of each row is the row's heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[Rich, ...], ...]
    weights: tuple[float, ...]
    small: bool = False


@dataclass(frozen=True)
class Spot:
    """A panel of the pain map: a trigger point, or some that are alike, with their pain alone."""

    marks: tuple[int, ...]
    title: str
    text: Rich
    picture: ComposeAt
    row: RowOf
    tick: str = ""
    """The words of the box to tick, or nothing for a spot that must not be pressed."""
    warning: str = ""
    far: bool = False
    """Whether its pain lies far away, in other views."""


@dataclass(frozen=True)
class Spots:
    """The pain map, a panel each, with one legend below."""

    items: tuple[Spot, ...]
    legend: Compose


@dataclass(frozen=True)
class Sources:
    """The works that are listed."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Panel:
    """A box with a heading: outlined, tinted, outlined in the warning's colour, or dashed for what comes later.

    `beside` sets the heading to the left of the text, not above it; a picture stands to the left of everything.
    """

    title: str
    blocks: tuple[Block, ...]
    kind: Literal["plain", "tint", "alert", "later"] = "plain"
    beside: bool = False
    picture: Picture | None = None
    mark: Literal["", "yes", "no"] = ""


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
    page: bool = False
    """Whether it is a page's question, with what is on the page inside it."""
    alert: bool = False
    breaks: bool = False
    """Whether it may go on on the next page even where it would fit on one."""


Block = (
    Letterhead
    | Title
    | WriteOn
    | Heading
    | Paragraph
    | Bullets
    | Steps
    | WarningBox
    | TickBox
    | Picture
    | Columns
    | Scale
    | Dose
    | Diary
    | Table
    | Spots
    | Sources
    | Panel
    | QrCode
    | Section
)


@dataclass(frozen=True)
class Drop:
    """What a page that must be one page looks like without something more, and all that it is without by then."""

    names: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """Blocks that belong together on a page; `tab` is what the line of tabs calls it, if anything."""

    id: str
    blocks: tuple[Block, ...]
    tab: str = ""
    sheet: int = 1
    joins: bool = False
    """Whether it stands on the page of the part before it where there is room for both."""
    one_page: bool = False
    """Whether it must be one page: then `drops` are taken in turn until it is."""
    drops: tuple[Drop, ...] = ()
    dense: bool = False
    """Whether it is for professionals, in the least type."""
    pages: int = 1
    """How many pages the plan gives it in normal print; 0: none of its own, or as many as it takes."""


@dataclass(frozen=True)
class Message:
    """The clinician's own words to the patient: `panel` stands in a part, above its last `before` blocks.

    With more than `lines` lines it stands at the end of the sheet, and `pointer` says so in its place.
    """

    panel: Panel
    pointer: Block
    part: str
    before: int
    lines: int


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
    """What it says about its review."""
    page_number: str
    parts: tuple[Part, ...]
    imprint: str = ""
    """A clinic's own line at the foot of every page."""
    personal: tuple[str, ...] = ()
    """Every text in it that is for one person only."""
    message: Message | None = None
    first: str = ""
    """What every page but the first says about the first."""
    written: date | None = None
    """When the content was written or checked, which is the file's date."""
    strip: bool = True
    """Whether the status stands in a box: it is a draft."""
    left_out: tuple[str, ...] = ()
    """Ways of massage that a handout of several muscles has no room for, for whoever makes it."""
    origin: tuple[tuple[str, str], ...] = ()
    """Where it comes from, and its review, for a file's own data: names and values."""
