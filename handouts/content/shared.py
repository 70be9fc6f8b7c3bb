"""What muscles have in common, `content/shared/`: written once, taken by name, changed where a muscle differs.

A kind of item has a folder: `facts.toml` and one file of words for each language, all by the same ids. An item of a
muscle that says `shared = "<id>"` is completed from there (`content/merge.py`) before anything looks at it, so what
stands above `content` sees whole muscles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from handouts.content.model import Icon, Position, Source, Tool
from handouts.errors import ContentError, Problem
from handouts.files import details, explain, read_toml

Row = TypeVar("Row", bound=BaseModel)

FOLDER = "shared"
FACTS = "facts.toml"
SOURCES = f"content/{FOLDER}/sources.toml"

KINDS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("functions", "situations", "symptoms", "causes", "techniques", "guides", "addons")},
    **{name: (name,) for name in ("notes", "certainty", "figures")},
    **{name: ("clinician", name) for name in ("differential", "lines")},
}
"""The folders of shared items, and where their items stand in the files of a muscle."""
TICKS, DOSE = "ticks", "dose"
"""Folders without items: the words of ticks by id, and doses, which have no words."""


class Entry(NamedTuple):
    """One shared thing, and the file that has it."""

    data: Any
    file: str


class Shared:
    """The shared files of some content folders: each is read when it is asked for, once; the first folder wins."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)
        self.table = cache(self._table)

    def facts(self, kind: str) -> Mapping[str, Entry]:
        """The facts of a kind by id. Raises ContentError for a file that cannot be read."""
        return self.table(f"{kind}/{FACTS}")

    def words(self, kind: str, lang: str) -> Mapping[str, Entry]:
        """The words of a kind in a language, by id. Raises ContentError for a file that cannot be read."""
        return self.table(f"{kind}/{lang}.toml")

    def _table(self, name: str) -> Mapping[str, Entry]:
        """Every entry of the files of that name, by its id."""
        shown = f"content/{FOLDER}/{name}"
        found: dict[str, Entry] = {}
        for root in self._roots:
            path = root / FOLDER / name
            if path.exists():
                for key, data in read_toml(path, shown).items():
                    found.setdefault(key, Entry(data, shown))
        return found


class Tables(Mapping[str, Row]):
    """The tables of one shared file, such as the works that may be cited, by id; each is looked at when asked for."""

    def __init__(self, shared: Shared, name: str, model: type[Row]) -> None:
        self.file = f"content/{FOLDER}/{name}"
        self._entries = partial(shared.table, name)
        self._model = model

    def __getitem__(self, name: str) -> Row:
        data = self._entries()[name].data
        if not isinstance(data, dict):
            raise ContentError([Problem(self.file, name, f"must be a table, written as [{name}]")])
        whole = {"id": name, **data} if "id" in self._model.model_fields else data
        try:
            return self._model.model_validate(whole)
        except ValidationError as error:
            found = [explain(Path(self.file), whole, self._model, detail) for detail in details(error)]
            raise ContentError(
                each._replace(file=self.file, key=f"{name}.{each.key}".rstrip(".")) for each in found
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __contains__(self, name: object) -> bool:
        return name in self._entries()

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with them."""
        try:
            names = list(self)
        except ContentError as error:
            yield from error.problems
            return
        for name in names:
            try:
                self[name]
            except ContentError as error:
                yield from error.problems


class Lists:
    """What items of all muscles name: works, tools, positions and small pictures."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.sources = Tables(shared, "sources.toml", Source)
        self.tools = Tables(shared, "tools.toml", Tool)
        self.positions = Tables(shared, "positions.toml", Position)
        self.icons = Tables(shared, "icons.toml", Icon)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with them."""
        for tables in (self.sources, self.tools, self.positions, self.icons):
            yield from tables.problems()
