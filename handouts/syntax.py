"""What is wrong with a TOML or JSON file, for people who know neither; and values that no file of ours may have."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Iterator
from typing import Any

DEEPEST = 24
"""Tables in tables in lists; a file of ours has six."""
LARGEST_WHOLE, LARGEST = 2**53, 1e9
"""The largest whole number (ids are times in milliseconds) and the largest other one."""
YEARS = (1900, 2199)
MOST_DOTS = 300
"""In a line of TOML: a name of thousands of dotted parts takes the reader minutes."""
LONGEST_SHOWN = 40

Values = Iterator[tuple[str, str]]


def odd_values(data: Any, longest_text: int, most_entries: int) -> Values:
    """Each value that no file of ours may have, by its dotted key: endless or enormous numbers, texts of more than
    `longest_text` characters, far years, tables thousands deep; ends after the first that makes the file itself odd.
    """
    stack: list[tuple[str, Any, int]] = [("", data, 0)]
    seen = 0
    while stack:
        key, value, depth = stack.pop()
        seen += 1
        if depth > DEEPEST:
            yield key, f"is nested more than {DEEPEST} deep"
            return
        if seen > most_entries:
            yield "", f"has more than {most_entries:,} entries"
            return
        if isinstance(value, dict):
            stack += [(_inner(key, str(name)), each, depth + 1) for name, each in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(f"{key}[{_name_of(each, n)}]", each, depth + 1) for n, each in reversed([*enumerate(value, 1)])]
        elif message := _odd(value, longest_text):
            yield key, message


def _inner(key: str, name: str) -> str:
    return f"{key}.{name[:LONGEST_SHOWN]}" if key else name[:LONGEST_SHOWN]


def _name_of(entry: Any, number: int) -> str:
    name = entry.get("id") if isinstance(entry, dict) else None
    return name[:LONGEST_SHOWN] if isinstance(name, str) else str(number)


def _odd(value: Any, longest_text: int) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if abs(value) <= LARGEST_WHOLE else "is too large a number"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "is no number"
        return "" if abs(value) <= LARGEST else "is too large a number"
    if isinstance(value, str):
        return "" if len(value) <= longest_text else f"is {len(value):,} characters long; at most {longest_text:,} fit"
    if isinstance(value, datetime.date):
        return "" if YEARS[0] <= value.year <= YEARS[1] else f"the year {value.year} is too far away"
    return ""


def too_many_dots(text: str) -> int | None:
    """The line of a TOML file that has more dots than any text or name; None when there is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            return number
    return None


# --- TOML ----------------------------------------------------------------------------------------------------

_CURLY = re.compile("[\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb]")
_CURLY_OUTSIDE = re.compile(rf"^[^\"'#]*{_CURLY.pattern}")
_KEY = re.compile(r"\s*([\w.-]+|\"[^\"]*\"|'[^']*')")
_BACKSLASH = "has a backslash \\ in \"double quotes\": write 'single quotes' around it, as in 'C:\\pictures\\logo.svg'"
_OPEN = "a quotation mark is opened and not closed"
_INSIDE = "a quotation mark stands inside the text: put 'single quotes' around the whole, or write \\\" for it"


def toml_fault(text: str, error: Exception) -> str:
    """What is wrong with a TOML file, with the line. `error` is what the reader said."""
    if isinstance(error, RecursionError):
        return "too many [brackets] or {braces} inside each other"
    said = str(error)
    if "integer string conversion" in said:
        return "has a number of thousands of digits"
    found = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if found is None:
        place, what = _unclosed(text, said)
        return f"line {place}: {what}" if place else what
    number, column = int(found[1]), int(found[2])
    lines = text.replace("\r\n", "\n").split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    return f"line {number}: {_line_fault(line, column, said[: found.start()])}"


