"""The trace: every fact of the source material leads to something that the muscle says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handouts.check.finding import Finding
from handouts.check.judged import judged
from handouts.check.trace import FILE, judge, read_trace
from handouts.content.reader import open_library
from handouts.errors import ContentError
from handouts.files import data_dir

CONTENT, TEMPLATES = data_dir("content"), (data_dir("templates"),)
TRACED = sorted(path.parent.name for path in CONTENT.glob(f"muscles/*/{FILE}"))


def told(root: Path, trace: str) -> list[Finding]:
    """What is found about a copy of the soleus with another trace."""
    folder = root / "muscles" / "soleus"
    shutil.copytree(CONTENT / "muscles" / "soleus", folder, dirs_exist_ok=True)
    (folder / FILE).write_text(trace, "utf-8")
    return list(judge(judged(open_library([root, CONTENT]), "soleus", "en", TEMPLATES)))


@pytest.mark.parametrize("muscle", TRACED)
def test_every_fact_stands_once_and_every_key_leads_somewhere(muscle: str) -> None:
    facts = read_trace(CONTENT / "muscles" / muscle / FILE).root
    assert len(facts) > 30
    assert list(judge(judged(open_library([CONTENT]), muscle, "en", TEMPLATES))) == []


def test_every_muscle_but_the_calf_has_a_trace() -> None:
    assert {*TRACED, "gastrocnemius"} == set(open_library([CONTENT]).ids())


def test_a_key_that_leads_nowhere_is_told_with_the_likely_one(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 'F1 = { says = "lifts the heel", where = ["functions.point-feet"] }')
    assert (found.rule, found.file, found.key) == ("trace.where", "content/muscles/soleus/trace.toml", "F1.where")
    assert found.what == "nothing is called 'functions.point-feet'; did you mean 'functions.point-foot'?"


def test_a_warning_that_the_muscle_does_not_have_leads_nowhere(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 'F1 = { says = "a face that drops", where = ["safety.neck-artery-stroke.face"] }')
    assert "nothing is called" in found.what
    assert told(tmp_path, 'F1 = { says = "a clot", where = ["safety.leg-clot.lung-breath"] }') == []


def test_a_fact_that_stands_nowhere_needs_a_reason(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 'F1 = { says = "the nerve" }')
    assert (found.rule, found.key) == ("trace.every", "F1")
    assert told(tmp_path, 'F1 = { says = "the nerve", kept_back = "for the cards" }') == []


def test_a_number_that_is_left_out_is_told(tmp_path: Path) -> None:
    (found,) = told(tmp_path, 'F1 = { says = "a", where = ["latin"] }\nF3 = { says = "c", where = ["latin"] }')
    assert (found.rule, found.key) == ("trace.every", "F2")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('F1 = { where = ["latin"] }', "F1.says"),
        ('F1 = { says = "a", were = ["latin"] }', "F1.were"),
        ('first = { says = "a", where = ["latin"] }', "first"),
    ],
)
def test_what_is_no_trace_is_told_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ContentError) as error:
        told(tmp_path, text)
    assert [each.key for each in error.value.problems] == [key]
