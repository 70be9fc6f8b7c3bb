"""What a handout says of itself: a draft, reviewed, or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handouts.content.library import Muscle
from handouts.content.model import Facts, Review
from handouts.handout.plan import Options, handout
from handouts.style.words import Locale, Strings


def with_status(muscle: Muscle, status: str, review: Review | None = None) -> Muscle:
    facts = muscle.facts.model_copy(update={"status": status, "review": review})
    return replace(muscle, facts=Facts.model_validate(facts.model_dump()))


@pytest.mark.parametrize("layout", ["full", "do"])
def test_a_withdrawn_handout_says_so_and_calls_itself_no_draft(
    calf: Muscle, strings: Strings, locale: Locale, layout: Any
) -> None:
    """A draft may yet be good; what was withdrawn must not be used."""
    status = handout(with_status(calf, "withdrawn"), strings, locale, Options(layout=layout)).status
    assert "withdrawn" in status.lower()
    assert "draft" not in status.lower()


def test_an_unreviewed_handout_calls_itself_a_draft(calf: Muscle, strings: Strings, locale: Locale) -> None:
    status = handout(with_status(calf, "unreviewed"), strings, locale).status
    assert "draft" in status.lower()
    assert "withdrawn" not in status.lower()


def test_a_reviewed_handout_says_when_and_calls_itself_no_draft(calf: Muscle, strings: Strings, locale: Locale) -> None:
    made_up = Review(name="Nobody", role="-", registration="-", on=date(2026, 3, 1), next=date(2028, 3, 1))
    status = handout(with_status(calf, "reviewed", made_up), strings, locale).status
    assert "1 March 2026" in status
    assert "draft" not in status.lower()
