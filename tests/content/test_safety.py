"""What a handout says about safety, as lines: each names the warnings whose signs it carries, and none is forgotten."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from handouts.check.gate import box_notice
from handouts.content.library import Muscle
from handouts.content.safety import MOST_WORDS_IN_BOX, Line, Safety, count_words, lost, safety_of


@pytest.fixture(scope="module")
def safety(calf: Muscle) -> Safety:
    return safety_of(calf, "999")


def test_today_is_told_apart_by_where_it_leads(calf: Muscle, safety: Safety) -> None:
    routes = {warning.key: warning.item.route for warning in calf.warnings if warning.item.tier == "today"}
    assert {key for line in safety.hospital for key in line.items} == {k for k, r in routes.items() if r == "hospital"}
    assert {key for line in safety.advice for key in line.items} == {k for k, r in routes.items() if r == "advice"}


def test_the_signs_of_one_danger_share_a_bullet(safety: Safety) -> None:
    lungs = next(line for line in safety.now if "leg-clot.lung-breath" in line.items)
    assert [key.split(".")[1] for key in lungs.items] == ["lung-breath", "lung-chest", "lung-blood", "lung-collapse"]
    assert len(safety.now) < sum(len(line.items) for line in safety.now)


def test_the_tick_list_has_its_groups_in_order_and_every_tick_once(calf: Muscle, safety: Safety) -> None:
    assert [group.group for group in safety.check] == ["blood", "part", "health"]
    ticks = [key for line in safety.ticks for key in line.items]
    assert sorted(ticks) == sorted(w.key for w in calf.warnings if w.item.tier == "check")


def test_a_short_tick_takes_the_place_of_the_short_words(calf: Muscle) -> None:
    def ticked(muscle: Muscle) -> str:
        lines = {line.items: line.short for line in safety_of(muscle).ticks}
        return lines["general-health.cancer",]

    words = {w.key: w.words.model_copy(update={"tick": "cancer, ever"}) for w in calf.warnings}
    own = tuple(replace(w, words=words[w.key]) if w.key == "general-health.cancer" else w for w in calf.warnings)
    assert ticked(calf) == "cancer, now or in the past"
    assert ticked(replace(calf, warnings=own)) == "cancer, ever"


def test_number_and_limit_are_filled_in_everywhere(calf: Muscle) -> None:
    filled = safety_of(calf, "000", limit=4)
    said = [text for part in filled.full for line in part.lines for text in (line.text, line.short, line.next)]
    assert not [text for text in said if "{" in text]
    assert "the pain goes above 4 out of 10" in said
    assert any("call 000 now" in text for text in said)


def test_every_stop_has_a_next_step(safety: Safety) -> None:
    assert len(safety.stop) == 6
    assert all(line.next for line in safety.stop)


@pytest.mark.parametrize("field", [field.name for field in fields(Safety) if field.name != "full"])
def test_a_layout_that_forgets_a_line_is_found_out(calf: Muscle, safety: Safety, field: str) -> None:
    assert not lost(calf, safety)
    some = getattr(safety, field)
    forgotten = [key for line in (some[0].lines if field == "check" else some[:1]) for key in line.items]
    assert lost(calf, replace(safety, **{field: some[1:]})) == forgotten


def test_a_sheet_of_full_words_that_forgets_a_tier_is_found_out(calf: Muscle, safety: Safety) -> None:
    forgotten = [key for line in safety.full[-2].lines for key in line.items]
    assert lost(calf, replace(safety, full=(*safety.full[:-2], safety.full[-1]))) == forgotten


def test_words_are_counted_as_a_word_processor_counts_them() -> None:
    assert count_words([Line(("a.b",), "", "**A lower-leg pain** – 3 days (or more)")]) == 7


def test_check_prints_the_words_of_the_box_and_tells_of_too_many(calf: Muscle) -> None:
    assert box_notice(calf) == f"gastrocnemius (en): the warning box has {MOST_WORDS_IN_BOX} words for 28 warnings"
    longer = [
        replace(w, bullet=w.bullet and w.bullet.model_copy(update={"text": w.bullet.text + " today"}))
        for w in calf.warnings
    ]
    assert f"more than {MOST_WORDS_IN_BOX}" in box_notice(replace(calf, warnings=tuple(longer)))


def test_all_modules_say_that_nobody_has_checked_them() -> None:
    from handouts.files import data_dir

    paths = list(Path(data_dir("content")).glob("safety/*/module.toml"))
    assert paths
    assert all("Unreviewed" in path.read_text("utf-8").split("\n")[0] for path in paths)
