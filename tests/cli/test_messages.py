"""The page about messages: what it quotes is what the program says."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import handouts

PACKAGE = Path(handouts.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "messages.md").read_text("utf-8")
CLICKS = ("is not one of",)
"""What Click says, and we pass on."""


def quoted() -> list[str]:
    """The messages in the first columns, and those of the last two sections."""
    tables, _, prose = PAGE.partition("## For authors")
    rows = re.findall(r"^\| (`.*?) \| [^`|]", tables, re.MULTILINE)
    cells = [each for row in rows for each in re.findall(r"`(.+?)`(?=,|$| )", row)]
    return [*cells, *(each for each in re.findall("`([^`]+)`", prose) if "…" in each or " " in each)]


def said() -> str:
    """Every text in the code, in the interface's words and in the desk's scripts."""
    texts = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "artwork" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    texts.append(node.value)
    words = tomllib.loads((PACKAGE.parent / "templates/strings/en.toml").read_text("utf-8"))
    desk = [path.read_text("utf-8") for path in sorted((PACKAGE.parent / "templates/desk").glob("*.js"))]
    return "\n".join([*texts, *map(str, words.values()), *desk, *CLICKS])


SAID = said()


def test_the_page_quotes_many_messages() -> None:
    assert len(quoted()) > 80


@pytest.mark.parametrize("message", quoted())
def test_what_the_page_quotes_is_said(message: str) -> None:
    parts = [part.strip(" :;,()") for part in re.split("…|Careful:|row …", message)]
    parts = [part for part in parts if len(part) > 5]
    assert parts or message in SAID
    assert [part for part in parts if part not in SAID] == []
