"""Somebody's own words: a note, a name, an address. Nothing in them is a mark, and all of them can be printed.

The rule: line breaks and tabs count as space; soft hyphens, zero-width spaces and byte-order marks, which pasting
brings along, are left out; every other invisible or control character, anything that changes the direction of
reading, and every character that the font has no shape for is refused by name.
"""

from __future__ import annotations

import re
import unicodedata

from handouts.errors import HandoutsError

LEFT_OUT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufe0e\ufe0f"))
UNREADABLE = "\ufffd"
"""Stands for what was no letter in a file's encoding."""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
MOST_NAMED = 10


def plain_text(text: str, what: str, lines: bool = False, longest: int | None = None) -> str:
    """`text` as it can be printed; line breaks stay when it may have `lines`. `what` names it in an error.

    Raises HandoutsError, with the characters at fault and never with the text itself: it may be a person's name.
    """
    text = unicodedata.normalize("NFC", text.translate(LEFT_OUT).replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\u2028\u2029\x0b\x0c\x85]", "\n", text)
    if lines:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip("\n")
    else:
        text = " ".join(text.split())
    hidden = [c for c in text if unicodedata.category(c) in INVISIBLE and c != "\n"]
    if hidden:
        raise HandoutsError(f"{what}: has control or invisible characters: {named(hidden)}; leave them out")
    if not text.isascii():
        from handouts.style.fonts import missing_characters

        missing = list(missing_characters(text))
        if missing:
            raise HandoutsError(f"{what}: has characters that the font cannot print: {named(missing)}; leave them out")
    if longest is not None and len(text) > longest:
        raise HandoutsError(f"{what}: is {len(text)} characters long; at most {longest} fit")
    return text


def named(characters: list[str]) -> str:
    """Characters as a list for people: the character where it can be shown, and its code point."""
    each = list(dict.fromkeys(characters))
    shown = [_name(c) for c in each[:MOST_NAMED]]
    return ", ".join(shown) + (f" and {len(each) - MOST_NAMED} more" if len(each) > MOST_NAMED else "")


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    title = unicodedata.name(character, "").lower()
    visible = category not in INVISIBLE and not category.startswith(("M", "Z"))
    words = " ".join(part for part in (character if visible else "", title) if part)
    return f"{words} ({code})" if words else code


_INSTEAD = {
    "•": "2022 2023 2043 25aa 25ab 25cf 25cb 25e6 25a0 25a1 25c6 25c7 27a2 2756 f076 f0a7 f0a8 f0b7 f0d8",
    "→": "2794 2799 279c 279e 27a1 27f6 21d2 f0e0 f0e8",
    "✓": "2714 2705 2611 f0fc f0fe",
    "-": "2010 2011 02d7",
    "\u2013": "2012 2212",
    "—": "2015",
    "\u2019": "02bc 2032 201b",
    "”": "2033 201f",
}
"""What word processors and phones write, by code point (private use: Word's bullets in Symbol and Wingdings), and the
nearest sign that fonts have."""
_NEAREST = {chr(int(sign, 16)): instead for instead, signs in _INSTEAD.items() for sign in signs.split()}
_DIRECTIONS = "\u061c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u20e3"
"""Marks of direction and of joining, which mean nothing among the letters that can be printed, and the frame of a key;
not the overrides, which show letters in another order."""


def simpler_signs(text: str, private: bool) -> tuple[str, dict[str, str]]:
    """`text` without the signs that cannot be printed, and what stands for each of them: "" for those left out.

    Never changes a letter, a digit, a currency or mathematical sign: their loss would change what is said. With
    `private`, signs of private use go too; without, they stay, since in a name they may be letters.
    """
    from handouts.style.fonts import missing_characters

    text = unicodedata.normalize("NFC", text)
    changed: dict[str, str] = {}
    for char in dict.fromkeys(text):
        category = unicodedata.category(char)
        if char == UNREADABLE or (category not in INVISIBLE and not missing_characters(char)):
            continue
        if category == "Co" and not private:
            continue
        compatible = unicodedata.normalize("NFKC", char)
        if char in _NEAREST and not missing_characters(_NEAREST[char]):
            changed[char] = _NEAREST[char]
        elif compatible != char and compatible.isprintable() and not missing_characters(compatible):
            changed[char] = compatible
        elif category in ("So", "Sk", "Co") or char in _DIRECTIONS or "\U000e0020" <= char <= "\U000e007f":
            changed[char] = ""
    return text.translate({ord(char): instead for char, instead in changed.items()}), changed
