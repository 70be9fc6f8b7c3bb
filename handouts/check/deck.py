"""The room for what judges cards; their rules come with the deck's own."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.check.finding import Finding, Rule
from handouts.check.judged import Judged

RULES: tuple[Rule, ...] = ()


def judge(about: Judged) -> Iterator[Finding]:
    """Nothing yet: cards are held to the rules of words, evidence and figures only."""
    del about
    return iter(())
