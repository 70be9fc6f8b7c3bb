"""Cross-checks of the regions of the body: warnings, surfaces, views and other regions that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.content.library import Library
from handouts.content.regions import EVERY
from handouts.errors import ContentError, Problem, likely


def check_region(library: Library, name: str) -> Iterator[Problem]:
    """What is wrong between a region and what it refers to: warnings, surfaces, views, other regions."""
    regions, region = library.regions, library.regions.by_id[name]
    where = "content/body/regions.toml"
    needs = [(f"{name}.safety", region.safety), (f"{name}.may", region.may), (f"{name}.massage", (region.massage,))]
    needs += [(f"{name}.places[{rule.id}].safety", rule.safety) for rule in region.places]
    needs += [(f"{name}.tools[{rule.under}].safety", rule.safety) for rule in region.tools]
    for key, asked in needs:
        yield from _check_needs(where, key, asked, library)
    for art in region.views:
        if art not in library.art.names():
            yield Problem(where, f"{name}.views", f"no drawing {art!r}{likely(art, library.art.names())}")
    for rule in region.tools:
        if rule.under not in regions.by_id:
            message = f"no region {rule.under!r}{likely(rule.under, regions.by_id)}"
            yield Problem(where, f"{name}.tools[{rule.under}].under", message)
    try:
        surfaces = library.art.surfaces()
    except ContentError:
        return  # told elsewhere
    named = [(f"places[{place.id}]", place.surface) for place in region.places]
    named += [(f"keep_off[{keep.id}]", keep.surface) for keep in region.keep_off]
    for key, surface in named:
        if surface not in surfaces:
            yield Problem(where, f"{name}.{key}.surface", f"no surface {surface!r}{likely(surface, surfaces)}")
    for keep in region.keep_off:
        if keep.surface in surfaces and (off := surfaces[keep.surface].off(keep.at)):
            yield Problem(where, f"{name}.keep_off[{keep.id}].at", f"{off} on {keep.surface!r}")


def check_every(library: Library) -> Iterator[Problem]:
    """What is wrong with what every handout needs."""
    yield from _check_needs("content/body/regions.toml", f"{EVERY}.safety", library.regions.every, library)


def _check_needs(where: str, key: str, needs: Iterable[str], library: Library) -> Iterator[Problem]:
    parts: dict[str, set[str]] = {}
    for need in needs:
        name, _, item = need.partition(".")
        parts.setdefault(name, set()).add(item)
        if name not in library.safety:
            yield Problem(where, key, f"no safety module {name!r}{likely(name, library.safety)}")
            continue
        try:
            known = [each.id for each in library.safety[name].items]
        except ContentError:
            continue  # told elsewhere
        if item and item not in known:
            yield Problem(where, key, f"{name!r} has no warning {item!r}{likely(item, known)}")
    for name, items in parts.items():
        if "" not in items and name in library.safety:
            yield from _check_bullets(where, key, name, items, library)


def _check_bullets(where: str, key: str, name: str, items: set[str], library: Library) -> Iterator[Problem]:
    """A bullet of the warning box names all its signs, so its warnings come together."""
    try:
        module = library.safety[name]
    except ContentError:
        return
    for item in module.items:
        sharing = [each.id for each in module.items if each.bullet == item.bullet and each.id in items]
        if item.bullet and item.id not in items and sharing:
            message = f"has {name}.{sharing[0]} without {name}.{item.id}: they share the bullet {item.bullet!r}"
            yield Problem(where, key, message)
