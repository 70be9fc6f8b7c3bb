"""Whether one muscle costs the same in a library of thirty as alone, and what checking all of them takes.

usage: python benchmarks/library.py [--muscles 30] [--turns 9]

The library is the packaged muscle and copies of it under ids of their own, in a temporary folder. `handouts pdf` and
`handouts check` of the one muscle are timed with the copies and without, as whole processes, in turns. Then
`handouts check` of everything, which uses all cores, beside the check of one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from paired import compare, in_turns, once

from handouts.files import data_dir

MUSCLE = "gastrocnemius"
COMMAND = "from handouts.cli.main import main; main(prog_name='handouts')"
GOAL = 1.3


def copies(folder: Path, count: int) -> Path:
    """A content folder with so many copies of the muscle."""
    source = data_dir("content") / "muscles" / MUSCLE
    for number in range(1, count + 1):
        target = folder / "muscles" / f"{MUSCLE}-{number:02}"
        shutil.copytree(source, target)
        facts = (target / "muscle.toml").read_text("utf-8")
        (target / "muscle.toml").write_text(facts.replace(f'id = "{MUSCLE}"', f'id = "{target.name}"', 1), "utf-8")
    return folder


def command(*words: str) -> list[str]:
    """The command `handouts` with these words."""
    return [sys.executable, "-c", COMMAND, *words]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--muscles", type=int, default=30, help="in the large library (usually 30)")
    parser.add_argument("--turns", type=int, default=9, help="runs of each process (usually 9)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        many = ("--content", str(copies(Path(top), asked.muscles - 1)))
        for name, words in (("pdf", ("pdf", MUSCLE, "-o", str(Path(top) / "one.pdf"))), ("check", ("check", MUSCLE))):
            one, other = f"{name} of one among {asked.muscles}", f"{name} of one alone"
            found = in_turns({one: command(*many, *words), other: command(*words)}, asked.turns)
            for each, times in found.items():
                print(f"{times}  {each}")
            compare(found, one, other, GOAL)
        wall, cpu = once(command(*many, "check"))
        print(f"{cpu:8.3f} s CPU {wall:8.3f} s wall  check of all {asked.muscles}, once")


if __name__ == "__main__":
    main()
