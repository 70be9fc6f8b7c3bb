"""What can go wrong, said for people: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_PROBLEMS = 200
"""Of one file, and on the screen; of more, their number, or that there are more."""


class Problem(NamedTuple):
    """One thing that is wrong: the file, the key in it (may be empty), and a sentence."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.message}"


LONGEST_GUESSED = 60
"""Characters of a name that may be a known one with a mistake; comparing long ones takes long."""


class HandoutsError(Exception):
    """An error a person can act on; the message is one clear sentence.

    `field` is the choice that is wrong, by the name of its option without dashes, where one is; a dose's by its key.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ContentError(HandoutsError):
    """Everything that is wrong with a content or template folder, reported at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def few(names: Sequence[str], most: int, comma: str = ", ") -> str:
    """The first of some names, for a message, and how many more there are."""
    more = len(names) - most
    return comma.join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def likely(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the known name nearest to `name`, or nothing."""
    match = nearest(name, known)
    return f"; did you mean {match!r}?" if match else ""


def nearest(name: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known name nearest to `name`; empty when none is alike by `least`, of 1."""
    from difflib import get_close_matches  # here, so that --help need not load it

    if len(name) > LONGEST_GUESSED:
        return ""
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=least)), "")
