"""The PDF: pages, boxes, bytes. Layouts are held by what stands on the page, not by pictures of it."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest

from handouts.content.library import Muscle
from handouts.content.spoken import spoken
from handouts.handout import document as doc
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.page.blocks import make_box
from handouts.page.look import Look
from handouts.page.pdf import SIZES, PdfOptions, to_pdf
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from handouts.tagged import Element
from tests.tagged.crosscheck import problems


@pytest.fixture(scope="module")
def pdf(calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> bytes:
    return to_pdf(handout(calf, strings, locale), theme)


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def test_four_pages_two_sheets(pdf: bytes) -> None:
    pages = texts(pdf)
    assert len(pages) == 4
    assert "Do not massage" in pages[0]
    assert "Massage it with a foam roller" in pages[1]
    assert "How hard, how long, how often" in pages[1]
    assert "diary" in pages[2]
    assert "Sources" in pages[3]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_page_has_number_version_and_draft(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, paper: Any
) -> None:
    pages = texts(to_pdf(handout(calf, strings, locale), theme, PdfOptions(paper=paper)))
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Draft: not yet reviewed by a clinician" in text
        assert f"version {calf.facts.version}" in text


def test_the_structure_agrees_with_the_pages(pdf: bytes) -> None:
    assert problems(pdf) == []


def test_the_same_input_gives_the_same_bytes_in_another_process(pdf: bytes) -> None:
    code = """
import hashlib
from handouts.content.reader import load
from handouts.handout.plan import handout
from handouts.files import data_dir
from handouts.page.pdf import to_pdf
from handouts.style.words import load_locale, load_strings
from handouts.style.theme import load_theme
t = (data_dir("templates"),)
calf = load([data_dir("content")]).muscle("gastrocnemius", "en")
print(hashlib.sha256(to_pdf(handout(calf, load_strings(t, "en"), load_locale(t, "en-GB")), load_theme(t))).hexdigest())
"""
    import hashlib
    import os

    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == hashlib.sha256(pdf).hexdigest()


def test_steps_and_their_picture_are_on_one_page(calf: Muscle, pdf: bytes) -> None:
    pages, calf = texts(pdf), spoken(calf, "both", calf.facts.dose, "")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        figures = {str(alt): page for alt, page in _figures(document)}
    for technique in calf.facts.techniques:
        said = calf.words.techniques[technique.id]
        first = next(iter(said.steps.values())).split("**")[0].strip().split(".")[0]
        page = next(i for i, text in enumerate(pages) if first in " ".join(text.split()))
        for name in technique.figures:
            assert figures[calf.words.figures[name].alt] == page, (technique.id, name)


def _figures(document: pikepdf.Pdf) -> list[tuple[str, int]]:
    numbers = {page.objgen: index for index, page in enumerate(document.pages)}
    found: list[tuple[str, int]] = []
    stack = [document.Root.StructTreeRoot.K]
    while stack:
        item = stack.pop()
        if isinstance(item, pikepdf.Array):
            stack += list(item)
        elif isinstance(item, pikepdf.Dictionary):
            if item.get("/S") == "/Figure":
                found.append((str(item.Alt), numbers[item.Pg.objgen]))
            elif "/K" in item:
                stack.append(item.K)
    return found


def _sample(kind: type, calf: Muscle) -> doc.Block:
    from handouts.figures.compose import make_figure
    from handouts.figures.style import FigureStyle

    def compose(width: float, height: float, label: float) -> Any:
        return make_figure(calf, "muscle", FigureStyle(width=width, height=height, label=label))

    text = doc.rich("Some **strong** words")
    samples: dict[type, doc.Block] = {
        doc.Letterhead: doc.Letterhead("Clinic", ("Street",), ("Phone 1",)),
        doc.Title: doc.Title("Title", "also", "Subtitle", text),
        doc.WriteOn: doc.WriteOn((doc.Field("For"), doc.Field("left", kind="tick", ticked=True))),
        doc.Heading: doc.Heading(text, badge="A"),
        doc.Paragraph: doc.Paragraph(text),
        doc.Bullets: doc.Bullets((text, text)),
        doc.Keyed: doc.Keyed((("1", text),)),
        doc.Steps: doc.Steps((text, text)),
        doc.WarningBox: doc.WarningBox("Warning", (doc.TierRow("Call", "999", (text,)),)),
        doc.Picture: doc.Picture(compose, 120, text, "not for me"),
        doc.Columns: doc.Columns(((doc.Paragraph(text),), (doc.Paragraph(text),)), (3, 3)),
        doc.Scale: doc.Scale(3, 4, 5, "none", "aim", "limit", "much", "A scale"),
        doc.Dose: doc.Dose((("Each area", "30 seconds"),)),
        doc.Diary: doc.Diary(("Week 1", "Week 2"), "Day", ("Massaged",), "A diary"),
        doc.Sources: doc.Sources(("A book",)),
        doc.Panel: doc.Panel("About", (doc.Paragraph(text),)),
        doc.Section: doc.Section("s", "Section", (doc.Paragraph(text),), remark="remark"),
    }
    if hasattr(doc, "QrCode"):
        samples[doc.QrCode] = doc.QrCode("https://clinic.example", text, "A code")
    return samples[kind]


@pytest.mark.parametrize("preset", ["normal", "large", "giant"])
@pytest.mark.parametrize("kind", get_args(doc.Block), ids=lambda kind: kind.__name__)
def test_every_kind_of_block_has_boxes_with_a_height(theme: Theme, calf: Muscle, kind: type, preset: Any) -> None:
    look = Look(theme.styles(preset), theme.page(), theme.palette(), stacked=preset != "normal")
    root = Element("Document")
    made = make_box(_sample(kind, calf), look, root)
    assert made
    assert all(box.height(505.0) > 0 for box in made)
    assert root.children, "what is said has a structure element"


@pytest.mark.parametrize("paper", list(SIZES))
@pytest.mark.parametrize("layout", ["full", "do"])
def test_nothing_is_cut_at_the_edge_of_the_page(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, paper: Any, layout: Any
) -> None:
    data = to_pdf(handout(calf, strings, locale, Options(layout=layout)), theme, PdfOptions(paper=paper))
    for page in pypdfium2.PdfDocument(data):
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            assert 40 <= left < right <= width - 40, text.get_text_bounded(left, bottom, right, top)
            assert 20 <= bottom < top <= height - 20, text.get_text_bounded(left, bottom, right, top)
