"""What can be chosen about a handout, each choice spelled once. `handouts --help` reads this: nothing heavy here."""

from __future__ import annotations

from typing import Literal, get_args

Paper = Literal["a4", "letter"]
Print = Literal["normal", "large", "giant"]
Ink = Literal["colour", "grey", "saver"]
Skin = Literal["light", "medium", "deep"]
Layout = Literal["full", "do"]
"""The whole handout, or the one-page sheet."""
Side = Literal["left", "right"]
Shown = Literal[Side, "both"]
"""Which leg a handout is for."""
Person = Literal["man", "woman"]

PAPERS, PRINTS, INKS, SKINS = get_args(Paper), get_args(Print), get_args(Ink), get_args(Skin)
LAYOUTS, SIDES, PERSONS = get_args(Layout), get_args(Side), get_args(Person)
SHOWN: tuple[Shown, ...] = get_args(Shown)
