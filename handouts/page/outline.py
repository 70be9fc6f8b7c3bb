"""Headings have the level of the section they stand in, so that no level is ever skipped."""

from __future__ import annotations

from handouts.tagged import Element


def depth(element: Element) -> int:
    """How many sections an element is in, itself counted: its heading's level is one more."""
    count, at = 0, element
    while at.parent is not None:
        count += at.tag == "Sect"
        at = at.parent
    return count


def heading_element(sect: Element) -> Element:
    """The element of a section's own heading."""
    return sect.add(f"H{min(depth(sect) + 1, 6)}")
