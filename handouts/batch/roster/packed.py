"""The parts of a spreadsheet file: XML in a zip archive, read as a stream and within bounds.

openpyxl was measured and left: it takes 20 s for the 50,000 rows that this reads in 3, builds a row of empty cells in
gigabytes, and refuses strict workbooks and whatever it does not know in a style sheet.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Protocol, TypeVar
from xml.parsers import expat

from handouts.errors import HandoutsError

LARGEST = 1 << 29
"""Bytes a part may unpack to; a roster of 100,000 rows needs about a tenth."""
STEEPEST = 250
"""How many times larger a part may become when it is unpacked."""
MOST_PARTS = 10_000
MOST_TAGS = 16_000_000
"""Tags of all that is read of a file; a roster of 100,000 rows has about seven million."""
DEEPEST = 50_000
"""Elements in one another, or what looks like it; spreadsheets have a dozen."""
_EMPTY = re.compile(rb"<[^<>]*/>")
PIECE = 1 << 14
Attributes = dict[str, str]
Found = TypeVar("Found")
UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    expat.ExpatError,
    LookupError,  # an encoding that there is not
)
"""What reading a damaged or protected archive raises."""


class Handler(Protocol[Found]):
    """What is made of a part's elements, which are named without their namespaces."""

    found: list[Found]
    """What has been read and not been fetched yet."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, perhaps a part of it."""


class Packed:
    """A spreadsheet's archive. Raises HandoutsError when it is none, or a zip bomb."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._tags = MOST_TAGS
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
            members = self._zip.infolist()
        except UNREADABLE_ZIP as error:
            raise self.damaged() from error
        if len(members) > MOST_PARTS:
            raise self.damaged()
        self._members = {m.filename.replace("\\", "/").casefold(): m for m in members}

    def damaged(self) -> HandoutsError:
        """The error for what cannot be read."""
        return HandoutsError(
            f"{self.name}: is no readable spreadsheet: save it again without a password, as .xlsx or CSV"
        )

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.casefold() in self._members

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part's bytes, some at a time. Raises HandoutsError."""
        member = self._members.get(part.casefold())
        if member is None or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()
        # the size that the directory gives: the zip reader stops there, so a lie helps nobody
        full, small = member.file_size, max(member.compress_size, 1)
        if full > LARGEST or (full > 10 << 20 and full > STEEPEST * small):
            raise HandoutsError(
                f"{self.name}: would unpack to {full >> 20} MB: delete the rows below and the columns beside the "
                "roster, or save it as CSV"
            )
        try:
            with self._zip.open(member) as file:
                yield from iter(partial(file.read, PIECE), b"")
        except UNREADABLE_ZIP as error:
            raise self.damaged() from error

    def read(self, part: str, handler: Handler[Found]) -> Iterator[Found]:
        """What a handler finds in a part, as it is read. Raises HandoutsError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.CharacterDataHandler = handler.text

        def start(name: str, attributes: Attributes) -> None:
            handler.start(name.rpartition(":")[2], _without_prefixes(attributes))

        def root(name: str, attributes: Attributes) -> None:
            # Excel writes millions of elements without a prefix, and they need no changing on the way
            parser.StartElementHandler = start if ":" in name or not part.startswith("xl/worksheets") else handler.start
            parser.EndElementHandler = handler.end if parser.StartElementHandler == handler.start else end
            start(name, attributes)

        def end(name: str) -> None:
            handler.end(name.rpartition(":")[2])

        parser.StartElementHandler = root
        depth = 0
        try:
            for piece in self.pieces(part):
                tags = piece.count(b"<")
                self._tags -= tags
                depth += tags - 2 * piece.count(b"</") - len(_EMPTY.findall(piece))
                if self._tags < 0 or depth > DEEPEST:
                    raise self.too_large()
                parser.Parse(piece, False)
                if handler.found:
                    yield from handler.found
                    handler.found.clear()
            parser.Parse(b"", True)
        except UNREADABLE_ZIP as error:
            raise self.damaged() from error
        yield from handler.found

    def too_large(self) -> HandoutsError:
        """The error for what has more cells than a roster."""
        return HandoutsError(
            f"{self.name}: has millions of cells: delete the rows below and the columns beside the roster, "
            "or save it as CSV"
        )

    def _refuse(self, *_: object) -> None:
        raise self.damaged()  # no spreadsheet program writes a document type, whose entities can grow without end


def _without_prefixes(attributes: Attributes) -> Attributes:
    """The names of attributes without their namespaces; LibreOffice says some things twice, once for itself."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items() if not name.startswith("calcext")}


class Elements:
    """A part's elements that are wanted, with their attributes; for the small parts."""

    def __init__(self, *wanted: str) -> None:
        self.found: list[tuple[str, Attributes]] = []
        self._wanted = wanted

    def start(self, name: str, attributes: Attributes) -> None:
        """Keep what is wanted."""
        if name in self._wanted:
            self.found.append((name, attributes))

    def end(self, name: str) -> None:
        """Nothing."""

    def text(self, text: str) -> None:
        """Nothing."""
