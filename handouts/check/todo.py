"""What the author has still to write: no page may be given away with a gap in it."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged
from handouts.content.todo import MARK, todos
from handouts.files import MOST_TOML, read_text

RULES = (
    Rule(
        "todo.write",
        "error",
        "a page with a gap in it is no handout",
        "this project",
        f"no {MARK} in a muscle's files, remarks included",
        "write what it asks for, and take the word away",
    ),
)


def judge(about: Judged) -> Iterator[Finding]:
    """Every place that still says so, in the facts and in the words."""
    folder = about.library.folder(about.muscle.id)
    for name, shown in (("muscle.toml", about.facts_file), (f"{about.lang}.toml", about.words_file)):
        for each in todos(read_text(folder / name, shown, MOST_TOML)):
            yield found(RULES[0], shown, each.key, f"line {each.line} still says {MARK}", each.what)
