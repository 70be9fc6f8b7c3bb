"""Sign-off from end to end on the command line: signed, voided by a word, withdrawn, checked on paper and in a file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from tests.review.conftest import Desk

pytestmark = pytest.mark.long

APPROVED = "Checked by Sample Reviewer, 1 March 2026 · next check 1 March 2027"
PATIENT = ("--patient-name", "Zebedee Quixote", "--date", "2026-03-05")


def texts(data: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pages]


def code_of(data: bytes) -> str:
    """The code that stands on every page."""
    (code,) = {found[0] for text in texts(data) if (found := re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}", text))}
    return code


def is_draft(data: bytes) -> bool:
    """Whether every page calls itself a draft; else every page must say who approved it."""
    drafts = {"Draft: " in text for text in texts(data)}
    assert len(drafts) == 1
    assert drafts == {not all(APPROVED in text for text in texts(data))}
    return drafts == {True}


def test_signed_the_strip_is_gone_and_one_changed_word_brings_it_back(desk: Desk) -> None:
    assert is_draft(desk.pdf()[0])
    desk.approve()
    data, said = desk.pdf("--sheets", "4")
    assert not is_draft(data)
    assert "Sample Reviewer, sample role, sample registration 0000" in texts(data)[-1], "About this sheet"
    assert not said.stderr
    assert "unchanged; next review 2027-03-01" in desk.check()
    desk.change("content/shared/guides/en.toml", "Let the foot hang loose.", "Let the foot hang limp.")
    data, said = desk.pdf()
    assert is_draft(data)
    assert "changed since it was approved on 2026-03-01" in said.stderr
    report = desk.check(fails=True)
    assert re.search(r"Let the foot hang loose\.\s+\| .*Let the foot hang limp\.", report)
    assert re.search(r"^  guides\.before\.points\.loose$", report, re.MULTILINE)
    assert "changed since: 1 of" in report


def test_the_same_day_gives_the_same_bytes_whatever_the_clock_says(desk: Desk) -> None:
    desk.sign()
    desk.patch.delenv("SOURCE_DATE_EPOCH")
    made = []
    for day in (date(2026, 3, 5), date(2026, 9, 5), date(2028, 9, 5)):
        desk.patch.setattr("handouts.clinic.choices.today", lambda day=day: day)
        made.append(desk.pdf(*PATIENT)[0])
    assert not is_draft(made[0])
    assert made[0] == made[1] == made[2]
    assert is_draft(desk.pdf()[0]), "without a date of its own it is judged by the clock"


def test_withdrawn_it_must_not_be_used_and_can_be_signed_again(desk: Desk) -> None:
    desk.sign()
    code = desk.standing().code
    where = ("withdraw", "gastrocnemius", "--clinic", desk.clinic, "--reviewer", "Sample Other, sample role")
    desk.run(*where, "--why", "a sample", "--yes")
    data, said = desk.pdf()
    assert all("Withdrawn: do not use" in text for text in texts(data))
    assert "withdrawn on 2026-03-01" in said.stderr
    verdict = desk.run("verify", code, "--clinic", desk.clinic, fails=True).output
    assert "withdrawn on 2026-03-01 by Sample Other" in verdict
    assert "withdrawn on 2026-03-01" in desk.check(fails=True)
    assert "already" in desk.run(*where, "--yes", fails=True).output
    desk.sign()
    assert desk.standing().approved


def test_require_approved_refuses_by_name_and_writes_nothing(desk: Desk) -> None:
    _, said = desk.pdf("--require-approved", fails=True)
    assert "gastrocnemius (en, en-GB): is not approved: nobody has approved it" in said.stderr
    assert not (desk.folder / "made.pdf").exists()
    path = Path(desk.clinic)
    path.write_text("require_approved = true\n" + path.read_text("utf-8"), "utf-8")
    assert "is not approved" in desk.pdf(fails=True)[1].stderr
    deck = ("deck", "gastrocnemius", "--clinic", desk.clinic, "-o", str(desk.folder / "deck.apkg"))
    assert "gastrocnemius (en), deck: is not approved" in desk.run(*deck, fails=True).output
    desk.sign()
    desk.pdf()
    assert "nobody has approved its cards" in desk.run(*deck, fails=True).output


def test_verify_says_what_a_file_was_made_from_and_whether_that_still_holds(desk: Desk) -> None:
    desk.sign()
    data, _ = desk.pdf(*PATIENT)
    words = ("verify", str(desk.folder / "made.pdf"), "--clinic", desk.clinic)
    verdict = desk.run(*words).output
    assert "is as it was written" in verdict
    assert "gastrocnemius (en, en-GB), content as it is today, version 0.2.0" in verdict
    assert "approved by Sample Reviewer, sample role, sample registration 0000 on 2026-03-01" in verdict
    with pikepdf.open(desk.folder / "made.pdf") as pdf, pdf.open_metadata() as metadata:
        found = {str(name).rpartition("}")[2]: str(value) for name, value in metadata.items() if "urn:handouts" in name}
    assert {"muscle", "language", "locale", "version", "content", "approval", "reviewer", "nextReview"} <= set(found)
    assert found["code"] == code_of(data)
    assert not re.search("zebedee|quixote", str(found), re.IGNORECASE)
    other = ("verify", str(desk.folder / "made.pdf"))
    assert "no approvals file" in desk.run(*other, fails=True).output
    path = desk.folder / "approvals.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('reviewer = "Sample Reviewer"', 'reviewer = "Sample Other"'), "utf-8")
    assert "no such approval here" in desk.run(*words, fails=True).output
    path.write_text(text, "utf-8")
    desk.on(400)
    assert "out of date since 2027-03-01" in desk.run(*words, fails=True).output
    desk.on(0)
    desk.change("content/shared/guides/en.toml", "Let the foot hang loose.", "Let the foot hang limp.")
    assert "changed since: Sample Reviewer, sample role" in desk.run(*words, fails=True).output


def test_the_code_alone_says_the_same_of_what_is_on_paper(desk: Desk) -> None:
    code = desk.standing().code
    assert "no approvals file" in desk.run("verify", code, fails=True).output
    desk.sign()
    assert "approved by Sample Reviewer" in desk.run("verify", code.lower(), "--clinic", desk.clinic).output
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert "mistyped" in desk.run("verify", wrong, "--clinic", desk.clinic, fails=True).output
    assert "not known" in desk.run("verify", "E3T-5RZ-NHA", "--clinic", desk.clinic, fails=True).output


def test_a_tampered_file_is_told(desk: Desk) -> None:
    desk.sign()
    data, _ = desk.pdf()
    path = desk.folder / "tampered.pdf"
    words = ("verify", str(path), "--clinic", desk.clinic)
    with pikepdf.open(desk.folder / "made.pdf") as pdf:
        pdf.pages[0].contents_add(b"q 1 1 1 rg 100 100 50 50 re f Q")
        pdf.save(path)
    assert "IS NOT AS IT WAS WRITTEN" in desk.run(*words, fails=True).output
    path.write_bytes(data.replace(b"<handouts:code>" + code_of(data).encode(), b"<handouts:code>E3T-5RZ-NHA"))
    verdict = desk.run(*words, fails=True).output
    assert "IS NOT AS IT WAS WRITTEN" in verdict
    assert "the file says E3T-5RZ-NHA" in verdict
    path.write_bytes(b"no PDF")
    assert "cannot be read as a PDF" in desk.run(*words, fails=True).output


def test_with_a_key_only_what_the_key_signed_is_trusted(desk: Desk) -> None:
    pytest.importorskip("cryptography", reason="signatures need the extra [sign]")
    from tests.approval.test_sign import key_pair

    private, public = key_pair(desk.folder)
    desk.sign()
    words = ("verify", desk.standing().code, "--clinic", desk.clinic, "--trust", str(public))
    assert "not approved" in desk.run(*words, fails=True).output
    desk.approve("--sign", str(private))
    assert "approved by Sample Reviewer" in desk.run(*words).output
    path = desk.folder / "approvals.toml"
    path.write_text(path.read_text("utf-8").replace("until = 2027", "until = 2037"), "utf-8")
    check = ("check", "gastrocnemius", "--clinic", desk.clinic, "--approvals", str(path), "--trust", str(public))
    assert "is not signed with key.pub" in desk.run(*check, fails=True).output


def test_nothing_is_recorded_without_a_yes(desk: Desk) -> None:
    words = ("approve", "gastrocnemius", "--clinic", desk.clinic, "--reviewer", "Sample Reviewer, sample role")
    said = desk.run(*words, fails=True)
    assert "Sign it?" in said.output
    assert not (desk.folder / "approvals.toml").exists()
    assert (desk.folder / "approvals" / "gastrocnemius.en.pdf").exists(), "it can be read before"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--reviewer", "Sample Reviewer"), "add role and registration"),
        (("--reviewer", ", sample role"), "is empty"),
        (("--until", "2025-01-01"), "is before the day of the review"),
        (("--until", "soon"), "is no day"),
        (("--locale", "en-XX"), "no locale"),
        (("--dose-range", "presure=2-3"), "did you mean 'pressure'"),
        (("--dose-range", "pressure=2-9"), "it may be 1 to 5"),
    ],
)
def test_what_cannot_be_signed_is_told(desk: Desk, words: tuple[str, str], told: str) -> None:
    assert told in desk.approve(*words, fails=True).output
    assert not (desk.folder / "approvals.toml").exists()


def test_a_review_that_is_due_is_worth_knowing_and_no_mistake(desk: Desk) -> None:
    desk.sign()
    assert "Worth knowing" not in re.sub(r"Worth knowing: content.*", "", desk.check())
    desk.on(400)
    assert "approvals.toml: gastrocnemius (en): out of date since 2027-03-01" in desk.check()


def test_what_is_no_longer_as_it_was_signed_is_a_mistake(desk: Desk) -> None:
    desk.sign()
    desk.change("content/shared/guides/en.toml", "Let the foot hang loose.", "Let the foot hang limp.")
    assert "(approval.signed: " in desk.check(fails=True)
