"""XML without its dangers: elements and attributes, and one clear line for everything that could do harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from handouts.errors import HandoutsError

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
