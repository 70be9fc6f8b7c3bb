"""The citations: somebody else can find the work that a claim rests on."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged
from handouts.content.model import Source
from handouts.content.shared import SOURCES
from handouts.errors import few

LACKS = Rule(
    "citations.complete",
    "warning",
    "a work that nobody can find supports nothing",
    "ICMJE; NLM Citing Medicine",
    "`author`, `title`, `year`, and a `doi`, a `url` or a book's `publisher`; a work that lacks one of them is"
    " `incomplete = true`, and no other",
    "add what is missing, or `incomplete = true` if it cannot be looked up; take that out once nothing is missing",
)
ADMITTED = Rule(
    "citations.admitted",
    "notice",
    "what is known to be incomplete is to be looked up before a release",
    "our own",
    "no source is `incomplete`, and no DOI is `doi_unverified`",
    "look them up",
)
RULES = (LACKS, ADMITTED)
MOST_NAMED = 5


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about citations: of the muscle's own, and of its warnings."""
    admitted = []
    for name, source in about.muscle.sources.items():
        lacking = lacks(source)
        if lacking and not source.incomplete:
            yield found(LACKS, SOURCES, name, f"lacks {', '.join(lacking)}: {quoted(source.citation)}")
        elif source.incomplete and not lacking:
            yield found(LACKS, SOURCES, f"{name}.incomplete", f"lacks nothing: {quoted(source.citation)}")
        if source.incomplete or source.doi_unverified:
            admitted.append(name)
    if admitted:
        count = f"{len(admitted)} work{'s' if len(admitted) > 1 else ''}"
        yield found(
            ADMITTED, SOURCES, "", f"{about.muscle.id}: {count} to be looked up: {few(sorted(admitted), MOST_NAMED)}"
        )


def lacks(source: Source) -> list[str]:
    """What a citation lacks: author, title, year, or the way to the work."""
    there = {
        "author": source.author,
        "title": source.title,
        "year": source.year,
        "doi, url or publisher": source.doi or source.url or source.publisher,
    }
    return [name for name, value in there.items() if not value]
