"""muscle -> everything that is signed: its sentences, facts, figures and warnings, those of places, and its cards.

Layout, colours, paper, type sizes, versions and dates are not in it, so they can change under an approval. The words
are those that handouts print; what stands behind them is signed as facts: the order, the dose, places on the body,
grades of evidence and sources.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from handouts.approval.code import code_of
from handouts.approval.file import WORDS, Item, hash_of
from handouts.content.filling import UNFILLED, fill_all, values_of
from handouts.content.library import Muscle
from handouts.content.model import GROUPS, Card, CardWords, FigureSpec, Labelled, Marked, PainMap
from handouts.content.texts import texts
from handouts.review.words import lines, place_words
from handouts.style.words import Locale, Strings

DECK = "deck"
"""The part of the list that belongs to the deck."""


@dataclass(frozen=True)
class Content:
    """All that the handouts of a muscle can say in a language. `hash` does not hang on the place, nor on the deck."""

    muscle: Muscle
    items: tuple[Item, ...]

    @cached_property
    def hash(self) -> str:
        """The hash of everything that handouts of all places say and show."""
        return hash_of(self.items)

    @cached_property
    def deck_hash(self) -> str:
        """The hash of the cards, and of the places and drawings that their pictures show."""
        shown = (item for item in self.items if item.kind in ("fact", "figure"))
        return hash_of([*cards(self.muscle), *shown])

    def code(self, locale: Locale) -> str:
        """The code on paper, which stands for the muscle, the language, the place and all their words."""
        parts = (self.muscle.id, self.muscle.lang, self.hash, locale.tag, hash_of(of_locale(locale)))
        return code_of(*parts)


def content_of(muscle: Muscle, strings: Strings, footer: str = "") -> Content:
    """Everything that is signed of a muscle, whose warnings are in the clinic's words; remembered for the muscle.

    `footer` is the clinic's own line at the foot of every page.
    """
    key = ("content", strings, footer)
    return muscle.recall(key, lambda: Content(muscle, tuple(_items(muscle, strings, footer))))


def _items(muscle: Muscle, strings: Strings, footer: str) -> Iterator[Item]:
    facts = muscle.facts
    yield from (Item("", WORDS, line) for line in lines(muscle, strings))
    if footer:
        yield Item("clinic.footer", "clinic", footer)
    for key in GROUPS:
        for item in getattr(facts, key) if key != "cards" else ():
            yield Item(f"{key}.{item.id}", "fact", _data(item), item.evidence, item.sources)
    for key in ("differential", "lines"):
        for item in getattr(facts.clinician, key):
            yield Item(f"clinician.{key}.{item.id}", "fact", _data(item), item.evidence, item.sources)
    yield Item("dose", "dose", _data(facts.dose), facts.dose.evidence, facts.dose.sources)
    for warning in muscle.warnings:
        rule = warning.item
        yield Item(f"safety.{warning.key}", "safety", _data(rule), rule.evidence, rule.sources)
    order = {key: [item.id for item in getattr(facts, key)] for key in GROUPS if key != "cards"}
    order["safety"] = [warning.key for warning in muscle.warnings]
    yield Item("order", "order", _text(order))
    for spec in facts.figures:
        yield Item(f"figures.{spec.id}", "figure", _text({"figure": _plain(spec), "art": drawn(muscle, spec)}))


def drawn(muscle: Muscle, spec: FigureSpec) -> Mapping[str, str]:
    """The drawings of a figure, with both bodies, and the hashes of their files."""
    names = [view.art for view in spec.views] if isinstance(spec, PainMap) else [spec.art]
    if isinstance(spec, Labelled | Marked) and spec.overlay is not None:
        names.append(spec.overlay)
    known = muscle.art.names()
    both = [name for art in names for name in (art, f"{art}_f") if name in known]
    return {name: _file_hash(muscle.art.path(name)) for name in dict.fromkeys(both)}


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def of_locale(locale: Locale) -> list[Item]:
    """What is signed of a place: whom to call, where to go. Not the day on which it was looked up."""
    tag = locale.tag
    items = [Item(f"locale.{tag}.{name}", "locale", word, part=tag) for name, word in place_words(locale).items()]
    flags = {name: getattr(locale, name) for name in ("emergency_is_number", "advice_is_number", "closed_number")}
    return [*items, Item(f"locale.{tag}.numbers", "locale", _text(flags), part=tag)]


def cards(muscle: Muscle) -> list[Item]:
    """The cards as they are signed with the deck, the shared ones too; retired ones are no longer learned."""
    own = [(f"cards.{card.id}", card, muscle.words.cards[card.id]) for card in muscle.facts.cards]
    basics = [(f"shared.{each.card.id}", each.card, each.words) for each in muscle.basics] if own else []
    return [_asked(key, card, words) for key, card, words in (*own, *basics) if not card.retired]


def _asked(key: str, card: Card, words: CardWords) -> Item:
    facts = card.model_dump(mode="json", exclude={"id", "evidence", "sources", "added", "retired", "claim"})
    text = _text({**words.model_dump(exclude_defaults=True), **facts})
    return Item(key, "card", text, card.evidence, card.sources, part=DECK)


def _plain(model: BaseModel) -> Any:
    return model.model_dump(mode="json", exclude_defaults=True)


def _data(model: BaseModel) -> str:
    return _text(_plain(model))


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


# --- where sentences come from -------------------------------------------------------------------------------


SHORTEST = 12
"""Characters of a text from which it is looked for inside a sentence; a shorter one must be all of it."""
Interface = tuple[Mapping[str, str], Mapping[str, re.Pattern[str]]]
"""Interface words: ids by text, and patterns by id for those in which something is filled in."""


def named(items: Iterable[Item], muscle: Muscle, strings: Strings) -> list[Item]:
    """The items, each sentence with the ids of the content that it is made of, its least grade and all its sources.

    What no content says is an interface word, by its key; the rest is called by its own hash.
    """
    known = _content_texts(muscle)
    interface = _interface(strings)
    support = _support(muscle)
    return [_named(item, known, interface, support) if item.kind == WORDS else item for item in items]


Support = Mapping[str, tuple[str, tuple[str, ...]]]


def _named(item: Item, known: Mapping[str, str], interface: Interface, support: Support) -> Item:
    text = item.text
    exact, filled = interface
    bare = _bare(text)
    ids = [known[bare]] if bare in known else [exact[bare]] if bare in exact else []
    ids = ids or _inside(bare, known) or [name for name, each in filled.items() if each.fullmatch(text)][:1]
    ids = list(dict.fromkeys(ids or _inside(bare, exact)))
    grades = [support[key] for name in ids if (key := _owner(name, support))]
    grade = ", ".join(dict.fromkeys(each for each, _ in grades))
    sources = tuple(dict.fromkeys(source for _, each in grades for source in each))
    name = " + ".join(ids) or f"line.{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return replace(item, id=name, grade=grade, sources=sources)


def _inside(text: str, known: Mapping[str, str]) -> list[str]:
    """The ids of the longest texts that stand in a sentence, in its order."""
    found = [(text.find(part), part, name) for part, name in known.items() if len(part) >= SHORTEST and part in text]
    parts = [part for _, part, _ in found]
    return [name for _, part, name in sorted(found) if not any(part != other and part in other for other in parts)]


def _owner(name: str, support: Support) -> str:
    """The item that a text belongs to: `techniques.roller` of `techniques.roller.steps.sit`."""
    while name and name not in support:
        name = name.rpartition(".")[0]
    return name


def _content_texts(muscle: Muscle) -> dict[str, str]:
    """Every text of the content as it is printed, for each side, in small letters; and its id."""
    found: dict[str, str] = {}
    facts = muscle.facts
    for side in muscle.shown:
        sides = muscle.sides(side)
        values = {**values_of(facts, facts.dose, " to "), **sides, "advice": "⟨advice⟩"}
        said = fill_all(muscle.words, values, UNFILLED)
        for key, text in texts(said.model_dump(exclude={"cards", "lang"})):
            found.setdefault(_bare(text), key)
    for warning in muscle.warnings:
        for name, text in texts(warning.words.model_dump()):
            if text:
                filled = text.replace("{emergency}", "⟨emergency⟩").replace("{limit}", str(facts.dose.pressure_limit))
                found.setdefault(_bare(filled), f"safety.{warning.key}.{name}")
        if warning.bullet:
            found.setdefault(_bare(warning.bullet.text), f"safety.{warning.module}.bullets.{warning.item.bullet}")
    found.update((_bare(source.citation), f"sources.{source.id}") for source in muscle.sources.values())
    found.pop("", None)
    return found


def _bare(text: str) -> str:
    """A text as it is looked for: without marks, capitals, and the stop at its end, which a list may leave out."""
    return " ".join(text.replace("**", "").split()).casefold().rstrip(".:")


def _interface(strings: Strings) -> Interface:
    """The interface words, and the patterns of those with something to fill in."""
    exact, filled = dict[str, str](), dict[str, re.Pattern[str]]()
    for key, text in strings.words.items():
        parts = re.split(r"\{\w+\}", text.replace("**", ""))
        if len(parts) == 1:
            exact.setdefault(_bare(text), f"strings.{key}")
        elif re.search(r"\w{3}", "".join(parts)):
            filled[f"strings.{key}"] = re.compile(".*".join(map(re.escape, parts)))
    exact.pop("", None)
    return exact, filled


def _support(muscle: Muscle) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The grade and the sources of every item of the content."""
    facts = muscle.facts
    found: dict[str, tuple[str, tuple[str, ...]]] = {"dose": (facts.dose.evidence, facts.dose.sources)}
    for key in GROUPS:
        found.update((f"{key}.{item.id}", (item.evidence, item.sources)) for item in getattr(facts, key))
    for key in ("differential", "lines"):
        items = getattr(facts.clinician, key)
        found.update((f"clinician.{key}.{item.id}", (item.evidence, item.sources)) for item in items)
    bullets: dict[str, list[Any]] = {}
    for warning in muscle.warnings:
        found[f"safety.{warning.key}"] = (warning.item.evidence, warning.item.sources)
        bullets.setdefault(f"safety.{warning.module}.bullets.{warning.item.bullet}", []).append(warning.item)
    for name, sharing in bullets.items():
        grades = ", ".join(dict.fromkeys(item.evidence for item in sharing))
        found[name] = (grades, tuple(dict.fromkeys(source for item in sharing for source in item.sources)))
    return found
