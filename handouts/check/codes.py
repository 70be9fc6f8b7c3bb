"""Codes of terminologies: of the right form, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.check.finding import Finding, Rule, found
from handouts.check.judged import Judged

FORMS = {
    "ta98": (re.compile(r"A\d{2}\.\d\.\d{2}\.\d{3}"), "A04.7.02.044"),
    "ta2": (re.compile(r"\d{1,4}"), "2643"),
    "fma": (re.compile(r"FMA:\d{1,6}"), "FMA:22541"),
    "uberon": (re.compile(r"UBERON:\d{7}"), "UBERON:0001388"),
}
"""What a code of a terminology looks like, with an example."""
CODE = Rule(
    "codes.form",
    "error",
    "other programs find the muscle by its code, and a wrong one leads to another muscle",
    "TA98 (FIPAT), TA2, FMA, Uberon",
    "`ta98` as A04.7.02.044, `ta2` as 2643, `fma` as FMA:22541, `uberon` as UBERON:0001388",
    "look it up, or leave the key out",
)
RULES = (CODE,)


def judge(about: Judged) -> Iterator[Finding]:
    """All findings about codes."""
    for name, code in about.muscle.facts.codes.model_dump().items():
        form, example = FORMS[name]
        if code is not None and not form.fullmatch(code):
            yield found(
                CODE, about.facts_file, f"codes.{name}", f"{code!r} is no such code, which looks like {example}"
            )
