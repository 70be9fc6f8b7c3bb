"""The day on which something is made, SOURCE_DATE_EPOCH's or the clock's. A review that ended before it is no more."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

from handouts.errors import HandoutsError

LATEST = 4_102_444_800
"""The year 2100, in seconds since 1970."""


def now() -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH, or the clock. Raises HandoutsError when the former is no such number."""
    fixed = fixed_time()
    return int(time.time()) if fixed is None else fixed


def fixed_time() -> int | None:
    """SOURCE_DATE_EPOCH, if it is set. Raises HandoutsError when it is no number of seconds from 1970 to 2100."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if fixed and not (fixed.isascii() and fixed.isdecimal() and len(fixed) <= 10 and int(fixed) < LATEST):
        raise HandoutsError(
            f"SOURCE_DATE_EPOCH: {fixed[:30]!r} is no number of seconds from 1970 to 2100; set it right, or unset it"
        )
    return int(fixed) if fixed else None


def is_today(text: str) -> bool:
    """Whether somebody wrote the word instead of a date."""
    return text.strip().casefold() == "today"


def today() -> date:
    """The day of SOURCE_DATE_EPOCH, in UTC, or today here."""
    fixed = fixed_time()
    return date.today() if fixed is None else datetime.fromtimestamp(fixed, UTC).date()
