"""The content model: what a muscle file and a safety file may say, and nothing else.

A muscle is written twice: once as facts (`muscle.toml`: ids, geometry, evidence, sources) and once for each
language as words (`<lang>.toml`), keyed by the same ids. `reader` reads both, `library` joins them.

Positions on the body are surface coordinates of a named frame, as the drawings in `content/art` export them:
`leg` is (t, angle) with t 0 at the knee joint and 1 at the ankle joint, angle in degrees about the leg (0 at the
back, + outer side, - inner side); `foot` is (s, angle) with s 0 at the heel and 1 at the toe tips, angle 0 on the sole.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Share = Annotated[float, Field(ge=-0.6, le=1.2)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
HalfShare = Annotated[float, Field(ge=0.001, le=1)]
HalfDegrees = Annotated[float, Field(ge=0.1, le=180)]
Mark = Annotated[int, Field(ge=1, le=99)]
Part = Annotated[float, Field(ge=-1, le=2)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
"""What stands in braces in a text, such as `hold`."""

Grade = Literal[
    "well-supported", "mixed", "preliminary", "expert", "case-reports", "practice", "traditional", "contested"
]
"""How well a statement is supported. `practice` is common practice without a study; `expert` is expert consensus."""

Tier = Literal["now", "today", "check", "stop", "never", "note"]
"""What a warning asks for: call now, get help today, check with us first, stop at once, never press here, know it."""

Route = Literal["hospital", "advice"]
"""Where "get help today" leads: straight to hospital, or to the advice line."""

Group = Literal["blood", "leg", "neck", "shoulder", "health"]
"""The heading of the tick list that a warning of tier `check` stands under."""

EVERYWHERE = "all"
"""The region of a safety module that every handout needs."""

Topic = Literal[
    "anatomy",
    "attachments",
    "innervation",
    "blood-supply",
    "functions",
    "causes",
    "trigger-points",
    "symptoms",
    "palpation",
    "self-massage",
    "safety",
    "evidence",
]


def _in_order(crop: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if crop[2] - crop[0] < LEAST_PART or crop[3] - crop[1] < LEAST_PART:
        raise ValueError("is no part of a picture: write [left, top, right, bottom], from 0 to 1")
    return crop


LEAST_PART = 0.02
Crop = Annotated[tuple[Part, Part, Part, Part], AfterValidator(_in_order)]
"""The part of a picture that is shown: left, top, right, bottom, 0-1 of its size."""


class Strict(BaseModel):
    """Rejects unknown keys; never changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Item(Strict):
    """Anything that carries a written id, an evidence grade and its sources.

    `added` marks what goes beyond the source material and was added for safety or completeness.
    """

    id: Id
    evidence: Grade
    sources: tuple[Id, ...] = ()
    added: bool = False


class Source(Strict):
    """One work that statements rest on. `printed` sources are listed on the handout.

    `doi` and `url` lead to it; a DOI that nobody has looked up is flagged. `relayed` marks a work that is cited as
    another source cites it, and was not read by us.
    """

    id: Id
    citation: Text
    printed: bool = False
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    doi_unverified: bool = False
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    relayed: bool = False


class Codes(Strict):
    """Terminology codes. Only verified codes are written down; an unverified one is left out."""

    ta98: str | None = None
    ta2: str | None = None
    fma: str | None = None
    uberon: str | None = None


class Review(Strict):
    """Who checked the content, and when. Absent as long as nobody has."""

    name: Text
    role: Text
    registration: Text
    on: date
    next: date


class Attachment(Item):
    """An origin or the insertion; `mark` is its number in the attachments figure, `anchor` its place there."""

    kind: Literal["origin", "insertion"]
    mark: Mark
    anchor: str


class Function(Item):
    """What the muscle does; only `main` and `secondary` functions are distinguished, as in the literature."""

    rank: Literal["main", "secondary"]


class Zone(Strict):
    """An area of referred pain on the skin: an oval (centre and half axes) or a closed outline of points."""

    id: Id
    kind: Literal["essential", "spillover"]
    frame: Literal["leg", "foot"]
    oval: tuple[Share, Degrees, HalfShare, HalfDegrees] | None = None
    outline: tuple[tuple[Share, Degrees], ...] = ()

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if (self.oval is None) == (len(self.outline) < 3):
            raise ValueError(
                "a zone needs either oval = [t, angle, half t, half angle] or an outline of 3 or more points"
            )
        return self


class TriggerPoint(Item):
    """A trigger point: its number on the map, its approximate place, and the zones it refers pain to.

    With `press = false` it is shown but must not be pressed. `place_unverified` says that no source that was read
    gives the exact place.
    """

    mark: Mark
    frame: Literal["leg", "foot"]
    at: tuple[Share, Degrees]
    head: Id | None = None
    press: bool = True
    place_unverified: bool = False
    zones: tuple[Zone, ...]


