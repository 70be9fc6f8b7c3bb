"""What every content file is made of: ids, texts, evidence grades, items with sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
"""What stands in braces in a text, such as `hold`."""

Grade = Literal[
    "well-supported", "mixed", "preliminary", "expert", "case-reports", "practice", "traditional", "contested"
]
"""How well a statement is supported. `practice` is common practice without a study; `expert` is expert consensus."""


class Strict(BaseModel):
    """Rejects unknown keys; never changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


class Item(Strict):
    """Anything that carries a written id, an evidence grade and its sources.

    `added` marks what goes beyond the source material and was added for safety or completeness.
    """

    id: Id
    """Its name in all files: small letters, digits and hyphens, such as `"medial-belly"`. It never changes once
    released."""
    evidence: Grade
    """How well it is supported. Equal facts have equal grades, on the handout and on the cards."""
    sources: tuple[Id, ...] = ()
    """Ids of the works it rests on, such as `["davies", "wilke-2018"]`; none when not given."""
    added: bool = False
    """`true`: it goes beyond the source material and was added for safety or completeness."""


class Shareable(Item):
    """An item that may stand in `content/shared/`, whose keys it then takes but for those it writes itself."""

    shared: Id | None = None
    """The shared item that completes this one; its id is this one's as well when none is written."""
