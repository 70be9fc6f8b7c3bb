"""The file around the pages: streams, fonts and the information dictionary as PDF/A wants them.

ReportLab makes these objects itself, so the document of a tagged canvas gets this class after the fact; plain
ReportLab canvases in the same process are not touched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from reportlab.pdfbase import pdfdoc

from .variable import FileParts, VariableStream, whole_file

_STREAMS = (pdfdoc.PDFStream, pdfdoc.PDFImageXObject, pdfdoc.PDFFormXObject)


def _end_of_line(original: Callable[[Any], bytes], document: Any) -> bytes:
    """Put an end of line before ``endstream`` (ISO 19005-2, 6.1.7.1); ReportLab writes none."""
    data = original(document)
    if data.endswith(b"endstream\n"):
        data = data[:-10] + b"\nendstream\n"
    return data


@lru_cache(maxsize=128)
def _compressed(data: bytes) -> bytes:
    """One document after the other has the same fonts and drawings."""
    return zlib.compress(data, 9)


class _Compress(pdfdoc.PDFStreamFilterZCompress):  # type: ignore[misc]
    def encode(self, text: str | bytes) -> bytes:
        return _compressed(text.encode() if isinstance(text, str) else text)


COMPRESS = _Compress()
"""A filter of ReportLab streams that documents share: fonts and drawings."""
FORGET = pdfdoc.PDFStreamFilterZCompress()
"""A filter that remembers nothing, for pages: they may hold what is for one person only."""


class ArchivalDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A ReportLab document that writes what PDF/A requires."""

    def Reference(self, obj: Any, name: str | None = None) -> Any:
        """Register an object; every stream passes here, since streams are indirect objects."""
        if isinstance(obj, _STREAMS) and "format" not in obj.__dict__:
            obj.format = partial(_end_of_line, obj.format)
        if getattr(obj, "filters", None) == [pdfdoc.PDFZCompress]:
            obj.filters = [COMPRESS]
        return super().Reference(obj, name)

    parts: FileParts | None = None
    variables: tuple[VariableStream, ...] = ()

    def add_variable(self, stream: VariableStream) -> Any:
        """Register a stream of variable data; it is written after everything else."""
        self.variables = (*self.variables, stream)
        return self.Reference(stream)

    def format(self) -> bytes:
        """Write the file, its objects packed; one with variable data consists of `parts`, everything else first."""
        data: bytes = super().format()
        numbers = {name: self.idToObjectNumberAndVersion[name][0] for name in self.idToOffset}
        offsets = {numbers[name]: offset for name, offset in self.idToOffset.items()}
        streams = [replace(s.variable, number=numbers[s.__InternalName__]) for s in self.variables]
        root, info = (numbers[each.__InternalName__] for each in (self.Catalog, self.info))
        made, self.parts = whole_file(data, offsets, streams, root, info)
        if self.parts is None:
            return made
        return b"".join(self.parts.with_texts([stream.text for stream in self.variables]))

    def finish_fonts(self) -> None:
        """Write the font subsets now and mend their ToUnicode maps.

        ISO 14289-1, 7.21.7 and ISO 19005-2, 6.2.11.7.2: no code may map to U+0000, U+FEFF or U+FFFE.
        ReportLab maps all unused codes to U+0000, writes characters beyond U+FFFF with five digits, and more
        than the 100 entries a block may have.
        """
        for font in self.delayedFonts:
            font.addObjects(self)
        self.delayedFonts.clear()
        for name, obj in list(self.idToObject.items()):
            if name.startswith("toUnicodeCMap:"):
                obj.content = clean_to_unicode(obj.content)


def clean_to_unicode(cmap: str) -> str:
    """Return a ReportLab ToUnicode CMap with only valid entries, in blocks of at most 100."""
    pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]{4,6})>$", cmap, re.MULTILINE)
    entries = [
        f"<{code}> <{chr(int(value, 16)).encode('utf-16-be').hex().upper()}>"
        for code, value in pairs
        if int(value, 16) not in (0, 0xFEFF, 0xFFFE) and not 0xD800 <= int(value, 16) < 0xE000
    ]
    blocks: list[str] = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head, _, tail = cmap.partition("endcodespacerange\n")
    head = head[: head.index("1 begincodespacerange")] + "1 begincodespacerange\n<00> <FF>\n"
    return head + "endcodespacerange\n" + "\n".join(blocks) + "\n" + tail[tail.index("endcmap") :]


class Outlines(pdfdoc.PDFOutlines):  # type: ignore[misc]
    """The outline with the right count: all entries, since all are open (ISO 32000-1, table 152)."""

    count: int

    def prepare(self, document: Any, canvas: Any) -> None:
        """Make the entries; ReportLab counts those of the third level more than once."""
        super().prepare(document, canvas)
        self.count = canvas._bookmarks


class Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """The information dictionary without ReportLab's placeholders for what was not given."""

    title: str
    author: str
    subject: str
    keywords: str
    creator: str

    def format(self, document: Any) -> bytes:
        """Write the entries that have a value; the same values stand in the XMP metadata."""
        date = pdfdoc.PDFDate(ts=document._timeStamp)
        entries: dict[str, Any] = {"CreationDate": date, "ModDate": date, "Trapped": "/False"}
        for key in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer"):
            value = getattr(self, key.lower())
            if value:
                entries[key] = pdfdoc.PDFString(value)
        data: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return data


def form_resources(form: Any) -> Any:
    """Return a form XObject's resources, with the graphics states, shadings and colours ReportLab leaves out.

    ISO 19005-2, 6.2.2: every resource a content stream names stands in its own resource dictionary.
    """
    resources = pdfdoc.PDFResourceDictionary()
    resources.basicFonts()
    resources.allProcs()
    if form.XObjects:
        resources.XObject = form.XObjects
    if form.ExtGState:
        resources.ExtGState = form.ExtGState
    resources.setShading(form._shadingUsed)
    resources.setColorSpace(form._colorsUsed)
    return resources
