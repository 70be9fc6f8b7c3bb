"""What an author has still to write: a text or a remark that says TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handouts.content.library import Muscle
from handouts.content.texts import texts

MARK = "TODO"
_HEADER = re.compile(r"\s*\[+([\w.\-\"]+)\]+\s*(#.*)?$")
_KEY = re.compile(r"\s*\"?([\w.-]+)\"?\s*=")
_TEXT = re.compile(rf'(?:([\w.-]+)\s*=\s*)?"((?:[^"\\]|\\.)*?){MARK}((?:[^"\\]|\\.)*)"')
_ID = re.compile(r'\s*id\s*=\s*"([^"]*)"')


class ToDo(NamedTuple):
    """One thing to write: its line, the key it stands at (empty for a remark at the top), and what is to be done."""

    line: int
    key: str
    what: str


def todos(text: str) -> Iterator[ToDo]:
    """Everything that a TOML file still has to say, remarks included, in its order."""
    table, key = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table, key = header[1].replace('"', ""), ""
        elif written := _ID.match(line):
            table = f"{table.partition('[')[0]}[{written[1]}]" if table else table
        if assigned := _KEY.match(line):
            key = assigned[1]
        if MARK in line:
            if line.strip().startswith("#"):
                yield ToDo(number, "", _what(line.partition(MARK)[2]))
                continue
            for inner, _, what in _TEXT.findall(line):
                yield ToDo(number, ".".join(filter(None, (table, key, inner if inner != key else ""))), _what(what))


def _what(text: str) -> str:
    return text.strip(" :.") or "write this"


def unwritten_notice(muscle: Muscle) -> Iterator[str]:
    """A line about a muscle some of whose texts are still to be written."""
    said = (muscle.words.model_dump(), muscle.facts.model_dump())
    if count := sum(MARK in text for each in said for _, text in texts(each)):
        places = "1 place still says" if count == 1 else f"{count} places still say"
        yield f"{muscle.id}: {places} {MARK}: not for patients; `handouts check {muscle.id}` names them"
