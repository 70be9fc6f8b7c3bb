"""The styles of an SVG file, written anew so that the renderer reads them as a browser does.

The renderer paints black what it cannot read, and leaves out rules with selectors that it does not know. So every
value and every selector is either one that it reads for certain, or a reason to refuse the file.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator, Sequence

Declarations = list[tuple[str, str]]
Refuse = Callable[[str], None]
"""Takes down one reason, as the end of a sentence that begins with "it has"."""

LONGEST_VALUE = 2000
PAINTS = {"fill", "stroke", "stop-color", "flood-color", "lighting-color", "color"}
REFERENCES = {"clip-path", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end"}
# fmt: off
PLAIN = {
    "opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "flood-opacity", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "fill-rule",
    "clip-rule", "display", "visibility", "overflow", "mask-type", "paint-order", "mix-blend-mode", "isolation",
    "shape-rendering", "image-rendering", "color-interpolation", "color-interpolation-filters",
}
# fmt: on
"""Properties whose values are words, or numbers with units."""
PROPERTIES = PAINTS | REFERENCES | PLAIN
NEUTRAL = {"none", "auto", "normal", "inherit", "initial"}
ON_A_PAGE = {"width", "height", "margin", "padding", "position", "border", "box-shadow"}
"""Properties of the outermost element that only place it on a web page."""
# fmt: off
UNREAD = {
    "vector-effect", "transform", "transform-box", "transform-origin", "background", "background-color",
    "background-image", "box-shadow", "border", "clip", "content", "zoom", "animation", "animation-name",
    "mask-image", "d", "x", "y", "cx", "cy", "r", "rx", "ry", "width", "height", "rotate", "scale", "translate",
    "offset-path", "position", "margin", "padding", "all",
}
# fmt: on
"""Properties that change what one sees, and that the renderer does not read in styles."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
_PLAIN_VALUE = re.compile(rf"[a-z][a-z-]*|{_NUMBER}(?:px|pt|pc|mm|cm|in|em|ex|%)?", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*(['\"]?)#([^'\")]+?)\1\s*\)", re.IGNORECASE)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)")
_PART = re.compile(
    r"(?:\*|[A-Za-z][\w-]*)?"
    r"(?:[.#]-?[A-Za-z_][\w-]*|\[[\w-]+(?:~?=(?:\"[^\"\\]*\"|'[^'\\]*'|[\w-]+))?\])*",
    re.ASCII,
)
_NEVER_ON_PAPER = re.compile(r":(?:hover|active|focus|focus-within|focus-visible|visited|target)\b")


# --- single values -------------------------------------------------------------------------------------------


def colour(text: str) -> str | None:
    """A CSS colour as the renderer reads it for certain; None when it is none that we know."""
    from PIL import ImageColor

    name = text.strip().lower()
    if name in ("none", "transparent", "currentcolor", "inherit", "context-fill", "context-stroke"):
        return {"currentcolor": "currentColor"}.get(name, name)
    if re.fullmatch(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", name) or name in ImageColor.colormap:
        return name
    match = re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", name)
    parts = re.split(r"\s*[,/]\s*|\s+", match[2].strip()) if match else []
    if not match or len(parts) not in (3, 4):
        return None
    try:
        alpha = _share(parts[3], 1) if len(parts) == 4 else 1.0
        if match[1] == "rgb":
            red, green, blue = (_share(part, 255) for part in parts[:3])
        else:
            turn = float(parts[0].removesuffix("deg")) / 360 % 1
            red, green, blue = colorsys.hls_to_rgb(turn, _share(parts[2], 100), _share(parts[1], 100))
        return f"rgba({round(255 * red)},{round(255 * green)},{round(255 * blue)},{alpha:.4g})"
    except ValueError:
        return None


def _share(text: str, whole: float) -> float:
    """A number of so many, or a percentage, as a share from 0 to 1. Raises ValueError."""
    if not re.fullmatch(rf"{_NUMBER}%?", text):
        raise ValueError(text)
    value = float(text[:-1]) / 100 if text.endswith("%") else float(text) / whole
    return min(max(value, 0.0), 1.0)


def referred(text: str) -> list[str]:
    """The ids that url(#id) names in a value."""
    return [match[2].strip() for match in _REFERENCE.finditer(text)]


def _paint(text: str) -> str | None:
    match = _REFERENCE.match(text)
    if not match:
        return colour(text)
    otherwise = text[match.end() :].strip()
    instead = colour(otherwise) if otherwise else ""
    return None if instead is None else f"url(#{match[2].strip()}) {instead}".strip()


def value_of(name: str, text: str) -> str | None:
    """A property's value as the renderer reads it for certain; None when it may not."""
    if len(text) > LONGEST_VALUE:
        return None
    if name in PAINTS:
        return _paint(text)
    if name in REFERENCES:
        match = _REFERENCE.fullmatch(text)
        return f"url(#{match[2].strip()})" if match else text if text in ("none", "inherit") else None
    return text if all(_PLAIN_VALUE.fullmatch(part) for part in re.split(r"[\s,]+", text) if part) else None


# --- variables -----------------------------------------------------------------------------------------------


class Variables:
    """Custom properties that have one value in the whole file."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.values: dict[str, set[str]] = {}
        for text in texts:
            for name, value in re.findall(r"(?<![\w-])(--[\w-]+)\s*:([^;{}]*)", text):
                self.values.setdefault(name, set()).add(value.strip())

    def filled(self, text: str) -> str | None:
        """The text with its variables filled in; None when one is not known for certain."""
        for _ in range(4):
            if "var(" not in text or len(text) > LONGEST_VALUE:
                break
            text = _VARIABLE.sub(self._value, text)
        return None if "var(" in text else text.strip()

    def _value(self, match: re.Match[str]) -> str:
        known = self.values.get(match[1], set())
        if len(known) == 1:
            return next(iter(known))
        return match[0] if known or match[2] is None else str(match[2])


# --- declarations and rules ----------------------------------------------------------------------------------


def declared(name: str, text: str, variables: Variables) -> str | None:
    """What one declaration comes to; None when that is not certain."""
    value = variables.filled(text)
    return None if value is None else value_of(name, value)


def declarations(text: str, variables: Variables, refuse: Refuse) -> Declarations:
    """The declarations of a style, each written anew; what has no effect on a drawing is left out.

    A value that cannot be read is passed over where the same block has one that can: programs write both.
    """
    found: Declarations = []
    unread: Declarations = []
    for part in re.split(r";(?![^()]*\))", text):
        name, colon, value = part.partition(":")
        name, value = name.strip().lower(), value.strip()
        important = re.search(r"\s*!\s*important$", value, re.IGNORECASE)
        value = value[: important.start()] if important else value
        if not colon or not value or name.startswith("-"):
            continue
        if name in UNREAD and value.lower() not in NEUTRAL:
            refuse(f"{name!r} in a style, which is not read")
        elif name in PROPERTIES:
            known = declared(name, value, variables)
            if known is None:
                unread.append((name, value))
            else:
                found.append((name, known + (" !important" if important else "")))
    for name, value in unread:
        if name not in {other for other, _ in found}:
            refuse(f"the {'colour' if name in PAINTS else name} {value[:40]!r}, which is not read")
    return found


def written(found: Declarations) -> str:
    """Declarations as text."""
    return ";".join(f"{name}:{value}" for name, value in found)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each brace of the outermost level, and what stands between it and its partner."""
    depth, start, opened = 0, 0, 0
    before = ""
    for match in re.finditer(r"[{};]", css):
        sign = match[0]
        if sign == ";" and depth == 0:
            yield css[start : match.start()].strip(), ""
            start = match.end()
        elif sign == "{":
            if depth == 0:
                before, opened = css[start : match.start()].strip(), match.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield before, css[opened : match.start()]
            depth = max(depth, 0)
            start = match.end() if depth == 0 else start
    if depth:
        yield before, css[opened:]


def style_sheet(css: str, variables: Variables, refuse: Refuse) -> str:
    """A style sheet with only what the renderer reads for certain."""
    css = re.sub(r"<!--|-->", "", re.sub(r"/\*.*?(?:\*/|$)", "", css, flags=re.DOTALL))
    parts = []
    for before, body in _blocks(css):
        if before.startswith("@"):
            _at_rule(before, refuse)
            continue
        chosen = [known for selector in before.split(",") if (known := _selector(selector, refuse))]
        if chosen and (found := declarations(body, variables, refuse)):
            parts.append(f"{','.join(chosen)}{{{written(found)}}}")
    return "\n".join(parts)


def _at_rule(before: str, refuse: Refuse) -> None:
    word = re.match(r"@[\w-]*", before)
    name = word[0].lower() if word else before[:20]
    harmless = name in ("@charset", "@namespace", "@font-face", "@page")
    if not harmless and not re.search(r"prefers-color-scheme\s*:\s*dark", before):
        refuse(f"{name[:20]} in a style sheet, which is not read")


def _selector(text: str, refuse: Refuse) -> str:
    """A selector that the renderer knows, or nothing."""
    selector = re.sub(r":root\b", "svg", text.strip())
    if not selector or _NEVER_ON_PAPER.search(selector):
        return ""
    parts = re.split(r"\s*[>+]\s*|\s+", selector)
    if all(part and _PART.fullmatch(part) for part in parts):
        return selector
    refuse(f"the selector {selector[:40]!r} in a style sheet, which is not read")
    return ""
