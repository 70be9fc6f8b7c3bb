"""The command as a person meets it: what it writes, what it says, how it ends."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from handouts import __version__
from handouts.cli.main import main
from handouts.content import reader
from handouts.deck.ledger import Ledger, write_ledger
from handouts.files import data_dir
from handouts.page import pdf
from handouts.page.layouts import Layouts


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def assert_clear(result: Result, code: int, *phrases: str) -> None:
    """It ended with this code, said this, and showed no traceback."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    for phrase in phrases:
        assert phrase in result.output


def test_version() -> None:
    assert run("--version").output == f"handouts {__version__}\n"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"handouts {name}" in result.output.split("Example:")[1]


@pytest.mark.parametrize(("columns", "least", "most"), [("60", 50, 58), ("500", 80, 98), ("wide", 60, 78)])
def test_help_is_as_wide_as_the_terminal_but_never_wider_than_one_can_read(columns: str, least: int, most: int) -> None:
    environment = {**os.environ, "COLUMNS": columns}
    command = [sys.executable, "-m", "handouts", "pdf", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    paragraphs = done.stdout.partition("Example:")[0].splitlines()
    assert least < max(len(line) for line in paragraphs) <= most


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_choice_may_be_written_with_capitals(name: str) -> None:
    words = [p.type for p in main.commands[name].params if isinstance(p.type, click.Choice)]
    assert all(not each.case_sensitive for each in words if any(str(word).isalpha() for word in each.choices))


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for name in main.commands:
        assert f"handouts {name}" in readme, name


@pytest.mark.usefixtures("only_two_muscles")
def test_build_writes_all_and_prints_the_paths(tmp_path: Path) -> None:
    result = run("build", "-o", tmp_path, "--locale", "en-GB")
    assert_clear(result, 0)
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.name for path in paths] == [
        "gastrocnemius.en.pdf",
        "soleus.en.pdf",
        "muscles.en.apkg",
        "muscles.en-extra.apkg",
    ]
    assert all(path.stat().st_size > 10_000 for path in paths)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(path.name for path in paths), "nothing else is left"


@pytest.mark.long
@pytest.mark.usefixtures("only_two_muscles")
def test_two_builds_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        monkeypatch.setattr(pdf, "Layouts", Layouts)  # nothing is known of the build before
        reader._known.cache_clear()
        assert_clear(run("build", "-o", tmp_path / name), 0)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_list_and_show() -> None:
    assert "\ngastrocnemius\ten\t" in run("list").output
    shown = run("show", "gastrocnemius").output
    for phrase in ("calf cramps, often at night", "X1", "Achilles", "A04.7.02.044", "Simons", "(added)"):
        assert phrase in re.sub(r"\s+", " ", shown)


def test_a_reader_who_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m handouts.cli.main show gastrocnemius | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("gastrocnemius")
    assert done.stderr == ""


