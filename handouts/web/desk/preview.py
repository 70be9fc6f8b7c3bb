"""The last handouts that were looked at, in memory, and their pages as pictures."""

from __future__ import annotations

import struct
import zlib
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
    """A handout on the screen: its first page at once, its file as soon as somebody wants more than that.

    `status` is what its sheet says about its review, `notices` what somebody should know of it.
    """

    pages: int
    status: dict[str, Any]
    notices: tuple[str, ...]
    first: bytes = field(repr=False)
    """A file of the first page at least."""
    make: Callable[[], bytes] = field(repr=False)

    @cached_property
    def pdf(self) -> bytes:
        """The file."""
        return self.make()

    @cached_property
    def _first(self) -> Any:
        return _opened(self.first)

    @cached_property
    def _all(self) -> Any:
        return _opened(self.pdf)

    def picture(self, number: int, width: int) -> bytes:
        """A page as PNG, so many pixels wide; the nearest page that there is."""
        index = min(max(number, 1), self.pages) - 1
        page = (self._all if index else self._first)[index]
        scale = min(max(width, NARROWEST), WIDEST) / page.get_width()
        made = png(page.render(scale=scale, rev_byteorder=True))
        page.close()
        return made

    def close(self) -> None:
        """Let go of what PDFium holds."""
        for name in ("_first", "_all"):
            if name in vars(self):
                vars(self)[name].close()


def count_pages(pdf: bytes) -> int:
    """How many pages a file has."""
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _opened(pdf: bytes) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def png(bitmap: Any) -> bytes:
    """A bitmap of PDFium in red, green and blue as PNG.

    Its lines are packed as they are: choosing the best of five ways for each, as Pillow does, takes twice the time,
    and on a page with much white it saves nothing.
    """
    width, height = bitmap.width, bitmap.height
    pixels = memoryview(bitmap.buffer).cast("B")
    lines = (pixels[at : at + 3 * width] for at in range(0, height * bitmap.stride, bitmap.stride))
    packed = zlib.compress(b"".join(piece for line in lines for piece in (b"\0", line)), 1)
    about = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", about), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


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
