"""`clinic.toml`: who gives the handouts, and how that clinic wants them. Every problem is reported at once.

A clinic may change the words of a warning, never take one away; a handout with changed warnings says so.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from handouts.clinic.columns import ClinicColumns
from handouts.clinic.usual import MOST_FAVOURITES, ClinicDose, ClinicOptions, Favourite, FavouriteName, checked
from handouts.content.model import Strict
from handouts.errors import ContentError, HandoutsError, Problem, likely
from handouts.files import MOST_TOML, details, explain, read_text, read_toml
from handouts.logo.read import Logo, read_logo
from handouts.style.plaintext import plain_text
from handouts.style.theme import Theme, contrast, find_template

LEAST_CONTRAST = 4.5
LONGEST_URL = 200
"""A QR code of 23 mm with a longer address is too fine for a copier."""
LONGEST_WORD = 40
PLACEHOLDERS = re.compile(r"\{muscle\}|\{lang\}")

SAMPLES: Mapping[str, tuple[str, ...]] = {
    "name": ("The Name of Your Clinic",),
    "address": ("1 Your Street, Your Town AB1 2CD", "12 Mill Lane, Bridgetown AB1 2CD"),
    "phone": ("01632 960 123",),
    "web": ("www.your-clinic.example", "www.riverside.example"),
    "email": ("hello@your-clinic.example", "hello@riverside.example"),
    "footer": (
        "The Name of Your Clinic Ltd, registered in England 00000000",
        "Riverside Physiotherapy Ltd, registered in England 00000000",
    ),
    "content_url": (
        "https://www.your-clinic.example/handouts/{muscle}",
        "https://www.riverside.example/handouts/{muscle}",
    ),
}
"""What `clinic init` writes, now and in version 0.1.0, and no clinic has: on a handout it would mislead a patient."""


def _is_sample(key: str, value: str) -> bool:
    return _bare(value) in {_bare(sample) for sample in SAMPLES[key]}


def _bare(value: str) -> str:
    return re.sub(r"\W", "", value).casefold()


def _line(longest: int, shaped: bool = False) -> BeforeValidator:
    """One line of text; `shaped` when it may be in any letters."""

    def check(value: object) -> object:
        return checked(plain_text, value, "", longest=longest, shaped=shaped) if isinstance(value, str) else value

    return BeforeValidator(check)


def _said(value: str | None) -> str | None:
    """Other words for a warning: they must say something, and fill in nothing that we cannot."""
    if value is None:
        return None
    text: str = checked(plain_text, value, "", longest=400, shaped=False)
    if text.count("**") % 2:
        raise ValueError("has a ** without its partner")
    if "{" in re.sub(r"\{(limit|emergency)\}", "", text) or "}" in re.sub(r"\{(limit|emergency)\}", "", text):
        raise ValueError("has a brace; only {limit} and {emergency} are filled in")
    if len(re.findall(r"[^\W\d_]{2,}", text)) < 3:
        raise ValueError("says too little: a warning can be changed, never removed (write at least three words)")
    return text


class SafetyText(Strict):
    """`[safety."module.item"]`: other words for a warning. Without `short`, `text` stands wherever it is printed."""

    text: str | None = None
    short: str | None = None

    @field_validator("text", "short")
    @classmethod
    def _words(cls, value: str | None) -> str | None:
        return _said(value)

    @model_validator(mode="after")
    def _something(self) -> SafetyText:
        if self.text is None and self.short is None:
            raise ValueError("is empty: a warning can be changed, never removed (give text, short or both)")
        return self


class BulletText(Strict):
    """`[bullets."module.bullet"]`: other words for a bullet of the warning box."""

    text: str

    @field_validator("text")
    @classmethod
    def _words(cls, value: str) -> str:
        return _said(value) or value


class ClinicFile(Strict):
    """Everything that may stand in `clinic.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    lang: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"
    name: Annotated[str, _line(80, shaped=True)] = ""
    address: Annotated[tuple[Annotated[str, _line(90, shaped=True)], ...], Field(max_length=6)] = ()
    phone: Annotated[str, _line(30)] = ""
    web: Annotated[str, _line(80)] = ""
    email: Annotated[str, _line(80)] = ""
    logo: Logo | None = None
    accent: str | None = None
    locale: str | None = None
    footer: Annotated[str, _line(140, shaped=True)] = ""
    content_url: str = ""
    letterhead: bool = True
    duplex: bool = False
    require_approved: bool = False
    """Whether nothing is made that nobody has approved."""
    options: ClinicOptions = ClinicOptions()
    dose: ClinicDose = ClinicDose()
    safety: dict[str, SafetyText] = Field(default_factory=dict)
    bullets: dict[str, BulletText] = Field(default_factory=dict)
    columns: ClinicColumns = ClinicColumns()
    favourites: Annotated[dict[FavouriteName, Favourite], Field(max_length=MOST_FAVOURITES)] = Field(
        default_factory=dict
    )

    @field_validator(*SAMPLES)
    @classmethod
    def _own(cls, value: Any, info: ValidationInfo) -> Any:
        key = str(info.field_name)
        for line in value if isinstance(value, tuple) else (value,):
            if _is_sample(key, line):
                raise ValueError(f"{line!r} is the sample's: write your own, or put a # before the line")
        return value

    @field_validator("logo", mode="before")
    @classmethod
    def _logo(cls, value: object, info: ValidationInfo) -> Logo:
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ValueError("is a file name, such as logo.svg")
        return checked(read_logo, info.context["folder"] / value)  # type: ignore[index]

    @field_validator("accent")
    @classmethod
    def _accent(cls, value: str | None, info: ValidationInfo) -> str | None:
        return None if value is None else checked(checked_accent, value, info.context["theme"])  # type: ignore[index]

    @field_validator("phone")
    @classmethod
    def _phone(cls, value: str) -> str:
        if value and (
            len(re.findall(r"\d", value)) < 3 or not re.fullmatch(r"[\d\s()+./#*–-]*(ext\.?|x)?[\d\s]*", value)
        ):
            raise ValueError(f"{value!r} is no phone number: digits, spaces and + ( ) - / . only")
        return value

    @field_validator("email")
    @classmethod
    def _email(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>\"',;:*]+@[^\s@<>\"',;:*]+\.[^\s@<>\"',;:*.]{2,}", value):
            raise ValueError(f"{value!r} is no e-mail address")
        return value

    @field_validator("web")
    @classmethod
    def _web(cls, value: str) -> str:
        if value and not re.fullmatch(r"(https?://)?[^\s<>\"'*:@]+\.[^\s<>\"'*:@]{2,}(:\d+)?[^\s<>\"'*]*", value):
            raise ValueError(f"{value!r} is no web address")
        return value

    @field_validator("footer")
    @classmethod
    def _footer(cls, value: str) -> str:
        if any(len(word) > LONGEST_WORD for word in value.split()):
            raise ValueError(f"has a word of more than {LONGEST_WORD} letters, which does not fit in large print")
        return value

    @field_validator("content_url")
    @classmethod
    def _content_url(cls, value: str) -> str:
        return value and checked(checked_url, value)

    @model_validator(mode="after")
    def _named(self) -> ClinicFile:
        if self.logo and not self.name:
            raise ValueError("a logo needs the clinic's name: a screen reader says 'Logo of' and the name")
        return self


def read_clinic(path: Path, theme: Theme) -> ClinicFile:
    """Read and check a clinic file. Raises ContentError with every problem, HandoutsError when there is no file."""
    try:
        data = read_toml(path, path.name)
    except ContentError as error:
        if not isinstance(error.__cause__, FileNotFoundError):
            raise
        raise HandoutsError(f"{path}: no such clinic file; `handouts clinic init` writes one to start from") from None
    try:
        return ClinicFile.model_validate(data, context={"theme": theme, "folder": path.resolve().parent})
    except ValidationError as error:
        raise ContentError(_explained(path, data, detail) for detail in details(error)) from None


def _explained(path: Path, data: Mapping[str, Any], detail: dict[str, Any]) -> Problem:
    tables: dict[str, type[Strict]] = {
        "options": ClinicOptions,
        "dose": ClinicDose,
        "safety": SafetyText,
        "bullets": BulletText,
        "columns": ClinicColumns,
        "favourites": Favourite,
    }
    location = detail["loc"]
    nested = tables.get(str(location[0]), ClinicFile) if len(location) > 1 else ClinicFile
    problem = explain(Path(path.name), data, nested, detail)
    message = problem.message
    if detail["type"] == "extra_forbidden":
        key = str(detail["loc"][-1])
        message = f"unknown key{likely(key, nested.model_fields)}"
        if nested is not ClinicFile and key in ClinicFile.model_fields:
            message += "; keys of the clinic itself stand above the first [table]"
    return Problem(path.name, problem.key, message)


# --- single values -------------------------------------------------------------------------------------------


def checked_accent(value: str, theme: Theme) -> str:
    """A colour that is strong enough for text on white and under white. Raises HandoutsError with a better one."""
    if not re.fullmatch(r"#?[0-9A-Fa-f]{6}", value):
        raise HandoutsError(f"{value[:30]!r} is no colour: write six hex digits, such as #0B4F5C")
    colour = "#" + value.lstrip("#").upper()
    paper = str(theme.data["colour"]["paper"])
    ratio = contrast(colour, paper)
    if ratio < LEAST_CONTRAST:
        better = darker(colour, paper)
        raise HandoutsError(
            f"{colour} is too weak: its contrast with white is {ratio:.2f}, text needs {LEAST_CONTRAST}; "
            f"{better} is the same hue with {contrast(better, paper):.2f}"
        )
    return colour


def darker(colour: str, paper: str) -> str:
    """The lightest colour of the same hue and saturation that is strong enough on paper."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    for step in range(int(lightness * 1000), -1, -1):
        levels = colorsys.hls_to_rgb(hue, step / 1000, saturation)
        candidate = "#" + "".join(f"{round(255 * level):02X}" for level in levels)
        if contrast(candidate, paper) >= LEAST_CONTRAST + 0.05:
            return candidate
    return "#000000"


def checked_url(value: str) -> str:
    """An address for a QR code: public, https, short enough.

    `{muscle}` stands for a muscle's id, `{lang}` for the language of the handout. Raises HandoutsError.
    """
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        host, parts, port_is_fine = "", urlsplit(""), False
    if parts.scheme != "https" or not port_is_fine or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        raise HandoutsError(f"{value[:60]!r} is no address that starts with https:// and names a site")
    if "@" in parts.netloc:
        raise HandoutsError("has a name or password in it: a QR code is public")
    if not re.fullmatch(r"[!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]*", PLACEHOLDERS.sub("", value)):
        raise HandoutsError("has spaces or characters that an address may not have")
    if len(value) > LONGEST_URL:
        raise HandoutsError(f"is {len(value)} characters long; a QR code that small may hold {LONGEST_URL}")
    return value


def sample(folders: tuple[Path, ...]) -> str:
    """The commented clinic file to start from."""
    return read_text(find_template(folders, "clinic.toml"), "templates/clinic.toml", MOST_TOML)
