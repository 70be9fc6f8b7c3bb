"""From where it hurts to the muscles that refer pain there.

An area of the body knows no muscle, and a muscle no area: what is referred where follows from the zones of the trigger
points, on the surfaces of the body. A main pain area (essential) comes before one where pain may spread (spillover).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from handouts.content.model import Area, AreaPart, AreaWords, Facts, ViewWords, WholePart, Zone
from handouts.content.places import outline_of
from handouts.content.tables import dated, read_tables, read_words
from handouts.drawing.shapes import Point
from handouts.drawing.surface import unbroken
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.style.plaintext import without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from handouts.content.library import Library

AREAS = "content/body/areas.toml"
GRID = 24
"""Places along and across by which the overlap of a zone and an area is counted."""
LEAST = 0.25
"""A zone belongs to an area when it covers this share of it, or has this share of itself in it. Our own choice."""
SHORTEST = 3
"""Letters of a word that says something of a place: shorter ones are "of" and "at"."""

Kind = Literal["essential", "spillover"]


@dataclass(frozen=True)
class Referral:
    """A muscle that refers pain to an area, and from which trigger point. `share` of the area is covered, 0 to 1."""

    muscle: str
    point: str
    mark: int
    zone: str
    kind: Kind
    share: float
    marks: tuple[int, ...] = ()
    """The numbers of all trigger points of the muscle that refer the same kind of pain there."""

    @property
    def rank(self) -> tuple[bool, float, str]:
        """Main pain areas first, then what covers more of the area."""
        return self.kind == "spillover", -round(self.share, 2), self.muscle


def read_areas(roots: Iterable[Path]) -> Mapping[str, Area]:
    """The areas of some content folders by id; the first folder that has one wins. Raises ContentError."""
    return read_tables(tuple(dated(root / "body/areas.toml" for root in roots)), Area)


def read_area_words(roots: Iterable[Path], lang: str) -> Mapping[str, AreaWords]:
    """The words of the areas in a language. Raises ContentError; HandoutsError when the language has none."""
    words = read_words(tuple(dated(root / "body/areas" / f"{lang}.toml" for root in roots)), lang, AreaWords)
    if not words:
        raise HandoutsError(f"areas of the body have no words in {lang!r}: write content/body/areas/{lang}.toml")
    return words


def read_view_words(roots: Iterable[Path], lang: str) -> Mapping[str, ViewWords]:
    """What the drawings of the body are called, by the drawing. Raises ContentError, HandoutsError as above."""
    words = read_words(tuple(dated(root / "body/views" / f"{lang}.toml" for root in roots)), lang, ViewWords)
    if not words:
        raise HandoutsError(f"views of the body have no words in {lang!r}: write content/body/views/{lang}.toml")
    return words


def read_whole(roots: Iterable[Path]) -> Mapping[str, WholePart]:
    """Where the regions lie on the pictures of a whole body. Raises ContentError."""
    return read_tables(tuple(dated(root / "body/whole.toml" for root in roots)), WholePart)


# --- which muscles refer there -------------------------------------------------------------------------------------


def referrals(area: Area, muscles: Iterable[Facts]) -> list[Referral]:
    """The muscles that refer pain to an area, each once by the best of its zones, the likeliest first."""
    best: dict[str, Referral] = {}
    for facts in muscles:
        if every := sorted(_from(area, facts), key=lambda each: each.rank):
            alike = {each.mark for each in every if each.kind == every[0].kind}
            best[facts.id] = replace(every[0], marks=tuple(sorted(alike)))
    return sorted(best.values(), key=lambda each: each.rank)


def _from(area: Area, facts: Facts) -> Iterator[Referral]:
    for point in facts.trigger_points:
        for zone in point.zones:
            covered, inside = _overlap(zone, area)
            if covered >= LEAST or inside >= LEAST:
                yield Referral(facts.id, point.id, point.mark, zone.id, zone.kind, covered)


def areas_of(zone: Zone, areas: Mapping[str, Area]) -> list[str]:
    """The areas that a zone belongs to, the one that has most of it first."""
    shares = {name: _overlap(zone, area) for name, area in areas.items()}
    fitting = [name for name, (covered, inside) in shares.items() if covered >= LEAST or inside >= LEAST]
    return sorted(fitting, key=lambda name: (-shares[name][1], name))


def _overlap(zone: Zone, area: Area) -> tuple[float, float]:
    """The share of an area that a zone covers, and the share of the zone that lies in the area, 0 to 1.

    Of the area only its parts on the zone's surface count: those on other surfaces show the same skin.
    """
    parts = [part for part in area.parts if part.surface == zone.frame]
    if not parts:
        return 0.0, 0.0
    outline = tuple(unbroken(outline_of(zone)))
    places = _filling(outline)
    inside = sum(any(part.holds(place) for part in parts) for place in places) / len(places)
    skin = [place for part in parts for place in _filling(part.corners)]
    covered = sum(_holds_round(outline, place) for place in skin) / len(skin)
    return covered, inside


@lru_cache(maxsize=1024)
def _filling(outline: tuple[Point, ...]) -> tuple[Point, ...]:
    """Places of a regular grid inside an outline; its middle when it is narrower than the grid."""
    first, second = [place[0] for place in outline], [place[1] for place in outline]
    low, left = min(first), min(second)
    down, over = (max(first) - low) / GRID, (max(second) - left) / GRID
    steps = [(low + (row + 0.5) * down, left + (column + 0.5) * over) for row in range(GRID) for column in range(GRID)]
    inside = tuple(place for place in steps if holds(outline, place))
    return inside or ((low + down * GRID / 2, left + over * GRID / 2),)


def _holds_round(outline: tuple[Point, ...], at: Point) -> bool:
    """The same about a limb, where a place across comes back after 360 degrees; no flat map is as wide as that."""
    low, high, left, right = _span(outline)
    if not low <= at[0] <= high:
        return False
    across = (at[1] + turn for turn in (0, -360, 360))
    return any(holds(outline, (at[0], place)) for place in across if left <= place <= right)


@lru_cache(maxsize=1024)
def _span(outline: tuple[Point, ...]) -> tuple[float, float, float, float]:
    """The least and the most of both coordinates."""
    along, across = [place[0] for place in outline], [place[1] for place in outline]
    return min(along), max(along), min(across), max(across)


def holds(outline: Sequence[Point], at: Point) -> bool:
    """Whether a place lies inside a closed outline, both in the coordinates of one surface."""
    inside = False
    x, y = at
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


# --- what is asked for ---------------------------------------------------------------------------------------------


def areas_called(text: str, words: Mapping[str, AreaWords]) -> list[str]:
    """The areas that fit most of the words of a search, best first; none when no word fits.

    Order, small words, accents, plurals and a slip of the pen do not matter. Areas that are called just so are alone.
    """
    names = {name: [words_of(called) for called in (each.name, *each.also)] for name, each in words.items()}
    everywhere = [word for each in names.values() for word in {word for called in each for word in called}]
    telling = {word for word in everywhere if 2 * everywhere.count(word) < len(names)}  # not "the"
    names = {name: [[word for word in called if word in telling] for called in each] for name, each in names.items()}
    asked = [_meant(word, telling) for word in words_of(text)]
    scores = {name: max(_fit(asked, called) for called in each) for name, each in names.items()}
    most, share = max(scores.values(), default=(0, 0.0))
    if not most:
        return []
    fitting = [name for name, score in scores.items() if score[0] == most and (score[1] == 1 or share < 1)]
    return sorted(fitting, key=lambda name: -scores[name][1])


def _fit(asked: Sequence[frozenset[str]], called: Sequence[str]) -> tuple[int, float]:
    """How many of the words that are asked for are in a name, and which share of the name that is."""
    fitting = sum(any(word in meant for meant in asked) for word in called)
    return sum(bool(meant & set(called)) for meant in asked), fitting / max(len(called), 1)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without accents and signs, and without the very short ones."""
    plain = without_accents(text.casefold())
    every = "".join(char if char.isalnum() else " " for char in plain).split()
    return [word for word in every if len(word) >= SHORTEST]


