"""muscle -> Safety: what a handout says about safety, as lines that each name the warnings whose signs they carry.

Layouts take their warnings from here and nowhere else, so that "is every sign there?" can be asked of all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from handouts.content.library import Muscle, SafetyWarning
from handouts.content.model import Group, Route, Tier

MOST_WORDS_IN_BOX = 190
"""A warning box with more words is not read."""
TIERS: tuple[Tier, ...] = ("now", "today", "check", "stop", "never", "note")


@dataclass(frozen=True)
class Line:
    """One line. `items` are the warnings it carries, as `module.item`; a bullet of the box may carry several."""

    items: tuple[str, ...]
    text: str
    short: str = ""
    """Fewer words with the same signs; the same as `text` where there are none."""
    next: str = ""
    """What to do after a stop."""
    changed: bool = False
    """Whether a clinic changed its words."""


@dataclass(frozen=True)
class Ticks:
    """A group of the tick list. `short` has the words of a tick.

    Its heading is the interface word `group.<group>`, that of the group `part` is the region's.
    """

    group: Group
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Full:
    """All warnings of a tier in full words; `today` comes twice, once for each route."""

    tier: Tier
    route: Route | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Safety:
    """Everything a handout says about safety. `now`, `hospital`, `advice` and `notes` are the warning box."""

    now: tuple[Line, ...]
    hospital: tuple[Line, ...]
    advice: tuple[Line, ...]
    check: tuple[Ticks, ...]
    stop: tuple[Line, ...]
    never: tuple[Line, ...]
    notes: tuple[Line, ...]
    full: tuple[Full, ...]

    @property
    def box(self) -> tuple[Line, ...]:
        """Every line of the warning box, in order."""
        return (*self.now, *self.hospital, *self.advice, *self.notes)

    @property
    def ticks(self) -> tuple[Line, ...]:
        """Every line of the tick list, in order."""
        return tuple(line for group in self.check for line in group.lines)

    @property
    def changed(self) -> bool:
        """Whether a clinic changed any of it."""
        return any(line.changed for part in self.full for line in part.lines) or any(line.changed for line in self.box)

    def carried(self) -> set[str]:
        """The warnings that the lines of the pages carry, the sheet of full words apart."""
        return {key for line in (*self.box, *self.ticks, *self.stop, *self.never) for key in line.items}


def safety_of(muscle: Muscle, emergency: str = "{emergency}", limit: int | None = None) -> Safety:
    """A muscle's warnings as lines; `emergency` is the number to call, `limit` the most pain on the 0-10 scale."""
    most = muscle.facts.dose.pressure_limit if limit is None else limit

    def filled(text: str) -> str:
        return text.replace("{emergency}", emergency).replace("{limit}", str(most))

    def line(warning: SafetyWarning) -> Line:
        said = warning.words
        short = said.tick or said.short or said.text
        return Line((warning.key,), filled(said.text), filled(short), filled(said.next), warning.changed)

    def lines(tier: Tier, route: Route | None = None) -> tuple[Line, ...]:
        return tuple(line(warning) for warning in _of(muscle, tier, route))

    ticked = _of(muscle, "check")
    groups = [group for group in get_args(Group) if any(warning.item.group == group for warning in ticked)]
    return Safety(
        now=tuple(_bullets(_of(muscle, "now"), line)),
        hospital=tuple(_bullets(_of(muscle, "today", "hospital"), line)),
        advice=tuple(_bullets(_of(muscle, "today", "advice"), line)),
        check=tuple(Ticks(group, tuple(line(w) for w in ticked if w.item.group == group)) for group in groups),
        stop=lines("stop"),
        never=lines("never"),
        notes=lines("note"),
        full=tuple(
            Full(tier, route, found)
            for tier in TIERS
            for route in (("hospital", "advice") if tier == "today" else (None,))
            if (found := lines(tier, route))
        ),
    )


def _of(muscle: Muscle, tier: Tier, route: Route | None = None) -> list[SafetyWarning]:
    return [w for w in muscle.warnings if w.item.tier == tier and (route is None or w.item.route == route)]


def _bullets(warnings: list[SafetyWarning], line: Callable[[SafetyWarning], Line]) -> Iterator[Line]:
    """One line for each bullet, where its first warning stands.

    A warning in a clinic's own words is said in them below its bullet, unless the clinic changed the bullet as well:
    a bullet's own words never go, since they carry other signs too.
    """
    bullets: dict[tuple[str, str | None], list[SafetyWarning]] = {}
    for warning in warnings:
        bullets.setdefault((warning.module, warning.item.bullet), []).append(warning)
    for sharing in bullets.values():
        first = sharing[0]
        text = first.bullet.text if first.bullet else first.words.text
        yield Line(tuple(w.key for w in sharing), text, text, changed=first.bullet_changed)
        if not first.bullet_changed:
            own = [line(warning) for warning in sharing if warning.changed]
            yield from (Line(each.items, each.short, each.short, changed=True) for each in own)


def count_words(lines: Iterable[Line]) -> int:
    """The words of lines as they are printed, counted as a word processor does: what stands between spaces."""
    return sum(bool(re.search(r"\w", word)) for line in lines for word in line.short.split())


def lost(muscle: Muscle, safety: Safety) -> list[str]:
    """The warnings of a muscle that no line carries: on the pages, or on the sheet of full words."""
    in_full = {key for part in safety.full for line in part.lines for key in line.items}
    both = safety.carried() & in_full
    return [warning.key for warning in muscle.warnings if warning.key not in both]
