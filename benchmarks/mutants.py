"""Break what a patient, a student or a clerk sees, one thing at a time, and see whether the tests notice.

usage: python benchmarks/mutants.py [--list] [--jobs N] [--thorough] [--timeout SECONDS] [NAME ...]

Each mutant is a sentence ("the crossed-out keep-off sign vanishes"), a piece of source and what takes its place. The
project is copied into a temporary folder; there one mutant at a time is put in, the tests named beside it are run until
one fails, and the source is put back. A mutant is killed when a test fails, or when the tests do not end in time (which
is said). A failing test is run once without any mutant as well: what fails then kills nobody. With --thorough, a
mutant that the named tests let live meets all the tests.

NAME is a part of a sentence, or a number from --list. Run `--list` after moving or rewriting code: it finds every
piece of source, wherever it is now, and says which mutants must be mended because their piece is gone or stands in two
places. Tests are named by file or folder; those that are not there are left out, so a list may be ahead of the tests.

Exit code: 0 when all are killed, 1 when one survives, 2 when the list or the project is not right (such as a mutant
that cannot be imported). Not part of CI: it takes many minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Literal

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = {"handouts": (".py",), "templates": (".toml", ".html", ".css"), "content": (".toml",)}
"""Where a piece of source may stand: top folders, with the endings of files in them."""

# The tests that are most likely to notice, the quickest first.
SPOKEN = ("tests/spoken",)
PICTURES = ("tests/pictures",)
HANDOUT = ("tests/handout", "tests/handout/test_handout.py")
FIGURES = ("tests/figures", "tests/drawing", "tests/drawing/test_surface.py", "tests/drawing/test_painters.py")
PLACES = ("tests/content/test_places.py",)
PAGE = ("tests/page", "tests/page/test_pdf.py", "tests/page/test_personal.py", "tests/test_privacy.py")
QR = ("tests/page", "tests/page/test_qr.py")
STYLE = ("tests/style", "tests/style/test_theme.py", "tests/drawing/test_painters.py")
LOCALES = ("tests/style/test_locales.py", "tests/style", *HANDOUT)
CLINIC = ("tests/clinic", "tests/cli", "tests/clinic/test_clinic.py", "tests/clinic/test_options.py")
DECK = ("tests/deck", "tests/deck/test_cards.py", "tests/deck/test_package.py", "tests/deck/test_card_pages.py")
BATCH = ("tests/batch",)
PRINT_RUN = ("tests/batch/print_run", "tests/batch/test_print_run.py")


@dataclass(frozen=True)
class Mutant:
    """One thing that goes wrong: what somebody would see, the piece of source, its replacement, likely tests."""

    name: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTANTS = (
    # --- what a handout says ---
    Mutant(
        '"Never press ..." leaves every print',
        'places = "; ".join(line.short for line in self.safety.never)',
        'places = ""',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "a tier of warnings is empty on the one-page sheet",
        "        if safety.hospital:\n",
        '        if safety.hospital and self.options.layout == "full":\n',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the emergency tier has the advice number",
        's("warning.now"), locale.emergency, locale.emergency_is_number',
        's("warning.now"), locale.advice, locale.advice_is_number',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "only the first rule for when to stop is there",
        "next=line.next) for line in self.safety.stop)",
        "next=line.next) for line in self.safety.stop[:1])",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "a step says the time of the whole area instead of one hold",
        '"hold": str(dose.hold_seconds)',
        '"hold": str(dose.seconds[1])',
        HANDOUT + SPOKEN + CLINIC,
    ),
    Mutant(
        "later is only as often as the first week",
        'yield s("dose.later"), s("dose.up_to", times=self.times(dose.times_later))',
        'yield s("dose.later"), s("dose.up_to", times=self.times(dose.times_first_week))',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the pain scale's alternative names another limit",
        's("dose.scale_alt", low=low, high=high, limit=dose.pressure_limit)',
        's("dose.scale_alt", low=low, high=high, limit=high)',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "--side left shows right-leg drawings under the letter L",
        "side=side, person=self.options.person, letter=",
        'side="right", person=self.options.person, letter=',
        HANDOUT + FIGURES + PICTURES,
    ),
    Mutant(
        "--side left ticks the right leg",
        "ticked=options.side == side)",
        "ticked=options.side != side)",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the left leg's letter is R",
        'left_letter = "L"',
        'left_letter = "R"',
        HANDOUT + FIGURES + PICTURES,
    ),
    Mutant(
        "the first step has number 2",
        "    for number, step in enumerate(block.items, block.start):",
        "    for number, step in enumerate(block.items, block.start + 1):",
        HANDOUT + PAGE + SPOKEN,
    ),
    Mutant(
        "both ways to massage have the letter A",
        'title = f"{letter}. {told.call} {told.name}"',
        'title = f"A. {told.call} {told.name}"',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "every step has the picture of the last one",
        "self._step_picture(technique, step)) for step in technique.steps)",
        "self._step_picture(technique, technique.steps[-1])) for step in technique.steps)",
        HANDOUT + PAGE + SPOKEN,
    ),
    Mutant(
        "a way to massage has lost what to mind",
        'text = rich(f"{told.caption} **{told.caution}**" if told.caution else told.caption)',
        "text = rich(told.caption)",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the way with more pressure has no box to tick",
        'tick = WriteOn((Field(self.strings("massage.for_me"), kind="tick"),))',
        'tick = WriteOn((Field(self.strings("massage.for_me")),))',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the spots have each other's numbers",
        "marks = tuple(point.mark for point in group)",
        "marks = tuple(len(points) + 1 - point.mark for point in group)",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the first symptom is missing",
        "words.symptoms[i.id] for i in say.muscle.facts.symptoms]",
        "words.symptoms[i.id] for i in say.muscle.facts.symptoms[1:]]",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the therapist's note is dropped from the full handout",
        'return Message(panel, Paragraph(rich(s("dose.note_at", page=page_of("message")))), part, 0, LINES["full"])',
        "return None",
        HANDOUT + PAGE + CLINIC,
    ),
    Mutant(
        "the patient's name is in the file's metadata",
        'f"{each.muscle.words.short_title}, {each.muscle.facts.version}" for each in says',
        'f"{each.muscle.words.short_title}, {each.muscle.facts.version} {each.options.patient_name}" for each in says',
        HANDOUT + PAGE,
    ),
    Mutant(
        "a withdrawn handout calls itself a draft",
        'self.strings(f"page.{standing.state}")',
        'self.strings("page.draft")',
        ("tests/handout/test_status.py", *HANDOUT),
    ),
    Mutant(
        "a changed handout is still approved",
        "    if is_now != signed:",
        "    if not is_now:",
        ("tests/review/test_judge.py",),
    ),
    Mutant(
        "an approval ends a day late",
        "    if day > approval.until:",
        "    if (day - approval.until).days > 1:",
        ("tests/review/test_judge.py",),
    ),
    Mutant(
        "a sentence of the short sheet is not signed",
        'yield Options(layout="do", checked_by="⟨name⟩", note="-")',
        'yield Options(layout="do", patient_name="⟨name⟩", note="-")',
        ("tests/review/test_every_sentence.py",),
    ),
    Mutant(
        "changed warnings no longer say that they are changed",
        'remark = s("warning.changed") if safety.changed else ""',
        'remark = ""',
        CLINIC + HANDOUT,
    ),
    Mutant(
        "the QR code leads to another page of the clinic",
        'say.clinic.content_url.replace("{muscle}", facts.id)',
        'say.clinic.content_url.replace("{muscle}", facts.region)',
        HANDOUT + CLINIC + QR,
    ),
    Mutant("Canada has the advice number of Britain", 'advice = "811"', 'advice = "111"', LOCALES),
    Mutant(
        "Australia has the emergency number of Britain",
        'emergency = "000"',
        'emergency = "999"',
        LOCALES,
    ),
    Mutant(
        "a sign to stop at does not say what to do next",
        'rule = "{sign}: {next}."',
        'rule = "{sign}."',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the short sheet has no tick list",
        '    if not say.options.checked_by:\n        yield Part("check"',
        '    if say.options.checked_by:\n        yield Part("check"',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the solid line of the warning box is empty",
        'closing = rich(" ".join(line.short.replace("**", "") for line in safety.notes))',
        'closing = rich("")',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "a group of conditions loses its last tick",
        "_short(ticks.lines)) for ticks in safety.check)",
        "_short(ticks.lines[:-1])) for ticks in safety.check)",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the sheet of all signs has only the short words",
        "blocks.append(Bullets(tuple(map(rich, texts)), 2))",
        "blocks.append(Bullets(tuple(map(rich, (line.short for line in part.lines))), 2))",
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "what must go to hospital is said to be for the advice line",
        's("warning.hospital"), locale.hospital, _short(safety.hospital)',
        's("warning.hospital"), locale.advice, _short(safety.hospital)',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the usual handout in large print lacks sheet 2",
        'ALL, USUAL = SHEETS["1-4"], SHEETS["1-2"]',
        'ALL, USUAL = SHEETS["1-4"], SHEETS["1"]',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "a spot that must not be pressed has a box to tick",
        's("pain.mine") if group[0].press else "",',
        's("pain.mine"),',
        HANDOUT + SPOKEN,
    ),
    Mutant(
        "the sign before 'never press here' vanishes",
        "keep_off_sign(canvas, look, x + radius, middle, radius)",
        "pass",
        PAGE + PICTURES,
    ),
    Mutant(
        "the short sheet does not say what it leaves out",
        "for name, is_gone in gone.items() if is_gone)",
        "for name, is_gone in gone.items() if is_gone and not name)",
        HANDOUT + PAGE,
    ),
    # --- figures ---
    Mutant(
        "the crossed-out keep-off sign vanishes",
        "for keep in places if style.signs else ():",
        "for keep in ():",
        FIGURES + PICTURES,
    ),
    Mutant(
        "the keep-off ring is not crossed out",
        "slash = line(x - 0.7 * r, y - 0.7 * r, x + 0.7 * r, y + 0.7 * r)",
        "slash = line(x, y, x, y)",
        FIGURES + PICTURES,
    ),
    Mutant(
        "the leaders of a labelled drawing cross",
        "zip(_uncrossed(labels, places, x, heights), heights, strict=True)",
        "zip(labels, heights, strict=True)",
        FIGURES + PICTURES,
    ),
    Mutant(
        "the marks of a left leg stand where a right leg has them",
        "x = self.drawing.width - place[0] if self.flip else place[0]",
        "x = place[0]",
        FIGURES + PICTURES,
    ),
    Mutant(
        "a left leg has room for its numbers on the wrong side",
        "sides = {(place[0] < middle) != flip for",
        "sides = {(place[0] < middle) for",
        FIGURES + PICTURES,
    ),
    Mutant(
        "pain that may spread is drawn as main pain",
        'yield from zone_shapes(points, smooth(points[::2]), zone.kind == "essential", unit)',
        "yield from zone_shapes(points, smooth(points[::2]), True, unit)",
        FIGURES + PICTURES,
    ),
    Mutant(
        "pain that may spread is painted over main pain",
        'for kind in ("spillover", "essential"):',
        'for kind in ("essential", "spillover"):',
        FIGURES + PICTURES,
    ),
    Mutant(
        "main pain is not hatched",
        'HATCH_WIDTH * unit, "pain.hatch")',
        'HATCH_WIDTH * unit, "pain.core")',
        FIGURES + PICTURES,
    ),
    Mutant(
        "the legend's words stand beside the wrong samples",
        'SIGNS = ("essential", "spillover", "x", "off")',
        'SIGNS = ("spillover", "essential", "x", "off")',
        FIGURES + PICTURES,
    ),
    Mutant(
        "the map has no legend",
        "if style.legend:",
        "if style.legend and style.width < 0:",
        FIGURES + PICTURES,
    ),
    Mutant(
        "an X is lost in the hatching, without its white halo",
        'yield Path(arms, stroke="x.halo"',
        'yield Path(arms, stroke="x.mark"',
        FIGURES + PICTURES,
    ),
    Mutant(
        "an X has the number of another trigger point",
        "yield from number_in_circle(edge, y, str(point.mark), style.label)",
        "yield from number_in_circle(edge, y, str(point.mark % 4 + 1), style.label)",
        FIGURES + PICTURES,
    ),
    Mutant(
        "the numbers beside the limb stand in another order than their marks",
        "return sorted(found, key=lambda pair: (pair[1][1], pair[0].mark))",
        "return sorted(found, key=lambda pair: (-pair[1][1], pair[0].mark))",
        FIGURES + PICTURES,
    ),
    Mutant(
        "a view shows the pain of points that are not for it",
        "return view.marks is None or point.mark in view.marks",
        "return True",
        (*PLACES, *FIGURES, *PICTURES),
    ),
    Mutant(
        "a mark is missing from a view although it is well away from the edge",
        "span[0] + self.body.edge < self.unwrap(place[1]) < span[1] - self.body.edge",
        "span[0] + 2 * self.body.edge < self.unwrap(place[1]) < span[1] - 2 * self.body.edge",
        (*PLACES, *FIGURES, *PICTURES),
    ),
    Mutant(
        "a trigger point that no view draws passes the check",
        "if not any(mark_place(*view, point) for view in views):",
        "if not views:",
        PLACES,
    ),
    Mutant(
        "a zone on the front of the leg is torn where the angles begin again",
        "smooth_ring(unbroken(outline) if self.body.goes_round else outline)",
        "smooth_ring(outline)",
        FIGURES,
    ),
    Mutant(
        "the views of the map have each other's names",
        "facts.trigger_points, [words.views[view.id] for view in spec.views]",
        "facts.trigger_points, [words.views[view.id] for view in spec.views][::-1]",
        FIGURES + PICTURES,
    ),
    Mutant(
        "a drawing of a massage does not say which leg it shows",
        "        if spec.letter:\n            place = next(",
        "        if not spec.letter:\n            place = next(",
        FIGURES + PICTURES,
    ),
    Mutant(
        "the woman who was asked for is a man",
        'if person == "woman" and',
        'if person == "nobody" and',
        FIGURES + PICTURES,
    ),
    Mutant(
        "the attachments have wrong numbers",
        "number_in_circle(x, y, str(item.mark), style.label)",
        "number_in_circle(x, y, str(item.mark % 3 + 1), style.label)",
        ("tests/figures/test_attachments.py", *FIGURES, *PICTURES),
    ),
    Mutant(
        "a left drawing is not mirrored in the PDF",
        "canvas.transform(-k, 0, 0, k, group.dx + k * group.across, group.dy)",
        "canvas.transform(k, 0, 0, k, group.dx, group.dy)",
        FIGURES + PICTURES,
    ),
    Mutant(
        "a left drawing is not mirrored in the SVG",
        "(-k, group.dx + k * group.across) if group.flip else (k, group.dx)",
        "(k, group.dx)",
        FIGURES + PICTURES,
    ),
    # --- colours ---
    Mutant(
        "grey print has wrong greys for pain",
        'for role, c in self.data["grey"].items() if role.startswith("pain.")',
        'for role, c in self.data["grey"].items() if role.startswith("pane.")',
        STYLE + PICTURES,
    ),
    Mutant("the ink saver saves no ink", 'elif ink == "saver":', 'elif ink == "none":', STYLE + PICTURES),
    Mutant(
        "everybody's skin is light",
        "theme.palette(options.ink, options.skin)",
        'theme.palette(options.ink, "light")',
        ("tests/page/test_skin.py", *STYLE, *PICTURES),
    ),
    Mutant(
        "giant print is no larger than large print",
        "theme.styles(options.print),",
        'theme.styles("large" if options.print == "giant" else options.print),',
        PAGE + STYLE + PICTURES,
    ),
    Mutant(
        "the logo stays coloured in grey print",
        "logo.grey() if _is_grey(look) else logo",
        "logo",
        ("tests/page", "tests/logo", "tests/logo/test_logo.py", *PICTURES, *CLINIC),
    ),
    Mutant("a weak accent colour is taken", "if ratio < LEAST_CONTRAST:", "if ratio < 2:", CLINIC),
    # --- the page ---
    Mutant(
        "the hatching above the pain limit vanishes",
        "if value > block.limit:",
        "if value > 10:",
        PAGE + PICTURES,
    ),
    Mutant(
        "the aim on the pain scale ends a number too early",
        "block.low <= value <= block.high",
        "block.low <= value < block.high",
        PAGE + PICTURES,
    ),
    Mutant(
        "large print loses week 2 of the diary",
        "for start in range(0, 14, days):",
        "for start in range(0, days, days):",
        PAGE + SPOKEN + PICTURES,
    ),
    Mutant(
        "the days of the diary's second week are 1 to 7 again",
        'top - 11.5 * unit, str(number + 1), "label", align="middle")',
        'top - 11.5 * unit, str(number % 7 + 1), "label", align="middle")',
        PAGE + SPOKEN + PICTURES,
    ),
    Mutant(
        "only the first warning of each tier is on the short sheet and in large print",
        "signs = bullets(doc.Bullets(tier.items), look, sect, gap=1.0 if narrow else 2.4, first_gap=1.0)",
        "signs = bullets(doc.Bullets(tier.items[:1]), look, sect, gap=1.0 if narrow else 2.4, first_gap=1.0)",
        HANDOUT + PAGE + SPOKEN,
    ),
    Mutant(
        "the short sheet's diary has days 1 to 7 twice",
        'str(number + 1), "small", "ink2", size=least)',
        'str(number % 7 + 1), "small", "ink2", size=least)',
        PAGE + SPOKEN + PICTURES,
    ),
    Mutant(
        "a figure's alternative is only its title",
        "self.element.alt = figure.alt",
        "self.element.alt = figure.title",
        PAGE + SPOKEN,
    ),
    Mutant(
        "a screen reader hears the right column before the left one",
        "cells = [_cell(cell, look, parent) for cell in block.cells]",
        "cells = [_cell(cell, look, parent) for cell in block.cells[::-1]][::-1]",
        PAGE + SPOKEN,
    ),
    Mutant(
        "small headings are plain paragraphs for a screen reader",
        'element = parent.add(f"H{min(depth(parent) + 2, 6)}")',
        'element = parent.add("P")',
        PAGE + SPOKEN,
    ),
    Mutant(
        "sections have no bookmarks",
        'sect.add("H2"), "h2", "accent", bookmark=1)',
        'sect.add("H2"), "h2", "accent")',
        PAGE + SPOKEN,
    ),
    Mutant(
        "the stop sign beside 'page 1 first' vanishes in large print",
        "stop_sign(canvas, look, middle, base + 0.33 * style.size, 7 * unit,",
        "stop_sign(canvas, look, middle, base + 0.33 * style.size, 0.0 * unit,",
        PAGE + PICTURES,
    ),
    Mutant(
        "every page that is named in the words is page 1",
        "text = text.replace(page_of(part), str(number))",
        "text = text.replace(page_of(part), '1')",
        PAGE + SPOKEN + CLINIC,
    ),
    Mutant(
        "page 1 of 4 is page 1 of 5",
        "margins.draw_foot(canvas, number, pages.count, pages.status",
        "margins.draw_foot(canvas, number, pages.count + 1, pages.status",
        PAGE + SPOKEN,
    ),
    Mutant(
        "only the first page says draft",
        'put(canvas, look, self.left + indent, base - index * leading, line, "foot")',
        "pass",
        PAGE + SPOKEN,
    ),
    Mutant(
        "Letter paper is A4",
        '{"a4": A4, "letter": LETTER}',
        '{"a4": A4, "letter": A4}',
        PAGE + CLINIC,
    ),
    Mutant(
        "the QR code is of another address than the one below it",
        "segno.make_qr(url, error=LEVEL",
        'segno.make_qr(url + "/", error=LEVEL',
        QR,
    ),
    Mutant(
        "the Tab key goes along the rows of the page, not in reading order",
        'page.Tabs = "/S"',
        'page.Tabs = "/R"',
        ("tests/tagged", *PAGE),
    ),
    # --- the deck ---
    Mutant(
        "every note has a new guid",
        "genanki.guid_for(NAMESPACE, lang, key)",
        "genanki.guid_for(NAMESPACE, lang, key, 1)",
        DECK,
    ),
    Mutant(
        "a reverse card asks the same way round",
        "to_html(asked.reverse), to_html(asked.reverse_answer)",
        "to_html(asked.reverse and asked.question), to_html(asked.reverse_answer)",
        DECK,
    ),
    Mutant(
        "a reverse card's answer is not told",
        '("{{Reverse Question}}", "{{Reverse Answer}}")',
        '("{{Reverse Question}}", "{{Reverse Question}}")',
        DECK,
    ),
    Mutant(
        "every card has the same evidence badge",
        "to_html(words.evidence[note.grade])",
        "to_html(words.evidence[min(words.evidence)])",
        DECK,
    ),
    Mutant(
        "the hint of a card is its answer",
        '"Key": to_html(note.key), "Hint": to_html(asked.hint)',
        '"Key": to_html(note.key), "Hint": to_html(asked.answer)',
        DECK,
    ),
    Mutant(
        "a hint stands open before the answer",
        '<details class="hint">',
        '<details class="hint" open>',
        DECK,
    ),
    Mutant(
        "a mask is narrower than what it hides",
        '"width": _share((x1 - x0) / figure.width)',
        '"width": _share((x1 - x0) / figure.width / 2)',
        DECK,
    ),
    Mutant(
        "a mask hides the place of another answer",
        "_hidden(muscle, figure_id, key, spot)) for key, found in boxes.items())",
        "_hidden(muscle, figure_id, key, spot)) for key, found in zip(boxes, [*boxes.values()][::-1], strict=True))",
        ("tests/deck/test_masks.py", *DECK),
    ),
    Mutant(
        "the pain is shown before the answer",
        'zones=hidden != "pain",',
        "zones=True,",
        DECK,
    ),
    Mutant(
        "the picture of the answer stands on the front",
        "_image(names, note.front, note.front_alt), _image(names, note.back, note.back_alt)",
        "_image(names, note.back, note.front_alt), _image(names, note.back, note.back_alt)",
        DECK,
    ),
    Mutant(
        "a contested fact does not say that experts disagree",
        'to_html(words.caveats.get(note.grade, ""))',
        'to_html("")',
        DECK,
    ),
    Mutant(
        "the CSV files lack the first note",
        "rows = [row for note in package.notes for row in",
        "rows = [row for note in package.notes[1:] for row in",
        DECK,
    ),
    Mutant("new cards come in no order", "tags=note.tags, due=position", "tags=note.tags, due=1", DECK),
    # --- the batch ---
    Mutant(
        "the random row of a batch is never compared",
        "sample.check(job.press, folder)",
        "pass",
        ("tests/batch/test_sample.py", *BATCH),
    ),
    Mutant(
        "errors.csv has only the first fault of a row",
        "writer.writerows((each.row, each.id, each.column, each.wrong, each.todo) for each in faults)",
        "writer.writerows((each.row, each.id, each.column, each.wrong, each.todo) for each in faults[:1])",
        ("tests/batch/test_changed.py", *BATCH),
    ),
    Mutant(
        "the manifest has the same digest for every file",
        "made_entry(row, file.sha256, file.size,",
        'made_entry(row, "0" * 64, file.size,',
        BATCH,
    ),
    Mutant(
        "the print run is in another order than the roster",
        "(self._pages, _references(self._nodes))",
        "(self._pages, _references(self._nodes[::-1]))",
        PRINT_RUN,
    ),
    Mutant(
        "a row's copies are not printed",
        "for copy in range(row.copies):\n            if self._open.full:",
        "for copy in range(1):\n            if self._open.full:",
        PRINT_RUN,
    ),
    Mutant(
        "resuming keeps a file whose row has changed",
        "(entry.file, entry.inputs) == (row.file, job.press.inputs.digest(row))",
        "entry.file == row.file",
        BATCH,
    ),
    Mutant(
        "a changed note is no reason to make a file again",
        '"\\0".join(("", row.name, row.date, row.message))',
        '"\\0".join(("", row.name, row.date))',
        ("tests/batch/test_changed.py", *BATCH),
    ),
    Mutant(
        "a row gets the side and print size of another row",
        "key = (row.setting, tuple(texts), blocks_of(whole))",
        "key = (tuple(texts), blocks_of(whole))",
        BATCH,
    ),
)


class ListError(Exception):
    """Something that must be mended in the list or the project before mutants can be counted."""


Verdict = Literal["killed", "survived", "wrong"]
NO_IMPORT: tuple[Verdict, str] = ("wrong", "cannot be imported: mend the replacement")


@dataclass(frozen=True)
class Result:
    """What became of a mutant: killed (by which test), survived, or wrong (and why)."""

    mutant: Mutant
    verdict: Verdict
    by: str
    seconds: float


# --- finding the pieces of source --------------------------------------------------------------------------------


def tracked(project: Path) -> list[Path]:
    """The project's files, relative: what git has, and what it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout.split("\0")
    return [Path(name) for name in sorted(set(names)) if name and (project / name).is_file()]


