"""What can be chosen about a handout, each choice spelled once. `handouts --help` reads this: nothing heavy here."""

from __future__ import annotations

from typing import Literal, get_args

Paper = Literal["a4", "letter"]
Print = Literal["normal", "large", "giant"]
Ink = Literal["colour", "grey", "saver"]
Skin = Literal["light", "medium", "deep"]
PatientLayout = Literal["full", "do"]
"""The whole handout, or the short sheet."""
Layout = Literal[PatientLayout, "clinician"]
SheetRange = Literal["1", "1-2", "1-3", "1-4", "4"]
"""Which sheets of the whole handout are printed."""
Side = Literal["left", "right"]
Shown = Literal[Side, "both"]
"""Which side a handout is for."""
Person = Literal["man", "woman"]

PAPERS, PRINTS, INKS, SKINS = get_args(Paper), get_args(Print), get_args(Ink), get_args(Skin)
SHEET_RANGES, SIDES, PERSONS = get_args(SheetRange), get_args(Side), get_args(Person)
SHOWN: tuple[Shown, ...] = get_args(Shown)
PATIENT_LAYOUTS: tuple[PatientLayout, ...] = get_args(PatientLayout)
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
DOSE_KEYS = ("pressure", "seconds", "hold", "rounds", "times", "weeks")
"""What a dose may say; `content/dose.py` has how far each may go."""
