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
        """The result for these very objects and this key; made when it is not there.

        The objects are kept with the result, so that no other object can get their `id` meanwhile.
        """
        full = (*(id(each) for each in made_from), key)
        if full not in self._kept:
            result = make()
            if len(self._kept) >= self.size:
                del self._kept[next(iter(self._kept))]
            self._kept[full] = (made_from, result)
        return self._kept[full][1]
