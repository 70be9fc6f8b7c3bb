"""Where everything stands: which look lets a part fit on its page, and what goes on the next one.

A part is set on one page when it fits, if need be with tighter gaps and lower frames, never with smaller type or
narrower frames. What does not fit goes on the next page by whole sections; the number of pages gives way, words never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.errors import HandoutsError
from handouts.handout.document import WARNINGS, Block, Document, Message, Part, WarningBox
from handouts.page.blocks import make_box, make_boxes
from handouts.page.boxes import Box, Stack
from handouts.page.layouts import Fitted, Layouts, Looks
from handouts.page.look import Look, Scales
from handouts.page.margins import Margins, Numbers
from handouts.page.personal import MANY, Height, Lines, asked, has_room, height_of, questions
from handouts.tagged import Element

LEAST_FRAME = 0.84
TIGHTER: Scales = (
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
FLOWING: Scales = ((1.3, 1.3), (1.15, 1.2), (1.0, 1.0), (0.92, 0.8), (LEAST_FRAME, 0.6))
"""The same for a part that takes more pages; the loosest one that needs no more pages than the others is used."""
SHORTER: Scales = ((1.0, 1.0), (1.0, 0.8), (0.95, 0.65), (0.9, 0.5), (LEAST_FRAME, 0.4), (LEAST_FRAME, 0.15))
"""The same for the short sheet, whose frames may be as low as 29 mm."""
CROWDED = 0.6
"""The gap scale below which a page is crowded."""
LARGE_LINES = 8
"""Of a message that stands where it belongs in large print; a longer one would part the steps from the warnings."""
LEAST_SPARE = 12.0
"""Points at the end of a page that stay free when pictures on it become larger."""
FULL = 0.78
"""In large print a new part begins a new page when the last one is filled to this share."""


@dataclass
class Page:
    """A laid out page: its part, and each box with the height of its upper edge."""

    part: Part
    boxes: list[tuple[Box, float]]


def numbered_pages(document: Document, looks: Looks, size: tuple[float, float], layouts: Layouts) -> Pages:
    """The pages laid out, with the numbers that words name; in large print with smaller pictures where that helps."""
    if not looks.usual.stacked:
        return _numbered(document, looks, size, layouts, _planned(document.parts))
    best = _numbered(document, looks.large[0], size, layouts)
    for tried in looks.large[1:]:
        pages = _numbered(document, tried, size, layouts, best.numbers)
        best = pages if pages.count < best.count else best
    return best


def _planned(parts: Sequence[Part]) -> Numbers:
    """The page that each part begins on if everything keeps to the plan."""
    numbers: list[tuple[str, int]] = []
    page, after = 1, 1
    for part in parts:
        page, after = (page, after) if numbers and part.joins and not part.pages else (after, after + part.pages)
        numbers.append((part.id, page))
    boxes = (numbers[at][1] for at, part in enumerate(parts) for block in part.blocks if isinstance(block, WarningBox))
    return _with_places(numbers, ((WARNINGS, page) for page in boxes))


def _with_places(numbers: Sequence[tuple[str, int]], places: Iterable[tuple[str, int]]) -> Numbers:
    """The pages of parts, and of places within one that no part is named after: where they first stand."""
    found = dict(numbers)
    for name, page in places:
        found.setdefault(name, page)
    return tuple(found.items())


def _numbered(
    document: Document, looks: Looks, size: tuple[float, float], layouts: Layouts, guess: Numbers = ()
) -> Pages:
    """Lay out again until the numbers of pages in the words are those of the pages; a good guess saves doing it."""
    numbers = guess
    for _ in range(4):
        pages = Pages(document, looks.numbered(numbers), size, layouts)
        if pages.numbers == numbers:
            break
        numbers = pages.numbers
    return pages


class Pages:
    """The pages of a document: its parts, each in the look that lets it fit, and where their boxes stand.

    `root` is the structure of everything on them, in which the document's `status` is said first.
    """

    def __init__(self, document: Document, looks: Looks, size: tuple[float, float], layouts: Layouts) -> None:
        self.document, self.looks, self.look, self.layouts = document, looks, looks.usual, layouts
        self.margins = Margins(document, looks.usual, size)
        self.width = self.margins.width
        self.root = Element("Document")
        self.status = self.root.add("P")
        self.fitted = list(self._fit_all())
        """Each part as it is set."""
        self.laid_out, self.numbers = self._lay_out()
        self._stretched: set[int] = set()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.laid_out)

    def page(self, number: int) -> Page:
        """A page as it is drawn, counted from 1: what it has to spare is given to its pictures."""
        page = self.laid_out[number - 1]
        if number not in self._stretched:
            self._stretched.add(number)
            self._stretch(page, first=number == 1)
        return page

    def _lay_out(self) -> tuple[list[Page], Numbers]:
        """The pages, and which of them each part begins on."""
        pages: list[Page] = []
        numbers: list[tuple[str, int]] = []
        for each in self.fitted:
            before = len(pages)
            if each.look:
                pages.append(self._whole(each, make_boxes(each.part.blocks, each.look, self.root), first=not pages))
            else:
                look = self.look if self.look.stacked else self._flowing(each.part, first=not pages)[0]
                boxes = make_boxes(each.part.blocks, look, self.root)
                starts = not pages or not self.look.stacked or self._is_full(pages)
                there = len(pages[-1].boxes) if pages else 0
                self._flow(each.part, boxes, pages, starts)
                before -= not starts and len(pages[before - 1].boxes) > there  # it begins on the page before
            numbers += [(name, before + 1) for name in each.part.id.split("+")]
        places = ((box.place, number) for number, page in enumerate(pages, 1) for box, _ in page.boxes if box.place)
        return pages, _with_places(numbers, places)

    def _stretch(self, page: Page, first: bool) -> None:
        """Give what a page has to spare to the pictures on it that can be larger."""
        gives = [box.give(self.width) for box, _ in page.boxes]
        if not any(gives):
            return
        with questions() as answers:
            spare = self._end(page, first) - self.margins.bottom - LEAST_SPARE
        if answers or spare <= 0:  # what one person's words leave free is no measure for everybody's
            return
        down = 0.0
        for index, ((box, y), give) in enumerate(zip(page.boxes, gives, strict=True)):
            page.boxes[index] = (box, y - down)
            extra = min(give, spare * give / sum(gives))
            if extra > 0:
                box.stretch(extra, self.width)
                down += extra

    def _is_full(self, pages: Sequence[Page]) -> bool:
        page = pages[-1]
        first = len(pages) == 1
        return self.margins.top(first) - self._end(page, first) > FULL * self.room(first)

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
            yield self._fit(part, index == 0) if has_words else self._fitting(part, first=index == 0)

    def _is_brief(self, message: Message) -> bool:
        """Whether a message has few enough lines for the place that is kept for it; it is asked nothing else."""
        most = LARGE_LINES if self.look.stacked else message.lines
        look = self.looks.short if self.document.parts[0].one_page else self.look
        with questions() as answers:
            Stack(make_box(message.panel, look, Element("Document"))).height(self.width)
        if any(isinstance(question, Height) for question in answers):
            return height_of(answers) <= most * look.styles["body"].leading
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
        """The parts; one that may join the one before does where both fit on a page together, or it is crowded."""
        waiting: Part | None = None
        first = True
        for part in self.document.parts:
            if waiting is not None and part.joins and not self.look.stacked:
                both = self._fitting(waiting, part, first=first)
                if both.look is not None or self._is_crowded(waiting, both.part, first):
                    waiting = both.part
                    continue
            if waiting is not None:
                yield waiting
                first = False
            waiting = part
        if waiting is not None:
            yield waiting

    def _is_crowded(self, part: Part, both: Part, first: bool) -> bool:
        """Whether a part fits on its page only with hardly a gap, and needs no more pages with the part after it."""
        look = self._fitting(part, first=first).look
        return look is not None and look.gap_scale < CROWDED and self._flowing(both, first)[1] == 2

    def _fitting(self, *parts: Part, first: bool) -> Fitted:
        """The parts as one, and the look in which it fits on one page; remembered for the same parts."""
        if self.look.stacked:
            return self._fit(_together(parts), first)  # asks nothing, and may hold a name
        look = self.looks.short if parts[0].one_page else self.look
        key = (self.width, self.room(first))
        return self.layouts.fits.recall((*parts, look), key, lambda: self._fit(_together(parts), first))

    def _fit(self, part: Part, first: bool) -> Fitted:
        """The same worked out."""
        if self.look.stacked:
            return Fitted(part, None)
        room = self.room(first)
        types = (self.looks.short, self.looks.least) if part.one_page else (self.look,)
        types = (self.looks.least,) if part.dense else types
        for style in types:
            looks = style.tried(SHORTER if part.one_page else TIGHTER)
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
        """What to shorten on a page that must be one page: the first block that it has no room for, and how much."""
        used, named = 0.0, "its last lines"
        blocks = part.drops[-1].blocks if part.drops else part.blocks
        for block in blocks:
            named = f"{title!r}" if (title := getattr(block, "title", "")) else named
            used += sum(self.size(block, look))
            if used > room:
                break
        return (
            f"{self.document.id}: the short sheet has no room for all of {named}: shorten the note, the dose or the "
            "clinic's name and address"
        )

    def _flowing(self, part: Part, first: bool) -> tuple[Look, int]:
        """The loosest look of a part that takes more than a page in which it takes no more than in any other.

        And how many pages it takes.
        """
        style = self.looks.least if part.dense else self.look

        def choose() -> tuple[Look, int]:
            best, least = style, 99
            for look in style.tried(FLOWING):
                if (count := self._count(part, look, first)) < least:
                    best, least = look, count
            return best, least

        key = (self.width, first, self.margins.top(first), self.margins.top(False), self.margins.bottom)
        return self.layouts.flows.recall((part, style), key, choose)

    def _count(self, part: Part, look: Look, first: bool) -> int:
        """How many pages a part takes in a look."""
        pages: list[Page] = [] if first else [Page(part, [])]
        before = len(pages)
        self._flow(part, make_boxes(part.blocks, look, Element("Document")), pages, True)
        return len(pages) - before

    def _has_room(self, blocks: Sequence[Block], look: Look, room: float) -> bool:
        with questions() as answers:
            sizes = [self.size(block, look) for block in blocks]
        height = sum(gap + high for gap, high in sizes) - (sizes[0][0] if sizes else 0.0)
        return has_room(answers, room - height)

    def size(self, block: Block, look: Look) -> tuple[float, float]:
        """The gap above a block, and its height."""

        def measure() -> tuple[float, float]:
            boxes = make_box(block, look, Element("Document"))
            return (boxes[0].gap, Stack(boxes).height(self.width)) if boxes else (0.0, 0.0)

        return self.layouts.sizes.recall((block, look), self.width, measure)

    def _whole(self, fitted: Fitted, boxes: Sequence[Box], first: bool) -> Page:
        """A page that everything is known to fit on; nothing depends on the height of the last box."""
        page = Page(fitted.part, [])
        y = self.margins.top(first)
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
        page, bottom = pages[-1], self.margins.bottom
        fresh = not page.boxes
        if self._need(group, fresh) <= y - bottom:
            return self._put(page, group, y)
        head, last = group[:-1], group[-1]
        before = self._need(head, fresh) if head else 0.0
        gap = 0.0 if fresh and not head else last.gap
        page_room = self.room(False)
        fits_a_page = self._need(group, True) <= page_room
        may_split = not (last.whole and fits_a_page)
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
        return self.margins.top(False)

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
            return self.margins.top(first)
        item, top = page.boxes[-1]
        return top - item.height(self.width)

    def room(self, first: bool) -> float:
        """How high the content of a page may be."""
        return self.margins.top(first) - self.margins.bottom


def _together(parts: Sequence[Part]) -> Part:
    """Parts as one."""
    if len(parts) == 1:
        return parts[0]
    blocks = tuple(block for part in parts for block in part.blocks)
    return replace(parts[0], id="+".join(part.id for part in parts), blocks=blocks, drops=())


def _with_message(part: Part, message: Message, inline: bool) -> Part:
    """A part with the message where its lines to write on were, or with where to find it."""

    def put_in(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        words: Block = message.panel if inline else message.pointer
        cut = len(blocks) - message.before
        return (*blocks[:cut], words, *blocks[cut:])

    drops = tuple(replace(drop, blocks=put_in(drop.blocks)) for drop in part.drops)
    return replace(part, blocks=put_in(part.blocks), drops=drops)
