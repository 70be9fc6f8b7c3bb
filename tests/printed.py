"""Handouts as they are printed: documents, files, the words on their pages. Each is made once for a whole test run."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import pikepdf
import pypdfium2

from handouts.content.library import Library, Muscle
from handouts.content.reader import load
from handouts.drawing.shapes import Figure
from handouts.files import data_dir
from handouts.handout import document as doc
from handouts.handout.options import SHEETS, Clinic, Options, usual_sheets
from handouts.handout.plan import handout
from handouts.logo.read import Logo
from handouts.page.layouts import Layouts
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.theme import Theme, load_theme
from handouts.style.words import load_locale, load_strings
from tests.tagged.helpers import Node, marked, tree

CALF = "gastrocnemius"
"""The muscle that the tests speak of when they name none."""
CLINIC = Clinic(
    name="Riverside Physiotherapy and Sports Injuries",
    address=("12 Mill Lane, Bridgetown AB1 2CD", "Second floor, ring the bell twice"),
    phone="01632 960 123",
    contact=("hello@riverside.example", "www.riverside.example"),
    footer="Riverside Physiotherapy Ltd, registered in England and Wales, number 00000000",
    content_url="https://www.riverside.example/handouts/{muscle}",
)
PERSONAL: dict[str, Any] = {
    "patient_name": "Zebedee Quixote-Featherstone",
    "date": "30 September 2026",
    "note": "Start with the left leg. Ring us on Friday.\nNo hills for now.",
    "weeks": (3, 4),
    "pressure": (2, 3),
}
BRIEF = {"note": "Ring us on Friday.", "weeks": (3, 3)}
"""In place of what is longer there."""
RED, BLUE = "#C81E1E", "#1E3CC8"
LOGO = Logo(60, 30, bytes.fromhex(RED[1:]) * 600 + bytes.fromhex(BLUE[1:]) * 600 + bytes.fromhex(RED[1:]) * 600)
LAYOUTS = Layouts()
"""Of all files that a test run makes."""


@dataclass(frozen=True)
class Preset:
    """What is asked for; with `clinic`, everything that a clinic and a therapist may add."""

    print: Literal["normal", "large", "giant"] = "normal"
    layout: Literal["full", "do"] = "full"
    side: Literal["left", "right", "both"] = "both"
    ink: Literal["colour", "grey", "saver"] = "colour"
    paper: Literal["a4", "letter"] = "a4"
    person: Literal["man", "woman"] = "man"
    clinic: Literal["", "clinic"] = ""
    locale: str = "en-GB"
    sheets: Literal["", "1", "1-2", "1-3", "1-4", "4"] = ""
    """As `--sheets`: those that are usual for the print size when it is not given."""
    brief: bool = False
    """With a clinic: a note of one line and a number of weeks, for a sheet that has room for no more."""
    muscle: str = CALF

    @property
    def name(self) -> str:
        """The choices in a row, such as "large-full-left-grey-a4-man"; another muscle than the calf stands before."""
        locale = "" if self.locale == "en-GB" else self.locale
        sheets = f"sheets-{self.sheets}" if self.sheets else ""
        brief = "brief" if self.brief else ""
        size = (self.print, self.layout, self.side, self.ink, self.paper)
        words = (*size, self.person, self.clinic, locale, sheets, brief)
        choices = "-".join(word for word in words if word)
        return choices if self.muscle == CALF else f"{self.muscle}.{choices}"


@cache
def library() -> Library:
    return load((data_dir("content"),))


def others() -> list[str]:
    """The muscles beside the calf that have words in English."""
    return [name for name in library().ids() if name != CALF and "en" in library().languages(name)]


@cache
def muscle(name: str = CALF) -> Muscle:
    return library().muscle(name, "en")


@cache
def theme() -> Theme:
    return load_theme((data_dir("templates"),))


@cache
def document(preset: Preset) -> doc.Document:
    templates = (data_dir("templates"),)
    own = {**PERSONAL, **(BRIEF if preset.brief else {})} if preset.clinic else {}
    sheets = usual_sheets(SHEETS[preset.sheets] if preset.sheets else None, preset.print)
    options = Options(side=preset.side, layout=preset.layout, person=preset.person, sheets=sheets, **own)
    clinic = replace(CLINIC, logo=LOGO) if preset.clinic else None
    return handout(
        muscle(preset.muscle), load_strings(templates, "en"), load_locale(templates, preset.locale), options, clinic
    )


@cache
def pdf(preset: Preset) -> bytes:
    options = PdfOptions(paper=preset.paper, print=preset.print, ink=preset.ink)
    return to_pdf(document(preset), theme(), options, LAYOUTS)


@cache
def seen(preset: Preset) -> str:
    """The words that stand on the pages, in the order in which they are painted, in one line; no heads and feet."""
    found = []
    for page, read in zip(pypdfium2.PdfDocument(pdf(preset)), file(preset).pages, strict=True):
        text = one_line(page.get_textpage().get_text_range())
        for artifact in (sequence for sequence in marked(read) if sequence.mcid is None):
            for line in artifact.text.split("\n"):
                text = text.replace(one_line(line) or "\n", " ")
        found.append(text)
    return one_line(" ".join(found))


@cache
def file(preset: Preset) -> pikepdf.Pdf:
    """The file, open for the rest of the run."""
    return pikepdf.open(io.BytesIO(pdf(preset)))


@cache
def tagged(preset: Preset) -> Node:
    """The structure tree of the file."""
    return tree(file(preset))


def one_line(text: str) -> str:
    return " ".join(text.split())


def walk(thing: Any) -> Iterator[Any]:
    """Every block and run below a block, in reading order."""
    yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from walk(part)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            value = getattr(thing, field.name)
            if isinstance(value, tuple) or dataclasses.is_dataclass(value):
                yield from walk(value)


def words(thing: Any) -> str:
    """All text in reading order."""
    return " ".join(part.text for part in walk(thing) if isinstance(part, doc.Run))


def figures(thing: Any) -> list[Figure]:
    """Every picture below a block, composed for half a page's width in normal print: steps, spots and legend too."""
    return [figure for part in walk(thing) for figure in _composed(part)]


def _composed(block: Any) -> Iterator[Figure]:
    match block:
        case doc.Picture():
            yield block.compose(250.0, block.height, 11.5)
        case doc.Spot():
            yield block.picture(250.0, 200.0, 11.5, 0.0)
        case doc.Spots():
            yield block.legend(500.0, 100.0, 11.5)
        case doc.Step() | doc.Steps() | doc.Title() if block.picture:
            yield block.picture(250.0, 200.0, 11.5)
        case _:
            pass
