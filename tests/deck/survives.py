"""What a learner did to the deck, and what is left of it after an update: measured with real Anki, for docs/deck.md.

`python -m tests.deck.survives` measures every row under every import option and writes the table into docs/deck.md.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handouts.deck.ledger import Ledger
from handouts.deck.package import apkg_bytes
from tests.deck.world import TEMPLATES, Learner, Publisher, cloze, library, packed, question

DAY = 86_400
PAGE = Path(__file__).parents[2] / "docs" / "deck.md"
START, END = "<!-- measured: python -m tests.deck.survives -->\n", "<!-- end -->\n"

IF_NEWER, ALWAYS, NEVER = 0, 1, 2
OPTIONS: Mapping[str, Mapping[str, int]] = {
    "as Anki proposes": {},
    "Update notes: Always": {"update_notes": ALWAYS},
    "Update notes: Never (no corrections)": {"update_notes": NEVER},
    "Update note types: Always": {"update_notetypes": ALWAYS},
    "Update note types: Never": {"update_notetypes": NEVER},
    "Merge note types": {"merge_notetypes": True},
}
"""The choices of Anki's import window, each alone, the others as Anki proposes them."""

CARDS = (
    question("ask", "Which way?", "Down."),
    question("other", "Which nerve?", "The tibial nerve."),
    cloze("gap", "From [[1::knee]] to [[2::heel]]."),
)
MENDED = (question("ask", "Which way?", "DOWN."), *CARDS[1:], question("more", "What else?", "This."))
"""The next release: one card corrected, one new."""


@dataclass(frozen=True)
class Case:
    """What a learner does, in a student's words, and how it is seen afterwards whether it is still there.

    `after` says that it is done when the new release is out already, and not imported yet. `restyled`: the release
    changes the look of the cards as well. `words` are for what is still there and for what is not.
    """

    done: str
    act: Callable[[Learner], object]
    there: Callable[[Learner], bool]
    after: bool = False
    restyled: bool = False
    words: tuple[str, str] = ("kept", "lost")


def field(key: str, name: str) -> tuple[Callable[[Learner], object], Callable[[Learner], bool]]:
    """Writing into a field of a note, and whether it is there."""
    return lambda learner: learner.edit(key, name, "Mine"), lambda learner: learner.note(key)[name] == "Mine"


def tagged(key: str, tag: str) -> tuple[Callable[[Learner], object], Callable[[Learner], bool]]:
    """Tagging a note, and whether it is tagged."""

    def act(learner: Learner) -> None:
        note = learner.note(key)
        note.add_tag(tag)
        learner.col.update_note(note)

    return act, lambda learner: learner.note(key).has_tag(tag)


def _note_type(learner: Learner) -> Any:
    learner.col.models._clear_cache()
    return learner.note("testus.ask").note_type()


def _own_style(learner: Learner) -> None:
    kind = _note_type(learner)
    kind["css"] = f"{kind['css']} .mine {{}}"
    learner.col.models.update_dict(kind)


def _own_field(learner: Learner) -> None:
    models, kind = learner.col.models, _note_type(learner)
    models.add_field(kind, models.new_field("Mnemonic"))
    models.update_dict(kind)
    learner.edit("testus.ask", "Mnemonic", "Mine")


def _own_card(learner: Learner) -> None:
    models, kind = learner.col.models, _note_type(learner)
    made = models.new_template("Mine")
    made["qfmt"], made["afmt"] = "{{Answer}}?", "{{Question}}"
    models.add_template(kind, made)
    models.update_dict(kind)


def _card(learner: Learner, key: str = "testus.ask") -> Any:
    return learner.note(key).cards()[0]


def _deck_name(learner: Learner, key: str = "testus.ask") -> str:
    return str(learner.col.decks.name(_card(learner, key).did))


def _rename_deck(learner: Learner) -> None:
    deck = learner.col.decks.by_name("Muscles")
    learner.col.decks.rename(deck["id"], "Anatomy 101")


def _move(learner: Learner) -> None:
    learner.col.set_deck([_card(learner).id], learner.col.decks.id("Mine"))


def _memory(learner: Learner) -> None:
    learner.col.set_config("fsrs", True)
    learner.answer("testus.ask")


def _remembered(learner: Learner) -> bool:
    card = _card(learner)
    reviews = learner.col.db.scalar("select count() from revlog where cid = ?", card.id)
    return bool(card.memory_state and card.reps == 1 and reviews == 1)


def _delete(learner: Learner) -> None:
    learner.col.remove_notes([learner.note("testus.other").id])


def _deleted(learner: Learner) -> bool:
    return not learner.col.find_notes("nerve")


def _styled(learner: Learner) -> bool:
    return ".mine" in str(_note_type(learner)["css"])


def _filled(learner: Learner) -> bool:
    note = learner.note("testus.ask")
    return "Mnemonic" in note and note["Mnemonic"] == "Mine"


