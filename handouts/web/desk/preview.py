"""The last handouts that were looked at, in memory, and their pages as pictures."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

KEPT = 4
"""Handouts in memory: the one on the screen, and those just before it."""
NARROWEST, WIDEST = 200, 1800
"""Pixels of a page's picture."""


@dataclass(frozen=True)
class Shown:
    """A handout that was made: its file, what its sheet says about its review, what somebody should know of it."""

    pdf: bytes = field(repr=False)
    status: dict[str, Any]
    notices: tuple[str, ...]

    @cached_property
    def _document(self) -> Any:
        import pypdfium2

        return pypdfium2.PdfDocument(self.pdf)

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def picture(self, number: int, width: int) -> bytes:
        """A page as PNG, so many pixels wide; the nearest page that there is."""
        page = self._document[min(max(number, 1), self.pages) - 1]
        scale = min(max(width, NARROWEST), WIDEST) / page.get_width()
        buffer = io.BytesIO()
        page.render(scale=scale).to_pil().save(buffer, "PNG", compress_level=1)
        page.close()
        return buffer.getvalue()

    def close(self) -> None:
        """Let go of what PDFium holds."""
        self._document.close()


class Recent:
    """The handouts that were made last, by what was asked for."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Shown] = OrderedDict()

    def recall(self, asked: str, make: Callable[[], Shown]) -> Shown:
        """The handout for what was asked, made now if it is not one of the last."""
        if asked not in self._made:
            self._made[asked] = make()
            while len(self._made) > KEPT:
                self._made.popitem(last=False)[1].close()
        self._made.move_to_end(asked)
        return self._made[asked]

    def __len__(self) -> int:
        return len(self._made)

    def forget(self) -> None:
        """Let go of all of them."""
        while self._made:
            self._made.popitem()[1].close()
