"""The foot of a page: reviewer, days, version and code stand in it whole, and take no more pages than a draft does."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pypdfium2
import pytest

from handouts.approval.standing import Reviewer, Standing
from handouts.content.library import Muscle
from handouts.handout.document import Document
from handouts.handout.options import Options, usual_sheets
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.page.margins import Margins
from handouts.page.pages import numbered_pages
from handouts.page.pdf import SIZES, PdfOptions, looks_of, to_pdf
from handouts.style.fonts import text_width
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from tests.page.test_pdf import flat, texts

CODE = "E3T-5RZ-NHA"
DAYS = (date(2026, 9, 30), date(2028, 9, 30))
LAYOUTS = Layouts()


def approved(name: str = "Sample Reviewer") -> Standing:
    return Standing("approved", Reviewer(name, "sample role"), *DAYS, code=CODE, content="0" * 64)


def looks(theme: Theme, options: PdfOptions) -> Any:
    return looks_of(theme, options, LAYOUTS)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    ("size", "layout", "sheets"),
    [
        ("normal", "full", (1,)),
        ("normal", "full", (1, 2)),
        ("normal", "do", None),
        ("large", "full", None),
        ("giant", "do", None),
    ],
)
def test_an_approval_takes_no_more_pages_than_a_draft(
    calf: Muscle, strings: Strings, locale: Locale, theme: Theme, paper: Any, size: Any, layout: Any, sheets: Any
) -> None:
    options = PdfOptions(paper=paper, print=size)
    asked = Options(layout=layout, sheets=usual_sheets(sheets, size))
    counts = {}
    for standing in (Standing(), Standing(code=CODE), approved()):
        document = handout(calf, strings, locale, dataclasses.replace(asked, standing=standing))
        counts[standing] = numbered_pages(document, looks(theme, options), SIZES[options.paper], LAYOUTS).count
    assert max(counts.values()) == counts[Standing()]


@pytest.fixture(scope="module")
def sheets(calf: Muscle, strings: Strings, locale: Locale) -> dict[str, Document]:
    names = ("Sample Reviewer", "Sample Reviewer-with-a-Name of sixty letters, the longest one")
    return {name: handout(calf, strings, locale, Options(layout="do", standing=approved(name))) for name in names}


@pytest.mark.parametrize("size", ["normal", "large", "giant"])
def test_all_of_it_stands_on_every_page_and_nothing_touches_the_number(
    sheets: dict[str, Document], theme: Theme, size: Any
) -> None:
    options = PdfOptions(print=size)
    for name, document in sheets.items():
        for text in map(flat, texts(to_pdf(document, theme, options, LAYOUTS))):
            said = f"Checked by {name}, 30 September 2026 · next check 30 September 2028"
            words = text.replace(chr(160), " ").split()  # the page's number may stand between two lines of it
            assert not set(said.split()) - set(words)
            assert CODE in text
        margins = Margins(document, looks(theme, options).usual, SIZES["a4"])
        style = margins.look.styles["foot"]
        page = text_width("Page 88 of 88", style.weight, style.size)
        for index, (left, right) in enumerate(margins._rows):
            used = sum(text_width(each, style.weight, style.size) for each in (left, right))
            assert used + (page if index == 0 else 0) < margins.width


def test_the_lines_of_a_long_status_stand_below_each_other(sheets: dict[str, Document], theme: Theme) -> None:
    document = list(sheets.values())[-1]
    page = pypdfium2.PdfDocument(to_pdf(document, theme, PdfOptions(print="giant"), LAYOUTS))[1].get_textpage()
    lines = [page.search(words).get_next() for words in ("Checked by", "next check")]
    tops = [page.get_charbox(found[0])[3] for found in lines if found]
    assert len(tops) == 2
    assert tops[0] - tops[1] > 10
