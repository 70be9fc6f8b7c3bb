"""What people call a muscle: `content/aliases.toml`, a small index that is read without the muscles themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from handouts.errors import ContentError, Problem, likely
from handouts.files import read_toml
from handouts.style.plaintext import without_accents

NAME = "aliases.toml"
SHOWN = f"content/{NAME}"


class Alias(NamedTuple):
    """A name as it is written in an index, and the muscles that it fits."""

    name: str
    muscles: tuple[str, ...]


def key(text: str) -> str:
    """A muscle's name without what does not matter: case, accents, spaces, hyphens, `_` and full stops."""
    return re.sub(r"[\s._\u2010-\u2015-]+", "", without_accents(text.casefold()))


def read_aliases(roots: Sequence[Path]) -> dict[str, Alias]:
    """Every other name in the indexes of some content folders, by its key. Raises ContentError for a wrong index."""
    found: dict[str, Alias] = {}
    for root in roots:
        for muscle, names in _index(root).items():
            for name in names:
                before = found.get(key(name), Alias(name, ()))
                found[key(name)] = Alias(before.name, tuple(dict.fromkeys((*before.muscles, muscle))))
    return found


def alias_problems(roots: Sequence[Path], muscles: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the indexes: a muscle that is not there, a name written twice or that is another muscle's."""
    ids = {key(muscle): muscle for muscle in muscles}
    for root in roots:
        try:
            index = _index(root)
        except ContentError as error:
            yield from error.problems
            continue
        for muscle, names in index.items():
            if muscle not in muscles:
                yield Problem(SHOWN, muscle, f"no muscle {muscle!r}{likely(muscle, muscles)}")
            seen = set[str]()
            for name in names:
                if key(name) in ids:
                    yield Problem(SHOWN, muscle, f"{name!r} is the name of a muscle, not another name of one")
                elif key(name) in seen:
                    yield Problem(SHOWN, muscle, f"{name!r} is there twice")
                seen.add(key(name))


def shared(aliases: Mapping[str, Alias], muscles: Collection[str]) -> list[str]:
    """A line for each name that fits two muscles, and so is refused: worth knowing, no mistake."""
    return [
        f"{SHOWN}: {alias.name!r} fits {' and '.join(fits)}: who writes it is asked which"
        for alias in aliases.values()
        if len(fits := [muscle for muscle in alias.muscles if muscle in muscles]) > 1
    ]


def _index(root: Path) -> dict[str, list[str]]:
    """The index of one content folder; it need not have any."""
    path = root / NAME
    if not path.exists():
        return {}
    index = read_toml(path, SHOWN)
    problems = [
        Problem(SHOWN, muscle, 'must be a list of names in [brackets], such as ["calf"]')
        for muscle, names in index.items()
        if not isinstance(names, list) or not all(isinstance(name, str) and key(name) for name in names)
    ]
    if problems:
        raise ContentError(problems)
    return index
