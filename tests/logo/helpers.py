"""Small logos to try, and how a logo is drawn without a process of its own."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from handouts.logo.draw import draw

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
SMALL = (240, 80)
"""Pixels that are enough for tests."""
RECT = '<rect width="10" height="10"/>'


def svg(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</svg>".encode()


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 30), colour: object = 0, kind: str = "PNG") -> bytes:
    return packed(Image.new(mode, size, colour), kind)  # type: ignore[arg-type]


def packed(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def drawn(data: bytes) -> Image.Image:
    """The logo as it looks on white paper."""
    image, _, _ = draw(data, SMALL)
    assert isinstance(image, Image.Image)
    return image


def told(data: bytes) -> tuple[str, ...]:
    return draw(data, SMALL)[2]


def colour_at(image: Image.Image, x: float, y: float) -> str:
    """The colour at a place, given as shares of width and height."""
    pixel = image.getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return "#{:02X}{:02X}{:02X}".format(*pixel)


def near(one: str, other: str, most: int = 2) -> bool:
    return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) <= most for i in (1, 3, 5))
