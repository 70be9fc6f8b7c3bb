"""Fonts, styles and small documents for the tests of handouts.tagged."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import font_source_sans_pro
import pikepdf
from reportlab.lib.pagesizes import A6
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.platypus import SimpleDocTemplate

from handouts.tagged import Element, canvas_maker

FILES = Path(font_source_sans_pro.__file__).parent / "files"
FONT = "TaggedTest"


def register_fonts() -> None:
    for name, file in (("", "Regular"), ("-Bold", "Bold"), ("-It", "It"), ("-BoldIt", "BoldIt")):
        if FONT + name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(ttfonts.TTFont(FONT + name, str(FILES / f"SourceSansPro-{file}.ttf")))
    pdfmetrics.registerFontFamily(
        FONT, normal=FONT, bold=FONT + "-Bold", italic=FONT + "-It", boldItalic=FONT + "-BoldIt"
    )


register_fonts()
BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=13, spaceAfter=4)
BOLD = ParagraphStyle("bold", parent=BODY, fontName=FONT + "-Bold")
HEADING = ParagraphStyle("heading", parent=BOLD, fontSize=14, leading=18, keepWithNext=1)
LONG = "Use slow and even pressure with the flat of your fingers and stop at once if you feel sharp pain. "

Story = Callable[[Element], list[Any]]


def build(story: Story, *, pagesize: tuple[float, float] = A6, **options: Any) -> bytes:
    """Build a story, given as a function of the root element, into the bytes of a PDF."""
    root = Element("Document")
    options = {"title": "Test", "lang": "en-GB", **options}
    flowables = story(root)
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target, pagesize=pagesize, leftMargin=36, rightMargin=36, topMargin=36, bottomMargin=36
    )
    template.build(flowables, canvasmaker=canvas_maker(root, **options))
    return target.getvalue()


def paint(draw: Callable[[Any, Element], object], **options: Any) -> bytes:
    """Paint one page on a bare canvas."""
    root = Element("Document")
    target = io.BytesIO()
    canvas = canvas_maker(root, **{"title": "Test", "lang": "en-GB", **options})(target, pagesize=A6)
    canvas.setFont(FONT, 10)
    draw(canvas, root)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


_OPEN: list[pikepdf.Pdf] = []  # pikepdf's objects live as long as their file


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a file for the rest of the test."""
    _OPEN.append(pikepdf.open(io.BytesIO(data)))
    del _OPEN[:-8]
    return _OPEN[-1]


class Node:
    """An element as it stands in a file, with the text painted for it."""

    def __init__(self, element: Any, pieces: list[str | Node], pages: list[int], links: list[Any]) -> None:
        self.element = element
        self.tag = str(element.S)[1:]
        self.pieces = pieces  # its own text and its children, in reading order
        self.children = [piece for piece in pieces if isinstance(piece, Node)]
        self.text: str = "".join(piece.text if isinstance(piece, Node) else piece for piece in pieces)
        self.pages = pages
        self.links = links  # its annotations

    def all(self, tag: str) -> list[Node]:
        found = [self] if self.tag == tag else []
        return found + [node for child in self.children for node in child.all(tag)]

    def get(self, key: str) -> Any:
        value = self.element.get("/" + key)
        return str(value) if isinstance(value, pikepdf.String) else value

    def outline(self) -> str:
        inner = " ".join(child.outline() for child in self.children)
        return f"{self.tag}({inner})" if inner else self.tag


def tree(source: bytes | pikepdf.Pdf) -> Node:
    """Read the structure tree back, with its text decoded through the fonts' ToUnicode maps."""
    pdf = opened(source) if isinstance(source, bytes) else source
    texts: dict[tuple[tuple[int, int], int], str] = {}
    for page in pdf.pages:
        texts.update({(page.obj.objgen, mcid): text for mcid, text in _marked_text(page).items()})
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def read(element: Any) -> Node:
        pieces: list[str | Node] = []
        pages: list[int] = []
        links: list[Any] = []
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int) or "/MCID" in kid:
                page = element.Pg if isinstance(kid, int) else kid.Pg
                pieces.append(texts[page.objgen, kid if isinstance(kid, int) else int(kid.MCID)])
                pages.append(numbers[page.objgen])
            elif "/Obj" in kid:
                links.append(kid.Obj)
            else:
                pieces.append(read(kid))
        return Node(element, pieces, pages, links)

    return read(pdf.Root.StructTreeRoot.K[0])


@dataclass
class Marked:
    """A marked-content sequence of a page: an element's, which has a number, or an artifact's of some kind."""

    mcid: int | None
    kind: str = ""
    text: str = ""


def marked(page: pikepdf.Page) -> list[Marked]:
    """The sequences of a page in the order in which they are painted; spans inside them belong to them."""
    found: list[Marked] = []
    maps = {name: _unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    stack: list[Marked | None] = []
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        op = str(operator)
        if op in ("BDC", "BMC"):
            properties = operands[1] if op == "BDC" else {}
            here = stack[-1] if stack else None
            if "/MCID" in properties:
                here = Marked(int(properties["/MCID"]))
                found.append(here)
            elif str(operands[0]) == "/Artifact":
                kind = (str(properties.get(key, ""))[1:] for key in ("/Type", "/Subtype"))
                here = Marked(None, " ".join(word for word in kind if word))
                found.append(here)
            if here is not None:
                here.text += str(properties.get("/ActualText", ""))
            stack.append(None if "/ActualText" in properties else here)
        elif op == "EMC":
            stack.pop()
        elif op == "Tf":
            current = maps[str(operands[0])]
        elif op == "BT" and stack and stack[-1] is not None and stack[-1].mcid is None:
            stack[-1].text += "\n"  # nothing joins the texts of an artifact
        elif op == "Tj" and stack and stack[-1] is not None:
            stack[-1].text += "".join(current[code] for code in bytes(operands[0]))
    return found


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    texts: dict[int, str] = {}
    for sequence in marked(page):
        if sequence.mcid is not None:
            texts[sequence.mcid] = texts.get(sequence.mcid, "") + sequence.text
    return texts


def _unicode_map(font: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        parts = line.split()
        if len(parts) == 2 and all(part.startswith("<") for part in parts):
            code, value = (bytes.fromhex(part.strip("<>")) for part in parts)
            if len(code) == 1 and len(value) >= 2:
                found[code[0]] = value.decode("utf-16-be")
    return found
