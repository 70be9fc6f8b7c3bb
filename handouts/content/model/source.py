"""A work that statements rest on: its parts, and the one style in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from handouts.content.model.base import Id, Strict, Text

OTHERS = "et al"
"""In place of the authors who are not named."""
MOST_FAMILIES = 3
"""Authors that a short citation names."""


def _names(value: Any) -> Any:
    people = isinstance(value, list | tuple) and value and all(isinstance(name, str) for name in value)
    if not people and not isinstance(value, str):
        raise ValueError(
            'must be people in [brackets], such as ["Davies C", "et al"], or an institution in quotes alone'
        )
    return value


Author = Annotated[tuple[Text, ...] | Text, BeforeValidator(_names)]


class Source(Strict):
    """One work that statements rest on, in `content/shared/sources.toml`. Its id is the name of its table.

    A part that is not known is left out, never guessed. A `printed` source is listed on the handout of every muscle
    that cites it there. `doi` and `url` lead to it; a DOI that nobody has looked up is flagged. `relayed` marks a work
    that is cited as another source cites it, and was not read by us.
    """

    id: Id
    """The name by which items cite it, such as `"wilke-2018"`."""
    author: Author = ()
    """People in a list, family name and initials, `["Davies C", "Davies A"]`, at its end `"et al"` where there are
    more; an institution or a website by its name alone, `"Diabetes UK"`."""
    title: Text | None = None
    """The title, without the stop at its end."""
    edition: Text | None = None
    """Which edition of a book, such as `"3rd"`."""
    container: Text | None = None
    """What it stands in: a journal by its usual short name, a book, a website."""
    publisher: Text | None = None
    """Who published a book."""
    year: Annotated[int, Field(ge=1500, le=2100)] | None = None
    """The year of publication."""
    place: Text | None = None
    """Where it stands there: volume and first page of a journal, `"41:43"`, or `"page 483"`."""
    note: Text | None = None
    """What else has to be said: what it is if it has no title, how it was read. Whole sentences."""
    printed: bool = False
    """`true`: the handout lists it."""
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    """Its DOI without the address, such as `"10.1234/abcd"`. Never guess one."""
    doi_unverified: bool = False
    """`true`: nobody has looked the DOI up."""
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    """Its web address, which begins with `https://`."""
    incomplete: bool = False
    """`true`: author, title, year or the way to it is missing, and could not be looked up yet."""
    relayed: bool = False
    """`true`: cited as another source cites it; we have not read it."""

    @model_validator(mode="before")
    @classmethod
    def _in_parts(cls, data: Any) -> Any:
        if isinstance(data, dict) and "citation" in data:
            raise ValueError("'citation' no longer stands here: author, title, container, year have keys of their own")
        return data

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.author or self.title or self.container or self.note):
            raise ValueError("says nothing: author, title, year, and a doi, a url or a publisher are needed")
        return self

    @property
    def citation(self) -> str:
        """The work as it is printed: author, title, where it appeared, what else has to be said."""
        return " ".join(_stopped(part) for part in self._parts() if part)

    @property
    def short(self) -> str:
        """Authors' family names, or what stands for them, and the year."""
        if isinstance(self.author, str):
            names = self.author
        else:
            families = [_family(name) for name in self.author]
            few = len(families) <= MOST_FAMILIES and OTHERS not in families
            names = ", ".join(families) if few else f"{families[0]} {OTHERS}"
        names = names or self.container or self.title or (self.note or "").split(". ")[0].rstrip(".")
        return f"{names} {self.year}" if self.year else names

    def _parts(self) -> Iterator[str | None]:
        yield self.author if isinstance(self.author, str) else ", ".join(self.author)
        yield self.title
        yield f"{self.edition} ed" if self.edition else None
        yield self._published()
        yield self.note

    def _published(self) -> str:
        """A journal with its year, volume and page; a book, or a part of one, with its publisher."""
        year = str(self.year) if self.year else ""
        if not self.publisher:
            return ";".join(part for part in (f"{self.container or ''} {year}".strip(), self.place) if part)
        book = ", ".join(part for part in (self.publisher, year, self.place) if part)
        return f"In: {self.container}. {book}" if self.container else book


def _family(name: str) -> str:
    """A person's name without the initials at its end."""
    family, _, initials = name.rpartition(" ")
    return family if family and initials.isupper() else name


def _stopped(text: str) -> str:
    return text if text[-1] in ".?!" else f"{text}."