class Cause(Item):
    """Something that can set trigger points off, with examples and the conditions that make it likelier."""

    icon: Literal["load", "cold", "short"]
    examples: tuple[Id, ...] = ()
    conditions: tuple[Id, ...] = ()


class Step(Strict):
    """One action. `figure` is the picture that shows it; `added` as in Item.

    `crop` is the part of the picture that counts, as (left, top, right, bottom), 0-1 of the figure; `label` says that
    the words have a short word for the picture.
    """

    id: Id
    figure: Id | None = None
    crop: Crop | None = None
    label: bool = False
    added: bool = False


class Variant(Strict):
    """A way to do a technique, with its own picture: `start` first, `later` once the body has got used to it."""

    id: Id
    when: Literal["start", "later"]
    figure: Id


class Technique(Item):
    """Finding the muscle, or massaging it, as numbered steps."""

    use: Literal["find", "massage"]
    tool: Literal["hand", "roller", "thumbs", "ball"]
    position: Literal["floor", "chair"]
    figures: tuple[Id, ...] = ()
    variants: tuple[Variant, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)


Range = tuple[Annotated[int, Field(ge=0, le=3600)], Annotated[int, Field(ge=0, le=3600)]]


class Dose(Strict):
    """Default dose; a clinician may change every value. Pressure is on a 0-10 pain scale."""

    pressure: Range
    pressure_limit: Annotated[int, Field(ge=1, le=10)]
    seconds: Range
    hold_seconds: Annotated[int, Field(ge=10, le=90)] = 30
    stroke_seconds: Range
    rounds: Range
    times_first_week: Annotated[int, Field(ge=1, le=10)]
    times_later: Annotated[int, Field(ge=1, le=10)]
    review_weeks: Range
    evidence: Grade
    sources: tuple[Id, ...] = ()


class Note(Item):
    """Something good to know: a note of the source material, a risk, or another option."""

    kind: Literal["note", "risk", "option"]


GuideKind = Literal["spot", "not-spot", "cramp", "tools", "before", "after", "round", "go-on", "better", "review"]
"""What a guide is about: how a tight spot feels, what is none, first aid for cramp, what to use, what to do before and
after, what a round is, when to go on to the next week, what to do when it is better, what may be looked at."""


class Guide(Item):
    """A short list of things to know or to do, in the order of its points."""

    kind: GuideKind
    points: tuple[Id, ...] = Field(min_length=1)


