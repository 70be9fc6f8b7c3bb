"""A clinic's logo: what is read, and how everything dangerous or broken is refused in one clear line."""

from __future__ import annotations

import io
import math
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from handouts.errors import HandoutsError
from handouts.logo.path import PathError, path_data
from handouts.logo.read import LARGEST_FILE, read_logo
from handouts.logo.svg import LONGEST_STYLE, LONGEST_VALUE, MOST_COMMANDS, SvgError, hex_colour, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def svg(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</svg>".encode()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 30), colour: object = 0, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, kind)  # type: ignore[arg-type]
    return buffer.getvalue()


def points(d: str) -> list[tuple[float, float]]:
    v = [float(value) for value in re.findall(r"-?\d+\.\d+", d)]
    return list(zip(v[::2], v[1::2], strict=True))


# --- pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        ("RGB", (10, 20, 30), "PNG", (10, 20, 30)),
        ("RGBA", (0, 0, 0, 0), "PNG", (255, 255, 255)),  # what shines through shows white paper
        ("RGBA", (0, 0, 0, 128), "PNG", (127, 127, 127)),
        ("LA", (0, 0), "PNG", (255, 255, 255)),
        ("P", 0, "PNG", (0, 0, 0)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("L", 90, "JPEG", (90, 90, 90)),
        ("CMYK", (0, 0, 0, 255), "JPEG", (0, 0, 0)),
        ("I;16", 32768, "PNG", (128, 128, 128)),
    ],
)
def test_every_kind_of_pixel_becomes_rgb_on_white(
    tmp_path: Path, mode: str, colour: object, kind: str, seen: tuple[int, int, int]
) -> None:
    logo = read_logo(written(tmp_path, "logo", picture(mode, colour=colour, kind=kind)))
    assert (logo.width, logo.height) == (60, 30)
    assert len(logo.pixels) == 60 * 30 * 3
    assert all(abs(value - want) <= 2 for value, want in zip(logo.pixels[:3], seen, strict=True))


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    logo = read_logo(written(tmp_path, "logo.png", picture(size=(3000, 2000))))
    assert (logo.width, logo.height) == (900, 600)


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 30)).save(buffer, "JPEG", exif=exif)
    logo = read_logo(written(tmp_path, "logo.jpg", buffer.getvalue()))
    assert (logo.width, logo.height) == (30, 60)


def test_grey_print_has_a_grey_logo(tmp_path: Path) -> None:
    pixels = read_logo(written(tmp_path, "a.png", picture(colour=(200, 10, 10)))).grey().pixels
    assert len(set(pixels[:3])) == 1
    drawn = read_logo(written(tmp_path, "a.svg", svg('<rect width="9" height="9" fill="red" stroke="blue"/>'))).grey()
    for outline in drawn.outlines:
        colour = outline.fill or outline.stroke or ""
        assert colour[1:3] == colour[3:5] == colour[5:7]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("cut.png", picture(size=(300, 300), colour=(1, 2, 3))[:60], "is damaged"),
        ("cut.jpg", picture(size=(300, 300), kind="JPEG")[:300], "is damaged"),
        ("noise.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "is damaged"),
        ("bomb.png", bomb(50_000, 50_000), "too many pixels; a logo may have 40 million"),
        ("short.png", bomb(400, 400), "is damaged"),
        ("empty.png", b"", "is none of PNG, JPEG and SVG"),
        ("logo.gif", picture(kind="GIF"), "is none of PNG, JPEG and SVG"),
        ("logo.pdf", b"%PDF-1.7", "is none of PNG, JPEG and SVG"),
        ("logo.svgz", b"\x1f\x8b\x08\0\0\0", "is none of PNG, JPEG and SVG"),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + b"\0" * LARGEST_FILE, "a logo may have 5 MB"),
    ],
)
def test_a_bad_picture_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        read_logo(written(tmp_path, name, data))
    assert says in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    assert " at 0x" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(HandoutsError, match="cannot be read"):
            read_logo(path)


