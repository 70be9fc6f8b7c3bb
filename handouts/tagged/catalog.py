"""What the document says about itself: settings, information dictionary, metadata, output intent."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reportlab.pdfbase import pdfdoc

from .element import Element
from .icc import srgb_profile
from .metadata import Schema, metadata_stream, xmp_packet


@dataclass(frozen=True)
class Settings:
    """What `canvas_maker` was told about the document."""

    root: Element
    title: str
    lang: str
    author: str | None = None
    subject: str | None = None
    keywords: str | Sequence[str] | None = None
    creator: str | None = None
    on_page: Callable[[Any, int, int], object] | None = None
    duplex: str | None = None
    invariant: bool = True
    strict: bool = True
    reserve: Mapping[str, str] = field(default_factory=dict)
    date: date | None = None
    schema: Schema | None = None


def _printable(text: str) -> str:
    """Return one line that XMP can hold: XML has no control characters and no lone surrogates."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


def write_catalog(canvas: Any, settings: Settings, structure_tree: Any) -> None:
    """Complete the catalog and the information dictionary of a canvas's document."""
    document = canvas._doc
    catalog, info = document.Catalog, document.info
    keywords = settings.keywords or ""
    info.title = _printable(settings.title)  # document templates overwrite it with "(anonymous)"
    info.author = _printable(settings.author or "")
    info.subject = _printable(settings.subject or "")
    info.keywords = _printable(keywords if isinstance(keywords, str) else ", ".join(keywords))
    info.creator = _printable(settings.creator or "")
    catalog.StructTreeRoot = structure_tree
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})  # ISO 14289-1, 6.2
    catalog.Metadata = metadata_stream(xmp_packet(info, settings.lang, document._timeStamp, settings.schema))
    canvas.setViewerPreference("DisplayDocTitle", "true")  # ISO 14289-1, 7.1
    if settings.duplex:
        canvas.setViewerPreference("Duplex", settings.duplex)
    profile = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), srgb_profile(), filters=[pdfdoc.PDFZCompress])
    intent = {  # ISO 19005-2, 6.2.3
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
        "DestOutputProfile": document.Reference(profile),
    }
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])
