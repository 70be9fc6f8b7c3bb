"""The print run: one tagged PDF of all handouts in the roster's order, with a bookmark for each.

What patients share is stored once. A patient adds the personal content streams and one object stream of own objects
(see `template`). The file is written as it grows; in memory are only a few numbers for each patient.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from handouts.batch.press.masters import Made
from handouts.batch.print_run.template import Template, reference
from handouts.batch.roster.row import Row
from handouts.tagged import Element, canvas_maker, objects_of
from handouts.writing import WholeFile

CATALOG, PAGES, TREE, DOCUMENT = 1, 2, 3, 4
"""Numbers of the objects that are written last."""
MOST_OBJECTS = 8_000_000
"""PDF/A-2 allows 8,388,607 (ISO 19005-2, 6.1.13); numbers have seven digits."""
MOST_BYTES = 4 << 30
LEVEL = 1
"""Of compression: higher levels take several times as long and save only a tenth."""
TEMPLATES = 200
"""In memory, about 200 kB each."""


def run_title(titles: Sequence[str]) -> str:
    """The title of a print run, for the titles of all muscles in its language."""
    return titles[0] if len(titles) == 1 else "Handouts"


class PrintRun:
    """A print run at `path`; when one file would become too large for PDF/A, it goes on in path-2.pdf."""

    def __init__(self, path: Path, title: str, lang: str) -> None:
        self.path, self._title, self._lang = path, title, lang
        self.files: list[Path] = []
        self._whole, self._open = self._new()
        self._backs = 0

    def add(self, row: Row, made: Made) -> None:
        """Add a handout, as often as its row says."""
        for copy in range(row.copies):
            if self._open.full:
                self._finish()
                self._backs += self._open.backs
                self._whole, self._open = self._new()
            self._open.add(row, made, copy)

    def finish(self) -> list[Path]:
        """Write the last file, and return all; none when there was nothing to print."""
        if self._open.patients:
            self._finish()
        return self.files

    def told(self) -> str:
        """A line when a handout would begin on the back of another patient's sheet; else nothing."""
        if line := backs_told(self._backs + self._open.backs):
            return f"{line}; for that, add --duplex, and each ends on a full sheet"
        return ""

    def close(self) -> None:
        """Leave nothing half-written."""
        self._whole.discard()

    def _finish(self) -> None:
        try:
            self._open.finish()
            self._whole.place()
        except BaseException:
            self.close()
            raise
        self.files.append(self._whole.path)

    def _new(self) -> tuple[WholeFile, PrintFile]:
        path = self.path
        if self.files:
            path = path.with_stem(f"{path.stem}-{len(self.files) + 1}")
        whole = WholeFile(path)
        return whole, PrintFile(whole.out, self._title, self._lang)


def backs_told(backs: int) -> str:
    """What is to be known of handouts that begin on the back of another one's last sheet; "" when none does."""
    if not backs:
        return ""
    many = "1 handout begins" if backs == 1 else f"{backs:,} handouts begin"
    return (
        f"{many} on an even page, since the one before has an odd number of pages: printed on both sides, that is "
        "the back of somebody else's sheet"
    )


