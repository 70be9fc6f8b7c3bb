"""A press belongs to one run: forked processes go on with it, others make their own, and it goes with the run."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from handouts.batch import work
from handouts.batch.folder import LocalFolder
from handouts.batch.plan import Plan, Sources
from handouts.batch.press.masters import Press
from handouts.batch.roster.row import Row
from handouts.batch.roster.setting import Setting
from handouts.batch.workers import FORKS, workers

from .conftest import Batch


@pytest.fixture
def row(plan: Plan) -> Row:
    return Row(2, "", Setting("gastrocnemius", "en", plan.choices.options, plan.choices.page), "Ann Lee", "", "")


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_process_press", None)


def masters_here() -> int:
    """How many layouts this process has masters of."""
    press = work._process_press
    return 0 if press is None else sum(len(family.layouts) for family in press._families.values())


@pytest.mark.skipif(not FORKS, reason="only a forked process has what the first one had")
def test_a_forked_process_goes_on_with_the_masters_of_the_first(source: Sources, row: Row) -> None:
    press = Press(source)
    with workers(2, press) as submit:
        assert submit is not None
        press.make(row)
        assert submit(masters_here).result(60) == 1
    assert masters_here() == 0


def test_another_process_makes_its_press_once_and_anew_for_another_plan(
    plan: Plan, row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Plan] = []

    class Counted(Sources):
        def __init__(self, plan: Plan) -> None:
            super().__init__(plan)
            made.append(plan)

    monkeypatch.setattr(work, "Sources", Counted)
    ordinary = Plan(plan.content, plan.templates, plan.choices, plan.key, ordinary=True)
    for each in (plan, plan, ordinary):
        work.make_rows(each, LocalFolder(tmp_path), [row])
    assert made == [plan, ordinary]


def test_nothing_of_a_press_is_left_after_its_run(batch: Batch) -> None:
    def presses() -> int:
        gc.collect()
        return sum(isinstance(each, Press) for each in gc.get_objects())

    before = presses()
    assert batch([{"muscle": "gastrocnemius", "name": "Ann Lee", "layout": "do"}]).exit_code == 0
    assert presses() == before
