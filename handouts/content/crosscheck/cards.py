"""Cross-checks of flashcards: what they claim, which figures and sources they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from handouts.content.cards import FACTS_FILE, SAFETY, is_occlusion
from handouts.content.crosscheck.common import missing_sources
from handouts.content.library import Library
from handouts.content.model import Card, Facts
from handouts.errors import ContentError, Problem, likely


def check_cards(facts: Facts, where: str) -> Iterator[Problem]:
    """What is wrong with the facts of a muscle's cards."""
    points = {point.id for point in facts.trigger_points}
    claims = {f"{key}.{item.id}" for key, item in facts.items() if key != "cards"} | {"dose"}
    for card in facts.cards:
        key = f"cards[{card.id}]"
        if card.trigger_point is not None and card.trigger_point not in points:
            hint = likely(card.trigger_point, points)
            yield Problem(where, f"{key}.trigger_point", f"no trigger point {card.trigger_point!r}{hint}")
        if card.claim is not None and card.claim not in claims:
            yield Problem(where, f"{key}.claim", f"no item {card.claim!r}{likely(card.claim, claims)}")
        if card.asks == "point" and (card.kind != "pain-map" or card.trigger_point is None):
            message = "is 'point': then the kind is 'pain-map', and trigger_point says which point is the answer"
            yield Problem(where, f"{key}.asks", message)


def check_shared_cards(library: Library, langs: Collection[str]) -> Iterator[Problem]:
    """Everything that is wrong with the shared cards: their shape, works, claims and figures."""
    found: dict[str, Card] = {}
    for lang in langs:
        try:
            found |= {each.card.id: each.card for each in library.basics(lang)}
        except ContentError as error:
            yield from error.problems
    for card in found.values():
        yield from missing_sources(FACTS_FILE, library.lists.sources, [(card.id, card.sources)])
        if card.asks or (card.trigger_point and not card.figure):
            key = "asks" if card.asks else "trigger_point"
            yield Problem(FACTS_FILE, f"{card.id}.{key}", "does not belong to a shared card: a muscle's cards have it")
        if is_occlusion(card):
            yield Problem(FACTS_FILE, f"{card.id}.kind", "is a muscle's: a shared card is a question or a cloze")
        try:
            if card.claim is not None and claimed(library, card.claim) is None:
                yield Problem(FACTS_FILE, f"{card.id}.claim", f"nothing shared is called {card.claim!r}")
        except ContentError as error:
            yield from error.problems


def claimed(library: Library, claim: str) -> str | None:
    """The grade of what a shared card claims: `safety.<module>.<warning>` or `<kind>.<shared item>`; None: no such.

    Raises ContentError when its file is not right.
    """
    kind, _, name = claim.partition(".")
    if kind == SAFETY:
        module, _, item = name.partition(".")
        items = library.safety[module].items if module in library.safety else ()
        return next((each.evidence for each in items if each.id == item), None)
    entry = library.lists.shared.facts(kind).get(name)
    return entry.data.get("evidence") if entry and isinstance(entry.data, dict) else None
