"""What the comparison of pictures lets pass, what it finds, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from handouts.content.library import Muscle
from handouts.drawing.shapes import Figure, Group, Pattern, Shape, Text
from handouts.drawing.shapes import Path as Outline
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.page.figure_file import figure_pdf
from handouts.style.choices import Ink
from handouts.style.theme import Theme
from tests.pictures import compare
from tests.pictures.compare import complaint, count, packed, picture_of, renewed, same, side_by_side, unpacked

DPI = 96
LEGEND = ("Main pain", "May spread", "Tight spot")


def painted(figure: Figure, theme: Theme, ink: Ink = "colour", oversampled: float = 2.0) -> Image.Image:
    page = pypdfium2.PdfDocument(figure_pdf(figure, theme.palette(ink), "en"))[0]
    return picture_of(page, DPI, oversampled)


def pain_map(muscle: Muscle) -> Figure:
    return make_figure(muscle, "pain-map", FigureStyle(height=408, legend=LEGEND))


@pytest.mark.parametrize("figure_id", ["pain-map", "muscle", "roller-normal"])
@pytest.mark.parametrize("oversampled", [1.0, 3.1])
def test_another_smoothing_of_edges_is_no_difference(
    calf: Muscle, theme: Theme, figure_id: str, oversampled: float
) -> None:
    figure = make_figure(calf, figure_id, FigureStyle(height=408))
    assert same(painted(figure, theme), painted(figure, theme, oversampled=oversampled))


@pytest.mark.parametrize("figure_id", ["pain-map", "muscle", "roller-normal"])
def test_a_shift_by_half_a_pixel_is_no_difference(calf: Muscle, theme: Theme, figure_id: str) -> None:
    page = pypdfium2.PdfDocument(
        figure_pdf(make_figure(calf, figure_id, FigureStyle(height=408)), theme.palette(), "en")
    )[0]
    large = page.render(scale=4 * DPI / 72).to_pil().convert("RGB")
    size = (large.width // 4, large.height // 4)
    old, new = (ImageChops.offset(large, by, by).resize(size, Image.Resampling.BOX) for by in (0, 2))
    assert same(old, new)


def _without_each(shapes: tuple[Shape, ...]) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    """The shapes without one mark of meaning, for each of them; drawings stay whole."""
    for index, shape in enumerate(shapes):
        before, after = shapes[:index], shapes[index + 1 :]
        match shape:
            case Group(key=""):
                for name, inner in _without_each(shape.shapes):
                    yield name, (*before, replace(shape, shapes=inner), *after)
            case Text():
                yield f"text {shape.text!r}", before + after
            case Pattern():
                yield f"{shape.kind} {index}", before + after
            case Outline(stroke="x.mark" | "leader" | "keep-off"):
                yield f"{shape.stroke} {index}", before + after
            case _:
                pass


@pytest.mark.parametrize(
    ("figure_id", "ink"),
    [
        pytest.param("pain-map", "colour", marks=pytest.mark.long),
        pytest.param(
            "pain-map",
            "saver",
            marks=[
                pytest.mark.long,
                pytest.mark.xfail(
                    strict=True,
                    reason="a zone that a view cuts to a sliver has so little hatching that 6 pixels differ",
                ),
            ],
        ),
        ("muscle", "colour"),
        ("roller-hold", "grey"),
    ],
)
def test_no_mark_can_go_unseen(calf: Muscle, theme: Theme, figure_id: str, ink: Ink) -> None:
    figure = pain_map(calf) if figure_id == "pain-map" else make_figure(calf, figure_id, FigureStyle(height=408))
    whole = painted(figure, theme, ink)
    unseen = [
        name
        for name, rest in _without_each(figure.shapes)
        if same(whole, painted(replace(figure, shapes=rest), theme, ink))
    ]
    assert unseen == []


def test_another_tone_of_a_small_area_is_seen() -> None:
    old = Image.new("RGB", (100, 100), "#F0E0D0")
    new = old.copy()
    ImageDraw.Draw(new).rectangle((30, 30, 49, 49), fill="#D8C8B8")
    assert not same(old, new)


def test_another_size_is_a_difference() -> None:
    assert count(Image.new("RGB", (20, 10)), Image.new("RGB", (20, 11))) == 220


def test_fewer_colours_are_no_difference(calf: Muscle, theme: Theme) -> None:
    picture = painted(pain_map(calf), theme)
    assert same(unpacked(packed(picture)), picture)


# --- what is written and said ---------------------------------------------------------------------------------


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(compare, "REFERENCE", tmp_path / "reference")
    monkeypatch.setattr(compare, "FAILED", tmp_path / "failed")
    return tmp_path


WHITE, MARKED = Image.new("RGB", (60, 40), "white"), Image.new("RGB", (60, 40), "white")
ImageDraw.Draw(MARKED).ellipse((20, 10, 34, 24), fill="black")


def test_a_figure_without_a_reference_names_the_command(folders: Path) -> None:
    said = complaint("new", WHITE)
    assert "new has no reference picture" in said
    assert "pytest tests/pictures --renew" in said
    assert (folders / "failed" / "new.png").is_file()


def test_a_difference_is_shown_beside_old_and_new_and_the_message_says_where(folders: Path) -> None:
    renewed("mark", MARKED)
    said, seen = complaint("mark", WHITE), folders / "failed" / "mark.png"
    assert str(seen) in said
    sheet = Image.open(seen)
    assert sheet.width > 3 * WHITE.width
    assert sheet.tobytes() == side_by_side(MARKED, WHITE).tobytes()


def test_what_failed_is_gone_once_it_passes(folders: Path) -> None:
    renewed("mark", MARKED)
    assert complaint("mark", WHITE)
    assert complaint("mark", MARKED) == ""
    assert not (folders / "failed" / "mark.png").exists()


def test_renewing_leaves_alone_what_looks_the_same(folders: Path) -> None:
    renewed("mark", MARKED)
    reference = folders / "reference" / "mark.png"
    before = reference.read_bytes()
    renewed("mark", ImageChops.offset(MARKED, 1, 0))
    assert reference.read_bytes() == before
    renewed("mark", WHITE)
    assert reference.read_bytes() != before
