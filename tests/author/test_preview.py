"""The preview: a page that shows a muscle while it is written, and says what is wrong without losing what was shown."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.author.preview import Preview, watched
from handouts.cli.main import main
from handouts.files import data_dir

pytestmark = pytest.mark.long

CONTENT, TEMPLATES = data_dir("content"), (data_dir("templates"),)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(CONTENT / "muscles/gastrocnemius", folder / "muscles/gastrocnemius")
    return folder


@pytest.fixture(scope="module")
def preview(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Preview:
    made = Preview((own, CONTENT), TEMPLATES, "gastrocnemius", "en", tmp_path_factory.mktemp("pages"))
    made.build()
    return made


def shown(preview: Preview) -> str:
    return (preview.folder / "index.html").read_text("utf-8")


def test_every_picture_that_the_page_shows_is_there(preview: Preview) -> None:
    names = re.findall(r'<img src="([^"?]+)', shown(preview))
    assert len([name for name in names if name.startswith("full-")]) > 5
    assert "figure-pain-map.svg" in names
    assert [name for name in names if not (preview.folder / name).is_file()] == []


def test_every_card_has_two_sides(preview: Preview) -> None:
    rows = re.findall(
        r"<tr><td>en\.gastrocnemius\.[^<]*</td><td>(.*?)</td><td>(.*?)</td></tr>", shown(preview), re.DOTALL
    )
    assert len(rows) > 50
    assert all(front and back for front, back in rows)
    assert "{{c" not in shown(preview)


def test_a_changed_word_changes_the_page_and_its_stamp_and_a_mistake_keeps_what_was_shown(
    preview: Preview, own: Path
) -> None:
    path, stamp = own / "muscles/gastrocnemius/en.toml", preview.folder / "stamp.js"
    before, old = path.read_text("utf-8"), stamp.read_bytes()
    path.write_text(before.replace('title = "Your calf muscle"', 'title = "Another title"'), "utf-8")
    preview.build()
    assert "<h1>Another title</h1>" in shown(preview)
    assert stamp.read_bytes() != old
    path.write_text("title = \n", "utf-8")
    found = preview.build()
    assert [each.rule for each in found] == ["content"]
    assert "is not readable TOML" in shown(preview)
    assert "full-1.png" in shown(preview)
    path.write_text(before, "utf-8")


def test_nothing_is_asked_of_a_server(preview: Preview) -> None:
    assert "http" not in shown(preview)
    assert "fetch(" not in shown(preview)


def test_a_change_of_any_file_of_content_is_seen(own: Path) -> None:
    before = watched([own])
    (own / "aliases.toml").write_text('gastrocnemius = ["calf"]\n', "utf-8")
    assert {path.name for path, _ in watched([own]).items() ^ before.items()} == {"aliases.toml"}


def test_once_writes_the_page_and_ends(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", "calf", "--once", "-o", str(tmp_path / "pages")])
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{tmp_path / 'pages' / 'index.html'}\n"
    assert result.stderr.endswith("no problem\n")


def test_a_page_that_is_open_in_a_browser_reloads_itself(preview: Preview, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        pytest.skip("needs Chromium")
    folder = shutil.copytree(preview.folder, tmp_path / "open")
    page = folder / "index.html"
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
    command = [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            assert _title_becomes("gastrocnemius", tmp_path / "profile")
            time.sleep(2)  # it has read the stamp once
            page.write_text(shown(preview).replace("<title>gastrocnemius", "<title>changed"), "utf-8")
            (folder / "stamp.js").write_text('shown("another")\n', "utf-8")
            assert _title_becomes("changed", tmp_path / "profile")
        finally:
            running.terminate()


def _title_becomes(title: str, profile: Path) -> bool:
    """Whether the browser's only page is called so before long."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError, ValueError, IndexError):  # the browser is still starting
            port = (profile / "DevToolsActivePort").read_text("utf-8").split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as told:
                if title in [each["title"] for each in json.load(told) if each["type"] == "page"]:
                    return True
        time.sleep(0.2)
    return False
