"""What the commands make: a figure on its own, and a deck, written whole."""

from __future__ import annotations

import io
import math
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.content.library import Library, Muscle
from handouts.content.model import PainMap
from handouts.drawing.shapes import Figure
from handouts.errors import HandoutsError, Problem
from handouts.figures.compose import FigureStyle, make_figure
from handouts.files import write_whole
from handouts.style.theme import Ink, Palette, Skin, load_theme
from handouts.style.words import load_strings

if TYPE_CHECKING:
    from handouts.deck.ledger import Ledger
    from handouts.deck.package import Package

FORMATS = (".svg", ".pdf", ".png")
PNG_DPI = 200
LATEST = 4_102_444_800
"""The year 2100, in seconds since 1970."""


def export_figure(
    muscle: Muscle,
    figure_id: str,
    templates: tuple[Path, ...],
    path: Path,
    *,
    side: Any = "right",
    person: Any = "man",
    ink: Ink = "colour",
    skin: Skin = "light",
    width: float = 340.0,
) -> Path:
    """Write one figure, `width` points wide at most, in the format its file name asks for. Raises HandoutsError."""
    if path.suffix.lower() not in FORMATS:
        raise HandoutsError(f"{path}: a figure is written as {', '.join(FORMATS)}: name a file that ends so")
    if not math.isfinite(width):
        raise HandoutsError(f"--width: {width} is no width")
    strings = load_strings(templates, muscle.lang)
    is_map = any(spec.id == figure_id and isinstance(spec, PainMap) for spec in muscle.facts.figures)
    legend = (strings("pain.essential"), strings("pain.spillover"), strings("pain.spot"))
    style = FigureStyle(
        width=width,
        height=1.2 * width,
        side=side,
        person=person,
        letter=strings(f"side.{side}_letter"),
        legend=legend if is_map else None,
    )
    figure = make_figure(muscle, figure_id, style)
    palette = load_theme(templates).palette(ink, skin)
    match path.suffix.lower():
        case ".svg":
            from handouts.drawing.svg import to_svg

            data = to_svg(figure, palette).encode()
        case ".pdf":
            data = figure_pdf(figure, palette, muscle.lang)
        case _:
            data = _png(figure_pdf(figure, palette, muscle.lang))
    return write_whole(path, data)


def figure_pdf(figure: Figure, palette: Palette, lang: str) -> bytes:
    """A one-page tagged PDF of the figure's size with a margin of 6 points."""
    from handouts.drawing.pdf import paint_figure
    from handouts.tagged import Element, canvas_maker

    buffer, margin = io.BytesIO(), 6.0
    root = Element("Document")
    element = root.add("Figure", alt=figure.alt, title=figure.title)
    size = (figure.width + 2 * margin, figure.height + 2 * margin)
    canvas = canvas_maker(root, title=figure.title, lang=lang)(buffer, pagesize=size, pageCompression=1)
    with canvas.tag(element, bbox=(margin, margin, margin + figure.width, margin + figure.height)):
        paint_figure(canvas, figure, palette, margin, margin + figure.height)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _png(pdf: bytes) -> bytes:
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    buffer = io.BytesIO()
    page.render(scale=PNG_DPI / 72).to_pil().save(buffer, "PNG", dpi=(PNG_DPI, PNG_DPI))
    return buffer.getvalue()


def export_deck(
    library: Library,
    muscles: Sequence[str],
    lang: str,
    templates: tuple[Path, ...],
    path: Path,
    subset: Sequence[str] = (),
) -> Path:
    """Write the deck of some muscles, of all when none is named. Raises HandoutsError."""
    from handouts.deck.package import write_apkg

    ledger = _ledger(library)
    return write_apkg(_package(library, muscles, lang, templates, ledger, subset), path, ledger)


def export_deck_csv(
    library: Library,
    muscles: Sequence[str],
    lang: str,
    templates: tuple[Path, ...],
    folder: Path,
    subset: Sequence[str] = (),
) -> list[Path]:
    """Write the deck as CSV files in Anki's import format, one a note type, with its pictures."""
    from handouts.deck.csv import write_csv

    return write_csv(_package(library, muscles, lang, templates, _ledger(library), subset), folder)


def release_deck(library: Library, templates: tuple[Path, ...], version: str, lang: str, path: Path) -> list[Path]:
    """Publish all muscles in all languages: write the deck of one, then note in the ledger what changed, and when.

    The ledger is that of the first content folder. The time is now, or SOURCE_DATE_EPOCH. Raises HandoutsError for a
    wrong version, ContentError when the release would harm a learner's collection; then nothing is written.
    """
    from handouts.deck.ledger import NAME, release, write_ledger
    from handouts.deck.package import write_apkg

    if not re.fullmatch(r"[0-9][0-9A-Za-z.+-]*", version):
        raise HandoutsError(f"--release: {version!r} is no version; write one such as 1.2.0")
    before = _ledger(library)
    languages = sorted({lang for _, lang in library.words})
    snapshots = [_package(library, (), each, templates, before).snapshot for each in languages]
    ledger = release(before, snapshots, version=version, time=_now())
    deck = write_apkg(_package(library, (), lang, templates, ledger), path, ledger)
    return [deck, write_ledger(library.roots[0] / NAME, ledger)]


def _now() -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH, or the clock. Raises HandoutsError when the former is no such number."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed and not (fixed.isdecimal() and int(fixed) < LATEST):
        raise HandoutsError(f"SOURCE_DATE_EPOCH: {fixed!r} is no number of seconds since 1970")
    return int(fixed) if fixed else int(time.time())


def deck_problems(library: Library, lang: str, templates: tuple[Path, ...]) -> list[Problem]:
    """What would harm learners if everything were released as it is."""
    from handouts.deck.ledger import ledger_problems

    ledger = _ledger(library)
    return ledger_problems(ledger, _package(library, (), lang, templates, ledger).snapshot)


def _ledger(library: Library) -> Ledger:
    from handouts.deck.ledger import ledger_path, read_ledger

    return read_ledger(ledger_path(library.roots))


def _package(
    library: Library,
    muscles: Sequence[str],
    lang: str,
    templates: tuple[Path, ...],
    ledger: Ledger,
    subset: Sequence[str] = (),
) -> Package:
    from handouts.deck.cards import make_deck
    from handouts.deck.package import pack
    from handouts.deck.words import load_deck_words

    deck = make_deck(library, muscles, load_deck_words(templates, lang), subset=subset)
    return pack(deck, templates, load_theme(templates).palette("colour", "light"), ledger)
