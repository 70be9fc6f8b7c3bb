"""The regions of the body, read and applied: which warnings a muscle needs, and which it may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from handouts.content.model import Every, Facts, Region, RegionWords, SafetyFacts, SafetyItem
from handouts.content.tables import dated, parsed, read_words, tables_of
from handouts.errors import ContentError, Problem
from handouts.files import content_name, read_toml

REGIONS = "body/regions.toml"
"""Where a content folder has them; the words are in `body/regions/<lang>.toml`."""
EVERY = "every"
"""The table of what all regions need."""


@dataclass(frozen=True)
class Regions:
    """All regions by id, and the safety modules that every handout needs."""

    by_id: Mapping[str, Region] = field(default_factory=dict)
    every: tuple[str, ...] = ()


@dataclass(frozen=True)
class Needed:
    """A safety module, or one warning of it, that a muscle needs, and why."""

    need: str
    why: str

    @property
    def module(self) -> str:
        """The module's id."""
        return self.need.partition(".")[0]


# --- which warnings ------------------------------------------------------------------------------------------------


def needed(regions: Regions, facts: Facts) -> list[Needed]:
    """What a muscle needs: as any muscle, for its region, for its places, for its tools."""
    found = [Needed(need, "every handout needs it") for need in regions.every]
    if region := regions.by_id.get(facts.region):
        every = f"every muscle of the region {facts.region!r} needs it"
        found += [Needed(need, every) for need in (*region.safety, region.massage)]
        for place in region.places:
            for point in facts.trigger_points:
                if place.holds(point.frame, point.at):
                    why = f"trigger point {point.id!r} lies in {place.id!r} of {facts.region!r}"
                    found += [Needed(need, why) for need in place.safety]
        for tool in region.tools:
            for technique in facts.techniques:
                if technique.under == tool.under:
                    why = f"technique {technique.id!r} has its tool under the {tool.under}"
                    found += [Needed(need, why) for need in tool.safety]
    return list({each.need: each for each in reversed(found)}.values())[::-1]


def items_for(module: SafetyFacts, regions: Regions, facts: Facts) -> list[SafetyItem]:
    """The warnings of a module that a muscle has when it names the module: those its region says, or all of them.

    One that is not massaged has no rules for when to stop.
    """
    asked = {each.need for each in needed(regions, facts) if each.module == module.id}
    if region := regions.by_id.get(facts.region):
        asked |= {need for need in region.may if need.partition(".")[0] == module.id}
        asked = asked or {need for need in _conditional(region) if need.partition(".")[0] == module.id}
    has = module.items if facts.massaged else [item for item in module.items if item.tier != "stop"]
    return [item for item in has if module.id in asked or f"{module.id}.{item.id}" in asked]


def allowed(regions: Regions, region: Region) -> set[str]:
    """The modules that a muscle of a region may name."""
    needs = (*regions.every, *region.safety, region.massage, *region.may, *_conditional(region))
    return {need.partition(".")[0] for need in needs}


def _conditional(region: Region) -> Iterator[str]:
    for place in region.places:
        yield from place.safety
    for tool in region.tools:
        yield from tool.safety


# --- reading -------------------------------------------------------------------------------------------------------


def read_regions(roots: Iterable[Path]) -> Regions:
    """The regions of some content folders; the first folder that has one wins. Raises ContentError."""
    return _regions(tuple(dated(root / REGIONS for root in roots)))


def read_region_words(roots: Iterable[Path], lang: str) -> Mapping[str, RegionWords]:
    """The words of the regions in a language; the first folder that has one wins. Raises ContentError."""
    return read_words(tuple(dated(root / "body/regions" / f"{lang}.toml" for root in roots)), lang, RegionWords)


@lru_cache(maxsize=16)
def _regions(files: tuple[tuple[Path, int], ...]) -> Regions:
    found: dict[str, Region] = {}
    every: tuple[str, ...] = ()
    problems: list[Problem] = []
    for path, _ in files:
        tables = dict(read_toml(path, content_name(path)))
        try:
            if EVERY in tables and not every:
                every = parsed(path, EVERY, tables[EVERY], Every).safety
        except ContentError as error:
            problems += error.problems
        tables.pop(EVERY, None)
        for name, region in tables_of(path, tables, Region, problems):
            found.setdefault(name, region)
    if problems:
        raise ContentError(problems)
    return Regions(found, every)
