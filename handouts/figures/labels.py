"""Words beside a drawing: a label's lines, how wide they are, and how they are written at the end of a leader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from handouts.content.model import LabelWords
from handouts.drawing.shapes import Point, Shape, Text
from handouts.figures.style import FigureStyle
from handouts.style.fonts import text_width

LINE = 1.15
"""The height of a line, as a share of the size of its words."""
LONG = 5.0
"""A professional name longer than this many times its size is broken in two lines."""


@dataclass(frozen=True)
class Label:
    """A label as it is written: one line or two; of patients' words the second is a smaller thought."""

    lines: tuple[str, ...]
    size: float
    strong: bool = False
    minor: bool = False

    @property
    def width(self) -> float:
        """The width of its longest line, in points."""
        return max(text_width(line, self._weight(place), self.size) for place, line in enumerate(self.lines))

    def box(self, place: Point, end: bool) -> tuple[float, float, float, float]:
        """Where it stands when its first line is at a place; `end`: it ends there."""
        x, y = place
        left, right = (x - self.width, x) if end else (x, x + self.width)
        base = y + 0.35 * self.size
        return left, y - 0.7 * self.size, right, base + (0.4 + 1.1 * (len(self.lines) - 1)) * self.size

    def shapes(self, place: Point, end: bool) -> Iterator[Shape]:
        """The label with its first line at a place."""
        align: Literal["start", "end"] = "end" if end else "start"
        for number, line in enumerate(self.lines):
            base = place[1] + (0.35 + LINE * number) * self.size
            weight = self._weight(number)
            if weight == "R":
                yield Text(place[0], base, line, self.size, align, role="text2", weight="R")
            else:
                yield Text(place[0], base, line, self.size, align, weight=weight)

    def _weight(self, line: int) -> Literal["B", "S", "R"]:
        return "R" if self.minor and line else "B" if self.strong else "S"


def label(words: LabelWords, style: FigureStyle, strong: bool = False) -> Label:
    """A label in patients' words or, where the style wants them and there are some, in professional ones."""
    if style.pro and words.pro:
        return Label(_broken(words.pro, strong, style.label), style.label, strong)
    return Label((words.name, words.more) if words.more else (words.name,), style.label, strong, minor=True)


def widest(labels: Sequence[Label]) -> float:
    """The width that some labels need, in points."""
    return max((each.width for each in labels), default=0.0)


def _broken(text: str, strong: bool, size: float) -> tuple[str, ...]:
    """The text on one line or, where it is long, on two that are as even as they can be."""
    words = text.split()
    if len(words) == 1 or Label((text,), size, strong).width <= LONG * size:
        return (text,)
    halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return min(halves, key=lambda lines: Label(lines, size, strong).width)
