"""Approvals: their rules. What became of each is worked out where approvals are compared, for `check --approvals`."""

from __future__ import annotations

from handouts.check.finding import Rule

SIGNED = Rule(
    "approval.signed",
    "error",
    "a clinician put a name to other words than these",
    "docs/sign-off.md",
    "what is there is what was signed, by somebody whose key is trusted, and was not withdrawn",
    "let the clinician look again: `handouts approve`",
)
REVIEW = Rule(
    "approval.review",
    "notice",
    "evidence grows old; until somebody looks again, handouts say that they are a draft",
    "docs/sign-off.md",
    "the day of the next review, with `check --approvals`",
    "let the clinician look again: `handouts approve`",
)
RULES = (SIGNED, REVIEW)
