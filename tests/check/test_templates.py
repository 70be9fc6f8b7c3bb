"""Templates a person has changed: every mistake is one line with the file, the key and what was likely meant."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handouts.check.gate import check_all
from handouts.clinic.file import read_clinic
from handouts.content.library import Muscle
from handouts.content.reader import load
from handouts.deck.words import load_deck_words
from handouts.errors import ContentError, HandoutsError
from handouts.files import data_dir, read_toml
from handouts.handout.plan import handout
from handouts.style.theme import Theme, load_theme
from handouts.style.words import Locale, load_locale, load_strings, locale_tags

pytestmark = pytest.mark.long

PACKAGED = data_dir("templates")
Changed = Callable[..., tuple[Path, ...]]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """A person's own template folder before the packaged one: `changed(file, old, new, ...)`."""

    def change(name: str, *pairs: str, to: str = "") -> tuple[Path, ...]:
        text = (PACKAGED / name).read_text("utf-8")
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "templates" / (to or name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return tmp_path / "templates", PACKAGED

    return change


def problems(call: Callable[..., object], *arguments: Any) -> list[str]:
    with pytest.raises(ContentError) as caught:
        call(*arguments)
    return [str(problem) for problem in caught.value.problems]


def found_by_check(folders: tuple[Path, ...]) -> list[str]:
    return [str(problem) for problem in check_all([data_dir("content")], folders, ["gastrocnemius"]).problems]


# --- TOML ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"a = ", b"a = '\xff'", b"a = " + b"[" * 5000, b"a = 2026-02-30"])
def test_what_is_no_toml_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    (line,) = problems(read_toml, path, "templates/x.toml")
    assert line.startswith(("templates/x.toml: is not readable TOML: ", "templates/x.toml: is not UTF-8 text"))
    assert "\n" not in line


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes(b"\xef\xbb\xbfa = 1\n")
    assert read_toml(tmp_path / "x.toml", "x.toml") == {"a": 1}


def test_a_file_that_cannot_be_opened_is_not_called_bad_toml(tmp_path: Path) -> None:
    assert problems(read_toml, tmp_path, "x.toml") == ["x.toml: cannot be read: it is a folder, not a file"]


def test_every_reader_says_which_file(tmp_path: Path, theme: Theme) -> None:
    deep = "a = " + "[" * 5000
    own = tmp_path / "own"
    for name in ("theme.toml", "locales.toml", "strings/en.toml", "anki/en.toml", "muscles/calf/muscle.toml", "c.toml"):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(deep)
    found = [
        *problems(load_theme, (own,)),
        *problems(load_locale, (own,), None),
        *problems(load_strings, (own,), "en"),
        *problems(load_deck_words, (own,), "en"),
        *problems(read_clinic, own / "c.toml", theme),
        problems(load, [own])[-1],
    ]
    assert [line.partition(": is not readable TOML: ")[0] for line in found] == [
        "templates/theme.toml",
        "templates/locales.toml",
        "templates/strings/en.toml",
        "templates/anki/en.toml",
        "c.toml",
        "content/muscles/calf/muscle.toml",
    ]


# --- the theme -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ink = "#1A1A1A"', 'ink = "black"', "colour.ink: 'black' is no colour"),
        ('ink = "#1A1A1A"', 'ink = "#FFF"', "colour.ink: '#FFF' is no colour"),
        ('ink = "#1A1A1A"', 'ink = "#1A1A1A\\n"', "colour.ink: "),
        ('accent = "#0B4F5C"', 'acent = "#0B4F5C"', "colour.acent: unknown key; did you mean 'accent'?"),
        ('accent = "#0B4F5C"', 'acent = "#0B4F5C"', "colour.accent: is missing"),
        ('floor = "#8A8A8A"', 'flor = "#8A8A8A"', "saver.flor: unknown key; did you mean 'floor'?"),
        ('"skin.hi" = "#FBF2EA"', "skin.hi = 3", "skin.light.skin: "),
        ('body = ["R", 12.5, 16]', 'body = ["R"]', "type.normal.body: "),
        ('body = ["R", 12.5, 16]', 'body = ["X", 12.5, 16]', "type.normal.body: "),
        ('body = ["R", 12.5, 16]', 'body = ["R", -1, 16]', "type.normal.body: "),
        ('body = ["R", 12.5, 16]', 'body = ["R", inf, 16]', "type.normal.body[2]: is no number"),
        ('body = ["R", 12.5, 16]', 'body = ["R", true, 16]', "type.normal.body: "),
        ('body = ["R", 12.5, 16]', 'body = [["R"], 12.5, 16]', "type.normal.body: "),
        ("[type.giant]", "[type.gaint]", "type.gaint: unknown key; did you mean 'giant'?"),
        ("[type.giant]", "[type.gaint]", "type.giant: is missing"),
        ("[figure]", "[figures]", "figures: unknown key; did you mean 'figure'?"),
        ("[figure]", "[figures]", "figure: is missing"),
        ('text = "#1A1A1A"', 'txt = "#1A1A1A"', "figure.text: is missing"),
    ],
)
def test_a_wrong_theme_is_said(changed: Changed, old: str, new: str, said: str) -> None:
    folders = changed("theme.toml", old, new)
    assert [line for line in problems(load_theme, folders) if line.startswith(f"templates/theme.toml: {said}")]
    assert set(problems(load_theme, folders)) <= set(found_by_check(folders))


