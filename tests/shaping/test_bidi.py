"""Directions: what stands where in a line of mixed letters."""

from __future__ import annotations

import unicodedata
from itertools import product
from pathlib import Path

import pytest

from handouts.shaping.bidi import (
    any_right_to_left,
    embedding_levels,
    levels,
    paragraph_level,
    visual_order,
)

OFFICIAL = Path("/usr/share/unicode/BidiCharacterTest.txt")
EXPLICIT = frozenset("LRE RLE LRO RLO PDF LRI RLI FSI PDI".split())  # noqa: SIM905


def ready(text: str) -> str:
    """Letters as the cases are written: capitals are Hebrew, small letters after a ^ are Arabic."""
    made, arabic = "", False
    for char in text:
        if char == "^":
            arabic = True
        elif char.isascii() and char.isupper():
            made += chr(0x5D0 + ord(char) - 65)
        elif arabic and char.islower():
            made += chr(0x628 + ord(char) - 97)
        else:
            made, arabic = made + char, False
    return made


def on_paper_of(text: str) -> str:
    """What stands on paper, from left to right, in the letters that cases are written in."""
    written = {chr(0x5D0 + n): chr(65 + n) for n in range(26)} | {chr(0x628 + n): chr(97 + n) for n in range(26)}
    order = visual_order(levels(text))
    return "".join(written.get(text[index], text[index]) for index in order)


@pytest.mark.parametrize(
    ("text", "on_paper"),
    [
        ("abc def", "abc def"),
        ("ABC", "CBA"),
        ("ABC DEF", "FED CBA"),
        ("abc DEF ghi", "abc FED ghi"),
        ("abc DEF GHI jkl", "abc IHG FED jkl"),
        ("ABC def GHI", "IHG def CBA"),
        ("ABC def ghi JKL", "LKJ def ghi CBA"),
        ("ABC 12", "12 CBA"),
        ("ABC 12 DEF", "FED 12 CBA"),
        ("12 ABC", "CBA 12"),
        ("abc 12 DEF", "abc 12 FED"),
        ("abc DEF 12", "abc 12 FED"),
        ("abc DEF 12 ghi", "abc 12 FED ghi"),
        ("ABC 12%", "12% CBA"),
        ("ABC $12", "$12 CBA"),
        ("ABC 1.5 DEF", "FED 1.5 CBA"),
        ("ABC 1,000 DEF", "FED 1,000 CBA"),
        ("ABC 052-123-4567", "052-123-4567 CBA"),
        ("ABC 052 123 4567 DEF", "FED 052 123 4567 CBA"),
        ("ABC 3-4 DEF", "FED 3-4 CBA"),
        ("ABC 3\u20134 DEF", "FED 3\u20134 CBA"),
        ("ABC 23/11/2026", "23/11/2026 CBA"),
        ("ABC 10:30", "10:30 CBA"),
        ("ABC +44 20 7946 0018", "+44 20 7946 0018 CBA"),
        ("ABC (020) 7946 0018", "(020) 7946 0018 CBA"),
        ("ABC, DEF", "FED ,CBA"),
        ("ABC.", ".CBA"),
        ("ABC!", "!CBA"),
        ("abc DEF!", "abc FED!"),
        ("abc, DEF", "abc, FED"),
        ("ABC (DEF)", ")FED( CBA"),
        ("ABC (def)", ")def( CBA"),
        ("ABC (12)", ")12( CBA"),
        ("ABC (30 DEF)", ")FED 30( CBA"),
        ("abc (DEF)", "abc (FED)"),
        ("abc (DEF) ghi", "abc (FED) ghi"),
        ("abc (DEF ghi)", "abc (FED ghi)"),
        ("ABC (def) GHI", "IHG )def( CBA"),
        ("ABC [def] (ghi)", ")ghi( ]def[ CBA"),
        ("ABC (def [GHI] jkl)", ")jkl ]IHG[ def( CBA"),
        ("abc (DEF [ghi] JKL)", "abc (FED [ghi] LKJ)"),
        ("ABC (def", "def( CBA"),
        ("ABC) def", "def )CBA"),
        ("abc (DEF", "abc (FED"),
        ("ABC-DEF", "FED-CBA"),
        ("abc-DEF", "abc-FED"),
        ("ABC-def", "def-CBA"),
        ("ABC a@b.example DEF", "FED a@b.example CBA"),
        ("ABC www.a.example.", ".www.a.example CBA"),
        ("abc DEF, GHI jkl", "abc IHG ,FED jkl"),
        ("ABC def, ghi JKL", "LKJ def, ghi CBA"),
        ("abc: DEF 12, 13", "abc: FED 12, 13"),
        ("^abc", "cba"),
        ("^abc def", "def cba"),
        ("^abc 12", "12 cba"),
        ("^abc 12-13", "12-13 cba"),
        ("^abc 0501-234-567 ^def", "fed 0501-234-567 cba"),
        ("^abc 2\u00d7 ^def", "fed \u00d72 cba"),
        ("ali (^def) hassan", "ali (fed) hassan"),
        ("^abc ABC", "CBA cba"),
        ("^abc A 12", "12 A cba"),
        ("ABC \u05be DEF", "FED \u05be CBA"),
        ("ABC\u05beDEF", "FED\u05beCBA"),
        ("*2 ABC", "CBA 2*"),
        ("abc *2 ABC", "abc *2 CBA"),
        ("#1 ABC", "CBA #1"),
        ("A b C d E", "E d C b A"),
        ("a B c D e", "a B c D e"),
        ("AB cd 12 EF", "FE cd 12 BA"),
        ("AB cd, 12 EF", "FE cd, 12 BA"),
        ("ab CD 12, EF gh", "ab FE ,12 DC gh"),
        ("", ""),
        ("12", "12"),
        ("12-13", "12-13"),
        ("...", "..."),
    ],
)
def test_what_stands_where(text: str, on_paper: str) -> None:
    assert on_paper_of(ready(text)) == on_paper


