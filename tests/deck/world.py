"""A small muscle with cards of the test's own, releases of its deck, and a learner's collection in real Anki."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from handouts.content.library import Library
from handouts.content.model import Card, CardWords
from handouts.content.model.region import RegionWords
from handouts.content.reader import load
from handouts.content.shared import Entry, Lists, Shared
from handouts.deck.cards import make_deck
from handouts.deck.ledger import Ledger, release
from handouts.deck.note_types import Page
from handouts.deck.package import Package, apkg_bytes, pack
from handouts.deck.words import DeckWords, load_deck_words
from handouts.files import data_dir
from handouts.style.theme import load_theme

TEMPLATES = (data_dir("templates"),)
WORDS = load_deck_words(TEMPLATES, "en")
FIRST = 1_770_000_000
"""The time of a first release: in the past, so that what a learner does comes later."""

Pair = tuple[Card, CardWords]


def question(name: str, ask: str = "", answer: str = "Answer.", **more: Any) -> Pair:
    """A question card; `more` goes to the card or to its words, wherever such a key belongs."""
    return _card(name, "question", {"question": ask or f"Question {name}?", "answer": answer}, more)


def cloze(name: str, text: str, **more: Any) -> Pair:
    """A cloze card."""
    return _card(name, "cloze", {"text": text}, more)


def picture(name: str, kind: str, ask: str = "Which is covered?", answer: str = "This one.", **more: Any) -> Pair:
    """A card of kind pain-map or attachments."""
    return _card(name, kind, {"question": ask, "answer": answer}, more)


def _card(name: str, kind: str, words: dict[str, str], more: dict[str, Any]) -> Pair:
    facts = {key: value for key, value in more.items() if key in Card.model_fields and key != "reverse"}
    words |= {key: value for key, value in more.items() if key in CardWords.model_fields}
    if "reverse" in words:
        words.setdefault("reverse_answer", words["question"])
    facts = {"topic": "functions", "evidence": "well-supported", **facts}
    card = Card.model_validate({"id": name, "kind": kind, "reverse": bool(words.get("reverse")), **facts})
    return card, CardWords.model_validate(words)


def library(cards: Iterable[Pair], muscle: str = "testus", lang: str = "en") -> Library:
    """A library with one muscle, which has the cards and the figures of the gastrocnemius."""
    cards = list(cards)
    real = _real()
    facts = real.facts["gastrocnemius"].model_copy(update={"id": muscle, "cards": tuple(card for card, _ in cards)})
    words = real.words["gastrocnemius", "en"].model_copy(
        update={"lang": lang, "name": muscle, "cards": {card.id: spoken for card, spoken in cards}}
    )
    safety = {(name, lang): spoken for (name, _), spoken in real.safety_words.items()}
    known = {each.name: getattr(real, each.name) for each in fields(real) if each.init}
    known |= {"facts": {muscle: facts}, "words": {(muscle, lang): words}, "safety_words": safety}
    return _World(**{**known, "lists": Lists(_WithoutCards((data_dir("content"),)))})


class _WithoutCards(Shared):
    """What muscles share, but for the cards: those of a test are its own."""

    def facts(self, kind: str) -> Mapping[str, Entry]:
        return {} if kind == "cards" else super().facts(kind)

    def _table(self, name: str) -> Mapping[str, Entry]:
        return {} if name.startswith("cards/") else super()._table(name)


class _World(Library):
    """A library whose regions have the same words in every language."""

    def region_words(self, lang: str) -> Mapping[str, RegionWords]:
        return super().region_words("en")


@cache
def _real() -> Library:
    return load([data_dir("content")])


def packed(
    source: Library,
    ledger: Ledger | None = None,
    templates: Sequence[Path] = TEMPLATES,
    words: DeckWords | None = None,
    subset: Sequence[str] = (),
) -> Package:
    """The package of everything in the library."""
    deck = make_deck(source, [], words or load_deck_words(templates, "en"), subset=subset)
    return pack(deck, templates, load_theme(TEMPLATES).palette("colour", "medium"), ledger or Ledger())


def renamed(package: Package, kind: str, old: str, new: str, value: str = "") -> Package:
    """The package with a field renamed in the note type, its templates and its notes; `value` for the first note."""

    def name(text: str) -> str:
        return re.sub(r"\{\{([#^/]|[\w ]+:)?" + re.escape(old) + r"\}\}", rf"{{{{\g<1>{new}}}}}", text)

    types = {}
    for key, kept in package.note_types.items():
        if key == kind:
            fields = {new if field == old else field: number for field, number in kept.fields.items()}
            pages = tuple(
                Page(
                    replace(
                        page.template,
                        needs=new if page.template.needs == old else page.template.needs,
                        row=(name(page.template.row[0]), name(page.template.row[1])),
                    ),
                    name(page.front),
                    name(page.back),
                )
                for page in kept.pages
            )
            kept = replace(kept, fields=fields, pages=pages)
        types[key] = kept
    notes, filled = [], False
    for note in package.notes:
        if note.kind == kind:
            values = {new if field == old else field: text for field, text in note.fields.items()}
            if value and not filled:
                values[new], filled = value, True
            note = replace(note, fields=values)
        notes.append(note)
    entries = dict(package.snapshot.note_types)
    for kept in types.values():
        entries[kept.key] = {**entries[kept.key], "hash": kept.digest}
    hashes = {n.guid: {**package.snapshot.notes[n.guid], "hash": n.digest} for n in notes}
    snapshot = replace(package.snapshot, note_types=entries, notes={**package.snapshot.notes, **hashes})
    return replace(package, note_types=types, notes=tuple(notes), snapshot=snapshot)


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """The folder, with these files in it."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@dataclass
class Publisher:
    """Releases packages one after another, each a day after the last."""

    ledger: Ledger = field(default_factory=Ledger)
    time: int = FIRST

    def publish(self, package: Package) -> bytes:
        """Enter the package into the ledger and return it as learners get it."""
        self.ledger = release(self.ledger, [package.snapshot], version=f"1.{len(self.ledger.releases)}", time=self.time)
        self.time += 86_400
        return apkg_bytes(package, self.ledger)


