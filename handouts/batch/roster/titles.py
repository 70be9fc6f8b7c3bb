"""What the title of a roster's column may mean: our columns, the same in other languages, and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handouts.batch.roster.header import UNSEEN
from handouts.style.choices import INKS, PAPERS, PATIENT_LAYOUTS, PRINTS, SHEET_RANGES, SHOWN, SKINS
from handouts.style.plaintext import without_accents

CHOICES: Mapping[str, tuple[str, ...]] = {
    "side": SHOWN,
    "paper": PAPERS,
    "print": PRINTS,
    "ink": INKS,
    "layout": PATIENT_LAYOUTS,
    "sheets": SHEET_RANGES,
    "skin": SKINS,
}
DOSE = ("pressure", "seconds", "hold", "times", "weeks")
COLUMNS = ("muscle", "id", "name", "date", "note", "lang", *CHOICES, "technique", "with", *DOSE, "copies")
WORDS: Mapping[str, tuple[str, ...]] = {
    "muscle": ("muscles", "muskel", "musculo"),
    "id": ("patient id", "client id", "patienten id", "patientennummer", "patient number", "client number"),
    "name": ("nom", "nombre"),
    "date": ("datum", "fecha"),
    "note": ("notiz", "nota"),
    "side": ("seite", "cote", "lado"),
    "technique": ("techniques", "technik", "techniken"),
    "paper": ("papier", "papel"),
    "seconds": ("sekunden", "secondes", "segundos"),
    "weeks": ("wochen", "semaines", "semanas"),
    "copies": ("kopien", "copias"),
}
"""The same in German, French and Spanish, without accents. A word that has another meaning too is left out: Druck."""
WHOLE_NAMES = (
    *("patient name", "patients name", "patient full name", "client name", "full name", "patientenname"),
    *("vollstandiger name", "nom complet", "nom du patient", "nombre completo", "nombre del paciente"),
)
FIRST_NAMES = ("first name", "firstname", "given name", "forename", "vorname", "prenom", "nombre de pila")
LAST_NAMES = (
    *("last name", "lastname", "surname", "family name", "nachname", "familienname", "nom de famille"),
    *("apellido", "apellidos", "primer apellido"),
)
MEANT: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("patient", "client", "customer", "patientin", "patient/in", "kunde", "kundin", "klient", "klientin"),
        *("paciente", "cliente"),
    ),
    "note": (
        *("comment", "comments", "remark", "remarks", "notizen", "bemerkung", "bemerkungen", "kommentar"),
        *("remarque", "remarques", "commentaire", "commentaires", "comentario", "comentarios", "observaciones"),
    ),
    "lang": ("language", "sprache", "langue", "idioma"),
    "side": ("leg", "bein", "korperseite", "jambe", "pierna"),
    "ink": ("colour", "color"),
    "times": ("repeats",),
}
"""What may be one of ours and may be something else; only to ask."""
WITHIN: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "nom", "nombre", "vorname", "nachname", "prenom", "apellidos", "surname"}),
    "side": frozenset({"side", "seite", "cote", "lado"}),
}
"""Words in a longer title, such as "Name, Vorname", about which one is asked when the column is missing: on these it
depends for whom and for which side a handout is. A date or a note may be any of several."""
ORDINARY = frozenset({"time", "pager", "site", "sheet"})
"""Usual columns of other programs, a letter away from one of ours."""
LONGEST_TITLE = 60
"""Characters; what is longer is none of our columns."""


def bare_title(cell: str) -> str:
    """A column's name without what does not matter: case, spaces at the ends, hyphens and `_`, what is invisible."""
    return " ".join(re.sub(r"[_\-\u2010-\u2015\s]+", " ", UNSEEN.sub("", cell)).split()).casefold()


def title_key(cell: str) -> str:
    """The same without accents and apostrophes, which titles are compared by; "" of what is too long to be a title."""
    if len(cell) > LONGEST_TITLE:
        return ""
    return without_accents(bare_title(cell)).replace("'", "").replace("\u2019", "")


KNOWN = {
    **{word: column for column in COLUMNS for word in (column, *WORDS.get(column, ()))},
    **dict.fromkeys(WHOLE_NAMES, "name"),
}
"""Our columns by the words that mean them beyond doubt."""
ASKED = {word: column for column, words in MEANT.items() for word in words}
"""Our columns by the words that may mean them, and are asked about."""
PARTS = frozenset((*FIRST_NAMES, *LAST_NAMES))
"""Parts of a name."""
MAY_BE = ASKED.keys() | PARTS
VOCABULARY = KNOWN.keys() | MAY_BE


def known_column(cell: str) -> str:
    """Which of our columns a header's cell means beyond doubt; "" when none."""
    return KNOWN.get(title_key(cell), "")


def is_last_name(title: str) -> bool:
    """Whether a column may be the last half of a name: Surname, or Name beside a first name."""
    key = title_key(title)
    return key in LAST_NAMES or KNOWN.get(key) == "name"


def nearly(key: str) -> str:
    """The column of ours that a title is a slip of the pen for, or may mean; "" when it is neither."""
    if key in ASKED:
        return ASKED[key]
    if key in ORDINARY or not 3 <= len(key) <= LONGEST_TITLE or key in KNOWN:
        return ""
    return next((column for word, column in KNOWN.items() if _slip(key, word)), "")


def within(key: str) -> str:
    """The column of ours whose name is one of the words of a title, where that matters."""
    words = set(re.findall(r"[^\W\d_]+", key))
    return next((column for column, ours in WITHIN.items() if key not in VOCABULARY and words & ours), "")


def _slip(word: str, ours: str) -> bool:
    """Whether a word is another one with two letters changed round, or one too many, missing or (if long) wrong."""
    if len(ours) < 4 or abs(len(word) - len(ours)) > 1 or word == ours:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, ours, strict=False)) if a != b), min(len(word), len(ours)))
    a, b = word[start:], ours[start:]
    if len(a) == len(b):
        swapped = len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
        return swapped or (len(ours) > 4 and a[1:] == b[1:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