class Amount(Strict):
    """A number in the dose of an add-on, and how far it may go."""

    usual: Annotated[int, Field(le=3600)]
    least: int
    most: Annotated[int, Field(le=3600)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.least <= self.usual <= self.most:
            raise ValueError(f"needs least, usual and most in this order: {self.least}, {self.usual}, {self.most}")
        return self


class Addon(Item):
    """An exercise that is printed only when it is asked for. `instead` is an easier way to do it.

    `dose` names the numbers that its words have in braces.
    """

    steps: tuple[Step, ...] = Field(min_length=1)
    instead: tuple[Step, ...] = ()
    dose: dict[Name, Amount] = {}


class Clinician(Strict):
    """The sheet for the clinician who gives the handout: other causes to think of, a tick list, and the evidence.

    Its table of trigger points follows from the trigger points themselves.
    """

    differential: tuple[Item, ...] = ()
    ticks: tuple[Id, ...] = ()
    lines: tuple[Item, ...] = ()


GROUPS = (
    "attachments",
    "functions",
    "situations",
    "symptoms",
    "trigger_points",
    "causes",
    "techniques",
    "guides",
    "addons",
    "notes",
    "certainty",
    "cards",
)
"""The lists of items that a muscle's facts and its words have under the same name, with the same ids."""


class View(Strict):
    """One view in a pain map: the drawing, and the part of it shown as (left, top, right, bottom), 0-1 of the art."""

    id: Id
    art: str
    crop: Crop = (0, 0, 1, 1)
    height: Annotated[float, Field(gt=0, le=1)] = 1
    """Printed height as a share of the figure's height."""
    marks: tuple[int, ...] | None = None
    """The trigger points that this view shows, with their zones; every visible one when not given."""


class Label(Strict):
    """A label beside a drawing, led to an anchor of the art; `at` is its height, 0-1 of the figure."""

    id: Id
    anchor: str
    side: Literal["left", "right"] = "right"
    at: Annotated[float, Field(ge=0, le=1)]
    strong: bool = False


class PainMap(Strict):
    """Views of the body with every trigger point and zone that they show."""

    kind: Literal["pain-map"]
    id: Id
    views: tuple[View, ...] = Field(min_length=1)


class Labelled(Strict):
    """A drawing with labels beside it."""

    kind: Literal["labelled"]
    id: Id
    art: str
    labels: tuple[Label, ...] = Field(min_length=1)


class Marked(Strict):
    """A drawing with numbered attachment marks on it."""

    kind: Literal["attachments"]
    id: Id
    art: str


class Scene(Strict):
    """A drawing of a person or a hand doing a step; `letter` prints which leg it shows on a close view."""

    kind: Literal["scene"]
    id: Id
    art: str
    letter: bool = False


FigureSpec = Annotated[PainMap | Labelled | Marked | Scene, Field(discriminator="kind")]


class Card(Item):
    """One flashcard: one fact. Its id is frozen for ever: the learner's history hangs on it.

    `claim` names the item that the handout says the same of, such as `notes.start-low`: both have the same grade.
    """

    kind: Literal["question", "cloze", "pain-map", "attachments"]
    topic: Topic
    figure: Id | None = None
    trigger_point: Id | None = None
    claim: str | None = None
    reverse: bool = False
    retired: bool = False


class Deviation(Strict):
    """Where our wording departs from the source material, for the clinician who reviews it."""

    id: Id
    source_says: Text
    we_say: Text
    why: Text


class Facts(Strict):
    """The facts of one muscle: `muscle.toml`."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    status: Literal["unreviewed", "reviewed", "withdrawn"]
    written: date
    licence: Text
    author: Text
    region: Id
    latin: Text
    codes: Codes = Codes()
    review: Review | None = None
    safety: tuple[Id, ...] = Field(min_length=1)
    sisters: tuple[Id, ...] = ()
    sources: tuple[Source, ...] = Field((), max_length=1000)
    attachments: tuple[Attachment, ...]
    functions: tuple[Function, ...]
    situations: tuple[Item, ...] = ()
    symptoms: tuple[Item, ...]
    trigger_points: tuple[TriggerPoint, ...]
    causes: tuple[Cause, ...]
    techniques: tuple[Technique, ...]
    dose: Dose
    guides: tuple[Guide, ...] = ()
    addons: tuple[Addon, ...] = ()
    notes: tuple[Note, ...] = ()
    certainty: tuple[Item, ...] = ()
    clinician: Clinician = Clinician()
    figures: tuple[FigureSpec, ...] = ()
    cards: tuple[Card, ...] = ()
    deviations: tuple[Deviation, ...] = ()

    @model_validator(mode="after")
    def _review_matches_status(self) -> Self:
        if (self.status == "reviewed") != (self.review is not None):
            raise ValueError("status 'reviewed' and a [review] table go together: give both or neither")
        return self


# --- words, one file a language ------------------------------------------------------------------------------


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


# --- safety modules, shared by muscles -----------------------------------------------------------------------


class SafetyItem(Item):
    """One warning. `tier` says what it asks for; the keys below it belong to some tiers only.

    The warning box has one bullet for each danger: the items of tier `now` or `today` that are signs of the same
    danger name the same `bullet`.
    """

    tier: Tier
    route: Route | None = None
    """For tier `today`, and needed there."""
    bullet: Id | None = None
    """For tiers `now` and `today`, and needed there."""
    group: Group | None = None
    """For tier `check`, and needed there."""
    regions: tuple[Id, ...] = ()
    """The regions that have this item, when not all of the module's."""


class SafetyFacts(Strict):
    """`module.toml` of a safety module."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    regions: tuple[Id, ...] = Field(min_length=1)
    """Where it may be used; `all`: every handout needs it."""
    sources: tuple[Source, ...] = Field((), max_length=1000)
    items: tuple[SafetyItem, ...] = Field(min_length=1)


class SafetyWords(Strict):
    """A warning in words. `{limit}` and `{emergency}` are filled in; `**...**` marks strong words.

    `text` is the full words, for the sheet of all warning signs; it goes on from "if", or names a place. `short`
    stands beside the steps and in the tick list, where `tick` may be shorter still; what is to be done after a stop is
    `next`. `pro` is for the clinician.
    """

    text: Text
    short: str = ""
    tick: str = ""
    next: str = ""
    pro: str = ""


class BulletWords(Strict):
    """A bullet of the warning box: the signs of one danger, joined by "or"."""

    text: Text


class SafetyLanguage(Strict):
    """`<lang>.toml` of a safety module."""

    lang: Text
    bullets: dict[Id, BulletWords] = {}
    items: dict[Id, SafetyWords]


def items_for(module: SafetyFacts, region: str) -> list[SafetyItem]:
    """The warnings of a module that a handout for a region has."""
    return [item for item in module.items if not item.regions or region in item.regions]