class PrintFile:
    """One file of a print run, written to `out` as it grows."""

    def __init__(self, out: BinaryIO, title: str, lang: str) -> None:
        self._out, self._title, self._lang = out, title, lang
        self._at = self._out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._entries = bytearray(7 * (DOCUMENT + 1))  # of the cross-reference table, seven bytes each
        self._entries[:7] = struct.pack(">BIH", 0, 0, 65535)
        self._shared: dict[bytes, int] = {}
        self._templates: OrderedDict[int, tuple[Template, Made]] = OrderedDict()
        self._indices: dict[int, list[bytes]] = {}
        self._key = self._pages = 0
        self._nodes: list[int] = []
        self._elements: list[int] = []
        self._leaves: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []
        self.backs = 0
        """Handouts that begin on the back of another one's last sheet, if the run is printed on both sides."""

    @property
    def patients(self) -> int:
        """How many handouts there are."""
        return len(self._nodes)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._pages

    @property
    def full(self) -> bool:
        """Whether the next handout should go into another file."""
        return len(self._entries) // 7 > MOST_OBJECTS or self._at > MOST_BYTES - (64 << 20)

    def add(self, row: Row, made: Made, copy: int = 0) -> None:
        """Add a handout's pages; its first copy has the bookmark."""
        self.backs += self._pages % 2
        template, streams = self._template(made, row.setting.lang)
        numbers = [self._stream(stream.encode("ascii")) for stream in streams]
        number = self._next()
        base = number + 1
        content = zlib.compress(template.fill(base, self._key, numbers, DOCUMENT), LEVEL)
        head = b"<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n"
        self._put(head % (template.count, template.first, len(content)) + content + b"\nendstream")
        self._entries += self._own_entries(number, template.count)
        self._nodes.append(base + template.node)
        self._elements.append(base + template.document)
        self._leaves.append(base + template.leaf)
        if not copy:
            self._bookmarks.append((row.id or f"Row {row.number}", base + template.first_page))
        self._key += template.keys
        self._pages += template.pages

    def finish(self) -> None:
        """Write what belongs to the whole; the stream stays open."""
        cover, _ = objects_of(_cover(self._title, self._lang))
        catalog = next(body for body in cover.values() if b"/Type /Catalog" in body)
        info = next(body for body in cover.values() if b"/Producer" in body and b"/CreationDate" in body)
        metadata = self._put(cover[reference(catalog, b"Metadata")])
        profile = self._put(cover[reference(catalog, b"DestOutputProfile")])
        information = self._put(info)
        parents = self._put(b"<</Kids [%b]>>" % _references(self._leaves))
        self._put(b"<</Type /Pages /Count %d /Kids [%b]>>" % (self._pages, _references(self._nodes)), PAGES)
        elements = _references(self._elements)
        self._put(b"<</Type /StructElem /S /Document /P %d 0 R /K [%b]>>" % (TREE, elements), DOCUMENT)
        tree = b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>"
        self._put(tree % (DOCUMENT, parents, self._key), TREE)
        outlines = self._outlines()
        self._put(
            b"<</Type /Catalog /Pages %d 0 R /Lang (%b) /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R "
            b"/Metadata %d 0 R /Outlines %d 0 R /PageMode /UseOutlines /ViewerPreferences <</DisplayDocTitle true>> "
            b"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
            b"/Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>]>>"
            % (PAGES, self._lang.encode("ascii"), TREE, metadata, outlines, profile),
            CATALOG,
        )
        self._write_table(information)

    # --- objects ---

    def _next(self) -> int:
        return len(self._entries) // 7

    def _put(self, body: bytes, number: int = 0) -> int:
        """Write an object, with the next number or one of those kept free."""
        entry = struct.pack(">BIH", 1, self._at, 0)
        if number:
            self._entries[7 * number : 7 * number + 7] = entry
        else:
            number = self._next()
            self._entries += entry
        self._at += self._out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def _share(self, body: bytes) -> int:
        key = hashlib.sha256(body).digest()
        if key not in self._shared:
            self._shared[key] = self._put(body)
        return self._shared[key]

    def _stream(self, text: bytes) -> int:
        content = zlib.compress(text, LEVEL)
        return self._put(b"<</Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (len(content), content))

    def _own_entries(self, stream: int, count: int) -> bytes:
        """Entries of the cross-reference table for the objects in an object stream."""
        if count not in self._indices:
            self._indices[count] = [b"", *(index.to_bytes(2, "big") for index in range(count))]
        return (b"\x02" + stream.to_bytes(4, "big")).join(self._indices[count])

    def _template(self, made: Made, lang: str) -> tuple[Template, Sequence[str]]:
        """The handout's template, and the personal streams it has places for."""
        master = made.master
        if master is None:
            return Template(b"".join(made.parts), (), lang, self._share), ()
        key = id(master)
        if key not in self._templates:
            numbers = [variable.number for variable in master.parts.variables]
            template = Template(b"".join(made.parts), numbers, lang, self._share)
            self._templates[key] = (template, made)  # which keeps the master, and so its id
            if len(self._templates) > TEMPLATES:
                self._templates.popitem(last=False)
        return self._templates[key][0], made.streams

    def _outlines(self) -> int:
        root, count = self._next(), len(self._bookmarks)
        first = root + 1
        self._put(b"<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>" % (first, first + count - 1, count))
        for index, (title, page) in enumerate(self._bookmarks):
            name = title.encode("utf-16-be").hex().encode()
            links = b" /Prev %d 0 R" % (first + index - 1) if index else b""
            links += b" /Next %d 0 R" % (first + index + 1) if index + 1 < count else b""
            self._put(b"<</Title <feff%b> /Parent %d 0 R /Dest [%d 0 R /Fit]%b>>" % (name, root, page, links))
        return root

    def _write_table(self, information: int) -> None:
        number, at = self._next(), self._at
        self._entries += struct.pack(">BIH", 1, at, 0)
        packed = zlib.compress(self._entries, LEVEL)
        name = hashlib.md5(packed, usedforsecurity=False).hexdigest().encode()
        self._out.write(
            b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%b><%b>] "
            b"/Filter /FlateDecode /Length %d>>\nstream\n"
            % (number, number + 1, CATALOG, information, name, name, len(packed))
        )
        self._out.write(packed)
        self._out.write(b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at)


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _cover(title: str, lang: str) -> bytes:
    """A small tagged file with the metadata that the print run has."""
    buffer, root = io.BytesIO(), Element("Document")
    canvas = canvas_maker(root, title=title, lang=lang)(buffer, pageCompression=1)
    with canvas.tag(root.add("Figure", alt="-"), bbox=(0, 0, 1, 1)):
        canvas.rect(0, 0, 1, 1)
    canvas.save()
    return buffer.getvalue()
