"""A site of handouts in Chromium and Firefox: a place that hurts leads to a handout, with and without script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.web.site.serve import HOST, server_of
from tests.browser import looks
from tests.browser.firefox import Firefox, until

pytestmark = pytest.mark.long
WINDOWS = [(width, scheme) for width in (320, 390, 820, 1440) for scheme in ("light", "dark")]
PAGES = [
    *((name, *window) for window in WINDOWS for name in ("index.html", "where/lower-leg/en/index.html")),
    *((f"{name}/en/index.html", 320, "dark") for name in ("about", "gastrocnemius")),
    *((f"{name}/en/index.html", 1440, "light") for name in ("about", "gastrocnemius")),
]
FOUND = "[...document.querySelectorAll('[data-words]')].filter(e => e.offsetParent).map(e => e.textContent.trim())"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("made") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handouts.web.site.make.to_pdf", lambda *_: b"%PDF")
        patch.setattr("handouts.web.site.make.deck_bytes", lambda *_: b"PK")
        result = CliRunner().invoke(main, ["site", "gastrocnemius", "upper-trapezius", "-o", str(made)])
    assert result.exit_code == 0, result.output
    return made


@pytest.fixture
def hosted(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of the site, and what takes its server away."""
    server = server_of(folder, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def end() -> None:
        server.shutdown()
        server.server_close()

    yield f"http://{HOST}:{server.server_address[1]}/", end
    end()
    thread.join()


def _wait_for_worker(page: Any) -> None:
    """Until what was opened is kept; a page's policy lets Playwright's own waiting not run."""
    until(lambda: page.evaluate("!!navigator.serviceWorker.controller"), "the worker has the page")


@pytest.mark.parametrize(("name", "width", "scheme"), PAGES)
def test_everybody_can_use_every_page(
    tab: Callable[..., Any], folder: Path, name: str, width: int, scheme: str
) -> None:
    page = tab(width, scheme)
    page.goto((folder / name).as_uri())
    assert page.complaints == []  # axe, which comes next, asks for the style as a page of a file may not
    assert [address for address in page.asked if not address.startswith(folder.as_uri())] == []
    assert looks.violations(page) == []
    assert looks.sideways(page) == 0
    assert looks.repeated_ids(page) == []


@pytest.mark.parametrize("name", ["index.html", "where/lower-leg/en/index.html", "about/en/index.html"])
def test_what_is_pressed_is_as_large_as_a_thumb(tab: Callable[..., Any], folder: Path, name: str) -> None:
    page = tab(320)
    page.goto((folder / name).as_uri())
    assert looks.smallest_target(page, "main a, footer a, header a, summary, input") >= 44


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("pain in the arch", "Pain at the arch of the foot"),
        ("tempel", "Pain at the temple"),
        ("cramps", "Your calf muscle"),
        ("plantarus", "Pain at the arch of the foot"),
        ("Trapezmuskel", "Your top shoulder muscle"),
    ],
)
def test_a_search_finds_it(tab: Callable[..., Any], folder: Path, asked: str, first: str) -> None:
    page = tab(390)
    page.goto((folder / "index.html").as_uri())
    page.fill("#search", asked)
    found = page.evaluate(FOUND)
    assert page.inner_text("#found").split()[0] == str(len(found))
    assert found[0].startswith(first)
    assert looks.violations(page) == []
    page.fill("#search", "")
    assert page.locator("details[open]").count() == 0
    assert page.locator("#handouts .entry").last.is_visible()


