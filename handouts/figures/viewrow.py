"""Views of the body in a row, bottom aligned, names below them: how wide the row is, how high its views can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ViewRoom:
    """The room that one view needs; lengths in points, shares of the row's height."""

    high: float
    """How high the view is, as a share of the highest one."""
    wide: float
    """How wide it is, as a share of the height of the highest one."""
    before: float
    """Room for numbers to its left."""
    after: float
    """The same to its right."""
    middle: float
    """Where the middle of its name is, from its left edge, as a share of its width."""
    name: float
    """Half the width of its name."""

    def sides(self, height: float) -> tuple[float, float]:
        """How far it reaches to the left and to the right of the middle of its name."""
        wide = self.wide * height
        return max(self.before + self.middle * wide, self.name), max(self.after + (1 - self.middle) * wide, self.name)


@dataclass(frozen=True)
class ViewRow:
    """Views side by side, no name over another."""

    views: Sequence[ViewRoom]
    gap: float
    """Points between two views."""
    window: float = 1.0
    """How much of the first view's drawing is seen from top to bottom, in art units."""

    def width(self, height: float) -> float:
        """How wide the row is when its highest view is so high."""
        return sum(sum(view.sides(height)) for view in self.views) + self.gap * (len(self.views) - 1)

    def height(self, width: float) -> float:
        """How high the highest view can be in a width; not above 0 where there is no room."""
        named: set[tuple[int, int]] = set()  # the sides of views whose name is the wider part
        while True:
            fixed, share = self.gap * (len(self.views) - 1), 0.0
            for index, view in enumerate(self.views):
                for side, (room, part) in enumerate(((view.before, view.middle), (view.after, 1 - view.middle))):
                    fixed += view.name if (index, side) in named else room
                    share += 0.0 if (index, side) in named else part * view.wide
            height = (width - fixed) / share if share > 0 else 0.0
            found = {
                (index, side)
                for index, view in enumerate(self.views)
                for side, (room, part) in enumerate(((view.before, view.middle), (view.after, 1 - view.middle)))
                if room + part * view.wide * height < view.name
            }
            if height <= 0 or found <= named:
                return height
            named |= found

    def in_width(self, width: float) -> ViewRow:
        """The same, where names may run into each other when views would else be less than half as high."""
        unnamed = replace(self, views=tuple(replace(view, name=0.0) for view in self.views))
        return self if self.height(width) >= unnamed.height(width) / 2 else unnamed

    def scale(self, height: float) -> float:
        """Points for a unit of the first view's art when the highest view is so high."""
        return self.views[0].high * height / self.window
