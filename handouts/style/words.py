"""Interface words of a language, and what differs from place to place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import read_toml
from handouts.style.braces import fill, names_in
from handouts.style.choices import PAPERS, Paper
from handouts.style.theme import find_template


@dataclass(frozen=True, eq=False)
class Strings:
    """Interface words; call with a dotted key and the values to fill in."""

    lang: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key. Raises HandoutsError when the language lacks it or a value."""
        if key not in self.words:
            raise HandoutsError(f"templates/strings/{self.lang}.toml: {key}: is missing{likely(key, self.words)}")
        try:
            return fill(self.words[key], {n: str(v) for n, v in values.items()}) if values else self.words[key]
        except ValueError as error:
            raise HandoutsError(f"templates/strings/{self.lang}.toml: {key}: {error}") from error

    def join(self, items: Sequence[str], last: bool = False) -> str:
        """Items as a list in a sentence; with `last`, the last one is joined by the language's "or"."""
        if last and len(items) > 1:
            return self("list_join").join(items[:-1]) + self("list_last") + items[-1]
        return self("list_join").join(items)


DATE_PARTS = ("%-d", "%B", "%Y")


@dataclass(frozen=True)
class Locale:
    """Whom to call and where to go in a place, its paper and date format.

    What `is_number` can be printed big; what is not, such as "your doctor" or "your emergency number", needs a line
    to write the number on. `checked` is the day on which the numbers were last looked up, `source` where.
    """

    tag: str
    emergency: str
    hospital: str
    advice: str
    paper: Paper
    date: str
    checked: datetime.date
    source: str
    place: str = ""
    """What the place is called, where the tag does not say it."""
    closed: str = ""
    """What to do when the advice line is closed; empty: a line to write on."""
    emergency_is_number: bool = True
    advice_is_number: bool = True
    months: tuple[str, ...] = ()
    """The names of the months in its language; the English ones when not given."""
    closed_number: bool = False
    """Whether `closed` needs a line to write a number on."""


@lru_cache(maxsize=8)
def load_strings(folders: tuple[Path, ...], lang: str) -> Strings:
    """The interface words of a language. Raises HandoutsError when there are none, ContentError when broken."""
    try:
        path = find_template(folders, f"strings/{lang}.toml")
    except HandoutsError as error:
        known = sorted({p.stem for folder in folders for p in (folder / "strings").glob("*.toml")})
        raise HandoutsError(
            f"no interface words in language {lang!r}{likely(lang, known)} (there is: {', '.join(known) or 'none'})"
        ) from error
    shown = f"templates/strings/{lang}.toml"
    words = dict(_flat(read_toml(path, shown)))
    problems = [Problem(shown, key, "is not text") for key, value in words.items() if not isinstance(value, str)]
    for key, text in words.items():
        try:
            names_in(str(text))
        except ValueError as error:
            problems.append(Problem(shown, key, str(error)))
    if problems:
        raise ContentError(problems)
    return Strings(lang, words)


@lru_cache(maxsize=8)
def load_locale(folders: tuple[Path, ...], tag: str | None) -> Locale:
    """The locale called `tag`, or the plain one. Raises HandoutsError with the likely meant name."""
    data = _locales(folders)
    known = sorted(set(data) - {"plain"})
    places = {each: str(data[each].get("place", "")) if isinstance(data[each], dict) else "" for each in known}
    name = "plain" if tag is None else meant_locale(tag, places)
    problems = [Problem("templates/locales.toml", key, message) for key, message in _mistakes(name, data.get(name))]
    if problems:
        raise ContentError(problems)
    entry: dict[str, Any] = data[name]
    return Locale(name, **{**entry, "months": tuple(entry.get("months", ()))})


_ALONE = {
    **dict.fromkeys(["gb", "uk", "en-uk", "england", "wales", "england-and-wales"], "en-gb"),
    **dict.fromkeys(["scotland", "en-sct", "gb-sct"], "en-gb-sct"),
    **dict.fromkeys(["northern-ireland", "en-nir", "gb-nir"], "en-gb-nir"),
}
"""Tags without a language, and what everybody calls the United Kingdom and its countries."""


