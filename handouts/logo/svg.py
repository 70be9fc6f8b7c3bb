"""An SVG file from anywhere -> SVG that is safe to draw, and drawn as a browser draws it; or all reasons why not.

What a renderer gets is written anew from the elements that were looked at: no DOCTYPE, no entities, no scripts, no
links, nothing from outside the file, pictures decoded and packed again, styles as the renderer reads them.
"""

from __future__ import annotations

import base64
import binascii
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from handouts.errors import few
from handouts.logo import css
from handouts.logo.picture import MOST_PIXELS, LogoError, read_picture

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
MOST_ELEMENTS, DEEPEST = 20_000, 60
MOST_ENTITIES, LONGEST_ENTITY = 100, 200
LONGEST_STYLE = 200_000
MOST_TOLD = 8
LARGEST_SIDE = 1e6
ADVICE = "save the logo again without them, or export it as PNG, 1500 pixels wide"
OUTLINES = "turn text into outlines (curves, paths) and save the logo again"

# fmt: off
DRAWN = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "symbol", "defs",
    "clipPath", "mask", "linearGradient", "radialGradient", "stop", "pattern", "marker", "image", "switch", "a",
    "style", "filter",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG",
    "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight",
    "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
}
# fmt: on
SILENT = {"title", "desc", "metadata", "view", "cursor", "font", "font-face", "color-profile"}
TEXT = {"text", "tspan", "textPath", "tref"}
ANIMATION = {"animate", "animateTransform", "animateMotion", "animateColor", "set"}
UNREAD_INPUTS = {"BackgroundImage", "BackgroundAlpha", "FillPaint", "StrokePaint"}
DROPPED = {"base", "requiredFeatures"}
"""Attributes that browsers no longer read."""
UNREAD_ATTRIBUTES = {"vector-effect", "transform-box"}


@dataclass
class Node:
    """An element: its name in the SVG namespace, its attributes without namespaces, the text in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self) -> Iterator[Node]:
        """The element and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True)
class CleanSvg:
    """A drawing without a size of its own yet: what its outermost element says and holds."""

    width: float
    height: float
    attributes: str
    inner: str

    def sized(self, width: int, height: int) -> str:
        """The whole drawing in so many pixels."""
        return f'<svg xmlns="{SVG}" width="{width}" height="{height}"{self.attributes}>{self.inner}</svg>'

    def cut(self, box: tuple[int, int, int, int], whole: tuple[int, int], size: tuple[int, int]) -> str:
        """A part of the drawing as it was in so many pixels, in so many others."""
        left, top, right, bottom = box
        view = f'viewBox="{left} {top} {right - left} {bottom - top}"'
        head = f'<svg xmlns="{SVG}" width="{size[0]}" height="{size[1]}" {view} preserveAspectRatio="none">'
        return f"{head}{self.sized(*whole)}</svg>"


# --- XML -----------------------------------------------------------------------------------------------------


