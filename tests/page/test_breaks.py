"""Where pages end: what belongs together stays together, and no page is crowded while the next one is half empty."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest

from handouts.files import data_dir
from handouts.page.layouts import Layouts
from handouts.page.pages import CROWDED, numbered_pages
from handouts.page.pdf import PdfOptions, looks_of
from handouts.style.words import load_strings
from tests.page.test_spots import A4, MM, spots
from tests.printed import Preset, document, library, one_line, pdf, tagged, theme
from tests.tagged.helpers import Node

SOLEUS = "soleus"


def pages(node: Node) -> set[int]:
    """The pages that an element and what is in it stand on."""
    return {*node.pages, *(page for child in node.children for page in pages(child))}


@pytest.mark.parametrize("name", [SOLEUS, "infraspinatus"])
def test_in_large_print_no_heading_is_left_alone_with_the_line_below_it(name: str) -> None:
    """Of a list of signs the first one stands on the page where it says what to do."""
    checked = 0
    for sect in tagged(Preset(print="large", sheets="1-4", muscle=name)).all("Sect"):
        tags = [child.tag for child in sect.children]
        if tags[1:3] == ["P", "L"] and tags[0].startswith("H"):
            heading, lead, items = sect.children[:3]
            assert pages(heading) == pages(lead) == pages(items.children[0]), heading.text
            checked += 1
    assert checked > 3


def test_the_rows_of_a_table_stand_below_its_head() -> None:
    """In giant print, too, where the plan of the weeks came to an end of a page."""
    tables = tagged(Preset(print="giant", muscle=SOLEUS)).all("Table")
    assert tables
    assert all(len(pages(table)) == 1 for table in tables)


@pytest.mark.parametrize("name", library().ids())
def test_the_other_ways_are_not_crowded_on_a_page_before_a_half_empty_one(name: str) -> None:
    looks = looks_of(theme(), PdfOptions(), layouts := Layouts())
    for part in numbered_pages(document(Preset(muscle=name)), looks, A4, layouts).fitted:
        if "others" in part.part.id:
            assert part.look is None or part.look.gap_scale >= CROWDED


@pytest.mark.parametrize("layout", ["full", "do"])
@pytest.mark.parametrize("size", ["normal", "large", "giant"])
def test_pages_send_to_the_one_on_which_the_warning_box_begins(layout: Any, size: Any) -> None:
    """In giant print the first page of the short sheet may have no more than who it is for. Back from its tick list,
    too.
    """
    preset = Preset(print=size, layout=layout, clinic=True)
    strings = load_strings((data_dir("templates"),), "en")
    boxes = [sect for sect in tagged(preset).all("Sect") if sect.get("T") == strings("warning.heading")]
    words = " ".join(one_line(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf(preset)))
    named = set(re.findall(strings("page.first", page=r"(\d+)"), words))
    assert named == {str(min(pages(boxes[0])))}
    assert set(re.findall(r"Go back to page (\d+)", words)) == (named if layout == "do" else set())


def test_two_spots_on_a_page_of_their_own_use_it() -> None:
    """Below each other, so that the leg is half as high again as beside each other."""
    heights = [panel.view(width) / MM for _, panel, width in spots(Preset(muscle="fibularis-longus-brevis"))]
    assert min(heights) > 60
