"""A folder of static pages that shows a muscle while it is written: pages, figures, cards, and what `check` finds.

The page asks once a second for a small script beside it, which says what it should show; so it works from file://,
without a server. What is wrong with a file stands on the page, above what was made last.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pypdfium2

from handouts.author.preview_page import Card, Previewed, page
from handouts.check.finding import Finding, of_problem
from handouts.check.gate import findings_of
from handouts.check.judged import Judged, judged
from handouts.content.library import Muscle
from handouts.content.reader import open_library
from handouts.deck.cards import make_deck
from handouts.deck.ledger import ledger_path, read_ledger
from handouts.deck.package import pack
from handouts.deck.words import load_deck_words
from handouts.drawing.svg import to_svg
from handouts.errors import ContentError, HandoutsError, Problem
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.choices import Layout
from handouts.style.theme import load_theme
from handouts.writing import write_whole

DPI = 100
PAUSE = 0.3
"""Seconds between two looks at the files."""
LAYOUTS: tuple[tuple[Layout, str], ...] = (("full", "Pages"), ("do", "Short sheet"), ("clinician", "Clinician"))
OWN = "muscles"
"""The folder of content whose files nothing else is made from, so that all else that was read still holds."""


@dataclass
class Preview:
    """What is kept up to date, and where."""

    content: tuple[Path, ...]
    templates: tuple[Path, ...]
    muscle: str
    lang: str
    folder: Path
    _shown: Previewed = field(default_factory=Previewed)
    _written: dict[str, bytes] = field(default_factory=dict)

    def build(self) -> list[Finding]:
        """Make everything anew and write what has changed; what is wrong is shown above what was made last."""
        try:
            about = judged(open_library(self.content), self.muscle, self.lang, self.templates)
            self._show(about)
            self._write_page(None)
            found = findings_of(about)
        except ContentError as error:
            found = list(map(of_problem, error.problems))
        except HandoutsError as error:
            found = [of_problem(Problem(f"content/muscles/{self.muscle}", "", str(error)))]
        self._write_page(found)
        return found

    def _show(self, about: Judged) -> None:
        """Write the pictures of a muscle that is right, and remember them for the page."""
        muscle = about.muscle
        shown = Previewed(muscle.words.title, muscle.id)
        for layout, name in LAYOUTS:
            shown.pages[name] = [
                self._file(f"{layout}-{number}.png", picture)
                for number, picture in enumerate(self._pages(about, layout), 1)
            ]
        palette = load_theme(self.templates).palette("colour", "light")
        for spec in muscle.facts.figures:
            figure = make_figure(muscle, spec.id, FigureStyle(width=340.0, height=408.0))
            shown.figures[spec.id] = self._file(f"figure-{spec.id}.svg", to_svg(figure, palette).encode())
        shown.cards = list(self._cards(muscle))
        self._shown = shown

    def _pages(self, about: Judged, layout: Layout) -> Iterator[bytes]:
        data = to_pdf(about.made(layout), load_theme(self.templates), PdfOptions(), about.layouts)
        with pypdfium2.PdfDocument(data) as pdf:
            for sheet in pdf:
                buffer = io.BytesIO()
                sheet.render(scale=DPI / 72).to_pil().convert("RGB").save(buffer, "PNG", compress_level=1)
                yield buffer.getvalue()

    def _cards(self, muscle: Muscle) -> Iterator[Card]:
        if not muscle.facts.cards:
            return
        deck = make_deck(open_library(self.content), [muscle.id], load_deck_words(self.templates, self.lang))
        palette = load_theme(self.templates).palette("colour", "light")
        package = pack(deck, self.templates, palette, read_ledger(ledger_path(self.content)))
        for name, data in package.media.items():
            self._file(name, data)
        yield from (Card(note.key, note.kind, note.fields) for note in package.notes)

    def _file(self, name: str, data: bytes) -> str:
        """The address of a file that is written when it has changed; with a mark, so that a browser reads it anew."""
        if self._written.get(name) != data:
            write_whole(self.folder / name, data)
            self._written[name] = data
        return f"{name}?{sha256(data).hexdigest()[:8]}"

    def _write_page(self, found: Sequence[Finding] | None) -> None:
        text = page(self._shown, self.muscle, found)
        self._file("index.html", text.encode())
        stamp = sha256(text.encode()).hexdigest()[:16]
        self._file("stamp.js", f"shown({json.dumps(stamp)})\n".encode())


def forget() -> None:
    """Forget what was read from files other than a muscle's own."""
    for name, module in list(sys.modules.items()):
        if name.startswith("handouts."):
            for each in list(vars(module).values()):
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


def watched(roots: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Every file below some folders, with its time and size."""
    found = {}
    for root in roots:
        for path in root.rglob("*"):
            if path.suffix in (".toml", ".json", ".html", ".css"):
                try:
                    about = path.stat()
                except OSError:
                    continue  # being written
                found[path] = (about.st_mtime_ns, about.st_size)
    return found


def watch(preview: Preview, told: Callable[[list[Finding], float], None]) -> None:
    """Build whenever a file of content or templates changes, for ever; `told` hears what was found, and the seconds."""
    roots = (*preview.content, *preview.templates)
    before = watched(roots)
    while True:
        time.sleep(PAUSE)
        now = watched(roots)
        changed = {path for path, _ in before.items() ^ now.items()}
        if changed:
            before = now
            if any(path.parent.parent.name != OWN for path in changed):
                forget()
            start = time.monotonic()
            told(preview.build(), time.monotonic() - start)
