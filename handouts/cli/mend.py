"""What people type: put right where there is no doubt what was meant, explained where there is.

Word makes a long dash of two short ones and curly quotation marks of straight ones, cmd.exe hands over single quotation
marks as they are, Windows' own programs write /side, and a name or a note without quotation marks falls apart.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import click

from handouts.errors import likely

CLOSING = {"“": "”“", "„": "“”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "'": "'"}
"""Quotation marks that no shell takes away, and what may close them."""
LONG_DASH = re.compile(r"[-‐‑‒–—―−]*[‐‑‒–—―−][-‐‑‒–—―−]*([A-Za-z][\w-]*)(=.*)?", re.DOTALL)
"""An option with at least one dash that is none of a keyboard's."""
RENAMED = {"--figure": "--body"}
"""Options of earlier releases, which are still understood."""
MEANT = {
    "name": "--patient-name",
    "patient": "--patient-name",
    "colour": "--ink",
    "color": "--ink",
    "grey": "--ink",
    "font-size": "--print",
    "size": "--print",
    "language": "--lang",
    "leg": "--side",
    "country": "--locale",
    "exercise": "--with",
    "exercises": "--with",
    "logo": "--clinic",
    "letterhead": "--clinic",
    "password": "--password-file",
    "encrypt": "--protect",
    "out": "--output",
    "file": "--output",
    "folder": "--output",
    "view": "--open",
    "print-run": "--merge",
    "preview": "--dry-run",
    "json": "--format",
}
"""Words that people try, and the option they mean, where the spelling does not tell."""
EXAMPLES = {
    "--note": "Start with the chair",
    "--patient-name": "Ann Smith",
    "--checked-by": "Ann Smith",
    "--date": "23 Nov 2026",
    "--technique": "chair,thumbs",
    "--with": "stretch,heel-raise",
    "--subset": "attachments,causes",
}


class Mended(NamedTuple):
    """The words of a command line, and those that follow an option's value although they are no option."""

    args: list[str]
    loose: Mapping[str, str]
    """A word, and the option after whose value it stands: perhaps it belongs to that value."""


def mended(args: Sequence[str], options: Sequence[click.Option]) -> Mended:
    """Put a command line right. Raises click.UsageError for what is certainly not meant as it is written."""
    names = {name.lower(): option for option in options for name in (*option.opts, *option.secondary_opts)}
    out: list[str] = []
    loose: dict[str, str] = {}
    waiting = after = ""
    words = iter(_unquoted(args))
    for word in words:
        if waiting:
            if word.partition("=")[0].lower() in names and not word.startswith("--="):
                raise click.UsageError(f"{waiting}: its value is missing, {word.partition('=')[0]} follows")
            out.append(word)
            after, waiting = waiting if _is_text(names[waiting]) else "", ""
            continue
        if word == "--":
            return Mended([*out, word, *words], loose)
        word = _option(word, names)
        name = word.partition("=")[0].lower()
        if name in names:
            takes_value = not names[name].is_flag and not names[name].count
            waiting = name if takes_value and "=" not in word else ""
            after = name if takes_value and "=" in word and _is_text(names[name]) else ""
        elif after and not word.startswith("-"):
            loose.setdefault(word, after)
        out.append(word)
    return Mended(out, loose)


def _is_text(option: click.Option) -> bool:
    """Whether its value may have several words."""
    return isinstance(option.type, click.types.StringParamType)


def _option(word: str, names: Mapping[str, click.Option]) -> str:
    """A word with the dashes of an option, if it can only be one."""
    if dashed := LONG_DASH.fullmatch(word):
        dashes = "-" if len(dashed[1]) == 1 else "--"
        return _option(dashes + dashed[1] + (dashed[2] or ""), names)
    name, equals, value = word.partition("=")
    if name in RENAMED and name not in names and RENAMED[name] in names:
        return RENAMED[name] + equals + value
    bare = f"--{name[1:].lower()}"
    as_windows = name[:1] == "/" and not os.path.lexists(word)
    if len(name) > 2 and bare in names and (name[0] == "-" or as_windows):
        raise click.UsageError(f"{name}: an option begins with two dashes: {bare}")
    return word


def _unquoted(args: Sequence[str]) -> Iterator[str]:
    """The words, those between quotation marks that no shell knows as one."""
    at = 0
    while at < len(args):
        word = args[at]
        if word == "--":
            yield from args[at:]
            return
        before, mark = _opening(word)
        end = _closing(args, at, mark, len(before) + 1) if mark else None
        if end is None:
            yield word
            at += 1
        else:
            text = " ".join(args[at : end + 1])
            yield before + text[len(before) + 1 : -1]
            at = end + 1


def _opening(word: str) -> tuple[str, str]:
    """What stands before a quotation mark that opens a value, and the mark; a word that a shell kept whole has none."""
    before = ""
    if word.startswith("-") and "=" in word:
        name, equals, _ = word.partition("=")
        before = name + equals
    mark = word[len(before) : len(before) + 1]
    return before, mark if mark in CLOSING and not re.search(r"\s", word) else ""


def _closing(args: Sequence[str], start: int, mark: str, skip: int) -> int | None:
    """Where the quotation mark is closed, before another option begins."""
    for at in range(start, len(args)):
        text = args[at][skip:] if at == start else args[at]
        if at > start and (text.startswith("--") or re.search(r"\s", text)):
            return None
        if text and text[-1] in CLOSING[mark]:
            return at
    return None


def several_words(option: str) -> str:
    """That a value of several words needs quotation marks. It repeats none of them: they may be a patient's name."""
    example = EXAMPLES.get(option, "two words")
    return f'{option}: put quotation marks round a text of several words, such as {option} "{example}"'


def no_option(name: str, context: click.Context) -> str:
    """That there is no such option, and which one was probably meant, or where it stands."""
    here = _options_of(context.command, context)
    if name in here:
        return f"{name}: cannot be used like this"
    if (meant := MEANT.get(name.lstrip("-"))) and meant in here:
        return f"no option {name}; did you mean {meant}?"
    root = context.find_root()
    if context is not root and name in _options_of(root.command, root):
        return f"{name}: stands before the command: handouts {name} ... {context.info_name} ..."
    others = _commands_with(name, root)
    if others and context is root:
        return f"{name}: stands after a command: handouts {others[0]} ... {name} ..."
    if others:
        verb = "has" if len(others) == 1 else "have"
        return f"no option {name} here; {', '.join(f'`handouts {each}`' for each in others)} {verb} it"
    return f"no option {name}" + likely(name, [each for each in here if each.startswith("--")]).replace("'", "")


def _commands_with(name: str, root: click.Context) -> list[str]:
    """The commands that have an option."""
    commands = root.command.commands if isinstance(root.command, click.Group) else {}
    return [command for command, each in commands.items() if name in _options_of(each, root)]


def _options_of(command: click.Command, context: click.Context) -> set[str]:
    parameters = command.get_params(context)
    return {name for each in parameters for name in (*each.opts, *each.secondary_opts) if name.startswith("-")}
