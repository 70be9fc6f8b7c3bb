"""How far a batch is: a bar with rate and time left on a terminal, a plain line now and then otherwise."""

from __future__ import annotations

import time
from typing import TextIO

BAR, PLAIN = 0.1, 5.0
"""Seconds between two updates."""


class Progress:
    """Rows done of `total` (0 when nobody knows), told on `out`."""

    def __init__(self, out: TextIO, total: int = 0) -> None:
        self.out, self.total = out, total
        self._bar = out.isatty()
        self._start = self._last = time.monotonic()
        self._every = BAR if self._bar else PLAIN

    def update(self, done: int, failed: int) -> None:
        """Say how far it is, if it is time to."""
        now = time.monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        rate = done / max(now - self._start, 1e-9)
        text = f"{done:,}{f' of {self.total:,}' if self.total >= done else ''} rows, {rate:,.0f} a second"
        if self.total > done and rate:
            text += f", {_clock((self.total - done) / rate)} left"
        if failed:
            text += f", {failed:,} wrong"
        if not self._bar:
            self.out.write(text + "\n")
        else:
            filled = round(24 * min(done / self.total, 1)) if self.total else 0
            bar = f"[{'#' * filled}{'.' * (24 - filled)}] " if self.total else ""
            self.out.write(f"\r{bar}{text}\x1b[K")
        self.out.flush()

    def close(self) -> float:
        """Take the bar away; the seconds that have gone by."""
        if self._bar:
            self.out.write("\r\x1b[K")
            self.out.flush()
        return time.monotonic() - self._start


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"
