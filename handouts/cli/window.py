"""The program `handouts-desk`, for a menu: the desk without a terminal."""

from __future__ import annotations

import sys


def main() -> None:
    """Open the desk; what a terminal would be told is for a window."""
    from handouts.cli.main import main as handouts

    sys.argv = [sys.argv[0], "desk", *sys.argv[1:]]
    handouts()
