"""What this package raises."""

from __future__ import annotations


class TaggedError(ValueError):
    """What was asked for cannot be in a tagged, archival file; the message says why, often with the clause."""
