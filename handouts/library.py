"""Reads content folders, validates them, and joins facts and words. Reports every problem at once.

Several folders may be given: for each muscle, safety module and drawing the first folder that has it wins, so that a
person's own folder can add to or replace what is packaged.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.model import (
    Card,
    CardWords,
    Facts,
    FigureWords,
    Labelled,
    Marked,
    PainMap,
    SafetyFacts,
    SafetyItem,
    SafetyLanguage,
    SafetyWords,
    Source,
    Words,
)

Parsed = TypeVar("Parsed", bound=BaseModel)

LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class Warning:
    """One warning, joined: the fact and its words."""

    module: str
    item: SafetyItem
    words: SafetyWords
    changed: bool = False
    """Whether a clinic changed its words."""


@dataclass(frozen=True)
class Muscle:
    """One muscle in one language: facts, words, warnings in order, sources by id, and its folder's drawings."""

    facts: Facts
    words: Words
    warnings: tuple[Warning, ...]
    sources: Mapping[str, Source]
    art: Art

    @property
    def id(self) -> str:
        """The written id, which never changes."""
        return self.facts.id

    @property
    def lang(self) -> str:
        """The language of the words, a BCP 47 tag without region."""
        return self.words.lang


@dataclass(frozen=True)
class Art:
    """The folders that hold drawings, in order of precedence."""

    folders: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """The file of the drawing called `name`. Raises HandoutsError when no folder has it."""
        for folder in self.folders:
            path = folder / f"{name}.json"
            if path.is_file():
                return path
        raise HandoutsError(f"content/art: no drawing {name!r}{likely(name, self.names())}")

    def names(self) -> set[str]:
        """Every drawing there is."""
        return {path.stem for folder in self.folders if folder.is_dir() for path in folder.glob("*.json")}


@dataclass
class Library:
    """All muscles that could be found, by id, each with the languages it has."""

    roots: tuple[Path, ...]
    facts: dict[str, Facts] = field(default_factory=dict)
    words: dict[tuple[str, str], Words] = field(default_factory=dict)
    safety: dict[str, SafetyFacts] = field(default_factory=dict)
    safety_words: dict[tuple[str, str], SafetyLanguage] = field(default_factory=dict)

    @property
    def art(self) -> Art:
        """The drawings of all content folders."""
        return Art(tuple(root / "art" for root in self.roots))

    def ids(self) -> list[str]:
        """The ids of all muscles, sorted."""
        return sorted(self.facts)

    def languages(self, muscle_id: str) -> list[str]:
        """The languages a muscle has words in, sorted."""
        return sorted(lang for known, lang in self.words if known == muscle_id)

    def muscle(self, muscle_id: str, lang: str) -> Muscle:
        """A muscle in a language. Raises HandoutsError, with the likely meant name, when there is none."""
        if muscle_id not in self.facts:
            known = ", ".join(self.ids()) or "none"
            raise HandoutsError(f"no muscle {muscle_id!r}{likely(muscle_id, self.facts)} (there is: {known})")
        if (muscle_id, lang) not in self.words:
            known = ", ".join(self.languages(muscle_id)) or "none"
            raise HandoutsError(f"{muscle_id} has no words in language {lang!r} (there is: {known})")
        facts = self.facts[muscle_id]
        warnings, sources = [], {source.id: source for source in facts.sources}
        for module_id in facts.safety:
            module, words = self.safety[module_id], self.safety_words[module_id, lang]
            warnings += [Warning(module_id, item, words.items[item.id]) for item in module.items]
            sources.update((source.id, source) for source in module.sources)
        return Muscle(facts, self.words[muscle_id, lang], tuple(warnings), sources, self.art)


def load(roots: Sequence[Path]) -> Library:
    """Read and check every muscle and safety module under `roots`. Raises ContentError with all problems."""
    reader = _Reader(tuple(roots))
    library = reader.read()
    problems = reader.problems + list(_cross_check(library, reader.paths))
    if problems:
        raise ContentError(sorted(set(problems)))
    return library


