"""How a figure is wanted: its size, side, body, marks and words."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.drawing.shapes import Box
from handouts.style.choices import Person, Side

LABEL = 11.5
"""Points: the label size that the line widths below belong to; everything scales with it."""
LARGEST_MARK = 1.3
"""Times its size in normal print."""


@dataclass(frozen=True)
class FigureStyle:
    """How a figure is composed: width to fill and greatest height, and the label size, all in points."""

    width: float = 340.0
    height: float = 260.0
    label: float = LABEL
    side: Side = "right"
    person: Person = "man"
    letter: str = "R"
    legend: tuple[str, ...] | None = None
    """What main pain, spread, a spot to press and one not to press are called; None for no legend."""
    pro: bool = False
    """Whether labels are what professionals call things, as on cards, where they are written."""
    marks: frozenset[int] | None = None
    zones: bool = True
    crosses: bool = True
    """Whether trigger points are marked; without, a pain map shows the pain alone."""
    frame: bool = False
    """Whether a scene fills a frame of exactly this width and height, rather than being as large as it fits."""
    crop: Box | None = None
    """The part of a scene that counts, as shares of the drawing: left, top, right, bottom."""
    words: tuple[str, ...] = ()
    """Short words in the picture, where its drawing keeps a strip free for them, from left to right."""
    signs: bool = True
    """Whether the sign of a place never to press is drawn."""
    scale: float = 0.0
    """Points for a unit of art, for a map of one spot; 0 when the size says it."""
    panel: bool = False
    """Whether a pain map shows only the views that its marks need."""

    @property
    def unit(self) -> float:
        """How much larger than in normal print everything is."""
        return self.label / LABEL

    @property
    def mark(self) -> float:
        """The same for a point's mark, which must not hide a small zone: it grows less than words do."""
        return min(self.unit, LARGEST_MARK)
