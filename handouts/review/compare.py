"""What has changed since something was signed: by id, with the old and the new words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from handouts.approval.file import Item


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was signed; empty words are new, or gone."""

    id: str
    old: str
    new: str


def changes(signed: Sequence[Item], now: Sequence[Item]) -> list[Change]:
    """Every change, in the order of what there is now. A sentence is gone only when no other one is like it.

    Items are compared as they are signed, so one that only has another id is no change.
    """
    before = {_essence(item): item for item in signed}
    after = {_essence(item): item for item in now}
    gone = [item for key, item in before.items() if key not in after]
    new = [item for key, item in after.items() if key not in before]
    ids = list(dict.fromkeys([item.id for item in new] + [item.id for item in gone]))
    found = []
    for name in ids:
        old_texts = [item.text for item in gone if item.id == name]
        new_texts = [item.text for item in new if item.id == name]
        pairs = zip_longest(old_texts, sorted(new_texts, key=lambda text: -_like(text, old_texts)), fillvalue="")
        found += [Change(name, old, text) for old, text in pairs]
    return _paired(found)


def _essence(item: Item) -> tuple[str, ...]:
    return tuple(map(str, (*item.essence, item.part)))


def _like(text: str, others: Iterable[str]) -> float:
    return max((SequenceMatcher(None, text, other, autojunk=False).ratio() for other in others), default=0.0)


ALIKE = 0.6
"""How alike an old and a new sentence of different ids must be to be one sentence that was changed."""


def _paired(found: Sequence[Change]) -> list[Change]:
    """The changes, where one sentence went and a like one came they are one change."""
    gone = [each for each in found if each.old and not each.new]
    made = []
    for each in found:
        if each.new and not each.old:
            likest = max(gone, key=lambda other: _like(each.new, [other.old]), default=None)
            if likest is not None and _like(each.new, [likest.old]) >= ALIKE:
                gone.remove(likest)
                each = Change(likest.id if likest.id == each.id else f"{likest.id} → {each.id}", likest.old, each.new)
            made.append(each)
        elif each.new:
            made.append(each)
    return [*made, *gone]


def side_by_side(found: Iterable[Change], width: int = 96) -> Iterator[str]:
    """The changes for a terminal: the id, then the signed words at the left and those of now at the right."""
    column = max((width - 7) // 2, 20)
    for change in found:
        yield f"  {change.id}"
        old, new = (textwrap.wrap(text or "(nothing)", column) for text in (change.old, change.new))
        for left, right in zip_longest(old, new, fillvalue=""):
            yield f"    {left:<{column}} | {right}".rstrip()
