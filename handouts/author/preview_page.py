"""The page of a preview, as HTML: nothing but text, pictures beside it, and a script that reloads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from handouts.check.finding import Finding

STYLE = """\
body { font: 16px/1.45 system-ui, sans-serif; margin: 0; background: #f2f2f0; color: #1a1a1a; }
header { position: sticky; top: 0; background: #ffffff; padding: 8px 16px; border-bottom: 1px solid #c8c8c4; }
header h1 { font-size: 18px; margin: 0; display: inline; } header a { margin-left: 16px; }
section { padding: 8px 16px; scroll-margin-top: 48px; } h2 { font-size: 18px; }
.pages img { width: 480px; background: #ffffff; border: 1px solid #c8c8c4; margin: 0 8px 8px 0; vertical-align: top; }
.figures figure { display: inline-block; margin: 0 8px 8px 0; background: #ffffff; border: 1px solid #c8c8c4; }
.figures img { width: 340px; } figcaption { padding: 4px 8px; }
table { border-collapse: collapse; background: #ffffff; } td, th { border: 1px solid #c8c8c4; padding: 4px 8px; }
td, th { text-align: left; vertical-align: top; } td img { max-width: 260px; }
.error { border-left: 6px solid #b3261e; } .warning { border-left: 6px solid #8a6100; } .old { opacity: 0.55; }
"""
SCRIPT = """\
function shown(stamp) { if (window.last && stamp !== window.last) location.reload(); window.last = stamp; }
setInterval(() => {
  const script = document.createElement("script");
  script.src = "stamp.js?" + Date.now();
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}, 1000);
"""


@dataclass(frozen=True)
class Card:
    """A note of the deck: its fields by name, as HTML."""

    key: str
    kind: str
    fields: Mapping[str, str]


@dataclass
class Previewed:
    """What a muscle looks like: addresses of pictures, and cards."""

    title: str = ""
    muscle: str = ""
    pages: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    cards: list[Card] = field(default_factory=list)


def page(shown: Previewed, muscle: str, found: Sequence[Finding] | None) -> str:
    """The whole page; without findings it says that they come."""
    old = any(each.rule == "content" for each in found or ())
    links = ["findings", *(["pages", "figures", "cards"] if shown.muscle else [])]
    parts = [
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(muscle)}</title>',
        f"<style>\n{STYLE}</style>\n<header><h1>{escape(shown.title or muscle)}</h1>",
        *(f'<a href="#{link}">{link}</a>' for link in links),
        "</header>",
        *_findings(found),
    ]
    if shown.muscle:
        parts += [f'<div class="{"old" if old else "new"}">', *_pictures(shown), *_cards(shown.cards), "</div>"]
    return "\n".join([*parts, f"<script>\n{SCRIPT}</script>", "</html>\n"])


def _findings(found: Sequence[Finding] | None) -> Iterator[str]:
    yield '<section id="findings"><h2>Findings</h2>'
    if found is None:
        yield "<p>handouts check is looking ...</p>"
    elif not found:
        yield "<p>No problem.</p>"
    else:
        if any(each.rule == "content" for each in found):
            yield "<p>A file is not right. What stands below was made before that.</p>"
        yield "<table><tr><th>where</th><th>what</th><th>how to mend it</th></tr>"
        for each in found:
            where = f"{escape(each.file.removeprefix('content/'))}<br>{escape(each.key)}"
            cells = f"<td>{where}</td><td>{escape(each.what)}</td><td>{escape(each.mend)}</td>"
            yield f'<tr class="{each.severity}">{cells}</tr>'
        yield "</table>"
    yield "</section>"


def _pictures(shown: Previewed) -> Iterator[str]:
    yield '<div id="pages">'
    for name, addresses in shown.pages.items():
        yield f'<section class="pages"><h2>{escape(name)}</h2>'
        yield from (f'<img src="{escape(each)}" alt="{escape(name)} {n}">' for n, each in enumerate(addresses, 1))
        yield "</section>"
    yield '</div><section class="figures" id="figures"><h2>Figures</h2>'
    for name, address in shown.figures.items():
        yield f'<figure><img src="{escape(address)}" alt=""><figcaption>{escape(name)}</figcaption></figure>'
    yield "</section>"


def _cards(cards: Sequence[Card]) -> Iterator[str]:
    yield '<section id="cards"><h2>Cards</h2>'
    if not cards:
        yield "<p>None yet.</p></section>"
        return
    yield "<p>The words and pictures of each side; Anki sets them as its own templates say.</p>"
    yield "<table><tr><th>card</th><th>front</th><th>back</th></tr>"
    for card in cards:
        front, back = _sides(card.fields)
        yield f"<tr><td>{escape(card.key)}</td><td>{front}</td><td>{back}</td></tr>"
    yield "</table></section>"


CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def _sides(fields: Mapping[str, str]) -> tuple[str, str]:
    """Front and back of a card; a gap is shown as [...] or as its hint."""
    first = "<br>".join(fields[name] for name in FRONT if fields.get(name))
    rest = [fields[name] for name in BACK if fields.get(name)]
    back = [CLOZE.sub(r"<b>\1</b>", first)] if CLOZE.search(first) else []
    return CLOZE.sub(lambda gap: f"<b>[{gap[2] or '...'}]</b>", first), "<br>".join([*back, *rest])


FRONT = ("Text", "Question", "Header", "Image", "Picture")
BACK = ("Answer", "Answer Picture", "Comments", "Extra", "Reverse Question", "Reverse Answer")
