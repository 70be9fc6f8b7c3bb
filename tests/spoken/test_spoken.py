"""What a screen reader says of a dozen handouts stands in text files, to be read and to be compared.

`pytest tests/spoken --renew` writes them anew; the difference then shows in the commit.
"""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.printed import Preset, file, others, tagged
from tests.spoken.reader import transcript

FOLDER = Path(__file__).parent
LARGEST = 60_000
"""Bytes."""
OF_CALF = [
    Preset(),
    Preset(side="left", ink="grey", paper="letter", person="woman"),
    Preset(side="right", ink="saver", person="woman"),
    Preset(paper="letter", locale="en-US"),
    Preset(side="left", clinic="clinic"),
    Preset(layout="do"),
    Preset(layout="do", side="left", ink="grey", paper="letter", person="woman"),
    Preset(layout="do", side="right", clinic="clinic"),
    Preset(print="large"),
    Preset(print="large", side="left", ink="grey", person="woman", clinic="clinic"),
    Preset(print="large", layout="do", side="right", paper="letter"),
    Preset(print="giant", side="right", clinic="clinic"),
    Preset(print="giant", side="left", ink="saver", paper="letter", person="woman"),
    Preset(print="giant", layout="do", side="left", clinic="clinic"),
]
OTHERS = [Preset(), Preset(layout="do"), Preset(print="giant", side="left", clinic="clinic", person="woman")]
"""Of every other muscle; the rest of what a handout can be is held by the calf."""
PRESETS = [*OF_CALF, *(replace(preset, muscle=name) for name in others() for preset in OTHERS)]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_what_is_said_is_what_stands_in_the_file(preset: Preset, renew: bool) -> None:
    path = FOLDER / f"{preset.name}.txt"
    said = transcript(file(preset), tagged(preset))
    if renew:
        path.write_text(said, "utf-8", newline="\n")
    assert path.is_file(), f"{path.name} is not there: pytest tests/spoken --renew writes it"
    before = path.read_text("utf-8")
    if said != before:
        lines = (text.splitlines(keepends=True) for text in (before, said))
        difference = "".join(difflib.unified_diff(*lines, f"{path.name} as committed", "as it is said now", n=1))
        pytest.fail(f"a screen reader says something else (pytest tests/spoken --renew):\n{difference}", pytrace=False)


def test_every_transcript_is_of_a_preset_and_can_be_read_in_a_review(renew: bool) -> None:
    wanted = {preset.name for preset in PRESETS}
    if renew:
        for path in FOLDER.glob("*.txt"):
            if path.stem not in wanted:
                path.unlink()
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.txt")}
    assert set(files) == wanted, "pytest tests/spoken --renew writes those that are missing, and removes the others"
    assert max(files.values()) < LARGEST
