"""A card template shows words and chooses between parts. It runs nothing, reads nothing, and ends soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.deck.note_types import note_types
from handouts.deck.words import load_deck_words
from handouts.errors import ContentError
from handouts.files import data_dir

PACKAGED = data_dir("templates")
WORDS = load_deck_words((PACKAGED,), "en")


def said(tmp_path: Path, name: str, text: str) -> str:
    """What is said of a template."""
    (tmp_path / "anki").mkdir(exist_ok=True)
    (tmp_path / "anki" / name).write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        note_types(WORDS, (tmp_path, PACKAGED))
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[[ cycler.__init__.__globals__.os.popen('id').read() ]]",
        "[[ ''.__class__.__mro__ ]]",
        "[[ words.__class__ ]]",
        "[[ words.model_dump() ]]",
        "[[ words.model_copy ]]",
        "[% for i in range(10**9) %]x[% endfor %]",
        "[[ 'x' * 999999999 ]]",
        "[[ 9**9**9**9 ]]",
        "[[ '%999999999d' % 1 ]]",
        "[[ '{:>999999999}'.format(1) ]]",
        "[[ 'x'|center(999999999) ]]",
        "[[ 'x'|format(1) ]]",
        "[% set x = 'x' %][[ x ~ x ]]",
        "[% macro x() %][% endmacro %]",
        "[% import 'anki/foot.html' as x %]",
        "[[ words['lang'] ]]",
        "[[ lipsum() ]]",
        "[% include 'anki/../theme.toml' %]",
        "[% include '/etc/passwd' %]",
        "[% include 'anki/foot.html' ~ 'x' %]",
        "[% include 'anki/question.html' %]",
        "[% extends 'anki/question.html' %]",
        "[% if %]",
        "[[ none_such ]]",
    ],
)
def test_what_a_template_may_not_have_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    message = said(tmp_path, "question.html", text)
    assert message.startswith("templates/")
    assert "uid=" not in message
    assert "root:" not in message
    assert len(message) < 400


def test_a_refused_part_is_named_with_file_and_line(tmp_path: Path) -> None:
    message = said(tmp_path, "foot.html", "<p>\n[% for x in 'ab' %][% endfor %]")
    assert message.startswith("templates/anki/foot.html:2: has a loop: a card template may have extends, block, ")


def test_templates_that_include_each_other_twice_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    for n in range(40):
        (tmp_path / "anki" / f"x{n}.html").write_text(f"[% include 'anki/x{n + 1}.html' %]" * 2)
    (tmp_path / "anki" / "x40.html").write_text("x")
    assert "includes more than 100 templates" in said(tmp_path, "question.html", "[% include 'anki/x0.html' %]")


def test_names_conditions_and_a_few_filters_are_enough(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    text = "[[ labels.source|upper ]][% if side == 'front' and not false %]{{Question}}[% else %]{{Answer}}[% endif %]"
    (tmp_path / "anki" / "question.html").write_text(text)
    page = note_types(WORDS, (tmp_path, PACKAGED))["question"].pages[0]
    assert (page.front, page.back) == ("SOURCE{{Question}}\n", "SOURCE{{Answer}}\n")


@pytest.mark.parametrize("name", ["nope", "muscle.x", "muscle!r", "muscle:>999999999", "0", ""])
def test_a_description_names_only_what_it_is_given(tmp_path: Path, name: str) -> None:
    (tmp_path / "anki").mkdir()
    text = (PACKAGED / "anki" / "en.toml").read_text("utf-8").replace("{muscle}", f"{{{name}}}")
    (tmp_path / "anki" / "en.toml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        load_deck_words((tmp_path,), "en")
    assert str(caught.value).startswith(f"templates/anki/en.toml: description: about: has {{{name}}}")
