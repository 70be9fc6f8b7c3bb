"""Somebody's own words: a note, a name, an address. Nothing in them is a mark, and all of them can be printed.

The rule: line breaks and tabs count as space; soft hyphens, zero-width spaces and byte-order marks, which pasting
brings along, are left out, and so are joiners and marks of direction where they do nothing. Every other invisible or
control character and anything that overrides the direction of reading is refused by name. Letters that no font here
has are refused by the name of their script, since they may be a person's name; so are marks without a letter.
"""

from __future__ import annotations

import re
import unicodedata

from handouts.errors import HandoutsError, few

LEFT_OUT = dict.fromkeys(map(ord, "\u00ad\u2060\ufeff\ufe0e\ufe0f"))
JOINERS = "\u200b\u200c\u200d\u200e\u200f\u061c"
"""Invisible, but of meaning: they join and part letters, end words where no space does, and tell directions."""
MOST_JOINERS = 3
"""In a row."""
_NO_JOINERS = dict.fromkeys(map(ord, JOINERS))
_JOINERS_IN_A_ROW = re.compile(f"[{JOINERS}]{{{MOST_JOINERS + 1},}}")
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_END_OF_NO_WORD = re.compile(f"(?<![{_NO_SPACES}])\u200b|\u200b(?![{_NO_SPACES}])")
"""A zero-width space, but not one between words in Thai, Lao, Burmese or Khmer."""
UNREADABLE = "\ufffd"
"""Stands for what was no letter in a file's encoding."""
UNSEEN_KINDS = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories of Unicode."""
MOST_NAMED = 10


def plain_text(text: str, what: str, lines: bool = False, longest: int | None = None, shaped: bool = True) -> str:
    """`text` as it can be printed; line breaks stay when it may have `lines`. `what` names it in an error.

    Without `shaped` it stands among other words, where there is the typeface alone. Raises HandoutsError, with the
    signs at fault and never with the text itself: it may be a person's name.
    """
    field = what.removeprefix("--")
    text = unicodedata.normalize("NFC", text.translate(LEFT_OUT).replace("\r\n", "\n").replace("\r", "\n"))
    text = _without_idle(re.sub("[\u2028\u2029\x0b\x0c\x85]", "\n", text))
    if lines:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip("\n")
    else:
        text = " ".join(text.split())
    if hidden := unseen(text):
        raise HandoutsError(
            f"{what}: has control or invisible characters: {named(hidden)}; leave them out", field=field
        )
    if not text.isascii() and (problem := not_printed(text, shaped)):
        raise HandoutsError(f"{what}: {problem[0]}; {problem[1]}", field=field)
    if longest is not None and len(text) > longest:
        raise HandoutsError(f"{what}: is {len(text)} characters long; at most {longest} fit", field=field)
    return text


def unseen(text: str) -> list[str]:
    """Its control and invisible characters, but for ends of lines, and for joiners beside something that is seen."""
    hidden = [c for c in text if unicodedata.category(c) in UNSEEN_KINDS and c not in JOINERS and c not in "\n\t\u00ad"]
    if hidden or any(unicodedata.category(c)[0] not in "CZ" for c in text):
        return hidden
    return [c for c in text if c in JOINERS]


def without_accents(text: str) -> str:
    """The letters without the marks that stand on them: for comparison, never for print."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _without_idle(text: str) -> str:
    """Without joiners and marks of direction where they do nothing: where the typeface prints everything else."""
    if text.isascii():
        return text
    from handouts.style.fonts import simple

    bare = text.translate(_NO_JOINERS)
    return bare if bare != text and simple(bare) else _END_OF_NO_WORD.sub("", text)


def not_printed(text: str, shaped: bool = True) -> tuple[str, str] | None:
    """What of a text cannot be printed, and what to do; None when all of it can. Letters are never spelled."""
    from handouts.style.fonts import missing_characters, simple, unprintable

    if simple(text):
        return None
    if not shaped:
        missing = missing_characters(text) or [c for c in text if unicodedata.category(c)[0] == "M"]
        return f"has characters that the font cannot print here: {named(list(missing))}", "leave them out"
    if UNREADABLE in text:
        return "has a character that could not be read", "type it again"
    if _JOINERS_IN_A_ROW.search(text):
        return "has many invisible characters in a row", "type it again"
    if found := unprintable(text):
        get = " ".join(f'pip install "handouts[{extra}]"' for extra in found.extras)
        if found.scripts:
            what = " and ".join(found.scripts)
            return f"has {what} letters that no font here prints", get or "write it in other letters"
        return f"has characters that the font cannot print: {named(list(found.characters))}", get or "leave them out"
    from handouts.shaping.shape import has_loose_marks

    if any(has_loose_marks(line) for line in text.split("\n")):
        return "has a mark without a letter that it belongs to, or too many on one", "type it again"
    return None


def named(characters: list[str]) -> str:
    """Characters as a list for people: the character where it can be shown, and its code point."""
    each = list(dict.fromkeys(characters))
    return few([_name(char) for char in each], MOST_NAMED)


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    title = unicodedata.name(character, "").lower()
    visible = category not in UNSEEN_KINDS and not category.startswith(("M", "Z"))
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
_DIRECTIONS = "\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u20e3"
"""Marks that tell the direction of a passage, which its letters tell as well, and the frame of a key; not the
overrides, which show letters in another order."""


def simpler_signs(text: str, private: bool) -> tuple[str, dict[str, str]]:
    """`text` without the signs that no font here prints, and what stands for each of them: "" for those left out.

    Never changes a letter, a digit, a currency or mathematical sign: their loss would change what is said. With
    `private`, signs of private use go too; without, they stay, since in a name they may be letters.
    """
    from handouts.style.fonts import missing_characters, unprintable

    text = unicodedata.normalize("NFC", text)
    changed: dict[str, str] = {}
    for char in dict.fromkeys(text):
        category = unicodedata.category(char)
        if char == UNREADABLE or (category not in UNSEEN_KINDS and not missing_characters(char)):
            continue
        nearest = _NEAREST.get(char)
        if nearest is None and category not in UNSEEN_KINDS and unprintable(char) is None:
            continue
        if category == "Co" and not private:
            continue
        compatible = unicodedata.normalize("NFKC", char)
        if nearest is not None and not missing_characters(nearest):
            changed[char] = nearest
        elif compatible != char and compatible.isprintable() and not missing_characters(compatible):
            changed[char] = compatible
        elif category in ("So", "Sk", "Co") or char in _DIRECTIONS or "\U000e0020" <= char <= "\U000e007f":
            changed[char] = ""
    return text.translate({ord(char): instead for char, instead in changed.items()}), changed
