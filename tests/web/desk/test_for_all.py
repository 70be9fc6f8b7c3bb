"""What the second screen chooses for all rows: the command's options, to the byte; a row's own word goes before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.errors import HandoutsError
from handouts.web.desk import check, roster, runs
from handouts.web.desk.desk import Desk

from .test_roster import look, pieces

ROWS = """\
muscle,id,name,side,technique,pressure,print
gastrocnemius,1,Ada Sample,,,,
gastrocnemius,2,Bo Muster,left,chair,4,large
,3,Cy Fox,,,,
"""
CASES: Mapping[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "ways, exercises, dose": (
        {
            **{"technique": "thumbs,chair", "with": "stretch", "sheets": "1-2", "side": "right", "locale": "en-GB"},
            "dose": {"pressure": "2 to 3", "hold": "30", "times": "1 to 3", "weeks": "2"},
        },
        (
            *("--technique", "thumbs,chair", "--with", "stretch", "--sheets", "1-2", "--side", "right"),
            *("--locale", "en-GB", "--dose", "pressure=2-3 hold=30 times=1-3 weeks=2"),
        ),
    ),
    "drawings, ink, size": (
        {"skin": "deep", "body": "woman", "paper": "letter", "ink": "saver", "print": "large", "layout": "do"},
        (
            *("--skin", "deep", "--body", "woman", "--paper", "letter"),
            *("--ink", "saver", "--print", "large", "--layout", "do"),
        ),
    ),
    "for the clinician": ({"layout": "clinician", "ink": "grey"}, ("--layout", "clinician", "--ink", "grey")),
    "all warnings, on both sides": ({"sheets": "4", "duplex": True}, ("--sheets", "4", "--duplex")),
}


RUNS = [("ways, exercises, dose", "soleus"), *((case, "soleus") for case in list(CASES)[1:])]
RUNS += [(case, "gastrocnemius+soleus") for case in ("ways, exercises, dose", "all warnings, on both sides")]


@pytest.mark.parametrize(
    ("case", "muscle"), [RUNS[0], *(pytest.param(*each, marks=pytest.mark.long) for each in RUNS[1:])]
)
def test_the_print_run_is_that_of_the_command_with_the_same_options(
    desk: Desk, tmp_path: Path, case: str, muscle: str
) -> None:
    choices, options = CASES[case]
    said, pdf = pieces(runs.print_run(desk, {"choices": choices, "muscle": muscle}, ROWS.encode()))
    assert said[-1].get("end"), said[-1]
    (tmp_path / "roster.csv").write_text(ROWS)
    printed = tmp_path / "print.pdf"
    result = CliRunner().invoke(
        main,
        [
            "batch",
            str(tmp_path / "roster.csv"),
            *options,
            "--muscle",
            muscle,
            "-o",
            str(tmp_path),
            "--merge",
            str(printed),
        ],
    )
    assert result.exit_code == 0, result.output
    assert pdf == printed.read_bytes()


def test_a_row_goes_before_what_is_chosen_for_all(desk: Desk) -> None:
    asked = {"choices": CASES["ways, exercises, dose"][0], "muscle": "soleus"}
    first, second, third = (row.setting for row in roster.Roster(desk, asked, ROWS.encode()).rows)
    assert [each.options.side for each in (first, second, third)] == ["right", "left", "right"]
    assert [each.options.techniques for each in (first, second)] == [("thumbs", "chair"), ("chair",)]
    assert [each.options.pressure for each in (first, second, third)] == [(2, 3), (4, 4), (2, 3)]
    assert [each.options.weeks for each in (first, second)] == [(2, 2), (2, 2)]
    assert [each.page.print for each in (first, second)] == ["normal", "large"]
    assert third.muscle == "soleus"


def test_the_page_is_told_how_many_rows_say_it_themselves(desk: Desk) -> None:
    found = look(desk, ROWS.replace("side", "Seite"), muscle="gastrocnemius")
    assert {column: each["rows"] for column, each in found["own"].items()} == {
        **{"muscle": 2, "id": 3, "name": 3, "side": 1, "technique": 1, "pressure": 1, "print": 1},
    }
    assert found["own"]["side"]["title"] == "Seite"
    assert found["muscles"] == ["gastrocnemius"]


def test_what_is_chosen_for_all_and_does_not_fit_a_row_is_said_to_be_chosen(desk: Desk) -> None:
    found = look(desk, "muscle,technique\nupper-trapezius,\nsoleus,\n", choices={"technique": "heel"})
    (fault,) = found["faults"]
    assert (fault["row"], fault["column"], fault["cell"]) == ("2", "ways to massage", "chosen above, for all")
    found = look(desk, "muscle,technique\nupper-trapezius,heel\n", choices={"technique": "pinch"})
    assert found["faults"][0]["cell"] == "heel"


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"dose": {"pressure": "11"}}, "pressure"),
        ({"dose": {"hold": "30-40"}}, "hold"),
        ({"technique": "hammer"}, "technique"),
        ({"with": "stretch", "sheets": "1"}, "with"),
        ({"layout": "do", "sheets": "1"}, "sheets"),
        ({"locale": "xx"}, "locale"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_at_its_field(desk: Desk, choices: dict[str, Any], field: str) -> None:
    for answer in (check.look, check.mistakes, runs.print_run, runs.single_files):
        with pytest.raises(HandoutsError) as caught:
            answer(desk, {"choices": choices}, ROWS.encode())
        assert caught.value.field == field
