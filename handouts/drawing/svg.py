"""Figure -> SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from handouts.drawing.shapes import Figure, Group, Path, Pattern, Shape, Text, num
from handouts.style.fonts import simple, text_width
from handouts.style.theme import Palette, Weight

FAMILY = "'Source Sans 3','Source Sans Pro',system-ui,sans-serif"
WEIGHTS: dict[Weight, int] = {"R": 400, "S": 600, "B": 700}


class Symbols:
    """Drawings that several figures of one page show: each is painted once, and figures refer to it."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        """What a drawing paints, and the id by which figures know it."""

    def use(self, key: str, body: str) -> str:
        """A reference to a drawing, which is kept with its key in its name."""
        name = self.bodies.setdefault(body, f"d-{key.replace('+', '-')}-{len(self.bodies)}")
        return f'<use href="#{name}"/>'

    def named(self) -> list[tuple[str, str]]:
        """Every drawing by its id."""
        return [(name, body) for body, name in self.bodies.items()]


def to_svg(figure: Figure, palette: Palette, name: str = "", symbols: Symbols | None = None) -> str:
    """The figure as an SVG, one unit a point, with its title and text alternative inside.

    It stands alone, unless its drawings go into `symbols`. Ids in it begin with `name`, the figure's when not given.
    """
    size = f'width="{num(figure.width)}" height="{num(figure.height)}"'
    view = f'viewBox="0 0 {num(figure.width)} {num(figure.height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" font-family="{FAMILY}">'
    about = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"
    body = "\n".join(_shapes(figure.shapes, palette, _Clips(name or figure.id, symbols)))
    return f"{head}{about}\n{body}\n</svg>\n"


def painted(shapes: Sequence[Shape], palette: Palette, name: str) -> str:
    """Shapes as the inside of an SVG, in their own units. Ids in it begin with `name`."""
    return "".join(_shapes(shapes, palette, _Clips(name)))


class _Clips:
    """Hands out ids for clip paths, unique within the file and named after the figure."""

    def __init__(self, figure_id: str, symbols: Symbols | None = None) -> None:
        self.prefix, self.count, self.symbols = figure_id, 0, symbols

    def next(self) -> str:
        self.count += 1
        return f"{self.prefix}-clip{self.count}"


def _shapes(shapes: Sequence[Shape], palette: Palette, clips: _Clips) -> Iterator[str]:
    for shape in shapes:
        match shape:
            case Path():
                yield from _path(shape, palette)
            case Pattern():
                yield from _path(shape.path, palette)
            case Text():
                yield _text(shape, palette)
            case Group():
                yield from _group(shape, palette, clips)


def _path(path: Path, palette: Palette) -> Iterator[str]:
    fill = palette.get(path.fill) if path.fill else None
    stroke = palette.get(path.stroke) if path.stroke else None
    if not path.d or (fill is None and stroke is None):
        return
    attributes = f'd="{path.d}" fill="{fill or "none"}"'
    if stroke:
        attributes += f' stroke="{stroke}" stroke-width="{num(path.width)}" stroke-linejoin="round"'
        if path.round:
            attributes += ' stroke-linecap="round"'
    if path.evenodd:
        attributes += ' fill-rule="evenodd"'
    if path.opacity != 1:
        attributes += f' fill-opacity="{num(path.opacity)}"'
    yield f"<path {attributes}/>"


def _text(text: Text, palette: Palette) -> str:
    """One line, as long as we measured it: a viewer without our font squeezes or widens its own to that length.

    Letters that our font does not have are as long as the viewer's own are; nothing of them was measured truly.
    """
    anchor = "" if text.align == "start" else f' text-anchor="{text.align}"'
    if text.text.strip() and simple(text.text):
        length = text_width(text.text, text.weight, text.size)
        anchor += f' textLength="{num(length)}" lengthAdjust="spacingAndGlyphs"'
    font = f'font-size="{num(text.size)}" font-weight="{WEIGHTS[text.weight]}"'
    colour = palette.get(text.role, palette["text"])
    return f'<text x="{num(text.x)}" y="{num(text.y)}" {font}{anchor} fill="{colour}">{escape(text.text)}</text>'


def _group(group: Group, palette: Palette, clips: _Clips) -> Iterator[str]:
    body = list(_shapes(group.shapes, palette, clips))
    if not body:
        return
    if group.key and clips.symbols is not None:
        body = [clips.symbols.use(group.key, "".join(body))]
    if group.clip:
        name = clips.next()
        x0, y0, x1, y1 = group.clip
        box = f'x="{num(x0)}" y="{num(y0)}" width="{num(x1 - x0)}" height="{num(y1 - y0)}"'
        yield f'<clipPath id="{name}"><rect {box}/></clipPath><g clip-path="url(#{name})">'
    moved = bool(group.dx or group.dy or group.scale != 1 or group.flip)
    if moved:
        k = group.scale
        along, start = (-k, group.dx + k * group.across) if group.flip else (k, group.dx)
        yield f'<g transform="matrix({along:.5g} 0 0 {k:.5g} {num(start)} {num(group.dy)})">'
    yield from body
    yield "</g>" * (moved + bool(group.clip))
