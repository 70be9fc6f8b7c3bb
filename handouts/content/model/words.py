"""The words of one muscle in one language: `<lang>.toml`."""

from __future__ import annotations

from handouts.content.model.base import Id, Strict, Text


class PointWords(Strict):
    """A trigger point in plain words: where it is and what it may do, short; where pain is felt, in full."""

    place: Text
    pain: Text


class CauseWords(Strict):
    """`intro` is followed by the examples, `worse` by the conditions."""

    title: Text
    intro: Text
    examples: dict[Id, Text] = {}
    worse: str = ""
    conditions: dict[Id, Text] = {}


class VariantWords(Strict):
    """The bold call, the name and the caption of a variant."""

    call: Text
    name: Text
    caption: Text
    caution: str = ""


class TechniqueWords(Strict):
    """Heading, a remark beside it, an opening paragraph, and one line for each step."""

    title: Text
    remark: str = ""
    intro: str = ""
    steps: dict[Id, Text]
    labels: dict[Id, tuple[Text, ...]] = {}
    """Words that stand in a step's picture, from left to right as the right side is drawn."""
    short: dict[Id, Text] = {}
    """Steps in fewer words for the one-page sheet, where they can be said in fewer."""
    variants: dict[Id, VariantWords] = {}


class GuideWords(Strict):
    """Heading, an opening sentence, the points, a closing sentence, and all of it in short for the one-page sheet."""

    title: Text
    intro: str = ""
    points: dict[Id, Text]
    closing: str = ""
    short: str = ""


class AddonWords(Strict):
    """Heading, what to mind before the steps, the steps, the easier way, and what to do in weeks 1, 2 and 3 on."""

    title: Text
    caution: str = ""
    steps: dict[Id, Text]
    instead_title: str = ""
    instead: dict[Id, Text] = {}
    weeks: tuple[Text, Text, Text]


class DifferentialWords(Strict):
    """What else it may be, what points to it, and what comes next, in professional words."""

    think: Text
    clue: Text
    next: Text


class PointProWords(Strict):
    """A trigger point in professional words; `support` says what its place rests on."""

    place: Text
    essential: Text
    spillover: str = ""
    support: Text


class ClinicianWords(Strict):
    """The clinician's sheet, in professional words."""

    head: str = ""
    differential: dict[Id, DifferentialWords] = {}
    ticks: dict[Id, Text] = {}
    trigger_points: dict[Id, PointProWords] = {}
    lines: dict[Id, Text] = {}


class SideWords(Strict):
    """What the shown and the other side are called: one named side, or words that are right for either.

    They stand for `{this}` and `{other}`, at the start of a sentence `{This}` and `{Other}`.
    """

    left: Text
    right: Text
    this: Text
    other: Text


class NoteWords(Strict):
    """A bold start and the text that follows it."""

    title: Text
    text: Text


class LabelWords(Strict):
    """A label: the name, and a smaller second line."""

    name: Text
    more: str = ""


class FigureWords(Strict):
    """What a figure is called, its caption, and the text a screen reader speaks instead of it."""

    title: Text
    caption: str = ""
    alt: Text
    views: dict[Id, Text] = {}
    labels: dict[Id, LabelWords] = {}


class CardWords(Strict):
    """`question` and `answer`, or `text` with `[[1::cloze]]` marks; a hint, something extra, a reverse question."""

    question: str = ""
    answer: str = ""
    text: str = ""
    hint: str = ""
    extra: str = ""
    reverse: str = ""


class Words(Strict):
    """The words of one muscle in one language: `<lang>.toml`. `**...**` marks strong words; no other markup.

    Names in braces are filled in by `spoken`: times of the dose, sides, numbers of add-ons.
    """

    lang: Text
    name: Text
    plain_name: Text
    say: str = ""
    synonyms: tuple[Text, ...] = ()
    title: Text
    subtitle: Text
    short_title: Text
    do_title: Text
    purpose: Text
    anatomy: Text
    anatomy_in_short: Text
    spots_note: Text
    sides: SideWords
    attachments: dict[Id, Text]
    functions: dict[Id, Text]
    situations: dict[Id, Text] = {}
    symptoms: dict[Id, Text]
    trigger_points: dict[Id, PointWords]
    causes: dict[Id, CauseWords]
    techniques: dict[Id, TechniqueWords]
    guides: dict[Id, GuideWords] = {}
    addons: dict[Id, AddonWords] = {}
    notes: dict[Id, NoteWords] = {}
    certainty: dict[Id, Text] = {}
    clinician: ClinicianWords = ClinicianWords()
    figures: dict[Id, FigureWords] = {}
    cards: dict[Id, CardWords] = {}
