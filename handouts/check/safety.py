"""The warnings: read, in the words that their headings need, and never weakened by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged
from handouts.check.reading import plain
from handouts.content.safety import MOST_WORDS_IN_BOX, count_words, safety_of

BOX = Rule(
    "safety.box",
    "notice",
    "a warning box that is too long is not read",
    "our own count of what fills half a page",
    f"{MOST_WORDS_IN_BOX} words, bullets counted as printed",
    "join signs of one danger in one bullet of its module",
)
FORM = Rule(
    "safety.form",
    "warning",
    "a warning goes on from its heading, such as “Call now if:”",
    "our own",
    "it starts small (an abbreviation apart) and has no full stop at its end; one of tier `note` has no heading",
    "start small, and take the full stop away",
)
SHORT = Rule(
    "safety.short",
    "warning",
    "short words that are longer than the full ones take room from other warnings",
    "our own",
    "`short` has no more letters than `text`, `tick` no more than `short`",
    "shorten it, with every sign kept",
)
FIRST = Rule(
    "safety.first",
    "error",
    "the patient must be sent to the warnings before the first step",
    "SAFETY rules of the project",
    "`purpose` names the warning box (list `box` of the language) in strong words",
    "add **Read the warning box first.**",
)
RULES = (BOX, FORM, SHORT, FIRST)
_CAPITAL = re.compile(r"[A-Z](?![A-Z&])")


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about warnings."""
    count = count_words(safety_of(about.muscle).box)
    if count > MOST_WORDS_IN_BOX:
        yield found(BOX, about.facts_file, "safety", f"the warning box has {count} words, {MOST_WORDS_IN_BOX} at most")
    for warning in about.muscle.warnings:
        file, words = f"content/safety/{warning.module}/{about.lang}.toml", warning.words
        texts = {f"items.{warning.item.id}.{name}": getattr(words, name) for name in ("text", "short", "tick", "next")}
        if warning.bullet and warning.item.bullet:
            texts[f"bullets.{warning.item.bullet}.text"] = warning.bullet.text
        for key, text in texts.items():
            goes_on = not (_CAPITAL.match(plain(text)) or text.endswith("."))
            if warning.item.tier != "note" and not goes_on:
                yield found(FORM, file, key, f"does not go on from a heading: {quoted(text)}")
        for name, longer in (("short", words.text), ("tick", words.short)):
            if len(getattr(words, name)) > len(longer):
                what = f"is longer than the words that it stands for: {quoted(getattr(words, name))}"
                yield found(SHORT, file, f"items.{warning.item.id}.{name}", what)
    strong = " ".join(re.findall(r"\*\*(.+?)\*\*", about.muscle.words.purpose))
    if about.plain and about.plain.box and not re.search("|".join(about.plain.box), strong, re.IGNORECASE):
        said = quoted(about.muscle.words.purpose)
        yield found(FIRST, about.words_file, "purpose", f"does not point to the warning box in strong words: {said}")