@pytest.mark.parametrize(
    ("text", "base"),
    [("abc", 0), ("ABC", 1), ("12 ABC", 1), ("12 abc ABC", 0), ("(ABC) abc", 1), ("^abc d", 1), ("", 0), ("12", 0)],
)
def test_the_first_letter_says_how_a_paragraph_is_read(text: str, base: int) -> None:
    assert paragraph_level(ready(text)) == base


def test_spaces_at_the_end_are_the_paragraphs() -> None:
    assert embedding_levels(ready("abc DE  "), 0)[-2:] == [0, 0]
    assert embedding_levels(ready("AB cd  "), 1)[-2:] == [1, 1]


def test_a_mark_goes_with_its_letter() -> None:
    assert levels("\u05e9\u05b8\u05e8") == [1, 1, 1]
    assert levels("a\u0301\u05e9\u05c1") == [0, 0, 1, 1]
    assert levels("\u05e9(a\u0301)\u0301") == [1, 1, 2, 2, 1, 1]


def test_any_right_to_left_letter_is_found() -> None:
    assert any_right_to_left("Ali (\u0639\u0644\u064a)")
    assert not any_right_to_left("Zoë 中文 ไทย 12")


@pytest.mark.parametrize("base", [0, 1])
def test_every_character_stands_once_on_the_paper(base: int) -> None:
    for letters in product("a\u05d0\u06281(-", repeat=4):
        text = "".join(letters)
        order = visual_order(levels(text, base))
        assert sorted(order) == list(range(len(text)))


def test_without_letters_nothing_turns_round() -> None:
    assert levels("12-13 (4)") == [0] * 9


@pytest.mark.long
@pytest.mark.skipif(not OFFICIAL.is_file(), reason="needs Unicode's own cases: apt-get install unicode-data")
def test_unicodes_own_cases_hold_but_those_with_embeddings() -> None:
    run = 0
    for line in OFFICIAL.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        codes, _, base, wanted, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        if any(unicodedata.bidirectional(char) in EXPLICIT for char in text):
            continue
        found = embedding_levels(text, int(base))
        counted = [index for index, level in enumerate(wanted.split()) if level != "x"]
        assert [found[index] for index in counted] == [int(wanted.split()[index]) for index in counted], line
        own = [counted[index] for index in visual_order([found[index] for index in counted])]
        assert own == [int(index) for index in order.split()], line
        run += 1
    assert run > 90_000
