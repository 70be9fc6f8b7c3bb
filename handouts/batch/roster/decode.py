"""Bytes -> text: which encoding a roster is in. UTF-8 with or without BOM, UTF-16, Windows-1252.

What cannot be read becomes U+FFFD, which the check of the row names; nothing is guessed inside a file.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

CHUNK = 1 << 20
UNREADABLE = "\ufffd"
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a file that can be read again from its start, and is left there.

    A file that is not UTF-8 throughout is Windows-1252, unless it has letters in UTF-8 too: then it is UTF-8
    with damage, and reading it as Windows-1252 would print nonsense for the sound rows.
    """
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(start) // 2
    if half and start[1::2].count(0) > 0.4 * half:
        return "utf-16-le"
    if half and start[0::2].count(0) > 0.4 * half:
        return "utf-16-be"
    return "cp1252" if _is_single_byte(file) else "utf-8"


def _is_single_byte(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    sound, letters = True, False
    while chunk := file.read(CHUNK):
        if not chunk.isascii():
            letters = letters or _UTF8_LETTER.search(chunk) is not None
            if sound:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    sound = False
    if sound:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            sound = False
    file.seek(0)
    return not sound and not letters
