"""Everything that can be wrong with content and templates, found before anything is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from handouts.check.clear import score
from handouts.check.finding import Finding, counted, errors_of, of_problem
from handouts.check.judged import Judged, judged
from handouts.check.rules import JUDGES, Judges
from handouts.clinic.file import ClinicFile, read_clinic
from handouts.clinic.known import check_names
from handouts.clinic.warnings import check_safety, fewer_signs
from handouts.content.aliases import alias_problems, shared
from handouts.content.library import Library, Muscle
from handouts.content.reader import all_problems, open_library, problems_of
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words, safety_of
from handouts.content.texts import texts
from handouts.content.todo import MARK
from handouts.drawing.shapes import roles
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from handouts.page.letterhead import logo_notices
from handouts.style.braces import names_in
from handouts.style.choices import PERSONS, SKINS
from handouts.style.fonts import missing_characters
from handouts.style.theme import load_theme
from handouts.style.words import Strings, load_locale, load_strings, locale_tags

Verdict = tuple[str, list[Finding]]
POOL_FROM = 4
"""Muscles from which several processes are sooner done than one."""


@dataclass(frozen=True)
class Report:
    """A line for each muscle that can be made, and everything that was found."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be mended, warnings apart."""
        return tuple(each.problem for each in errors_of(self.findings))

    def with_more(self, lines: Iterable[str], findings: Iterable[Finding]) -> Report:
        """The same, and what another judge found."""
        return Report((*self.lines, *lines), (*self.findings, *findings))


def check_all(
    content: Sequence[Path], templates: tuple[Path, ...], muscles: Sequence[str] = (), clinic: Path | None = None
) -> Report:
    """Check everything, or what concerns some muscles. One that is wrong does not keep the others from being judged.

    Raises HandoutsError for a muscle that does not exist, ContentError for a folder that is none.
    """
    library = open_library(content)
    for name in muscles:
        if name not in library.facts:
            raise HandoutsError(f"no muscle {name!r}{likely(name, library.facts)}")
    names = list(dict.fromkeys(muscles)) or library.ids()
    problems = _template_problems(templates)
    judge = partial(_judged, tuple(content), templates, judging=not problems)
    verdicts = dict(zip(names, _each(judge, names), strict=True))
    problems += alias_problems(content, library.facts)
    if not muscles:
        problems += all_problems(content)
    sound = [name for name in names if verdicts[name][0]]
    problems += _harm(library, sound, templates)
    lines = [verdicts[name][0] for name in sound]
    with suppress(ContentError):  # told already
        lines += shared(library.aliases, library.facts)
    if clinic:
        with _noted(problems):
            file = read_clinic(clinic, load_theme(templates))
            check_safety(file, library, clinic.name, file.lang)
            check_names(file, library, clinic.name)
            lines += clinic_notices(library, file, clinic.name, sound)
    findings = {*map(of_problem, problems), *(finding for verdict in verdicts.values() for finding in verdict[1])}
    return Report(tuple(lines), tuple(sorted(findings)))


def findings(
    library: Library, muscle: str, lang: str, templates: tuple[Path, ...] | None = None, judges: Judges = JUDGES
) -> list[Finding]:
    """Everything that is found about a muscle in a language: what is wrong with its files or, where they are right,
    what the judges say.

    Raises HandoutsError for a muscle or a language that does not exist.
    """
    folders = templates or (data_dir("templates"),)
    try:
        about = judged(library, muscle, lang, folders)
    except ContentError as error:
        return sorted(map(of_problem, error.problems))
    return findings_of(about, judges)


def findings_of(about: Judged, judges: Judges = JUDGES) -> list[Finding]:
    """What the judges say of a muscle that can be read."""
    told: set[Finding] = set()
    for judge in judges:
        try:
            told.update(_placed(about.library, each) for each in judge(about))
        except ContentError as error:
            told.update(map(of_problem, error.problems))
    return sorted(each for each in told if each.rule.startswith("todo.") or MARK not in each.what)


def _placed(library: Library, finding: Finding) -> Finding:
    """A finding with the file where the words really stand: they may be shared."""
    file, key, _ = library.placed(Problem(finding.file, finding.key, ""))
    return replace(finding, file=file, key=key)


