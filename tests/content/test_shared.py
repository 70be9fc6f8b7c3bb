"""What muscles share is written once: taken by name, changed where a muscle differs, mended where it stands."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from handouts.check.gate import check_all, findings
from handouts.content.filling import HANDOUT_NAMES, known_values
from handouts.content.library import Muscle
from handouts.content.reader import load, open_library
from handouts.content.shared import DOSE, TICKS
from handouts.errors import ContentError
from handouts.files import data_dir

MUSCLE, WORDS = "muscles/gastrocnemius/muscle.toml", "muscles/gastrocnemius/en.toml"
WAYS, WAY_WORDS = "shared/techniques/facts.toml", "shared/techniques/en.toml"
ROLLER = '[[techniques]]\nshared = "roller"\n'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the packaged content, with the calf only."""
    folder = Path(shutil.copytree(data_dir("content"), tmp_path / "content", ignore=shutil.ignore_patterns("scenes")))
    for muscle in (folder / "muscles").iterdir():
        if muscle.name != "gastrocnemius":
            shutil.rmtree(muscle)
    return folder


def change(content: Path, name: str, old: str, new: str) -> None:
    path = content / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def calf(*roots: Path) -> Muscle:
    return load(roots).muscle("gastrocnemius", "en")


def messages(*roots: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(roots)
    return [str(problem) for problem in caught.value.problems]


def test_an_item_is_completed_from_the_shared_one(content: Path) -> None:
    muscle = calf(content)
    roller = next(each for each in muscle.facts.techniques if each.id == "roller")
    assert (roller.tool, roller.evidence, [step.id for step in roller.steps][:2]) == (
        "roller",
        "mixed",
        ["sit", "lift"],
    )
    assert muscle.words.techniques["roller"].steps["lift"] == "Lift your bottom a little."


def test_a_correction_is_made_once_for_every_muscle(content: Path) -> None:
    twin = shutil.copytree(content / "muscles/gastrocnemius", content / "muscles/twin")
    change(content, "muscles/twin/muscle.toml", 'id = "gastrocnemius"', 'id = "twin"')
    assert twin.exists()
    change(content, WAY_WORDS, "Lift your bottom a little.", "Lift your hips a little.")
    library = load([content])
    said = {library.muscle(name, "en").words.techniques["roller"].steps["lift"] for name in ("gastrocnemius", "twin")}
    assert said == {"Lift your hips a little."}


def test_a_key_of_the_muscle_wins_over_the_shared_one(content: Path) -> None:
    change(content, MUSCLE, ROLLER, f'{ROLLER}tool = "ball"\n')
    roller = next(each for each in calf(content).facts.techniques if each.id == "roller")
    assert (roller.evidence, roller.tool) == ("mixed", "ball")


def test_one_steps_words_are_overridden_in_one_line(content: Path) -> None:
    change(content, WORDS, "[techniques.roller]\n", '[techniques.roller]\nsteps.lift = "Lift your seat."\n')
    said = calf(content).words.techniques["roller"].steps
    assert said["lift"] == "Lift your seat."
    assert said["sit"].startswith("Sit on the floor.")


def test_a_list_that_the_muscle_writes_is_the_list_and_its_entries_are_completed(content: Path) -> None:
    change(content, MUSCLE, ROLLER, f'{ROLLER}steps = [{{ id = "roll" }}, {{ id = "sit", figure = "thumbs" }}]\n')
    muscle = calf(content)
    roller = next(each for each in muscle.facts.techniques if each.id == "roller")
    assert [(step.id, step.figure, step.label) for step in roller.steps] == [
        ("roll", "roller-roll", True),
        ("sit", "thumbs", False),
    ]
    assert set(muscle.words.techniques["roller"].steps) == {"roll", "sit"}
    assert set(muscle.words.techniques["roller"].labels) == {"roll"}


def test_a_shared_item_may_be_called_otherwise(content: Path) -> None:
    change(content, MUSCLE, ROLLER, f'{ROLLER}id = "foam"\n')
    change(content, WORDS, "[techniques.roller]", "[techniques.foam]")
    path = content / MUSCLE
    path.write_text(
        path.read_text("utf-8").replace('claim = "techniques.roller"', 'claim = "techniques.foam"'), "utf-8"
    )
    assert calf(content).words.techniques["foam"].title == "Massage it with a foam roller"


def test_the_order_of_items_is_the_muscles(content: Path) -> None:
    change(content, MUSCLE, ROLLER, "")
    change(content, MUSCLE, '[[techniques]]\nshared = "chair"\n', f'[[techniques]]\nshared = "chair"\n\n{ROLLER}')
    assert [each.id for each in calf(content).facts.techniques] == ["find", "thumbs", "chair", "roller"]


def test_a_shared_figure_is_shown_only_where_the_muscle_has_one(content: Path) -> None:
    path = content / MUSCLE
    gone = r'\[\[figures\]\]\nshared = "roller-(lift|increased)"\n|^figure = "roller-(lift|increased)"\n'
    path.write_text(re.sub(gone, "", path.read_text("utf-8"), flags=re.M), "utf-8")
    muscle = calf(content)
    roller = next(each for each in muscle.facts.techniques if each.id == "roller")
    assert [step.figure for step in roller.steps][:2] == ["roller-rest", None]
    assert [variant.id for variant in roller.variants] == ["normal"]
    assert set(muscle.words.techniques["roller"].variants) == {"normal"}


def test_braces_are_filled_with_the_muscles_words_at_the_start_with_a_capital(content: Path) -> None:
    change(content, WORDS, 'place = "calf"', 'place = "low calf"')
    roller = calf(content).words.techniques["roller"]
    assert "Rest your low calf on the roller." in roller.steps["sit"]
    assert roller.short["sit"].startswith("Low calf on the roller")


def test_the_handouts_own_names_stay_in_braces_for_it(content: Path) -> None:
    assert "{hold}" in calf(content).words.techniques["roller"].steps["sore-spot"]
    change(content, WORDS, 'border = "', 'border = "on {this}, ')
    assert "Stay on {this}, **two" in calf(content).words.techniques["roller"].steps["roll"]


def test_all_names_that_the_handout_fills_in_are_known_beforehand(content: Path) -> None:
    muscle = calf(content)
    numbers = {name for addon in muscle.facts.addons for name in addon.dose}
    assert set(known_values(muscle.facts, muscle.region_words, "techniques")) - numbers == set(HANDOUT_NAMES)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            MUSCLE,
            'shared = "roller"',
            'shared = "rolller"',
            "muscle.toml: techniques[rolller].shared: nothing shared is",
        ),
        (MUSCLE, 'shared = "roller"', 'shared = "rolller"', "did you mean 'roller'? (content/shared/techniques)"),
        (WORDS, 'place = "calf"\n', "", "en.toml: fill.place: is missing: content/shared/techniques/en.toml: roller."),
        (WORDS, 'place = "calf"', 'palce = "calf"', "fill.palce: no sentence has {palce}"),
        (WORDS, 'place = "calf"', 'place = "calf"\nhold = "30"', "fill.hold: the handout fills that in"),
        (WORDS, 'place = "calf"', "place = 5", "fill: must be a table of words"),
        (WAYS, 'tool = "roller"', 'tol = "roller"', "content/shared/techniques/facts.toml: roller.tol: unknown key"),
        (WAYS, 'evidence = "mixed"\n', "", "content/shared/techniques/facts.toml: roller.evidence: is missing"),
        (WAYS, '"wilke-2018"', '"wilk-2018"', "facts.toml: roller.sources: no source 'wilk-2018' in content/shared/so"),
        (WAYS, "[roller]\n", "[roller\n", "content/shared/techniques/facts.toml: is not readable TOML: line 4"),
        (WAY_WORDS, 'lift = "', 'left = "', "content/shared/techniques/en.toml: roller.steps.lift: words are missing"),
        (WAY_WORDS, "**Turn your leg**", "**Turn your leg", "techniques/en.toml: roller.steps.all-sides: has an odd"),
        (WAY_WORDS, "[thumbs]", "[thumb]", "content/shared/techniques/en.toml: thumbs.title: is missing"),
        ("shared/notes/en.toml", "[risks]", "[risk]", "content/shared/notes/en.toml: risks: words are missing"),
        (MUSCLE, ROLLER, ROLLER + ROLLER, "gastrocnemius/muscle.toml: techniques[roller]: is written twice"),
        (
            "shared/sources.toml",
            "relayed = true",
            "relaid = true",
            "sources.toml: calais-germain.relaid: unknown key; d",
        ),
        ("shared/sources.toml", "[davies]", "[davis]", "muscle.toml: techniques[find].sources: no source 'davies' in"),
        (MUSCLE, "[codes]", "[sources]\nx = 1\n[codes]", "'sources' no longer stands here: works stand in content/sh"),
    ],
)
def test_a_mistake_is_told_with_the_file_that_has_it(
    content: Path, name: str, old: str, new: str, expected: str
) -> None:
    change(content, name, old, new)
    found = messages(content)
    assert any(expected in message for message in found), found