class Learner:
    """A collection in real Anki."""

    def __init__(self, folder: Path) -> None:
        collection = pytest.importorskip("anki.collection", reason="needs the anki library, a test dependency")
        self.folder = folder
        self.api = collection
        self.col = collection.Collection(str(folder / "collection.anki2"))
        self.taken = 0

    def take(self, package: bytes, **options: Any) -> dict[str, int]:
        """Import a package, with the options a person gets if none are chosen; the counts that are not zero."""
        self.taken += 1
        path = self.folder / f"{self.taken}.apkg"
        path.write_bytes(package)
        request = self.api.ImportAnkiPackageRequest(
            package_path=str(path), options=self.api.ImportAnkiPackageOptions(**options)
        )
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        names = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck")
        return {name: len(getattr(log, name)) for name in (*names, "empty_first_field") if len(getattr(log, name))}

    def close(self) -> None:
        """End it, so that its folder can go."""
        self.col.close()

    def note(self, key: str) -> Any:
        """The note with a key."""
        (found,) = (n for n in map(self.col.get_note, self.col.find_notes("")) if n["Key"] == key)
        return found

    def answer(self, key: str) -> int:
        """Answer the first card of a note; the card's id."""
        from anki.scheduler_pb2 import CardAnswer

        card = self.note(key).cards()[0].id
        states = self.col._backend.get_scheduling_states(card)
        given = CardAnswer(
            card_id=card,
            current_state=states.current,
            new_state=states.good,
            rating=CardAnswer.GOOD,
            answered_at_millis=int(time.time() * 1000),
            milliseconds_taken=1500,
        )
        self.col.sched.answer_card(given)
        return int(card)

    def edit(self, key: str, name: str, text: str) -> None:
        """Write into a field, as in Anki's editor."""
        note = self.note(key)
        note[name] = text
        self.col.update_note(note)

    def sides(self) -> dict[str, tuple[str, str]]:
        """The two sides of every card, by key and ordinal, without style."""
        found = {}
        for card in map(self.col.get_card, self.col.find_cards("")):
            front, back = (
                re.sub(r"<style.*?</style>", "", side, flags=re.DOTALL) for side in (card.question(), card.answer())
            )
            found[f"{card.note()['Key']}/{card.ord + 1}"] = (front, back)
        return found

    def problems(self) -> list[str]:
        """Everything that real Anki has to say against the collection."""
        wrong = []
        before = self.col.card_count()
        message, well = self.col.fix_integrity()
        if not well or self.col.card_count() != before:
            wrong.append(f"integrity: {message}")
        if self.col.get_empty_cards().notes:
            wrong.append("empty cards")
        media = self.col.media.check()
        wrong += [f"missing {name}" for name in media.missing] + [f"unused {name}" for name in media.unused]
        for note in map(self.col.get_note, self.col.find_notes("")):
            if note.fields_check():
                wrong.append(f"fields of {note['Key']}: {note.fields_check()}")
        for name, sides in self.sides().items():
            for side in sides:
                text = re.sub(r"<script.*?</script>", "", side, flags=re.DOTALL)
                if "{{" in text or "has a problem" in text or "unknown field" in text.lower():
                    wrong.append(f"{name}: template problem")
                if not re.sub(r"<[^>]+>|\s", "", text):
                    wrong.append(f"{name}: an empty side")
            if sides[0] == sides[1]:
                wrong.append(f"{name}: both sides are the same")
        return wrong
