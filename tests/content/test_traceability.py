"""Every fact of the source material is in the content, where `traceability.toml` says."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handouts.check.reading import plain
from handouts.content.library import Muscle
from handouts.content.reader import load
from handouts.content.safety import safety_of

HERE = Path(__file__).parent
MAP: dict[str, Any] = tomllib.loads((HERE / "traceability.toml").read_text("utf-8"))
FACTS = MAP["facts"]
WARNINGS = MAP["warnings"]


@pytest.fixture(scope="module")
def muscle() -> Muscle:
    return load([HERE.parents[1] / "content"]).muscle("gastrocnemius", "en")


@pytest.fixture(scope="module")
def content(muscle: Muscle) -> dict[str, Any]:
    """All words by their id, warnings and citations beside them."""
    tree: dict[str, Any] = muscle.words.model_dump()
    tree["sources"] = {source.id: source.citation for source in muscle.sources.values()}
    tree["safety"], tree["line"] = {}, {}
    for warning in muscle.warnings:
        tree["safety"].setdefault(warning.module, {})[warning.item.id] = warning.words.text
    safety = safety_of(muscle)
    for line in (*safety.box, *safety.ticks, *safety.stop, *safety.never):
        for key in line.items:
            module, item = key.split(".")
            tree["line"].setdefault(module, {})[item] = line.short
    return tree


def find(tree: Any, path: str) -> Any:
    for part in path.split("."):
        tree = tree.get(part) if isinstance(tree, dict) else None
    return tree


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from strings(entry)


def missing(tree: dict[str, Any], carried: dict[str, list[str]]) -> list[str]:
    """What is gone: an id, or words that must occur under it. Strong words are marked where asked for."""
    problems = []
    for path, needed in carried.items():
        found = " ".join(strings(find(tree, path)))
        if not found:
            problems.append(f"{path} is gone")
        for word in needed:
            text = found if "**" in word else plain(found)
            if found and word.casefold() not in text.casefold():
                problems.append(f"{path} no longer says {word!r}: {plain(found)!r}")
    return problems


def test_all_facts_are_mapped_once() -> None:
    numbers = [fact["number"] for fact in FACTS]
    assert numbers == [*(str(n) for n in range(1, 85)), "R1", "R2", "R3", "R4"]
    assert all(fact["carried"] for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["number"])
def test_fact_is_carried(fact: dict[str, Any], content: dict[str, Any]) -> None:
    assert not missing(content, fact["carried"]), fact["says"]


@pytest.mark.parametrize("warning", WARNINGS, ids=lambda warning: warning["item"])
def test_warning_is_in_its_tier_with_all_its_signs(
    warning: dict[str, Any], content: dict[str, Any], muscle: Muscle
) -> None:
    """In full words, and in the line that carries it on the pages."""
    wanted = {f"safety.{warning['item']}": warning["full"], f"line.{warning['item']}": warning["line"]}
    assert not missing(content, wanted), warning["says"]
    assert {entry.item.tier for entry in muscle.warnings if entry.key == warning["item"]} == {warning["tier"]}


def test_every_warning_is_mapped_once(muscle: Muscle) -> None:
    assert sorted(warning["item"] for warning in WARNINGS) == sorted(warning.key for warning in muscle.warnings)


@pytest.mark.parametrize("addition", MAP["additions"], ids=lambda addition: addition["says"])
def test_addition_is_carried(addition: dict[str, Any], content: dict[str, Any]) -> None:
    assert not missing(content, addition["carried"]), addition["says"]


def test_a_lost_id_or_word_is_noticed(content: dict[str, Any]) -> None:
    assert missing(content, {"symptoms.cramp": ["cramps"]}) == ["symptoms.cramp is gone"]
    assert "no longer says 'toothache'" in missing(content, {"symptoms.cramps": ["toothache"]})[0]


def test_deviations_are_recorded(muscle: Muscle) -> None:
    assert list(MAP["deviations"]) == [f"E{n}" for n in range(1, 20)]
    assert list(MAP["deviations"].values()) == [deviation.id for deviation in muscle.facts.deviations]


def test_secondary_functions_are_not_called_main(muscle: Muscle) -> None:
    ranks = {function.id: function.rank for function in muscle.facts.functions}
    assert [name for name, rank in ranks.items() if rank == "secondary"] == ["bend-knee", "turn-sole-in"]


def test_trigger_points_lie_and_refer_as_described(muscle: Muscle) -> None:
    points = {point.mark: point for point in muscle.facts.trigger_points}
    assert sorted(points) == [1, 2, 3, 4]
    assert {mark: point.head for mark, point in points.items()} == {
        1: "medial-head", 2: "lateral-head", 3: "medial-head", 4: "lateral-head",
    }  # fmt: skip
    # Bellies: medial to t .52, lateral to t .44. Just above mid-belly, near the border; or high up.
    assert 0.18 < points[1].at[0] < 0.26
    assert points[1].at[1] < -30
    assert 0.15 < points[2].at[0] < 0.22
    assert points[2].at[1] > 30
    assert 0 < points[3].at[0] < 0.1
    assert points[3].at[1] < 0
    assert 0.08 < points[4].at[0] < 0.1, "two finger-widths below the knee joint"
    assert points[4].at[1] > 0
    kinds = {mark: [(zone.kind, zone.frame) for zone in point.zones] for mark, point in points.items()}
    assert kinds[1] == [("essential", "foot"), ("spillover", "leg")]
    assert kinds[2] == kinds[3] == kinds[4] == [("essential", "leg")]


def test_added_steps_are_marked_as_added(muscle: Muscle) -> None:
    techniques = {technique.id: technique for technique in muscle.facts.techniques}
    assert all(step.added for name in ("thumbs", "chair") for step in techniques[name].steps)
    assert not any(step.added for step in techniques["roller"].steps)
    assert not any(step.added for step in techniques["find"].steps)


def test_all_blocks_around_the_massage_are_marked_as_added(muscle: Muscle) -> None:
    facts = muscle.facts
    assert all(item.added for item in (*facts.guides, *facts.addons))
    assert all(step.added for addon in facts.addons for step in (*addon.steps, *addon.instead))


def test_points_high_in_the_hollow_of_the_knee_must_not_be_pressed(muscle: Muscle) -> None:
    assert [point.mark for point in muscle.facts.trigger_points if not point.press] == [3, 4]


def test_only_verified_codes_are_written(muscle: Muscle) -> None:
    assert muscle.facts.codes.model_dump() == {
        "ta98": "A04.7.02.044", "ta2": None, "fma": "FMA:22541", "uberon": "UBERON:0001388",
    }  # fmt: skip


def test_the_four_references_are_printed(muscle: Muscle) -> None:
    printed = [source.id for source in muscle.printed_sources()]
    assert printed == ["calais-germain", "davies", "simons-travell", "prometheus"]


def test_every_source_is_cited_and_no_work_stands_twice() -> None:
    library = load([HERE.parents[1] / "content"])
    whole = [*library.facts.values(), *library.safety.values()]
    cited = {name for facts in whole for names in sources_of(facts.model_dump()) for name in names}
    assert set(library.lists.sources) - cited - shared_sources() == set()
    citations = [source.citation for source in library.lists.sources.values()]
    assert len(citations) == len(set(citations))


def shared_sources() -> set[str]:
    """What shared items cite, whether a muscle takes them or not."""
    files = (HERE.parents[1] / "content" / "shared").glob("*/facts.toml")
    data = {str(path): tomllib.loads(path.read_text("utf-8")) for path in files}
    return {name for names in sources_of(data) for name in names}


def sources_of(value: Any) -> Iterator[tuple[str, ...]]:
    """The ids cited anywhere in a file."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "sources" and all(isinstance(name, str) for name in entry):
                yield entry
            else:
                yield from sources_of(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from sources_of(entry)
