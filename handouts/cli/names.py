"""Names that a shell can complete and a message can suggest, found without reading the library.

Folders are listed and single files read: completion runs at every press of a key. Nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from handouts import data_dir
from handouts.errors import nearest
from handouts.style.choices import DOSE_KEYS

if TYPE_CHECKING:
    from pathlib import Path


def _roots(ctx: click.Context, kind: str) -> list[Path]:
    """The folders of content or templates, the person's own first."""
    return [*(ctx.find_root().params.get(kind) or ()), data_dir(kind)]


def muscles(ctx: click.Context) -> list[str]:
    """Every muscle that has a folder."""
    return sorted({path.parent.name for root in _roots(ctx, "content") for path in root.glob("muscles/*/muscle.toml")})


def _called(ctx: click.Context) -> dict[str, str]:
    """What muscles are called, in small letters, and their ids: their own ids and what people call them."""
    import tomllib

    known = muscles(ctx)
    called = {name: name for name in known}
    for root in _roots(ctx, "content"):
        try:
            index = tomllib.loads((root / "aliases.toml").read_text("utf-8"))
        except (OSError, ValueError):
            continue
        for muscle, aliases in index.items():
            if muscle in known and isinstance(aliases, list):
                called |= {alias.lower(): muscle for alias in aliases if isinstance(alias, str)}
    return called


def is_muscle(ctx: click.Context, name: str) -> bool:
    """Whether a muscle may be called so."""
    return name.lower() in _called(ctx)


def muscle_like(ctx: click.Context, name: str) -> str:
    """The muscle that somebody probably meant, or nothing."""
    called = _called(ctx)
    return called.get(nearest(name.lower(), called), "")


def _facts(ctx: click.Context) -> Iterator[dict[str, Any]]:
    """The facts of the muscles that stand on the command line, of all when none does."""
    import tomllib

    named = ctx.params.get("muscles") or ctx.params.get("muscle") or ()
    wanted = {named} if isinstance(named, str) else set(named)
    wanted = wanted or set(muscles(ctx)) & set(ctx.args)  # before an option that still lacks its value
    for root in _roots(ctx, "content"):
        for path in root.glob("muscles/*/muscle.toml"):
            if not wanted or path.parent.name in wanted:
                try:
                    yield tomllib.loads(path.read_text("utf-8"))
                except (OSError, ValueError):
                    continue  # completion says nothing; whoever uses the muscle tells what is wrong with it


def _ids(ctx: click.Context, table: str, key: str = "id", **only: str) -> list[str]:
    shared = _shared(ctx, table)
    entries = [
        {"id": entry["shared"], **shared.get(entry["shared"], {}), **entry} if "shared" in entry else entry
        for facts in _facts(ctx)
        for entry in facts.get(table, ())
    ]
    return list(dict.fromkeys(str(e[key]) for e in entries if key in e and only.items() <= e.items()))


def _shared(ctx: click.Context, table: str) -> dict[str, Any]:
    """The facts that muscles share in that table, by id."""
    import tomllib

    found: dict[str, Any] = {}
    for root in reversed(_roots(ctx, "content")):
        try:
            found |= tomllib.loads((root / "shared" / table / "facts.toml").read_text("utf-8"))
        except (OSError, ValueError):
            continue
    return found


def _beginning(names: Callable[[click.Context], Sequence[str]]) -> Callable[[click.Context, Any, str], list[str]]:
    """The names that begin with what was typed."""

    def complete(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
        return [name for name in names(ctx) if name.lower().startswith(typed.lower())]

    return complete


def _listed(names: Callable[[click.Context], Sequence[str]]) -> Callable[[click.Context, Any, str], list[str]]:
    """The same for names with commas between them: the last one is completed, none is offered twice."""

    def complete(ctx: click.Context, _: click.Parameter, typed: str) -> list[str]:
        before, comma, last = typed.rpartition(",")
        there = before.split(",")
        return [before + comma + name for name in names(ctx) if name.startswith(last) and name not in there]

    return complete


def _languages(ctx: click.Context) -> list[str]:
    words = (path.stem for root in _roots(ctx, "content") for path in root.glob("muscles/*/*.toml"))
    return sorted(set(words) - {"muscle"})


def _locales(ctx: click.Context) -> list[str]:
    import tomllib

    found: set[str] = set()
    for root in _roots(ctx, "templates"):
        try:
            found |= tomllib.loads((root / "locales.toml").read_text("utf-8")).keys()
        except (OSError, ValueError):
            continue
    return sorted(name for name in found if name != "plain")


def _tables(path: Path) -> list[str]:
    import tomllib

    try:
        return [*tomllib.loads(path.read_text("utf-8"))]
    except (OSError, ValueError):
        return []


def _commands(ctx: click.Context) -> list[str]:
    root = ctx.find_root().command
    return root.list_commands(ctx) if isinstance(root, click.Group) else []


complete_muscle = _beginning(muscles)
complete_command = _beginning(_commands)
complete_language = _beginning(_languages)
complete_locale = _beginning(_locales)
complete_figure = _beginning(lambda ctx: _ids(ctx, "figures"))
complete_topics = _listed(lambda ctx: _ids(ctx, "cards", "topic"))
complete_techniques = _listed(lambda ctx: _ids(ctx, "techniques", use="massage"))
complete_addons = _listed(lambda ctx: _ids(ctx, "addons"))
complete_dose = _beginning(lambda _: [f"{key}=" for key in DOSE_KEYS])
complete_scene = _beginning(
    lambda ctx: sorted({p.stem for root in _roots(ctx, "content") for p in root.glob("scenes/**/[!_]*.toml")})
)
SCHEMAS = ("muscle", "words", "safety", "safety-words")
complete_region = _beginning(
    lambda ctx: sorted(
        {name for root in _roots(ctx, "content") for name in _tables(root / "body" / "regions.toml") if name != "every"}
    )
)
complete_area = _beginning(
    lambda ctx: sorted({name for root in _roots(ctx, "content") for name in _tables(root / "body" / "areas.toml")})
)
complete_schema = _beginning(lambda _: SCHEMAS)
