"""The words: how long, how hard, how kind, and whether they promise more than is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from handouts.check.finding import Finding, Rule, found, quoted
from handouts.check.judged import Judged, Said
from handouts.check.plain import Grades, Plain
from handouts.check.reading import FORMULAS, Reading, plain, reading, sentences, words
from handouts.content.cards import words_file
from handouts.content.texts import texts

NO_LISTS = Rule(
    "words.no-lists",
    "notice",
    "what is plain differs from language to language, and nobody has written it down for this one",
    "our own",
    "`templates/plain/<lang>.toml` is there",
    "write templates/plain/<lang>.toml, with en.toml for a model",
)
LONG = Rule(
    "words.sentence",
    "warning",
    "a long sentence is lost half-way by who reads slowly or hurts",
    "plain language guides of NHS and CDC ask for 15 to 20 words, 25 at most",
    "`limits.sentence` words (25 in English); an entry of a warning that is a list counts by itself",
    "make two sentences of it",
)
MEAN = Rule(
    "words.mean",
    "warning",
    "many middling sentences tire as one long one does",
    "plain language guides: 15 words on average",
    "`limits.mean` words (15 in English) over the whole handout",
    "shorten the longest sentences",
)
GRADE = Rule(
    "words.grade",
    "warning",
    "half of all adults read at the level of a school child, and everybody does in pain",
    "AMA and NIH ask for grade 6; Flesch-Kincaid, for German Amstad and the Viennese formula",
    "`grades.section` (Flesch-Kincaid 6 in English), for each section of `limits.section_words` words or more",
    "shorter sentences, and shorter words for the long ones",
)
GRADE_ALL = Rule(
    "words.grade-all",
    "warning",
    "as `words.grade`, for all printed words together; the text alternatives, which are easy, do not help",
    "as `words.grade`; SMOG as CDC advises for health texts",
    "`grades.whole` (in English Flesch-Kincaid 6, reading ease 70, SMOG 8)",
    "shorter sentences, and shorter words for the long ones",
)
BANNED = Rule(
    "words.banned",
    "warning",
    "there is a plainer or a kinder word",
    "PEMAT 3, CDC Index 7; person-first language",
    "the list `banned` of the language",
    "write the word that is offered",
)
JARGON = Rule(
    "words.jargon",
    "warning",
    "a professional word shuts the patient out; it belongs on the cards and on the clinician's sheet",
    "PEMAT 3, CDC Index 7",
    "the list `jargon` of the language; the clinician's sheet and the cards may use them",
    "write the plain word that is offered",
)
TERM = Rule(
    "words.term",
    "warning",
    "a name that the patient will hear again is worth knowing, once somebody has said what it is",
    "PEMAT 4",
    "the list `terms`, explained in the text where it first occurs, in one of the ways of `explained`",
    "say what it is in the same sentence: “the X, a ...” or “plain words (X)”",
)
CLAIM = Rule(
    "words.claim",
    "error",
    "the evidence carries no such promise, and a promise that fails costs trust",
    "advertising codes for health; DISCERN",
    "the list `claims` of the language, cards too",
    "say “may”, or leave it out",
)
PROMISE = Rule(
    "words.promise",
    "error",
    "light pressure over a clot is not safe: no words may make it an exception to a warning",
    "SAFETY rules of the project; case reports of clots after gentle massage",
    "the list `promises` of the language, warnings and cards too",
    "take it out: a warning has no exception",
)
SPELLING = Rule(
    "words.spelling",
    "warning",
    "two spellings on one page look like two authors",
    "the house writes British English",
    "the list `spelling` of the language, cards too",
    "write the spelling that is offered",
)
SHOUTING = Rule(
    "words.shouting",
    "warning",
    "capitals and exclamation marks frighten, and are slow to read",
    "plain language guides",
    "no “!”; no word of three or more capitals but those of `capitals`; cards too",
    "mark strong words with **...**",
)
SIDE = Rule(
    "words.side",
    "error",
    "a handout for the other side would name the wrong one",
    "our own",
    "the list `sides` of the language; cards may name a side",
    "write {this} or {other}, at the start of a sentence {This} or {Other}",
)
TIMES = Rule(
    "words.times",
    "error",
    "a clinician changes the dose, and the sentence would contradict it",
    "our own",
    "the list `times` of the language; cards and the clinician's sheet apart",
    "write the name of the dose, such as {hold} or {seconds}",
)
PASSIVE = Rule(
    "words.passive",
    "warning",
    "who is to do it must not be guessed",
    "PEMAT 5, CDC Index 6",
    "`limits.passive` (15 in 100 sentences in English) have a form of the list `passive`",
    "name who acts: “we check”, “stop”",
)
YOU = Rule(
    "words.you",
    "warning",
    "what is said to somebody is done sooner than what is said about something",
    "PEMAT 21",
    "`limits.you` (20 in 100 sentences in English) say “you” or what to do",
    "speak to the reader",
)
RULES = (
    *(NO_LISTS, LONG, MEAN, GRADE, GRADE_ALL, BANNED, JARGON, TERM, CLAIM, PROMISE),
    *(SPELLING, SHOUTING, SIDE, TIMES, PASSIVE, YOU),
)
CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_ENTRIES = re.compile("[;:]")


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about words."""
    rules = about.plain
    if rules is None:
        yield found(NO_LISTS, f"templates/plain/{about.lang}.toml", "", "is not there, so words were not judged")
        return
    yield from _lengths(about, rules)
    yield from _grades(about, rules)
    yield from _lists(about, rules)
    yield from _terms(about, rules)
    yield from _voice(about, rules)
    yield from _filled(about, rules)


