"""What is about to be signed: an approval and the list of everything under it; and writing both down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handouts import __version__
from handouts.approval.file import Approval, Item, add_approval, hash_of, record_path, write_record
from handouts.content.dose import LIMITS, Span, read_span
from handouts.errors import HandoutsError, likely
from handouts.handout.document import Document
from handouts.review.content import Content, cards, named, of_locale
from handouts.review.judge import dose_spans
from handouts.review.reading_copy import reading_copy
from handouts.style.plaintext import plain_text
from handouts.style.words import Locale, Strings

LONGEST_NAME, LONGEST_MORE = 60, 100


@dataclass(frozen=True)
class Proposal:
    """An approval that nobody has given yet, with all that it is of."""

    approval: Approval
    items: tuple[Item, ...]
    locales: tuple[Locale, ...]
    content: Content
    strings: Strings

    def reading_copy(self) -> Document:
        """What is to be read before it is signed."""
        return reading_copy(self.content.muscle, self.strings, self.items, self.approval, self.locales)

    def record(self, path: Path) -> Path:
        """Write the words down, then the approval. Returns the words' file. Raises HandoutsError."""
        words = record_path(path, self.approval.muscle, self.approval.lang)
        write_record(words, self.items)
        add_approval(path, self.approval)
        return words


def propose(
    content: Content,
    strings: Strings,
    locales: Sequence[Locale],
    reviewer: str,
    on: date,
    until: date,
    *,
    deck: bool = False,
    dose: Mapping[str, Span] | None = None,
    clinic: str = "",
    number: int = 1,
) -> Proposal:
    """The approval of a muscle in some places. `reviewer` is "name, role, registration", `dose` the ranges to sign,
    `number` which of the file's approvals it is.

    Raises HandoutsError when the reviewer has no name or the review ends before it begins.
    """
    name, credentials = read_reviewer(reviewer)
    if until < on:
        raise HandoutsError(f"--until: {until} is before the day of the review, {on}")
    muscle = content.muscle
    items = [*content.items, *(item for locale in locales for item in of_locale(locale))]
    items += cards(muscle) if deck else []
    approval = Approval(
        number=number,
        muscle=muscle.id,
        lang=muscle.lang,
        reviewer=name,
        credentials=credentials,
        on=on,
        until=until,
        version=muscle.facts.version,
        program=__version__,
        content=content.hash,
        deck=content.deck_hash if deck else None,
        clinic=clinic,
        locales={locale.tag: hash_of(of_locale(locale)) for locale in locales},
        dose={**dose_spans(muscle.facts.dose), **(dose or {})},
    )
    return Proposal(approval, tuple(named(items, muscle, strings)), tuple(locales), content, strings)


def read_reviewer(text: str) -> tuple[str, str]:
    """The name and what stands behind it. Raises HandoutsError."""
    name, _, credentials = plain_text(text, "--reviewer").partition(",")
    name, credentials = name.strip(), credentials.strip()
    if not name:
        raise HandoutsError('--reviewer: is empty; write it as "name, role, registration"')
    if not credentials:
        raise HandoutsError('--reviewer: add role and registration after the name: "name, role, registration"')
    for what, value, most in (("name", name, LONGEST_NAME), ("role and registration", credentials, LONGEST_MORE)):
        if len(value) > most:
            raise HandoutsError(f"--reviewer: the {what} has {len(value)} characters; shorten it to {most}")
        if "*" in value or "·" in value:
            raise HandoutsError("--reviewer: leave out * and ·")
    return name, credentials


def read_ranges(words: Iterable[str]) -> dict[str, Span]:
    """Ranges of a dose in `key=low-high` words, within what is sensible. Raises HandoutsError."""
    ranges: dict[str, Span] = {}
    for word in words:
        for part in word.replace(",", " ").split():
            key, sign, value = part.partition("=")
            if not sign or key not in LIMITS:
                known = f"write it as pressure=2-4; there is {', '.join(LIMITS)}"
                raise HandoutsError(f"--dose-range: {part[:30]!r}{likely(key, LIMITS)} ({known})")
            try:
                ends = [read_span(key, each) for each in value.replace("–", "-").split("-", 1)]
            except HandoutsError as error:
                raise HandoutsError(f"--dose-range: {error}") from None
            low, high = ends[0][0], ends[-1][1]
            if low > high:
                raise HandoutsError(f"--dose-range: {key} goes from {low} to {high}: the smaller number comes first")
            ranges[key] = (low, high)
    return ranges
