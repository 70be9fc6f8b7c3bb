"""A clinic's logo: pictures are read as they look, and everything else is refused in one clear line."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from handouts.errors import HandoutsError
from handouts.logo.draw import EMPTY, KEPT_PIXELS, PARTLY_UNSEEN, UNSEEN
from handouts.logo.read import LARGEST_FILE, Logo, read_logo
from handouts.page.letterhead import TIMES, logo_notices, printed_width
from handouts.page.look import BODY
from tests.logo.helpers import colour_at, drawn, near, packed, picture, svg, told, written
from tests.printed import theme

GOOD = '<rect width="10" height="10" fill="#C00000"/>'


# --- pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        ("RGB", (10, 20, 30), "PNG", (10, 20, 30)),
        ("RGBA", (0, 0, 0, 128), "PNG", (127, 127, 127)),  # what shines through shows white paper
        ("RGBA", (0, 0, 255, 128), "WEBP", (127, 127, 255)),
        ("LA", (0, 128), "PNG", (127, 127, 127)),
        ("P", 0, "PNG", (0, 0, 0)),
        ("P", 0, "GIF", (0, 0, 0)),
        ("1", 0, "PNG", (0, 0, 0)),
        ("L", 90, "JPEG", (90, 90, 90)),
        ("CMYK", (0, 0, 0, 255), "JPEG", (0, 0, 0)),
        ("I;16", 32768, "PNG", (128, 128, 128)),
    ],
)
def test_every_kind_of_picture_is_read_in_its_colours(
    mode: str, colour: object, kind: str, seen: tuple[int, int, int]
) -> None:
    pixel = drawn(picture(mode, colour=colour, kind=kind)).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert all(abs(value - want) <= 2 for value, want in zip(pixel, seen, strict=True))


def test_a_transparent_colour_shows_paper() -> None:
    image = Image.new("P", (60, 30), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.paste(1, (0, 0, 30, 30))
    seen = drawn(packed(image, transparency=1))
    assert colour_at(seen, 0.5 / 60, 0.5) == "#FFFFFF" or seen.width == 30
    assert colour_at(seen, 0.9, 0.5) == "#C80000"


def test_a_photograph_on_its_side_is_turned_upright() -> None:
    image, exif = Image.new("RGB", (60, 30), "red"), Image.Exif()
    image.paste("blue", (0, 0, 30, 30))
    exif[0x0112] = 6  # to be turned by 90 degrees
    seen = drawn(packed(image, "PNG", exif=exif))
    assert seen.size == (30, 60)
    assert (colour_at(seen, 0.5, 0.2), colour_at(seen, 0.5, 0.8)) == ("#0000FF", "#FF0000")


def test_a_colour_profile_is_followed() -> None:
    """The profile says that red is blue and blue is red; one that cannot be read is passed over."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    profile = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    image = Image.new("RGB", (60, 30), (200, 30, 10))
    assert near(colour_at(drawn(packed(image, icc_profile=profile)), 0.5, 0.5), "#0A1EC8")
    assert colour_at(drawn(packed(image, icc_profile=b"no profile")), 0.5, 0.5) == "#C81E0A"


def test_a_large_picture_becomes_small_enough_and_keeps_its_shape(tmp_path: Path) -> None:
    logo = read_logo(written(tmp_path, "logo.png", picture(size=(3000, 1500))))
    assert (logo.width, logo.height) == (KEPT_PIXELS[1] * 2, KEPT_PIXELS[1])
    assert logo.wide == 3000
    assert len(logo.pixels) == logo.width * logo.height * 3


def test_grey_has_no_colour_and_keeps_light_and_dark() -> None:
    logo = Logo(2, 1, bytes((200, 10, 10, 250, 250, 0))).grey()
    assert logo.pixels[0] == logo.pixels[1] == logo.pixels[2] < 90
    assert logo.pixels[3] == logo.pixels[4] == logo.pixels[5] > 200


