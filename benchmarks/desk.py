"""How quick the desk is, and how much memory it takes: the command itself, asked as its page asks.

    python benchmarks/desk.py [--settings 150]        each of them new; a name letter by letter; 1,000 and 3,000 rows
    python benchmarks/desk.py --browser               by real clicks in Chromium, from a click to its page; [browsers]

Beside what somebody waits for stands the processor's time of the desk: a machine that does other things too makes
people wait longer, and takes hardly more of it. Linux only, for that.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

REQUIRED = {
    "until the address is printed": 2.0,
    "the same, 95 %": 0.5,
    "from a click to its page, 95 %": 0.5,
    "one more letter of the name, median": 0.15,
    "1,000 rows looked through": 0.5,
    "1,000 rows printed": 3.0,
}
"""Seconds."""
MOST_AT_START, MOST_EVER = 80, 250
"""Megabytes."""
MUSCLES = ("gastrocnemius", "soleus", "tibialis-anterior", "infraspinatus", "upper-trapezius")


class Took(NamedTuple):
    """Seconds of the clock, and of the processor."""

    clock: float
    processor: float


class Desk:
    """A desk that was started as a command."""

    def __init__(self) -> None:
        start = time.perf_counter()
        words = [sys.executable, "-m", "handouts", "desk", "--no-browser"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout
        address = self.process.stdout.readline().strip()
        self.started = Took(time.perf_counter() - start, self.processor())
        self.at_start = self.megabytes()
        self.address = address
        self.host, self.code = address.removeprefix("http://").split("/#")
        self.key = ""

    def unlock(self) -> None:
        """Become the desk's page, which nobody else is then."""
        self.key = json.loads(self.ask("/api/key", {"code": self.code}))["key"]

    def ask(self, path: str, asked: Mapping[str, Any], data: bytes = b"") -> bytes:
        """An answer as bytes."""
        connection = http.client.HTTPConnection(self.host, timeout=300)
        body = json.dumps(asked).encode() + (b"\n" + data if data else b"")
        connection.request("POST", path, body, {"X-Desk-Key": self.key})
        answer = connection.getresponse()
        said = answer.read()
        assert answer.status == 200, said[:300]
        return said

    def timed(self, path: str, asked: Mapping[str, Any], data: bytes = b"") -> Took:
        """How long an answer took."""
        start, before = time.perf_counter(), self.processor()
        self.ask(path, asked, data)
        return Took(time.perf_counter() - start, self.processor() - before)

    def processor(self) -> float:
        """Seconds of the processor so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> int:
        """Memory that it has."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def setting(number: int) -> dict[str, Any]:
    """What a therapist may choose, never the same twice."""
    pick = random.choice
    return {
        "muscle": [pick(MUSCLES)],
        "side": pick(["left", "right", "both"]),
        "sheets": "1-2",
        "print": pick(["normal", "normal", "large"]),
        "ink": pick(["colour", "grey", "saver"]),
        "patient-name": pick(["", "Ada Sample", "Bob"]),
        "note": pick(["", "Start with the chair."]),
        "dose": {"weeks": str(number % 12 + 1), "seconds": str(number % 60 + 30)},
        "width": 1000,
    }


def said(what: str, times: list[Took], of: Callable[[list[float]], float] = statistics.median) -> None:
    """A line: what was measured, what somebody waited, the processor's time, and what is required."""
    clock, processor = (of([took[n] for took in times]) for n in (0, 1))
    required = REQUIRED.get(what)
    mark = "" if required is None else f"   required {required:g}{'   TOO LONG' if processor > required else ''}"
    print(f"{what:42} {clock:6.2f} s   processor {processor:6.2f} s{mark}", flush=True)


def roster(rows: int) -> bytes:
    """A list of patients who do not exist."""
    lines = [
        f"soleus,{n},Person {n},{'left' if n % 2 else 'right'},{'Chair first.' * (n % 3 > 0)}" for n in range(rows)
    ]
    return ("muscle,id,name,side,note\n" + "\n".join(lines) + "\n").encode()


