"""Cross-checks that every kind of content file has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from handouts.errors import Problem, likely
from handouts.style.plaintext import named, unseen


def check_marks(where: str, key: str, text: str) -> Iterator[Problem]:
    """A mark that is not closed, markup that is none of ours, and what nobody sees."""
    if not text.isprintable() and (hidden := unseen(text)):
        yield Problem(where, key, f"has control or invisible characters: {named(hidden)}; leave them out")
    if text.count("**") % 2:
        yield Problem(where, key, "has an odd number of '**' marks: strong words need a start and an end")
    elif re.search(r"<[a-zA-Z/!]", text):
        yield Problem(where, key, "has markup: only **strong** words can be marked")


def same_ids(where: str, key: str, wanted: Iterable[str], given: Mapping[str, Any]) -> Iterator[Problem]:
    """Ids that have no words, and words that belong to no id."""
    wanted = list(wanted)
    for name in wanted:
        if name not in given:
            yield Problem(where, f"{key}.{name}", "words are missing")
    for name in given:
        if name not in wanted:
            yield Problem(where, f"{key}.{name}", f"nothing has this id{likely(name, wanted)}")


def duplicates(where: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    """Ids that stand twice."""
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(where, f"{key}[{name}]", "is written twice")
        seen.add(name)


def missing_sources(
    where: str, known: Collection[str], cited: Iterable[tuple[str, Iterable[str]]]
) -> Iterator[Problem]:
    """Sources that are cited and not known; `cited` are keys with the sources they name."""
    for key, sources in cited:
        for source in sources:
            if source not in known:
                yield Problem(
                    where,
                    f"{key}.sources",
                    f"no source {source!r} in content/shared/sources.toml{likely(source, known)}",
                )
