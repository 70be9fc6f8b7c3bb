"""What people call a muscle is understood from one small index; what could be two muscles is not guessed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.cli.main import main
from handouts.content.library import Library
from handouts.content.reader import open_library
from handouts.deck.ledger import Ledger, write_ledger
from handouts.errors import HandoutsError
from handouts.files import data_dir


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A content folder of one's own with a second muscle that is a calf too."""
    folder = tmp_path / "own"
    shutil.copytree(data_dir("content") / "muscles/gastrocnemius", folder / "muscles/soleus")
    for path in (folder / "muscles/soleus").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('id = "gastrocnemius"', 'id = "soleus"'), "utf-8")
    (folder / "aliases.toml").write_text('soleus = ["calf", "Schollenmuskel"]\n', "utf-8")
    write_ledger(folder / "ledger.json", Ledger())  # the packaged one knows the cards of the packaged soleus
    return folder


@pytest.mark.parametrize(
    "name", ["calf", " CALF  Muscle", "Wade", "mollet", "pantorrilla", "musculo gastrocnemio", "M.gastrocnemius"]
)
def test_another_name_means_the_muscle(library: Library, name: str) -> None:
    muscle, alias = library.find(name)
    assert muscle == "gastrocnemius"
    assert alias


@pytest.mark.parametrize("name", ["gastrocnemius", "Gastrocnemius ", "GASTROCNEMIUS"])
def test_the_id_is_no_other_name(library: Library, name: str) -> None:
    assert library.find(name) == ("gastrocnemius", "")


@pytest.mark.parametrize("name", ["", "gas", "leg", "calf and thigh"])
def test_what_is_no_muscle_is_refused(library: Library, name: str) -> None:
    with pytest.raises(HandoutsError, match="no such muscle"):
        library.find(name)


def test_a_slip_in_another_name_is_answered_with_it(library: Library) -> None:
    with pytest.raises(HandoutsError, match=r"did you mean 'pantorrilla' \(gastrocnemius\)\?"):
        library.find("pantorila")


def test_names_of_several_folders_count_and_what_fits_two_muscles_is_refused(own: Path) -> None:
    both = open_library([own, data_dir("content")])
    assert both.find("schollenmuskel") == ("soleus", "Schollenmuskel")
    assert both.find("Wade") == ("gastrocnemius", "Wade")
    with pytest.raises(HandoutsError, match="'calf' could be soleus or gastrocnemius: write which"):
        both.find("Calf")


def test_a_name_of_a_muscle_that_is_not_there_does_not_count(own: Path) -> None:
    assert open_library([own]).find("calf") == ("soleus", "calf")


def test_no_muscle_is_read_for_a_name(own: Path) -> None:
    (own / "muscles/soleus/muscle.toml").write_text("not = [toml", "utf-8")
    assert open_library([own]).find("schollenmuskel") == ("soleus", "Schollenmuskel")


@pytest.mark.long
def test_every_command_knows_other_names_and_tells_what_was_taken(tmp_path: Path) -> None:
    commands = [("show",), ("check",), ("pdf", "-o", tmp_path), ("deck", "-o", tmp_path / "x.apkg")]
    for command, *options in commands:
        result = run(command, "Wade", *options)
        assert result.exit_code == 0, result.output
        assert result.stderr.count("Wade: gastrocnemius\n") == 1
    result = run("figure", "calf", "pain-map", "-o", tmp_path / "map.svg")
    assert (result.exit_code, result.stderr) == (0, "calf: gastrocnemius\n")
    assert run("pdf", "calf", "gastrocnemius", "-o", tmp_path / "one.pdf").exit_code == 0, "it is one muscle"


@pytest.mark.long
def test_an_index_is_judged(own: Path) -> None:
    (own / "aliases.toml").write_text(
        'soles = ["x"]\nsoleus = ["Calf", "cálf", "Gastrocnemius"]\n[gastrocnemius]\n', "utf-8"
    )
    said = run("--content", own, "check", "soleus")
    assert said.exit_code == 1
    assert "content/aliases.toml: gastrocnemius: must be a list of names in [brackets]" in said.stderr
    (own / "aliases.toml").write_text('soles = ["x"]\nsoleus = ["Calf", "cálf", "Gastrocnemius"]\n', "utf-8")
    said = run("--content", own, "check", "soleus")
    assert said.exit_code == 1
    assert "content/aliases.toml: soles: no muscle 'soles'; did you mean 'soleus'?" in said.stderr
    assert "content/aliases.toml: soleus: 'cálf' is there twice" in said.stderr
    assert "soleus: 'Gastrocnemius' is the name of a muscle" in said.stderr
    (own / "aliases.toml").write_text('soleus = ["Calf"]\n', "utf-8")
    said = run("--content", own, "check", "soleus")
    assert said.exit_code == 0
    assert "'Calf' fits soleus and gastrocnemius" in said.stdout
