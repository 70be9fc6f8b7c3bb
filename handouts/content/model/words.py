"""The words of one muscle in one language: `<lang>.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from handouts.content.model.base import Id, Name, Strict, Text
from handouts.content.model.cards import CardWords


class PointWords(Strict):
    """A trigger point in plain words: where it is and what it may do, short; where pain is felt, in full."""

    place: Text
    """Where it is, in a few plain words that end in a colon: `"Outer calf:"`."""
    pain: Text
    """Where it hurts, in short sentences."""


class CauseWords(Strict):
    """`intro` is followed by the examples, `worse` by the conditions."""

    title: Text
    """Its heading, two or three words."""
    intro: Text
    """A sentence that the examples end."""
    examples: dict[Id, Text] = {}
    """An example each, by id, as it stands in a list."""
    worse: str = ""
    """What goes between "More likely when" and the conditions, such as `"you are"`."""
    conditions: dict[Id, Text] = {}
    """A condition each, by id."""


class VariantWords(Strict):
    """The bold call, the name and the caption of a variant."""

    call: Text
    """When to use it, two words: `"Start here:"`."""
    name: Text
    """What it is called."""
    caption: Text
    """What the picture shows."""
    caution: str = ""
    """When not to use it."""


class TechniqueWords(Strict):
    """Heading, a remark beside it, an opening paragraph, and one line for each step."""

    title: Text
    """Its heading, which says what to do."""
    remark: str = ""
    """A remark beside the heading: for whom it is good."""
    intro: str = ""
    """A sentence before the first step."""
    others: dict[Id, Text] = {}
    """What sends to another way, by the id of that way: `chair = "Sore thumbs? Use the ball."` Of those whose way is
    printed the first one stands beside the steps."""
    steps: dict[Id, Text]
    """A step each, by id: one action, then how it looks or feels when it is right."""
    labels: dict[Id, tuple[Text, ...]] = {}
    """Words that stand in a step's picture, from left to right as the right side is drawn."""
    short: dict[Id, Text] = {}
    """Steps in fewer words for the one-page sheet, where they can be said in fewer."""
    variants: dict[Id, VariantWords] = {}
    """The variants, by id."""


class GuideWords(Strict):
    """Heading, an opening sentence, the points, a closing sentence, and all of it in short for the one-page sheet."""

    title: Text
    """Its heading."""
    intro: str = ""
    """A sentence before the points."""
    points: dict[Id, Text]
    """A point each, by id."""
    closing: str = ""
    """A sentence after the points."""
    short: str = ""
    """All of it in one or two sentences, for the one-page sheet."""


class AddonWords(Strict):
    """Heading, what to mind before the steps, the steps, the easier way, and what to do in weeks 1, 2 and 3 on."""

    title: Text
    """Its heading."""
    caution: str = ""
    """What to mind, and when not to do it."""
    steps: dict[Id, Text]
    """A step each, by id."""
    instead_title: str = ""
    """The heading of the easier way."""
    instead: dict[Id, Text] = {}
    """The steps of the easier way, by id."""
    weeks: tuple[Text, Text, Text]
    """What to do in week 1, in week 2, and from week 3: three short texts."""


class DifferentialWords(Strict):
    """What else it may be, what points to it, and what comes next, in professional words."""

    think: Text
    """What else it may be."""
    clue: Text
    """What points to it."""
    next: Text
    """What comes next."""


class PointProWords(Strict):
    """A trigger point in professional words; `support` says what its place rests on."""

    place: Text
    """Where it lies."""
    essential: Text
    """Where its main pain is felt."""
    spillover: str = ""
    """Where its pain may spread."""
    support: Text
    """What the place rests on."""


