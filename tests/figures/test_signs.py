"""The signs in a figure: places never to press, the legend, hatching and dots, leaders that can be followed."""

from __future__ import annotations

import io
import itertools

import pypdfium2
import pytest
from PIL import Image

from handouts.content.reader import open_library
from handouts.drawing.shapes import Figure, Group, Path, Pattern, Shape, Text
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from handouts.page.figure_file import figure_pdf
from handouts.style.choices import INKS, PERSONS, SIDES, SKINS
from handouts.style.fonts import text_width
from handouts.style.theme import contrast, luminance
from tests.figures.geometry import cross, leaders, mapped, middle, points
from tests.printed import Preset, document, figures, muscle, theme

FIGURES = {spec.id: spec for spec in muscle().facts.figures}
KEEP_OFF = {
    "roller-normal": "roller_normal",
    "roller-roll": "roller_roll",
    "roller-hold": "roller_hold",
    "roller-increased": "roller_increased",
    "chair": "chair_ball",
}
"""Figures that must say where never to press, and their drawings."""
LEGEND = ("Main pain", "May spread", "Tight spot")
SIZES = ((250, 205, 11.5), (340, 260, 11.5), (400, 260, 16.0), (505, 320, 21.0))


def figure(
    figure_id: str,
    side: str = "right",
    person: str = "man",
    size: tuple[float, float, float] = SIZES[1],
    legend: tuple[str, str, str] | None = None,
) -> Figure:
    width, height, label = size
    style = FigureStyle(width, height, label, side, person, side[0].upper(), legend)  # type: ignore[arg-type]
    return make_figure(muscle(), figure_id, style)


# --- never press here ----------------------------------------------------------------------------------------


def signs(shapes: tuple[Shape, ...]) -> list[Path]:
    return [shape for shape in shapes if isinstance(shape, Path) and shape.stroke == "keep-off"]


@pytest.mark.parametrize(("person", "side", "size"), list(itertools.product(PERSONS, SIDES, SIZES)))
@pytest.mark.parametrize("figure_id", KEEP_OFF)
def test_the_hollow_of_the_knee_has_a_crossed_out_ring(
    figure_id: str, person: str, side: str, size: tuple[float, float, float]
) -> None:
    made = figure(figure_id, side, person, size)
    found = signs(made.shapes)
    assert len(found) == 2
    ring, slash = (points(sign.d) for sign in found)
    art = KEEP_OFF[figure_id] + ("_f" if person == "woman" else "")
    drawing = muscle().art.drawing(art)
    knee, scale = drawing.anchors["knee_hollow"], made.width / drawing.width
    x = (drawing.width - knee[0] if side == "left" else knee[0]) * scale
    assert middle(ring) == pytest.approx((x, knee[1] * scale), abs=0.05)
    assert middle(slash) == pytest.approx(middle(ring), abs=0.05)
    wide = max(x for x, _ in ring) - min(x for x, _ in ring)
    assert len(slash) == 2
    assert 0.6 * wide < max(x for x, _ in slash) - min(x for x, _ in slash) < wide
    assert wide > 7, "points: smaller than a capital letter is not seen"


@pytest.mark.parametrize(("person", "size"), list(itertools.product(PERSONS, SIZES)))
@pytest.mark.parametrize("figure_id", KEEP_OFF)
def test_the_ring_is_whole_in_the_frame_beside_a_step_and_mirrored_for_a_left_leg(
    figure_id: str, person: str, size: tuple[float, float, float]
) -> None:
    width, height, label = size
    middles = []
    for side in SIDES:
        style = FigureStyle(width, height, label, side, person, side[0].upper(), frame=True)  # type: ignore[arg-type]
        ring, slash = (points(sign.d) for sign in signs(make_figure(muscle(), figure_id, style).shapes))
        assert all(0 <= x <= width and 0 <= y <= height for x, y in (*ring, *slash))
        assert middle(slash) == pytest.approx(middle(ring), abs=0.05)
        middles.append(middle(ring))
    (right, top), (left, same) = middles
    assert (width - right, top) == pytest.approx((left, same), abs=0.1)


@pytest.mark.parametrize("layout", ["full", "do"])
def test_the_pictures_of_the_handout_have_the_ring(layout: str) -> None:
    found = figures(document(Preset(layout=layout)).parts)  # type: ignore[arg-type]
    marked = {made.id for made in found if len(signs(made.shapes)) == 2}
    shown = {made.id for made in found}
    assert marked == shown & {*KEEP_OFF, "legend"}
    assert marked >= ({"roller-roll"} if layout == "do" else set(KEEP_OFF) - {"roller-normal"})


@pytest.mark.parametrize("figure_id", KEEP_OFF)
def test_the_ring_lies_on_top_of_the_drawing(figure_id: str) -> None:
    shapes = figure(figure_id).shapes
    drawing = next(index for index, shape in enumerate(shapes) if isinstance(shape, Group) and shape.key)
    assert drawing < min(shapes.index(sign) for sign in signs(shapes))


@pytest.mark.parametrize("ink", INKS)
def test_the_ring_is_seen_in_every_ink(ink: str) -> None:
    for skin in SKINS:
        palette = theme().palette(ink, skin)  # type: ignore[arg-type]
        assert contrast(palette["keep-off"], palette["mark.base"]) > 4.5


