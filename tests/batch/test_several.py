"""Rosters of several muscles in one handout, and of techniques and exercises, a row each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.batch.plan import Sources
from handouts.batch.roster.row import Row, RowReader
from handouts.batch.roster.table import Record
from handouts.clinic.choices import Choices
from handouts.content.library import Library
from tests.batch.conftest import Batch

PAIR = "gastrocnemius+soleus"


def read(library: Library, choices: Choices, **cells: str) -> Row | list[str]:
    """A row, or what is wrong with it."""
    reader = RowReader(library, choices, "en")
    row = reader.read(Record(2, cells))
    return row if isinstance(row, Row) else [f"{each.column}: {each.wrong}" for each in row]


@pytest.mark.parametrize("cell", ["gastrocnemius + soleus", "calf;soleus", "Gastrocnemius, Soleus", "calf & soleus"])
def test_several_muscles_in_a_cell_are_one_handout(library: Library, choices: Choices, cell: str) -> None:
    row = read(library, choices, muscle=cell)
    assert isinstance(row, Row)
    assert row.setting.muscle == PAIR
    assert row.file == f"2.{PAIR}.en.pdf"


def test_a_muscle_named_twice_is_one(library: Library, choices: Choices) -> None:
    row = read(library, choices, muscle="soleus + soleus")
    assert isinstance(row, Row)
    assert row.setting.muscles == ("soleus",)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"muscle": "soleus + nobody"}, "muscle: there is no such muscle"),
        ({"muscle": "soleus + upper-trapezius"}, "muscle: soleus and upper-trapezius have different doses"),
        ({"muscle": PAIR, "layout": "do"}, "muscle: several muscles in one are for the whole handout"),
        ({"muscle": "soleus", "technique": "chairr"}, "technique: has a name that this muscle has not; did you mean"),
        ({"muscle": "upper-trapezius", "technique": "roller"}, "technique: has a name that this muscle has not"),
        ({"muscle": "soleus", "with": "dance"}, "with: has a name that this muscle has not"),
        ({"muscle": "soleus", "layout": "do", "sheets": "1"}, "sheets: is for the whole handout"),
        ({"muscle": "soleus", "layout": "do", "with": "stretch"}, "with: exercises stand on sheet 2"),
        ({"muscle": "soleus", "sheets": "1", "with": "stretch"}, "with: exercises stand on sheet 2"),
    ],
)
def test_what_cannot_be_is_a_fault_of_the_row(
    library: Library, choices: Choices, cells: dict[str, str], says: str
) -> None:
    faults = read(library, choices, **cells)
    assert isinstance(faults, list)
    assert any(each.startswith(says) for each in faults), faults


def test_techniques_and_exercises_of_a_row_are_its_own(library: Library, choices: Choices) -> None:
    row = read(library, choices, muscle="soleus", technique="chair, thumbs", **{"with": "stretch"})
    assert isinstance(row, Row)
    assert row.setting.options.techniques == ("chair", "thumbs")
    assert row.setting.options.addons == ("stretch",)


def test_a_handout_of_several_is_the_ordinary_renderer_s_byte_for_byte(
    batch: Batch, source: Sources, tmp_path: Path
) -> None:
    rows = [{"muscle": PAIR, "id": str(n), "name": f"Person {n}", "side": "left"} for n in range(1, 4)]
    result = batch(rows, "--locale", "en-GB")
    assert result.exit_code == 0, result.output
    reader = RowReader(source.library, source.choices, "en", standing=source.standing)
    for number, cells in enumerate(rows, 2):
        row = reader.read(Record(number, cells))
        assert isinstance(row, Row)
        assert (tmp_path / "out" / row.file).read_bytes() == source.ordinary(row)
    entries = [json.loads(line) for line in (tmp_path / "out" / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert {entry["content"] for entry in entries} == {source.version(row.setting)}
