"""Places: each has its own country's numbers, whatever else its table in templates/locales.toml may say."""

from __future__ import annotations

import itertools

import pytest

from handouts.errors import HandoutsError
from handouts.files import data_dir
from handouts.style.words import load_locale, locale_tags, meant_locale, other_places

TEMPLATES = (data_dir("templates"),)
EMERGENCY = {"AU": "000", "CA": "911", "GB": "999", "IE": "112 or 999", "NZ": "111", "US": "911"}
"""The number to call in an emergency, by country."""
EMERGENCY["SCT"] = EMERGENCY["NIR"] = "999"
ADVICE = {"AU": "1800 633 422", "CA": "811", "GB": "111"}
"""The number for advice, by country; elsewhere there is none, and words say whom to ask."""


def country(tag: str) -> str:
    return tag.rpartition("-")[2]


def test_there_are_places_to_look_at() -> None:
    assert {"en-AU", "en-CA", "en-GB", "en-IE", "en-US"} <= set(locale_tags(TEMPLATES))


@pytest.mark.parametrize("tag", locale_tags(TEMPLATES))
def test_an_emergency_has_the_number_of_the_country(tag: str) -> None:
    """A new place needs its number here as well: typed twice, by somebody who has looked it up."""
    assert load_locale(TEMPLATES, tag).emergency == EMERGENCY[country(tag)]


@pytest.mark.parametrize("tag", locale_tags(TEMPLATES))
def test_advice_has_the_number_of_the_country_or_words(tag: str) -> None:
    locale = load_locale(TEMPLATES, tag)
    has_number = any(sign.isdecimal() for sign in locale.advice)
    assert has_number == (country(tag) in ADVICE)
    assert not has_number or locale.advice == ADVICE[country(tag)]


@pytest.mark.parametrize("tag", [None, *locale_tags(TEMPLATES)])
def test_what_is_called_a_number_is_one(tag: str | None) -> None:
    locale = load_locale(TEMPLATES, tag)
    assert locale.advice_is_number == any(sign.isdecimal() for sign in locale.advice)


def test_without_a_place_no_number_is_named() -> None:
    """Who has named no place may be anywhere: no number is right everywhere, so there are lines to write on."""
    plain = load_locale(TEMPLATES, None)
    assert not plain.emergency_is_number
    assert not any(sign.isdecimal() for sign in plain.emergency + plain.hospital + plain.advice + plain.closed)


@pytest.mark.parametrize("tag", ["en-gb", "EN_GB", "en_GB", " en-GB", "GB", "uk", "UK", "en-UK"])
def test_a_tag_may_be_written_in_any_case(tag: str) -> None:
    assert load_locale(TEMPLATES, tag).tag == "en-GB"


@pytest.mark.parametrize(
    ("asked", "tag"),
    [("Scotland", "en-GB-SCT"), ("en_gb_sct", "en-GB-SCT"), ("Northern Ireland", "en-GB-NIR"), ("Wales", "en-GB")],
)
def test_countries_of_the_united_kingdom_have_names(asked: str, tag: str) -> None:
    assert load_locale(TEMPLATES, asked).tag == tag


def test_a_place_whose_tag_means_more_is_told_with_the_others() -> None:
    others = "write en-GB-NIR for Northern Ireland, en-GB-SCT for Scotland"
    assert other_places(TEMPLATES, "gb") == f"locale en-GB: the numbers of England and Wales; {others}"
    assert not any(other_places(TEMPLATES, tag) for tag in ("England", "en-GB-SCT", "en-IE", "en-US"))
    with pytest.raises(HandoutsError, match=r"en-GB \(England and Wales\), .*en-GB-SCT \(Scotland\)"):
        load_locale(TEMPLATES, "fr")


def test_no_tag_of_a_country_is_taken_for_another_ones() -> None:
    """All tags of two letters and some of three, with a language and without: what is not known gets no guess."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    countries = ["".join(pair) for pair in itertools.product(letters, repeat=2)]
    countries += ["aut", "aus", "can", "che", "gbr", "irl", "nzl", "usa", "zaf", "can-qc", "au-nsw"]
    known = {tag.casefold() for tag in locale_tags(TEMPLATES)} | {"gb", "uk", "en-uk"}
    places = dict.fromkeys(locale_tags(TEMPLATES), "")
    guessed = []
    for country in countries:
        for tag in (country, f"en-{country}", f"en_{country.upper()}", f"de-{country}"):
            if tag.casefold().replace("_", "-") not in known:
                with pytest.raises(HandoutsError) as caught:
                    meant_locale(tag, places)
                guessed += [tag] if "did you mean" in str(caught.value) else []
    assert guessed == []


def test_the_same_letters_with_other_signs_get_a_guess() -> None:
    with pytest.raises(HandoutsError, match="did you mean 'en-AU'"):
        load_locale(TEMPLATES, "en.AU")


@pytest.mark.parametrize("tag", ["en-BG", "en-SG", "en-ZA", "de-AU", "ie", "en"])
def test_a_guess_never_points_to_another_country(tag: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_locale(TEMPLATES, tag)
    assert "did you mean" not in str(caught.value)
    assert "there is: " in str(caught.value)
