"""Patient handouts and Anki decks about muscles and their trigger points, from one content library."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__version__ = "0.3.0"


def data_dir(name: str) -> Path:
    """The packaged folder `name` ("templates" or "content"): inside the wheel, or beside the package in a checkout."""
    from pathlib import Path  # here, so that --help need not load it

    package = Path(__file__).resolve().parent
    packaged = package / "_data" / name
    return packaged if packaged.is_dir() else package.parent / name