def parse(data: bytes, refuse: css.Refuse) -> Node:
    """The SVG elements of an XML file; those of other vocabularies are left out. Raises LogoError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    top = Node("", {})
    stack, count, entities, foreign = [top], 0, 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, foreign
        count += 1
        space, _, tag = name.rpartition(" ")
        if count > MOST_ELEMENTS or len(stack) > DEEPEST:
            raise LogoError(f"is too intricate: more than {MOST_ELEMENTS} elements, or {DEEPEST} inside each other")
        if foreign or (space not in ("", SVG) and len(stack) > 1):
            foreign += 1
            return
        node = Node(tag if space in ("", SVG) else "", {})
        for key, value in attributes.items():
            space, _, plain = key.rpartition(" ")
            if not space or (space == XLINK and plain == "href" and "href" not in attributes):
                node.attributes[plain] = value
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        nonlocal foreign
        if foreign:
            foreign -= 1
        else:
            stack.pop()

    def text(data: str) -> None:
        if not foreign and (stack[-1].tag in TEXT or stack[-1].tag == "style"):
            stack[-1].text += data
            if len(stack[-1].text) > LONGEST_STYLE:
                raise LogoError(f"is too intricate: a style sheet of more than {LONGEST_STYLE} characters")

    def entity(name: str, _: int, value: str | None, *__: object) -> None:
        nonlocal entities
        entities += 1
        if value is None or len(value) > LONGEST_ENTITY or "&" in value or entities > MOST_ENTITIES:
            raise LogoError(f"has the entity {name[:20]!r}, which stands for too much: {ADVICE}")

    def instruction(target: str, _: str) -> None:
        if target == "xml-stylesheet":
            refuse("a style sheet outside the file")

    def skipped(name: str, _: bool) -> None:
        raise LogoError(f"has the entity {name[:20]!r}, which the file does not explain: {ADVICE}")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    parser.ProcessingInstructionHandler = instruction
    parser.SkippedEntityHandler = skipped
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise LogoError(f"is not well-formed XML: {expat.ErrorString(error.code)}, line {error.lineno}") from None
    except (LookupError, ValueError, UnicodeError) as error:
        raise LogoError(f"is not readable XML: {error}") from None
    return top.children[0]


# --- SVG -----------------------------------------------------------------------------------------------------


def clean(data: bytes) -> CleanSvg:
    """The drawing of an SVG file, safe to hand to a renderer. Raises LogoError with every reason against it."""
    reasons: dict[str, None] = {}

    def refuse(reason: str) -> None:
        reasons[reason] = None

    root = parse(data, refuse)
    if root.tag != "svg":
        raise LogoError("is not an SVG file: its outermost element is not svg")
    left, top, width, height, shape = _size(root)
    cleaner = _Cleaner(root, refuse)
    inner = "".join(cleaner.element(child, root) for child in root.children)
    given = {name: value for name, value in root.attributes.items() if name not in ("width", "height", "viewBox")}
    placing = rf"(?<![\w-])(?:{'|'.join(sorted(css.ON_A_PAGE))})\s*:[^;]*"
    given["style"] = re.sub(placing, "", given.get("style", ""))
    attributes = cleaner.attributes(Node("svg", given))
    for name in cleaner.dangling():
        refuse(f"a reference to #{name[:30]}, which is not in the file")
    if reasons:
        raise LogoError(_refusal(list(reasons)))
    box = f' viewBox="{left:.10g} {top:.10g} {width:.10g} {height:.10g}"'
    return CleanSvg(shape[0], shape[1], box + attributes, inner)


def _refusal(reasons: list[str]) -> str:
    advice = OUTLINES if any(reason.startswith("text") for reason in reasons) else ADVICE
    if advice is OUTLINES and len(reasons) > 1:
        advice = f"{OUTLINES}, without the others; or export it as PNG, 1500 pixels wide"
    return f"cannot be printed as it looks on a screen: it has {few(reasons, MOST_TOLD, '; ')}. What to do: {advice}"


def _size(root: Node) -> tuple[float, float, float, float, tuple[float, float]]:
    """What is seen, in units of the drawing, and the size that has on a screen."""
    sides = [_pixels(root.attributes.get(name, "")) for name in ("width", "height")]
    numbers = re.split(r"[\s,]+", root.attributes.get("viewBox", "").strip())
    try:
        box = [float(number) for number in numbers] if numbers != [""] else []
    except ValueError:
        box = [math.nan]
    if box and (len(box) != 4 or not all(abs(v) <= LARGEST_SIDE for v in box) or min(box[2:]) <= 0):
        raise LogoError("has a viewBox that is not left, top, width, height with a size above 0")
    if not box:
        if None in sides:
            raise LogoError(f"has no size: neither a viewBox nor a width and a height: {ADVICE}")
        box = [0.0, 0.0, *(side or 0.0 for side in sides)]
    width, height = box[2:]
    shape = (sides[0] or 0.0, sides[1] or 0.0) if None not in sides else (width, height)
    if not 1 / 50 <= shape[0] / shape[1] <= 50:
        raise LogoError(f"is more than 50 times as long as it is wide: {ADVICE}")
    return box[0], box[1], width, height, shape


def _pixels(text: str) -> float | None:
    """A length in CSS pixels; None for none, and for a share of something."""
    match = re.fullmatch(
        r"\s*([-+]?(?:\d{1,9}\.?\d{0,20}|\.\d{1,20})(?:e[-+]?\d{1,2})?)\s*([a-z]*)\s*", text[:60], re.I
    )
    scale = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8}
    if not match or match[2].lower() not in scale:
        return None
    value = float(match[1]) * scale[match[2].lower()]
    return value if 0 < value <= LARGEST_SIDE else None


class _Cleaner:
    """Writes elements anew, and remembers what they refer to."""

    def __init__(self, root: Node, refuse: css.Refuse) -> None:
        self.refuse = refuse
        nodes = list(root.all())
        self.ids = {node.attributes["id"] for node in nodes if "id" in node.attributes}
        self.variables = css.Variables(
            [node.text for node in nodes if node.tag == "style"]
            + [node.attributes["style"] for node in nodes if "style" in node.attributes]
        )
        self.referred: dict[str, None] = {}
        self.pixels = 0

    def dangling(self) -> list[str]:
        """The ids that are referred to and not there."""
        return [name for name in self.referred if name not in self.ids]

    def element(self, node: Node, parent: Node) -> str:
        """An element and everything in it."""
        tag = node.tag
        if tag in SILENT:
            return ""
        if tag == "style":
            return self._style(node)
        if tag not in DRAWN:
            self._refuse(node, parent)
            return ""
        inner = "".join(self.element(child, node) for child in node.children)
        name = "g" if tag == "a" else tag
        return f"<{name}{self.attributes(node)}>{inner}</{name}>"

    def _refuse(self, node: Node, parent: Node) -> None:
        tag = node.tag
        if tag in TEXT:
            if "".join(each.text for each in node.all()).strip():
                self.refuse("text, which looks different on each computer")
        elif tag in ANIMATION:
            self.refuse("an animation")
        elif tag == "script":
            self.refuse("a script")
        elif tag == "foreignObject":
            if parent.tag != "switch":
                self.refuse("HTML inside it (foreignObject)")
        else:
            self.refuse(f"the element {tag[:30]!r}, which is not read")

    def _style(self, node: Node) -> str:
        if node.attributes.get("media", "all").strip().lower() not in ("", "all", "print"):
            self.refuse("a style sheet for certain media")
        sheet = css.style_sheet(node.text, self.variables, self.refuse)
        self.referred.update(dict.fromkeys(css.referred(sheet)))
        return f"<style>{escape(sheet)}</style>" if sheet else ""

    def attributes(self, node: Node) -> str:
        """The attributes as they are written in a tag."""
        found = dict[str, str]()
        for name, value in node.attributes.items():
            if name == "style":
                found[name] = css.written(css.declarations(value, self.variables, self.refuse))
            elif name == "href":
                self._reference(node, value, found)
            elif name in css.PROPERTIES:
                self._property(name, value, found)
            elif name in UNREAD_ATTRIBUTES and value not in css.NEUTRAL:
                self.refuse(f"{name!r}, which is not read")
            elif name in ("in", "in2") and value in UNREAD_INPUTS:
                self.refuse(f"a filter of {value}, which is not read")
            elif not name.lower().startswith("on") and name not in DROPPED:
                found[name] = value
        for name in ("style", *css.PAINTS, *css.REFERENCES):
            self.referred.update(dict.fromkeys(css.referred(found.get(name, ""))))
        return "".join(f" {name}={quoteattr(value)}" for name, value in found.items())

    def _property(self, name: str, value: str, found: dict[str, str]) -> None:
        known = css.declared(name, value.strip(), self.variables)
        if known is not None:
            found[name] = known
        elif value.strip():
            what = "colour" if name in css.PAINTS else name
            self.refuse(f"the {what} {value[:40]!r}, which is not read")

    def _reference(self, node: Node, value: str, found: dict[str, str]) -> None:
        value = value.strip()
        if node.tag == "a":
            return
        if value.startswith("#"):
            found["href"] = value
            self.referred[value[1:]] = None
        elif node.tag == "image" and value.lower().startswith("data:"):
            self._picture(value, found)
        else:
            self.refuse(f"something from outside the file ({value[:40]!r}): a logo must stand in one file")

    def _picture(self, value: str, found: dict[str, str]) -> None:
        """A picture in the file, decoded here and packed again: the renderer would leave it out if it is damaged."""
        head, _, body = value.partition(",")
        try:
            data = base64.b64decode(re.sub(r"\s+", "", body), validate=True) if ";base64" in head else b""
            read = read_picture(data)
        except (LogoError, binascii.Error) as error:
            why = str(error) if isinstance(error, LogoError) else "is not base64"
            self.refuse(f"a picture inside it that {why}")
            return
        picture = read.image
        self.pixels += picture.width * picture.height * read.times**2
        if self.pixels > MOST_PIXELS:
            raise LogoError("has too many pixels in the pictures inside it")
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        found["href"] = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
