"""Reference pictures: how a page of a PDF becomes a small picture, and when two such pictures look the same.

Another version of the rasteriser moves and softens edges by up to a pixel; that is no difference. A mark that is gone,
another tone of an area or a limb that is mirrored is one.
"""

from __future__ import annotations

import io
import math
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

HERE = Path(__file__).parent
REFERENCE = HERE / "reference"
FAILED = HERE / "failed"
COMMAND = "pytest tests/pictures --renew"

MOST_BYTES = 40_960
COLOURS = (128, 96, 64, 48, 32)
"""Palettes that are tried in turn until a picture is small enough."""
SCALES = ((0.8, 40), (4.0, 12))
"""Marks and tones: how far both pictures are blurred, in pixels, and by how many levels of 255 a pixel may then lie
outside everything in its neighbourhood in the other picture. A shift by half a pixel passes, and so do the figures of
another rasteriser; a lost ring of three pixels does not."""
MOST_PIXELS = 10
"""Pixels that may lie outside all the same."""


def picture_of(page: pypdfium2.PdfPage, dpi: float, oversampled: float = 2.0) -> Image.Image:
    """A page as it looks at so many dots an inch; rendered larger and averaged, so that hairs keep their weight."""
    size = tuple(math.ceil(points * dpi / 72 - 0.01) for points in page.get_size())
    large = page.render(scale=oversampled * dpi / 72).to_pil().convert("RGB")
    return large.resize((size[0], size[1]), Image.Resampling.BOX)


def differences(old: Image.Image, new: Image.Image) -> Image.Image:
    """White where two pictures of the same size differ, black elsewhere."""
    found = Image.new("L", old.size)
    for radius, tolerance in SCALES:
        blur = ImageFilter.GaussianBlur(radius)
        before, now = old.filter(blur), new.filter(blur)
        if all(high <= tolerance for _, high in ImageChops.difference(before, now).getextrema()):
            continue  # nothing can lie outside: the filters below are the slow part
        outside = _strongest(ImageChops.lighter(_outside(before, now), _outside(now, before)))
        found = ImageChops.lighter(found, outside.point([255 * (level > tolerance) for level in range(256)]))
    return found


def _outside(one: Image.Image, other: Image.Image) -> Image.Image:
    """By how much each pixel of one is darker or lighter than all pixels around its place in the other."""
    low, high = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    return ImageChops.lighter(ImageChops.subtract(low, one), ImageChops.subtract(one, high))


def _strongest(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def count(old: Image.Image, new: Image.Image) -> int:
    """How many pixels differ; all of them when the sizes do."""
    if old.size != new.size:
        return max(old.width * old.height, new.width * new.height)
    return differences(old, new).histogram()[255]


def same(old: Image.Image, new: Image.Image) -> bool:
    """Whether two pictures look the same."""
    return count(old, new) <= MOST_PIXELS


def packed(picture: Image.Image) -> bytes:
    """The picture as a PNG with as many colours as fit. Raises ValueError when none of the palettes makes it fit."""
    for colours in COLOURS:
        buffer = io.BytesIO()
        few = picture.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        few.save(buffer, "PNG", optimize=True)
        if len(buffer.getvalue()) <= MOST_BYTES and same(unpacked(buffer.getvalue()), picture):
            return buffer.getvalue()
    raise ValueError(f"a picture of {picture.width} x {picture.height} pixels does not fit into {MOST_BYTES} bytes")


def unpacked(data: bytes) -> Image.Image:
    """The picture in a PNG, in RGB."""
    return Image.open(io.BytesIO(data)).convert("RGB")


def side_by_side(old: Image.Image, new: Image.Image) -> Image.Image:
    """Old, new, and the old one faded with what differs in red."""
    gap, head = 12, 16
    width, height = max(old.width, new.width), max(old.height, new.height)
    sheet = Image.new("RGB", (3 * width + 2 * gap, height + head), "#808080")
    third = Image.blend(old, Image.new("RGB", old.size, "white"), 0.7)
    if old.size == new.size:
        spots = differences(old, new).filter(ImageFilter.MaxFilter(5))
        third.paste("#E00000", (0, 0), spots)
    draw = ImageDraw.Draw(sheet)
    for number, (name, picture) in enumerate((("reference", old), ("now", new), ("difference", third))):
        left = number * (width + gap)
        draw.text((left + 4, 2), name, fill="white")
        sheet.paste(picture, (left, head))
    return sheet


def complaint(name: str, picture: Image.Image) -> str:
    """What is to be said when the picture is not like its reference, with pictures to look at; or nothing."""
    path, seen = REFERENCE / f"{name}.png", FAILED / f"{name}.png"
    seen.unlink(missing_ok=True)
    if not path.is_file():
        FAILED.mkdir(exist_ok=True)
        picture.save(seen)
        return f"{name} has no reference picture. Look at {seen}; if it is right, write it with: {COMMAND}"
    old = unpacked(path.read_bytes())
    if same(old, picture):
        return ""
    FAILED.mkdir(exist_ok=True)
    side_by_side(old, picture).save(seen)
    off = f"{count(old, picture)} pixels differ" if old.size == picture.size else f"{old.size} is now {picture.size}"
    return f"{name} looks different: {off}. See {seen}; if it is meant to, write it anew with: {COMMAND}"


def renewed(name: str, picture: Image.Image) -> None:
    """Write the reference of a picture, unless there is one that looks the same."""
    if complaint(name, picture):
        (FAILED / f"{name}.png").unlink()
        REFERENCE.mkdir(exist_ok=True)
        (REFERENCE / f"{name}.png").write_bytes(packed(picture))
