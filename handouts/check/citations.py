"""The citations: somebody else can find the work that a claim rests on."""

from __future__ import annotations

import re
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
    "author, title and year in `citation`, and a `doi`, a `url` or a book's publisher; what could not be looked up is"
    " `incomplete = true`",
    "add what is missing; where it cannot be looked up, write `incomplete = true`",
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
YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
IN_WORDS = re.compile(r"\bdoi:\s*10\.\d{4,9}/\S+|https?://\S+|\bISBN\b")
BOOK = re.compile(r"[.:] [^.;:]*[^\W\d_]{3,}[^.;:]*, (?:18|19|20)\d\d(?:, pages? [\d–-]+)?\.?(?: |$)")
"""A book has its publisher and its year, perhaps a page, at the end of a sentence."""
ARTICLE = re.compile(r"[12]\d{3};\d+")
MOST_NAMED = 5
LEAST_TITLE = 2
"""Words of a title."""
PLACE = re.compile(r"\d{4};|\d+:\w*\d|\d+\(\d+\)")
"""Volume and page of a journal: what stands there is no title."""


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about citations: of the muscle's own, and of its warnings."""
    admitted = []
    for name, source in about.muscle.sources.items():
        if source.incomplete or source.doi_unverified:
            admitted.append(name)
        elif lacking := lacks(source):
            yield found(LACKS, SOURCES, f"{name}.citation", f"lacks {', '.join(lacking)}: {quoted(source.citation)}")
    if admitted:
        count = f"{len(admitted)} work{'s' if len(admitted) > 1 else ''}"
        yield found(
            ADMITTED, SOURCES, "", f"{about.muscle.id}: {count} to be looked up: {few(sorted(admitted), MOST_NAMED)}"
        )


def lacks(source: Source) -> list[str]:
    """What a citation lacks: author, title, year, or the way to the work."""
    parts = [part for part in re.split(r"[.?!] ", IN_WORDS.sub("", source.citation)) if part.strip(" .")]
    book = BOOK.search(source.citation) and not ARTICLE.search(source.citation)
    titles = [part for part in parts[1:] if book or not PLACE.search(part)]
    there = {
        "author": len(parts) > 1,
        "title": any(len(re.findall(r"[^\W\d_]{2,}", part)) >= LEAST_TITLE for part in titles),
        "year": bool(YEAR.search(source.citation)),
        "DOI, address or publisher": bool(source.doi or source.url or IN_WORDS.search(source.citation) or book),
    }
    return [name for name, is_there in there.items() if not is_there]
