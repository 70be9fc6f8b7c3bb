"""docs/check.md lists every rule as the code has it; `pytest tests/check/test_page.py --renew` writes the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.check.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "check.md"
START, END = "<!-- rules -->\n", "<!-- end of rules -->"


def table() -> str:
    """The rules as the page has them, a table for each room."""
    rooms: dict[str, list[str]] = {}
    for rule in RULES.values():
        cells = (f"`{rule.id}`", rule.severity, rule.reason, rule.source, rule.limit, rule.mend)
        rooms.setdefault(rule.id.partition(".")[0], []).append(" | ".join(cells))
    parts = []
    for room, rows in rooms.items():
        head = "| rule | severity | why | source | limit | how to mend |\n|---|---|---|---|---|---|\n"
        parts.append(f"### {room}\n\n{head}" + "".join(f"| {row} |\n" for row in rows))
    return "\n" + "\n".join(parts) + "\n"


def test_the_page_has_every_rule_as_the_code_has_it(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    if request.config.getoption("--renew"):
        PAGE.write_text(f"{before}{START}{table()}{END}{after}", "utf-8")
        return
    assert text == f"{before}{START}{table()}{END}{after}"


def test_every_rule_says_why_whose_it_is_what_it_allows_and_how_to_mend_it() -> None:
    for rule in RULES.values():
        assert all((rule.reason, rule.source, rule.limit, rule.mend)), rule.id
        assert re.fullmatch(r"[a-z]+(\.[a-z0-9-]+)?", rule.id)
        for text in (rule.reason, rule.limit, rule.mend):
            assert not text.endswith("."), rule.id
            assert "|" not in text, rule.id
