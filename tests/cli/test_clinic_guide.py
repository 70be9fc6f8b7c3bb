"""The clinic's guide and its file: every key is explained, and the guide names no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import handouts
from handouts.clinic.file import ClinicFile
from handouts.clinic.usual import ClinicDose, ClinicOptions, Favourite

TABLES = {"options", "dose", "safety", "bullets", "columns", "favourites"}
GUIDE = (Path(handouts.__file__).parents[1] / "docs" / "clinic.md").read_text("utf-8")


def keys(heading: str) -> set[str]:
    """The keys in the table of a section."""
    section = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return {key for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for key in re.findall("`(.+?)`", cell)}


@pytest.mark.parametrize(
    ("heading", "there"),
    [
        ("Letterhead", set(ClinicFile.model_fields) - TABLES),
        ("Print: large, grey, saving", {field.alias or name for name, field in ClinicOptions.model_fields.items()}),
        ("Your usual dose", set(ClinicDose.model_fields)),
        ("Favourites", {field.alias or name for name, field in Favourite.model_fields.items()}),
    ],
)
def test_the_guide_has_every_key_of_the_file(heading: str, there: set[str]) -> None:
    assert keys(heading) == there