def test_a_logo_has_no_more_pixels_than_its_print_can_show() -> None:
    logo = Logo(100, 40, bytes(100 * 40 * 3))
    assert logo.shrunk(200) is logo
    small = logo.shrunk(50)
    assert (small.width, small.height, len(small.pixels)) == (50, 20, 50 * 20 * 3)


def test_the_same_file_gives_the_same_pixels(tmp_path: Path) -> None:
    path = written(tmp_path, "logo.svg", svg('<circle cx="5" cy="5" r="4.9" fill="#C00000" opacity=".7"/>'))
    assert read_logo(path) == read_logo(path)


# --- what is told --------------------------------------------------------------------------------------------


def letters(colour: str, ground: str | None = None, beside: str | None = None) -> bytes:
    """A transparent picture with two bars, a field behind them and another beside them."""
    image = Image.new("RGBA", (120, 40), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if ground:
        pen.rectangle((0, 0, 79, 39), fill=ground)
    pen.rectangle((10, 4, 29, 36), fill=colour)
    pen.rectangle((40, 4, 59, 36), fill=colour)
    if beside:
        pen.rectangle((90, 0, 119, 39), fill=beside)
    return packed(image)


def test_a_logo_of_which_nothing_is_seen_on_paper_is_told() -> None:
    assert told(letters("white")) == (UNSEEN,)
    assert told(letters("#F4F4E8")) == (UNSEEN,)
    assert told(svg('<circle cx="5" cy="5" r="5" fill="#fff"/>')) == (UNSEEN,)
    assert told(picture(colour=(255, 255, 255))) == (UNSEEN,)


def test_white_parts_are_told_only_where_paper_is_behind_them() -> None:
    assert told(letters("white", beside="navy")) == (PARTLY_UNSEEN,)
    assert told(letters("white", ground="navy", beside="navy")) == ()
    assert told(letters("navy", ground="white", beside="navy")) == ()
    assert told(letters("navy", beside="#C0C0C0")) == ()


def test_a_logo_in_which_nothing_is_painted_is_refused() -> None:
    with pytest.raises(HandoutsError, match=EMPTY):
        drawn(picture("RGBA", colour=(0, 0, 0, 0)))


def margined(share: float) -> bytes:
    image = Image.new("RGB", (200, 100), "white")
    image.paste("navy", (0, 0, round(200 * (1 - share)), 100))
    return packed(image)


def test_a_wide_margin_is_cut_off_and_told() -> None:
    assert told(margined(0.4)) == ("has an empty margin, 40% of a side, which is cut off",)
    assert drawn(margined(0.4)).width / drawn(margined(0.4)).height == pytest.approx(1.2, rel=0.02)
    assert told(margined(0.15)) == ()
    assert drawn(margined(0.15)).width / drawn(margined(0.15)).height == pytest.approx(2, rel=0.02)


def test_what_is_left_of_a_drawing_is_drawn_anew_as_large_as_it_can_be() -> None:
    body = '<rect x="4" y="4" width="1" height="1" fill="red"/><rect x="5" y="4" width="10%" height="10%" fill="blue"/>'
    seen = drawn(svg(body))
    assert seen.size == (160, 80)
    assert (colour_at(seen, 0.02, 0.5), colour_at(seen, 0.98, 0.5)) == ("#FF0000", "#0000FF")


def test_what_else_a_clinic_should_know_is_told() -> None:
    moving = [Image.new("L", (60, 30), level) for level in (0, 90)]
    assert told(packed(moving[0], "GIF", save_all=True, append_images=moving[1:])) == (
        "is a moving picture; its first picture is printed",
    )
    assert "CMYK" in told(picture("CMYK", colour=(0, 200, 0, 90), kind="JPEG"))[0]


@pytest.mark.parametrize(("wide", "print", "need"), [(90, "normal", 380), (187, "normal", 380), (200, "giant", 720)])
def test_too_few_pixels_are_told_with_how_many_are_needed(wide: int, print: str, need: int) -> None:
    logo = Logo(wide, wide // 3, b"", "logo.png", wide)
    (line,) = logo_notices(logo, print)  # type: ignore[arg-type]
    assert line.startswith(f"logo.png: has only {wide} pixels across")
    assert f": {need} pixels or more look sharp, or SVG" in line


def test_enough_pixels_and_drawings_are_not_told() -> None:
    assert logo_notices(Logo(190, 60, b"", "logo.png", 190)) == []
    assert logo_notices(Logo(100, 33, b"", "logo.svg", 0)) == []
    assert logo_notices(Logo(100, 33, b"", "a.svg", 0, ("a.svg: " + UNSEEN,))) == ["a.svg: " + UNSEEN]


def test_prints_are_as_much_larger_as_their_type() -> None:
    assert {print: theme().styles(print)["body"].size / BODY for print in TIMES} == TIMES


def test_a_tall_logo_is_as_wide_as_its_height_allows() -> None:
    assert printed_width(Logo(100, 100, b"")) == pytest.approx(30)
    assert printed_width(Logo(600, 100, b""), 2) == pytest.approx(180)


# --- what is refused -----------------------------------------------------------------------------------------


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
        ("bomb.png", bomb(50_000, 50_000), "too many pixels; a logo may have 25 million"),
        ("short.png", bomb(400, 400), "is damaged"),
        ("empty.png", b"", "is none of PNG, JPEG, GIF, WebP and SVG: export the logo as SVG"),
        ("logo.bin", bytes(999), "is none of PNG"),
        ("logo.ai", b"%PDF-1.6 %AI", "is a PDF or Illustrator file, which cannot be printed: export the logo as SVG"),
        ("logo.pdf", b"%PDF-1.7", "is a PDF or Illustrator file"),
        ("logo.eps", b"%!PS-Adobe-3.0 EPSF-3.0", "is an EPS or PostScript file"),
        ("logo.eps", b"\xc5\xd0\xd3\xc6" + bytes(99), "is an EPS file"),
        ("logo.heic", b"\0\0\0\x18ftypheic" + bytes(99), "is a photo in HEIC or AVIF format"),
        ("logo.psd", b"8BPS" + bytes(99), "is a Photoshop file"),
        ("logo.tif", picture(kind="TIFF"), "is a TIFF file"),
        ("logo.bmp", picture(kind="BMP"), "is a BMP file"),
        ("logo.docx", b"PK\3\4" + bytes(99), "is a ZIP archive or an Office file"),
        ("logo.cdr", b"RIFF\0\0\0\0CDRDvrsn", "is a CorelDRAW file"),
        ("logo.svgz", b"\x1f\x8b\x08\0\0\0", "is none of PNG"),
        ("logo.svgz", b"\x1f\x8b" + b"\xff" * 60, "is damaged, it cannot be unpacked"),
        ("bomb.svgz", gzip.compress(bytes(LARGEST_FILE + 1)), "has more than 5 MB"),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE), "has more than 5 MB, which a logo may not have"),
        ("ai.svg", b"<svg AdobeIllustrator>" + bytes(LARGEST_FILE), "without 'Preserve Illustrator Editing Cap"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        read_logo(written(tmp_path, name, data))
    assert says in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)
    assert " at 0x" not in str(caught.value)


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    places = [tmp_path / "none.png", tmp_path, Path(os.devnull)]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.svg")
        places += [tmp_path / "pipe.svg", Path("/dev/zero")]
    for path in places:
        with pytest.raises(HandoutsError, match="cannot be read"):
            read_logo(path)


def test_nothing_in_the_current_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing process is a Python of its own: a file there that is named as a module must not be taken for one."""
    for name in ("json.py", "PIL.py", "handouts.py", "resvg_py.py"):
        written(tmp_path, name, b"raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    assert read_logo(written(tmp_path, "logo.svg", svg(GOOD))).pixels[:3] == b"\xc0\0\0"


def test_the_drawing_process_says_what_it_means_in_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "handouts.logo.draw"], input=picture(), capture_output=True, check=True
    )
    line, _, pixels = done.stdout.partition(b"\n")
    assert line == b'{"size": [60, 30], "wide": 60, "told": []}'
    assert len(pixels) == 60 * 30 * 3
    assert io.BytesIO(done.stderr).read() == b""
