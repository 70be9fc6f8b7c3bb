"""Every rule and every judge, a room each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from handouts.check import (
    approvals,
    citations,
    clear,
    codes,
    deck,
    evidence,
    figures,
    pages,
    safety,
    steps,
    todo,
    trace,
    words,
)
from handouts.check.finding import CONTENT, Finding, Rule
from handouts.check.judged import Judged

ROOMS = (todo, words, steps, evidence, citations, figures, safety, codes, pages, clear, deck, trace)
"""A room for each kind of rule, in the order of the page about them."""
Judges = Sequence[Callable[[Judged], Iterator[Finding]]]
JUDGES: Judges = tuple(room.judge for room in ROOMS)
"""What looks at a muscle in a language, once its files are right."""
RULES: Mapping[str, Rule] = {
    rule.id: rule for rule in (CONTENT, *(rule for room in ROOMS for rule in room.RULES), *approvals.RULES)
}
"""Every rule by its id."""


def described(rule: Rule) -> str:
    """A rule in a paragraph, for a person who asks what it is."""
    return (
        f"{rule.id} ({rule.severity})\n  why:    {rule.reason}\n  source: {rule.source}\n"
        f"  limit:  {rule.limit}\n  mend:   {rule.mend}"
    )