def meant_locale(tag: str, places: Mapping[str, str]) -> str:
    """The locale that a tag means, whatever its case and its dash. Raises HandoutsError when there is none.

    Only the same letters with other signs between them get a guess: the nearest tag to another country's is wrong,
    with other emergency numbers.
    """
    plain = re.sub(r"[\s_]+", "-", tag.strip()).casefold()
    plain = _ALONE.get(plain, plain)
    known = list(places)
    found = {each.casefold(): each for each in known}.get(plain)
    if found is None:
        same = [each for each in known if _letters(each) == _letters(plain)]
        guess = f"; did you mean {same[0]!r}?" if same else ""
        there = ", ".join(f"{each} ({places[each]})" if places[each] else each for each in known)
        raise HandoutsError(f"no locale {tag[:60]!r}{guess} (there is: {there})", field="locale")
    return found


def _letters(tag: str) -> str:
    return re.sub(r"[\W\d_]+", "", tag.casefold())


def other_places(folders: tuple[Path, ...], tag: str) -> str:
    """What to say when a tag means more than the locale's place: which places have a locale of their own; or nothing.

    The tag `GB` is the United Kingdom, and `en-GB` has the numbers of England and Wales.
    """
    locale = load_locale(folders, tag)
    others = [load_locale(folders, each) for each in locale_tags(folders) if each.startswith(f"{locale.tag}-")]
    named = [f"{other.tag} for {other.place}" for other in others if other.place]
    asked = re.sub(r"[\s_]+", "-", tag.strip()).casefold()
    if not locale.place or not named or asked in ("england", "wales", "england-and-wales"):
        return ""
    return f"locale {locale.tag}: the numbers of {locale.place}; write {', '.join(named)}"


def locale_tags(folders: tuple[Path, ...]) -> list[str]:
    """The tags of all locales but the plain one. Raises HandoutsError or ContentError."""
    return sorted(set(_locales(folders)) - {"plain"})


def _locales(folders: tuple[Path, ...]) -> dict[str, Any]:
    return read_toml(find_template(folders, "locales.toml"), "templates/locales.toml")


def _mistakes(tag: str, entry: object) -> Iterator[tuple[str, str]]:
    """Each key of a locale that is missing, unknown or of the wrong form, and what is wrong with it."""
    if not isinstance(entry, dict):
        yield tag, "is missing" if entry is None else "is not a table"
        return
    known = {each.name: each.default for each in fields(Locale) if each.name != "tag"}
    for name, default in known.items():
        if name not in entry and default is MISSING:
            yield f"{tag}.{name}", "is missing"
    for name, value in entry.items():
        said = _wrong(name, value) if name in known else f"unknown key{likely(name, known)}"
        if said:
            yield f"{tag}.{name}", said


def _wrong(name: str, value: object) -> str:
    """What is wrong with the value of a locale's key, or nothing."""
    if name in ("advice_is_number", "emergency_is_number", "closed_number"):
        return "" if isinstance(value, bool) else "is neither true nor false"
    if name == "months":
        named = isinstance(value, list) and len(value) == 12 and all(isinstance(each, str) and each for each in value)
        return "" if named else "is no list of twelve names"
    if name == "checked":
        return "" if type(value) is datetime.date else f"{value!r} is no date such as 2026-11-26"
    if name == "paper":
        return "" if value in PAPERS else f"{value!r} is none of {', '.join(PAPERS)}"
    if not isinstance(value, str) or not value.strip():
        return "is not text, or empty"
    if name == "date":
        for part in DATE_PARTS:
            value = value.replace(part, "")
        return f"may have {', '.join(DATE_PARTS)} and no other %" if "%" in value else ""
    return ""


def _flat(data: Mapping[str, Any], key: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in data.items():
        full = f"{key}.{name}" if key else name
        found += _flat(value, full) if isinstance(value, dict) else [(full, value)]
    return found
