"""Document -> PDF. Lays boxes out on pages, then draws them; every page after the first has a head, all have a foot.

A part is set on one page when it fits, if need be with tighter gaps and lower frames, never with smaller type or
narrower frames. What does not fit goes on the next page by whole sections; the number of pages gives way, words never.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.pagesizes import A4, LETTER

from handouts.errors import HandoutsError
from handouts.handout.document import Block, Document, Message, Part
from handouts.memory import Memory
from handouts.page.blocks import make_box, make_boxes
from handouts.page.boxes import Box, Stack
from handouts.page.look import Look, box, put, rule, stop_sign, wide
from handouts.page.personal import MANY, Lines, asked, blocks_of, has_room, impersonal, questions, reserved
from handouts.style.choices import Ink, Paper, Print, Skin
from handouts.style.fonts import font_name, register_fonts
from handouts.style.theme import Style, Theme
from handouts.tagged import Element, TaggedCanvas, canvas_maker

SIZES: dict[Paper, tuple[float, float]] = {"a4": A4, "letter": LETTER}
MM = 72 / 25.4
WIDTH = 178.3 * MM
"""Of the content on any paper."""
TOP, FOOT = 8.5 * MM, 14 * MM
"""Points: above the content, and from the paper's lower edge to the rule of the foot."""
SHORT_TOP, SHORT_FOOT = 7.5 * MM, 12.5 * MM
"""The same on the short sheet, which has no line to spare."""
SHORT_SIDE = 13 * MM
"""The least margin that a punch leaves whole."""
BOTTOM = 7 * MM
LEAST_FRAME = 0.84
TIGHTER = (
    *((1.1, 1.4), (1.05, 1.3), (1.0, 1.2), (1.0, 1.0), (1.0, 0.8), (0.96, 0.8), (0.96, 0.65), (0.92, 0.65)),
    *(
        (0.88, 0.6),
        (LEAST_FRAME, 0.6),
        (LEAST_FRAME, 0.45),
        (LEAST_FRAME, 0.3),
        (LEAST_FRAME, 0.15),
        (LEAST_FRAME, 0.05),
    ),
)
"""Frame scale and gap scale, tried in turn until a part fits its page."""
FLOWING = ((1.3, 1.3), (1.15, 1.2), (1.0, 1.0), (0.92, 0.8), (LEAST_FRAME, 0.6))
"""The same for a part that takes more pages; the loosest one that needs no more pages than the others is used."""
SHORTER = ((1.0, 1.0), (1.0, 0.8), (0.95, 0.65), (0.9, 0.5), (LEAST_FRAME, 0.4), (LEAST_FRAME, 0.15))
"""The same for the short sheet, whose frames may be as low as 29 mm."""
SHORT: tuple[Literal["short", "least"], ...] = ("short", "least")
LARGE_PRINT = ((1.0, 1.0), (0.95, 0.85), (0.9, 0.75), (0.85, 0.6), (0.8, 0.5))
"""Frame and gap scales that are tried in large print, until fewer pages come of none."""
LARGE_LINES = 8
"""Of a message that stands where it belongs in large print; a longer one would part the steps from the warnings."""
FULL = 0.78
"""In large print a new part begins a new page when the last one is filled to this share."""


@dataclass(frozen=True)
class PdfOptions:
    """How a document is printed."""

    paper: Paper = "a4"
    print: Print = "normal"
    ink: Ink = "colour"
    skin: Skin = "light"
    accent: str | None = None
    duplex: bool = False
    """Whether a blank page at the end makes the number of pages even."""


@dataclass
class Page:
    """A laid out page: its part, and each box with the height of its upper edge."""

    part: Part
    boxes: list[tuple[Box, float]]


@dataclass(frozen=True)
class Fitted:
    """A part, with the look in which it fits on one page, None where it does not, and what was left out of it."""

    part: Part
    look: Look | None
    dropped: tuple[str, ...] = ()


def to_pdf(document: Document, theme: Theme, options: PdfOptions | None = None) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-2a file; the same input gives the same bytes.

    Raises HandoutsError when what must be one page cannot be.
    """
    return painted(document, theme, options)[0]


def left_out(document: Document, theme: Theme, options: PdfOptions | None = None) -> tuple[str, ...]:
    """What a sheet that must be one page does without in this print, in the document's words."""
    options = options or PdfOptions()
    sheet = _Sheet(document, _looks_of(theme, options), SIZES[options.paper])
    return tuple(name for each in sheet.fitted() for name in each.dropped)


