"""Whether what a clinic's file names is in the library: muscles, ways of massage, exercises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from handouts.clinic.file import ClinicFile
from handouts.clinic.usual import Favourite
from handouts.content.library import Library
from handouts.content.model import Facts
from handouts.errors import ContentError, Problem, likely


def readable(library: Library, muscles: Sequence[str]) -> Iterator[Facts]:
    """The facts of some muscles, of all when none is named; what cannot be read is told where it is used."""
    for name in muscles or library.ids():
        with suppress(ContentError):
            yield library.facts[name]


def technique_ids(facts: Facts) -> list[str]:
    """The ids of a muscle's ways of massage."""
    return [technique.id for technique in facts.techniques if technique.use == "massage"]


def addon_ids(facts: Facts) -> list[str]:
    """The ids of a muscle's exercises."""
    return [addon.id for addon in facts.addons]


def of_all(ids: Callable[[Facts], list[str]], muscles: Callable[[], Iterable[Facts]]) -> list[str]:
    """The ids that some muscles have, each once."""
    return list(dict.fromkeys(name for facts in muscles() for name in ids(facts)))


def check_names(file: ClinicFile, library: Library, where: str) -> None:
    """The clinic's ways of massage and exercises: some muscle has each, in a favourite one of its own.

    `where` is the file's name. Raises ContentError with the likely meant names.
    """
    problems = list(_unknown(file.options.technique, file.options.with_, library, (), "options", where))
    for name, favourite in file.favourites.items():
        problems += _of_favourite(favourite, library, f"favourites.{name}", where)
    if problems:
        raise ContentError(problems)


def _of_favourite(favourite: Favourite, library: Library, key: str, where: str) -> Iterator[Problem]:
    unknown = [name for name in favourite.muscle if name not in library.facts]
    for name in unknown:
        there = ", ".join(library.ids()) or "none"
        what = f"no muscle {name!r}{likely(name, library.facts)} (there is: {there})"
        yield Problem(where, f"{key}.muscle", what)
    if not unknown:
        yield from _unknown(favourite.technique, favourite.with_, library, favourite.muscle, key, where)


def _unknown(
    techniques: Sequence[str] | None,
    exercises: Sequence[str] | None,
    library: Library,
    muscles: Sequence[str],
    key: str,
    where: str,
) -> Iterator[Problem]:
    """A problem for each name that none of some muscles has, of all when none is named."""
    for word, names, ids in (("technique", techniques, technique_ids), ("with", exercises, addon_ids)):
        known = of_all(ids, partial(readable, library, muscles)) if names else []
        for name in names or ():
            if name not in known:
                there = ", ".join(known) or "none"
                what = f"no muscle has {name!r}{likely(name, known)} (there is: {there})"
                yield Problem(where, f"{key}.{word}", what)
