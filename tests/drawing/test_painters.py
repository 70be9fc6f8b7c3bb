"""One figure, two painters: PDF and SVG show the same picture."""

from __future__ import annotations

import io
from itertools import pairwise

import pypdfium2
import pytest
import resvg_py
from PIL import Image, ImageChops, ImageFilter

from handouts.content.library import Muscle
from handouts.drawing.pdf import path_operators
from handouts.drawing.shapes import Figure, Group, Path, Shape, Text
from handouts.drawing.svg import to_svg
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.page.figure_file import figure_pdf
from handouts.style.theme import Palette, Theme

MARGIN = 6
PALETTE: Palette = {"a": "#FF0000", "b": "#0000FF", "text": "#000000"}


def from_svg(figure: Figure, palette: Palette, zoom: int = 1) -> Image.Image:
    data = bytes(resvg_py.svg_to_bytes(svg_string=to_svg(figure, palette), zoom=zoom, background="white"))
    return Image.open(io.BytesIO(data)).convert("RGB")


def from_pdf(figure: Figure, palette: Palette, zoom: int = 1) -> Image.Image:
    page = pypdfium2.PdfDocument(figure_pdf(figure, palette, "en"))[0]
    image = page.render(scale=zoom).to_pil().convert("RGB")
    width, height = round(figure.width * zoom), round(figure.height * zoom)
    return image.crop((MARGIN * zoom, MARGIN * zoom, MARGIN * zoom + width, MARGIN * zoom + height))


def pixels(image: Image.Image) -> list[str]:
    names = {(255, 0, 0): "a", (0, 0, 255): "b", (255, 255, 255): "."}
    rows = []
    for y in range(image.height):
        rows.append("".join(names.get(image.getpixel((x, y)), "?") for x in range(image.width)))
    return rows


def small(*shapes: Shape) -> Figure:
    return Figure("small", 10, 6, shapes, "Small", "A small test picture", {})


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        (
            (Path("M1 1L4 1L4 3L1 3Z", fill="a"),),
            ["..........", ".aaa......", ".aaa......", "..........", "..........", ".........."],
        ),
        (
            (Path("M1 2L9 2", stroke="b", width=2),),
            ["..........", ".bbbbbbbb.", ".bbbbbbbb.", "..........", "..........", ".........."],
        ),
        (
            (Path("M0 0L6 0L6 4L0 4ZM2 1L4 1L4 3L2 3Z", fill="a", evenodd=True),),
            ["aaaaaa....", "aa..aa....", "aa..aa....", "aaaaaa....", "..........", ".........."],
        ),
        (
            (Group((Path("M0 0L2 0L2 1L0 1Z", fill="a"), Path("M2 0L4 0L4 1L2 1Z", fill="b")), scale=2, dx=1, dy=1),),
            ["..........", ".aaaabbbb.", ".aaaabbbb.", "..........", "..........", ".........."],
        ),
        (
            (
                Group(
                    (Path("M0 0L1 0L1 2L0 2Z", fill="a"), Path("M1 0L4 0L4 2L1 2Z", fill="b")),
                    flip=True,
                    across=4,
                    dx=2,
                ),
            ),
            ["..bbba....", "..bbba....", "..........", "..........", "..........", ".........."],
        ),
        (
            (Group((Path("M0 0L10 0L10 6L0 6Z", fill="a"),), clip=(3, 2, 7, 5)),),
            ["..........", "..........", "...aaaa...", "...aaaa...", "...aaaa...", ".........."],
        ),
        (
            (Path("M0 0L2 0L2 2L0 2Z", fill="b"), Path("M0 0L10 0L10 6L0 6Z", fill="unknown")),
            ["bb........", "bb........", "..........", "..........", "..........", ".........."],
        ),
    ],
    ids=["fill", "stroke", "hole", "scale", "mirror", "clip", "unpainted"],
)
def test_both_painters_set_the_same_pixels(shapes: tuple[Shape, ...], expected: list[str]) -> None:
    assert pixels(from_svg(small(*shapes), PALETTE)) == expected
    assert pixels(from_pdf(small(*shapes), PALETTE)) == expected


@pytest.mark.parametrize("figure_id", ["pain-map", "muscle", "roller-normal"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_real_figures_look_the_same_in_both(calf: Muscle, theme: Theme, figure_id: str, side: str) -> None:
    figure = make_figure(calf, figure_id, FigureStyle(side=side))  # type: ignore[arg-type]
    without_text = Figure(figure.id, figure.width, figure.height, _no_text(figure.shapes), figure.title, figure.alt, {})
    palette = theme.palette()
    first, second = (paint(without_text, palette, 2) for paint in (from_svg, from_pdf))
    size = (min(first.width, second.width), min(first.height, second.height))
    difference = ImageChops.difference(first.crop((0, 0, *size)), second.crop((0, 0, *size))).convert("L")
    # edges are smoothed differently; anything larger than an edge is a real difference
    assert difference.filter(ImageFilter.MinFilter(5)).getextrema()[1] < 40


def _no_text(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    kept: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Group):
            inner = _no_text(shape.shapes)
            kept.append(Group(inner, shape.scale, shape.dx, shape.dy, shape.flip, shape.across, shape.clip))
        elif not isinstance(shape, Text):
            kept.append(shape)
    return tuple(kept)


def test_path_data_becomes_operators() -> None:
    assert path_operators("M1 2L3-4L.5 6C1 2 3 4 5 6Z") == "1 2 m 3 -4 l .5 6 l 1 2 3 4 5 6 c h"


def test_svg_text_is_escaped_and_ids_are_unique(calf: Muscle, theme: Theme) -> None:
    svg = to_svg(make_figure(calf, "pain-map"), theme.palette())
    ids = [part.split('"')[0] for part in svg.split('id="')[1:]]
    assert ids
    assert len(ids) == len(set(ids))
    assert all(a != b for a, b in pairwise(sorted(ids)))
    bad = Figure("x", 1, 1, (), "<script>", "a & b", {})
    assert "<script>" not in to_svg(bad, PALETTE)
    assert "a &amp; b" in to_svg(bad, PALETTE)
