"""A muscle's file completed with what it takes from the shared files, and its `[fill]` put into their sentences.

Where each part came from is remembered, so that a problem names the file that has the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handouts.content.filling import HANDOUT_NAMES
from handouts.content.shared import DOSE, KINDS, TICKS, Entry, Shared
from handouts.content.texts import texts
from handouts.errors import ContentError, Problem, likely

_IN_BRACES = re.compile(r"\{([A-Za-z]\w*)\}", re.ASCII)


class Origins(dict[str, tuple[str, str]]):
    """Where the parts of a merged file stand: by its own key the other file, and the key there; itself when ""."""

    def __init__(self) -> None:
        super().__init__()
        self.items_of_facts: set[str] = set()
        """Items that are taken: what is wrong with taking one, such as doing it twice, is the muscle's."""

    def placed(self, problem: Problem) -> Problem:
        """The problem with the file that has the words or facts it is about."""
        key = "" if problem.key in self.items_of_facts else problem.key
        while key:
            if key in self:
                file, there = self[key]
                return problem._replace(file=file, key=there + problem.key[len(key) :]) if file else problem
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return problem


@dataclass
class Merged:
    """A muscle's file completed with what it takes from the shared files; what is wrong with the taking."""

    data: dict[str, Any]
    origins: Origins = field(default_factory=Origins)
    problems: list[Problem] = field(default_factory=list)


# --- facts ---------------------------------------------------------------------------------------------------


def merge_facts(data: dict[str, Any], where: str, shared: Shared) -> Merged:
    """The facts of a muscle, its shared items completed. `where` names the muscle's file."""
    merged = Merged(dict(data))
    if isinstance(clinician := data.get("clinician"), dict):
        merged.data["clinician"] = dict(clinician)
    for kind, place in KINDS.items():
        table = _table_at(merged.data, place)
        items = table.get(place[-1])
        if isinstance(items, list):
            key = ".".join(place)
            table[place[-1]] = [_completed(item, kind, key, where, shared, merged) for item in items]
    dose = data.get(DOSE)
    if isinstance(dose, dict) and "shared" in dose:
        entry = _entry(dose["shared"], DOSE, f"{DOSE}.shared", where, shared, merged)
        own = {key: value for key, value in dose.items() if key != "shared"}
        merged.data[DOSE] = {**entry.data, **own} if entry else own
        if entry:
            merged.origins[DOSE] = (entry.file, dose["shared"])
            merged.origins |= {f"{DOSE}.{key}": ("", "") for key in own}
    _leave_out_pictures(merged)
    return merged


def _completed(item: Any, kind: str, key: str, where: str, shared: Shared, merged: Merged) -> Any:
    """An item of a muscle, completed when it names a shared one; its own keys win."""
    if not isinstance(item, dict) or "shared" not in item:
        return item
    name = item["shared"]
    own = {"id": name, **{part: value for part, value in item.items() if part != "shared"}}
    place = f"{key}[{own['id']}]"
    entry = _entry(name, kind, f"{place}.shared", where, shared, merged)
    if entry is None:
        return own
    merged.origins[place] = (entry.file, name)
    merged.origins.items_of_facts.add(place)
    merged.origins |= {f"{place}.{part}": ("", "") for part in own}
    for part, value in entry.data.items():
        if part in own:
            own[part] = _entries(own[part], value, f"{place}.{part}", Entry(f"{name}.{part}", entry.file), merged)
    return {**entry.data, **own}


def _entries(own: Any, theirs: Any, place: str, origin: Entry, merged: Merged) -> Any:
    """A list that a muscle writes itself: its own order, each entry completed from the shared one of the same id."""
    if not (isinstance(own, list) and isinstance(theirs, list)):
        return own
    known = {each["id"]: each for each in theirs if isinstance(each, dict) and "id" in each}
    whole = []
    for each in own:
        name = each.get("id") if isinstance(each, dict) else None
        if isinstance(name, str) and name in known:
            for part in known[name].keys() - each.keys():
                merged.origins[f"{place}[{name}].{part}"] = (origin.file, f"{origin.data}[{name}].{part}")
            each = {**known[name], **each}
        whole.append(each)
    return whole


def _entry(name: Any, kind: str, key: str, where: str, shared: Shared, merged: Merged) -> Entry | None:
    """The shared facts of that name; None, and a problem, when there are none."""
    try:
        known = shared.facts(kind)
    except ContentError as error:
        merged.problems += error.problems
        return None
    if not isinstance(name, str) or name not in known:
        hint = likely(name, known) if isinstance(name, str) else ""
        merged.problems.append(Problem(where, key, f"nothing shared is called {name!r}{hint} (content/shared/{kind})"))
        return None
    if not isinstance(known[name].data, dict):
        merged.problems.append(Problem(known[name].file, name, f"must be a table, written as [{name}]"))
        return None
    return known[name]


