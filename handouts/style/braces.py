"""Names in braces, such as `{hold}`: the one place where they become words. Nothing but plain names stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handouts.errors import likely

PLAIN_NAME = re.compile(r"[A-Za-z]\w{0,39}", re.ASCII)
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_SHOWN = 40


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with the values in place of their names. Raises ValueError for anything else with a brace."""
    if "{" not in text and "}" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            if not values:
                raise ValueError(f"has {match[0][:_SHOWN]}; nothing is filled in here")
            known = ", ".join(f"{{{name}}}" for name in values)
            raise ValueError(f"has {match[0][:_SHOWN]}{likely(match[1], values)} (there is {known})")
        return values[match[1]]

    filled = _IN_BRACES.sub(value, text)
    if re.search("[{}]", _IN_BRACES.sub("", text)):
        raise ValueError("has a single brace; times are written as {hold}")
    return filled


def names_in(text: str) -> set[str]:
    """The names in a text's braces. Raises ValueError for a brace without its partner and for what is no plain name."""
    names = _IN_BRACES.findall(text)
    for name in names:
        if not PLAIN_NAME.fullmatch(name):
            raise ValueError(f"has {{{name[:_SHOWN]}}}: only a plain name may stand in braces, such as {{page}}")
    if re.search("[{}]", _IN_BRACES.sub("", text)):
        raise ValueError("has a { or } without its partner")
    return set(names)