def sources(project: Path) -> dict[Path, str]:
    """The text of every file that a mutant may change."""
    files = (path for path in tracked(project) if path.suffix in SOURCES.get(path.parts[0], ()))
    return {path: (project / path).read_text("utf-8") for path in files}


def place(mutant: Mutant, texts: dict[Path, str]) -> Path:
    """The one file that has the mutant's piece of source. Raises ListError when there is none, or another."""
    found = [(path, text.count(mutant.old)) for path, text in texts.items() if mutant.old in text]
    if not found:
        raise ListError(f"mend {mutant.name!r}: its piece of source is nowhere: {mutant.old!r}")
    if len(found) > 1 or found[0][1] > 1:
        where = ", ".join(f"{path} ({count})" for path, count in found)
        raise ListError(f"mend {mutant.name!r}: its piece of source is not unique: {mutant.old!r} in {where}")
    return found[0][0]


def likely_tests(mutant: Mutant, project: Path) -> list[str]:
    """The mutant's tests that are there. Raises ListError when none is."""
    there = [name for name in dict.fromkeys(mutant.tests) if (project / name).exists()]
    if not there:
        raise ListError(f"mend {mutant.name!r}: none of its tests is there: {', '.join(mutant.tests)}")
    return there


def places(mutants: Sequence[Mutant], project: Path) -> dict[Mutant, Path]:
    """Where each mutant's piece of source is. Raises ListError with everything that must be mended."""
    texts, found, wrong = sources(project), dict[Mutant, Path](), list[str]()
    for mutant in mutants:
        try:
            likely_tests(mutant, project)
            found[mutant] = place(mutant, texts)
        except ListError as error:
            wrong.append(str(error))
    if wrong:
        raise ListError("\n".join(wrong))
    return found


