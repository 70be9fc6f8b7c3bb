"""`approvals.toml`: who signed what, and what was withdrawn. Plain text that is only ever added to.

The words themselves stand in a file beside it, one line for each, so that anybody can see what was signed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError

from handouts.approval.standing import Reviewer
from handouts.content.dose import LIMITS
from handouts.content.model import Id, Strict, Text
from handouts.errors import ContentError, HandoutsError, Problem
from handouts.files import MOST_JSON, MOST_TOML, explain, read_text, read_toml
from handouts.writing import write_whole

NAME = "approvals.toml"
HEAD = """\
# Who signed which words. `handouts approve` and `handouts withdraw` add to this file; keep it under version control,
# with the folder of signed words beside it. Nothing is ever taken out: the last approval of a muscle and a language
# counts, unless it was withdrawn.
"""
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Approval(Strict):
    """One signature under everything that the handouts of a muscle can say in a language, and in some places.

    The hashes are of the words, figures and doses; `locales` has one for each place whose numbers were signed.
    """

    number: int = 1
    """Which of the file's approvals it is: so that what was withdrawn can be given again on the same day."""
    muscle: Id
    lang: Text
    reviewer: Text
    credentials: str = ""
    """Role, registration."""
    on: date
    until: date
    version: Text
    program: Text
    content: Hash
    deck: Hash | None = None
    """Of the cards, when they were signed as well."""
    clinic: str = ""
    """The clinic file whose changed words were signed, beside this file."""
    locales: dict[str, Hash] = Field(default_factory=dict)
    dose: dict[str, tuple[int, int]] = Field(default_factory=dict)
    """How far each value of the dose may go."""
    key: str = ""
    """The public key of the signature, if it is signed."""
    signature: str = ""

    @property
    def signed_text(self) -> bytes:
        """What a signature is over: everything but the signature, in one fixed form."""
        data = self.model_dump(mode="json", exclude={"key", "signature"})
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def id(self) -> str:
        """The approval's name, which follows from all that it says."""
        return hashlib.sha256(self.signed_text).hexdigest()[:12]

    @property
    def who(self) -> Reviewer:
        """Who signed."""
        return Reviewer(self.reviewer, self.credentials)


class Withdrawal(Strict):
    """An approval that no longer counts."""

    approval: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
    on: date
    by: Text
    why: str = ""