def test_one_misspelt_table_brings_no_more_problems_with_it(changed: Changed) -> None:
    assert len(problems(load_theme, changed("theme.toml", "[figure]", "[figures]"))) == 2


@pytest.mark.parametrize("text", ["colour = 3", "skin = 3\ntype = []", "[skin]\nlight = 3"])
def test_a_theme_of_the_wrong_shape_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "theme.toml").write_text(text)
    found = problems(load_theme, (tmp_path,))
    assert any(line.endswith("is not a table") for line in found)
    assert all(line.startswith("templates/theme.toml: ") for line in found)


# --- locales -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('paper = "letter"', 'paper = "a5"', "en-US.paper: 'a5' is none of a4, letter"),
        ('paper = "letter"', "paper = []", "en-US.paper: [] is none of a4, letter"),
        ('paper = "letter"', 'papr = "letter"', "en-US.papr: unknown key; did you mean 'paper'?"),
        ('paper = "letter"', 'papr = "letter"', "en-US.paper: is missing"),
        ('emergency = "911"', "emergency = 911", "en-US.emergency: is not text"),
        ('emergency = "911"', 'emergency = " "', "en-US.emergency: is not text"),
        ("advice_is_number = false", "advice_is_number = 0", "en-US.advice_is_number: is neither true nor false"),
        ("checked = 2026-11-26", 'checked = "soon"', "en-US.checked: 'soon' is no date such as 2026-11-26"),
        ("checked = 2026-11-26\n", "", "en-US.checked: is missing"),
        ('source = "911', 'sorce = "911', "en-US.sorce: unknown key; did you mean 'source'?"),
        ('hospital = "an emergency room"\n', "", "en-US.hospital: is missing"),
        ('date = "%B %-d, %Y"', 'date = "%b %-d, %Y"', "en-US.date: "),
    ],
)
def test_a_wrong_locale_is_said(changed: Changed, old: str, new: str, said: str) -> None:
    start = "[en-US]\n"
    before, after = (PACKAGED / "locales.toml").read_text("utf-8").split(start)
    folders = changed("locales.toml", before + start + after, before + start + after.replace(old, new, 1))
    assert [
        line for line in problems(load_locale, folders, "en-US") if line.startswith(f"templates/locales.toml: {said}")
    ]
    assert load_locale(folders, "en-GB").emergency == "999"
    assert [line for line in found_by_check(folders) if line.startswith(f"templates/locales.toml: {said}")]


