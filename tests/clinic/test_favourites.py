"""`[favourites."NAME"]` of a clinic's file: read and checked like the rest of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.clinic.file import ClinicFile, read_clinic
from handouts.clinic.known import check_names
from handouts.content.library import Library
from handouts.errors import ContentError
from handouts.files import data_dir
from handouts.style.theme import load_theme


def read(folder: Path, text: str) -> ClinicFile:
    (folder / "clinic.toml").write_text(text, "utf-8")
    return read_clinic(folder / "clinic.toml", load_theme((data_dir("templates"),)))


def test_a_favourite_has_a_muscle_and_what_is_chosen_for_it(tmp_path: Path) -> None:
    text = (
        '[favourites."Calf, one page"]\nmuscle = "gastrocnemius + soleus"\nside = "left"\nlayout = "clinician"\n'
        'with = "stretch"\ndose = {pressure = "2-3", weeks = 2}\n'
    )
    found = read(tmp_path, text).favourites["Calf, one page"]
    assert found.muscle == ("gastrocnemius", "soleus")
    assert (found.side, found.layout, found.with_) == ("left", "clinician", ("stretch",))
    assert (found.dose.pressure, found.dose.weeks) == ((2, 3), (2, 2))


@pytest.mark.parametrize(
    ("lines", "key", "told"),
    [
        ('side = "left"', "favourites.A", "muscle"),
        ('muscle = "soleus"\nlayuot = "do"', "favourites.A", "did you mean 'layout'?"),
        ('muscle = "soleus"\nside = "up"', "favourites.A.side", "left"),
        ('muscle = "soleus"\ndose = {pressure = 9}', "favourites.A.dose.pressure", "it may be 1 to 5"),
        ('muscle = "soleus"\npatient_name = "Ada"', "favourites.A", "unknown key"),
        ('muscle = "a + b + c"', "favourites.A.muscle", "2"),
    ],
)
def test_a_mistake_in_a_favourite_is_told_with_its_key(tmp_path: Path, lines: str, key: str, told: str) -> None:
    with pytest.raises(ContentError) as error:
        read(tmp_path, f"[favourites.A]\n{lines}\n")
    assert error.value.problems[0].key.startswith(key)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("lines", "key", "told"),
    [
        ('muscle = "soles"', "favourites.A.muscle", "did you mean 'soleus'?"),
        ('muscle = "soleus"\ntechnique = "chiar"', "favourites.A.technique", "did you mean 'chair'?"),
        ('muscle = "gastrocnemius"\nwith = "toe-taps"', "favourites.A.with", "there is: stretch, heel-raise"),
    ],
)
def test_what_a_favourite_names_is_in_the_library(
    tmp_path: Path, library: Library, lines: str, key: str, told: str
) -> None:
    with pytest.raises(ContentError) as error:
        check_names(read(tmp_path, f"[favourites.A]\n{lines}\n"), library, "clinic.toml")
    assert error.value.problems[0].key == key
    assert told in str(error.value)
