"""A viewer that lacks our font shows words as long as we measured them: none leaves the picture or lies on another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from pathlib import Path

import pytest

from handouts.content.reader import load
from handouts.deck.cards import make_deck
from handouts.deck.words import load_deck_words
from handouts.drawing.shapes import Figure
from handouts.drawing.svg import FAMILY, to_svg
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.files import data_dir
from handouts.style.theme import load_theme

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
OTHERS = ("monospace", "DejaVu Sans", "serif")
MEASURE = """
const found = {};
for (const svg of document.querySelectorAll("svg")) {
  const whole = svg.getBoundingClientRect();
  found[svg.dataset.name] = [...svg.querySelectorAll("text")].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left - whole.left, box.top - whole.top, box.right - whole.left,
            box.bottom - whole.top, whole.width, parseFloat(getComputedStyle(text).fontSize) || 0];
  });
}
document.body.textContent = JSON.stringify(found);
"""


@dataclass(frozen=True)
class Word:
    """A text as a browser sets it, in points of the picture."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    width: float
    size: float

    def over(self, other: Word) -> bool:
        """Whether two texts lie on one another. A line's box is higher than its letters: its middle is what counts."""
        high = min(self.size, other.size) / 3
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 1 and abs((self.top + self.bottom) - (other.top + other.bottom)) / 2 < high


def figures() -> dict[str, Figure]:
    """Every figure as `handouts figure` makes it, and every picture of the deck."""
    library = load([data_dir("content")])
    found = {}
    for name in library.ids():
        muscle = library.muscle(name, "en")
        for spec in muscle.facts.figures:
            found[f"{name} {spec.id}"] = make_figure(muscle, spec.id, FigureStyle(width=340, height=408, letter="R"))
    deck = make_deck(library, [], load_deck_words((data_dir("templates"),), "en"))
    return found | {f"card {name}": figure for name, figure in deck.pictures.items()}


def as_set(svgs: dict[str, str], font: str, folder: Path) -> dict[str, list[Word]]:
    """Where a browser puts every text when it has this font only."""
    assert BROWSER
    drawn = (svg.replace("<svg ", f'<svg data-name="{name}" ', 1).replace(FAMILY, font) for name, svg in svgs.items())
    page = folder / "page.html"
    page.write_text(f"<meta charset=utf-8><body>{''.join(drawn)}<script>{MEASURE}</script>", "utf-8")
    made = subprocess.run(
        [
            BROWSER,
            "--headless",
            "--no-sandbox",
            f"--user-data-dir={folder}/profile",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    body = re.search(r"<body>(.*?)</body>", made.stdout, re.DOTALL)
    assert body, made.stdout[-500:]
    return {name: [Word(*row) for row in rows] for name, rows in json.loads(unescape(body[1])).items()}


@pytest.fixture(scope="module")
def svgs() -> dict[str, str]:
    palette = load_theme((data_dir("templates"),)).palette()
    return {name: to_svg(figure, palette) for name, figure in figures().items()}


@pytest.mark.skipif(BROWSER is None, reason="needs a browser: chromium")
@pytest.mark.parametrize("font", OTHERS)
def test_words_in_another_font_stay_in_the_picture_and_apart(svgs: dict[str, str], font: str, tmp_path: Path) -> None:
    assert len(svgs) > 20
    wrong = []
    for name, words in as_set(svgs, font, tmp_path).items():
        wrong += [f"{name}: {word.text!r} leaves it" for word in words if word.left < -1 or word.right > word.width + 1]
        wrong += [f"{name}: {a.text!r} over {b.text!r}" for a, b in combinations(words, 2) if a.over(b)]
    assert wrong == []
