"""A Python process of our own for what may take all time and memory, or end its process: how it starts, its bounds."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any


def command(module: str, *words: str) -> dict[str, Any]:
    """What `subprocess` needs to run the `main` of a module of ours, which finds the same packages as this process."""
    import subprocess

    return {
        "args": [sys.executable, "-P", "-m", module, *words],
        "env": {**os.environ, "PYTHONPATH": os.pathsep.join(place for place in sys.path if place)},
        "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),
    }


def bound(seconds: int, megabytes: int) -> None:
    """Bound what this process may take. Windows has no such bounds."""
    try:
        import resource
    except ImportError:
        return
    limits = ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes << 20))
    for kind, most in limits:
        with suppress(ValueError, OSError):  # there is a lower one, or the system does not have it
            resource.setrlimit(kind, (most, most))
