"""What the desk holds while it runs: the library, the clinic's file, the press. Nothing of it is about a patient."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from handouts.approval.file import NAME
from handouts.batch.plan import Plan, Sources
from handouts.batch.press.masters import Press
from handouts.clinic.choices import Choices, choose, read_own
from handouts.clinic.usual import Favourite
from handouts.content.dose import LIMITS
from handouts.content.reader import open_library
from handouts.errors import HandoutsError, likely
from handouts.style.choices import Person
from handouts.style.theme import load_theme
from handouts.web.body import BodyView, WholeView, body_views, whole_body
from handouts.web.desk.changed import Watched
from handouts.web.desk.preview import Recent

USUAL: Mapping[str, str] = {
    "side": "both",
    "body": "man",
    "skin": "light",
    "ink": "colour",
    "print": "normal",
    "layout": "full",
}
"""What is chosen when nobody says, as on the command line."""
NAMED: Mapping[str, str] = {
    "body": "person",
    "technique": "techniques",
    "with": "addons",
    "patient-name": "patient_name",
    "checked-by": "checked_by",
}
"""Options of the command line whose values have another name in the program."""
MOST_PLACES = 4
"""Places whose layouts are remembered; a clinic has one."""


class Desk:
    """What all requests have in common. One thread, `worker`, works with it: ReportLab and PDFium are for one only.

    Raises HandoutsError, ContentError when the clinic's file or its approvals are not right.
    """

    def __init__(
        self,
        content: Sequence[Path],
        templates: Sequence[Path],
        clinic: Path | None = None,
        approvals: Path | None = None,
        require_approved: bool = False,
        favourite: str = "",
    ) -> None:
        self.content, self.templates = tuple(content), tuple(templates)
        self.library, self.theme = open_library(self.content), load_theme(self.templates)
        self._clinic, self._require_approved = clinic, require_approved
        self._own = read_own(clinic, approvals, self.theme)
        self.file, _ = self._own
        self.lang = self.file.lang if self.file else "en"
        self._presses: dict[str, Press] = {}
        self._whole: dict[Person, tuple[WholeView, ...]] = {}
        self._views: dict[Person, tuple[BodyView, ...]] = {}
        self.recent = Recent()
        beside = clinic.parent / NAME if clinic else None
        self.watched = Watched(clinic, approvals or beside, (*self.content, *self.templates))
        self.worker = ThreadPoolExecutor(1)
        self.closing = threading.Event()
        """Set by whoever ends the desk."""
        self.favourite = favourite
        self.choices({})
        if favourite and favourite not in self.favourites:
            there = ", ".join(self.favourites) or "none"
            known = f"{likely(favourite, self.favourites)} (there is: {there})"
            raise HandoutsError(f"--favourite: the clinic's file has no {favourite[:40]!r}{known}")

    @property
    def favourites(self) -> Mapping[str, Favourite]:
        """The clinic's favourites by name."""
        return self.file.favourites if self.file else {}

    def choices(self, chosen: Mapping[str, Any], muscles: Sequence[str] = ()) -> Choices:
        """What was chosen on the page, over the clinic's file, over what is usual.

        `chosen` has the names of the command line's options, without dashes, and `dose` by its keys; what is empty or
        not known was not chosen. Raises HandoutsError with the field that is wrong.
        """
        said = {name: value for name, value in chosen.items() if isinstance(value, str) and value.strip()}
        said = {NAMED.get(name, name): value for name, value in said.items()}
        usual = {NAMED.get(name, name): value for name, value in USUAL.items()}
        dose = chosen.get("dose") or {}
        asked = {
            **usual,
            **said,
            "dose": [f"{key}={_span(dose[key])}" for key in LIMITS if str(dose.get(key) or "").strip()],
            "duplex": chosen.get("duplex") is True,
            "clinic": self._clinic,
            "require_approved": self._require_approved,
        }
        given = {*said, *(["duplex"] if "duplex" in chosen else [])}
        lang = str(chosen.get("lang") or self.lang)
        return choose(asked, given, self.templates, self.theme, self.library, lang, muscles, self._own)

    def press(self, choices: Choices) -> Press:
        """The press for a place: what it has laid out once it need not lay out again."""
        tag = choices.locale.tag
        if tag not in self._presses:
            if len(self._presses) >= MOST_PLACES:
                del self._presses[next(iter(self._presses))]
            nobody = replace(choices, options=self.choices({}).options, told=(), day=None)
            plan = Plan(self.content, self.templates, nobody, key="desk")
            self._presses[tag] = Press(Sources(plan, self.library), remembered=0)
        return self._presses[tag]

    def whole(self, person: Person) -> tuple[WholeView, ...]:
        """The pictures of a whole body."""
        if person not in self._whole:
            self._whole[person] = whole_body(self.library, self.lang, self.theme.palette(), person)
        return self._whole[person]

    def views(self, person: Person) -> tuple[BodyView, ...]:
        """The views of the regions of a body."""
        if person not in self._views:
            self._views[person] = body_views(self.library, self.lang, palette=self.theme.palette(), person=person)
        return self._views[person]

    def muscles(self, names: object) -> list[str]:
        """The ids of the muscles that were chosen. Raises HandoutsError when there is none such."""
        wanted = [names] if isinstance(names, str) else names
        if not isinstance(wanted, list) or not wanted or not set(map(str, wanted)) <= set(self.library.ids()):
            raise HandoutsError("choose a muscle", field="muscle")
        return list(dict.fromkeys(map(str, wanted)))

    def forget(self) -> None:
        """Forget what is remembered of people: the last handouts, and how their names and notes were set."""
        self.recent.forget()
        for press in self._presses.values():
            press.forget()


def _span(words: object) -> str:
    """A span as a dose has it, however somebody wrote it: 3 to 4, 3 - 4."""
    return str(words)[:30].replace("to", "-").replace(" ", "")
