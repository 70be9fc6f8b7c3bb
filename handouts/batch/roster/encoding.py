"""What encoding a roster is in: certain from its bytes, or asked for; a likely one is taken only if it fits, and told.

Statistics were tried and are no help: of rosters in Windows-1252 with mostly English text, charset-normalizer takes
most for Windows-1250. So other encodings than Windows-1252 are asked for, with what each would make of the letters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import BinaryIO

from handouts.errors import HandoutsError, few
from handouts.style.plaintext import UNREADABLE

CHUNK = 1 << 20
"""Bytes that are read at a time."""
USUAL = "cp1252"
OTHERS = {
    "cp1250": "Windows, Central Europe",
    "iso8859-2": "Latin 2, Central Europe",
    "cp1251": "Windows, Cyrillic",
    "cp1253": "Windows, Greek",
    "cp1254": "Windows, Turkish",
    "cp1255": "Windows, Hebrew",
    "cp1256": "Windows, Arabic",
    "cp1257": "Windows, Baltic",
    "mac-roman": "old Macs",
}
"""Encodings to offer, and where they are usual."""
MOST_WORDS, MOST_LETTERS = 20_000, 40
ODD_WORDS = 50
"""One odd word in so many is a slip of the keyboard, and no other encoding."""
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_NO_TEXT = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs", "oem"}


def known_encoding(asked: str) -> str:
    """The encoding somebody means, such as cp1250 or windows-1250. Raises HandoutsError when there is no such one."""
    try:
        found = codecs.lookup(asked.strip().replace(" ", "-"))
        known = found._is_text_encoding and found.name.replace("_", "-") not in _NO_TEXT
    except (LookupError, ValueError):
        known = False
    if not known:
        raise HandoutsError(f"there is no such encoding: use utf-8, utf-16, cp1252, {', '.join(OTHERS)}")
    return found.name


def encoding_of(file: BinaryIO, name: str, asked: str, told: list[str]) -> str:
    """The encoding of a file that can be read again from its start, and is left there; a line to `told` if not certain.

    A byte-order mark is believed before `asked`; UTF-16 without one is known by its zeros. A file that is not UTF-8
    throughout is Windows-1252 if its words look like it, unless it has letters in UTF-8 too: then it is UTF-8 with
    damage, and reading it as Windows-1252 would print nonsense for the sound rows. Raises HandoutsError when nothing
    fits.
    """
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    encoding = known_encoding(asked) if asked else ""
    if encoding in ("", "utf-16") and (unmarked := _by_zeros(start)):
        return unmarked
    if encoding in ("utf-16", "utf-32"):
        raise HandoutsError(f"{name}: is not {encoding}: leave out --encoding, or give {encoding}-le or {encoding}-be")
    utf8, words = _look_through(file)
    if encoding:
        letters = letters_of([word.decode(encoding, "replace") for word in words])
        told.append(f"read as {encoding}" + (f", with {letters}" if letters else ""))
        return encoding
    if utf8:
        return "utf-8"
    if not _fits(words, USUAL):
        raise HandoutsError(f"{name}: is neither UTF-8 nor Windows-1252: {_offer(words)}")
    letters = letters_of([word.decode(USUAL) for word in words])
    told.append(
        f"is not UTF-8 and was read as Windows-1252, with {letters}; if names have other letters, "
        f"give --encoding ({', '.join(OTHERS)})"
    )
    return USUAL


def _by_zeros(start: bytes) -> str:
    """The UTF-16 that has no byte-order mark: its Latin letters have a zero beside them; "" for other files."""
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    if half and start[0::2].count(0) > 0.4 * half:
        return "utf-16-be"
    return ""


def letters_of(words: list[str]) -> str:
    """The letters in words that are not ASCII, sorted, so that they spell nobody's name."""
    found = sorted({char for word in words for char in word if not char.isascii() and char.isprintable()})
    return few(found, MOST_LETTERS, " ")


def _look_through(file: BinaryIO) -> tuple[bool, list[bytes]]:
    """Whether the file is UTF-8, perhaps damaged, and words of it that are not ASCII, each once."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sound, letters, words, rest = True, False, dict[bytes, None](), b""
    while True:
        chunk = file.read(CHUNK)
        if not chunk.isascii():
            letters = letters or _UTF8_LETTER.search(chunk) is not None
            for match in _WORD.finditer(rest + chunk):
                if len(words) < MOST_WORDS:
                    words[match.group()[:80]] = None
        rest = re.sub(rb"(?s).*[^A-Za-z\x80-\xff]", b"", chunk[-80:])  # a word may go on in the next piece
        try:
            sound = sound and decoder.decode(chunk, final=not chunk) is not None
        except UnicodeDecodeError:
            sound = False
        if not chunk:
            break
    file.seek(0)
    return sound or letters, list(words)


def _fits(words: list[bytes], encoding: str) -> bool:
    """Whether words look like words in an encoding: letters of one script, no signs among them, capitals in front."""
    latin = encoding not in ("cp1251", "cp1253", "cp1255", "cp1256")
    odd = sum(not _is_word(word.decode(encoding, "replace"), latin, 3 if encoding == USUAL else 5) for word in words)
    return odd * ODD_WORDS <= len(words)


_INSIDE = frozenset(
    "\u2019\u2018\u00b4\u00b7\u2013\u2014\u00ad\u00a0\u2026\u2022/\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
)
_MAC = re.compile("\\B\u0178[a-z]|[a-z]\u2018$")
"""The u and e with two dots of a Mac's roster, read as Windows-1252."""
_NEVER_FIRST = frozenset(
    "\u00a3\u00a5\u00a2\u00b9\u00b2\u00b3\u00bc\u00bd\u00be\u00af\u00b6\u00ac\u00ae\u00b1\u00a4\u00a6"
)


def _is_word(word: str, latin: bool, run: int) -> bool:
    if any(char == UNREADABLE or unicodedata.category(char) in ("Cc", "Cn", "Co") for char in word):
        return False
    if latin and _MAC.search(word):
        return False
    for index, char in enumerate(word):
        before, after = word[index - 1 : index], word[index + 1 : index + 2]
        if char.isascii():
            continue
        if not char.isalpha():
            if unicodedata.combining(char):
                continue
            if after.isalpha() and ((before.isalpha() and char not in _INSIDE) or char in _NEVER_FIRST):
                return False
        elif latin and char.isupper() and before.isalpha() and before.islower():
            return False  # the M\u0178ller of a Mac's roster
    return not latin or re.search(rf"[^\W\d_a-zA-Z]{{{run}}}", word) is None  # in Latin scripts, few stand in a row


def _offer(words: list[bytes]) -> str:
    """What to do: the encodings that fit, with the letters that each gives."""
    fitting = [encoding for encoding in OTHERS if _fits(words, encoding)]
    if not fitting:
        return "save it as UTF-8 (in Excel: CSV UTF-8), or as .xlsx"
    each = [
        f"{encoding} ({OTHERS[encoding]}) has {letters_of([word.decode(encoding) for word in words])}"
        for encoding in fitting
    ]
    return "save it as UTF-8 (in Excel: CSV UTF-8), or give --encoding with what has the right letters: " + "; ".join(
        each
    )
