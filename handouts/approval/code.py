"""The short code on paper: eight characters that stand for a hash, and one that catches a slip of the pen.

The 31 characters have no 0, 1, I, L and O, which are taken for each other. The last one makes the weighted sum a
multiple of 31; since 31 is a prime, one wrong character and two exchanged ones are always found.
"""

from __future__ import annotations

import hashlib
import re

from handouts.errors import HandoutsError

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
EXAMPLE = "E3T-5RZ-NHA"
LENGTH = 8
"""Characters that carry something: 39 bits."""


def code_of(*parts: str) -> str:
    """The code of some texts, such as E3T-5RZ-NHA."""
    value = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest(), "big")
    digits = []
    for _ in range(LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        digits.append(digit)
    digits.append(-_sum(digits) % len(ALPHABET) * pow(LENGTH + 1, -1, len(ALPHABET)) % len(ALPHABET))
    text = "".join(ALPHABET[digit] for digit in digits)
    return "-".join(text[start : start + 3] for start in range(0, len(text), 3))


def read_code(text: str) -> str:
    """A code as somebody typed it, in its usual form. Raises HandoutsError when it is none, or mistyped."""
    plain = re.sub(r"[\s–—-]", "", text).upper()
    if len(plain) != LENGTH + 1 or any(char not in ALPHABET for char in plain):
        raise HandoutsError(
            f"{text[:30]!r} is no code: it has {LENGTH + 1} letters and digits, such as {EXAMPLE}; "
            "0, 1, I, L and O are not among them"
        )
    if _sum([ALPHABET.index(char) for char in plain]) % len(ALPHABET):
        raise HandoutsError(f"{text[:30]!r} is mistyped: its last character does not fit the others")
    return "-".join(plain[start : start + 3] for start in range(0, len(plain), 3))


def _sum(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, 1))
