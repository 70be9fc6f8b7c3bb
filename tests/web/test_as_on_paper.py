"""The web page of a handout says what its PDF says, in the order in which the PDF is read aloud.

What the PDF says stands in `tests/spoken/`; numbers of pages differ, and so may what a short sheet has room for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handouts.files import data_dir
from handouts.style.words import load_strings
from handouts.web.page import html_page
from tests.printed import CALF, Preset, document, others, theme
from tests.sample import sample

SPOKEN = Path(__file__).parents[1] / "spoken"
SAID = re.compile(r"(?!Sect)(?:… |Figure, alternative: |[A-Z][A-Za-z0-9]*(?:, [^:]*)?: )(.*)")
"""A line of a transcript with words: of a structure element, of the rest of one, or a text alternative."""
PRESETS = [Preset(muscle=muscle, layout=layout) for muscle in (CALF, *others()) for layout in ("full", "do")]


class Heard(HTMLParser):
    """The words of a page as they are read aloud: a figure says its text alternative and nothing else."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._painted = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._painted:
            self.words += [value or "" for name, value in attrs if name == "aria-label"]
        self._painted += tag in ("svg", "style")

    def handle_endtag(self, tag: str) -> None:
        self._painted -= tag in ("svg", "style")

    def handle_data(self, data: str) -> None:
        if not self._painted:
            self.words.append(data)


def of_paper(path: Path) -> Iterator[str]:
    """What a transcript says, without lines to write on, bullets and numbers of steps, heads and feet of pages."""
    spoken = False
    for line in map(str.strip, path.read_text("utf-8").splitlines()):
        spoken = line.startswith("=== page") or (spoken and not line.startswith("--- artifacts"))
        found = SAID.fullmatch(line)
        if spoken and found and "actual text" not in line and not line.startswith(("Lbl", "Short sheet", "P: Short")):
            yield found[1]


def bare(text: str) -> str:
    return re.sub(r"(?<=page)\d+", "", re.sub(r"\s+", "", text))


@pytest.mark.parametrize("preset", sample(PRESETS, 3), ids=lambda preset: preset.name)
def test_a_page_says_what_the_pdf_says_in_its_order(preset: Preset) -> None:
    page = html_page(document(preset), theme(), load_strings((data_dir("templates"),), "en"))
    heard, at, lost = bare(" ".join(Heard(page).words)), 0, []
    wanted = [text for text in map(bare, of_paper(SPOKEN / f"{preset.name}.txt")) if text]
    assert len(wanted) > 70
    for text in wanted:
        found = heard.find(text, at)
        if found < 0:
            lost.append(text)
        else:
            at = found + len(text)
    assert lost == []