# --- zones of pain -------------------------------------------------------------------------------------------


def picture(made: Figure, ink: str, zoom: int = 4) -> Image.Image:
    """The figure as it is painted, without the margin around it."""
    page = pypdfium2.PdfDocument(io.BytesIO(figure_pdf(made, theme().palette(ink), "en")))[0]  # type: ignore[arg-type]
    image = page.render(scale=zoom).to_pil().convert("RGB")
    edge = 6 * zoom
    return image.crop((edge, edge, image.width - edge, image.height - edge))


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("ink", ["colour", "grey"])
def test_each_zone_is_painted_with_its_own_colour_of_the_theme(ink: str) -> None:
    made = figure("pain-map")
    image = picture(made, ink)
    own = theme().data["grey" if ink == "grey" else "figure"]
    kinds = {zone.id: zone.kind for point in muscle().facts.trigger_points for zone in point.zones}
    seen = set()
    for name, box in made.regions.items():
        if not name.startswith("zone."):
            continue
        kind = kinds[name.split(".")[1]]
        zone = image.crop(tuple(round(4 * value) for value in box))
        colours = {colour: count for count, colour in zone.getcolors(zone.width * zone.height)}
        core, spill = (colours.get(rgb(own[role]), 0) for role in ("pain.core", "pain.spill"))
        assert (core > spill) == (kind == "essential"), f"{name}: {core} dark and {spill} light pixels"
        seen.add(kind)
    assert seen == {"essential", "spillover"}


@pytest.mark.parametrize("ink", ["colour", "grey"])
def test_main_pain_is_much_darker_than_where_it_may_spread(ink: str) -> None:
    palette = theme().palette(ink)  # type: ignore[arg-type]
    assert luminance(palette["pain.core"]) < luminance(palette["pain.spill"])
    assert contrast(palette["pain.core"], palette["pain.spill"]) > 4.5


def test_greys_of_the_zones_are_the_themes() -> None:
    palette, own = theme().palette("grey"), theme().data["grey"]
    for role in ("pain.core", "pain.spill", "pain.rim", "pain.dot"):
        assert palette[role] == own[role]


@pytest.mark.parametrize("side", SIDES)
def test_main_pain_is_hatched_and_where_it_may_spread_is_dotted(side: str) -> None:
    """In black and white, and for eyes that do not see red, the pattern alone tells them apart."""
    shapes = [shape for shape, _ in mapped(figure("pain-map", side).shapes)]
    found = set()
    for before, pattern in itertools.pairwise(shapes):
        if isinstance(pattern, Pattern):
            assert isinstance(before, Path)
            found.add((before.fill, pattern.kind))
            assert len(points(pattern.path.d)) > 6
    assert found == {("pain.core", "hatch"), ("pain.spill", "dots")}


# --- legend --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("side", SIDES)
def test_the_legend_shows_each_sign_before_its_meaning(side: str, size: tuple[float, float, float]) -> None:
    with_it, without = (figure("pain-map", side, size=size, legend=legend) for legend in (LEGEND, None))
    added = list(mapped(with_it.shapes[len(without.shapes) :]))
    told: dict[str, list[str]] = {}
    waiting: list[str] = []
    for shape, _ in added:
        match shape:
            case Pattern():
                waiting.append(shape.kind)
            case Path() if shape.stroke == "x.mark":
                waiting.append("cross")
            case Text():
                told[shape.text], waiting = waiting, []
    assert told == {"Main pain": ["hatch"], "May spread": ["dots"], "Tight spot": ["cross"]}
    for shape, places in added:
        assert all(-0.1 <= x <= with_it.width + 0.1 for x, _ in places), shape
        assert all(y <= with_it.height + 0.1 for _, y in places), shape


# --- leaders -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("side", "size"), list(itertools.product(SIDES, SIZES)))
@pytest.mark.parametrize("figure_id", FIGURES)
def test_no_leader_crosses_another(figure_id: str, side: str, size: tuple[float, float, float]) -> None:
    lines = leaders(figure(figure_id, side, size=size).shapes)
    assert [pair for pair in itertools.combinations(lines, 2) if cross(*pair)] == []


def test_there_are_leaders_to_look_at() -> None:
    counts = {name: len(leaders(figure(name).shapes)) for name in FIGURES}
    assert counts["muscle"] == 6
    assert counts["attachments"] == 3
    assert counts["pain-map"] >= 4


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", ["gastrocnemius", "soleus"])
def test_the_name_of_a_view_stands_within_the_picture_when_one_point_is_shown(name: str, side: str) -> None:
    shown = open_library([data_dir("content")]).muscle(name, "en")
    for point in shown.facts.trigger_points:
        style = FigureStyle(350, 280, 13.0, side, "man", "R", marks=frozenset({point.mark}))  # type: ignore[arg-type]
        made = make_figure(shown, "pain-map", style)
        names = [shape for shape in made.shapes if isinstance(shape, Text)]
        assert names
        for text in names:
            wide = text_width(text.text, text.weight, text.size)
            start = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.align]
            assert start >= -0.1, (point.id, text.text)
            assert start + wide <= made.width + 0.1, (point.id, text.text)