CLICKS = 60
MENU: Mapping[str, Sequence[str]] = {
    "side": ("left", "right", "both"),
    "layout": ("full", "do"),
    "print": ("normal", "large"),
    "ink": ("colour", "grey", "saver"),
    "muscle": MUSCLES,
}
"""What is clicked; each value is a button to see."""
SHOWN = """() => {
  window.clicked = 0;
  document.addEventListener('pointerdown', () => (window.clicked = performance.now()), true);
  document.addEventListener('keydown', () => (window.clicked = performance.now()), true);
  window.waits = [];
  const image = () => document.querySelector('#pages:not(.old) img');
  let last = image()?.src;
  new MutationObserver(() => {
    const src = image()?.src;
    if (!src || src === last || !src.startsWith('data:image/png')) return;
    last = src;
    const since = window.clicked;
    image().decode().then(() => requestAnimationFrame(() => window.waits.push(performance.now() - since)));
  }).observe(document.getElementById('pages'), {subtree: true, childList: true, attributes: true});
}"""
"""Notes how long it takes from a click or a key until the first page of the answer is on the screen."""


def by_clicks(desk: Desk) -> None:
    """Random settings in Chromium, one click after the other; then a name, letter by letter."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(desk.address)
        page.wait_for_selector("#map svg")
        page.check("input[name=muscle][value=soleus]")
        page.select_option("#sheets", "1-2", force=True)
        page.wait_for_selector("#save:enabled")
        time.sleep(10)  # somebody looks at it; meanwhile the desk reads ahead
        page.evaluate(SHOWN)
        said("from a click to its page, median", clicked := [_click(page, desk) for _ in range(CLICKS)])
        said("from a click to its page, 95 %", clicked, lambda each: sorted(each)[int(0.95 * len(each))])
        page.focus("#patient-name")
        said(
            "from a letter to its page, median",
            [_waited(page, desk, lambda: page.keyboard.type("a")) for _ in range(20)],
        )
        browser.close()


def _click(page: Any, desk: Desk) -> Took:
    name = random.choice(list(MENU))
    values = [value for value in MENU[name] if not page.is_checked(f"input[name={name}][value={value}]")]
    where = f"label:has(input[name={name}][value={random.choice(values)}])"
    page.locator(where).scroll_into_view_if_needed()
    return _waited(page, desk, lambda: page.click(where))


def _waited(page: Any, desk: Desk, act: Callable[[], Any]) -> Took:
    """How long the page of something that is done took."""
    count, before = page.evaluate("window.waits.length"), desk.processor()
    act()
    while page.evaluate("window.waits.length") == count:
        page.wait_for_timeout(20)
    page.wait_for_timeout(400)  # the other pages come into sight
    return Took(page.evaluate("window.waits.at(-1)") / 1000, desk.processor() - before)


def main() -> None:
    """Measure everything on one desk."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--settings", type=int, default=150, help="settings, each new (usually 150)")
    parser.add_argument("--browser", action="store_true", help=f"only {CLICKS} settings by clicks in Chromium")
    asked = parser.parse_args()
    settings = asked.settings
    random.seed(1)
    desk = Desk()
    said("until the address is printed", [desk.started])
    if asked.browser:
        by_clicks(desk)
        desk.process.terminate()
        return
    desk.unlock()
    said("what the form needs", [desk.timed("/api/start", {})])
    said("the body to click in", [desk.timed("/api/body", {})])
    time.sleep(10)  # somebody looks at the page; meanwhile it reads ahead
    said("the very first page", [desk.timed("/api/page", {"muscle": ["soleus"], "sheets": "1-2"})])
    times = [desk.timed("/api/page", setting(number)) for number in range(settings)]
    said("the first page of a new setting, median", times)
    said("the same, 95 %", times, lambda each: sorted(each)[int(0.95 * len(each))])
    after_settings = desk.megabytes()
    whole = {"muscle": ["soleus"], "sheets": "1-2", "side": "left", "width": 1000}
    names = [{**whole, "patient-name": "Ada Sample Person"[: n % 17 + 1] + str(n)} for n in range(60)]
    said("one more letter of the name, median", [desk.timed("/api/page", each) for each in names][5:])
    for rows in (1000, 3000):
        whole = {"choices": {"sheets": "1-2"}}
        said(f"{rows:,} rows looked through", [desk.timed("/api/check", whole, roster(rows))])
        said(f"{rows:,} rows printed", [desk.timed("/api/print-run", whole, roster(rows))])
    for what, found, most in (
        ("at start", desk.at_start, MOST_AT_START),
        (f"after {settings} settings", after_settings, MOST_EVER),
        ("after 3,000 rows", desk.megabytes(), MOST_EVER),
    ):
        print(f"{what:42} {found} MB   required {most}{'   TOO MUCH' if found > most else ''}")
    desk.ask("/api/close", {})
    desk.process.wait()


if __name__ == "__main__":
    main()
