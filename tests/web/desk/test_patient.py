"""One patient: the desk's file is the command's, and nothing about the person is left behind."""

from __future__ import annotations

import base64
import gc
import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from handouts.cli.main import main
from handouts.files import data_dir
from handouts.web.desk.desk import Desk
from handouts.web.desk.preview import KEPT
from tests.web.desk.conftest import Post, posting

NAME = "Zaphira Sample"
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing but a muscle": ({"muscle": ["soleus"], "sheets": "1"}, ["soleus", "--sheets", "1"]),
    "a person": (
        {
            "muscle": ["soleus"],
            "sheets": "1",
            "side": "left",
            "patient-name": NAME,
            "date": "2026-03-01",
            "note": "Start with the chair.\nThen the floor.",
        },
        [
            *["soleus", "--sheets", "1", "--side", "left", "--patient-name", NAME, "--date", "2026-03-01"],
            *["--note", "Start with the chair.\nThen the floor."],
        ],
    ),
    "a place, a dose, ways, how it looks": (
        {
            "muscle": ["gastrocnemius"],
            "sheets": "1-2",
            "locale": "en-GB",
            "ink": "grey",
            "body": "woman",
            "dose": {"pressure": "2 to 3", "weeks": "3", "hold": ""},
            "technique": "chair,thumbs",
            "with": "stretch",
            "duplex": True,
        },
        [
            *["gastrocnemius", "--sheets", "1-2", "--locale", "en-GB", "--ink", "grey", "--body", "woman", "--duplex"],
            *["--dose", "pressure=2-3", "weeks=3", "--technique", "chair,thumbs", "--with", "stretch"],
        ],
    ),
    "the short sheet in large print": (
        {"muscle": ["soleus"], "layout": "do", "print": "large", "checked-by": "B. Person"},
        ["soleus", "--layout", "do", "--print", "large", "--checked-by", "B. Person"],
    ),
    "two muscles": (
        {"muscle": ["gastrocnemius", "soleus"], "sheets": "1", "patient-name": NAME},
        ["gastrocnemius", "soleus", "--one", "--sheets", "1", "--patient-name", NAME],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_file_is_the_command_s_byte_for_byte(case: str, post: Post, tmp_path: Path) -> None:
    chosen, words = CASES[case]
    done = CliRunner().invoke(main, ["pdf", *words, "-o", str(tmp_path / "made.pdf")])
    assert done.exit_code == 0, done.output
    post("/api/page", chosen)  # its first page was looked at before
    assert post("/api/pdf", chosen).body == (tmp_path / "made.pdf").read_bytes()


def test_one_more_letter_of_the_name_gives_the_same_bytes_as_the_command(post: Post, tmp_path: Path) -> None:
    """From the second name on the press fills in what it has laid out."""
    chosen = {"muscle": ["soleus"], "sheets": "1", "side": "left"}
    for name in ("Z", "Za", "Zap"):
        made = post("/api/pdf", {**chosen, "patient-name": name}).body
    words = ["soleus", "--sheets", "1", "--side", "left", "--patient-name", name, "-o", str(tmp_path / "made.pdf")]
    assert CliRunner().invoke(main, ["pdf", *words]).exit_code == 0
    assert made == (tmp_path / "made.pdf").read_bytes()


def test_a_page_is_a_picture_of_the_file(post: Post) -> None:
    chosen = {"muscle": ["soleus"], "sheets": "1"}
    first, last = (post("/api/page", {**chosen, "page": page, "width": 400}).said for page in (1, 99))
    assert first["pages"] == last["pages"] > 1
    for answer in (first, last):
        assert Image.open(io.BytesIO(base64.b64decode(answer["png"]))).width == 400
    assert first["png"] != last["png"]
    assert first["status"] == {"approved": False, "words": "Draft: nobody has approved it"}


@pytest.mark.parametrize("size", ["normal", "large"])
def test_the_first_page_is_shown_alone_and_is_the_file_s(size: str, post: Post) -> None:
    """Pixel by pixel: it says how many pages there are, and on which of them to read on."""
    chosen = {
        "muscle": ["soleus"],
        "sheets": "1-2",
        "print": size,
        "patient-name": "Ada",
        "note": "Start with the chair.",
    }
    made = Image.open(io.BytesIO(base64.b64decode(post("/api/page", {**chosen, "width": 401}).said["png"])))
    page = pypdfium2.PdfDocument(post("/api/pdf", chosen).body)[0]
    drawn = page.render(scale=401 / page.get_width()).to_pil()
    assert (made.mode, made.size) == ("RGB", drawn.size)
    assert made.tobytes() == drawn.convert("RGB").tobytes()


def strings_with(name: str) -> list[Any]:
    """Everything in memory that has a name in it, but for what this test holds."""
    gc.collect()
    found = {id(each): each for held in gc.get_objects() for each in gc.get_referents(held) if _has(each, name)}
    return [each for each in found.values() if each is not name]


def _has(thing: Any, name: str) -> bool:
    return (isinstance(thing, str) and name in thing) or (isinstance(thing, bytes) and name.encode() in thing)


def test_when_the_next_patient_comes_nothing_in_memory_has_the_last_one_s_name(post: Post) -> None:
    name = "".join(["Quorl", "ine"])
    for note in ("Start with the chair.", f"{name} begins with the chair."):
        post("/api/page", {"muscle": ["soleus"], "sheets": "1", "patient-name": name, "note": note})
    assert strings_with(name)
    post("/api/next")
    assert strings_with(name) == []


def test_no_more_than_the_last_files_are_kept(post: Post, desk: Desk) -> None:
    for letter in "ABCDEF":
        post("/api/page", {"muscle": ["soleus"], "sheets": "1", "patient-name": letter})
    assert len(desk.recent) == KEPT


def test_a_saved_web_page_has_nothing_of_the_person(post: Post) -> None:
    chosen = {"muscle": ["soleus"], "patient-name": NAME, "note": "Start with the hat.", "date": "2026-03-01"}
    page = post("/api/html", chosen).body.decode()
    assert "<html" in page
    assert not re.search("Zaphira|the hat|March", page)


WRONG = {
    "no muscle": ("muscle", {"muscle": []}),
    "another muscle": ("muscle", {"muscle": ["Zaphira"]}),
    "a sign that no font has": ("note", {"note": "a\u0007b"}),
    "a name that is too long": ("patient-name", {"patient-name": "x" * 81}),
    "a day that there is not": ("date", {"date": "2026-02-30"}),
    "a pressure that nobody may use": ("pressure", {"dose": {"pressure": "9"}}),
    "a dose that is no number": ("hold", {"dose": {"hold": "long"}}),
    "a way that the muscle has not": ("technique", {"technique": "hammer"}),
    "an exercise where none is printed": ("with", {"with": "stretch", "layout": "do"}),
    "a tick list that is not there": ("checked-by", {"checked-by": "B. Person"}),
    "pages of the short sheet": ("sheets", {"sheets": "1", "layout": "do"}),
    "a language that there is not": ("lang", {"lang": "../Zaphira"}),
    "a place that there is not": ("locale", {"locale": "en-XX"}),
    "two muscles on one page": ("layout", {"muscle": ["soleus", "gastrocnemius"], "layout": "do"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_in_no_word_of_the_command_line(case: str, post: Post) -> None:
    field, chosen = WRONG[case]
    answer = post("/api/page", {"muscle": ["gastrocnemius"], **chosen})
    assert (answer.status, answer.said["field"]) == (422, field)
    assert "--" not in answer.said["error"]
    assert "Zaphira" not in answer.said["error"]


def test_a_short_sheet_that_becomes_longer_is_told(post: Post) -> None:
    chosen = {"muscle": ["soleus"], "layout": "do"}
    assert not [line for line in post("/api/page", chosen).said["notices"] if "pages instead" in line]
    told = post("/api/page", {**chosen, "note": "Go slowly. " * 300}).said["notices"]
    assert [line for line in told if "pages instead of 2" in line]


def test_nobody_is_told_to_shorten_a_note_that_there_is_not(post: Post) -> None:
    chosen = {"muscle": ["soleus"], "layout": "do", "print": "large"}
    told = " ".join(post("/api/page", chosen).said["notices"])
    assert "In large print the short sheet takes" in told
    assert "note" not in told


def test_a_sign_that_is_printed_otherwise_is_told(post: Post) -> None:
    told = post("/api/page", {"muscle": ["soleus"], "sheets": "1", "note": "Good \u2705"}).said["notices"]
    assert len(told) == 1
    assert "--" not in told[0]


def test_what_nobody_has_approved_is_refused_where_that_is_asked_for() -> None:
    strict = posting(Desk((data_dir("content"),), (data_dir("templates"),), require_approved=True))
    answer = strict("/api/pdf", {"muscle": ["soleus"], "sheets": "1"})
    assert (answer.status, answer.said["field"]) == (422, "muscle")
    assert "nobody has approved it" in answer.said["error"]


@pytest.mark.parametrize("field", ["side", "sheets", "layout", "print", "ink", "skin", "body", "paper"])
def test_a_choice_that_there_is_not_is_no_other_one(field: str, post: Post) -> None:
    answer = post("/api/pdf", {"muscle": ["soleus"], field: "upside down"})
    assert (answer.status, answer.said["field"]) == (422, field)
    assert "is not one of" in answer.said["error"]
