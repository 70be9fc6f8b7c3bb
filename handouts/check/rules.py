"""Every rule and every judge, a room each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from handouts.check import approvals, codes, deck, steps, words
from handouts.check.finding import CONTENT, Finding, Rule
from handouts.check.judged import Judged

JUDGES: tuple[Callable[[Judged], Iterator[Finding]], ...] = (words.judge, steps.judge, codes.judge, deck.judge)
"""What looks at a muscle in a language, once its files are right."""
RULES: Mapping[str, Rule] = {
    rule.id: rule for rule in (CONTENT, *words.RULES, *steps.RULES, *codes.RULES, *deck.RULES, *approvals.RULES)
}
"""Every rule by its id, in the order of the page about them."""


def described(rule: Rule) -> str:
    """A rule in a paragraph, for a person who asks what it is."""
    return (
        f"{rule.id} ({rule.severity})\n  why:    {rule.reason}\n  source: {rule.source}\n"
        f"  limit:  {rule.limit}\n  mend:   {rule.mend}"
    )
