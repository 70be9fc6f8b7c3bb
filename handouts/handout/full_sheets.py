"""The full handout: one page, one question; one sheet, one job. No sizes, no colours, no PDF terms.

Sheet 1 is safe to give alone: warnings, tick list, steps, never press, stop, dose, what a tight spot is. Sheet 2 finds
the spot and varies, sheet 3 explains, sheet 4 has every warning in full words. What refers to a sheet that is not
printed says "ask us".
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.handout.document import WARNINGS, Part
from handouts.handout.say import Say
from handouts.handout.sheet_four import signs
from handouts.handout.sheet_one import check, dose, head, massage, no_massage
from handouts.handout.sheet_three import more, muscle
from handouts.handout.sheet_two import find, keep_going, others


def full(say: Say) -> Iterator[Part]:
    """The parts of the sheets that are printed."""
    if say.prints(1):
        yield Part("safe", tuple(head(say)), say.strings("tab.safe"))
        # in giant print the box begins a page of its own
        yield Part(WARNINGS, (say.warning_box(),), joins=True, pages=0)
        yield Part("check", tuple(check(say)), joins=True)
        if say.muscle.facts.massaged:
            yield Part("massage", tuple(massage(say)), say.strings("tab.massage"))
            yield Part("dose", tuple(dose(say)), joins=True)
        else:
            yield Part("massage", tuple(no_massage(say)), say.strings("education.tab"), joins=True)
    if say.prints(2):
        tab = "tab.find" if say.muscle.facts.massaged else "education.tab_find"
        yield Part("find", tuple(find(say)), say.strings(tab), sheet=2, pages=2)
        if say.muscle.facts.massaged or say.addons():
            yield Part("others", tuple(others(say)), say.strings("tab.others"), sheet=2)
        if going := tuple(keep_going(say)):
            yield Part("keep-going", going, sheet=2, joins=True)
    if say.prints(3):
        yield Part(
            "muscle",
            tuple(muscle(say)),
            say.strings("tab.muscles" if say.muscle.facts.several else "tab.muscle"),
            sheet=3,
        )
        yield Part("more", tuple(more(say)), say.strings("tab.more"), sheet=3)
    if say.prints(4):
        yield Part("signs", tuple(signs(say)), say.strings("tab.signs"), sheet=4, pages=0)
