"""The command `find`: where it hurts, in a person's words or by an area's id."""

from __future__ import annotations

import json

from click.testing import CliRunner

from handouts.cli.main import main


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["find", *words])
    return result.exit_code, result.output


def test_words_may_be_typed_with_or_without_quotation_marks() -> None:
    assert run("pain at the temple") == run("pain", "at", "the", "temple")


def test_each_muscle_says_whether_it_is_the_main_pain_and_from_which_spot() -> None:
    code, said = run("arch of the foot")
    assert code == 0
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0] == "Pain at the arch of the foot"
    assert lines[1].startswith("gastrocnemius main pain area, from spot 1: Inner calf")
    assert any(line.startswith("soleus may spread here, from spot 1") for line in lines)


def test_an_area_is_asked_for_by_its_id_and_answered_as_json() -> None:
    code, said = run("--where", "sacroiliac", "--format", "json")
    assert code == 0
    [area] = json.loads(said)["areas"]
    assert area["id"] == "sacroiliac"
    assert {"id": "soleus", "kind": "essential", "point": "low-outer", "mark": 3, "zone": "sacroiliac"} in area[
        "muscles"
    ]


def test_a_muscle_is_found_by_any_of_its_names() -> None:
    assert run("calf")[1].splitlines()[0] == "gastrocnemius: handouts pdf gastrocnemius"


def test_an_area_to_which_no_muscle_refers_pain_says_so() -> None:
    code, said = run("--where", "groin")
    assert (code, said) == (0, "No muscle of the library refers pain to: groin.\n")


def test_words_that_mean_nothing_end_with_what_there_is() -> None:
    code, said = run("xyzzy")
    assert code == 1
    assert "write where it hurts in other words; areas are: bottom of the heel," in said


def test_an_area_that_there_is_not_is_named_with_the_likely_one() -> None:
    code, said = run("--where", "archs")
    assert code == 1
    assert "--where: no area 'archs'; did you mean 'arch'?" in said


def test_words_or_an_area_not_both_and_not_neither() -> None:
    assert run()[0] == run("arch", "--where", "arch")[0] == 2
