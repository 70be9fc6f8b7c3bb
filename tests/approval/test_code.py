"""The short code on paper: read as it is typed, and a slip of the pen is found."""

from __future__ import annotations

import random

import pytest

from handouts.approval.code import ALPHABET, EXAMPLE, code_of, read_code
from handouts.errors import HandoutsError

CODES = [code_of("a sample", str(number)) for number in range(30)]


def test_a_code_is_read_as_it_is_printed_and_as_it_is_typed() -> None:
    for code in (*CODES, EXAMPLE):
        assert read_code(code) == read_code(code.lower().replace("-", " ")) == read_code(code.replace("-", "")) == code


def test_no_character_is_taken_for_another() -> None:
    assert not set("01ILO") & set(ALPHABET)
    assert len(ALPHABET) == 31


def test_one_wrong_character_is_always_found() -> None:
    for code in CODES[:5]:
        for place, char in enumerate(code):
            for other in set(ALPHABET) - {char} if char != "-" else ():
                with pytest.raises(HandoutsError, match="mistyped"):
                    read_code(code[:place] + other + code[place + 1 :])


def test_two_exchanged_characters_are_always_found() -> None:
    for code in CODES:
        plain = code.replace("-", "")
        for first, second in [(a, b) for a in range(9) for b in range(a) if plain[a] != plain[b]]:
            chars = list(plain)
            chars[first], chars[second] = chars[second], chars[first]
            with pytest.raises(HandoutsError, match="mistyped"):
                read_code("".join(chars))


@pytest.mark.parametrize("text", ["", "E3T", "E3T-5RZ-NH", "E3T-5RZ-NHO", "0000000000", "<script>"])
def test_what_is_no_code_is_told(text: str) -> None:
    with pytest.raises(HandoutsError, match="no code"):
        read_code(text)


def test_different_contents_have_different_codes() -> None:
    drawn = random.Random(3)
    assert len({code_of(str(drawn.random())) for _ in range(5000)}) == 5000
