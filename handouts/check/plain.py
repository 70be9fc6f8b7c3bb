"""What plain language is in a language: `templates/plain/<lang>.toml`, word lists and limits as data."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handouts.errors import ContentError, HandoutsError
from handouts.files import details, explain, read_toml
from handouts.style.theme import find_template

Formula = Literal["flesch-kincaid", "flesch-ease", "smog", "amstad", "wiener", "lix"]
Part = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Limits(_Strict):
    """How long and how hard words may be."""

    sentence: int = 25
    """Words of one sentence."""
    mean: float = 15
    """Words of a sentence, on the whole handout."""
    section_words: int = 30
    """A section with fewer words has no grade of its own."""
    passive: Part = 0.1
    """Share of the sentences of the whole handout."""
    you: Part = 0.2
    """Least share of the sentences that speak to the reader."""
    actions: int = 3
    """In a step."""
    actions_in_sentence: int = 2
    steps: int = 8
    """In a technique or an exercise."""
    label: int = 3
    """Words in a picture."""
    alt_words: int = 20
    alt_sentences: int = 2


class Grades(_Strict):
    """A formula for how hard a text is, with what it may come to for a section and for the whole handout."""

    formula: Formula
    section: float | None = None
    whole: float


class Plain(_Strict):
    """The word lists and limits of a language. Words are regular expressions, whole words, whatever their case."""

    lang: str
    limits: Limits = Limits()
    grades: tuple[Grades, ...] = ()
    syllables: dict[str, int] = {}
    """Words that the counter gets wrong."""
    banned: dict[str, str] = {}
    """Words that are hard, unclear or unkind, with what to write."""
    jargon: dict[str, str] = {}
    """Professional words that stay off the handout, with what to write."""
    claims: tuple[str, ...] = ()
    """Words that promise more than is known."""
    promises: tuple[str, ...] = ()
    """Words that call something safe that is not."""
    spelling: dict[str, str] = {}
    """Spellings of another country, with ours."""
    capitals: tuple[str, ...] = ()
    """Words that may stand in capitals."""
    sides: tuple[str, ...] = ()
    """Words that name a side."""
    times: tuple[str, ...] = ()
    """Times that the dose names, written out."""
    opens: tuple[str, ...] = ()
    """What no text alternative begins with."""
    box: tuple[str, ...] = ()
    """What the warning box is called."""
    summary: tuple[str, ...] = ()
    """What begins a summary."""
    verbs: tuple[str, ...] = ()
    """What a step may ask for."""
    joiners: tuple[str, ...] = ()
    """What stands between two actions in one sentence."""
    passive: tuple[str, ...] = ()
    """Forms that name nobody who acts."""
    you: tuple[str, ...] = ()
    """Words that speak to the reader."""
    terms: tuple[str, ...] = ()
    """Names that a patient may meet, if they are explained where they first occur."""
    explained: tuple[str, ...] = ()
    """How a term is explained; `{term}` stands for it."""
    yes_no: tuple[str, ...] = ()
    """What begins a question that yes or no answers."""
    either: tuple[str, ...] = ()
    """What stands between two answers that a question offers."""
    asks_more: tuple[str, ...] = ()
    """What asks for a second thing in one question."""
    articles: tuple[str, ...] = ()
    """Words before a gap that tell how it begins."""
    small: tuple[str, ...] = ()
    """Words of four letters and more that give no answer away."""


@lru_cache(maxsize=8)
def load_plain(templates: tuple[Path, ...], lang: str) -> Plain | None:
    """The rules of plain language in a language; None where there are none. Raises ContentError when they are wrong."""
    try:
        path = find_template(templates, f"plain/{lang}.toml")
    except HandoutsError:
        return None
    shown = f"templates/plain/{lang}.toml"
    data = read_toml(path, shown)
    try:
        return Plain.model_validate(data)
    except ValidationError as error:
        raise ContentError(
            explain(path, data, Plain, detail)._replace(file=shown) for detail in details(error)
        ) from None
