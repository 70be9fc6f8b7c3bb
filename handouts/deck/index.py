"""The index by pain as cards: it hurts here, which muscles? Made from the zones of all muscles, written by nobody.

They are in the deck of all muscles only, and of more than one: the answer of a part of them would be another one. An
area that is nobody's main pain area has a retired card: it is there for who has learned it from an earlier release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from handouts.content.library import Library
from handouts.content.model import Area, AreaWords, CardWords, Facts, Source
from handouts.content.referral import Referral, read_area_words, read_areas, read_view_words, referrals
from handouts.deck.decks import which_deck
from handouts.deck.words import DeckWords
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Figure
from handouts.figures.areamap import area_map, choose_views
from handouts.figures.style import FigureStyle
from handouts.style.braces import fill

WIDTH, HEIGHT, LABEL = 350.0, 300.0, 13.0
"""As wide as a card of a phone, in pixels."""
MOST_SOURCES = 4


@dataclass(frozen=True)
class Entry:
    """An area with muscles whose main pain is there: the words of its card, its picture, what its deck is called."""

    area: str
    region: str
    head: str
    """The region, at the head of the card."""
    deck: tuple[str, str]
    words: CardWords
    picture: Figure | None
    """None of a retired card."""
    sources: tuple[Source, ...]

    @property
    def retired(self) -> bool:
        """Whether no muscle has its main pain there."""
        return self.picture is None


class Index:
    """The index of a library in the language of a deck's words."""

    def __init__(self, library: Library, words: DeckWords, muscles: list[str]) -> None:
        self.library, self.words = library, words
        self.facts = [library.facts[name] for name in muscles]

    @cached_property
    def _areas(self) -> Mapping[str, Area]:
        return read_areas(self.library.roots)

    @cached_property
    def _called(self) -> Mapping[str, AreaWords]:
        return read_area_words(self.library.roots, self.words.lang)

    @cached_property
    def _views(self) -> Mapping[str, str]:
        known = self.library.art.names()
        every = read_view_words(self.library.roots, self.words.lang).items()
        return {name: each.name for name, each in every if name in known}

    @cached_property
    def _drawings(self) -> list[Drawing]:
        return [self.library.art.drawing(name) for name in self._views]

    def entries(self) -> Iterator[Entry]:
        """A card for each area, in the order of the areas; those of nobody's main pain are retired."""
        for name, area in self._areas.items():
            yield self._entry(name, area, referrals(area, self.facts))

    def _entry(self, name: str, area: Area, found: list[Referral]) -> Entry:
        labels, called = self.words.labels, self._called[name].name
        spread = self._names(found, "spillover")
        words = CardWords(
            question=fill(labels.index_question, {"area": called}),
            answer=self._names(found, "essential") or labels.index_none,
            extra=fill(labels.index_spread, {"muscles": spread}) if spread else "",
        )
        region = self.library.region_words(self.words.lang)[area.region].name
        deck = which_deck(self.words, area.region, region)
        main = any(each.kind == "essential" for each in found)
        picture = self._picture(name, area, called) if main else None
        return Entry(name, area.region, region, deck, words, picture, self._sources(found))

    def _names(self, found: list[Referral], kind: str) -> str:
        """The muscles by their names, the likeliest first."""
        lang = self.words.lang
        names = [self.library.words[each.muscle, lang].name for each in found if each.kind == kind]
        return ", ".join(name[:1].upper() + name[1:] if not at else name for at, name in enumerate(names))

    def _picture(self, name: str, area: Area, called: str) -> Figure:
        """The area marked as a place of pain, in the view that shows most of it."""
        usual = self.library.regions.by_id[area.region].views
        views = [replace(view, least=1.0) for view in choose_views({name: area}, self._drawings, usual)]
        style = FigureStyle(width=WIDTH, height=HEIGHT, label=LABEL, letter=self.words.labels.right_letter)
        title = fill(self.words.labels.index_picture, {"area": called})
        return area_map(views, self._views, {}, style, title, title)

    def _sources(self, found: list[Referral]) -> tuple[Source, ...]:
        """The works that the zones of the answer rest on."""
        ids: dict[str, None] = {}
        for each in found:
            if each.kind == "essential":
                ids.update(dict.fromkeys(_cited(next(f for f in self.facts if f.id == each.muscle), each.point)))
        return tuple(self.library.lists.sources[source] for source in list(ids)[:MOST_SOURCES])


def _cited(facts: Facts, point: str) -> tuple[str, ...]:
    return next(each.sources for each in facts.trigger_points if each.id == point)