@pytest.mark.parametrize("tag", [None, *locale_tags((PACKAGED,))])
def test_a_number_of_one_place_never_stands_for_another(tag: str | None) -> None:
    """The plain locale names no number; 999, 911, 000 and 112 stand only where they are the number to call."""
    locale = load_locale((PACKAGED,), tag)
    right = {"en-GB": {"999", "111"}, "en-IE": {"112", "999"}, "en-US": {"911"}, "en-CA": {"911", "811"}}
    right |= {"en-GB-SCT": {"999", "111", "24"}, "en-GB-NIR": {"999"}}
    right["en-AU"] = {"000", "1800", "633", "422"}
    said = " ".join((locale.emergency, locale.advice, locale.hospital, locale.closed))
    assert set(re.findall(r"\d+", said)) == right.get(locale.tag, set())
    assert locale.emergency_is_number == any(char.isdigit() for char in locale.emergency)
    assert locale.advice_is_number == any(char.isdigit() for char in locale.advice)
    assert locale.closed or locale.tag == "plain"


@pytest.mark.parametrize(("text", "said"), [("plain = 3", "plain: is not a table"), ("", "plain: is missing")])
def test_the_plain_locale_must_be_a_table(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "locales.toml").write_text(text)
    assert problems(load_locale, (tmp_path,), None) == [f"templates/locales.toml: {said}"]


# --- interface words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("number = ", "numbr = ", "page.number: is missing"),
        ("number = ", "numbr = ", "page.numbr: unknown key; did you mean 'page.number'?"),
        ("{page} of", "{pag} of", "page.number: unknown {pag}; did you mean 'page'?"),
        ("{page} of", "{pag} of", "page.number: {page} is missing"),
        ("{page} of {pages}", "{page}", "page.number: {pages} is missing"),
        ("{page} of {pages}", "{page of {pages}", "page.number: has a { or } without its partner"),
        ('for = "For"', 'for = "For {x}"', "title.for: unknown {x}"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_check_compares_words_with_the_packaged_ones(
    changed: Changed, old: str, new: str, said: str, lang: str
) -> None:
    folders = changed("strings/en.toml", old, new, to=f"strings/{lang}.toml")
    assert f"templates/strings/{lang}.toml: {said}" in found_by_check(folders)


def test_check_finds_a_role_that_nothing_paints(changed: Changed) -> None:
    found = found_by_check(changed("theme.toml", '"ink.bone" = ', '"ink.bonne" = '))
    (line,) = found
    assert line.startswith("templates/theme.toml: figure.ink.bone: is missing; did you mean 'ink.bonne'?")
    assert line.endswith("is drawn with it")


@pytest.mark.parametrize(("old", "new"), [("number = ", "numbr = "), ("{page} of", "{pag} of")])
def test_a_wrong_page_number_is_no_crash(changed: Changed, calf: Muscle, locale: Locale, old: str, new: str) -> None:
    strings = load_strings(changed("strings/en.toml", old, new), "en")
    with pytest.raises(HandoutsError, match=r"^templates/strings/en\.toml: page\.number: "):
        handout(calf, strings, locale)


@pytest.mark.parametrize("name", ["page.x", "page[0]", "page!r", "page:>999999999", "page:{pages}", "{page}", "0", ""])
def test_nothing_but_a_plain_name_stands_in_braces(changed: Changed, name: str) -> None:
    (said,) = problems(load_strings, changed("strings/en.toml", "{page} of", f"{{{name}}} of"), "en")
    assert said.startswith("templates/strings/en.toml: page.number: has ")


def test_the_packaged_templates_are_right(tmp_path: Path, two_muscles: Path) -> None:
    shutil.copytree(PACKAGED, tmp_path / "templates")
    report = check_all([two_muscles], (tmp_path / "templates", PACKAGED))
    assert not report.problems
    assert all("no problem" in line for line in report.lines)
