"""Cards, a muscle's own and those that all share: one fact each, short, for one muscle, and not to be guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged
from handouts.check.plain import Plain
from handouts.content.cards import FACTS_FILE, answer_words, is_occlusion, words_file
from handouts.content.model import Card, CardWords, Labelled, Marked
from handouts.errors import HandoutsError
from handouts.figures.compose import find_figure

MOST_WORDS = 12
"""Of an answer, by `answer_words`."""
FEWEST_LETTERS = 4
"""Of a word that may give an answer away."""
SIBLINGS = 3
"""Gaps in one sentence from which each is told by the others."""

LONG = Rule(
    "deck.long-answer",
    "error",
    "an answer is recalled at once or not at all; who half knows a long one cannot grade himself",
    "Wozniak, Twenty rules of formulating knowledge: minimum information",
    f"an answer, a reverse answer or a gap has {MOST_WORDS} words at most",
    "ask for one thing, and put the rest into `extra`",
)
FACTS = Rule(
    "deck.one-fact",
    "error",
    "a card with two facts is forgotten when one of them is",
    "Wozniak, Twenty rules: minimum information, avoid sets and enumerations",
    "one question (the list `asks_more` of the language), and an answer of one sentence without a semicolon",
    "make a card of each",
)
COIN = Rule(
    "deck.coin-flip",
    "error",
    "half of all guesses are right, so that nothing is learned",
    "Wozniak, Twenty rules; our own count of five such cards in the first edition",
    "no question that yes or no answers (the list `yes_no` of the language), nor one that offers its answer beside "
    "another one (`either`)",
    "ask which, where, what or why",
)
MUSCLE = Rule(
    "deck.which-muscle",
    "error",
    "with thirty muscles in one deck nobody knows which one is meant",
    "our own: 74 of 126 fronts of the first edition named none",
    "every front has the professional or the Latin name of the muscle, unless that is the answer",
    'name it; if it is the answer, write asks = "muscle"; if the card is about no muscle, it belongs in '
    "content/shared/cards",
)
SOURCE = Rule(
    "deck.source",
    "error",
    "a student must be able to look up what he is asked to believe",
    "AGREE II; Anki manual, shared decks",
    "every card names a source",
    "name the source that was read",
)
GIVEN = Rule(
    "deck.given-away",
    "error",
    "a card that answers itself is always right and teaches nothing",
    "Wozniak, Twenty rules; WCAG H37 for alternative texts",
    "no word of the answer in the hint; not all of them in question, hint and picture; where the muscle is the answer, "
    "no front names it, and no reverse answer does, since the deck and the head of the card do",
    "take the word out, show the picture with the answer only, or make a card of its own of it",
)
TWICE = Rule(
    "deck.same-front",
    "error",
    "two cards that ask the same have two answers, and one of them is always wrong",
    "our own",
    "no two cards of a muscle, or of a muscle and the shared ones, have the same question",
    "ask for what is different",
)
PICTURE = Rule(
    "deck.picture",
    "warning",
    "a place is learned by seeing it",
    "Wozniak, Twenty rules: use imagery",
    "a card about an attachment, a trigger point or a technique (by its `claim`) shows a figure, where there is one",
    "name the figure",
)
GUESS = Rule(
    "deck.guessed-gap",
    "notice",
    "what grammar or the other gaps give away is not recalled",
    "our own: 30 of 43 gaps of the first edition",
    f"no gap after a word of the list `articles`, none that the sentence says elsewhere, fewer than {SIBLINGS} gaps",
    "move the article into the gap, give each gap a sentence of its own, or ask a question",
)
RULES = (LONG, FACTS, COIN, MUSCLE, SOURCE, GIVEN, TWICE, PICTURE, GUESS)

GAP = re.compile(r"\[\[\d+::(.+?)(?:::((?:(?!::).)+?))?\]\](?!\])", re.DOTALL)
WORD = re.compile(r"[^\W_][\w’'-]*")


@dataclass(frozen=True)
class Asked:
    """A card to judge: where it stands, and what it is judged by. `shared`: it is about no muscle."""

    about: Judged
    card: Card
    words: CardWords
    shared: bool

    def found(self, rule: Rule, key: str, what: str) -> Finding:
        """A finding about its words, or about its facts under `sources`, `figure`."""
        facts = key in ("sources", "figure")
        if self.shared:
            return found(rule, FACTS_FILE if facts else words_file(self.about.lang), f"{self.card.id}.{key}", what)
        file = self.about.facts_file if facts else self.about.words_file
        return found(rule, file, f"cards[{self.card.id}].{key}" if facts else f"cards.{self.card.id}.{key}", what)

    @cached_property
    def fronts(self) -> dict[str, str]:
        """What is read before each answer, by its key: the question, the sentence with its gaps, the reverse."""
        reverse = self.words.reverse if self.card.reverse else ""
        texts = {"question": self.words.question, "text": GAP.sub("[...]", self.words.text), "reverse": reverse}
        return {key: text for key, text in texts.items() if text}

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """What is to be recalled, by its key."""
        gaps = tuple(match[1] for match in GAP.finditer(self.words.text))
        reverse = (self.words.reverse_answer,) if self.card.reverse else ()
        own = (self.words.answer,) if self.words.answer and not is_occlusion(self.card) else ()
        found = {"answer": own, "text": gaps, "reverse_answer": reverse}
        return {key: texts for key, texts in found.items() if texts}

    @cached_property
    def names(self) -> re.Pattern[str]:
        """What professionals call the muscle; what patients call it may be several muscles.

        Where a handout has two muscles, its Latin name lists them, and each is enough.
        """
        muscle = self.about.muscle
        latin = [name.strip() for name in muscle.facts.latin.split(",")]
        each = [name.removeprefix("musculus ") for name in latin] if len(latin) > 1 else []
        names = (muscle.words.name, *latin, *each, muscle.id.replace("-", " "))
        return re.compile("|".join(rf"\b{re.escape(name)}" for name in names), re.I)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about the cards of a muscle and the shared ones that go with them; not about retired ones."""
    facts = about.muscle.facts
    if not facts.cards:
        return
    cards = [Asked(about, each.card, each.words, shared=True) for each in about.muscle.basics]
    cards += [Asked(about, card, about.muscle.words.cards[card.id], shared=False) for card in facts.cards]
    seen: dict[str, str] = {}
    for asked in cards:
        if asked.card.retired:
            continue
        yield from _judge(asked, about.plain)
        for key, text in asked.fronts.items():
            plain = " ".join(text.casefold().split())
            other = seen.setdefault(plain, f"{'shared.' if asked.shared else ''}{asked.card.id}")
            if other.removeprefix("shared.") != asked.card.id and not _has_picture_before(asked):
                yield asked.found(TWICE, key, f"asks what {other} asks: {quoted(text)}")


