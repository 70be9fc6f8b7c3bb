"""Everything that can be wrong with content and templates, found before anything is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Formatter
from typing import Any

from handouts.clinic.file import ClinicFile, check_safety, fewer_signs, read_clinic
from handouts.content.crosscheck import texts
from handouts.content.library import Library, Muscle, load
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words, safety_of
from handouts.drawing.shapes import roles
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.figures.compose import PERSONS, FigureStyle, make_figure
from handouts.files import data_dir
from handouts.style.fonts import missing_characters
from handouts.style.theme import SKINS, load_theme
from handouts.style.words import Strings, load_locale, load_strings, locale_tags


def check_all(
    content: Sequence[Path], templates: tuple[Path, ...], muscles: Sequence[str] = (), clinic: Path | None = None
) -> str:
    """Check everything, or what concerns some muscles, and a clinic file; one line for each that is right.

    Raises ContentError with all problems, HandoutsError for a muscle that does not exist.
    """
    problems = list(_template_problems(templates))
    library: Library | None = None
    try:
        library = load(content)
    except ContentError as error:
        problems += error.problems
    if library:
        for name in muscles:
            if name not in library.facts:
                raise HandoutsError(f"no muscle {name!r}{likely(name, library.facts)}")
        problems += _build_problems(library, muscles or library.ids(), templates)
    told: list[str] = []
    if library and clinic:
        with _noted(problems):
            file = read_clinic(clinic, load_theme(templates))
            check_safety(file, library, clinic.name, file.lang)
            told = clinic_notices(library, file, clinic.name)
    if muscles:
        problems = [
            p for p in problems if "/muscles/" not in p.file or any(f"/muscles/{m}/" in p.file for m in muscles)
        ]
    if problems or library is None:
        raise ContentError(sorted(set(problems)))
    lines = []
    for name in muscles or library.ids():
        facts = library.facts[name]
        counts = f"{len(facts.trigger_points)} trigger points, {len(facts.figures)} figures, {len(facts.cards)} cards"
        lines.append(
            f"{name} {facts.version} ({', '.join(library.languages(name))}): {counts}, {facts.status}: no problem"
        )
        lines += [box_notice(library.muscle(name, lang)) for lang in library.languages(name)]
    return "\n".join(lines + told)


def box_notice(muscle: Muscle) -> str:
    """How many words the warning box has, and whether that is too many to be read: worth knowing, no mistake."""
    safety = safety_of(muscle)
    words, warnings = count_words(safety.box), len({key for line in safety.box for key in line.items})
    said = f"{muscle.id} ({muscle.lang}): the warning box has {words} words for {warnings} warnings"
    if words > MOST_WORDS_IN_BOX:
        return f"{said}: more than {MOST_WORDS_IN_BOX}, so it takes more room and fewer people read it"
    return said


def clinic_notices(library: Library, clinic: ClinicFile, name: str) -> list[str]:
    """One line for each text of a clinic that lists fewer signs than ours: worth looking at, no mistake."""
    spoken = [library.muscle(muscle, clinic.lang) for muscle, lang in sorted(library.words) if lang == clinic.lang]
    return list(dict.fromkeys(f"{name}: {each}" for muscle in spoken for each in fewer_signs(muscle, clinic)))


def _template_problems(templates: tuple[Path, ...]) -> list[Problem]:
    found: list[Problem] = []
    with _noted(found):
        load_theme(templates)
    with _noted(found):
        for tag in (None, *locale_tags(templates)):
            with _noted(found):
                load_locale(templates, tag)
    with _noted(found):
        packaged = load_strings((data_dir("templates"),), "en").words
        for lang in sorted({path.stem for folder in templates for path in (folder / "strings").glob("*.toml")}):
            with _noted(found):
                found += _word_problems(load_strings(templates, lang), packaged)
    return found


@contextmanager
def _noted(found: list[Problem]) -> Iterator[None]:
    """What the block raises is added to the problems found."""
    try:
        yield
    except ContentError as error:
        found += error.problems
    except HandoutsError as error:
        found.append(Problem("templates", "", str(error)))


def _word_problems(strings: Strings, packaged: Mapping[str, str]) -> Iterator[Problem]:
    """Where interface words differ from the packaged ones in their keys or in the {names} to fill in."""
    shown = f"templates/strings/{strings.lang}.toml"
    yield from (Problem(shown, key, "is missing") for key in packaged if key not in strings.words)
    for key, text in strings.words.items():
        if key not in packaged:
            yield Problem(shown, key, f"unknown key{likely(key, packaged)}")
            continue
        wanted = _names(packaged[key])
        try:
            found = _names(text)
        except ValueError:
            yield Problem(shown, key, "has a { or } without its partner")
            continue
        yield from (Problem(shown, key, f"{{{name}}} is missing") for name in wanted - found)
        yield from (Problem(shown, key, f"unknown {{{name}}}{likely(name, wanted)}") for name in found - wanted)


def _names(text: str) -> set[str]:
    """The {names} in a text. Raises ValueError when a brace has no partner."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _painted_roles(templates: tuple[Path, ...]) -> set[str]:
    """The roles that the theme paints on some skin; none when the theme itself is wrong, which is told elsewhere."""
    try:
        theme = load_theme(templates)
    except HandoutsError:
        return set()
    return {role for skin in SKINS for role in theme.palette(skin=skin)}


def _glyph_problems(library: Library, muscles: Sequence[str]) -> Iterator[Problem]:
    """Characters in words that the font of the handouts cannot print."""
    spoken: list[tuple[str, Any]] = [
        (f"content/muscles/{name}/{lang}.toml", words)
        for (name, lang), words in library.words.items()
        if name in muscles
    ]
    spoken += [(f"content/safety/{name}/{lang}.toml", words) for (name, lang), words in library.safety_words.items()]
    for where, words in spoken:
        for key, text in texts(words.model_dump()):
            if lost := missing_characters(text):
                yield Problem(where, key, f"the font cannot print {lost!r}")


def _build_problems(library: Library, muscles: Sequence[str], templates: tuple[Path, ...]) -> Iterator[Problem]:
    """Problems that only show when something is made: every figure, every handout's words, every deck."""
    from handouts.cli.export import deck_problems
    from handouts.deck.cards import make_deck
    from handouts.deck.words import load_deck_words
    from handouts.handout.plan import handout

    locale = load_locale(templates, None)
    for lang in sorted({lang for _, lang in library.words}):
        try:
            yield from deck_problems(library, lang, templates)
        except ContentError as error:
            yield from error.problems
        except HandoutsError as error:
            yield Problem("content/ledger.json", "", str(error))
    yield from _glyph_problems(library, muscles)
    drawn: dict[str, str] = {}
    for name in muscles:
        for lang in library.languages(name):
            muscle, where = library.muscle(name, lang), f"content/muscles/{name}/{lang}.toml"
            try:
                for spec in muscle.facts.figures:
                    for person in PERSONS:
                        figure = make_figure(muscle, spec.id, FigureStyle(person=person))
                        drawn.update(dict.fromkeys(roles(figure.shapes) - drawn.keys(), spec.id))
                handout(muscle, load_strings(templates, lang), locale)
                make_deck(library, [name], load_deck_words(templates, lang))
            except ContentError as error:
                yield from error.problems
            except HandoutsError as error:
                yield Problem(where, "", str(error))
    if painted := _painted_roles(templates):
        for role in drawn.keys() - painted:
            why = f"is missing{likely(role, painted)}: {drawn[role]} is drawn with it"
            yield Problem("templates/theme.toml", f"figure.{role}", why)