def _extra_deleted(learner: Learner) -> None:
    beside = packed(library(CARDS)).extra
    assert beside
    learner.take(apkg_bytes(beside, Ledger()))
    learner.col.decks.remove([learner.col.decks.by_name("Muscles extra")["id"]])


CASES = (
    Case("reviews and FSRS memory", _memory, _remembered),
    Case(
        "a suspended card",
        lambda learner: learner.col.sched.suspend_cards([_card(learner).id]),
        lambda learner: bool(learner.col.find_cards("is:suspended")),
    ),
    Case(
        "a flag",
        lambda learner: learner.col.set_user_flag_for_cards(1, [_card(learner).id]),
        lambda learner: bool(learner.col.find_cards("flag:1")),
    ),
    Case("a card moved to a deck of yours", _move, lambda learner: _deck_name(learner) == "Mine"),
    Case("the name you gave the deck", _rename_deck, lambda learner: _deck_name(learner).startswith("Anatomy 101")),
    Case("a card you deleted", _delete, _deleted, words=("stays away", "comes back")),
    Case(
        "the extra deck, when you deleted it",
        _extra_deleted,
        lambda learner: not learner.col.decks.by_name("Muscles extra"),
        words=("stays away", "comes back"),
    ),
    Case("My Notes, where the release changes nothing", *field("testus.other", "My Notes")),
    Case("My Notes on a changed card, written before the release", *field("testus.ask", "My Notes")),
    Case("My Notes on a changed card, written since the release", *field("testus.ask", "My Notes"), after=True),
    Case("an edit, where the release changes nothing", *field("testus.other", "Extra")),
    Case("an edit of a changed card, made before the release", *field("testus.ask", "Extra")),
    Case("an edit of a changed card, made since the release", *field("testus.ask", "Extra"), after=True),
    Case("a tag or a mark, where the release changes nothing", *tagged("testus.other", "marked")),
    Case("a tag or a mark on a changed card, set before the release", *tagged("testus.ask", "marked")),
    Case("a tag or a mark on a changed card, set since the release", *tagged("testus.ask", "marked"), after=True),
    Case("your styling, where the release keeps the look", _own_style, _styled),
    Case("your styling, made before a release with another look", _own_style, _styled, restyled=True),
    Case("your styling, made since a release with another look", _own_style, _styled, after=True, restyled=True),
    Case("a field you added, and what is in it", _own_field, _filled),
    Case("a card type you added", _own_card, lambda learner: len(learner.note("testus.ask").cards()) == 2),
)


def restyled(folder: Path) -> tuple[Path, ...]:
    """Templates with another style sheet."""
    (folder / "anki").mkdir(parents=True, exist_ok=True)
    css = (TEMPLATES[0] / "anki" / "card.css").read_text("utf-8")
    (folder / "anki" / "card.css").write_text(css + ".new-look {}\n", "utf-8")
    return folder, *TEMPLATES


def measured(case: Case, options: Mapping[str, int]) -> str:
    """What is left after the update, and what of the release did not come."""
    now = int(time.time())
    with tempfile.TemporaryDirectory() as name, closing(Learner(Path(name))) as learner:
        publisher = Publisher(time=now - 30 * DAY)
        learner.take(publisher.publish(packed(library(CARDS))))
        publisher.time = now - DAY if case.after else now + DAY
        templates = restyled(Path(name) / "own") if case.restyled else TEMPLATES
        release = publisher.publish(packed(library(MENDED), publisher.ledger, templates))
        case.act(learner)
        learner.take(release, **options)
        said = case.words[not case.there(learner)]
        asked = learner.note("testus.ask")
        came = {
            "correction": asked["Answer"] == "DOWN." or options.get("update_notes") == NEVER,
            "new card": bool(learner.col.find_notes('"What else"')),
            "new look": not case.restyled or ".new-look" in asked.note_type()["css"],
        }
    missing = " or ".join(what for what, there in came.items() if not there)
    return said + (f", but no {missing}" if missing else "")


def row(case: Case) -> list[str]:
    """A row of the table: what was done, and what is left of it under each option."""
    return [case.done, *(measured(case, options) for options in OPTIONS.values())]


def table() -> list[list[str]]:
    """The rows of the table as docs/deck.md has them, the heading first."""
    text = PAGE.read_text("utf-8").split(START)[1].split(END)[0]
    rows = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in text.splitlines() if line]
    return [rows[0], *rows[2:]]


def write_table() -> None:
    """Measure everything and write it into docs/deck.md."""
    rows = [["", *OPTIONS], ["---"] * (len(OPTIONS) + 1), *map(row, CASES)]
    lines = "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
    head, rest = PAGE.read_text("utf-8").split(START)
    PAGE.write_text(head + START + lines + END + rest.split(END)[1], "utf-8")


if __name__ == "__main__":
    write_table()
