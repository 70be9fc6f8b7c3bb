"""What a judge says: a finding, and the rule that it follows from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from handouts.errors import Problem

Severity = Literal["error", "warning", "notice"]
"""An error must be mended; a warning should be, and is an error with `--strict`; a notice is worth knowing."""
LONGEST_QUOTE = 160
"""Characters of a sentence that a finding quotes."""


@dataclass(frozen=True)
class Rule:
    """One rule: why it is there, whose it is, what it allows, and what to do when it is broken."""

    id: str
    severity: Severity
    reason: str
    source: str
    limit: str
    mend: str


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is found: the file and the key in it, what is wrong, why that matters and how to mend it."""

    file: str
    key: str
    rule: str
    severity: Severity
    what: str
    why: str
    mend: str

    @property
    def message(self) -> str:
        """All of it as one sentence, for a person; what is wrong with the shape of a file says all by itself."""
        if not self.why:
            return self.what
        return f"{self.what}: {self.mend} ({self.rule}: {self.why})"

    @property
    def problem(self) -> Problem:
        """The same as a problem, for whoever lists those."""
        return Problem(self.file, self.key, self.message)


def found(rule: Rule, file: str, key: str, what: str, mend: str = "") -> Finding:
    """A finding by a rule, which says how to mend it unless that is given."""
    return Finding(file, key, rule.id, rule.severity, what, rule.reason, mend or rule.mend)


def of_problem(problem: Problem) -> Finding:
    """What is wrong with the shape of a file, as a finding."""
    return Finding(problem.file, problem.key, CONTENT.id, CONTENT.severity, problem.message, "", "")


def quoted(text: str) -> str:
    """A sentence as a finding quotes it."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= LONGEST_QUOTE else f"“{flat[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …”"


def errors_of(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """What must be mended: errors, and warnings too when `strict`."""
    return [each for each in findings if each.severity == "error" or (strict and each.severity == "warning")]


def counted(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, in words; notices do not count."""
    told = [each.severity for each in findings]
    parts = [f"{n} {name}{'s' if n > 1 else ''}" for name in ("error", "warning") if (n := told.count(name))]
    return ", ".join(parts) or "no problem"


CONTENT = Rule(
    "content",
    "error",
    "nothing can be made of a file that does not say what it must",
    "the model of content and templates",
    "every key known, every id and every reference leads somewhere, every place drawn on its map",
    "the message says what was expected",
)
"""Everything that is wrong with the shape of files; their reader and the cross-checks find it."""
