"""Every way to print a handout, read back from the file: nothing cut, nothing on top of anything, nothing torn apart.

All combinations of print, paper, layout and side are made in colour; the other inks in every print, paper and layout,
each with another side in turn, so that any three choices meet. The structure of all is checked. What depends on the
places of things is checked in colour only; the other inks must have the same words on the same pages.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from handouts.clinic.file import ClinicFile
from handouts.content.library import Muscle
from handouts.content.reader import load
from handouts.files import data_dir
from handouts.handout.options import Clinic, Options, usual_sheets
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.page.margins import MM, SHORT_SIDE
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.theme import load_theme
from handouts.style.words import load_locale, load_strings
from tests.printed import CLINIC, PERSONAL
from tests.tagged.crosscheck import problems
from tests.tagged.helpers import Node, tree

pytestmark = pytest.mark.long

Combination = tuple[str, str, str, str, str]
PRINTS, PAPERS = ("normal", "large", "giant"), ("a4", "letter")
LAYOUT, SIDES = ("full", "do"), ("left", "right", "both")
COLOUR: list[Combination] = list(itertools.product(PRINTS, PAPERS, ("colour",), LAYOUT, SIDES))
INKS: list[Combination] = [
    (print_size, paper, ink, layout, SIDES[(at + turn) % len(SIDES)])
    for turn, ink in enumerate(("grey", "saver"))
    for at, (print_size, paper, layout) in enumerate(itertools.product(PRINTS, PAPERS, LAYOUT))
]
OWN: list[Combination] = list(itertools.product(PRINTS, PAPERS, ("clinic",), LAYOUT, ("left",)))
"""With everything a clinic and a therapist may add."""
MATRIX = COLOUR + INKS + OWN
LAYOUTS = Layouts()
"""Of all files that a process makes."""
BOTTOM = 7 * MM
"""Below the foot, in points."""
SMALLEST = {"normal": 10.9, "large": 14.0, "giant": 18.0}
"""Points."""


@dataclass(frozen=True)
class Found:
    """What was found in one file: problems by kind, and the words of each page."""

    problems: dict[str, list[str]]
    pages: list[str]


@cache
def _muscle() -> Muscle:
    return load((data_dir("content"),)).muscle("gastrocnemius", "en")


def make(combination: Combination) -> bytes:
    """The handout in one combination."""
    print_size, paper, ink, layout, side = combination
    templates = (data_dir("templates"),)
    own = ink == "clinic"
    sheets = usual_sheets(None, print_size)  # type: ignore[arg-type]
    options: Any = Options(side=side, layout=layout, sheets=sheets, **(PERSONAL if own else {}))  # type: ignore[arg-type]
    page: Any = PdfOptions(paper=paper, print=print_size, ink="colour" if own else ink)  # type: ignore[arg-type]
    strings, locale = load_strings(templates, "en"), load_locale(templates, "en-GB")
    document = handout(_muscle(), strings, locale, options, CLINIC if own else None)
    return to_pdf(document, load_theme(templates), page, LAYOUTS)


def examine(combination: Combination) -> Found:
    """Make one file and look for everything that may be wrong with it."""
    data = make(combination)
    found: dict[str, list[str]] = {"structure": problems(data)}
    pdf = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    found["words"] = list(_wrong_words(pages))
    if combination[2] in ("colour", "clinic"):
        found |= {"overlap": [], "small": [], "margin": []}
        for number, page in enumerate(pdf, 1):
            pieces = list(_pieces(page))
            found["overlap"] += [f"page {number}: {what}" for what in _overlaps(pieces)]
            least = SMALLEST[combination[0]] - 0.01
            found["small"] += [f"page {number}: {p.text!r} {p.size:.1f} pt" for p in pieces if p.size < least]
            found["margin"] += [f"page {number}: {what}" for what in _outside(page)]
        root = tree(data)
        found["torn"] = [*_torn(root, combination), *_last_headings(root)]
    return Found(found, pages)


# --- pieces of text on a page --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """One run of text with its box, y up, in points."""

    text: str
    size: float
    left: float
    bottom: float
    right: float
    top: float


def _pieces(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    words = page.get_textpage()
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        length = pdfium.FPDFTextObj_GetText(thing.raw, words.raw, None, 0)
        buffer = (pdfium.FPDF_WCHAR * length)()
        pdfium.FPDFTextObj_GetText(thing.raw, words.raw, buffer, length)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        size = pdfium.c_float()
        pdfium.FPDFTextObj_GetFontSize(thing.raw, size)
        matrix = thing.get_matrix()
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        if text.strip():
            yield Piece(text, size.value * scale, *thing.get_bounds())


def _overlaps(pieces: list[Piece]) -> Iterator[str]:
    """Pairs of texts whose boxes meet by more than a hair; a box is as high as its letters."""
    pieces = sorted(pieces, key=lambda piece: piece.left)
    for index, one in enumerate(pieces):
        for other in pieces[index + 1 :]:
            if other.left > one.right:
                break
            across = min(one.right, other.right) - other.left
            along = min(one.top, other.top) - max(one.bottom, other.bottom)
            # a trailing space is part of a run, and descenders may meet ascenders of the next line by a little
            if across > 0.3 * other.size and along > 0.22 * min(one.size, other.size):
                yield f"{one.text!r} on {other.text!r}"


def _outside(page: pypdfium2.PdfPage) -> Iterator[str]:
    """What is painted in the margins, looked for in the picture of the page: nothing clipped counts."""
    width, height = page.get_size()
    picture = page.render(scale=1, grayscale=True).to_pil()
    frames = {
        "left": (0, 0, SHORT_SIDE - 3, height),
        "right": (width - SHORT_SIDE + 3, 0, width, height),
        "top": (0, 0, width, 20),
        "bottom": (0, height - BOTTOM + 10, width, height),
    }
    for side, box in frames.items():
        if picture.crop(tuple(round(value) for value in box)).getextrema()[0] < 250:
            yield f"something is painted in the {side} margin"


# --- words ---------------------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    return " ".join(text.split())


def _wrong_words(pages: list[str]) -> Iterator[str]:
    flat = [_flat(page) for page in pages]
    whole = " ".join(flat)
    heading = whole.find("Stop. Do not massage. Get help if you have")
    first = min(whole.find(words) for words in ("alf on the roller", "knee crease. Roll"))
    if heading < 0 or first < 0 or heading > first:
        yield "the warning box does not come before the first massage step"
    for said in set(re.findall(r"Page (\d+) first", whole)):
        if int(said) != 1:
            yield f"the warning box is said to be on page {said}"
    if "{" in whole:
        yield "something in braces was not filled in"
    for number, text in enumerate(flat, 1):
        if f"Page {number} of {len(pages)}" not in text:
            yield f"page {number} does not say its number"


# --- structure -----------------------------------------------------------------------------------------------


def _torn(root: Node, combination: Combination) -> Iterator[str]:
    """Sections whose pictures are all on other pages than the first step; in normal print, all is on one page."""
    for section in root.all("Sect"):
        lists = [node for node in section.all("L") if str(node.element.get("/A", "")).find("Decimal") >= 0]
        steps = [page for node in lists for page in _pages(node)]
        figures = section.all("Figure")
        if section.all("Sect") != [section] or not steps or not figures or section.get("T") == "Where does it hurt?":
            continue
        pictures = [page for figure in figures for page in _pages(figure)]
        if min(steps) not in pictures or min(steps) - min(pictures) > 1:
            yield f"{section.get('T')}: the pictures are on {sorted(set(pictures))}, the steps on {sorted(set(steps))}"
        if combination[0] == "normal" and len({*steps, *(p for f in figures for p in _pages(f))}) > 1:
            yield f"{section.get('T')}: steps and pictures are on more than one page"


def _pages(node: Node) -> list[int]:
    return node.pages + [page for child in node.children for page in _pages(child)]


def _last_headings(root: Node) -> Iterator[str]:
    last: dict[int, Node] = {}
    for node in _in_order(root):
        for page in node.pages:
            last[page] = node
    for page, node in last.items():
        if re.fullmatch(r"H\d", node.tag):
            yield f"page {page} ends with the heading {node.text!r}"


def _in_order(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _in_order(child)


# --- tests ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results() -> dict[Combination, Found]:
    """Every combination, examined by as many processes as there are processors."""
    alike = sorted(MATRIX)  # one process makes all of a print and paper, which share what is laid out
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        return dict(zip(alike, pool.map(examine, alike, chunksize=12), strict=True))


def name(combination: Combination) -> str:
    return "-".join(combination)


@pytest.mark.parametrize("combination", MATRIX, ids=name)
def test_nothing_is_wrong(results: dict[Combination, Found], combination: Combination) -> None:
    wrong = {kind: lines for kind, lines in results[combination].problems.items() if lines}
    assert wrong == {}


@pytest.mark.parametrize("combination", INKS, ids=name)
def test_every_ink_has_the_same_words_on_the_same_pages(
    results: dict[Combination, Found], combination: Combination
) -> None:
    in_colour = (*combination[:2], "colour", *combination[3:])
    assert results[combination].pages == results[in_colour].pages


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_short_sheet_is_one_page_with_the_tick_list_on_its_back(
    results: dict[Combination, Found], paper: str
) -> None:
    for (print_size, on, _, layout, _), found in results.items():
        if (print_size, on, layout) == ("normal", paper, "do"):
            assert len(found.pages) == 2
            assert "Check with us before you start" in found.pages[1]


def test_an_address_that_the_short_sheet_says_is_left_out_is_not_printed() -> None:
    templates = (data_dir("templates"),)
    name, contact = (
        "Riverside Physiotherapy and Sports Injury Clinic",
        ("hello@riverside.example", "www.riverside.example"),
    )
    clinic = Clinic(name, ("12 Mill Lane, Bridgetown",), "01632 960 123", contact)
    locale, strings = load_locale(templates, "en-CA"), load_strings(templates, "en")
    document = handout(_muscle(), strings, locale, Options(layout="do"), clinic)
    pdf = pypdfium2.PdfDocument(to_pdf(document, load_theme(templates), PdfOptions(paper="letter")))
    words = pdf[0].get_textpage().get_text_range()
    assert "our address" in words
    assert "12 Mill Lane" not in words


@pytest.mark.parametrize(("print_size", "most"), [("normal", 15), ("large", 19), ("giant", 33)])
def test_no_print_takes_more_pages_than_were_measured(
    results: dict[Combination, Found], print_size: str, most: int
) -> None:
    for (size, _, _, layout, _), found in results.items():
        if (size, layout) == (print_size, "full"):
            assert len(found.pages) <= most


def test_a_clinic_file_of_nothing_changes_nothing() -> None:
    assert ClinicFile().options.model_dump(exclude_none=True) == {}
