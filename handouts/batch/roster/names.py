"""Ids and file names that are safe on every file system, and say nothing about a person."""

from __future__ import annotations

import re
import unicodedata

LONGEST_ID = 80
"""Characters; with muscle and language the file name stays below the 255 bytes of common file systems."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class UnsafeIdError(ValueError):
    """The id cannot be part of a file name; the message says why."""


def safe_id(text: str) -> str:
    """The id as it stands in the file name: spaces become `_`. Raises UnsafeIdError for what could leave the folder."""
    made = "_".join(unicodedata.normalize("NFC", text).split())
    if not made:
        return ""
    if len(made) > LONGEST_ID or len(made.encode()) > 2 * LONGEST_ID:
        raise UnsafeIdError(f"is longer than {LONGEST_ID} characters")
    if not all(char.isalnum() or char in "._-" or unicodedata.combining(char) for char in made):
        raise UnsafeIdError("has characters that a file name cannot have")
    if made[0] in ".-" or made[-1] == ".":
        raise UnsafeIdError("begins with a dot or hyphen, or ends with a dot")
    if _RESERVED.fullmatch(made):
        raise UnsafeIdError("is a name that Windows keeps for itself")
    return made


def file_key(name: str) -> str:
    """What two file names have in common when a file system may take them for the same file."""
    return unicodedata.normalize("NFC", name.casefold())


def names_person(id_text: str, name: str) -> bool:
    """Whether an id gives away the name: the two share a word of three letters or more."""
    words = set(re.findall(r"[^\W\d_]{3,}", name.casefold()))
    return not words.isdisjoint(re.findall(r"[^\W\d_]{3,}", id_text.casefold()))
