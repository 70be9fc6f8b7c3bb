"""Row -> the bytes of its file, by the ordinary renderer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handouts import __version__
from handouts.approval.standing import Standing
from handouts.batch.roster.muscles import AND
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.clinic.choices import Choices
from handouts.content.library import Library, Muscle
from handouts.content.reader import open_library
from handouts.errors import HandoutsError
from handouts.files import MOST_JSON, data_dir, read_bytes
from handouts.handout.document import Document
from handouts.handout.plan import handout
from handouts.page.layouts import Layouts
from handouts.page.pdf import first_page, to_pdf
from handouts.review.judge import joint_standing
from handouts.style.theme import Theme, load_theme
from handouts.style.words import Strings, load_strings

PACKAGED = Path("<packaged>")
"""Stands for the packaged folder, which may be elsewhere on another machine."""


@dataclass(frozen=True)
class Plan:
    """What a batch is made from; small, so that it can be sent to other processes and machines."""

    content: tuple[Path, ...]
    templates: tuple[Path, ...]
    choices: Choices
    """What the command line and the clinic said; a row's own cells go before it."""
    key: str
    """A digest of the program's version and of all that is read: content, templates, choices."""
    ordinary: bool = False
    """Whether every row goes through the ordinary renderer."""


def plan_of(content: Sequence[Path], templates: Sequence[Path], choices: Choices, ordinary: bool = False) -> Plan:
    """The plan of a batch."""
    key = _key(content, templates, choices)
    named = [
        tuple(PACKAGED if folder == data_dir(kind) else folder.resolve() for folder in folders)
        for kind, folders in (("content", content), ("templates", templates))
    ]
    return Plan(named[0], named[1], choices, key, ordinary)


def _key(content: Sequence[Path], templates: Sequence[Path], choices: Choices) -> str:
    whole = hashlib.sha256(repr((__version__, choices)).encode())
    for path in [path for folder in (*content, *templates) for path in sorted(folder.rglob("*")) if path.is_file()]:
        whole.update(f"\0{path.name}\0".encode())
        if path.stat().st_size <= MOST_JSON:  # what is larger no reader takes, so it decides nothing
            whole.update(read_bytes(path, MOST_JSON))
    return whole.hexdigest()


def _here(folders: Sequence[Path], kind: str) -> tuple[Path, ...]:
    return tuple(data_dir(kind) if folder == PACKAGED else folder for folder in folders)


class Sources:
    """The library, the words and the theme of a plan.

    `library` spares reading the content when that has been done just now. Raises HandoutsError when this machine has
    other content than the plan was made from.
    """

    def __init__(self, plan: Plan, library: Library | None = None) -> None:
        self.plan, self.choices = plan, plan.choices
        content, self.templates = _here(plan.content, "content"), _here(plan.templates, "templates")
        if library is None and _key(content, self.templates, plan.choices) != plan.key:
            raise HandoutsError("this machine has another version of the program, the content or the templates")
        self.library: Library = library or open_library(content)
        self.theme: Theme = load_theme(self.templates)
        self._muscles: dict[tuple[str, str], tuple[Muscle, Strings]] = {}

    def _spoken(self, muscle_id: str, lang: str) -> tuple[Muscle, Strings]:
        """A muscle in a language, in the clinic's words, and the words of the language."""
        key = (muscle_id, lang)
        if key not in self._muscles:
            muscle = self.choices.muscle(self.library.muscle(*key))
            self._muscles[key] = (muscle, load_strings(self.templates, lang))
        return self._muscles[key]

    def standing(self, setting: Setting, day: date | None) -> Standing:
        """What a row with this setting, dated on this day, may say about its review."""
        each = [
            self.choices.standing(*self._spoken(name, setting.lang), setting.options, day) for name in setting.muscles
        ]
        return each[0] if len(each) == 1 else joint_standing(each)

    def document(self, row: Row) -> Document:
        """The handout of a row."""
        (muscle, strings), *others = [self._spoken(name, row.setting.lang) for name in row.setting.muscles]
        beside = [each for each, _ in others]
        return handout(muscle, strings, self.choices.locale, row.options, self.choices.clinic, beside)

    def ordinary(self, row: Row, layouts: Layouts | None = None) -> bytes:
        """The row's file as the ordinary renderer writes it; `layouts` are those of a run."""
        return to_pdf(self.document(row), self.theme, row.setting.page, layouts)

    def first_page(self, row: Row, layouts: Layouts) -> tuple[bytes, int]:
        """The first page of the row's file alone, and how many pages the file has."""
        return first_page(self.document(row), self.theme, row.setting.page, layouts)

    def titles(self, lang: str) -> list[str]:
        """The titles of all muscles in a language."""
        unfinished = self.library.unfinished(lang)
        named = [n for n in self.library.ids() if lang in self.library.languages(n) and n not in unfinished]
        return [self.library.muscle(name, lang).words.title for name in named]

    def version(self, setting: Setting) -> str:
        """The content version of a muscle, or of each of several."""
        return AND.join(self.library.facts[name].version for name in setting.muscles)