# --- SVG: what is read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ('<path d="M1 1h3v3z"/>', "f"),
        ('<rect x="1" y="1" width="3" height="2" rx="1"/>', "f"),
        ('<circle cx="5" cy="5" r="2" fill="none" stroke="#123"/>', "s"),
        ('<ellipse cx="5" cy="5" rx="2" ry="1" stroke="navy"/>', "fs"),
        ('<line x1="0" y1="0" x2="5" y2="5" stroke="red"/>', "s"),
        ('<polyline points="0,0 5,5 9,0" fill="none" stroke="red"/>', "s"),
        ('<polygon points="0 0 5 5 9 0"/>', "f"),
        ('<g fill="none"><g stroke="red"><path d="M0 0L9 9"/></g></g>', "s"),
        ('<defs><path d="M0 0L9 9"/></defs><title>x</title><circle r="3"/>', "f"),
        ('<circle r="3" display="none"/><circle r="3" style="visibility:hidden"/><circle r="3"/>', "f"),
        ('<style>.a{fill:none;stroke:red}</style><circle class="a" r="3"/>', "s"),
    ],
)
def test_each_shape_is_read(body: str, kinds: str) -> None:
    _, _, shapes = read_svg(svg(body))
    assert "".join("f" if shape.fill else "s" for shape in shapes) == kinds


def test_the_view_box_decides_about_the_size() -> None:
    width, height, shapes = read_svg(svg('<rect x="-5" y="5" width="20" height="10"/>', '<svg viewBox="-5 5 20 10">'))
    assert (width, height) == (1000, 500)
    assert points(shapes[0].d) == [(0, 0), (1000, 0), (1000, 500), (0, 500)]
    width, height, _ = read_svg(svg('<circle r="1"/>', '<svg width="10mm" height="40mm">'))
    assert width / height == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("transform", "place"),
    [
        ("translate(1 2)", (2, 3)),
        ("scale(2)", (2, 2)),
        ("scale(2 3)", (2, 3)),
        ("rotate(90)", (-1, 1)),
        ("rotate(180 1 1)", (1, 1)),
        ("matrix(1 0 0 1 4 5)", (5, 6)),
        ("skewX(45)", (2, 1)),
        ("skewY(45)", (1, 2)),
        ("translate(1,1) scale(2)", (3, 3)),  # the last one is applied first
    ],
)
def test_transforms(transform: str, place: tuple[float, float]) -> None:
    _, _, shapes = read_svg(svg(f'<path transform="{transform}" d="M1 1L2 2" stroke="red"/>'))
    assert points(shapes[0].d)[0] == pytest.approx((100 * place[0], 100 * place[1]))


def test_a_stroke_grows_with_its_drawing() -> None:
    _, _, shapes = read_svg(
        svg('<g transform="scale(2)"><path d="M0 0L1 1" fill="none" stroke="red" stroke-width=".5"/></g>')
    )
    assert shapes[0].width == pytest.approx(100)


def test_opacity_is_handed_down_and_lines_are_mixed_with_white() -> None:
    _, _, shapes = read_svg(svg('<g opacity=".5"><circle r="1" fill-opacity="50%" stroke="black"/></g>'))
    assert shapes[0].opacity == pytest.approx(0.25)
    assert shapes[1].stroke == "#808080"


@pytest.mark.parametrize(
    ("colour", "read"),
    [
        ("#abc", ("#AABBCC", 1)),
        ("rebeccapurple", ("#663399", 1)),
        ("rgb(1, 2, 3)", ("#010203", 1)),
        ("rgb(100%,0%,0%)", ("#FF0000", 1)),
        ("rgba(0, 0, 0, .5)", ("#000000", 0.5)),
        ("hsl(120, 100%, 50%)", ("#00FF00", 1)),
        ("currentColor", ("#112233", 1)),
        ("none", None),
        ("transparent", None),
    ],
)
def test_colours(colour: str, read: object) -> None:
    assert hex_colour(colour, "#112233") == read


