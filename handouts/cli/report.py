"""What `list`, `check` and `batch` say to other programs: JSON with keys that stay; docs/command-line.md lists them.

No patient's name is in it: rows are known by their number, and a fault never repeats a cell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.batch.run import Summary
    from handouts.check.finding import Finding
    from handouts.check.gate import Report
    from handouts.content.library import Library
    from handouts.content.model import AreaWords, Facts
    from handouts.content.referral import Referral


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=True, indent=2)


def list_json(library: Library, sound: Sequence[Facts], unfinished: Mapping[str, int]) -> str:
    """The muscles that can be used, and those that are not finished."""
    muscles = [
        {
            "id": facts.id,
            "version": facts.version,
            "languages": list(library.languages(facts.id)),
            "figures": [figure.id for figure in facts.figures],
            "sisters": library.sisters(facts.id),
        }
        for facts in sound
    ]
    return _json({"muscles": muscles, "unfinished": [{"id": name, "problems": n} for name, n in unfinished.items()]})


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


def list_rows(library: Library, sound: Sequence[Facts], width: int) -> list[str]:
    """A line for each muscle: id, languages, version, figures, with tabs between them for other programs.

    For people (`width` of their terminal is not 0) they stand in columns, and the figures have lines of their own.
    """
    rows = [(facts.id, ",".join(library.languages(facts.id)), facts.version, _figures(facts)) for facts in sound]
    if not width:
        return ["\t".join(row) for row in rows]
    import textwrap

    first, second = (max((len(row[n]) for row in rows), default=0) for n in (0, 1))
    lines = []
    for muscle, languages, version, figures in rows:
        lines.append(f"{muscle:{first}}  {languages:{second}}  {version}")
        lines += textwrap.wrap(figures, width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return lines


def _figures(facts: Facts) -> str:
    return ", ".join(figure.id for figure in facts.figures)


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
