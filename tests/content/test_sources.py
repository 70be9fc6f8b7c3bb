"""Works that statements rest on: one style for all, from their parts; what is not known is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from handouts.content.library import Library
from handouts.content.model import Source
from handouts.content.shared import Lists, Shared

TRIAL = {
    "author": ("Grieve R", "Cranston A", "Mayall C"),
    "title": "Trigger point therapy in recreational runners: a trial",
    "container": "J Bodyw Mov Ther",
    "year": 2013,
    "place": "17:453",
}
BOOK = {
    "author": ("Davies C", "Davies A"),
    "title": "The Workbook",
    "edition": "3rd",
    "publisher": "New Harbinger",
    "year": 2013,
}


def source(parts: dict[str, Any], **others: Any) -> Source:
    """A work of these parts and others; one that is None is left out."""
    return Source(id="x", **{name: value for name, value in {**parts, **others}.items() if value is not None})


@pytest.mark.parametrize(
    ("made", "printed"),
    [
        (
            source(TRIAL),
            "Grieve R, Cranston A, Mayall C. Trigger point therapy in recreational runners: a trial."
            " J Bodyw Mov Ther 2013;17:453.",
        ),
        (source(BOOK), "Davies C, Davies A. The Workbook. 3rd ed. New Harbinger, 2013."),
        (
            source(BOOK, edition=None, place="page 441"),
            "Davies C, Davies A. The Workbook. New Harbinger, 2013, page 441.",
        ),
        (
            source(BOOK, edition=None, container="Human Anatomy"),
            "Davies C, Davies A. The Workbook. In: Human Anatomy. New Harbinger, 2013.",
        ),
        (
            source(TRIAL, author=("Hawke F", "et al"), title="Does it help?", place=None, note="Abstract read."),
            "Hawke F, et al. Does it help? J Bodyw Mov Ther 2013. Abstract read.",
        ),
        (source(TRIAL, container=None, place=None, title=None), "Grieve R, Cranston A, Mayall C. 2013."),
        (
            source({}, author="Bupa", note="Leaflet on the heel. Read in a copy."),
            "Bupa. Leaflet on the heel. Read in a copy.",
        ),
        (source({}, note="Case report, as told by others."), "Case report, as told by others."),
    ],
)
def test_every_kind_of_work_is_printed_in_one_style(made: Source, printed: str) -> None:
    assert made.citation == printed


@pytest.mark.parametrize(
    ("made", "short"),
    [
        (source(TRIAL), "Grieve, Cranston, Mayall 2013"),
        (source(TRIAL, author=(*TRIAL["author"], "Henderson A")), "Grieve et al 2013"),
        (source(TRIAL, author=("Hawke F", "et al")), "Hawke et al 2013"),
        (
            source(TRIAL, author=("van der Schans C", "Fernández-de-las-Peñas C")),
            "van der Schans, Fernández-de-las-Peñas 2013",
        ),
        (source({}, author=("Jabr",), year=2007), "Jabr 2007"),
        (source({}, author="Diabetes UK", title="Foot attack"), "Diabetes UK"),
        (source(TRIAL, author=None), "J Bodyw Mov Ther 2013"),
        (source({}, title="Ottawa rules"), "Ottawa rules"),
        (source({}, note="Case report: a stroke. As told by others."), "Case report: a stroke"),
    ],
)
def test_a_short_citation_has_families_and_year(made: Source, short: str) -> None:
    assert made.short == short


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x]\nauthor = 5", 'x.author: must be people in [brackets], such as ["Davies C", "et al"], or'),
        ('[x]\nauthor = ["Davies C", 5]', "x.author: must be people in [brackets]"),
        ("[x]\nprinted = true", "x: says nothing: author, title, year, and a doi"),
        ('[x]\ncitation = "Davies. The Workbook."', "x: 'citation' no longer stands here: author, title"),
        ('[x]\ntitle = "The Workbook"\nyear = 20013', "x.year: input should be less than or equal to 2100"),
    ],
)
def test_a_work_that_is_written_wrongly_is_told_with_its_key(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/sources.toml").write_text(text, "utf-8")
    (problem,) = Lists(Shared([tmp_path])).problems()
    assert str(problem).startswith(f"content/shared/sources.toml: {told}")


def test_no_part_of_a_packaged_work_says_what_another_part_says(library: Library) -> None:
    """Years, addresses and the stops between the parts stand where they belong."""
    for name, work in library.lists.sources.items():
        for part in (work.title, work.container, work.publisher, work.place):
            assert part is None or not part.endswith("."), name
        assert "doi:" not in work.citation, name
        assert "http" not in work.citation, name
        assert work.note is None or work.note.endswith("."), name


def test_a_source_that_says_nothing_is_none() -> None:
    with pytest.raises(ValidationError, match="says nothing"):
        Source(id="x", year=2013)
