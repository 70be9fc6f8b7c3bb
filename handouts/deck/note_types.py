"""The note types: frozen ids, fields and templates, and the card pages made from `templates/anki`.

The numbers below are frozen. Anki knows a note type, a field and a template by its number, so with a number kept a
name may change and learners keep everything. Never change, reuse, reorder, insert or drop one: Anki would copy the
note type for every learner and stop updating. What is needed later takes a spare and renames it.

No field is a switch: a release writes every field of a note that it changes, and a card that hangs on a field which the
learner filled in would be gone. Cards that not everybody wants are notes of their own, in a package of their own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from handouts.deck.cards import DeckWords, Kind
from handouts.deck.sandbox import MOST_TEXT, Environment
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import read_text
from handouts.style.braces import fill
from handouts.style.theme import find_template

Extra = Literal["typed", "spoken"]
"""Kinds of the extra deck: what is asked there is taken from the notes of the main one."""
TypeKind = Kind | Extra

LANGUAGES: Mapping[str, Mapping[TypeKind, int]] = {
    "en": {
        "question": 1763865600111,
        "cloze": 1763865600112,
        "occlusion": 1763865600113,
        "typed": 1763865600114,
        "spoken": 1763865600115,
    },
    "de": {
        "question": 1763865600211,
        "cloze": 1763865600212,
        "occlusion": 1763865600213,
        "typed": 1763865600214,
        "spoken": 1763865600215,
    },
}
"""Note type ids. Each language has its own note types, so that several can be learned side by side."""

NAMES: Mapping[TypeKind, str] = {
    "question": "Handouts Question",
    "cloze": "Handouts Cloze",
    "occlusion": "Handouts Picture",
    "typed": "Handouts Typed",
    "spoken": "Handouts Spoken",
}

OWN = "My Notes"
"""The learner's field: every note type has it, and no release writes into it."""
_ALL = (
    *("Hint", "Extra", "Muscle", "Topic", "Evidence", "Caveat", "Source", "Retired", OWN, "Style", "Key"),
    *("Spare 1", "Spare 2", "Spare 3"),
)
_ASKED_IN_WORDS = ("Question", "Answer", "Short Answer", "Picture", "Answer Picture")


def _numbered(first: int, *names: str) -> Mapping[str, int]:
    return {name: number for number, name in enumerate((*names, *_ALL), first)}


FIELDS: Mapping[TypeKind, Mapping[str, int]] = {
    # What is asked comes first: it is what other programs show as the front.
    "question": _numbered(
        4171010001,
        *("Question", "Answer", "Reverse Question", "Reverse Answer", "Short Answer"),
        *("Picture", "Answer Picture", "Legend"),
    ),
    "cloze": _numbered(4171020001, "Text", "Picture", "Answer Picture"),
    # Anki's image occlusion: the first five are its own, in its order.
    "occlusion": _numbered(4171030001, "Occlusion", "Image", "Header", "Back Extra", "Comments", "Answers"),
    "typed": _numbered(4171040001, *_ASKED_IN_WORDS),
    "spoken": _numbered(4171050001, *_ASKED_IN_WORDS),
}
"""The fields of each note type in their order, with their numbers."""

SORT_FIELD: Mapping[TypeKind, int] = {"question": 0, "cloze": 0, "occlusion": 2, "typed": 0, "spoken": 0}
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
    """A template in the table: its frozen id, its name, its file, and the field a note needs to have this card.

    `row` is what Anki's browser shows of the card in its columns Question and Answer.
    """

    id: int
    name: str
    file: str
    needs: str
    row: tuple[str, str]


_ROW = ("{{Question}}", "{{Answer}}")
_MASKED = ("{{Header}}", "{{cloze-only:Answers}} {{Back Extra}}")
TEMPLATES: Mapping[TypeKind, tuple[CardTemplate, ...]] = {
    "question": (
        CardTemplate(4271010001, "Question", "question.html", "Question", _ROW),
        CardTemplate(
            4271010002, "Reverse", "reverse.html", "Reverse Question", ("{{Reverse Question}}", "{{Reverse Answer}}")
        ),
        CardTemplate(4271010003, "Spare", "spare.html", "Spare 1", ("{{Spare 1}}", "{{Spare 2}}")),
    ),
    "cloze": (CardTemplate(4271020001, "Cloze", "cloze.html", "Text", ("{{cloze:Text}}", "{{cloze-only:Text}}")),),
    "occlusion": (CardTemplate(4271030001, "Picture", "occlusion.html", "Occlusion", _MASKED),),
    "typed": (CardTemplate(4271040001, "Typed answer", "typed.html", "Short Answer", _ROW),),
    "spoken": (CardTemplate(4271050001, "Spoken", "spoken.html", "Question", _ROW),),
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
    kind: TypeKind
    name: str
    fields: Mapping[str, int]
    pages: tuple[Page, ...]
    css: str
    described: Mapping[str, str] = field(default_factory=dict)
    """What the editor says in a field that is empty, by the field's name."""

    @property
    def digest(self) -> str:
        """Changes when anything that a learner has of the note type changes."""
        pages = [
            (page.template.id, page.template.name, page.template.row, page.front, page.back) for page in self.pages
        ]
        data = [self.name, list(self.fields.items()), SORT_FIELD[self.kind], pages, self.css, dict(self.described)]
        return digest(json.dumps(data, ensure_ascii=False).encode())


def digest(data: bytes) -> str:
    """A short hash for the ledger and for file names: 64 bits."""
    return hashlib.sha256(data).hexdigest()[:16]


def note_types(words: DeckWords, templates: Sequence[Path]) -> dict[TypeKind, NoteType]:
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
            {OWN: words.labels.my_notes_kept},
        )
        for kind in NAMES
    }


def _card_css(templates: Sequence[Path]) -> str:
    return read_text(find_template(templates, "anki/card.css"), "templates/anki/card.css", MOST_TEXT)


def _page(environment: Environment, kind: TypeKind, template: CardTemplate, words: DeckWords) -> Page:
    front, back = (
        environment.render(
            f"anki/{template.file}",
            side=side,
            card=template.file.removesuffix(".html"),
            needs=template.needs,
            words=words,
            labels=words.labels,
            report=fill(words.report, {"card": "{{Key}}"}),
        ).strip()
        + "\n"
        for side in ("front", "back")
    )
    mistakes = [*_mistakes(kind, "front", front), *_mistakes(kind, "back", back)]
    if mistakes:
        raise ContentError(Problem(f"templates/anki/{template.file}", "", mistake) for mistake in mistakes)
    return Page(template, front, back)


def _mistakes(kind: TypeKind, name: str, side: str) -> Iterator[str]:
    """What Anki would complain about on each card: an empty side, or a name that no field has."""
    if not side.strip():
        yield f"makes an empty {name}"
    for inside in _SHOWN.findall(_COMMENT.sub("", side)):
        shown = inside.strip()
        field = shown.lstrip("#^/").rsplit(":", 1)[-1].strip()
        gap = kind == "cloze" and shown[:1] in "#^/" and re.fullmatch("c[0-9]+", field)
        if not (field in FIELDS[kind] or field in ANKIS_OWN or shown in ANKIS_OWN or gap):
            yield f"has {{{{{shown}}}}}, but the note type has no such field{likely(field, FIELDS[kind])}"


__all__ = ["FIELDS", "OWN", "NoteType", "Page", "TypeKind", "note_types"]