def _lengths(about: Judged, rules: Plain) -> Iterator[Finding]:
    most = rules.limits.sentence
    for said in about.said:
        for sentence in sentences(said.text):
            for part in _ENTRIES.split(sentence) if said.kind == "full" else [sentence]:
                if (count := len(words(part))) > most:
                    what = f"a sentence has {count} words, {most} at most: {quoted(part)}"
                    yield found(LONG, said.file, said.key, what)
    length = _reading(about.printed, rules).length
    if length > rules.limits.mean:
        what = f"sentences have {length:.1f} words on average, {rules.limits.mean:g} at most"
        yield found(MEAN, about.words_file, "", what)


def _reading(said: Iterable[Said], rules: Plain) -> Reading:
    return reading((each.text for each in said), rules.lang, rules.syllables)


def _grades(about: Judged, rules: Plain) -> Iterator[Finding]:
    sections: dict[str, list[Said]] = {}
    for said in about.said:
        if said.kind != "full":
            sections.setdefault(said.section, []).append(said)
    for grades in rules.grades:
        for section, texts_of in sections.items() if grades.section is not None else ():
            figures = _reading(texts_of, rules)
            if figures.words >= rules.limits.section_words:
                assert grades.section is not None
                if told := _too_hard(figures, grades, grades.section):
                    first = texts_of[0]
                    key = section if first.file == about.words_file else ""
                    what = f"{told}; hardest: {quoted(_hardest(texts_of, rules))}"
                    yield found(GRADE, first.file, key, what)
        if told := _too_hard(_reading(about.printed, rules), grades, grades.whole):
            yield found(GRADE_ALL, about.words_file, "", f"all printed words: {told}")


def _too_hard(figures: Reading, grades: Grades, limit: float) -> str:
    """What a formula says of a text that is too hard; empty for one that is not."""
    name, work_out, easier = FORMULAS[grades.formula]
    value = work_out(figures)
    if (value < limit) if easier else (value > limit):
        return f"{name} {value:.1f}, {limit:g} at {'least' if easier else 'most'}"
    return ""


def _hardest(said: Iterable[Said], rules: Plain) -> str:
    """The sentence with the most syllables: the one to begin with."""
    parts = [sentence for each in said for sentence in sentences(each.text)]
    return max(parts, key=lambda part: reading([part], rules.lang, rules.syllables).syllables)


@lru_cache(maxsize=256)
def _pattern(words_of: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(f'(?:{word})' for word in words_of)})\b", re.IGNORECASE)


def _sentence_with(text: str, match: re.Match[str]) -> str:
    """The sentence that a match in a text without marks stands in."""
    at = 0
    for part in sentences(text):
        at = text.index(part, at)
        if at <= match.start() < at + len(part):
            return part
        at += len(part)
    return text


def _listed(said: Said, listed: Iterable[str], own: str = "") -> Iterator[tuple[str, str]]:
    """Each word of a list that a text has, as it stands there, with its sentence; not in a name of the muscle."""
    if not (listed := tuple(listed)):
        return
    text = plain(said.text)
    for match in _pattern(listed).finditer(text):
        if match[0].casefold() not in own.casefold().split():
            yield match[0], _sentence_with(text, match)


