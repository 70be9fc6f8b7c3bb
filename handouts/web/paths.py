"""Path data for the web: steps from point to point are shorter than places, by a quarter when compressed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_PATH = re.compile(r' d="([^"]+)"')
_TAKES = {"L": 1, "C": 3, "Q": 2}
"""Points of a command; M and Z are the others that our drawings have."""


def in_steps(svg: str) -> str:
    """The markup of an SVG with each of its paths as steps, in tenths of a unit."""
    return _PATH.sub(lambda path: f' d="{_steps(path[1])}"', svg)


@lru_cache(maxsize=4096)
def _steps(path: str) -> str:
    """A path as steps, each of which ends at the rounded place, so that nothing adds up.

    One of other commands stays as it is.
    """
    made, before = "", ""
    at = begun = (0, 0)
    for command, said in _COMMAND.findall(path):
        if command not in ("M", "Z", *_TAKES):
            return path
        numbers = [round(10 * float(number)) for number in _NUMBER.findall(said)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "Z":
            made, at, before = made + "z", begun, "Z"
            continue
        if command == "M":
            at = begun = points.pop(0)
            made, command, before = made + "M" + _numbers(at), "L", "M"
        for n in range(0, len(points), _TAKES[command]):
            step = points[n : n + _TAKES[command]]
            row = _numbers(value for x, y in step for value in (x - at[0], y - at[1]))
            unsaid = "" if row.startswith("-") else " "  # a command that goes on is not said again
            made += (unsaid if before == command else command.lower()) + row
            at, before = step[-1], command
    return made


def _numbers(tenths: Iterable[int]) -> str:
    """Numbers in a row; a minus parts them as well as a space."""
    row = ""
    for each in tenths:
        text = f"{each / 10:g}".replace("0.", ".") if -10 < each < 10 else f"{each / 10:.1f}".removesuffix(".0")
        row += text if not row or text.startswith("-") else " " + text
    return row


__all__ = ["in_steps"]