class ClinicianWords(Strict):
    """The clinician's sheet, in professional words."""

    head: str = ""
    """A sentence above it all."""
    differential: dict[Id, DifferentialWords] = {}
    """What else it may be, by id."""
    ticks: dict[Id, Text] = {}
    """A box to tick each, by id."""
    trigger_points: dict[Id, PointProWords] = {}
    """The trigger points, by id."""
    lines: dict[Id, Text] = {}
    """A line of evidence each, by id."""


class NoteWords(Strict):
    """A bold start and the text that follows it."""

    title: Text
    """The bold start, with its full stop: `"Start low."`."""
    text: Text
    """The text after it."""


class LabelWords(Strict):
    """A label: the name, and a smaller second line."""

    name: Text
    """The name."""
    more: str = ""
    """A smaller second line."""
    pro: str = ""
    """What professionals call it: cards show this instead, on two lines where it is long."""


class FigureWords(Strict):
    """What a figure is called, its caption, and the text a screen reader speaks instead of it."""

    title: Text
    """What it is called."""
    caption: str = ""
    """What stands below it; nothing when it is empty."""
    alt: Text
    """What the picture shows, for those who hear it: the body, the tool, what touches what."""
    views: dict[Id, Text] = {}
    """What each view is called, by id."""
    labels: dict[Id, LabelWords] = {}
    """The labels, by id; of an attachments figure those of the attachments, whose `pro` cards show for the number."""


class Words(Strict):
    """The words of one muscle in one language: `<lang>.toml`. `**...**` marks strong words; no other markup.

    Names in braces are filled in by `spoken`: times of the dose, sides, numbers of add-ons.
    """

    lang: Text
    """The language, as the file is called: `"en"`."""
    fill: dict[Name, Text] = {}
    """Words of this muscle that stand for their names in braces in shared sentences: `place = "calf"` for `{place}`."""
    name: Text
    """What professionals call the muscle, in running text."""
    plain_name: Text
    """What patients call it."""
    say: str = ""
    """How the name is said, such as `"gas-trok-nee-mee-us"`."""
    synonyms: tuple[Text, ...] = ()
    """Other names."""
    title: Text
    """The title of the handout."""
    subtitle: Text
    """The line below it."""
    short_title: Text
    """For the foot of each page: two or three words."""
    do_title: Text
    """The title of the one-page sheet, which says what to do."""
    purpose: Text
    """What the handout is for, and that the warning box comes first."""
    anatomy: Text
    """Where the muscle starts, lies and ends, in plain words."""
    anatomy_in_short: Text
    """The same in one sentence, for where room is short."""
    spots_note: Text
    """A sentence that calms, beside the map."""
    attachments: dict[Id, Text]
    """A sentence each, by id."""
    functions: dict[Id, Text]
    """A sentence each, by id."""
    situations: dict[Id, Text] = {}
    """A verb each, by id, as it ends the sentence "It works hard when you ..."."""
    symptoms: dict[Id, Text]
    """A few words each, by id, as they stand in a list."""
    trigger_points: dict[Id, PointWords]
    """The trigger points, by id."""
    causes: dict[Id, CauseWords]
    """The causes, by id."""
    techniques: dict[Id, TechniqueWords] = {}
    """The techniques, by id."""
    guides: dict[Id, GuideWords] = {}
    """The blocks around the massage, by id."""
    addons: dict[Id, AddonWords] = {}
    """The exercises, by id."""
    notes: dict[Id, NoteWords] = {}
    """The notes, by id."""
    certainty: dict[Id, Text] = {}
    """A sentence each, by id."""
    clinician: ClinicianWords = ClinicianWords()
    """The clinician's sheet."""
    figures: dict[Id, FigureWords] = {}
    """The figures, by id."""
    cards: dict[Id, CardWords] = {}
    """The cards, by id."""

    @model_validator(mode="before")
    @classmethod
    def _sides_are_the_regions(cls, data: Any) -> Any:
        if isinstance(data, dict) and "sides" in data:
            raise ValueError("[sides] no longer stands here: take it out; content/body/regions has them by region")
        return data