def _judge(asked: Asked, lists: Plain | None) -> Iterator[Finding]:
    for key, texts in asked.answers.items():
        for text in texts:
            if (count := answer_words(text)) > MOST_WORDS:
                yield asked.found(LONG, key, f"has {count} words, {MOST_WORDS} at most: {quoted(text)}")
    if not asked.card.sources:
        yield asked.found(SOURCE, "sources", "is empty")
    if not asked.shared:
        yield from _names(asked)
        yield from _picture(asked)
    if lists:
        yield from _facts(asked, lists)
        yield from _coin(asked, lists)
        yield from _given(asked, lists)
        yield from _gaps(asked, lists)


def _names(asked: Asked) -> Iterator[Finding]:
    """A front names the muscle, or the muscle is what it asks for."""
    if asked.card.asks == "muscle":
        hint = {"hint": asked.words.hint} if asked.words.hint else {}
        for key, text in (asked.fronts | hint).items():
            if key != "reverse" and asked.names.search(text):
                yield asked.found(GIVEN, key, f"names the muscle, which is the answer: {quoted(text)}")
        return
    for key, text in asked.fronts.items():
        if not asked.names.search(text):
            answer = asked.words.reverse_answer
            if key == "reverse" and asked.names.search(answer):
                yield asked.found(GIVEN, "reverse_answer", f"is the muscle, which the card names: {quoted(answer)}")
            else:
                yield asked.found(MUSCLE, key, f"does not say which muscle: {quoted(text)}")


def _picture(asked: Asked) -> Iterator[Finding]:
    """A card has a picture where what it claims has one on the handout."""
    group, _, name = (asked.card.claim or "").partition(".")
    if asked.card.asks or _figure(asked):
        return
    facts = asked.about.muscle.facts
    known = {"attachments": "attachments", "trigger_points": "pain-map"}
    figures = [spec.id for spec in facts.figures if spec.kind == known.get(group)]
    for technique in facts.techniques if group == "techniques" else ():
        if technique.id == name:
            figures += [*technique.figures, *(step.figure for step in technique.steps if step.figure)]
    for addon in facts.addons if group == "addons" else ():
        if addon.id == name:
            figures += [step.figure for step in addon.steps if step.figure]
    if figures:
        yield asked.found(PICTURE, "figure", f"is not there, though {asked.card.claim} has one: {figures[0]!r}")


def _figure(asked: Asked) -> bool:
    return bool(asked.card.figure) or asked.card.kind in ("pain-map", "attachments")


