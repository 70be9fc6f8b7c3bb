"""A contact sheet shows every figure of a muscle, none on another."""

from __future__ import annotations

import itertools
from pathlib import Path

from click.testing import CliRunner

from handouts.cli.main import main
from handouts.content.library import Muscle
from handouts.drawing.shapes import Figure, Group, Text
from handouts.figures.compose import make_figure
from handouts.figures.sheet import contact_sheet
from handouts.figures.style import FigureStyle


def figures(muscle: Muscle) -> list[tuple[str, Figure]]:
    return [
        (spec.id, make_figure(muscle, spec.id, FigureStyle(width=200, height=240))) for spec in muscle.facts.figures
    ]


def test_every_figure_is_on_it_under_its_name(calf: Muscle) -> None:
    every = figures(calf)
    sheet = contact_sheet(every, 11.5, "Calf")
    assert [shape.text for shape in sheet.shapes if isinstance(shape, Text)] == [name for name, _ in every]
    assert sheet.alt.startswith("Calf: pain-map, muscle")


def test_no_figure_lies_on_another_and_none_leaves_the_sheet(calf: Muscle) -> None:
    every = figures(calf)
    sheet = contact_sheet(every, 11.5, "Calf")
    groups = [shape for shape in sheet.shapes if isinstance(shape, Group)]
    boxes = [
        (group.dx, group.dy, group.dx + figure.width, group.dy + figure.height)
        for group, (_, figure) in zip(groups, every, strict=True)
    ]
    for one, two in itertools.combinations(boxes, 2):
        assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
    assert all(left >= 0 and right <= sheet.width and bottom <= sheet.height for left, _, right, bottom in boxes)


def test_the_command_makes_it_when_no_figure_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["figure", "soleus", "-o", str(tmp_path / "sheet.svg"), "--width", "200"])
    assert result.exit_code == 0, result.output
    assert "pain-map" in (tmp_path / "sheet.svg").read_text("utf-8")
