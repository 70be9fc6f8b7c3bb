"""What a sheet or a deck may say about its review. Whoever writes one takes it from a `Standing`, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["draft", "approved", "changed", "expired", "withdrawn", "place", "dose"]
"""Nobody approved it; approved and unchanged; changed since; out of date; withdrawn; another place; another dose."""


@dataclass(frozen=True)
class Reviewer:
    """Who signed: a name, and what stands behind it, such as a role and a registration."""

    name: str
    credentials: str = ""

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


@dataclass(frozen=True)
class Standing:
    """The review of one sheet or deck, on the day that it is dated.

    `content` is the hash of everything that it can say, `code` the short form of it that stands on paper.
    Without an approval there is no reviewer. `approval` is the id of the approval in the clinic's file.
    """

    state: State = "draft"
    reviewer: Reviewer | None = None
    on: date | None = None
    until: date | None = None
    content: str = ""
    code: str = ""
    approval: str = ""
    why: str = ""
    """What keeps it from being approved, as a sentence for whoever makes it."""

    @property
    def approved(self) -> bool:
        """Whether the draft strip comes off."""
        return self.state == "approved"


DRAFT = Standing()
"""Nobody has approved it."""
