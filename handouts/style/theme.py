"""Roles to paint, styles to sizes. Nothing else in the project names a colour.

Sizes and leadings are points. Colours are six-digit hex. Contrast is the WCAG 2 ratio.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import read_toml
from handouts.style.choices import INKS, PRINTS, SKINS, Ink, Print, Skin

Weight = Literal["R", "S", "B"]
Palette = Mapping[str, str]

STYLES = ("title", "h1", "subtitle", "lead", "h2", "h3", "body", "value", "label", "small", "foot", "number")
TOKENS = ("ink", "ink2", "rule", "accent", "tint", "go", "alert", "paper")
WEIGHTS = get_args(Weight)
TYPES = (*PRINTS, "short", "least")
"""Sets of text styles: one for each print size, and the short sheet's."""


LEAST_SIZE, LARGEST_SIZE = 1, 100
"""Points of type and of leading."""


@dataclass(frozen=True)
class Style:
    """One text style: face (R regular, S semibold, B bold), size and leading in points."""

    weight: Weight
    size: float
    leading: float


@dataclass(frozen=True)
class Theme:
    """All colours and sizes."""

    data: Mapping[str, Any]

    def page(self, ink: Ink = "colour", accent: str | None = None) -> Palette:
        """The page's tokens; `accent` replaces the accent colour in colour mode."""
        tokens = {name: self.data[ink][name] for name in TOKENS}
        if accent and ink == "colour":
            tokens.update(
                accent=accent, tint=mixed(accent, tokens["paper"], 0.09), go=mixed(accent, tokens["paper"], 0.2)
            )
        return tokens

    def palette(self, ink: Ink = "colour", skin: Skin = "light") -> Palette:
        """What each role of a drawing is painted with. A role that is absent is not painted."""
        palette: dict[str, str] = {**self.data["figure"], **self.data["skin"][skin]}
        if ink == "grey":
            palette = {role: grey(colour) for role, colour in palette.items()}
            palette.update({role: c for role, c in self.data["grey"].items() if role.startswith("pain.")})
        elif ink == "saver":
            palette = {role: paint for role, colour in palette.items() if (paint := self._saver(role))}
            palette.pop("pain.key", None)
        return palette

    def styles(self, preset: Print | Literal["short", "least"]) -> Mapping[str, Style]:
        """The text styles of a print preset, or of the short sheet."""
        return {name: Style(*self.data["type"][preset][name]) for name in STYLES}

    def _saver(self, role: str) -> str | None:
        """Lines black, bodies white so that what lies in front still covers what lies behind, shading gone."""
        own: str | None = self.data["saver"].get(role)
        if own:
            return own
        if role.endswith((".shade1", ".shade2", ".shade3", ".hi", ".shade")):
            return None
        filled = (".base", ".in", ".core", ".halo", "paper", "nail", "ghost", "badge.text")
        return "#FFFFFF" if role.endswith(filled) and not role.startswith("ink") else "#1A1A1A"


@lru_cache(maxsize=4)
def load_theme(folders: tuple[Path, ...]) -> Theme:
    """The theme of the first template folder that has one. Raises HandoutsError or ContentError."""
    path = find_template(folders, "theme.toml")
    data = read_toml(path, "templates/theme.toml")
    problems = [Problem("templates/theme.toml", key, message) for key, message in _mistakes(data)]
    if problems:
        raise ContentError(problems)
    return Theme(data)


def find_template(folders: Sequence[Path], name: str) -> Path:
    """The first template folder's file of that name. Raises HandoutsError when none has it."""
    for folder in folders:
        if os.path.lexists(folder / name):  # a link that leads nowhere, or a folder: whoever reads it says so
            return folder / name
    raise HandoutsError(f"templates/{name}: no such template in {', '.join(str(folder) for folder in folders)}")


def _mistakes(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each key that is missing, unknown or of the wrong form, and what is wrong with it."""
    tables: dict[str, Mapping[str, Any]] = {}
    for key in (*INKS, "figure", *(f"skin.{skin}" for skin in SKINS), *(f"type.{preset}" for preset in TYPES)):
        here: Any = data
        for part in key.split("."):
            here = here.get(part) if isinstance(here, dict) else here
        if isinstance(here, dict):
            tables[key] = here
        else:
            yield key, "is missing" if here is None else "is not a table"
    for key, names in (("", (*INKS, "figure", "skin", "type")), ("skin", SKINS), ("type", TYPES)):
        yield from _unknown(key, data.get(key) if key else data, names)
    drawing = [key for key in tables if key.startswith(("figure", "skin")) or "figure" not in tables]
    painted = {role for key in drawing for role in tables[key]}  # without [figure] nobody knows: every name will do
    for key, table in tables.items():
        kind = key.split(".")[0]
        needed: tuple[str, ...] = {"type": STYLES, "figure": ("text",), "skin": ("skin.base",)}.get(kind, TOKENS)
        known = {*needed, *(() if kind in ("type", "colour") else painted)}
        yield from ((f"{key}.{name}", "is missing") for name in needed if name not in table)
        yield from _unknown(key, table, known)
        wrong = _wrong_style if kind == "type" else _wrong_colour
        for name in known.intersection(table):
            if said := wrong(table[name]):
                yield f"{key}.{name}", said


def _unknown(key: str, table: object, known: Sequence[str] | set[str]) -> Iterator[tuple[str, str]]:
    for name in table if isinstance(table, dict) else ():
        if name not in known:
            yield f"{key}.{name}".lstrip("."), f"unknown key{likely(name, known)}"


def _wrong_colour(value: object) -> str:
    if isinstance(value, str) and re.fullmatch("#[0-9A-Fa-f]{6}", value):
        return ""
    hint = "; a name with a dot in it stands in quotes" if isinstance(value, dict) else ""
    return f"{value!r:.30} is no colour: write six hex digits, such as #0B4F5C{hint}"


def _wrong_style(value: object) -> str:
    match value:
        case [str(weight), int() | float() as size, int() | float() as leading] if weight in WEIGHTS:
            if all(not isinstance(number, bool) and LEAST_SIZE <= number <= LARGEST_SIZE for number in (size, leading)):
                return ""
    return 'is no text style: write R, S or B, then size and leading in points, such as ["R", 12.5, 16]'


# --- colour arithmetic ---------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two colours, 1 to 21."""
    bright, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` of a colour, and the rest of another."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * two):02X}" for one, two in pairs)


def grey(colour: str) -> str:
    """The grey of the same luminance."""
    value = luminance(colour)
    level = round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
    return f"#{level:02X}{level:02X}{level:02X}"
