"""A clinic of its own in a folder, with content and templates that a test may change, and the command line on them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handouts.approval.file import read_approvals
from handouts.approval.standing import Standing
from handouts.cli.main import main
from handouts.clinic.choices import Choices, choose
from handouts.content.library import Library, Muscle
from handouts.content.reader import open_library
from handouts.files import data_dir
from handouts.handout.document import Document
from handouts.review.sign_off import Proposal, propose
from handouts.review.words import lines
from handouts.style.theme import load_theme
from handouts.style.words import Strings, load_locale, load_strings

REVIEWER = "Sample Reviewer, sample role, sample registration 0000"
DAY = 1_772_323_200
"""1 March 2026, as SOURCE_DATE_EPOCH says it."""


@dataclass
class Desk:
    """A folder with clinic.toml, content and templates."""

    folder: Path
    patch: pytest.MonkeyPatch
    _library: Library | None = None
    _muscles: dict[str, Muscle] = field(default_factory=dict)

    def run(self, *words: str, fails: bool = False) -> Result:
        """A command; it must end well, or not, as it is said."""
        own = ("--content", str(self.folder / "content"), "--templates", str(self.folder / "templates"))
        result = CliRunner().invoke(main, [*own, *words])
        assert (result.exit_code != 0) == fails, result.output
        return result

    def pdf(self, *words: str, name: str = "made.pdf", fails: bool = False) -> tuple[bytes, Result]:
        """A short sheet with the clinic's file, and what was said."""
        path = self.folder / name
        choice = () if "--sheets" in words else ("--layout", "do", "--checked-by", "Sample Clinician")
        result = self.run(
            "pdf", "gastrocnemius", "--clinic", self.clinic, *choice, *words, "-o", str(path), fails=fails
        )
        return (b"" if fails else path.read_bytes()), result

    def approve(self, *words: str, fails: bool = False) -> Result:
        """Sign it, on the day that it is."""
        said = ("approve", "gastrocnemius", "--clinic", self.clinic, "--reviewer", REVIEWER, "--yes")
        return self.run(*said, *words, fails=fails)

    def check(self, fails: bool = False) -> str:
        """What `check` says of the approvals."""
        words = ("check", "gastrocnemius", "--approvals", str(self.folder / "approvals.toml"))
        return self.run(*words, fails=fails).output

    def choices(self, **asked: Any) -> tuple[Choices, Muscle, Strings]:
        """What is chosen with the clinic's file, the muscle in its words, and the interface words."""
        folders = (self.folder / "templates",)
        if self._library is None:
            self._library, self._muscles = open_library((self.folder / "content", data_dir("content"))), {}
        wanted = {"clinic": Path(self.clinic), "side": "both", "person": "man", **asked}
        chosen = choose(wanted, set(asked), folders, load_theme(folders), self._library, "en")
        words = Path(self.clinic).read_text("utf-8")
        if words not in self._muscles:  # a muscle remembers what is signed of it
            self._muscles[words] = chosen.muscle(self._library.muscle("gastrocnemius", "en"))
        return chosen, self._muscles[words], load_strings(folders, "en")

    def sign(self, *tags: str, **more: Any) -> None:
        """Sign it without a reading copy."""
        chosen, muscle, strings = self.choices()
        folders = (self.folder / "templates",)
        places = [load_locale(folders, tag) for tag in tags] or [chosen.locale]
        day, until = date(2026, 3, 1), more.pop("until", date(2027, 3, 1))
        content = chosen.content(muscle, strings)
        path = self.folder / "approvals.toml"
        number = len(read_approvals(path, new=True).approvals) + 1
        propose(content, strings, places, REVIEWER, day, until, clinic="clinic.toml", number=number, **more).record(
            path
        )

    def standing(self, **asked: Any) -> Standing:
        """What a sheet may say about its review."""
        chosen, muscle, strings = self.choices(**asked)
        return chosen.standing(muscle, strings, chosen.handout)

    @property
    def clinic(self) -> str:
        """The clinic's file."""
        return str(self.folder / "clinic.toml")

    def on(self, day: int) -> None:
        """Go to a day, counted from the day of the approval."""
        self.patch.setenv("SOURCE_DATE_EPOCH", str(DAY + day * 86_400))

    def change(self, name: str, before: str, after: str) -> None:
        """Change one place in a file of the content or the templates."""
        path = self.folder / name
        text = path.read_text("utf-8")
        assert text.count(before) >= 1, before
        path.write_text(text.replace(before, after, 1), "utf-8")
        self.reread()

    def reread(self) -> None:
        """Forget what was read before something was changed."""
        self._library = None
        for remembered in (load_strings, load_locale):
            remembered.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def sentences_known_again() -> Iterator[None]:
    """All sentences of a muscle are made once for the same muscle, interface words and bytes of its content folder.

    Every test here signs the packaged words, each in a copy of its own; to walk fifty handouts takes a second.
    """
    known: dict[bytes, dict[str, None]] = {}

    def lines_of(muscle: Muscle, strings: Strings) -> dict[str, None]:
        parts = (muscle.facts, muscle.words, muscle.warnings, muscle.sources, muscle.region, muscle.region_words)
        key = hashlib.sha256(repr((parts, strings)).encode())
        for folder in muscle.art.folders:
            own = folder.parent != data_dir("content")
            for path in sorted(folder.parent.rglob("*.*")) if own else ():
                if path.is_file():
                    key.update(str(path.relative_to(folder.parent)).encode() + path.read_bytes())
        if key.digest() not in known:
            known[key.digest()] = lines(muscle, strings)
        return known[key.digest()]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handouts.review.content.lines", lines_of)
        yield


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    def first_page(proposal: Proposal) -> Document:
        whole = reading_copy(proposal)
        return replace(whole, parts=whole.parts[:1])

    reading_copy = Proposal.reading_copy  # all of it takes seconds to set, and has a test of its own
    monkeypatch.setattr(Proposal, "reading_copy", first_page)
    content = data_dir("content")
    for name in ("muscles", "safety", "shared"):
        shutil.copytree(content / name, tmp_path / "content" / name)
    (tmp_path / "content" / "art").mkdir()
    shutil.copytree(data_dir("templates"), tmp_path / "templates")
    (tmp_path / "clinic.toml").write_text('name = "Riverside Sample Clinic"\nlocale = "en-GB"\n', "utf-8")
    made = Desk(tmp_path, monkeypatch)
    made.on(0)
    return made