def chosen(words: Sequence[str]) -> list[Mutant]:
    """The mutants that are meant by numbers and parts of sentences; all when there are none."""
    if not words:
        return list(MUTANTS)
    picked: dict[Mutant, None] = {}
    for word in words:
        if word.isdecimal() and 1 <= int(word) <= len(MUTANTS):
            picked[MUTANTS[int(word) - 1]] = None
            continue
        fitting = [mutant for mutant in MUTANTS if word.casefold() in mutant.name.casefold()]
        if not fitting:
            raise ListError(f"no mutant is called {word!r}: --list shows all")
        picked.update(dict.fromkeys(fitting))
    return list(picked)


# --- running tests -----------------------------------------------------------------------------------------------


@dataclass
class Copy:
    """A copy of the project in which tests are run. `innocent` tells of tests whether they pass without a mutant."""

    folder: Path
    timeout: float
    innocent: dict[str, bool] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, project: Path, folder: Path, timeout: float) -> Copy:
        """Copy the project's files. Raises ListError when Python would not use the copy."""
        for path in tracked(project):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project / path, target)
        made = cls(folder, timeout)
        code, said = made.python("-c", "import handouts; print(handouts.__file__)")
        if code or Path(said.strip()).resolve().parent != (folder / "handouts").resolve():
            raise ListError(f"tests would not use the copy of the project: {said.strip()[-300:]}")
        return made

    def python(self, *words: str) -> tuple[int | None, str]:
        """Run Python in the copy: its exit code, None when time was up, and what it said."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        # a compiled file of the same second and size would be taken for the mutant's
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                [sys.executable, *words],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.running = process
            code: int | None = None
            try:
                code = process.wait(self.timeout)
            except subprocess.TimeoutExpired:
                self.stop()
            said.seek(0)
            return code, said.read().decode("utf-8", "replace")

    def stop(self) -> None:
        """End what is running, with all that it has started."""
        if self.running is not None and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def pytest(self, *words: str) -> tuple[int | None, str]:
        """Run tests until one fails."""
        return self.python("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", *words)

    def verdict(self, mutant: Mutant, path: Path, thorough: bool) -> Result:
        """Put the mutant in, run the tests, and put the source back."""
        begin, file = time.monotonic(), self.folder / path
        before = file.read_text("utf-8")
        try:
            file.write_text(before.replace(mutant.old, mutant.new), "utf-8")
            verdict, by = self._outcome(likely_tests(mutant, self.folder)) if self._imports(path) else NO_IMPORT
            if verdict == "survived" and thorough:
                verdict, by = self._outcome([])
        finally:
            file.write_text(before, "utf-8")
        if verdict == "killed" and "::" in by and not self._is_innocent(by):
            verdict, by = "wrong", f"{by} fails without any mutant as well"
        return Result(mutant, verdict, by, time.monotonic() - begin)

    def _outcome(self, tests: Sequence[str]) -> tuple[Verdict, str]:
        code, said = self.pytest(*tests)
        if code is None:
            return "killed", f"time: not done after {self.timeout:.0f} seconds"
        if code == 0:
            return "survived", ""
        failed = re.search(r"^(?:FAILED|ERROR) (\S+?::.+?)(?: - .*)?$", said, re.MULTILINE)
        if code == 1 and failed:  # a file of tests that cannot be imported has no :: in its name
            return "killed", failed[1]
        last = [line for line in said.splitlines() if line.strip()][-3:]
        return "wrong", f"pytest could not run the tests (exit code {code}): {' | '.join(last)}"

    def _imports(self, path: Path) -> bool:
        """Whether a file of the package can be imported: tests that import it late would fail like any other."""
        module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        return path.suffix != ".py" or self.python("-c", f"import {module}")[0] == 0

    def _is_innocent(self, test: str) -> bool:
        if test not in self.innocent:
            self.innocent[test] = self.pytest(test)[0] != 1
        return self.innocent[test]


def results(where: dict[Mutant, Path], project: Path, jobs: int, timeout: float, thorough: bool) -> Iterator[Result]:
    """Try the mutants, `jobs` at a time, each in a copy of its own; results come in the order of the list."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as top, ThreadPoolExecutor(jobs) as pool:
        copies = [Copy.of(project, Path(top) / str(number), timeout) for number in range(min(jobs, len(where)))]
        free: Queue[Copy] = Queue()
        for copy in copies:
            free.put(copy)

        def tried(mutant: Mutant) -> Result:
            copy = free.get()
            try:
                return copy.verdict(mutant, where[mutant], thorough)
            finally:
                free.put(copy)

        try:
            yield from pool.map(tried, where)
        except BaseException:  # Ctrl-C: tests are not in our process group
            pool.shutdown(wait=False, cancel_futures=True)
            for copy in copies:
                copy.stop()
            raise


