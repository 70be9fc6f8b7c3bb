"""Cross-checks of a safety module: every warning has what its tier needs, and words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from handouts.content.crosscheck.common import check_marks, duplicates, missing_sources, same_ids
from handouts.content.model import SafetyFacts, SafetyItem, SafetyLanguage
from handouts.content.texts import texts
from handouts.errors import Problem, likely

SAFETY_NAMES = ("limit", "emergency")
"""What may be filled into the words of a warning."""


def check_module(
    module: SafetyFacts, where: str, words: SafetyLanguage, spoken: str, known: Collection[str]
) -> Iterator[Problem]:
    """What is wrong between a safety module and its words; `where` and `spoken` name the two files.

    `known` are the ids of all sources.
    """
    ids = [item.id for item in module.items]
    yield from duplicates(where, "items", ids)
    cited = [(f"items[{item.id}]", item.sources) for item in module.items]
    yield from missing_sources(where, known, cited)
    yield from _check_safety(module, where)
    yield from _check_safety_words(module, words, spoken)


_KEYS_OF_TIERS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "bullet": (("now", "today"), "every warning of tier 'now' or 'today' is in a bullet of the warning box"),
    "route": (("today",), "a warning of tier 'today' says where to go: hospital or advice"),
    "group": (("check",), "a warning of tier 'check' stands in a group of the tick list"),
}
"""Which tiers need a key, which no other may have, and why."""


def _check_safety(module: SafetyFacts, where: str) -> Iterator[Problem]:
    for item in module.items:
        for key, (tiers, why) in _KEYS_OF_TIERS.items():
            if item.tier in tiers and getattr(item, key) is None:
                yield Problem(where, f"items[{item.id}].{key}", f"is missing: {why}")
            elif item.tier not in tiers and getattr(item, key) is not None:
                yield Problem(where, f"items[{item.id}].{key}", f"does not belong to a warning of tier {item.tier!r}")
    first: dict[str, SafetyItem] = {}
    for item in module.items:
        if item.bullet is not None:
            other = first.setdefault(item.bullet, item)
            if (item.tier, item.route) != (other.tier, other.route):
                message = f"{item.bullet!r} has {other.id!r} of another tier or route: one bullet asks for one thing"
                yield Problem(where, f"items[{item.id}].bullet", message)


def _check_safety_words(module: SafetyFacts, words: SafetyLanguage, where: str) -> Iterator[Problem]:
    yield from same_ids(where, "items", [item.id for item in module.items], words.items)
    bullets = list(dict.fromkeys(item.bullet for item in module.items if item.bullet))
    for name in bullets:
        if name not in words.bullets:
            yield Problem(where, f"bullets.{name}", "words are missing")
    for name in words.bullets:
        if name not in bullets:
            yield Problem(where, f"bullets.{name}", f"no warning is in this bullet{likely(name, bullets)}")
    for item in module.items:
        if said := words.items.get(item.id):
            key = f"items.{item.id}"
            if item.tier == "stop" and not said.next:
                yield Problem(where, f"{key}.next", "is missing: who stops must know what to do next")
            if item.tier != "stop" and said.next:
                yield Problem(where, f"{key}.next", f"does not belong to a warning of tier {item.tier!r}")
            if item.tier != "check" and said.tick:
                yield Problem(where, f"{key}.tick", f"does not belong to a warning of tier {item.tier!r}")
            if item.tier not in ("now", "today") and not said.short:
                yield Problem(where, f"{key}.short", "is missing")
    for key, text in texts(words.model_dump()):
        if unknown := [name for name in re.findall(r"\{(.*?)\}", text) if name not in SAFETY_NAMES]:
            hint = likely(unknown[0], SAFETY_NAMES)
            yield Problem(where, key, f"has {{{unknown[0]}}}{hint} (a warning may have {{limit}} and {{emergency}})")
        elif text.count("{") != text.count("}"):
            yield Problem(where, key, "has a { or } without its partner")
        yield from check_marks(where, key, text)
