"""Note -> the fields of its note type, by name and as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from handouts.content.model import Source
from handouts.deck.cards import Deck, DeckWords, Note, short_citation
from handouts.deck.extra import AskedInWords
from handouts.deck.fields import answers_html, cloze_html, image_html, mask_html, to_html


def filled(note: Note, deck: Deck, names: Mapping[str, str], ordinals: Mapping[str, int]) -> dict[str, str]:
    """The fields of a note; those that stay empty are left out. `names` gives the file of each picture."""
    asked = note.words
    fields = _common(note, deck.words) | {"Key": to_html(note.key), "Hint": to_html(asked.hint)}
    front, back = _image(names, note.front, note.front_alt), _image(names, note.back, note.back_alt)
    if note.kind == "question":
        fields["Question"], fields["Answer"] = to_html(asked.question), to_html(asked.answer)
        fields["Reverse Question"], fields["Reverse Answer"] = to_html(asked.reverse), to_html(asked.reverse_answer)
        fields["Short Answer"] = to_html(asked.short)
        fields["Picture"], fields["Answer Picture"] = front, back
        fields["Legend"] = note.legend
    elif note.kind == "cloze":
        fields["Text"] = cloze_html(asked.text)
        fields["Picture"], fields["Answer Picture"] = front, back
    else:
        assert note.front is not None
        figure = deck.pictures[note.front]
        masks = (mask_html(ordinals[mask.key], mask.boxes, figure) for mask in note.masks)
        fields["Occlusion"], fields["Image"] = "<br>".join(masks), front
        fields["Answers"] = answers_html({ordinals[mask.key]: mask.answer for mask in note.masks})
        fields["Header"], fields["Back Extra"] = to_html(asked.question), to_html(asked.answer)
    return fields


def filled_in_words(note: Note, asked: AskedInWords, deck: Deck, names: Mapping[str, str]) -> dict[str, str]:
    """The fields of a note of the extra package."""
    return _common(note, deck.words) | {
        "Key": to_html(f"{note.key}.{asked.part}"),
        "Hint": to_html(asked.hint),
        "Question": to_html(asked.question),
        "Answer": to_html(asked.answer),
        "Short Answer": to_html(asked.short),
        "Picture": _image(names, note.front, note.front_alt),
        "Answer Picture": _image(names, note.back, note.back_alt),
    }


def _common(note: Note, words: DeckWords) -> dict[str, str]:
    """What every card shows around what is asked."""
    styles = [f"topic-{note.topic}", f"grade-{note.grade}", *(["asks-muscle"] if note.asks_muscle else [])]
    return {
        "Extra": to_html(note.words.extra),
        "Muscle": to_html(note.muscle),
        "Topic": to_html(words.topics[note.topic]),
        "Evidence": to_html(words.evidence[note.grade]),
        "Caveat": to_html(words.caveats.get(note.grade, "")),
        "Source": "; ".join(_source(source) for source in note.sources),
        "Retired": to_html(words.labels.retired) if note.retired else "",
        "Style": " ".join(styles),
    }


def _source(source: Source) -> str:
    """Its short name, with the address that leads to it. A DOI that nobody has looked up leads nowhere."""
    text = to_html(short_citation(source))
    link = f"https://doi.org/{source.doi}" if source.doi and not source.doi_unverified else source.url
    return f'<a href="{escape(link)}">{text}</a>' if link else text


def _image(names: Mapping[str, str], name: str | None, alt: str) -> str:
    return image_html(names[name], alt) if name else ""


__all__ = ["filled", "filled_in_words"]