def test_a_search_that_finds_nothing_says_so_and_shows_the_body(tab: Callable[..., Any], folder: Path) -> None:
    page = tab(390)
    page.goto((folder / "index.html").as_uri())
    page.fill("#search", "xyzzy")
    assert page.inner_text("#found").startswith("Nothing found")
    assert page.locator("#where svg").first.is_visible()
    assert page.locator("#areas summary").first.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_place_on_the_body_leads_to_its_handout(tab: Callable[..., Any], folder: Path, script: bool) -> None:
    page = tab(390, java_script_enabled=script)
    page.goto((folder / "index.html").as_uri())
    left_calf = page.locator("#where svg").nth(1).locator("a[href*='lower-leg']").first
    left_calf.click()
    page.wait_for_url("**/where/lower-leg/en/index.html")
    page.locator("svg a[href$='#knee-hollow'] path").first.click()
    page.wait_for_url("**#knee-hollow")
    page.locator("#knee-hollow a").first.click()
    page.wait_for_url("**/gastrocnemius/en/index.html")
    page.locator(".home a").first.click()
    page.wait_for_url("**/site/index.html")


def test_with_keys_alone_the_picture_is_passed_over_and_the_list_is_not(tab: Callable[..., Any], folder: Path) -> None:
    page = tab(820)
    page.goto((folder / "where" / "lower-leg" / "en" / "index.html").as_uri())
    stops = []
    for _ in range(4):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert stops[:3] == ["Skip to the content", "All handouts", "Your calf muscle"]


def test_a_phone_keeps_what_it_has_seen(tab: Callable[..., Any], hosted: tuple[str, Callable[[], None]]) -> None:
    address, end = hosted
    page = tab(390)
    page.goto(f"{address}gastrocnemius/en/")
    _wait_for_worker(page)
    end()
    page.reload()
    assert page.title().startswith("Your calf muscle")
    page.locator(".home a").first.click()
    page.wait_for_url("**/index.html")
    assert page.title() == "Handouts for sore muscles"
    page.goto(f"{address}where/lower-leg/en/")
    assert page.locator("#knee-hollow a").count() == 1


def test_a_new_page_replaces_the_one_that_was_kept(
    tab: Callable[..., Any], hosted: tuple[str, Callable[[], None]], folder: Path
) -> None:
    address, _ = hosted
    page, file = tab(390), folder / "about" / "en" / "index.html"
    page.goto(f"{address}about/en/")
    _wait_for_worker(page)
    before = file.read_bytes()
    try:
        file.write_bytes(before.replace(b"<h1>", b"<h1>New: "))
        page.reload()
        assert page.inner_text("h1").startswith("New: ")
    finally:
        file.write_bytes(before)


def test_what_is_kept_is_asked_again_when_the_site_was_made_anew(
    tab: Callable[..., Any], hosted: tuple[str, Callable[[], None]], folder: Path
) -> None:
    address, end = hosted
    page, file, worker = tab(390), folder / "gastrocnemius" / "en" / "index.html", folder / "worker.js"
    page.goto(f"{address}gastrocnemius/en/")
    _wait_for_worker(page)
    before, worked = file.read_bytes(), worker.read_bytes()
    kept = "caches.match(new URL('gastrocnemius/en/', origin)).then(e => e.text()).then(e => e.includes('<h1>New: '))"
    try:
        file.write_bytes(before.replace(b"<h1>", b"<h1>New: "))
        worker.write_bytes(worked.replace(b"EDITION = ", b"EDITION = 1 + "))
        page.goto(f"{address}about/en/")
        until(lambda: page.evaluate(kept), "the handout is kept anew")
        end()
        page.goto(f"{address}gastrocnemius/en/")
        assert page.inner_text("h1").startswith("New: ")
    finally:
        file.write_bytes(before)
        worker.write_bytes(worked)


def test_firefox_searches_and_follows_the_body(firefox: Firefox, folder: Path) -> None:
    firefox.resize(390, 800)
    firefox.open((folder / "index.html").as_uri())
    firefox.evaluate("document.querySelector('#search').value = 'arch'")
    firefox.evaluate("document.querySelector('#search').dispatchEvent(new Event('input'))")
    assert firefox.evaluate(FOUND)[0].startswith("Pain at the arch of the foot")
    assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    until(lambda: firefox.evaluate("document.styleSheets.length") == 1, "the style is there")
