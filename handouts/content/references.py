"""The sources of a muscle as lines to print: what they are, where they are found, and what was not checked."""

from __future__ import annotations

from handouts.content.library import Muscle
from handouts.content.model import Source
from handouts.style.words import Strings


def references(muscle: Muscle, strings: Strings) -> tuple[str, ...]:
    """Every source of the muscle and its warnings, in the order of the alphabet."""
    lines = {reference(source, strings) for source in muscle.sources.values()}
    return tuple(sorted(lines, key=str.casefold))


def reference(source: Source, strings: Strings) -> str:
    """One source: the citation, the way to it, and whether we read it ourselves."""
    parts = [source.citation]
    if source.doi:
        parts.append(f"https://doi.org/{source.doi}")
    if source.doi_unverified:
        parts.append(strings("sources.doi_unverified"))
    if source.url:
        parts.append(source.url)
    if source.relayed:
        parts.append(strings("sources.relayed"))
    return " ".join(parts)