def test_an_overridden_sentence_is_told_of_the_muscles_file(content: Path) -> None:
    change(content, WORDS, "[techniques.roller]\n", '[techniques.roller]\nsteps.lift = "Lift **it."\n')
    assert messages(content) == [
        "content/muscles/gastrocnemius/en.toml: techniques.roller.steps.lift: has an odd number of '**' marks: "
        "strong words need a start and an end"
    ]


def test_a_shared_mistake_is_told_once_whoever_takes_it(content: Path) -> None:
    shutil.copytree(content / "muscles/gastrocnemius", content / "muscles/twin")
    change(content, "muscles/twin/muscle.toml", 'id = "gastrocnemius"', 'id = "twin"')
    change(content, WAYS, 'evidence = "mixed"\n', "")
    assert messages(content) == ["content/shared/techniques/facts.toml: roller.evidence: is missing"]


def test_a_persons_own_folder_overrides_one_shared_item_and_leaves_the_rest(content: Path, tmp_path: Path) -> None:
    own = tmp_path / "own/shared/techniques"
    own.mkdir(parents=True)
    (own / "en.toml").write_text('[thumbs]\ntitle = "Thumbs"\n', "utf-8")
    found = messages(tmp_path / "own", content)
    assert "content/shared/techniques/en.toml: thumbs.steps: is missing" in found
    words = (content / WAY_WORDS).read_text("utf-8")
    (own / "en.toml").write_text(words.replace("Use your thumbs", "Your thumbs"), "utf-8")
    muscle = calf(tmp_path / "own", content)
    assert muscle.words.techniques["thumbs"].title == "Your thumbs"
    assert muscle.facts.techniques[2].tool == "thumbs"


