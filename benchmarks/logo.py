"""What a logo that is made to be slow costs: `python benchmarks/logo.py [--runs 3]`.

Each SVG file here tries to keep a parser busy. It is read at half and at full size, in turns, and the ratio of the two
is told: work that grows with the file gives about 2 (less where a limit refuses the file early), work that grows with
its square gives 4. Ends with exit code 1 when a ratio is above 3. The seconds are only for interest.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import suppress

from handouts.logo.svg import SvgError, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
WORST = 3.0
SLOW: dict[str, tuple[int, Callable[[int], str]]] = {
    "a title of line breaks": (2_000_000, lambda n: "<title>" + "\n" * n + "</title><circle r='1'/>"),
    "comments that never end": (9_900, lambda n: f"<style>{'/*' * n}</style><circle r='1'/>"),
    "one long selector": (19_900, lambda n: f"<style>{'a' * n}</style><circle r='1'/>"),
    "a transform without brackets": (1_000_000, lambda n: f"<circle r='1' transform='{'a' * n}'/>"),
    "a colour of commas": (500_000, lambda n: f"<circle r='1' fill='rgba({', ' * n}'/>"),
    "a number of many digits": (1_000_000, lambda n: f"<path d='M0 0 {'1' * n}'/>"),
    "a path of moves": (40_000, lambda n: f"<path d='{'M0 0 ' * n}'/>"),
    "a length of spaces": (1_000_000, lambda n: f"<circle r='{' ' * n}x'/>"),
    "a polygon of one point": (300_000, lambda n: f"<polygon points='{'1 1 ' * n}'/>"),
    "many classes": (500_000, lambda n: f"<circle r='1' class='{'a ' * n}'/>"),
}
"""What is in the file, its full size, and the file by its size."""


def seconds(data: bytes) -> float:
    """The processor's seconds for one file, read or refused."""
    begin = time.process_time()
    with suppress(SvgError):
        read_svg(data)
    return time.process_time() - begin


def main() -> int:
    """Print a line for each file; return 1 when one of them grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="the quickest of so many counts")
    runs = parser.parse_args().runs
    bad = 0
    for name, (size, body) in SLOW.items():
        half, full = (f"{HEAD}{body(n)}</svg>".encode() for n in (size // 2, size))
        pairs = [(seconds(half), seconds(full)) for _ in range(runs)]
        short, long = (min(times) for times in zip(*pairs, strict=True))
        ratio = long / max(short, 1e-4)  # below a tenth of a millisecond nothing is slow
        bad += ratio > WORST
        verdict = "  grows too fast" if ratio > WORST else ""
        print(f"{name:30} {len(full) / 1e6:5.2f} MB  {long:6.3f} s  ratio {ratio:4.2f}{verdict}")
    return bool(bad)


if __name__ == "__main__":
    raise SystemExit(main())
