"""A safe subset of SVG -> plain paths, for a clinic's logo. What is outside the subset is refused in one clear line.

Read are path, rect, circle, ellipse, line, polyline, polygon and g, with transform, fill, stroke, opacity and simple
`style` rules. A DOCTYPE, an entity, a script, an event attribute, a link and anything from outside the file is an
error: a logo comes from somebody else, and it is never worth a risk.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from handouts.drawing.shapes import Path
from handouts.errors import HandoutsError
from handouts.logo.path import Matrix, PathError, multiply, numbers, path_data, placed

MOST_ELEMENTS, DEEPEST = 5000, 40
SVG = "http://www.w3.org/2000/svg"
DANGEROUS = {
    "script": "a script",
    "foreignObject": "a foreignObject",
    "image": "an image",
    "a": "a link",
    "iframe": "a frame",
}
ADVICE = "save it as plain paths, or as PNG"
LONGEST_STYLE, LONGEST_VALUE = 20_000, 400
"""Characters: enough for every logo, and too few to keep a regular expression busy."""


class SvgError(HandoutsError):
    """What is wrong with an SVG file, as the end of a sentence that begins with its name."""


@dataclass
class Node:
    """An element as it stands in the file."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Node]:
        """The element and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()


def parse(data: bytes) -> Node:
    """The elements of an XML file that has no DOCTYPE, no entities and nothing active. Raises SvgError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    top = Node("", {})
    stack, count = [top], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        space, _, tag = name.rpartition(" ")
        tag = tag if space in ("", SVG) else f"{space}:{tag}"
        if count > MOST_ELEMENTS or len(stack) > DEEPEST:
            raise SvgError(f"is too intricate: more than {MOST_ELEMENTS} elements, or nested deeper than {DEEPEST}")
        node = Node(tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        _harmless(node)
        stack[-1].children.append(node)
        stack.append(node)

    def text(data: str) -> None:
        if stack[-1].tag == "style":
            stack[-1].text += data
            if len(stack[-1].text) > LONGEST_STYLE:
                raise SvgError(f"is too intricate: a style sheet of more than {LONGEST_STYLE} characters")

    def refuse(what: str) -> Callable[..., None]:
        def handler(*_: object) -> None:
            raise SvgError(f"has {what}, which a logo may not have: {ADVICE}")

        return handler

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse("a DOCTYPE")
    parser.EntityDeclHandler = refuse("an entity")
    parser.ProcessingInstructionHandler = refuse("a processing instruction")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise SvgError(f"is not well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}") from None
    except (LookupError, ValueError, UnicodeError) as error:
        raise SvgError(f"is not readable XML: {error}") from None
    return top.children[0]


def _harmless(node: Node) -> None:
    what = DANGEROUS.get(node.tag.rpartition(":")[2])
    if what:
        raise SvgError(f"has {what}, which a logo may not have: {ADVICE}")
    for name, value in node.attributes.items():
        if name.lower().startswith("on"):
            raise SvgError(f"has an event attribute ({name}), which a logo may not have: {ADVICE}")
        squeezed = re.sub(r"[\s\\]+", "", value).lower()
        if name == "href" and not squeezed.startswith("#"):
            raise SvgError(f"refers to something outside the file (href): {ADVICE}")
        if "javascript:" in squeezed or re.search(r"url\((?!['\"]?#)|@import", squeezed):
            raise SvgError(f"refers to something outside the file ({name}): {ADVICE}")


POSITIONS = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry")
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
SILENT = {"title", "desc", "metadata", "defs", "style", "clipPath"}
REFUSED_STYLES = ("clip-path", "mask", "filter", "stroke-dasharray", "marker-start", "marker-mid", "marker-end")
INHERITED = ("fill", "stroke", "stroke-width", "stroke-linecap", "fill-rule", "fill-opacity", "stroke-opacity", "color")
MOST_COMMANDS = 50_000
SIZE = 1000.0
"""The longer side of what is returned, so that rounding never shows."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_svg(data: bytes) -> tuple[float, float, tuple[Path, ...]]:
    """Width, height and the paths of a drawing; colours are hex. Raises SvgError."""
    root = parse(data)
    if root.tag != "svg":
        raise SvgError("is not an SVG file: its root is not an svg element")
    left, top, width, height = _view_box(root)
    k = SIZE / max(width, height)
    shapes = tuple(_Painter(root).paint(root, (k, 0.0, 0.0, k, -k * left, -k * top), {}, 1.0))
    if not shapes:
        raise SvgError("draws nothing")
    return k * width, k * height, shapes


def _view_box(root: Node) -> tuple[float, float, float, float]:
    try:
        box = numbers(root.attributes["viewBox"]) if "viewBox" in root.attributes else None
        box = box or [0.0, 0.0, _length(root.attributes["width"]), _length(root.attributes["height"])]
    except (KeyError, SvgError, PathError):
        raise SvgError("has no viewBox, and no width and height in numbers") from None
    if len(box) != 4 or not all(math.isfinite(v) for v in box) or min(box[2:]) <= 0 or max(box) > 1e6:
        raise SvgError("has a viewBox that is not left, top, width, height with a size above 0")
    return box[0], box[1], box[2], box[3]


def _length(text: str, default: float = 0.0) -> float:
    match = re.fullmatch(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(px|pt|mm|cm|in)?\s*", text, re.IGNORECASE)
    if not text:
        return default
    if not match or not math.isfinite(float(match[1])):
        raise SvgError(f"has the length {text[:30]!r}, which is no plain number")
    scale = {"pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
    return float(match[1]) * scale.get((match[2] or "").lower(), 1.0)


# --- style ---------------------------------------------------------------------------------------------------


def _rules(root: Node) -> dict[str, dict[str, str]]:
    """The simple rules of style elements: by element, .class or #id."""
    found: dict[str, dict[str, str]] = {}
    for node in root.all():
        if node.tag != "style":
            continue
        css = re.sub(r"/\*.*?\*/", "", node.text, flags=re.DOTALL)
        if "@" in css or "url(" in css.lower().replace(" ", "") or "\\" in css:
            raise SvgError(f"has a style sheet with @ rules or addresses: {ADVICE}")
        for rule in css.split("}"):
            selectors, _, body = rule.partition("{")
            for selector in selectors.split(","):
                found.setdefault(selector.strip(), {}).update(_declarations(body))
    return found


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()}


