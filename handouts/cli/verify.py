"""The command `verify`, and what `check` says of approvals. The work is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from handouts.cli.approve import where_options
from handouts.cli.command import EXAMPLE, SIGN, Command
from handouts.cli.options import CLINIC, FilePath, option, together
from handouts.cli.sources import clinic_choices, library_of, templates_of
from handouts.cli.terminal import show
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.approval.file import Approval, Approvals
    from handouts.check.finding import Finding
    from handouts.clinic.choices import Choices
    from handouts.content.library import Library, Muscle
    from handouts.review.content import Content
    from handouts.style.words import Locale

LARGEST_PDF = 100 << 20
"""Bytes of a file to verify; a handout has a quarter of a MB."""
verify_options = together(
    where_options,
    option(CLINIC, "--trust", type=FilePath(), metavar="PUBKEY", help="Count only approvals signed with this key."),
)


@click.command("verify", cls=Command, heading=SIGN, epilog=EXAMPLE + "handouts verify calf.pdf --clinic clinic.toml")
@click.argument("what", metavar="FILE.pdf|CODE")
@verify_options
@click.pass_context
def verify_command(ctx: click.Context, /, what: str, **options: Any) -> None:
    """Say what a handout was made from.

    And whether that is still approved. Exit code 1 unless all of it is right.
    """
    if not verify(library_of(ctx), templates_of(ctx), clinic_choices(ctx, options), what, options):
        ctx.exit(1)


def verify(library: Library, templates: tuple[Path, ...], choices: Choices, what: str, asked: dict[str, Any]) -> bool:
    """Say what a file or a code is; whether all of it is right."""
    from pathlib import Path

    from handouts.approval.code import read_code
    from handouts.approval.day import today
    from handouts.files import read_bytes
    from handouts.review.verify import Known, read_origin

    approvals = _trusted(choices.approvals, asked["trust"]) if asked["trust"] else choices.approvals
    path = Path(what)
    if path.suffix.lower() == ".pdf" or path.is_file():
        data = read_bytes(path, LARGEST_PDF)
        texts, only = _texts(path, data), read_origin(data).get("muscle", "")
        known = Known(_contents(library, templates, choices, only), _locales(templates), approvals, today())
        verdict = known.of_file(path.name, data, texts)
    else:
        code = read_code(what)
        known = Known(_contents(library, templates, choices), _locales(templates), approvals, today())
        verdict = known.of_code(code)
    for line in verdict.lines:
        show(line)
    return verdict.right


def _contents(library: Library, templates: tuple[Path, ...], choices: Choices, only: str = "") -> list[Content]:
    """All that the muscles say today; of one of them if it is named and there."""
    from handouts.style.words import load_strings

    found = []
    for muscle_id, lang in library.words:
        if only in library.facts and muscle_id != only:
            continue
        if muscle_id not in library.unfinished(lang):
            muscle = choices.muscle(library.muscle(muscle_id, lang))
            found.append(choices.content(muscle, load_strings(templates, lang)))
    return found


def _locales(templates: tuple[Path, ...]) -> list[Locale]:
    from handouts.style.words import load_locale, locale_tags

    return [load_locale(templates, tag) for tag in (None, *locale_tags(templates))]


def _texts(path: Path, data: bytes) -> list[str]:
    import pypdfium2

    if b"/Encrypt" in data[-2048:]:
        raise HandoutsError(f"{path}: is under a password: verify the code that stands at the foot of its pages")
    try:
        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    except pypdfium2.PdfiumError as error:
        raise HandoutsError(f"{path}: cannot be read as a PDF: {error}") from error


def _trusted(approvals: Approvals | None, key: Path) -> Approvals | None:
    """The approvals that are signed with a key."""
    from dataclasses import replace

    from handouts.approval.sign import is_signed_by, read_public

    public = read_public(key)
    if approvals is None:
        return None
    return replace(approvals, approvals=tuple(each for each in approvals.approvals if is_signed_by(each, public)))


def judged(
    library: Library, templates: tuple[Path, ...], choices: Choices, trust: Path | None
) -> tuple[list[str], list[Finding]]:
    """What became of every approval that counts: lines to say, and what is no longer as it was signed."""
    from handouts.approval.day import today
    from handouts.check.approvals import REVIEW, SIGNED
    from handouts.check.finding import found

    approvals = choices.approvals
    assert approvals is not None
    lines: list[str] = []
    findings: list[Finding] = []
    file = approvals.path.name
    for muscle_id, lang in dict.fromkeys((each.muscle, each.lang) for each in approvals.approvals):
        approval = approvals.latest(muscle_id, lang)
        assert approval is not None
        name = f"{muscle_id} ({lang})"
        if trust:
            from handouts.approval.sign import is_signed_by, read_public

            if not is_signed_by(approval, read_public(trust)):
                findings.append(found(SIGNED, file, name, f"is not signed with {trust.name}"))
        if muscle_id not in library.facts or lang not in library.languages(muscle_id):
            findings.append(found(SIGNED, file, name, "is of a muscle or language that is not here"))
            continue
        if today() > approval.until:
            findings.append(found(REVIEW, file, name, f"out of date since {approval.until}"))
        said, wrong = _became(library.muscle(muscle_id, lang), templates, choices, approvals, approval)
        lines += said
        findings += [found(SIGNED, file, name, each) for each in wrong]
    return lines, findings


def _became(
    muscle: Muscle, templates: tuple[Path, ...], choices: Choices, approvals: Approvals, approval: Approval
) -> tuple[list[str], list[str]]:
    """What became of one approval: lines, with old and new words side by side, and sentences that say what is wrong."""
    import shutil

    from handouts.approval.file import hash_of, read_record, record_path
    from handouts.review.compare import changes, side_by_side
    from handouts.review.content import cards, named, of_locale
    from handouts.style.words import load_strings

    name = f"{approval.muscle} ({approval.lang})"
    head = f"{name}: approved by {approval.who} on {approval.on} for {', '.join(approval.locales)}"
    wrong: list[str] = []
    if gone := approvals.withdrawal(approval):
        wrong.append(f"withdrawn on {gone.on} by {gone.by}")
    strings = load_strings(templates, approval.lang)
    content = choices.content(choices.muscle(muscle), strings)
    places = {each.tag: each for each in _locales(templates)}
    current = [item for tag in approval.locales if tag in places for item in of_locale(places[tag])]
    now = [*content.items, *current, *(cards(content.muscle) if approval.deck else ())]
    parts = {tag: hash_of(of_locale(places[tag])) if tag in places else "" for tag in approval.locales}
    same = content.hash == approval.content and parts == dict(approval.locales)
    if same and approval.deck in (None, content.deck_hash):
        if not wrong:
            return [f"{head}: unchanged; next review {approval.until}"], []
        return [head], wrong
    record = read_record(record_path(approvals.path, approval.muscle, approval.lang))
    if hash_of(item for item in record if not item.part) != approval.content:
        wrong.append("changed since; the words that were signed are not in the record beside the file any more")
        return [head], wrong
    found = changes(record, named(now, content.muscle, strings))
    wrong.append(f"changed since: {len(found)} of {len(record)} things")
    width = min(shutil.get_terminal_size((100, 24)).columns, 140)
    return [head, "  what was signed at the left, what it says now at the right:", *side_by_side(found, width)], wrong
