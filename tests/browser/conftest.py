"""Real browsers, as Debian packages them: Chromium driven by Playwright, Firefox by WebDriver BiDi.

What is not installed skips the tests that need it, and says what to install. A browser lives as long as the tests of
this folder do: Playwright has an event loop in the thread of the tests, which others may not have.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import pytest

from tests.browser.firefox import Firefox
from tests.browser.serving import Served, served

EXTRA = "pip install -e '.[browsers]'"


def program(names: tuple[str, ...], package: str) -> str:
    """Where a program of Debian's is; the test is skipped when there is none."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no {names[0]}: apt-get install {package}")
    return found


@pytest.fixture(scope="package")
def playwright() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason=f"no Playwright: {EXTRA}")
    with api.sync_playwright() as running:
        yield running


def chromium_arguments(*more: str) -> list[str]:
    """A browser in a container runs as root, which Chromium's sandbox refuses."""
    return [*(["--no-sandbox"] if os.geteuid() == 0 else []), *more]


@pytest.fixture(scope="package")
def chromium(playwright: Any) -> Iterator[Any]:
    """Chromium without a window."""
    path = program(("chromium", "chromium-browser", "google-chrome"), "chromium")
    # names as another site could have them that leads its visitors to their own machine
    elsewhere = "--host-resolver-rules=MAP evil.test 127.0.0.1, MAP rebind.test 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=path, args=chromium_arguments(elsewhere))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which judges a page's accessibility."""
    pytest.importorskip("axe_playwright_python", reason=f"no axe-core: {EXTRA}")
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture
def tab(chromium: Any, axe: str) -> Iterator[Callable[..., Any]]:
    """Opens a page of its own, in which `axe` is known: `tab(width, "dark")`; what it asked for is `page.asked`."""
    contexts = []

    def opened(width: int, scheme: str = "light", *, height: int = 900, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **more)
        contexts.append(context)
        context.add_init_script(axe)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def firefox_program() -> str:
    """Where Firefox is; what drives it is there too."""
    pytest.importorskip("websockets", reason=f"no websockets: {EXTRA}")
    return program(("firefox-esr", "firefox"), "firefox-esr")


@pytest.fixture(scope="package")
def firefox(firefox_program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox without a window."""
    browser = Firefox(firefox_program, tmp_path_factory.mktemp("firefox") / "profile")
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def served_desk() -> Iterator[Served]:
    """The desk, served to this machine."""
    for needed in ("starlette", "uvicorn"):
        pytest.importorskip(needed, reason="no desk: pip install -e '.[desk]'")
    with served() as made:
        yield made
