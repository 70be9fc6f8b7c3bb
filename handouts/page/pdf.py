"""Document -> PDF. Lays boxes out on pages, then draws them; every page has the running head and the footer.

A part is set on one page when it fits, if need be with tighter gaps and smaller pictures. Type gives way last, all of
it together, from 12.5 to 12 points and no further. What still does not fit flows on, and the next part follows it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4, LETTER

from handouts.errors import HandoutsError
from handouts.handout.document import WARNING_PAGE, Block, Document, Part
from handouts.memory import Memory
from handouts.page.blocks import make_box, make_boxes
from handouts.page.boxes import Box, Stack
from handouts.page.look import BODY, Look, box, put, rule, stop_sign, wide
from handouts.page.personal import blocks_of, has_room, impersonal, questions, reserved
from handouts.style.choices import Ink, Paper, Print, Skin
from handouts.style.fonts import font_name, register_fonts
from handouts.style.theme import Style, Theme
from handouts.tagged import Element, TaggedCanvas, canvas_maker

SIZES: dict[Paper, tuple[float, float]] = {"a4": A4, "letter": LETTER}
LEFT, RIGHT, TOP, BOTTOM = 45.28, 45.0, 28.0, 23.0
"""Margins in points: 16 mm at the sides clears punch holes."""
TIGHTER = (
    *((1.0, 1.0), (1.0, 0.85), (1.0, 0.75), (0.95, 0.75), (1.0, 0.65), (0.9, 0.65)),
    *((1.0, 0.55), (0.82, 0.6), (0.74, 0.55), (1.0, 0.5), (0.66, 0.5), (0.64, 0.4)),
)
"""Picture scale and gap scale, tried in turn until a part fits its page."""
LARGE_PRINT = (1.0, 0.9, 0.8)
"""Picture scales that are tried in large print."""
TIGHTEST = (0.6, 0.32)
"""What is tried last, once type is small as well."""
SMALLEST = (0.54, 0.46)
"""Picture scales that are tried after that on a sheet that must be one page."""
LEAST_BODY = 12.0
"""Points: the smallest body size in normal print."""


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


def to_pdf(document: Document, theme: Theme, options: PdfOptions | None = None) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-2a file; the same input gives the same bytes."""
    return painted(document, theme, options)[0]