def _each(judge: Callable[[str], Verdict], names: Sequence[str]) -> Iterable[Verdict]:
    """Judge each muscle, several at a time where that pays."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(names) < POOL_FROM or cores == 1:
        return map(judge, names)
    with ProcessPoolExecutor(min(cores, len(names))) as pool:
        return list(pool.map(judge, names))


def _judged(content: Sequence[Path], templates: tuple[Path, ...], name: str, *, judging: bool) -> Verdict:
    """A line about a muscle that can be made, else nothing, and everything that is found about it.

    Without `judging` only its files are looked at: the templates are wrong, which comes first.
    """
    problems = problems_of(content, [name])
    library = open_library(content)
    if not problems:
        problems = list(map(library.placed, _build_problems(library, name, templates)))
    if problems:
        return "", list(map(of_problem, problems))
    facts = library.facts[name]
    languages = library.languages(name)
    told = [each for lang in languages if judging for each in findings(library, name, lang, templates)]
    counts = f"{len(facts.trigger_points)} trigger points, {len(facts.figures)} figures, {len(facts.cards)} cards"
    about = f"{name} {facts.version} ({', '.join(languages)})"
    lines = [f"{about}: {counts}: {counted(told)}"]
    lines += _sister_notices(library, name)
    for lang in languages if judging else ():
        seen = judged(library, name, lang, templates)
        lines += [box_notice(seen.muscle), score(seen, told)]
    return "\n".join(lines), told


def _sister_notices(library: Library, name: str) -> Iterator[str]:
    """A line for each sister of a muscle that is not there yet, or that does not name it in turn: no mistakes."""
    for sister in library.facts[name].sisters:
        if sister not in library.facts:
            yield f"{name}: its sister {sister} is not in the library yet{likely(sister, library.facts)}"
            continue
        with suppress(ContentError):  # told with the sister
            if name not in library.facts[sister].sisters:
                yield f"{name}: its sister {sister} does not name it in turn: add it to sisters there"


def box_notice(muscle: Muscle) -> str:
    """How many words the warning box has, and whether that is too many to be read: worth knowing, no mistake."""
    safety = safety_of(muscle)
    words, warnings = count_words(safety.box), len({key for line in safety.box for key in line.items})
    said = f"{muscle.id} ({muscle.lang}): the warning box has {words} words for {warnings} warnings"
    if words > MOST_WORDS_IN_BOX:
        return f"{said}: more than {MOST_WORDS_IN_BOX}, so it takes more room and fewer people read it"
    return said


def clinic_notices(library: Library, clinic: ClinicFile, name: str, muscles: Sequence[str]) -> list[str]:
    """One line for each text of a clinic that lists fewer signs than ours, and for its logo: no mistakes."""
    spoken = [library.muscle(each, clinic.lang) for each in muscles if clinic.lang in library.languages(each)]
    signs = dict.fromkeys(f"{name}: {each}" for muscle in spoken for each in fewer_signs(muscle, clinic))
    return [*signs, *(logo_notices(clinic.logo) if clinic.logo else ())]


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
        wanted = names_in(packaged[key])
        try:
            found = names_in(text)
        except ValueError as error:
            yield Problem(shown, key, str(error))
            continue
        yield from (Problem(shown, key, f"{{{name}}} is missing") for name in wanted - found)
        yield from (Problem(shown, key, f"unknown {{{name}}}{likely(name, wanted)}") for name in found - wanted)


def _painted_roles(templates: tuple[Path, ...]) -> set[str]:
    """The roles that the theme paints on some skin; none when the theme itself is wrong, which is told elsewhere."""
    try:
        theme = load_theme(templates)
    except HandoutsError:
        return set()
    return {role for skin in SKINS for role in theme.palette(skin=skin)}


def _glyph_problems(library: Library, muscles: Sequence[str]) -> Iterator[Problem]:
    """Characters in words that the font of the handouts cannot print."""
    spoken: list[tuple[str, Any]] = []
    for name in muscles:
        for lang in library.languages(name):
            spoken.append((f"content/muscles/{name}/{lang}.toml", library.words[name, lang]))
            for module in library.facts[name].safety:
                spoken.append((f"content/safety/{module}/{lang}.toml", library.safety_words[module, lang]))
    for where, words in spoken:
        for key, text in texts(words.model_dump()):
            if lost := missing_characters(text):
                yield Problem(where, key, f"the font cannot print {lost!r}")


def _build_problems(library: Library, name: str, templates: tuple[Path, ...]) -> Iterator[Problem]:
    """Problems of a muscle that only show when something is made: every figure, the handout's words, the cards."""
    from handouts.deck.cards import make_deck
    from handouts.deck.words import load_deck_words
    from handouts.handout.plan import handout

    locale = load_locale(templates, None)
    yield from _glyph_problems(library, [name])
    drawn: dict[str, str] = {}
    for lang in library.languages(name):
        muscle, where = library.muscle(name, lang), f"content/muscles/{name}/{lang}.toml"
        try:
            for spec in muscle.facts.figures:
                for person in PERSONS:
                    figure = make_figure(muscle, spec.id, FigureStyle(person=person))
                    drawn.update(dict.fromkeys(roles(figure.shapes) - drawn.keys(), spec.id))
            handout(muscle, load_strings(templates, lang), locale)
            if muscle.facts.cards:
                make_deck(library, [name], load_deck_words(templates, lang))
        except ContentError as error:
            yield from error.problems
        except HandoutsError as error:
            yield Problem(where, "", str(error))
    if painted := _painted_roles(templates):
        for role in drawn.keys() - painted:
            why = f"is missing{likely(role, painted)}: {drawn[role]} is drawn with it"
            yield Problem("templates/theme.toml", f"figure.{role}", why)


def _harm(library: Library, names: Sequence[str], templates: tuple[Path, ...]) -> Iterator[Problem]:
    """What would harm learners if these muscles were released as they are."""
    from handouts.deck.release import harm

    for lang in sorted({lang for name in names for lang in library.languages(name)}):
        try:
            yield from harm(library, templates, lang, [name for name in names if lang in library.languages(name)])
        except ContentError as error:
            yield from error.problems
        except HandoutsError as error:
            yield Problem("content/ledger.json", "", str(error))
