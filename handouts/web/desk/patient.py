"""The first screen, one patient: what can be chosen, the page as it will be printed, the file."""

from __future__ import annotations

from typing import Any

from handouts.web.desk.desk import Desk


def start(desk: Desk, _: dict[str, Any], __: bytes) -> dict[str, Any]:
    """All that the page needs to begin."""
    return {"clinic": desk.file.name if desk.file else ""}
