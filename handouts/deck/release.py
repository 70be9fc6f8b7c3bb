"""Making a deck: the package of some muscles, a release that is noted in the ledger, what a release would harm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from handouts.approval.day import now
from handouts.approval.standing import Standing
from handouts.content.library import Library
from handouts.deck.cards import make_deck
from handouts.deck.ledger import NAME, Ledger, ledger_path, ledger_problems, read_ledger, release, write_ledger
from handouts.deck.package import Package, apkg_bytes, pack, write_apkg
from handouts.deck.words import load_deck_words
from handouts.errors import HandoutsError, Problem
from handouts.style.theme import load_theme


@dataclass(frozen=True)
class Edition:
    """A deck that is wanted: some muscles (none named: all) in a language, perhaps some topics alone."""

    library: Library
    templates: tuple[Path, ...]
    lang: str
    muscles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """What the cards of each muscle may say about their review."""

    @cached_property
    def ledger(self) -> Ledger:
        """What was released so far. Raises ContentError when the ledger is damaged."""
        return read_ledger(ledger_path(self.library.roots))

    def package(self, ledger: Ledger | None = None) -> Package:
        """The package, with the times of a ledger. Raises ContentError, HandoutsError."""
        deck = make_deck(self.library, self.muscles, load_deck_words(self.templates, self.lang), subset=self.topics)
        palette = load_theme(self.templates).palette("colour", "light")
        return pack(replace(deck, standings=self.standings), self.templates, palette, ledger or self.ledger)


def deck_bytes(edition: Edition, *, extra: bool = False) -> bytes:
    """The deck as one package, or the extra one, to be written anywhere. Raises HandoutsError."""
    package = edition.package()
    if not extra:
        return apkg_bytes(package, edition.ledger)
    if package.extra is None:
        raise HandoutsError("--extra: none of these cards can be typed or heard")
    return apkg_bytes(package.extra, edition.ledger)


def write_deck(package: Package, path: Path, ledger: Ledger) -> list[Path]:
    """Write the package, and the extra one beside it as `<name>-extra`. Raises HandoutsError."""
    made = [write_apkg(package, path, ledger)]
    if package.extra:
        made.append(write_apkg(package.extra, path.with_name(f"{path.stem}-extra{path.suffix}"), ledger))
    return made


def publish(edition: Edition, version: str, path: Path) -> list[Path]:
    """Publish all muscles in all languages: write the deck of one, then note in the ledger what changed, and when.

    The ledger is that of the first content folder. The time is now, or SOURCE_DATE_EPOCH. Raises HandoutsError for a
    wrong version, ContentError when the release would harm a learner's collection; then nothing is written.
    """
    if not re.fullmatch(r"[0-9][0-9A-Za-z.+-]*", version):
        raise HandoutsError(f"--release: {version!r} is no version; write one such as 1.2.0")
    library = edition.library
    languages = sorted({lang for _, lang in library.words})
    snapshots = [replace(edition, lang=lang).package().snapshot for lang in languages]
    ledger = release(edition.ledger, snapshots, version=version, time=now())
    made = write_deck(edition.package(ledger), path, ledger)
    return [*made, write_ledger(library.roots[0] / NAME, ledger)]


def harm(library: Library, templates: tuple[Path, ...], lang: str, muscles: Iterable[str] = ()) -> list[Problem]:
    """What would harm learners if these muscles (none named: all) were released as they are.

    A muscle without cards harms nobody, unless its cards were released.
    """
    ledger = read_ledger(ledger_path(library.roots))
    released = {deck.split(".")[1] for deck in ledger.decks}
    names = tuple(muscles) or tuple(name for name in library.ids() if lang in library.languages(name))
    with_cards = tuple(name for name in names if library.facts[name].cards or name in released)
    if not with_cards:
        return []
    edition = Edition(library, templates, lang, with_cards)
    return ledger_problems(edition.ledger, edition.package().snapshot)