def _has_picture_before(asked: Asked) -> bool:
    """Whether a picture tells a front from another one with the same words."""
    return _figure(asked) and (asked.card.figure_on == "front" or asked.card.kind in ("pain-map", "attachments"))


def _facts(asked: Asked, lists: Plain) -> Iterator[Finding]:
    for key in ("question", "reverse"):
        text = asked.fronts.get(key, "")
        if text.count("?") > 1 or _any(lists.asks_more, text):
            yield asked.found(FACTS, key, f"asks more than one thing: {quoted(text)}")
    for key, texts in asked.answers.items():
        for text in texts:
            if ";" in text or re.search(r"[.:?]\s+[A-Z]", text):
                yield asked.found(FACTS, key, f"says more than one thing: {quoted(text)}")


def _coin(asked: Asked, lists: Plain) -> Iterator[Finding]:
    for key, answer in (("question", asked.words.answer), ("reverse", asked.words.reverse_answer)):
        text = asked.fronts.get(key, "")
        if re.search(rf"(?:^|[:.] )(?:{'|'.join(lists.yes_no)})\b[^:?]*\?", text, re.I) if lists.yes_no else None:
            yield asked.found(COIN, key, f"is answered by yes or no: {quoted(text)}")
        for one, _, other in re.findall(rf"\b([\w-]+) ({'|'.join(lists.either)}) ([\w-]+)", text) if answer else ():
            said = {word.casefold() for word in WORD.findall(answer)}
            if (one.casefold() in said) != (other.casefold() in said):
                yield asked.found(COIN, key, f"offers its answer, {one!r} or {other!r}: {quoted(text)}")


def _given(asked: Asked, lists: Plain) -> Iterator[Finding]:
    """What a hint, the question or a picture says of the answer."""
    for key, answer_key in (("question", "answer"), ("reverse", "reverse_answer")):
        front = asked.fronts.get(key, "")
        (answer,) = asked.answers.get(answer_key, ("",))
        wanted = _telling(answer, lists)
        if not front or not wanted:
            continue
        hinted = wanted & _telling(asked.words.hint, lists) if key == "question" else set()
        if hinted - _telling(front, lists):
            yield asked.found(GIVEN, "hint", f"says {sorted(hinted)[0]!r}, which is in the answer")
        if wanted <= _telling(front, lists):
            yield asked.found(GIVEN, key, f"has every word of its answer {quoted(answer)}: {quoted(front)}")
        elif key == "question" and asked.card.figure_on == "front" and wanted <= _written(asked, lists):
            yield asked.found(GIVEN, "figure", f"has the answer written in it, before it is given: {quoted(answer)}")


def _written(asked: Asked, lists: Plain) -> set[str]:
    """The words that stand in the figure of a front, and its title, which is read out."""
    about, figure = asked.about, asked.card.figure
    if asked.shared or not figure or asked.card.kind not in ("question", "cloze"):
        return set()
    try:
        spec = find_figure(about.muscle, figure)
    except HandoutsError:
        return set()
    words = about.muscle.words.figures[spec.id]
    labels = [each.pro or each.name for each in words.labels.values()] if isinstance(spec, Labelled | Marked) else []
    title = "" if asked.card.asks == "muscle" else words.title
    return set().union(*(_telling(text, lists) for text in (title, *labels)))


def _gaps(asked: Asked, lists: Plain) -> Iterator[Finding]:
    """Gaps that can be guessed: by grammar, by the rest of the sentence, by the other gaps."""
    text = asked.words.text
    if len(numbers := set(re.findall(r"\[\[(\d+)::", text))) >= SIBLINGS:
        yield asked.found(GUESS, "text", f"has {len(numbers)} gaps, each told by the others: {quoted(text)}")
    for match in GAP.finditer(text):
        before = text[: match.start()].split()
        if before and before[-1].casefold() in lists.articles:
            yield asked.found(GUESS, "text", f"has {before[-1]!r} before its gap: {quoted(text)}")
        rest = f"{GAP.sub(' ', text[: match.start()])} {GAP.sub(' ', text[match.end() :])}"
        wanted = _telling(match[1], lists)
        if wanted and wanted <= _telling(f"{rest} {match[2] or ''} {asked.words.hint}", lists):
            yield asked.found(GUESS, "text", f"says {match[1]!r} outside the gap as well: {quoted(text)}")


def _telling(text: str, lists: Plain) -> set[str]:
    """The words of a text that say something, without their endings."""
    words = {word.casefold() for word in WORD.findall(text)} - set(lists.small)
    return {word.rstrip("s") for word in words if len(word) >= FEWEST_LETTERS or word[0].isdigit()}


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(rf"\b(?:{pattern})\b", text, re.I) for pattern in patterns)
