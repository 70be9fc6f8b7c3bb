"""Lists -> boxes: bullets, numbered steps, keyed items, sources; each item with its label and body for a reader."""

from __future__ import annotations

from collections.abc import Callable

from handouts.handout import document as doc
from handouts.page.boxes import Box, Item, Para, Stack
from handouts.page.look import Look, disc, put, wide
from handouts.tagged import Element, TaggedCanvas

ITEM_GAP = 4.0


def list_element(parent: Element, numbering: str) -> Element:
    """The structure element of a list; `numbering` is Disc, Decimal or None (ISO 32000-1, 14.8.5.5)."""
    return parent.add("L", attributes={"O": "List", "ListNumbering": numbering})


def bullets(block: doc.Bullets, look: Look, parent: Element, gap: float = 3.0, first_gap: float = 2.0) -> Stack:
    """An unordered list."""
    size = look.styles["body"].size
    element = list_element(parent, "Disc")
    items: list[Box] = []
    for text in block.items:
        entry = element.add("LI")
        label = entry.add("Lbl")
        body = Para(text, look, entry.add("LBody"))
        items.append(Item(body, 0.88 * size, _bullet(look, label), look.gap(gap)))
    return Stack(items, look.gap(first_gap))


def _bullet(look: Look, label: Element) -> Callable[[TaggedCanvas, float, float], None]:
    style = look.styles["body"]

    def paint(canvas: TaggedCanvas, x: float, top: float) -> None:
        with canvas.tag(label):
            put(canvas, look, x, top - style.size, "•", "body")

    return paint


def keyed(block: doc.Keyed, look: Look, parent: Element) -> Stack:
    """A list whose items have short labels of their own."""
    element = list_element(parent, "Decimal")
    indent = max((wide(look, key, "value") for key, _ in block.items), default=0.0) + 5.5 * look.unit
    size = look.styles["body"].size
    items: list[Box] = []
    for key, text in block.items:
        entry = element.add("LI")
        label = entry.add("Lbl")

        def marker(canvas: TaggedCanvas, x: float, top: float, label: Element = label, key: str = key) -> None:
            with canvas.tag(label):
                put(canvas, look, x, top - size, key, "value")

        items.append(Item(Para(text, look, entry.add("LBody")), indent, marker, look.gap(0.5)))
    return Stack(items, look.gap(1))


def steps(block: doc.Steps, look: Look, parent: Element) -> Stack:
    """Numbered steps, each number in a circle."""
    unit = look.unit
    element = list_element(parent, "Decimal")
    items: list[Box] = []
    for number, text in enumerate(block.items, block.start):
        entry = element.add("LI")
        label = entry.add("Lbl")

        def marker(canvas: TaggedCanvas, x: float, top: float, label: Element = label, number: int = number) -> None:
            middle = top - 9.2 * unit
            disc(canvas, look, x + 8.5 * unit, middle, 8.5 * unit, "paper", "accent", 1.3 * unit)
            with canvas.tag(label):
                put(canvas, look, x + 8.5 * unit, middle - 4.2 * unit, str(number), "h3", "accent", "middle", 12 * unit)

        body = Para(text, look, entry.add("LBody"))
        items.append(Item(body, 25 * unit, marker, look.gap(ITEM_GAP), least=19 * unit))
    return Stack(items, look.gap(4))


def sources(block: doc.Sources, look: Look, parent: Element) -> Stack:
    """The works that are listed, in small type."""
    element = list_element(parent, "None")
    items: list[Box] = [
        Para(doc.rich(text), look, element.add("LI").add("LBody"), "small", gap=look.gap(2)) for text in block.items
    ]
    return Stack(items)
