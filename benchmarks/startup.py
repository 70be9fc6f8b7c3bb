"""How long one command takes from its start to its end, beside the imports that it cannot do without.

usage: python benchmarks/startup.py [--turns 25]

`handouts --help` against importing Click, `handouts pdf gastrocnemius` against importing Platypus and pydantic: whole
processes, in turns, and the ratios of their medians.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from paired import compare, in_turns

COMMAND = "from handouts.cli.main import main; main(prog_name='handouts')"
"""What the installed command does."""
HELP, CLICK, PDF, LIBRARIES = "handouts --help", "import click", "handouts pdf", "import reportlab.platypus, pydantic"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--turns", type=int, default=25, help="runs of each process (usually 25)")
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "calf.pdf")
        for calls, goal in (
            ({HELP: [COMMAND, "--help"], CLICK: [CLICK]}, 1.2),
            ({PDF: [COMMAND, "pdf", "gastrocnemius", "-o", output], LIBRARIES: [LIBRARIES]}, 5.0),
        ):
            found = in_turns({name: [sys.executable, "-c", *words] for name, words in calls.items()}, turns)
            for name, times in found.items():
                print(f"{times}  {name}")
            one, other = found
            compare(found, one, other, goal)


if __name__ == "__main__":
    main()
