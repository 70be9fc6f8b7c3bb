"""What a browser keeps on disk of a whole session: nothing of a patient. A control that is kept must be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import chromium_arguments, program
from tests.browser.firefox import Firefox, until
from tests.browser.serving import Served

pytestmark = pytest.mark.long

NAME, NOTE, CONTROL = "Zebedee Quux", "Quincunx daily", "Controlword"
WORDS = ("Zebedee", "Quux", "Quincunx")
ROSTER = f"Patient,Muscle,Side,Note\n{NAME},gastrocnemius,left,{NOTE}\n"


def unpacked(data: bytes) -> bytes:
    """The bytes of an LZ4 block, as Firefox packs its session: literals, then what stood so far back, so long."""
    made, at = bytearray(), 0

    def length(nibble: int) -> int:
        nonlocal at
        more = nibble == 15
        while more:
            nibble += data[at]
            more = data[at] == 255
            at += 1
        return nibble

    while at < len(data):
        token = data[at]
        at += 1
        literals = length(token >> 4)
        made += data[at : at + literals]
        at += literals
        if at >= len(data):
            break
        back = int.from_bytes(data[at : at + 2], "little")
        at += 2
        for _ in range(length(token & 15) + 4):
            made.append(made[-back])
    return bytes(made)


def found(profile: Path, word: str) -> list[str]:
    """The files of a profile that have a word, in any of the ways that browsers write one."""
    forms = [word.encode(way) for way in ("utf-8", "utf-16-le")]
    where = []
    for path in sorted(path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()):
        data = path.read_bytes()
        if data.startswith(b"mozLz40\0"):
            data = unpacked(data[12:])
        if any(form.lower() in data.lower() for form in forms):
            where.append(path.name)
    return where


def test_what_firefox_packs_is_read() -> None:
    assert unpacked(b"\x24ab\x02\x00" + b"\x30xyz") == b"abababababxyz"


def test_chromium_keeps_nothing_of_a_patient(playwright: Any, tmp_path: Path, served_desk: Served) -> None:
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=program(("chromium", "chromium-browser"), "chromium"),
        args=chromium_arguments(),
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    (tmp_path / "control.html").write_text(f"<title>{CONTROL}</title>", "utf-8")
    page.goto((tmp_path / "control.html").as_uri())
    page.goto(served_desk.address())
    page.wait_for_selector("#map svg")
    page.check("input[name=muscle][value=gastrocnemius]")
    page.locator("#patient-name").press_sequentially(NAME)
    page.locator("#note").press_sequentially(NOTE)
    page.wait_for_selector("#save:enabled")
    with page.expect_download() as download:
        page.click("#save")
    download.value.delete()  # what somebody saves is theirs
    page.click("#to-many")
    page.set_input_files("#many input[type=file]", {"name": "r.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()})
    page.wait_for_timeout(1500)
    page.reload()
    page.wait_for_timeout(500)
    context.close()
    assert found(tmp_path / "profile", CONTROL)
    assert [found(tmp_path / "profile", word) for word in WORDS] == [[], [], []]


def test_firefox_keeps_nothing_of_a_patient(firefox_program: str, tmp_path: Path, served_desk: Served) -> None:
    prefs = {"browser.sessionstore.interval": 500, "browser.startup.page": 3, "browser.cache.disk.enable": True}
    profile = tmp_path / "profile"
    browser = Firefox(firefox_program, profile, prefs=prefs)
    try:
        browser.open(served_desk.address())
        browser.wait("document.querySelectorAll('#map svg').length > 0")
        browser.click("input[name=muscle][value=gastrocnemius]")
        browser.click("#patient-name")
        browser.type(NAME)
        browser.click("#note")
        browser.type(NOTE)
        browser.wait("!document.getElementById('save').disabled")
        browser.evaluate("document.body.prepend(Object.assign(document.createElement('input'), {id: 'control'}))")
        browser.click("#control")
        browser.type(CONTROL)
        until(lambda: found(profile, CONTROL), "a field without our attributes in Firefox's session")
    finally:
        browser.close()
    assert [found(profile, word) for word in WORDS] == [[], [], []]
