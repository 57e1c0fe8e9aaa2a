"""`keyboard evaluate --learn` and `--ablation`, with the real model."""

import json

import pytest
from click.testing import CliRunner

from keyboard.cli import keyboard
from keyboard.evaluation.keystroke_savings import TypedFile, TypedMessage, figures_of, savings_curve, type_messages
from keyboard.evaluation.rival_choice import make_learner, make_rival
from keyboard.evaluation.typist import Stroke

# What one person might write in a week; the names and the turns come back, each message starts from an empty context.
MESSAGES = [
    f"{greeting} {rest}"
    for rest in (
        "the Brackwater survey needs another signature from Quillby.",
        "Quillby says the Brackwater survey is delayed again.",
        "please ask Quillby about the Brackwater survey.",
    )
    for greeting in ("Dear Ottoline,", "Good morning Ottoline,", "Many thanks Ottoline,")
]


def typed(rival):
    return type_messages("x", MESSAGES, rival, 3, lambda _what, _done: None)


@pytest.fixture(scope="module")
def learner(installed_model, tmp_path_factory):
    return typed(make_learner(None, tmp_path_factory.mktemp("learner")))


def test_a_writers_own_words_save_more_and_more_keys(learner, home):
    curve = savings_curve(learner, parts=3)
    assert curve[2] > curve[0]
    assert figures_of(learner).ks > figures_of(typed(make_rival("engine", None))).ks + 3


def test_a_name_is_offered_at_its_third_first_letter(learner):
    third = learner.messages[2]
    tap = next(stroke for stroke in third.strokes if stroke.is_tap and stroke.text.startswith("ttoline"))
    assert tap.letters_before == 1


def test_the_curve_is_counted_in_its_order():
    strokes = (*[Stroke("a")] * 10, Stroke("0123456789", is_tap=True))
    file = TypedFile("x", (TypedMessage("", strokes),), 0, 0, 0, 0.0)
    assert savings_curve(file, parts=2) == [0.0, 90.0]
    assert savings_curve(TypedFile("x", (), 0, 0, 0, 0.0), parts=2) == [0.0, 0.0]


def invoke(*arguments):
    return CliRunner().invoke(keyboard, ["evaluate", *map(str, arguments)])


@pytest.mark.usefixtures("installed_model")
def test_the_command_prints_the_curve(tmp_path, home):
    file = tmp_path / "m.txt"
    file.write_text("Thank you very much.")
    result = json.loads(invoke(file, "--learn", "--json").stdout)
    assert len(result["curve"]) == 10
    assert "learning" in invoke(file, "--learn").stdout


def test_a_predictor_that_does_not_learn_says_so(tmp_path, home):
    file = tmp_path / "m.txt"
    file.write_text("Thank you.")
    result = invoke(file, "--learn", "--predictor", "recent")
    assert "recent does not learn" in str(result.exception)


@pytest.mark.usefixtures("installed_model")
def test_an_ablation_shows_each_variant(tmp_path, home):
    file = tmp_path / "m.txt"
    file.write_text("Thank you very much for the letter.")
    rows = json.loads(invoke(file, "--ablation", "--json").stdout)["variants"]
    assert rows[0]["file"] == "all parts"
    assert len({row["file"] for row in rows}) == len(rows) == 8
    without = {row["file"]: row for row in rows}
    assert without["without the second primer"]["tokens_per_word"] < rows[0]["tokens_per_word"]
    assert without["without both primers"]["tokens_per_word"] != rows[0]["tokens_per_word"]
