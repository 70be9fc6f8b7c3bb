"""A file or a code -> what it was made from, and whether that is still approved.

A file is judged by what it says of itself, by its seal, and by the clinic's approvals. None of it is secret: the seal
shows a change, not who made it. What a person wrote for a patient is not under the seal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from handouts.approval.code import code_of, read_code
from handouts.approval.file import Approval, Approvals
from handouts.errors import HandoutsError
from handouts.page.origin import ABOUT, PREFIX
from handouts.review.content import Content
from handouts.style.words import Locale
from handouts.tagged import seal_of

_CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}\b")


@dataclass(frozen=True)
class Verdict:
    """Lines that say what something is, and whether all of it is right: ours, unchanged, and approved today."""

    lines: tuple[str, ...]
    right: bool


@dataclass(frozen=True)
class Known:
    """All that a file or a code can be compared with: what the content says today, and what was approved."""

    contents: Sequence[Content]
    locales: Sequence[Locale]
    approvals: Approvals | None
    day: date

    def of_code(self, code: str) -> Verdict:
        """What a code stands for."""
        for content in self.contents:
            for locale in self.locales:
                if content.code(locale) == code:
                    name = f"{code}: {content.muscle.id} ({content.muscle.lang}, {locale.tag})"
                    version = content.muscle.facts.version
                    review, right = self._review(content.muscle.id, content.muscle.lang, code)
                    return Verdict((f"{name}, content as it is today, version {version}", review), right)
        for approval, tag in self._approved(code):
            name = f"{code}: {approval.muscle} ({approval.lang}, {tag}), version {approval.version}"
            return Verdict((name, f"changed since: {approval.who} approved it on {approval.on}"), False)
        return Verdict((f"{code}: not known: no content here says that today, and no approval here is of it",), False)

    def _approved(self, code: str) -> Iterator[tuple[Approval, str]]:
        """The approvals of what a code stands for, the last one first, and the place."""
        for approval in reversed(self.approvals.approvals if self.approvals else ()):
            for tag, place in approval.locales.items():
                if code_of(approval.muscle, approval.lang, approval.content, tag, place) == code:
                    yield approval, tag

    def _review(self, muscle: str, lang: str, code: str) -> tuple[str, bool]:
        """Whether what a code stands for is approved, in a sentence."""
        latest = self.approvals.latest(muscle, lang) if self.approvals else None
        approval = next((each for each, _ in self._approved(code) if each is latest), None)
        if self.approvals is None:
            return "no approvals file: name one with --approvals or --clinic", False
        if approval is None:
            return "not approved" + (
                f": the last approval, of {latest.on}, is of something else" if latest else ""
            ), False
        said = f"approved by {approval.who} on {approval.on}"
        if gone := self.approvals.withdrawal(approval):
            return f"withdrawn on {gone.on} by {gone.by}: was {said}", False
        if self.day > approval.until:
            return f"out of date since {approval.until}: was {said}", False
        return f"{said}; next review {approval.until}", True

    def of_file(self, name: str, data: bytes, texts: Sequence[str]) -> Verdict:
        """What a PDF is; `texts` are those of its pages."""
        origin = read_origin(data)
        printed = sorted({found for text in texts for found in _codes(text)})
        if not origin:
            return self._without_origin(name, printed)
        code = origin.get("code", "")
        verdict = self.of_code(code)
        lines = [f"{name}: {seal_said(data)}", *verdict.lines]
        right = verdict.right and seal_of(data) == "whole"
        if printed != [code]:
            lines.append(f"its pages have the code {', '.join(printed) or 'of nothing'}, the file says {code}")
            right = False
        state = origin.get("state", "")
        if state != "approved":
            lines.append(f"this sheet was made as a draft ({state}): it does not say that it is approved")
            right = False
        elif not self._knows(origin):
            lines.append(
                f"it says that {origin.get('reviewer')} approved it on {origin.get('approved')}: no such approval here"
            )
            right = False
        return Verdict(tuple(lines), right)

    def _knows(self, origin: Mapping[str, str]) -> bool:
        """Whether the approval that a file names is in the clinic's file and says the same."""
        for approval in self.approvals.approvals if self.approvals else ():
            if approval.id == origin.get("approval"):
                said = (origin.get("reviewer"), origin.get("approved"), origin.get("content"))
                return said == (str(approval.who), approval.on.isoformat(), approval.content)
        return False

    def _without_origin(self, name: str, printed: Sequence[str]) -> Verdict:
        """A print run, a scan with text, or a file of somebody else."""
        if not printed:
            return Verdict((f"{name}: not ours: it does not say what it was made from, and no page has a code",), False)
        verdicts = [self.of_code(code) for code in printed]
        head = f"{name}: has no origin and no seal, as a print run; the codes on its pages:"
        lines = [line for verdict in verdicts for line in verdict.lines]
        lines.append("a page with a draft's strip is a draft, whatever its code")
        return Verdict((head, *lines), all(verdict.right for verdict in verdicts))


def read_origin(data: bytes) -> dict[str, str]:
    """What a file says of where it comes from; nothing when it is not ours."""
    found = {}
    for name in ABOUT:
        pattern = f"<{PREFIX}:{name}>([^<]{{0,500}})</{PREFIX}:{name}>".encode()
        if match := re.search(pattern, data):
            found[name] = unescape(match[1].decode("utf-8", "replace"))
    return found if "code" in found and "content" in found else {}


def seal_said(data: bytes) -> str:
    """The seal in words."""
    return {
        "none": "has no seal: it cannot be told whether it was changed",
        "whole": "is as it was written (name, date and note apart)",
        "broken": "IS NOT AS IT WAS WRITTEN: it was changed, or another program saved it again",
    }[seal_of(data)]


def _codes(text: str) -> Iterator[str]:
    for found in _CODE.findall(text):
        try:
            yield read_code(found)
        except HandoutsError:
            yield f"{found} (mistyped or changed)"
