"""The structure tree: what the document says, and in which order, apart from where it is painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .errors import TaggedError

#: Standard structure types (ISO 32000-1, 14.8.4). Others would need a role map (ISO 14289-1, 7.1).
STANDARD_TYPES = frozenset(
    """Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private
    P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot
    Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form""".split()  # noqa: SIM905
)

AttributeValue = str | int | float | bool | Sequence[float]
#: Either one owner, ``{"O": "Table", "Scope": "Column"}``, or several, ``{"Table": {"Scope": "Column"}}``.
Attributes = Mapping[str, Any]


class Element:
    """One structure element (ISO 32000-1, 14.7.2).

    Build the tree together with the story: the order of `add` is the reading order, and nothing that happens
    in layout (a split, KeepTogether, a repeated table header) can change it. The tree is not altered by
    drawing, so one tree may be drawn again on another canvas.
    """

    __slots__ = ("actual_text", "alt", "attributes", "children", "lang", "parent", "tag", "title")

    def __init__(
        self,
        tag: str,
        *,
        alt: str | None = None,
        title: str | None = None,
        lang: str | None = None,
        actual_text: str | None = None,
        attributes: Attributes | None = None,
    ) -> None:
        if tag not in STANDARD_TYPES:
            raise TaggedError(f"{tag!r} is no standard structure type (ISO 32000-1, 14.8.4)")
        self.tag = tag
        self.alt = alt
        self.title = title
        self.lang = lang
        self.actual_text = actual_text
        self.attributes: dict[str, dict[str, AttributeValue]] = _by_owner(attributes or {})
        self.parent: Element | None = None
        self.children: list[Element] = []

    def add(
        self,
        tag: str,
        *,
        alt: str | None = None,
        title: str | None = None,
        lang: str | None = None,
        actual_text: str | None = None,
        attributes: Attributes | None = None,
    ) -> Element:
        """Append a child element and return it."""
        child = Element(tag, alt=alt, title=title, lang=lang, actual_text=actual_text, attributes=attributes)
        child.parent = self
        self.children.append(child)
        return child

    def set_attribute(self, owner: str, key: str, value: AttributeValue) -> None:
        """Set one attribute, e.g. ``("Table", "Scope", "Column")`` (ISO 32000-1, 14.8.5)."""
        self.attributes.setdefault(owner, {})[key] = value

    def walk(self) -> Iterator[Element]:
        """Yield this element and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __copy__(self) -> Element:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Element:
        # Platypus copies flowables; a copy of a paragraph is still the same paragraph of the document.
        return self

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.title or self.alt or ''!r} with {len(self.children)} children>"


def _by_owner(attributes: Attributes) -> dict[str, dict[str, AttributeValue]]:
    if "O" in attributes:
        return {str(attributes["O"]): {k: v for k, v in attributes.items() if k != "O"}}
    for owner, values in attributes.items():
        if not isinstance(values, Mapping):
            raise TaggedError(f"attributes need an owner: {{'O': 'Layout', {owner!r}: ...}}")
    return {owner: dict(values) for owner, values in attributes.items()}
