"""Contact sheets of every muscle on its plate: `python -m tests.pictures.plates FOLDER`.

Look whether borders and marks lie on the bones they belong to. Sheets: in colour, in grey, for a saving copier, and the
left side.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

from handouts.content.library import Art
from handouts.drawing.art import Drawing
from handouts.drawing.shapes import Figure, Group, Text
from handouts.files import data_dir
from handouts.page.figure_file import figure_pdf
from handouts.style.theme import Palette, load_theme

CONTENT = data_dir("content")
SHEETS = {"colour": ("colour", False), "grey": ("grey", False), "saver": ("saver", False), "left": ("colour", True)}
COLUMNS, WIDE, HIGH, NAME, DPI = 6, 170.0, 250.0, 8.0, 110


def drawings(art: Art) -> list[Drawing]:
    """Every plate, and every muscle on its plate."""
    alone = [art.drawing(name) for name in sorted(art.names())]
    plates = [drawing for drawing in alone if drawing.id.startswith("bones_")]
    return plates + [art.layered(drawing.plate, drawing.id) for drawing in alone if drawing.plate is not None]


def picture(drawing: Drawing, palette: Palette, *, flip: bool) -> Image.Image:
    """One drawing with its name below it."""
    scale = min(WIDE / drawing.width, (HIGH - 2 * NAME) / drawing.height)
    width, height = drawing.width * scale, drawing.height * scale
    shapes = (
        Group(drawing.layers, scale, flip=flip, across=drawing.width, clip=(0.0, 0.0, width, height)),
        Text(0, HIGH - NAME / 2, drawing.id.split("+")[-1], NAME),
    )
    figure = Figure(drawing.id, WIDE, HIGH, shapes, drawing.id, drawing.id, {})
    page = pypdfium2.PdfDocument(figure_pdf(figure, palette, "en"))[0]
    return page.render(scale=DPI / 72).to_pil().convert("RGB")


def sheet(chosen: Sequence[Drawing], palette: Palette, *, flip: bool) -> Image.Image:
    """All drawings in rows."""
    wide, high = (round((length + 10) * DPI / 72) for length in (WIDE, HIGH))
    whole = Image.new("RGB", (COLUMNS * wide, -(-len(chosen) // COLUMNS) * high), "white")
    for number, drawing in enumerate(chosen):
        whole.paste(picture(drawing, palette, flip=flip), (number % COLUMNS * wide, number // COLUMNS * high))
    return whole


def main(folder: Path, art_folder: Path = CONTENT / "art") -> Iterator[Path]:
    """Write the sheets into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen, theme = drawings(Art((art_folder,))), load_theme((data_dir("templates"),))
    for name, (ink, flip) in SHEETS.items():
        path = folder / f"plates_{name}.png"
        sheet(chosen, theme.palette(ink, "light"), flip=flip).save(path)
        yield path


if __name__ == "__main__":
    for written in main(Path(sys.argv[1])):
        print(written)
