"""The steps of techniques and exercises: one action a step, said as what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged
from handouts.check.plain import Plain
from handouts.check.reading import plain, sentences, words

VERB = Rule(
    "steps.verb",
    "warning",
    "a step that says what to do can be done",
    "PEMAT 20, CDC Index 12",
    "a step has a word of the list `verbs` of the language",
    "begin with what to do: “Sit”, “Press”; a verb that is missing goes into `verbs` of templates/plain",
)
ONE = Rule(
    "steps.one-action",
    "warning",
    "with both hands busy nobody reads on in the middle of a step",
    "PEMAT 22",
    "`limits.actions` things to do in a step (3 in English), `limits.actions_in_sentence` in a sentence (2)",
    "make two steps of it",
)
MANY = Rule(
    "steps.many",
    "warning",
    "who must remember more gives up",
    "PEMAT 22; working memory holds about seven things",
    "`limits.steps` in a technique or an exercise (8 in English)",
    "say less, or make a second technique of the rest",
)
SHORT = Rule(
    "steps.short",
    "error",
    "the one-page sheet must say the same in fewer words: the same numbers, the same strong words",
    "our own",
    "a step of `short` is shorter than the step, with the same names in braces and no fewer strong words",
    "take words away, and nothing else",
)
LABEL = Rule(
    "steps.label",
    "error",
    "the free strip of a picture holds a few words only",
    "our own",
    "`limits.label` words (3 in English)",
    "shorten it",
)
RULES = (VERB, ONE, MANY, SHORT, LABEL)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about steps."""
    rules, file, said = about.plain, about.words_file, about.muscle.words
    if rules is None:
        return
    lists: dict[str, Mapping[str, str]] = {}
    for name, technique in said.techniques.items():
        lists[f"techniques.{name}.steps"] = technique.steps
    for name, addon in said.addons.items():
        lists |= {f"addons.{name}.steps": addon.steps, f"addons.{name}.instead": addon.instead}
    for key, steps in lists.items():
        if len(steps) > rules.limits.steps:
            yield found(MANY, file, key, f"has {len(steps)} steps, {rules.limits.steps} at most")
        for name, text in steps.items():
            yield from _judge_step(rules, file, f"{key}.{name}", text)
    for name, technique in said.techniques.items():
        for step, text in technique.short.items():
            if why := _not_the_same(technique.steps[step], text):
                yield found(SHORT, file, f"techniques.{name}.short.{step}", f"{why}: {quoted(text)}")
        for step, label in technique.labels.items():
            for text in label:
                if len(text.split()) > rules.limits.label:
                    what = f"has {len(text.split())} words, {rules.limits.label} at most: {quoted(text)}"
                    yield found(LABEL, file, f"techniques.{name}.labels.{step}", what)


def _judge_step(rules: Plain, file: str, key: str, text: str) -> Iterator[Finding]:
    if not rules.verbs:
        return
    if not set(rules.verbs) & {word.lower() for word in words(text)}:
        yield found(VERB, file, key, f"does not say what to do: {quoted(plain(text))}")
    counts = {part: len(actions(part, rules)) for part in sentences(text)}
    for part, count in counts.items():
        if count > rules.limits.actions_in_sentence:
            what = f"a sentence has {count} things to do, {rules.limits.actions_in_sentence} at most: {quoted(part)}"
            yield found(ONE, file, key, what)
    if sum(counts.values()) > rules.limits.actions:
        what = f"has {sum(counts.values())} things to do, {rules.limits.actions} at most: {quoted(plain(text))}"
        yield found(ONE, file, key, what)


def actions(sentence: str, rules: Plain) -> list[str]:
    """The verbs of a sentence that ask for something: at its start, after a comma or colon, or after a joining word."""
    verbs, joiners = "|".join(rules.verbs), "|".join(rules.joiners)
    start = rf"(?:^\W*|[,;:?] )(?:(?:{joiners}) )*"
    return re.findall(rf"(?:{start}|\b(?:{joiners}) )\b({verbs})\b", sentence, re.IGNORECASE)


def _not_the_same(full: str, short: str) -> str:
    """Why a step in short is not the step in fewer words; empty when it is."""
    if len(short) >= len(full):
        return "is no shorter than the step"
    if _numbers(short) != _numbers(full):
        return "has other names in braces than the step"
    if short.count("**") < full.count("**"):
        return "has fewer strong words than the step"
    return ""


def _numbers(text: str) -> list[str]:
    """The names in braces that stand for numbers and sides; the place need not be named again."""
    return [name for name in re.findall(r"\{\w+\}", text) if name.lower() not in ("{part}", "{region}")]
