"""Flashcards, a muscle's own and those that all muscles share: what is asked, in facts and in words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from handouts.content.model.base import Id, Item, Strict

Topic = Literal[
    "anatomy",
    "attachments",
    "innervation",
    "blood-supply",
    "functions",
    "relations",
    "contrast",
    "trigger-points",
    "causes",
    "symptoms",
    "palpation",
    "tests",
    "differential",
    "evidence",
    "self-massage",
    "dose",
    "safety",
]
"""What a card is about, in the order in which it is learned: from basic to fine."""


FigureName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$")]
"""A figure of the muscle; on a shared card the muscle comes first."""


class Card(Item):
    """One flashcard: one fact. Its id is frozen for ever: the learner's history hangs on it.

    `claim` names the item that the handout says the same of, such as `notes.start-low`: both have the same grade.
    """

    kind: Literal["question", "cloze", "pain-map", "attachments"]
    """`question`: question and answer; `cloze`: a sentence with gaps; `pain-map`, `attachments`: a figure with a part
    covered."""
    topic: Topic
    """What it is about; a learner can take some topics only. It decides the deck and the order."""
    figure: FigureName | None = None
    """The id of any figure of the muscle. The kinds `pain-map` and `attachments` find theirs when it is the only one;
    a card of `content/shared` names the muscle first: `"gastrocnemius.pain-map"`."""
    figure_on: Literal["front", "back"] = "back"
    """Where a question or a cloze shows its figure: with the answer, or with the question already."""
    trigger_point: Id | None = None
    """The id of the one trigger point that a pain map shows; all of them when not given."""
    asks: Literal["muscle", "point"] | None = None
    """`"muscle"`: the muscle is the answer, so that no front names it; `"point"`: the trigger point is the answer, and
    the front of a pain map shows where the pain is."""
    claim: str | None = None
    """The item that says the same, such as `"notes.start-low"`; both have the same grade."""
    reverse: bool = False
    """`true`: it is asked the other way round as well; the words have `reverse` and `reverse_answer`."""
    retired: bool = False
    """`true`: no longer asked. Its words stay."""


class CardWords(Strict):
    """`question` and `answer`, or `text` with `[[1::cloze]]` marks; a hint, something extra, a reverse question."""

    question: str = ""
    """The question of every kind but `cloze`; one fact. It names the muscle, unless the muscle is the answer."""
    answer: str = ""
    """Its answer, as short as it can be. A picture with a part covered needs none: the picture answers."""
    text: str = ""
    """For the kind `cloze`: the sentence with gaps, such as `"It ends on the [[1::heel bone]]."`; `[[1::heel::bone]]`
    has a hint."""
    short: str = ""
    """The answer as somebody types it, such as `"tibial nerve"`: the card can then be typed."""
    hint: str = ""
    """A hint, shown when it is asked for."""
    extra: str = ""
    """A sentence below the answer."""
    reverse: str = ""
    """The question the other way round, for a card with `reverse = true`."""
    reverse_answer: str = ""
    """Its answer."""
