"""How far a batch is: a bar with rate and time left, on a terminal only; a file or a pipe gets the summary alone."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TextIO

BAR = 0.1
"""Seconds between two updates."""


class Progress:
    """Rows done of `total` (0 when nobody knows), told on `out`."""

    def __init__(self, out: TextIO, total: int = 0, silent: bool = False) -> None:
        self.out, self.total = out, total
        self._bar = out.isatty() and not silent
        self._start = self._last = time.monotonic()

    def update(self, done: int, failed: int) -> None:
        """Say how far it is, if it is time to."""
        now = time.monotonic()
        if not self._bar or now - self._last < BAR:
            return
        self._last = now
        rate = done / max(now - self._start, 1e-9)
        text = f"{done:,}{f' of {self.total:,}' if self.total >= done else ''} rows, {rate:,.0f} a second"
        if self.total > done and rate:
            text += f", {_clock((self.total - done) / rate)} left"
        if failed:
            text += f", {failed:,} wrong"
        filled = round(24 * min(done / self.total, 1)) if self.total else 0
        bar = f"[{'#' * filled}{'.' * (24 - filled)}] " if self.total else ""
        self._write(f"\r{bar}{text}\x1b[K")

    def close(self) -> float:
        """Take the bar away; the seconds that have gone by."""
        if self._bar:
            self._write("\r\x1b[K")
        return time.monotonic() - self._start

    def _write(self, text: str) -> None:
        """Write at once; that nobody reads it any more is no reason to stop."""
        with suppress(OSError, ValueError):
            self.out.write(text)
            self.out.flush()


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d} min"
