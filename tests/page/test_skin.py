"""The skin that was asked for is the skin in every drawing of a handout."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Literal

import pypdfium2
import pytest

from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.choices import SKINS, Skin
from handouts.style.theme import grey
from tests.printed import Preset, document, theme

Layout = Literal["full", "do"]


@cache
def colours(skin: Skin, layout: Layout, ink: Literal["colour", "grey"] = "colour") -> dict[tuple[int, ...], int]:
    """How many pixels of all pages have each colour."""
    made = to_pdf(document(Preset(layout=layout)), theme(), PdfOptions(skin=skin, ink=ink))
    found: dict[tuple[int, ...], int] = {}
    for page in pypdfium2.PdfDocument(made):
        image = page.render(scale=1).to_pil().convert("RGB")
        for count, colour in image.getcolors(image.width * image.height):
            found[colour] = found.get(colour, 0) + count
    return found


def painted(found: dict[tuple[int, ...], int], colour: str) -> int:
    return found.get(tuple(bytes.fromhex(colour[1:])), 0)


@pytest.mark.parametrize(("skin", "layout"), list(itertools.product(SKINS, ("full", "do"))))
def test_a_handout_has_the_skin_that_was_asked_for_and_no_other(skin: Skin, layout: Layout) -> None:
    found = colours(skin, layout)
    for other in SKINS:
        count = painted(found, theme().data["skin"][other]["skin.base"])
        assert (count > 500) if other == skin else (count < 20), f"{count} pixels of {other} skin"


def test_skins_are_told_apart_in_grey_print_as_well() -> None:
    for skin in SKINS:
        found = colours(skin, "do", "grey")
        counts = {other: painted(found, grey(theme().data["skin"][other]["skin.base"])) for other in SKINS}
        assert max(counts, key=lambda other: counts[other]) == skin, counts
