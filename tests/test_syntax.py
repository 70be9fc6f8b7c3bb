"""What is wrong with a TOML or JSON file, in words that somebody understands who knows neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.errors import ContentError
from handouts.files import Exact, read_json, read_toml


def toml_problem(folder: Path, data: str | bytes) -> str:
    """The one line about a file, without the file's name."""
    path = folder / "clinic.toml"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(ContentError) as caught:
        read_toml(path, "clinic.toml")
    (problem,) = caught.value.problems
    assert problem.file == "clinic.toml"
    return f"{problem.key}: {problem.message}" if problem.key else problem.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name = "Calf Clinic', 1, "a quotation mark is opened and not closed"),
        ('name = "Calf Clinic\nphone = "1"\n', 1, "a quotation mark is opened and not closed"),
        ("name = 'Calf\n", 1, "a quotation mark is opened and not closed"),
        ('a = 1\nname "Calf"\n', 2, "has no = after the name"),
        ('name: "Calf"', 1, 'write = where the : stands, as in name = "..."'),
        ("just words here\n", 1, "has no = after the name"),
        ('clinic name = "Calf"\n', 1, "the name before the = may have no spaces"),
        ("name = Calf Clinic\n", 1, 'the value needs quotation marks: name = "Calf Clinic"'),
        ("phone = 020 7946 0000\n", 1, 'the value needs quotation marks: phone = "020 7946 0000"'),
        ("duplex = True\n", 1, "write true or false, in small letters"),
        ("duplex = yes\n", 1, "write true or false, in small letters"),
        ("a = 1\n\nname =\n", 3, "nothing stands after the ="),
        ("name =", 1, "nothing stands after the ="),
        ('name = "a"\nname = "b"\n', 2, "name is written a second time"),
        ("[dose]\nhold = 1\n[dose]\n", 3, "dose is written a second time"),
        ("a = {b = 1, b = 2}\n", 1, "is written a second time"),
        ('logo = "C:\\Users\\logo.svg"\n', 1, "has a backslash"),
        ('logo = "C:\\pictures\\logo.svg"\n', 1, "write 'single quotes' around it"),
        ("name = \u201cCalf\u201d\n", 1, "has curly quotation marks"),
        ('name = "The "Best" Clinic"\n', 1, "a quotation mark stands inside the text"),
        ('name = "Calf" Clinic\n', 1, "something stands after the closing quotation mark"),
        ('address = ["a" "b"]\n', 1, "a [ or { is opened and not closed"),
        ('address = ["a", "b"\n', 1, "a [ or { is opened and not closed"),
        ("[dose\nhold = 1\n", 1, "a [ or { is opened and not closed"),
        ('footer = """one\ntwo\n', 1, 'a text is opened with """ and not closed'),
        ("= 3\n", 1, "begins with a sign that no name has"),
        ("a = " + "[" * 5000, 0, "too many [brackets] or {braces} inside each other"),
        ("a = " + "1" * 5000, 0, "has a number of thousands of digits"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    start = f"is not readable TOML: line {line}: " if line else "is not readable TOML: "
    said = toml_problem(tmp_path, text)
    assert said.startswith(start), said
    assert words in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('name = "Calf"'.encode("utf-16"), "is saved as UTF-16 (Unicode): save it as UTF-8"),
        ('a = 1\nname = "Müller"'.encode("cp1252"), "is not UTF-8 text (the first other letter is in line 2)"),
        ("a = nan", "a: is no number"),
        ("[dose]\nhold = -inf", "dose.hold: is no number"),
        ("a = [1, 1e300]", "a[2]: is too large a number"),
        ("[[cards]]\nid = 'x'\nn = 99999999999999999999", "cards[x].n: is too large a number"),
        ("day = 9999-12-31", "day: the year 9999 is too far away"),
        ("day = 0001-01-01T00:00:00", "day: the year 1 is too far away"),
        ("a = '" + "x" * 5001 + "'", "a: is 5,001 characters long; at most 5,000 fit"),
        (".".join("a" * 40) + " = 1", "is nested more than 24 deep"),
        (".".join("a" * 20_000) + " = 1", "line 1: has too many dots"),
        ("#" * (1 << 20) + "\n", "cannot be read: it has more than 1 MB"),
    ],
)
def test_what_no_file_of_ours_has_is_refused_by_name(tmp_path: Path, data: str | bytes, words: str) -> None:
    assert words in toml_problem(tmp_path, data)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_bytes(b"\xef\xbb\xbfname = 'Calf'\r\nduplex = true\r\n")
    assert read_toml(tmp_path / "c.toml", "c.toml") == {"name": "Calf", "duplex": True}


def test_many_problems_are_cut_short(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("\n".join(f"a{n} = nan" for n in range(5000)))
    with pytest.raises(ContentError) as caught:
        read_toml(tmp_path / "c.toml", "c.toml")
    assert len(caught.value.problems) == 200


class _Model(Exact):
    a: float


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,}', "line 1, column 9: a name in "),
        ('{"a" 1}', "a colon is missing after a name"),
        ('{"a": }', "a value is missing"),
        ('{"a": 1 "b": 2}', "a comma is missing between two entries"),
        ('{"a": "x\n"}', "a quotation mark is not closed in its line"),
        ('{"a": 1} {}', "something stands after the end"),
        ('{"a": NaN}', "a: is no number"),
        ('{"a": -Infinity}', "a: is no number"),
        ('{"a": 1e400}', "a: is no number"),
        ('{"a": 1e300}', "a: is too large a number"),
        ('{"a": ' + "[" * 100_000, "too large a number or too deep"),
        ('{"a": ' + "[" * 50 + "]" * 50 + "}", "is nested more than 24 deep"),
    ],
)
def test_json_is_explained_in_the_same_way(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ContentError) as caught:
        read_json(tmp_path / "x.json", "x.json", _Model)
    assert words in str(caught.value)