def painted(document: Document, theme: Theme, options: PdfOptions | None = None) -> tuple[bytes, TaggedCanvas]:
    """The document as a file, and the canvas it was painted on."""
    options = options or PdfOptions()
    register_fonts()
    looks = _looks_of(theme, options)
    root = Element("Document")
    sheet = _sheet(document, looks, SIZES[options.paper])
    pages = sheet.lay_out(root)
    buffer = io.BytesIO()
    maker = canvas_maker(
        root,
        title=document.title,
        lang=document.lang,
        author=document.author,
        subject=document.subject,
        duplex="DuplexFlipLongEdge" if options.duplex else None,
        reserve=personal_characters(document.personal, looks.usual.styles),
        date=document.written,
    )
    canvas = maker(buffer, pagesize=SIZES[options.paper], pageCompression=1)
    try:
        for number, page in enumerate(pages, 1):
            sheet.draw(canvas, page, number, len(pages))
            canvas.showPage()
    except ValueError as error:  # a character that the font lacks; `handouts check` names its file and key
        raise HandoutsError(f"{document.id}: {error}") from error
    if options.duplex and len(pages) % 2:
        canvas.showPage()  # blank, not counted: the back of the last sheet
    canvas.save()
    return buffer.getvalue(), canvas


@dataclass(frozen=True, eq=False)
class Looks:
    """The usual look of a print, and the short sheet's: its own, and where that is too large, the least one."""

    usual: Look
    short: Look
    least: Look


def _looks_of(theme: Theme, options: PdfOptions) -> Looks:
    """The looks of a print, the same objects for the same theme and options."""

    def make() -> Looks:
        usual = Look(
            theme.styles(options.print),
            theme.page(options.ink, options.accent),
            theme.palette(options.ink, options.skin),
            stacked=options.print != "normal",
        )
        if usual.stacked:
            return Looks(usual, usual, usual)
        short, least = (replace(usual, styles=theme.styles(name)) for name in SHORT)
        return Looks(usual, short, least)

    return _LOOKS.recall((theme,), options, make)


_LOOKS: Memory[Looks] = Memory(64)
_TRIED: Memory[list[Look]] = Memory(256)
_NUMBERED: Memory[Looks] = Memory(256)
_FITS: Memory[Fitted] = Memory(512)
_FLOWS: Memory[Look] = Memory(512)
_BLOCK_SIZES: Memory[tuple[float, float]] = Memory(8192)


def personal_characters(text: str, styles: Mapping[str, Style]) -> dict[str, str]:
    """The characters that the fonts of personal text get codes for before anything is painted."""
    faces = {font_name(styles[style].weight) for style in ("value", "body")} if text else set()
    return {face: reserved(blocks_of(text), face) for face in sorted(faces)}


Numbers = tuple[tuple[str, int], ...]


def _sheet(document: Document, looks: Looks, size: tuple[float, float]) -> _Sheet:
    """The pages, with their numbers in the words that name them; in large print with smaller pictures if that helps."""
    if not looks.usual.stacked:
        return _numbered(document, looks, size)
    sheets = [_numbered(document, Looks(look, look, look), size) for look in _tried(looks.usual, LARGE_PRINT)]
    return min(sheets, key=lambda sheet: sheet.count)


def _numbered(document: Document, looks: Looks, size: tuple[float, float]) -> _Sheet:
    """Lay out again until the numbers of pages in the words are those of the pages."""
    numbers: Numbers = ()
    for _ in range(4):
        sheet = _Sheet(document, _with_numbers(looks, numbers), size)
        sheet.lay_out(Element("Document"))
        if sheet.numbers == numbers:
            break
        numbers = sheet.numbers
    return sheet


def _with_numbers(looks: Looks, numbers: Numbers) -> Looks:
    def make() -> Looks:
        return Looks(*(replace(look, pages=numbers) for look in (looks.usual, looks.short, looks.least)))

    return _NUMBERED.recall((looks,), numbers, make)


def _tried(look: Look, scales: tuple[tuple[float, float], ...]) -> list[Look]:
    """The looks that are tried in turn, from the loosest to the tightest; the same objects for the same look."""

    def make() -> list[Look]:
        return [replace(look, picture_scale=frames, gap_scale=gaps) for frames, gaps in scales]

    return _TRIED.recall((look,), scales, make)


