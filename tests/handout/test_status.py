"""What a handout says about its review: who approved it and until when, or why it is a draft."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from handouts.approval.standing import Reviewer, Standing, State
from handouts.content.library import Muscle
from handouts.handout.document import Document
from handouts.handout.options import Options
from handouts.handout.plan import handout
from handouts.style.choices import LAYOUTS
from handouts.style.words import Locale, Strings
from tests.printed import words

SAMPLE = Standing(
    "approved", Reviewer("Sample Reviewer", "sample role"), date(2026, 3, 1), date(2028, 3, 1), code="234-567-89A"
)
DRAFTS = [state for state in get_args(State) if state not in ("approved", "withdrawn")]


@pytest.fixture
def made(calf: Muscle, strings: Strings, locale: Locale) -> object:
    def make(standing: Standing, **options: object) -> Document:
        return handout(calf, strings, locale, Options(standing=standing, **options))  # type: ignore[arg-type]

    return make


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_withdrawn_handout_says_so_and_not_that_it_is_a_draft(made: object, layout: str) -> None:
    document = made(Standing("withdrawn"), layout=layout)  # type: ignore[operator]
    assert "withdrawn" in document.status.lower()
    assert "draft" not in document.status.lower()
    assert document.strip


@pytest.mark.parametrize("state", DRAFTS)
def test_whatever_is_not_approved_calls_itself_a_draft_in_a_box(made: object, state: State) -> None:
    document = made(Standing(state))  # type: ignore[operator]
    assert document.status.startswith("Draft: ")
    assert document.strip


def test_every_kind_of_draft_says_something_else(made: object) -> None:
    said = {made(Standing(state)).status for state in get_args(State)}  # type: ignore[operator]
    assert len(said) == len(get_args(State))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_approved_handout_names_reviewer_day_and_next_review_and_has_no_box(made: object, layout: str) -> None:
    document = made(SAMPLE, layout=layout)  # type: ignore[operator]
    said = document.status.replace(chr(160), " ")
    assert said == "Checked by Sample Reviewer, 1 March 2026 · next check 1 March 2028"
    assert not document.strip


@pytest.mark.parametrize("sheets", [(1,), (1, 2), (1, 2, 3, 4), (4,)])
def test_about_this_sheet_names_them_too_with_what_stands_behind_the_name(made: object, sheets: object) -> None:
    said = words(made(SAMPLE, sheets=sheets).parts)  # type: ignore[operator]
    assert "Checked by Sample Reviewer, sample role, 1 March 2026. Next check: 1 March 2028." in said
    assert "draft" not in said.casefold()


def test_the_footer_has_the_code(made: object) -> None:
    assert made(SAMPLE).footer.endswith("234-567-89A")  # type: ignore[operator]
