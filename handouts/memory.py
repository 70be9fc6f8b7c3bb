"""Results kept in memory by the identity of what they were made from, for work that asks for the same again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """At most `size` results; the oldest goes first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: dict[Hashable, tuple[tuple[object, ...], Value]] = {}

    def recall(self, made_from: tuple[object, ...], key: Hashable, make: Callable[[], Value]) -> Value:
        """The result for these very objects and this key; made when it is not there."""
        found = self.get(made_from, key)
        if found is None:
            found = make()
            self.keep(made_from, key, found)
        return found

    def get(self, made_from: tuple[object, ...], key: Hashable) -> Value | None:
        """The result for these very objects and this key, None when it is not there."""
        kept = self._kept.get((*(id(each) for each in made_from), key))
        return kept[1] if kept else None

    def keep(self, made_from: tuple[object, ...], key: Hashable, result: Value) -> None:
        """Keep a result, and the objects with it, so that no other object can get their `id` meanwhile."""
        if len(self._kept) >= self.size:
            del self._kept[next(iter(self._kept))]
        self._kept[(*(id(each) for each in made_from), key)] = (made_from, result)
