"""The approvals file: what is written is read, nothing is ever taken out, and mistakes are told with their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handouts.approval.file import (
    Approval,
    Item,
    Withdrawal,
    add_approval,
    add_withdrawal,
    hash_of,
    read_approvals,
    read_record,
    write_record,
)
from handouts.errors import ContentError, HandoutsError

SAMPLE = Approval(
    muscle="gastrocnemius",
    lang="en",
    reviewer='Sample "Reviewer" Ünal',
    credentials="sample role, sample registration 0000",
    on=date(2026, 3, 1),
    until=date(2027, 3, 1),
    version="0.2.0",
    program="0.2.0",
    content="a" * 64,
    locales={"en-GB": "b" * 64, "plain": "c" * 64},
    dose={"pressure": (3, 4), "hold": (30, 30)},
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "approvals.toml"
    later = SAMPLE.model_copy(update={"on": date(2026, 4, 1)})
    add_approval(path, SAMPLE)
    add_withdrawal(path, Withdrawal(approval=SAMPLE.id, on=date(2026, 3, 2), by="Sample Reviewer, sample role"))
    add_approval(path, later)
    read = read_approvals(path)
    assert read.approvals == (SAMPLE, later)
    assert read.latest("gastrocnemius", "en") == later
    assert read.withdrawal(SAMPLE) is not None
    assert read.withdrawal(later) is None


def test_what_somebody_wrote_beside_it_stays(tmp_path: Path) -> None:
    path = tmp_path / "approvals.toml"
    path.write_text("# ours, kept in a cupboard\n")
    add_approval(path, SAMPLE)
    before = path.read_text("utf-8")
    add_approval(path, SAMPLE)
    assert path.read_text("utf-8").startswith(before)
    assert before.startswith("# ours, kept in a cupboard\n")


def test_an_approval_that_was_changed_by_hand_is_another_one() -> None:
    assert SAMPLE.model_copy(update={"until": date(2099, 1, 1)}).id != SAMPLE.id
    assert SAMPLE.model_copy(update={"signature": "x"}).id == SAMPLE.id


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('lang = "en"\n', "", "lang"),
        ("until = 2027-03-01", 'until = "soon"', "until"),
        ("pressure = [3, 4]", "presure = [3, 4]", "no dose value"),
        ('version = "0.2.0"', 'verion = "0.2.0"', "did you mean 'version'"),
        ('content = "aaa', 'content = "xyz', "content"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, told: str) -> None:
    path = tmp_path / "approvals.toml"
    add_approval(path, SAMPLE)
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(ContentError, match=r"approvals\.toml: .*" + told):
        read_approvals(path)


def test_a_withdrawal_of_an_approval_that_was_changed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "approvals.toml"
    add_approval(path, SAMPLE)
    add_withdrawal(path, Withdrawal(approval=SAMPLE.id, on=date(2026, 3, 2), by="Sample Reviewer, sample role"))
    path.write_text(path.read_text("utf-8").replace("2027-03-01", "2028-03-01"), "utf-8")
    with pytest.raises(ContentError, match="was an approval changed"):
        read_approvals(path)


def test_no_file_is_told_unless_it_is_to_be_begun(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError, match="handouts approve"):
        read_approvals(tmp_path / "approvals.toml")
    assert read_approvals(tmp_path / "approvals.toml", new=True).approvals == ()


def test_the_signed_words_are_kept_beside_it(tmp_path: Path) -> None:
    items = [Item("a.b", "words", "Roll “slowly”.", "mixed", ("x-2020",)), Item("c", "dose", "{}", part="deck")]
    write_record(tmp_path / "a.jsonl", items)
    assert read_record(tmp_path / "a.jsonl") == items
    (tmp_path / "a.jsonl").write_text("not json")
    with pytest.raises(HandoutsError, match="is not a record"):
        read_record(tmp_path / "a.jsonl")


def test_the_hash_hangs_on_the_words_and_not_on_their_order_or_where_they_come_from() -> None:
    one, two = Item("a", "words", "Roll."), Item("b", "words", "Stop.")
    assert hash_of([one, two]) == hash_of([two, one]) == hash_of([Item("other", "words", "Roll."), two])
    assert hash_of([one, two]) != hash_of([one])
    assert hash_of([Item("a", "fact", "1")]) != hash_of([Item("b", "fact", "1")])