def _leave_out_pictures(merged: Merged) -> None:
    """A shared step keeps its picture where the muscle has a figure of that name; pictures are the muscle's."""
    figures = merged.data.get("figures", [])
    known = {each.get("id") for each in figures if isinstance(each, dict)} if isinstance(figures, list) else set()
    for kind in ("techniques", "addons"):
        items = merged.data.get(kind)
        for item in items if isinstance(items, list) else ():
            place = f"{kind}[{item.get('id')}]" if isinstance(item, dict) else ""
            if place in merged.origins:
                _without_pictures(item, place, known, merged.origins)


def _without_pictures(item: dict[str, Any], place: str, known: set[Any], origins: Origins) -> None:
    def own(key: str) -> bool:
        return origins.placed(Problem("", f"{place}.{key}", "")).file == ""

    if isinstance(figures := item.get("figures"), list) and not own("figures"):
        item["figures"] = [each for each in figures if each in known]
    if isinstance(variants := item.get("variants"), list) and not own("variants"):
        item["variants"] = [each for each in variants if not isinstance(each, dict) or each.get("figure") in known]
    for part in ("steps", "instead"):
        if isinstance(steps := item.get(part), list):
            item[part] = [
                {key: value for key, value in step.items() if key not in ("figure", "crop")}
                if isinstance(step, dict)
                and step.get("figure", "") not in {*known, ""}
                and not own(f"{part}[{step.get('id')}].figure")
                else step
                for step in steps
            ]


# --- words ---------------------------------------------------------------------------------------------------


def merge_words(
    data: dict[str, Any], where: str, lang: str, written: dict[str, Any], facts: Merged, shared: Shared
) -> Merged:
    """The words of a muscle in a language, those of its shared items completed, and `[fill]` filled in.

    `where` names the file of the words, `written` is the muscle's file of facts as it stands, `facts` that completed.
    """
    merged = Merged({name: value for name, value in data.items() if name != "fill"})
    if isinstance(clinician := data.get("clinician", {}), dict):
        merged.data["clinician"] = dict(clinician)
    for kind, place in KINDS.items():
        items = _table_at(written, place).get(place[-1])
        whole = _table_at(facts.data, place).get(place[-1])
        if isinstance(items, list) and isinstance(whole, list):
            for item, complete in zip(items, whole, strict=True):
                if isinstance(item, dict) and isinstance(name := item.get("shared"), str):
                    if kind == "techniques" and isinstance(complete, dict):
                        complete = {**complete, "others": whole}
                    _add_words(name, complete, kind, place, lang, shared, merged)
    _add_ticks(facts, lang, shared, merged)
    fill = data.get("fill", {})
    if isinstance(fill, dict) and all(isinstance(value, str) for value in fill.values()):
        _fill(fill, where, facts, merged)
    else:
        merged.problems.append(Problem(where, "fill", 'must be a table of words, such as place = "calf"'))
    return merged


def _add_words(
    name: str, item: Any, kind: str, place: tuple[str, ...], lang: str, shared: Shared, merged: Merged
) -> None:
    """Complete the words of one item; the muscle's own words win."""
    if not isinstance(item, dict) or not isinstance(ident := item.get("id"), str):
        return
    try:
        known = shared.words(kind, lang)
    except ContentError as error:
        merged.problems += error.problems
        return
    table = _made_table(merged.data, place)
    if table is None:
        return
    if name not in known:
        if ident not in table:
            merged.problems.append(Problem(f"content/shared/{kind}/{lang}.toml", name, "words are missing"))
        return
    theirs = _only_what_is_there(known[name].data, item)
    key = ".".join((*place, ident))
    merged.origins[key] = (known[name].file, name)
    table[ident] = _joined(theirs, table.get(ident), key, Entry(name, known[name].file), merged.origins)


def _add_ticks(facts: Merged, lang: str, shared: Shared, merged: Merged) -> None:
    """A tick without words of the muscle's own has the shared ones."""
    wanted = _table_at(facts.data, ("clinician", TICKS)).get(TICKS)
    table = _made_table(merged.data, ("clinician", TICKS))
    missing = [name for name in wanted if isinstance(name, str)] if isinstance(wanted, list) else []
    if table is None or not (missing := [name for name in missing if name not in table]):
        return
    try:
        known = shared.words(TICKS, lang)
    except ContentError as error:
        merged.problems += error.problems
        return
    for name in missing:
        if name in known:
            table[name] = known[name].data
            merged.origins[f"clinician.{TICKS}.{name}"] = (known[name].file, name)