def painted(document: Document, theme: Theme, options: PdfOptions | None = None) -> tuple[bytes, TaggedCanvas]:
    """The document as a file, and the canvas it was painted on."""
    options = options or PdfOptions()
    register_fonts()
    look = _look(theme, options)
    root = Element("Document")
    sheet = _sheet(document, look, SIZES[options.paper])
    pages = sheet.lay_out(root)
    buffer = io.BytesIO()
    maker = canvas_maker(
        root,
        title=document.title,
        lang=document.lang,
        author=document.author,
        subject=document.subject,
        duplex="DuplexFlipLongEdge" if options.duplex else None,
        reserve=personal_characters(document.personal, look.styles),
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


def _look(theme: Theme, options: PdfOptions) -> Look:
    """The look of a print, the same object for the same theme and options."""

    def make() -> Look:
        return Look(
            theme.styles(options.print),
            theme.page(options.ink, options.accent),
            theme.palette(options.ink, options.skin),
            stacked=options.print != "normal",
        )

    return _LOOKS.recall((theme,), options, make)


_LOOKS: Memory[Look] = Memory(64)
_SMALLER: Memory[Look] = Memory(64)
_TRIED: Memory[list[Look]] = Memory(64)
_FITS: Memory[tuple[Part, Look | None]] = Memory(512)
_BLOCK_SIZES: Memory[tuple[float, float]] = Memory(8192)


def personal_characters(text: str, styles: Mapping[str, Style]) -> dict[str, str]:
    """The characters that the fonts of personal text get codes for before anything is painted."""
    faces = {font_name(styles[style].weight) for style in ("value", "body")} if text else set()
    return {face: reserved(blocks_of(text), face) for face in sorted(faces)}


def _sheet(document: Document, look: Look, size: tuple[float, float]) -> _Sheet:
    """The page, with body text of 12 points instead of 12.5 where that alone makes every part fit its page.

    It is used as well where it saves the page that a note would have to itself. In large print, which flows, pictures
    are a little smaller where that saves a page.
    """
    sheet = _Sheet(document, look, size)
    if look.stacked:
        sheets = [_Sheet(document, each, size) for each in _looser(look)]
        return min(sheets, key=lambda sheet: len(sheet.lay_out(Element("Document"))))
    if sheet.fits() and not any(part.joins for part, _ in sheet.fitted()):
        return sheet
    smaller = _Sheet(document, _smaller(look), size)
    better = not sheet.fits() or len(smaller.fitted()) < len(sheet.fitted())
    return smaller if smaller.fits() and better else sheet


def _smaller(look: Look) -> Look:
    """The look with 12 point text, the same object for the same look."""
    return _SMALLER.recall((look,), None, lambda: look.smaller(LEAST_BODY / BODY))


def _looser(look: Look) -> list[Look]:
    """The looks of large print, the same objects for the same look."""
    return _TRIED.recall((look,), None, lambda: [replace(look, picture_scale=scale) for scale in LARGE_PRINT])


def _looks(look: Look, one_page: bool) -> list[Look]:
    """The looks that are tried in turn, from the loosest to the tightest; the same objects for the same look."""

    def make() -> list[Look]:
        is_least = look.styles["body"].size <= LEAST_BODY
        scales = (*TIGHTER, TIGHTEST) if is_least or one_page else TIGHTER
        looks = [replace(look, picture_scale=pictures, gap_scale=gaps) for pictures, gaps in scales]
        if one_page:
            scale = LEAST_BODY / look.styles["body"].size
            looks += [tight.smaller(scale) for tight in looks[-3:]]
            looks += [replace(looks[-1], picture_scale=scale) for scale in SMALLEST]
        return looks

    return _TRIED.recall((look,), one_page, make)


class _Sheet:
    """The page: where the frame is, and what stands around it."""

    def __init__(self, document: Document, look: Look, size: tuple[float, float]) -> None:
        self.document, self.look = document, look
        self.page_width, self.page_height = size
        self.width = self.page_width - LEFT - RIGHT
        self.warning_page = 1
        self._fitted: list[tuple[Part, Look | None]] | None = None

    # --- layout ---

    def fits(self) -> bool:
        """Whether every part fits on a page of its own."""
        return all(look is not None for _, look in self.fitted())

    def fitted(self) -> list[tuple[Part, Look | None]]:
        """Each part with the look in which it fits on one page, None where it does not."""
        if self._fitted is None:
            self._fitted = self._fit_all()
        return self._fitted

    def lay_out(self, root: Element) -> list[Page]:
        """The pages, with the structure of everything on them below `root`."""
        pages: list[Page] = []
        self.warning_page = 1
        apart = self.fits()
        loose = self.look if self.look.stacked else replace(self.look, picture_scale=0.9, gap_scale=0.75)
        for part, look in self.fitted():
            boxes = make_boxes(part.blocks, look or loose, root)
            if look:
                pages.append(self._whole(part, boxes, first=not pages))
            else:
                self._flow(part, boxes, pages, new_page=(apart and not part.joins) or not pages)
        numbers = {item.anchor: number for number, page in enumerate(pages, 1) for item, _ in page.boxes}
        self.warning_page = numbers.get("warning", 1)
        return pages

    def _fit_all(self) -> list[tuple[Part, Look | None]]:
        """Fit the parts; one that joins goes to the end of the first one that it fits on a page with, from there on."""
        parts: list[Part] = []
        joining: list[tuple[int, Part]] = []
        for part in self.document.parts:
            if part.joins and parts:
                joining.append((len(parts) - 1, part))
            else:
                parts.append(part)
        fitted = [self._fitting(part, first=index == 0) for index, part in enumerate(parts)]
        for start, part in reversed(joining):
            for index in range(start, len(parts)):
                both = self._fit(parts[index], index == 0, part.blocks)
                if self.look.stacked or both[1]:
                    fitted[index] = both
                    break
            else:
                parts.insert(start + 1, part)
                fitted.insert(start + 1, self._fit(part, first=False))
        return fitted

    def _fitting(self, part: Part, first: bool) -> tuple[Part, Look | None]:
        """The part and the look in which it fits on one page, None when it does not; remembered for the same part."""
        if self.look.stacked:
            return self._fit(part, first)  # asks nothing, and may hold a name
        around = (self.document.status, self.document.footer, self.document.imprint, self.document.running)
        key = (self.page_width, self.page_height, first, *around)
        return impersonal(_FITS, (part, self.look), key, lambda: self._fit(part, first))

    def _fit(self, part: Part, first: bool, ending: tuple[Block, ...] = ()) -> tuple[Part, Look | None]:
        """The same worked out, for the part alone or with some blocks more at its end."""
        if self.look.stacked:
            return replace(part, blocks=part.blocks + part.extra + ending), None
        room = self._top(part, first) - self._bottom()
        looks = _looks(self.look, part.one_page)
        for blocks in (part.blocks + part.extra, part.blocks) if part.extra else (part.blocks,):
            whole = blocks + ending
            if not self._has_room(whole, looks[-1], room):
                continue  # the tightest comes last: what it cannot fit, nothing can
            for look in looks:
                if self._has_room(whole, look, room):
                    return replace(part, blocks=whole), look
        return replace(part, blocks=part.blocks + ending), None

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

    def _whole(self, part: Part, boxes: Sequence[Box], first: bool) -> Page:
        """A page that everything is known to fit on; nothing depends on the height of the last box."""
        page = Page(part, [])
        y = self._top(part, first)
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
        need = self._need(group, fresh)
        if need <= y - bottom:
            return self._put(page, group, y)
        head, last = group[:-1], group[-1]
        before = self._need(head, fresh) if head else 0.0
        gap = 0.0 if fresh and not head else last.gap
        halves = last.split(self.width, y - bottom - before - gap)
        whole_page = self._top(part, False) - bottom
        fits_a_page = self._need(group, True) <= whole_page
        room_share = (y - bottom) / whole_page
        if halves and (not fits_a_page or room_share > 0.3):
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
        return self._top(part, False)

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
            return self._top(page.part, first)
        item, top = page.boxes[-1]
        return top - item.height(self.width)

    # --- the frame ---

    def _top(self, part: Part, first: bool) -> float:
        return self.page_height - TOP - (0.0 if first else self._head_height(part))

    def _head_height(self, part: Part) -> float:
        return (1 if self._head_fits(part) else 2) * self.look.styles["label"].leading + 12 * self.look.unit

    def _running(self, part: Part) -> str:
        return part.running.replace(WARNING_PAGE, str(self.warning_page))

    def _head_fits(self, part: Part) -> bool:
        sign = 20 * self.look.unit if part.alert else 0.0
        used = wide(self.look, self.document.running, "label") + wide(self.look, self._running(part), "label") + sign
        return used + 20 <= self.width

    def _bottom(self) -> float:
        return BOTTOM + self._footer_height() + 6 * self.look.unit

    def _footer_height(self) -> float:
        own = len(self._imprint()) * self.look.styles["small"].leading
        own = max(own - 10 / min(self.look.unit, 1.6), 0.0)  # the first line stands in the margin, 7 mm from the edge
        return (22 if self._footer_fits() else 40) * min(self.look.unit, 1.4) + own

    def _imprint(self) -> list[str]:
        """The clinic's own line, in as many lines as it needs."""
        lines: list[str] = []
        for word in self.document.imprint.split():
            if lines and wide(self.look, f"{lines[-1]} {word}", "small") <= self.width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def _footer_fits(self) -> bool:
        look = self.look
        used = wide(look, self.document.status, "label") + wide(look, self.document.footer, "small")
        return used + wide(look, self._number(88, 88), "value") + 60 * look.unit <= self.width

    def _number(self, page: int, pages: int) -> str:
        return self.document.page_number.replace("{pages}", str(pages)).replace("{page}", str(page))

    # --- drawing ---

    def draw(self, canvas: TaggedCanvas, page: Page, number: int, count: int) -> None:
        """Draw one page."""
        if number > 1:
            with canvas.artifact("Pagination", "Header"):
                self._draw_head(canvas, page.part)
        for item, top in page.boxes:
            item.draw(canvas, LEFT, top, self.width)
        with canvas.artifact("Pagination", "Footer"):
            self._draw_footer(canvas, number, count)

    def _draw_head(self, canvas: TaggedCanvas, part: Part) -> None:
        look, size = self.look, self.look.styles["label"].size
        base = self.page_height - TOP - size
        put(canvas, look, LEFT, base, self.document.running, "label", "ink2")
        if part.running:
            if not self._head_fits(part):
                base -= look.styles["label"].leading
            colour = "alert" if part.alert else "ink2"
            running = self._running(part)
            put(canvas, look, LEFT + self.width, base, running, "label", colour, "right")
            if part.alert:
                left = LEFT + self.width - wide(look, running, "label") - 13 * look.unit
                stop_sign(canvas, look, left, base + 0.35 * size, 7.5 * look.unit, "alert", "paper")

    def _draw_footer(self, canvas: TaggedCanvas, number: int, count: int) -> None:
        look = self.look
        unit = min(look.unit, 1.4)
        y = BOTTOM + self._footer_height()
        rule(canvas, look, LEFT, y, LEFT + self.width, y, 0.75)
        base = y - 17 * unit
        status = self.document.status
        wide_status = wide(look, status, "label") + 16 * unit
        box(canvas, look, LEFT, base - 6 * unit, wide_status, 19 * unit, None, "ink", 1.0, 3 * unit)
        put(canvas, look, LEFT + 8 * unit, base, status, "label")
        page = self._number(number, count)
        end = LEFT + self.width
        put(canvas, look, end, base, page, "value", "ink", "right")
        if self._footer_fits():
            put(
                canvas,
                look,
                end - wide(look, page, "value") - 12 * unit,
                base,
                self.document.footer,
                "small",
                "ink2",
                "right",
            )
        else:
            base -= 20 * unit
            put(canvas, look, LEFT, base, self.document.footer, "small", "ink2")
        base -= 3 * unit
        for line in self._imprint():
            base -= look.styles["small"].leading
            put(canvas, look, LEFT, base, line, "small", "ink2")
