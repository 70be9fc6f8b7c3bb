"""The clinician's chart of a region: every area once, with its number, and the muscles that refer pain there."""

from __future__ import annotations

import itertools
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.content.library import Library
from handouts.content.referral import read_areas, read_view_words
from handouts.drawing.shapes import Box, Figure
from handouts.errors import HandoutsError
from handouts.figures.areamap import choose_views
from handouts.files import data_dir
from handouts.handout.chart import chart
from handouts.handout.document import Picture, Table, plain
from handouts.page.pdf import PdfOptions, to_pdf
from handouts.style.theme import Theme
from handouts.style.words import Strings
from tests.printed import words

REGIONS = sorted({area.region for area in read_areas([data_dir("content")]).values()})


def picture(library: Library, strings: Strings, region: str) -> Figure:
    [found] = [
        each
        for each in chart(library, region, library.ids(), strings, "en").parts[0].blocks
        if isinstance(each, Picture)
    ]
    return found.compose(500, 290, 11)


def cells(library: Library, strings: Strings, region: str) -> dict[str, tuple[str, str]]:
    [table] = [
        each for each in chart(library, region, library.ids(), strings, "en").parts[0].blocks if isinstance(each, Table)
    ]
    return {plain(row[1]): (plain(row[2]), plain(row[3])) for row in table.rows}


def test_the_chart_says_main_pain_and_spread_with_the_points(library: Library, strings: Strings) -> None:
    said = cells(library, strings, "lower-leg")
    assert said["back of the knee"] == ("gastrocnemius\u00a03, 4", "soleus\u00a02")
    assert said["middle of the calf"] == ("soleus\u00a02", "gastrocnemius\u00a01")


@pytest.mark.parametrize("region", REGIONS)
def test_every_area_has_one_number_in_the_picture(library: Library, strings: Strings, region: str) -> None:
    wanted = {name for name, area in read_areas(library.roots).items() if area.region == region}
    marks = [
        name.removeprefix("mark.") for name in picture(library, strings, region).regions if name.startswith("mark.")
    ]
    assert sorted(marks) == sorted(wanted)


def _apart(one: Box, two: Box) -> bool:
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


@pytest.mark.parametrize("region", REGIONS)
def test_no_number_hides_another(library: Library, strings: Strings, region: str) -> None:
    marks = {name: box for name, box in picture(library, strings, region).regions.items() if name.startswith("mark.")}
    near = [(one, two) for one, two in itertools.combinations(marks, 2) if not _apart(marks[one], marks[two])]
    assert near == []


@pytest.mark.parametrize("region", REGIONS)
def test_every_chart_is_one_page(library: Library, strings: Strings, theme: Theme, region: str) -> None:
    data = to_pdf(chart(library, region, library.ids(), strings, "en"), theme, PdfOptions(paper="letter"))
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == 1


def test_an_area_stands_in_the_view_that_shows_most_of_it(library: Library) -> None:
    areas = {name: read_areas(library.roots)[name] for name in ("heel", "foot-top")}
    drawings = [library.art.drawing(name) for name in read_view_words(library.roots, "en")]
    shown = {name: view.drawing.id for view in choose_views(areas, drawings) for name in view.areas}
    assert shown == {"heel": "leg_plantar", "foot-top": "foot_top"}


def test_a_region_without_areas_is_named_with_the_likely_one(library: Library, strings: Strings) -> None:
    with pytest.raises(HandoutsError, match=r"no areas in a region 'nek'; did you mean 'neck'\?"):
        chart(library, "nek", library.ids(), strings, "en")


def test_the_command_writes_one_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["chart", "neck", "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == ["neck-chart.en.pdf"]


def test_muscles_stand_under_their_names(library: Library, strings: Strings) -> None:
    """Not under the names of their files, from which small words are left out."""
    said = words(chart(library, "lower-leg", library.ids(), strings, "en").parts)
    assert "fibularis longus and brevis" in said
    assert "fibularis longus brevis" not in said


def test_the_front_of_the_shoulder_is_shown_from_the_front(library: Library, strings: Strings) -> None:
    """Of the arm alone only its upper end is seen there, a sliver."""
    regions = picture(library, strings, "shoulder").regions
    left, top, right, bottom = regions["area.front-of-shoulder.trunk_front"]
    assert min(right - left, bottom - top) > 50
