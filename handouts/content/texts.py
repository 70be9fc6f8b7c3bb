"""Every text of a content file, with its key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in nested tables, with its dotted key."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, f"{key}.{name}" if key else name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts(value, key)
