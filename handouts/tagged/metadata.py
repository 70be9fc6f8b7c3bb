"""XMP metadata: what the document is, and that it is PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from .seal import BLANK, SEALS

_UA_PROPERTIES = (
    ("part", "Integer", "Indicates, which part of ISO 14289 standard is followed"),
    ("amd", "Text", "Optional PDF/UA amendment identifier"),
    ("corr", "Text", "Optional PDF/UA corrigenda identifier"),
)


@dataclass(frozen=True)
class Schema:
    """Properties of one's own in the metadata, which PDF/A must be told about (ISO 19005-2, 6.6.2.3).

    `about` says what each property is; `values` are those that the file has. All are text. With `seal` the file also
    has a seal: a hash of its bytes that shows whether they were changed (see `seal`).
    """

    name: str
    uri: str
    prefix: str
    about: Mapping[str, str]
    values: Mapping[str, str]
    seal: bool = False

    @property
    def properties(self) -> tuple[tuple[str, str, str], ...]:
        """Name, type and description of every property."""
        seals = tuple((name, "Text", text) for name, text in SEALS.items()) if self.seal else ()
        return (*((name, "Text", text) for name, text in self.about.items()), *seals)

    def written(self) -> str:
        """The properties with their values; those of the seal are blank until the file is finished."""
        values = {**self.values, **(BLANK if self.seal else {})}
        return "\n".join(
            f"<{self.prefix}:{name}>{escape(value)}</{self.prefix}:{name}>" for name, value in values.items()
        )


def _language_alternative(name: str, text: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'


def _properties(info: Any, lang: str, stamp: str) -> str:
    parts = [
        "<dc:format>application/pdf</dc:format>",
        _language_alternative("dc:title", info.title),  # ISO 14289-1, 7.1
        f"<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>",
    ]
    if info.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(info.author)}</rdf:li></rdf:Seq></dc:creator>")
    if info.subject:
        parts.append(_language_alternative("dc:description", info.subject))
    if info.keywords:
        parts.append(f"<pdf:Keywords>{escape(info.keywords)}</pdf:Keywords>")
    parts.append(f"<pdf:Producer>{escape(info.producer)}</pdf:Producer>")
    if info.creator:
        parts.append(f"<xmp:CreatorTool>{escape(info.creator)}</xmp:CreatorTool>")
    parts += [f"<xmp:{name}>{stamp}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    parts.append("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>")  # 19005-2, 6.6.4
    parts.append("<pdfuaid:part>1</pdfuaid:part>")  # ISO 14289-1, 5
    return "\n".join(parts)


def _extension_schemas(own: Schema | None) -> str:
    """PDF/A must be told what properties are that it does not know (ISO 19005-2, 6.6.2.3)."""
    name, uri = "PDF/UA Universal Accessibility Schema", "http://www.aiim.org/pdfua/ns/id/"
    schemas = _extension_schema(name, uri, "pdfuaid", _UA_PROPERTIES)
    if own:
        schemas += _extension_schema(own.name, own.uri, own.prefix, own.properties)
    return f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"


def _extension_schema(schema: str, uri: str, prefix: str, known: Sequence[tuple[str, str, str]]) -> str:
    properties = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>\n"
        for name, kind, text in known
    )
    return (
        '<rdf:li rdf:parseType="Resource">\n'
        f"<pdfaSchema:schema>{escape(schema)}</pdfaSchema:schema>\n"
        f"<pdfaSchema:namespaceURI>{escape(uri)}</pdfaSchema:namespaceURI>\n"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n"
        f"<pdfaSchema:property><rdf:Seq>\n{properties}</rdf:Seq></pdfaSchema:property>\n"
        "</rdf:li>"
    )


def iso_date(stamp: Any) -> str:
    """Return a ReportLab time stamp as XMP writes dates."""
    year, month, day, hour, minute, second = stamp.YMDhms
    zone = "Z" if not (stamp.dhh or stamp.dmm) else f"{stamp.dhh:+03d}:{stamp.dmm:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}"


def xmp_packet(info: Any, lang: str, stamp: Any, schema: Schema | None = None) -> bytes:
    """Return the metadata stream's content (ISO 19005-2, 6.6.2)."""
    namespaces = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
        "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
        "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
        "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
        "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    }
    if schema:
        namespaces[schema.prefix] = schema.uri
    declared = "\n".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    own = schema.written() + "\n" if schema else ""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF {declared}>\n<rdf:Description rdf:about="">\n'
        f"{_properties(info, lang, iso_date(stamp))}\n{own}{_extension_schemas(schema)}\n"
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    )
    return packet.encode("utf-8")


def metadata_stream(packet: bytes) -> Any:
    """Return the stream object; metadata is not compressed, so that any tool can find it."""
    dictionary = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
    return pdfdoc.PDFStream(dictionary, packet)
