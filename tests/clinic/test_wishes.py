"""How long a spot is held, which techniques are shown, and which exercises come with them."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from handouts.cli.main import main
from handouts.clinic.choices import LONGEST_NOTE
from handouts.content.dose import changed_dose, read_dose
from handouts.content.library import Muscle
from handouts.content.model import Dose


def run(out: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["pdf", "gastrocnemius", *args, "-o", str(out)])


def text_of(path: Path) -> str:
    """All words of a file."""
    document = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def held(path: Path) -> set[str]:
    """The seconds that a file says to hold a spot for."""
    return set(re.findall(r"hold (?:still )?(?:on it )?for (\d+) seconds", text_of(path), re.IGNORECASE))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "calf.pdf"


@pytest.fixture
def dose(calf: Muscle) -> Dose:
    return calf.facts.dose


def test_the_clinicians_hold_stands_wherever_a_spot_is_held(out: Path) -> None:
    assert run(out, "--dose", "hold=60").exit_code == 0
    assert held(out) == {"60"}


def test_the_one_page_sheet_has_the_same_hold(out: Path) -> None:
    assert run(out, "--layout", "do", "--dose", "hold=45").exit_code == 0
    assert held(out) == {"45"}


@pytest.mark.parametrize("seconds", ["5", "10-20", "120"])
def test_seconds_never_change_the_hold(dose: Dose, seconds: str) -> None:
    changed = changed_dose(dose, read_dose([f"seconds={seconds}"]), "gastrocnemius")
    assert changed.hold_seconds == dose.hold_seconds == 30


def test_the_hold_changes_nothing_else(dose: Dose) -> None:
    changed = changed_dose(dose, read_dose(["hold=90"]), "gastrocnemius")
    assert changed.model_dump() == {**dose.model_dump(), "hold_seconds": 90}


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("hold=91", "hold is 91 seconds; it may be 10 to 90"),
        ("hold=9", "hold is 9 seconds; it may be 10 to 90"),
        ("hold=30-60", "hold is one number of seconds, such as hold=60, not 30 to 60"),
        ("hodl=30", "did you mean 'hold'?"),
    ],
)
def test_a_hold_that_is_none_is_refused(out: Path, word: str, says: str) -> None:
    result = run(out, "--dose", word)
    assert result.exit_code == 1
    assert says in result.stderr
    assert not out.exists()


def test_a_clinics_hold_is_used_and_the_command_line_wins(out: Path, tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.toml"
    clinic.write_text("[dose]\nhold = 60\n", "utf-8")
    assert run(out, "--clinic", str(clinic)).exit_code == 0
    assert held(out) == {"60"}
    assert run(out, "--clinic", str(clinic), "--dose", "hold=20").exit_code == 0
    assert held(out) == {"20"}


def test_a_row_of_a_roster_has_its_own_hold(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("muscle,id,hold\ngastrocnemius,1,40\ngastrocnemius,2,30 to 40\n", "utf-8")
    result = CliRunner().invoke(main, ["batch", str(roster), "-o", str(tmp_path / "run")])
    assert result.exit_code == 3
    (path,) = (tmp_path / "run").rglob("*.pdf")
    assert held(path) == {"40"}
    (errors,) = (tmp_path / "run").rglob("errors.csv")
    assert "is no number from 10 to 90" in errors.read_text("utf-8")


def test_only_the_techniques_asked_for_are_shown(out: Path) -> None:
    assert run(out, "--technique", "chair, thumbs").exit_code == 0
    text = text_of(out)
    assert text.index("a firm ball on it") < text.index("Put both thumbs on a sore spot")
    assert "Put your hands behind you" not in text


def test_all_techniques_are_shown_when_none_is_named(out: Path) -> None:
    assert run(out).exit_code == 0
    text = text_of(out)
    for words in ("Put your hands behind you", "Put both thumbs on a sore spot", "a firm ball on it"):
        assert words in text


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--technique", "rolle"), "--technique: no 'rolle'; did you mean 'roller'? (there is: roller, thumbs, chair)"),
        (("--technique", "find"), "--technique: no 'find'"),
        (("--technique", ","), "--technique: is empty (there is: roller, thumbs, chair)"),
        (("--with", "strech"), "--with: no 'strech'; did you mean 'stretch'? (there is: stretch, heel-raise)"),
        (("--with", "stretch,heel"), "--with: no 'heel'"),
    ],
)
def test_an_unknown_name_is_one_clear_line(out: Path, args: tuple[str, ...], says: str) -> None:
    result = run(out, *args)
    assert result.exit_code == 1
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert not out.exists()


def test_exercises_can_be_asked_for(out: Path) -> None:
    assert run(out, "--with", "stretch,heel-raise").exit_code == 0


def test_the_list_of_sources_can_be_handed_over() -> None:
    result = CliRunner().invoke(main, ["show", "gastrocnemius", "--sources"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "Your calf muscle (gastrocnemius), 0.2.0"
    assert lines[2:] == sorted(lines[2:], key=str.casefold)
    assert any(line.startswith("Wilke J") and "https://doi.org/10.5114/biolsport.2018.78055" in line for line in lines)
    assert any(line.startswith("Calais-Germain") and "not consulted by us" in line for line in lines)
    assert any(line.startswith("Lee SSM") and line.endswith("This DOI has not been checked.") for line in lines)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--layout", "do", "--sheets", "1"), "--sheets is for the whole handout: leave it out with --layout do"),
        (("--checked-by", "Jo Brown"), "--checked-by is for the short sheet: add --layout do"),
        (("--with", "stretch", "--sheets", "1"), "--with: the exercises stand on sheet 2"),
        (("--with", "stretch", "--layout", "do"), "--with: the exercises stand on sheet 2"),
    ],
)
def test_an_option_that_would_do_nothing_is_told(out: Path, args: tuple[str, ...], says: str) -> None:
    result = run(out, *args)
    assert result.exit_code == 1
    assert says in result.output
    assert not out.exists()


def test_a_note_is_no_longer_than_that_of_a_roster(out: Path) -> None:
    result = run(out, "--note", "w" * (LONGEST_NOTE + 1))
    assert result.exit_code == 1
    assert "--note: is 12001 characters long; at most 12000 fit" in result.output
