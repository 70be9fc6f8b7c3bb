"""A plan of the packaged content, and rosters to run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.batch.plan import Plan, Sources, plan_of
from handouts.cli.main import main
from handouts.clinic.choices import Choices, choose
from handouts.content.library import Library
from handouts.files import data_dir
from handouts.style.theme import Theme

Batch = Callable[..., Result]


@pytest.fixture(scope="session")
def choices(templates: tuple[Path, ...], theme: Theme, library: Library) -> Choices:
    return choose({"side": "both", "person": "man", "locale": "en-GB"}, set(), templates, theme, library, "en")


@pytest.fixture(scope="session")
def plan(templates: tuple[Path, ...], choices: Choices) -> Plan:
    return plan_of((data_dir("content"),), templates, choices)


@pytest.fixture(scope="session")
def source(plan: Plan) -> Sources:
    return Sources(plan)


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """Run the command on a roster, given as text, bytes or rows, into tmp_path/out."""

    def run(roster: str | bytes | Iterable[Mapping[str, str]], *options: str, name: str = "roster.csv") -> Result:
        path = tmp_path / name
        data = roster if isinstance(roster, str | bytes) else table(roster)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return CliRunner().invoke(main, ["batch", str(path), "-o", str(tmp_path / "out"), *options])

    return run


def table(rows: Iterable[Mapping[str, str]]) -> str:
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
