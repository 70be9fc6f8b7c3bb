"""The file as a whole: metadata, output intent, streams, and the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageCms
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A6
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from handouts.tagged import (
    Element,
    TaggedFigure,
    TaggedList,
    TaggedParagraph,
    TaggedTable,
    canvas_maker,
    objects_of,
)
from handouts.tagged.icc import srgb_profile

from .helpers import BODY, FONT, LONG, build, opened


def footer(canvas: Any, number: int, count: int) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawString(20, 15, f"Page {number} of {count}")


def story(root: Element) -> list[object]:
    picture = Drawing(40, 40)
    picture.add(Rect(0, 0, 40, 40, fillColor=None))
    return [
        TaggedParagraph("Ångström", BODY, root.add("H1"), bookmark=0),
        TaggedParagraph(f'{LONG * 20}<a href="https://a.example">web</a>', BODY, root.add("P", lang="en")),
        TaggedList(["one", ("two", ["three"])], root.add("L"), BODY),
        TaggedTable([["a", "b"], ["c", "d"]], root.add("Table"), cell_style=BODY),
        TaggedFigure(picture, root.add("Figure", alt="A square")),
    ]


def sample(**options: Any) -> bytes:
    options = {"author": "Praxis & Söhne <x>", "subject": "Care", "keywords": ["neck", "arm"], **options}
    return build(story, on_page=footer, duplex="DuplexFlipLongEdge", title='Neck "care" ½ & more', **options)


def test_metadata_says_the_same_twice() -> None:
    pdf = opened(sample(creator="handouts"))
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == 'Neck "care" ½ & more'
        assert xmp["dc:creator"] == ["Praxis & Söhne <x>"]
        assert xmp["dc:description"] == "Care"
        assert xmp["dc:language"] == {"en-GB"}
        assert xmp["pdf:Keywords"] == "neck, arm"
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
        assert xmp["xmp:CreatorTool"] == "handouts"
        assert xmp["xmp:CreateDate"] == "2000-01-01T00:00:00Z"
    info = {key: str(value) for key, value in pdf.docinfo.items()}
    assert info["/Title"] == 'Neck "care" ½ & more'
    assert info["/Author"] == "Praxis & Söhne <x>"
    assert info["/CreationDate"] == "D:20000101000000+00'00"
    raw = pdf.Root.Metadata.read_bytes()
    assert b"pdfaExtension:schemas" in raw
    assert "/Filter" not in pdf.Root.Metadata


def test_what_was_not_given_is_not_in_the_file() -> None:
    data = build(story)
    assert not re.search(rb"anonymous|unspecified|untitled", data)
    assert set(opened(data).docinfo.keys()) == {
        "/Title",
        "/Producer",
        "/CreationDate",
        "/ModDate",
        "/Trapped",
    }


def test_control_characters_do_not_break_the_metadata() -> None:
    pdf = opened(build(story, title="One\x00\x07\ntwo \ud800three", author="\x1b"))
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "One two three"
        assert "dc:creator" not in xmp


def test_catalog() -> None:
    root = opened(sample()).Root
    assert root.Lang == "en-GB"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    (intent,) = root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes() == srgb_profile()


def test_the_profile_is_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    colors = [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (10, 128, 200), (3, 5, 7)]
    image = Image.new("RGB", (len(colors), 1))
    image.putdata(colors)
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    for index, color in enumerate(colors):
        back = converted.getpixel((index, 0))
        assert all(abs(a - b) <= 1 for a, b in zip(back, color, strict=True)), (color, back)


def test_every_stream_ends_with_an_end_of_line_and_its_length_is_right() -> None:
    data = sample()
    lengths = re.findall(rb"/Length (\d+)[^>]*?(?:>>|/\w).*?stream\r?\n", data, re.DOTALL)
    ends = re.findall(rb"(.)endstream", data, re.DOTALL)
    assert len(ends) == data.count(b"endstream")
    assert len(ends) >= 6  # pages, fonts, maps, metadata, profile
    assert set(ends) == {b"\n"}
    assert len(lengths) == len(ends)
    assert opened(data).check_pdf_syntax() == []


def test_all_fonts_are_embedded() -> None:
    fonts = [font for page in opened(sample()).pages for font in page.resources.get("/Font", {}).values()]
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_an_image_with_transparency_is_kept() -> None:
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 100))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    def draw(canvas: Any) -> None:
        canvas.drawImage(ImageReader(io.BytesIO(buffer.getvalue())), 0, 0, 20, 20, mask="auto")

    pdf = opened(build(lambda root: [TaggedFigure(draw, root.add("Figure", alt="Red"), 20, 20)]))
    (picture,) = pdf.pages[0].resources.XObject.values()
    assert picture.SMask.Width == 8


def test_the_same_bytes_twice_and_for_uncompressed_pages_too() -> None:
    assert sample() == sample()
    assert sample() != sample(author="Somebody else")


def test_the_date_is_the_source_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    data = sample()
    assert str(opened(data).docinfo.CreationDate) == "D:20231114221320+00'00'"
    assert b"2023-11-14T22:13:20Z" in data


def test_without_a_source_date_the_date_is_the_one_that_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    data = sample(date=date(2026, 11, 23))
    assert str(opened(data).docinfo.ModDate) == "D:20261123000000+00'00'"
    assert b"2026-11-23T00:00:00Z" in data


def test_objects_that_are_no_streams_stand_compressed_and_can_be_read_back() -> None:
    data = sample()
    objects, root = objects_of(data)
    assert b"/StructElem" not in data
    assert sum(b"/StructElem" in body for body in objects.values()) > 5
    assert b"/Type /Catalog" in objects[root]
    assert len(objects) == len([each for each in opened(data).objects if each is not None]) - 2  # streams of objects


def test_the_outline_counts_all_its_entries() -> None:
    def story(root: Element) -> list[object]:
        return [
            TaggedParagraph(f"Heading {level}", BODY, root.add("P"), bookmark=level) for level in (0, 1, 2, 2, 1, 0, 1)
        ]

    assert opened(build(story)).Root.Outlines.Count == 7


def test_without_invariant_the_clock_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert not str(opened(sample(invariant=False)).docinfo.CreationDate).startswith("D:20000101")


def test_the_same_bytes_in_other_processes() -> None:
    code = "import hashlib, tests.tagged.test_file as t; print(hashlib.sha256(t.sample()).hexdigest())"
    found = set()
    for seed in ("0", "1", "4711"):
        env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
        env |= {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        root = Path(__file__).parents[2]
        run = subprocess.run([sys.executable, "-c", code], env=env, cwd=root, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        found.add(run.stdout.strip())
    assert found == {hashlib.sha256(sample()).hexdigest()}


def test_the_file_number_depends_on_the_content() -> None:
    def other(root: Element) -> list[object]:
        return [TaggedParagraph("Other words", BODY, root.add("P"))]

    first, second = (opened(build(made)).trailer.ID[0] for made in (story, other))
    assert bytes(first) != bytes(second)


def test_plain_reportlab_is_left_alone() -> None:
    def plain() -> bytes:
        canvas = Canvas(io.BytesIO(), invariant=1)
        canvas.drawString(20, 20, "plain")
        data: bytes = canvas.getpdfdata()
        return data

    functions = (pdfdoc.PDFStream.format, ttfonts.makeToUnicodeCMap, pdfdoc.PDFPage.__NoDefault__[:])
    before = plain()
    sample()
    assert plain() == before
    after = (pdfdoc.PDFStream.format, ttfonts.makeToUnicodeCMap, pdfdoc.PDFPage.__NoDefault__)
    assert after == functions
    assert b"Helvetica" in before


def test_pages_look_as_reportlab_paints_them() -> None:
    markup = f'<b>Bold</b> {LONG * 12} <u>under</u> <a href="https://a.example" color="blue">web</a> {LONG}'
    styles = [BODY.clone("a", backColor="#eef6ff", borderPadding=2), BODY.clone("b", alignment=4)]

    def pictures(made: list[object], **options: Any) -> list[Any]:
        target = io.BytesIO()
        template = SimpleDocTemplate(target, pagesize=A6, initialFontName=FONT)
        template.build(made, **options)
        return [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(target.getvalue())]

    root = Element("Document")
    tagged = pictures(
        [TaggedParagraph(markup, style, root.add("P")) for style in styles],
        canvasmaker=canvas_maker(root, title="Test", lang="en"),
    )
    plain = pictures([Paragraph(markup, style) for style in styles])
    assert len(tagged) == len(plain) > 2
    for ours, theirs in zip(tagged, plain, strict=True):
        assert ImageChops.difference(ours.convert("RGB"), theirs.convert("RGB")).getbbox() is None


def test_getpdfdata_gives_the_same_file() -> None:
    def made(save: bool) -> bytes:
        root, target = Element("Document"), io.BytesIO()
        canvas = canvas_maker(root, title="Test", lang="en")(target)
        canvas.setFont(FONT, 10)
        with canvas.tag(root.add("P")):
            canvas.drawString(20, 200, "text")
        if not save:
            data: bytes = canvas.getpdfdata()
            return data
        canvas.save()
        return target.getvalue()

    assert made(True) == made(False)
    with pikepdf.open(io.BytesIO(made(True))) as pdf:
        assert len(pdf.pages) == 1


def test_the_module_stands_alone() -> None:
    code = (
        "import sys, handouts.tagged\n"
        "print(*sorted(name for name in sys.modules if name.startswith('handouts.') and '.tagged' not in name))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("", "")
