"""Contact sheets of every view of the body, with test zones: `python -m tests.pictures.views FOLDER`.

Each zone of `zones.toml` is written once; look whether it lands in the same place in every view that shows it.
Sheets: both bodies in colour, the first in grey and for a saving copier, the second on dark skin.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from handouts.content.library import Art
from handouts.content.model import PainMap, TriggerPoint, View, Zone
from handouts.figures.painmap import pain_map
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from handouts.page.figure_file import figure_pdf
from handouts.style.theme import Palette, load_theme

CONTENT = data_dir("content")
SHEETS: dict[str, dict[str, Any]] = {
    "man": {},
    "woman": {"suffix": "_f"},
    "grey": {"ink": "grey"},
    "saver": {"ink": "saver"},
    "deep": {"skin": "deep", "suffix": "_f"},
}
COLUMNS, CELL, DPI = 5, (190.0, 250.0), 110


def views() -> list[str]:
    """The views of the first body: those whose scenes lie in `scenes/views`."""
    names = sorted(path.stem for path in (CONTENT / "scenes" / "views").glob("*.toml"))
    return [name for name in names if not name.startswith("_") and not name.endswith("_f")]


def test_points() -> list[TriggerPoint]:
    """The points and zones of `zones.toml`."""
    table = tomllib.loads((Path(__file__).parent / "zones.toml").read_text("utf-8"))
    return [_point(number, entry) for number, entry in enumerate(table["points"], start=1)]


def _point(number: int, entry: dict[str, Any]) -> TriggerPoint:
    zones = tuple(
        Zone(id=f"zone-{number}-{k}", kind=kind, frame=frame, oval=tuple(oval))
        for k, (frame, kind, *oval) in enumerate(entry["zones"], start=1)
    )
    frame, *at = entry["at"]
    return TriggerPoint(
        id=f"point-{number}", evidence="traditional", mark=number, frame=frame, at=tuple(at), zones=zones
    )


def view_picture(name: str, points: Sequence[TriggerPoint], palette: Palette, art: Art) -> Image.Image:
    """One view as a pain map of its own."""
    spec = PainMap(kind="pain-map", id="map", views=(View(id=name.replace("_", "-"), art=name),))
    style = FigureStyle(width=CELL[0], height=CELL[1] - 30)
    figure = pain_map(spec, [art.drawing(name)], points, [name], style, name, name)
    page = pypdfium2.PdfDocument(figure_pdf(figure, palette, "en"))[0]
    return page.render(scale=DPI / 72).to_pil().convert("RGB")


def sheet(names: Sequence[str], palette: Palette, art: Art) -> Image.Image:
    """All views in rows."""
    points = test_points()
    wide, high = (round((length + 14) * DPI / 72) for length in CELL)
    rows = -(-len(names) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * wide, rows * high), "white")
    for number, name in enumerate(names):
        picture = view_picture(name, points, palette, art)
        whole.paste(picture, (number % COLUMNS * wide, number // COLUMNS * high))
    return whole


def main(folder: Path, art_folder: Path = CONTENT / "art") -> Iterator[Path]:
    """Write the sheets into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    art, theme = Art((art_folder,)), load_theme((data_dir("templates"),))
    for name, look in SHEETS.items():
        palette = theme.palette(look.get("ink", "colour"), look.get("skin", "light"))
        path = folder / f"views_{name}.png"
        sheet([view + look.get("suffix", "") for view in views()], palette, art).save(path)
        yield path


if __name__ == "__main__":
    for written in main(Path(sys.argv[1])):
        print(written)