class _Reader:
    """Collects what could be read, and every problem on the way."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots
        self.problems: list[Problem] = []
        self.paths: dict[tuple[str, ...], str] = {}

    def read(self) -> Library:
        library = Library(self.roots)
        for module_id, folder in self._folders("safety", "module.toml"):
            facts = self._parse(folder / "module.toml", SafetyFacts, module_id)
            if facts:
                library.safety[module_id] = facts
                self.paths["safety", module_id] = _name(folder / "module.toml")
            for lang, path in _languages(folder):
                if words := self._parse(path, SafetyLanguage, lang, "lang"):
                    library.safety_words[module_id, lang] = words
                    self.paths["safety", module_id, lang] = _name(path)
        for muscle_id, folder in self._folders("muscles", "muscle.toml"):
            muscle = self._parse(folder / "muscle.toml", Facts, muscle_id)
            if muscle:
                library.facts[muscle_id] = muscle
                self.paths["muscle", muscle_id] = _name(folder / "muscle.toml")
            languages = list(_languages(folder))
            for lang, path in languages:
                if spoken := self._parse(path, Words, lang, "lang"):
                    library.words[muscle_id, lang] = spoken
                    self.paths["muscle", muscle_id, lang] = _name(path)
            if not languages:
                self.problems.append(Problem(_name(folder), "", "has no words: add a language file such as en.toml"))
        if not library.facts and not self.problems:
            places = ", ".join(str(root / "muscles") for root in self.roots)
            self.problems.append(Problem(places, "", "no muscle found: expected <id>/muscle.toml"))
        return library

    def _folders(self, kind: str, main: str) -> Iterator[tuple[str, Path]]:
        """Each item's folder, from the first root that has it, by id."""
        found: dict[str, Path] = {}
        for root in self.roots:
            if not root.is_dir():
                self.problems.append(Problem(str(root), "", "no such content folder"))
                continue
            for folder in sorted(path for path in (root / kind).glob("*") if path.is_dir()):
                if (folder / main).is_file():
                    found.setdefault(folder.name, folder)
                elif any(folder.glob("*.toml")):
                    self.problems.append(Problem(_name(folder), "", f"{main} is missing"))
        yield from sorted(found.items())

    def _parse(self, path: Path, model: type[Parsed], name: str, key: str = "id") -> Parsed | None:
        """Read one TOML file into `model`, whose `key` must be `name`; None, and problems noted, when it cannot be."""
        try:
            data = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.problems.append(Problem(_name(path), "", f"is not readable TOML: {error}"))
            return None
        try:
            parsed = model.model_validate(data)
        except ValidationError as error:
            self.problems += [explain(path, data, model, dict(detail)) for detail in error.errors()]
            return None
        if getattr(parsed, key) != name:
            what = "folder" if key == "id" else "file"
            self.problems.append(
                Problem(_name(path), key, f"is {getattr(parsed, key)!r}, but the {what} is called {name!r}")
            )
        return parsed


