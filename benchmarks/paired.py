"""Time whole processes in turns, so that a machine's slow moments meet all of them; used by other benchmarks.

Only ratios mean anything on a machine that has other work. CPU time (user and system, of the process and its children)
is steadier there than wall time, which is what a person waits.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Times:
    """Seconds of each run of one process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{median(self.cpu):8.3f} s CPU {median(self.wall):8.3f} s wall"


def once(call: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a process from its start to its end. Raises SystemExit with what it said if it fails."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        before = time.perf_counter()
        process = subprocess.Popen(call, stdout=said, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(call)} failed:\n{said.read().decode('utf-8', 'replace')}")
    return wall, usage.ru_utime + usage.ru_stime


def in_turns(calls: Mapping[str, Sequence[str]], turns: int) -> dict[str, Times]:
    """Run each process once for nothing, so that files are compiled and in memory; then all of them, in turns."""
    for call in calls.values():
        once(call)
    found = {name: Times() for name in calls}
    for turn in range(turns):
        names = list(calls) if turn % 2 else list(calls)[::-1]  # what comes second may find a warmer machine
        for name in names:
            wall, cpu = once(calls[name])
            found[name].wall.append(wall)
            found[name].cpu.append(cpu)
    return found


def compare(found: Mapping[str, Times], one: str, other: str, goal: float) -> None:
    """Print the ratio of the medians, and of the quickest runs, beside the goal."""
    first, second = found[one], found[other]
    print(
        f"{one} / {other}: CPU {median(first.cpu) / median(second.cpu):.2f}, "
        f"wall {median(first.wall) / median(second.wall):.2f}, "
        f"quickest {min(first.cpu) / min(second.cpu):.2f} (goal: at most {goal:g})"
    )
