"""The command `check`: what the judges say, for people, other programs and GitHub. The work is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from handouts.cli import terminal
from handouts.cli.command import AUTHORS, EXAMPLE, Command
from handouts.cli.options import CLINIC, RESULT, WHAT, FilePath, muscles_argument, option
from handouts.cli.sources import clinic_choices, content_of, library_of, meant, templates_of
from handouts.cli.terminal import show, warn
from handouts.errors import ContentError, HandoutsError, likely

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.check.gate import Report


@click.command(cls=Command, heading=AUTHORS, epilog=EXAMPLE + "handouts check gastrocnemius --strict")
@muscles_argument
@option(CLINIC, "--clinic", type=FilePath(), metavar="FILE", help="Check a clinic file as well, and its warnings.")
@option(
    CLINIC,
    "--approvals",
    type=FilePath(),
    metavar="FILE",
    help="Say what has changed since it was signed, old and new words.",
)
@option(CLINIC, "--trust", type=FilePath(), metavar="PUBKEY", help="The key that approvals must be signed with.")
@option(WHAT, "--strict", is_flag=True, help="Warnings fail too.")
@option(WHAT, "--rules", is_flag=True, help="Say what the rules are, and check nothing; the words may name some.")
@option(
    RESULT,
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"], case_sensitive=False),
    default="text",
    help="For people, for other programs, or GitHub's annotations.",
)
@click.pass_context
def check(
    ctx: click.Context,
    /,
    muscles: tuple[str, ...],
    clinic: Path | None,
    approvals: Path | None,
    trust: Path | None,
    strict: bool,
    rules: bool,
    form: str,
) -> None:
    """Judge content and templates; print everything that is found.

    Exit code 1 if there is an error; with --strict, a warning too. docs/check.md has every rule.
    """
    if rules:
        _show_rules(muscles)
        return
    from handouts.check.finding import errors_of
    from handouts.check.gate import check_all

    chosen = meant(library_of(ctx), muscles) if muscles else ()
    report = check_all(content_of(ctx), templates_of(ctx), chosen, clinic)
    if approvals:
        from handouts.cli.verify import judged

        choices = clinic_choices(ctx, {"clinic": clinic, "approvals": approvals})
        report = report.with_more(*judged(library_of(ctx), templates_of(ctx), choices, trust))
    wrong = errors_of(report.findings, strict=strict)
    if form == "text":
        _show(report, strict)
        if wrong:
            raise ContentError(each.problem for each in wrong)
        return
    from handouts.cli.report import check_github, check_json

    said = (check_json if form == "json" else check_github)(report, strict=strict)
    if said:
        show(said)
    ctx.exit(1 if wrong else 0)


def _show(report: Report, strict: bool) -> None:
    """What does not fail: lines and notices where somebody wants to know, warnings always."""
    if not terminal.quiet():
        for line in report.lines:
            show(line)
        for each in report.findings:
            if each.severity == "notice":
                show(f"Worth knowing: {each.problem}")
    for each in report.findings:
        if each.severity == "warning" and not strict:
            warn(str(each.problem))


def _show_rules(wanted: tuple[str, ...]) -> None:
    """The rules that are named, or all. A room such as `words` names all of its rules."""
    from handouts.check.rules import RULES, described

    for name in wanted:
        if not any(name in (rule, rule.partition(".")[0]) for rule in RULES):
            raise HandoutsError(f"no rule {name!r}{likely(name, RULES)} (`handouts check --rules` lists them)")
    for name, rule in RULES.items():
        if not wanted or {name, name.partition(".")[0]} & set(wanted):
            show(described(rule))
