"""The trace of a muscle: every numbered fact of its source material, and where the content says it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel, StringConstraints

from handouts.content.model.base import Strict, Text

Number = Annotated[str, StringConstraints(pattern=r"^F[1-9][0-9]*$")]
Place = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)*$")]


class TracedFact(Strict):
    """One fact of the source material: it stands somewhere, or it is kept back for a reason, whole or in part."""

    says: Text
    """The fact in a few words, for who does not have the source material."""
    where: tuple[Place, ...] = ()
    """Where it stands: keys of the muscle's two files, such as `"functions.lift-foot"` or `"codes"`; a warning of the
    muscle is `"safety.<module>.<item>"`."""
    kept_back: Text | None = None
    """Why it, or a part of it, stands nowhere."""


class Trace(RootModel[Annotated[dict[Number, TracedFact], Field(min_length=1)]]):
    """The facts by their numbers, F1 and on."""

    root: Annotated[
        dict[Number, TracedFact], Field(min_length=1, description="A table for each fact, by its number: `[F1]`.")
    ]
