"""What the desk answers, and that nothing sent to it makes it stumble or repeat what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handouts.errors import HandoutsError
from handouts.web.desk import app
from handouts.web.desk.app import PAGES, ROUTES, Address, answered
from handouts.web.desk.desk import Desk
from tests.web.desk.conftest import Post

NONSENSE = {
    "a list": b"[]",
    "no JSON": b"{",
    "a name": b"Zaphira Sample",
    "deep": b"[" * 200_000,
    "no number": b'{"view": NaN, "x": NaN, "y": 1e400, "page": NaN, "width": NaN}',
    "other kinds": b'{"muscle": {"Zaphira": 1}, "dose": ["Zaphira"], "use": 5, "choices": "Zaphira", "x": "Zaphira"}',
    "large": b'{"page": 1e300, "width": 1e300, "muscle": "gastrocnemius", "sheets": "1"}',
    "other letters": b'{"muscle": "\xff\xfe"}',
    "half a surrogate pair": b'{"muscle": "soleus", "side": "\\ud800", "view": "\\ud800", "x": 1, "y": 1}',
    "a file's place": b'{"muscle": "../../etc/passwd", "lang": "../../Zaphira", "view": "../Zaphira"}',
}


@pytest.mark.parametrize("path", [address.path for address in ROUTES if address.path != "/api/close"])
@pytest.mark.parametrize("case", NONSENSE)
def test_nothing_sent_to_it_makes_it_stumble_or_say_what_was_sent(path: str, case: str, post: Post) -> None:
    answer = post(path, NONSENSE[case])
    assert answer.status in (200, 400, 422)
    assert b"Zaphira" not in answer.body
    assert b"passwd" not in answer.body


def test_what_nobody_foresaw_is_said_without_its_words(desk: Desk) -> None:
    def broken(_: Desk, __: Any, ___: bytes) -> Any:
        raise RuntimeError("Zaphira Sample")

    answer = answered(desk, Address("/", broken), b"{}", b"")
    assert answer.status_code == 400
    assert b"RuntimeError" in bytes(answer.body)
    assert b"Zaphira" not in bytes(answer.body)


def test_a_mistake_is_said_with_its_field_and_without_the_name_of_an_option(desk: Desk) -> None:
    def wrong(_: Desk, __: Any, ___: bytes) -> Any:
        raise HandoutsError("--note: is too long", field="note")

    answer = answered(desk, Address("/", wrong), b"{}", b"")
    assert (answer.status_code, bytes(answer.body)) == (422, b'{"error":"Is too long","field":"note"}')


def test_the_bytes_after_the_first_line_are_a_file(desk: Desk) -> None:
    answer = answered(desk, Address("/", lambda _, asked, data: {**asked, "size": len(data)}), b'{"a": 1}', b"{}\n\n")
    assert bytes(answer.body) == b'{"a":1,"size":4}'


def test_an_address_that_there_is_not_is_not_found(post: Post) -> None:
    assert post("/api/nothing").status == 404


def test_there_is_no_folder_of_files_and_no_form_to_upload_with() -> None:
    """Uploads by forms go through files on the disk; a folder of files serves what lies in it by mistake."""
    source = Path(app.__file__).read_text("utf-8")
    assert not [word for word in ("StaticFiles", "multipart", "form(", "Mount", "tempfile") if word in source]
    assert all(name in PAGES for name in ("/", "/desk.js"))