def hex_colour(text: str, current: str) -> tuple[str, float] | None:
    """A CSS colour as six-digit hex and its opacity; None for none. Raises SvgError."""
    from PIL import ImageColor

    name = text[:LONGEST_VALUE].strip().lower()
    if name in ("none", "transparent"):
        return None
    if name in ("currentcolor", "inherit"):
        name = current
    alpha = 1.0
    if match := re.fullmatch(r"(rgb|hsl)a\((.+),\s*([\d.]+%?)\s*\)", name):
        share = match[3]
        alpha = float(share.rstrip("%") or 0) / (100 if share.endswith("%") else 1)
        name = f"{match[1]}({match[2]})"
    try:
        colour = ImageColor.getrgb(name)
    except ValueError:
        why = "a gradient or pattern" if name.startswith("url") else f"the colour {text[:30]!r}"
        raise SvgError(f"uses {why}, which is not supported: use plain colours, or PNG") from None
    if len(colour) == 4:
        alpha *= colour[3] / 255
    return "#{:02X}{:02X}{:02X}".format(*colour[:3]), min(max(alpha, 0.0), 1.0)


# --- painting ------------------------------------------------------------------------------------------------


class _Painter:
    """Walks the elements; what is inherited is handed down."""

    def __init__(self, root: Node) -> None:
        self.rules = _rules(root)
        self.plain_clips = {
            "#" + node.attributes.get("id", "")
            for node in root.all()
            if node.tag == "clipPath" and [child.tag for child in node.children] == ["rect"]
        }
        self.commands = 0

    def paint(self, node: Node, matrix: Matrix, style: Mapping[str, str], opacity: float) -> Iterator[Path]:
        """The paths of an element and everything in it."""
        if node.tag in SILENT or (":" in node.tag and node.tag not in SHAPES):
            return
        own = self._style(node)
        if own.get("display") == "none" or own.get("visibility") in ("hidden", "collapse"):
            return
        for name in REFUSED_STYLES:
            value = own.get(name, "none")
            if value != "none" and not (
                name == "clip-path" and re.sub(r"url\(['\"]?|['\"]?\)", "", value) in self.plain_clips
            ):
                raise SvgError(f"uses {name}, which is not supported: {ADVICE}")
        style = {**style, **{name: own[name] for name in INHERITED if own.get(name, "inherit") != "inherit"}}
        opacity *= _share(own.get("opacity", "1"))
        matrix = multiply(matrix, self._transform(own.get("transform") or node.attributes.get("transform", "")))
        if node.tag in SHAPES:
            yield from self._shape(node, matrix, style, opacity)
        elif node.tag in ("svg", "g"):
            for child in node.children:
                if child.tag == "svg":
                    raise SvgError(f"has an svg element inside another: {ADVICE}")
                yield from self.paint(child, matrix, style, opacity)
        else:
            hint = "turn text into paths" if node.tag in ("text", "tspan") else ADVICE
            raise SvgError(f"uses the element {node.tag[:30]!r}, which is not supported: {hint}")

    def _style(self, node: Node) -> dict[str, str]:
        known = (*INHERITED, *REFUSED_STYLES, "opacity", "display", "visibility")
        own = {name: node.attributes[name] for name in known if name in node.attributes}
        classes = [f".{name}" for name in node.attributes.get("class", "").split()]
        for selector in (node.tag, *classes, "#" + node.attributes.get("id", "")):
            own.update(self.rules.get(selector, {}))
        own.update(_declarations(node.attributes.get("style", "")))
        return own

    def _transform(self, text: str) -> Matrix:
        matrix = IDENTITY
        if len(text) > LONGEST_VALUE:
            raise SvgError(f"has a transform of more than {LONGEST_VALUE} characters")
        rest = re.sub(r"(\w+)\s*\(([^()]*)\)[\s,]*", "", text).strip()
        if rest:
            raise SvgError(f"has a transform that cannot be read: {text[:40]!r}")
        for name, arguments in re.findall(r"(\w+)\s*\(([^()]*)\)", text):
            matrix = multiply(matrix, _matrix(name, _values(arguments)))
        return matrix

    def _shape(self, node: Node, matrix: Matrix, style: Mapping[str, str], opacity: float) -> Iterator[Path]:
        try:
            d, self.commands = placed(self._data(node), matrix, self.commands, MOST_COMMANDS)
        except PathError as error:
            raise SvgError(str(error)) from None
        if not d:
            return
        current = style.get("color", "#000000")
        fill = hex_colour(style.get("fill", "#000000"), current) if node.tag != "line" else None
        if fill:
            alpha = opacity * fill[1] * _share(style.get("fill-opacity", "1"))
            if alpha > 0:
                yield Path(d, fill=fill[0], opacity=alpha, evenodd=style.get("fill-rule") == "evenodd")
        stroke = hex_colour(style.get("stroke", "none"), current)
        # a line that is scaled unevenly keeps the width that covers the same area
        width = _length(style.get("stroke-width", "1")) * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        if stroke and width > 0:
            alpha = opacity * stroke[1] * _share(style.get("stroke-opacity", "1"))
            colour = on_white(stroke[0], alpha)
            yield Path(d, stroke=colour, width=width, round=style.get("stroke-linecap") == "round")

    def _data(self, node: Node) -> str:
        """The element's outline as absolute M L C Z path data."""
        at = {name: _length(node.attributes.get(name, "0")) for name in POSITIONS}
        match node.tag:
            case "path":
                return path_data(node.attributes.get("d", ""))
            case "rect":
                return _rect(node, at)
            case "circle":
                return _ellipse(at["cx"], at["cy"], at["r"], at["r"])
            case "ellipse":
                return _ellipse(at["cx"], at["cy"], at["rx"], at["ry"])
            case "line":
                return "M{} {}L{} {}".format(
                    *(_length(node.attributes.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
                )
            case _:
                points = _values(node.attributes.get("points", ""))
                pairs = [f"{x} {y}" for x, y in zip(points[::2], points[1::2], strict=False)]
                return path_data(f"M{'L'.join(pairs)}{'Z' if node.tag == 'polygon' else ''}") if len(pairs) > 1 else ""


def _ellipse(x: float, y: float, rx: float, ry: float) -> str:
    half = f"a{rx} {ry} 0 1 0"
    return path_data(f"M{x - rx} {y}{half} {2 * rx} 0{half} {-2 * rx} 0z") if min(rx, ry) > 0 else ""


def _rect(node: Node, at: Mapping[str, float]) -> str:
    x, y, width, height = at["x"], at["y"], at["width"], at["height"]
    if min(width, height) <= 0:
        return ""
    rx = min(at["rx"] if "rx" in node.attributes else at["ry"], width / 2)
    ry = min(at["ry"] if "ry" in node.attributes else at["rx"], height / 2)
    if min(rx, ry) <= 0:
        return path_data(f"M{x} {y}h{width}v{height}h{-width}z")
    arc = f"a{rx} {ry} 0 0 1"
    across, down = width - 2 * rx, height - 2 * ry
    sides = f"h{across}{arc} {rx} {ry}v{down}{arc} {-rx} {ry}h{-across}{arc} {-rx} {-ry}v{-down}{arc} {rx} {-ry}z"
    return path_data(f"M{x + rx} {y}{sides}")


def _values(text: str) -> list[float]:
    try:
        return numbers(text)
    except PathError as error:
        raise SvgError(str(error)) from None


def _matrix(name: str, v: Sequence[float]) -> Matrix:
    turn = math.radians(v[0]) if v and name in ("rotate", "skewX", "skewY") else 0.0
    match name, len(v):
        case "matrix", 6:
            return (v[0], v[1], v[2], v[3], v[4], v[5])
        case "translate", 1 | 2:
            return (1, 0, 0, 1, v[0], v[1] if len(v) > 1 else 0.0)
        case "scale", 1 | 2:
            return (v[0], 0, 0, v[-1], 0, 0)
        case "rotate", 1:
            return (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0, 0)
        case "rotate", 3:
            there, back = (1.0, 0.0, 0.0, 1.0, v[1], v[2]), (1.0, 0.0, 0.0, 1.0, -v[1], -v[2])
            return multiply(multiply(there, _matrix("rotate", v[:1])), back)
        case "skewX", 1:
            return (1, 0, math.tan(turn), 1, 0, 0)
        case "skewY", 1:
            return (1, math.tan(turn), 0, 1, 0, 0)
    raise SvgError(f"has the transform {name[:20]!r} with {len(v)} numbers, which cannot be read")


def _share(text: str) -> float:
    try:
        value = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise SvgError(f"has the opacity {text[:20]!r}, which is no number") from None
    return min(max(value, 0.0), 1.0)


def on_white(colour: str, alpha: float) -> str:
    """A half-transparent colour as it looks on white paper."""
    levels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (level - 255) * alpha):02X}" for level in levels)
