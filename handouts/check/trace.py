"""The trace: every fact of the source material stands in the content, where `trace.toml` says, or is kept back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged
from handouts.content.model import Trace
from handouts.errors import ContentError, likely
from handouts.files import content_name, details, explain, read_toml

FILE = "trace.toml"
WHERE = Rule(
    "trace.where",
    "error",
    "a fact of the source material that was lost on the way is missed by nobody",
    "our own",
    "every key in `where` of trace.toml leads to something that the muscle has",
    "name where the fact stands now, or write why it is `kept_back`",
)
EVERY = Rule(
    "trace.every",
    "error",
    "a number that stands nowhere is a fact that somebody forgot",
    "our own",
    "the numbers run from F1 on without a gap, and each has `where` or `kept_back`",
    "say where the fact stands, or why it is kept back",
)
RULES = (WHERE, EVERY)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about the trace of a muscle that has one. Raises ContentError for one that cannot be read."""
    path = about.library.folder(about.muscle.id) / FILE
    if not path.is_file():
        return
    trace, file, content = read_trace(path).root, content_name(path), _content(about)
    known = set(_keys(content))
    for number, fact in trace.items():
        for place in fact.where:
            if place not in known:
                yield found(WHERE, file, f"{number}.where", f"nothing is called {place!r}{likely(place, known)}")
        if not fact.where and not fact.kept_back:
            yield found(EVERY, file, number, "stands nowhere, and nothing says why")
    for expected in (f"F{number}" for number in range(1, len(trace) + 1)):
        if expected not in trace:
            yield found(EVERY, file, expected, "is missing, but there are higher numbers")


def read_trace(path: Path) -> Trace:
    """The trace in a file. Raises ContentError with everything that is wrong with it."""
    data = read_toml(path, content_name(path))
    try:
        return Trace.model_validate(data)
    except ValidationError as error:
        raise ContentError(explain(path, data, Trace, detail) for detail in details(error)) from None


def _content(about: Judged) -> dict[str, Any]:
    """Facts and words of a muscle, and its warnings, each item under its id."""
    facts, words = _by_id(about.muscle.facts.model_dump()), _by_id(about.muscle.words.model_dump())
    warnings: dict[str, dict[str, str]] = {}
    for warning in about.muscle.warnings:
        warnings.setdefault(warning.module, {})[warning.item.id] = warning.words.text
    return {**_both(facts, words), "safety": warnings}


def _by_id(value: Any) -> Any:
    """Lists of items as tables by their ids."""
    if isinstance(value, dict):
        return {key: _by_id(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple) and value and all(isinstance(each, dict) and "id" in each for each in value):
        return {each["id"]: _by_id(each) for each in value}
    return value


def _both(first: Any, second: Any) -> Any:
    """What either has."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first | {key: _both(first[key], entry) if key in first else entry for key, entry in second.items()}
    return second or first


def _keys(tree: Any, path: str = "") -> Iterator[str]:
    """The key of everything that says something, such as `functions.lift-foot`."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if value not in (None, "", (), [], {}):
            whole = f"{path}.{key}" if path else key
            yield whole
            yield from _keys(value, whole)
