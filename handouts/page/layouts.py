"""What the handouts of a run have in common: looks that are tried, and what is known of parts and blocks in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from handouts.handout.document import Part
from handouts.page.look import Look, Scales
from handouts.page.margins import Numbers
from handouts.page.personal import Memory

LARGE_PRINT: Scales = ((1.0, 1.0), (0.95, 0.85), (0.9, 0.75), (0.85, 0.6), (0.8, 0.5))
"""Frame and gap scales that are tried in large print, until fewer pages come of none."""


@dataclass(frozen=True)
class Fitted:
    """A part, with the look in which it fits on one page, None where it does not, and what was left out of it."""

    part: Part
    look: Look | None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Looks:
    """The usual look of a print, and the short sheet's: its own, and where that is too large, the least one."""

    usual: Look
    short: Look
    least: Look
    _numbered: dict[Numbers, Looks] = field(init=False, default_factory=dict, repr=False)

    @cached_property
    def large(self) -> tuple[Looks, ...]:
        """The looks that are tried in large print, the loosest first; the same objects each time."""
        return tuple(Looks(look, look, look) for look in self.usual.tried(LARGE_PRINT))

    def numbered(self, numbers: Numbers) -> Looks:
        """The looks with the pages that each part begins on; the same objects for the same pages."""
        if numbers not in self._numbered:
            looks = (replace(look, pages=numbers) for look in (self.usual, self.short, self.least))
            self._numbered[numbers] = Looks(*looks)
        return self._numbered[numbers]


class Layouts:
    """What the handouts of one run have in common; made by whoever runs, and gone with the run.

    It knows looks, parts and blocks again when they are the very same objects, as those of a handout's plan are;
    to compare them by all that they say would take longer than it saves.
    """

    def __init__(self) -> None:
        self.looks: Memory[Looks] = Memory(64)
        """Of a theme and the options of a print."""
        self.fits: Memory[Fitted] = Memory(512)
        """Of a part, or of some that may stand on a page together, and a look."""
        self.flows: Memory[tuple[Look, int]] = Memory(512)
        """The look of a part that takes more pages than one, and how many."""
        self.sizes: Memory[tuple[float, float]] = Memory(8192)
        """Of a block and a look: the gap above it, and its height, in points."""
