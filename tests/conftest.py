"""What many tests use: the packaged content and templates, read once."""

from __future__ import annotations

import gc
import json
import os
import pickle
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from handouts.content.library import Library, Muscle
from handouts.content.reader import load
from handouts.drawing import art
from handouts.files import MOST_JSON, data_dir, read_text
from handouts.page import pdf
from handouts.page.layouts import Layouts
from handouts.shaping import faces, shape
from handouts.style.theme import Theme, load_theme
from handouts.style.words import Locale, Strings, load_locale, load_strings

MANY, EVERY = 12, 5
"""Of a test with more cases than that, a quick run takes every fifth one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the long tests as well")
    parser.addoption("--renew", action="store_true", help="write reference pictures and spoken transcripts anew")
    parser.addoption("--without", metavar="FILE", help="leave out the tests that an earlier run noted in PASSED_TESTS")


class Note:
    """Writes the names of the tests that pass."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text("", "utf-8")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


def pytest_configure(config: pytest.Config) -> None:
    """`PASSED_TESTS` in the environment is a file for the names of the tests that pass, a line each."""
    config.option.loadscopereorder = False  # of pytest-xdist: `_long_first` is the order
    if (path := os.environ.get("PASSED_TESTS")) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Note(Path(path)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out, and most of many alike, unless all are asked for, or files or tests are named."""
    if path := config.getoption("--without"):
        noted = set(Path(path).read_text("utf-8").splitlines())
        _leave_out(config, items, {item for item in items if item.nodeid in noted})
    if hasattr(config, "workerinput"):
        _long_first(items)
    if config.getoption("--all") or config.args != config.getini("testpaths"):
        return
    left_out = {item for item in items if item.get_closest_marker("long")}
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item not in left_out:
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out |= {item for group in cases.values() if len(group) > MANY for at, item in enumerate(group) if at % EVERY}
    _leave_out(config, items, left_out)


def _long_first(items: list[pytest.Item]) -> None:
    """Files with long tests come first, so that in the end no process works on one while the others have none."""
    of_file: dict[str, list[pytest.Item]] = {}
    for item in items:
        of_file.setdefault(item.nodeid.partition("::")[0], []).append(item)
    long = {file for file, tests in of_file.items() if any(test.get_closest_marker("long") for test in tests)}
    files = sorted(of_file, key=lambda file: (file not in long, 0 if file in long else -len(of_file[file])))
    items[:] = [item for file in files for item in of_file[file]]


def pytest_collection_finish() -> None:
    """Rubbish is looked for seldom, and not among the thousands of tests: that took a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(300_000, 5, 5)


def _leave_out(config: pytest.Config, items: list[pytest.Item], left_out: set[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes what it would otherwise compare with."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture(scope="session", autouse=True)
def known_again() -> Iterator[None]:
    """What a run has parsed or laid out once it has for all its tests; a process that a test begins has nothing."""
    layouts, loads, read_json = Layouts(), tomllib.loads, art.read_json
    drawings: dict[str, Any] = {}

    @lru_cache(maxsize=1024)
    def parsed(text: str) -> bytes:
        return pickle.dumps(loads(text))

    def drawing(path: Path, where: str, model: type[Any]) -> Any:
        text = read_text(path, where, MOST_JSON)
        if text not in drawings:
            drawings[text] = read_json(path, where, model)
        return drawings[text]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "Layouts", lambda: layouts)
        patch.setattr(tomllib, "loads", lambda text: pickle.loads(parsed(text)))  # a new one each time
        patch.setattr(art, "read_json", drawing)  # which is only looked at
        yield


@pytest.fixture(scope="session")
def two_muscles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged content with the calf and the soleus alone, for what all muscles would make longer and no surer."""
    packaged, folder = data_dir("content"), tmp_path_factory.mktemp("two") / "content"
    kept = ("gastrocnemius", "soleus")
    (folder / "muscles").mkdir(parents=True)
    for path in [*packaged.iterdir(), *(packaged / "muscles" / name for name in kept)]:
        if path.name not in ("muscles", "aliases.toml", "ledger.json"):  # which knows the cards of all muscles
            (folder / path.relative_to(packaged)).symlink_to(path)
    called = tomllib.loads((packaged / "aliases.toml").read_text("utf-8"))
    (folder / "aliases.toml").write_text("\n".join(f"{name} = {json.dumps(called[name])}" for name in kept), "utf-8")
    return folder


@pytest.fixture
def only_two_muscles(two_muscles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no other muscle were packaged."""
    monkeypatch.setattr(
        "handouts.cli.sources.data_dir", lambda kind: two_muscles if kind == "content" else data_dir(kind)
    )


@pytest.fixture
def core_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if nothing but the package itself were installed: no fonts of the extras."""
    find = faces._folder

    def core(package: str) -> Path | None:
        return find(package) if package == "fontpkg_source_sans_3" else None

    monkeypatch.setattr(faces, "_folder", core)
    for cache in (faces._files, shape._shape):
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in (faces._files, shape._shape):
        cache.cache_clear()


@pytest.fixture(scope="session")
def templates() -> tuple[Path, ...]:
    return (data_dir("templates"),)


@pytest.fixture(scope="session")
def library() -> Library:
    return load([data_dir("content")])


@pytest.fixture(scope="session")
def calf(library: Library) -> Muscle:
    return library.muscle("gastrocnemius", "en")


@pytest.fixture(scope="session")
def theme(templates: tuple[Path, ...]) -> Theme:
    return load_theme(templates)


@pytest.fixture(scope="session")
def strings(templates: tuple[Path, ...]) -> Strings:
    return load_strings(templates, "en")


@pytest.fixture(scope="session")
def locale(templates: tuple[Path, ...]) -> Locale:
    return load_locale(templates, "en-GB")
