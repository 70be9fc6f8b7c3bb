"""The PDF: pages, boxes, bytes. Layouts are held by what stands on the page, not by pictures of it."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest
from PIL import ImageStat

from handouts.content.library import Muscle
from handouts.content.spoken import spoken
from handouts.drawing.shapes import Figure
from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.handout import document as doc
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.logo.read import Logo
from handouts.page.blocks import make_box
from handouts.page.layouts import Layouts
from handouts.page.look import Look
from handouts.page.pdf import SIZES, PdfOptions, left_out, to_pdf
from handouts.style.theme import Theme, load_theme
from handouts.style.words import Locale, Strings, load_locale
from handouts.tagged import Element
from tests.sample import sample
from tests.tagged.crosscheck import problems
from tests.tagged.helpers import tree


@pytest.fixture(scope="module")
def pdf(calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> bytes:
    return to_pdf(handout(calf, strings, locale), theme)


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_question_has_its_page(pdf: bytes) -> None:
    pages = list(map(flat, texts(pdf)))
    assert "Stop. Do not massage." in pages[0]
    assert "Check with us before you start" in pages[1]
    assert "Massage it with a foam roller" in pages[2]
    assert "Stop at once if" in pages[2]
    assert "Never press here" in pages[2]
    assert "How hard, how long, how often" in pages[3]
    assert "All warning signs" in pages[-3]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(("sheets", "most"), [((1,), 4), ((1, 2), 8), ((4,), 3)])
def test_sheets_have_as_many_pages_as_their_words_need(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, paper: Any, sheets: Any, most: int
) -> None:
    data = to_pdf(handout(calf, strings, locale, Options(sheets=sheets)), theme, PdfOptions(paper=paper))
    assert len(texts(data)) <= most


def test_the_numbers_of_pages_in_words_and_tabs_are_right(pdf: bytes) -> None:
    pages = list(map(flat, texts(pdf)))
    found = re.search(r"1 Safe\? (\d+) Massage (\d+) Find (\d+) Other ways (\d+) Your muscle (\d+) More", pages[1])
    assert found
    massage, find, others, muscle, more = (int(number) for number in found.groups())
    for number, title in (
        (massage, "Massage it with"),
        (find, "Find your spot"),
        (others, "Other ways"),
        (muscle, "Your muscle"),
        (more, "More to know"),
    ):
        assert title in pages[number - 1].split("All signs", 1)[1]
    assert f"How to find one: “Find your spot”, page {find}." in pages[massage - 1]
    assert f"Go on to page {massage}." in pages[1]


COMBINATIONS = list(
    itertools.product((None, "en-GB", "en-IE", "en-US", "en-CA", "en-AU"), (True, False), (None, 3), (0, 5, 12))
)


@pytest.mark.parametrize("every", sample([7, 1], 2))
def test_the_short_sheet_is_one_page_in_all_72_combinations(
    calf: Muscle, strings: Strings, templates: Any, theme: Theme, every: int
) -> None:
    """Places, a clinic with a logo or none, usual dose or three weeks, a note of 0, 5 or 12 words."""
    said = ["Start", "with", "the", "chair", "on", "week", "days", "and", "the", "roller", "at", "the", "weekend."]
    assert len(COMBINATIONS) == 72
    logo = Logo(40, 40, bytes.fromhex("0B4F5C") * 1600)
    own = Clinic("Riverside Physiotherapy", ("12 Mill Lane",), "01632 960 000", ("a@riverside.example",), logo=logo)
    layouts = Layouts()
    for tag, has_clinic, weeks, count in COMBINATIONS[::every]:
        place = load_locale(templates, tag)
        options = Options(layout="do", weeks=weeks, note=" ".join(said[:count]))
        document = handout(calf, strings, place, options, own if has_clinic else None)
        pages = texts(to_pdf(document, theme, PdfOptions(paper=place.paper), layouts))
        assert len(pages) == 2, (tag, has_clinic, weeks, count)
        assert "Check with us before you start" in pages[1]
        assert " ".join(said[:count]) in flat(pages[0])
        for missing in left_out(document, theme, PdfOptions(paper=place.paper), layouts):
            assert missing in flat(pages[0]), "what is left out is told on the sheet"


def test_a_short_sheet_that_cannot_be_one_page_is_refused(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme
) -> None:
    document = handout(calf, strings, locale, Options(layout="do"))
    long = doc.Paragraph(doc.rich("Roll slowly and breathe. " * 80))
    side = document.parts[0]
    longer = dataclasses.replace(
        side, drops=tuple(dataclasses.replace(each, blocks=(*each.blocks, long)) for each in side.drops)
    )
    longer = dataclasses.replace(longer, blocks=(*side.blocks, long))
    with pytest.raises(HandoutsError, match="the short sheet"):
        to_pdf(dataclasses.replace(document, parts=(longer, *document.parts[1:])), theme)


@pytest.mark.parametrize("length", [3, 12, 40, 400])
def test_a_note_stands_whole_and_page_one_or_two_says_where(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, length: int
) -> None:
    note = " ".join(f"word{number}" for number in range(length))
    pages = list(map(flat, texts(to_pdf(handout(calf, strings, locale, Options(note=note)), theme))))
    page = next(number for number, text in enumerate(pages, 1) if "word0" in text)
    assert page <= 2 or f"Note from us: page {page}." in pages[1]
    assert f"word{length - 1}" in " ".join(pages)
    if length < 300:
        assert f"word{length - 1}" in pages[page - 1]


def test_a_long_note_in_large_print_does_not_part_the_steps_from_the_warnings(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme
) -> None:
    note = " ".join(f"word{number}" for number in range(400))
    document = handout(calf, strings, locale, Options(note=note, sheets=(1, 2)))
    pages = list(map(flat, texts(to_pdf(document, theme, PdfOptions(print="large")))))
    begins = next(number for number, text in enumerate(pages, 1) if "word0 " in text)
    assert begins > next(number for number, text in enumerate(pages, 1) if "Other ways" in text)
    assert any(f"Note from us: page {begins}." in text for text in pages)


def test_ink_saver_saves_ink(calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> None:
    """The mean darkness of page one is at least 30 percent less than in colour."""
    document = handout(calf, strings, locale)
    dark = {}
    for ink in ("colour", "saver"):
        page = pypdfium2.PdfDocument(to_pdf(document, theme, PdfOptions(ink=ink)))[0]  # type: ignore[arg-type]
        dark[ink] = 255 - ImageStat.Stat(page.render(scale=2, grayscale=True).to_pil()).mean[0]
    assert dark["saver"] <= 0.7 * dark["colour"]


def test_three_sheets_are_small_enough_to_send(calf: Muscle, strings: Strings, locale: Locale, theme: Theme) -> None:
    assert len(to_pdf(handout(calf, strings, locale, Options(sheets=(1, 2, 3))), theme)) <= 260_000


def test_the_date_of_the_file_is_that_of_the_content(pdf: bytes, calf: Muscle) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo.CreationDate).startswith(f"D:{calf.facts.written:%Y%m%d}")


def test_what_is_filled_in_by_hand_is_spoken_and_numbers_can_be_called(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spoken = [str(each.ActualText) for each in document.objects if _is_element(each) and "/ActualText" in each]
        links = [str(each.A.URI) for each in document.objects if _is_link(each)]
        langs = [str(each.Lang) for each in document.objects if _is_element(each) and "/Lang" in each]
    assert spoken.count("____") > 10
    assert spoken.count("☐") > 25
    assert "tel:999" in links
    assert "tel:111" in links
    assert langs == ["la"]


def test_the_draft_status_is_spoken_once(pdf: bytes) -> None:
    said = [node.text for node in tree(pdf).all("P") if "Draft: not yet reviewed" in node.text]
    assert len([text for text in said if text.strip() == "Draft: not yet reviewed by a clinician"]) == 1


def _is_element(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"


def _is_link(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Link" and "/A" in thing


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
        figures = _figures(document)
    alternatives = {name: figure.alt for name, figure in _said(calf).figures.items()}
    for technique in calf.facts.techniques:
        said = calf.words.techniques[technique.id]
        for step in technique.steps:
            if step.figure and step.figure in calf.words.figures:
                words = re.split(r"\*\*|\{", said.steps[step.id])[0 if not said.steps[step.id].startswith("**") else 1]
                wanted = [index for index, text in enumerate(pages) if flat(words) in flat(text)]
                alt = alternatives[step.figure]
                assert {page for text, page in figures if text == alt} & set(wanted), (technique.id, step.id)


def _said(calf: Muscle) -> Any:
    return spoken(calf, "both", calf.facts.dose, "111", " to ").words


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
    from handouts.figures.viewrow import ViewRoom, ViewRow

    def compose(width: float, height: float, label: float) -> Any:
        return make_figure(calf, "muscle", FigureStyle(width=width, height=height, label=label))

    def stub(width: float, height: float, label: float) -> Any:
        return Figure("spot", width, max(height, 20.0), (), "Spot", "A spot", {}, 1.0)

    def compose_at(width: float, height: float, label: float, scale: float) -> Any:
        return stub(width, height, label)

    def row_of(height: float, label: float, scale: float) -> ViewRow:
        return ViewRow((ViewRoom(1.0, 0.5, 0.0, 30.0, 0.5, 40.0),), 12.0)

    text = doc.rich("Some **strong** words")
    samples: dict[type, doc.Block] = {
        doc.Letterhead: doc.Letterhead("Clinic", ("Street",), ("Phone 1",)),
        doc.Title: doc.Title("Title", text, "Subtitle", text, compose),
        doc.WriteOn: doc.WriteOn((doc.Field("For"), doc.Field("left", kind="tick", ticked=True))),
        doc.Heading: doc.Heading(text, icon=(((2, 3), (10, 3)),)),
        doc.Paragraph: doc.Paragraph(text),
        doc.Bullets: doc.Bullets((text, text)),
        doc.Steps: doc.Steps((doc.Step(text, compose), doc.Step(text)), whole=1),
        doc.TickBox: doc.TickBox("Check", (), "Phone", text, (doc.TickGroup("Blood", (text, text)),)),
        doc.Table: doc.Table(("", "week 1"), ((text, text),), (1.0, 2.0)),
        doc.Spots: doc.Spots((doc.Spot((1,), "Inner", text, compose_at, row_of, "mine", far=True),), stub),
        doc.WarningBox: doc.WarningBox("Warning", (doc.TierRow("Call", "999", (text,)),)),
        doc.Picture: doc.Picture(compose, 120, text),
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
            assert 34 <= left < right <= width - 34, text.get_text_bounded(left, bottom, right, top)
            assert 16 <= bottom < top <= height - 20, text.get_text_bounded(left, bottom, right, top)


def test_letters_that_are_too_large_for_the_page_are_refused(
    tmp_path: Path, calf: Muscle, strings: Strings, locale: Locale
) -> None:
    usual = (data_dir("templates") / "theme.toml").read_text("utf-8")
    (tmp_path / "theme.toml").write_text(usual.replace('"R", 12.5, 16', '"R", 90, 90'), "utf-8")
    with pytest.raises(HandoutsError, match=r"theme\.toml: its letters are too large for the page"):
        to_pdf(handout(calf, strings, locale), load_theme((tmp_path,)))
