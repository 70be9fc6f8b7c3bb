"""The pages: each part keeps to the page that docs/handout.md gives it, and the short sheet is one page."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged
from handouts.errors import HandoutsError
from handouts.page.plan_fit import TooLong, too_long
from handouts.style.choices import Layout, Paper
from handouts.style.theme import load_theme

ON_LETTER = ("safe", "check", "massage", "dose")
"""Letter is 18 mm shorter: there, the parts of sheet 1 alone must keep to their pages."""
PLAN = Rule(
    "pages.plan",
    "warning",
    "one page answers one question; what runs over is parted from what it belongs to",
    "docs/handout.md",
    "on A4 every part has the pages that docs/handout.md names, on Letter those of sheet 1",
    "shorten what is named, or what stands above it on the page",
)
SHEET = Rule(
    "pages.short-sheet",
    "error",
    "the short sheet is one page, or it cannot be made",
    "docs/handout.md",
    "one page on A4 and on Letter, without a diary if need be",
    "give the steps fewer words in `short`, or take a step away",
)
RULES = (PLAN, SHEET)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about pages; each layout and paper is laid out once."""
    theme = load_theme(about.templates)
    prints: tuple[tuple[Layout, Paper], ...] = (
        *(("full", "a4"), ("full", "letter")),
        *(("do", "a4"), ("do", "letter"), ("clinician", "a4")),
    )
    told: set[str] = set()
    for layout, paper in prints:
        try:
            document = about.made(layout)
        except HandoutsError:
            continue  # a layout that this muscle does not have
        try:
            parts = too_long(document, theme, paper, about.layouts)
        except HandoutsError as error:  # the short sheet cannot be made
            what = str(error).removeprefix(f"{about.muscle.id}: ").partition(": shorten")[0]
            yield found(SHEET, about.words_file, "", f"{what} ({'A4' if paper == 'a4' else 'Letter'})")
            continue
        for each in parts:
            name = f"{layout} {each.part}"
            if name in told or (paper == "letter" and layout == "full" and each.part not in ON_LETTER):
                continue
            told.add(name)
            yield found(SHEET if layout == "do" else PLAN, about.words_file, "", _said(each, layout, paper))


def _said(each: TooLong, layout: Layout, paper: Paper) -> str:
    sheet = {"full": "", "do": " of the short sheet", "clinician": " of the clinician's sheet"}[layout]
    pages = f"pages {each.page} to {each.page + each.pages - 1}" if each.pages > 1 else f"page {each.page}"
    lines = f"{each.lines} line{'s' if each.lines > 1 else ''}"
    where = f"{pages}{sheet} ({each.part}, {'A4' if paper == 'a4' else 'Letter'})"
    return f"{where} {'are' if each.pages > 1 else 'is'} {lines} too long; most words: {each.block}"
