"""What is typed and what is spoken: notes of their own, made from those of the main deck.

They go into a package of their own. A learner turns them on by importing it, leaves them out by not doing so, and
may delete them for good: measured with Anki, cards of the main package that were deleted came back with every update.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handouts.deck.cards import Gap, Note, cloze_parts
from handouts.deck.note_types import Extra

LONGEST_TYPED = 3
"""Words of a gap that somebody can be asked to type."""
BLANK, PAUSE = "____", " … "
"""A gap that is read, and one that is heard: a voice makes a pause of it."""


@dataclass(frozen=True)
class AskedInWords:
    """A question and its answer in content text; `part` tells it from the others of its note, for the key."""

    kind: Extra
    part: str
    question: str
    answer: str
    short: str = ""
    hint: str = ""


def asked_in_words(note: Note) -> Iterator[AskedInWords]:
    """What of a note can be typed or heard; nothing of a picture with masks, and what has to be seen is not heard."""
    if note.kind == "occlusion":
        return
    if note.kind == "cloze":
        yield from _gaps(note)
        return
    words = note.words
    if words.short:
        yield AskedInWords("typed", "typed", words.question, words.answer, words.short, words.hint)
    if note.front is None:
        yield AskedInWords("spoken", "spoken", words.question, words.answer, "", words.hint)


def _gaps(note: Note) -> Iterator[AskedInWords]:
    parts = cloze_parts(note.words.text)
    gaps = [part for part in parts if isinstance(part, Gap)]
    for ordinal in sorted({gap.ordinal for gap in gaps}):
        asked = [gap for gap in gaps if gap.ordinal == ordinal]
        answer = ", ".join(dict.fromkeys(gap.text for gap in asked))
        hint = asked[0].hint or note.words.hint
        short = answer.replace("**", "")
        if len(short.split()) <= LONGEST_TYPED and len(asked) == 1:
            yield AskedInWords("typed", f"typed-{ordinal}", _without(parts, ordinal, BLANK), answer, short, hint)
        if note.front is None:
            yield AskedInWords("spoken", f"spoken-{ordinal}", _without(parts, ordinal, PAUSE), answer, "", hint)


def _without(parts: list[str | Gap], ordinal: int, blank: str) -> str:
    """The sentence with one gap open and the others filled in."""
    said = (part if isinstance(part, str) else blank if part.ordinal == ordinal else part.text for part in parts)
    return "".join(said)


__all__ = ["AskedInWords", "asked_in_words"]
