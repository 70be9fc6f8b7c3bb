"""How quick the desk is, and how much memory it takes: the command itself, asked as its page asks.

    python benchmarks/desk.py [--settings 150]        each of them new; a name letter by letter; 1,000 and 3,000 rows

Beside what somebody waits for stands the processor's time of the desk: a machine that does other things too makes
people wait longer, and takes hardly more of it. Linux only, for that.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

REQUIRED = {
    "until the address is printed": 2.0,
    "the same, 95 %": 0.5,
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
        self.host, code = address.removeprefix("http://").split("/#")
        self.key = ""
        self.key = json.loads(self.ask("/api/key", {"code": code}))["key"]

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


def main() -> None:
    """Measure everything on one desk."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--settings", type=int, default=150, help="settings, each new (usually 150)")
    settings = parser.parse_args().settings
    random.seed(1)
    desk = Desk()
    said("until the address is printed", [desk.started])
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
        asked = {"choices": {"sheets": "1-2"}}
        said(f"{rows:,} rows looked through", [desk.timed("/api/check", asked, roster(rows))])
        said(f"{rows:,} rows printed", [desk.timed("/api/print-run", asked, roster(rows))])
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
