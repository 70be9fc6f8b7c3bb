"""The muscles that a cell names: one, or several that share a handout, each as people call it."""

from __future__ import annotations

import re

from handouts.batch.roster.cells import Faults
from handouts.content.library import Library
from handouts.errors import ContentError, HandoutsError

AND = "+"
"""Between the ids of several muscles in one handout."""
SEVERAL = re.compile(r"\s*[+;,&\n]\s*")
"""What may stand between names in a cell."""
MOST_NAMED = 40
"""Muscles that a message names."""


class MuscleNames:
    """Reads the cells that name muscles; `aliases` has other names, as they were written, and the muscle of each."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.aliases: dict[str, str] = {}
        self._known: dict[str, str] = {}
        self._met: set[str] = set()

    def read(self, text: str, faults: Faults) -> tuple[str, ...]:
        """The ids of a cell's muscles, each once; none where one is not known, which is then among the faults."""
        known = self.library.ids()
        todo = f"write one of {', '.join(known[:MOST_NAMED])}" + (" or another" if len(known) > MOST_NAMED else "")
        if not text:
            faults.add("muscle", "is empty", f"{todo}, or give --muscle for all rows")
            return ()
        try:
            return (self._muscle(text),)
        except ContentError:
            raise
        except HandoutsError as error:
            names = [name for name in SEVERAL.split(text) if name]
            if len(names) < 2:
                faults.add("muscle", str(error), todo)
                return ()
        try:
            return tuple(dict.fromkeys(map(self._muscle, names)))
        except HandoutsError as error:
            faults.add("muscle", str(error), todo)
            return ()

    def _muscle(self, text: str) -> str:
        """The id of a muscle. Raises HandoutsError when none is called so."""
        if text not in self._known:
            muscle, alias = self.library.find(text)
            self._known[text] = muscle
            if alias and alias not in self._met:
                self._met.add(alias)
                self.aliases[text] = muscle
        return self._known[text]
