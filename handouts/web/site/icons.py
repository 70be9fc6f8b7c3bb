"""The site's sign as pixels: telephones put it on their first screen, and those of one maker know no SVG."""

from __future__ import annotations

import io
import re

from handouts.errors import HandoutsError

TOUCH = 180
"""Pixels of the one that Apple's telephones take; they round its corners themselves."""
ICONS = (TOUCH, 192, 512)


def icon(svg: str, size: int, paper: str) -> bytes:
    """A square sign of so many pixels as PNG; nothing of it is seen through, its corners are of the colour `paper`.

    The same sign gives the same bytes. Raises HandoutsError when it is no SVG that can be drawn.
    """
    import resvg_py
    from PIL import Image

    sized = re.sub(r"<svg ", f'<svg width="{size}" height="{size}" ', svg, count=1)
    try:
        drawn = resvg_py.svg_to_bytes(svg_string=sized, skip_system_fonts=True, dpi=96, languages=["en"])
    except ValueError as error:
        raise HandoutsError(f"templates/site/icon.svg: cannot be drawn: {str(error)[:120]}") from None
    picture = Image.open(io.BytesIO(bytes(drawn)), formats=("PNG",)).convert("RGBA")
    ground = Image.new("RGBA", picture.size, paper)
    ground.alpha_composite(picture)
    buffer = io.BytesIO()
    ground.convert("RGB").save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