@pytest.mark.usefixtures("only_two_muscles")
def test_check_says_what_is_right() -> None:
    assert_clear(run("check"), 0, "gastrocnemius", "no problem")


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png"])
def test_a_figure_on_its_own(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"map.{suffix}"
    assert_clear(run("figure", "gastrocnemius", "pain-map", "-o", path), 0, str(path))
    starts = {"svg": b"<svg", "pdf": b"%PDF-1.7", "png": b"\x89PNG"}
    assert path.read_bytes().startswith(starts[suffix])


def test_a_handout_goes_to_the_file_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "new" / "calf.pdf"
    assert_clear(run("pdf", "gastrocnemius", "--side", "left", "--paper", "letter", "-o", path), 0, str(path))
    assert path.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("args", "code", "phrase"),
    [
        (("pdf", "gastrocnemus"), 1, "did you mean 'gastrocnemius'?"),
        (("pdf", "gastrocnemius", "--lang", "xx"), 1, "'xx'"),
        (("pdf", "gastrocnemius", "--locale", "en-GO"), 1, "there is: en-AU, en-CA, en-GB"),
        (("pdf", "gastrocnemius", "--paper", "a3"), 2, "'a3' is not one of"),
        (("pdf", "gastrocnemius", "--side", "top"), 2, "'top' is not one of"),
        (("figure", "gastrocnemius", "pain-mop"), 1, "did you mean 'pain-map'?"),
        (("figure", "gastrocnemius", "pain-map", "-o", "x.jpg"), 1, "name a file that ends so"),
        (("show", "gastrocnemius", "--lang", "de"), 1, "no words in language 'de' (there is: en)"),
        (("shw",), 2, "did you mean 'show'?"),
        (("check", "gastrocnemus"), 1, "did you mean 'gastrocnemius'?"),
        (("deck", "gastrocnemus"), 1, "did you mean 'gastrocnemius'?"),
        (("--content", "/nowhere", "list"), 1, "/nowhere: no such content folder"),
        (("--templates", "/nowhere", "pdf", "gastrocnemius"), 1, "/nowhere: no such template folder"),
    ],
)
def test_mistakes_are_said_in_one_line(
    args: tuple[str, ...], code: int, phrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_clear(run(*args), code, phrase)
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"


@pytest.mark.usefixtures("only_two_muscles")
def test_a_broken_muscle_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    own = broken_muscle(tmp_path / "own", "gastrocnemius")
    result = run("--content", own, "pdf", "gastrocnemius", "-o", tmp_path / "out")
    assert_clear(result, 1, "content/muscles/gastrocnemius/en.toml: is not readable TOML", "problem")
    result = run("--content", own, "build", "-o", tmp_path / "out")
    assert_clear(result, 1, "gastrocnemius: left out, not finished: 1 problem; `handouts check gastrocnemius`")
    assert [path for path in (tmp_path / "out").glob("*") if "gastrocnemius" in path.name] == []


def broken_muscle(own: Path, name: str) -> Path:
    shutil.copytree(data_dir("content") / "muscles/gastrocnemius", own / "muscles" / name)
    (own / "muscles" / name / "en.toml").write_text("title = \n", "utf-8")
    return own


@pytest.mark.usefixtures("only_two_muscles")
@pytest.mark.parametrize("words", [["build"], ["deck"], ["list"], ["check"]])
def test_an_unfinished_muscle_stops_no_other(tmp_path: Path, words: list[str]) -> None:
    own = broken_muscle(tmp_path / "own", "soleus")
    makes = words[0] in ("build", "deck")
    result = run("--content", own, *words, *(["-o", tmp_path / "out"] if makes else []))
    assert_clear(result, 1, "soleus", "problem")
    assert bool(list((tmp_path / "out").glob("*"))) == makes


def test_a_command_that_names_one_muscle_reads_no_other(tmp_path: Path) -> None:
    own = broken_muscle(tmp_path / "own", "soleus")
    (own / "safety/other").mkdir(parents=True)
    (own / "safety/other/module.toml").write_text("id = ", "utf-8")
    for words in (["show", "gastrocnemius"], ["check", "gastrocnemius"]):
        result = run("--content", own, *words)
        assert result.exit_code == 0, result.output


def test_a_missing_template_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "templates"
    shutil.copytree(data_dir("templates"), broken)
    (broken / "theme.toml").unlink()
    monkeypatch.setattr("handouts.cli.sources.data_dir", lambda name: broken if name == "templates" else data_dir(name))
    assert_clear(run("pdf", "gastrocnemius", "-o", tmp_path / "out"), 1, "templates/theme.toml: no such template")
    assert not (tmp_path / "out").exists()


def test_a_missing_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import font_source_sans_pro

    from handouts.style.fonts import register_fonts

    register_fonts.cache_clear()
    monkeypatch.setattr(font_source_sans_pro, "__file__", str(tmp_path / "font" / "__init__.py"))
    assert_clear(run("pdf", "gastrocnemius", "-o", tmp_path / "out"), 1, "font file", "reinstall font-source-sans-pro")
    monkeypatch.undo()
    register_fonts()


@pytest.mark.usefixtures("only_two_muscles")
def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert_clear(run("pdf", "gastrocnemius", "-o", tmp_path / "file" / "calf.pdf"), 1, "cannot be written")
    assert_clear(run("deck", "-o", tmp_path / "file" / "deck.apkg"), 1, "cannot be written")


def test_one_file_for_several_handouts_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(data_dir("content") / "muscles/gastrocnemius", own / "muscles/soleus")
    for path in (own / "muscles/soleus").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('id = "gastrocnemius"', 'id = "soleus"'), "utf-8")
    assert_clear(run("--content", own, "pdf", "gastrocnemius", "soleus", "-o", tmp_path / "a.pdf"), 2, "name a folder")


@pytest.fixture
def soleus(tmp_path: Path) -> Path:
    """A content folder of one's own with one muscle."""
    own = tmp_path / "own"
    shutil.copytree(data_dir("content") / "muscles/gastrocnemius", own / "muscles/soleus")
    for path in (own / "muscles/soleus").glob("*.toml"):
        path.write_text(path.read_text("utf-8").replace('id = "gastrocnemius"', 'id = "soleus"'), "utf-8")
    return own


@pytest.mark.usefixtures("only_two_muscles")
def test_a_release_is_noted_in_ones_own_content(soleus: Path, tmp_path: Path) -> None:
    packaged = (data_dir("content") / "ledger.json").read_bytes()
    write_ledger(soleus / "ledger.json", Ledger())  # the packaged one knows the cards of the packaged soleus
    result = run("--content", soleus, "deck", "--release", "1.0", "-o", tmp_path / "mine.apkg")
    assert_clear(result, 0, str(soleus / "ledger.json"))
    assert "soleus" in (soleus / "ledger.json").read_text("utf-8")
    assert (data_dir("content") / "ledger.json").read_bytes() == packaged


