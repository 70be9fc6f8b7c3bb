"""The words of the cards that are not content: deck names, topics, evidence grades, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, ValidationError, model_validator

from handouts.content.model import Grade, Strict, Text, Topic
from handouts.errors import ContentError, Problem
from handouts.files import details, read_toml
from handouts.style.braces import fill
from handouts.style.theme import find_template

DeckName = Annotated[Text, StringConstraints(pattern=r"^[^:\x00-\x1f]+(:[^:\x00-\x1f]+)*$")]


class Decks(Strict):
    """Names of the top decks, main and extra, and of the subdecks, frozen once released."""

    root: DeckName
    basics: DeckName
    anatomy: DeckName
    trigger_points: DeckName
    self_care: DeckName
    which: DeckName
    retired: DeckName
    extra: DeckName
    typed: DeckName
    spoken: DeckName


class Labels(Strict):
    """Words around the content of a card."""

    basics: Text
    picture: Text
    source: Text
    hint: Text
    right_letter: Text
    main_pain: Text
    may_spread: Text
    spot: Text
    no_press: Text
    retired: Text
    index_question: Text
    index_spread: Text
    index_none: Text
    index_picture: Text
    my_notes: Text
    my_notes_kept: Text
    report: Text
    picture_error: Text


PLACES = {
    "about": ("muscle",),
    "version": ("version", "release"),
    "reviewed": ("name", "on", "next"),
    "changes": ("new", "changed", "retired"),
    "licence": ("licence", "author"),
}
"""What each sentence of the description may name in braces."""


class Description(Strict):
    """Sentences of the deck description, with {places}."""

    about: Text
    version: Text
    unreleased: Text
    unreviewed: Text
    reviewed: Text
    changed: Text
    expired: Text
    withdrawn: Text
    licence: Text
    changes: Text
    options: Text
    extra: Text

    @model_validator(mode="after")
    def _names(self) -> Description:
        for key in type(self).model_fields:
            try:
                fill(getattr(self, key), dict.fromkeys(PLACES.get(key, ()), ""))
            except ValueError as error:
                raise ValueError(f"{key}: {error}") from None
        return self


class DeckWords(Strict):
    """`templates/anki/<lang>.toml`: the words of the cards that are not content."""

    lang: Text
    direction: Literal["ltr", "rtl"]
    speech: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]
    decks: Decks
    topics: dict[Topic, Text]
    evidence: dict[Grade, Text]
    caveats: dict[Grade, Text] = Field(default_factory=dict)
    """What a learner should keep in mind about a card of that grade."""
    labels: Labels
    report: str = ""
    """Where a reader tells of an error: an address of the web or of mail, with the card's id in the place of {card}. No
    link when there is none."""
    description: Description

    @model_validator(mode="before")
    @classmethod
    def _underscores(cls, data: object) -> object:
        """Keys are written with hyphens, as all ids are; `decks` and `labels` are read into attributes."""
        if isinstance(data, dict):
            for table in ("decks", "labels"):
                if isinstance(data.get(table), dict):
                    data = {**data, table: {key.replace("-", "_"): v for key, v in data[table].items()}}
        return data

    @model_validator(mode="after")
    def _complete(self) -> DeckWords:
        if self.report and not re.match("(https://|mailto:)\\S+$", self.report):
            raise ValueError(f"report: {self.report[:80]!r} is no address: it begins with https:// or mailto:")
        try:
            fill(self.report, {"card": ""})
        except ValueError as error:
            raise ValueError(f"report: {error}") from None
        missing = [f"topics.{t}" for t in get_args(Topic) if t not in self.topics]
        missing += [f"evidence.{g}" for g in get_args(Grade) if g not in self.evidence]
        if missing:
            raise ValueError(f"missing: {', '.join(missing)}")
        return self


def load_deck_words(templates: Sequence[Path], lang: str) -> DeckWords:
    """The card words of a language, from the first template folder that has them.

    Raises ContentError with all its problems, HandoutsError when there is no such file.
    """
    path = find_template(templates, f"anki/{lang}.toml")
    where = f"templates/anki/{lang}.toml"
    try:
        words = DeckWords.model_validate(read_toml(path, where))
    except ValidationError as error:
        raise ContentError(
            Problem(where, ".".join(str(part) for part in detail["loc"]), detail["msg"].removeprefix("Value error, "))
            for detail in details(error)
        ) from error
    if words.lang != lang:
        raise ContentError([Problem(where, "lang", f"is {words.lang!r}, but the file is called {lang!r}")])
    return words


__all__ = ["DeckWords", "load_deck_words"]
