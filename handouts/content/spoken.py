"""A muscle whose words name the side and the numbers of one handout: what is in braces in the content is filled in."""

from __future__ import annotations

from dataclasses import replace

from handouts.content.filling import UNFILLED, fill_all, values_of
from handouts.content.library import Muscle
from handouts.content.model import Dose
from handouts.style.choices import Shown


def spoken(muscle: Muscle, shown: Shown, dose: Dose, advice: str, to: str = "–") -> Muscle:
    """The muscle with all its words filled in; the same object again for the same wishes.

    `advice` is whom to call for advice today, `to` stands between the ends of a range.
    """

    def filled() -> Muscle:
        values = {**values_of(muscle.facts, dose, to), **muscle.sides(shown), "advice": advice}
        return replace(muscle, words=fill_all(muscle.words, values, UNFILLED))

    return muscle.recall(("spoken", shown, dose, advice, to), filled)
