"""Figures on a web page: composed for a phone, each drawing of the body stored once, every id there once."""

from __future__ import annotations

import re
from html import escape

from handouts.drawing.shapes import Box, Figure, Group, Text
from handouts.drawing.svg import Symbols, to_svg
from handouts.style.theme import Palette
from handouts.web.paths import in_steps

WIDTH = 288.0
"""Pixels: a phone of 320 less its margins."""
LABEL = 12.4
"""Pixels at that width: nothing in a figure is smaller; figures grow with the page, to this many times the width."""
GROWS = 1.6
SLIM = 0.4
"""Of its frame's width: a scene that takes less is made higher."""
ABOVE = 3.0
"""Pixels between a scene and the upper edge of its frame."""


class Pictures:
    """The figures of one page. `palette` is what the roles of drawings are painted with."""

    def __init__(self, palette: Palette) -> None:
        self.palette, self.symbols = palette, Symbols()
        self._names: dict[str, int] = {}

    def svg(self, figure: Figure) -> str:
        """A figure with its text alternative, as wide as the page lets it. What is painted in it is not spoken."""
        name = self._name(figure.id)
        svg = to_svg(figure, self.palette, name, self.symbols)
        top = _empty_above(figure)
        head = (
            f'<svg viewBox="0 {top:g} {figure.width:g} {figure.height - top:g}" width="{figure.width * GROWS:.0f}"'
            f' role="img" aria-label="{escape(figure.alt)}"><g aria-hidden="true">'
        )
        return head + in_steps(_body(svg).removesuffix("</svg>")) + "</g></svg>"

    def drawings(self) -> str:
        """The drawings that figures show, for the end of the page."""
        if not self.symbols.bodies:
            return ""
        made = "".join(f'<g id="{name}">{in_steps(body)}</g>' for name, body in self.symbols.named())
        return f'<svg width="0" height="0" aria-hidden="true" class="drawings"><defs>{made}</defs></svg>'

    def _name(self, figure: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9-]", "-", figure)
        self._names[plain] = self._names.get(plain, 0) + 1
        return f"f-{plain}-{self._names[plain]}"


def is_slim(figure: Figure) -> bool:
    """Whether a scene takes so little of its frame's width that it should be higher, such as somebody who stands."""
    scene = _whole_scene(figure)
    return scene is not None and scene.reach is not None and _width(scene.reach) * scene.scale < SLIM * figure.width


def _whole_scene(figure: Figure) -> Group | None:
    """What stands in a frame of its own; None for other figures."""
    scene = figure.shapes[0] if figure.shapes else None
    framed = isinstance(scene, Group) and scene.clip == (0, 0, figure.width, figure.height)
    return scene if isinstance(scene, Group) and framed else None


def _width(box: Box) -> float:
    return box[2] - box[0]


def _empty_above(figure: Figure) -> float:
    """How much of a scene's frame is empty above it, which stands on the lower edge: paper has a row to fill."""
    scene = _whole_scene(figure)
    if scene is None:
        return 0.0
    words = (shape.y - shape.size for shape in figure.shapes if isinstance(shape, Text))
    return max(float(round(min([scene.dy, *words]) - ABOVE)), 0.0)


def _body(svg: str) -> str:
    """What a figure paints, without its own head."""
    return svg[svg.index("</desc>") + len("</desc>") :].replace("\n", "")