class _File(Strict):
    approvals: tuple[Approval, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()


@dataclass(frozen=True)
class Approvals:
    """All that a clinic's file says."""

    path: Path
    approvals: tuple[Approval, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    def latest(self, muscle: str, lang: str) -> Approval | None:
        """The approval that counts for a muscle in a language, whatever became of it since."""
        found = [each for each in self.approvals if (each.muscle, each.lang) == (muscle, lang)]
        return found[-1] if found else None

    @property
    def clinic_file(self) -> Path | None:
        """The clinic file whose words were signed last, if it is there."""
        named = [each.clinic for each in self.approvals if each.clinic]
        path = self.path.parent / Path(named[-1]).name if named else None
        return path if path and path.is_file() else None

    def withdrawal(self, approval: Approval) -> Withdrawal | None:
        """What withdrew an approval."""
        return next((each for each in self.withdrawals if each.approval == approval.id), None)


def read_approvals(path: Path, *, new: bool = False) -> Approvals:
    """Read a clinic's approvals. Raises ContentError with every problem, HandoutsError when there is no file.

    With `new` a file that is not there yet is an empty one.
    """
    if not path.exists():
        if new:
            return Approvals(path)
        raise HandoutsError(f"{path}: no such approvals file; `handouts approve` begins one")
    data = read_toml(path, path.name)
    try:
        parsed = _File.model_validate(data)
    except ValidationError as error:
        raise ContentError(_explained(path, data, dict(detail)) for detail in error.errors()) from None
    problems = [
        Problem(path.name, f"approvals[{number}].dose", f"no dose value {name!r}")
        for number, approval in enumerate(parsed.approvals, 1)
        for name in approval.dose
        if name not in LIMITS
    ]
    known = {approval.id for approval in parsed.approvals}
    problems += [
        Problem(path.name, f"withdrawals[{number}].approval", f"no approval {each.approval}: was an approval changed?")
        for number, each in enumerate(parsed.withdrawals, 1)
        if each.approval not in known
    ]
    if problems:
        raise ContentError(problems)
    return Approvals(path, parsed.approvals, parsed.withdrawals)


def _explained(path: Path, data: Mapping[str, Any], detail: dict[str, Any]) -> Problem:
    models: dict[str, type[Strict]] = {"approvals": Approval, "withdrawals": Withdrawal}
    model = models.get(str(detail["loc"][0]), _File)
    return explain(Path(path.name), data, model, detail)


def add_approval(path: Path, approval: Approval) -> None:
    """Add an approval at the end of the file. Raises HandoutsError when it cannot be written."""
    _append(path, approval_text(approval))


def add_withdrawal(path: Path, withdrawal: Withdrawal) -> None:
    """Add a withdrawal at the end of the file. Raises HandoutsError when it cannot be written."""
    values = withdrawal.model_dump(exclude_defaults=True)
    _append(path, "\n".join(("[[withdrawals]]", *_lines(values))))


def approval_text(approval: Approval) -> str:
    """An approval as it stands in the file."""
    values = approval.model_dump(exclude_defaults=True)
    tables = {name: values.pop(name, {}) for name in ("locales", "dose")}
    lines = ["[[approvals]]", f"# id: {approval.id}", *_lines(values)]
    for name, table in tables.items():
        if table:
            lines += [f"[approvals.{name}]", *_lines(table)]
    return "\n".join(lines)


def _append(path: Path, text: str) -> None:
    before = read_text(path, path.name, MOST_TOML) if path.exists() else HEAD
    write_whole(path, f"{before.rstrip()}\n\n{text}\n".encode())


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return json.dumps(value, ensure_ascii=False)


# --- the signed words ----------------------------------------------------------------------------------------


WORDS = "words"
"""The kind of an item that is a sentence, or what stands in its place, such as the name of a box to tick."""


@dataclass(frozen=True)
class Item:
    """One thing that is signed. `part` is empty for what every handout of the muscle has; else a locale, or "deck"."""

    id: str
    kind: str
    text: str
    grade: str = ""
    sources: tuple[str, ...] = ()
    part: str = field(default="", kw_only=True)

    @property
    def essence(self) -> list[object]:
        """What the hash is over. Where the words of a sentence come from is not in it; grades and sources are facts."""
        return [self.kind, self.text] if self.kind == WORDS else [self.kind, self.id, self.text]


def hash_of(items: Iterable[Item]) -> str:
    """The hash of some items, whatever their order."""
    lines = sorted(json.dumps(item.essence, ensure_ascii=False, separators=(",", ":")) for item in items)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def record_path(approvals: Path, muscle: str, lang: str) -> Path:
    """Where the signed words of a muscle stand."""
    return approvals.parent / approvals.stem / f"{muscle}.{lang}.jsonl"


def write_record(path: Path, items: Iterable[Item]) -> None:
    """Write down what is signed, one line for each item."""
    lines = []
    for item in items:
        entry = {"id": item.id, "kind": item.kind, "text": item.text, "grade": item.grade, "sources": item.sources}
        lines.append(json.dumps({**entry, "part": item.part}, ensure_ascii=False))
    write_whole(path, ("\n".join(lines) + "\n").encode())


def read_record(path: Path) -> list[Item]:
    """What was signed. Raises HandoutsError when the file is not there or cannot be read."""
    try:
        entries = [json.loads(line) for line in read_text(path, str(path), MOST_JSON).splitlines() if line.strip()]
        return [Item(e["id"], e["kind"], e["text"], e["grade"], tuple(e["sources"]), part=e["part"]) for e in entries]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise HandoutsError(f"{path}: is not a record of signed words as `handouts approve` writes it") from error
