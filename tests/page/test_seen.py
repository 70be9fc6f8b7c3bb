"""What is painted beside the words: the boxes of the diary, the hatched end of the pain scale, greys in grey print."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.figures.geometry import Point
from tests.printed import Preset, muscle, one_line, pdf, seen, tagged, theme
from tests.tagged.helpers import Node

PRINTS = ("normal", "large", "giant")
INKS = ("colour", "grey", "saver")
LEAST_BOX = 29.7
"""Points: 10.5 mm, the smallest box that a hand can write a number in."""
LEAST_TICK = 22.6
"""Points: 8 mm, enough for a tick."""
ZOOM = 4


def illustration(preset: Preset, start: str) -> Node:
    """The figure whose text alternative starts so."""
    (found,) = (node for node in tagged(preset).all("Figure") if str(node.get("Alt")).startswith(start))
    return found


def maps(preset: Preset) -> list[Node]:
    """The panels of the pain map."""
    return [node for node in tagged(preset).all("Figure") if str(node.get("Alt")).startswith("Pain map")]


def pages(preset: Preset) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf(preset))


def picture(preset: Preset, start: str) -> Image.Image:
    """A figure as it is painted on its page."""
    return painted(preset, illustration(preset, start))


def painted(preset: Preset, node: Node) -> Image.Image:
    page = pages(preset)[node.pages[0] - 1]
    left, bottom, right, top = (float(value) for value in node.element.A.BBox)
    wide, high = page.get_size()
    return page.render(scale=ZOOM, crop=(left, bottom, wide - right, high - top)).to_pil().convert("RGB")


# --- the pain scale ------------------------------------------------------------------------------------------


def dark(image: Image.Image) -> float:
    """The share of dark pixels."""
    histogram = image.convert("L").histogram()
    return sum(histogram[:120]) / sum(histogram)


@pytest.mark.parametrize(
    ("size", "ink", "layout"),
    [(size, ink, ("full", "do")[at % 2]) for at, (size, ink) in enumerate(itertools.product(PRINTS, INKS))],
)
def test_the_pain_scale_is_hatched_above_the_limit_and_nowhere_else(size: str, ink: str, layout: str) -> None:
    preset = Preset(print=size, ink=ink, layout=layout)  # type: ignore[arg-type]
    image = picture(preset, "Pain scale")
    limit = muscle().facts.dose.pressure_limit
    cell = image.width / 11
    # a strip between the frame of the cells and their numbers
    strip = image.crop((0, round(0.115 * image.height), image.width, round(0.13 * image.height)))
    for value in range(11):
        share = dark(strip.crop((round((value + 0.2) * cell), 0, round((value + 0.8) * cell), strip.height)))
        assert (share > 0.08) if value > limit else (share == 0), f"{value}: {share:.0%} of the cell is dark"


@pytest.mark.parametrize(("size", "layout"), list(itertools.product(PRINTS, ("full", "do"))))
def test_the_pain_scale_has_its_numbers_and_words(size: str, layout: str) -> None:
    text = illustration(Preset(print=size, layout=layout), "Pain scale").text.split()  # type: ignore[arg-type]
    assert text[:11] == [str(number) for number in range(11)]
    assert {"Aim", "Limit", "Too"} <= set(text)


# --- the diary -----------------------------------------------------------------------------------------------


def boxes(node: Node) -> list[tuple[float, float, float, float]]:
    """The boxes of every path that is stroked in a figure: left, bottom, width, height."""
    kids = node.element.K
    numbers = {int(kid if isinstance(kid, int) else kid.MCID) for kid in (kids if _is_array(kids) else [kids])}
    return list(_stroked(pikepdf.Page(node.element.Pg), numbers))


def _is_array(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Array)


def _stroked(page: pikepdf.Page, numbers: set[int]) -> Iterator[tuple[float, float, float, float]]:
    stack: list[bool] = []
    path: list[Point] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        op = str(operator)
        if op in ("BDC", "BMC"):
            here = op == "BDC" and "/MCID" in operands[1]
            stack.append(int(operands[1]["/MCID"]) in numbers if here else bool(stack and stack[-1]))
        elif op == "EMC":
            stack.pop()
        elif op in ("m", "l", "c"):
            values = [float(value) for value in operands]
            path += zip(values[::2], values[1::2], strict=True)
        elif op == "re":
            x, y, w, h = (float(value) for value in operands)
            path += [(x, y), (x + w, y + h)]
        elif op in ("S", "s", "B", "b", "f", "n"):
            if op != "n" and op != "f" and path and stack and stack[-1]:
                xs, ys = [x for x, _ in path], [y for _, y in path]
                yield min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
            path = []


def diary_of(preset: Preset) -> Node:
    return illustration(preset, "A diary to fill in by hand")


def rows_of_boxes(node: Node, least: float = LEAST_BOX) -> list[list[float]]:
    """The left edges of the boxes that are large enough to write in, row by row."""
    rows: dict[int, set[float]] = {}
    for left, bottom, wide, high in boxes(node):
        if wide >= least and high >= least:
            rows.setdefault(round(bottom), set()).add(round(left, 1))
    return [sorted(row) for row in rows.values()]


@pytest.mark.parametrize(("size", "paper"), list(itertools.product(PRINTS, ("a4", "letter"))))
def test_the_diary_has_two_boxes_for_each_of_fourteen_days(size: str, paper: str) -> None:
    node = diary_of(Preset(print=size, paper=paper))  # type: ignore[arg-type]
    rows = rows_of_boxes(node)
    assert sum(map(len, rows)) == 2 * 14
    assert {len(row) for row in rows} in ({14}, {7})
    text = node.text.split()
    assert {str(day) for day in range(1, 15)} <= set(text)
    for words in ("Week 1", "Week 2", "Massaged", "Pain 0–10"):
        assert words in one_line(node.text), words


@pytest.mark.parametrize("size", PRINTS)
def test_the_diary_of_the_short_sheet_has_a_box_for_each_of_fourteen_days(size: str) -> None:
    """A tick needs less room than a number; a letterhead or many words leave no room for the diary in normal print."""
    node = diary_of(Preset(layout="do", print=size))  # type: ignore[arg-type]
    rows = rows_of_boxes(node, LEAST_TICK)
    assert sum(map(len, rows)) == 14
    assert {len(row) for row in rows} in ({14}, {7})
    assert [int(word) for word in node.text.split() if word.isdigit()] == list(range(1, 15))


def test_a_short_sheet_without_its_diary_says_so() -> None:
    preset = Preset(layout="do", clinic="clinic")
    assert not [node for node in tagged(preset).all("Figure") if str(node.get("Alt")).startswith("A diary")]
    assert "Not on it: pain map, other ways, a diary" in seen(preset)


# --- sides ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "person"), [("full", "man"), ("do", "woman")])
def test_on_the_page_a_left_leg_is_the_mirror_image_of_a_right_one(layout: str, person: str) -> None:
    images = []
    for side in ("right", "left"):
        preset = Preset(side=side, layout=layout, person=person)  # type: ignore[arg-type]
        node = next(node for node in tagged(preset).all("Figure") if "on the roller" in str(node.get("Alt")))
        images.append(painted(preset, node).convert("L"))
    right, left = images
    assert mean(ImageChops.difference(ImageOps.mirror(right), left)) < 4, "edges may differ by half a pixel"
    assert mean(ImageChops.difference(right, left)) > 16


def mean(image: Image.Image) -> float:
    return float(ImageStat.Stat(image).mean[0])


# --- the legend of the pain map ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "side"), [("normal", "left"), ("normal", "right"), ("large", "left"), ("giant", "right")]
)
def test_the_legend_is_on_the_page(size: str, side: str) -> None:
    """On the page of the pain maps, in the words of each sign."""
    preset = Preset(print=size, side=side)  # type: ignore[arg-type]
    legend = illustration(preset, "What the marks mean")
    for words in ("Main pain", "May spread", "Press here (rough place)", "Do not press"):
        assert words in one_line(legend.text)
        assert words in str(legend.get("Alt"))
    assert legend.pages[0] in [node.pages[0] for node in maps(preset)]


# --- greys ---------------------------------------------------------------------------------------------------


def colourfulness(image: Image.Image) -> int:
    """How far the three channels of a pixel are apart at most, 0 to 255."""
    red, green, blue = image.split()
    return max(ImageChops.difference(one, other).getextrema()[1] for one, other in ((red, green), (green, blue)))


@pytest.mark.parametrize("ink", ["grey", "saver"])
@pytest.mark.parametrize(("layout", "clinic"), [("full", "clinic"), ("do", "clinic"), ("full", "")])
def test_without_colour_nothing_is_coloured_not_even_the_logo(layout: str, clinic: str, ink: str) -> None:
    preset = Preset(ink=ink, layout=layout, clinic=clinic)  # type: ignore[arg-type]
    for number, page in enumerate(pages(preset), 1):
        assert colourfulness(page.render(scale=1).to_pil().convert("RGB")) <= 2, f"page {number}"


@pytest.mark.parametrize("ink", ["colour", "grey", "saver"])
def test_the_logo_is_there_in_every_ink(ink: str) -> None:
    logo = picture(Preset(ink=ink, clinic="clinic"), "Logo of")  # type: ignore[arg-type]
    assert dark(logo) > 0.5
    assert (colourfulness(logo) > 100) == (ink == "colour")


def test_the_pain_map_on_a_grey_page_has_the_greys_of_the_theme() -> None:
    preset, own = Preset(ink="grey"), theme().data["grey"]
    shares = []
    for node in maps(preset):
        image = painted(preset, node)
        found = {colour: count for count, colour in image.getcolors(image.width * image.height)}
        counts = [found.get(tuple(bytes.fromhex(own[role][1:])), 0) for role in ("pain.core", "pain.spill")]
        shares.append([count / (image.width * image.height) for count in counts])
    assert len(shares) == 3, "a panel for each spot to press, and one for those not to press"
    assert all(core > 0.002 for core, _ in shares)
    assert max(spill for _, spill in shares) > 0.002, "one spot has a zone where its pain may spread"
