"""The panels of the pain map use their page: a body part is large enough to be known, and no room is left unused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from handouts.page.boxes import Box, Row, Stack
from handouts.page.layouts import Layouts
from handouts.page.pages import Page, numbered_pages
from handouts.page.pdf import PdfOptions, looks_of
from handouts.page.spots import SpotPanel
from tests.printed import CALF, Preset, document, library, theme

MM = 72 / 25.4
A4 = (595.28, 841.89)


@cache
def laid_out(preset: Preset) -> list[Page]:
    options = PdfOptions(print=preset.print)
    layouts = Layouts()
    pages = numbered_pages(document(preset), looks_of(theme(), options, layouts), A4, layouts)
    return [pages.page(number) for number in range(1, pages.count + 1)]


def panels(boxes: list[Box]) -> Iterator[tuple[Row, SpotPanel]]:
    for box in boxes:
        if isinstance(box, Stack):
            yield from panels(box.children)
        elif isinstance(box, Row):
            yield from ((box, cell) for cell in box.cells if isinstance(cell, SpotPanel))


def spots(preset: Preset) -> Iterator[tuple[Page, SpotPanel, float]]:
    """Each panel with its page and its width."""
    width = A4[0] - 2 * 15.9 * MM
    for page in laid_out(preset):
        for row, panel in panels([box for box, _ in page.boxes]):
            yield page, panel, row.spans(width)[row.cells.index(panel)][1]


@pytest.mark.parametrize("name", library().ids())
def test_the_body_in_a_panel_is_large_enough_to_be_known(name: str) -> None:
    """At arm's length: the width of two fingers at least, in normal print."""
    sizes = {panel.spot.title: panel.view(width) / MM for _, panel, width in spots(Preset(muscle=name))}
    assert sizes
    assert min(sizes.values()) >= 23, sizes


@pytest.mark.parametrize("name", ["fibularis-longus-brevis", "infraspinatus"])
def test_a_page_with_room_to_spare_gives_it_to_the_panels(name: str) -> None:
    found = list(spots(Preset(muscle=name)))
    page, _, _ = found[0]
    assert all(each is page for each, _, _ in found), "all panels are on one page"
    last, top = page.boxes[-1]
    spare = top - last.height(A4[0] - 2 * 15.9 * MM) - 22 * MM
    assert spare < 20 * MM or not any(panel.give(width) for _, panel, width in found)


def test_large_print_never_parts_the_legend_from_the_last_panel() -> None:
    for name in (CALF, "fibularis-longus-brevis"):
        pages = laid_out(Preset(muscle=name, print="large"))
        last = next(page for page in reversed(pages) if any(panels([box for box, _ in page.boxes])))
        rows = [index for index, (box, _) in enumerate(last.boxes) if any(panels([box]))]
        assert rows[-1] + 1 < len(last.boxes), name


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("name", ["fibularis-longus-brevis", "gastrocnemius", "infraspinatus", "soleus"])
def test_the_panels_stand_in_the_order_of_their_numbers(name: str, size: str) -> None:
    """Also where the pain of the second is shown in more views than that of the first."""
    numbers = [number for _, panel, _ in spots(Preset(muscle=name, print=size)) for number in panel.spot.marks]  # type: ignore[arg-type]
    assert numbers == sorted(numbers)
    assert len(numbers) > 1
