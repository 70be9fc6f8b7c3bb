"""Draws a logo in a process of its own: a picture from anywhere may take all time and memory, or end the process.

`python -m handouts.logo.draw` reads the file's bytes from standard input and writes one line of JSON, then pixels.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from handouts.child import bound
from handouts.logo.picture import (
    WIDEST_MARGIN,
    LogoError,
    Picture,
    ink_box,
    margin,
    on_white,
    read_picture,
    white_share,
)

KEPT_PIXELS = (1440, 480)
"""Width and height at most: enough for the largest print, at 600 dots an inch."""
SECONDS, MEGABYTES = 6, 700
EMPTY = "is empty: nothing in it is painted"
UNSEEN = "is white or nearly white: nothing of it is seen on white paper. Use the logo for light backgrounds"
PARTLY_UNSEEN = "has parts that are white or nearly white, which are not seen on white paper"


def draw(data: bytes, kept: tuple[int, int] = KEPT_PIXELS) -> tuple[Any, int, tuple[str, ...]]:
    """A logo on white paper in so many pixels at most; how many it was wide (0: any number); sentences about it.

    Raises LogoError with the end of a sentence that begins with its name.
    """
    return _drawing(data, kept) if looks_like_xml(data) else _picture(data, kept)


def looks_like_xml(data: bytes) -> bool:
    """Whether a file begins as XML does, in any encoding."""
    return data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _picture(data: bytes, kept: tuple[int, int]) -> tuple[Any, int, tuple[str, ...]]:
    picture = read_picture(data)
    flat = on_white(picture.image)
    box, told = _seen(picture, flat)
    flat = flat.crop(box)
    wide = picture.times * flat.width
    flat.thumbnail(kept, 1)  # Lanczos
    return flat, wide, told


def _drawing(data: bytes, kept: tuple[int, int]) -> tuple[Any, int, tuple[str, ...]]:
    from handouts.logo.svg import clean

    drawing = clean(data)
    whole = _fit(drawing.width, drawing.height, kept)
    picture = Picture(_render(drawing.sized(*whole)))
    flat = on_white(picture.image)
    box, told = _seen(picture, flat)
    if box != (0, 0, *flat.size):
        picture = Picture(_render(drawing.cut(box, whole, _fit(box[2] - box[0], box[3] - box[1], kept))))
        flat = on_white(picture.image)
    return flat, 0, told


def _seen(picture: Picture, flat: Any) -> tuple[tuple[int, int, int, int], tuple[str, ...]]:
    """The part that is worth printing, and what there is to say about the picture."""
    whole = (0, 0, *flat.size)
    box = ink_box(flat)
    if not picture.image.getchannel("A").getbbox():
        raise LogoError(EMPTY)
    lost = white_share(picture.image)
    if not box or lost > 0.95:
        return whole, (*picture.told, UNSEEN)
    if lost > 0.05:
        return whole, (*picture.told, PARTLY_UNSEEN)
    empty = margin(flat, box)
    if empty <= WIDEST_MARGIN:
        return whole, picture.told
    return box, (*picture.told, f"has an empty margin, {empty:.0%} of a side, which is cut off")


def _fit(width: float, height: float, most: tuple[int, int]) -> tuple[int, int]:
    """The largest size of this shape in so many pixels."""
    k = min(most[0] / width, most[1] / height)
    return max(1, round(k * width)), max(1, round(k * height))


def _render(svg: str) -> Any:
    """SVG that is known to be harmless, as RGBA."""
    import resvg_py
    from PIL import Image

    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96, languages=["en"])
    except ValueError as error:
        raise LogoError(f"cannot be drawn: {str(error)[:120]}") from None
    return Image.open(io.BytesIO(bytes(png)), formats=("PNG",)).convert("RGBA")


# --- the process ---------------------------------------------------------------------------------------------


def main() -> None:
    """Draw what stands in standard input."""
    bound(SECONDS, MEGABYTES)
    try:
        flat, wide, told = draw(sys.stdin.buffer.read())
        head, pixels = {"size": flat.size, "wide": wide, "told": told}, flat.tobytes()
    except LogoError as error:
        head, pixels = {"error": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pixels)


if __name__ == "__main__":
    main()