def _line_fault(line: str, column: int, said: str) -> str:
    """What is wrong with one line; first what people do, then what the reader says."""
    if _CURLY_OUTSIDE.match(line):
        return 'has curly quotation marks: write straight ones, as in name = "Our clinic"'
    if "Unescaped" in said or ("\\" in line[:column] and ("hex" in said or "scalar" in said)):
        return _BACKSLASH
    if "Cannot overwrite" in said or "Duplicate" in said or "Cannot declare" in said or "Cannot mutate" in said:
        return f"{_written(line)} is written a second time; leave one of the two out"
    if "Illegal character '\\n'" in said or "Illegal character '\\r" in said or "Unterminated" in said:
        return _OPEN
    if "Illegal character" in said:
        return "has a character that cannot be seen; write the line again"
    if "Expected '='" in said:
        return _no_equals(line, column)
    if "Expected newline" in said or "Invalid value" in said:
        return _value_fault(line)
    if "Expected ']" in said or "Unclosed" in said:
        return "a [ or { is opened and not closed"
    if "Invalid statement" in said or "Invalid initial character" in said:
        return 'begins with a sign that no name has; a line is written as name = "Our clinic", a remark begins with #'
    return f'cannot be understood at column {column}; a line is written as name = "Our clinic"'


def _written(line: str) -> str:
    key = _KEY.match(line.strip().lstrip("["))
    return key[1][:LONGEST_SHOWN] if key else "the name"


def _no_equals(line: str, column: int) -> str:
    key = _KEY.match(line)
    if key and line[key.end() :].lstrip().startswith(":"):
        return f'write = where the : stands, as in {key[1][:LONGEST_SHOWN]} = "..."'
    if key and "=" in line[key.end() :]:
        return "the name before the = may have no spaces: write _ or - instead, or put it in quotes"
    return 'has no = after the name; a line is written as name = "Our clinic", a remark begins with #'


def _value_fault(line: str) -> str:
    _, equals, value = line.partition("=")
    value = value.strip()
    if not equals:
        return "ends with something that does not belong there"
    if not value or value.startswith("#"):
        return f'nothing stands after the =; take the line out, or write {_written(line)} = "..."'
    if value.split("#")[0].strip().casefold() in ("true", "false", "yes", "no", "on", "off"):
        return "write true or false, in small letters"
    if value[0] in "\"'":
        return _INSIDE if value.count(value[0]) > 2 else "something stands after the closing quotation mark"
    if value[0] in "[{":
        return "something is wrong in the list: each text in quotes, a comma between two, ] at the end"
    return f'the value needs quotation marks: {_written(line)} = "{value.split("#")[0].strip()[:LONGEST_SHOWN]}"'


def _unclosed(text: str, said: str) -> tuple[int, str]:
    """The line, if it can be found, and the fault of what goes on to the end of the file."""
    lines = text.split("\n")
    if "Unterminated" in said or "Expected" in said:
        for number, line in reversed([*enumerate(lines, 1)]):
            for quotes in ('"""', "'''"):
                if line.count(quotes) == 1:
                    return number, f"a text is opened with {quotes} and not closed"
            if (line.count('"') - line.count('\\"')) % 2 or line.count("'") % 2:
                return number, _OPEN
    for number, line in reversed([*enumerate(lines, 1)]):
        if line.count("[") > line.count("]") or line.count("{") > line.count("}"):
            return number, "a [ or { is opened and not closed"
        if re.fullmatch(r"\s*[\w.-]+\s*=?\s*", line):
            return number, _value_fault(line) if "=" in line else _no_equals(line, 1)
    return 0, "ends in the middle of something"


# --- JSON ----------------------------------------------------------------------------------------------------

_JSON: tuple[tuple[str, str], ...] = (
    ("Expecting property name", 'a name in "double quotes" is wanted; no comma stands before a closing brace'),
    ("Illegal trailing comma", "no comma stands before a closing bracket or brace"),
    ("Expecting ',' delimiter", "a comma is missing between two entries, or a bracket is not closed"),
    ("Expecting ':' delimiter", "a colon is missing after a name"),
    ("Expecting value", 'a value is missing, or is not written as JSON (texts in "double quotes")'),
    ("Unterminated string", "a quotation mark is opened and not closed"),
    ("Invalid control character", "a quotation mark is not closed in its line"),
    ("Invalid \\", "has a backslash that means nothing: write two of them"),
    ("Extra data", "something stands after the end"),
)


def json_fault(error: json.JSONDecodeError) -> str:
    """What is wrong with a JSON file, with line and column."""
    words = next((words for start, words in _JSON if error.msg.startswith(start)), error.msg)
    return f"line {error.lineno}, column {error.colno}: {words}"