def test_a_source_that_only_cards_cite_is_not_listed_on_the_handout(content: Path) -> None:
    assert "zuil-escobar-2016" in calf(content).sources
    change(content, "shared/sources.toml", "[labropoulos-1999]\n", "[labropoulos-1999]\nprinted = true\n")
    assert "labropoulos-1999" not in [source.id for source in calf(content).printed_sources()]


def test_every_shared_way_is_plain_and_complete_on_a_muscle_that_takes_it(content: Path) -> None:
    """Reading grade, one action a step, words: what `check` judges of a muscle, with every shared way on one."""
    ways = tomllib.loads((content / WAYS).read_text("utf-8"))
    taken = {"roller", "thumbs", "chair"}
    more = "".join(f'\n[[techniques]]\nshared = "{name}"\n' for name in ways.keys() - taken)
    (content / MUSCLE).write_text((content / MUSCLE).read_text("utf-8") + more, "utf-8")
    own = (
        'cushion = "the top of your shoulder"\nroll = "the roll of muscle"\nspots = "three places from the neck out"\n'
    )
    change(content, WORDS, "[fill]\n", f"[fill]\n{own}")
    found = findings(open_library([content]), "gastrocnemius", "en")
    too_many = {"pages.plan"}  # nobody prints eleven ways
    assert [each.message for each in found if each.severity != "notice" and each.rule not in too_many] == []


def test_every_shared_fact_has_words_and_every_word_its_fact() -> None:
    for folder in sorted(path for path in (data_dir("content") / "shared").iterdir() if path.is_dir()):
        if folder.name not in (TICKS, DOSE):
            facts, words = (tomllib.loads((folder / name).read_text("utf-8")) for name in ("facts.toml", "en.toml"))
            assert list(facts) == list(words), folder.name


