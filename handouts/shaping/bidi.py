"""Direction of reading: the Unicode bidirectional algorithm (UAX #9) for one paragraph.

Without explicit embeddings, overrides and isolates: their characters are refused before they come here. Numbers with
signs between their digits are kept in their own order, as a person would isolate them; else the groups of a telephone
number would change places after Arabic letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import bidirectional

MOST_BRACKETS = 63
"""Open brackets that are remembered (UAX #9, BD16)."""
_STRONG = ("L", "R", "AL")
_NUMBER = re.compile("(?<!\\w)[+#]?(?:\\(\\d+\\)[ -]?)?\\d[\\d/.,:\u2010\u2011\u2013\u00a0 -]*\\d")
"""Digits and what stands between those of a telephone number, a date, a time or a range."""
_OBJECT = "\ufffc"
"""Neutral, as an isolate is for what stands around it."""


def paragraph_level(text: str) -> int:
    """0 when a paragraph is read from left to right, else 1: its first strong character says it (P2, P3)."""
    for char in text:
        kind = bidirectional(char)
        if kind in _STRONG:
            return int(kind != "L")
    return 0


def any_right_to_left(text: str) -> bool:
    """Whether any letter is read from right to left."""
    return not text.isascii() and any(bidirectional(char) in ("R", "AL") for char in text)


def levels(text: str, base: int | None = None) -> list[int]:
    """The embedding level of each character: odd ones are read from right to left; numbers keep their own order."""
    base = paragraph_level(text) if base is None else base
    numbers = [match.span() for match in _NUMBER.finditer(text) if not match[0].isdecimal()]
    if not numbers:
        return embedding_levels(text, base)
    outer, at = "", 0
    for start, end in numbers:
        outer += text[at:start] + _OBJECT
        at = end
    around = iter(embedding_levels(outer + text[at:], base))
    found: list[int] = []
    for start, end in numbers:
        found += [next(around) for _ in range(start - len(found))]
        level = next(around)
        found += [level + level % 2] * (end - start)
    return found + list(around)


def visual_order(own: Sequence[int]) -> list[int]:
    """The places of pieces with these levels in the order in which they stand, from left to right (L2)."""
    order = list(range(len(own)))
    odd = [level for level in own if level % 2]
    for least in range(max(own), min(odd) - 1, -1) if odd else ():
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and own[order[end]] >= least:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def embedding_levels(text: str, base: int) -> list[int]:
    """The level of each character by the algorithm alone, in a paragraph of level `base`."""
    original = [bidirectional(char) or "L" for char in text]
    places = [index for index, kind in enumerate(original) if kind != "BN"]  # X9: the others do not count
    chars = [text[index] for index in places]
    kinds = [original[index] for index in places]
    outside = "R" if base else "L"
    _resolve_weak(kinds, outside)
    _resolve_brackets(kinds, chars, [original[index] for index in places], outside)
    _resolve_neutral(kinds, outside)
    found = [-1] * len(text)
    for index, kind in zip(places, kinds, strict=True):  # I1, I2
        found[index] = base + (kind != outside) + (kind in ("EN", "AN") and not base)
    last = base
    for index, level in enumerate(found):
        last = found[index] = last if level < 0 else level
    _reset_spaces(found, original, base)
    return found


def _resolve_weak(kinds: list[str], outside: str) -> None:
    """W1 to W7."""
    before = strong = outside
    for index, kind in enumerate(kinds):
        if kind == "NSM":  # W1
            kind = before
        before = kind
        if kind in _STRONG:
            strong = kind
        kinds[index] = "AN" if kind == "EN" and strong == "AL" else kind  # W2
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[index - 1 : index + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            kinds[index] = left
    for start, end in _runs(kinds, ("ET",)):  # W5
        if "EN" in (*kinds[max(start - 1, 0) : start], *kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
    strong = outside
    for index, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind in ("ES", "ET", "CS"):  # W6
            kinds[index] = "ON"
        elif kind == "EN" and strong == "L":  # W7
            kinds[index] = "L"


def _resolve_brackets(kinds: list[str], chars: Sequence[str], original: Sequence[str], outside: str) -> None:
    """N0: brackets take the direction of what they are about."""
    for start, end in sorted(_bracket_pairs(kinds, chars)):
        inside = {_way(kind) for kind in kinds[start + 1 : end]} & {"L", "R"}
        if not inside:
            continue
        if outside in inside:
            found = outside
        else:
            found = next((_way(kind) for kind in reversed(kinds[:start]) if _way(kind) in ("L", "R")), outside)
        for index in (start, end):
            kinds[index] = found
            for later in range(index + 1, len(kinds)):
                if original[later] != "NSM":
                    break
                kinds[later] = found


def _bracket_pairs(kinds: Sequence[str], chars: Sequence[str]) -> list[tuple[int, int]]:
    """BD16."""
    closing = _closing()
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, (kind, char) in enumerate(zip(kinds, chars, strict=True)):
        if kind != "ON":
            continue
        char = unicodedata.normalize("NFC", char)  # two pairs of angle brackets are the same
        if char in closing:
            if len(opened) == MOST_BRACKETS:
                return []
            opened.append((closing[char], index))
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == char:
                pairs.append((opened[depth][1], index))
                del opened[depth:]
                break
    return pairs


def _resolve_neutral(kinds: list[str], outside: str) -> None:
    """N1, N2: what has no direction takes that of both sides, or the paragraph's."""
    for start, end in _runs(kinds, ("ON", "WS", "S", "B")):
        left = _way(kinds[start - 1]) if start else outside
        right = _way(kinds[end]) if end < len(kinds) else outside
        kinds[start:end] = [left if left == right else outside] * (end - start)


def _reset_spaces(found: list[int], original: Sequence[str], base: int) -> None:
    """L1: separators, and spaces before them and at the end, are the paragraph's."""
    at_end = True
    for index in range(len(found) - 1, -1, -1):
        kind = original[index]
        at_end = kind in ("S", "B") or (at_end and kind in ("WS", "BN"))
        if at_end:
            found[index] = base


def _way(kind: str) -> str:
    return "R" if kind in ("EN", "AN") else kind


def _runs(kinds: Sequence[str], wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where stretches of such kinds begin and end."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in wanted:
            end += 1
        if end > start:
            yield start, end
        start = end + 1


@lru_cache(maxsize=1)
def _closing() -> dict[str, str]:
    """The closing bracket of each opening one: the next character that closes."""
    found = {}
    for code in (*range(0x28, 0x3020), *range(0xFE59, 0xFF63)):
        char = chr(code)
        if unicodedata.category(char) == "Ps" and unicodedata.mirrored(char):
            nearest = next((c for c in (chr(code + 1), chr(code + 2)) if unicodedata.category(c) == "Pe"), None)
            if nearest:
                found[char] = nearest
    return found
