"""`keyboard evaluate`: figures that can be counted by hand, the rivals with the real model, and what bad files get."""

import json

import pytest
from click.testing import CliRunner

from keyboard.cli import keyboard
from keyboard.evaluation.benchmark import benchmark_text
from keyboard.evaluation.evaluation import messages_of
from keyboard.evaluation.keystroke_savings import figures_of, total_of, type_messages
from keyboard.evaluation.output_file import EvaluationError
from keyboard.evaluation.rival_choice import make_rival
from keyboard.evaluation.rivals import Rival
from keyboard.evaluation.typist import answer_with

TEXT = benchmark_text()[:600]


class Fixed(Rival):
    """Shows the same words whatever is typed."""

    def __init__(self, *words):
        super().__init__()
        self._fixed = words

    def _answer(self, text, count):
        return answer_with(text, self._fixed[:count])


def typed(rival, messages, count=3):
    return type_messages("x", messages, rival, count, lambda _what, _done: None)


def test_figures_are_those_counted_by_hand():
    figures = figures_of(typed(Fixed("the"), ["the cat and the dog"]))
    assert (figures.characters, figures.keystrokes, figures.words, figures.taps) == (19, 13, 5, 2)
    assert figures.ks == pytest.approx(100 * 6 / 19)
    assert figures.limit == pytest.approx(100 * 14 / 19)
    assert figures.hits_before_first_letter == pytest.approx(40)


def test_only_as_many_words_as_there_are_buttons_count():
    assert figures_of(typed(Fixed("a", "the"), ["the cat"], count=1)).taps == 0
    assert figures_of(typed(Fixed("a", "the"), ["the cat"], count=2)).taps == 1


def test_a_total_is_of_all_keys_and_not_of_percentages():
    files = [typed(Fixed("the"), ["the the the"]), typed(Fixed("the"), ["no such word"])]
    assert figures_of(total_of(files)).ks == pytest.approx(100 * (11 - 3) / 23)


def test_nothing_to_type_saves_nothing():
    figures = figures_of(typed(Fixed("the"), []))
    assert (figures.characters, figures.ks, figures.limit, figures.ms_per_suggestion) == (0, 0, 0, 0)


@pytest.fixture(scope="module")
def savings(installed_model):
    """Keystroke savings of each rival with the real model, on some hundred words."""
    return {name: figures_of(typed(make_rival(name, None), [TEXT])) for name in ("engine", "tokens", "lexicon", "recent")}


def test_the_engine_beats_word_frequencies_and_tokens_alone(savings):
    assert savings["engine"].ks > savings["tokens"].ks > savings["recent"].ks
    assert savings["engine"].ks > savings["lexicon"].ks + 5


def test_only_predictors_with_a_model_evaluate_tokens(savings):
    assert 0 < savings["engine"].tokens_per_word <= 4
    assert savings["lexicon"].tokens_per_word == savings["recent"].tokens_per_word == 0


def test_the_answer_of_a_hurried_typist_costs_no_more_tokens(savings):
    hurried = figures_of(typed(make_rival("engine", None, is_hurried=True), [TEXT]))
    assert hurried.tokens_per_word <= savings["engine"].tokens_per_word


@pytest.mark.usefixtures("installed_model")
def test_the_primer_saves_keystrokes_in_short_messages(home, monkeypatch):
    messages = ["Can we meet on Friday instead?", "I am running late, please start without me.", "the soup needs a little salt"]
    with_primer = figures_of(typed(make_rival("engine", None), messages))
    monkeypatch.setattr("keyboard.engine.opening.primers_of", lambda _code: ("", ""))
    without = figures_of(typed(make_rival("engine", None), messages))
    assert with_primer.ks > without.ks


def test_the_command_prints_what_the_figures_are(tmp_path, home):
    file = tmp_path / "m.txt"
    file.write_bytes(b"\xef\xbb\xbfThank you.\r\n\r\nThank you very much.")
    result = CliRunner().invoke(keyboard, ["evaluate", str(file), "--lines", "--predictor", "lexicon", "--json"])
    values = json.loads(result.stdout)
    assert values["files"][0]["characters"] == len("Thank you.Thank you very much.")
    assert values["files"][0] | {"file": "total"} == values["total"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no line end", b"a\r\nb", "日本語 ελληνικά".encode(), b" \t \n"])
def test_any_text_gets_a_result(tmp_path, home, content):
    file = tmp_path / "text.txt"
    file.write_bytes(content)
    result = CliRunner().invoke(keyboard, ["evaluate", str(file), "--predictor", "lexicon"])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"\x00\x01GGUF", "is a binary file"), (b"caf\xe9", "is not UTF-8 text: byte 4")]
)
def test_a_file_that_is_no_text_is_named(tmp_path, content, sentence):
    file = tmp_path / "text.txt"
    file.write_bytes(content)
    with pytest.raises(EvaluationError, match=sentence):
        messages_of(file, by_line=False)


def test_a_text_that_would_take_hours_is_refused_before_it_is_typed(tmp_path):
    file = tmp_path / "large.txt"
    file.write_text("all work and no play " * 500_000)
    with pytest.raises(EvaluationError, match=r"has 10\.5 MB, which would take hours"):
        messages_of(file, by_line=False)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"nothing\.txt cannot be read: No such file"):
        messages_of(tmp_path / "nothing.txt", by_line=True)


def test_presage_is_asked_for_by_name_where_it_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EvaluationError, match="apt-get install presage"):
        make_rival("presage", None)
