"""What an art file may contain: roles instead of colours, M L C Z paths, and size limits. No other imports."""

from __future__ import annotations

import re

MATERIALS = ("skin", "bone", "hair", "cloth.top", "cloth.bottom")
SHADES = ("base", "shade1", "shade2", "shade3", "hi")
ROLES = frozenset(f"{m}.{s}" for m in MATERIALS for s in SHADES) | frozenset(
    (
        *("ink", "ink.soft", "ink.bone", "ink.muscle", "ink.tendon", "ink.ghost"),
        *("ink.roller", "ink.ball", "ink.furniture", "ink.nail", "nail", "paper", "floor", "ghost"),
        *("arrow", "motion", "origin", "insertion", "badge.text"),
        *("muscle.base", "muscle.shade1", "muscle.hi", "soleus.base", "tendon.base"),
        *("fibre", "fibre.soleus", "fibre.tendon"),
        *("roller.base", "roller.core", "roller.in", "ball.base", "furniture.base"),
    )
)
NUMBER = r"-?\d+(?:\.\d)?"
PATH = re.compile(rf"(?:[ML]{NUMBER} {NUMBER}|C{NUMBER}(?: {NUMBER}){{5}}|Z)+")
MAX_PATH_BYTES = 60 * 1024
MAX_FILE_BYTES = 64 * 1024
