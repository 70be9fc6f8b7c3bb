"""Which pictures there are: every figure of every muscle, and the pages that show all a handout can be."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from handouts.files import data_dir
from handouts.handout.options import Clinic, Options, usual_sheets
from handouts.handout.plan import handout
from handouts.logo.read import Logo, read_logo
from handouts.page.figure_file import export_figure
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.theme import load_theme
from handouts.style.words import load_locale, load_strings
from tests.pictures.compare import picture_of
from tests.printed import CALF, library, others

TEMPLATES = (data_dir("templates"),)
FIGURE_DPI, PAGE_DPI = 96, 51
INKS: dict[str, dict[str, Any]] = {"colour": {}, "grey": {"ink": "grey"}, "saver": {"ink": "saver"}}


# --- figures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureWish:
    """One figure in one look. The words are those of the muscle's first language: drawings do not depend on them."""

    muscle: str
    figure: str
    look: str
    options: dict[str, Any] = field(hash=False)

    @property
    def name(self) -> str:
        return f"{self.muscle}.{self.figure}.{self.look}"


def figures() -> Iterator[FigureWish]:
    """Every figure that the library has, found in the library."""
    for muscle_id in library().ids():
        muscle = library().muscle(muscle_id, library().languages(muscle_id)[0])
        for spec in muscle.facts.figures:
            looks = {**INKS, "left": {"side": "left"}}
            arts = [view.art for view in spec.views] if spec.kind == "pain-map" else [spec.art]
            if any(f"{art}_f" in muscle.art.names() for art in arts):
                looks["woman"] = {"person": "woman"}
            if spec.kind == "pain-map":
                looks["deep"] = {"skin": "deep"}
            for look, options in looks.items():
                yield FigureWish(muscle_id, spec.id, look, options)


def figure_picture(wish: FigureWish, folder: Path) -> Image.Image:
    """The figure as `handouts figure` writes it."""
    muscle = library().muscle(wish.muscle, library().languages(wish.muscle)[0])
    path = export_figure(muscle, wish.figure, TEMPLATES, folder / "figure.pdf", **wish.options)
    return picture_of(pypdfium2.PdfDocument(path.read_bytes())[0], FIGURE_DPI)


# --- pages ---------------------------------------------------------------------------------------------------

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="30" height="30" fill="#D01060"/>'
    '<circle cx="60" cy="15" r="15" fill="#10A040"/><path d="M75 0h15v30z" fill="#2040D0"/></svg>'
)
CLINIC = {
    "name": "Riverside Physiotherapy",
    "address": ("12 Mill Lane, Bridgetown AB1 2CD",),
    "phone": "01632 960 123",
    "contact": ("hello@riverside.example", "www.riverside.example"),
    "footer": "Riverside Physiotherapy Ltd",
    "content_url": "https://www.riverside.example/handouts/{muscle}",
}
PERSONAL = {
    "patient_name": "Zebedee Quixote",
    "date": "30 September 2026",
    "note": "Start with the left leg. Ring us on Friday.",
}


@dataclass(frozen=True)
class Preset:
    """A handout, and which of its pages are looked at: by number, or by the key of words that stand on it."""

    pages: tuple[int | str, ...]
    options: dict[str, Any] = field(default_factory=dict)
    print: dict[str, Any] = field(default_factory=dict)
    clinic: bool = False


PRESETS = {
    "normal": Preset((1, 2, 3, 4, 5, 6, "diary.heading", "anatomy.heading", "notes.page")),
    "large": Preset((1, "diary.heading"), print={"print": "large"}),
    "giant": Preset((1, "diary.heading"), print={"print": "giant"}),
    "sheet": Preset((1, 2), {"layout": "do"}),
    "letter": Preset((1,), print={"paper": "letter"}),
    "grey": Preset((1,), print={"ink": "grey"}),
    "saver": Preset((1,), print={"ink": "saver"}),
    "left": Preset(("pain.heading",), {"side": "left"}),
    "woman": Preset((3,), {"person": "woman"}),
    "clinic": Preset((1, "about.read_more"), PERSONAL, clinic=True),
    "clinic-grey": Preset((1,), PERSONAL, {"ink": "grey"}, clinic=True),
}
OTHERS = {"normal": (1, 2, 3, 4, "anatomy.heading"), "sheet": (1, 2), "left": ("pain.heading",)}
"""The pages of every muscle beside the calf; the rest of what a handout can be is held by the calf."""


@dataclass(frozen=True)
class PageWish:
    """One page of a handout."""

    preset: str
    page: int | str
    muscle: str = CALF

    @property
    def name(self) -> str:
        muscle = "" if self.muscle == CALF else f"{self.muscle}."
        return f"page.{muscle}{self.preset}.{self.page}"


def pages() -> Iterator[PageWish]:
    """The pages of every muscle, those of the calf first."""
    yield from (PageWish(preset, page) for preset, wish in PRESETS.items() for page in wish.pages)
    for muscle in others():
        yield from (PageWish(preset, page, muscle) for preset, wanted in OTHERS.items() for page in wanted)


@cache
def _logo() -> Logo:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "logo.svg"
        path.write_text(LOGO, "utf-8")
        return read_logo(path)


@cache
def _pdf(muscle_id: str, preset: str) -> pypdfium2.PdfDocument:
    """The handout, made once for all of its pages."""
    wish = PRESETS[preset]
    muscle = library().muscle(muscle_id, "en")
    clinic = Clinic(**CLINIC, logo=_logo()) if wish.clinic else None  # type: ignore[arg-type]
    words, locale = load_strings(TEMPLATES, "en"), load_locale(TEMPLATES, "en-GB")
    sheets = usual_sheets(None, wish.print.get("print", "normal"))
    document = handout(muscle, words, locale, Options(sheets=sheets, **wish.options), clinic)
    opened = pypdfium2.PdfDocument(to_pdf(document, load_theme(TEMPLATES), PdfOptions(**wish.print)))
    atexit.register(opened.close)  # else PDFium tells at the end of the run that it was open
    return opened


def page_picture(wish: PageWish) -> Image.Image:
    """One page of a handout. Raises StopIteration when no page has the words."""
    pdf, page = _pdf(wish.muscle, wish.preset), wish.page
    if isinstance(page, int):
        return picture_of(pdf[page - 1], PAGE_DPI)
    if page.startswith("anatomy.") and library().muscle(wish.muscle, "en").facts.several:
        page = page.replace(".", ".several.", 1)
    said = load_strings(TEMPLATES, "en")(page)
    found = next(each for each in pdf if said in " ".join(each.get_textpage().get_text_range().split()))
    return picture_of(found, PAGE_DPI)