def show(mutants: Sequence[Mutant], project: Path) -> None:
    """Print each mutant with its number, its file and its tests."""
    where = places(mutants, project)
    for mutant in mutants:
        number = MUTANTS.index(mutant) + 1
        print(f"{number:3} {mutant.name}\n      {where[mutant]}; {' '.join(likely_tests(mutant, project))}")
    print(f"{len(mutants)} mutants")


def try_all(arguments: argparse.Namespace, mutants: Sequence[Mutant]) -> int:
    """Try the mutants and print what becomes of them. Returns the exit code."""
    count = dict[Verdict, int].fromkeys(("killed", "survived", "wrong"), 0)
    where = places(mutants, PROJECT)
    for result in results(where, PROJECT, arguments.jobs, arguments.timeout, arguments.thorough):
        count[result.verdict] += 1
        by = f"\n           {result.by}" if result.by else ""
        print(f"{result.verdict:9}  {result.mutant.name} ({result.seconds:.0f} s){by}", flush=True)
    print(f"{count['killed']} killed, {count['survived']} survived, {count['wrong']} to be mended, of {len(mutants)}")
    return 2 if count["wrong"] else 1 if count["survived"] else 0


def main() -> int:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a mutant's sentence, or its number")
    parser.add_argument("--list", action="store_true", help="show the mutants, check that each can be put in")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many to try at a time (usually 1)")
    parser.add_argument("--thorough", action="store_true", help="let survivors meet all the tests")
    parser.add_argument(
        "--timeout", type=float, default=600, metavar="SECONDS", help="for a run of tests (usually 600)"
    )
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        parser.error("--jobs is at least 1")
    try:
        mutants = chosen(arguments.names)
        if arguments.list:
            show(mutants, PROJECT)
            return 0
        return try_all(arguments, mutants)
    except ListError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
