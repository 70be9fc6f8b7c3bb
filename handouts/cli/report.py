"""What `list`, `check` and `batch` say to other programs: JSON with keys that stay; docs/command-line.md lists them.

No patient's name is in it: rows are known by their number, and a fault never repeats a cell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.batch.run import Summary
    from handouts.check.finding import Finding
    from handouts.check.gate import Report
    from handouts.content.model import AreaWords, Facts
    from handouts.content.referral import Referral


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=True, indent=2)


@dataclass(frozen=True)
class Listed:
    """A muscle of the list. `reviewed` is the state of its review, such as "draft" or "approved"."""

    facts: Facts
    languages: tuple[str, ...]
    region: str
    """The name of its region."""
    sisters: tuple[str, ...]
    reviewed: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of its line for other programs; new ones come last."""
        figures = ", ".join(figure.id for figure in self.facts.figures)
        first = (self.facts.id, ",".join(self.languages), self.facts.version, figures)
        return (*first, self.facts.region, self.reviewed, ", ".join(self.sisters))


def list_json(listed: Sequence[Listed], unfinished: Mapping[str, int]) -> str:
    """The muscles that can be used, and those that are not finished."""
    muscles = [
        {
            "id": each.facts.id,
            "version": each.facts.version,
            "languages": list(each.languages),
            "figures": [figure.id for figure in each.facts.figures],
            "sisters": list(each.sisters),
            "region": each.facts.region,
            "reviewed": each.reviewed,
        }
        for each in listed
    ]
    return _json({"muscles": muscles, "unfinished": [{"id": name, "problems": n} for name, n in unfinished.items()]})


def list_rows(listed: Sequence[Listed], width: int) -> list[str]:
    """A line for each muscle, with tabs between the cells for other programs.

    For people (`width` of their terminal is not 0) they stand in columns, region by region.
    """
    if not width:
        return ["\t".join(each.cells) for each in listed]
    import textwrap

    first = max((len(each.facts.id) for each in listed), default=0)
    second = max((len(",".join(each.languages)) for each in listed), default=0)
    lines: list[str] = []
    for region in dict.fromkeys(each.region for each in listed):
        lines += ([""] if lines else []) + [f"{region[:1].upper()}{region[1:]}"]
        for each in (each for each in listed if each.region == region):
            beside = f"  beside: {', '.join(each.sisters)}" if each.sisters else ""
            state = "not reviewed" if each.reviewed == "draft" else each.reviewed
            name, langs = f"{each.facts.id:{first}}", f"{','.join(each.languages):{second}}"
            line = f"  {name}  {langs}  {each.facts.version}  {state}{beside}"
            lines += textwrap.wrap(
                line, width, subsequent_indent=" " * 6, break_on_hyphens=False, drop_whitespace=False
            )
    return lines


def find_json(found: Mapping[str, Sequence[Referral]], called: Mapping[str, AreaWords], named: Sequence[str]) -> str:
    """The areas that fit, the muscles that refer pain to each, the likeliest first, and the muscle of that name."""
    areas = [
        {
            "id": name,
            "name": called[name].name,
            "muscles": [
                {"id": each.muscle, "kind": each.kind, "point": each.point, "mark": each.mark, "zone": each.zone}
                for each in every
            ],
        }
        for name, every in found.items()
    ]
    return _json({"areas": areas, "named": list(named)})


def check_json(report: Report, *, strict: bool = False) -> str:
    """Everything that was found, what of it fails, and what is right or worth knowing."""
    from handouts.check.finding import errors_of

    wrong = [each.problem for each in errors_of(report.findings, strict=strict)]
    problems = [{"file": each.file, "key": each.key, "message": each.message} for each in wrong]
    findings = [asdict(each) for each in report.findings]
    notices = [line for lines in report.lines for line in lines.split("\n")]
    return _json({"problems": problems, "findings": findings, "notices": notices})


def check_github(report: Report, *, strict: bool = False) -> str:
    """Every finding as a line that GitHub Actions shows beside the file; `strict` shows warnings as errors."""
    return "\n".join(_annotation(each, strict) for each in report.findings)


def _annotation(finding: Finding, strict: bool) -> str:
    command = "error" if strict and finding.severity == "warning" else finding.severity
    title = f"{finding.key or finding.file} [{finding.rule}]"
    message = _escaped(finding.message)
    return f"::{command} file={_escaped(finding.file, ',:')},title={_escaped(title, ',:')}::{message}"


def _escaped(text: str, more: str = "") -> str:
    """A text for a workflow command: one line, and in a property without the signs that end it."""
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def batch_json(summary: Summary, *, dry_run: bool, manifest: str) -> str:
    """What became of a roster's rows; the manifest and errors.csv have all of them."""
    faults = [{"row": each.row, "column": each.column, "wrong": each.wrong, "do": each.todo} for each in summary.faults]
    return _json(
        {
            "dry_run": dry_run,
            "rows": summary.rows,
            "made": summary.made,
            "kept": summary.kept,
            "wrong": summary.wrong,
            "faults": faults,
            "notices": summary.told,
            "manifest": None if dry_run else manifest,
            "print_run": [str(path) for path in summary.printed],
            "other_files": len(summary.others),
        }
    )
