"""Which column of a clinic's own list is which of a roster's: `[columns]` in `clinic.toml`, `--column` of `batch`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from handouts.content.model import Strict
from handouts.errors import HandoutsError

LONGEST = 200
"""Characters of a template."""


@dataclass(frozen=True)
class Template:
    """How a cell is made of the list's own: one column's cell, or several with something between them.

    `between` is what stands before the first, between them, and after the last: one more than there are names. Without
    names nothing is taken from the list.
    """

    text: str
    names: tuple[str, ...]
    between: tuple[str, ...] = ()

    def fill(self, cells: Sequence[str]) -> str:
        """The cell, for the cells of the named columns; empty when they are, and no stray comma when one of them is."""
        whole = [cell.strip() for cell in cells]
        if not any(whole):
            return ""
        made = self.between[0] + "".join(map("".join, zip(whole, self.between[1:], strict=True)))
        return re.sub(r"[ \t]+", " ", made if all(whole) else made.strip(" \t,;/-\u2013"))


def read_template(text: str) -> Template:
    """The template that a text is: a column's name, or names in {braces}; empty for no column.

    Raises HandoutsError.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise HandoutsError(f"has {len(text)} characters; a column's name has fewer than {LONGEST}")
    if "{" not in text and "}" not in text:
        return Template(text, (text,) if text else (), ("", "") if text else ())
    parts = re.split(r"\{([^{}]*)\}", text)
    between, names = parts[::2], [name.strip() for name in parts[1::2]]
    if any("{" in part or "}" in part for part in between):
        raise HandoutsError("has a brace without its partner: write it as {First Name} {Last Name}")
    if not all(names):
        raise HandoutsError("has empty braces: name a column in them, such as {First Name}")
    return Template(text, tuple(names), tuple(between))


def _template(value: str) -> str:
    try:
        return read_template(value).text
    except HandoutsError as error:
        raise ValueError(str(error)) from None


Source = Annotated[str, AfterValidator(_template)] | None


class ClinicColumns(Strict):
    """`[columns]`: for each column of a roster, the one of the clinic's list: name = "{First Name} {Surname}"."""

    muscle: Source = None
    id: Source = None
    name: Source = None
    date: Source = None
    note: Source = None
    lang: Source = None
    side: Source = None
    paper: Source = None
    print: Source = None
    ink: Source = None
    layout: Source = None
    sheets: Source = None
    skin: Source = None
    technique: Source = None
    with_: Annotated[Source, Field(alias="with")] = None
    pressure: Source = None
    seconds: Source = None
    hold: Source = None
    times: Source = None
    weeks: Source = None
    copies: Source = None

    @property
    def templates(self) -> Mapping[str, Template]:
        """The templates by the roster's column."""
        return {
            column: read_template(text) for column, text in self.model_dump(exclude_none=True, by_alias=True).items()
        }
