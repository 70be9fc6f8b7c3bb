"""A clinic's logo: PNG, JPEG or SVG, made harmless. Pictures become plain RGB pixels, SVG becomes plain paths."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.drawing.shapes import Path as Outline
from handouts.errors import HandoutsError

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
KEPT_PIXELS = (1800, 600)
"""Width and height that are enough for 30 points of height on any printer."""


@dataclass(frozen=True)
class Logo:
    """A logo in units of its own: outlines painted with hex colours, or rows of RGB pixels."""

    width: float
    height: float
    outlines: tuple[Outline, ...] = ()
    pixels: bytes = b""

    def grey(self) -> Logo:
        """The same in greys, for black-and-white printing."""
        from handouts.style.theme import grey

        if self.outlines:
            return replace(self, outlines=tuple(_recoloured(outline, grey) for outline in self.outlines))
        from PIL import Image

        picture = Image.frombytes("RGB", (int(self.width), int(self.height)), self.pixels)
        return replace(self, pixels=picture.convert("L").convert("RGB").tobytes())


def read_logo(path: Path) -> Logo:
    """Read a logo. Raises HandoutsError with one sentence that says what is wrong with the file."""
    try:
        if not path.is_file():
            why = "it is no file" if path.exists() else "there is no such file"
            raise HandoutsError(f"{path.name}: cannot be read: {why}")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise HandoutsError(f"{path.name}: is {size / 1024 / 1024:.1f} MB; a logo may have 5 MB")
        data = path.read_bytes()
    except OSError as error:
        raise HandoutsError(f"{path.name}: cannot be read: {error.strerror or error}") from None
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _raster(path.name, data)
    if _looks_like_xml(data):
        return _vector(path.name, data)
    raise HandoutsError(f"{path.name}: is none of PNG, JPEG and SVG")


def _looks_like_xml(data: bytes) -> bool:
    return data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _vector(name: str, data: bytes) -> Logo:
    from handouts.logo.svg import SvgError, read_svg

    try:
        width, height, outlines = read_svg(data)
    except SvgError as error:
        raise HandoutsError(f"{name}: {error}") from None
    return Logo(width, height, outlines)


def _raster(name: str, data: bytes) -> Logo:
    """The picture's pixels on white, small enough. The size is known before anything is decoded."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ours is the stricter limit
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Image.DecompressionBombError
        if picture.mode in ("RGB", "RGBA", "L", "LA") and "transparency" not in picture.info:
            picture.thumbnail(KEPT_PIXELS, Image.Resampling.LANCZOS)  # first, so that a large one takes little memory
        flat = _on_white(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise HandoutsError(
            f"{name}: has too many pixels; a logo may have {MOST_PIXELS // 1_000_000} million"
        ) from None
    except UnidentifiedImageError:
        raise HandoutsError(f"{name}: is damaged, it cannot be decoded") from None
    except Exception as error:  # a decoder fails in a dozen ways on hostile data; none of them is our bug
        raise HandoutsError(f"{name}: is damaged, it cannot be decoded: {str(error) or type(error).__name__}") from None
    flat.thumbnail(KEPT_PIXELS, Image.Resampling.LANCZOS)
    return Logo(float(flat.width), float(flat.height), pixels=flat.tobytes())


def _on_white(picture: Any) -> Any:
    """The picture as RGB; what shines through shows white paper."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):  # 16 bits a pixel: Pillow would clip, not scale
        picture = picture.point(lambda level: level / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(white, picture)
    return picture.convert("RGB")


def _recoloured(outline: Outline, change: Any) -> Outline:
    fill = change(outline.fill) if outline.fill else None
    stroke = change(outline.stroke) if outline.stroke else None
    return replace(outline, fill=fill, stroke=stroke)