def _joined(theirs: Any, own: Any, key: str, origin: Entry, origins: Origins) -> Any:
    """Shared words with the muscle's own in their place, at any depth."""
    if own is None:
        return theirs
    if not (isinstance(theirs, dict) and isinstance(own, dict)):
        origins[key] = ("", "")
        return own
    joined = dict(theirs)
    for name, value in own.items():
        joined[name] = _joined(
            theirs.get(name), value, f"{key}.{name}", Entry(f"{origin.data}.{name}", origin.file), origins
        )
        if name not in theirs:
            origins[f"{key}.{name}"] = ("", "")
    return joined


def _only_what_is_there(words: Any, item: Mapping[str, Any]) -> Any:
    """Shared words without those of steps and points that this muscle does not have."""
    if not isinstance(words, dict):
        return words
    kept = {}
    for name, value in words.items():
        if isinstance(value, dict):
            wanted = set(_ids(item, name))
            value = {key: each for key, each in value.items() if key in wanted}
        kept[name] = value
    return kept


def _ids(item: Mapping[str, Any], name: str) -> Iterator[str]:
    """The ids of a list of facts, under the name that its words have."""
    of_steps = name == "short" or (name == "labels" and "steps" in item)
    entries = item.get("steps" if of_steps else name, ())
    for entry in entries if isinstance(entries, list) else ():
        ident = entry.get("id") if isinstance(entry, dict) else entry
        if isinstance(ident, str) and (name != "labels" or not of_steps or entry.get("label")):
            yield ident


# --- what is in braces ---------------------------------------------------------------------------------------


def _fill(fill: Mapping[str, str], where: str, facts: Merged, merged: Merged) -> None:
    """Put the muscle's own words in place of their names, and tell what is not filled and what fills nothing."""
    for name in fill:
        if name in HANDOUT_NAMES:
            merged.problems.append(Problem(where, f"fill.{name}", "the handout fills that in: call it otherwise"))
        if not fill[name].strip():
            merged.problems.append(Problem(where, f"fill.{name}", "is empty: sentences would lack these words"))
    used: set[str] = set()
    merged.data = _filled(merged.data, fill, used)
    for name in fill:
        if name not in used and name not in HANDOUT_NAMES:
            merged.problems.append(Problem(where, f"fill.{name}", f"no sentence has {{{name}}}"))
    later = {*HANDOUT_NAMES, *_amounts(facts.data)}
    told: set[str] = set()
    for key, text in texts(merged.data):
        stands = merged.origins.placed(Problem(where, key, ""))
        for name in _IN_BRACES.findall(text):
            small = name[:1].lower() + name[1:]
            if stands.file != where and name not in later and small not in told:
                told.add(small)
                hint = likely(small, {*fill, *later})
                message = f"is missing: {stands.file}: {stands.key} has {{{name}}}{hint}"
                merged.problems.append(Problem(where, f"fill.{small}", message))


def _filled(value: Any, fill: Mapping[str, str], used: set[str]) -> Any:
    def word(match: re.Match[str]) -> str:
        name = match[1]
        small = name[:1].lower() + name[1:]
        if small not in fill or name in HANDOUT_NAMES:
            return match[0]
        used.add(small)
        said = fill[small]
        return said if name == small else said[:1].upper() + said[1:]

    if isinstance(value, str):
        return _IN_BRACES.sub(word, value)
    if isinstance(value, dict):
        return {key: _filled(each, fill, used) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, fill, used) for each in value]
    return value


def _amounts(facts: Mapping[str, Any]) -> Iterator[str]:
    """The names of the numbers of a muscle's exercises."""
    addons = facts.get("addons", ())
    for addon in addons if isinstance(addons, list) else ():
        if isinstance(addon, dict) and isinstance(dose := addon.get("dose"), dict):
            yield from dose


def _table_at(data: Mapping[str, Any], place: Iterable[str]) -> dict[str, Any]:
    """The table that holds the last part of a place; an empty one when there is none."""
    table: Any = data
    for name in tuple(place)[:-1]:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def _made_table(data: dict[str, Any], place: tuple[str, ...]) -> dict[str, Any] | None:
    """A copy, put in its place, of the table of words at a place; None where something else stands there."""
    above = _table_at(data, place)
    table = above.get(place[-1], {})
    if not isinstance(table, dict):
        return None
    above[place[-1]] = dict(table)
    made: dict[str, Any] = above[place[-1]]
    return made
