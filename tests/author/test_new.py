"""A new muscle: its files build at once, keep to the schema, and say loudly what is still to be written."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts.author.schema import schema
from handouts.check.gate import findings
from handouts.cli.main import main
from handouts.content.reader import open_library
from handouts.content.todo import todos
from handouts.files import data_dir

CONTENT = data_dir("content")
REGIONS = sorted(open_library([CONTENT]).regions.by_id)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def new(folder: Path, *more: str, muscle: str = "new-muscle", region: str = "lower-leg") -> Path:
    """The folder of a new muscle in a content folder."""
    result = run("new", muscle, "--region", region, "-o", folder, *more)
    assert result.exit_code == 0, result.output
    return folder / "muscles" / muscle


@pytest.fixture(scope="module", params=["", "gastrocnemius", "soleus"], ids=["alone", "like", "like-soleus"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new(tmp_path_factory.mktemp("own"), *(("--like", request.param) if request.param else ()))


def test_a_new_muscle_makes_a_handout_that_says_it_is_not_written(made: Path, tmp_path: Path) -> None:
    result = run("--content", made.parents[1], "pdf", "new-muscle", "-o", tmp_path / "new.pdf")
    assert result.exit_code == 0, result.output
    assert re.search(r"Careful: new-muscle: \d+ places still say TODO", result.stderr)
    assert (tmp_path / "new.pdf").stat().st_size > 10_000


def test_check_finds_nothing_but_what_is_to_be_written(made: Path) -> None:
    found = findings(open_library([made.parents[1], CONTENT]), "new-muscle", "en")
    assert {each.rule for each in found if each.severity == "error"} == {"todo.write"}


def test_every_todo_is_found_at_its_key(made: Path) -> None:
    said = (made / "en.toml").read_text("utf-8")
    assert said.count("TODO") == len(list(todos(said))) > 20
    assert {each.key for each in todos(said)} >= {"title", "trigger_points.first.place", "figures.pain-map.alt"}


def test_a_todo_in_a_small_table_or_below_a_key_with_dots_is_found_at_its_key() -> None:
    said = '[techniques.find]\nsteps.sit = "TODO: sit"\n[notes]\nfar = { title = "TODO: a", text = "TODO" }\n'
    assert [(each.key, each.what) for each in todos(said)] == [
        ("techniques.find.steps.sit", "sit"), ("notes.far.title", "a"), ("notes.far.text", "write this"),
    ]  # fmt: skip


def test_a_muscle_that_is_drawn_already_has_its_pictures(tmp_path: Path) -> None:
    made = new(tmp_path, muscle="fibularis-longus")
    figures = {each["id"]: each for each in tomllib.loads((made / "muscle.toml").read_text("utf-8"))["figures"]}
    assert figures["muscle"]["overlay"] == "fibularis_longus"
    assert {label["anchor"] for label in figures["muscle"]["labels"]} >= {"longus", "soleus"}
    assert figures["attachments"]["overlay"] == "fibularis_longus_attachments"
    found = findings(open_library([tmp_path, CONTENT]), "fibularis-longus", "en")
    assert {each.rule for each in found if each.severity == "error"} == {"todo.write"}


def test_its_files_keep_to_the_schema_that_they_name(made: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="the schema is tried with the package jsonschema")
    for name, kind in (("muscle.toml", "muscle"), ("en.toml", "words")):
        text = (made / name).read_text("utf-8")
        path = made / text.partition("\n")[0].removeprefix("#:schema ")
        said = json.loads(json.dumps(tomllib.loads(text), default=str))
        library = open_library([made.parents[1], CONTENT])
        assert json.loads(path.read_text("utf-8")).keys() == schema(kind, library).keys()
        assert [str(fault) for fault in jsonschema.Draft202012Validator(schema(kind)).iter_errors(said)] == []


def test_like_another_muscle_takes_how_it_is_built_and_no_sentence(tmp_path: Path) -> None:
    made = new(tmp_path, "--like", "calf")
    theirs, own = (tomllib.loads((each / "en.toml").read_text("utf-8")) for each in (CALF, made))
    assert own["techniques"].keys() == theirs["techniques"].keys()
    sentences = {text for text in strings(theirs) if len(text) > 25}
    assert sentences & set(strings(own)) == set()
    assert re.findall(r"\bsources = \[(?!\"\.\.\.)", (made / "muscle.toml").read_text("utf-8")) == []


CALF = CONTENT / "muscles/gastrocnemius"


def strings(said: object) -> list[str]:
    if isinstance(said, dict):
        return [text for each in said.values() for text in strings(each)]
    if isinstance(said, list):
        return [text for each in said for text in strings(each)]
    return [said] if isinstance(said, str) else []


@pytest.mark.parametrize("region", REGIONS)
def test_a_muscle_of_every_region_has_its_warnings_and_a_place_on_its_map(region: str, tmp_path: Path) -> None:
    new(tmp_path, region=region)
    found = findings(open_library([tmp_path, CONTENT]), "new-muscle", "en")
    assert {each.rule for each in found if each.severity == "error"} == {"todo.write"}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("New Muscle", "--region", "neck"), "'New Muscle' is no id: small letters, digits and hyphens"),
        (("gastrocnemius", "--region", "neck"), "gastrocnemius is there already"),
        (("new-muscle", "--region", "nekc"), "no region 'nekc'; did you mean 'neck'?"),
        (("new-muscle", "--region", "neck", "--like", "nobody"), "there is no such muscle"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_written(
    args: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    result = run("new", *args, "-o", tmp_path)
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    made = new(tmp_path) / "en.toml"
    made.write_text("mine", "utf-8")
    assert run("new", "new-muscle", "--region", "neck", "-o", tmp_path).exit_code == 1
    assert made.read_text("utf-8") == "mine"


def test_the_folder_must_be_named_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "new-muscle", "--region", "neck")
    assert result.exit_code == 1
    assert "-o FOLDER" in result.stderr
    assert list(tmp_path.iterdir()) == []
