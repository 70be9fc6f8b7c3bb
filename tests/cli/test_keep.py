"""Where nobody says where to write, nothing that is there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.cli.keep import write_beside
from handouts.cli.main import main
from handouts.errors import HandoutsError


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, list(args))
    assert result.exit_code == 0, result.output
    return result


def test_a_handout_stands_beside_another_one(tmp_path: Path) -> None:
    first = run("pdf", "gastrocnemius", "--sheets", "1")
    data = Path("output/gastrocnemius.en.pdf").read_bytes()
    assert first.stderr == ""
    second = run("pdf", "gastrocnemius", "--sheets", "1", "--side", "left")
    assert second.stdout == f"{Path('output/gastrocnemius.en-2.pdf')}\n"
    assert "it stays, this one is gastrocnemius.en-2.pdf" in second.stderr
    again = run("pdf", "gastrocnemius", "--sheets", "1")
    assert "output/gastrocnemius.en.pdf: is there already, the same" in again.stderr.replace("\\", "/")
    assert sorted(path.name for path in Path("output").iterdir()) == ["gastrocnemius.en-2.pdf", "gastrocnemius.en.pdf"]
    assert Path("output/gastrocnemius.en.pdf").read_bytes() == data
    named = run("pdf", "gastrocnemius", "--sheets", "1", "--side", "left", "-o", "output")
    assert named.stderr == ""
    assert Path("output/gastrocnemius.en.pdf").read_bytes() != data, "who names the place means it"


def test_a_web_page_stands_beside_another_one() -> None:
    Path("output").mkdir()
    Path("output/gastrocnemius.en.html").write_text("mine")
    assert run("html", "gastrocnemius").stdout == f"{Path('output/gastrocnemius.en-2.html')}\n"
    assert Path("output/gastrocnemius.en.html").read_text() == "mine"
    assert run("html", "gastrocnemius", "-o", "output").stderr == ""
    assert Path("output/gastrocnemius.en.html").read_text() != "mine", "who names the place means it"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("figure", "gastrocnemius", "pain-map"), "gastrocnemius.pain-map.svg"),
        (("chart", "foot"), "foot-chart.en.pdf"),
    ],
)
def test_a_figure_and_a_chart_stand_beside_another_one(words: tuple[str, ...], name: str) -> None:
    path = Path("output", name)
    path.parent.mkdir()
    path.write_text("mine")
    assert run(*words).stdout == f"{path.with_stem(f'{path.stem}-2')}\n"
    assert path.read_text() == "mine"
    assert run(*words, "-o", str(path)).stderr == ""
    assert path.read_text("latin-1") != "mine", "who names the place means it"


def test_a_deck_stands_beside_another_one() -> None:
    Path("output").mkdir()
    Path("output/muscles.en.apkg").write_bytes(b"mine")
    assert run("deck", "--subset", "causes").stdout == f"{Path('output/muscles.en-2.apkg')}\n"
    assert Path("output/muscles.en.apkg").read_bytes() == b"mine"
    assert "the same" in run("deck", "--subset", "causes").stderr
    first = run("deck", "--format", "csv", "--subset", "causes")
    table = next(Path(line) for line in first.stdout.splitlines() if line.endswith(".csv"))
    assert table.parent == Path("output/csv")
    assert run("deck", "--format", "csv", "--subset", "causes").stdout == first.stdout
    table.write_text("learned")
    other = run("deck", "--format", "csv", "--subset", "causes")
    assert all(Path(line).is_relative_to("output/csv-2") for line in other.stdout.splitlines())
    assert table.read_text() == "learned"


def test_build_replaces_what_it_made() -> None:
    Path("output").mkdir()
    Path("output/gastrocnemius.en.pdf").write_bytes(b"old")
    assert "-2" not in run("build", "--sheets", "1").stdout
    assert Path("output/gastrocnemius.en.pdf").read_bytes().startswith(b"%PDF")


def test_numbers_go_on_and_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"1")
    (tmp_path / "a-2.pdf").mkdir()
    (tmp_path / "a-3.pdf").symlink_to(tmp_path / "nowhere")
    assert write_beside(tmp_path / "a.pdf", b"2").name == "a-4.pdf"
    assert write_beside(tmp_path / "a.pdf", b"2").name == "a-4.pdf"
    assert not (tmp_path / "nowhere").exists()


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(HandoutsError, match="is a file, not a folder"):
        write_beside(tmp_path / "file" / "a.pdf", b"1")

    def full(*_: object) -> None:
        raise HandoutsError("the disk is full")

    monkeypatch.setattr("handouts.cli.keep.write_whole", full)
    with pytest.raises(HandoutsError, match="full"):
        write_beside(tmp_path / "a.pdf", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
