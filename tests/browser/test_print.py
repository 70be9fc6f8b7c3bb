"""Print prints: the browser's own dialog opens on the handout, and what comes out of it are the handout's pages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.browser.conftest import chromium_arguments, program
from tests.browser.firefox import Firefox, until
from tests.browser.serving import Served

pytestmark = pytest.mark.long


@pytest.fixture
def display() -> Iterator[str]:
    """A screen that nobody sees: a browser without a window has no dialogs."""
    reading, writing = os.pipe()
    xvfb = program(("Xvfb",), "xvfb")
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()


def one_handout(page: Any) -> str:
    """Choose a handout on the first screen. Returns the button that prints it."""
    page.check("input[name=muscle][value=gastrocnemius]")
    page.wait_for_selector("#print:enabled")
    return "#print"


def a_print_run(page: Any) -> str:
    """Give a spreadsheet to the second screen. Returns the button that prints its handouts."""
    page.click("#to-many")
    data = b"muscle,id,name\ncalf,1,Ada Sample\nsoleus,2,Bo Muster\n"
    page.set_input_files("#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": data})
    page.wait_for_selector("#run .main")
    return "#run .main"


@pytest.mark.parametrize("chosen", [one_handout, a_print_run])
def test_the_dialog_of_chromium_opens_on_what_is_printed(
    playwright: Any, display: str, served_desk: Served, chosen: Callable[[Any], str]
) -> None:
    browser = playwright.chromium.launch(
        executable_path=program(("chromium", "chromium-browser"), "chromium"),
        headless=False,
        args=chromium_arguments(),
        env={**os.environ, "DISPLAY": display},
    )
    try:
        page = browser.new_page()
        page.goto(served_desk.address())
        page.wait_for_selector("#map svg")
        button = chosen(page)
        session = browser.new_browser_cdp_session()

        def dialogs() -> list[str]:
            targets = session.send("Target.getTargets")["targetInfos"]
            return [each["url"] for each in targets if each["url"].startswith("chrome://print")]

        assert dialogs() == []
        page.click(button, no_wait_after=True)
        until(dialogs, "the print dialog")
    finally:
        browser.close()


@pytest.mark.parametrize(("allowed", "said"), [(True, "open in another window"), (False, "let no window open")])
def test_safari_prints_from_a_window_and_says_when_there_is_none(
    tab: Callable[..., Any], served_desk: Served, allowed: bool, said: str
) -> None:
    safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"
    page = tab(1440, user_agent=safari)
    page.goto(served_desk.address())
    page.wait_for_selector("#map svg")
    page.evaluate(f"() => {{ window.open = () => {'window' if allowed else 'null'}; }}")
    page.check("input[name=muscle][value=gastrocnemius]")
    page.wait_for_selector("#print:enabled")
    page.click("#print")
    page.wait_for_selector(f"text={said}")


def test_firefox_prints_every_page(firefox_program: str, tmp_path: Path, served_desk: Served) -> None:
    printer, paper = "Mozilla_Save_to_PDF", tmp_path / "printed.pdf"
    prefs = {
        "print.always_print_silent": True,
        "print_printer": printer.replace("_", " "),
        f"print.printer_{printer}.print_to_file": True,
        f"print.printer_{printer}.print_to_filename": str(paper),
    }
    browser = Firefox(firefox_program, tmp_path / "profile", prefs=prefs)
    try:
        browser.open(served_desk.address())
        browser.wait("document.querySelectorAll('#map svg').length > 0")
        browser.click("input[name=muscle][value=gastrocnemius]")
        browser.wait("!document.getElementById('print').disabled")
        browser.click("#print")
        until(lambda: paper.exists() and paper.read_bytes().rstrip().endswith(b"%%EOF"), "a printed file")
        assert len(pypdfium2.PdfDocument(paper)) == browser.evaluate("document.querySelectorAll('#pages img').length")
    finally:
        browser.close()