def _meant(word: str, known: Iterable[str]) -> frozenset[str]:
    """The known words that a word may be: itself or its plural, else what it begins, else with one letter wrong."""
    stem = word.removesuffix("s")
    ways = (
        lambda other: other.removesuffix("s") == stem,
        lambda other: len(word) >= 3 and other.startswith(word),
        lambda other: min(len(word), len(other)) >= 4 and _one_letter_wrong(word, other),
    )
    return next((fits for way in ways if (fits := frozenset(other for other in known if way(other)))), frozenset())


def _one_letter_wrong(one: str, two: str) -> bool:
    """Whether a letter was changed, left out or added, or two neighbours were swapped."""
    short, long = sorted((one, two), key=len)
    start = next((n for n, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    rest, other = short[start:], long[start:]
    if len(short) == len(long):
        return rest[1:] == other[1:] or (rest[:2] == other[:2][::-1] and rest[2:] == other[2:])
    return len(long) - len(short) == 1 and rest == other[1:]


# --- is it right ---------------------------------------------------------------------------------------------------


def area_problems(library: Library) -> Iterator[Problem]:
    """What is wrong between the areas and what they refer to: regions, surfaces, words in each language."""
    try:
        areas, surfaces, regions = read_areas(library.roots), library.art.surfaces(), library.regions.by_id
        whole = read_whole(library.roots)
    except ContentError as error:
        yield from error.problems
        return
    for name, area in areas.items():
        if area.region not in regions:
            yield Problem(AREAS, f"{name}.region", f"no region {area.region!r}{likely(area.region, regions)}")
        for number, part in enumerate(area.parts, 1):
            if part.surface not in surfaces:
                what = f"no surface {part.surface!r}{likely(part.surface, surfaces)}"
                yield Problem(AREAS, f"{name}.parts[{number}].surface", what)
            elif off := _off(part, library):
                yield Problem(AREAS, f"{name}.parts[{number}]", f"{off} on {part.surface!r}")
    for name in whole:
        if name not in regions:
            yield Problem("content/body/whole.toml", name, f"no region {name!r}{likely(name, regions)}")
    for lang in sorted({lang for _, lang in library.words}):
        where = f"content/body/areas/{lang}.toml"
        try:
            words = read_area_words(library.roots, lang)
        except ContentError as error:
            yield from error.problems
            continue
        except HandoutsError:
            yield Problem(where, "", f"is missing: a language of the library, {lang!r}, needs the words of the areas")
            continue
        yield from (Problem(where, name, "has no words") for name in areas if name not in words)
        yield from (
            Problem(where, name, f"no area {name!r}{likely(name, areas)}") for name in words if name not in areas
        )


def _off(part: AreaPart, library: Library) -> str:
    surface = library.art.surfaces()[part.surface]
    low, high = part.across
    if surface.goes_round:
        low, high = math.remainder(low, 360), math.remainder(high, 360)
    return surface.off((part.along[0], low)) or surface.off((part.along[1], high))


__all__ = [
    "Referral",
    "area_problems",
    "areas_called",
    "areas_of",
    "holds",
    "read_area_words",
    "read_areas",
    "read_view_words",
    "read_whole",
    "referrals",
]