def _lists(about: Judged, rules: Plain) -> Iterator[Finding]:
    own = about.muscle.words.name
    for said in (*about.said, *about.headings):
        for rule, offered in ((BANNED, rules.banned), (JARGON, rules.jargon)):
            for word, sentence in _listed(said, offered, own):
                better = next(text for key, text in offered.items() if _pattern((key,)).fullmatch(word))
                what = f"has {word!r}: {quoted(sentence)}"
                yield found(rule, said.file, said.key, what, f"write “{better}”")
    for said in (*about.said, *about.headings, *_cards(about)):
        for word, sentence in _listed(said, rules.claims):
            yield found(CLAIM, said.file, said.key, f"promises with {word!r}: {quoted(sentence)}")
        for word, sentence in _listed(said, rules.promises):
            yield found(PROMISE, said.file, said.key, f"says {word!r}: {quoted(sentence)}")
        for word, sentence in _listed(said, rules.spelling):
            better = next(text for key, text in rules.spelling.items() if _pattern((key,)).fullmatch(word))
            yield found(SPELLING, said.file, said.key, f"has {word!r}: {quoted(sentence)}", f"write “{better}”")
        yield from _shouts(said, rules)


def _shouts(said: Said, rules: Plain) -> Iterator[Finding]:
    if "!" in said.text:
        yield found(SHOUTING, said.file, said.key, f"has an exclamation mark: {quoted(plain(said.text))}")
    for word in CAPITALS.findall(plain(said.text)):
        if word not in rules.capitals:
            yield found(SHOUTING, said.file, said.key, f"has {word!r} in capitals: {quoted(plain(said.text))}")


def _cards(about: Judged) -> Iterator[Said]:
    for card in about.muscle.facts.cards:
        words_of = about.muscle.words.cards[card.id]
        for name, text in words_of.model_dump().items():
            if text and not card.retired:
                yield Said("cards", about.words_file, f"cards.{card.id}.{name}", text, "heading")
    for basic in about.muscle.basics if about.muscle.facts.cards else ():
        for name, text in basic.words.model_dump().items():
            if text and not basic.card.retired:
                yield Said("cards", words_file(about.lang), f"{basic.card.id}.{name}", text, "heading")


def _terms(about: Judged, rules: Plain) -> Iterator[Finding]:
    own = {name.casefold() for name in (about.muscle.words.name, about.muscle.words.plain_name)}
    for term in rules.terms:
        pattern = _pattern((term,))
        for said in about.said:
            text = plain(said.text)
            if (match := pattern.search(text)) is None:
                continue
            if match[0].casefold() not in own and not _is_explained(text, term, rules):
                sentence = _sentence_with(text, match)
                what = f"{match[0]!r} stands here first and is not explained: {quoted(sentence)}"
                yield found(TERM, said.file, said.key, what)
            break


def _is_explained(text: str, term: str, rules: Plain) -> bool:
    return any(re.search(way.replace("{term}", f"(?:{term})"), text, re.IGNORECASE) for way in rules.explained)


def passive_share(about: Judged, rules: Plain) -> float:
    """The share of printed sentences that have a passive form."""
    return _share(about, rules.passive)


def _share(about: Judged, forms: Iterable[str]) -> float:
    parts = [part for said in about.printed if said.kind == "prose" for part in sentences(said.text)]
    pattern = _pattern(tuple(forms))
    return sum(bool(pattern.search(part)) for part in parts) / max(1, len(parts))


def _voice(about: Judged, rules: Plain) -> Iterator[Finding]:
    if rules.passive and (share := passive_share(about, rules)) > rules.limits.passive:
        what = f"{share:.0%} of the sentences name nobody who acts, {rules.limits.passive:.0%} at most"
        first = next(part for s in about.printed for part in sentences(s.text) if _pattern(rules.passive).search(part))
        yield found(PASSIVE, about.words_file, "", f"{what}, such as {quoted(first)}")
    speaks = (*rules.you, *(f"(?<![^.!?] ){verb}" for verb in rules.verbs))
    if rules.you and (share := _share(about, speaks)) < rules.limits.you:
        what = f"{share:.0%} of the sentences speak to the reader, {rules.limits.you:.0%} at least"
        yield found(YOU, about.words_file, "", what)


def _filled(about: Judged, rules: Plain) -> Iterator[Finding]:
    """What a handout fills in must not be written out."""
    for key, text in texts(about.muscle.words.model_dump()):
        said = Said("", about.words_file, key, text)
        if not key.startswith(("cards.", "sides.", "clinician.")):
            for word, sentence in _listed(said, rules.sides):
                yield found(SIDE, said.file, key, f"names a side, {word!r}: {quoted(sentence)}")
            for word, sentence in _listed(said, rules.times):
                yield found(TIMES, said.file, key, f"writes out {word!r}: {quoted(sentence)}")
