"""The QR code on the page is the one that was asked for: its squares are read back from the picture of the page."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
import segno

from handouts.content.reader import load
from handouts.files import data_dir
from handouts.handout.document import Document, Part, QrCode, rich
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.page.qr import SIDE
from handouts.style.choices import Print
from handouts.style.theme import load_theme
from handouts.style.words import load_locale, load_strings
from tests.tagged.crosscheck import problems
from tests.tagged.helpers import tree

TEMPLATES = (data_dir("templates"),)
URL = "https://www.riverside.example/handouts/{muscle}"


def page_of(url: str, size: Print = "normal") -> bytes:
    """A page with nothing but a QR code."""
    block = QrCode(url, rich("Scan **here**."), f"QR code that leads to {url}")
    document = Document("x", "en", "T", "S", "A", "R", "F", "D", "{page} of {pages}", (Part("p", (block,)),))
    return to_pdf(document, load_theme(TEMPLATES), PdfOptions(print=size))


def squares(data: bytes) -> tuple[list[list[bool]], float]:
    """The dark and light squares in the box of the figure, and the box's side in points."""
    (figure,) = (node for node in tree(data).all("Figure") if str(node.get("Alt")).startswith("QR code"))
    attributes: Any = figure.element.A
    left, _, right, top = (float(value) for value in (attributes.BBox if "/BBox" in attributes else attributes[0].BBox))
    pdf = pypdfium2.PdfDocument(data)
    page = pdf[figure.pages[0] - 1]
    scale = 6.0
    picture = page.render(scale=scale, grayscale=True).to_pil()
    height = page.get_height()
    modules = len(segno.make_qr(str(figure.get("Alt")).split()[-1], error="m", boost_error=False).matrix)
    step = (right - left) / modules
    return [
        [
            picture.getpixel((scale * (left + (x + 0.5) * step), scale * (height - top + (y + 0.5) * step))) < 128
            for x in range(modules)
        ]
        for y in range(modules)
    ], right - left


@pytest.mark.parametrize(
    "url", ["https://a.example", "https://www.riverside.example/h?a=1&b=(2)", "https://a.example/" + "x" * 180]
)
def test_the_squares_on_the_page_are_the_codes(url: str) -> None:
    data = page_of(url)
    seen, side = squares(data)
    assert seen == [[bool(dark) for dark in row] for row in segno.make_qr(url, error="m", boost_error=False).matrix]
    assert side == pytest.approx(23 / 25.4 * 72, abs=0.1)
    assert SIDE / len(seen) > 0.38 / 25.4 * 72  # a square no copier loses
    assert problems(data) == []


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
def test_the_address_is_a_link_too(size: Print) -> None:
    with pikepdf.open(io.BytesIO(page_of("https://a.example/" + "long/" * 20, size))) as pdf:
        (link,) = {str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", [])}
    assert link == "https://a.example/" + "long/" * 20


def test_the_handout_has_it_beside_the_sources() -> None:
    muscle = load((data_dir("content"),)).muscle("gastrocnemius", "en")
    document = handout(
        muscle,
        load_strings(TEMPLATES, "en"),
        load_locale(TEMPLATES, None),
        Options(sheets=(1, 2, 3)),
        Clinic(content_url=URL),
    )
    data = to_pdf(document, load_theme(TEMPLATES))
    seen, _ = squares(data)
    address = URL.replace("{muscle}", "gastrocnemius")
    assert seen == [[bool(d) for d in row] for row in segno.make_qr(address, error="m", boost_error=False).matrix]
    (section,) = (node for node in tree(data).all("Sect") if node.get("T") == "Sources")
    assert [str(node.get("Alt")) for node in section.all("Figure")] == [f"QR code that leads to {address}"]