# --- path data -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("d", "absolute"),
    [
        ("M1 1 2 2", "M1 1L2 2"),
        ("m1 1 2 2", "M1 1L3 3"),
        ("M1,1H5V6h-1v-1z", "M1 1L5 1L5 6L4 6L4 5Z"),
        ("M0 0c1 0 2 1 2 2s1 2 2 2", "M0 0C1 0 2 1 2 2C2 3 3 4 4 4"),
        ("M0 0S1 1 2 2", "M0 0C0 0 1 1 2 2"),
        ("M0 0Q3 3 6 0T12 0", "M0 0C2 2 4 2 6 0C8 -2 10 -2 12 0"),
        ("M1 1zl2 2", "M1 1ZL3 3"),
        ("M0 0l.5.5-1-1", "M0 0L0.5 0.5L-0.5 -0.5"),
        ("M1e1-2E0", "M10 -2"),
        ("M0 0A0 5 0 0 1 3 3", "M0 0L3 3"),  # no radius: a line
        ("M0 0A5 5 0 0 1 0 0L1 1", "M0 0L1 1"),  # nowhere: nothing
        ("", ""),
    ],
)
def test_every_command(d: str, absolute: str) -> None:
    assert re.sub(r"\.0000|(?<=\.\d)0+(?= |[A-Z]|$)", "", path_data(d)) == absolute


@pytest.mark.parametrize("large", [0, 1])
@pytest.mark.parametrize("sweep", [0, 1])
@pytest.mark.parametrize("turn", [0, 30])
def test_an_arc_stays_on_its_ellipse(large: int, sweep: int, turn: int) -> None:
    """The four arcs between two points lie on two ellipses; flags may stand without spaces."""
    d = path_data(f"M0 0a6 3 {turn} {large}{sweep}4 2")
    ends = points(d)[::3]
    assert ends[-1] == pytest.approx((4, 2))
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    plane = [((cos * x + sin * y) / 6, (-sin * x + cos * y) / 3) for x, y in ends]
    (x0, y0), (x1, y1) = plane[0], plane[-1]
    half = math.hypot(x1 - x0, y1 - y0) / 2
    away = math.sqrt(1 - half**2)
    side = 1 if large != sweep else -1
    centre = (
        (x0 + x1) / 2 - side * away * (y1 - y0) / (2 * half),
        (y0 + y1) / 2 + side * away * (x1 - x0) / (2 * half),
    )
    assert [math.dist(p, centre) for p in plane] == pytest.approx([1.0] * len(plane), abs=1e-3)
    assert (len(ends) > 3) == bool(large)


def test_an_arc_that_is_too_small_grows() -> None:
    assert points(path_data("M0 0A1 1 0 0 1 10 0"))[3] == pytest.approx((5, -5), abs=1e-3)


@pytest.mark.parametrize(
    "d", ["L1 1", "M1", "M0 0C1 1 2", "M0 0X5", "1 1", "M0 0A1 1 0 2 1 3 3", "M0 0z5", "M1e99 0", "M0 0L1 1 &"]
)
def test_path_data_that_is_none(d: str) -> None:
    with pytest.raises(PathError):
        path_data(d)


