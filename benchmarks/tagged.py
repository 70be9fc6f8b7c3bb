"""Measure what tagging costs: the same story, tagged and as plain ReportLab, in paired runs of one process.

usage: python benchmarks/tagged.py [--pages 2] [--runs 25]

Prints the medians and the median of the paired ratios. Both files have the same pages and Flate compression
without ASCII85, embed the same fonts, and have invariant dates.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import font_source_sans_pro
from reportlab import rl_config
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, String
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.platypus import (
    KeepTogether,
    ListFlowable,
    ListItem,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from handouts.tagged import Element, TaggedFigure, TaggedList, TaggedParagraph, TaggedTable, canvas_maker

FILES = Path(font_source_sans_pro.__file__).parent / "files"
for name, file in (("Bench", "Regular"), ("Bench-Bold", "Bold")):
    pdfmetrics.registerFont(ttfonts.TTFont(name, str(FILES / f"SourceSansPro-{file}.ttf")))
pdfmetrics.registerFontFamily("Bench", normal="Bench", bold="Bench-Bold", italic="Bench", boldItalic="Bench-Bold")
BODY = ParagraphStyle("body", fontName="Bench", fontSize=11, leading=15, spaceAfter=6)
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Bench-Bold", fontSize=14, leading=18)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("FONTNAME", (0, 0), (-1, -1), "Bench")])
LONG = "Use slow and even pressure with the <b>flat</b> of your fingers and stop if you feel sharp pain. "
ITEMS = ["Sit in a chair.", "Warm the neck first. " + LONG * 2, LONG, LONG * 2, "Rest."]
ROWS = [["Day", "Minutes", "Note"], *([day, "5", "Morning"] for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))]
LINK = f'See <a href="https://example.org">the page with videos</a>. {LONG}'


def drawing(number: int) -> Drawing:
    """Return a picture of some hundred operators, as an anatomical figure has."""
    picture = Drawing(300, 150)
    for step in range(40):
        picture.add(Circle(20 + 6 * step, 70, 5 + step % 7, fillColor=colors.HexColor("#e8b89a")))
        picture.add(PolyLine([step * 7, 20, step * 6, 60, step * 5, 140], strokeWidth=0.5))
    picture.add(String(10, 8, f"Figure {number}", fontName="Bench", fontSize=10))
    return picture


def plain(pages: int) -> bytes:
    """Build the story with ReportLab as it is."""
    story: list[Any] = []
    for page in range(pages):
        story += [Paragraph("Neck care", BOLD), Paragraph(LINK * 2, BODY)]
        story.append(KeepTogether([Paragraph("Follow the steps.", BODY), drawing(page)]))
        items = [ListItem(Paragraph(item, BODY)) for item in ITEMS]
        story.append(ListFlowable(items, bulletType="1", bulletFontName="Bench"))
        story.append(Table([[Paragraph(cell, BODY) for cell in row] for row in ROWS], repeatRows=1, style=GRID))
        story.append(PageBreak())

    def footer(canvas: Any, document: Any) -> None:
        canvas.setFont("Bench", 9)
        canvas.drawString(56, 30, f"Page {canvas.getPageNumber()}")

    target = io.BytesIO()
    template = SimpleDocTemplate(target, pagesize=A4, invariant=1, initialFontName="Bench")
    template.build(story, onFirstPage=footer, onLaterPages=footer)
    return target.getvalue()


def tagged(pages: int) -> bytes:
    """Build the same story with tags."""
    root = Element("Document")
    story: list[Any] = []
    for page in range(pages):
        story.append(TaggedParagraph("Neck care", BOLD, root.add("H1")))
        story.append(TaggedParagraph(LINK * 2, BODY, root.add("P")))
        intro = TaggedParagraph("Follow the steps.", BODY, root.add("P"))
        story.append(KeepTogether([intro, TaggedFigure(drawing(page), root.add("Figure", alt="The steps"))]))
        story.append(TaggedList(ITEMS, root.add("L"), BODY, kind="1"))
        story.append(TaggedTable(ROWS, root.add("Table"), cell_style=BODY, style=GRID))
        story.append(PageBreak())

    def footer(canvas: Any, number: int, count: int) -> None:
        canvas.setFont("Bench", 9)
        canvas.drawString(56, 30, f"Page {number} of {count}")

    target = io.BytesIO()
    maker = canvas_maker(root, title="Neck care", lang="en", on_page=footer)
    SimpleDocTemplate(target, pagesize=A4).build(story, canvasmaker=maker)
    return target.getvalue()


def seconds(build: Callable[[int], bytes], pages: int) -> float:
    """Time one build, without a collection in the middle."""
    gc.collect()
    start = time.perf_counter()
    build(pages)
    return time.perf_counter() - start


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=int, default=2)
    parser.add_argument("--runs", type=int, default=25)
    options = parser.parse_args()
    rl_config.useA85 = 0
    sizes = len(plain(options.pages)), len(tagged(options.pages))
    pairs = []
    for run in range(options.runs):
        first, second = (plain, tagged) if run % 2 else (tagged, plain)
        times = {first: seconds(first, options.pages), second: seconds(second, options.pages)}
        pairs.append((times[plain], times[tagged]))
    medians = [statistics.median(column) * 1000 for column in zip(*pairs, strict=True)]
    ratio = statistics.median(with_tags / without for without, with_tags in pairs)
    print(f"{options.pages} pages, {options.runs} paired runs")
    print(f"plain  {medians[0]:7.1f} ms {sizes[0]:8d} bytes")
    print(f"tagged {medians[1]:7.1f} ms {sizes[1]:8d} bytes")
    print(f"ratio  {ratio:.2f}")


if __name__ == "__main__":
    main()