class _Sheet:
    """The pages of a document, and what stands around their content."""

    def __init__(self, document: Document, looks: Looks, size: tuple[float, float]) -> None:
        self.document, self.looks, self.look = document, looks, looks.usual
        self.page_width, self.page_height = size
        self.width = self.page_width - 2 * SHORT_SIDE if self._is_short_sheet() else WIDTH
        self.left = (self.page_width - self.width) / 2
        self.numbers: Numbers = ()
        self.count = 0
        self._fitted: list[Fitted] | None = None
        self._status: Element | None = None

    # --- layout ---

    def fitted(self) -> list[Fitted]:
        """Each part as it is set."""
        if self._fitted is None:
            self._fitted = list(self._fit_all())
        return self._fitted

    def lay_out(self, root: Element) -> list[Page]:
        """The pages, with the structure of everything on them below `root`."""
        pages: list[Page] = []
        numbers: list[tuple[str, int]] = []
        self._status = root.add("P")
        for each in self.fitted():
            before = len(pages)
            if each.look:
                pages.append(self._whole(each, make_boxes(each.part.blocks, each.look, root), first=not pages))
            else:
                look = self._flowing(each.part, first=not pages)
                boxes = make_boxes(each.part.blocks, look, root)
                starts = not pages or not self.look.stacked or self._is_full(pages)
                there = len(pages[-1].boxes) if pages else 0
                self._flow(each.part, boxes, pages, starts)
                before -= not starts and len(pages[before - 1].boxes) > there  # it begins on the page before
            numbers += [(name, before + 1) for name in each.part.id.split("+")]
        self.numbers, self.count = tuple(numbers), len(pages)
        return pages

    def _is_full(self, pages: Sequence[Page]) -> bool:
        page = pages[-1]
        top, bottom = self._top(len(pages) == 1), self._bottom()
        return top - self._end(page, len(pages) == 1) > FULL * (top - bottom)

    def _fit_all(self) -> Iterator[Fitted]:
        """Fit the parts, those that join the one before where there is room, and the message where there is room."""
        parts = list(self._joined())
        message = self.document.message
        if message is None:
            yield from (self._fitting(part, first=index == 0) for index, part in enumerate(parts))
            return
        at = next((index for index, part in enumerate(parts) if message.part in part.id.split("+")), 0)
        inline = self._is_brief(message)
        here = _with_message(parts[at], message, inline)
        parts[at] = here
        if not inline:
            last = max((index for index, part in enumerate(parts) if part.sheet == parts[at].sheet), default=at)
            whole = replace(parts[last], blocks=(*parts[last].blocks, message.panel))
            if self.look.stacked or self._fit(whole, last == 0).look is None:
                parts.append(Part("message", (message.panel,), sheet=parts[last].sheet))
            else:
                parts[last] = replace(whole, id=f"{whole.id}+message")
        for index, part in enumerate(parts):
            has_words = part is here or "message" in part.id
            yield self._fit(part, index == 0) if has_words else self._fitting(part, index == 0)

    def _is_brief(self, message: Message) -> bool:
        """Whether a message has few enough lines for the place that is kept for it; it is asked nothing else."""
        most = LARGE_LINES if self.look.stacked else message.lines
        look = self.looks.short if self.document.parts[0].one_page else self.look
        with questions() as answers:
            Stack(make_box(message.panel, look, Element("Document"))).height(self.width)
        lines = [question for question in answers if isinstance(question, Lines)]
        keys = tuple(key for question in lines for key in question.keys)
        count = sum(answers[question][0] for question in lines)
        fits = count <= most
        first = lines[0]
        asked(
            Lines(keys, first.width, first.font, first.size, first.style),
            *((0, most) if fits else (most + 1, MANY)),
        )
        return fits

    def _joined(self) -> Iterator[Part]:
        """The parts; one that may join the one before does where both fit on a page together."""
        waiting: Part | None = None
        first = True
        for part in self.document.parts:
            if waiting is not None and part.joins and not self.look.stacked:
                both = _both(waiting, part)
                if self._fitting(both, first).look is not None:
                    waiting = both
                    continue
            if waiting is not None:
                yield waiting
                first = False
            waiting = part
        if waiting is not None:
            yield waiting

    def _fitting(self, part: Part, first: bool) -> Fitted:
        """The part and the look in which it fits on one page; remembered for the same part."""
        if self.look.stacked:
            return self._fit(part, first)  # asks nothing, and may hold a name
        around = (self.document.status, self.document.footer, self.document.imprint)
        key = (self.page_width, self.page_height, first, *around)
        look = self.looks.short if part.one_page else self.look
        return impersonal(_FITS, (part, look), key, lambda: self._fit(part, first))

    def _fit(self, part: Part, first: bool) -> Fitted:
        """The same worked out."""
        if self.look.stacked:
            return Fitted(part, None)
        room = self._top(first) - self._bottom()
        types = (self.looks.short, self.looks.least) if part.one_page else (self.look,)
        types = (self.looks.least,) if part.dense else types
        for style in types:
            looks = _tried(style, SHORTER if part.one_page else TIGHTER)
            for drop in (None, *part.drops):
                blocks = drop.blocks if drop else part.blocks
                if not self._has_room(blocks, looks[-1], room):
                    continue  # the tightest comes last: what it cannot fit, nothing can
                for look in looks:
                    if self._has_room(blocks, look, room):
                        return Fitted(replace(part, blocks=blocks), look, drop.names if drop else ())
        if part.one_page:
            raise HandoutsError(self._too_long(part, room, looks[-1]))
        return Fitted(part, None)

    def _too_long(self, part: Part, room: float, look: Look) -> str:
        """Which block of a page that must be one page is the first that it has no room for."""
        used = 0.0
        blocks = part.drops[-1].blocks if part.drops else part.blocks
        for block in blocks:
            used += sum(self._size(block, look))
            if used > room:
                name = getattr(block, "title", "") or type(block).__name__
                return f"{self.document.id}: the short sheet has no room for {name!r}: shorten its words"
        return f"{self.document.id}: the short sheet is longer than one page"

    def _flowing(self, part: Part, first: bool) -> Look:
        """The loosest look of a part that takes more than a page in which it takes no more than in any other."""

        if self.look.stacked:
            return self.look
        style = self.looks.least if part.dense else self.look

        def choose() -> Look:
            best, least = style, 99
            for look in _tried(style, FLOWING):
                pages: list[Page] = [] if first else [Page(part, [])]
                before = len(pages)
                self._flow(part, make_boxes(part.blocks, look, Element("Document")), pages, True)
                if len(pages) - before < least:
                    best, least = look, len(pages) - before
            return best

        around = (self.document.status, self.document.footer, self.document.imprint)
        return impersonal(_FLOWS, (part, style), (self.page_height, first, *around), choose)

    def _has_room(self, blocks: Sequence[Block], look: Look, room: float) -> bool:
        with questions() as answers:
            sizes = [self._size(block, look) for block in blocks]
        height = sum(gap + high for gap, high in sizes) - (sizes[0][0] if sizes else 0.0)
        return has_room(answers, room - height)

    def _size(self, block: Block, look: Look) -> tuple[float, float]:
        """The gap above a block, and its height."""

        def measure() -> tuple[float, float]:
            boxes = make_box(block, look, Element("Document"))
            return (boxes[0].gap, Stack(boxes).height(self.width)) if boxes else (0.0, 0.0)

        return impersonal(_BLOCK_SIZES, (block, look), self.width, measure)

    def _whole(self, fitted: Fitted, boxes: Sequence[Box], first: bool) -> Page:
        """A page that everything is known to fit on; nothing depends on the height of the last box."""
        page = Page(fitted.part, [])
        y = self._top(first)
        for index, item in enumerate(boxes):
            y -= item.gap + boxes[index - 1].height(self.width) if index else 0.0
            page.boxes.append((item, y))
        return page

    def _flow(self, part: Part, boxes: Sequence[Box], pages: list[Page], new_page: bool) -> None:
        """Place the boxes from where the last page ends, or on a new page."""
        if new_page or not pages:
            pages.append(Page(part, []))
        y = self._end(pages[-1], first=len(pages) == 1)
        queue = list(boxes)
        while queue:
            group = [queue.pop(0)]
            while group[-1].keep_next and queue:
                group.append(queue.pop(0))
            y = self._place(part, group, queue, pages, y)

    def _place(self, part: Part, group: list[Box], queue: list[Box], pages: list[Page], y: float) -> float:
        """Place boxes that belong together, or what of them fits; the rest is queued again. Returns the new y."""
        page, bottom = pages[-1], self._bottom()
        fresh = not page.boxes
        if self._need(group, fresh) <= y - bottom:
            return self._put(page, group, y)
        head, last = group[:-1], group[-1]
        before = self._need(head, fresh) if head else 0.0
        gap = 0.0 if fresh and not head else last.gap
        fits_a_page = self._need(group, True) <= self._top(False) - bottom
        may_split = not (last.whole and fits_a_page)
        page_room = self._top(False) - bottom
        halves = last.split(self.width, y - bottom - before - gap, page_room) if may_split else None
        room_share = (y - bottom) / page_room
        if halves and (not fits_a_page or room_share > 0.25):
            self._put(page, [*head, halves[0]], y)
            queue.insert(0, halves[1])
        elif fresh:
            unfolded = last.unfold()
            if isinstance(unfolded, Stack):
                queue[:0] = [*head, *unfolded.children]
                if len(unfolded.children) == 1 and unfolded.children[0] is last:
                    return self._put(page, [queue.pop(0) for _ in range(len(head) + 1)], y)
                return y
            count = self._how_many(group, y - bottom)
            y = self._put(page, group[:count], y)
            queue[:0] = group[count:]
            if count == len(group):
                return y
        else:
            queue[:0] = group
        pages.append(Page(part, []))
        return self._top(False)

    def _how_many(self, group: Sequence[Box], room: float) -> int:
        """How many boxes of a group fit on an empty page, one at least: better torn apart than cut off."""
        return max((n for n in range(1, len(group) + 1) if self._need(group[:n], True) <= room), default=1)

    def _need(self, group: Sequence[Box], fresh: bool) -> float:
        return sum(
            box.height(self.width) + (0.0 if fresh and index == 0 else box.gap) for index, box in enumerate(group)
        )

    def _put(self, page: Page, group: Sequence[Box], y: float) -> float:
        for item in group:
            y -= item.gap if page.boxes else 0.0
            page.boxes.append((item, y))
            y -= item.height(self.width)
        return y

    def _end(self, page: Page, first: bool) -> float:
        if not page.boxes:
            return self._top(first)
        item, top = page.boxes[-1]
        return top - item.height(self.width)

    # --- the frame ---

    def _top(self, first: bool) -> float:
        above = SHORT_TOP if self._is_short_sheet() else TOP
        return self.page_height - above - (0.0 if first else self._head_height())

    def _is_short_sheet(self) -> bool:
        return self.document.parts[0].one_page and not self.look.stacked

    def _head_height(self) -> float:
        return self.look.styles["foot"].leading + 3.4 * MM

    def _bottom(self) -> float:
        return self._foot() + 2 * MM

    def _foot(self) -> float:
        """The height of the rule of the foot."""
        style = self.look.styles["foot"]
        lines = len(self._imprint()) + (0 if self._footer_fits() else 1)
        lowest = SHORT_FOOT if self._is_short_sheet() else FOOT
        return lowest + lines * style.leading + max(style.leading - 17, 0.0) + (0 if self._footer_fits() else 3)

    def _imprint(self) -> list[str]:
        """The clinic's own line, in as many lines as it needs."""
        lines: list[str] = []
        for word in self.document.imprint.split():
            if lines and wide(self.look, f"{lines[-1]} {word}", "foot") <= self.width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def _footer_fits(self) -> bool:
        look = self.look
        used = sum(wide(look, text, "foot") for text in (self.document.status, self.document.footer))
        return used + wide(look, self._number(88, 88), "foot") + 50 * min(look.unit, 1.4) <= self.width

    def _number(self, page: int, pages: int) -> str:
        return self.document.page_number.replace("{pages}", str(pages)).replace("{page}", str(page))

    # --- drawing ---

    def draw(self, canvas: TaggedCanvas, page: Page, number: int, count: int) -> None:
        """Draw one page."""
        if number > 1:
            with canvas.artifact("Pagination", "Header"):
                self._draw_head(canvas, page.part)
        for item, top in page.boxes:
            item.draw(canvas, self.left, top, self.width)
        with canvas.artifact("Pagination", "Footer"):
            self._draw_footer(canvas, number, count)

    def _draw_head(self, canvas: TaggedCanvas, part: Part) -> None:
        """The document's name, and what all pages are about; in large print, where to look first."""
        look, unit = self.look, min(self.look.unit, 1.4)
        style = look.styles["foot"]
        base = self.page_height - TOP - style.size - 1.5
        end = self.left + self.width
        line = base - 0.36 * style.size - 1.4 * MM
        rule(canvas, look, self.left, line, end, line, 0.75)
        tabs = [] if look.stacked else self._tabs()
        x = end - sum(wide(look, words, "foot") + 5.2 * MM for words, _ in tabs)
        if not tabs or self.left + wide(look, self.document.running, "foot") + 10 <= x:
            put(canvas, look, self.left, base, self.document.running, "foot", "ink2")
        for words, name in tabs:
            long = wide(look, words, "foot") + 5.2 * MM
            here = name == self._tab_of(part)
            if here:
                filled, stroke = (None, "accent") if look.bare else ("accent", None)
                box(canvas, look, x, base - 0.42 * style.size, long, 1.45 * style.size, filled, stroke, 1.0, 3)
            put(canvas, look, x + 2.6 * MM, base, words, "foot", "paper" if here and not look.bare else "ink2")
            x += long
        if not tabs and self.document.first:
            words = look.numbered(self.document.first)
            put(canvas, look, end, base, words, "foot", "alert", "right")
            middle = end - wide(look, words, "foot") - 11 * unit
            stop_sign(canvas, look, middle, base + 0.33 * style.size, 7 * unit, "alert", "paper")

    def _tab_of(self, part: Part) -> str:
        """The tab of a part: its own, or that of the part it follows."""
        found = ""
        for each in self.document.parts:
            found = each.id if each.tab else found
            if each.id in part.id.split("+"):
                return found
        return found

    def _tabs(self) -> list[tuple[str, str]]:
        """What each tab says, its page's number first, and its part."""
        numbers = dict(self.numbers)
        return [
            (f"{numbers[part.id]} {part.tab}", part.id)
            for part in self.document.parts
            if part.tab and part.id in numbers
        ]

    def _draw_footer(self, canvas: TaggedCanvas, number: int, count: int) -> None:
        look = self.look
        unit = min(look.unit, 1.4)
        style = look.styles["foot"]
        y = self._foot()
        end = self.left + self.width
        rule(canvas, look, self.left, y, end, y, 0.75)
        base = y - 1.6 * MM - 1.02 * style.size
        status = self.document.status
        wide_status = wide(look, status, "foot") + 13.6 * unit
        box(
            canvas, look, self.left, base - 0.42 * style.size, wide_status, 1.5 * style.size, None, "ink", 1.0, 3 * unit
        )
        if number == 1 and self._status is not None:
            with canvas.tag(self._status):
                put(canvas, look, self.left + 6.8 * unit, base, status, "foot")
        else:
            put(canvas, look, self.left + 6.8 * unit, base, status, "foot")
        page = self._number(number, count)
        put(canvas, look, end, base, page, "foot", "ink", "right")
        if self._footer_fits():
            right = end - wide(look, page, "foot") - 12 * unit
            put(canvas, look, right, base, self.document.footer, "foot", "ink2", "right")
        else:
            base -= style.leading + 3
            put(canvas, look, self.left, base, self.document.footer, "foot", "ink2")
        for line in self._imprint():
            base -= style.leading
            put(canvas, look, self.left, base, line, "foot", "ink2")


def _both(first: Part, second: Part) -> Part:
    """Two parts as one, the same object for the same two."""

    def make() -> Part:
        return replace(first, id=f"{first.id}+{second.id}", blocks=first.blocks + second.blocks, drops=())

    return _JOINED.recall((first, second), None, make)


_JOINED: Memory[Part] = Memory(64)


def _with_message(part: Part, message: Message, inline: bool) -> Part:
    """A part with the message where its lines to write on were, or with where to find it."""

    def put_in(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        words: Block = message.panel if inline else message.pointer
        cut = len(blocks) - message.before
        return (*blocks[:cut], words, *blocks[cut:])

    drops = tuple(replace(drop, blocks=put_in(drop.blocks)) for drop in part.drops)
    return replace(part, blocks=put_in(part.blocks), drops=drops)
