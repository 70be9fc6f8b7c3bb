"""Words follow the side: no text names the other leg as the one that is treated."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from handouts.cli.main import main
from handouts.content.filling import UNFILLED, fill
from handouts.content.library import Muscle
from handouts.content.spoken import spoken
from handouts.content.texts import texts
from handouts.figures.compose import make_figure
from handouts.figures.style import FigureStyle
from handouts.style.choices import Shown, Side

NAMED = re.compile(r"\b(?:left|right)\b", re.IGNORECASE)


def said(calf: Muscle, shown: Shown) -> dict[str, str]:
    """Every text of the content that is filled in, for a side."""
    words = spoken(calf, shown, calf.facts.dose, "your doctor").words
    return {key: text for key, text in texts(words.model_dump()) if key.split(".")[0] not in UNFILLED}


def mirrored(text: str) -> str:
    """A text with left and right the other way round."""
    return re.sub(r"\b(left|right)\b", lambda match: {"left": "right", "right": "left"}[match[1]], text)


def test_the_content_names_neither_side_itself(calf: Muscle) -> None:
    found = {key: text for key, text in texts(calf.words.model_dump()) if NAMED.search(text)}
    assert not [key for key in found if not key.startswith(("cards.", "sides."))]


def test_words_for_the_left_are_the_mirror_of_those_for_the_right(calf: Muscle) -> None:
    left, right = said(calf, "left"), said(calf, "right")
    assert left != right
    assert {key: mirrored(text) for key, text in left.items()} == right


@pytest.mark.parametrize("shown", ["left", "right", "both"])
def test_nothing_in_braces_is_left(calf: Muscle, shown: Shown) -> None:
    assert not [key for key, text in said(calf, shown).items() if "{" in text or "}" in text]


def test_words_for_either_side_name_neither(calf: Muscle) -> None:
    text = said(calf, "both")
    assert not [key for key, each in text.items() if NAMED.search(each)]
    assert "Step back with the leg you treat." in text["addons.stretch.steps.back"]


def test_a_sentence_starts_with_a_capital(calf: Muscle) -> None:
    for key, text in said(calf, "left").items():
        if key.endswith(".alt"):
            assert not re.search(r"[.:] (?:the left|the right)", text.replace(": the bones", "")), key


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_figures_alternative_names_its_own_side_as_the_treated_one(calf: Muscle, side: Side) -> None:
    other = {"left": "right", "right": "left"}[side]
    for spec in calf.facts.figures:
        alt = make_figure(calf, spec.id, FigureStyle(side=side)).alt
        first = NAMED.search(alt)
        assert first, spec.id
        assert first[0] == side, spec.id
        for match in re.finditer(rf"[^.]*\bthe {other} leg\b[^.]*", alt, re.IGNORECASE):
            assert spec.id in ("seated", "roller-normal", "roller-rest", "roller-lift", "roller-increased", "chair"), (
                match[0]
            )


@pytest.mark.parametrize("layout", ["full", "do"])
def test_a_left_handout_speaks_of_the_left_leg(tmp_path: Path, layout: str) -> None:
    out = tmp_path / "left.pdf"
    result = CliRunner().invoke(main, ["pdf", "gastrocnemius", "--side", "left", "--layout", layout, "-o", str(out)])
    assert result.exit_code == 0, result.output
    alts = alternatives(out)
    assert [alt for alt in alts if "the left leg" in alt.lower()]
    for alt in alts:
        first = NAMED.search(alt)
        assert first is None or first[0] == "left", alt


def test_an_svg_of_the_left_leg_says_so(tmp_path: Path) -> None:
    out = tmp_path / "left.svg"
    result = CliRunner().invoke(main, ["figure", "gastrocnemius", "pain-map", "--side", "left", "-o", str(out)])
    assert result.exit_code == 0, result.output
    text = out.read_text("utf-8")
    assert "Pain map of the left leg" in text
    assert "right leg" not in text


def test_a_batch_speaks_of_each_rows_own_leg(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("muscle,id,side\ngastrocnemius,1,left\ngastrocnemius,2,right\n", "utf-8")
    result = CliRunner().invoke(main, ["batch", str(roster), "-o", str(tmp_path / "run")])
    assert result.exit_code == 0, result.output
    for number, side in ((1, "left"), (2, "right")):
        (path,) = (tmp_path / "run").rglob(f"{number}.gastrocnemius.en.pdf")
        maps = [alt for alt in alternatives(path) if alt.startswith("Pain map")]
        assert maps
        assert all(f"the {side} leg" in alt for alt in maps)


def alternatives(path: Path) -> list[str]:
    """The text alternatives of a file's figures."""
    with pikepdf.open(path) as document:
        return [
            str(item.Alt)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item
        ]


def test_an_unknown_name_gives_the_likely_meant_one() -> None:
    with pytest.raises(ValueError, match=r"has \{thsi\}; did you mean 'this'"):
        fill("Rest {thsi}.", {"this": "the left leg", "other": "the right leg"})