CARDS, CARD_WORDS = "shared/cards/facts.toml", "shared/cards/en.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            CARDS,
            '"safety.leg-clot.clot-quiet"',
            '"safety.leg-clot.quiet"',
            "clot-quiet.claim: nothing shared is called",
        ),
        (CARDS, '"dose.usual"', '"dose.usal"', "pressure-aim.claim: nothing shared is called 'dose.usal'"),
        (CARDS, '["lucas-2009"]', '["lukas-2009"]', "no source 'lukas-2009' in .*; did you mean 'lucas-2009'"),
        (CARDS, 'topic = "dose"', 'topic = "doze"', "pressure-aim.topic"),
        (CARD_WORDS, "[map-cross]", "[map-crosses]", "map-cross: words are missing"),
        (CARD_WORDS, 'answer = "Latent."\n', "", "latent-point.answer: is missing"),
    ],
)
def test_what_is_wrong_with_a_shared_card_is_told_with_its_file(
    content: Path, file: str, old: str, new: str, says: str
) -> None:
    change(content, file, old, new)
    told = [each for each in messages(content) if each.startswith("content/shared/cards/")]
    assert [each for each in told if re.search(says, each)], told


def test_a_card_about_a_warning_goes_with_the_muscles_that_print_it() -> None:
    library = open_library([data_dir("content")])
    leg, neck = library.muscle("gastrocnemius", "en"), library.muscle("upper-trapezius", "en")
    assert "clot-quiet" in {each.card.id for each in leg.basics}
    assert "clot-quiet" not in {each.card.id for each in neck.basics}
    assert {"map-cross", "sepsis"} <= {each.card.id for each in neck.basics}


def test_a_muscle_is_found_by_what_its_own_words_call_it(content: Path) -> None:
    assert open_library([content]).find("Part of the triceps surae") == (
        "gastrocnemius",
        "part of the triceps surae",
    )


def test_a_sister_that_does_not_name_its_sister_is_told(content: Path) -> None:
    twin = shutil.copytree(content / "muscles/gastrocnemius", content / "muscles/soleus")
    text = (twin / "muscle.toml").read_text("utf-8").replace('id = "gastrocnemius"', 'id = "soleus"', 1)
    (twin / "muscle.toml").write_text(text.replace('sisters = ["soleus"]', "sisters = []", 1), "utf-8")
    report = check_all([content], (data_dir("templates"),), ["gastrocnemius"])
    assert any("its sister soleus does not name it in turn" in line for line in report.lines)
    assert open_library([content]).sisters("gastrocnemius") == ["soleus"]


def test_a_sister_that_is_not_there_yet_is_worth_knowing(content: Path) -> None:
    report = check_all([content], (data_dir("templates"),), ["gastrocnemius"])
    assert any("its sister soleus is not in the library yet" in line for line in report.lines)


def test_a_shared_way_sends_to_none_that_a_muscle_does_not_have(content: Path) -> None:
    change(content, WAY_WORDS, 'others.chair = "Sore', 'others.moon = "Moon?"\nothers.chair = "Sore')
    assert list(calf(content).words.techniques["thumbs"].others) == ["chair"]


def test_words_of_its_own_that_send_to_no_way_are_a_mistake(content: Path) -> None:
    change(content, WORDS, "[techniques.", '[techniques.thumbs.others]\nchairs = "Sore? Use the ball."\n\n[techniques.')
    assert messages(content) == [
        "content/muscles/gastrocnemius/en.toml: techniques.thumbs.others.chairs: nothing has this id; did you mean "
        "'chair'?"
    ]


@pytest.mark.parametrize("nothing", ["", "  ", "\\t"])
def test_what_fills_a_sentence_is_not_empty(content: Path, nothing: str) -> None:
    place = tomllib.loads((content / WORDS).read_text("utf-8"))["fill"]["place"]
    change(content, WORDS, f'place = "{place}"', f'place = "{nothing}"')
    assert messages(content) == [
        "content/muscles/gastrocnemius/en.toml: fill.place: is empty: sentences would lack these words"
    ]


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("x\\u202e x", "U+202E"),
        ("x\\u0007", "U+0007"),
        ("\\u200b", "U+200B"),
        ("\\uE000", "U+E000"),
        ("\\ufeff", "U+FEFF"),
    ],
)
def test_words_have_nothing_that_nobody_sees(content: Path, text: str, hidden: str) -> None:
    change(content, WORDS, 'title = "Your calf muscle"', f'title = "{text}"')
    [told] = messages(content)
    assert told.startswith("content/muscles/gastrocnemius/en.toml: title: has control or invisible characters: ")
    assert hidden in told