def _languages(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*.toml")):
        if LANGUAGE.match(path.stem):
            yield path.stem, path


def _name(path: Path) -> str:
    """A path as a person knows it: from the content folder on."""
    parts = path.parts
    for kind in ("muscles", "safety", "art"):
        if kind in parts:
            return "/".join(("content", *parts[parts.index(kind) :]))
    return str(path)


def explain(path: Path, data: Any, model: type[BaseModel], detail: Mapping[str, Any]) -> Problem:
    """A pydantic error as a problem with a key a person can find and, for a wrong key, the likely meant one."""
    location = [part for part in detail["loc"] if part not in ("pain-map", "labelled", "attachments", "scene")]
    key, value = _locate(data, location)
    kind, message = detail["type"], str(detail["msg"])
    if kind == "extra_forbidden":
        message = f"unknown key{likely(str(location[-1]), _keys(model))}"
    elif kind == "missing":
        message = "is missing"
    elif kind == "string_pattern_mismatch":
        message = f"{value!r} is not of the right form: {message.split('pattern ')[-1]}"
    elif kind == "literal_error":
        known = re.findall(r"'([^']+)'", message)
        message = f"{value!r} is none of {', '.join(known)}{likely(str(value), known)}"
    elif kind == "value_error":
        message = message.removeprefix("Value error, ")
    else:
        message = (
            message[:1].lower() + message[1:] + (f" (it is {value!r})" if isinstance(value, str | int | float) else "")
        )
    return Problem(_name(path), key, message)


def _locate(data: Any, location: Sequence[str | int]) -> tuple[str, Any]:
    """The dotted key of a location, list entries named by their id, and the value there."""
    key, here = "", data
    for part in location:
        if isinstance(part, int):
            entry = here[part] if isinstance(here, list) and part < len(here) else None
            name = entry.get("id", part + 1) if isinstance(entry, dict) else part + 1
            key, here = f"{key}[{name}]", entry
        else:
            if part == "[key]":
                continue
            key = f"{key}.{part}" if key else str(part)
            here = here.get(part) if isinstance(here, dict) else None
    return key, here


def _keys(model: type[BaseModel]) -> set[str]:
    """Every key that occurs in a model, at any depth."""
    names, stack = set[str](), [model]
    seen: set[type[BaseModel]] = set()
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        names |= set(current.model_fields)
        for info in current.model_fields.values():
            stack += list(_models_in(info.annotation))
    return names


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


# --- cross-checks: what one file alone cannot say ------------------------------------------------------------


def _cross_check(library: Library, paths: Mapping[tuple[str, ...], str]) -> Iterator[Problem]:
    for module_id, module in library.safety.items():
        where = paths["safety", module_id]
        yield from _duplicates(where, "items", (item.id for item in module.items))
        yield from _missing_sources(
            where, {s.id for s in module.sources}, [(f"items[{i.id}]", i.sources) for i in module.items]
        )
    for (module_id, lang), words in library.safety_words.items():
        if module_id in library.safety:
            ids = [item.id for item in library.safety[module_id].items]
            yield from _same_ids(paths["safety", module_id, lang], "items", ids, words.items)
    art = library.art.names()
    for muscle_id, facts in library.facts.items():
        yield from _check_facts(facts, paths["muscle", muscle_id], library, art)
        for lang in library.languages(muscle_id):
            words_file = paths["muscle", muscle_id, lang]
            yield from _check_words(facts, library.words[muscle_id, lang], words_file)
            for module_id in facts.safety:
                if module_id in library.safety and (module_id, lang) not in library.safety_words:
                    name = f"content/safety/{module_id}/{lang}.toml"
                    yield Problem(
                        name, "", f"is missing: {muscle_id} needs it in {lang!r}, and warnings never fall back"
                    )


def _check_facts(facts: Facts, where: str, library: Library, art: set[str]) -> Iterator[Problem]:
    figures = [figure.id for figure in facts.figures]
    groups: dict[str, list[str]] = {
        "sources": [source.id for source in facts.sources],
        "attachments": [a.id for a in facts.attachments],
        "functions": [f.id for f in facts.functions],
        "situations": [s.id for s in facts.situations],
        "symptoms": [s.id for s in facts.symptoms],
        "trigger_points": [t.id for t in facts.trigger_points],
        "causes": [c.id for c in facts.causes],
        "techniques": [t.id for t in facts.techniques],
        "notes": [n.id for n in facts.notes],
        "certainty": [c.id for c in facts.certainty],
        "figures": figures,
        "cards": [card.id for card in facts.cards],
        "deviations": [d.id for d in facts.deviations],
        "zones": [zone.id for point in facts.trigger_points for zone in point.zones],
    }
    for key, ids in groups.items():
        yield from _duplicates(where, key, ids)
    for technique in facts.techniques:
        yield from _duplicates(where, f"techniques[{technique.id}].steps", (step.id for step in technique.steps))
    marks = [str(point.mark) for point in facts.trigger_points]
    yield from _duplicates(where, "trigger_points.mark", marks)

    known_sources = {source.id for source in facts.sources}
    cited = [(f"{key}[{item.id}]", item.sources) for key, item in _items(facts)]
    yield from _missing_sources(where, known_sources, [*cited, ("dose", facts.dose.sources)])

    for key, figure in _figure_references(facts):
        if figure not in figures:
            yield Problem(where, key, f"no figure {figure!r}{likely(figure, figures)}")
    for spec in facts.figures:
        views = [(f"figures[{spec.id}].views[{v.id}]", v.art) for v in spec.views] if isinstance(spec, PainMap) else []
        for key, name in views or [(f"figures[{spec.id}].art", getattr(spec, "art", ""))]:
            if name not in art:
                yield Problem(where, key, f"no drawing {name!r} in content/art{likely(name, art)}")
            elif isinstance(spec, Labelled | Marked):
                yield from _check_anchors(spec, facts, where, library.art)
    points = {point.id for point in facts.trigger_points}
    for card in facts.cards:
        if card.trigger_point is not None and card.trigger_point not in points:
            hint = likely(card.trigger_point, points)
            yield Problem(where, f"cards[{card.id}].trigger_point", f"no trigger point {card.trigger_point!r}{hint}")
    heads = {a.id for a in facts.attachments if a.kind == "origin"}
    for point in facts.trigger_points:
        if point.head is not None and point.head not in heads:
            yield Problem(
                where, f"trigger_points[{point.id}].head", f"no origin {point.head!r}{likely(point.head, heads)}"
            )
        yield from _check_on_figure(point.id, point.frame, [point.at], where, facts, library.art)
    for module_id in facts.safety:
        if module_id not in library.safety:
            yield Problem(where, "safety", f"no safety module {module_id!r}{likely(module_id, library.safety)}")
    tiers = {item.tier for m in facts.safety if m in library.safety for item in library.safety[m].items}
    for tier in ("emergency", "today", "ask", "stop"):
        if tier not in tiers and all(m in library.safety for m in facts.safety):
            yield Problem(where, "safety", f"no warning of tier {tier!r}: a handout without it must not be made")
    for name, pair in (
        ("pressure", facts.dose.pressure),
        ("seconds", facts.dose.seconds),
        ("stroke_seconds", facts.dose.stroke_seconds),
        ("rounds", facts.dose.rounds),
        ("review_weeks", facts.dose.review_weeks),
    ):
        if pair[0] > pair[1]:
            yield Problem(where, f"dose.{name}", f"runs from {pair[0]} down to {pair[1]}")
    if facts.dose.pressure[1] > facts.dose.pressure_limit:
        yield Problem(where, "dose.pressure", f"goes above the limit of {facts.dose.pressure_limit}")


def _check_anchors(spec: Labelled | Marked, facts: Facts, where: str, art: Art) -> Iterator[Problem]:
    try:
        anchors = set(json.loads(art.path(spec.art).read_text("utf-8")).get("anchors", {}))
    except (ValueError, AttributeError):
        yield Problem(_name(art.path(spec.art)), "", "is not a readable drawing")
        return
    if isinstance(spec, Labelled):
        named = [(f"figures[{spec.id}].labels[{label.id}].anchor", label.anchor) for label in spec.labels]
    else:
        named = [(f"attachments[{a.id}].anchor", a.anchor) for a in facts.attachments]
    for key, anchor in named:
        if anchor not in anchors:
            yield Problem(where, key, f"the drawing {spec.art!r} has no anchor {anchor!r}{likely(anchor, anchors)}")


def _check_on_figure(
    name: str, frame: str, places: Iterable[tuple[float, float]], where: str, facts: Facts, art: Art
) -> Iterator[Problem]:
    """A trigger point must be visible in at least one view of a pain map."""
    from handouts.surface import Surface, read_drawing

    views = [view for spec in facts.figures if isinstance(spec, PainMap) for view in spec.views]
    surfaces = []
    for view in views:
        if view.art in art.names():
            try:
                drawing = read_drawing(art.path(view.art))
            except HandoutsError as error:
                yield Problem(where, "figures", str(error))
                continue
            if frame in drawing.frames:
                surfaces.append(Surface(drawing.frames[frame]))
    for place in places:
        if surfaces and not any(surface.shows(*place) for surface in surfaces):
            yield Problem(where, f"trigger_points[{name}].at", f"{list(place)} is on no view of the pain map")


def _items(facts: Facts) -> Iterator[tuple[str, Any]]:
    for key in (
        "attachments",
        "functions",
        "situations",
        "symptoms",
        "trigger_points",
        "causes",
        "techniques",
        "notes",
        "certainty",
        "cards",
    ):
        for item in getattr(facts, key):
            yield key, item


def _figure_references(facts: Facts) -> Iterator[tuple[str, str]]:
    for technique in facts.techniques:
        key = f"techniques[{technique.id}]"
        yield from ((f"{key}.figures", figure) for figure in technique.figures)
        yield from ((f"{key}.variants[{v.id}].figure", v.figure) for v in technique.variants)
        yield from ((f"{key}.steps[{s.id}].figure", s.figure) for s in technique.steps if s.figure)
    for card in facts.cards:
        if card.figure:
            yield f"cards[{card.id}].figure", card.figure


def _check_words(facts: Facts, words: Words, where: str) -> Iterator[Problem]:
    plain: tuple[tuple[str, Sequence[Any], Mapping[str, Any]], ...] = (
        ("attachments", facts.attachments, words.attachments),
        ("functions", facts.functions, words.functions),
        ("situations", facts.situations, words.situations),
        ("symptoms", facts.symptoms, words.symptoms),
        ("trigger_points", facts.trigger_points, words.trigger_points),
        ("causes", facts.causes, words.causes),
        ("techniques", facts.techniques, words.techniques),
        ("notes", facts.notes, words.notes),
        ("certainty", facts.certainty, words.certainty),
        ("figures", facts.figures, words.figures),
        ("cards", facts.cards, words.cards),
    )
    for key, items, spoken in plain:
        yield from _same_ids(where, key, [item.id for item in items], spoken)
    for cause in facts.causes:
        if said := words.causes.get(cause.id):
            yield from _same_ids(where, f"causes.{cause.id}.examples", cause.examples, said.examples)
            yield from _same_ids(where, f"causes.{cause.id}.conditions", cause.conditions, said.conditions)
    for technique in facts.techniques:
        if told := words.techniques.get(technique.id):
            key = f"techniques.{technique.id}"
            yield from _same_ids(where, f"{key}.steps", [step.id for step in technique.steps], told.steps)
            yield from _same_ids(where, f"{key}.variants", [v.id for v in technique.variants], told.variants)
    for spec in facts.figures:
        if drawn := words.figures.get(spec.id):
            yield from _check_figure_words(spec, drawn, where)
    for card in facts.cards:
        if asked := words.cards.get(card.id):
            yield from _check_card_words(card, asked, where)
    for key, text in _texts(words.model_dump()):
        if text.count("**") % 2:
            yield Problem(where, key, "has an odd number of '**' marks: strong words need a start and an end")
        elif re.search(r"<[a-zA-Z/!]", text):
            yield Problem(where, key, "has markup: only **strong** words can be marked")


def _check_figure_words(spec: Any, drawn: FigureWords, where: str) -> Iterator[Problem]:
    views = [view.id for view in spec.views] if isinstance(spec, PainMap) else []
    labels = [label.id for label in spec.labels] if isinstance(spec, Labelled) else []
    yield from _same_ids(where, f"figures.{spec.id}.views", views, drawn.views)
    yield from _same_ids(where, f"figures.{spec.id}.labels", labels, drawn.labels)


def _check_card_words(card: Card, asked: CardWords, where: str) -> Iterator[Problem]:
    key = f"cards.{card.id}"
    needed = ("text",) if card.kind == "cloze" else ("question", "answer")
    for name in needed:
        if not getattr(asked, name):
            yield Problem(where, f"{key}.{name}", "is missing")
    for name in {"question", "answer", "text"} - set(needed):
        if getattr(asked, name):
            yield Problem(where, f"{key}.{name}", f"does not belong to a card of kind {card.kind!r}")
    if card.reverse and not asked.reverse:
        yield Problem(where, f"{key}.reverse", "is missing: the card asks both ways")
    if card.kind == "cloze" and asked.text and not re.search(r"\[\[\d+::.+?\]\]", asked.text):
        yield Problem(where, f"{key}.text", "has no [[1::gap]] to fill")


def _texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, f"{key}.{name}" if key else name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value, key)


def _same_ids(where: str, key: str, wanted: Iterable[str], given: Mapping[str, Any]) -> Iterator[Problem]:
    wanted = list(wanted)
    for name in wanted:
        if name not in given:
            yield Problem(where, f"{key}.{name}", "words are missing")
    for name in given:
        if name not in wanted:
            yield Problem(where, f"{key}.{name}", f"nothing has this id{likely(name, wanted)}")


def _duplicates(where: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(where, f"{key}[{name}]", "is written twice")
        seen.add(name)


def _missing_sources(where: str, known: set[str], cited: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Problem]:
    for key, sources in cited:
        for source in sources:
            if source not in known:
                yield Problem(where, f"{key}.sources", f"no source {source!r}{likely(source, known)}")
