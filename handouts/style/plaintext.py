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
