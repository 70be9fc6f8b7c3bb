"""The program `handouts-desk`, for a menu: the desk without a terminal. What goes wrong is said in the browser."""

from __future__ import annotations

import html
import io
import sys
import tempfile
import webbrowser
from pathlib import Path

BEFORE = ("--content", "--templates")
"""Options that stand before the command."""


def main() -> None:
    """Open the desk with the options of `handouts desk`."""
    from handouts.cli.main import main as handouts

    said = sys.stderr = io.StringIO()
    args = sys.argv[1:]
    at = 0
    while args[at : at + 1] and args[at] in BEFORE:
        at += 2
    try:
        handouts([*args[:at], "desk", *args[at:]])
    except SystemExit as end:
        if end.code:
            webbrowser.open(failed(said.getvalue()).as_uri())
        raise


def failed(text: str) -> Path:
    """A page that says why the desk did not open. There is nothing about a patient before it does."""
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The desk did not open</title>'
        f"<h1>The desk did not open</h1><pre>{html.escape(text or 'It did not say why.')}</pre>"
    )
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="handouts-", suffix=".html", delete=False) as file:
        file.write(page)
    return Path(file.name)


if __name__ == "__main__":
    main()
