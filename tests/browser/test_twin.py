"""A handout as one web page, in Chromium and Firefox: on a phone, a tablet, a desk, by day and by night, on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from handouts.content.library import Library
from handouts.handout.options import Clinic, Options
from handouts.handout.plan import handout
from handouts.style.theme import Theme
from handouts.style.words import Locale, Strings
from handouts.web.page import html_page
from tests.browser import looks
from tests.browser.firefox import Firefox, until

pytestmark = pytest.mark.long
CLINIC = Clinic(name="Hillside Clinic", phone="01632 960 001", content_url="https://a.example/{muscle}")
WINDOWS = [(width, scheme) for width in (320, 820, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module", params=["gastrocnemius", "upper-trapezius"])
def address(
    request: pytest.FixtureRequest,
    library: Library,
    strings: Strings,
    locale: Locale,
    theme: Theme,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The page of a muscle with all that it can have, as a file."""
    muscle = library.muscle(request.param, "en")
    options = Options(side="left", addons=tuple(addon.id for addon in muscle.facts.addons))
    file: Path = tmp_path_factory.mktemp("twin") / f"{request.param}.html"
    file.write_text(html_page(handout(muscle, strings, locale, options, CLINIC), theme, strings), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_everybody_can_use_the_page(tab: Callable[..., Any], address: str, width: int, scheme: str) -> None:
    page = tab(width, scheme)
    page.goto(address)
    assert looks.violations(page) == []
    assert looks.sideways(page) == 0
    assert page.asked == [address]
    assert page.complaints == []


@pytest.mark.parametrize("width", [320, 820, 1280])
def test_words_in_figures_can_be_read(tab: Callable[..., Any], address: str, width: int) -> None:
    page = tab(width)
    page.goto(address)
    assert looks.words_in_figures(page) > 20
    assert looks.smallest_word_in_a_figure(page) >= 12
    assert looks.words_that_touch(page) == []
    assert looks.words_that_are_cut(page) == []


def test_the_skip_link_is_the_first_stop_and_leads_to_the_warning(tab: Callable[..., Any], address: str) -> None:
    page = tab(390)
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    until(lambda: abs(page.locator("#warning").bounding_box()["y"]) < 2, "the warning box is at the top")


def test_the_plan_of_the_weeks_is_seen_whole_on_a_phone(tab: Callable[..., Any], address: str) -> None:
    """What only week 3 may do stands in its last column."""
    page = tab(320)
    page.goto(address)
    hidden = "[...document.querySelectorAll('.wide')].map(e => e.scrollWidth - e.clientWidth)"
    assert set(page.evaluate(hidden)) == {0}


def test_enlarged_four_times_nothing_is_lost(tab: Callable[..., Any], address: str) -> None:
    """A window of 1280 by 1024 has room for 320 by 256 then; letters alone may be enlarged twice."""
    page = tab(320, height=256, device_scale_factor=4)
    page.goto(address)
    assert looks.sideways(page) == 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert looks.sideways(page) == 0
    assert looks.words_out_of_sight(page) == []


def test_what_is_pressed_is_as_large_as_a_thumb(tab: Callable[..., Any], address: str) -> None:
    page = tab(320)
    page.goto(address)
    assert looks.smallest_target(page, "nav a, .ticks label, .tier a") >= 44


def test_on_paper_there_are_lines_to_write_on_and_no_links_to_jump_by(tab: Callable[..., Any], address: str) -> None:
    page = tab(820)
    page.goto(address)
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    page.emulate_media(media="print")
    assert page.locator(".diary").first.is_visible()
    assert page.locator(".line").first.is_visible()
    assert not page.locator("nav").is_visible()
    assert 4 <= len(paper) <= 16


def test_on_paper_the_warning_box_and_the_tick_list_are_each_on_one_page(tab: Callable[..., Any], address: str) -> None:
    page = tab(820)
    page.goto(address)
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    pages = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]
    for first, last in (
        ("Stop. Do not massage.", "111 is open day and night."),
        ("Tick what is true", "fever or feeling ill"),
    ):
        assert next(n for n, words in enumerate(pages) if first in words) == next(
            n for n, words in enumerate(pages) if last in words
        )


def test_words_in_figures_stay_where_they_belong_on_a_page_from_right_to_left(
    tab: Callable[..., Any], library: Library, strings: Strings, locale: Locale, theme: Theme, tmp_path: Path
) -> None:
    """Words anchored at their start begin there, whichever way the page is read."""
    other = replace(strings, words={**strings.words, "dir": "rtl"})
    document = handout(library.muscle("gastrocnemius", "en"), other, locale, Options(), CLINIC)
    (tmp_path / "rtl.html").write_text(html_page(document, theme, other), "utf-8")
    page = tab(320)
    page.goto((tmp_path / "rtl.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert looks.words_that_touch(page) == []
    assert looks.words_that_are_cut(page) == []
    assert looks.sideways(page) == 0


def test_firefox_shows_the_same_page(firefox: Firefox, address: str) -> None:
    firefox.resize(320, 800)
    firefox.open(address)
    assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert firefox.evaluate("document.querySelectorAll('svg text').length") > 20
    assert firefox.evaluate(f"({looks.TOUCH})()") == []
    assert firefox.evaluate(f"({looks.CUT})()") == []