# --- SVG: what is refused ------------------------------------------------------------------------------------

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"{HEAD}<title>&b;</title></svg>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BOMB.encode(), "has a DOCTYPE"),
        (f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{HEAD}</svg>'.encode(), "has a DOCTYPE"),
        (f'<?xml-stylesheet href="x.css"?>{HEAD}</svg>'.encode(), "has a processing instruction"),
        (svg("<title>&nosuch;</title>"), "is not well-formed XML"),
        (svg("<script>alert(1)</script>"), "has a script"),
        (svg('<x:script xmlns:x="http://www.w3.org/2000/svg"/>'), "has a script"),
        (svg('<circle r="1" onload="alert(1)"/>'), "has an event attribute (onload)"),
        (svg('<circle r="1" onClick="x"/>'), "has an event attribute"),
        (svg("<foreignObject/>"), "has a foreignObject"),
        (svg('<image href="https://x.example/a.png"/>'), "has an image"),
        (svg('<image href="data:image/png;base64,AA=="/>'), "has an image"),
        (svg('<use href="other.svg#a"/>'), "refers to something outside the file"),
        (svg('<use xmlns:l="http://www.w3.org/1999/xlink" l:href="file:///etc/passwd"/>'), "outside the file"),
        (svg('<use href="#a"/>'), "uses the element 'use'"),
        (svg('<a href="javascript:alert(1)"><circle r="1"/></a>'), "has a link"),
        (svg('<circle r="1" style="fill:url(https://x.example/a)"/>'), "outside the file"),
        (svg('<circle r="1" fill="u\\rl( http://x.example)"/>'), "outside the file"),
        (svg('<style>@import "x.css";</style><circle r="1"/>'), "has a style sheet with @ rules"),
        (svg("<style>circle{fill:url(x)}</style><circle r='1'/>"), "has a style sheet with @ rules or addresses"),
        (svg('<circle r="1" fill="url(#g)"/>'), "uses a gradient or pattern"),
        (svg('<circle r="1" fill="bluish"/>'), "uses the colour 'bluish'"),
        (svg('<circle r="1" filter="url(#f)"/>'), "uses filter"),
        (svg('<circle r="1" clip-path="url(#c)"/>'), "uses clip-path"),
        (svg('<text x="1">Clinic</text>'), "turn text into paths"),
        (svg("<svg/>"), "has an svg element inside another"),
        (svg('<circle r="1" transform="spin(3)"/>'), "has the transform 'spin'"),
        (svg('<circle r="1" transform="scale(2"/>'), "has a transform that cannot be read"),
        (svg('<circle r="1e999"/>'), "which is no plain number"),
        (svg('<rect width="50%" height="1"/>'), "which is no plain number"),
        (svg('<path d="M0 0L1"/>'), "has a path command L with 1 numbers"),
        (svg(""), "draws nothing"),
        (svg('<circle r="1"/>', "<svg>"), "has no viewBox"),
        (svg('<circle r="1"/>', '<svg viewBox="0 0 0 9">'), "has a viewBox that is not"),
        (svg('<circle r="1"/>', '<svg viewBox="0 0 nan 9">'), "has no viewBox"),
        (b"<html></html>", "is not an SVG file"),
        (b"<svg", "is not well-formed XML"),
        (svg("<g>" * 60 + "</g>" * 60), "is too intricate"),
        (svg("<g/>" * 6000), "is too intricate"),
        (svg(f'<path d="M0 0{"h1" * (MOST_COMMANDS + 1)}"/>'), "is too intricate"),
        (svg(f'<polygon points="{"1 1 " * (MOST_COMMANDS + 1)}"/>'), "is too intricate"),
        (svg(f"<style>{'a' * (LONGEST_STYLE + 1)}</style><circle r='1'/>"), "is too intricate"),
        (svg(f"<circle r='1' transform='{'a' * (LONGEST_VALUE + 1)}'/>"), "has a transform of more than"),
        (b"<?xml version='1.0' encoding='no-such'?><svg/>", "is not"),
    ],
)
def test_a_dangerous_or_strange_svg_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(SvgError) as caught:
        read_svg(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_clip_that_is_a_plain_rectangle_is_let_through() -> None:
    clip = '<defs><clipPath id="c"><rect width="10" height="10"/></clipPath></defs>'
    body = clip + '<g clip-path="url(#c)"><circle r="2"/></g>'
    assert len(read_svg(svg(body))[2]) == 1
