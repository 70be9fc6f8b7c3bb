"""Counts how hard a text is to read. No dictionary: syllables are groups of vowels, with a few rules and exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
SENTENCE_END = re.compile(r"(?<=[.!?…])(?:\*\*)?\s+")
GAP = re.compile(r"\[\[\d+::(.+?)(?:::.+?)?\]\]")
_SILENT = (r"[^aeiouyscxzhgl]es$", r"[^aeioudty]ed$", r"[^aeiouyl]e$", r"[aeiouy]le$", r"[aeiouy]les$")
_SPOKEN = (r"(?<![tscg])io(?!u)", r"(?<![tc])ia", r"eo(?!p)", r"(?<!q)u[ao]")
_INNER_E = re.compile(r"[^aeiouy]e(?:ly|ful|ment|ness|less|some)")
_GERMAN = re.compile(r"aa|ee|ie|oo|uu|ai|ei|au|eu|äu|[aeiouyäöü]")
LONG_WORD = 6
"""Letters; longer words count in the formulas made for German."""


@dataclass(frozen=True)
class Reading:
    """Figures of a text: words, sentences, syllables, words by length, and what follows from them."""

    words: int
    sentences: int
    syllables: int
    many: int
    """Words of three or more syllables."""
    one: int
    """Words of one syllable."""
    long: int
    """Words of more than six letters."""

    @property
    def length(self) -> float:
        """Mean number of words in a sentence."""
        return self.words / self.sentences

    @property
    def flesch_kincaid(self) -> float:
        """Flesch-Kincaid grade: the school year that can read it."""
        return 0.39 * self.length + 11.8 * self.syllables / self.words - 15.59

    @property
    def ease(self) -> float:
        """Flesch reading ease: 0 hard, 100 easy."""
        return 206.835 - 1.015 * self.length - 84.6 * self.syllables / self.words

    @property
    def smog(self) -> float:
        """SMOG grade, made for 30 sentences or more."""
        return 1.043 * sqrt(self.many * 30 / self.sentences) + 3.1291

    @property
    def amstad(self) -> float:
        """Flesch reading ease as Amstad set it for German: 0 hard, 100 easy."""
        return 180 - self.length - 58.5 * self.syllables / self.words

    @property
    def wiener(self) -> float:
        """First Viennese formula for non-fiction: the school year that can read it."""
        many, long, one = (100 * count / self.words for count in (self.many, self.long, self.one))
        return 0.1935 * many + 0.1672 * self.length + 0.1297 * long - 0.0327 * one - 0.875

    @property
    def lix(self) -> float:
        """LIX: below 40 easy, above 60 hard."""
        return self.length + 100 * self.long / self.words


FORMULAS: Mapping[str, tuple[str, Callable[[Reading], float], bool]] = {
    "flesch-kincaid": ("Flesch-Kincaid grade", lambda text: text.flesch_kincaid, False),
    "flesch-ease": ("Flesch reading ease", lambda text: text.ease, True),
    "smog": ("SMOG grade", lambda text: text.smog, False),
    "amstad": ("reading ease after Amstad", lambda text: text.amstad, True),
    "wiener": ("Viennese grade", lambda text: text.wiener, False),
    "lix": ("LIX", lambda text: text.lix, False),
}
"""What a formula is called, how it is worked out, and whether more of it is easier."""


def plain(text: str) -> str:
    """A text without its marks for strong words and gaps."""
    return GAP.sub(r"\1", text).replace("**", "")


def sentences(text: str) -> list[str]:
    """The sentences of a text; one without a full stop counts. A colon or a dash does not end one."""
    return [part for part in SENTENCE_END.split(plain(text).strip()) if WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text. A word with a hyphen counts as its parts."""
    return WORD.findall(plain(text))


def syllables(word: str, lang: str, known: Mapping[str, int]) -> int:
    """The number of syllables of a word, or of a number as it is spoken."""
    word = word.lower().replace("’", "'")
    if word in known:
        return known[word]
    if word.isdigit():
        return len(word)
    return _german(word) if lang == "de" else _english(word, known)


def _english(word: str, known: Mapping[str, int]) -> int:
    word = word.removesuffix("'s")
    if word in known:
        return known[word]
    groups = len(re.findall(r"[aeiouy]+", word))
    groups += any(re.search(pattern, word) for pattern in _SPOKEN)
    groups -= any(re.search(pattern, word) for pattern in _SILENT) + bool(_INNER_E.search(word))
    groups += bool(re.search(r"[aeiouy]ing$", word))
    return max(1, groups)


def _german(word: str) -> int:
    return max(1, len(_GERMAN.findall(word)))


def reading(texts: Iterable[str], lang: str, known: Mapping[str, int]) -> Reading:
    """The figures of several texts together."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in parts for word in words(sentence)]
    counts = [syllables(word, lang, known) for word in spoken]
    many, one = sum(count >= 3 for count in counts), sum(count == 1 for count in counts)
    return Reading(len(spoken), len(parts), sum(counts), many, one, sum(len(word) > LONG_WORD for word in spoken))
