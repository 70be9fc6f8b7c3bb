"""How fast a roster is made, beside what the disk allows: `python benchmarks/batch.py [--rows 1000 10000] [--memory]`.

In one run, in a fresh folder, for each number of rows (60 % of the notes different, 2 to 70 words):
the command, from its start to its end, against (a) the ordinary renderer called for each row, measured on a sample of
rows and multiplied, and (b) the same number of bytes written again as files. Machines have slow moments, so command,
(a) and (b) take turns, only ratios within a turn mean anything, and their median is told. Nothing is deleted before
the end, since a file system that has just lost many files is slow to make new ones: 10,000 rows need 15 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

WORDS = [
    "roll",
    "slowly",
    "press",
    "gently",
    "your",
    "calf",
    "then",
    "rest",
    "breathe",
    "stop",
    "if",
    "it",
    "hurts",
    "more",
    "than",
    "usual",
    "keep",
    "the",
    "knee",
    "soft",
    "and",
    "warm",
    "first",
    "thing",
    "in",
    "the",
    "morning",
    "before",
    "you",
    "walk",
    "and",
    "again",
    "at",
    "night",
    "begin",
    "with",
    "the",
    "chair",
    "not",
    "with",
    "the",
    "floor",
]
NAMES = ["Ann", "Ben", "Chloé", "Dev", "Eva", "Femi", "Gül", "José", "Karl", "Lucy", "Maire", "Noor", "Oskar", "Priya"]
SAMPLE = 20
"""Rows that (a) is measured on."""


def roster(path: Path, count: int) -> None:
    """A roster of so many rows; the same one every time."""
    chance = random.Random(6)
    notes = [" ".join(chance.choices(WORDS, k=chance.randint(2, 70))) for _ in range(int(0.6 * count))]
    with path.open("w", encoding="utf-8") as out:
        out.write("muscle,id,name,date,note\n")
        for number in range(count):
            note = notes[number] if number < len(notes) else chance.choice(notes)
            out.write(f"gastrocnemius,{number + 1},{chance.choice(NAMES)} Person{number},2026-11-23,{note}\n")


def command(source: Path, folder: Path, *options: str) -> tuple[float, int]:
    """Seconds the command takes from its start to its end, and its greatest memory in MB."""
    call = [
        sys.executable,
        "-m",
        "handouts",
        "batch",
        str(source),
        "-o",
        str(folder),
        "--locale",
        "en-GB",
        *options,
    ]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"the command failed: {' '.join(call)}")
    return time.perf_counter() - before, usage.ru_maxrss // (1024 if sys.platform != "darwin" else 1 << 20)


def written_again(data: bytes, count: int, folder: Path) -> float:
    """Seconds that writing so many files takes, each through a temporary file."""
    from handouts.batch.folder import LocalFolder

    target = LocalFolder(folder)
    before = time.perf_counter()
    for number in range(count):
        target.write(f"{number}.pdf", [data])
    return time.perf_counter() - before


def ordinary(source: Path) -> float:
    """Seconds that the ordinary renderer takes for one row, after it has warmed up."""
    from handouts.batch.plan import Sources, plan_of
    from handouts.batch.roster.row import Row, RowReader
    from handouts.batch.roster.table import open_roster, read_records
    from handouts.clinic.choices import choose
    from handouts.content.reader import load
    from handouts.files import data_dir
    from handouts.page.layouts import Layouts
    from handouts.style.theme import load_theme

    content, templates = (data_dir("content"),), (data_dir("templates"),)
    asked = {"side": "both", "person": "man", "locale": "en-GB"}
    library = load(content)
    choices = choose(asked, set(), templates, load_theme(templates), library, "en")
    made = Sources(plan_of(content, templates, choices), library)
    reader = RowReader(made.library, choices, "en")
    with open_roster(str(source)) as file:
        rows = [row for record in read_records(file, source.name) if isinstance(row := reader.read(record), Row)]
    rows = random.Random(1).sample(rows, SAMPLE + 2)
    layouts = Layouts()
    for row in rows[:2]:
        made.ordinary(row, layouts)
    before = time.perf_counter()
    for row in rows[2:]:
        made.ordinary(row, layouts)
    return (time.perf_counter() - before) / SAMPLE


def measure(root: Path, count: int, turns: int) -> dict[str, float]:
    """All figures for one number of rows."""
    source = root / f"{count}.csv"
    roster(source, count)
    batches, writes, ordinaries, most = [], [], [], 0
    for turn in range(turns):
        out = root / f"out-{count}-{turn}"
        os.sync()
        seconds, memory = command(source, out)
        files = list(out.glob("*.pdf"))
        if len(files) != count:
            raise SystemExit(f"{len(files)} files instead of {count}")
        sizes = sum(path.stat().st_size for path in files)
        data = files[0].read_bytes().ljust(sizes // count, b"\n")[: sizes // count]
        os.sync()
        writes.append(written_again(data, count, root / f"again-{count}-{turn}"))
        ordinaries.append(ordinary(source) * count)
        batches.append(seconds)
        most = max(most, memory)
    os.sync()
    merged, _ = command(source, root / f"out-{count}-merge", "--merge", str(root / "all.pdf"))
    size = (root / "all.pdf").stat().st_size
    pairs = list(zip(batches, writes, ordinaries, strict=True))
    return {
        "rows": count,
        "kB a file": round(sizes / count / 1000),
        "batch, s": round(median(batches), 2),
        "(a) ordinary, s": round(median(ordinaries), 1),
        "times faster than (a)": round(median(one / batch for batch, _, one in pairs)),
        "(b) bytes written again, s": round(median(writes), 2),
        "times (b)": round(median(batch / write for batch, write, _ in pairs), 2),
        "ms a file beyond (b)": round(median((batch - write) / count * 1000 for batch, write, _ in pairs), 3),
        "print run, part of the separate size": round(size / sizes, 3),
        "print run, s more": round(merged - median(batches), 2),
        "memory, MB": most,
    }


def memory(root: Path, count: int) -> dict[str, float]:
    """Time and memory of a long roster."""
    source, out = root / "long.csv", root / "out-long"
    roster(source, count)
    seconds, most = command(source, out)
    made = sum(1 for _ in out.glob("*.pdf"))
    return {"rows": count, "files": made, "batch, s": round(seconds, 1), "memory, MB": most}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="*", default=[1000, 10_000])
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--memory", type=int, nargs="?", const=100_000, help="rows; 100,000 need 25 GB of disk")
    options.add_argument("--folder", type=Path, help="where the fresh folder is made")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        for count in asked.rows:
            print(json.dumps(measure(Path(folder), count, asked.turns), indent=1), flush=True)
        if asked.memory:
            print(json.dumps(memory(Path(folder), asked.memory), indent=1))


if __name__ == "__main__":
    main()