@pytest.mark.parametrize(
    ("release", "output", "epoch", "phrase"),
    [
        ("1.0", "file/deck.apkg", "", "cannot be written"),
        ("", "deck.apkg", "", "is no version"),
        ("not a version", "deck.apkg", "", "is no version"),
        ("1.0", "deck.apkg", "abc", "SOURCE_DATE_EPOCH"),
        ("1.0", "deck.apkg", "9" * 20, "SOURCE_DATE_EPOCH"),
    ],
)
def test_a_release_that_fails_is_not_noted(
    soleus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, output: str, epoch: str, phrase: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    (tmp_path / "file").write_text("in the way")
    ledger = write_ledger(soleus / "ledger.json", Ledger()).read_bytes()
    result = run("--content", soleus, "deck", "--release", release, "-o", tmp_path / output)
    assert_clear(result, 1, phrase)
    assert (soleus / "ledger.json").read_bytes() == ledger
    assert not (tmp_path / "deck.apkg").exists()


def test_a_character_that_the_font_lacks_is_found_by_check_and_no_traceback_elsewhere(
    soleus: Path, tmp_path: Path
) -> None:
    path = soleus / "muscles/soleus/en.toml"
    path.write_text(path.read_text("utf-8").replace('title = "Your calf muscle"', 'title = "Your 😀 muscle"'), "utf-8")
    where = "content/muscles/soleus/en.toml: title: the font cannot print"
    assert_clear(run("--content", soleus, "check", "soleus"), 1, where)
    assert_clear(run("--content", soleus, "pdf", "soleus", "-o", tmp_path / "x.pdf"), 1, "no glyph")
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    ("figure_id", "width"), [("attachments", "40"), ("muscle", "60"), ("pain-map", "41"), ("muscle", "nan")]
)
def test_a_width_too_small_for_the_labels_is_refused(figure_id: str, width: str, tmp_path: Path) -> None:
    result = run("figure", "gastrocnemius", figure_id, "--width", width, "-o", tmp_path / "x.svg")
    assert_clear(result, 1)
    assert "too narrow" in result.output or "is no width" in result.output
    assert list(tmp_path.iterdir()) == []


def test_check_reads_the_drawings_of_both_bodies(soleus: Path) -> None:
    art = soleus / "art"
    art.mkdir(exist_ok=True)
    (art / "chair_ball_f.json").write_text('{"width": 1}', "utf-8")
    assert_clear(run("--content", soleus, "check", "soleus"), 1, "chair_ball_f")


def test_csv_goes_into_the_folder_that_is_named(tmp_path: Path) -> None:
    result = run("deck", "--format", "csv", "-o", tmp_path / "deck.d")
    assert_clear(result, 0)
    assert all(Path(line).is_relative_to(tmp_path / "deck.d") for line in result.output.splitlines())


@pytest.mark.parametrize("form", ["csv", "crowdanki"])
def test_several_files_do_not_go_into_a_folder_that_is_called_like_one(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_clear(run("deck", "--format", form, "-o", "one.csv"), 2, "several files: name a folder, such as one")
    assert list(tmp_path.iterdir()) == []


def test_the_cards_to_type_and_to_hear_are_a_file_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("deck", "--extra", "--subset", "causes").output == f"{Path('output/muscles.en-extra.apkg')}\n"
    assert_clear(run("deck", "--extra", "--release", "9.9"), 2, "a release makes both")


@pytest.mark.parametrize("args", [("pdf", "gastrocnemius", "-o", "a.txt"), ("deck", "-o", "q.zip")])
def test_a_file_of_another_kind_is_refused(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_clear(run(*args), 2, "name a folder, or a file that ends in")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_no_content_is_not_passed_over(tmp_path: Path) -> None:
    assert_clear(run("--content", tmp_path, "list"), 1, "is it a content folder?")


def test_a_day_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert_clear(
        run("pdf", "gastrocnemius", "--date", "2026-02-30", "-o", tmp_path / "x.pdf"), 1, "there is no day 2026-02-30"
    )


def test_a_console_without_the_character_shows_a_question_mark() -> None:
    command = [sys.executable, "-m", "handouts", "show", "gastrocnemius"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_what_should_not_happen_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("handouts.content.reader.open_library", broken)
    monkeypatch.delenv("HANDOUTS_DEBUG", raising=False)
    assert_clear(run("list"), 1, "this should not happen (KeyError: 'x')")


@pytest.mark.long
@pytest.mark.usefixtures("only_two_muscles")
def test_a_muscle_without_cards_yet_is_right_and_built(tmp_path: Path) -> None:
    own, words = tmp_path / "own/muscles/second", tmp_path / "own/muscles/second/en.toml"
    shutil.copytree(data_dir("content") / "muscles/gastrocnemius", own)
    for path, head, rest in ((own / "muscle.toml", "[[cards]]", r"\[\[(?!cards)"), (words, "[cards.", r"\[(?!cards)")):
        before, _, cards = path.read_text("utf-8").partition(head)
        after = re.search(rf"\n{rest}.*", cards, re.DOTALL)
        text = before.replace('id = "gastrocnemius"', 'id = "second"', 1) + (after[0] if after else "")
        path.write_text(text, "utf-8")
    assert_clear(run("--content", own.parents[1], "check", "second"), 0, "0 cards: no problem")
    assert_clear(run("--content", own.parents[1], "build", "-o", tmp_path / "out"), 0)
    assert (tmp_path / "out/second.en.pdf").is_file()
