"""What stands around the content of a page, and the room that it leaves: margins, the head, the foot.

Lengths are points, y up. Everything here is painted as an artifact, but for the status on the first page.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cached_property

from reportlab.lib.colors import HexColor

from handouts.handout.document import Document, Part
from handouts.page.look import Look, box, put, rule, stop_sign, wide
from handouts.page.shaped import paint_text
from handouts.style.fonts import font_name
from handouts.tagged import Element, TaggedCanvas

MM = 72 / 25.4
WIDTH = 178.3 * MM
"""Of the content on any paper."""
TOP, FOOT = 8.5 * MM, 14 * MM
"""Points: above the content, and from the paper's lower edge to the rule of the foot."""
SHORT_TOP, SHORT_FOOT = 7.5 * MM, 12.5 * MM
"""The same on the short sheet, which has no line to spare."""
SHORT_SIDE = 13 * MM
"""The least margin that a punch leaves whole."""
CLOSE = 11.25
"""Points between two lines of a foot that are as close as can be."""
SEPARATOR = "  ·  "
"""What stands between the parts of the footer."""

Numbers = tuple[tuple[str, int], ...]
"""Parts, and the pages that they begin on."""


class Margins:
    """The head and the foot of a document's pages on paper of a size, and the place between them."""

    def __init__(self, document: Document, look: Look, size: tuple[float, float]) -> None:
        self.document, self.look = document, look
        self.page_height = size[1]
        self._short = document.parts[0].one_page and not look.stacked
        self.width = size[0] - 2 * SHORT_SIDE if self._short else WIDTH
        self.left = (size[0] - self.width) / 2

    # --- the room they leave ---

    def top(self, first: bool) -> float:
        """Where the content begins, on the first page or on a later one, which has a head."""
        above = SHORT_TOP if self._short else TOP
        return self.page_height - above - (0.0 if first else self._head_height)

    @cached_property
    def bottom(self) -> float:
        """Where the content ends."""
        return self._foot + 2 * MM

    @property
    def _head_height(self) -> float:
        return self.look.styles["foot"].leading + 3.4 * MM

    @cached_property
    def _foot(self) -> float:
        """The height of the rule of the foot."""
        style = self.look.styles["foot"]
        lines = len(self._imprint) + (0 if self._close else len(self._rows) - 1)
        lowest = SHORT_FOOT if self._short else FOOT
        return lowest + lines * style.leading + max(style.leading - 17, 0.0) + self._below_strip

    @cached_property
    def _close(self) -> bool:
        """Whether two lines stand so close that they take no more room than the box of a draft."""
        return not self.document.strip and len(self._rows) == 2 and not self.look.stacked

    @property
    def _below_strip(self) -> float:
        """What the box of a draft needs when something stands below it."""
        return 3.0 if self.document.strip and len(self._rows) > 1 else 0.0

    @cached_property
    def _imprint(self) -> list[str]:
        """The clinic's own line, in as many lines as it needs."""
        return self._wrapped(self.document.imprint, self.width)

    @cached_property
    def _rows(self) -> list[tuple[str, str]]:
        """The lines of the foot above the imprint: the status at their left, the version and the code at their right.

        The page's number stands at the end of the first line. A draft's status is one line, in a box.
        """
        look, unit = self.look, min(self.look.unit, 1.4)
        number = wide(look, self._number(88, 88), "foot") + 12 * unit
        status = self.document.status
        lines = [status] if self.document.strip else self._wrapped(status, self.width - number)
        last = wide(look, lines[-1], "foot") + (13.6 * unit if self.document.strip else 0.0)
        room = self.width - last - 8 * unit - (number if len(lines) == 1 else 0.0)
        footer = self.document.footer
        parts = footer.split(SEPARATOR)
        # where there is no room: the title stands at the head as well, and the code says which version it is
        fewer = 2 if self._short else 1 if self.document.strip and not look.stacked else 0
        for text in (SEPARATOR.join(parts[start:]) for start in range(min(fewer, len(parts) - 1) + 1)):
            if wide(look, text, "foot") <= room:
                return [*((line, "") for line in lines[:-1]), (lines[-1], text)]
        return [*((line, "") for line in lines), (footer, "")]

    def _wrapped(self, text: str, width: float) -> list[str]:
        lines: list[str] = []
        for word in text.split(" "):
            if lines and wide(self.look, f"{lines[-1]} {word}", "foot") <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines if text else []

    def _number(self, page: int, pages: int) -> str:
        return self.document.page_number.replace("{pages}", str(pages)).replace("{page}", str(page))

    # --- drawing ---

    def draw_head(self, canvas: TaggedCanvas, part: Part, numbers: Numbers) -> None:
        """The document's name, and what all pages are about; in large print, where to look first."""
        look, unit = self.look, min(self.look.unit, 1.4)
        style = look.styles["foot"]
        base = self.page_height - TOP - style.size - 1.5
        end = self.left + self.width
        line = base - 0.36 * style.size - 1.4 * MM
        rule(canvas, look, self.left, line, end, line, 0.75)
        tabs = [] if look.stacked else self._tabs(numbers)
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

    def _tabs(self, numbers: Numbers) -> list[tuple[str, str]]:
        """What each tab says, its page's number first, and its part."""
        pages = dict(numbers)
        return [
            (f"{pages[part.id]} {part.tab}", part.id) for part in self.document.parts if part.tab and part.id in pages
        ]

    def draw_foot(self, canvas: TaggedCanvas, number: int, count: int, status: Element | None) -> None:
        """The foot of page `number` of `count`; the status is said as the text of `status` where that is given."""
        look = self.look
        unit = min(look.unit, 1.4)
        style = look.styles["foot"]
        y = self._foot
        end = self.left + self.width
        rule(canvas, look, self.left, y, end, y, 0.75)
        base = y - (CLOSE if self._close else 1.6 * MM + 1.02 * style.size)
        page = self._number(number, count)
        indent = 0.0
        if self.document.strip:
            indent = 6.8 * unit
            across, high = wide(look, self.document.status, "foot") + 2 * indent, 1.5 * style.size
            box(canvas, look, self.left, base - 0.42 * style.size, across, high, None, "ink", 1.0, 3 * unit)
        said = [left for left, _ in self._rows if left != self.document.footer]
        leading = CLOSE if self._close else style.leading
        with canvas.tag(status) if status is not None else nullcontext():
            for index, line in enumerate(said):
                put(canvas, look, self.left + indent, base - index * leading, line, "foot")
        put(canvas, look, end, base, page, "foot", "ink", "right")
        for index, (left, right) in enumerate(self._rows):
            base -= (leading + self._below_strip) if index else 0.0
            if right:
                before = wide(look, page, "foot") + 12 * unit if index == 0 else 0.0
                put(canvas, look, end - before, base, right, "foot", "ink2", "right")
            elif left == self.document.footer:
                put(canvas, look, self.left, base, left, "foot", "ink2")
        for line in self._imprint:
            base -= style.leading
            canvas.setFillColor(HexColor(look.page["ink2"]))
            paint_text(canvas, self.left, base, line, font_name(style.weight), style.size)
