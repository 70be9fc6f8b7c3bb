"""What a deck says about its review, in the description that Anki shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handouts.approval.standing import Reviewer, Standing
from handouts.content.library import Library
from handouts.deck.release import Edition


def described(library: Library, templates: tuple[Path, ...], standing: Standing | None) -> str:
    standings = {"gastrocnemius": standing} if standing else {}
    package = Edition(library, templates, "en", ("gastrocnemius",), standings=standings).package()
    return " ".join(package.decks.values())


def test_nobody_having_signed_it_calls_itself_a_draft(library: Library, templates: tuple[Path, ...]) -> None:
    assert "Draft: not yet reviewed by a clinician." in described(library, templates, None)


@pytest.mark.parametrize(
    ("state", "said"),
    [("changed", "Draft: changed since"), ("expired", "Draft: its last check"), ("withdrawn", "Withdrawn: do not use")],
)
def test_what_is_no_longer_approved_says_why(
    library: Library, templates: tuple[Path, ...], state: str, said: str
) -> None:
    assert said in described(library, templates, Standing(state))  # type: ignore[arg-type]


def test_approved_it_names_reviewer_day_and_next_review(library: Library, templates: tuple[Path, ...]) -> None:
    days = (date(2026, 3, 1), date(2027, 3, 1))
    said = described(library, templates, Standing("approved", Reviewer("Sample Reviewer", "sample role"), *days))
    assert "Checked by Sample Reviewer, sample role, 2026-03-01. Next check: 2027-03-01." in said
    assert "Draft" not in said
