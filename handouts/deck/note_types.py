"""The note types: frozen ids, fields and templates, and the card pages made from `templates/anki`.

The numbers below are frozen. Anki knows a note type, a field and a template by its number, so with a number kept a
name may change and learners keep everything. Never change, reuse, reorder, insert or drop one: Anki would copy the
note type for every learner and stop updating. What is needed later takes a spare and renames it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.deck.cards import DeckWords, Kind
from handouts.deck.sandbox import MOST_TEXT, Environment
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import read_text
from handouts.style.theme import find_template

LANGUAGES: Mapping[str, Mapping[Kind, int]] = {
    "en": {"question": 1763865600101, "cloze": 1763865600102, "occlusion": 1763865600103},
    "de": {"question": 1763865600201, "cloze": 1763865600202, "occlusion": 1763865600203},
}
"""Note type ids. Each language has its own note types, so that several can be learned side by side."""

NAMES: Mapping[Kind, str] = {
    "question": "Handouts Question",
    "cloze": "Handouts Cloze",
    "occlusion": "Handouts Picture",
}

FIELDS: Mapping[Kind, Mapping[str, int]] = {
    "question": {
        "Key": 4170010001,
        "Muscle": 4170010002,
        "Topic": 4170010003,
        "Style": 4170010004,
        "Question": 4170010005,
        "Answer": 4170010006,
        "Hint": 4170010007,
        "Extra": 4170010008,
        "Picture": 4170010009,
        "Answer Picture": 4170010010,
        "Legend": 4170010011,
        "Notice": 4170010012,
        "Evidence": 4170010013,
        "Source": 4170010014,
        "Reverse Question": 4170010015,
        "Typed": 4170010016,
        "Speech": 4170010017,
        "Spare 1": 4170010018,
        "Spare 2": 4170010019,
        "Spare 3": 4170010020,
    },
    "cloze": {
        "Key": 4170020001,
        "Muscle": 4170020002,
        "Topic": 4170020003,
        "Style": 4170020004,
        "Text": 4170020005,
        "Hint": 4170020006,
        "Extra": 4170020007,
        "Answer Picture": 4170020008,
        "Notice": 4170020009,
        "Evidence": 4170020010,
        "Source": 4170020011,
        "Typed": 4170020012,
        "Speech": 4170020013,
        "Spare 1": 4170020014,
        "Spare 2": 4170020015,
        "Spare 3": 4170020016,
    },
    # Anki's image occlusion: the first five are its own, in its order.
    "occlusion": {
        "Occlusion": 4170030001,
        "Image": 4170030002,
        "Header": 4170030003,
        "Back Extra": 4170030004,
        "Comments": 4170030005,
        "Key": 4170030006,
        "Muscle": 4170030007,
        "Topic": 4170030008,
        "Style": 4170030009,
        "Hint": 4170030010,
        "Extra": 4170030011,
        "Notice": 4170030012,
        "Evidence": 4170030013,
        "Source": 4170030014,
        "Spare 1": 4170030015,
        "Spare 2": 4170030016,
        "Spare 3": 4170030017,
    },
}

SORT_FIELD: Mapping[Kind, int] = {"question": 4, "cloze": 4, "occlusion": 2}
"""The place of the field that Anki's browser shows and sorts by: what is asked."""
OCCLUSION_FIELDS = 5
IMAGE_OCCLUSION = 6
"""Anki's number for its own image occlusion note type; a note type that carries it opens in that editor."""
ANKIS_OWN = frozenset(("FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID", "tts-voices:"))
"""What a template may show beside the fields of its note type."""
_SHOWN = re.compile(r"\{\{+(.*?)\}\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class CardTemplate:
    """A template in the table: its frozen id, its name, its file, and the field a note needs to have this card."""

    id: int
    name: str
    file: str
    needs: str


TEMPLATES: Mapping[Kind, tuple[CardTemplate, ...]] = {
    "question": (
        CardTemplate(4270010001, "Question", "question.html", "Question"),
        CardTemplate(4270010002, "Reverse", "reverse.html", "Reverse Question"),
        CardTemplate(4270010003, "Typed answer", "typed.html", "Typed"),
        CardTemplate(4270010004, "Spoken", "spoken.html", "Speech"),
        CardTemplate(4270010005, "Spare", "spare.html", "Spare 1"),
    ),
    "cloze": (CardTemplate(4270020001, "Cloze", "cloze.html", "Text"),),
    "occlusion": (CardTemplate(4270030001, "Picture", "occlusion.html", "Occlusion"),),
}


@dataclass(frozen=True)
class Page:
    """One card template, ready: its two sides in Anki's own template language."""

    template: CardTemplate
    front: str
    back: str


@dataclass(frozen=True)
class NoteType:
    """One note type of one language, ready to be written."""

    id: int
    key: str
    kind: Kind
    name: str
    fields: Mapping[str, int]
    pages: tuple[Page, ...]
    css: str

    @property
    def digest(self) -> str:
        """Changes when anything that a learner has of the note type changes."""
        pages = [(page.template.id, page.template.name, page.front, page.back) for page in self.pages]
        data = [self.name, list(self.fields.items()), SORT_FIELD[self.kind], pages, self.css]
        return digest(json.dumps(data, ensure_ascii=False).encode())


def digest(data: bytes) -> str:
    """A short hash for the ledger and for file names: 64 bits."""
    return hashlib.sha256(data).hexdigest()[:16]


def note_types(words: DeckWords, templates: Sequence[Path]) -> dict[Kind, NoteType]:
    """The note types of a language. Raises HandoutsError when a template is missing, ContentError when it is wrong."""
    if words.lang not in LANGUAGES:
        raise HandoutsError(
            f"no note type numbers are written down for language {words.lang!r}: add a row to LANGUAGES"
            " in handouts/deck/note_types.py"
        )
    environment = Environment(templates)
    css = _card_css(templates)
    return {
        kind: NoteType(
            LANGUAGES[words.lang][kind],
            f"{words.lang}.{kind}",
            kind,
            f"{NAMES[kind]} ({words.lang})",
            FIELDS[kind],
            tuple(_page(environment, kind, template, words) for template in TEMPLATES[kind]),
            css,
        )
        for kind in NAMES
    }


def _card_css(templates: Sequence[Path]) -> str:
    return read_text(find_template(templates, "anki/card.css"), "templates/anki/card.css", MOST_TEXT)


def _page(environment: Environment, kind: Kind, template: CardTemplate, words: DeckWords) -> Page:
    front, back = (
        environment.render(
            f"anki/{template.file}", side=side, needs=template.needs, words=words, labels=words.labels
        ).strip()
        + "\n"
        for side in ("front", "back")
    )
    mistakes = [*_mistakes(kind, "front", front), *_mistakes(kind, "back", back)]
    if mistakes:
        raise ContentError(Problem(f"templates/anki/{template.file}", "", mistake) for mistake in mistakes)
    return Page(template, front, back)


def _mistakes(kind: Kind, name: str, side: str) -> Iterator[str]:
    """What Anki would complain about on each card: an empty side, or a name that no field has."""
    if not side.strip():
        yield f"makes an empty {name}"
    for inside in _SHOWN.findall(_COMMENT.sub("", side)):
        shown = inside.strip()
        field = shown.lstrip("#^/").rsplit(":", 1)[-1].strip()
        gap = kind == "cloze" and shown[:1] in "#^/" and re.fullmatch("c[0-9]+", field)
        if not (field in FIELDS[kind] or field in ANKIS_OWN or shown in ANKIS_OWN or gap):
            yield f"has {{{{{shown}}}}}, but the note type has no such field{likely(field, FIELDS[kind])}"


__all__ = ["FIELDS", "NoteType", "Page", "note_types"]
