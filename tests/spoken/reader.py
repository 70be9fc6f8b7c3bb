"""What a screen reader says of a file, in the order in which it says it, as plain text with one line per element.

It is read from the file's structure tree, which is all that a screen reader has. What is painted inside an element
that has a text alternative is not spoken, so it stands on a line of its own that says so; artifacts are never spoken
and stand apart, at the end of their page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from tests.tagged.helpers import Node, marked

ATTRIBUTES = {"Scope": "scope", "ColSpan": "columns", "RowSpan": "rows", "ListNumbering": "list"}
"""Attributes that change what is said, and what they are called here."""
REPLACES = {"Alt": "alternative", "ActualText": "actual text"}
"""What is said in place of what is painted."""


def transcript(pdf: pikepdf.Pdf, root: Node) -> str:
    """The whole file, whose structure tree is given, ending in a line break."""
    lines = [f"Title: {_one_line(str(pdf.docinfo.get('/Title', '')))}", f"Language: {pdf.Root.get('/Lang', 'none')}"]
    lines += ["Bookmarks:", *_bookmarks(pdf), *_pages(pdf, list(_spoken(root, 0)))]
    return "\n".join(lines) + "\n"


Line = tuple[int | None, str]
"""A line, and the page that it begins on; None where nothing is painted for it."""


def _pages(pdf: pikepdf.Pdf, lines: list[Line]) -> Iterator[str]:
    """The lines with a head wherever another page begins, and the page's artifacts where it is left for good."""
    pages = _begin(lines)
    for index, (_, line) in enumerate(lines):
        if index == 0 or pages[index] != pages[index - 1]:
            yield from ("", f"=== page {pages[index]} ===", "")
        yield line
        if pages[index] not in pages[index + 1 :]:
            yield from _artifacts(pdf.pages[pages[index] - 1])
    for number in sorted(set(range(1, len(pdf.pages) + 1)) - set(pages)):
        yield from ("", f"=== page {number}, of which nothing is spoken ===", *_artifacts(pdf.pages[number - 1]))


def _begin(lines: list[Line]) -> list[int]:
    """The page of every line; an element for which nothing is painted begins where its first child does."""
    pages: list[int] = []
    later = 1
    for page, _ in reversed(lines):
        later = page or later
        pages.append(later)
    return pages[::-1]


def _spoken(node: Node, depth: int) -> Iterator[Line]:
    """The lines of an element and of all below it."""
    indent, page = "  " * depth, node.pages[0] if node.pages else None
    replaced = [f"{name}: {_one_line(node.get(key))}" for key, name in REPLACES.items() if node.get(key) is not None]
    if replaced:
        yield page, f"{indent}{_head(node)}, {'; '.join(replaced)}"
        if node.text.strip():
            yield page, f"{indent}  (painted, not spoken: {_one_line(node.text)})"
        return
    own = _one_line("".join(_first_texts(node)))
    more = f", on to page {node.pages[-1]}" if node.pages and node.pages[-1] != page else ""
    yield page, f"{indent}{_head(node)}{more}" + (f": {own}" if own else "")
    begun = False
    for piece in node.pieces:
        if isinstance(piece, Node):
            begun = True
            yield from _spoken(piece, depth + 1)
        elif begun and piece.strip():
            yield None, f"{indent}  … {_one_line(piece)}"
    for link in node.links:
        yield None, f"{indent}  ({_annotation(link)})"


def _first_texts(node: Node) -> Iterator[str]:
    for piece in node.pieces:
        if isinstance(piece, Node):
            return
        yield piece


def _head(node: Node) -> str:
    """The role, and what is said with it."""
    words = [node.tag]
    words += [f"{name} {value}" for name, value in _attributes(node)]
    for key, name in (("T", "title"), ("Lang", "language"), ("E", "in full")):
        if node.get(key) is not None:
            words.append(f"{name} {node.get(key)!r}")
    return ", ".join(words)


def _attributes(node: Node) -> Iterator[tuple[str, str]]:
    holders: Any = node.element.get("/A", [])
    for holder in holders if isinstance(holders, pikepdf.Array) else [holders]:
        for key, name in ATTRIBUTES.items():
            if "/" + key in holder:
                yield name, str(holder["/" + key]).lstrip("/")


def _annotation(link: Any) -> str:
    action = link.get("/A", {})
    goal = f" to {action['/URI']}" if "/URI" in action else " inside the file"
    return f"{str(link.Subtype)[1:].lower()}{goal}: {_one_line(str(link.get('/Contents', '')))}"


def _artifacts(page: pikepdf.Page) -> Iterator[str]:
    """What is painted on a page and never spoken."""
    artifacts = [sequence for sequence in marked(page) if sequence.mcid is None]
    yield from ("", "  --- artifacts, not spoken ---")
    for sequence in artifacts:
        if sequence.text.strip():
            yield f"  {sequence.kind or 'other'}: {_one_line(sequence.text)}"
    yield f"  without words: {sum(not sequence.text.strip() for sequence in artifacts)}"


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    def below(items: Any, depth: int) -> Iterator[str]:
        for item in items:
            yield "  " * depth + str(item.title)
            yield from below(item.children, depth + 1)

    with pdf.open_outline() as outline:
        yield from below(outline.root, 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())
