"""Writes the structure tree: StructTreeRoot, the elements, and the ParentTree (ISO 32000-1, 14.7)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

from .element import AttributeValue, Element
from .errors import TaggedError

_TEXT_ATTRIBUTES = frozenset({"Summary", "Short"})


@dataclass
class Drawn:
    """What one canvas painted for one element."""

    marked: list[tuple[int, int, int]] = field(default_factory=list)  # order of painting, page, MCID
    annotations: list[tuple[int, str]] = field(default_factory=list)  # page, annotation's object name
    boxes: list[tuple[int, tuple[float, float, float, float]]] = field(default_factory=list)


class _Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An indirect object whose bytes are made by us."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.data = b""

    def format(self, document: Any) -> bytes:
        return self.data


def _string(text: str) -> str:
    if text.isascii() and text.isprintable():  # the same in PDFDocEncoding, and a quarter as long
        return "(" + re.sub(r"([\\()])", r"\\\1", text) + ")"
    return "<FEFF" + text.encode("utf-16-be", "replace").hex().upper() + ">"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _value(key: str, value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value) if key in _TEXT_ATTRIBUTES else str(pdfdoc.PDFName(value))
    if isinstance(value, Sequence):
        return "[" + " ".join(_value(key, item) for item in value) + "]"
    return _number(value)


def _attributes(by_owner: Mapping[str, Mapping[str, AttributeValue]]) -> str:
    dictionaries = [
        f"<</O /{owner} " + " ".join(f"/{key} {_value(key, value)}" for key, value in values.items()) + ">>"
        for owner, values in by_owner.items()
    ]
    return dictionaries[0] if len(dictionaries) == 1 else "[" + " ".join(dictionaries) + "]"


class StructureWriter:
    """Turns the static tree and what was drawn for it into the objects of the file."""

    def __init__(self, document: Any, drawn: Mapping[Element, Drawn], strict: bool) -> None:
        self._document = document
        self._strict = strict
        self._heading = 0
        self._drawn = drawn
        self._first: dict[Element, tuple[int, int] | None] = {}  # order of painting, page
        self._objects: dict[Element, tuple[_Raw, str]] = {}

    def write(self, root: Element, parents: Mapping[int, Element | list[Element]]) -> Any:
        """Write the tree and return the StructTreeRoot; `parents` are the entries of the ParentTree.

        Raises TaggedError when nothing was painted, and in strict mode for a tree that is not as the norm wants it.
        """
        if self._first_content(root) is None:
            raise TaggedError("nothing was painted for any element of the structure tree")
        tree, top = self._register()
        self._write_element(root, top)
        entries = []
        for key in sorted(parents):
            owner = parents[key]
            if isinstance(owner, Element):
                entries.append(f"{key} {self._reference(owner)}")
            else:
                array, reference = self._register()
                array.data = ("[" + " ".join(map(self._reference, owner)) + "]\n").encode()
                entries.append(f"{key} {reference}")
        parent_tree, parent_reference = self._register()
        parent_tree.data = ("<</Nums [" + "\n".join(entries) + "]>>\n").encode()
        tree.data = (
            f"<</Type /StructTreeRoot /K [{self._reference(root)}] /ParentTree {parent_reference} "
            f"/ParentTreeNextKey {max(parents, default=-1) + 1}>>\n"
        ).encode()
        return tree

    def _register(self) -> tuple[_Raw, str]:
        raw = _Raw()
        return raw, self._number(self._document.Reference(raw).name)

    def _number(self, name: str) -> str:
        number, generation = self._document.idToObjectNumberAndVersion[name]
        return f"{number} {generation} R"

    def _reference(self, element: Element) -> str:
        try:
            return self._objects[element][1]
        except KeyError:
            raise TaggedError(f"{element!r} was painted but is not in the canvas's structure tree") from None

    def _first_content(self, element: Element) -> tuple[int, int] | None:
        """Find what was painted first for an element or below it, and remember it for the whole tree."""
        found = [first for child in element.children if (first := self._first_content(child))]
        drawn = self._drawn.get(element)
        if drawn is not None:
            found += [(order, page) for order, page, _ in drawn.marked[:1]]
            if not drawn.marked:
                found += [(1 << 60, page) for page, _ in drawn.annotations[:1]]
        first = self._first[element] = min(found, default=None)
        return first

    def _kept(self, child: Element) -> bool:
        # A row keeps its empty cells, else the table is irregular (ISO 14289-1, 7.5).
        return self._first[child] is not None or child.tag in ("TD", "TH")

    def _write_element(self, element: Element, parent: str) -> None:
        if self._strict:
            self._check(element)
        raw, reference = self._objects[element] = self._register()
        drawn = self._drawn.get(element) or Drawn()
        first = self._first[element]
        page = drawn.marked[0][1] if drawn.marked else first[1] if first else None
        kids: list[str] = []
        own = list(drawn.marked)
        for child in element.children:
            if not self._kept(child):
                continue
            begins = self._first[child]
            while own and begins is not None and own[0][0] < begins[0]:
                kids.append(self._content(own.pop(0), page))
            self._write_element(child, reference)
            kids.append(self._objects[child][1])
        kids += [self._content(item, page) for item in own]
        kids += [
            f"<</Type /OBJR /Pg {self._number(f'Page{number}')} /Obj {self._number(name)}>>"
            for number, name in drawn.annotations
        ]
        parts = [f"<</Type /StructElem /S /{element.tag} /P {parent}"]
        if page is not None:
            parts.append(f"/Pg {self._number(f'Page{page}')}")
        parts.append(f"/K [{' '.join(kids)}]")
        for key, text in (
            ("T", element.title),
            ("Lang", element.lang),
            ("Alt", element.alt),
            ("ActualText", element.actual_text),
        ):
            if text:
                parts.append(f"/{key} {_string(text)}")
        attributes = {owner: dict(values) for owner, values in element.attributes.items()}
        box = _box(drawn)
        if box:  # ISO 32000-1, 14.8.5.4.3: required for an illustration that stands on one page
            layout = attributes.setdefault("Layout", {})
            layout.setdefault("BBox", box)
            layout.setdefault("Placement", "Block")
        if attributes:
            parts.append(f"/A {_attributes(attributes)}")
        raw.data = (" ".join(parts) + ">>\n").encode("ascii")

    def _check(self, element: Element) -> None:
        tag = element.tag
        if tag in ("Figure", "Formula") and not (element.alt or element.actual_text):
            raise TaggedError(f"{element!r} needs an alt (ISO 14289-1, 7.3): what does the picture say?")
        if tag[0] == "H" and tag[1:].isdigit():
            level = int(tag[1:])
            if level > self._heading + 1:
                before = f"H{self._heading}" if self._heading else "no heading"
                raise TaggedError(f"{element!r} follows {before}: a level is skipped (ISO 14289-1, 7.4.2)")
            self._heading = level

    def _content(self, item: tuple[int, int, int], page: int | None) -> str:
        _, number, mcid = item
        if number == page:
            return str(mcid)
        return f"<</Type /MCR /Pg {self._number(f'Page{number}')} /MCID {mcid}>>"


def _box(drawn: Drawn) -> tuple[float, ...] | None:
    """Return the box around everything noted for an element, or None when it spans pages."""
    if not drawn.boxes or len({page for page, _ in drawn.boxes}) > 1:
        return None
    corners = [box for _, box in drawn.boxes]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[2] for c in corners),
        max(c[3] for c in corners),
    )
